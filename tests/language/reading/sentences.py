"""Random tariffs out of the grammar itself: every line is a sentence of one of its start rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random

from dsl.reading.lexer import written_lines
from dsl.reading.parse import grammar, read_tokens
from dsl.reading.tree_builder import Refused
from dsl.vocabulary import MONTHS, VOCABULARY, WEEKDAYS
from engine.units import UNITS

WORDS = {
    "PLUS": "+", "MINUS": "-", "STAR": "*", "SLASH": "/", "LPAR": "(", "RPAR": ")",
    "COMMA": ",", "DOT": ".", "EQUAL": "=", "PERCENT": "%", "COLON": ":", "RANGE": "",
    **{entry.terminal: entry.text for entry in VOCABULARY if entry.terminal},
}  # fmt: skip
SAMPLES = {
    "NAME": ("fee", "ride", "zone", "x", "größe", "day_cap", "rates2"),
    "NUMBER": ("0", "3", "18", "0.25", "1000", "000123", "2.50"),
    "QUANTITY": ("5 km", "12.50 PLN", "0.59 PLN/min", "23%", "4.20 EUR/kW/month", "24 h", "2 ft"),
    "STRING": ('"Type 2"', '"a | b # c"', '""'),
    "DATE": ("2026-03-02", "2024-02-29"),
    "TIME": ("22:00", "6:30", "24:00", "08:15:30"),
    "MOMENT": ("2026-03-02 08:10", "2026-03-02 8:10:30+02:00"),
    "WEEKDAY": WEEKDAYS,
    "MONTH": MONTHS,
}
BEGINS_WITH_A_UNIT = frozenset(entry.terminal for entry in VOCABULARY if entry.text.split()[0] in UNITS)
"""Behind a number `months of` is not read: `up to 5 months of …` is five months."""
MOST_STEPS = 60
"""After so many steps a sentence takes the shortest way to its end."""


@cache
def expansions() -> dict[str, list[tuple[str, ...]]]:
    """What each rule of the compiled grammar can become."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for rule in grammar().rules:
        found.setdefault(rule.origin.name, []).append(tuple(symbol.name for symbol in rule.expansion))
    return found


@cache
def shortest() -> dict[str, int]:
    """How many words each rule needs at least."""
    lengths = dict.fromkeys(expansions(), 10**6)
    for _ in range(len(lengths)):
        for name, choices in expansions().items():
            lengths[name] = min(sum(lengths.get(part, 1) for part in choice) for choice in choices)
    return lengths


def words_of(rule: str, random: Random) -> list[tuple[str, str]]:
    """A sentence of a rule: terminals with their words."""
    words: list[tuple[str, str]] = []
    waiting = [rule]
    steps = 0
    while waiting:
        part = waiting.pop()
        choices = expansions().get(part)
        if choices is None:
            words.append((part, random.choice(SAMPLES[part]) if part in SAMPLES else WORDS[part]))
            continue
        steps += 1
        if steps > MOST_STEPS:
            lengths = shortest()
            chosen = min(choices, key=lambda choice: sum(lengths.get(name, 1) for name in choice))
        else:
            chosen = random.choice(choices)
        waiting.extend(reversed(chosen))
    return words


def sentence(rule: str, random: Random) -> str:
    """A sentence as somebody might write it; after a plain number stand two spaces."""
    text = ""
    before = ""
    follows_range = False
    for terminal, word in words_of(rule, random):
        if terminal == "MINUS" and follows_range:
            continue  # after a name, `- 5 to 10` begins a subtraction
        moment = before == "DATE" and terminal == "TIME" and not rule.startswith("window")
        if moment or (before == "NUMBER" and terminal in BEGINS_WITH_A_UNIT):
            return sentence(rule, random)  # it would be read as one
        if word:
            tight = terminal in ("COMMA", "RPAR", "DOT") or before in ("LPAR", "DOT", "")
            if before == "NUMBER" and terminal in ("NUMBER", "QUANTITY", "NAME"):
                text += "  "
            elif not tight or (before and random.random() < 0.1 and terminal not in ("COMMA", "DOT")):
                text += " " * random.choice((1, 1, 1, 2))
            text += word
        before = terminal if word else before
        follows_range = terminal == "RANGE"
    return text


