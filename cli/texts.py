"""Where the texts come from: files, standard input, the tariffs that come with the program."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from cli.outcome import Exit, Failed
from dsl.combining.shelf import FoundText
from dsl.compile import Analysis, analyse
from engine.graph import Graph
from tariff_library.texts import shipped

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Beside:
    """What `use` and `based on` find: the files of a folder, then the tariffs that come with the program."""

    folder: Path

    def find(self, name: str) -> FoundText | None:
        """The text `NAME.tariff` of the folder, or the shipped one; ends the command when a file cannot be read."""
        path = self.folder / f"{name}.tariff"
        if path.is_file():
            return FoundText(decoded(read_file(path), str(path)), str(path))
        text = {one.name: one.text for one in shipped()}.get(name)
        return None if text is None else FoundText(text, name)

    def names(self) -> list[str]:
        """The files of the folder and the shipped tariffs."""
        return sorted({*(one.stem for one in self.folder.glob("*.tariff")), *(one.name for one in shipped())})


@dataclass(frozen=True)
class Text:
    """A text with the name under which it was asked for; `path` is None where it is no file."""

    name: str
    text: str
    path: Path | None

    @cached_property
    def analysis(self) -> Analysis:
        """All there is to say about it."""
        return analyse(self.text, self.name, Beside(Path() if self.path is None else self.path.parent))

    @property
    def has_errors(self) -> bool:
        return self.analysis.graph is None

    def graph(self) -> Graph:
        """What it computes; ends the command when it has errors."""
        if self.analysis.graph is None:
            raise Failed(f"{self.name} has errors", f"`tariff check {self.name}` shows them", Exit.FINDINGS)
        return self.analysis.graph


def read_text(argument: str) -> Text:
    """The text of a file, of standard input (`-`), or of a shipped tariff by its name."""
    if argument == STANDARD_INPUT:
        return Text("standard input", decoded(read_standard_input(), "standard input"), None)
    path = Path(argument)
    if path.exists() or "/" in argument:
        return Text(argument, decoded(read_file(path), argument), path)
    known = {one.name: one.text for one in shipped()}
    if argument in known:
        return Text(argument, known[argument], None)
    nearby = [*known, *(one.name for one in Path().glob("*.tariff"))]
    nearest = get_close_matches(argument, nearby, n=1)
    raise Failed(
        f"there is no file `{argument}` and no shipped tariff of this name",
        f"did you mean `{nearest[0]}`?" if nearest else f"shipped are {', '.join(known) or 'none'}",
    )


def read_file(path: Path) -> bytes:
    """What a file holds; ends the command when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as problem:
        raise Failed(f"`{path}` cannot be read: {(problem.strerror or str(problem)).lower()}") from problem


def read_standard_input() -> bytes:
    """All of standard input."""
    return sys.stdin.buffer.read()


def decoded(content: bytes, name: str) -> str:
    """The text of a file; ends the command when it is not UTF-8, naming the first place."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        raise Failed(
            f"`{name}` is not UTF-8: line {line} holds the byte 0x{content[problem.start]:02X}",
            "save it as UTF-8 in your editor",
        ) from problem
