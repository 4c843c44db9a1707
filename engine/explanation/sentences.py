"""One plain sentence for each line of a quote."""

from __future__ import annotations

from collections.abc import Sequence

from engine.declarations import Origin
from engine.explanation.explained import ComparedPlan, ExplainedLine, ExplainedPart, Step

MOST_PARTS = 6
"""More prices than this are counted, not listed, in a sentence."""
MOST_ITEMS = 3
"""More items than this are counted, not listed."""


def charged_sentence(line: ExplainedLine, currency: str) -> str:
    """`Driving time: 12 min 20 s measured, 13 min billed at 0.59 PLN/min = 7.67 PLN (line 41)`."""
    exact, amount = f"{line.exact} {currency}", f"{line.amount} {currency}"
    if len(line.steps) == 1:
        told = _step(line.steps[0], exact)
    elif line.steps and len(line.steps) <= MOST_ITEMS:
        told = (
            "; ".join(f"item {step.item}{_covered(step)}: {_step(step, None)}" for step in line.steps)
            + f"; in all {exact}"
        )
    else:
        told = f"{len(line.steps)} items, in all {exact}" if line.steps else f"no items, {exact}"
    if line.exact != line.amount:
        told += f", rounded to {amount}"
    return f"{_titled(line)}: {told}{_place(line.origin)}"


def _titled(line: ExplainedLine) -> str:
    """`Monthly fee`, `Monthly fee (9 of 30 days)`."""
    label = line.label or line.name
    return label + _covered(line.steps[0]) if len(line.steps) == 1 else label


def _covered(step: Step) -> str:
    return f" ({'; '.join(step.covered)})" if step.covered else ""


def _step(step: Step, exact: str | None) -> str:
    """What was measured and billed at which prices; `exact` is the sum they must come to, where it is known."""
    said = []
    if step.measured is not None and step.measured != step.billed:
        said.append(f"{step.measured} measured")
    parts = [part for part in step.parts if not part.is_empty]
    if step.parts and not parts:
        what = said[0] if said else step.billed or step.parts[0].quantity
        told = f"{what}, nothing billed" if what else "nothing billed"
        return told if exact is None or _is_zero(exact) else f"{told}; in all {exact}"
    if parts and all(part.bound for part in parts[1:]) and parts[0].quantity in (None, step.billed):
        said += [_part(parts[0], " billed" if said else ""), *map(_part, parts[1:])]
        told = ", ".join(said)
    else:
        if step.billed is not None:
            said.append(f"{step.billed} billed" if said else step.billed)
        listed = _listed(parts) if len(parts) <= MOST_PARTS else f"{len(parts)} prices"
        told = ", ".join(said) + (": " if said and listed else "") + listed
    if exact is None or _comes_to(parts, exact):
        return told
    return f"{told}; in all {exact}" if told else exact


def _listed(parts: Sequence[ExplainedPart]) -> str:
    """The parts one after the other, each bound behind what it bounds."""
    told = ""
    for part in parts:
        told += (", " if part.bound else "; ") * bool(told) + _part(part)
    return told


def _comes_to(parts: Sequence[ExplainedPart], exact: str) -> bool:
    """Whether the only price that is not free, or its bound, has this amount, so that a sum would say it again."""
    paid = [part.price if part.bound else part.amount for part in parts if not part.is_free]
    if len(parts) > 1 and all(part.bound for part in parts[1:]):
        paid = paid[-1:]
    return paid == [exact] if paid else bool(parts) and _is_zero(exact)


def _part(part: ExplainedPart, billed: str = "") -> str:
    """`13 min at 0.59 PLN/min = 7.67 PLN`, `5 km free`, `10% of 12.39 PLN = 1.239 PLN`."""
    if part.bound:
        return f"{part.bound} {part.price}"
    if part.quantity is None:
        return part.price if part.price == part.amount else f"{part.price} = {part.amount}"
    if part.is_free:
        return f"{part.quantity}{billed} free"
    if part.is_share:
        return f"{part.price} of {part.quantity} = {part.amount}"
    return f"{part.quantity}{billed} at {part.price} = {part.amount}"


def adjusted_sentence(line: ExplainedLine, currency: str, within: str = "") -> str:
    """`Daily maximum: Driving time + Stopover came to 145.20 PLN, at most 129.00 PLN: -16.20 PLN (line 60)`."""
    amount, exact = f"{line.amount} {currency}", f"{line.exact} {currency}"
    parts = [part for step in line.steps for part in step.parts if not part.is_empty]
    covered = " + ".join(line.covers)
    told = []
    if line.before is not None and not any(part.quantity == f"{line.before} {currency}" for part in parts):
        told.append(f"{covered} came to {line.before} {currency}" if covered else f"{line.before} {currency}")
    elif covered:
        told.append(f"on {covered}")
    acted = not _is_zero(amount)
    if line.bound is not None and line.direction is not None:
        told.append(f"{line.direction} {line.bound} {currency}" + (f" {within}" if within else ""))
    listed = [_part(part) for part in parts] if len(parts) <= MOST_PARTS else [f"{len(parts)} prices"]
    told += listed
    sentence = ", ".join(told)
    if line.bound is not None and not acted:
        sentence += ": nothing changes"
    elif len(listed) != 1 or not listed[0].endswith(exact):
        sentence += f": {exact}" if sentence else exact
    if line.exact != line.amount:
        sentence += f", rounded to {amount}"
    return f"{_titled(line)}: {sentence}{_place(line.origin)}"


def chosen_sentence(chosen: str, plans: Sequence[ComparedPlan], currency: str, origin: Origin | None) -> str:
    """`Shortie is the cheapest: Quickie 47.40 EUR, Shortie 30.90 EUR, Roadie is not open (line 40)`."""
    said = [
        f"{plan.label} is not open" if plan.amount is None else f"{plan.label} {plan.amount} {currency}"
        for plan in plans
    ]
    label = next(plan.label for plan in plans if plan.name == chosen)
    return f"{label} is the cheapest: {', '.join(said)}{_place(origin)}"


def other_plan_sentence(label: str, plan: str, is_open: bool, condition: str | None, origin: Origin | None) -> str:
    """`Distance: left out, Quickie is not the cheapest (line 22)`, `…, Shortie needs that used is up to 6 h`."""
    reason = f"{plan} is not the cheapest"
    if not is_open:
        reason = f"{plan} needs that {condition}" if condition else f"{plan} is not open"
    return f"{label}: left out, {reason}{_place(origin)}"


def left_out_sentence(label: str, condition: str | None, origin: Origin | None) -> str:
    """`Student discount: left out, it needs that segment is student (line 70)`."""
    reason = f"it needs that {condition}" if condition else "its condition does not hold"
    return f"{label}: left out, {reason}{_place(origin)}"


def _is_zero(amount: str) -> bool:
    """Whether an amount with its currency is nothing."""
    return not amount.split(" ")[0].strip("0.")


def _place(origin: Origin | None) -> str:
    return "" if origin is None else f" ({origin.words})"
