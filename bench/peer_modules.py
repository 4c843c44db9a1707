"""The hand-written peers of the reference tariff, loaded from `peers/`, which is a copy and stays as it is."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias

import zen

Request: TypeAlias = dict[str, Any]
"""Words of the choices; seconds and metres as integers."""

Bill: TypeAlias = dict[str, int]
"""Cents by name."""

FOLDER = Path(__file__).parent / "peers"


def _loaded(name: str) -> Any:
    """A peer; they import each other by their bare names."""
    sys.path.insert(0, str(FOLDER))
    try:
        return import_module(name)
    finally:
        sys.path.remove(str(FOLDER))


_reference, _zen_graph = _loaded("reference"), _loaded("zen_graph")

price_int: Callable[[Request], Bill] = _reference.price_int
quotes: Callable[[int], list[Request]] = _reference.quotes


def zen_price() -> Callable[[Request], dict[str, Any]]:
    """The tariff in ZEN, by its static loader; the answer holds amounts as floating-point numbers."""
    evaluate = zen.ZenEngine({"loader": {"type": "static", "content": {"t": _zen_graph.jdm}}}).evaluate

    def price(request: Request) -> dict[str, Any]:
        return evaluate("t", request)["result"]

    return price
