"""Random examples: rows of inputs, with lists below them, that check nothing or the total."""

from __future__ import annotations

from datetime import timedelta

from tests.fuzz import measures
from tests.fuzz.draft import Draft, Known
from tests.fuzz.expressions import WORDS, option


def examples(d: Draft, inputs: list[Known]) -> None:
    """A table of examples for some of the inputs; what a row leaves out has its default, or is wrong."""
    columns = [one for one in inputs if d.chance(0.8)]
    d.write("examples")
    answers = d.dice.sample(["total", *d.full], d.dice.randint(1, min(2, 1 + len(d.full))))
    heads = ["claim", *(one.text for one in columns)]
    d.write(f"| {' | '.join(heads)} || {' | '.join(answers)} |", 1)
    for number in range(d.dice.randint(1, 3)):
        claim = d.dice.choice(["a claim", f"ride no. {number}, 5 km", "what it costs", "x"])
        cells = [claim, *(cell(d, one) for one in columns)]
        expected = ["" if d.chance(0.7) else d.literal("money") for _ in answers]
        d.write(f"| {' | '.join(cells)} || {' | '.join(expected)} |", 1)
        for name, fields in d.lists.items():
            if d.chance(0.5):
                items(d, name, fields)
    d.write()


def items(d: Draft, name: str, fields: list[Known]) -> None:
    """The items of a list, below a row."""
    d.write(name, 2)
    d.write(f"| {' | '.join(one.text for one in fields)} |", 3)
    for _ in range(d.dice.choice([0, 1, 2])):
        d.write(f"| {' | '.join(cell(d, one) for one in fields)} |", 3)


def cell(d: Draft, one: Known) -> str:
    if d.chance(0.1):
        return d.dice.choice(["", "missing"])
    match one.type:
        case "choice":
            return option(d.dice.choice(one.options))
        case "truth":
            return d.dice.choice(["yes", "no"])
        case "text":
            return f'"{d.dice.choice(WORDS)}"'
        case "date":
            return str(measures.day(d.dice))
        case "moment":
            return measures.moment(d.dice)
        case "period":
            return period(d)
        case type_:
            return d.literal(type_)


def period(d: Draft) -> str:
    first = measures.day(d.dice)
    last = first + timedelta(days=d.dice.choice([0, 0, 1, 3]))
    if d.chance(0.3):
        return f"{first} to {last}"
    return f"{first} 10:15 to {last} {d.dice.choice(['10:16', '12:30:30', '20:00'])}"
