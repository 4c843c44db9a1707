"""Strict JSON: what a JSON library would silently repair or change is refused.

No field twice, no NaN or Infinity, no byte that is not UTF-8, no half of a surrogate pair. A number with a
point or an exponent is refused too, because a library would read 12345678901234567.89 as a neighbour of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from json import JSONDecodeError, JSONDecoder
from typing import Any

from engine.requests.problems import InputProblem, NumberLiteral, Refused, shown

_LONGEST_INTEGER = 4000
"""Digits of a JSON integer beyond which it is not read; far more than the reader of requests accepts."""
_MOST_PROBLEMS = 100


class _Unclean(Exception):  # noqa: N818 - only ever caught here
    """Something that has to be looked at again, with its path."""


@dataclass(frozen=True, slots=True)
class _Doubled:
    """An object in which a name stands twice."""

    name: str
    last: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _NoNumber:
    """NaN or an infinity."""

    text: str


def _unclean(text: str) -> Any:
    raise _Unclean


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Unclean
    return found


def _marked_object(pairs: list[tuple[str, Any]]) -> dict[str, Any] | _Doubled:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            return _Doubled(name, dict(pairs))
        found[name] = value
    return found


def _marked_integer(text: str) -> int | NumberLiteral:
    return NumberLiteral(text) if len(text.lstrip("-")) > _LONGEST_INTEGER else int(text)


_strict = JSONDecoder(object_pairs_hook=_object, parse_float=_unclean, parse_constant=_unclean).decode
_with_literals = JSONDecoder(object_pairs_hook=_object, parse_float=NumberLiteral, parse_constant=_unclean).decode
_marking = JSONDecoder(
    object_pairs_hook=_marked_object,
    parse_float=NumberLiteral,
    parse_int=_marked_integer,
    parse_constant=_NoNumber,
).decode


def loads(body: bytes, literals: bool = False) -> object | Refused:
    """The document, or all that is wrong with it.

    With `literals` a number with a point or an exponent becomes a `NumberLiteral`, which the reader of requests
    refuses with the text that is due there; without, it is refused here."""
    try:
        text = body.decode()
        document: object = _with_literals(text) if literals else _strict(text)
        if b"\\u" in body:
            text.encode()
            return _checked(document, literals)
        return document
    except UnicodeDecodeError as error:
        found = f"the byte 0x{body[error.start]:02X} at position {error.start}"
        return _refused("not-utf-8", "a text in UTF-8", found)
    except JSONDecodeError as error:
        return _no_json(text, error)
    except RecursionError:
        return _refused("nested-too-deep", "a few levels of objects and arrays", "hundreds of levels")
    except (_Unclean, ValueError):  # ValueError: an integer with thousands of digits
        return _looked_at_again(text, literals)


def _no_json(text: str, error: JSONDecodeError) -> Refused:
    if text.startswith("\ufeff"):
        return _refused("not-json", "JSON", "a byte order mark", "send the text without it")
    place = f"line {error.lineno}, column {error.colno}"
    return _refused("not-json", "JSON", f"at {place}: {error.msg}" if text.strip() else "nothing")


def _looked_at_again(text: str, literals: bool) -> object | Refused:
    try:
        return _checked(_marking(text), literals)
    except JSONDecodeError as error:
        return _no_json(text, error)
    except RecursionError:
        return _refused("nested-too-deep", "a few levels of objects and arrays", "hundreds of levels")


def _refused(name: str, expected: str, found: str, help: str | None = None) -> Refused:
    return Refused((InputProblem("", name, expected, found, help),))


def _checked(document: object, literals: bool) -> object | Refused:
    """The document again, when nothing is wrong with it."""
    problems = []
    for problem in _problems(document, literals):
        problems.append(problem)
        if len(problems) == _MOST_PROBLEMS:
            break
    return Refused(tuple(problems)) if problems else document


def _problems(document: object, literals: bool) -> Iterator[InputProblem]:
    """What is wrong, in the order of the text."""
    waiting: list[tuple[str, object]] = [("", document)]
    while waiting:
        path, value = waiting.pop()
        match value:
            case _Doubled(name, last):
                place = _inside(path, name)
                yield InputProblem(place, "doubled-field", "each field once", shown(name), "leave one of them out")
                waiting.append((path, last))
            case _NoNumber(text):
                yield InputProblem(path, "not-a-number", "a number", text)
            case NumberLiteral(text) if text.lstrip("-").isdigit():
                yield InputProblem(path, "too-many-digits", "up to 18 digits", shown(value))
            case NumberLiteral(text) if not literals:
                help = None if "e" in text.lower() else f'write "{text[:40]}"'
                yield InputProblem(path, "number-as-text", "an exact number as a text", shown(value), help)
            case str():
                if any("\ud800" <= character <= "\udfff" for character in value):
                    yield InputProblem(path, "broken-character", "whole characters", shown(value))
            case dict():
                waiting += [(_inside(path, name), inner) for name, inner in reversed(value.items())]
                for name in value:
                    if any("\ud800" <= character <= "\udfff" for character in name):
                        yield InputProblem(path, "broken-character", "whole characters", shown(name))
            case list():
                places = range(len(value) - 1, -1, -1)
                waiting += [(f"{path}[{place}]", value[place]) for place in places]
            case _:
                pass


def _inside(path: str, name: str) -> str:
    name = name.encode("utf-8", "backslashreplace").decode()
    return f"{path}.{name}" if path else name
