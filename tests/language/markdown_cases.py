"""Golden tests in Markdown: a heading is a claim, the tariff stands in a fence, the answer in the next one.

A file is one test. `pytest --accept` writes the answers into it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from dsl.combining.shelf import Texts

FENCE = re.compile(r"^```(?P<kind>[\w-]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def case_files(folder: Path) -> list[Path]:
    """The files of a folder, in order of their names."""
    return sorted(folder.glob("*.md"))


def shelf(document: str) -> Texts:
    """The other texts of a file: those in fences like `beside-city_drive`."""
    return Texts(
        {
            fence["kind"].removeprefix("beside-"): fence["text"]
            for fence in FENCE.finditer(document)
            if fence["kind"].startswith("beside-")
        }
    )


def tariffs(document: str) -> list[str]:
    """The tariffs of a file."""
    return [fence["text"] for fence in FENCE.finditer(document) if fence["kind"] == "tariff"]


def answered(document: str, answer: Callable[[str], str]) -> str:
    """The document with what `answer` says about each tariff in the fence after it."""
    parts: list[str] = []
    at = 0
    fences = list(FENCE.finditer(document))
    for number, fence in enumerate(fences):
        if fence["kind"] != "tariff":
            continue
        following = fences[number + 1] if number + 1 < len(fences) else None
        text = answer(fence["text"])
        kept = document[at : fence.end()]
        if following is not None and following["kind"] == "text":
            kept += document[fence.end() : following.start("text")] + text
            at = following.end("text")
        else:
            kept += f"\n\n```text\n{text}```"
            at = fence.end()
        parts.append(kept)
    return "".join([*parts, document[at:]])


def check(path: Path, answer: Callable[[str], str], accept: bool) -> None:
    """What the file says is what `answer` says."""
    document = path.read_text(encoding="utf-8")
    found = answered(document, answer)
    if accept and found != document:
        path.write_text(found, encoding="utf-8")
        return
    assert found == document
