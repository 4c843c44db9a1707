"""Whether the generated function of a tariff says exactly what the oracle says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from engine.graph import Ref
from engine.oracle import interpret
from engine.oracle.interpret import Evaluation, outcome
from engine.outcome import Outcome
from engine.scalar.program import Scalar
from tests.engine.comparison import scalar_outcome
from tests.engine.random_requests import Values


def difference(scalar: Scalar, values: Values, expected: Outcome | None = None) -> str | None:
    """How the two differ; None where they agree to the last integer, and in the same errors."""
    wanted = outcome(scalar.graph, values) if expected is None else expected
    try:
        found = scalar_outcome(scalar, values)
    except Exception as error:
        return f"for {values!r}: {wanted!r} is due, but {type(error).__name__}: {error}"
    return None if found == wanted else f"for {values!r}: {wanted!r} is due, found {found!r}"


@contextmanager
def watching() -> Iterator[set[Ref]]:
    """The nodes for which the oracle is asked in the meantime."""
    asked: set[Ref] = set()

    class Watched(Evaluation):
        def _steps(self, ref: Ref, item: int | None) -> Any:
            asked.add(ref)
            return super()._steps(ref, item)

    with patch.object(interpret, "Evaluation", Watched):
        yield asked
