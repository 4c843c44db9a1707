"""The price as an app is told it: the quote's texts are the oracle's amounts, and every line has its words."""

from __future__ import annotations

import json
from fractions import Fraction

from engine.explanation.explain import explain
from engine.outcome import Outcome, Priced, Unmet
from engine.quote import Pricer, Quote, Unpriced
from engine.requests.problems import Refused
from tests.engine.random_requests import Values


def quote_problem(pricer: Pricer, values: Values, expected: Outcome) -> str | None:
    """How the quote differs from what the oracle says."""
    quote = pricer.quote(values)
    if not isinstance(expected, Priced):
        due = Refused if isinstance(expected, Unmet) else Unpriced
        if not isinstance(quote, due):
            return f"for {values!r}: {expected!r} is due, the quote is {quote!r}"
        return None if not isinstance(quote, Unpriced) or quote.reason.strip() else f"for {values!r}: no reason is told"
    if not isinstance(quote, Quote):
        return f"for {values!r}: {expected!r} is due, the quote is {quote!r}"
    texts = [*(line.amount for line in quote.lines), quote.total, quote.net, quote.tax, quote.gross]
    due_amounts = [amount for amount in expected.amounts if amount is not None]
    sums = [expected.total, expected.net, expected.tax, expected.gross]
    found = [None if text is None else Fraction(text) for text in texts]
    if found != [*due_amounts, *sums]:
        return f"for {values!r}: {expected!r} is due, the quote is {quote!r}"
    return None


def explanation_problem(pricer: Pricer, values: Values) -> str | None:
    """What is wrong with the words of an explanation; it says the same amounts as the quote."""
    quote, told = pricer.quote(values), explain(pricer, values)
    if isinstance(quote, Unpriced | Refused) or isinstance(told, Unpriced | Refused):
        return None if told == quote else f"for {values!r}: {quote!r}, but explained as {told!r}"
    json.dumps(told.as_wire())
    if told.quote != quote or [line.amount for line in told.lines] != [line.amount for line in quote.lines]:
        return f"for {values!r}: the explanation has other amounts than the quote"
    wordless = [line.name for line in told.lines if not line.sentence.strip()]
    wordless += [line.name for line in told.left_out if not line.sentence.strip()]
    return f"for {values!r}: no words for {wordless}" if wordless else None
