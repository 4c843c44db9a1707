"""`docs/language/words.md`: every word of the language, what it means, where it is priced and who uses it.

`python -m tests.docs.words` writes it. Meanings come from `dsl.vocabulary`; examples from the tariffs of the
documentation, which are compiled and computed by the tests; uses from the stated cases and the shipped tariffs. All are
found by the parser. A word without a meaning or an example is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

from dsl import syntax
from dsl.diagnostics import Span
from dsl.reading.layout import Line
from dsl.reading.parse import parse
from dsl.reading.said import words_said
from dsl.source import Source
from dsl.vocabulary import VOCABULARY, Entry, Role
from tests.cases.comparison import STATED
from tests.language.markdown_cases import FENCE

ROOT: Final = Path(__file__).parents[2]
PATH: Final = ROOT / "docs" / "language" / "words.md"
EXAMPLES: Final = (*sorted((ROOT / "docs" / "author").glob("*.md")), PATH.with_name("examples.md"))
SHIPPED: Final = ROOT / "tariff_library" / "texts"
FEW: Final = 2
SHOWN: Final = 8

_ROLES: Final[dict[Role, str]] = {
    "declaration": "Words that open a part of the file",
    "setting": "Words that open a line of the header",
    "clause": "Words that open a line of a charge",
    "type": "Types of inputs",
    "word": "Words within a line",
}
_CONTAINERS: Final = ("tariff", "inputs", "windows", "values", "for each")


class WordsError(Exception):
    """Words of the language that nobody has explained, one sentence for each."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A word in an example: the lines in which it stands, and the page and heading of the whole tariff."""

    lines: tuple[str, ...]
    answer: str
    page: Path
    heading: str
    alone: bool
    """The tariff stands in one text."""

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """A word is better shown in a short part of a tariff that stands alone, and not in its examples."""
        return self.lines[0] == "examples", not self.alone, len(self.lines)


@dataclass(slots=True)
class Usage:
    """Where a word is shown and who uses it."""

    shown: Shown | None = None
    used_by: set[str] = field(default_factory=set)


def text(vocabulary: Sequence[Entry] = VOCABULARY) -> str:
    """The page as the file holds it. WordsError where a word has no meaning or no example."""
    usages = usages_of(vocabulary)
    missing = []
    for entry in vocabulary:
        if not entry.meaning:
            missing.append(f"`{entry.text}` has no meaning: say it in one sentence in dsl/vocabulary.py")
        if entry.role != "later" and usages[entry].shown is None:
            missing.append(
                f"`{entry.text}` has no example: write a small tariff that uses it, with its figures worked out by "
                "hand, in docs/author/cookbook.md or docs/language/examples.md, then run `python -m tests.docs.words`"
            )
    if missing:
        raise WordsError("\n".join(missing))
    return "\n".join(_page(vocabulary, usages)) + "\n"


# ----------------------------------------------------------------------------------------------- who uses it


def usages_of(vocabulary: Sequence[Entry]) -> dict[Entry, Usage]:
    usages = {entry: Usage() for entry in vocabulary}
    for name, tariff in _users():
        for entry in tariff:
            if entry in usages:
                usages[entry].used_by.add(name)
    for entry, shown in _examples():
        if entry in usages:
            usage = usages[entry]
            if usage.shown is None or shown.rank < usage.shown.rank:
                usage.shown = shown
    for entry in vocabulary:
        if entry.part_of and not any(entry.part_of == head.text for head in vocabulary):
            raise WordsError(f"`{entry.text}` is part of `{entry.part_of}`, which is no word")
    return usages


@lru_cache(1)
def _users() -> tuple[tuple[str, frozenset[Entry]], ...]:
    """The words of every stated case and of every shipped tariff."""
    files = [(file.parent.name, file) for file in sorted(STATED.rglob("*.tariff"))]
    files += [(f"{file.parent.name}/{file.stem}", file) for file in sorted(SHIPPED.rglob("*.tariff"))]
    return tuple((name, frozenset(said.entry for said in words_said(_source(file)))) for name, file in files)


def _source(file: Path) -> Source:
    return Source(file.read_text(encoding="utf-8"), file.name)


def served(entry: Entry, usages: dict[Entry, Usage]) -> set[str]:
    """Who uses a word, or the phrase that it is a part of."""
    phrase = entry.part_of or entry.text
    return set().union(
        *(usage.used_by for other, usage in usages.items() if other is entry or phrase in (other.text, other.part_of))
        if any(phrase == other.part_of for other in usages)
        else (usages[entry].used_by,)
    )


# -------------------------------------------------------------------------------------------------- examples


@lru_cache(1)
def _examples() -> tuple[tuple[Entry, Shown], ...]:
    return tuple(found for page in EXAMPLES for found in _examples_of(page))


