"""Random charges whose price rows cut what is measured."""

from __future__ import annotations

from tests.fuzz import measures
from tests.fuzz.draft import Draft
from tests.fuzz.expressions import comparison, single_condition, step


def can_cut(d: Draft) -> bool:
    """Whether something has a place in time that rows can cut."""
    return d.item is None and (bool(periods_of(d)) or any(period_of(d, name) for name in d.lists))


def periods_of(d: Draft) -> list[str]:
    return [one.text for one in d.known if one.type == "period" and one.sure]


def period_of(d: Draft, name: str) -> str | None:
    """The one period field of a list."""
    periods = [one.text for one in d.lists[name] if one.type == "period" and one.sure]
    return periods[0] if len(periods) == 1 else None


def cut_charge(d: Draft, indent: int) -> None:
    """The lines of a charge that measures a period, or the items of a list, and prices them by rows."""
    lists = [name for name in sorted(d.lists) if period_of(d, name)]
    periods = periods_of(d)
    if lists and (not periods or d.chance(0.5)):
        of_items(d, d.dice.choice(lists), indent)
    else:
        period = d.dice.choice(periods)
        window = f" during {d.dice.choice(d.windows)}" if d.windows and d.chance(0.2) else ""
        d.write(f"quantity {period}{window}{clauses(d, 'duration')}", indent)
        rows(d, "duration", period, indent)
    if d.chance(0.15):
        d.write(f"exact when {comparison(d, 0)}", indent)


def of_items(d: Draft, name: str, indent: int) -> None:
    period = period_of(d, name)
    assert period is not None
    amounts = [one for one in d.lists[name] if measures.is_quantity(one.type) and one.sure]
    with d.aggregating(name):
        where = f" where {single_condition(d, 0)}" if d.chance(0.3) else ""
        if amounts and d.chance(0.4):
            amount = d.dice.choice(amounts)
            d.write(f"quantity sum of {amount.text} over {name}{where}, counted at its start", indent)
            rows(d, amount.type, period, indent, f"{amount.text} so far")
        else:
            d.write(f"quantity sum of length of {period} over {name}{where}{clauses(d, 'duration')}", indent)
            rows(d, "duration", period, indent)


def clauses(d: Draft, type_: str) -> str:
    """What is free or rounded of the whole quantity, before the rows see it."""
    found = ""
    if d.chance(0.2):
        found += f", {d.dice.choice(['first {} free', 'last {} free', 'free up to {}'])}".format(step(d, type_))
    if d.chance(0.2):
        found += f", {d.dice.choice(['per started', 'per full'])} {step(d, type_)}"
    if not d.next_blocks and d.chance(0.25):
        found += ", each block by its start"
    return found


def rows(d: Draft, type_: str, period: str, indent: int, so_far: str | None = None) -> None:
    d.write("price", indent)
    for _ in range(d.dice.randint(1, 3)):
        tests = [one_condition(d, type_, period, so_far) for _ in range(d.dice.choice([1, 1, 2]))]
        d.write(f"{' and '.join(tests)}  {price_of(d, type_)}", indent + 1)
    if d.chance(0.85):
        d.write(f"otherwise  {price_of(d, type_)}", indent + 1)


def one_condition(d: Draft, type_: str, period: str, so_far: str | None) -> str:
    kinds = ["since", "so far", "other", *(["window"] * 3 if d.windows else [])]
    bound = d.dice.choice(["up to {}", "above {}", "from {}", "under {}"])
    match d.dice.choice(kinds):
        case "window":
            return f"{period} {d.dice.choice(['in', 'in', 'not in'])} {d.dice.choice(d.windows)}"
        case "since":
            edge = d.dice.choice(["start of", "start of", "end of"])
            return f"time since {edge} {period} {bound.format(hours(d))}"
        case "so far" if so_far is None:
            return f"{period} so far {bound.format(hours(d))}"
        case "so far":
            return f"{so_far} {bound.format(step(d, type_))}"
        case _:
            return comparison(d, 0, row=True)


def hours(d: Draft) -> str:
    return d.dice.choice(["1 h", "30 min", "10 min", "1 s", "3 h", "26 h"])


def price_of(d: Draft, type_: str) -> str:
    match d.dice.choice(["rate", "rate", "blocks", "blocks", "money", "free"]):
        case "free":
            return "free"
        case "money":
            return f"{d.literal('money')} + {d.literal(f'money/{type_}')}"
        case "blocks" if d.chance(0.5):
            return f"{d.literal('money')} per {d.dice.choice(['started', 'full'])} {step(d, type_)}"
        case "blocks":
            return f"{d.literal(f'money/{type_}')}, per {d.dice.choice(['started', 'full'])} {step(d, type_)}"
        case _:
            limit = f", at most {d.literal('money')}" if d.chance(0.2) else ""
            return d.literal(f"money/{type_}") + limit
