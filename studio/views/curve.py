"""The price along one input: the draft and the live version as two lines of exact points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias
from zoneinfo import ZoneInfo

import altair as alt
import pandas as pd
import streamlit as st

from engine.declarations import SECONDS, Declared, Type
from engine.graph import Graph
from engine.moments import read_moment, show_moment
from engine.quote import Pricer, Quote
from engine.requests.number_texts import NumberText
from engine.requests.reader import Refused
from engine.requests.records import kind_of
from engine.requests.unit_forms import counting_names
from engine.units import currency_of
from studio.form.reading import number_text
from studio.gateway import Curve, CurvePoint, gateway
from studio.wording import plain

POINTS = 121
KINDS = ("number", "period")
DRAFT = "Draft"
COLOURS = ["#3d7be0", "#c2620f"]

Request: TypeAlias = Mapping[str, object]


def draw(text: str, graph: Graph, request: Request, live: Pricer | None, live_name: str | None, key: str) -> None:
    """The curve of a text along an input that the reader chooses, beside that of the live version."""
    along = [one for one in graph.inputs if one.kind in KINDS and not one.optional and one.name in request]
    if not along:
        st.info("This tariff has no quantity, amount or period along which a price could be drawn.")
        return
    left, middle, right = st.columns([2, 1, 1], gap="small")
    names = {one.name: _axis_title(one) for one in along}
    with left:
        name = st.selectbox("Price along", list(names), format_func=names.__getitem__, key="along", bind="query-params")
    declared = as_number(next(one for one in along if one.name == name))
    first, last = _ends(declared, graph, request)
    ends = [
        column.text_input(title, value=default, key=f"{key}: curve {name} {title}", live=True, persist_state="session")
        for column, title, default in ((middle, "From", first), (right, "To", last))
    ]
    read = [_wire(declared, end) for end in ends]
    found = gateway().curve(text, request, name, read[0], read[1], POINTS)
    if isinstance(found, Refused):
        _say_refused(found)
        return
    if found is None:
        st.info("The curve appears as soon as the text has no errors.")
        return
    lines = {DRAFT: found.points}
    if live is not None and live_name is not None:
        lines[live_name] = tuple(_of_version(live, request, name, found.points))
    _draw_chart(lines, found, declared, graph, names[name], _position(declared, graph, request))


def _say_refused(refused: Refused) -> None:
    for problem in refused.problems:
        place = {"from": "From", "to": "To"}.get(problem.field, problem.field)
        help = f"; {problem.help}" if problem.help else ""
        words = f"{place}: expected {problem.expected}, found {problem.found}{help}"
        st.markdown(f":red[:material/error: {plain(words)}]")


def as_number(declared: Declared) -> Declared:
    """The input as the number that goes along the axis: of a period, its length."""
    if declared.kind != "period":
        return declared
    return Declared(declared.name, "number", Type("number", SECONDS), unit="min", label=declared.label)


def _axis_title(declared: Declared) -> str:
    words = (declared.label or declared.name).replace("_", " ")
    return f"length of {words}" if declared.kind == "period" else words


def _wire(declared: Declared, text: str) -> object:
    currency = currency_of(declared.type.dimension)
    number = number_text(declared, text.strip())
    return number if currency is None else {"amount": number.removesuffix(currency).strip(), "currency": currency}


def _ends(declared: Declared, graph: Graph, request: Request) -> tuple[str, str]:
    """Where the axis begins and ends at first: from nothing to about twice the value of the request.

    The length of a period is never nothing."""
    numbers = NumberText(declared, counting_names(graph.inputs))
    now = _position(declared, graph, request)
    is_period = isinstance(value := request.get(declared.name), Mapping) and "from" in value
    low = declared.lower if declared.lower is not None else Fraction(60 if is_period else 0)
    factor = numbers.forms.factors[numbers.own]
    high = Fraction(_round_number(max(2 * now, low + numbers.scale * 20) / factor)) * factor
    if declared.upper is not None:
        high = min(high, declared.upper)
    steps = [-(-low // numbers.scale), high // numbers.scale]
    return numbers.amount(steps[0] * numbers.scale), numbers.amount(steps[1] * numbers.scale)


def _round_number(value: Fraction) -> Fraction:
    """The next number whose first digit is 1, 2 or 5: 42 becomes 50."""
    size = Fraction(1)
    while size * 10 <= value:
        size *= 10
    while size > value:
        size /= 10
    return next(size * digit for digit in (1, 2, 5, 10) if size * digit >= value)


def _position(declared: Declared, graph: Graph, request: Request) -> Fraction:
    """The value that the request itself has, in base units; zero where it cannot be read."""
    zone = ZoneInfo(graph.time_zone)
    value = request.get(declared.name)
    if isinstance(value, Mapping) and "amount" not in value:
        ends = [read_moment(str(value.get(part, "")), zone) for part in ("from", "to")]
        if not isinstance(ends[0], int) or not isinstance(ends[1], int):
            return Fraction(0)
        return Fraction(max(ends[1] - ends[0], 0))
    steps = kind_of(declared, zone, counting_names(graph.inputs)).careful(value, declared.name, [])
    return Fraction(0) if steps is None else steps[0] * declared.type.scale


def _of_version(pricer: Pricer, request: Request, name: str, points: Sequence[CurvePoint]) -> list[CurvePoint]:
    """The same values of the input priced by a version."""
    return [_point(pricer, {**request, name: _placed(pricer.graph, request, name, one.at)}, one.at) for one in points]


def _point(pricer: Pricer, request: Request, at: object) -> CurvePoint:
    values = pricer.read(request)
    found = values if isinstance(values, Refused) else pricer.quote(values)
    return CurvePoint(at, found.total, None) if isinstance(found, Quote) else CurvePoint(at, None, "no price")


def _placed(graph: Graph, request: Request, name: str, at: object) -> object:
    """The value as a request holds it: of a period its start and, so much later, its end."""
    period = request[name]
    if not isinstance(period, Mapping) or "from" not in period:
        return at
    zone = ZoneInfo(graph.time_zone)
    start = read_moment(str(period["from"]), zone)
    length = kind_of(_LENGTH, zone, {}).careful(at, name, [])
    if not isinstance(start, int) or length is None:
        return period
    return {"from": show_moment(start, zone), "to": show_moment(start + length[0], zone)}


_LENGTH = as_number(Declared("length", "period"))


def _draw_chart(
    lines: Mapping[str, Sequence[CurvePoint]],
    curve: Curve,
    declared: Declared,
    graph: Graph,
    title: str,
    now: Fraction,
) -> None:
    numbers = NumberText(declared, counting_names(graph.inputs))
    reader = kind_of(declared, ZoneInfo(graph.time_zone), counting_names(graph.inputs))
    unit, factor = _axis_unit(declared, numbers, [reader.careful(one.at, "", []) for one in lines[DRAFT]])

    def position(at: object) -> float:
        steps = reader.careful(at, "", [])
        assert steps is not None
        return float(steps[0] * numbers.scale / factor)

    rows = [
        {
            "x": position(one.at),
            "Price": float(Fraction(one.total)),
            "Version": version,
            "At": one.at if isinstance(one.at, str) else f"{position(one.at):g} {unit}",
            "Total": f"{one.total} {curve.currency}",
        }
        for version, points in lines.items()
        for one in points
        if one.total is not None
    ]
    if not rows:
        problem = next((one.problem for one in curve.points if one.problem), "no price")
        st.warning(f"There is no price anywhere in this range: {plain(problem)}")
        return
    st.altair_chart(
        chart(
            pd.DataFrame(rows),
            list(lines),
            f"{title} ({unit})" if unit else title,
            curve.currency,
            float(now / factor),
        ),
        width="stretch",
        alt=f"Price along {title}",
    )
    st.caption("The grey line is the request of the quote; every point is priced exactly.")
    _say_gaps(lines[DRAFT], curve)


def _say_gaps(points: Sequence[CurvePoint], curve: Curve) -> None:
    gaps = [one for one in points if one.total is None]
    if gaps:
        first = gaps[0].at if isinstance(gaps[0].at, str) else "the first value"
        st.caption(plain(f"No price at {len(gaps)} of {len(points)} points, the first at {first}: {gaps[0].problem}"))


def _axis_unit(
    declared: Declared, numbers: NumberText, steps: Sequence[tuple[int, ...] | None]
) -> tuple[str, Fraction]:
    """The unit of the axis: the author's; for time one in which the numbers stay short."""
    if declared.type.dimension != SECONDS:
        unit = numbers.money or numbers.own
        return unit, numbers.forms.factors[numbers.own]
    longest = max((one[0] for one in steps if one is not None), default=0) * numbers.scale
    for most, unit in ((180, "s"), (4 * 3600, "min")):
        if longest <= most:
            return unit, numbers.forms.factors[unit]
    return "h", numbers.forms.factors["h"]


