"""`tariff quote` and `tariff explain`: what a request costs by a text, and why."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict

from cli.inputs import request_of
from cli.outcome import BOLD, RED, Exit, Failed, Voice, paint
from cli.texts import STANDARD_INPUT, read_text
from engine.explanation.explain import explain
from engine.explanation.explained import Explanation, origin_wire
from engine.quote import Pricer, Quote, Unpriced
from engine.requests.problems import InputProblem, Refused


def price(voice: Voice, name: str, words: Sequence[str], file: str | None, explained: bool) -> Exit:
    """Prices a request by a text; `words` are `name=value`, or one file with the request as JSON."""
    if words and file is None and "=" not in words[0]:
        file, words = words[0], words[1:]
    if name == STANDARD_INPUT and file == STANDARD_INPUT:
        raise Failed("tariff and request cannot both come from standard input")
    pricer = Pricer(read_text(name).graph())
    values = pricer.read(request_of(pricer.graph, words, file))
    if isinstance(values, Refused):
        return _refused(voice, values.problems)
    found = explain(pricer, values) if explained else pricer.quote(values)
    match found:
        case Refused(problems):
            return _refused(voice, problems)
        case Unpriced():
            return _no_price(voice, found)
        case Explanation():
            _explanation(voice, pricer, found)
        case Quote():
            _quote(voice, pricer, found)
    return Exit.DONE


def _quote(voice: Voice, pricer: Pricer, quote: Quote) -> None:
    if voice.json:
        voice.document({"tariff": pricer.graph.name, **quote.as_wire()})
        return
    rows = [(line.label, f"{line.amount} {quote.currency}") for line in quote.lines]
    sums = (("Total", quote.total), ("net", quote.net), ("tax", quote.tax), ("gross", quote.gross))
    totals = [(name, f"{amount} {quote.currency}") for name, amount in sums if amount is not None]
    results = [(one.label, one.value if isinstance(one.value, str) else ", ".join(one.value)) for one in quote.results]
    width = max((len(label) for label, _ in rows + totals + results), default=0)
    right = max((len(value) for _, value in rows + totals), default=0)
    voice.say(paint(pricer.graph.label, BOLD, sys.stdout))
    voice.say(*(f"  {label:<{width}}  {value:>{right}}" for label, value in rows))
    for label, value in totals:
        line = f"  {label:<{width}}  {value:>{right}}"
        voice.say(paint(line, BOLD, sys.stdout) if label == "Total" else line)
    voice.say(*(f"  {label:<{width}}  {value}" for label, value in results))


def _explanation(voice: Voice, pricer: Pricer, explanation: Explanation) -> None:
    if voice.json:
        voice.document({"tariff": pricer.graph.name, **explanation.as_wire()})
        return
    voice.say(paint(pricer.graph.label, BOLD, sys.stdout))
    voice.say(*(f"  {line.sentence}" for line in explanation.lines))
    voice.say(*(f"  {choice.sentence}" for choice in explanation.choices))
    voice.say(*(f"  {line.sentence}" for line in explanation.left_out))
    for dated in explanation.dated:
        voice.say(f"  {dated.name} was {dated.value} at {explanation.priced_at}")
    if explanation.quote.total is not None:
        voice.say(paint(f"  Total: {explanation.quote.total} {explanation.currency}", BOLD, sys.stdout))


def _refused(voice: Voice, problems: Sequence[InputProblem]) -> Exit:
    if voice.json:
        voice.document({"problems": [asdict(one) for one in problems]})
    for one in problems:
        where = f"{one.field}: " if one.field else ""
        word = paint(f"error[{one.name}]", RED, sys.stderr)
        voice.complain(f"{word}: {where}expected {one.expected}, found {one.found}")
        if one.help:
            voice.complain(f"  help: {one.help}")
    return Exit.REFUSED


def _no_price(voice: Voice, unpriced: Unpriced) -> Exit:
    origin = unpriced.origin
    if voice.json:
        place = None if origin is None else origin_wire(origin)
        voice.document({"no_price": {"reason": unpriced.reason, "origin": place}})
    voice.complain(paint(f"error[{unpriced.name}]", RED, sys.stderr) + f": {unpriced.reason}")
    if origin is not None:
        voice.complain(f"  {origin.words}: {origin.text}")
    return Exit.REFUSED
