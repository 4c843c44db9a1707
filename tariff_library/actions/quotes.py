"""Quotes: which version prices a request, and what it says. Nothing is stored, no database is asked.

Which version: the one named in the request; else the one in force at the pricing moment. That is what the
tariff says with `priced at`, else the moment asked about (`at`), else now. Because each version says for itself
what its pricing date is and what it can read, a version prices a request when the pricing moment it takes from
the request is one at which it is in force; where versions disagree so that several are, it is the newest. So
the answer does not depend on when one asks, unless the tariff has no pricing date and the request no `at`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, TypeAlias

from dsl.combining.shelf import ALONE, Bundle
from engine.explanation.explain import explain
from engine.explanation.explained import Explanation
from engine.moments import EPOCH, SECOND, seconds_of
from engine.quote import Quote, Unpriced
from engine.requests.reader import Refused, Values
from tariff_library.answers import NotCurrent, NoVersionYet, UnknownTariff, UnknownVersion
from tariff_library.library import Library
from tariff_library.live import LiveTariff, LiveVersion, Loaded
from tariff_library.lookups import unknown
from tariff_library.texts import text_pricer


class Picked(NamedTuple):
    """The version that prices a request, with the request read for it."""

    version: LiveVersion
    loaded: Loaded
    moment: int
    """The pricing moment, UTC seconds."""
    values: Values


class Answer(NamedTuple):
    """A quote with the version it comes from."""

    version: LiveVersion
    moment: int
    quote: Quote
    explanation: Explanation | None = None


@dataclass(frozen=True, slots=True)
class NotPriced:
    """The version that was picked has no price for the request; `unpriced` says where and why."""

    version: LiveVersion
    moment: int
    unpriced: Unpriced


class Asked(NamedTuple):
    """One request of a list."""

    tariff: str
    inputs: Mapping[str, object]
    at: datetime | None = None
    version: int | None = None
    explained: bool = False


Unanswered: TypeAlias = NotPriced | Refused | UnknownTariff | UnknownVersion | NoVersionYet | NotCurrent


def quote(
    library: Library,
    tariff: str,
    inputs: Mapping[str, object],
    at: datetime | None = None,
    version: int | None = None,
    *,
    explained: bool = False,
) -> Answer | Unanswered:
    """The price of a request, in the wire form of `engine.requests.reader`."""
    picked = _pick(library, tariff, inputs, at, version)
    if not isinstance(picked, Picked):
        return picked
    pricer = picked.loaded.pricer
    found = explain(pricer, picked.values) if explained else pricer.quote(picked.values)
    match found:
        case Unpriced():
            return NotPriced(picked.version, picked.moment, found)
        case Refused():
            return found
        case Explanation():
            return Answer(picked.version, picked.moment, found.quote, found)
        case Quote():
            return Answer(picked.version, picked.moment, found)


def quote_list(library: Library, asked: Iterable[Asked]) -> Iterator[Answer | Unanswered]:
    """The answers to several requests, in their order; one that cannot be answered does not stop the others."""
    for one in asked:
        yield quote(library, one.tariff, one.inputs, one.at, one.version, explained=one.explained)


def quote_text(text: str, inputs: Mapping[str, object], beside: Bundle = ALONE) -> Quote | Unpriced | Refused | None:
    """The price a text would have with those it is made of; None when it has errors."""
    pricer = text_pricer(text, beside)
    if pricer is None:
        return None
    values = pricer.read(inputs)
    return values if isinstance(values, Refused) else pricer.quote(values)


def explain_text(
    text: str, inputs: Mapping[str, object], beside: Bundle = ALONE
) -> Explanation | Unpriced | Refused | None:
    """The same with how every amount arose; the explanation holds the quote."""
    pricer = text_pricer(text, beside)
    if pricer is None:
        return None
    values = pricer.read(inputs)
    return values if isinstance(values, Refused) else explain(pricer, values)


def _pick(
    library: Library, name: str, inputs: Mapping[str, object], at: datetime | None, number: int | None
) -> Picked | Unanswered:
    tariffs = library.live.tariffs()
    if isinstance(tariffs, NotCurrent):
        return tariffs
    tariff = tariffs.get(name)
    if tariff is None:
        return unknown(name, list(tariffs))
    moment = seconds_of(library.clock() if at is None else at)
    if number is not None:
        version = tariff.number(number)
        if version is None:
            return UnknownVersion(name, number, len(tariff.versions))
        return _read(library, version, inputs, moment)
    guess = tariff.at(moment)
    if not tariff.one_pricing_date:
        return _search(library, tariff, inputs, moment, guess)
    if guess is None and not tariff.versions[0].pricing_date:
        return _before_the_first(tariff, moment)
    picked = _read(library, guess or tariff.versions[0], inputs, moment)
    if isinstance(picked, Refused):
        return _search(library, tariff, inputs, moment, guess) if tariff.versions[0].pricing_date else picked
    fitting = tariff.at(picked.moment)
    if fitting is picked.version:
        return picked
    if fitting is None:
        return _before_the_first(tariff, picked.moment)
    return _read(library, fitting, inputs, moment)


def _search(
    library: Library,
    tariff: LiveTariff,
    inputs: Mapping[str, object],
    moment: int,
    guess: LiveVersion | None,
) -> Picked | Unanswered:
    """The newest version that is in force at the pricing moment it takes from the request itself.

    Where all name moments of others (the definition of the pricing date changed within the session), the
    earliest of these moments counts."""
    if not tariff.versions:
        return NoVersionYet(tariff.name, _moment(moment), None)
    refused: dict[LiveVersion, Refused] = {}
    moments: list[int] = []
    for version in reversed(tariff.versions):
        picked = _read(library, version, inputs, moment)
        if isinstance(picked, Refused):
            refused[version] = picked
        elif tariff.at(picked.moment) is version:
            return picked
        else:
            moments.append(picked.moment)
    if not moments:
        return refused[guess or tariff.versions[-1]]
    fitting = tariff.at(min(moments))
    if fitting is None:
        return _before_the_first(tariff, min(moments))
    return refused.get(fitting) or _read(library, fitting, inputs, moment)


def _read(library: Library, version: LiveVersion, inputs: Mapping[str, object], moment: int) -> Picked | Refused:
    loaded = library.live.loaded(version)
    values = loaded.pricer.read(inputs)
    if isinstance(values, Refused):
        return values
    dated = None if loaded.pricing_date is None else loaded.pricing_date.moment(values)
    return Picked(version, loaded, moment if dated is None else dated, values)


def _before_the_first(tariff: LiveTariff, moment: int) -> NoVersionYet:
    return NoVersionYet(tariff.name, _moment(moment), tariff.versions[0].effective_from)


def _moment(seconds: int) -> datetime:
    return EPOCH + seconds * SECOND