def anything(text: str) -> bool:
    return True


def says_something(text: str) -> bool:
    """`let x` and `let x =` go on below."""
    return "=" in text and not text.endswith("=")


def readable(rule: str, random: Random, wanted: Callable[[str], bool] = anything) -> str:
    """A sentence that the language takes, and that is wanted."""
    while True:
        text = sentence(rule, random)
        try:
            read_tokens(rule, written_lines(text)[0].tokens)
        except Refused:
            continue
        if wanted(text):
            return text


def tariff(random: Random) -> str:
    """A whole file. It is written well and means nothing."""
    step = random.choice((1, 2, 4))
    lines = [sentence("tariff_line", random)]

    def add(text: str, level: int) -> None:
        if random.random() < 0.1:
            lines.append("")
        if random.random() < 0.1:
            lines.append(" " * random.randint(0, 6) + '# a comment | " 5')
        beside = "  # beside" if random.random() < 0.1 else ""
        lines.append(" " * (step * level) + text + beside)

    def some(rule: str, level: int, most: int = 3, last: str = "", wanted: Callable[[str], bool] = anything) -> None:
        """Lines of one kind; only the last one may start with the word `last`."""
        count = random.randint(1, most)
        for n in range(count):
            chosen = wanted if not last or n == count - 1 else lambda text: last not in text.split()[:1]
            add(readable(rule, random, chosen), level)

    def rows(level: int) -> None:
        left, right = random.randint(1, 3), random.randint(1, 3)
        heads = [sentence("heading", random) for _ in range(left)]
        add(f"| {' | '.join(heads)} || {' | '.join(f'r{n}' for n in range(right))} |", level)
        for _ in range(random.randint(1, 4)):
            cells = [readable("cell", random) for _ in range(left)]
            if random.random() < 0.1:
                cells = ["otherwise"]
            results = [readable("answer", random) for _ in range(right)]
            add(f"|{' | '.join(cells)}||{' | '.join(results)} |", level)

    some("setting", 1)
    some("unit_line", 0, 1)
    add("inputs", 0)
    for _ in range(random.randint(1, 4)):
        text = readable("input_line", random)
        add(text, 1)
        if " list " in " ".join(text.split()):
            add("km  length", 2)
    some("require_line", 1)
    add("windows", 0)
    for _ in range(random.randint(1, 3)):
        add(f"w {readable('window', random)}", 1)
        some("window", 3, 2)
    add(sentence("table_line", random), 0)
    rows(1)
    add("values", 0)
    for name in "abc":
        add(f"{name} = {readable('dated', random, lambda text: 'from' in text.split())}", 1)
        for _ in range(random.randint(0, 2)):
            add(readable("dated", random, lambda text: "from" in text.split()), 3)
    for _ in range(random.randint(1, 4)):
        add(readable("let_line", random, says_something), 0)
    add("let x", 0)
    add(readable("case_line", random, lambda text: "otherwise" not in text.split()), 1)
    add(readable("case_line", random), 1)
    for _ in range(random.randint(1, 3)):
        add('charge x "L"', 0)
        some("charge_clause", 1, wanted=lambda text: text.split()[0] in ("quantity", "at", "no"))
        add(f"price {readable('answer', random, lambda text: 'to' not in text.split())}", 1)
        add("graduated", 1)
        some("tier_row", 2, last="above")
        add("price", 1)
        some("price_row", 2, last="otherwise")
    for head, body in (("limit", "limit_body"), ("tax", "tax_body")):
        add(f"{head} x", 0)
        add(readable(body, random), 1)
    add("discount x", 0)
    add(readable("adjustment_body", random, lambda text: "on" not in text.split()), 1)
    add(sentence("each_line", random), 0)
    add(readable("result_line", random, says_something), 1)
    add("examples", 0)
    add("| claim | zone || total |", 1)
    add(f"| it's so | {readable('answer', random)} || {readable('answer', random)} |", 1)
    add("legs", 2)
    add("| km |", 3)
    add(f"| {readable('answer', random)} |", 3)
    add(sentence("guarantee_line", random), 0)
    add(sentence("guarantee_body", random), 1)
    return "\n".join(lines) + "\n"
