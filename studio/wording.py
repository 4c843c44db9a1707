"""Moments, sums and user-written words as the studio shows them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo
from fractions import Fraction

from engine.explanation.display import money_text
from engine.requests.number_texts import decimal_text

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&^=])")
MINUS, PLUS = "−", "+"


def plain(text: str) -> str:
    """Words that somebody wrote, so that Streamlit's Markdown shows them as they are."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def code(text: str) -> str:
    """A short piece of a text in code style."""
    return f"`{text.replace('`', 'ˋ')}`" if text.strip() else ""


def day(moment: datetime, zone: tzinfo) -> str:
    """`1 May 2026`."""
    at = moment.astimezone(zone)
    return f"{at.day} {at:%b %Y}"


def clock(moment: datetime, zone: tzinfo) -> str:
    """`10:42`."""
    return f"{moment.astimezone(zone):%H:%M}"


def moment(at: datetime, zone: tzinfo) -> str:
    """`1 May 2026, 10:42`, seconds only where they are not zero."""
    here = at.astimezone(zone)
    return f"{day(at, zone)}, {here:%H:%M:%S}" if here.second else f"{day(at, zone)}, {here:%H:%M}"


def since(at: datetime, now: datetime, zone: tzinfo) -> str:
    """The day, and within a day of now also the time."""
    return moment(at, zone) if abs(now - at) < timedelta(days=1) else day(at, zone)


def saved(at: datetime, now: datetime, zone: tzinfo) -> str:
    """The day, and within a day of now the time to the minute."""
    return since(at.replace(second=0, microsecond=0), now, zone)


def signed(amount: Fraction, currency: str) -> str:
    """`+1.26 PLN`, `−0.50 PLN`, `±0.00 PLN`."""
    sign = PLUS if amount > 0 else MINUS if amount < 0 else "±"
    return f"{sign}{money_text(abs(amount), currency)} {currency}"


def share(change: Fraction, of: Fraction) -> str | None:
    """`7.7%`: how large a change is, without its sign; None where nothing was there before."""
    if not of:
        return None
    tenths = round(abs(change / of) * 1000)
    return "under 0.1%" if not tenths and change else f"{decimal_text(Fraction(tenths, 10))}%"


def counted(number: int, thing: str, things: str | None = None) -> str:
    """`1 problem`, `3 problems`."""
    return f"{number} {thing if number == 1 else things or thing + 's'}"
