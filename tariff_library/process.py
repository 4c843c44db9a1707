"""The library of a server: opened once, and found by the pages of the studio, which Streamlit runs as scripts."""

from __future__ import annotations

from tariff_library.library import Library

_shared: list[Library] = []


def share(library: Library) -> None:
    """Makes the library that of this process."""
    _shared[:] = [library]


def shared() -> Library | None:
    """The library of this process; None where no server opened one."""
    return _shared[0] if _shared else None
