"""New tariffs from texts that exist."""

from __future__ import annotations

import re

EMPTY = """tariff {name} "{label}"
  currency EUR
  time zone Europe/Berlin
  round each line half up to 0.01 EUR

inputs
  distance  length up to 1000 km

charge driving "Driving"
  quantity distance
  price    0.50 EUR/km

examples
  | claim          | distance || total |
  | ten kilometres | 10 km    || 5 EUR |
"""

_FIRST_LINE = re.compile(r'^tariff[ \t]+\S+(?:[ \t]+"[^"\n]*")?', re.MULTILINE)
_NO_NAME = re.compile(r"[^\w]+")


def name_from(label: str) -> str:
    """`City Drive 2` as the name `city_drive_2`; empty when nothing is left."""
    name = _NO_NAME.sub("_", label.strip().lower()).strip("_")
    return f"tariff_{name}" if name and not name[0].isalpha() else name


def text_from(template: str | None, name: str, label: str) -> str:
    """A template's text under another name and label; None: a small tariff to change."""
    words = label.replace('"', "'").replace("\n", " ")
    if template is None:
        return EMPTY.format(name=name, label=words)
    return _FIRST_LINE.sub(lambda _: f'tariff {name} "{words}"', template, count=1)
