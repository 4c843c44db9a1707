"""A tariff and the one that it is based on become one: specific before general, and a conflict is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from dsl import expressions as ex
from dsl import header
from dsl import syntax as sx
from dsl.combining.named import BROUGHT, KINDS, everything, key_of, kind_of, name_of
from dsl.diagnostics import Diagnostic, Span
from dsl.messages.meaning import texts as say

Body = tuple[sx.Declaration, ...]
Key = tuple[str, str]
ON_THE_BILL = (sx.Charge, sx.Limit, sx.Adjustment, sx.Tax, sx.ResultDecl, sx.ForEach, sx.Plan, sx.Choose)
"""What has a place in the written order of the bill."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A text with everything that it takes from others. `offered` comes by `use`, for those who mention it."""

    name: str
    settings: tuple[header.Setting, ...]
    body: Body
    offered: Body = ()
    broken: frozenset[str] = frozenset()
    removed: Mapping[str, Span] = field(default_factory=dict)
    shared: bool = False

    def table(self, name: str) -> sx.TableDecl | None:
        """The table of that name, its own or one that it uses."""
        tables = (decl for decl in (*self.body, *self.offered) if isinstance(decl, sx.TableDecl))
        return next((table for table in tables if table.name.text == name), None)


@dataclass(frozen=True, slots=True)
class Part:
    """A text that the header asks for; `whole` is None where it cannot be had."""

    asked: header.BasedOn | header.Use
    whole: Whole | None


def merged(tariff: sx.Tariff, base: Part | None, parts: Mapping[str, Part]) -> tuple[Whole, list[Diagnostic]]:
    """The tariff in its base, with what the other texts offer. `parts` are all texts of the header, by name."""
    merging = _Merging(tariff, base.whole if base is not None else None, parts)
    if base is None:
        for change in tariff.changes:
            merging.problems.append(say.change_without_base(change))
    elif base.whole is not None:
        merging.remove()
    merging.declare()
    if base is not None and base.whole is not None:
        merging.place()
    return merging.whole(), merging.problems


