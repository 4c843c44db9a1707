"""Puts a generated function together: what stands before and after loops, the loops, the checks, the answers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

from engine import graph as g
from engine.graph import Ref
from engine.scalar.fragments import atom, in_unit, number
from engine.scalar.groups import gather
from engine.scalar.nodes import cut, express
from engine.scalar.source import Answer, Source, Writer
from engine.slots import slots

Lines: TypeAlias = list[str]

_INDENT = "    "


def function_source(graph: g.Graph, answers: Sequence[Answer]) -> Source:
    """The source of `price`, which takes the slots and returns the answers in their order.

    A tuple for each item stands for an answer in a list. Failures are raised by `fail(code)` and
    `refuse(requirement, problem)`, which the caller provides.
    """
    writer = Writer(graph, answers)
    order = writer.order
    loops: list[g.ListRef] = [*(one.name for one in graph.inputs if one.kind == "list"), *order.counted()]
    for ref in order.needed:
        if isinstance(graph.nodes[ref], g.Const):  # tables look at the options of picks that come later
            writer.define(ref, express(writer, ref))
    for level in range(order.last_level + 1):
        for ref in order.outside[level]:
            if ref not in writer.values:
                writer.define(ref, express(writer, ref))
        for name in loops:
            _loop(writer, name, level)
    _check(writer)
    writer.block.append(f"return ({''.join(f'{text}, ' for text in _answers(writer))})")
    arguments = ", ".join(f"x{place}" for place in range(len(slots(graph.inputs))))
    body = "".join(f"{_INDENT}{line}\n" for line in writer.block)
    return Source(f"def price({arguments}):\n{body}", writer.constants)


# ---------------------------------------------------------------------------------------------- loops


def _loop(writer: Writer, list: g.ListRef, level: int) -> None:
    """Writes the loop over a list at a level, if there is anything to do in it."""
    order, place = writer.order, (list, level)
    own = [ref for ref in order.inside[place] if not order.is_leaf(ref)]
    answers, rules = writer.answers_in[place], writer.requirements_in[place]
    if not (own or order.reduced[place] or answers or rules):
        return
    outside = writer.enter(place)
    targets, sources = _restored(writer)
    for ref in (*(ref for ref in order.restored[place] if order.is_leaf(ref)), *own):
        writer.define(ref, express(writer, ref))
    before: Lines = []
    after: Lines = []
    for ref in own:
        if any(reading != place for reading in order.uses[ref]):
            if writer.values[ref].const is None:
                _append(writer, before, f"s{ref}", writer.values[ref].text)
            if ref in writer.fails:
                _append(writer, before, f"g{ref}", writer.fails[ref])
    for at in answers:
        _answer_item(writer, at, before)
    for at in rules:
        _require_item(writer, at, before)
    for ref in order.reduced[place]:
        if isinstance(writer.graph.nodes[ref], g.Split):
            _split(writer, ref, before, after)
        elif isinstance(writer.graph.nodes[ref], g.Groups):
            gather(writer, ref, before, after)
        else:
            _reduce(writer, ref, before, after)
    moved = _carry_on(writer, own, before)
    for ref in reversed(own):  # a sum so far may be summed up in turn, so the later ones move first
        _accumulate(writer, ref, before)
    writer.block += moved
    target, source = _items(writer, list)
    if targets:
        target, source = f"({target}, {', '.join(targets)})", f"zip({source}, {', '.join(sources)})"
    if writer.counting:
        target, source = f"i, {target}", f"enumerate({source}, 1)"
    body = writer.leave(outside)
    writer.block += before
    writer.block.append(f"for {target} in {source}:")
    writer.block += [_INDENT + line for line in body]
    writer.block += after


def _items(writer: Writer, list: g.ListRef) -> tuple[str, str]:
    """What a loop takes the fields of an item as, and what it goes through."""
    if isinstance(list, Ref) and isinstance(writer.graph.nodes[list], g.Split):
        ends = ", ".join(f"v{list}_{place}" if place in writer.reading else "_" for place in range(3))
        return f"({ends})" if writer.reading else "_", f"v{list}"
    made = writer.graph.nodes[list] if isinstance(list, Ref) else None
    if isinstance(made, g.Groups):
        named = "".join(f"v{list}_{place}, " if place in writer.reading else "_, " for place in range(len(made.values)))
        return f"({named})" if writer.reading else "_", f"v{list}"
    if isinstance(list, Ref):
        count = in_unit(writer.values[list], Fraction(1))
        return "_", f"range(0 if {writer.fails[list]} else {count})" if list in writer.fails else f"range({count})"
    fields = len(slots(next(one.fields for one in writer.graph.inputs if one.name == list)))
    name = writer.slot(list, "", None)
    item = ", ".join(f"{name}_{place}" if place in writer.reading else "_" for place in range(fields))
    return f"({item},)" if writer.reading else "_", str(name)


def _restored(writer: Writer) -> tuple[list[str], list[str]]:
    """The names that take what earlier loops stored, and the names it is stored under."""
    targets: list[str] = []
    sources: list[str] = []
    for ref in writer.order.restored[writer.place]:
        if writer.order.is_leaf(ref):
            continue
        if writer.values[ref].const is None:
            writer.values[ref] = atom(f"v{ref}", writer.values[ref].unit)
            targets.append(f"v{ref}")
            sources.append(f"s{ref}")
        if ref in writer.fails:
            writer.fails[ref] = f"f{ref}"
            writer.parts.pop(f"f{ref}", None)
            targets.append(f"f{ref}")
            sources.append(f"g{ref}")
    return targets, sources


def _append(writer: Writer, before: Lines, name: str, text: str) -> None:
    before.append(f"{name} = []")
    writer.block.append(f"{name}.append({text})")


def _answer_item(writer: Writer, at: int, before: Lines) -> None:
    one = writer.answers[at]
    failure = _failure(writer, one)
    value = writer.answer(one.ref)
    if failure is None or one.checked:
        _append(writer, before, f"o{at}", value)
    else:
        _append(writer, before, f"o{at}", f"None if {failure} else {value}")
    if one.divisor is not None:
        _append(writer, before, f"d{at}", writer.answer(one.divisor))
    uncounted = writer.fails.get(one.list) if isinstance(one.list, Ref) else None
    if one.checked and (failure is not None or uncounted is not None):
        writer.failing_items.add(at)
        before.append(f"p{at} = {uncounted or 0}")
        failure = failure or "0"
        writer.block += [f"if not p{at}:", f"{_INDENT}p{at} = {failure}"]


def _require_item(writer: Writer, at: int, before: Lines) -> None:
    condition = writer.graph.requirements[at].condition
    writer.counting = True
    unmet = f"(0 if {writer.values[condition].embedded} else -i)"
    problem = f"{writer.fails[condition]} or {unmet}" if condition in writer.fails else unmet
    before.append(f"q{at} = 0")
    writer.block += [f"if not q{at}:", f"{_INDENT}q{at} = {problem}"]


def _reduce(writer: Writer, ref: Ref, before: Lines, after: Lines) -> None:
    """Writes what an item adds to a reduction, and notes the reduction's value."""
    node = writer.graph.nodes[ref]
    assert isinstance(node, g.Reduce)
    if node.op == "last":
        _last(writer, ref, node, before)
        return
    scale = writer.unit(ref)
    value = number(Fraction(1), Fraction(1)) if node.arg is None else writer.values[node.arg]
    unit = scale if value.const is not None or value.unit is None else abs(value.unit)
    result = f"r{ref}"
    condition = None if node.where is None else writer.named(writer.values[node.where]).text
    failure = None if node.arg is None else writer.fails.get(node.arg)
    if failure is not None and condition is not None:
        failure = f"({failure} if {condition} else 0)"
    if node.where in writer.fails:
        failure = f"{writer.fails[node.where]} or {failure}" if failure else writer.fails[node.where]
    uncounted = writer.fails.get(node.list) if isinstance(node.list, Ref) else None
    if failure is not None or uncounted is not None:
        before.append(f"f{ref} = {uncounted or 0}")
        writer.fails[ref] = f"f{ref}"
    if failure is not None:
        writer.block += [f"if not f{ref}:", f"{_INDENT}f{ref} = {failure}"]
    text = in_unit(value, unit)
    if node.op in ("sum", "count"):
        before.append(f"{result} = 0")
        steps = [f"{result} += {text}"]
    else:
        before.append(f"{result} = None")
        sign = "<" if node.op == "min" else ">"
        steps = [f"y{ref} = {text}", f"if {result} is None or y{ref} {sign} {result}:", f"{_INDENT}{result} = y{ref}"]
        after += [f"if {result} is None:", f"{_INDENT}{result} = 0"]
        if ref not in writer.fails:
            before.append(f"f{ref} = 0")
            after.append(f"{_INDENT}f{ref} = {ref + 1}")
        else:
            after.append(f"{_INDENT}f{ref} = f{ref} or {ref + 1}")
        writer.fails[ref] = f"f{ref}"
    if condition is not None:
        steps = [f"if {condition}:", *(_INDENT + step for step in steps)]
    writer.block += steps
    writer.values[ref] = atom(result, unit)


