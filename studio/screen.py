"""The one page: the screen that the address names, of the thing that the address names."""

import streamlit as st

from studio.screens import home, tariff

name = st.query_params.get("tariff")
if name is None:
    home.page()
else:
    tariff.page(name)
