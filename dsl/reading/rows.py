"""Tables and examples: rows of cells between bars. A bad cell takes out neither its row nor the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dsl import expressions as ex
from dsl import syntax
from dsl.diagnostics import Span
from dsl.messages import tables, writing
from dsl.reading import rules
from dsl.reading.faults import faults_of
from dsl.reading.layout import Line
from dsl.reading.lexer import Token
from dsl.reading.lines import LineReader

CHOICES = ("first", "last", "position", "total", "full")
"""Words that are an option like any other where they stand alone in a cell."""


@dataclass(slots=True)
class CellTokens:
    """What stands between two bars."""

    start: int
    end: int
    tokens: list[Token] = field(default_factory=list)

    @property
    def span(self) -> Span:
        if self.tokens:
            return Span(self.tokens[0].start, self.tokens[-1].end)
        return Span(self.start, self.end)

    def is_word(self, word: str) -> bool:
        return len(self.tokens) == 1 and self.tokens[0].text == word


@dataclass(slots=True)
class RowTokens:
    left: list[CellTokens]
    right: list[CellTokens]
    double: bool
    """Whether the row has `||`."""
    whole: bool = True
    """No mistake in its bars: its cells can be counted."""

    @property
    def cells(self) -> list[CellTokens]:
        return [*self.left, *self.right]


class RowReader:
    """Splits rows at their bars."""

    def __init__(self, lines: LineReader) -> None:
        self.lines = lines

    def rows(self, lines: Sequence[Line], kind: str) -> list[tuple[Line, RowTokens]]:
        found = []
        for line in lines:
            row = self.row(line)
            if row is not None:
                line.kind = kind
                found.append((line, row))
        return found

    def row(self, line: Line) -> RowTokens | None:
        tokens = line.tokens
        if tokens[0].type not in ("BAR", "DBAR"):
            has_bars = any(token.type in ("BAR", "DBAR") for token in tokens)
            faults = [] if has_bars else faults_of(tokens)
            self.lines.problems.extend(faults or [tables.no_row(line.span, has_bars)])
            if not has_bars:
                return None
            tokens = [Token("BAR", "|", tokens[0].start, tokens[0].start), *tokens]
        row = RowTokens([], [], False)
        side = row.left
        cell: CellTokens | None = None
        for token in tokens:
            if token.type not in ("BAR", "DBAR"):
                assert cell is not None
                cell.tokens.append(token)
                continue
            if cell is not None:
                cell.end = token.start
                side.append(cell)
            if token.type == "DBAR":
                if row.double:
                    row.whole = False
                    self.lines.problems.append(tables.second_double_bar(token.span))
                row.double = True
                side = row.right
            cell = CellTokens(token.end, token.end)
        if cell is not None and cell.tokens:
            cell.end = tokens[-1].end
            side.append(cell)
            last = line.written[-1]
            if any(token.type == "BAD_STRING" for token in cell.tokens):
                row.whole = False
            else:
                row.whole = last.comment is None
                self.lines.problems.append(tables.row_not_closed(cell.span, last.comment is not None))
        if not row.cells:
            self.lines.problems.append(tables.empty_row(line.span))
            return None
        return row

    def heading(self, cell: CellTokens) -> ex.Expr | None:
        if not cell.tokens:
            self.lines.problems.append(tables.empty_heading(cell.span))
            return None
        return self.lines.read(rules.HEADING, cell.tokens)

    def name(self, cell: CellTokens) -> ex.Ident | None:
        """A heading that is one name."""
        if not cell.tokens:
            self.lines.problems.append(tables.empty_heading(cell.span))
            return None
        token = cell.tokens[0]
        if faults := faults_of(cell.tokens):
            self.lines.problems.extend(faults)
            return None
        if len(cell.tokens) > 1 or token.type != "NAME":
            self.lines.problems.append(tables.heading_not_a_name(cell.span))
            return None
        return ex.Ident(token.text, token.span)

    def answer(self, cell: CellTokens) -> ex.Expr | None:
        """A result, or a value of an example."""
        token = cell.tokens[0]
        if len(cell.tokens) == 1 and token.text in CHOICES:
            return ex.Name((token.text,), token.span)
        return self.lines.read(rules.ANSWER, cell.tokens)


class TableReader(RowReader):
    """`table` and its rows."""

    def table(self, line: Line) -> syntax.TableDecl | None:
        before = len(self.lines.problems)
        head = self.lines.read(rules.TABLE, line.tokens)
        children = list(self.lines.lines_of(line.children, "row"))
        if not children and head is not None:
            self.lines.problems.append(tables.table_without_rows(line.span))
        rows = self.rows(children[:1], "row")
        heads: list[ex.Expr] = []
        results: list[ex.Ident] = []
        if rows:
            top_line, top = rows[0]
            if not top.double:
                self.lines.problems.append(tables.no_double_bar(top_line.span, "table"))
            else:
                heads = [h for h in map(self.heading, top.left) if h is not None]
                results = [r for r in map(self.name, top.right) if r is not None]
                if not top.right:
                    self.lines.problems.append(tables.no_double_bar(top_line.span, "table"))
        if head is None or len(self.lines.problems) > before:
            self.lines.broken_name(line.tokens[1:])
        usable = bool(rows) and bool(rows[0][1].right)
        read = [
            self.table_row(row_line, row, len(rows[0][1].left), len(rows[0][1].right))
            for row_line, row in self.rows(children[1:], "row")
            if usable
        ]
        if rows and not read and len(children) == 1 and len(self.lines.problems) == before:
            self.lines.problems.append(tables.table_without_rows(line.span))
        if head is None or not usable or len(heads) != len(rows[0][1].left):
            return None
        if len(results) != len(rows[0][1].right):
            return None
        return syntax.TableDecl(
            head.name, head.policy, tuple(heads), tuple(results), tuple(read), head.otherwise_as, line.span
        )

    def table_row(self, line: Line, row: RowTokens, left: int, right: int) -> syntax.Row:
        self.lines.count_rules(line)
        problems = self.lines.problems
        before = len(problems)
        otherwise = bool(row.left) and row.left[0].is_word("otherwise")
        counted = row.whole
        if not row.whole:
            pass
        elif not row.double and len(row.cells) > 1:
            problems.append(tables.no_double_bar(line.span, "row"))
            counted = False
        elif len(row.right) != right or (len(row.left) != left and not otherwise):
            problems.append(tables.table_cell_count(line.span, (len(row.left), len(row.right)), (left, right)))
            counted = False
        cells: list[ex.Cell] = []
        if otherwise:
            for cell in row.left[1:]:
                if cell.tokens and not cell.is_word("any"):
                    problems.append(tables.otherwise_with_condition(cell.span))
        else:
            cells = [self.condition(cell, counted) for cell in row.left]
        results = [self.result(cell, counted) for cell in row.right]
        broken = not counted or any(result is None for result in results) or (otherwise and len(problems) > before)
        return syntax.Row(
            tuple(cells),
            tuple(r if r is not None else ex.Word("no price", c.span)
                  for r, c in zip(results, row.right, strict=True)),
            otherwise,
            broken,
            line.span,
        )  # fmt: skip

    def condition(self, cell: CellTokens, counted: bool) -> ex.Cell:
        if not cell.tokens:
            if counted:
                self.lines.problems.append(tables.blank_condition(cell.span))
            return ex.CellBroken(cell.span)
        if len(cell.tokens) == 1 and cell.tokens[0].type == "MINUS":
            self.lines.problems.append(tables.dash_for_any(cell.span))
            return ex.CellBroken(cell.span)
        return self.lines.read(rules.CELL, cell.tokens) or ex.CellBroken(cell.span)

    def result(self, cell: CellTokens, counted: bool) -> ex.Expr | None:
        if not cell.tokens:
            if counted:
                self.lines.problems.append(tables.blank_result(cell.span))
            return None
        if len(cell.tokens) == 1 and cell.tokens[0].type == "MINUS":
            self.lines.problems.append(tables.blank_result(cell.span))
            return None
        return self.answer(cell)


class ExampleReader(RowReader):
    """`examples`: claims, inputs and the answers they must give."""

    def examples(self, line: Line) -> syntax.Examples | None:
        if not line.children:
            self.lines.problems.append(tables.examples_without_rows(line.span))
            return None
        top_line, *below = line.children
        top = self.row(top_line)
        if top is None:
            return None
        top_line.kind = "row"
        self.lines.alone(top_line)
        problems = self.lines.problems
        if not top.double or not top.right:
            problems.append(tables.no_double_bar(top_line.span, "examples"))
            return None
        if not top.left or not top.left[0].is_word("claim"):
            problems.append(tables.no_claim(top.left[0].span if top.left else top_line.span))
            return None
        inputs = [self.name(cell) for cell in top.left[1:]]
        expected = [self.expected(cell) for cell in top.right]
        rows: list[syntax.Example] = []
        for row_line in below:
            row_line.kind = "row"
            row = self.row(row_line)
            if row is None:
                continue
            example = self.example(row_line, row, len(inputs), len(expected))
            if example is not None:
                rows.append(example)
        names = tuple(name for name in inputs if name is not None)
        answers = tuple(name for name in expected if name is not None)
        if len(names) < len(inputs) or len(answers) < len(expected):
            return None
        return syntax.Examples(names, answers, tuple(rows), line.span)

    def expected(self, cell: CellTokens) -> ex.Name | None:
        heading = self.heading(cell)
        if heading is not None and not isinstance(heading, ex.Name):
            self.lines.problems.append(tables.heading_not_a_name(cell.span))
            return None
        return heading

    def example(self, line: Line, row: RowTokens, inputs: int, expected: int) -> syntax.Example | None:
        problems = self.lines.problems
        before = len(problems)
        if not row.whole:
            pass
        elif not row.double:
            problems.append(tables.no_double_bar(line.span, "row"))
        elif (len(row.left), len(row.right)) != (inputs + 1, expected):
            problems.append(tables.table_cell_count(line.span, (len(row.left), len(row.right)), (inputs + 1, expected)))
        claim = row.left[0].tokens if row.left else []
        for token in claim:
            if token.type == "BAD_STRING":
                problems.append(writing.unclosed_quote(token))
        given = [self.example_cell(cell) for cell in row.left[1:]]
        answers = [self.example_cell(cell) for cell in row.right]
        lists = [found for child in line.children if (found := self.list_below(child)) is not None]
        if len(problems) > before:
            return None
        return syntax.Example(claim_of(claim), tuple(given), tuple(answers), tuple(lists), line.span)

    def example_cell(self, cell: CellTokens) -> ex.Expr | None:
        if not cell.tokens or cell.is_word("missing"):
            return None
        return self.answer(cell)

    def list_below(self, line: Line) -> syntax.ExampleList | None:
        """The items of a list: its name, and a table below."""
        line.kind = "list name"
        name = line.tokens[0]
        if len(line.tokens) > 1 or name.type != "NAME" or not line.children:
            self.lines.problems.append(tables.no_list_below(line.span))
            return None
        (top_line, top), *rows = self.rows(line.children, "row") or [(line, RowTokens([], [], False))]
        heads = [self.name(cell) for cell in top.cells]
        items: list[tuple[ex.Expr | None, ...]] = []
        if any(head is None for head in heads):
            return None
        for row_line, row in ((top_line, top), *rows):
            self.lines.alone(row_line)
            if row.double:
                self.lines.problems.append(tables.double_bar_in_list(row_line.span))
            if row is top:
                continue
            if len(row.cells) != len(heads):
                self.lines.problems.append(tables.table_cell_count(row_line.span, (len(row.cells), 0), (len(heads), 0)))
            items.append(tuple(self.example_cell(cell) for cell in row.cells))
        names = tuple(head for head in heads if head is not None)
        return syntax.ExampleList(ex.Ident(name.text, name.span), names, tuple(items), line.span)


def claim_of(tokens: Sequence[Token]) -> str:
    """The words of a claim as written, with single spaces."""
    words: list[str] = []
    end = None
    for token in tokens:
        if end is not None and token.start > end:
            words.append(" ")
        words.append(" ".join(token.text.split()))
        end = token.end
    return "".join(words)
