"""The one layout of a tariff: two spaces for each level, columns aligned, every comment kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from dsl import expressions as ex
from dsl import syntax
from dsl.reading.layout import Line
from dsl.reading.lexer import Token, WrittenLine
from dsl.reading.parse import Layout, parse
from dsl.reading.rows import claim_of
from dsl.source import Source

INDENT = 2


def format_text(source: Source) -> str | None:
    """The text in its one layout, with the line ends of the file; None when it has mistakes.

    The tree stays the same, and a text that was laid out once stays as it is."""
    tariff, problems, layout = parse(source)
    if any(problem.severity == "error" for problem in problems):
        return None
    return source.written(_Printer(tariff, layout).text())


@dataclass(slots=True)
class Printed:
    """A line of the file as it is printed: its column and its words, without the comment."""

    line: Line
    column: int
    words: str


@dataclass(slots=True)
class Notes:
    """What the tokens alone do not tell: which minus is a sign, which words touch."""

    signs: set[int] = field(default_factory=set)
    """Where a negative value starts."""
    joined: set[int] = field(default_factory=set)
    """Where a token starts that touches the one before: `EUR/kWh` as a type, `Europe/Warsaw`, `DE-BY`."""


class _Printer:
    def __init__(self, tariff: syntax.Tariff, layout: Layout) -> None:
        self.layout = layout
        self.notes = Notes()
        self._note(tariff, _starts(layout))
        self.printed: dict[int, Printed] = {}
        """By the number of the line in the file."""
        self.parents: dict[int, Line] = {}
        """By the identity of the child."""

    def text(self) -> str:
        self._print_children(self.layout.root, 0)
        lines: list[tuple[str, WrittenLine | None]] = []
        before: list[WrittenLine] = []
        last: Printed | None = None
        for written in self.layout.written:
            printed = self.printed.get(written.number)
            if printed is None:
                before.append(written)
                continue
            lines.extend(self._between(last, before, printed))
            lines.append((" " * printed.column + printed.words, written))
            before, last = [], printed
        lines.extend(self._between(last, before, None))
        return "".join(f"{line}\n" for line in self._with_comments(lines))

    # ------------------------------------------------------------------------------ comments, blank lines

    def _between(
        self, last: Printed | None, lines: Sequence[WrittenLine], following: Printed | None
    ) -> list[tuple[str, None]]:
        """Comments and blank lines between two lines of the tariff, or at the start or end of the file."""
        ancestors = self._ancestors(last)
        own: list[str] = []  # they end the block of the line before
        other: list[str] = []  # they belong to the line that follows
        for line in lines:
            if line.comment is None:
                (other if other else own).append("")
                continue
            column = self._column_of(line, ancestors, following)
            home = own if not other and following and column > following.column else other
            home.append(" " * column + line.comment.text.rstrip())
        while own and not own[-1]:
            other.insert(0, own.pop())
        if last is None or following is None:
            shown = [*own, *other]
            shown = _single(shown)
            while shown and not shown[-1] and following is None:
                shown.pop()
            while shown and not shown[0] and last is None:
                shown.pop(0)
            return [(line, None) for line in shown]
        if following.line in last.line.children and not own:
            while other and not other[0]:
                other.pop(0)
        elif self._apart(last, following) and (not other or other[0]):
            other.insert(0, "")
        return [(line, None) for line in _single([*own, *other])]

    def _apart(self, last: Printed, following: Printed) -> bool:
        """Whether a blank line stands between two top lines: always, where one of them has lines below."""
        if following.line not in self.layout.root.children or last.line is following.line:
            return False
        top = self._ancestors(last)[-1]
        return bool(top.line.children or following.line.children)

    def _ancestors(self, printed: Printed | None) -> list[Printed]:
        """The line itself and the lines it belongs to, from the inside out."""
        found: list[Printed] = []
        line = printed.line if printed else None
        while line is not None and line.written:
            found.append(self.printed[line.written[0].number])
            line = self.parents.get(id(line))
        return found

    def _column_of(self, comment: WrittenLine, ancestors: Sequence[Printed], following: Printed | None) -> int:
        """A comment stands like the line that follows, or at the end of the block it was indented with."""
        if following is not None and comment.indent <= following.line.indent:
            return following.column
        for ancestor in ancestors:
            if ancestor.line.indent <= comment.indent:
                return max(ancestor.column, following.column if following else 0)
        return following.column if following else 0

    def _with_comments(self, lines: Sequence[tuple[str, WrittenLine | None]]) -> Iterator[str]:
        """Comments at the ends of neighbouring lines stand in one column."""
        at = 0
        while at < len(lines):
            end = at
            while end < len(lines) and (written := lines[end][1]) is not None and written.comment:
                end += 1
            width = max((len(line) for line, _ in lines[at:end]), default=0)
            for line, written in lines[at:end]:
                assert written is not None
                assert written.comment is not None
                yield f"{line:<{width}}  {written.comment.text.rstrip()}"
            if end < len(lines):
                yield lines[end][0]
            at = end + 1

    # --------------------------------------------------------------------------------------------- lines

    def _print_children(self, root: Line, column: int) -> None:
        waiting = [(root, column)]
        while waiting:
            parent, column = waiting.pop()
            for child in parent.children:
                self.parents[id(child)] = parent
            kinds = {child.kind for child in parent.children}
            for kind in kinds:
                group = [child for child in parent.children if child.kind == kind]
                self._print_group(kind, group, column, parent)
            for child in parent.children:
                below = self.printed[child.written[0].number].column + INDENT
                if child.kind in ("dated", "window with lines") and len(child.tokens) > 1:
                    continue  # printed with their first line
                waiting.append((child, below))

    def _print_group(self, kind: str, lines: Sequence[Line], column: int, parent: Line) -> None:
        match kind:
            case "row":
                self._print_rows(lines, column)
            case "input" | "list":
                group = [line for line in parent.children if line.kind in ("input", "list")]
                self._print_columns(lines, group, column, 2)
            case "window" | "window with lines":
                group = [line for line in parent.children if line.kind.startswith("window")]
                self._print_columns(lines, group, column, 2)
                for line in lines:
                    if kind == "window with lines" and len(line.tokens) > 1:
                        width = max(len(self.words(one.tokens[:1])) for one in group if len(one.tokens) > 1)
                        self._print_plain(line.children, column + width + 2)
                        self._remember(line)
            case "value" | "dated":
                self._print_values(lines, parent, column)
            case "tier" | "price row":
                self._print_columns(lines, lines, column, 2)
            case "case":
                self._print_columns(lines, lines, column, 1)
            case "let":
                self._print_lets(lines, column)
            case "clause" | "tiers" | "prices":
                self._print_clauses(lines, parent, column)
            case _:
                self._print_plain(lines, column)

    def _remember(self, parent: Line) -> None:
        for child in parent.children:
            self.parents[id(child)] = parent

    def _print_plain(self, lines: Sequence[Line], column: int) -> None:
        for line in lines:
            self._print(line, column, self.words(self._first(line)), column + 2 * INDENT)

    def _first(self, line: Line) -> list[Token]:
        return line.written[0].tokens

    def _print(self, line: Line, column: int, words: str, further: int) -> None:
        first, *rest = line.written
        self.printed[first.number] = Printed(line, column, words)
        for written in rest:
            self.printed[written.number] = Printed(line, further, self.words(written.tokens))

    def _print_columns(self, lines: Sequence[Line], group: Sequence[Line], column: int, gap: int) -> None:
        """Two columns; `group` says how wide the first one is."""
        width = max((len(self.words(_split(line)[0])) for line in group if _split(line)[1]), default=0)
        for line in lines:
            left, right = (self.words(part) for part in _split(line))
            words = f"{left:<{width + gap}}{right}" if right else left
            self._print(line, column, words, column + width + gap + INDENT)

    def _print_lets(self, lines: Sequence[Line], column: int) -> None:
        """Neighbouring lines have their `=` in one column."""
        at = 0
        while at < len(lines):
            end = at + 1
            while end < len(lines) and _neighbours(lines[end - 1], lines[end]):
                end += 1
            group = lines[at:end]
            width = max(len(line.tokens[1].text) for line in group)
            for line in group:
                head, name, *rest = self._first(line)
                words = f"{head.text} {name.text:<{width}} {self.words(rest, name)}".rstrip()
                self._print(line, column, words, column + 2 * INDENT)
            at = end

    def _print_clauses(self, lines: Sequence[Line], parent: Line, column: int) -> None:
        """`quantity` and `price` of a charge: what follows them stands in one column."""
        heads = {line.tokens[0].text for line in parent.children if len(line.tokens) > 1}
        aligned = {"quantity", "price"} <= heads
        for line in lines:
            head, *rest = self._first(line)
            words = self.words([head, *rest])
            if aligned and rest and head.text in ("quantity", "price") and rest[0].type != "COMMA":
                words = f"{head.text:<9}{self.words(rest, head)}"
            self._print(line, column, words, column + 2 * INDENT)

    def _print_values(self, lines: Sequence[Line], parent: Line, column: int) -> None:
        """`name = value`, with dated values below one another. In the header: `prices include VAT …`."""
        group = [line for line in parent.children if line.kind in ("value", "dated")]
        is_header = lines[0].tokens[0].text == "prices"
        width = max(len(line.tokens[0].text) for line in group)
        for line in lines:
            if is_header:
                start = self.words(line.tokens[:3]) + " "
                rest = line.tokens[3:]
            else:
                start = f"{line.tokens[0].text:<{width}} = "
                rest = line.tokens[2:]
            dated = [(line, rest), *((child, child.tokens) for child in line.children)]
            parts = [_split_at(tokens, one.columns) for one, tokens in dated]
            wide = max((len(self.words(left)) for left, right in parts if right), default=0)
            below = column + len(start)
            for (one, _), (left, right) in zip(dated, parts, strict=True):
                words = self.words(left)
                if right:
                    words = f"{words:<{wide}} {self.words(right)}"
                if one is line:
                    self._print(one, column, start + words, below)
                else:
                    self._print(one, below, words, below)
            self._remember(line)

    def _print_rows(self, lines: Sequence[Line], column: int) -> None:
        rows = [_cells(line) for line in lines]
        left = max(len(row[0]) for row in rows)
        right = max(len(row[1]) for row in rows)
        texts = [
            ([self._cell(cell, rows, n) for n, cell in enumerate(row[0])], [self.words(cell) for cell in row[1]])
            for row in rows
        ]
        short = [text for text in texts if len(text[0]) == left]
        widths = [max(len(text[0][n]) for text in short) for n in range(left)]
        right_widths = [max(len(text[1][n]) for text in texts) for n in range(right)]
        for line, (conditions, results) in zip(lines, texts, strict=True):
            if len(conditions) < left:  # otherwise
                conditions = [f"{conditions[0]:<{sum(widths) + 3 * (left - 1)}}"]
            else:
                conditions = [f"{text:<{width}}" for text, width in zip(conditions, widths, strict=True)]
            words = f"| {' | '.join(conditions)} |"
            if results:
                filled = [f"{text:<{width}}" for text, width in zip(results, right_widths, strict=True)]
                words += f"| {' | '.join(filled)} |"
            self._print(line, column, words, column)

    def _cell(self, tokens: Sequence[Token], rows: Sequence[tuple[Any, Any]], number: int) -> str:
        """A cell as words; a claim keeps its own."""
        heading = rows[0][0][0]
        if number == 0 and len(heading) == 1 and heading[0].text == "claim":
            return claim_of(tokens)
        return self.words(tokens)

    # --------------------------------------------------------------------------------------------- words

    def words(self, tokens: Sequence[Token], before: Token | None = None) -> str:
        """Tokens with the spaces they have in the one layout."""
        parts: list[str] = []
        for token in tokens:
            if before is not None and parts and self._space(before, token):
                parts.append(" ")
            parts.append(_canonical(token))
            before = token
        return "".join(parts)

    def _space(self, before: Token, token: Token) -> bool:
        if token.start in self.notes.joined:
            return False
        if token.type in ("COMMA", "RPAR", "DOT", "COLON") or before.type in ("LPAR", "DOT"):
            return False
        return not (before.type == "MINUS" and before.start in self.notes.signs)

    def _note(self, node: Any, starts: dict[int, Token]) -> None:
        """Collect from the tree what the tokens do not tell."""
        waiting = [node]
        while waiting:
            node = waiting.pop()
            if isinstance(node, tuple):
                waiting.extend(node)
                continue
            if not is_dataclass(node):
                continue
            match node:
                case ex.Negative(span=span):
                    at = span.start
                    while at in starts and starts[at].type == "LPAR":
                        at = starts[at].end
                        while at not in starts:
                            at += 1
                    self.notes.signs.add(at)
                case ex.Ident(text=text, span=span) if "/" in text or "-" in text:
                    self.notes.joined.update(at for at in range(span.start + 1, span.end) if at in starts)
                case ex.Product(factors=factors):
                    self._note_quotient(factors, starts)
                case _:
                    pass
            waiting.extend(getattr(node, f.name) for f in fields(node) if f.name != "span")

    def _note_quotient(self, factors: Sequence[tuple[str, ex.Expr]], starts: dict[int, Token]) -> None:
        """`1/3` touches where it is a quotient of two plain numbers."""
        if len(factors) != 2 or factors[1][0] != "/":
            return
        top, bottom = factors[0][1], factors[1][1]
        if not isinstance(top, ex.Number) or not isinstance(bottom, ex.Number) or top.unit or bottom.unit:
            return
        self.notes.joined.update(at for at in range(top.span.end, bottom.span.start + 1) if at in starts)


def _neighbours(line: Line, other: Line) -> bool:
    """Whether the second stands straight below the first, and both are complete."""
    return other.written[0].number == line.written[-1].number + 1 and not line.children and not other.children


def _starts(layout: Layout) -> dict[int, Token]:
    return {token.start: token for written in layout.written for token in written.tokens}


def _single(lines: Sequence[str]) -> list[str]:
    """Without a blank line after a blank line."""
    return [line for n, line in enumerate(lines) if line or n == 0 or lines[n - 1]]


def _split(line: Line) -> tuple[Sequence[Token], Sequence[Token]]:
    return _split_at(line.written[0].tokens, line.columns)


def _split_at(tokens: Sequence[Token], columns: Sequence[int]) -> tuple[Sequence[Token], Sequence[Token]]:
    """The tokens before and after the start of the second column."""
    if not columns:
        return tokens, ()
    at = next((n for n, token in enumerate(tokens) if token.start >= columns[0]), len(tokens))
    return tokens[:at], tokens[at:]


def _cells(line: Line) -> tuple[list[list[Token]], list[list[Token]]]:
    """The cells left and right of `||`; those right of an `otherwise` are left out."""
    sides: list[list[list[Token]]] = [[]]
    cell: list[Token] | None = None
    for token in line.tokens:
        if token.type not in ("BAR", "DBAR"):
            assert cell is not None
            cell.append(token)
            continue
        if cell is not None:
            sides[-1].append(cell)
        if token.type == "DBAR":
            sides.append([])
        cell = []
    left, right = (*sides, [])[:2]
    if left[0] and left[0][0].text == "otherwise" and not any(left[1:]):
        left = left[:1]
    return left, right


def _canonical(token: Token) -> str:
    """A token as it is written in the one layout."""
    if token.type == "QUANTITY":
        digits = token.text.rstrip()
        at = 0
        while digits[at].isdecimal() or digits[at] == ".":
            at += 1
        unit = digits[at:].strip(" \t\u00a0\u2007\u2009\u202f\ufeff")
        return f"{digits[:at]}{unit}" if unit.startswith("%") else f"{digits[:at]} {unit}"
    if token.type == "MOMENT":
        return f"{token.text[:10]} {token.text[10:].strip()}"
    return token.text