def chart(
    rows: pd.DataFrame, versions: Sequence[str], title: str, currency: str, now: float
) -> alt.LayerChart | alt.FacetChart:
    """Two lines that differ in colour, dash and width, with the exact totals under the pointer.

    A third one stands where the request of the quote lies."""
    domain = list(versions)
    legend = alt.Legend(title=None, orient="top", symbolType="stroke", symbolStrokeWidth=3)
    base = alt.Chart(rows).encode(
        x=alt.X("x:Q", title=title, scale=alt.Scale(nice=False)),
        y=alt.Y("Price:Q", title=currency, scale=alt.Scale(zero=True)),
        color=alt.Color("Version:N", scale=alt.Scale(domain=domain, range=COLOURS[: len(domain)]), legend=legend),
    )
    lines = base.mark_line(strokeWidth=2.5, clip=True).encode(
        strokeDash=alt.StrokeDash(
            "Version:N", scale=alt.Scale(domain=domain, range=[[1, 0], [6, 3]][: len(domain)]), legend=legend
        ),
    )
    near = alt.selection_point(nearest=True, on="pointerover", fields=["x"], empty=False, clear="pointerout")
    points = base.mark_point(size=55, filled=True).encode(
        opacity=alt.condition(near, alt.value(1), alt.value(0)),
        tooltip=["Version", "At", "Total"],
    )
    here = alt.Chart(pd.DataFrame({"x": [now]})).mark_rule(color="#8a93a3", strokeWidth=1.5, clip=True).encode(x="x:Q")
    layers = [lines, points.add_params(near)]
    inside = rows["x"].min() <= now <= rows["x"].max()
    return alt.layer(*([here] if inside else []), *layers).properties(height=320)
