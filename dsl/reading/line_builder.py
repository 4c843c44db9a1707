"""What the grammar has read of a whole line: its head, or all of it. See `dsl.reading.tree_builder`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from dsl import expressions as ex
from dsl import header, syntax
from dsl.diagnostics import Span
from dsl.messages import syntax as messages
from dsl.reading.lexer import Token
from dsl.reading.tree_builder import ExpressionBuilder, Part, Parts, Refused, declared, ident, span_of, unquoted


@dataclass(frozen=True, slots=True)
class Title:
    """`charge NAME "Label" when C`: how many declarations begin."""

    name: ex.Ident
    label: ex.Text | None = None
    when: ex.Expr | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """`let NAME = E`: `value` is None when the lines below hold it."""

    name: ex.Ident
    value: ex.Expr | None
    label: ex.Text | None = None


@dataclass(frozen=True, slots=True)
class CarryHead:
    name: ex.Ident
    start: ex.Expr
    over: ex.Expr


@dataclass(frozen=True, slots=True)
class Next:
    """`next E`: `value` is None when the lines below hold it."""

    value: ex.Expr | None


@dataclass(frozen=True, slots=True)
class DatedValue:
    value: ex.Expr
    start: ex.DateLit | None
    span: Span


@dataclass(frozen=True, slots=True)
class TableHead:
    name: ex.Ident
    policy: syntax.Policy
    otherwise_as: ex.Ident | None = None


@dataclass(frozen=True, slots=True)
class AdjustmentBody:
    amount: ex.Expr
    covers: ex.Expr
    spread: Literal["by amount", "in order", "evenly"]
    word: Token
    """`of`, `off` or `on`."""


@dataclass(frozen=True, slots=True)
class TaxBody:
    rate: ex.Expr
    of: ex.Expr
    per: Literal["", "line", "rate"]


@dataclass(frozen=True, slots=True)
class TaxHead:
    title: Title
    body: TaxBody | None


@dataclass(frozen=True, slots=True)
class Promise:
    subject: ex.Expr
    relation: Literal["does not fall", "does not rise"]
    when: ex.Name


@dataclass(frozen=True, slots=True)
class Ending:
    """`when C` or `otherwise` at the end of a line."""

    when: ex.Expr | None
    span: Span

    @property
    def otherwise(self) -> bool:
        return self.when is None


def label_of(token: Token | None) -> ex.Text | None:
    return None if token is None else ex.Text(unquoted(token), token.span)


def plain(token: Token) -> str:
    """The words of a phrase with single spaces."""
    return " ".join(token.text.split())


class HeaderBuilder:
    """The header, units and inputs."""

    def tariff_line(self, parts: Parts) -> Title:
        _, name, label = parts
        return Title(declared(name), label_of(label))

    def currency(self, parts: Parts) -> header.Currency:
        return header.Currency(ident(parts[1]), span_of(parts))

    def time_zone(self, parts: Parts) -> header.TimeZone:
        return header.TimeZone(parts[1], span_of(parts))

    def zone(self, parts: Parts) -> ex.Ident:
        return ex.Ident("".join(token.text for token in parts), span_of(parts))

    def prices_tax(self, parts: Parts) -> header.PricesTax:
        _, word, tax, rate = parts
        dated = header.Dated(((rate.value, rate.start),), rate.span)
        return header.PricesTax(word.type == "INCLUDE", ident(tax), dated, span_of(parts))

    def round_nothing(self, parts: Parts) -> header.Rounding:
        return header.Rounding("nothing", span=span_of(parts))

    def round_setting(self, parts: Parts) -> header.Rounding:
        _, what, per, mode, step = parts
        if per is not None and what.type != "TAX":
            raise Refused(messages.rounding_scope_without_tax(per, plain(what)))
        scope = {None: "", "PER_LINE": "line", "ONCE_PER_RATE": "rate", "ONCE": "once"}[per and per.type]
        return header.Rounding(
            cast(Literal["line", "item", "total", "tax"], plain(what).split()[-1]),
            cast(Literal["", "line", "rate", "once"], scope),
            mode,
            step,
            span_of(parts),
        )

    def priced_at(self, parts: Parts) -> header.PricedAt:
        return header.PricedAt(parts[1], span_of(parts))

    def next_blocks(self, parts: Parts) -> header.NextBlocks:
        return header.NextBlocks(span_of(parts))

    def based_on(self, parts: Parts) -> header.BasedOn:
        return header.BasedOn(ident(parts[1]), span_of(parts))

    def use(self, parts: Parts) -> header.Use:
        return header.Use(ident(parts[1]), span_of(parts))

    def remove_line(self, parts: Parts) -> syntax.Remove:
        _, kind, name = parts
        if name.type == "STRING":
            return syntax.Remove(ident(kind), ex.Ident(unquoted(name), name.span), span_of(parts))
        return syntax.Remove(ident(kind), ident(name), span_of(parts))

    def placed_line(self, parts: Parts) -> ex.Ident:
        return ident(parts[1])

    def month_end(self, parts: Parts) -> header.MonthEnd:
        how = cast(Literal["last day", "first of next month", "refuse"], plain(parts[2]))
        return header.MonthEnd(how, span_of(parts))

    def unit_line(self, parts: Parts) -> syntax.UnitDecl:
        return syntax.UnitDecl(tuple(declared(name) for name in parts[1::2]), span_of(parts))

    def dated(self, parts: Parts) -> DatedValue:
        value, _, day = parts
        start = None if day is None else ExpressionBuilder().date([day])
        return DatedValue(value, start, Span(value.span.start, (day or value).span.end))

    # inputs

    def input_line(self, parts: Parts) -> syntax.InputDecl:
        name, kind, bounds, *notes = parts
        said: dict[str, Note] = {}
        for note in notes:
            if note.what in said:
                raise Refused(messages.said_twice(note.what, note.span))
            said[note.what] = note
        steps, default = said.get("steps"), said.get("default")
        label = said.get("label")
        return syntax.InputDecl(
            declared(name),
            kind.word,
            kind.options,
            bounds,
            steps.value if steps else None,
            default.value if default else None,
            "missing" in said,
            kind.items,
            kind.consecutive,
            cast(ex.Text | None, label.value) if label else None,
            (),
            Span(name.start, [part for part in parts if part is not None][-1].span.end),
        )

    def input_line_without_bounds(self, parts: Parts) -> syntax.InputDecl:
        name, kind, *notes = parts
        return self.input_line([name, kind, None, *notes])

    def one_of(self, parts: Parts) -> InputType:
        word: Token = parts[0]
        options = tuple(
            ex.Ident(unquoted(option) if option.type == "STRING" else option.text, option.span)
            for option in parts[1::2]
        )
        return InputType(ex.Ident("one of", word.span), span_of(parts), options)

    def list_of(self, parts: Parts) -> InputType:
        word, _, size, _, consecutive = parts
        items = ExpressionBuilder().number([size]).value
        if items.denominator != 1:
            raise Refused(messages.list_size_not_whole(size))
        end = (consecutive or size).end
        return InputType(ident(word), Span(word.start, end), (), int(items), consecutive is not None)

    def type_words(self, parts: Parts) -> InputType:
        span = span_of(parts)
        text = plain(parts[0]) if len(parts) == 1 else "".join(token.text for token in parts)
        return InputType(ex.Ident(text, span), span)

    def note_steps(self, parts: Parts) -> Note:
        return Note("steps", parts[1], span_of(parts))

    def note_default(self, parts: Parts) -> Note:
        value = parts[1]
        if isinstance(value, ex.Word) and value.word in ("first", "last", "position", "total"):
            value = ex.Name((value.word,), value.span)
        return Note("default", value, span_of(parts))

    def note_missing(self, parts: Parts) -> Note:
        return Note("missing", None, span_of(parts))

    def note_label(self, parts: Parts) -> Note:
        return Note("label", label_of(parts[0]), span_of(parts))

    def require_line(self, parts: Parts) -> syntax.Require:
        head, condition, message = parts
        return syntax.Require(condition, label_of(message), Span(head.start, (message or condition).span.end))


@dataclass(frozen=True, slots=True)
class InputType:
    word: ex.Ident
    span: Span
    options: tuple[ex.Ident, ...] = ()
    items: int | None = None
    consecutive: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """What stands after the type of an input."""

    what: str
    value: ex.Expr | None
    span: Span


class DeclarationBuilder:
    """Tables, lets, charges and what acts on amounts."""

    def table_line(self, parts: Parts) -> TableHead:
        *_, other = parts
        return TableHead(declared(parts[1]), parts[2] or "only", ident(other) if other else None)

    def policy(self, parts: Parts) -> syntax.Policy:
        return cast(syntax.Policy, plain(parts[2])) if len(parts) > 1 else "first"

    def value_line(self, parts: Parts) -> tuple[ex.Ident, DatedValue]:
        return declared(parts[0]), parts[2]

    def let_line(self, parts: Parts) -> Named:
        _, name, *rest = parts
        return Named(declared(name), rest[-1] if rest else None)

    def carry_line(self, parts: Parts) -> CarryHead:
        return CarryHead(declared(parts[1]), parts[3], parts[5])

    def next_line(self, parts: Parts) -> Next:
        return Next(parts[1])

    def pay_line(self, parts: Parts) -> syntax.Instalments:
        _, count, every, _, odd = parts
        return syntax.Instalments(
            count,
            cast(Literal["week", "month", "quarter", "year"], plain(every).split()[-1]),
            cast(Literal["first", "last"], plain(odd).split()[-1]),
            span_of(parts),
        )

    def result_line(self, parts: Parts) -> Named:
        _, name, label, *rest = parts
        return Named(declared(name), rest[-1] if rest else None, label_of(label))

    def when_case(self, parts: Parts) -> ex.Cases:
        value, _, condition = parts
        span = span_of(parts)
        return ex.Cases((ex.Case(value, condition, span),), span)

    def otherwise_after(self, parts: Parts) -> ex.Cases:
        span = span_of(parts)
        return ex.Cases((ex.Case(parts[0], None, span),), span)

    def otherwise_before(self, parts: Parts) -> ex.Cases:
        span = span_of(parts)
        return ex.Cases((ex.Case(parts[1], None, span),), span)

    def titled_line(self, parts: Parts) -> Title:
        _, name, label, _, when = parts
        return Title(declared(name), label_of(label), when)

    # charges

    def quantity_line(self, parts: Parts) -> syntax.Quantity:
        meter = parts[1]
        if isinstance(meter, ex.Per) and meter.block and meter.of is None:
            raise Refused(messages.comma_before_blocks(meter))
        return syntax.Quantity(meter, tuple(parts[3::2]), span_of(parts))

    def free_first(self, parts: Parts) -> syntax.FreePart:
        return syntax.FreePart("first", parts[1], span_of(parts))

    def free_last(self, parts: Parts) -> syntax.FreePart:
        return syntax.FreePart("last", parts[1], span_of(parts))

    def free_all(self, parts: Parts) -> syntax.FreePart:
        how: Literal["up to", "under"] = "up to" if parts[1].type == "UP_TO" else "under"
        return syntax.FreePart(how, parts[2], span_of(parts))

    def blocks(self, parts: Parts) -> syntax.Block:
        _, word, size = parts
        how: Literal["started", "full"] = "started" if word.type == "PER_STARTED" else "full"
        return syntax.Block(how, size, Span(word.start, size.span.end))

    def block_minimum(self, parts: Parts) -> syntax.Block:
        return syntax.Block("minimum", parts[1], span_of(parts))

    def continuing(self, parts: Parts) -> syntax.Continuing:
        return syntax.Continuing(parts[1], span_of(parts))

    def bound(self, parts: Parts) -> syntax.Bound:
        word, value = parts
        how: Literal["at least", "at most"] = "at least" if word.type == "AT_LEAST" else "at most"
        return syntax.Bound(how, value, span=span_of(parts))

    def condition_end(self, parts: Parts) -> Ending:
        return Ending(parts[1] if len(parts) > 1 else None, span_of(parts))

    def price_line(self, parts: Parts) -> syntax.Price:
        head, value, *clauses, ending = parts
        bounds, if_any = self._price_clauses(clauses[1::2])
        end = [part for part in parts if part is not None][-1].span.end
        return syntax.Price(
            value,
            (),
            bounds,
            if_any,
            ending.when if ending else None,
            ending is not None and ending.otherwise,
            span=Span(head.start, end),
        )

    def price_pair(self, parts: Parts) -> syntax.Price:
        pair = ExpressionBuilder().one_pair(parts[1:6])
        bounds, if_any = self._price_clauses(parts[7::2])
        return syntax.Price(pair, (), bounds, if_any, span=span_of(parts))

    def _price_clauses(self, clauses: Parts) -> tuple[tuple[syntax.Bound, ...], bool]:
        bounds = tuple(clause for clause in clauses if isinstance(clause, syntax.Bound))
        words = [clause for clause in clauses if isinstance(clause, Token)]
        for how in ("at least", "at most"):
            same = [bound for bound in bounds if bound.how == how]
            if len(same) > 1:
                raise Refused(messages.said_twice(how, same[1].span))
        if len(words) > 1:
            raise Refused(messages.said_twice("if any", words[1].span))
        return bounds, bool(words)

    def price_head(self, parts: Parts) -> syntax.Price:
        head, _, if_any, ending = parts
        return syntax.Price(
            None,
            (),
            (),
            if_any is not None,
            ending.when if ending else None,
            ending is not None and ending.otherwise,
            span=Span(head.start, (ending or if_any or head).span.end),
        )

    def tiers_head(self, parts: Parts) -> syntax.Tiers:
        head, _, by, _, if_any, ending = parts
        return syntax.Tiers(
            "graduated" if head.type == "GRADUATED" else "volume",
            (),
            by,
            ending.when if ending else None,
            ending is not None and ending.otherwise,
            if_any is not None,
            Span(head.start, (ending or if_any or by or head).span.end),
        )

    def charge_tax(self, parts: Parts) -> syntax.ChargeTax:
        return syntax.ChargeTax(ident(parts[0]), parts[1], span_of(parts))

    def no_tax(self, parts: Parts) -> syntax.ChargeTax:
        return syntax.ChargeTax(None, None, span_of(parts))

    def exact(self, parts: Parts) -> syntax.Exact:
        return syntax.Exact(parts[1], span_of(parts))

    def by_start(self, parts: Parts) -> syntax.BlocksByStart:
        return syntax.BlocksByStart(span_of(parts))

    def spread_evenly(self, parts: Parts) -> syntax.Timing:
        return syntax.Timing("evenly", span_of(parts))

    def counted_at_start(self, parts: Parts) -> syntax.Timing:
        return syntax.Timing("at its start", span_of(parts))

    def price_row(self, parts: Parts) -> syntax.PriceRow:
        return syntax.PriceRow(parts[0], parts[1], tuple(parts[3::2]), span_of(parts))

    def price_row_otherwise(self, parts: Parts) -> syntax.PriceRow:
        return syntax.PriceRow(None, parts[1], tuple(parts[3::2]), span_of(parts))

    def row_blocks(self, parts: Parts) -> syntax.Block:
        return self.blocks([None, *parts])

    def tier_up_to(self, parts: Parts) -> syntax.TierRow:
        return syntax.TierRow(parts[1], parts[2], tuple(parts[4::2]), span_of(parts))

    def tier_above(self, parts: Parts) -> syntax.TierRow:
        return syntax.TierRow(None, parts[1], tuple(parts[3::2]), span_of(parts))

    # what acts on amounts

    def adjustment_of(self, parts: Parts) -> AdjustmentBody:
        amount, word, covers, spread = parts
        return AdjustmentBody(amount, covers, spread or "by amount", word)

    def adjustment_by(self, parts: Parts) -> AdjustmentBody:
        amount, word, covers, spread = parts
        return AdjustmentBody(amount, covers, spread or "by amount", word)

    def spread(self, parts: Parts) -> str:
        return plain(parts[-1])

    def tax_line(self, parts: Parts) -> TaxHead:
        _, name, label, body, _, when = parts
        return TaxHead(Title(declared(name), label_of(label), when), body)

    def tax_body(self, parts: Parts) -> TaxBody:
        rate, _, of, per = parts
        word: Literal["", "line", "rate"] = ""
        if per is not None:
            word = "line" if per.type == "PER_LINE" else "rate"
        return TaxBody(rate, of, word)

    def choose_line(self, parts: Parts) -> tuple[ex.Ident, tuple[ex.Ident, ...]]:
        return declared(parts[1]), tuple(ident(name) for name in parts[3::2])

    def guarantee_line(self, parts: Parts) -> ex.Text:
        return ex.Text(unquoted(parts[1]), parts[1].span)

    def guarantee_body(self, parts: Parts) -> Promise:
        subject, relation, _, when, _ = parts
        return Promise(
            subject,
            "does not fall" if relation.type == "DOES_NOT_FALL" else "does not rise",
            when,
        )


def is_token(part: Part, *types: str) -> bool:
    return isinstance(part, Token) and part.type in types
