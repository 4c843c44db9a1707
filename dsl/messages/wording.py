"""Pieces of messages: changes to the text, and words cut short."""

from dsl.diagnostics import Edit, Fix, Span


def replaced(span: Span, words: str) -> Fix:
    return Fix(f"Change to `{words}`", (Edit(span, words),))


def inserted(at: int, words: str, label: str) -> Fix:
    return Fix(label, (Edit(Span(at, at), words),))


def short(text: str) -> str:
    """Somebody's words, cut where they are long."""
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:37] + "…"
