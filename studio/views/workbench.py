"""The two halves of a tariff's page: its text in one of its forms, and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import streamlit as st

from dsl.examples import ExampleResult
from engine.explanation.explained import Explanation
from engine.requests.reader import Refused
from studio import quoting
from studio import work as works
from studio.compiled import example_results
from studio.components import editor as text_editor
from studio.components.editor import Mode
from studio.expectations import expect_found
from studio.form.fields import Form
from studio.form.reading import entries_of, request_of
from studio.gateway import Card, Unknown, Version, VersionCard, gateway
from studio.quoting import Told
from studio.views import curve, effect, examples, history, prices, quote
from studio.views.lines import asked_line
from studio.wording import counted, plain
from studio.words import SNIPPETS, words_of
from studio.work import EDITOR, Work, editor_rev, full_version, pricer_of_version

ANALYSE = "/api/v1/analyse"
TEXT, PRICES, CHANGES = "Text", "Prices", "Changes"
QUOTE, CURVE, EXAMPLES, HISTORY = "Quote", "Curve", "Examples", "History"
_HEIGHT = 680


def take_typed(work: Work) -> None:
    """Takes what was typed into the editor since the last run, and saves it."""
    now = text_editor.typed(EDITOR, rev=editor_rev())
    if now is not None and now.text != work.text:
        works.accept(work, now.text)
        work.fields_rev += 1
    elif work.conflict is None and work.text != work.saved_text:
        works.save(work)


# ------------------------------------------------------------------------------------------ left


def draw_text(work: Work, card: Card) -> None:
    """The text, its prices as fields, or what has changed in it."""
    line = asked_line()
    if line is not None and st.session_state.get("view") == PRICES:
        st.session_state["view"] = TEXT
    view = st.segmented_control(
        "Show the text as",
        [TEXT, PRICES, CHANGES],
        default=TEXT,
        required=True,
        key="view",
        label_visibility="collapsed",
        bind="query-params",
    )
    if view == PRICES and work.conflict is None:
        with st.container(key="prices", height=_HEIGHT, border=True):
            prices.draw(work.analysis, work.fields_rev, lambda text: works.replace(work, text, by_fields=True))
        return
    live = None if card.live is None else full_version(work.name, card.live)
    baseline, mode = _compared(work, live, is_compared=view == CHANGES)
    text_editor.editor(
        work.text,
        key=EDITOR,
        rev=editor_rev(),
        completions=SNIPPETS,
        baseline=baseline,
        mode=mode,
        words=words_of(work.analysis),
        goto_line=line,
        lint_url=ANALYSE,
        height=_HEIGHT,
        label=f"Text of {work.name}",
    )


def _compared(work: Work, live: Version | None, *, is_compared: bool) -> tuple[str | None, Mode]:
    """What the editor compares the text with, and how it shows that."""
    if work.conflict is not None:
        return work.conflict.text, "split"
    if live is None:
        return None, "edit"
    return live.text, "unified" if is_compared else "edit"


# ------------------------------------------------------------------------------------------ right


def draw_panel(work: Work, card: Card, zone: ZoneInfo) -> None:
    """What follows from the text; while it has errors, from the last one without."""
    with st.container():  # always there, so that the fields below keep the caret
        _say_stale(work)
    if work.graph is None or work.good is None or work.pricer is None or work.good_text is None:
        st.info("A form and a quote appear here as soon as the text has no errors.", icon=":material/request_quote:")
        return
    claims = list(dict.fromkeys(one.claim for one in work.good.examples))
    form = _form(work, claims, zone)
    request = request_of(form.inputs, form.entries())
    draft = quoting.tell(work.pricer, request)
    live_name = None if card.live is None else f"Version {card.live.number}"
    live_pricer = None if card.live is None else pricer_of_version(work.name, card.live)
    live = None if live_pricer is None else quoting.tell(live_pricer, request)
    comparison = quoting.compare(draft if isinstance(draft, Explanation) else None, live)
    effect.draw(comparison, live_name)
    results = example_results(work.good_text, work.name)
    tabs = st.tabs([QUOTE, CURVE, EXAMPLES, HISTORY], key="panel", on_change="rerun", bind="query-params")
    for tab, name in zip(tabs, (QUOTE, CURVE, EXAMPLES, HISTORY), strict=True):
        if not tab.open:
            continue
        with tab:
            if name == QUOTE:
                _draw_quote(work, form, claims, draft, live, live_name)
            elif name == CURVE:
                if isinstance(draft, Refused):
                    st.info("The curve appears as soon as the fields of the quote are right.")
                else:
                    curve.draw(work.good_text, work.graph, request, live_pricer, live_name, form.key)
            elif name == EXAMPLES:
                examples.draw(results, lambda failed: _expect(work, failed), is_current=work.is_good)
            else:
                _draw_history(work, zone)


def _say_stale(work: Work) -> None:
    if work.is_good:
        return
    problems = [one for one in work.analysis.diagnostics if one.severity == "error"]
    source = work.analysis.source
    line = source.place(source.home(problems[0].span).start).line
    first = f"line {line}: {problems[0].message}"
    older = "the live version" if work.good_is_live else "the last text without errors"
    told = f" What you see below is from {older}." if work.good_text is not None else ""
    st.warning(
        f"**The text has {counted(len(problems), 'problem')}.**{told}  \n{plain(first)}", icon=":material/edit_note:"
    )


def _form(work: Work, claims: Sequence[str], zone: ZoneInfo) -> Form:
    """The form, filled from the example that the reader starts from."""
    assert work.good is not None and work.graph is not None
    claim = _chosen(work, claims)
    request = next((one.request for one in work.good.examples if one.claim == claim), {})
    return Form(f"{work.name} {claim}", work.graph.inputs, entries_of(work.graph.inputs, request, zone))


def _chosen(work: Work, claims: Sequence[str]) -> str:
    """The example that was chosen, else the one that the address names, else the first."""
    for claim in (st.session_state.get(_example_key(work)), st.query_params.get("example")):
        if claim in claims:
            return str(claim)
    return claims[0] if claims else ""


def _example_key(work: Work) -> str:
    return f"example of {work.name}"


def _name_example(work: Work) -> None:
    """Brings the chosen example into the address."""
    st.query_params["example"] = st.session_state[_example_key(work)]


def _draw_quote(
    work: Work, form: Form, claims: Sequence[str], draft: Told, live: Told | None, live_name: str | None
) -> None:
    if claims:
        st.selectbox(
            "Start from the example",
            claims,
            index=claims.index(_chosen(work, claims)),
            key=_example_key(work),
            on_change=_name_example,
            args=(work,),
            persist_state="session",
            format_func=lambda claim: f"Example: {claim}",
            label_visibility="collapsed",
        )
    quote.draw(form, draft, live, live_name)


def _expect(work: Work, failed: Sequence[ExampleResult]) -> None:
    works.replace(work, expect_found(work.analysis, failed))


def _draw_history(work: Work, zone: ZoneInfo) -> None:
    cards = gateway().versions(work.name)
    if isinstance(cards, Unknown):
        return

    def version(card: VersionCard) -> Version | None:
        return full_version(work.name, card)

    history.draw(cards, version, lambda text: works.replace(work, text), work.text, zone)
