"""What is worked out from a text or a version once and kept: analyses, example results, pricers."""

from __future__ import annotations

import streamlit as st

from dsl.compile import Analysis, analyse
from dsl.examples import ExampleResult, run_examples
from engine.quote import Pricer
from studio.gateway import Unknown, Version, gateway

ANALYSES_KEPT = 200
VERSIONS_KEPT = 200


@st.cache_resource(max_entries=ANALYSES_KEPT, show_spinner=False)
def analysis_of(text: str, name: str) -> Analysis:
    """All there is to say about a text."""
    return analyse(text, name)


@st.cache_resource(max_entries=ANALYSES_KEPT, show_spinner=False)
def example_results(text: str, name: str) -> tuple[ExampleResult, ...]:
    """How the examples of a text come out; none when it has errors."""
    return run_examples(analysis_of(text, name))


@st.cache_resource(max_entries=ANALYSES_KEPT, show_spinner=False)
def pricer_of(text: str, name: str) -> Pricer | None:
    """What prices a text; None when it has errors."""
    graph = analysis_of(text, name).graph
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
