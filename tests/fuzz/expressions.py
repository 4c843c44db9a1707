"""Random expressions and conditions of a given type, from what a draft knows."""

from __future__ import annotations

from collections.abc import Callable

from tests.fuzz import measures
from tests.fuzz.draft import (
    ANY_OR_ALL,
    ATOM,
    COMPARISON,
    EXTREME,
    NOT,
    OF,
    OPERAND,
    PAIR,
    PRODUCT,
    ROUNDED,
    SUM,
    UNARY,
    Draft,
    Known,
    Term,
)

_TIMES = frozenset({"moment", "period", "date"})

Form = Callable[[Draft, str, int], Term | None]


def value(d: Draft, type_: str, depth: int = 2, *, plain: bool = True) -> Term:
    """A value of a numeric type. `plain`: no open quotient."""
    if depth <= 0 or d.chance(0.35):
        return leaf(d, type_, plain)
    for _ in range(4):
        form = d.dice.choice(FORMS)
        made = form(d, type_, depth - 1)
        if made is not None:
            return rounded(d, made, type_) if made.open and plain else made
    return leaf(d, type_, plain)


def leaf(d: Draft, type_: str, plain: bool = True) -> Term:
    """A name or a literal."""
    if type_ == "number" and d.item is not None and d.chance(0.2):
        return Term("position", OPERAND)
    known = d.named(type_, open=not plain)
    if known and d.chance(0.75):
        one = d.dice.choice(known)
        return Term(one.text, ATOM if " " not in one.text else OPERAND, one.open)
    return Term(d.literal(type_), ATOM)


def rounded(d: Draft, term: Term, type_: str) -> Term:
    """The term on a grid; nothing is left open."""
    mode = d.dice.choice(measures.MODES)
    size = step(d, type_) if not term.open or d.chance(0.5) else "1" + step(d, type_).lstrip("0123456789.")
    return Term(f"{term.at(EXTREME)} rounded {mode} to {size}", ROUNDED)


def step(d: Draft, type_: str) -> str:
    """A constant that is more than zero, of a size to which one rounds."""
    number = d.dice.choice(["1", "0.1", "0.01", "5", "0.5", "0.25", "3", "10", "0.007"])
    match type_.split("/"):
        case ["number"]:
            return number
        case ["percent"]:
            return f"{number}%"
        case ["money"]:
            return f"{number} {d.currency}"
        case [quantity]:
            return f"{number} {measures.units_of(quantity, d.counted)[0]}"
        case [_, quantity]:
            return f"{number} {d.currency}/{measures.singular(measures.units_of(quantity, d.counted)[0], d.counted)}"
        case _:
            raise ValueError(type_)


# ------------------------------------------------------------------------------------------------ forms


def added(d: Draft, type_: str, depth: int) -> Term | None:
    terms = [value(d, type_, depth, plain=d.chance(0.8)) for _ in range(d.dice.choice([2, 2, 3]))]
    text = terms[0].at(PRODUCT)
    for term in terms[1:]:
        text += d.dice.choice([" + ", " + ", " - "]) + term.at(PRODUCT)
    return Term(text, SUM, any(term.open for term in terms))


def scaled(d: Draft, type_: str, depth: int) -> Term | None:
    factor = value(d, d.dice.choice(["number", "number", "percent"]), depth - 1)
    term = value(d, type_, depth, plain=d.chance(0.8))
    parts = [factor.at(UNARY), term.at(UNARY)]
    if type_ == "percent":
        parts[0] = value(d, "percent", 0).at(UNARY)
    d.dice.shuffle(parts)
    return Term(" * ".join(parts), PRODUCT, term.open)


def shared(d: Draft, type_: str, depth: int) -> Term | None:
    """Divided by a constant, which leaves nothing open."""
    term = value(d, type_, depth, plain=d.chance(0.8))
    return Term(f"{term.at(UNARY)} / {d.literal('number', 1)}", PRODUCT, term.open)


def divided(d: Draft, type_: str, depth: int) -> Term | None:
    """Divided by a value that is known only when priced."""
    numbers = [one.text for one in d.named("number") if one.positive or d.chance(0.1)]
    numbers += ["position"] * 2 if d.item is not None else []
    if not numbers:
        return None
    by = d.dice.choice(numbers)
    top = value(d, type_, depth, plain=d.chance(0.8))
    return Term(f"{top.at(UNARY)} / {by if d.chance(0.75) else f'(-{by})'}", PRODUCT, True)


