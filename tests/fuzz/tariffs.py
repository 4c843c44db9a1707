"""Random tariffs, so written that they compile."""

from __future__ import annotations

from random import Random

from tests.fuzz import measures
from tests.fuzz.bills import adjustment, capped, charge, choice, each, guarantee, result
from tests.fuzz.declarations import carry, inputs, let, table, values, windows
from tests.fuzz.draft import Draft
from tests.fuzz.examples import examples
from tests.fuzz.expressions import moments_of

ZONES = (
    "Europe/Warsaw", "Europe/Berlin", "America/New_York", "America/Toronto", "Australia/Lord_Howe", "Asia/Kolkata",
    "America/St_Johns", "UTC",
)  # fmt: skip


def random_tariff(dice: Random) -> str:
    """The text of a tariff."""
    clocks = dice.random() < 0.25
    d = Draft(
        dice,
        currency=dice.choice([*measures.CURRENCIES, "PLN", "EUR", "USD"]),
        zone=dice.choice(ZONES[:4] if clocks else ZONES),
        counted=dice.choice(["seat", "unit", "parcel", "größe_x"]),
        odd=dice.random() < 0.1,
        clocks=clocks,
    )
    body = Draft(dice, d.currency, d.zone, d.counted, d.odd, clocks)
    inputs(body)
    settings(d, body)
    if d.chance(0.15):
        d.write('# A comment above, with 5 km and "quotes"')
    d.write(f"unit {d.counted}, {d.counted}s")
    d.write()
    d.lines += body.lines
    d.known, d.lists, d.taken = list(body.known), body.lists, body.taken
    d.numbers = [one.text for one in body.known if measures.is_number(one.type)]
    timed = moments_of(d) or any(one.type == "moment" for fields in d.lists.values() for one in fields)
    if timed and d.chance(1 if clocks else 0.85):
        windows(d)
    if d.chance(0.5):
        values(d)
    for _ in range(d.dice.choice([0, 1, 1, 2])):
        table(d)
    for _ in range(d.dice.choice([0, 1, 2, 3])):
        let(d)
    if d.lists and d.chance(0.4):
        carry(d)
    d.write()
    bill(d)
    if d.chance(0.2):
        examples(d, body.known)
    return finished(d)


def settings(d: Draft, body: Draft) -> None:
    title = d.dice.choice(["city", "price", "tarif_ü", "t1"])
    d.write(f"tariff {title}" + d.dice.choice(["", ' "A label"']))
    found = [f"currency {d.currency}", f"time zone {d.zone}"]
    step = measures.CURRENCIES[d.currency]
    mode = d.dice.choice(measures.MODES)
    kind = d.dice.choice(["line"] * 7 + ["total", "nothing", "none"])
    d.rounds_lines = kind == "line"
    d.rounds_nothing = kind == "nothing"
    if kind == "line":
        found.append(f"round each line {mode} to {d.dice.choice([step, step, '0.05', '1', '0.0001'])} {d.currency}")
    elif kind == "total":
        found.append(f"round total {mode} to {step} {d.currency}")
    elif kind == "nothing":
        found.append("round nothing")
    if kind in ("line", "total") and d.chance(0.3):
        per = d.dice.choice(["", "", " per line", " once per rate", " once"])
        found.append(f"round tax{per} {d.dice.choice(measures.MODES)} to {step} {d.currency}")
    if kind == "line" and d.chance(0.15):
        found.append(f"round each item {d.dice.choice(measures.MODES)} to {d.dice.choice([step, '0.5'])} {d.currency}")
    sure = [one.text for one in body.known if one.sure and one.type in ("moment", "date")]
    periods = [one.text for one in body.known if one.sure and one.type == "period"]
    sure += [f"{word} of {text}" for text in periods for word in ("start", "end")]
    if sure and d.chance(0.6):
        d.priced_at = d.dice.choice(sure)
        found.append(f"priced at {d.priced_at}")
    if kind != "none" and d.chance(0.5):
        d.tax = d.dice.choice(["VAT", "GST"])
        side = d.dice.choice(["include", "exclude"])
        rate = f"{d.dice.choice(['23', '7', '5.2', '19', '0'])}%"
        if kind in ("line", "total") and d.priced_at and d.chance(0.3):
            found.append(f"prices {side} {d.tax} {rate} from 2019-01-01\n                     8% from 2025-01-01")
        else:
            found.append(f"prices {side} {d.tax} {rate}")
    if d.chance(0.3 if not d.clocks else 0.6):
        d.next_blocks = True
        found.append("full blocks start the next")
    if d.chance(0.5):
        found.append(f"month end: {d.dice.choice(['last day', 'first of next month', 'refuse'])}")
    d.dice.shuffle(found)
    for line in found:
        d.write(line, 1)
    d.write()


def bill(d: Draft) -> None:
    """Charges, adjustments and results, in some order."""
    for number in range(d.dice.randint(1, 4)):
        if (d.lists and d.chance(0.4)) or (any(one.bounded for one in d.known) and d.chance(0.3)):
            each(d)
        elif any(one.bounded for one in d.known) and d.chance(0.15):
            capped(d)
        else:
            charge(d)
            d.write()
        if d.rounds_lines and d.chance(0.12):
            choice(d)
        if number and d.chance(0.4):
            adjustment(d)
        if d.chance(0.1):
            let(d)
    for _ in range(d.dice.choice([0, 0, 1, 1, 2, 3])):
        adjustment(d)
    for _ in range(d.dice.choice([0, 1, 1, 2])):
        result(d)
    if d.chance(0.05):
        guarantee(d)


def finished(d: Draft) -> str:
    """The lines as a text, with comments here and there."""
    out = []
    for line in d.lines:
        if line and "\n" not in line and d.chance(0.03):
            line += "  # " + d.dice.choice(["a note", "see page 3", "|| bars", '"quoted"'])
        out.append(line)
        if line and d.chance(0.01):
            out.append("  # a comment of its own")
    return "\n".join(out) + d.dice.choice(["\n", "\n", "", "\n\n"])
