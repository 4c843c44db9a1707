"""What messages about meaning share."""

from __future__ import annotations

from collections.abc import Sequence

from dsl.diagnostics import Diagnostic, Edit, Fix, Span
from dsl.messages.suggest import closest

KINDS = {
    "input": "an input", "field": "a field", "item": "an item",
    "piece": "a piece of time", "list": "a list", "let": "a `let`",
    "value": "a value", "table": "a table", "window": "a window", "charge": "a charge", "limit": "a limit",
    "discount": "a discount", "surcharge": "a surcharge", "tax": "a tax", "result": "a result",
    "unit": "a unit", "plan": "a plan", "carry": "a carried value", "choice": "the name of a chosen plan",
    "column": "a column", "broken": "a line with a mistake",
}  # fmt: skip


def replacement(span: Span, words: str) -> Fix:
    return Fix(f"Change to `{words}`", (Edit(span, words),))


def did_you_mean(
    name: str, message: str, word: str, span: Span, known: Sequence[str], otherwise: str | None = None
) -> Diagnostic:
    best = closest(word, known)
    if best is None:
        return Diagnostic(name, message, span, help=otherwise)
    return Diagnostic(name, message, span, help=f"did you mean `{best}`?", fixes=(replacement(span, best),))
