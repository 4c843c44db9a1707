"""Pieces of generated source: expressions over integers, their units, sums and roundings.

An expression of a number stands for its value divided by a unit, an exact rational that the generator keeps
apart. Constant factors only change the unit, so they cost nothing until an answer or a rounding needs them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from engine.declarations import common_scale
from engine.graph import RoundMode
from engine.intervals import Interval

DEEPEST = 12
"""Expressions nested deeper than this get a name of their own; Python's parser has a limit."""
LONGEST = 40
"""Terms of one expression."""


@dataclass(frozen=True, slots=True)
class Code:
    """An expression of generated source; `atom` says that it is a name or a number."""

    text: str
    unit: Fraction | None = None
    """Of numbers, moments and dates: the value is the expression times this. Never zero."""
    const: Fraction | None = None
    """The value of a constant number."""
    atom: bool = False
    depth: int = 0

    @property
    def embedded(self) -> str:
        """The text as an operand of something else."""
        return self.text if self.atom else f"({self.text})"


def atom(text: str, unit: Fraction | None = None) -> Code:
    """A name or a literal."""
    return Code(text, unit, None, True)


def number(value: Fraction, scale: Fraction) -> Code:
    """A constant number."""
    return Code("", scale, value, True)


def deeper(*codes: Code) -> int:
    """The depth of an expression over these."""
    return 1 + max((code.depth for code in codes), default=0)


def in_unit(code: Code, unit: Fraction) -> str:
    """The integer text, as an operand, of a number counted in `unit`."""
    if code.const is not None:
        return literal(whole(code.const / unit))
    assert code.unit is not None
    factor = whole(code.unit / unit)
    if factor == 1:
        return code.embedded
    return f"(-{code.embedded})" if factor == -1 else f"({code.embedded} * {literal(factor)})"


def literal(value: int) -> str:
    """An integer as an operand; hexadecimal where Python would refuse so many digits."""
    text = str(value) if abs(value) < 10**18 else hex(value)
    return text if value >= 0 else f"({text})"


def whole(value: Fraction) -> int:
    """The value of a fraction that is a whole number."""
    if value.denominator != 1:
        raise ValueError(f"{value} is not whole")
    return value.numerator


def joint_unit(codes: Sequence[Code], scale: Fraction) -> Fraction:
    """The largest unit in which all can be counted; `scale` when all of them are zero."""
    units = [abs(code.unit) for code in codes if code.const is None and code.unit is not None]
    units += [abs(code.const) for code in codes if code.const]
    return common_scale(units) if units else scale


def total(codes: Sequence[Code], scale: Fraction) -> Code:
    """The sum of up to `LONGEST` numbers."""
    constant = sum((code.const for code in codes if code.const is not None), Fraction(0))
    moving = [code for code in codes if code.const is None]
    if not moving:
        return number(constant, scale)
    if len(moving) == 1 and constant == 0:
        return moving[0]
    unit = joint_unit([*moving, number(constant, scale)], scale)
    signed: list[tuple[bool, str]] = []
    for code in moving:
        assert code.unit is not None
        factor = whole(code.unit / unit)
        text = code.embedded if abs(factor) == 1 else f"{code.embedded} * {literal(abs(factor))}"
        signed.append((factor > 0, text))
    if constant:
        signed.append((constant > 0, literal(whole(abs(constant) / unit))))
    signed.sort(key=lambda term: not term[0])
    first, *rest = signed
    text = (first[1] if first[0] else f"-{first[1]}") + "".join(
        f" {'+' if positive else '-'} {term}" for positive, term in rest
    )
    return Code(text, unit, depth=deeper(*moving))


def product(codes: Sequence[Code], scale: Fraction) -> Code:
    """The product of up to `LONGEST` numbers."""
    unit = Fraction(1)
    moving = [code for code in codes if code.const is None]
    for code in codes:
        factor = code.const if code.const is not None else code.unit
        assert factor is not None
        unit *= factor
    if unit == 0 or not moving:
        return number(unit, scale)
    if len(moving) == 1:
        return Code(moving[0].text, unit, atom=moving[0].atom, depth=moving[0].depth)
    return Code(" * ".join(code.embedded for code in moving), unit, depth=deeper(*moving))


# ---------------------------------------------------------------------------------------------- rounding

Name: TypeAlias = Callable[[str], str]
"""Gives an expression a name."""


