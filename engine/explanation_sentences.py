"""One plain sentence for each line of a quote."""

from __future__ import annotations

from engine.declarations import Origin
from engine.explained import ExplainedLine, ExplainedPart, Step

MOST_PARTS = 6
"""More prices than this are counted, not listed, in a sentence."""


def charged_sentence(line: ExplainedLine, currency: str) -> str:
    """`Driving time: 12 min 20 s measured, 13 min billed at 0.59 PLN/min = 7.67 PLN (line 41)`."""
    exact, amount = f"{line.exact} {currency}", f"{line.amount} {currency}"
    if len(line.steps) == 1 and line.steps[0].item is None:
        told = _step(line.steps[0], exact)
    else:
        count = len(line.steps)
        told = f"{count} {'item' if count == 1 else 'items'} = {exact}"
    if line.exact != line.amount:
        told += f", rounded to {amount}"
    return f"{line.label or line.name}: {told}{_place(line.origin)}"


def _step(step: Step, exact: str) -> str:
    said = []
    if step.measured is not None and step.measured != step.billed:
        said.append(f"{step.measured} measured")
    parts = [part for part in step.parts if not part.is_empty] or list(step.parts[:1])
    if len(parts) == 1 and parts[0].quantity in (None, step.billed):
        said.append(_part(parts[0], " billed" if said else ""))
        told = ", ".join(said)
        return told if parts[0].amount == exact or parts[0].is_free else f"{told}, in all {exact}"
    if step.billed is not None:
        said.append(f"{step.billed} billed" if said else step.billed)
    listed = [_part(part) for part in parts] if len(parts) <= MOST_PARTS else [f"{len(parts)} prices"]
    told = ", ".join(said) + (": " if said and listed else "") + "; ".join(listed)
    if not told:
        return exact
    paid = [part for part in parts if not part.is_free]
    if len(paid) == 1 and paid[0].amount == exact and len(parts) <= MOST_PARTS:
        return told
    return f"{told}; in all {exact}" if parts else f"{told} = {exact}"


def _part(part: ExplainedPart, billed: str = "") -> str:
    """`13 min at 0.59 PLN/min = 7.67 PLN`, `5 km free`, `10% of 12.39 PLN = 1.239 PLN`."""
    if part.quantity is None:
        return part.price if part.price == part.amount else f"{part.price} = {part.amount}"
    if part.is_free:
        return f"{part.quantity}{billed} free"
    if part.is_share:
        return f"{part.price} of {part.quantity} = {part.amount}"
    return f"{part.quantity}{billed} at {part.price} = {part.amount}"


def adjusted_sentence(line: ExplainedLine, currency: str) -> str:
    """`Daily maximum: Driving time + Stopover came to 145.20 PLN, at most 129.00 PLN: -16.20 PLN (line 60)`."""
    amount, exact = f"{line.amount} {currency}", f"{line.exact} {currency}"
    parts = [part for step in line.steps for part in step.parts if not part.is_empty]
    covered = " + ".join(line.covers)
    told = []
    if line.before is not None and not any(part.quantity == f"{line.before} {currency}" for part in parts):
        told.append(f"{covered} came to {line.before} {currency}" if covered else f"{line.before} {currency}")
    elif covered:
        told.append(f"on {covered}")
    acted = line.amount.strip("-0.") != ""
    if line.bound is not None and acted:
        told.append(f"at {'most' if line.amount.startswith('-') else 'least'} {line.bound} {currency}")
    elif line.bound is not None:
        told.append(f"within {line.bound} {currency}")
    listed = [_part(part) for part in parts] if len(parts) <= MOST_PARTS else [f"{len(parts)} prices"]
    told += listed
    sentence = ", ".join(told)
    if line.bound is not None and not acted:
        sentence += ": nothing changes"
    elif len(listed) != 1 or not listed[0].endswith(exact):
        sentence += f": {exact}" if sentence else exact
    if line.exact != line.amount:
        sentence += f", rounded to {amount}"
    return f"{line.label or line.name}: {sentence}{_place(line.origin)}"


def left_out_sentence(label: str, condition: str | None, origin: Origin | None) -> str:
    """`Student discount: left out, it needs that segment is student (line 70)`."""
    reason = f"it needs that {condition}" if condition else "its condition does not hold"
    return f"{label}: left out, {reason}{_place(origin)}"


def _place(origin: Origin | None) -> str:
    return "" if origin is None else f" (line {origin.line})"
