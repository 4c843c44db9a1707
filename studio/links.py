"""Links within the studio. All screens share one script, and the address says which one and of what."""

from __future__ import annotations

from typing import Final

import streamlit as st

SCRIPT: Final = "app.py"


def to_home(label: str = "Tariffs") -> None:
    """A link to the list of tariffs."""
    st.page_link(SCRIPT, label=label, icon=":material/arrow_back:")


def to_tariff(name: str, label: str) -> None:
    """A link to a tariff."""
    st.page_link(SCRIPT, label=label, query_params={"tariff": name})


def go_to_tariff(name: str) -> None:
    """Shows a tariff at once."""
    st.switch_page(SCRIPT, query_params={"tariff": name})
