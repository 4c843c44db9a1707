"""The fields of a quote's form: drawn from the inputs a tariff declares, each with what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from engine.declarations import SECONDS, Declared
from engine.requests.problems import InputProblem
from engine.units import currency_of
from studio.form.reading import Entry, Rows, columns
from studio.wording import plain

NOT_GIVEN = "not given"
_CELLS = 3
"""Fields in a row."""
_PAUSE = "400ms"
"""So long after the last key a field counts as filled in."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form for these inputs. `prefill` is what its fields show first; `key` keeps its state apart."""

    key: str
    inputs: tuple[Declared, ...]
    prefill: Mapping[str, Entry]

    def entries(self) -> dict[str, Entry]:
        """What stands in the fields, whether they are on the screen now or not."""
        entries: dict[str, Entry] = {}
        for declared in self.inputs:
            if declared.kind == "list":
                entries[declared.name] = self._rows(declared)
                continue
            for field, _, _ in columns(declared):
                kept = st.session_state.get(self._key(field), self.prefill.get(field, ""))
                entries[field] = "" if kept is None or kept == NOT_GIVEN else str(kept)
        return entries

    def draw(self, problems: Sequence[InputProblem]) -> None:
        """Draws the fields, and below each what is wrong with it."""
        for row in _rows_of_cells(self.inputs):
            if row[0][1].kind == "list":
                self._draw_list(row[0][1], problems)
                continue
            for (field, declared, part), column in zip(row, st.columns(_CELLS, gap="small"), strict=False):
                with column:
                    self._draw_cell(field, declared, part)
                    _say(_of_cell(declared, part, problems))
        known = {declared.name for declared in self.inputs}
        _say([one for one in problems if one.field.split(".")[0].split("[")[0] not in known], named=True)

    def _draw_cell(self, field: str, declared: Declared, part: str) -> None:
        match declared.kind:
            case "choice":
                self._draw_choice(declared, declared.type.options)
            case "truth":
                self._draw_choice(declared, ("yes", "no"))
            case _:
                self._draw_text(field, declared, part)

    def _draw_choice(self, declared: Declared, options: Sequence[str]) -> None:
        known = [*([NOT_GIVEN] if declared.optional and declared.default is None else []), *options]
        wanted = str(self.prefill.get(declared.name, ""))
        key = self._key(declared.name)
        if st.session_state.get(key) not in (None, *known):
            del st.session_state[key]
        st.selectbox(
            label(declared),
            known,
            index=known.index(wanted) if wanted in known else 0,
            key=key,
            help=hint(declared),
            persist_state="session",
        )

    def _draw_text(self, field: str, declared: Declared, part: str) -> None:
        st.text_input(
            label(declared, part),
            value=str(self.prefill.get(field, "")),
            key=self._key(field),
            help=hint(declared),
            live=_PAUSE,
            placeholder=_placeholder(declared),
            persist_state="session",
        )

    # lists: the table that the grid was opened on stays as it was, and all changes are applied to it anew

    def _draw_list(self, declared: Declared, problems: Sequence[InputProblem]) -> None:
        key, base = self._key(declared.name), self._key(f"{declared.name} base")
        if key not in st.session_state:
            st.session_state[base] = self._rows(declared)
        titles = {field: label(one, part) for one in declared.fields for field, _, part in columns(one)}
        st.markdown(f"{label(declared)}", help=hint(declared))
        st.data_editor(
            pd.DataFrame(st.session_state[base], columns=list(titles), dtype="string").fillna(""),
            key=key,
            hide_index=True,
            num_rows="dynamic",
            width="stretch",
            height=min(38 + 35 * (len(st.session_state[base]) + 1), 320),
            column_config={
                field: _column(one, title)
                for one in declared.fields
                for field, _, part in columns(one)
                for title in [label(one, part)]
            },
            alt=f"The items of {declared.name}",
        )
        _say(_of(declared, problems), named=True)

    def _rows(self, declared: Declared) -> Rows:
        key, kept = self._key(declared.name), self._key(f"{declared.name} rows")
        changes = st.session_state.get(key)
        if isinstance(changes, Mapping):
            st.session_state[kept] = applied(st.session_state[self._key(f"{declared.name} base")], changes)
        rows = st.session_state.get(kept, self.prefill.get(declared.name, []))
        return [dict(row) for row in rows]

    def _key(self, field: str) -> str:
        return f"{self.key}: {field}"


