"""Cells and tables in generated source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from engine import graph as g
from engine.calendars import calendar, clock
from engine.graph import Cell, Ref
from engine.scalar.fragments import Code, atom, deeper, in_unit, joint_unit, literal, whole
from engine.scalar.source import Writer
from engine.scalar.tables import (
    DENSEST,
    Classes,
    Spans,
    innermost,
    numeric,
    optional,
    rows_of,
    spans,
    textual,
)

_ONE = Fraction(1)
_FEW = 3
"""Bounds up to which a key is compared with each instead of searched for among them."""


# ---------------------------------------------------------------------------------------------- keys


@dataclass(frozen=True, slots=True)
class Key:
    """A numeric key: an operand, the positive unit its cells are counted in, and the operand at a bound.

    A local date that is only compared with days is not worked out: the moment is compared with the instants
    at which those days begin.
    """

    text: str
    unit: Fraction
    at: Callable[[int], int]


def _key(writer: Writer, ref: Ref) -> Key:
    node = writer.graph.nodes[ref]
    if isinstance(node, g.DateOf) and ref in writer.by_instant:
        return Key(in_unit(writer.values[ref], _ONE), _ONE, lambda day: midnight(writer.graph, day))
    value = writer.values[ref]
    if value.unit is None:
        return Key(value.embedded, _ONE, lambda bound: bound)
    return Key(in_unit(value, abs(value.unit)), abs(value.unit), lambda bound: bound)


def midnight(graph: g.Graph, day: int) -> int:
    """The instant at which a day begins."""
    instant = clock(graph.time_zone).midnight(day)
    assert instant is not None, "checked by `by_instant`"
    return instant


def _membership(writer: Writer, key: Ref, window: int) -> str:
    """Whether a moment lies in a window."""
    inside = writer.constant(calendar(writer.graph.windows[window].rule, writer.graph.time_zone).inside)
    moment = in_unit(writer.values[key], _ONE)
    return f"{inside}({moment})" if key not in writer.fails else f"{inside}(0 if {writer.fails[key]} else {moment})"


# ---------------------------------------------------------------------------------------------- one cell


def fitting(writer: Writer, key: Ref, cell: Cell) -> Code:
    """Whether a key fits a cell."""
    type_ = writer.graph.types[key]
    inner, excluded = innermost(cell)
    no = "not " if excluded else ""
    if isinstance(inner, g.AnyValue):
        return atom(str(not excluded))
    if isinstance(inner, g.InWindow):
        return Code(no + _membership(writer, key, inner.window), depth=deeper(writer.values[key]))
    if isinstance(inner, g.StartsWith):
        text = writer.values[key].embedded
        return Code(f"{no}{text}.startswith({writer.constant(inner.prefixes)})", depth=1)
    if type_.kind == "text":
        assert isinstance(inner, g.OneOf)
        return Code(f"{writer.values[key].embedded} {no}in {writer.constant(frozenset(inner.values))}", depth=1)
    if type_.kind in ("truth", "choice"):
        fits = [rows == 1 for rows in optional([cell], type_, "").fitting]
        return _chosen(writer.values[key], fits, type_.kind == "truth")
    return within(writer, key, lambda unit: spans(cell, unit))


def _chosen(value: Code, fits: Sequence[bool], truth: bool) -> Code:
    """Whether a choice, or a truth, is one of the options that fit."""
    if all(fits) or not any(fits):
        return atom(str(all(fits)))
    if truth:
        return value if fits[1] else Code(f"not {value.embedded}", depth=deeper(value))
    if fits.count(True) == 1:
        return Code(f"{value.embedded} == {fits.index(True)}", depth=deeper(value))
    if fits.count(False) == 1:
        return Code(f"{value.embedded} != {fits.index(False)}", depth=deeper(value))
    listed = ", ".join(str(option) for option, fit in enumerate(fits) if fit)
    return Code(f"{value.embedded} in ({listed})", depth=deeper(value))


def within(writer: Writer, ref: Ref, pieces_in: Callable[[Fraction], Spans]) -> Code:
    """Whether a number lies in spans, which are counted in the unit asked for."""
    key = _key(writer, ref)
    pieces = pieces_in(key.unit)
    if not pieces or pieces == [(None, None)]:
        return atom(str(bool(pieces)))
    least, most = writer.bounds(ref, key.unit)
    name = key.text if len(pieces) == 1 else writer.name(key.text)
    texts = []
    for start, end in pieces:
        low = None if start is None or (least is not None and start <= least) else start
        high = None if end is None or (most is not None and most < end) else end
        if low is None and high is None:
            return atom("True")
        above = "" if low is None else literal(key.at(low))
        below = "" if high is None else literal(key.at(high))
        if low is None or high is None:
            texts.append(f"{name} < {below}" if low is None else f"{name} >= {above}")
        elif high == low + 1 and key.at(high) == key.at(low) + 1:
            texts.append(f"{name} == {above}")
        else:
            texts.append(f"{above} <= {name} < {below}")
    return Code(" or ".join(texts), depth=2)


# ---------------------------------------------------------------------------------------------- tables


def _classes(writer: Writer, key: Ref, cells: Sequence[Cell]) -> list[Classes]:
    """The classes of a key, those of each window apart."""
    type_, value = writer.graph.types[key], writer.values.get(key)
    if type_.kind in ("choice", "truth"):
        assert value is not None
        return [optional(cells, type_, value.embedded)]
    if type_.kind == "text":
        assert value is not None
        texts, fits = textual(cells)
        return [Classes(f"{writer.constant(texts)}({value.embedded})", fits)]
    found = []
    inner = [innermost(cell) for cell in cells]
    for window in sorted({cell.window for cell, _ in inner if isinstance(cell, g.InWindow)}):
        outside = inside = 0
        for row, (cell, excluded) in enumerate(inner):
            about = isinstance(cell, g.InWindow) and cell.window == window
            outside |= 1 << row if not about or excluded else 0
            inside |= 1 << row if not about or not excluded else 0
        found.append(Classes(_membership(writer, key, window), (outside, inside)))
    plain = [g.AnyValue() if isinstance(cell, g.InWindow) else cells[row] for row, (cell, _) in enumerate(inner)]
    if any(not isinstance(cell, g.AnyValue) for cell in plain):
        at = _key(writer, key)
        found.append(numeric(plain, at.unit, writer.bounds(key, at.unit), lambda breaks: _rank(writer, at, breaks)))
    return found


def _rank(writer: Writer, key: Key, breaks: Sequence[int]) -> str:
    """How many of the sorted bounds are not above the key."""
    bounds = [key.at(bound) for bound in breaks]
    if len(bounds) > _FEW:
        return f"bisect({writer.constant(tuple(bounds))}, {key.text})"
    name = key.text if len(bounds) < 2 else writer.name(key.text)
    return " + ".join(f"({name} >= {literal(bound)})" for bound in bounds) or "0"


def _asked(node: g.Table) -> list[tuple[Ref, tuple[Cell, ...]]]:
    """The keys that some cell asks for, with their cells."""
    columns = zip(node.keys, zip(*node.rows, strict=True), strict=True)
    return [(key, cells) for key, cells in columns if any(not isinstance(cell, g.AnyValue) for cell in cells)]


def look_up(writer: Writer, ref: Ref, node: g.Table) -> Code:
    """A table's row. What its picks take from the rows is looked up with it where the options are constants."""
    columns = _columns(writer, ref)
    asked = _asked(node)
    classes = [one for key, cells in asked for one in _classes(writer, key, cells)]
    if any(key in writer.fails for key, _ in asked) or prod(len(one.fitting) for one in classes) > DENSEST:
        if all(isinstance(cell, g.AnyValue) for cell in node.rows[-1]):
            writer.covered.add(ref)
        row = _masked(writer, ref, asked, len(node.rows))
        entries = [[column[1][position] for column in columns] for position in range(len(node.rows))]
        _gather(writer, ref, columns, _leaves([*entries, entries[0]]), f"[{row.text}]")
        return row
    classes = classes or [Classes("0", (1,))]
    rows = rows_of(classes)
    if -1 not in rows:
        writer.covered.add(ref)
    alone = len(writer.order.uses[ref]) == len(columns) and ref in writer.covered
    picked: list[tuple[Ref, tuple[object, ...], Code]] = [*columns]
    if not alone:
        picked.append((ref, (*range(len(node.rows)), -1), Code("")))
    entries = [[column[1][row] for column in picked] for row in rows]
    nested: Sequence[object] = _leaves(entries)
    for key in reversed(classes[1:]):
        size = len(key.fitting)
        nested = [tuple(nested[start : start + size]) for start in range(0, len(nested), size)]
    _gather(writer, ref, picked, nested, "".join(f"[{key.text}]" for key in classes))
    return atom("0") if alone else writer.picked[ref]


