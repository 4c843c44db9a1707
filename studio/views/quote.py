"""The quote: a form from the declared inputs, and the bill it comes to, explained."""

from __future__ import annotations

from fractions import Fraction

import streamlit as st

from engine.explanation.explained import Explanation
from engine.quote import Quote, Unpriced
from engine.requests.reader import Refused
from studio.components.bill import Sum, bill
from studio.form.fields import Form
from studio.quoting import Told, total_of
from studio.quoting import bill as rows_of
from studio.views.lines import line_clicked, line_link
from studio.wording import plain

BILL = "bill"


def draw(form: Form, draft: Told, live: Told | None, live_name: str | None) -> None:
    """Form and bill of one request."""
    form.draw(draft.problems if isinstance(draft, Refused) else ())
    match draft:
        case Refused():
            st.info("The quote appears as soon as the fields above are right.", icon=":material/edit:")
        case Unpriced():
            _say_no_price(draft)
        case Explanation():
            _draw_bill(draft, live, live_name)


def _say_no_price(unpriced: Unpriced) -> None:
    with st.container(key="no-price"):
        st.warning(f"**No price.** {plain(unpriced.reason)}", icon=":material/money_off:")
        if unpriced.origin is not None and not unpriced.origin.source:
            line_link(unpriced.origin.line, key="no price line")


def _draw_bill(draft: Explanation, live: Told | None, live_name: str | None) -> None:
    before = live if isinstance(live, Explanation) else None
    bill(
        rows_of(draft, before),
        _sums(draft.quote, None if before is None else before.quote),
        draft.currency,
        key=BILL,
        live=live_name if before is not None and before.currency == draft.currency else None,
        on_line=lambda: line_clicked(BILL),
    )
    for result in draft.quote.results:
        value = result.value if isinstance(result.value, str) else ", ".join(result.value)
        st.markdown(f"{plain(result.label or result.name)}: **{plain(value)}**")
    for choice in draft.choices:
        st.caption(plain(choice.sentence))
    if draft.priced_at is not None:
        picked = "; ".join(f"{one.name} is {one.value}" for one in draft.dated)
        st.caption(plain(f"Priced at {draft.priced_at}" + (f": {picked}" if picked else "")))
    if isinstance(live, Refused):
        problem = live.problems[0]
        st.caption(
            plain(
                f"{live_name} does not know such a request: {problem.field}: expected {problem.expected}, "
                f"found {problem.found}"
            )
        )
    elif isinstance(live, Unpriced):
        st.caption(plain(f"{live_name} has no price for this request: {live.reason}"))


def _sums(draft: Quote, live: Quote | None) -> list[Sum]:
    sums: list[Sum] = [("Total", total_of(draft), None if live is None else total_of(live))]
    for label, amount, before in (
        ("of this, net", draft.net, None if live is None else live.net),
        ("of this, tax", draft.tax, None if live is None else live.tax),
    ):
        if amount is not None:
            sums.append((label, Fraction(amount), None if before is None else Fraction(before)))
    return sums
