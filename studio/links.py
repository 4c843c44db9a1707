"""Ways from one screen to another. All screens are one page to Streamlit, and the query of the address says which
one and of what: a page with a path of its own makes the browser ask there for things that are not there."""

from __future__ import annotations

import streamlit as st


def to_home() -> None:
    """The way back to the list of tariffs."""
    st.button("Tariffs", key="home", type="tertiary", icon=":material/arrow_back:", on_click=_address)


def to_tariff(name: str, label: str) -> None:
    """The way to a tariff."""
    st.button(label, key=f"open {name}", type="tertiary", on_click=go_to_tariff, args=(name,))


def go_to_tariff(name: str) -> None:
    """The run that follows shows a tariff."""
    _address(tariff=name)


def _address(**query: str) -> None:
    st.query_params.from_dict(query)