@dataclass(slots=True)
class _Merging:
    tariff: sx.Tariff
    base: Whole | None
    parts: Mapping[str, Part]
    problems: list[Diagnostic] = field(default_factory=list)
    body: list[sx.Declaration] = field(default_factory=list)
    removed: dict[Key, sx.Remove] = field(default_factory=dict)
    laid_under: set[str] = field(default_factory=set)
    """Names of used tables that an own table of the name asks where no row of its own fits."""

    # ------------------------------------------------------------------------------------- what is removed

    def remove(self) -> None:
        """The base without what is not wanted. Its examples stay with it: they tell its own prices."""
        assert self.base is not None
        body: Body = tuple(decl for decl in self.base.body if not isinstance(decl, sx.Examples))
        for change in self.tariff.changes:
            if isinstance(change, sx.Remove):
                body = self._without(body, change)
        self.body = list(body)

    def _without(self, body: Body, change: sx.Remove) -> Body:
        kind, name = change.kind.text, change.name.text
        key = key_of(kind, name)
        if key in self.removed:
            self.problems.append(say.removed_twice(change, self.removed[key]))
            return body
        if kind not in {*KINDS.values(), "discount", "surcharge"} - {"examples"}:
            self.problems.append(say.no_such_kind(change, sorted({*KINDS.values(), "discount", "surcharge"})))
            return body
        known = {key_of(kind_of(decl), found.text): decl for decl in everything(body) if (found := name_of(decl))}
        target = known.get(key)
        if target is None:
            names = [found.text for decl in known.values() if kind_of(decl) == kind and (found := name_of(decl))]
            self.problems.append(say.nothing_to_remove(change, self._base_name(), names))
            return body
        if kind_of(target) != kind:
            self.problems.append(say.removed_as_another_kind(change, kind_of(target), _name(target).span))
            return body
        self.removed[key] = change
        return _taken_out(body, target)

    # -------------------------------------------------------------------------- what is replaced and added

    def declare(self) -> None:
        """Own declarations replace those of their name; new ones come last, in written order."""
        self.body = list(self._merged(self.body, self.tariff.body))

    def _merged(self, general: Sequence[sx.Declaration], specific: Sequence[sx.Declaration]) -> Body:
        out = list(general)
        at = {_key(decl): place for place, decl in enumerate(out) if name_of(decl) is not None}
        done: set[Key] = set()
        for decl in specific:
            name = name_of(decl)
            if isinstance(decl, sx.Require) and decl in out:
                continue
            key = None if name is None else _key(decl)
            if key is not None and name is not None and key in self.removed:
                self.problems.append(say.removed_and_declared(name, self.removed[key]))
            if isinstance(decl, sx.TableDecl) and decl.otherwise_as is not None:
                under, top = self._layers(decl, decl.otherwise_as)
                out.extend(under)
                decl = top
            if key is None or name is None or key not in at or key in done:
                out.append(decl)
                continue
            place = at[key]
            known = out[place]
            if kind_of(known) != kind_of(decl):
                self.problems.append(say.replaced_by_another_kind(name, kind_of(decl), _name(known), kind_of(known)))
                continue
            done.add(key)
            if isinstance(decl, sx.ForEach) and isinstance(known, sx.ForEach):
                out[place] = replace(decl, body=self._merged(known.body, decl.body))
            else:
                out[place] = decl
        return tuple(out)

    def _layers(self, table: sx.TableDecl, text: ex.Ident) -> tuple[list[sx.TableDecl], sx.TableDecl]:
        """What lies under a table, the table of its name in another text, and the table that asks it.

        That one goes on under a name that nobody can write; it is asked where no row fits, and for columns that
        the upper one does not have."""
        part = self.parts.get(text.text)
        if part is None:
            self.problems.append(say.text_not_named(text, list(self.parts)))
            return [], table
        if part.whole is None:
            return [], table
        lower = part.whole.table(table.name.text)
        if lower is None:
            names = [one.name.text for one in (*part.whole.body, *part.whole.offered) if isinstance(one, sx.TableDecl)]
            self.problems.append(say.no_such_table(table.name, text.text, names))
            return [], table
        self.laid_under.add(table.name.text)
        columns = [column.text for column in lower.results]
        for column in table.results:
            if column.text not in columns:
                self.problems.append(say.new_column(column, lower.name, text.text, columns))
        hidden = f"{lower.name.text} of {text.text}"

        def asked(column: ex.Ident, span: Span) -> ex.Expr:
            return ex.Name((hidden, column.text), span)

        own = {column.text: place for place, column in enumerate(table.results)}
        rows = [
            replace(
                row,
                results=tuple(
                    row.results[own[column.text]]
                    if column.text in own and own[column.text] < len(row.results)
                    else asked(column, row.span)
                    for column in lower.results
                ),
            )
            for row in table.rows
        ]
        if not any(row.otherwise for row in rows):
            rows.append(
                sx.Row((), tuple(asked(column, lower.name.span) for column in lower.results), True, span=text.span)
            )
        heads = {column.text: column for column in table.results}
        results = tuple(heads.get(column.text, column) for column in lower.results)
        upper = replace(table, results=results, rows=tuple(rows), otherwise_as=None)
        return [replace(lower, name=ex.Ident(hidden, lower.name.span))], upper

    # ------------------------------------------------------------------------------- what has its own place

    def place(self) -> None:
        """Declarations under `before` and `after` stand beside a line of the bill; one that was there moves."""
        for change in self.tariff.changes:
            if not isinstance(change, sx.Placed):
                continue
            lines = [decl for decl in self.body if isinstance(decl, ON_THE_BILL)]
            anchor = next((line for line in lines if _name(line).text == change.anchor.text), None)
            moved = [decl for decl in change.body if isinstance(decl, ON_THE_BILL)]
            self.problems.extend(say.no_place_on_the_bill(decl) for decl in change.body if decl not in moved)
            if anchor is None:
                self.problems.append(say.unknown_place(change.anchor, [_name(line).text for line in lines]))
                continue
            before = tuple(self.body)
            for decl in moved:
                key = _key(decl)
                known = next((one for one in self.body if name_of(one) is not None and _key(one) == key), None)
                if key in self.removed:
                    self.problems.append(say.removed_and_declared(_name(decl), self.removed[key]))
                if known is anchor:
                    self.problems.append(say.beside_itself(_name(decl)))
                elif known is not None and kind_of(known) != kind_of(decl):
                    self.problems.append(
                        say.replaced_by_another_kind(_name(decl), kind_of(decl), _name(known), kind_of(known))
                    )
                elif known is not None and any(known is one for one in before):
                    self.body = [one for one in self.body if one is not known]
            at = next(place for place, line in enumerate(self.body) if line is anchor)
            at += change.where == "after"
            self.body[at:at] = moved

    # ------------------------------------------------------------------------------------------- the result

    def whole(self) -> Whole:
        base = self.base
        offered: list[sx.Declaration] = list(base.offered) if base else []
        broken = self.tariff.broken | (base.broken if base else frozenset())
        for part in self.parts.values():
            if isinstance(part.asked, header.Use) and part.whole is not None:
                offered.extend(decl for decl in (*part.whole.body, *part.whole.offered) if isinstance(decl, BROUGHT))
                broken |= part.whole.broken
        if base is not None:
            own = {_key(decl) for decl in self.tariff.body if name_of(decl) is not None}
            offered = [decl for decl in offered if decl not in base.offered or _key(decl) not in own]
        unique = {id(decl): decl for decl in offered if _name(decl).text not in self.laid_under}
        removed = {key[1]: change.span for key, change in self.removed.items()}
        return Whole(
            self.tariff.name.text if self.tariff.name else "",
            _settings(self.tariff.settings, base.settings if base else ()),
            tuple(self.body),
            tuple(unique.values()),
            broken,
            {**(base.removed if base else {}), **removed},
            self.tariff.shared,
        )

    def _base_name(self) -> str:
        assert self.tariff.based_on is not None
        return self.tariff.based_on.name.text


def _settings(own: tuple[header.Setting, ...], base: tuple[header.Setting, ...]) -> tuple[header.Setting, ...]:
    """What the header says itself comes before what the base says of the same."""
    said = {_what(setting) for setting in own}
    rounds = any(isinstance(setting, header.Rounding) for setting in own)
    nothing = any(isinstance(setting, header.Rounding) and setting.what == "nothing" for setting in own)
    kept = [
        setting
        for setting in base
        if _what(setting) not in said
        and not (isinstance(setting, header.Rounding) and (nothing or (rounds and setting.what == "nothing")))
    ]
    return (*own, *kept)


def _what(setting: header.Setting) -> str:
    return type(setting).__name__ + (setting.what if isinstance(setting, header.Rounding) else "")


def _taken_out(body: Body, target: sx.Declaration) -> Body:
    out: list[sx.Declaration] = []
    for decl in body:
        if decl is target:
            continue
        out.append(replace(decl, body=_taken_out(decl.body, target)) if isinstance(decl, sx.ForEach) else decl)
    return tuple(out)


def _key(decl: sx.Declaration) -> Key:
    return key_of(kind_of(decl), _name(decl).text)


def _name(decl: sx.Declaration) -> ex.Ident:
    name = name_of(decl)
    assert name is not None
    return name