def applied(base: Rows, changes: Mapping[str, Any]) -> Rows:
    """The rows of a grid after the changes that Streamlit reports."""
    rows = [dict(row) for row in base]
    for place, cells in changes.get("edited_rows", {}).items():
        rows[int(place)].update({name: _cell(value) for name, value in cells.items()})
    gone = set(changes.get("deleted_rows", ()))
    left = [row for place, row in enumerate(rows) if place not in gone]
    added = [{name: _cell(value) for name, value in row.items()} for row in changes.get("added_rows", ())]
    return [*left, *added]


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def label(declared: Declared, part: str = "") -> str:
    """The input's name or label, the part of a period, and the unit."""
    words = plain(declared.label or declared.name.replace("_", " "))
    unit = _unit(declared)
    return words + (f" {part}" if part else "") + (f" ({plain(unit)})" if unit else "")


def hint(declared: Declared) -> str | None:
    """The bounds, and whether the field may be empty."""
    said = []
    if declared.kind == "list" and declared.items:
        said.append(f"up to {declared.items} rows")
    if declared.kind == "period":
        bounds = ((declared.months, "months"), (declared.days, "days"), (declared.seconds, "seconds"))
        said += [f"up to {most} {unit}" for most, unit in bounds if most is not None]
    if declared.optional:
        said.append("may be left empty")
    return ", ".join(said) or None


def _unit(declared: Declared) -> str:
    """The unit that a bare number gets; time has none."""
    if declared.kind != "number" or declared.type.dimension == SECONDS:
        return ""
    return declared.unit or currency_of(declared.type.dimension) or ""


def _placeholder(declared: Declared) -> str:
    match declared.kind:
        case "moment" | "period":
            return "2026-03-02 08:10"
        case "date":
            return "2026-03-02"
        case "number" if declared.type.dimension == SECONDS:
            return "20 min"
        case _:
            return NOT_GIVEN if declared.optional else ""


def _column(declared: Declared, title: str) -> Any:
    if declared.kind == "choice":
        return st.column_config.SelectboxColumn(title, options=list(declared.type.options))
    if declared.kind == "truth":
        return st.column_config.SelectboxColumn(title, options=["yes", "no"])
    return st.column_config.TextColumn(title)


def _rows_of_cells(inputs: Sequence[Declared]) -> list[list[tuple[str, Declared, str]]]:
    """The cells of the form in rows: the two of a period stay together, a list has a row of its own."""
    rows: list[list[tuple[str, Declared, str]]] = []
    for declared in inputs:
        cells = list(columns(declared))
        fits = rows and rows[-1][0][1].kind != "list" and len(rows[-1]) + len(cells) <= _CELLS
        if fits and declared.kind != "list":
            rows[-1].extend(cells)
        else:
            rows.append(cells)
    return rows


def _of_cell(declared: Declared, part: str, problems: Sequence[InputProblem]) -> list[InputProblem]:
    """The problems of an input that are said at this field: those of a whole period at its end."""
    found = _of(declared, problems)
    if not part:
        return found
    mine = f"{declared.name}.{part}"
    ends = {f"{declared.name}.from", f"{declared.name}.to"}
    return [one for one in found if one.field == mine or (part == "to" and one.field not in ends)]


def _of(declared: Declared, problems: Sequence[InputProblem]) -> list[InputProblem]:
    """The problems of an input and of what is inside it."""
    inside = (f"{declared.name}.", f"{declared.name}[")
    return [one for one in problems if one.field == declared.name or one.field.startswith(inside)]


def _say(problems: Sequence[InputProblem], *, named: bool = False) -> None:
    """What is wrong, in words and with a sign, not by colour alone."""
    for one in problems:
        place = f"{plain(one.field)}: " if named and one.field else ""
        st.caption(f":red[:material/error: {place}{plain(problem_sentence(one))}]")


def problem_sentence(problem: InputProblem) -> str:
    """`expected a number with its unit such as "1 km", found "abc"; did you mean …`."""
    if problem.name == "requirement":
        return f"{problem.found} (needed: {problem.expected})"
    if problem.name in ("missing-field", "open-period"):
        return f"missing; expected {problem.expected}"
    help = f"; {problem.help}" if problem.help else ""
    return f"expected {problem.expected}, found {problem.found}{help}"
