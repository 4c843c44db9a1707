"""Messages about tariffs made of several texts. One function for each name."""

from __future__ import annotations

from collections.abc import Sequence

from dsl import header
from dsl import syntax as sx
from dsl.diagnostics import Diagnostic, Edit, Fix, Related, Span
from dsl.expressions import Ident
from dsl.messages.meaning.shared import KINDS, did_you_mean, replacement
from dsl.messages.wording import short


def _a(kind: str) -> str:
    more = {
        "for each": "a `for each`",
        "guarantee": "a guarantee",
        "plan": "a plan",
        "choose": "a choice of plans",
        "require": "a requirement",
    }
    return KINDS.get(kind) or more.get(kind, f"a `{kind}`")


def unknown_text(name: Ident, known: Sequence[str]) -> Diagnostic:
    return did_you_mean(
        "unknown-text",
        f"there is no tariff and no shared text `{name.text}` here",
        name.text,
        name.span,
        known,
        f"save it as `{name.text}.tariff` beside this file, or publish it in the library",
    )


def texts_in_a_circle(name: Ident, circle: Sequence[str]) -> Diagnostic:
    return Diagnostic(
        "texts-in-a-circle",
        f"`{name.text}` is made of itself: {' → '.join(circle)}",
        name.span,
        help="take one of the names out of its header",
    )


def too_many_texts(name: Ident, limit: str) -> Diagnostic:
    return Diagnostic(
        "too-many-texts", f"`{name.text}` is too much: {limit}", name.span, help="put some of the texts together"
    )


def text_with_mistakes(name: Ident, count: int, first: Diagnostic) -> Diagnostic:
    many = "a mistake" if count == 1 else f"{count} mistakes"
    return Diagnostic(
        "text-with-mistakes",
        f"`{name.text}` has {many} of its own",
        name.span,
        help=f"correct `{name.text}` first",
        related=(Related(first.span, first.message),),
    )


def text_named_twice(name: Ident, first: Span) -> Diagnostic:
    return Diagnostic(
        "text-named-twice",
        f"the header names `{name.text}` twice",
        name.span,
        help="one line is enough; what a tariff is based on brings its tables and values too",
        related=(Related(first, "the first time"),),
    )


def based_on_shared(asked: header.BasedOn) -> Diagnostic:
    name = asked.name
    head = Span(asked.span.start, name.span.start)
    return Diagnostic(
        "based-on-shared",
        f"`{name.text}` is a shared text, which prices nothing",
        asked.span,
        help=f"say `use {name.text}`",
        fixes=(Fix(f"Change to `use {name.text}`", (Edit(head, "use "),)),),
    )


def change_without_base(change: sx.Change) -> Diagnostic:
    word = "remove" if isinstance(change, sx.Remove) else change.where
    return Diagnostic(
        "change-without-base",
        f"`{word}` changes another tariff, and this one is based on none",
        change.span,
        help="say in the header what it is `based on`",
    )


def nothing_to_remove(change: sx.Remove, base: str, known: Sequence[str]) -> Diagnostic:
    kind, name = change.kind.text, change.name
    return did_you_mean(
        "nothing-to-remove",
        f"`{base}` has no {kind} `{short(name.text)}`",
        name.text,
        name.span,
        known,
        f"it has {', '.join(f'`{one}`' for one in known)}" if known else "take this line out",
    )


def no_such_kind(change: sx.Remove, known: Sequence[str]) -> Diagnostic:
    kind = change.kind
    return did_you_mean(
        "no-such-kind",
        f"`{kind.text}` is no kind of part",
        kind.text,
        kind.span,
        known,
        "say what it is: `remove charge unlock`, `remove value day_cap`",
    )


def removed_as_another_kind(change: sx.Remove, kind: str, declared: Span) -> Diagnostic:
    return Diagnostic(
        "removed-as-another-kind",
        f"`{change.name.text}` is {_a(kind)}, not {_a(change.kind.text)}",
        change.kind.span,
        help=f"say `remove {kind} {change.name.text}`",
        related=(Related(declared, "it is declared here"),),
        fixes=(replacement(change.kind.span, kind),),
    )


def removed_twice(change: sx.Remove, first: sx.Remove) -> Diagnostic:
    return Diagnostic(
        "removed-twice",
        f"`{short(change.name.text)}` is removed already",
        change.span,
        help="take one of the lines out",
        related=(Related(first.span, "here"),),
    )


def removed_and_declared(name: Ident, removed: sx.Remove) -> Diagnostic:
    return Diagnostic(
        "removed-and-declared",
        f"`{short(name.text)}` is removed and declared again",
        removed.span,
        help="a declaration replaces the one of the base by itself: take the `remove` out",
        related=(Related(name.span, "declared here"),),
    )


def removed_name(name: str, span: Span, removed: Span) -> Diagnostic:
    return Diagnostic(
        "removed-name",
        f"`{name}` is removed, but this needs it",
        span,
        help=f"replace or remove what needs `{name}` too",
        related=(Related(removed, "it is removed here"),),
    )


def replaced_by_another_kind(name: Ident, kind: str, known: Ident, known_kind: str) -> Diagnostic:
    return Diagnostic(
        "replaced-by-another-kind",
        f"`{name.text}` is {_a(known_kind)} in the base, and {_a(kind)} here",
        name.span,
        help=f"give it another name; `remove {known_kind} {known.text}` takes that of the base out",
        related=(Related(known.span, "it is declared here"),),
    )


def name_of_two_texts(here: Span, name: Ident, other: Ident) -> Diagnostic:
    """`here` is the name in the text itself, or the line that brings the second one."""
    places = ((name.span, "it is declared here"), (other.span, "and here"))
    return Diagnostic(
        "name-of-two-texts",
        f"two texts declare `{name.text}`",
        here,
        help="give one of the two another name",
        related=tuple(Related(span, words) for span, words in places if span != here),
    )


def text_not_named(text: Ident, known: Sequence[str]) -> Diagnostic:
    return did_you_mean(
        "text-not-named",
        f"the header does not name `{text.text}`",
        text.text,
        text.span,
        known,
        f"say `based on {text.text}` or `use {text.text}` below the first line",
    )


def no_such_table(name: Ident, text: str, known: Sequence[str]) -> Diagnostic:
    return did_you_mean(
        "no-such-table",
        f"`{text}` has no table `{name.text}`",
        name.text,
        name.span,
        known,
        f"it has {', '.join(f'`{one}`' for one in known)}" if known else f"`{text}` has no tables",
    )


def new_column(column: Ident, table: Ident, text: str, known: Sequence[str]) -> Diagnostic:
    found = did_you_mean(
        "new-column",
        f"`{table.text}` of `{text}` has no column `{column.text}`",
        column.text,
        column.span,
        known,
        f"it has {', '.join(known)}; a table with another column is written whole",
    )
    return found


def unknown_place(anchor: Ident, known: Sequence[str]) -> Diagnostic:
    return did_you_mean("unknown-place", f"the bill has no line `{anchor.text}`", anchor.text, anchor.span, known)


def no_place_on_the_bill(decl: sx.Declaration) -> Diagnostic:
    return Diagnostic(
        "no-place-on-the-bill",
        "only lines of the bill have a place in its order",
        decl.span,
        help="write this in the first column",
    )


def beside_itself(name: Ident) -> Diagnostic:
    return Diagnostic(
        "beside-itself",
        f"`{name.text}` cannot stand beside itself",
        name.span,
        help="a charge of the same name replaces the one of the base where it stands: write it in the first column",
    )
