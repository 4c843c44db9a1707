"""What is worked out from a text or a version once and kept: analyses, example results, pricers."""

from __future__ import annotations

import streamlit as st

from dsl.combining.shelf import ALONE, Bundle, asks
from dsl.compile import Analysis, analyse
from dsl.examples import ExampleResult, run_examples
from engine.quote import Pricer
from studio.gateway import Unknown, Version, gateway

ANALYSES_KEPT = 200
VERSIONS_KEPT = 200


def analysis_of(text: str, name: str) -> Analysis:
    """All there is to say about a text, with those that it is made of now."""
    return _analysis(text, name, *_made_of(text))


def example_results(text: str, name: str) -> tuple[ExampleResult, ...]:
    """How the examples of a text come out; none when it has errors."""
    return _results(text, name, *_made_of(text))


def pricer_of(text: str, name: str) -> Pricer | None:
    """What prices a text; None when it has errors."""
    return _pricer(text, name, *_made_of(text))


Texts = tuple[tuple[str, str], ...]
"""The fields of a `Bundle`, which the caches below can tell apart."""


def _made_of(text: str) -> tuple[Texts, tuple[str, ...]]:
    bundle = gateway().beside(text) if asks(text) else ALONE
    return bundle.texts, bundle.known


@st.cache_resource(max_entries=ANALYSES_KEPT, show_spinner=False)
def _analysis(text: str, name: str, texts: Texts, known: tuple[str, ...]) -> Analysis:
    return analyse(text, name, Bundle(texts, known))


@st.cache_resource(max_entries=ANALYSES_KEPT, show_spinner=False)
def _results(text: str, name: str, texts: Texts, known: tuple[str, ...]) -> tuple[ExampleResult, ...]:
    return run_examples(_analysis(text, name, texts, known))


@st.cache_resource(max_entries=ANALYSES_KEPT, show_spinner=False)
def _pricer(text: str, name: str, texts: Texts, known: tuple[str, ...]) -> Pricer | None:
    graph = _analysis(text, name, texts, known).graph
    return None if graph is None else Pricer(graph)


@st.cache_resource(max_entries=VERSIONS_KEPT, show_spinner=False)
def version_of(name: str, number: int, known_at: str) -> Version | Unknown:
    """A published version, which never changes. `known_at` tells libraries apart that had the same number."""
    return gateway().version(name, number)


@st.cache_resource(max_entries=VERSIONS_KEPT, show_spinner=False)
def version_pricer(name: str, number: int, known_at: str) -> Pricer | None:
    """What prices a version, from the graph stored with it."""
    version = version_of(name, number, known_at)
    return Pricer(version.graph) if isinstance(version, Version) else None
