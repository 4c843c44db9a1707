"""The shipped tariff with the most nodes in its graph, and the requests of its examples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dsl.combining.shelf import Shelf
from dsl.compile import Analysis, analyse
from engine.graph import Graph
from tariff_library.texts import beside_shipped, shipped


@dataclass(frozen=True, slots=True)
class Largest:
    """A shipped tariff."""

    name: str
    text: str
    shelf: Shelf
    """What its text may be made of."""
    analysis: Analysis
    graph: Graph

    @property
    def requests(self) -> list[Mapping[str, object]]:
        """The requests of its examples, as an app sends them."""
        return [example.request for example in self.analysis.examples]


@cache
def largest() -> Largest:
    """The one with the most nodes; the first by domain and name where two have as many."""
    texts = list(shipped())
    found: Largest | None = None
    for one in texts:
        shelf = beside_shipped(one.text, texts)
        analysis = analyse(one.text, one.name, shelf)
        if analysis.graph is not None and (found is None or len(analysis.graph.nodes) > len(found.graph.nodes)):
            found = Largest(one.name, one.text, shelf, analysis, analysis.graph)
    if found is None:
        raise ValueError("no shipped tariff has a graph")
    return found