def _columns(writer: Writer, table: Ref) -> list[tuple[Ref, tuple[object, ...], Code]]:
    """The picks of constants that are read where the table is: the values by row, and their unit.

    A last value, which is never used, stands for the row -1."""
    found = []
    for ref in writer.order.users[table]:
        node = writer.graph.nodes[ref]
        if isinstance(node, g.Pick) and writer.order.place(ref) == writer.order.place(table):
            known = constants(writer, ref, node.options)
            if known is not None:
                found.append((ref, (*known[0], known[0][0]), known[1]))
    return found


def constants(writer: Writer, ref: Ref, options: Sequence[Ref]) -> tuple[tuple[object, ...], Code] | None:
    """The plain values of options that are all constants, and the unit they are counted in."""
    codes = [writer.values[option] for option in options if isinstance(writer.graph.nodes[option], g.Const)]
    if len(codes) < len(options):
        return None
    if codes[0].unit is None:
        return tuple(writer.plain[option] for option in options), Code("")
    type_ = writer.graph.types[ref]
    unit = joint_unit(codes, type_.scale if type_.kind == "number" else _ONE)
    return tuple(whole(code.const / unit) for code in codes if code.const is not None), Code("", unit)


def _leaves(entries: Sequence[Sequence[object]]) -> list[object]:
    return [entry[0] if len(entry) == 1 else tuple(entry) for entry in entries]


