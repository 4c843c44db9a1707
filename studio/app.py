"""The script that Streamlit runs for every session: the frame of the page, then the screen that the address names."""

import streamlit as st

from studio.appearance import ICON, draw_frame, say_unavailable
from studio.gateway import NotConnectedError, UnavailableError, gateway
from studio.screens import home, tariff

st.set_page_config(page_title="Ratewright", page_icon=str(ICON), layout="wide")
draw_frame()
name = st.query_params.get("tariff")
try:
    gateway()
    if name is None:
        home.page()
    else:
        tariff.page(name)
except NotConnectedError as reason:
    st.error(f"No library is connected: {reason}.")
except UnavailableError as reason:
    say_unavailable(reason)
