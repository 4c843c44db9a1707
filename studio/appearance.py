"""How the studio looks: its icon, its frame, its few rules of style. Nothing is fetched from anywhere else."""

from importlib.resources import files
from pathlib import Path
from typing import Final

import streamlit as st

from studio.wording import plain

_HERE: Final = Path(str(files("studio")))
ICON: Final = _HERE / "icon.png"
LOGO: Final = _HERE / "logo.svg"
_STYLE: Final = _HERE / "studio.css"


def draw_frame() -> None:
    """The parts that every page has. The style is ours alone: no word of a user goes into it."""
    st.html(f"<style>{_STYLE.read_text(encoding='utf-8')}</style>")
    st.logo(str(LOGO), size="medium")


def say_unavailable(reason: Exception) -> None:
    """Instead of a page: the library does not answer."""
    st.error(f"**The library does not answer.** {plain(str(reason))}", icon=":material/cloud_off:")
    st.caption("What was saved before is kept. Reload the page to try again.")
