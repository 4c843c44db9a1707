"""What there is to say about a text, as JSON: for the API, the studio and `tariff --json` alike.

Offsets count characters (Unicode code points) from 0, in the text with `\\n` as the end of every line.
"""

from __future__ import annotations

from dsl.compile import Analysis, Symbol
from dsl.diagnostics import Diagnostic, Fix, Related
from dsl.examples import ExampleResult
from dsl.source import Source


def diagnostics_json(analysis: Analysis) -> list[dict[str, object]]:
    """All diagnostics of a text, in the order of their places."""
    return [_diagnostic(one, analysis.source) for one in analysis.diagnostics]


def symbols_json(analysis: Analysis) -> list[dict[str, object]]:
    """The names a text declares."""
    return [_symbol(one, analysis.source) for one in analysis.symbols]


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
    """A place in another text is told by `source`, its name, with the line there; `from` and `to` are then the
    place in this text that asks for that one."""
    place = source.place(diagnostic.span.start)
    span = source.home(diagnostic.span)
    text = source.of(diagnostic.span.start).called
    return {
        "name": diagnostic.name,
        "severity": diagnostic.severity,
        "message": f"{diagnostic.message} (in {text}, line {place.line})" if text else diagnostic.message,
        "help": diagnostic.help,
        "from": span.start,
        "to": span.end,
        "source": text or None,
        "line": place.line,
        "column": place.column,
        "fixes": [_fix(fix) for fix in diagnostic.fixes if all(source.is_own(edit.span) for edit in fix.edits)],
        "related": [_related(one, source) for one in diagnostic.related],
    }


def _related(related: Related, source: Source) -> dict[str, object]:
    span = source.home(related.span)
    return {
        "from": span.start,
        "to": span.end,
        "source": source.of(related.span.start).called or None,
        "line": source.place(related.span.start).line,
        "message": related.message,
    }


def _fix(fix: Fix) -> dict[str, object]:
    edits = [{"from": edit.span.start, "to": edit.span.end, "insert": edit.insert} for edit in fix.edits]
    return {"label": fix.label, "edits": edits}


def _symbol(symbol: Symbol, source: Source) -> dict[str, object]:
    span = source.home(symbol.span)
    return {
        "name": symbol.name,
        "kind": symbol.kind,
        "detail": symbol.detail,
        "from": span.start,
        "to": span.end,
        "source": source.of(symbol.span.start).called or None,
        "members": list(symbol.members),
    }
