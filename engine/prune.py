"""Leaves out the nodes of a graph that no answer needs, and numbers the rest anew, in the same order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import assert_never

from engine import graph as g
from engine.carried import needed
from engine.graph import Amount, Graph, Node, Ref

Renumber = Callable[[Ref], Ref]


def pruned(graph: Graph) -> Graph:
    """The same tariff with the nodes that its lines, results, rules, totals and pricing date rest on."""
    kept = sorted(needed(graph.nodes, graph.carries, _roots(graph)))
    carried = sorted({node.carry for ref in kept if isinstance(node := graph.nodes[ref], g.Before)})
    places = {carry: place for place, carry in enumerate(carried)}
    number = {ref: place for place, ref in enumerate(kept)}
    to = number.__getitem__

    def amount(one: Amount) -> Amount:
        return Amount(to(one.value), None if one.divisor is None else to(one.divisor))

    def maybe(one: Amount | None) -> Amount | None:
        return None if one is None else amount(one)

    def ref_or_none(ref: Ref | None) -> Ref | None:
        return None if ref is None else to(ref)

    def part(one: g.Part) -> g.Part:
        return replace(
            one,
            quantity=maybe(one.quantity),
            price=amount(one.price),
            amount=amount(one.amount),
            row=ref_or_none(one.row),
            lower=ref_or_none(one.lower),
            upper=ref_or_none(one.upper),
        )

    def sides(one: g.LineSides | None) -> g.LineSides | None:
        return None if one is None else g.LineSides(amount(one.net), amount(one.tax), amount(one.gross))

    def line(one: g.Line) -> g.Line:
        return replace(
            one,
            amount=amount(one.amount),
            exact=amount(one.exact),
            condition=ref_or_none(one.condition),
            measured=ref_or_none(one.measured),
            billed=ref_or_none(one.billed),
            parts=tuple(map(part, one.parts)),
            before=ref_or_none(one.before),
            bound=ref_or_none(one.bound),
            list=to(one.list) if isinstance(one.list, Ref) else one.list,
            sides=sides(one.sides),
        )

    def result(one: g.Result) -> g.Result:
        return replace(one, amount=amount(one.amount), list=to(one.list) if isinstance(one.list, Ref) else one.list)

    def list_to(one: g.ListRef) -> g.ListRef:
        return one if isinstance(one, str) else to(one)

    def plan(one: g.Plan) -> g.Plan:
        condition = ref_or_none(one.condition)
        return replace(one, amount=amount(one.amount), chosen=to(one.chosen), condition=condition)

    return replace(
        graph,
        nodes=tuple(renumbered(graph.nodes[ref], to, places) for ref in kept),
        types=tuple(graph.types[ref] for ref in kept),
        origins=tuple((to(ref), origin) for ref, origin in graph.origins if ref in number),
        row_origins=tuple((to(ref), origins) for ref, origins in graph.row_origins if ref in number),
        requirements=tuple(replace(one, condition=to(one.condition)) for one in graph.requirements),
        lines=tuple(map(line, graph.lines)),
        results=tuple(map(result, graph.results)),
        total=maybe(graph.total),
        net=maybe(graph.net),
        tax=maybe(graph.tax),
        gross=maybe(graph.gross),
        priced_at=ref_or_none(graph.priced_at),
        carries=tuple(
            replace(one, list=list_to(one.list), start=to(one.start), next=to(one.next))
            for one in (graph.carries[at] for at in carried)
        ),
        choices=tuple(replace(one, plans=tuple(map(plan, one.plans))) for one in graph.choices),
    )


def _roots(graph: Graph) -> list[Ref]:
    amounts = [graph.total, graph.net, graph.tax, graph.gross, *(result.amount for result in graph.results)]
    refs: list[Ref | None] = [graph.priced_at, *(rule.condition for rule in graph.requirements)]
    refs += [result.list for result in graph.results if isinstance(result.list, Ref)]
    for line in graph.lines:
        amounts += [line.amount, line.exact]
        if line.sides is not None:
            amounts += [line.sides.net, line.sides.tax, line.sides.gross]
        refs += [
            line.list if isinstance(line.list, Ref) else None,
            line.condition,
            line.measured,
            line.billed,
            line.before,
            line.bound,
        ]
        for part in line.parts:
            amounts += [part.quantity, part.price, part.amount]
            refs += [part.row, part.lower, part.upper]
    for plan in (plan for choice in graph.choices for plan in choice.plans):
        amounts.append(plan.amount)
        refs += [plan.chosen, plan.condition]
    for amount in amounts:
        if amount is not None:
            refs += [amount.value, amount.divisor]
    return [ref for ref in refs if ref is not None]


def renumbered(node: Node, to: Renumber, carries: Mapping[int, int] | None = None) -> Node:
    """The same node with its operands renamed, and its carried value."""
    match node:
        case g.Before(carry, of_list):
            return g.Before(
                carry if carries is None else carries[carry], of_list if isinstance(of_list, str) else to(of_list)
            )
        case g.Input() | g.Const() | g.NoPrice():
            return node
        case g.Position(of_list):
            return g.Position(of_list if isinstance(of_list, str) else to(of_list))
        case g.Sum(args) | g.Product(args) | g.Min(args) | g.Max(args) | g.All(args) | g.Any(args):
            return replace(node, args=tuple(map(to, args)))
        case g.Negate(arg) | g.Not(arg):
            return replace(node, arg=to(arg))
        case g.Split(start, end, windows, places, of_list, counted):
            of = to(of_list) if isinstance(of_list, Ref) else of_list
            where = None if counted is None else to(counted)
            return g.Split(to(start), to(end), windows, tuple(map(to, places)), of, where)
        case g.Groups(of_list, key, values, where, first, last):
            return g.Groups(
                of_list if isinstance(of_list, str) else to(of_list),
                to(key),
                tuple(replace(one, arg=None if one.arg is None else to(one.arg)) for one in values),
                *(None if one is None else to(one) for one in (where, first, last)),
            )
        case g.Group(groups, place):
            return g.Group(to(groups), place)
        case g.Piece(split, part):
            return g.Piece(to(split), part)
        case g.Whole(split, arg):
            return g.Whole(to(split), to(arg))
        case g.StartedBlocks(length, size):
            return g.StartedBlocks(to(length), to(size))
        case g.SoFar(arg, within):
            return g.SoFar(to(arg), None if within is None else to(within))
        case g.BlockOf(moment):
            return replace(node, moment=to(moment))
        case g.BlockStart(number):
            return replace(node, number=to(number))
        case g.DateOf(moment):
            return g.DateOf(to(moment))
        case g.Fits(key, cell):
            return g.Fits(to(key), cell)
        case g.Round(arg, divisor, step, mode):
            return g.Round(to(arg), None if divisor is None else to(divisor), step, mode)
        case g.Select(condition, then, otherwise):
            return g.Select(to(condition), to(then), to(otherwise))
        case g.Compare(op, left, right):
            return g.Compare(op, to(left), to(right))
        case g.Tier(quantity, lower, upper):
            return g.Tier(to(quantity), to(lower), None if upper is None else to(upper))
        case g.Table(name, keys, rows, policy):
            return g.Table(name, tuple(map(to, keys)), rows, policy)
        case g.Pick(row, options):
            return g.Pick(to(row), tuple(map(to, options)))
        case g.Overlap(start, end, window):
            return g.Overlap(to(start), to(end), window)
        case g.Coverage(start, end, origin=origin):
            return replace(node, start=to(start), end=to(end), origin=None if origin is None else to(origin))
        case g.Reduce(op, of_list, arg, where):
            of = of_list if isinstance(of_list, str) else to(of_list)
            return g.Reduce(op, of, None if arg is None else to(arg), None if where is None else to(where))
        case g.Share(amount, weights, index):
            return g.Share(to(amount), tuple(map(to, weights)), index)
        case _:
            assert_never(node)