def negative(d: Draft, type_: str, depth: int) -> Term | None:
    term = value(d, type_, depth, plain=d.chance(0.8))
    return Term(f"-{term.at(UNARY)}", UNARY, term.open)


def part_of(d: Draft, type_: str, depth: int) -> Term | None:
    term = value(d, type_, depth, plain=d.chance(0.8))
    return Term(f"{value(d, 'percent', 0).at(PRODUCT)} of {term.at(SUM)}", OF, term.open)


def extreme(d: Draft, type_: str, depth: int) -> Term | None:
    word = d.dice.choice(["smallest", "largest"])
    if d.chance(0.6):
        first, second = value(d, type_, depth), value(d, type_, depth)
        return Term(f"{word} of {first.at(SUM)} and {second.at(SUM)}", EXTREME)
    terms = [value(d, type_, depth).at(SUM) for _ in range(3)]
    return Term(f"{word} of ({', '.join(terms)})", ATOM)


def pair(d: Draft, type_: str, depth: int) -> Term | None:
    first, second = value(d, type_, depth), value(d, type_, depth)
    return Term(f"{first.at(ROUNDED)} when {condition(d, depth).text} otherwise {second.at(ROUNDED)}", PAIR)


def on_a_grid(d: Draft, type_: str, depth: int) -> Term | None:
    return rounded(d, value(d, type_, depth, plain=False), type_)


def guarded(d: Draft, type_: str, depth: int) -> Term | None:
    """A value that may be missing, where it is given."""
    unsure = [one for one in d.known if one.type == type_ and not one.sure and not one.open]
    if not unsure:
        return None
    one = d.dice.choice(unsure)
    test, other = f"{one.text} is given", value(d, type_, depth).at(ROUNDED)
    if d.chance(0.3):
        return Term(f"{other} when {one.text} is missing otherwise {one.text}", PAIR)
    return Term(f"{one.text} when {test} otherwise {other}", PAIR)


def aggregate(d: Draft, type_: str, depth: int) -> Term | None:
    """One value from the items of a list."""
    if d.inside or d.item is not None or not d.lists:
        return None
    name = d.dice.choice(sorted(d.lists))
    with d.aggregating(name):
        where = f" where {single_condition(d, depth)}" if d.chance(0.35) else ""
        level = EXTREME if where else ATOM
        if type_ == "number" and d.chance(0.5):
            return Term(f"count of {name}{where}", level)
        word = d.dice.choice(["sum", "sum", "smallest", "largest", "mean"])
        text = value(d, type_, depth).at(SUM)
    return Term(f"{word} of {text} over {name}{where}", level, word == "mean")


def in_blocks(d: Draft, depth: int, type_: str) -> Term | None:
    """A value for each block of time of a list whose items have one time."""
    timed = [name for name, fields in d.lists.items() if sum(one.type in _TIMES for one in fields) == 1]
    if d.inside or d.item is not None or not timed:
        return None
    name = d.dice.choice(sorted(timed))
    dated = any(one.type == "date" for one in d.lists[name])
    block = d.dice.choice(["day", "week", "month", "week from Sunday", "month from day 15"])
    if not dated and d.chance(0.5):
        block = d.dice.choice(["15 min", "1 h", "90 min", "day from 04:30"])
    periods = [one.text for one in d.known if one.type == "period" and one.bounded and one.sure]
    if periods and d.chance(0.5):
        block = "(4 * 6 h)" if block[0].isdigit() else block  # of a year there would be too many quarters
        block += f" of {d.dice.choice(periods)}"
    with d.aggregating(name):
        where = f" where {condition(d, depth).text}" if d.chance(0.35) else ""
        if type_ == "number" and d.chance(0.5):
            return Term(f"count of {name}{where} in each {block}", ATOM)
        word = d.dice.choice(["sum", "smallest", "largest", "mean"])
        text = value(d, type_, depth).at(SUM)
    return Term(f"{word} of {text} over {name}{where} in each {block}", ATOM, word == "mean")


def over_blocks(d: Draft, type_: str, depth: int) -> Term | None:
    """One value from those of the blocks."""
    found = in_blocks(d, depth, type_)
    if found is None or (found.open and type_ != "number"):
        return None
    word = "count" if found.open else d.dice.choice(["sum", "smallest", "largest", "mean"])
    return Term(f"{word} of ({found.text})", ATOM, word == "mean")


