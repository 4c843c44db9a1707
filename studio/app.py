"""The script that Streamlit runs for every session: the frame of the page, then the screen that the address names."""

import streamlit as st

from studio.appearance import ICON, draw_frame
from studio.gateway import NotConnectedError, gateway
from studio.screens import home, tariff

st.set_page_config(page_title="Ratewright", page_icon=str(ICON), layout="wide")
draw_frame()
try:
    gateway()
except NotConnectedError as reason:
    st.error(f"No library is connected: {reason}.")
    st.stop()

name = st.query_params.get("tariff")
if name is None:
    home.page()
else:
    tariff.page(name)