def _gather(
    writer: Writer,
    ref: Ref,
    picked: Sequence[tuple[Ref, tuple[object, ...], Code]],
    nested: Sequence[object],
    index: str,
) -> None:
    """Writes one look-up for all that is picked."""
    if not picked:
        return
    text = f"{writer.constant(tuple(nested))}{index}"
    if len(picked) == 1:
        user, _, code = picked[0]
        writer.picked[user] = Code(text, code.unit, depth=3)
        return
    names = [f"c{ref}_{place}" for place in range(len(picked))]
    writer.block.append(f"{', '.join(names)} = {text}")
    for name, (user, _, code) in zip(names, picked, strict=True):
        writer.picked[user] = atom(name, code.unit)


def _masked(writer: Writer, ref: Ref, asked: Sequence[tuple[Ref, tuple[Cell, ...]]], rows: int) -> Code:
    """The row by bit masks of the rows that fit; a key without a value fails the rows that ask for it."""
    failing: list[tuple[str, str]] = []
    mask = literal((1 << rows) - 1)
    for key, cells in asked:
        fit = " & ".join(f"{writer.constant(one.fitting)}[{one.text}]" for one in _classes(writer, key, cells))
        if key in writer.fails:
            mask, failure = writer.name(mask), writer.fails[key]
            idle = sum(1 << row for row, cell in enumerate(cells) if isinstance(cell, g.AnyValue))
            failing.append((writer.name(f"{mask} & {literal((1 << rows) - 1 - idle)} if {failure} else 0"), failure))
            fit = f"({literal(idle)} if {failure} else {fit})"
        mask = f"({mask} & {fit})"
    mask = writer.name(mask)
    if failing:
        first, failure = f"m{ref}", f"f{ref}"
        writer.block.append(f"{first} = {mask} & -{mask} or {literal(1 << rows)}")
        writer.block.append(f"{failure} = 0")
        for among, code in failing:
            lowest = writer.name(f"{among} & -{among}")
            writer.block.append(f"if {lowest} and {lowest} < {first}:")
            writer.block.append(f"    {first} = {lowest}")
            writer.block.append(f"    {failure} = {code}")
        writer.fails[ref] = failure
    return atom(writer.name(f"({mask} & -{mask}).bit_length() - 1"))


def pick(writer: Writer, ref: Ref, node: g.Pick) -> Code:
    """The option at a row."""
    row, options = writer.values[node.row], node.options
    missing: list[str] = []
    if node.row not in writer.covered:
        row = writer.named(row)
        missing.append(f"({writer.failure(node.row)} if {row.text} < 0 else 0)")
    if ref in writer.picked:
        writer.fail(ref, writer.first_failure([node.row], *missing))
        return writer.picked[ref]
    if any(option in writer.fails for option in options):
        row = writer.named(row)
        failures = ", ".join(writer.fails.get(option, "0") for option in (*options, options[0]))
        missing.append(f"({failures})[{row.text}]")
    writer.fail(ref, writer.first_failure([node.row], *missing))
    known = constants(writer, ref, options)
    if known is not None:
        values, code = known
        return Code(f"{writer.constant((*values, values[0]))}[{row.embedded}]", code.unit, depth=deeper(row))
    different = list(dict.fromkeys(options))
    if len(different) < len(options):
        places = tuple(different.index(option) for option in options)
        row = Code(f"{writer.constant((*places, 0))}[{row.embedded}]", depth=deeper(row))
    codes = [writer.values[option] for option in different]
    type_ = writer.graph.types[ref]
    unit = joint_unit(codes, type_.scale) if type_.kind == "number" else _ONE if codes[0].unit is not None else None
    texts = [code.embedded if unit is None else in_unit(code, unit) for code in codes]
    row = writer.named(row) if len(texts) > 1 else row
    return Code(_chosen_by(row.text, texts, 0), unit, depth=deeper(*codes) + len(texts).bit_length())


def _chosen_by(row: str, texts: Sequence[str], first: int) -> str:
    """The text at a row, by halving."""
    if len(texts) == 1:
        return texts[0]
    half = (len(texts) + 1) // 2
    left, right = _chosen_by(row, texts[:half], first), _chosen_by(row, texts[half:], first + half)
    return f"({left} if {row} < {first + half} else {right})"
