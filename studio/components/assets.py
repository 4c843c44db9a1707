"""Components whose JavaScript is served from files of this package."""

from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest
from streamlit.components.v2.types import ComponentRenderer
from streamlit.runtime import Runtime

_HERE: Final = Path(__file__).parent
_DISTRIBUTION: Final = "ratewright"


def component(name: str, *, js: str, css: str) -> ComponentRenderer:
    """The component `name`, its files in `<name>/build`; to be called while a page runs, not at import.

    Streamlit finds such a folder through `pyproject.toml` beside this module, but only where that file is
    listed by the installed distribution: an editable installation lists nothing, and there the folder is
    declared here instead. The first way stays, because it holds from the start of the server, so that a
    second server behind the same address can answer for the files before anybody opened a page on it.
    """
    full_name = f"{_DISTRIBUTION}.{name}"
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(full_name) is None:
        folder = ComponentConfig(name=name, asset_dir=f"{name}/build")
        manifest = ComponentManifest(name=_DISTRIBUTION, version="0", components=[folder])
        manager.register_from_manifest(manifest, _HERE)
    return st.components.v2.component(full_name, js=js, css=css)


def runtime() -> object:
    """What a component is registered with; another one (a test has its own) needs it registered again."""
    return Runtime.instance() if Runtime.exists() else None