def _last(writer: Writer, ref: Ref, node: g.Reduce, before: Lines) -> None:
    """The value of the item at hand, over and over."""
    assert node.arg is not None
    value = writer.values[node.arg]
    uncounted = writer.fails.get(node.list) if isinstance(node.list, Ref) else None
    before += [f"r{ref} = 0", f"f{ref} = {f'{uncounted} or ' if uncounted else ''}{ref + 1}"]
    text = value.text if value.unit is None else in_unit(value, writer.unit(ref))
    writer.block += [f"r{ref} = {text}", f"f{ref} = {writer.fails.get(node.arg, '0')}"]
    writer.fails[ref] = f"f{ref}"
    writer.values[ref] = atom(f"r{ref}", None if value.unit is None else writer.unit(ref))


def _split(writer: Writer, ref: Ref, before: Lines, after: Lines) -> None:
    """Writes the pieces of an item, and notes those of all."""
    node = writer.graph.nodes[ref]
    assert isinstance(node, g.Split)
    writer.counting = True
    pieces = cut(writer, ref, node, "i - 1")
    failure = writer.first_failure([node.start, node.end, *node.places])
    steps = [f"v{ref} += {pieces}"]
    if failure is not None:
        steps = [
            f"if not f{ref}:",
            f"{_INDENT}f{ref} = {failure}",
            f"if not f{ref}:",
            *(_INDENT + step for step in steps),
        ]
    if node.where is not None:
        steps = [f"if {writer.values[node.where].embedded}:", *(_INDENT + step for step in steps)]
    if node.where in writer.fails:
        steps = [f"if not f{ref}:", f"{_INDENT}f{ref} = {writer.fails[node.where]}", *steps]
    before.append(f"v{ref} = []")
    uncounted = writer.fails.get(node.of) if isinstance(node.of, Ref) else None
    if failure is not None or node.where in writer.fails or uncounted is not None:
        before.append(f"f{ref} = {uncounted or 0}")
        writer.fails[ref] = f"f{ref}"
        after += [f"if f{ref}:", f"{_INDENT}v{ref} = []"]
    writer.block += steps
    writer.values[ref] = atom(f"v{ref}")