def special(d: Draft, type_: str, depth: int) -> Term | None:
    """What only this type can be made of."""
    made = [form(d, depth) for form in SPECIAL.get(type_, ())]
    if "/" in type_:
        made.append(unit_price(d, type_, depth))
    found = [term for term in made if term is not None]
    return d.dice.choice(found) if found else None


def so_far(d: Draft, type_: str, depth: int) -> Term | None:
    """What the items before this one come to."""
    if d.item is None:
        return None
    own = [one.text for one in d.fields() if one.type == type_]
    text = d.dice.choice(own) if own and d.chance(0.7) else value(d, type_, depth).at(ATOM)
    return Term(f"({text} so far) so far" if d.chance(0.2) else f"{text} so far", OPERAND)


def length_of(d: Draft, depth: int) -> Term | None:
    periods = d.named("period")
    if not periods:
        return None
    period = d.dice.choice(periods).text
    if d.windows and d.chance(0.7):
        return Term(f"{period} during {d.dice.choice(d.windows)}", OPERAND)
    return Term(f"length of {period}", OPERAND)


def apart(d: Draft, depth: int) -> Term | None:
    moments = moments_of(d)
    if len(moments) < 2:
        return None
    return Term(f"{d.dice.choice(moments)} - {d.dice.choice(moments)}", SUM)


def moments_of(d: Draft) -> list[str]:
    """Texts of moments; the ends of periods are operands, so they stand where a sum may."""
    ends = [f"{word} of {one.text}" for one in d.named("period") for word in ("start", "end")]
    return [*(one.text for one in d.named("moment")), *ends]


def product_of(first: str, second: str) -> Callable[[Draft, int], Term | None]:
    def form(d: Draft, depth: int) -> Term | None:
        return Term(f"{value(d, first, depth).at(UNARY)} * {value(d, second, depth).at(UNARY)}", PRODUCT)

    return form


def price_of(d: Draft, depth: int) -> Term | None:
    """A rate times what it is per, as money."""
    quantity = quantity_type(d)
    rate, term = value(d, f"money/{quantity}", depth - 1), value(d, quantity, depth)
    if d.chance(0.5):
        return Term(f"{rate.at(PRODUCT)} of {term.at(SUM)}", OF)
    return Term(f"{rate.at(UNARY)} * {term.at(UNARY)}", PRODUCT)


def per_block(d: Draft, depth: int) -> Term | None:
    quantity = quantity_type(d)
    kind = d.dice.choice(["started", "started", "full"])
    size = step(d, quantity)
    money = value(d, "money", 0)
    return Term(f"{money.at(UNARY)} per {kind} {size} of {value(d, quantity, depth).at(SUM)}", OF)


def prorated(d: Draft, depth: int) -> Term | None:
    """A price for a part of a day, a month or a year."""
    unit = d.dice.choice(["day", "month", "month", "month", "quarter", "year"])
    by = d.dice.choice(["actual days", "actual days", "30-day months", "seconds"])
    origin = ""
    if unit != "day" and by != "30-day months" and d.chance(0.6):
        known = [one.text for one in d.named("date") if one.text.isidentifier()]
        origin = d.dice.choice([str(measures.day(d.dice)), *known * 2])
        if unit == "month" and d.chance(0.5):
            origin = d.dice.choice(["1", "15", "29", "30", "31"])
        origin = f" from {origin}"
    text = f"{d.literal('money', 1)}/{unit} * {unit}s of {stretch(d)} by {by}{origin}"
    return Term(text, PRODUCT, by == "seconds")


def stretch(d: Draft) -> str:
    """A period, where `months of` takes one."""
    known = [one.text for one in d.named("period")]
    dates = [one.text for one in d.named("date")]
    if known and d.chance(0.6):
        return d.dice.choice(known)
    if dates and d.chance(0.5):
        first = d.dice.choice(dates)
        block = f"{d.dice.choice(['day', 'month', 'quarter', 'year'])} of {first}"
        return d.dice.choice([block, f"{first} to end of {block}", f"(start of {block} to under {first})"])
    begins, ends = sorted([measures.day(d.dice), measures.day(d.dice)])
    return f"{begins} to {d.dice.choice(['', 'under '])}{ends}"


def unit_price(d: Draft, type_: str, depth: int) -> Term | None:
    quantity = type_.split("/")[1]
    if d.chance(0.5):
        return Term(f"{value(d, 'money', 0).at(UNARY)} per {step(d, quantity)}", PRODUCT)
    term = value(d, quantity, depth)
    return Term(f"{value(d, 'money', depth).at(UNARY)} / ({largest(d, term, quantity)})", PRODUCT, True)


