"""The words that the editor colours and completes, from the language's own tables."""

from __future__ import annotations

import re

from dsl.compile import Analysis
from dsl.syntax import UnitDecl
from dsl.vocabulary import MONTHS, VOCABULARY, WEEKDAYS
from engine.units import UNITS, is_currency
from studio.components.editor import Completion, Words

_CAPITALS = re.compile(r"\b[A-Z]{3}\b")
_USUAL_CURRENCIES = ("EUR", "USD", "GBP", "PLN")

_HEADS = tuple(e.text for e in VOCABULARY if e.role in ("declaration", "setting", "clause"))
_MEANINGS: dict[str, str] = {}
for _entry in VOCABULARY:
    if _entry.role != "later":
        _MEANINGS[_entry.text] = "; ".join(filter(None, (_MEANINGS.get(_entry.text), _entry.meaning)))
_TYPES = tuple(e.text for e in VOCABULARY if e.role == "type")
_KEYWORDS = (*(e.text for e in VOCABULARY if e.role == "word"), *WEEKDAYS, *MONTHS)


def words_of(analysis: Analysis) -> Words:
    """The words of the language, with the currencies and units of this text."""
    found = dict.fromkeys(word for word in _CAPITALS.findall(analysis.source.text) if is_currency(word))
    declared = [name.text for part in analysis.tariff.body if isinstance(part, UnitDecl) for name in part.names]
    units = dict.fromkeys((*(found or _USUAL_CURRENCIES), *UNITS, *declared, "%"))
    return Words(keywords=_KEYWORDS, types=_TYPES, units=tuple(units), heads=_HEADS, meanings=_MEANINGS)


SNIPPETS: tuple[Completion, ...] = (
    {
        "label": "charge …",
        "type": "snippet",
        "detail": "a line of the bill",
        "apply": 'charge ${name} "${Label}"\n  quantity ${quantity}\n  price    ${1.00 PLN/h}',
    },
    {
        "label": "table …",
        "type": "snippet",
        "detail": "conditions and results",
        "apply": "table ${name}\n  | ${input} || ${price} |\n  | ${value} || ${1.00 PLN} |",
    },
    {
        "label": "limit …",
        "type": "snippet",
        "detail": "at most or at least",
        "apply": 'limit ${name} "${Label}"\n  ${charge} at most ${10.00 PLN}',
    },
    {
        "label": "discount …",
        "type": "snippet",
        "detail": "a percentage off lines",
        "apply": 'discount ${name} "${Label}" when ${condition}\n  ${10%} of ${charge}',
    },
)
"""Blocks to fill in; Tab goes to the next blank."""
