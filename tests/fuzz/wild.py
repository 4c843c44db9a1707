"""Random texts that were never tariffs: words of the language in any order, characters, bytes."""

from __future__ import annotations

from random import Random

from dsl.vocabulary import VOCABULARY, WEEKDAYS

_HEADS = (
    "tariff", "inputs", "windows", "table t", "values", "let x =", "charge c", "limit l", "discount d", "tax t",
    "for each i in l", "result r =", "examples", "guarantee", "unit u, us", "  currency EUR", "  | a || b |",
    "  quantity q", "  price", "  graduated", "    up to 5 km", "  x  one of", "  l  list up to 5", "plan p", "use x",
)  # fmt: skip
_PIECES = (
    '"a"', '"', "5 km", "0.59 PLN/min", "23%", "2026-03-02", "2026-03-02 08:10", "22:00", "||", "|", "(", ")", "+",
    "-", "*", "/", ",", ".", "=", ":", "#", "x", "y.z", "a_b", "1", "0", "1/3", "EUR", "\t", "  ", "…", "–", "²", "€",
)  # fmt: skip
_WORDS = tuple(entry.text for entry in VOCABULARY) + WEEKDAYS
_RANGES = ((32, 126), (32, 126), (0, 31), (0x80, 0x24F), (0x370, 0x52F), (0x2000, 0x206F), (0x4E00, 0x4E40),
           (0x600, 0x6FF), (0x1F600, 0x1F64F), (0xD800, 0xDFFF), (0xFE00, 0xFFFF), (0xE0000, 0xE007F))  # fmt: skip


def token(dice: Random) -> str:
    """A word or a sign of the language."""
    return dice.choice(_WORDS) if dice.random() < 0.55 else dice.choice(_PIECES)


def character(dice: Random) -> str:
    """A character from anywhere, halves of surrogate pairs among them."""
    return chr(dice.randint(*dice.choice(_RANGES)))


def token_soup(dice: Random) -> str:
    """Lines of words of the language, often under a head that fits."""
    lines = []
    indent = 0
    for _ in range(dice.randint(1, 25)):
        indent = max(0, indent + dice.choice([-2, -2, 0, 0, 0, 2, 2, 1]))
        words = [token(dice) for _ in range(dice.randint(0, 12))]
        if dice.random() < 0.6:
            words.insert(0, dice.choice(_HEADS))
        lines.append(" " * indent + " ".join(words))
    return "\n".join(lines)


def character_soup(dice: Random) -> str:
    return "".join(character(dice) for _ in range(dice.randint(0, 400)))


def byte_soup(dice: Random) -> str:
    """Random bytes, as programs with the wrong idea of a file decode them."""
    raw = dice.randbytes(dice.randint(0, 600))
    encoding, errors = dice.choice([("utf-8", "replace"), ("utf-8", "surrogateescape"), ("latin-1", "strict"),
                                    ("utf-16", "surrogatepass"), ("cp1252", "replace")])  # fmt: skip
    return raw.decode(encoding, errors if encoding != "utf-16" else "replace")


def wild(dice: Random) -> str:
    """One of them."""
    return dice.choice([token_soup, token_soup, token_soup, character_soup, byte_soup])(dice)
