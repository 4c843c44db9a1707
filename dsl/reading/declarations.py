"""The lines of a file to its tree: the header and every declaration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from dsl import expressions as ex
from dsl import header, syntax
from dsl.diagnostics import Span
from dsl.messages import syntax as messages
from dsl.messages import writing
from dsl.reading import rules
from dsl.reading.charges import ChargeReader
from dsl.reading.faults import faults_of
from dsl.reading.layout import Line
from dsl.reading.line_builder import DatedValue, Named, Title
from dsl.reading.lines import LineReader, head_of
from dsl.reading.rows import ExampleReader, TableReader
from dsl.reading.rules import Rule
from dsl.vocabulary import DECLARATIONS, LATER, OPENING, SETTINGS

T = TypeVar("T")


class Reader(LineReader):
    """Reads one file."""

    # ---------------------------------------------------------------------------------- the whole file

    def tariff(self, root: Line, whole: Span) -> syntax.Tariff:
        title: Title | None = None
        said: list[header.HeaderLine] = []
        body: list[syntax.Declaration] = []
        changes: list[syntax.Change] = []
        opened = ""
        for line in root.children:
            head = self.head(line, DECLARATIONS)
            if head in ("remove", "before", "after"):
                line.kind = head
                changes.extend(self.change(line, head))
                continue
            if head not in OPENING:
                body.extend(self.declarations(line, head))
                continue
            if opened:
                self.problems.append(messages.second_tariff(line.span))
                continue
            opened = line.kind = head
            title = self.read(rules.TARIFF, line.tokens)
            said = self.settings(line)
        if not opened:
            start = root.children[0].span.start if root.children else whole.start
            self.problems.append(messages.no_tariff_line(Span(start, start)))
        elif root.children[0].kind not in OPENING:
            late = next(line for line in root.children if line.kind in OPENING)
            self.problems.append(messages.tariff_not_first(late.span))
        return syntax.Tariff(
            title.name if title else None,
            title.label if title else None,
            tuple(line for line in said if not isinstance(line, header.BasedOn | header.Use)),
            tuple(body),
            frozenset(self.broken),
            based_on=next((line for line in said if isinstance(line, header.BasedOn)), None),
            uses=tuple(line for line in said if isinstance(line, header.Use)),
            changes=tuple(changes),
            shared=opened == "shared",
            span=whole,
        )

    def change(self, line: Line, head: str) -> Sequence[syntax.Change]:
        """What is taken out of the tariff that this one is based on, or put at a place in it."""
        if head == "remove":
            self.alone(line)
            removed = self.read(rules.REMOVE, line.tokens)
            return () if removed is None else (removed,)
        anchor = self.read(rules.PLACED, line.tokens)
        body: list[syntax.Declaration] = []
        for child in line.children:
            body.extend(self.declarations(child, self.head(child, DECLARATIONS)))
        if not line.children:
            self.problems.append(messages.nothing_said(line.span, 'charge service "Service"'))
        if anchor is None:
            for declaration in body:
                self.broken_declaration(declaration)
            return ()
        return (syntax.Placed("before" if head == "before" else "after", anchor, tuple(body), line.span),)

    def broken_declaration(self, declaration: syntax.Declaration) -> None:
        """The name that this would have declared, were its place readable."""
        name = getattr(declaration, "name", None)
        if name is not None:
            self.broken.add(name.text)

    def declarations(self, line: Line, head: str | None) -> Sequence[syntax.Declaration]:
        """What a line with the lines below it declares."""
        line.kind = head or ""
        if head in ("inputs", "windows", "values", "examples") and len(line.tokens) > 1:
            self.problems.append(messages.words_after_head(Span(line.tokens[1].start, line.span.end), head))
        found: syntax.Declaration | None
        match head:
            case "inputs":
                return self.inputs(line)
            case "windows":
                return self.windows(line)
            case "values":
                return self.values(line)
            case "unit":
                found = self.unit(line)
            case "require":
                self.alone(line)
                found = self.read(rules.REQUIRE, line.tokens)
            case "table":
                found = TableReader(self).table(line)
            case "let" | "result":
                found = self.named(line, head)
            case "carry":
                found = self.carry(line)
            case "charge":
                found = ChargeReader(self).charge(line)
            case "limit":
                found = self.limit(line)
            case "discount" | "surcharge":
                found = self.adjustment(line, head)
            case "tax":
                found = self.tax(line)
            case "for each":
                found = self.for_each(line)
            case "plan":
                found = self.plan(line)
            case "choose":
                found = self.choose(line)
            case "examples":
                found = ExampleReader(self).examples(line)
            case "guarantee":
                found = self.guarantee(line)
            case "tariff" | "shared":
                self.problems.append(messages.second_tariff(line.span))
                found = None
            case "remove" | "before" | "after":
                self.problems.append(messages.misplaced_line(head, line.tokens[0].span))
                found = None
            case _:
                self.unknown(line)
                found = None
        return () if found is None else (found,)

    def unknown(self, line: Line) -> None:
        """A line that starts with no word of the language and resembles none."""
        words = [token.text for token in line.tokens[:2]]
        later, setting = head_of(words, LATER), head_of(words, SETTINGS)
        word = line.tokens[0]
        if setting is not None:
            self.problems.append(messages.line_of_the_header(setting, line.span))
        elif later is not None:
            self.problems.append(messages.not_yet(later, word.span))
        elif faults := faults_of(line.tokens):
            self.problems.extend(faults)
        else:
            self.problems.append(messages.unknown_line(word.text, word.span, None, DECLARATIONS))
        self.broken_name(line.tokens[1:2])

    # -------------------------------------------------------------------------------- header and inputs

    def settings(self, line: Line) -> list[header.HeaderLine]:
        settings: list[header.HeaderLine] = []
        for child in self.lines_of(line.children, "setting"):
            head = self.head(child, SETTINGS)
            if head is None:
                self.unknown_child(child, SETTINGS)
                continue
            setting = self.read(rules.SETTING, child.tokens, head)
            if head == "prices" and child.children:
                child.kind = "dated"
                more = self.dated(child.children)
                if isinstance(setting, header.PricesTax):
                    first = setting.rate.values[0]
                    rate = self.series(DatedValue(*first, setting.rate.span), more)
                    setting = header.PricesTax(setting.include, setting.tax, rate, setting.span)
            if isinstance(setting, header.PricesTax):
                self.taxes.add(setting.tax.text)
            if isinstance(setting, header.BasedOn):
                base = next((one for one in settings if isinstance(one, header.BasedOn)), None)
                if base is not None:
                    self.problems.append(messages.second_base(setting.span, base.span))
                    continue
            if setting is not None:
                settings.append(setting)
        return settings

    def unit(self, line: Line) -> syntax.UnitDecl | None:
        self.alone(line)
        found = self.read(rules.UNIT, line.tokens)
        if found is None:
            for token in line.tokens[1:]:
                self.broken_name([token])
        return found

    def inputs(self, line: Line) -> list[syntax.Declaration]:
        found: list[syntax.Declaration] = []
        for child in self.lines_of(line.children, "input"):
            if child.tokens[0].text == "require":
                child.kind = "require"
                self.alone(child)
                requirement = self.read(rules.REQUIRE, child.tokens)
                if requirement is not None:
                    found.append(requirement)
            else:
                declared = self.input(child)
                if declared is not None:
                    found.append(declared)
        return found

    def input(self, line: Line) -> syntax.InputDecl | None:
        found = self.read(rules.INPUT, line.tokens)
        is_list = found.kind.text == "list" if found else line.children != []
        fields: list[syntax.InputDecl] = []
        if is_list:
            line.kind = "list"
            for child in self.lines_of(line.children, "input"):
                field = self.input(child)
                if field is not None:
                    fields.append(field)
        line.columns = [line.tokens[1].start] if len(line.tokens) > 1 else []
        if found is None:
            self.broken_name(line.tokens)
            return None
        if not is_list:
            return found
        if not fields and not line.children:
            self.problems.append(messages.list_without_fields(line.span))
        return syntax.InputDecl(
            found.name, found.kind, found.options, found.bounds, found.step, found.default, found.optional,
            found.items, found.consecutive, found.label, tuple(fields), found.span,
        )  # fmt: skip

    def windows(self, line: Line) -> list[syntax.Declaration]:
        found: list[syntax.Declaration] = []
        for child in self.lines_of(line.children, "window"):
            child.columns = [child.tokens[1].start] if len(child.tokens) > 1 else []
            head = self.read(rules.WINDOW, child.tokens)
            parts: list[syntax.WindowExpr | None] = []
            if child.children:
                child.kind = "window with lines"
                parts = [
                    self.read(rules.WINDOW_MORE, more.tokens) for more in self.lines_of(child.children, "window line")
                ]
            if head is not None and head.window is not None:
                parts.insert(0, head.window)
            elif head is not None and not child.children:
                self.problems.append(messages.nothing_said(child.span, rules.WINDOW.form))
                head = None
            lines = tuple(part for part in parts if part is not None)
            if head is None or len(lines) < len(parts):
                self.broken_name(child.tokens)
            else:
                found.append(syntax.WindowDecl(head.name, lines, child.span))
        return found

    # --------------------------------------------------------------------------------- values and lets

    def values(self, line: Line) -> list[syntax.Declaration]:
        found: list[syntax.Declaration] = []
        for child in self.lines_of(line.children, "value"):
            self.count_rules(child)
            first = self.read(rules.VALUE, child.tokens)
            more: list[DatedValue | None] = []
            if child.children:
                child.kind = "dated"
                more = self.dated(child.children)
            if first is None or None in more:
                self.broken_name(child.tokens)
                continue
            name, value = first
            self.dated_columns(child, value)
            found.append(syntax.ValueDecl(name, self.series(value, more), child.span))
        return found

    def dated(self, lines: Sequence[Line]) -> list[DatedValue | None]:
        """Further values, each from its day on."""
        found = []
        for line in self.lines_of(lines, "dated line"):
            value = self.read(rules.DATED, line.tokens)
            if value is not None:
                self.dated_columns(line, value)
            found.append(value)
        return found

    def dated_columns(self, line: Line, value: DatedValue) -> None:
        if value.start is not None:
            day = next(n for n, token in enumerate(line.tokens) if token.start == value.start.span.start)
            line.columns = [line.tokens[day - 1].start]

    def series(self, first: DatedValue, more: Sequence[DatedValue | None]) -> header.Dated:
        values = [first, *(value for value in more if value is not None)]
        if len(values) > 1:
            for value in values:
                if value.start is None:
                    self.problems.append(messages.value_without_date(value.span))
        return header.Dated(
            tuple((value.value, value.start) for value in values),
            Span(first.span.start, values[-1].span.end),
        )

    def named(self, line: Line, head: str) -> syntax.LetDecl | syntax.ResultDecl | None:
        """`let` and `result`, whose value may stand in cases on the lines below."""
        self.count_rules(line)
        before = len(self.problems)
        rule: Rule[Named] = rules.LET if head == "let" else rules.RESULT
        found = self.read(rule, line.tokens)
        value = found.value if found else None
        pay: syntax.Instalments | None = None
        cases: ex.Cases | None = None
        if head == "result" and line.children and line.children[0].tokens[0].text == "pay":
            child = self.only_child(line, rules.PAY.form)
            pay = self.read(rules.PAY, child.tokens) if child else None
        else:
            cases = self.cases(value, line, found is None)
        if found is None or (value is None and cases is None) or len(self.problems) > before:
            if len(self.problems) == before:
                self.problems.append(messages.nothing_said(line.span, rule.form))
            self.broken_name(line.tokens[1:])
            return None
        value = cases if cases is not None else value
        assert value is not None
        if head == "let":
            return syntax.LetDecl(found.name, value, line.span)
        return syntax.ResultDecl(found.name, found.label, value, pay, line.span)

    def carry(self, line: Line) -> syntax.Carry | None:
        self.count_rules(line)
        before = len(self.problems)
        head = self.read(rules.CARRY, line.tokens)
        for child in line.children[1:]:
            self.problems.append(messages.one_line_only(child.span, "carry"))
        value: ex.Expr | None = None
        if not line.children:
            self.problems.append(messages.nothing_said(line.span, rules.NEXT.form))
        else:
            child = line.children[0]
            child.kind = "body"
            found = self.read(rules.NEXT, child.tokens)
            cases = self.cases(found.value if found else None, child, found is None)
            value = cases or (found.value if found else None)
            if value is None and len(self.problems) == before:
                self.problems.append(messages.nothing_said(child.span, rules.NEXT.form))
        if head is None or value is None or len(self.problems) > before:
            self.broken_name(line.tokens[1:])
            return None
        return syntax.Carry(head.name, head.start, head.over, value, line.span)

    def cases(self, first: ex.Expr | None, line: Line, silent: bool) -> ex.Cases | None:
        """The lines below as cases, after the one that the head may hold itself."""
        if not line.children:
            return None
        cases: list[ex.Case] = []
        if first is not None:
            if not isinstance(first, ex.Cases) or first.cases[-1].when is None:
                if not silent:
                    self.problems.append(writing.nothing_below(line.children[0].span, line.tokens[0].text))
                return None
            cases.extend(first.cases)
        for child in self.lines_of(line.children, "case"):
            case = self.read(rules.CASE, child.tokens)
            if case is None:
                continue
            if cases and cases[-1].when is None:
                self.problems.append(messages.case_after_otherwise(child.span))
            cases.extend(case.cases)
            words = [n for n, t in enumerate(child.tokens) if t.text in ("when", "otherwise") and n]
            child.columns = [child.tokens[words[-1]].start] if words else []
        if not cases:
            return None
        return ex.Cases(tuple(cases), Span(cases[0].span.start, cases[-1].span.end))

    # ------------------------------------------------------------------------- what acts on amounts

    def limit(self, line: Line) -> syntax.Limit | None:
        title, body = self.titled(line, rules.LIMIT_BODY)
        if title is None or body is None:
            return None
        return syntax.Limit(
            title.name, title.label, title.when, body.covers, body.bounds, body.scope, body.continuing, body.spread,
            line.span,
        )  # fmt: skip

    def adjustment(self, line: Line, head: str) -> syntax.Adjustment | None:
        title, body = self.titled(line, rules.ADJUSTMENT_BODY)
        if title is None or body is None:
            return None
        kind = "discount" if head == "discount" else "surcharge"
        if (body.word.type, kind) in (("OFF", "surcharge"), ("ON", "discount")):
            self.problems.append(messages.off_or_on(body.word, kind))
            self.broken_name(line.tokens[1:])
            return None
        return syntax.Adjustment(
            "discount" if head == "discount" else "surcharge",
            title.name, title.label, title.when, body.amount, body.covers, body.spread, line.span,
        )  # fmt: skip

    def titled(self, line: Line, rule: Rule[T]) -> tuple[Title | None, T | None]:
        """A line with a name, and the one line below it that says what it does."""
        self.count_rules(line)
        before = len(self.problems)
        title = self.read(rules.TITLED, line.tokens, line.tokens[0].text)
        child = self.only_child(line, rule.form)
        body = self.read(rule, child.tokens) if child else None
        if title is None or body is None or len(self.problems) > before:
            self.broken_name(line.tokens[1:])
            return None, None
        return title, body

    def tax(self, line: Line) -> syntax.Tax | None:
        self.count_rules(line)
        before = len(self.problems)
        head = self.read(rules.TAX, line.tokens)
        body = head.body if head else None
        if body is None and (head is not None or line.children):
            child = self.only_child(line, rules.TAX_BODY.form)
            body = self.read(rules.TAX_BODY, child.tokens) if child else None
        elif line.children:
            self.alone(line)
        if head is None or body is None or len(self.problems) > before:
            self.broken_name(line.tokens[1:])
            return None
        title = head.title
        return syntax.Tax(title.name, title.label, title.when, body.rate, body.of, body.per, line.span)

    def for_each(self, line: Line) -> syntax.ForEach | None:
        head = self.read(rules.EACH, line.tokens)
        body: list[syntax.Declaration] = []
        for child in line.children:
            body.extend(self.declarations(child, self.head(child, DECLARATIONS)))
        if head is None:
            self.broken_name(line.tokens[2:])
            for declaration in body:
                self.broken_declaration(declaration)
            return None
        if not line.children:
            self.problems.append(messages.nothing_said(line.span, 'charge leg_fee "Leg"'))
            self.broken_name(line.tokens[2:])
            return None
        name, items = head
        return syntax.ForEach(name, items, tuple(body), line.span)

    def plan(self, line: Line) -> syntax.Plan | None:
        title = self.read(rules.TITLED, line.tokens, "plan")
        body: list[syntax.Declaration] = []
        for child in line.children:
            body.extend(self.declarations(child, self.head(child, DECLARATIONS)))
        if title is None or not line.children:
            if title is not None:
                self.problems.append(messages.nothing_said(line.span, 'charge kilometres "Distance"'))
            self.broken_name(line.tokens[1:])
            return None
        return syntax.Plan(title.name, title.label, title.when, tuple(body), line.span)

    def choose(self, line: Line) -> syntax.Choose | None:
        self.alone(line)
        found = self.read(rules.CHOOSE, line.tokens)
        if found is None:
            self.broken_name(line.tokens[1:])
            return None
        return syntax.Choose(*found, line.span)

    def guarantee(self, line: Line) -> syntax.Guarantee | None:
        claim = self.read(rules.GUARANTEE, line.tokens)
        child = self.only_child(line, rules.PROMISE.form)
        promise = self.read(rules.PROMISE, child.tokens) if child else None
        if claim is None or promise is None:
            return None
        return syntax.Guarantee(claim, promise.subject, promise.relation, promise.when, line.span)
