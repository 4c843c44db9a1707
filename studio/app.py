"""The script that Streamlit runs for every session: the frame of the page, then one of the screens."""

import streamlit as st

from studio.appearance import ICON, draw_frame
from studio.gateway import NotConnectedError, gateway

st.set_page_config(page_title="Ratewright", page_icon=str(ICON), layout="wide", initial_sidebar_state="collapsed")
draw_frame()
try:
    gateway()
except NotConnectedError as reason:
    st.error(f"No library is connected: {reason}.")
    st.stop()
st.navigation(
    [
        st.Page("screens/home.py", title="Tariffs", default=True),
        st.Page("screens/tariff.py", title="Tariff", url_path="tariff"),
    ],
    position="hidden",
).run()
