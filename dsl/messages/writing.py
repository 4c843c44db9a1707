"""Messages about how a text is written: its size, indentation, numbers and signs. One function for each name."""

from __future__ import annotations

from collections.abc import Sequence

from dsl import limits
from dsl.diagnostics import Diagnostic, Edit, Fix, Span
from dsl.messages.wording import replaced, short
from dsl.reading.lexer import Token, WrittenLine

# ------------------------------------------------------------------------------------- size of the text


def text_too_long(size: int) -> Diagnostic:
    return Diagnostic(
        "text-too-long",
        f"the text has {size:,} bytes; a tariff may have {limits.SOURCE_BYTES:,}",
        Span(0, 0),
        help="move tables into a file of their own",
    )


def too_many_words(count: int) -> Diagnostic:
    return Diagnostic(
        "too-many-words",
        f"the text has {count:,} words and signs; a tariff may have {limits.TOKENS:,}",
        Span(0, 0),
        help="move tables into a file of their own",
    )


def too_many_rules(span: Span) -> Diagnostic:
    return Diagnostic(
        "too-many-rules",
        f"a tariff may have {limits.RULES:,} rows and declarations; this line is one more",
        span,
        help="split the tariff into several",
    )


def too_many_mistakes(span: Span) -> Diagnostic:
    return Diagnostic(
        "too-many-mistakes",
        f"there are more than {limits.MISTAKES} mistakes; those from here on are not shown",
        span,
        help="mend the first ones and look again",
    )


def line_too_long(span: Span, count: int) -> Diagnostic:
    return Diagnostic(
        "line-too-long",
        f"this line has {count:,} words and signs; a line may have {limits.TOKENS_OF_A_LINE:,}",
        span,
        help="write parts of it as a `let` of their own",
    )


def too_many_brackets(token: Token) -> Diagnostic:
    return Diagnostic(
        "too-many-brackets",
        f"more than {limits.OPEN_BRACKETS} brackets are open here",
        token.span,
        help="write the inner part as a `let` of its own",
    )


def too_many_signs(token: Token) -> Diagnostic:
    return Diagnostic(
        "too-many-signs",
        f"more than {limits.UNARY_WORDS_IN_A_ROW} signs or `not` follow one another",
        token.span,
        help="two of them cancel each other: leave both out",
    )


def value_too_deep(token: Token) -> Diagnostic:
    return Diagnostic(
        "value-too-deep",
        f"more than {limits.NESTING} brackets, signs and words like `sum of` are open here",
        token.span,
        help="write the inner part as a `let` of its own",
    )


def number_too_long(token: Token) -> Diagnostic:
    return Diagnostic(
        "number-too-long",
        f"`{short(token.text)}` has too many digits: a number may have {limits.DIGITS_OF_A_NUMBER}"
        f" before the point and {limits.DECIMALS_OF_A_NUMBER} after it",
        token.span,
        help="round the number, or write it in a larger unit",
    )


def text_in_quotes_too_long(token: Token) -> Diagnostic:
    return Diagnostic(
        "quote-too-long",
        f"the words in quotes are longer than {limits.STRING_BYTES:,} bytes",
        token.span,
        help="shorten them",
    )


# ------------------------------------------------------------------------------------------- indentation


def tabs(lines: Sequence[WrittenLine]) -> Diagnostic:
    edits = tuple(Edit(Span(line.start, line.tokens[0].start), " " * line.indent) for line in lines)
    first = edits[0].span
    others = f", and {len(lines) - 1} more" if len(lines) > 1 else ""
    return Diagnostic(
        "tabs",
        f"line {lines[0].number} is indented with tabs{others}; lines are indented with spaces",
        first,
        help="replace the tabs by spaces",
        fixes=(Fix("Replace the tabs by spaces", edits),),
    )


def crooked_line(line: WrittenLine, column: int) -> Diagnostic:
    first = line.tokens[0]
    return Diagnostic(
        "crooked-line",
        f"this line starts in column {line.indent + 1}, the lines beside it in column {column + 1}",
        Span(first.start, line.tokens[-1].end),
        help=f"start it in column {column + 1}",
        fixes=(
            Fix(
                f"Move the line to column {column + 1}",
                (Edit(Span(line.start, first.start), " " * column),),
            ),
        ),
    )


def nested_too_deep(line: WrittenLine) -> Diagnostic:
    return Diagnostic(
        "nested-too-deep",
        f"this line is indented more than {limits.LEVELS_OF_INDENTATION} times",
        Span(line.tokens[0].start, line.tokens[-1].end),
        help="write it further to the left",
    )


def nothing_below(span: Span, head: str) -> Diagnostic:
    return Diagnostic(
        "nothing-below",
        f"nothing can be indented below a line that starts with `{short(head)}` and is complete",
        span,
        help="start this line in the column of the line above",
    )


# ------------------------------------------------------------------------------------- numbers and signs


