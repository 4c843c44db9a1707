"""Where the other texts come from: the files of a folder, the versions of a library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol


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
