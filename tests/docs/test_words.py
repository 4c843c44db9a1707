"""The page of the words is current, and no word is left without a meaning, an example and its uses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dsl.vocabulary import VOCABULARY, Entry
from tests.docs.words import PATH, WordsError, slug, text, usages_of


def test_the_page_is_current() -> None:
    found = PATH.read_text(encoding="utf-8")
    assert found == text(), f"{PATH.name} is not current: run `python -m tests.docs.words` and read the difference"


def test_a_word_without_an_example_is_named() -> None:
    with pytest.raises(WordsError, match=r"`hereafter` has no example: write a small tariff"):
        text((*VOCABULARY, Entry("hereafter", "word", "some day")))


def test_a_word_without_a_meaning_is_named() -> None:
    first, *rest = VOCABULARY
    with pytest.raises(WordsError, match=r"`tariff` has no meaning: say it in one sentence"):
        text((replace(first, meaning=""), *rest))


def test_a_part_belongs_to_a_word() -> None:
    with pytest.raises(WordsError, match="`up` is part of `nowhere`"):
        usages_of((Entry("up", "word", "larger", part_of="nowhere"),))


def test_uses_are_read_not_searched() -> None:
    usages = {entry.text: usage for entry, usage in usages_of(VOCABULARY).items() if entry.role == "clause"}
    assert "killbill-docs-water-14" in usages["volume"].used_by
    assert "rt-102-malaysia-motor" not in usages["volume"].used_by, "there it is a type"


@pytest.mark.parametrize(
    ("heading", "name"),
    [("`at least`", "at-least"), ("Off, on, and over which lines", "off-on-and-over-which-lines")],
)
def test_the_name_of_a_heading(heading: str, name: str) -> None:
    assert slug(heading) == name