def _accumulate(writer: Writer, ref: Ref, before: Lines) -> None:
    node = writer.graph.nodes[ref]
    if isinstance(node, g.StartedBlocks):
        length = in_unit(writer.values[node.length], writer.unit(ref))
        before.append(f"a{ref} = 0")
        writer.block.append(f"a{ref} += {writer.answer(ref)} - {length}")
        if ref in writer.fails:
            before.append(f"e{ref} = 0")
            writer.block.append(f"e{ref} = {writer.fails[ref]}")
    if not isinstance(node, g.SoFar):
        return
    before.append(f"a{ref} = 0")
    writer.block.append(f"a{ref} += {in_unit(writer.values[node.arg], writer.unit(ref))}")
    if ref in writer.fails:
        before.append(f"e{ref} = 0")
        writer.block.append(f"e{ref} = {writer.fails[ref]} or {writer.fails.get(node.arg, '0')}")
    if node.within is not None:
        before.append(f"w{ref} = None")
        writer.block.append(f"w{ref} = {in_unit(writer.values[node.within], Fraction(1))}")
        if node.within in writer.fails:
            before.append(f"h{ref} = 0")
            writer.block.append(f"h{ref} = {writer.fails[node.within]}")


def _carry_on(writer: Writer, own: Sequence[Ref], before: Lines) -> Lines:
    """Begins carried values before the loop and notes what they become; answers the lines that move them on, when
    nothing reads them any more."""
    moved: Lines = []
    for ref in own:
        node = writer.graph.nodes[ref]
        if not isinstance(node, g.Before):
            continue
        carry = writer.graph.carries[node.carry]
        before.append(f"b{ref} = {_text(writer, ref, carry.start)}")
        writer.block.append(f"n{ref} = {_text(writer, ref, carry.next)}")
        moved.append(f"b{ref} = n{ref}")
        if node.carry in writer.fallible:
            before.append(f"h{ref} = {writer.fails.get(carry.start, '0')}")
            writer.block.append(f"l{ref} = {writer.fails.get(carry.next, '0')}")
            moved.append(f"h{ref} = l{ref}")
    return moved


