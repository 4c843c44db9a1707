"""Where the other texts come from: the files of a folder, the versions of a library."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Protocol

from dsl.limits import TEXTS_OF_A_TARIFF


class FoundText(NamedTuple):
    """A text and what it is called in messages."""

    text: str
    shown: str


class Shelf(Protocol):
    """Texts by the names that `use` and `based on` write. The same name has the same text while one is compiled."""

    def find(self, name: str) -> FoundText | None:
        """The text of that name; None where there is none."""

    def names(self) -> Sequence[str]:
        """The names that can be found, for suggestions."""


@dataclass(frozen=True, slots=True)
class Texts:
    """A shelf of texts at hand."""

    by_name: Mapping[str, str] = field(default_factory=dict)

    def find(self, name: str) -> FoundText | None:
        text = self.by_name.get(name)
        return None if text is None else FoundText(text, name)

    def names(self) -> Sequence[str]:
        return list(self.by_name)


NO_TEXTS = Texts()


@dataclass(frozen=True, slots=True)
class Bundle:
    """The texts that one text is made of, as they were found at one moment; equal when they are.

    `known` are names for suggestions, empty where every text was found."""

    texts: tuple[tuple[str, str], ...] = ()
    known: tuple[str, ...] = ()

    def find(self, name: str) -> FoundText | None:
        return next((FoundText(text, name) for one, text in self.texts if one == name), None)

    def names(self) -> Sequence[str]:
        return self.known


ALONE: Final = Bundle()
"""What a text that asks for no other is made of."""

_ASKED = re.compile(r"^[^\S\n]+(?:based[^\S\n]+on|use)[^\S\n]+([^\W\d]\w*)", re.MULTILINE)


def asks(text: str) -> bool:
    """Whether a text may need others."""
    return _ASKED.search(text) is not None


def bundled(text: str, shelf: Shelf) -> Bundle:
    """What the shelf has of the texts that this one needs, and they need in turn."""
    found: dict[str, str] = {}
    waiting, missing = [text], False
    while waiting:
        for name in _ASKED.findall(waiting.pop()):
            one = None if name in found or len(found) >= TEXTS_OF_A_TARIFF else shelf.find(name)
            missing = missing or (one is None and name not in found)
            if one is not None:
                found[name] = one.text
                waiting.append(one.text)
    return Bundle(tuple(sorted(found.items())), tuple(shelf.names()) if missing else ())
