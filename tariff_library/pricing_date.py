"""The pricing date of a request, as its tariff declares it with `priced at`: it picks the version."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from engine.graph import Graph, Input, Ref
from engine.moments import first_instant
from engine.oracle.interpret import Evaluation
from engine.outcome import NoPriceAt
from engine.requests.reader import Values
from engine.slots import slots

WORKED_OUT = "worked out"


@dataclass(frozen=True, slots=True)
class PricingDate:
    """How to take the moment from the values of a request. A date stands for the moment at which it begins."""

    written: str
    """Names what it takes. Where it begins with `WORKED_OUT` versions cannot be compared by it; else it is equal
    only for versions that take the same moment from every request both can read."""
    ref: Ref
    graph: Graph = field(compare=False, repr=False)
    slot: int | None = None
    """Where the moment simply stands in the values; None: it is worked out."""

    def moment(self, values: Values) -> int | None:
        """UTC seconds; None where the tariff's expression has no value for this request."""
        if self.slot is not None:
            at = values[self.slot]
        else:
            try:
                at = Evaluation(self.graph, values).value(self.ref)
            except NoPriceAt:
                return None
        assert isinstance(at, int)
        if self.graph.types[self.ref].kind != "date":
            return at
        return first_instant(datetime.combine(date.fromordinal(at), time()), ZoneInfo(self.graph.time_zone))


def pricing_date(graph: Graph) -> PricingDate | None:
    """The graph's pricing date; None when it declares none."""
    ref = graph.priced_at
    if ref is None:
        return None
    node = graph.nodes[ref]
    if isinstance(node, Input) and node.list is None:
        for place, slot in enumerate(slots(graph.inputs)):
            if (slot.name, slot.part) == (node.name, node.part) and not slot.declared.optional:
                written = f"{node.part} of {node.name}" if node.part else node.name
                if graph.types[ref].kind == "date":
                    written = f"{written} in {graph.time_zone}"
                return PricingDate(written, ref, graph, place)
    return PricingDate(WORKED_OUT, ref, graph)