def largest(d: Draft, term: Term, type_: str) -> str:
    """The term, but never nothing; seldom left as it is."""
    if d.chance(0.1):
        return term.text
    return f"largest of {term.at(SUM)} and {step(d, type_)}"


def ratio(d: Draft, depth: int) -> Term | None:
    quantity = d.dice.choice(["money", quantity_type(d)])
    wholes = [one.text for one in d.named("number") if one.positive]
    if wholes and d.chance(0.4):  # of whole numbers, which often lie just between two steps
        whole = d.dice.choice(wholes)
        return Term(f"{leaf(d, 'number').at(UNARY)} / ({whole} * {d.dice.choice('2468')})", PRODUCT, True)
    top, bottom = value(d, quantity, depth), value(d, quantity, depth)
    if d.chance(0.4):
        return Term(f"{top.at(UNARY)} / {step(d, quantity)}", PRODUCT)
    return Term(f"{top.at(UNARY)} / ({largest(d, bottom, quantity)})", PRODUCT, True)


def place(d: Draft, depth: int) -> Term | None:
    return Term("position", ATOM) if d.item is not None else None


def quantity_type(d: Draft) -> str:
    """A quantity, mostly one of which the tariff measures something."""
    known = [one.type for one in d.known if measures.is_quantity(one.type)]
    return d.dice.choice(known) if known and d.chance(0.9) else d.dice.choice(sorted(measures.UNITS))


def raised(d: Draft, depth: int) -> Term:
    """A power; a grid that grows with it would grow beyond all bounds, so it ends on one."""
    base = leaf(d, d.dice.choice(["number", "number", "percent"]))
    exponent = d.dice.choice(["0", "1", "2", "3", "(smallest of (largest of (0, position), 5))"])
    if d.item is None:
        exponent = exponent[:1].strip("(") or "4"
    whole = Term(f"{base.at(ATOM)} to the power {exponent}", OPERAND)
    return Term(f"({whole.text} rounded {d.dice.choice(measures.MODES)} to {step(d, 'number')})", ATOM)


FORMS: tuple[Form, ...] = (
    added, added, scaled, scaled, shared, divided, divided, negative, part_of, extreme, extreme, pair, pair, on_a_grid,
    guarded, guarded, aggregate, aggregate, aggregate, aggregate, over_blocks, over_blocks, special, special,
    special, so_far, so_far,
)  # fmt: skip
SPECIAL: dict[str, tuple[Callable[[Draft, int], Term | None], ...]] = {
    "duration": (length_of, length_of, apart),
    "money": (price_of, price_of, per_block, prorated, prorated, prorated),
    "number": (ratio, place, place, raised),
    "energy": (product_of("power", "duration"),),
    "area": (product_of("length", "length"),),
}

# ------------------------------------------------------------------------------------------- conditions


def condition(d: Draft, depth: int = 1) -> Term:
    """Whether something holds."""
    if depth > 0 and d.chance(0.3):
        word = d.dice.choice(["and", "or"])
        parts = [condition(d, depth - 1).at(NOT) for _ in range(d.dice.choice([2, 2, 3]))]
        return Term(f" {word} ".join(parts), ANY_OR_ALL)
    if depth > 0 and d.chance(0.12):
        return Term(f"not {condition(d, depth - 1).at(NOT)}", NOT)
    return Term(comparison(d, depth), COMPARISON)


def single_condition(d: Draft, depth: int) -> str:
    """A condition in which no comma stands outside of brackets."""
    term = condition(d, min(depth, 1))
    return term.text if "," not in term.text else f"({term.text})"


def comparison(d: Draft, depth: int, row: bool = False) -> str:
    """A subject and what a cell may hold. In a row of prices the subject is a name and bounds are tight."""
    if d.item is not None and d.chance(0.1):
        return d.dice.choice(["first", "last"])
    subjects = [one for one in d.known if one.type in ("truth", "choice", "text", "moment", "date", "period")]
    if not subjects or d.chance(0.35):
        return of_a_number(d, depth, row)
    one = d.dice.choice(subjects)
    unsure = not one.sure and d.chance(0.85)
    if unsure and row:
        return f"{one.text} is {d.dice.choice(['given', 'missing'])}"
    if unsure and d.chance(0.5):
        return f"({one.text} is given and {of_a_word(d, one, row)})"
    if unsure:
        return f"({one.text} is missing or {of_a_word(d, one, row)})"
    return of_a_word(d, one, row)


