"""What the draft changes: the total of the request in the draft beside the live version."""

from __future__ import annotations

from fractions import Fraction

import streamlit as st

from engine.explanation.display import money_text
from studio.quoting import Comparison
from studio.wording import MINUS, plain, share, signed


def draw(comparison: Comparison | None, live: str | None) -> None:
    """Both totals and the difference; sign and words carry the meaning, not colour."""
    with st.container(key="effect"):
        draft, published, change = st.columns(3, gap="small")
        draft.metric("Draft total", "–" if comparison is None else _money(comparison.draft, comparison.currency))
        published.metric(
            f"Live total · {plain(live)}" if live else "Live total",
            "–" if comparison is None else _money(comparison.live, comparison.live_currency),
        )
        change.metric(*_change(comparison))


def _change(comparison: Comparison | None) -> tuple[str, str]:
    """How the draft differs: in words, and as an amount with its sign."""
    if comparison is None or comparison.change is None or comparison.live is None:
        return "Nothing to compare", "–"
    change = comparison.change
    amount = signed(change, comparison.currency)
    if not change:
        return "Same as live", amount
    part = share(change, comparison.live)
    return f"{part or ''} {'more' if change > 0 else 'less'} than live".strip(), amount


def _money(amount: Fraction | None, currency: str) -> str:
    return "–" if amount is None else f"{money_text(amount, currency)} {currency}".replace("-", MINUS)
