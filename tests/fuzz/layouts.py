"""The formatter: the same tree, the same comments, and a text that was laid out once stays as it is."""

from __future__ import annotations

from dsl.compile import Analysis
from dsl.format import format_text
from dsl.reading.lexer import written_lines
from dsl.reading.parse import parse
from dsl.source import Source


def layout_problems(analysis: Analysis) -> list[str]:
    """What is wrong with the layout of a text that can be read."""
    once = format_text(analysis.source)
    if once is None:
        return ["a text that can be read is not laid out"]
    source = Source(once)
    again = parse(source)
    problems = []
    if again.tariff != analysis.tariff:
        problems.append("the text laid out has another tree")
    if comments(source) != comments(analysis.source):
        problems.append("the text laid out has other comments")
    if format_text(source) != once:
        problems.append("laid out twice it is another text")
    return problems


def comments(source: Source) -> list[str]:
    """The comments of a text, in order."""
    return [line.comment.text.rstrip() for line in written_lines(source.text) if line.comment is not None]
