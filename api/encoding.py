"""Quotes as JSON bytes, written by hand: all that does not change from one request to the next is ready before.

`tests/api` proves that the bytes say what `Quote.as_wire` says."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from time import gmtime, strftime

from engine.quote import Quote, QuoteLine
from tariff_library.actions.quotes import Answer
from tariff_library.live import LiveVersion

MOST_KEPT = 1000
MOMENT = "%Y-%m-%dT%H:%M:%SZ"


def text(value: object) -> str:
    """A value as JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def moment_text(moment: datetime) -> str:
    """RFC 3339 in UTC, to the microsecond where there is one."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


class QuoteEncoder:
    """Writes the quotes of one version."""

    def __init__(self, version: LiveVersion) -> None:
        self._head = (
            f'{{"tariff":{text(version.tariff)},"version":{version.number},'
            f'"effective":"{moment_text(version.effective_from)}","known":"{moment_text(version.known_at)}",'
            '"priced_at":"'
        )
        self._lines: dict[tuple[str, str], str] = {}
        """What precedes the amount of a line."""

    def encode(self, answer: Answer) -> str:
        """The quote with its version."""
        quote = answer.quote
        head = f'{self._head}{strftime(MOMENT, gmtime(answer.moment))}",{self._sums(quote)}"lines":['
        after = f'","currency":"{quote.currency}"}}}}'
        known = self._lines
        lines = ",".join(
            [
                (known.get((line.name, line.kind)) or self._before(line))
                + line.amount
                + (after if line.sides is None else _sides(line.sides, quote.currency))
                for line in quote.lines
            ]
        )
        results = ""
        if quote.results:
            results = ",".join(
                text({"name": one.name, "label": one.label, "value": one.value}) for one in quote.results
            )
        if answer.explanation is None:
            return f'{head}{lines}],"results":[{results}]}}'
        explained = text(answer.explanation.as_wire())
        return f'{head}{lines}],"results":[{results}],"explanation":{explained}}}'

    def _sums(self, quote: Quote) -> str:
        currency = quote.currency
        said = f'"currency":"{currency}",'
        if quote.total is not None:
            said += f'"total":{{"amount":"{quote.total}","currency":"{currency}"}},'
        if quote.net is not None:
            said += f'"net":{{"amount":"{quote.net}","currency":"{currency}"}},'
        if quote.tax is not None:
            said += f'"tax":{{"amount":"{quote.tax}","currency":"{currency}"}},'
        if quote.gross is not None:
            said += f'"gross":{{"amount":"{quote.gross}","currency":"{currency}"}},'
        return said

    def _before(self, line: QuoteLine) -> str:
        """The label of a line never changes within a version, so this is worked out once."""
        said = f'{{"name":{text(line.name)},"label":{text(line.label)},"kind":"{line.kind}","amount":{{"amount":"'
        self._lines[line.name, line.kind] = said
        return said


def _sides(sides: tuple[str, str, str], currency: str) -> str:
    """What follows the amount of a line that tells its net, tax and gross."""
    net, tax, gross = sides
    after = f'","currency":"{currency}"}}'
    return f'{after},"net":{{"amount":"{net}{after},"tax":{{"amount":"{tax}{after},"gross":{{"amount":"{gross}{after}}}'


class QuoteEncoders:
    """The encoders of the versions that were asked for."""

    def __init__(self) -> None:
        self._known: dict[int, QuoteEncoder] = {}

    def encode(self, answer: Answer) -> str:
        """The quote as JSON."""
        encoder = self._known.get(answer.version.id)
        if encoder is None:
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            encoder = self._known[answer.version.id] = QuoteEncoder(answer.version)
        return encoder.encode(answer)
