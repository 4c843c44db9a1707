"""Random inputs, windows, tables and values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from tests.fuzz import measures
from tests.fuzz.draft import OPTIONS, ROUNDED, Draft, Known
from tests.fuzz.expressions import WORDS, condition, option, step, value

HOLIDAYS = ("PL", "DE-BY", "US", "CA-ON", "DE")

# ---------------------------------------------------------------------------------------------- inputs


def inputs(d: Draft) -> None:
    d.write("inputs")
    kinds = ["choice", "truth", "text", "date", "moment", "period", "list", "number", "percent", "money", "rate"]
    kinds += ["period", "quantity", "quantity", "quantity", "seat", "choice", "whole", "list", "text"]
    for _ in range(d.dice.randint(3, 8)):
        kind = d.dice.choice(kinds)
        if kind == "list":
            list_input(d)
        else:
            d.known.extend(one_input(d, kind, d.name(), 1))
    if (d.clocks or d.chance(0.5)) and not any(one.type == "period" and one.sure for one in d.known):
        d.known.extend(one_input(d, "period", d.name(), 1, sure=d.clocks))
    for _ in range(d.dice.choice([0, 0, 0, 1, 2])):
        message = ' "This cannot be"' if d.chance(0.7) else ""
        often = f"({condition(d, 1).text}) or ({condition(d, 1).text})"
        d.write(f"require {often if d.chance(0.8) else condition(d, 2).text}{message}", 1)
    d.write()


def list_input(d: Draft) -> None:
    name = d.name()
    follows = d.chance(0.35)
    label = ' "Items"' if d.chance(0.1) else ""
    d.write(f"{name}  list up to {d.dice.choice([1, 3, 10, 500])}{', one after another' if follows else ''}{label}", 1)
    fields: list[Known] = []
    kinds = ["quantity", "quantity", "choice", "period", "moment", "number", "truth", "text", "money", "date", "rate"]
    wanted = d.dice.sample(kinds, d.dice.randint(1, 4))
    times = [kind for kind in wanted if kind in ("period", "moment", "date")]
    if d.chance(0.7):  # items with one time lie in blocks of time
        wanted = [kind for kind in wanted if kind not in times[1:]] if times else [*wanted, "moment"]
    if follows and "period" not in wanted:
        wanted.insert(0, "period")
    outer, d.known = d.known, []
    for kind in wanted:
        shared = [one.text for one in outer if one.text.isidentifier() and one.text not in {f.text for f in fields}]
        field = d.dice.choice(shared) if shared and d.chance(0.1) else d.name()
        made = one_input(d, kind, field, 2, sure=follows and kind == "period")
        fields.extend(made)
        d.known.extend(made)
    d.known = outer
    d.lists[name] = fields


def one_input(d: Draft, kind: str, name: str, indent: int, sure: bool = False) -> list[Known]:
    """Writes an input (or a field) and tells how it can be named."""
    optional = not sure and d.chance(0.15)
    notes: list[str] = []
    known: list[Known]
    match kind:
        case "choice":
            options = tuple(d.dice.sample(OPTIONS, d.dice.randint(1, 4)))
            words = f"one of {', '.join(map(option, options))}"
            if d.chance(0.25) and not optional:
                notes.append(f"= {option(d.dice.choice(options))}")
            known = [Known(name, "choice", not optional, options=options)]
        case "truth" | "text" | "date" | "moment" | "period":
            words = {"truth": "yes/no"}.get(kind, kind)
            words += bounds_in_time(d, kind) if not optional or d.chance(0.5) else ""
            if kind in ("truth", "text") and not optional and d.chance(0.15):
                notes.append(d.dice.choice(["= yes", "= no"]) if kind == "truth" else f'= "{d.dice.choice(WORDS)}"')
            known = [Known(name, kind, not optional, bounded=kind == "period" and " up to" in words)]
        case _:
            words, positive, default = numeric(d, kind)
            if default and not optional:
                notes.append(default)
            known = [Known(name, numeric_type(words, d), not optional, positive=positive)]
    if optional:
        notes.append("may be missing")
    if d.chance(0.15):
        notes.append('"A label"')
    d.dice.shuffle(notes)
    d.write(" ".join([f"{name}  {words}", *notes]).rstrip(), indent)
    return known


def bounds_in_time(d: Draft, kind: str) -> str:
    if d.chance(0.5):
        return ""
    first = measures.day(d.dice)
    last = first + timedelta(days=d.dice.choice([0, 1, 30, 400, 4000]))
    match kind:
        case "date":
            forms = [f"{first} to {last}", f"from {first}", f"up to {last}", f"from {first} up to {last}"]
            return f" {d.dice.choice(forms)}"
        case "moment":
            return d.dice.choice([f" from {first} 10:00", f" {first} 10:00 to {last} 12:30", f" under {last} 12:00Z"])
        case "period":
            lengths = ["30 days", "1 day", "7 days", "48 h", "90 min", "1 month", "2 weeks", "24 h"]
            return f" up to {d.dice.choice(lengths)}"
        case _:
            return ""


def numeric_type(words: str, d: Draft) -> str:
    """The type of a numeric input by the word it was declared with."""
    word = words.split()[0]
    if word == "whole" or word == "number":
        return "number"
    if word in ("money", d.currency):
        return "money"
    if word == "percent" or word in measures.UNITS:
        return word
    if "/" in word:
        unit = word.split("/")[1]
        return "money/" + next((type_ for type_, units in measures.UNITS.items() if unit in units), "seat")
    return "seat"


def numeric(d: Draft, kind: str) -> tuple[str, bool, str]:
    """The type with its bounds, whether it is more than zero, and perhaps a default."""
    match kind:
        case "number":
            word, unit, steps = "number", "", d.dice.choice(["0.1", "0.01", "1", "0.25", "0.000001"])
        case "whole":
            word, unit, steps = "whole number", "", ""
        case "percent":
            word, unit, steps = "percent", "%", d.dice.choice(["0.1%", "1%", "0.01%"])
        case "money":
            word, unit, steps = d.dice.choice(["money", d.currency]), f" {d.currency}", ""
            if d.chance(0.2):
                steps = d.dice.choice(["1", "0.1", "0.001"]) + unit
        case "seat":
            plural = f"{d.counted}s"
            word, unit, steps = plural, f" {plural}", d.dice.choice(["", "", f"0.5 {plural}"])
        case "rate":
            type_ = d.dice.choice([*measures.UNITS, "seat"])
            path = f"{d.currency}/{measures.singular(measures.units_of(type_, d.counted)[0], d.counted)}"
            word, unit, steps = path, f" {path}", f"{d.dice.choice(['0.01', '0.0001', '1'])} {path}"
        case _:
            type_ = d.dice.choice(sorted(measures.UNITS))
            word, unit = type_, f" {measures.UNITS[type_][0]}"
            steps = "" if d.chance(0.7) else d.dice.choice(measures.STEPS[type_])
    low, high = d.dice.choice(["0", "1", "5"]), d.dice.choice(["10", "100", "1000", "60"])
    form = d.dice.choice(["", "up to", "up to", "both", "to", "from", "above", "under", "other", "negative"])
    if kind == "whole" and d.chance(0.5):
        form, low = "both", "1"
    bound = {
        "up to": f" up to {high}{unit}",
        "both": f" from {low}{unit} up to {high}{unit}",
        "to": f" {low}{unit} to {high}{unit}",
        "from": f" from {low}{unit}",
        "above": f" above {low}{unit}",
        "under": f" from 0{unit} under {high}{unit}",
        "negative": f" from -{high}{unit} up to {high}{unit}",
    }.get(form, "")
    positive = (form in ("both", "to", "from") and low != "0") or form == "above"
    if form == "other" or (not d.lists and d.known and d.chance(0.1)):
        bound = bound_by_another(d, word)
    default = f"= {high}{unit}" if form in ("", "up to", "both", "to", "from") and d.chance(0.3) else ""
    return f"{word}{bound}{f' in steps of {steps}' if steps else ''}", positive, default


def bound_by_another(d: Draft, word: str) -> str:
    """A bound that names an earlier input."""
    type_ = numeric_type(word, d)
    earlier = [one.text for one in d.named(type_) if one.sure]
    if type_ == "duration":
        earlier += [f"length of {one.text}" for one in d.named("period") if one.sure]
    if not earlier:
        return ""
    return f" {d.dice.choice(['up to', 'from', 'under'])} {d.dice.choice(earlier)}"


# --------------------------------------------------------------------------------------------- windows


def windows(d: Draft) -> None:
    d.write("windows")
    for _ in range(d.dice.choice([1, 1, 2, 3])):
        name = d.name()
        lines = [window_line(d) for _ in range(d.dice.choice([1, 1, 1, 2, 3]))]
        if d.windows and d.chance(0.4):
            lines[0] = d.dice.choice([
                f"{d.windows[-1]} and {lines[0]}", f"not {d.windows[-1]}", f"{d.windows[0]} or ({lines[0]})",
                f"({d.windows[-1]} or {d.windows[0]}) and not ({lines[0]})",
            ])  # fmt: skip
        d.windows.append(name)
        d.write(f"{name}  {lines[0]}", 1)
        for line in lines[1:]:
            d.write(line, 3)
    d.write()


def window_line(d: Draft) -> str:
    """Days with times, in every form; often with an edge in an hour that clocks leave out or show twice."""
    dice = d.dice
    start, end = dice.choice([
        ("22:00", "06:00"), ("08:00", "18:00"), ("02:00", "03:00"), ("02:30", "02:31"), ("02:15", "03:00"),
        ("01:30", "02:30"), ("23:59", "00:01"), ("03:00", "02:00"), ("00:00", "01:00"), ("7:05", "19:40"),
        ("00:00", "24:00"), ("01:45", "02:10"), ("01:00", "02:45"), ("02:20", "14:00"),
    ])  # fmt: skip
    times = f"{start} to {end}"
    days = dice.choice([
        "Monday to Friday", "Saturday, Sunday", "Friday", "Friday to Monday", "Sunday", "Monday, Wednesday to Thursday",
    ])  # fmt: skip
    dates = dice.choice([
        "1 November to 30 April", "29 February", "December to February", "July", "24 December to 26 December",
        "2026-03-27 to 2026-03-31", "2026-12-24", "2024-02-29 to 2026-10-25", "15 October to 2 April",
    ])  # fmt: skip
    free = f"public holidays of {dice.choice(HOLIDAYS)}"
    changed = ["", " plus 2026-12-24", " except 2026-01-06", " plus 2026-12-24, 2026-12-31 except 2026-12-25"]
    free += dice.choice(changed)
    if dice.random() < (0.8 if d.clocks else 0.4):
        return dice.choice([f"every day {times}", times, f"Saturday, Sunday {times}"])
    return dice.choice([
        f"{days} {times}", days, f"{dates} {times}", dates, f"{dates} {days} {times}", free, free, f"{free} {times}",
        "Friday 12:00 to Monday 07:00", "Sunday 02:00 to Sunday 03:30", f"{dates} {days}", "every day",
    ])  # fmt: skip


# ---------------------------------------------------------------------------------------------- tables


def table(d: Draft) -> None:
    name = d.name()
    among = headings(d)
    heads = d.dice.sample(among, min(d.dice.choice([1, 1, 2, 2, 3]), len(among)))
    texts = [one for one in among if one.type == "text" and one not in heads]
    if texts and d.chance(0.5):
        heads[:1] = texts[:1]
    if not heads:
        d.taken.discard(name)
        return
    results = [Column(d, number) for number in range(d.dice.randint(1, 3))]
    first = d.chance(0.3)
    rows = random_rows(d, heads) if first else parted_rows(d, heads)[:30]
    otherwise = first or any(not complete(head) for head in heads) or len(rows) == 30 or d.chance(0.15)
    if otherwise and len(rows) > 1 and not first:
        rows.pop(d.dice.randrange(len(rows)))
    policy = " first row that fits" if first else ""
    if first and d.chance(0.4) and all(measures.is_number(one.type) for one in results):
        policy = f" every row that fits, {d.dice.choice(['added up', 'smallest', 'largest'])}"
    d.write(f"table {name}{policy}")
    d.write(f"| {' | '.join(head.text for head in heads)} || {' | '.join(one.heading for one in results)} |", 1)
    for cells in rows:
        d.write(f"| {' | '.join(cells)} || {' | '.join(one.cell() for one in results)} |", 1)
    if otherwise:
        rest = [" "] * (len(heads) - 1) if d.chance(0.8) else []
        d.write(f"| {' | '.join(['otherwise', *rest])} || {' | '.join(one.cell() for one in results)} |", 1)
    d.write()
    d.known.extend(one.known(name) for one in results)


def headings(d: Draft) -> list[Known]:
    """What a table can ask about."""
    careless = d.chance(0.1)
    found = [one for one in d.known if one.sure or careless]
    periods = [one for one in found if one.type == "period"]
    ends = [Known(f"{word} of {one.text}", "moment", one.sure) for one in periods for word in ("start", "end")]
    lengths = [Known(f"length of {one.text}", "duration") for one in periods]
    return [one for one in [*found, *ends, *lengths] if one.type != "period" and not one.open and "/" not in one.type]


def complete(head: Known) -> bool:
    """Whether the parts of a heading are all that it can be."""
    return head.type != "text"


def parted_rows(d: Draft, heads: Sequence[Known]) -> list[tuple[str, ...]]:
    """Rows of which exactly one fits: each part of the first heading is divided by the others anew."""
    if not heads:
        return [()]
    if d.chance(0.2):
        return [("any", *rest) for rest in parted_rows(d, heads[1:])]
    return [(cell, *rest) for cell in parts(d, heads[0]) for rest in parted_rows(d, heads[1:])]


def random_rows(d: Draft, heads: Sequence[Known]) -> list[tuple[str, ...]]:
    """Rows that may fit together, or never."""
    return [
        tuple("any" if d.chance(0.25) else d.dice.choice(parts(d, head)) for head in heads)
        for _ in range(d.dice.randint(1, 5))
    ]


def parts(d: Draft, head: Known) -> list[str]:
    """Cells of which exactly one fits (of a text: at most one)."""
    match head.type:
        case "choice":
            options = list(head.options)
            d.dice.shuffle(options)
            cut = d.dice.randint(0, len(options))
            first, second = (", ".join(map(option, part)) for part in (options[:cut], options[cut:]))
            if first and second and d.chance(0.3):
                return [first, f"not {first}" if cut == 1 else f"not ({first})"]
            return [cell for cell in (first, second) if cell]
        case "truth":
            return d.dice.choice([["yes", "no"], ["no", "not no"], ["any"]])
        case "text":
            return d.dice.choice([
                ["starts with 48", "starts with 485", "starts with 4"], ["starts with 48", 'starts with "49", "x"'],
                ['"abc"', '"x y", "ab"'], ["starts with 48, 49"], ["starts with 4, 48, 485"],
            ])  # fmt: skip
        case "moment" if d.windows and d.chance(0.5):
            window = d.dice.choice(d.windows)
            return [f"in {window}", f"not in {window}"]
        case "moment" if d.chance(0.5):
            return ranges(d, sorted({measures.moment(d.dice) for _ in range(1)}))
        case "moment" | "date":
            return ranges(d, [str(day) for day in sorted({measures.day(d.dice) for _ in range(d.dice.randint(1, 3))})])
        case type_:
            unit = measures.unit_text(d.literal(type_))
            return ranges(d, [one + unit for one in measures.ascending(d.dice, d.dice.randint(1, 3))])


def ranges(d: Draft, cuts: Sequence[str]) -> list[str]:
    """Ranges between the cuts, written in every way."""
    found = []
    reached = d.chance(0.5)  # whether the range before has the cut itself
    found.append(f"{d.dice.choice(['up to', 'at most']) if reached else 'under'} {cuts[0]}")
    for low, high in pairwise(cuts):
        through = d.chance(0.5)
        if reached:
            found.append(f"above {low} {'up to' if through else 'under'} {high}")
        elif d.chance(0.5):
            found.append(f"{low} to {high}" if through else f"{low} to under {high}")
        else:
            found.append(f"from {low} {'up to' if through else 'under'} {high}")
        reached = through
    found.append(f"above {cuts[-1]}" if reached else f"{d.dice.choice(['from', 'at least'])} {cuts[-1]}")
    if len(found) > 2 and d.chance(0.2):
        first, *between, last = found
        return [f"{first} or {last}", *between]
    if d.chance(0.1):
        return [found[0], f"not {found[0]}"]
    return found


class Column:
    """A column of results: its heading and what its cells hold."""

    def __init__(self, d: Draft, number: int) -> None:
        self.draft = d
        self.heading = f"{d.dice.choice(['col', 'price', 'from', 'größe'])}{number}"
        quantities = [one.type for one in d.known if measures.is_quantity(one.type)] or ["duration"]
        rate = f"money/{d.dice.choice(quantities)}"
        self.type = d.dice.choice(["money", "money", "percent", "number", "choice", rate, *quantities])
        self.words: list[str] = []
        self.cells = 0

    def cell(self) -> str:
        d = self.draft
        if self.type == "choice":
            self.words.append(d.dice.choice(["green", "amber", "red", "no_1"]))
            return self.words[-1]
        self.cells += 1
        if self.cells > 1 and d.chance(0.06):
            return "free" if self.type == "money" and d.chance(0.5) else "no price"
        return d.literal(self.type) if d.chance(0.75) else value(d, self.type, 1).at(ROUNDED)

    def known(self, table: str) -> Known:
        options = tuple(dict.fromkeys(self.words))
        return Known(f"{table}.{self.heading}", self.type, options=options)


# ---------------------------------------------------------------------------------- values and lets


def values(d: Draft) -> None:
    """Named constants, some of which change on dates."""
    d.write("values")
    made: list[Known] = []
    for _ in range(d.dice.randint(1, 4)):
        name = d.name()
        quantities = [one.type for one in d.known if measures.is_quantity(one.type)] or ["duration"]
        type_ = d.dice.choice(["money", "percent", "number", f"money/{d.dice.choice(quantities)}", *quantities])
        if d.priced_at and d.chance(0.5):
            days = sorted({measures.day(d.dice) for _ in range(d.dice.randint(1, 3))})
            if d.chance(0.7):
                days[0] = measures.LEAST_DAY
            first, *rest = [f"{d.literal(type_)} from {one}" for one in days]
            d.write(f"{name} = {first}", 1)
            for line in rest:
                d.write(line, 4)
        else:
            text = d.literal(type_)
            if made and d.chance(0.2):
                other = d.dice.choice(made)
                text = f"{other.text} * {d.literal('number')}"
                type_ = "number" if other.type == "percent" else other.type
            d.write(f"{name} = {text}", 1)
        made.append(Known(name, type_))
    d.write()
    d.known.extend(made)


def carry(d: Draft) -> None:
    """A value that runs over a list."""
    name, over = d.name(), d.dice.choice(sorted(d.lists))
    own = [one.type for one in d.lists[over] if measures.is_number(one.type)]
    type_ = d.dice.choice([*own, *own, "number", "money"])
    d.write(f"carry {name} from {d.literal(type_)} over {over}")
    with d.aggregating(over):
        d.known = [*d.known, *([Known(name, type_)] * 3)]
        cases = [f"({value(d, type_, 2).at(ROUNDED)}) rounded {mode(d)} to {step(d, type_)}" for _ in range(2)]
        if d.chance(0.4):
            d.write(f"next {cases[0]} when {condition(d, 1).text} otherwise {cases[1]}", 1)
        else:
            d.write(f"next {cases[0]}", 1)
    d.write()
    d.declare(Known(name, type_))


def mode(d: Draft) -> str:
    return d.dice.choice(measures.MODES)


def let(d: Draft, indent: int = 0) -> None:
    """A named expression; it may stay an open quotient."""
    types = [one.type for one in d.known if measures.is_number(one.type)]
    type_ = d.dice.choice([*types, "money", "number", "duration"])
    name = d.name()
    if d.chance(0.12):
        d.write(f"let {name} = {condition(d, 1).text}", indent)
        d.declare(Known(name, "truth"))
        return
    if d.chance(0.2):
        d.write(f"let {name} =", indent)
        for _ in range(d.dice.randint(1, 3)):
            d.write(f"{value(d, type_, 1).at(ROUNDED)} when {condition(d, 1).text}", indent + 1)
        if d.chance(0.9):
            d.write(f"otherwise {value(d, type_, 1).at(ROUNDED)}", indent + 1)
        d.declare(Known(name, type_))
        return
    term = value(d, type_, 3, plain=False)
    d.write(f"let {name} = {term.text}", indent)
    d.declare(Known(name, type_, open=term.open))
