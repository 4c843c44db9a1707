"""How a command ends, and how it speaks: for people, or one JSON document for programs."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from enum import IntEnum
from typing import TextIO


class Exit(IntEnum):
    """The exit codes; `tariff --help` and docs/integrator/command-line.md tell them."""

    DONE = 0
    FINDINGS = 1
    UNUSABLE = 2
    REFUSED = 3


MEANINGS = {
    Exit.DONE: "done; warnings are no failure",
    Exit.FINDINGS: "the tariff has errors, an example does not hold, or a text is not in the one layout",
    Exit.UNUSABLE: "the command cannot be carried out: wrong usage, a file that is missing or no UTF-8, "
    "a port that is taken, a database that is newer than the program",
    Exit.REFUSED: "the request is refused, or the tariff has no price for it",
}


class Failed(Exception):  # noqa: N818 - how a command may end
    """The command ends here, with a sentence for the person who gave it."""

    def __init__(self, message: str, help: str | None = None, code: Exit = Exit.UNUSABLE) -> None:
        super().__init__(message)
        self.message = message
        self.help = help
        self.code = code


@dataclass(frozen=True, slots=True)
class Voice:
    """Speaks to whoever gave the command. `json`: programs; they get one document and nothing else."""

    json: bool

    def document(self, document: object) -> None:
        """The JSON document of the command."""
        print(json.dumps(document, ensure_ascii=False, indent=2))

    def say(self, *lines: str) -> None:
        """Words for people."""
        if not self.json:
            for line in lines:
                print(line)

    def complain(self, *lines: str) -> None:
        """Words for people on what went wrong."""
        if not self.json:
            sys.stdout.flush()
            for line in lines:
                print(line, file=sys.stderr)

    def failed(self, failure: Failed) -> Exit:
        """The end of a command that could not be carried out."""
        if self.json:
            self.document({"error": {"message": failure.message, "help": failure.help}})
        self.complain(paint("error", RED, sys.stderr) + f": {failure.message}")
        if failure.help:
            self.complain(f"  help: {failure.help}")
        return failure.code


RED, GREEN, YELLOW, BOLD, DIM = "31", "32", "33", "1", "2"


def is_coloured(stream: TextIO) -> bool:
    """Colour only where somebody looks, and does not mind (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def paint(text: str, colour: str, stream: TextIO) -> str:
    """The text in colour, where there is colour."""
    return f"\x1b[{colour}m{text}\x1b[0m" if is_coloured(stream) else text


def one_or_many(count: int, one: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{count} {one}" if count == 1 else f"{count} {one}s"
