"""Requests as a person types them: `zone=city ride="2026-03-02 08:10 to 2026-03-02 08:31" fee="2.50 PLN"`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from cli.outcome import Exit, Failed
from cli.texts import STANDARD_INPUT, read_file, read_standard_input
from engine.declarations import Declared
from engine.graph import Graph
from engine.requests.problems import Refused, shown
from engine.requests.wire import loads

_MONEY = re.compile(r"\s*(\S+)\s+([A-Za-z]{3})\s*")
_TRUTHS = {"yes": True, "true": True, "no": False, "false": False}


def request_of(graph: Graph, words: Sequence[str], file: str | None) -> dict[str, object]:
    """The request of a command line: what the file says, and over it each `name=value`."""
    request = {} if file is None else read_request(file)
    declared = {one.name: one for one in graph.inputs}
    typed: dict[str, object] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise Failed(f"`{word}` is no input", "write `name=value`, in quotes where there are spaces")
        if name in typed:
            raise Failed(f"`{name}` is given twice")
        typed[name] = value_of(declared.get(name), value)
    return {**request, **typed}


def read_request(file: str) -> dict[str, object]:
    """The request a JSON file holds (`-`: standard input)."""
    content = read_standard_input() if file == STANDARD_INPUT else read_file(Path(file))
    document = loads(content)
    if isinstance(document, Refused):
        first = document.problems[0]
        where = f"{first.field}: " if first.field else ""
        message = f"`{file}`: {where}expected {first.expected}, found {first.found}"
        raise Failed(message, first.help, Exit.REFUSED)
    if not isinstance(document, dict):
        raise Failed(f"`{file}`: expected an object with the inputs, found {shown(document)}", None, Exit.REFUSED)
    return document


def value_of(declared: Declared | None, text: str) -> object:
    """A typed value in the form of a request; what does not look right is left for the reader to refuse."""
    if declared is None:
        return text
    if text[:1] in ("{", "[") and declared.kind in ("period", "list", "number"):
        document = loads(text.encode("utf-8", "surrogateescape"))
        return text if isinstance(document, Refused) else document
    match declared.kind:
        case "truth":
            return _TRUTHS.get(text.strip().lower(), text)
        case "period":
            return _period(text)
        case "number" if (money := _MONEY.fullmatch(text)) and _is_money(declared):
            return {"amount": money.group(1), "currency": money.group(2)}
        case _:
            return text


def _is_money(declared: Declared) -> bool:
    return len(declared.unit) == 3 and declared.type.dimension == ((declared.unit, 1),)


def _period(text: str) -> object:
    """`A to B`; two dates include the last day."""
    start, word, end = text.partition(" to ")
    start, end = start.strip(), end.strip()
    if not word:
        return {"from": start}
    first, last = _day(start), _day(end)
    if first and last:
        return {"from": f"{first}T00:00:00", "to": f"{last + timedelta(days=1)}T00:00:00"}
    return {"from": start, "to": end}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
