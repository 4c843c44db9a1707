"""Links within the studio. All screens are one page to Streamlit, and the query of the address says which one
and of what: a page with a path of its own makes the browser ask there for things that are not there."""

from __future__ import annotations

from typing import Final

import streamlit as st

SCREEN: Final = "screen.py"


def to_home(label: str = "Tariffs") -> None:
    """A link to the list of tariffs."""
    st.page_link(SCREEN, label=label, icon=":material/arrow_back:")


def to_tariff(name: str, label: str) -> None:
    """A link to a tariff."""
    st.page_link(SCREEN, label=label, query_params={"tariff": name})


def go_to_tariff(name: str) -> None:
    """Shows a tariff at once."""
    st.switch_page(SCREEN, query_params={"tariff": name})
