"""One request priced by the draft and by the live version, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from engine.declarations import Origin
from engine.explanation.explain import explain
from engine.explanation.explained import ExplainedLine, ExplainedPart, Explanation, LeftOut, Step
from engine.quote import Pricer, Quote, Unpriced
from engine.requests.reader import Refused
from studio.wording import share, signed

Told: TypeAlias = Explanation | Unpriced | Refused


@dataclass(frozen=True, slots=True)
class Note:
    """How an amount came about, in words, and the line of the text that it comes from."""

    text: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class BillRow:
    """A line of the bill in the draft and in the live version; None: the line is not there."""

    name: str
    label: str
    amount: Fraction | None
    before: Fraction | None
    notes: tuple[Note, ...]
    line: int | None
    is_quiet: bool
    """It changes nothing: a limit that is not reached, a charge of nothing, a line left out."""

    @property
    def change(self) -> Fraction:
        return (self.amount or Fraction(0)) - (self.before or Fraction(0))


@dataclass(frozen=True, slots=True)
class Comparison:
    """The totals of a request."""

    currency: str
    draft: Fraction | None
    live: Fraction | None
    live_currency: str

    @property
    def change(self) -> Fraction | None:
        """What the draft costs more than the live version; None where they cannot be compared."""
        if self.draft is None or self.live is None or self.currency != self.live_currency:
            return None
        return self.draft - self.live

    def sentence(self, live_name: str) -> str | None:
        """`The draft costs 1.26 PLN (7.7%) more than version 3 for this request.`"""
        change = self.change
        if change is None or self.live is None:
            return None
        if not change:
            return f"The draft costs the same as {live_name} for this request."
        part = share(change, self.live)
        how_much = signed(abs(change), self.currency).removeprefix("+") + (f" ({part})" if part else "")
        return f"The draft costs {how_much} {'more' if change > 0 else 'less'} than {live_name} for this request."


def tell(pricer: Pricer, request: Mapping[str, object]) -> Told:
    """The explained price of a request, why there is none, or what is wrong with the request."""
    values = pricer.read(request)
    return values if isinstance(values, Refused) else explain(pricer, values)


def total_of(quote: Quote) -> Fraction | None:
    """What is to be paid."""
    text = quote.total or quote.gross or quote.net
    return None if text is None else Fraction(text)


def compare(draft: Told | None, live: Told | None) -> Comparison | None:
    """The totals of both; None where neither has a price."""
    told = [one for one in (draft, live) if isinstance(one, Explanation)]
    if not told:
        return None
    mine = draft if isinstance(draft, Explanation) else None
    theirs = live if isinstance(live, Explanation) else None
    return Comparison(
        currency=(mine or told[0]).currency,
        draft=None if mine is None else total_of(mine.quote),
        live=None if theirs is None else total_of(theirs.quote),
        live_currency=(theirs or told[0]).currency,
    )


def bill(draft: Explanation, live: Explanation | None) -> tuple[BillRow, ...]:
    """The lines of the draft in their order; lines that only the live version has come last."""
    before = {} if live is None else {line.name: Fraction(line.amount) for line in live.lines}
    rows = [_row(line, before.get(line.name), draft.currency) for line in draft.lines]
    shown = {row.name for row in rows}
    for left in draft.left_out:
        note = Note(_rest_of_sentence(left))
        line = _line_of(left.origin)
        quiet = left.name not in before
        rows.append(BillRow(left.name, left.label or left.name, None, before.get(left.name), (note,), line, quiet))
        shown.add(left.name)
    for gone in live.lines if live is not None else ():
        if gone.name not in shown:
            note = Note("only in the live version")
            amount = Fraction(gone.amount)
            rows.append(BillRow(gone.name, gone.label or gone.name, None, amount, (note,), None, is_quiet=False))
    return tuple(rows)


def _row(line: ExplainedLine, before: Fraction | None, currency: str) -> BillRow:
    amount = Fraction(line.amount)
    notes = _charge_notes(line, currency) if line.kind == "charge" else (Note(_rest_of_sentence(line)),)
    if line.origin is not None and line.origin.source:
        notes = (*notes, Note(line.origin.words))
    return BillRow(
        line.name, line.label or line.name, amount, before, notes, _line_of(line.origin), not amount and not before
    )


def _charge_notes(line: ExplainedLine, currency: str) -> tuple[Note, ...]:
    notes = [note for step in line.steps for note in _step_notes(step)]
    if line.exact != line.amount:
        notes.append(Note(f"{line.exact} {currency} rounded to {line.amount} {currency}"))
    if line.condition is not None:
        notes.append(Note(f"as {line.condition}"))
    return tuple(notes)


def _step_notes(step: Step) -> list[Note]:
    item = "" if step.item is None else f"item {step.item}: "
    item += "".join(f"{share}: " for share in step.covered)
    parts = [part for part in step.parts if not part.is_empty]
    measured = "" if step.measured is None else f"{step.measured} measured"
    if step.billed is not None and step.billed != step.measured:
        measured += f"{', ' if measured else ''}{step.billed} billed"
    if not parts:
        return [Note(f"{item}{measured or 'nothing measured'}")]
    if len(parts) == 1:
        return [Note(f"{item}{_joined(measured, _part(parts[0]))}", _line(parts[0]))]
    head = [Note(f"{item}{measured}")] if measured else []
    return [*head, *(Note(_tier(part) + _part(part), _line(part)) for part in parts)]


def _joined(measured: str, priced: str) -> str:
    return f"{measured} · {priced}" if measured else priced


def _tier(part: ExplainedPart) -> str:
    if part.up_to is not None:
        return f"up to {part.up_to}: "
    return "" if part.above is None else f"above {part.above}: "


def _part(part: ExplainedPart) -> str:
    if part.bound:
        return f"{part.bound} {part.price}"
    if part.quantity is None:
        return part.price if part.price == part.amount else f"{part.price} = {part.amount}"
    if part.is_free:
        return f"{part.quantity} free"
    times = f"{part.price} of {part.quantity}" if part.is_share else f"{part.quantity} × {part.price}"
    return f"{times} = {part.amount}"


def _line(part: ExplainedPart) -> int | None:
    if part.row is not None and part.row.origin is not None:
        return _line_of(part.row.origin)
    return _line_of(part.origin)


def _line_of(origin: Origin | None) -> int | None:
    """The line in the tariff's own text."""
    return None if origin is None or origin.source else origin.line


def _rest_of_sentence(line: ExplainedLine | LeftOut) -> str:
    """The sentence of a line without the label and the place, which the table shows itself."""
    place = "" if line.origin is None else f" ({line.origin.words})"
    return line.sentence.removeprefix(f"{line.label or line.name}: ").removesuffix(place)
