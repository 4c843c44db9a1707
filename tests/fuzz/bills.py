"""Random charges, and what acts on their amounts."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from tests.fuzz import measures
from tests.fuzz import price_rows as price_rows_of
from tests.fuzz.draft import ATOM, EXTREME, OPERAND, PRODUCT, ROUNDED, SUM, Draft, Known, Term
from tests.fuzz.expressions import comparison, condition, in_blocks, leaf, quantity_type, step, value

# --------------------------------------------------------------------------------------------- charges


def charge(d: Draft, indent: int = 0) -> None:
    name = d.name()
    d.write(f"charge {name}{label(d, name)}{when(d, 0.2)}", indent)
    below = indent + 1
    bounds = [how for how in ("at least", "at most") if d.chance(0.12)]
    d.open_price = d.rounds_lines and d.item is None and not bounds and d.chance(0.5)
    if price_rows_of.can_cut(d) and d.chance(0.25):
        d.open_price = False
        price_rows_of.cut_charge(d, below)
    elif d.chance(0.2):
        fixed_price(d, below)
    else:
        type_ = "money" if d.chance(0.15) else quantity_type(d)
        if d.windows and d.named("period") and d.chance(0.6 if d.clocks else 0.3):
            type_ = "duration"
        own = [one.type for one in d.fields() if measures.is_quantity(one.type)]
        if own and d.chance(0.6):
            type_ = d.dice.choice(own)
        quantity_line(d, type_, below)
        pricing(d, type_, below)
    d.open_price = False
    for how in bounds:
        d.write(f"{how} {value(d, 'money', 1).text}", below)
    if d.tax is not None and d.rounds_lines and d.chance(0.25):
        d.write(d.dice.choice(["no tax", f"{d.tax} {d.literal('percent')}", f"{d.tax} 8%"]), below)
    d.charges.append(name)
    if d.item is None:
        d.full.append(name)
        d.declare(Known(name, "money"))


def label(d: Draft, name: str) -> str:
    return f' "{name.title()}, 5 km"' if d.chance(0.7) else ""


def when(d: Draft, share: float) -> str:
    return f" when {condition(d, 1).text}" if d.chance(share) else ""


def fixed_price(d: Draft, indent: int) -> None:
    match d.dice.choice(["value", "value", "rows", "lines", "pair"]):
        case "rows":
            price_rows(d, "money", indent)
        case "lines":
            d.write(f"price {value(d, 'money', 1).at(ROUNDED)} when {condition(d, 1).text}", indent)
            if d.chance(0.9):
                d.write(f"price {value(d, 'money', 1).at(ROUNDED)} otherwise", indent)
        case "pair":
            first, second = (value(d, "money", 1).at(ROUNDED) for _ in range(2))
            d.write(f"price {first} when {condition(d, 1).text} otherwise {second}", indent)
        case _:
            d.write(f"price {value(d, 'money', 2, plain=not d.open_price).at(ROUNDED)}", indent)


def quantity_line(d: Draft, type_: str, indent: int) -> None:
    """A meter, and what is free of it or rounded, in some order."""
    meter = meter_of(d, type_)
    clauses = []
    if d.chance(0.3):
        clauses.append(d.dice.choice(["first {} free", "last {} free", "free up to {}", "free under {}"]))
    if d.chance(0.15):
        clauses.append("at least {}")
    if d.chance(0.4):
        clauses.append(d.dice.choice(["per started {}", "per started {}", "per full {}", "then per started {}"]))
    if d.chance(0.08):
        d.dice.shuffle(clauses)
    written = [clause.format(block_size(d, type_, "free" in clause)) for clause in clauses]
    if d.chance(0.1) and not meter.open:
        written.append(f"continuing from {value(d, type_, 1).at(SUM)}")
        d.open_price = False
    d.write(f"quantity {', '.join([meter.text, *written])}", indent)


def meter_of(d: Draft, type_: str) -> Term:
    periods = d.named("period") if type_ == "duration" and d.chance(0.6) else []
    if periods:
        window = f" during {d.dice.choice(d.windows)}" if d.windows and d.chance(0.7) else ""
        return Term(d.dice.choice(periods).text + window, ATOM)
    own = [one for one in d.fields() if one.type == type_]
    if own and d.chance(0.3):
        return Term(f"{d.dice.choice(own).text} so far", OPERAND)
    term = leaf(d, type_) if d.chance(0.5) else value(d, type_, 2)
    while " per " in term.text:  # blocks stand behind a comma on this line
        term = leaf(d, type_)
    return term


def block_size(d: Draft, type_: str, free: bool) -> str:
    if free and d.chance(0.2):
        return value(d, type_, 1).at(SUM)
    return step(d, type_)


def pricing(d: Draft, type_: str, indent: int) -> None:
    kind = d.dice.choice(["price", "price", "price", "rows", "tiers", "tiers", "several"])
    d.open_price = d.open_price and kind == "price"
    match kind:
        case "price":
            clauses = clauses_of_price(d)
            d.open_price = d.open_price and clauses in ("", ", if any")
            d.write(f"price {unit_price(d, type_)}{clauses}", indent)
        case "rows":
            price_rows(d, type_, indent)
        case "tiers":
            tiers(d, type_, indent, "")
        case _:
            for _ in range(d.dice.choice([1, 1, 2])):
                test = f" when {condition(d, 1).text}"
                if d.chance(0.5):
                    tiers(d, type_, indent, test)
                else:
                    d.write(f"price {unit_price(d, type_)}{clauses_of_price(d)}{test}", indent)
            if d.chance(0.9):
                if d.chance(0.3):
                    tiers(d, type_, indent, " otherwise")
                else:
                    d.write(f"price {unit_price(d, type_)} otherwise", indent)


def clauses_of_price(d: Draft) -> str:
    found = ""
    if d.chance(0.15):
        found += f", at least {value(d, 'money', 1).at(ROUNDED)}"
    if d.chance(0.15):
        found += f", at most {value(d, 'money', 1).at(ROUNDED)}"
    return found + (", if any" if d.chance(0.12) else "")


def unit_price(d: Draft, type_: str, level: int = ROUNDED) -> str:
    """A sum of parts, each of which acts by its own type."""
    parts = [part_of_price(d, type_) for _ in range(d.dice.choice([1, 1, 1, 1, 2, 3]))]
    if len(parts) == 1:
        return parts[0].at(level)
    return Term(" + ".join(part.at(PRODUCT) for part in parts), SUM).at(level)


def part_of_price(d: Draft, type_: str) -> Term:
    match d.dice.choice(["rate", "rate", "rate", "rate", "block", "money", "free"]):
        case "block":
            kind = d.dice.choice(["started", "started", "full"])
            return Term(f"{d.literal('money')} per {kind} {step(d, type_)}", PRODUCT)
        case "money":
            return value(d, "money", 1)
        case "free" if d.chance(0.3):
            return Term("free", ATOM)
        case _:
            rate = "percent" if type_ == "money" else f"money/{type_}"
            return value(d, rate, 1, plain=not d.open_price)


def price_rows(d: Draft, type_: str, indent: int) -> None:
    """Conditions with prices, the first that fits."""

    def one() -> str:
        return value(d, "money", 1).at(ROUNDED) if type_ == "money" else unit_price(d, type_)

    if type_ == "money":
        d.write("price", indent)
    else:
        d.write(f"price{', if any' if d.chance(0.1) else ''}", indent)
    for _ in range(d.dice.randint(1, 3)):
        d.write(f"{comparison(d, 0, row=True)}  {one()}", indent + 1)
    if d.chance(0.9):
        d.write(f"otherwise  {one()}", indent + 1)


def tiers(d: Draft, type_: str, indent: int, ending: str) -> None:
    kind = d.dice.choice(["graduated", "graduated", "volume"])
    by = ""
    of = type_
    if kind == "volume" and d.chance(0.3):
        of = quantity_type(d)
        by = f" by {value(d, of, 1).at(SUM)}"
    any_ = ", if any" if d.chance(0.1) else ""
    d.write(f"{kind}{by}{any_}{ending}", indent)
    unit = measures.unit_text(d.literal(of))
    bounds = [number + unit for number in measures.ascending(d.dice, d.dice.randint(1, 4))]
    if d.chance(0.1):
        bounds[-1] = f"({bounds[-1]} + {d.dice.choice(bounds)})"
    for bound in bounds:
        d.write(f"up to {bound}  {tier_price(d, type_)}", indent + 1)
    if d.chance(0.85):
        d.write(f"above  {tier_price(d, type_)}", indent + 1)


def tier_price(d: Draft, type_: str) -> str:
    limits = ""
    if d.chance(0.1):
        limits = f", at most {d.literal('money')}"
    return ("free" if d.chance(0.1) else unit_price(d, type_)) + limits


# ----------------------------------------------------------------------------------------- adjustments


def covered(d: Draft) -> str:
    """The lines that an adjustment acts on. Without rounded lines nothing can be spread: one, or at last all."""
    if not d.rounds_lines and d.full:
        d.closed = d.closed or d.chance(0.3)
        return "total" if d.closed else d.dice.choice(d.full)
    if d.chance(0.35) or len(d.charges) < 1:
        return "total"
    names = d.dice.sample(d.charges, d.dice.randint(1, min(3, len(d.charges))))
    return " + ".join(names)


def adjustment(d: Draft, indent: int = 0) -> None:
    """A limit, a discount, a surcharge or a tax."""
    if d.closed:
        return
    kind = d.dice.choice(["limit", "limit", "discount", "discount", "surcharge", "tax"])
    covers = covered(d)
    name = d.name()
    title = f"{kind} {name}{label(d, name)}"
    match kind:
        case "limit":
            body = f"{covers} {bounds_of_limit(d)}"
            if (
                d.tax
                and covers in d.full
                and d.rounds_lines
                and " per " not in body
                and "," not in body
                and d.chance(0.3)
            ):
                body += d.dice.choice([" net", " gross"])
            if d.chance(0.15):
                body += f" continuing from {d.literal('money')}"
            if d.rounds_lines and d.chance(0.2):
                body += d.dice.choice([" in order", " spread evenly", " by amount"])
        case "tax":
            per = d.dice.choice(["", "", " per line", " once per rate"])
            body = f"{percentage(d)} of {covers}{per}"
        case _:
            spread = d.dice.choice(["", "", "", " by amount", " spread evenly", " in order"]) if d.rounds_lines else ""
            if d.chance(0.5):
                body = f"{percentage(d)} of {covers}{spread}"
            else:
                money = value(d, "money", 1).at(SUM) if d.chance(0.5) else d.literal("money")
                body = f"{money} {'off' if kind == 'discount' else 'on'} {covers}{spread}"
    if kind == "tax" and d.chance(0.5):
        d.write(f"{title} {body}{when(d, 0.15)}", indent)
    else:
        d.write(f"{title}{when(d, 0.25)}", indent)
        d.write(body, indent + 1)
    if not d.rounds_lines:  # what is left of each line is a fraction from here on
        d.known = [replace(one, open=True) if one.text in d.charges else one for one in d.known]
    d.charges.append(name)
    d.declare(Known(name, "money", open=not d.rounds_lines))
    d.write()


def percentage(d: Draft) -> str:
    known = d.named("percent")
    return d.dice.choice(known).text if known and d.chance(0.3) else d.literal("percent")


def bounds_of_limit(d: Draft) -> str:
    def money() -> str:
        return value(d, "money", 1).at(PRODUCT) if d.chance(0.3) else d.literal("money")

    if d.chance(0.2):
        low, high = sorted((measures.amount(d.dice) for _ in range(2)), key=Fraction)
        return f"at least {low} {d.currency}, at most {high} {d.currency}"
    how = d.dice.choice(["at most", "at most", "at least"])
    text = f"{how} {money()}"
    if d.chance(0.2):
        quantity = quantity_type(d)
        text = f"{how} {d.literal('money')} per started {step(d, quantity)} of {value(d, quantity, 1).at(SUM)}"
    return text


# --------------------------------------------------------------------------------------------- answers


def result(d: Draft, indent: int = 0) -> None:
    """An answer beside the total."""
    name = d.name()
    if d.item is None and d.chance(0.15):
        money = value(d, "money", 1, plain=False).at(EXTREME)
        cents = f"rounded {d.dice.choice(measures.MODES)} to {measures.CURRENCIES[d.currency]} {d.currency}"
        d.write(f"result {name}{label(d, name)} = {money} {cents}", indent)
        every = f"every {d.dice.choice(['week', 'month', 'quarter', 'year'])}"
        d.write(f"pay in {d.dice.randint(1, 12)} {every}, odd cent {d.dice.choice(['first', 'last'])}", indent + 1)
        return
    types = [one.type for one in d.known if measures.is_number(one.type)] or ["number"]
    blocks = in_blocks(d, 2, d.dice.choice(types)) if d.chance(0.4) else None
    if blocks is not None and (d.rounds_nothing or not blocks.open):
        d.write(f"result {name}{label(d, name)} = {blocks.text}", indent)
        return
    words = [one for one in d.known if one.type in ("truth", "choice") and one.sure]
    if words and d.chance(0.2):
        text = d.dice.choice(words).text
    elif d.chance(0.1):
        text = condition(d, 1).text
    elif d.full and d.item is None and d.chance(0.2):
        text = d.dice.choice([f"full {d.dice.choice(d.full)}", "total", "total net", "total gross"])
        if d.tax is not None and d.chance(0.5):
            side = f"{d.dice.choice(d.full)}.{d.dice.choice(['net', 'tax', 'gross'])}"
            text = f"{side} rounded {d.dice.choice(measures.MODES)} to {measures.CURRENCIES[d.currency]} {d.currency}"
    else:
        text = value(d, d.dice.choice(types), 2, plain=not d.rounds_nothing).text
    d.write(f"result {name}{label(d, name)} = {text}", indent)


def each(d: Draft) -> None:
    """What is priced for every item of a list, or for every piece of a period."""
    blocks = blocks_of_time(d)
    if blocks is None and not d.lists:
        charge(d)
        return
    item = d.name()
    type_ = quantity_type(d)
    counted = in_blocks(d, 1, type_) if d.chance(0.4) else None
    if counted is not None and not counted.open:
        d.write(f"for each {item} in ({counted.text})")
        fields = [Known(item, type_)] * 2
    elif blocks is not None and (not d.lists or d.chance(0.5)):
        text, kind = blocks
        d.write(f"for each {text} as {item}")
        fields = [Known(item, kind)] * 2
    else:
        name = d.dice.choice(sorted(d.lists))
        d.write(f"for each {item} in {name}")
        fields = [replace(one, text=f"{item}.{one.text}") for one in d.lists[name]]
    with d.each(item, fields):
        for _ in range(d.dice.choice([0, 0, 1, 2])):
            let_of_item(d)
        for _ in range(d.dice.choice([1, 1, 2])):
            charge(d, 1)
        for _ in range(d.dice.choice([0, 0, 1])):
            result(d, 1)
    for charged in d.charges:
        if charged not in {one.text for one in d.known}:
            d.declare(Known(charged, "money"))
            d.full.append(charged)
    d.write()


def capped(d: Draft) -> None:
    """Charges for a period, and limits in each block of it."""
    periods = [one.text for one in d.named("period") if one.bounded and one.sure]
    if not periods:
        charge(d)
        return
    of = d.dice.choice(periods)
    names = []
    for _ in range(d.dice.choice([1, 1, 2])):
        name = d.name()
        names.append(name)
        d.write(f"charge {name}{label(d, name)}{when(d, 0.2)}")
        window = f" during {d.dice.choice(d.windows)}" if d.windows and d.chance(0.4) else ""
        clauses = ["", "", ", first 25 min free", ", last 10 min free", ", at least 61 min, then"]
        clause = d.dice.choice(clauses)
        blocks = d.dice.choice([", per started 70 min", ", per started 1 h", ", per full 50 min", ""])
        clause = clause.removesuffix(", then") if not blocks else clause
        d.write(f"quantity {of}{window}{clause}{blocks}".replace("then, ", "then "), 1)
        money = d.literal("money", 1)
        if d.chance(0.4):
            d.write(d.dice.choice(["graduated", "volume"]), 1)
            d.write(f"up to 90 min  {money}", 2)
            d.write(f"up to 20 h  {d.literal('money')} per {d.dice.choice(['started', 'full'])} 55 min", 2)
            d.write(f"above  {d.literal('money')}/h", 2)
        else:
            d.write(
                f"price {d.dice.choice([f'{money}/h', f'{money} per started 35 min', f'{money} per full 35 min'])}", 1
            )
        if d.chance(0.3):
            d.write(f"at most {d.literal('money')}", 1)
        d.charges.append(name)
        d.full.append(name)
        d.declare(Known(name, "money"))
    d.capped_by = d.dice.choice(["day", "24 h"])
    covers = " + ".join(names) if d.rounds_lines or len(names) == 1 else names[0]
    elapsed_blocks = [f"6 h of {of}", f"24 h of {of}", f"90 min of {of}"]
    calendar_blocks = [f"day of {of}", "week from Wednesday", "month", "day"]
    for _ in range(d.dice.choice([1, 2])):
        if not d.rounds_lines and d.closed:
            break
        name = d.name()
        d.write(f"limit {name}{label(d, name)}{when(d, 0.15)}")
        how = d.dice.choice(["at most", "at most", "at least"])
        blocks = d.dice.choice(calendar_blocks if d.capped_by == "day" else elapsed_blocks)
        d.write(f"{covers} {how} {d.literal('money')} in each {blocks}", 1)
        d.charges.append(name)
        d.declare(Known(name, "money", open=not d.rounds_lines))
    d.write()


def blocks_of_time(d: Draft) -> tuple[str, str] | None:
    """Blocks of something that does not last too long, and what its pieces are."""
    periods = [one.text for one in d.named("period") if one.bounded]
    if periods and d.chance(0.8):
        of = d.dice.choice(periods)
        day = d.dice.choice(["day", "day from 04:30", "day from 2:00"])
        week, month = d.dice.choice(["week", "week from Sunday"]), d.dice.choice(["month", "month from day 31"])
        return f"{d.dice.choice([day, day, week, month, elapsed(d), elapsed(d)])} of {of}", "period"
    lengths = d.named("duration")
    if not lengths:
        return None
    return f"{elapsed(d)} of (smallest of {d.dice.choice(lengths).text} and 50 h)", "duration"


def elapsed(d: Draft) -> str:
    return d.dice.choice(["24 h", "24 h", "6 h", "90 min", "(3 * 24 h)"])


def choice(d: Draft) -> None:
    """Plans, and the cheapest of them."""
    lines: dict[str, list[str]] = {}
    for number in range(d.dice.choice([2, 2, 3])):
        plan = d.name()
        d.write(f"plan {plan}{label(d, plan)}{when(d, 0.3 if number else 0.05)}")
        known, charges, full = d.known, d.charges, d.full
        d.known, d.charges, d.full = list(known), list(charges), list(full)
        for _ in range(d.dice.choice([1, 1, 2])):
            charge(d, 1)
            if d.chance(0.4):
                adjustment(d, 1)
        lines[plan] = [f"{plan}.{line}" for line in d.charges[len(charges) :]]
        d.known, d.charges, d.full = known, charges, full
        d.write()
    best = d.name()
    d.write(f"choose {best} cheapest of {', '.join(lines)}")
    d.write()
    for plan, own in lines.items():
        d.charges += [plan, *own]
        for line in (plan, *own):
            d.declare(Known(line, "money"))
    d.declare(Known(best, "choice", options=tuple(lines)))


def let_of_item(d: Draft) -> None:
    types = [one.type for one in d.known if measures.is_number(one.type)] or ["number"]
    type_ = d.dice.choice(types)
    name = d.name()
    term = value(d, type_, 2)
    d.write(f"let {name} = {term.text}", 1)
    d.declare(Known(name, type_))


def guarantee(d: Draft) -> None:
    if d.numbers:
        d.write('guarantee "more never costs less"')
        d.write(f"total {d.dice.choice(['does not fall', 'does not rise'])} when {d.dice.choice(d.numbers)} grows", 1)
