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
    parts = step.parts
    said = []
    if step.measured is not None and step.measured != step.billed:
        said.append(f"{step.measured} measured")
    if len(parts) == 1 and parts[0].quantity in (None, step.billed):
        said.append(_single(parts[0], step, bool(said)))
        told = ", ".join(said)
        return told if parts[0].amount == exact or parts[0].is_free else f"{told}, together {exact}"
    if step.billed is not None:
        said.append(f"{step.billed} billed" if said else step.billed)
    listed = [_part(part) for part in parts] if len(parts) <= MOST_PARTS else [f"{len(parts)} prices"]
    told = ", ".join(said) + (": " if said and listed else "") + "; ".join(listed)
    return f"{told} = {exact}" if len(listed) < 2 else f"{told}; together {exact}"


def _single(part: ExplainedPart, step: Step, measured: bool) -> str:
    """The only price of a charge."""
    if part.quantity is None:
        return part.price if part.price == part.amount else f"{part.price} = {part.amount}"
    billed = f"{step.billed} billed" if measured else str(step.billed)
    if part.is_free:
        return f"{billed}, free"
    if part.is_share:
        return f"{part.price} of {part.quantity} = {part.amount}"
    return f"{billed} at {part.price} = {part.amount}"


def _part(part: ExplainedPart) -> str:
    if part.quantity is None:
        return part.price if part.price == part.amount else f"{part.price} = {part.amount}"
    if part.is_free:
        return f"{part.quantity} free"
    if part.is_share:
        return f"{part.price} of {part.quantity} = {part.amount}"
    return f"{part.quantity} at {part.price} = {part.amount}"


def adjusted_sentence(line: ExplainedLine, currency: str) -> str:
    """`Daily maximum: Driving time + Stopover came to 145.20 PLN, at most 129.00 PLN: -16.20 PLN (line 60)`."""
    amount = f"{line.amount} {currency}"
    covered = " + ".join(line.covers)
    said = []
    if line.before is not None:
        said.append(f"{covered} came to {line.before} {currency}" if covered else f"{line.before} {currency}")
    elif covered:
        said.append(f"on {covered}")
    acted = line.amount.strip("-0.") != ""
    if line.bound is not None:
        bound = f"{line.bound} {currency}"
        if not acted:
            said.append(f"within {bound}")
        else:
            said.append(f"at {'most' if line.amount.startswith('-') else 'least'} {bound}")
    else:
        said.extend(_part(part) for step in line.steps for part in step.parts[:MOST_PARTS])
    told = ", ".join(said)
    result = amount if acted or line.bound is None else "nothing changes"
    if told.endswith(f"= {amount}"):
        result = ""
    if line.exact != line.amount:
        result = f"{line.exact} {currency}, rounded to {amount}"
    told = ": ".join(part for part in (told, result) if part)
    return f"{line.label or line.name}: {told}{_place(line.origin)}"


def left_out_sentence(label: str, condition: str, origin: Origin | None) -> str:
    """`Student discount: left out, it needs segment is student (line 70)`."""
    return f"{label}: left out, as {condition} does not hold{_place(origin)}"


def _place(origin: Origin | None) -> str:
    return "" if origin is None else f" (line {origin.line})"