def times(code: Code, factor: int) -> str:
    """An expression times an integer, as an operand."""
    if factor == 1:
        return code.embedded
    return f"(-{code.embedded})" if factor == -1 else f"({code.embedded} * {literal(factor)})"


def rounded(code: Code, step: Fraction, mode: RoundMode, interval: Interval, name: Name) -> Code:
    """A number in whole steps."""
    code = _spelled(code)
    assert code.unit is not None
    ratio = code.unit / step
    up, by = ratio.numerator, ratio.denominator
    if by == 1:
        return code if mode != "next" else Code(f"{times(code, up)} + 1", step, depth=deeper(code))
    sign = _sign(interval)
    if mode == "half_even" or (by % 2 and mode in ("half_up", "half_down")):
        sign = 1  # without ties, or with ties to even, the formula serves every number
    amount = times(code, up)
    if sign == 0 or mode == "half_even":
        amount = name(amount)
    return Code(_signed(amount, by, mode, sign), step, depth=deeper(code) + 1)


def quotient(
    above: Code, below: Code, step: Fraction, mode: RoundMode, intervals: tuple[Interval, Interval], name: Name
) -> Code:
    """`above` divided by `below`, which is not zero, in whole steps."""
    above, below = _spelled(above), _spelled(below)
    assert above.unit is not None
    assert below.unit is not None
    ratio = above.unit / below.unit / step
    up, by = ratio.numerator, ratio.denominator
    signs = _sign(intervals[0]), _sign(intervals[1])
    if signs[1] == 0:
        above = above if above.atom else atom(name(above.text), above.unit)
        divisor = name(times(below, by))
        amount = name(f"{times(above, up)} if {divisor} > 0 else {times(above, -up)}")
        divisor = name(f"{divisor} if {divisor} > 0 else -{divisor}")
    else:
        turn = signs[1] if below.unit > 0 else -signs[1]
        divisor = name(times(below, by * turn))
        amount = times(above, up * turn)
        amount = amount if signs[0] and mode != "half_even" else name(amount)
    sign = 1 if mode == "half_even" else signs[0] * signs[1]
    return Code(_signed(amount, divisor, mode, sign), step, depth=deeper(above, below) + 1)


def _spelled(code: Code) -> Code:
    """A constant as a literal; Python folds what is done with it."""
    if code.const is None or code.unit is None:
        return code
    return atom(literal(whole(code.const / code.unit)), code.unit)


def _sign(interval: Interval) -> int:
    """1 for numbers that are never negative, -1 for those never positive, 0 when both may be."""
    lower, upper = interval
    if lower is not None and lower >= 0:
        return 1
    return -1 if upper is not None and upper <= 0 else 0


def _signed(amount: str, by: int | str, mode: RoundMode, sign: int) -> str:
    """An amount of known sign (0: unknown, then a name) over a positive number, rounded symmetrically."""
    opposite = f"(-{amount})"
    mirrored = f"1 - {opposite} // {by}" if mode == "next" else f"-({_floored(opposite, by, mode)})"
    if sign:
        return _floored(amount, by, mode) if sign > 0 else mirrored
    return f"{_floored(amount, by, mode)} if {amount} >= 0 else {mirrored}"


def _floored(amount: str, by: int | str, mode: RoundMode) -> str:
    """An amount that is not negative (for half even: any name) over a positive number, rounded."""
    if mode == "half_even":
        return _half_even(amount, by)
    if mode == "next":
        return f"{amount} // {by} + 1"
    if isinstance(by, str):
        more = {"down": "", "up": f"{by} - 1", "half_up": f"{by} // 2", "half_down": f"({by} - 1) // 2"}[mode]
    else:
        add = {"down": 0, "up": by - 1, "half_up": by // 2, "half_down": (by - 1) // 2}[mode]
        more = literal(add) if add else ""
    divisor = by if isinstance(by, str) else literal(by)
    return f"({amount} + {more}) // {divisor}" if more else f"{amount} // {divisor}"


def _half_even(amount: str, by: int | str) -> str:
    """Halves go up where the whole part is odd."""
    if isinstance(by, str):
        return f"({amount} * 2 + {by} - 1 + ({amount} // {by} & 1)) // ({by} * 2)"
    if by % 2:
        return f"({amount} + {literal(by // 2)}) // {literal(by)}"
    return f"({amount} + {literal(by // 2 - 1)} + ({amount} // {literal(by)} & 1)) // {literal(by)}"
