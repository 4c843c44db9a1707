"""A tree as text that can be read beside its tariff: values as they are written, everything else by its fields."""

from __future__ import annotations

from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dsl import expressions as ex
from dsl import syntax

WIDTH = 100


def tariff_text(tariff: syntax.Tariff) -> str:
    """Every setting and declaration of a tariff."""
    header = [*([tariff.based_on] if tariff.based_on else []), *tariff.uses, *tariff.settings]
    parts = [*header, *tariff.body, *tariff.changes]
    lines = [line for part in parts for line in tree_lines(part)]
    if tariff.broken:
        lines.append(f"broken: {', '.join(sorted(tariff.broken))}")
    return "".join(f"{line}\n" for line in lines)


def tree_lines(node: Any) -> list[str]:
    """On one line where it fits, else with its parts on lines of their own, indented."""
    flat = flat_text(node)
    if len(flat) <= WIDTH:
        return [flat]
    if isinstance(node, tuple):
        return [f"  {line}" for part in node for line in tree_lines(part)]
    simple = [f for f in shown(node) if len(flat_field(node, f)) <= WIDTH // 2 and not _many(node, f)]
    lines = [" ".join([type(node).__name__, *(flat_field(node, f) for f in simple)])]
    for f in shown(node):
        if f in simple:
            continue
        value = getattr(node, f.name)
        if isinstance(value, tuple):
            lines.append(f"  {f.name}:")
            lines.extend(f"    {line}" for part in value for line in tree_lines(part))
        else:
            first, *rest = tree_lines(value)
            lines.append(f"  {f.name}: {first}")
            lines.extend(f"  {line}" for line in rest)
    return lines


def flat_text(node: Any) -> str:
    match node:
        case None:
            return "-"
        case str():
            return node
        case Fraction():
            return str(node)
        case ex.Ident(text=text):
            return text
        case ex.Name(parts=parts):
            return ".".join(parts)
        case ex.Word(word=word):
            return f"<{word}>"
        case ex.Text(value=value):
            return f'"{value}"'
        case ex.Number(value=value, decimals=decimals, unit=unit):
            digits = str(value) if not decimals else f"{Decimal(value.numerator) / value.denominator:.{decimals}f}"
            return f"{digits}{'' if unit in ('', '%') else ' '}{unit}"
        case ex.DateLit(value=day):
            return day.isoformat()
        case ex.MomentLit(value=moment):
            return moment.isoformat(" ")
        case ex.TimeLit(seconds=seconds):
            return f"{seconds // 3600}:{seconds % 3600 // 60:02}" + (f":{seconds % 60:02}" if seconds % 60 else "")
        case ex.Sum(terms=terms):
            return "(" + " ".join(("+ " if sign > 0 else "- ") + flat_text(term) for sign, term in terms) + ")"
        case ex.Product(factors=factors):
            return "(" + " ".join(f"{sign} {flat_text(factor)}" for sign, factor in factors) + ")"
        case tuple():
            return "[" + ", ".join(map(flat_text, node)) + "]"
        case _:
            pass
    if is_dataclass(node):
        return f"{type(node).__name__}({', '.join(flat_field(node, f) for f in shown(node))})"
    return str(node)


def flat_field(node: Any, f: Field[Any]) -> str:
    value = getattr(node, f.name)
    return f.name if value is True else f"{f.name}={flat_text(value)}"


def shown(node: Any) -> list[Field[Any]]:
    """The fields that say something: no places, no defaults."""
    return [
        f for f in fields(node) if f.name != "span" and (f.default is MISSING or getattr(node, f.name) != f.default)
    ]


def _many(node: Any, f: Field[Any]) -> bool:
    value = getattr(node, f.name)
    return isinstance(value, tuple) and len(value) > 0 and is_dataclass(value[0]) and f.name in (
        "rows", "clauses", "body", "fields", "lines", "lists", "cases",
    )  # fmt: skip
