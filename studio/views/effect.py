"""What the draft changes: the total of the request in the draft beside the live version."""

from __future__ import annotations

from fractions import Fraction

import streamlit as st

from engine.display import money_text
from studio.quoting import Comparison
from studio.wording import MINUS, plain, share, signed


def draw(comparison: Comparison | None, live: str | None) -> None:
    """The sentence first, then the amounts; sign and words carry the meaning, not colour."""
    with st.container(key="effect"):
        left, right = st.columns(2, gap="small")
        if comparison is None:
            left.metric("Draft total", "–")
            right.metric(f"Live total{_named(live)}", "–")
            return
        change = comparison.change
        delta = None
        if change is not None and comparison.live is not None:
            part = share(change, comparison.live)
            direction = "more" if change > 0 else "less"
            delta = f"{signed(change, comparison.currency)}{f' · {part} {direction}' if part and change else ''}"
            if not change:
                delta = "same as live"
        left.metric(
            "Draft total",
            _money(comparison.draft, comparison.currency),
            delta=delta,
            delta_color="off",
            delta_arrow="off" if not change else "up" if change > 0 else "down",
        )
        right.metric(f"Live total{_named(live)}", _money(comparison.live, comparison.live_currency))
        if comparison.live is None and live is not None:
            right.caption(f"{plain(live)} has no price for this request")


def _named(live: str | None) -> str:
    return f" · {plain(live)}" if live else ""


def _money(amount: Fraction | None, currency: str) -> str:
    return "–" if amount is None else f"{money_text(amount, currency)} {currency}".replace("-", MINUS)
