"""Small damage to texts: what hands, editors and other programs do to a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from tests.fuzz.corpus import corpus
from tests.fuzz.wild import character, token

_TOKEN = re.compile(r'"[^"\n]*"|\w[\w.:-]*|\s+|\|\||.', re.DOTALL)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_UNIT = re.compile(r"(?<=\d )[A-Za-z%]\w*(?:/\w+)?")
_NUMBERS = (
    "0", "-1", "1,5", "1 000", "1_000", ".5", "5.", "999999999999999999", "9999999999999999999", "1e400",
    "0.0000000000001", "0.000000000001", "2026-02-30", "25:00", "１２", "١٢", "1/3", "0x10", "+3", "--3",
)  # fmt: skip
_UNITS = (
    "km", "min", "h", "kWh", "day", "month", "EUR", "PLN/min", "%", "%/year", "XYZ", "eur", "kB", "KiB", "m2", "/h", "",
)  # fmt: skip

Mutation = Callable[[Random, str], str]


def mutated(dice: Random, text: str) -> str:
    """The text after one to five mutations."""
    for _ in range(dice.choice([1, 1, 1, 2, 3, 5])):
        text = dice.choice(MUTATIONS)(dice, text)
    return text


def tokens_changed(dice: Random, text: str) -> str:
    """A token is deleted, doubled, swapped with its neighbour or another, or put in."""
    parts = _TOKEN.findall(text)
    if not parts:
        return text
    at, other = dice.randrange(len(parts)), dice.randrange(len(parts))
    match dice.randrange(6):
        case 0:
            parts[at] = ""
        case 1:
            parts[at] *= 2
        case 2:
            parts[at], parts[other] = parts[other], parts[at]
        case 3:
            near = min(at + 2, len(parts) - 1)
            parts[at], parts[near] = parts[near], parts[at]
        case 4:
            parts[at] = f" {token(dice)} "
        case _:
            parts.insert(at, f" {token(dice)} ")
    return "".join(parts)


def lines_changed(dice: Random, text: str) -> str:
    """A line is deleted, doubled, moved, taken from another tariff, or a block of lines repeated."""
    lines = text.split("\n")
    at, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    match dice.randrange(6):
        case 0:
            del lines[at]
        case 1:
            lines.insert(other, lines[at])
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case 3:
            lines.insert(at, dice.choice(dice.choice(corpus()).split("\n")))
        case 4:
            first, last = sorted((at, other))
            lines[first:first] = lines[first:last]
        case _:
            lines[at] = lines[at] + " " + lines[other].strip()
    return "\n".join(lines)


def characters_changed(dice: Random, text: str) -> str:
    """A character is deleted, doubled, replaced or put in."""
    if not text:
        return character(dice)
    at = dice.randrange(len(text))
    inserted = dice.choice([character(dice), text[dice.randrange(len(text))], dice.choice('"|#()=,.-+*/%\n\t\r:_ ')])
    return text[:at] + inserted + text[at + dice.choice([0, 0, 1, 1, 2]) :]


def cut(dice: Random, text: str) -> str:
    """The text ends early, or begins late."""
    at = dice.randrange(len(text) + 1)
    return text[:at] if dice.random() < 0.7 else text[at:]


def number_replaced(dice: Random, text: str) -> str:
    return _replaced(dice, text, _NUMBER, dice.choice(_NUMBERS))


def unit_replaced(dice: Random, text: str) -> str:
    return _replaced(dice, text, _UNIT, dice.choice(_UNITS))


def name_replaced(dice: Random, text: str) -> str:
    """One name is put where another stood: wrong types, circles, lines that are not priced yet."""
    names = re.findall(r"[^\W\d]\w*", text)
    return _replaced(dice, text, re.compile(r"[^\W\d]\w*"), dice.choice(names)) if names else text


def name_replaced_everywhere(dice: Random, text: str) -> str:
    names = re.findall(r"[^\W\d]\w*", text)
    if not names:
        return text
    return re.sub(rf"\b{re.escape(dice.choice(names))}\b", dice.choice([*names, "x", "gross"]), text)


def _replaced(dice: Random, text: str, pattern: re.Pattern[str], instead: str) -> str:
    places = list(pattern.finditer(text))
    if not places:
        return text
    place = dice.choice(places)
    return text[: place.start()] + instead + text[place.end() :]


def indentation_changed(dice: Random, text: str) -> str:
    lines = text.split("\n")
    at = dice.randrange(len(lines))
    line = lines[at].lstrip()
    lines[at] = dice.choice(["", " ", "   ", "    ", "\t", " \t ", "        ", "\u00a0 ", "\ufeff"]) + line
    return "\n".join(lines)


def laid_out_otherwise(dice: Random, text: str) -> str:
    """The whole file has other line ends, tabs, wider spaces or a byte order mark."""
    match dice.randrange(8):
        case 0:
            return text.replace("\n", "\r\n")
        case 1:
            return text.replace("\n", "\r")
        case 2:
            return text.replace("  ", "\t")
        case 3:
            return text.replace(" ", "  ")
        case 4:
            return "\ufeff" + text
        case 5:
            return text.replace(" ", "\u00a0")
        case 6:
            return text.replace("\n", "\n\n")
        case _:
            return text.replace("\n", dice.choice(["\u2028", "\x0b", "\x0c", "\x85", "\x00"]))


MUTATIONS: tuple[Mutation, ...] = (
    tokens_changed, tokens_changed, tokens_changed, lines_changed, lines_changed, characters_changed,
    characters_changed, cut, number_replaced, unit_replaced, name_replaced, name_replaced_everywhere,
    indentation_changed, laid_out_otherwise,
)  # fmt: skip