def _examples_of(page: Path) -> Iterator[tuple[Entry, Shown]]:
    document = page.read_text(encoding="utf-8")
    for fence in FENCE.finditer(document):
        if fence["kind"] != "tariff":
            continue
        source = Source(fence["text"], page.name)
        heading = re.findall(r"^#+ (.*)$", document[: fence.start()], re.MULTILINE)[-1]
        tariff, _, layout = parse(source)
        answer = "other texts use it" if tariff.shared else _answer(tariff, source)
        if not answer:
            continue
        alone = tariff.based_on is None and not tariff.uses
        for said in words_said(source):
            lines = _lines(layout.root, said.span, source)
            yield said.entry, Shown(tuple(lines), answer, page, heading, alone)


def _lines(parent: Line, span: Span, source: Source) -> list[str]:
    """The declaration in which a word stands; of a container only its head and that line."""
    line = next(line for line in parent.children if span.start < _end(line))
    written = [_text(source, number) for number in _numbers(line)]
    if line.kind not in _CONTAINERS or span.start < line.span.end:
        return written
    head = [_text(source, one.number) for one in line.written]
    return head + _lines(line, span, source)


def _end(line: Line) -> int:
    return _end(line.children[-1]) if line.children else line.span.end


def _numbers(line: Line) -> Iterator[int]:
    yield from (one.number for one in line.written)
    for child in line.children:
        yield from _numbers(child)


def _text(source: Source, number: int) -> str:
    return source.text.split("\n")[number - 1].rstrip()


def _answer(tariff: syntax.Tariff, source: Source) -> str:
    """The first example in a line: what is told, and what it comes to."""
    for part in tariff.body:
        if isinstance(part, syntax.Examples):
            row = part.rows[0]
            heads = [name.text for name in part.inputs]
            told = [f"{name} {_of(source, cell.span)}" for name, cell in zip(heads, row.inputs, strict=True) if cell]
            told += [f"{len(items.rows)} {items.name.text}" for items in row.lists]
            answers = [
                f"{_of(source, name.span)} {_of(source, cell.span)}"
                for name, cell in zip(part.expected, row.expected, strict=True)
                if cell
            ]
            return f"{', '.join(told)} → {', '.join(answers)}" if told else ", ".join(answers)
    return ""


def _of(source: Source, span: Span) -> str:
    return source.text[span.start : span.end]


# ------------------------------------------------------------------------------------------------------ page


def _page(vocabulary: Sequence[Entry], usages: dict[Entry, Usage]) -> Iterator[str]:
    yield "# The words of the language"
    yield ""
    yield "<!-- Written by `python -m tests.docs.words`; a test fails when it is not current. -->"
    yield ""
    yield (
        "Every word, what it means, how it looks in a tariff, and which of the "
        f"{len({name for name, _ in _users()})} price lists (stated cases and shipped tariffs) use it. The tariffs in "
        "which the words are shown are compiled and their figures computed by the tests. "
        "A word that serves fewer than two is merged, generalised or dropped."
    )
    few = [entry for entry in vocabulary if entry.role != "later" and len(served(entry, usages)) < FEW]
    for role, title in _ROLES.items():
        yield from ("", f"**{title}**: " + " · ".join(_link(e) for e in vocabulary if e.role == role))
    for role, title in _ROLES.items():
        yield from ("", f"## {title}")
        for entry in (e for e in vocabulary if e.role == role):
            yield from _section(entry, usages)
    yield from ("", "## Planned, not read yet", "")
    yield from (f"- `{entry.text}`: {entry.meaning}" for entry in vocabulary if entry.role == "later")
    yield from ("", "## Words that serve fewer than two", "")
    for entry in few:
        yield f"- {_link(entry)}: {', '.join(f'`{name}`' for name in sorted(served(entry, usages))) or 'none'}"


def _section(entry: Entry, usages: dict[Entry, Usage]) -> Iterator[str]:
    usage = usages[entry]
    shown = usage.shown
    assert shown is not None
    yield from ("", f"### {_title(entry)}", "", f"{_sentence(entry.meaning)}{_used(entry, usages)}", "")
    yield from ("```text", *shown.lines, "```", "")
    place = "../author/" if shown.page.parent.name == "author" else ""
    yield f"{shown.answer} ([{shown.heading}]({place}{shown.page.name}#{slug(shown.heading)}))"


def _used(entry: Entry, usages: dict[Entry, Usage]) -> str:
    names = sorted(usages[entry].used_by)
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    said = f" Used by {len(names)}"
    said += f": {', '.join(f'`{name}`' for name in names[:SHOWN])}{more}." if names else "."
    if entry.part_of:
        said += f" Part of a phrase with `{entry.part_of}`, used by {len(served(entry, usages))}."
    if len(served(entry, usages)) < FEW:
        said += " **Serves fewer than two.**"
    return said


def _sentence(meaning: str) -> str:
    return f"{meaning[0].upper()}{meaning[1:]}."


def _title(entry: Entry) -> str:
    return f"`{entry.text}` as a type" if entry.role == "type" else f"`{entry.text}`"


def _link(entry: Entry) -> str:
    return f"[`{entry.text}`](#{slug(_title(entry))})"


def slug(heading: str) -> str:
    """How GitHub names a heading in links."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