def _text(writer: Writer, ref: Ref, of: Ref) -> str:
    """A value as it is held by a node of the same type."""
    code = writer.values[of]
    text = code.text if code.unit is None else in_unit(code, writer.unit(ref))
    return f"({text})"


# ---------------------------------------------------------------------------------------------- answers


def _failure(writer: Writer, one: Answer) -> str | None:
    """The first failure that an answer meets."""
    more = []
    if one.divisor is not None:
        divisor = writer.values[one.divisor] = writer.named(writer.values[one.divisor])
        if divisor.const is None:
            more.append(f"(0 if {divisor.text} else {writer.failure(one.divisor)})")
        elif divisor.const == 0:
            more.append(writer.failure(one.divisor))
    refs = [ref for ref in (one.ref, one.divisor) if ref is not None]
    failure = writer.first_failure(refs, *more)
    if one.condition is None:
        return failure
    if failure is not None:
        failure = f"({failure} if {writer.values[one.condition].embedded} else 0)"
    return writer.first_failure([one.condition], *([] if failure is None else [failure]))


def _check(writer: Writer) -> None:
    """Raises the first thing that stands against an answer."""
    checked: set[str] = set()

    def check(failure: str | None) -> None:
        if failure is not None and not checked.issuperset(writer.parts.get(failure, (failure,))):
            checked.add(failure)
            name = writer.name(failure)
            writer.block += [f"if {name}:", f"{_INDENT}fail({name})"]

    for at, rule in enumerate(writer.graph.requirements):
        if rule.list is not None:
            writer.block += [f"if q{at}:", f"{_INDENT}refuse({at}, q{at})"]
            continue
        check(writer.fails.get(rule.condition))
        writer.block += [f"if not {writer.values[rule.condition].embedded}:", f"{_INDENT}refuse({at}, 0)"]
    for at, one in enumerate(writer.answers):
        if one.checked and one.list is None:
            check(_failure(writer, one))
        elif at in writer.failing_items:
            check(f"p{at}")


def _answers(writer: Writer) -> list[str]:
    texts = []
    for at, one in enumerate(writer.answers):
        if one.list is not None:
            texts.append(f"tuple(o{at})")
            texts += [] if one.divisor is None else [f"tuple(d{at})"]
            continue
        value = writer.answer(one.ref)
        divisor = None if one.divisor is None else writer.answer(one.divisor)
        if one.condition is not None:
            condition = writer.values[one.condition].embedded
            value = f"({value} if {condition} else 0)"
            divisor = None if divisor is None else f"({divisor} if {condition} else 1)"
        elif not one.checked and (failure := _failure(writer, one)) is not None:
            value = f"(None if {failure} else {value})"
        texts += [value] if divisor is None else [value, divisor]
    return texts
