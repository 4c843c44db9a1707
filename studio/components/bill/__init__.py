"""The bill of a quote: each line with how it came about, in the draft and in the live version."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from importlib.resources import files
from typing import Any, Final

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from engine.explanation.display import money_text
from studio.components import assets
from studio.quoting import BillRow
from studio.wording import MINUS, signed

_HERE: Final = files("studio.components.bill")

Sum = tuple[str, Fraction | None, Fraction | None]
"""A sum below the lines: its label, in the draft and in the live version."""


def bill(
    rows: Sequence[BillRow],
    sums: Sequence[Sum],
    currency: str,
    *,
    key: str,
    live: str | None,
    on_line: Callable[[], None],
) -> None:
    """Draws the bill; the first sum is the total. `live` names the version beside the draft.

    A click on a line number calls `on_line`; the number then is in the component's state as `line`."""
    _renderer()(
        key=key,
        data={
            "caption": "The lines of the quote",
            "live": live,
            "rows": [
                {
                    "label": row.label,
                    "line": row.line,
                    "notes": [{"text": note.text, "line": note.line} for note in row.notes],
                    "quiet": row.is_quiet,
                    **_amounts(row.amount, row.before, currency),
                }
                for row in rows
            ],
            "sums": [
                {"label": label, "side": place > 0, **_amounts(amount, before, currency)}
                for place, (label, amount, before) in enumerate(sums)
            ],
        },
        on_line_change=on_line,
    )


def _amounts(amount: Fraction | None, before: Fraction | None, currency: str) -> dict[str, Any]:
    change = (amount or Fraction(0)) - (before or Fraction(0))
    direction = "more" if change > 0 else "less" if change < 0 else ""
    return {
        "amount": _money(amount, currency),
        "before": _money(before, currency),
        "change": signed(change, currency).removesuffix(f" {currency}") if change else "",
        "direction": direction,
    }


def _money(amount: Fraction | None, currency: str) -> str:
    return "–" if amount is None else money_text(amount, currency).replace("-", MINUS)


_mounted: tuple[object, ComponentRenderer] | None = None


def _renderer() -> ComponentRenderer:
    global _mounted
    if _mounted is None or _mounted[0] is not assets.runtime():
        made = st.components.v2.component(
            "ratewright_bill",
            html='<div class="host"></div>',
            css=_HERE.joinpath("bill.css").read_text(encoding="utf-8"),
            js=_HERE.joinpath("bill.js").read_text(encoding="utf-8"),
        )
        _mounted = (assets.runtime(), made)
    return _mounted[1]
