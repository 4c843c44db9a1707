"""The text of a tariff with its name: offsets to lines and columns, also of the texts that it is made of."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from dsl.diagnostics import Span


class Place(NamedTuple):
    """A line and a column, both from 1."""

    line: int
    column: int


class Source:
    """A text whose lines end in `\\n`; `ending` is how the lines of the file ended.

    Offsets count characters. The other texts that this one is made of lie behind it in the same count, each from
    its `first` offset on: a place knows its text by its offset alone."""

    def __init__(
        self, text: str, name: str = "tariff", first: int = 0, brought: Span | None = None, called: str = ""
    ) -> None:
        self.name = name
        self.first = first
        self.brought = brought
        """The place in the first text that asks for this one."""
        self.called = called
        """The name by which it was asked for; empty for the first text."""
        self.others: list[Source] = []
        self.ending = "\r\n" if "\r\n" in text else "\n"
        self.text = text.replace("\r\n", "\n").replace("\r", "\n")

    @property
    def last(self) -> int:
        """The offset after the last text."""
        final = self.others[-1] if self.others else self
        return final.first + len(final.text)

    def of(self, offset: int) -> Source:
        """The text in which an offset lies: this one, or one of the others."""
        at = bisect_right(self.others, offset, key=lambda other: other.first)
        return self.others[at - 1] if at else self

    def is_own(self, span: Span) -> bool:
        """Whether a place lies in this text and not in another one."""
        return self.of(span.start) is self

    def home(self, span: Span) -> Span:
        """The place itself, or the place in this text that asks for the text it lies in."""
        return self.of(span.start).brought or span

    def words(self, span: Span) -> str:
        """What is written there."""
        text = self.of(span.start)
        return text.text[span.start - text.first : span.end - text.first]

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each line starts, in characters of `text`."""
        starts = [0]
        at = self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return tuple(starts)

    def place(self, offset: int) -> Place:
        """Where this offset is in its text; an offset past the end is the end."""
        text = self.of(offset)
        offset = max(0, min(offset - text.first, len(text.text)))
        line = bisect_right(text.starts, offset)
        return Place(line, offset - text.starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """The text of a line (from 1) without its end."""
        start = self.starts[number - 1]
        end = self.starts[number] - 1 if number < len(self.starts) else len(self.text)
        return self.text[start:end]

    def written(self, text: str) -> str:
        """`text` with the line ends of the file."""
        return text if self.ending == "\n" else text.replace("\n", self.ending)
