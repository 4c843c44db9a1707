"""What there is to say about a text, as JSON: for the API, the studio and `tariff --json` alike.

Offsets count characters (Unicode code points) from 0, in the text with `\\n` as the end of every line.
"""

from __future__ import annotations

from dsl.compile import Analysis, Symbol
from dsl.diagnostics import Diagnostic, Fix
from dsl.examples import ExampleResult
from dsl.source import Source


def diagnostics_json(analysis: Analysis) -> list[dict[str, object]]:
    """All diagnostics of a text, in the order of their places."""
    return [_diagnostic(one, analysis.source) for one in analysis.diagnostics]


def symbols_json(analysis: Analysis) -> list[dict[str, object]]:
    """The names a text declares."""
    return [_symbol(one) for one in analysis.symbols]


def example_json(result: ExampleResult) -> dict[str, object]:
    """How an example came out; `differences` are the answers that differ, in words."""
    return {
        "claim": result.claim,
        "line": result.line,
        "passed": result.passed,
        "differences": [
            {"name": name, "expected": expected, "found": found} for name, expected, found in result.differences
        ],
        "problem": result.problem,
    }


def _diagnostic(diagnostic: Diagnostic, source: Source) -> dict[str, object]:
    place = source.place(diagnostic.span.start)
    return {
        "name": diagnostic.name,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "help": diagnostic.help,
        "from": diagnostic.span.start,
        "to": diagnostic.span.end,
        "line": place.line,
        "column": place.column,
        "fixes": [_fix(fix) for fix in diagnostic.fixes],
        "related": [{"from": one.span.start, "to": one.span.end, "message": one.message} for one in diagnostic.related],
    }


def _fix(fix: Fix) -> dict[str, object]:
    edits = [{"from": edit.span.start, "to": edit.span.end, "insert": edit.insert} for edit in fix.edits]
    return {"label": fix.label, "edits": edits}


def _symbol(symbol: Symbol) -> dict[str, object]:
    return {
        "name": symbol.name,
        "kind": symbol.kind,
        "detail": symbol.detail,
        "from": symbol.span.start,
        "to": symbol.span.end,
        "members": list(symbol.members),
    }
