"""Runs the examples of a tariff: each is asked as an app would ask, and answered by the oracle. Guarantees are
tested beside them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from dsl.compile import Analysis
from dsl.guarantees import counter_example
from dsl.lower.examples import Example
from dsl.lower.words import value_words
from dsl.value_types import Num
from engine.declarations import Type
from engine.graph import Graph
from engine.oracle.interpret import outcome
from engine.outcome import Priced, Unmet, Unpriced, Value
from engine.requests.reader import Reader, Refused
from engine.scalar.program import compile_scalar


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """Whether an example holds. `differences` are (answer, expected, found) in words; `problem` says why
    there is no answer at all."""

    claim: str
    line: int
    passed: bool
    differences: tuple[tuple[str, str, str], ...] = ()
    problem: str | None = None


def run_examples(analysis: Analysis) -> tuple[ExampleResult, ...]:
    """The results of all examples, and of all guarantees; none when the text has errors."""
    if analysis.graph is None:
        return ()
    graph, reader = analysis.graph, Reader(analysis.graph)
    results = [run(graph, reader, example) for example in analysis.examples]
    if analysis.promises:
        scalar = compile_scalar(graph)
        for promise in analysis.promises:
            found = counter_example(promise, graph, scalar, reader, analysis.examples)
            results.append(ExampleResult(promise.claim, promise.line, found is None, (), found))
    return tuple(results)


def run(graph: Graph, reader: Reader, example: Example) -> ExampleResult:
    """One example against the oracle."""
    values = reader.read(example.request)
    if isinstance(values, Refused):
        first = values.problems[0]
        return ExampleResult(
            example.claim,
            example.line,
            False,
            (),
            f"{first.field}: expected {first.expected}, found {first.found}",
        )
    answer = outcome(graph, values)
    match answer:
        case Unmet(index):
            return ExampleResult(example.claim, example.line, False, (), graph.requirements[index].message)
        case Unpriced(ref, _):
            return ExampleResult(example.claim, example.line, False, (), no_price(graph, ref))
        case Priced():
            differences = tuple(
                (wanted.name, wanted.text, words)
                for wanted in example.expected
                for found, words in [answered(graph, answer, wanted.name)]
                if found != wanted.value
            )
            return ExampleResult(example.claim, example.line, not differences, differences)


def no_price(graph: Graph, ref: int) -> str:
    origins = dict(graph.origins)
    place = f" ({origins[ref].words}: {origins[ref].text})" if ref in origins else ""
    return f"no price{place}"


def answered(graph: Graph, priced: Priced, name: str) -> tuple[object, str]:
    """An answer by its name, as a value to compare and in words; a line left out is 0."""
    totals = {
        "total": priced.total,
        "total net": priced.net,
        "total gross": priced.gross,
        "tax": priced.tax,
    }
    currency = Num(((graph.currency, 1),))
    if name in totals:
        found = totals[name]
        return found, "nothing" if found is None else value_words(found, currency)
    for line, amount, three in zip(graph.lines, priced.amounts, priced.sides, strict=True):
        told = {line.name: amount}
        if line.sides is not None:
            told |= {f"{line.name}.{side}": three and three[at] for at, side in enumerate(("net", "tax", "gross"))}
        if name in told:
            known = told[name] or Fraction(0)
            return known, value_words(known, currency)
    for result, value in zip(graph.results, priced.results, strict=True):
        if result.name == name:
            if isinstance(value, tuple):
                return value, ", ".join(str(part) for part in value)
            return plain(graph.types[result.amount.value], value), worded(graph.types[result.amount.value], value)
    raise KeyError(name)


def plain(type_: Type, value: Value) -> Fraction | str | bool:
    """A result as an expectation states it: options as words, days as numbers."""
    if type_.kind == "choice":
        return type_.options[int(value)]
    if isinstance(value, bool | str | Fraction):
        return value
    return Fraction(value)


def worded(type_: Type, value: Value) -> str:
    known = plain(type_, value)
    return value_words(known, Num(type_.dimension))
