"""The script that Streamlit runs for every session: the frame of every page, then the page itself."""

import streamlit as st

from studio.appearance import ICON, draw_frame
from studio.gateway import NotConnectedError, gateway
from studio.links import SCREEN

st.set_page_config(page_title="Ratewright", page_icon=str(ICON), layout="wide")
draw_frame()
try:
    gateway()
except NotConnectedError as reason:
    st.error(f"No library is connected: {reason}.")
    st.stop()

st.navigation([st.Page(SCREEN, title="Ratewright", default=True)], position="hidden").run()
