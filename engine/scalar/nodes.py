"""The expression, and the failure, of every kind of node. Its operands have been written before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Literal

from engine import graph as g
from engine.calendar_blocks import covering
from engine.calendars import block_calendar, calendar, clock
from engine.declarations import Kind, common_scale
from engine.graph import Ref
from engine.pieces import cutter
from engine.scalar.fragments import (
    LONGEST,
    Code,
    atom,
    deeper,
    in_unit,
    joint_unit,
    literal,
    number,
    product,
    quotient,
    rounded,
    total,
    whole,
)
from engine.scalar.lookup import fitting, look_up, pick, within
from engine.scalar.source import Writer
from engine.scalar.sums import terms
from engine.scalar.tables import spans
from engine.shares import shares

_ONE = Fraction(1)


def express(writer: Writer, ref: Ref) -> Code:
    """Writes what a node needs and tells its expression."""
    node = writer.graph.nodes[ref]
    match node:
        case g.Input() | g.Const() | g.Position() | g.NoPrice() | g.Reduce():
            return _leaf(writer, ref, node)
        case g.StartedBlocks():
            return _started(writer, ref, node)
        case g.Group(groups, place):
            writer.reading.add(place)
            return atom(f"v{groups}_{place}", writer.unit(ref))
        case g.Piece() | g.Split() | g.Whole():
            return _in_pieces(writer, ref, node)
        case g.Table():
            return look_up(writer, ref, node)
        case g.Pick():
            return pick(writer, ref, node)
        case g.Round():
            return _rounded(writer, ref, node)
        case g.Select():
            return _selected(writer, ref, node)
        case g.All(args) | g.Any(args):
            return _joined(writer, ref, args, "and" if isinstance(node, g.All) else "or")
        case g.Coverage():
            return _covered(writer, ref, node)
        case g.SoFar():
            return _so_far(writer, ref, node)
        case g.Before():
            if node.carry in writer.fallible:
                writer.fails[ref] = f"h{ref}"
            return atom(f"b{ref}", _unit(writer, ref))
        case _:
            writer.fail(ref, writer.first_failure(g.operands(node)))
            return _plain(writer, ref, node)


def _so_far(writer: Writer, ref: Ref, node: g.SoFar) -> Code:
    """What earlier items have added up to, begun afresh where `within` is another than for the item before."""
    if writer.order.lists[ref] is None:
        raise ValueError("only what differs from item to item has a sum so far")
    fails = node.arg in writer.fails or node.within in writer.fails
    if node.within is not None:
        writer.values[node.within] = within = writer.named(writer.values[node.within])
        writer.block += [f"if w{ref} != {in_unit(within, _ONE)}:", f"    a{ref} = 0", *([f"    e{ref} = 0"] * fails)]
    if node.within in writer.fails:
        writer.fail(ref, f"(0 if w{ref} is None else {writer.fails[node.within]} or h{ref} or e{ref})")
    elif fails:
        writer.fails[ref] = f"e{ref}"
    return atom(f"a{ref}", _unit(writer, ref))


def _leaf(writer: Writer, ref: Ref, node: g.Input | g.Const | g.Position | g.NoPrice | g.Reduce) -> Code:
    type_ = writer.graph.types[ref]
    unit = _unit(writer, ref)
    match node:
        case g.Input(name, part, list):
            text = writer.slot(name, part, list)
            assert text is not None
            given = None if part == "given" else writer.slot(name, "given", list)
            if given is not None:
                writer.fail(ref, f"0 if {given} else {writer.failure(ref)}")
            return atom(text, unit)
        case g.Const(value):
            if isinstance(value, Fraction):
                return number(value, unit or _ONE)
            writer.plain[ref] = type_.options.index(str(value)) if type_.kind == "choice" else value
            plain = writer.plain[ref]
            return atom(writer.constant(plain) if isinstance(plain, str) else str(plain))
        case g.Position():
            writer.counting = True
            return atom("i", unit)
        case g.NoPrice():
            writer.fail(ref, writer.failure(ref))
            return _nothing(type_.kind, unit)
        case g.Reduce(_, list):
            assert isinstance(list, str)
            return Code(f"len({writer.slot(list, '', None)})", unit, depth=1)


def _in_pieces(writer: Writer, ref: Ref, node: g.Piece | g.Split | g.Whole) -> Code:
    """What is cut, an end of the piece at hand, or the value of the item it is a part of."""
    unit = _unit(writer, ref)
    match node:
        case g.Split():
            writer.fail(ref, writer.first_failure(g.operands(node)))
            return _guarded(writer, ref, Code(cut(writer, ref, node, "0"), depth=2), "()")
        case g.Piece(split, part):
            place = 0 if part == "from" else 1
            writer.reading.add(place)
            return atom(f"v{split}_{place}", unit)
        case g.Whole(split, arg):
            writer.reading.add(2)
            index = f"v{split}_2"
            read = writer.of_whole(arg, index)
            if read is not None:
                writer.fail(ref, read[1])
                return atom(read[0], unit)
            known = writer.values[arg]
            writer.fail(ref, f"g{arg}[{index}]" if arg in writer.fails else None)
            return known if known.const is not None else atom(f"s{arg}[{index}]", known.unit)


def _started(writer: Writer, ref: Ref, node: g.StartedBlocks) -> Code:
    """What the blocks that start in an item come to; `a` is what earlier ones reach into it."""
    failure = writer.first_failure(g.operands(node))
    if failure is not None:
        writer.fail(ref, f"e{ref} or {failure}")
    unit = writer.unit(ref)
    rest = writer.name(f"{in_unit(writer.values[node.length], unit)} - a{ref}")
    size = writer.name(in_unit(writer.values[node.size], unit))
    blocks = f"({rest} + {size} - 1) // {size} * {size} if {size} > 0 else {rest}"
    return Code(f"({blocks}) if {rest} > 0 else 0", unit, depth=3)


def cut(writer: Writer, ref: Ref, node: g.Split, item: str) -> str:
    """The pieces of what lies between two ends, those of the item at a place."""
    graph = writer.graph
    refs = (node.start, node.end, *node.places)
    moments = graph.types[node.start].kind == "moment"  # as the edges of windows are: in seconds
    unit = _ONE if moments else common_scale([graph.types[one].scale for one in refs])
    start, end, *places = (in_unit(writer.values[one], unit) for one in refs)
    edges = [calendar(graph.windows[window].rule, graph.time_zone).edges for window in node.windows]
    inside = "".join(f"{place}, " for place in places)
    return f"{writer.constant(cutter(edges))}({start}, {end}, ({inside}), {item})"


def _unit(writer: Writer, ref: Ref) -> Fraction | None:
    type_ = writer.graph.types[ref]
    if type_.kind == "number":
        return type_.scale
    return _ONE if type_.kind in ("moment", "date") else None


def _nothing(kind: Kind, unit: Fraction | None) -> Code:
    """What stands in the place of a value that does not exist."""
    if unit is not None:
        return number(Fraction(0), unit)
    return atom({"truth": "False", "text": "''", "row": "(-1)"}.get(kind, "0"))


def _plain(writer: Writer, ref: Ref, node: g.Node) -> Code:
    """Nodes that need all of their operands."""
    graph, values = writer.graph, writer.values
    scale = _unit(writer, ref) or _ONE
    match node:
        case g.Sum():
            return _chunked(terms(writer, ref, node), writer, scale, total)
        case g.Product(args):
            return _chunked([values[arg] for arg in args], writer, scale, product)
        case g.Negate(arg):
            inner = values[arg]
            if inner.const is not None:
                return number(-inner.const, scale)
            return Code(inner.text, -(inner.unit or _ONE), None, inner.atom, inner.depth)
        case g.Min(args) | g.Max(args):
            return _extreme(writer, ref, args, "<" if isinstance(node, g.Min) else ">")
        case g.Compare(op, left, right):
            return _compared(writer, op, left, right)
        case g.Fits(key, cell):
            return fitting(writer, key, cell)
        case g.Not(arg):
            return Code(f"not {values[arg].embedded}", depth=deeper(values[arg]))
        case g.Tier():
            return _tier(writer, ref, node)
        case g.Overlap(start, end, window):
            seconds = writer.constant(calendar(graph.windows[window].rule, graph.time_zone).overlap)
            text = f"{seconds}({in_unit(values[start], _ONE)}, {in_unit(values[end], _ONE)})"
            return _guarded(writer, ref, Code(text, _ONE, depth=deeper(values[start], values[end])))
        case g.DateOf(moment):
            if ref in writer.by_instant:
                return values[moment]
            date_of = writer.constant(clock(graph.time_zone).date_of)
            text = f"{date_of}({in_unit(values[moment], _ONE)})"
            return _guarded(writer, ref, Code(text, _ONE, depth=deeper(values[moment])))
        case g.BlockOf(moment, blocks, ending):
            block_of = writer.constant(block_calendar(blocks, graph.time_zone).block_of)
            text = f"{block_of}({in_unit(values[moment], _ONE)}{' - 1' if ending else ''})"
            return _guarded(writer, ref, Code(text, _ONE, depth=deeper(values[moment])))
        case g.BlockStart(block, blocks):
            begins = writer.constant(block_calendar(blocks, graph.time_zone).start)
            return _guarded(writer, ref, Code(f"{begins}({in_unit(values[block], _ONE)})", _ONE, depth=2))
        case g.Share(amount, weights, index):
            unit = joint_unit([values[weight] for weight in weights], _ONE)
            parts = "".join(f"{in_unit(values[weight], unit)}, " for weight in weights)
            steps = in_unit(values[amount], graph.types[amount].scale)
            spread = writer.name(f"{writer.constant(shares)}({steps}, ({parts}))")
            return Code(f"{spread}[{index}]", graph.types[amount].scale, depth=1)
        case _:
            raise AssertionError(f"not written: {node}")


def _guarded(writer: Writer, ref: Ref, code: Code, nothing: str = "0") -> Code:
    """A look-up in a calendar, not made for a moment that does not exist."""
    if ref not in writer.fails:
        return code
    return Code(f"{nothing} if {writer.fails[ref]} else {code.text}", code.unit, depth=code.depth + 1)


def _covered(writer: Writer, ref: Ref, node: g.Coverage) -> Code:
    """How many blocks a period covers; there may be no such number."""
    graph, refs = writer.graph, g.operands(node)
    from_date = node.origin is not None and graph.types[node.origin].kind == "date"
    kind = covering(node.months, node.by, node.month_end, from_date, graph.time_zone)
    asked = ", ".join(in_unit(writer.values[one], _ONE) for one in refs) + (", None" if node.origin is None else "")
    known = writer.first_failure(refs)
    call = f"{writer.constant(kind)}({asked})"
    found = writer.name(call if known is None else f"None if {known} else {call}")
    never = node.origin is None or (from_date and node.month_end != "refuse")
    writer.fail(ref, known if never else writer.first_failure(refs, f"(0 if {found} else {writer.failure(ref)})"))
    part = f"{found}[{1 if node.part == 'denominator' else 0}]"
    return Code(part if ref not in writer.fails else f"{part} if {found} else 0", graph.types[ref].scale, depth=1)


def _chunked(
    codes: list[Code], writer: Writer, scale: Fraction, join: Callable[[Sequence[Code], Fraction], Code]
) -> Code:
    while len(codes) > LONGEST:
        codes = [writer.named(join(codes[:LONGEST], scale)), *codes[LONGEST:]]
    return join(codes, scale)


def _joined(writer: Writer, ref: Ref, args: Sequence[Ref], word: Literal["and", "or"]) -> Code:
    """All of or any of conditions; those behind the deciding one need no value."""
    if any(arg in writer.fails for arg in args[1:]):
        failure = "0"
        for arg in reversed(args):
            own = writer.fails.get(arg)
            if failure != "0":
                condition = writer.named(writer.values[arg])
                writer.values[arg] = condition
                after = (
                    f"{failure} if {condition.text} else 0"
                    if word == "and"
                    else (f"0 if {condition.text} else {failure}")
                )
                failure = writer.name(after)
            if own is not None:
                failure = own if failure == "0" else writer.name(f"{own} or {failure}")
        writer.fail(ref, failure)
    else:
        writer.fail(ref, writer.fails.get(args[0]))
    codes = [writer.values[arg] for arg in args]
    while len(codes) > LONGEST:
        first = f" {word} ".join(one.embedded for one in codes[:LONGEST])
        codes = [atom(writer.name(first)), *codes[LONGEST:]]
    return Code(f" {word} ".join(one.embedded for one in codes), depth=deeper(*codes))


def _selected(writer: Writer, ref: Ref, node: g.Select) -> Code:
    condition, branches = writer.values[node.condition], (node.then, node.otherwise)
    if any(branch in writer.fails for branch in branches):
        condition = writer.named(condition)
        then, otherwise = (writer.fails.get(branch, "0") for branch in branches)
        writer.fail(ref, writer.first_failure([node.condition], f"({then} if {condition.text} else {otherwise})"))
    else:
        writer.fail(ref, writer.fails.get(node.condition))
    codes = [writer.values[branch] for branch in branches]
    unit = None if codes[0].unit is None else joint_unit(codes, _unit(writer, ref) or _ONE)
    then, otherwise = (one.embedded if unit is None else in_unit(one, unit) for one in codes)
    return Code(f"{then} if {condition.embedded} else {otherwise}", unit, depth=deeper(condition, *codes))


def _rounded(writer: Writer, ref: Ref, node: g.Round) -> Code:
    value = writer.values[node.arg]
    if node.divisor is None:
        writer.fail(ref, writer.fails.get(node.arg))
        return rounded(value, node.step, node.mode, writer.intervals[node.arg], writer.name)
    divisor, interval = writer.values[node.divisor], writer.intervals[node.divisor]
    if divisor.const is None:
        divisor = writer.named(divisor)
    zero = not ((interval[0] is not None and interval[0] > 0) or (interval[1] is not None and interval[1] < 0))
    missing = (f"(0 if {divisor.embedded} else {writer.failure(ref)})",) if zero and divisor.const is None else ()
    if divisor.const == 0:
        missing = (writer.failure(ref),)
        divisor = number(_ONE, _ONE)
    writer.fail(ref, writer.first_failure([node.arg, node.divisor], *missing))
    if (missing or node.divisor in writer.fails) and divisor.const is None:
        divisor = atom(writer.name(f"{divisor.text} or 1"), divisor.unit)
    ranges = (writer.intervals[node.arg], interval)
    return quotient(value, divisor, node.step, node.mode, ranges, writer.name)


def _extreme(writer: Writer, ref: Ref, args: Sequence[Ref], op: Literal["<", ">"]) -> Code:
    """The least or the greatest, never by a call."""
    codes = [writer.values[arg] for arg in args]
    unit = joint_unit(codes, _unit(writer, ref) or _ONE)
    texts = list(dict.fromkeys(in_unit(one, unit) for one in codes))
    names = [text if text.strip("()-").isalnum() else writer.name(text) for text in texts]
    if len(names) == 1:
        return atom(names[0], unit)
    if len(names) == 2:
        return Code(f"{names[0]} if {names[0]} {op} {names[1]} else {names[1]}", unit, depth=1)
    found = f"v{ref}"
    writer.block.append(f"{found} = {names[0]}")
    for name in names[1:]:
        writer.block.append(f"if {name} {op} {found}:")
        writer.block.append(f"    {found} = {name}")
    return atom(found, unit)


def _compared(writer: Writer, op: Literal["<", "<=", "="], left: Ref, right: Ref) -> Code:
    a, b = writer.values[left], writer.values[right]
    if a.unit is None or b.unit is None:
        sign = "==" if op == "=" else op
        return Code(f"{a.embedded} {sign} {b.embedded}", depth=deeper(a, b))
    if b.const is not None:
        cell = g.OneOf((b.const,)) if op == "=" else g.Range(None, b.const, upper_in=op == "<=")
        return within(writer, left, lambda unit: spans(cell, unit))
    if a.const is not None:
        from_here = g.OneOf((a.const,)) if op == "=" else g.Range(a.const, None, lower_in=op == "<=")
        return within(writer, right, lambda unit: spans(from_here, unit))
    unit = joint_unit([a, b], _ONE)
    return Code(f"{in_unit(a, unit)} {'==' if op == '=' else op} {in_unit(b, unit)}", depth=deeper(a, b))


def _tier(writer: Writer, ref: Ref, node: g.Tier) -> Code:
    quantity, lower = writer.values[node.quantity], writer.values[node.lower]
    upper = None if node.upper is None else writer.values[node.upper]
    unit = joint_unit([one for one in (quantity, lower, upper) if one is not None], _unit(writer, ref) or _ONE)
    text = writer.name(in_unit(quantity, unit))
    if lower.const is not None and (upper is None or upper.const is not None):
        start = whole(lower.const / unit)
        end = None if upper is None or upper.const is None else whole(upper.const / unit)
        if end is not None and end <= start:
            return number(Fraction(0), unit)
        least, _ = writer.bounds(node.quantity, unit)
        part = text if start == 0 else f"{text} - {literal(start)}"
        if end is not None:
            part = f"{part} if {text} < {literal(end)} else {literal(end - start)}"
        if least is None or least < start:
            part = f"0 if {text} <= {literal(start)} else {part}"
        return Code(part, unit, depth=deeper(quantity))
    if upper is not None:
        most = writer.name(in_unit(upper, unit))
        text = f"({text} if {text} < {most} else {most})"
    above = writer.name(f"{text} - {in_unit(lower, unit)}")
    return Code(f"{above} if {above} > 0 else 0", unit, depth=1)