def bad_number(token: Token) -> Diagnostic:
    text = token.text
    name = "bad-number"
    if "," in text:
        if text.count(",") == 1 and len(text.split(",")[1]) != 3 and "." not in text:
            point = text.replace(",", ".")
            return Diagnostic(
                name,
                f"`{text}` has a comma; decimals stand after a point",
                token.span,
                help=f"write `{point}`, or put a space after the comma if these are two numbers",
                fixes=(replaced(token.span, point),),
            )
        plain = text.replace(",", "")
        return Diagnostic(
            name,
            f"`{text}` has a comma; thousands have no mark, decimals stand after a point",
            token.span,
            help=f"write `{plain}`, or put spaces after the commas if these are several numbers",
        )
    if text.endswith("."):
        return Diagnostic(
            name,
            f"`{text}` ends in a point",
            token.span,
            help=f"write `{text[:-1]}`",
            fixes=(replaced(token.span, text[:-1]),),
        )
    if text.startswith("."):
        return Diagnostic(
            name,
            f"`{text}` has no digit before its point",
            token.span,
            help=f"write `0{text}`",
            fixes=(replaced(token.span, f"0{text}"),),
        )
    if text.count(".") > 1:
        return Diagnostic(name, f"`{text}` has several points", token.span, help="write one point at most")
    if any(sign.isspace() for sign in text) and text[-1].isdigit():
        joined = "".join(text.split())
        return Diagnostic(
            name,
            f"`{text}` has a space; thousands have no mark",
            token.span,
            help=f"write `{joined}`, or two spaces between two numbers",
            fixes=(replaced(token.span, joined),),
        )
    if "_" in text:
        joined = text.replace("_", "")
        return Diagnostic(
            name,
            f"`{text}` has an underscore; thousands have no mark",
            token.span,
            help=f"write `{joined}`",
            fixes=(replaced(token.span, joined),),
        )
    return Diagnostic(
        name,
        f"`{short(text)}` is neither a number nor a number with a unit",
        token.span,
        help="put a space between the number and the word after it",
    )


def bad_date(token: Token) -> Diagnostic:
    written = _date_of(token.text)
    return Diagnostic(
        "bad-date",
        f"`{short(token.text)}` is not a date as dates are written here",
        token.span,
        help=f"write `{written}`" if written else "write year, month and day, such as `2026-03-02`",
        fixes=(replaced(token.span, written),) if written else (),
    )


def _date_of(text: str) -> str | None:
    """The date that a text certainly means."""
    day, _, clock = text.replace("T", " ").partition(" ")
    for mark in "-/":
        parts = day.split(mark)
        if len(parts) == 3 and len(parts[0]) == 4 and all(part.isdigit() for part in parts):
            year, month, number = parts
            return f"{year}-{month:0>2}-{number:0>2}" + (f" {clock}" if clock else "")
    parts = day.split(".")
    if len(parts) == 3 and len(parts[2]) == 4:
        return f"{parts[2]}-{parts[1]:0>2}-{parts[0]:0>2}"
    return None


def no_such_date(token: Token) -> Diagnostic:
    return Diagnostic(
        "no-such-date",
        f"`{token.text}` is not in the calendar",
        token.span,
        help="check the month and the day",
    )


def no_such_day(day: Token, month: Token) -> Diagnostic:
    return Diagnostic(
        "no-such-date",
        f"`{day.text} {month.text}` is not in the calendar",
        Span(day.start, month.end),
        help="check the day",
    )


def no_such_time(token: Token) -> Diagnostic:
    return Diagnostic(
        "no-such-time",
        f"`{short(token.text)}` is not a time of day",
        token.span,
        help="write hours and minutes, from `0:00` to `24:00`",
    )


def unclosed_quote(token: Token) -> Diagnostic:
    return Diagnostic(
        "unclosed-quote",
        "this quote is opened and not closed on its line",
        Span(token.start, token.start + 1),
        help='put a `"` after the last of the quoted words',
    )


_SIGNS = {
    "<=": "up to",
    ">=": "from",
    "==": "is",
    "!=": "is not",
    "<>": "is not",
    "&&": "and",
    "<": "under",
    ">": "above",
    "≤": "up to",
    "≥": "from",
    "–": "-",
    "—": "-",
    "−": "-",
    "×": "*",
    "·": "*",
    "÷": "/",
    "“": '"',
    "”": '"',
    "„": '"',
    "€": "EUR",
    "£": "GBP",
    "$": "USD",
    "&": "and",
    "!": "not",
    ";": ",",
    "[": "(",
    "]": ")",
    "{": "(",
    "}": ")",
}
_CERTAIN = ("–", "—", "−", "×", "·", "÷", "<", ">", "<=", ">=", "≤", "≥", "==", "!=", "<>", "&&")


def colon(span: Span) -> Diagnostic:
    return Diagnostic(
        "strange-sign",
        "a `:` stands in times only",
        span,
        help="leave it out",
        fixes=(Fix("Leave it out", (Edit(span, ""),)),),
    )


def curly_quotes(token: Token) -> Diagnostic:
    words = f'"{token.text[1:-1]}"'
    return Diagnostic(
        "strange-sign",
        "words stand in straight quotes",
        token.span,
        help=f"write `{short(words)}`",
        fixes=(replaced(token.span, words),),
    )


def lonely_percent(span: Span) -> Diagnostic:
    return Diagnostic("strange-sign", "a `%` stands straight after its number", span, help="write `5%`")


def strange_sign(token: Token) -> Diagnostic:
    instead = _SIGNS.get(token.text)
    return Diagnostic(
        "strange-sign",
        f"the sign `{token.text}` is not used here" if token.text.isprintable() else "a sign nobody can see",
        token.span,
        help=f"write `{instead}`" if instead else "leave it out, or put quotes round the words",
        fixes=(replaced(token.span, instead),) if instead and token.text in _CERTAIN else (),
    )
