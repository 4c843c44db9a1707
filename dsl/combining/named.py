"""The declarations of a tree by their names: what can be replaced, removed, brought along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass

from dsl import expressions as ex
from dsl import syntax as sx

KINDS: dict[type, str] = {
    sx.UnitDecl: "unit",
    sx.InputDecl: "input",
    sx.Require: "require",
    sx.WindowDecl: "window",
    sx.TableDecl: "table",
    sx.ValueDecl: "value",
    sx.LetDecl: "let",
    sx.Carry: "carry",
    sx.Charge: "charge",
    sx.Limit: "limit",
    sx.Tax: "tax",
    sx.ResultDecl: "result",
    sx.ForEach: "for each",
    sx.Plan: "plan",
    sx.Choose: "choose",
    sx.Guarantee: "guarantee",
    sx.Examples: "examples",
}
APART = ("unit", "require", "for each", "guarantee")
"""Kinds whose names are no names of values: they are looked for only among their own kind."""
BROUGHT = (sx.UnitDecl, sx.WindowDecl, sx.TableDecl, sx.ValueDecl, sx.LetDecl)
"""What `use` brings: everything named that neither asks the request nor stands on the bill."""


def kind_of(decl: sx.Declaration) -> str:
    """The word that opens it, or the kind of thing its block holds."""
    return decl.kind if isinstance(decl, sx.Adjustment) else KINDS[type(decl)]


def name_of(decl: sx.Declaration) -> ex.Ident | None:
    """What it is called: its name, or the words it shows; None where it has neither."""
    match decl:
        case sx.Examples():
            return None
        case sx.UnitDecl(names=names):
            return names[0]
        case sx.Require(message=message):
            return None if message is None else ex.Ident(message.value, message.span)
        case sx.Guarantee(claim=claim):
            return ex.Ident(claim.value, claim.span)
        case _:
            return decl.name


def key_of(kind: str, name: str) -> tuple[str, str]:
    """Under which a declaration is known: one namespace for values and lines, one more for each other kind."""
    return (kind if kind in APART else "", name)


def everything(body: Sequence[sx.Declaration]) -> Iterator[sx.Declaration]:
    """All declarations, those inside `for each` too; a plan keeps names of its own."""
    for decl in body:
        yield decl
        if isinstance(decl, sx.ForEach):
            yield from everything(decl.body)


def mentioned(*trees: object) -> set[str]:
    """Every word in these trees that may be a name."""
    found: set[str] = set()
    waiting: list[object] = list(trees)
    while waiting:
        part = waiting.pop()
        if isinstance(part, ex.Name):
            found.add(part.parts[0])
        elif isinstance(part, ex.Ident):
            found.add(part.text)
        elif isinstance(part, tuple | list):
            waiting.extend(part)
        elif is_dataclass(part) and not isinstance(part, type):
            waiting.extend(getattr(part, f.name) for f in fields(part) if f.name != "span")
    return found