def of_a_number(d: Draft, depth: int, row: bool) -> str:
    lists = sorted(d.lists)
    if lists and not row and not d.inside and d.item is None and d.chance(0.15):
        return quantified(d, depth, d.dice.choice(lists))
    type_ = d.dice.choice([one.type for one in d.known if measures.is_number(one.type)] or ["number"])
    if row:
        known = d.named(type_)
        if not known:
            return "(1 is 1)"
        return f"{d.dice.choice(known).text} {number_cell(d, type_, ATOM, depth)}"
    if d.chance(0.15):
        word = d.dice.choice(["is", "is", "is not", "not"])
        return f"{value(d, type_, depth).at(OF)} {word} {leaf(d, type_).at(ATOM)}"
    return f"{value(d, type_, depth, plain=False).at(OF)} {number_cell(d, type_, SUM, depth)}"


def quantified(d: Draft, depth: int, name: str) -> str:
    with d.aggregating(name):
        where = f" where {single_condition(d, 0)}" if d.chance(0.3) else ""
        inner = condition(d, min(depth, 1)).text
    text = f"{d.dice.choice(['any', 'all'])} of {inner} over {name}{where}"
    return f"({text})"


def number_cell(d: Draft, type_: str, level: int, depth: int) -> str:
    """A range."""

    def bound() -> str:
        term = value(d, type_, min(depth, 1), plain=False) if level < ATOM else leaf(d, type_)
        return term.at(level)

    form = d.dice.choice(["above", "from", "under", "up to", "at least", "at most", "both", "to"])
    if form not in ("both", "to"):
        return f"{'is ' if d.chance(0.2) else ''}{form} {bound()}"
    low, high = measures.ascending(d.dice, 2)
    unit = measures.unit_text(d.literal(type_))
    first, second = low + unit, high + unit
    if form == "both":
        return f"{d.dice.choice(['above', 'from'])} {first} {d.dice.choice(['under', 'up to'])} {second}"
    return f"{first} to {d.dice.choice(['', 'under '])}{second}"


def of_a_word(d: Draft, one: Known, row: bool) -> str:
    """A condition about something that is no number."""
    match one.type:
        case "truth":
            return d.dice.choice([one.text, f"{one.text} is yes", f"{one.text} is no", f"{one.text} is not yes"])
        case "choice":
            word = d.dice.choice(["is", "is", "is not", "not"])
            several = d.dice.sample(one.options, 2 if len(one.options) > 1 and d.chance(0.25) else 1)
            return f"{one.text} {word} {', '.join(map(option, several))}"
        case "text":
            return f"{one.text} {text_cell(d)}"
        case "date":
            return f"{one.text} {day_cell(d)}"
        case "moment":
            return f"{one.text} {moment_cell(d, row)}"
        case _:
            return f"{d.dice.choice(['start', 'end'])} of {one.text} {moment_cell(d, row)}"


def option(word: str) -> str:
    """An option of a choice, quoted where it is not one word."""
    return word if word.isidentifier() else f'"{word}"'


WORDS = ("48", "485", "49", "abc", "ab", "x y", "żółć", "")


def text_cell(d: Draft) -> str:
    word = d.dice.choice(WORDS)
    return d.dice.choice([f'is "{word}"', f'is not "{word}"', f'starts with "{word}"', "starts with 48"])


def day_cell(d: Draft) -> str:
    first, second = sorted([measures.day(d.dice), measures.day(d.dice)])
    if d.chance(0.4) and first != second:
        return f"{first} to {d.dice.choice(['', 'under '])}{second}"
    return d.dice.choice([f"from {first}", f"above {first}", f"under {second}", f"up to {second}", f"is {first}"])


def moment_cell(d: Draft, row: bool) -> str:
    if d.windows and d.chance(0.6):
        return f"{d.dice.choice(['in', 'in', 'is not in'])} {d.dice.choice(d.windows)}"
    if d.chance(0.4):
        return day_cell(d)
    word = d.dice.choice(["from", "above", "under", "up to"])
    others = moments_of(d)
    if others and not row and d.chance(0.4):
        return f"{word} {d.dice.choice(others)}"
    return f"{word} {measures.moment(d.dice)}"
