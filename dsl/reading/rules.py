"""The kinds of lines and cells that the grammar reads, and how reading one can end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from dsl import expressions as ex
from dsl import header, syntax
from dsl.reading.block_builder import LimitBody
from dsl.reading.lexer import Token
from dsl.reading.line_builder import (
    AdjustmentBody,
    CarryHead,
    DatedValue,
    Named,
    Next,
    Promise,
    TableHead,
    TaxBody,
    TaxHead,
    Title,
)
from dsl.reading.window_builder import WindowHead

T = TypeVar("T", covariant=True)


@dataclass(frozen=True, slots=True)
class Rule(Generic[T]):
    """A start rule of the grammar. `what` names it in a message, `form` shows how it is written."""

    name: str
    what: str
    form: str


class Unread(Exception):  # noqa: N818 (it is no fault of ours)
    """The grammar cannot read a line: at this token (None: at its end) it expected one of these."""

    def __init__(self, at: Token | None, expected: frozenset[str]) -> None:
        super().__init__(repr(at))
        self.at = at
        self.expected = expected


TARIFF: Final[Rule[Title]] = Rule("tariff_line", "the first line", 'tariff city_drive "City Drive"')
SETTING: Final[Rule[header.HeaderLine]] = Rule("setting", "a line of the header", "currency EUR")
REMOVE: Final[Rule[syntax.Remove]] = Rule("remove_line", "what is removed", "remove charge unlock")
PLACED: Final[Rule[ex.Ident]] = Rule("placed_line", "a place in the base", "before least")
UNIT: Final[Rule[syntax.UnitDecl]] = Rule("unit_line", "a unit", "unit seat, seats")
INPUT: Final[Rule[syntax.InputDecl]] = Rule("input_line", "an input", "distance  length up to 300 km")
REQUIRE: Final[Rule[syntax.Require]] = Rule(
    "require_line", "a requirement", 'require parked up to length of ride "Parked longer than the ride"'
)
WINDOW: Final[Rule[WindowHead]] = Rule("window_line", "a window", "night  every day 22:00 to 06:00")
WINDOW_MORE: Final[Rule[syntax.WindowExpr]] = Rule("window", "a window", "Saturday, Sunday 08:00 to 20:00")
TABLE: Final[Rule[TableHead]] = Rule("table_line", "a table's first line", "table rates")
VALUE: Final[Rule[tuple[ex.Ident, DatedValue]]] = Rule("value_line", "a value", "day_cap = 129 PLN")
DATED: Final[Rule[DatedValue]] = Rule("dated", "a dated value", "139 PLN from 2026-07-01")
LET: Final[Rule[Named]] = Rule("let_line", "a let", "let driven = length of ride - parked")
RESULT: Final[Rule[Named]] = Rule("result_line", "a result", 'result unit_price "Unit price" = total / seats')
CARRY: Final[Rule[CarryHead]] = Rule("carry_line", "a carried value", "carry coefficient from 1.00 over years")
NEXT: Final[Rule[Next]] = Rule("next_line", "what it becomes with an item", "next coefficient + 1")
PAY: Final[Rule[syntax.Instalments]] = Rule("pay_line", "instalments", "pay in 12 every month, odd cent first")
CASE: Final[Rule[ex.Cases]] = Rule("case_line", "a case", "5 EUR when zone is city")
TITLED: Final[Rule[Title]] = Rule("titled_line", "the line", 'charge driving "Driving time" when zone is city')
CLAUSE: Final[Rule[syntax.ChargeClause]] = Rule("charge_clause", "a line of a charge", "price 0.59 EUR/min")
PRICE_ROW: Final[Rule[syntax.PriceRow]] = Rule("price_row", "a row of prices", "zone is city  0.59 EUR/min")
TIER: Final[Rule[syntax.TierRow]] = Rule("tier_row", "a tier", "up to 50 km  0.85 EUR/km")
LIMIT_BODY: Final[Rule[LimitBody]] = Rule("limit_body", "a limit", "driving + parking at most 50 EUR")
ADJUSTMENT_BODY: Final[Rule[AdjustmentBody]] = Rule(
    "adjustment_body", "what it takes or adds", "10% of driving + parking"
)
TAX: Final[Rule[TaxHead]] = Rule("tax_line", "a tax", 'tax city_tax "City tax" 5% of total')
TAX_BODY: Final[Rule[TaxBody]] = Rule("tax_body", "a tax", "5% of driving + parking")
EACH: Final[Rule[tuple[ex.Ident, ex.Expr | ex.Blocks]]] = Rule("each_line", "a repetition", "for each leg in legs")
CHOOSE: Final[Rule[tuple[ex.Ident, tuple[ex.Ident, ...]]]] = Rule(
    "choose_line", "a choice", "choose best cheapest of quickie, shortie"
)
GUARANTEE: Final[Rule[ex.Text]] = Rule("guarantee_line", "a guarantee", 'guarantee "driving further never costs less"')
PROMISE: Final[Rule[Promise]] = Rule("guarantee_body", "a promise", "total does not fall when distance grows")
HEADING: Final[Rule[ex.Expr]] = Rule("heading", "a heading", "vehicle_class")
CELL: Final[Rule[ex.Cell]] = Rule("cell", "a condition", "10 to 20 km")
ANSWER: Final[Rule[ex.Expr]] = Rule("answer", "a result", "0.59 EUR/min")

RULES: Final = tuple(rule for rule in dict(globals()).values() if isinstance(rule, Rule))
