"""What passes between Python and the editor in the browser.

Every offset counts Unicode code points of the text with `\\n` line ends, as Python and the API do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NotRequired, TypedDict

Severity = Literal["error", "warning", "info"]
Mode = Literal["edit", "unified", "split"]
Command = Literal["save", "run"]

Edit = TypedDict("Edit", {"from": int, "to": int, "insert": str})
Related = TypedDict("Related", {"from": int, "to": int, "message": str})
Hover = TypedDict("Hover", {"from": int, "to": int, "text": str})


class Action(TypedDict):
    """A fix: all its edits are made at once, and one undo takes them back."""

    label: str
    edits: Sequence[Edit]


Diagnostic = TypedDict(
    "Diagnostic",
    {
        "from": int,
        "to": int,
        "severity": Severity,
        "name": NotRequired[str],
        "message": str,
        "help": NotRequired[str | None],
        "actions": NotRequired[Sequence[Action]],
        "related": NotRequired[Sequence[Related]],
    },
)


class Completion(TypedDict):
    """A suggestion. `apply` is inserted instead of the label; with `${…}` in it, it is a snippet whose
    blanks Tab steps through."""

    label: str
    type: NotRequired[str]
    detail: NotRequired[str]
    apply: NotRequired[str]


class Inlay(TypedDict):
    """Words after the end of a line (counted from 1), such as an amount that follows from it."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the language, for colours and completion. A phrase is written with single spaces."""

    keywords: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    """Words that open a line."""
    sections: tuple[str, ...] = ("inputs", "values", "windows", "events")
    """Heads below which every line begins with a new name."""
    meanings: Mapping[str, str] = field(default_factory=dict)
    """What a word means, in a sentence: shown beside it in the completion and under the pointer."""


@dataclass(frozen=True, slots=True)
class EditorState:
    """What stands in the editor now."""

    text: str
    seq: int
    """Counts the changes of the text in the browser; 0 before the first."""
    command: Command | None = None
    """Set in the one run that the key press caused."""
    picked_line: int | None = None
    """The line whose inlay was clicked, in the one run that the click caused."""
