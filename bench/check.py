"""`python -m bench.check`: what checking a text costs, all phases, as a ratio to `compile()` of argparse.py.

Every round checks other texts than the one before, so that nothing kept from an earlier check helps. Garbage is
collected as in production, by Python's own settings.
"""

from __future__ import annotations

import argparse
import inspect
import sys
from collections.abc import Callable
from itertools import count

from bench.generated_tariffs import tariff_text
from bench.largest import largest
from bench.rounds import Target, options, report, rounds
from dsl.compile import analyse

TARGETS = (
    Target("vs_compile_300", "most", 8),
    Target("vs_compile_1000", "most", 25),
    Target("per_line_growth", "most", 1.5),
)
COMPILED = "compile() of argparse.py"
SHORT, MIDDLE, LONG = 300, 1000, 3000
"""Lines of the texts."""


class NotClean(Exception):  # noqa: N818 - it is what a benchmark may find
    """A generated text has a diagnostic: what is measured would not be a whole check."""


def check(text: str) -> None:
    """Every phase; raises `NotClean` at the first diagnostic."""
    analysis = analyse(text)
    for found in analysis.diagnostics:
        place = analysis.source.place(found.span.start)
        raise NotClean(f"{found.name} at {place.line}:{place.column}: {found.message}")


def _checks(lines: int, texts: int) -> Callable[[], int]:
    """Checks the next of the texts at each call; a unit is a whole text."""
    ready = [tariff_text(lines, seed) for seed in range(texts)]
    turns = count()

    def work() -> int:
        check(ready[next(turns) % texts])
        return 1

    return work


def main(arguments: list[str] | None = None) -> int:
    """Measures, prints."""
    chosen = options("bench.check", __doc__, 20, 40, "different texts of each length").parse_args(arguments)
    source = inspect.getsource(argparse)

    def compiled() -> int:
        compile(source, "argparse.py", "exec", dont_inherit=True)
        return 1

    names = {lines: f"{lines} lines" for lines in (SHORT, MIDDLE, LONG)}
    texts = {name: _checks(lines, chosen.n) for lines, name in names.items()}
    big = largest()

    def checked() -> int:
        analyse(big.text, big.name, big.shelf)
        return 1

    found = rounds({COMPILED: compiled, **texts, big.name: checked}, chosen.seconds)
    if not chosen.json:
        print(f"{COMPILED:24} {found.typical(COMPILED) * 1e3:7.1f} ms")
        for lines, name in names.items():
            seconds = found.typical(name)
            print(f"{name:24} {seconds * 1e3:7.1f} ms, {seconds / lines * 1e6:5.0f} µs a line")
        print(f"{big.name:24} {found.typical(big.name) * 1e3:7.1f} ms")
    figures = {
        "vs_compile_300": found.ratio(names[SHORT], COMPILED),
        "vs_compile_1000": found.ratio(names[MIDDLE], COMPILED),
        "per_line_growth": found.ratio(names[LONG], names[SHORT]) * SHORT / LONG,
        "largest_vs_compile": found.ratio(big.name, COMPILED),
    }
    return report(figures, TARGETS, big.name)


if __name__ == "__main__":
    sys.exit(main())
