"""The lines of a charge: quantity, prices, tiers, bounds, tax."""

from __future__ import annotations

from dsl import syntax
from dsl.messages import syntax as messages
from dsl.reading import rules
from dsl.reading.layout import Line
from dsl.reading.lines import LineReader
from dsl.vocabulary import CLAUSES


class ChargeReader:
    """`charge` and the lines below it."""

    def __init__(self, lines: LineReader) -> None:
        self.lines = lines

    def charge(self, line: Line) -> syntax.Charge | None:
        self.lines.count_rules(line)
        before = len(self.lines.problems)
        title = self.lines.read(rules.TITLED, line.tokens, "charge")
        clauses = [self.clause(child) for child in self.lines.lines_of(line.children, "clause")]
        if len(self.lines.problems) == before and not clauses:
            self.lines.problems.append(messages.nothing_said(line.span, "price 5 EUR"))
        if title is None or len(self.lines.problems) > before:
            self.lines.broken_name(line.tokens[1:])
            return None
        read = tuple(clause for clause in clauses if clause is not None)
        return syntax.Charge(title.name, title.label, title.when, read, line.span)

    def clause(self, line: Line) -> syntax.ChargeClause | None:
        first = line.tokens[0]
        is_tax = first.text in self.lines.taxes or (first.text.isupper() and first.type == "NAME")
        head = None if is_tax else self.lines.head(line, CLAUSES)
        if head is None and not is_tax:
            self.lines.unknown_child(line, CLAUSES)
            return None
        clause = self.lines.read(rules.CLAUSE, line.tokens, head)
        if not line.children:
            if head in ("graduated", "volume") and clause is not None:
                self.lines.problems.append(messages.nothing_said(line.span, rules.TIER.form))
            elif isinstance(clause, syntax.Price) and clause.value is None:
                self.lines.problems.append(messages.nothing_said(line.span, "price 5 EUR"))
            return clause
        if head in ("graduated", "volume"):
            line.kind = "tiers"
            tiers = self.tiers(line)
            if isinstance(clause, syntax.Tiers):
                return syntax.Tiers(
                    clause.how, tiers, clause.by, clause.when, clause.otherwise, clause.if_any, clause.span
                )
        if head == "price" and not (isinstance(clause, syntax.Price) and clause.value is not None):
            line.kind = "prices"
            rows = self.price_rows(line)
            if isinstance(clause, syntax.Price):
                return syntax.Price(
                    None, rows, clause.bounds, clause.if_any, clause.when, clause.otherwise, span=clause.span
                )
        return clause

    def tiers(self, line: Line) -> tuple[syntax.TierRow, ...]:
        rows: list[syntax.TierRow] = []
        for child in self.lines.lines_of(line.children, "tier"):
            self.lines.count_rules(child)
            row = self.lines.read(rules.TIER, child.tokens)
            if row is None:
                continue
            child.columns = [row.price.span.start]
            if rows and rows[-1].bound is None:
                self.lines.problems.append(messages.tier_after_above(child.span))
            rows.append(row)
        return tuple(rows)

    def price_rows(self, line: Line) -> tuple[syntax.PriceRow, ...]:
        rows: list[syntax.PriceRow] = []
        for child in self.lines.lines_of(line.children, "price row"):
            self.lines.count_rules(child)
            row = self.lines.read(rules.PRICE_ROW, child.tokens)
            if row is None:
                continue
            child.columns = [row.value.span.start]
            if rows and rows[-1].when is None:
                self.lines.problems.append(messages.case_after_otherwise(child.span))
            rows.append(row)
        return tuple(rows)
