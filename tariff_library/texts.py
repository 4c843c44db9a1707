"""Texts of tariffs: what may be kept, their fingerprint, and the ones that are shipped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files

from dsl.combining.shelf import ALONE, Bundle, Texts, bundled
from dsl.compile import Analysis, analyse
from dsl.limits import SOURCE_BYTES
from engine.quote import Pricer
from tariff_library.answers import NameRefused, TextRefused

LONGEST_NAME = 100
ANALYSES_KEPT = 64

_NAME = re.compile(r"[^\W\d]\w*")


@lru_cache(maxsize=ANALYSES_KEPT)
def analysed(text: str, beside: Bundle = ALONE) -> Analysis:
    """`dsl.compile.analyse`, done once for a text and those it is made of: form and curve ask about the same draft."""
    return analyse(text, shelf=beside)


@lru_cache(maxsize=ANALYSES_KEPT)
def text_pricer(text: str, beside: Bundle = ALONE) -> Pricer | None:
    """What prices a text; None when it has errors."""
    graph = analysed(text, beside).graph
    return None if graph is None else Pricer(graph)


@dataclass(frozen=True, slots=True)
class ShippedText:
    """A tariff that comes with the program."""

    name: str
    domain: str
    text: str


def text_hash(text: str) -> str:
    """The fingerprint of the words, comments included."""
    return sha256(text.encode()).hexdigest()


def refusal_of_text(text: str) -> TextRefused | None:
    """Why a text cannot be kept as a draft; mistakes in it are no reason."""
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        return TextRefused("the text holds half of a surrogate pair, which no file can hold")
    if size > SOURCE_BYTES:
        return TextRefused(f"the text has {size} bytes, a tariff has at most {SOURCE_BYTES}")
    if "\0" in text:
        return TextRefused("the text holds the character U+0000")
    return None


def refusal_of_name(name: str) -> NameRefused | None:
    """Why a tariff cannot be called so."""
    if len(name) > LONGEST_NAME:
        return NameRefused(name[:LONGEST_NAME], f"a name has at most {LONGEST_NAME} letters")
    if not _NAME.fullmatch(name):
        return NameRefused(name, "a name is letters, digits and `_`, and begins with a letter: `city_drive`")
    return None


def shipped() -> Iterator[ShippedText]:
    """The tariffs that come with the program, by domain and name."""
    domains = (one for one in files("tariff_library").joinpath("texts").iterdir() if one.is_dir())
    for domain in sorted(domains, key=lambda one: one.name):
        for file in sorted(domain.iterdir(), key=lambda one: one.name):
            if file.name.endswith(".tariff"):
                yield ShippedText(file.name.removesuffix(".tariff"), domain.name, file.read_text(encoding="utf-8"))


def beside_shipped(text: str, among: Iterable[ShippedText] | None = None) -> Bundle:
    """What a shipped text is made of: other shipped ones."""
    return bundled(text, Texts({one.name: one.text for one in (shipped() if among is None else among)}))
