"""Messages about names. One function for each name."""

from __future__ import annotations

from collections.abc import Sequence

from dsl.diagnostics import Diagnostic, Related, Span
from dsl.messages.meaning.shared import KINDS, did_you_mean, replacement
from dsl.messages.suggest import closest


def unknown_name(name: str, span: Span, known: Sequence[str]) -> Diagnostic:
    return did_you_mean("unknown-name", f"nothing is called `{name}`", name, span, known)


def no_sides(line: str, side: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "no-sides",
        f"without a tax in the header `{line}` has no {side} of its own",
        span,
        help="write `prices include VAT 23%` or `prices exclude VAT 23%` in the header",
    )


def side_not_told(line: str, side: str, taxed: bool, span: Span) -> Diagnostic:
    if not taxed:
        return no_sides(line, side, span)
    return Diagnostic(
        "side-not-told",
        f"the tax is rounded for the whole bill, so that its lines tell no {side} of their own",
        span,
        help=f"write `round tax per line …` in the header, or ask for a `result` that is `{line}.{side} rounded …`",
    )


def unknown_member(owner: str, name: str, known: Sequence[str], kind: str, span: Span) -> Diagnostic:
    if kind in ("charge", "limit") and not known and name in ("net", "tax", "gross"):
        return no_sides(owner, name, span)
    what = {"table": "column", "plan": "line", "charge": "side", "limit": "side"}.get(kind, "field")
    listed = f"it has {', '.join(known)}" if known else "nothing stands behind its dot"
    best = closest(name, known)
    help_ = f"did you mean `{owner}.{best}`?" if best else listed
    fixes = (replacement(Span(span.end - len(name), span.end), best),) if best else ()
    return Diagnostic("unknown-member", f"`{owner}` has no {what} `{name}`", span, help=help_, fixes=fixes)


def duplicate_name(name: str, span: Span, first: Span, kind: str) -> Diagnostic:
    return Diagnostic(
        "duplicate-name",
        f"`{name}` is already the name of {KINDS.get(kind, kind)}",
        span,
        help="give one of the two another name",
        related=(Related(first, "declared here first"),),
    )


def duplicate_option(name: str, span: Span, first: Span) -> Diagnostic:
    return Diagnostic(
        "duplicate-option",
        f"the choice `{name}` is listed twice",
        span,
        help="take one of them out",
        related=(Related(first, "listed here first"),),
    )


def unused_name(name: str, kind: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "unused-name",
        f"nothing uses {KINDS.get(kind, kind)[2:].strip()} `{name}`",
        span,
        severity="warning",
        help="use it in a charge or take it out",
    )


def circle(name: str, span: Span, declared: Span) -> Diagnostic:
    return Diagnostic(
        "circle",
        f"`{name}` is worked out from itself",
        span,
        help="let one of the names in the circle stand on its own",
        related=(Related(declared, f"`{name}` is declared here"),),
    )


def not_priced_yet(name: str, span: Span, later: Span) -> Diagnostic:
    return Diagnostic(
        "not-priced-yet",
        f"`{name}` is priced further down; what acts on amounts acts in written order",
        span,
        help=f"move this line below `{name}`",
        related=(Related(later, "it is priced here"),),
    )


def no_lines_yet(word: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "no-lines-yet",
        f"`{word}` is the sum of the lines above, and here there are none",
        span,
        help="name an input",
    )


def not_a_value(name: str, kind: str, span: Span) -> Diagnostic:
    advice = {
        "table": f"name a column of it: `{name}.column`",
        "list": f"say what of its items: `sum of … over {name}`",
        "item": f"name a field of it: `{name}.field`",
        "window": f"say what lies in it: `start of ride in {name}`, or the time: `ride during {name}`",
    }.get(kind)
    return Diagnostic("not-a-value", f"`{name}` is {KINDS.get(kind, kind)}, not a value", span, help=advice)


def not_an_input(name: str, kind: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "not-an-input", f"`{name}` is {KINDS.get(kind, kind)}, not an input", span, help="name an input here"
    )


def only_in_for_each(word: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "only-in-for-each", f"`{word}` has a meaning only under `for each … in …`", span,
        help="put the line under `for each item in LIST`",
    )  # fmt: skip


def only_charges_are_full(name: str, span: Span) -> Diagnostic:
    return Diagnostic("only-charges-are-full", f"`full` goes before a charge, and `{name}` is none", span)
