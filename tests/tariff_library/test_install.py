"""The first start."""

from __future__ import annotations

import pytest

from dsl.examples import run_examples
from tariff_library.actions.install import SHIPPED_FROM, install_library
from tariff_library.actions.quotes import Answer, quote
from tariff_library.actions.tariffs import create_tariff, list_tariffs
from tariff_library.library import Library
from tariff_library.texts import ShippedText, analysed, beside_shipped, shipped
from tests.tariff_library.world import shuttle


def test_an_empty_library_receives_the_shipped_tariffs_once(library: Library) -> None:
    names = install_library(library)
    assert set(names) == {one.name for one in shipped()}
    assert len(names) >= 5
    for tariff in list_tariffs(library):
        assert tariff.live is not None
        assert (tariff.live.effective_from, tariff.live.note) == (SHIPPED_FROM, "shipped")
        assert not tariff.draft_changed
    assert install_library(library) == ()


def test_a_library_with_a_tariff_is_left_alone(library: Library) -> None:
    create_tariff(library, "shuttle", shuttle())
    assert install_library(library) == ()
    assert [one.name for one in list_tariffs(library)] == ["shuttle"]


def test_a_text_that_cannot_be_published_comes_in_as_a_draft(library: Library) -> None:
    texts = [
        ShippedText("broken", "x", "tarif broken"),
        ShippedText("shuttle", "x", shuttle()),
        ShippedText("wrong", "x", shuttle(total="1.00", name="wrong")),
    ]
    assert install_library(library, texts) == ("broken", "shuttle", "wrong")
    assert [one.name for one in list_tariffs(library) if one.live] == ["shuttle"]
    assert isinstance(quote(library, "shuttle", {"distance": "10 km"}), Answer)


@pytest.mark.parametrize("one", list(shipped()), ids=lambda one: one.name)
def test_a_shipped_text_is_named_like_its_file_and_its_examples_hold(one: ShippedText) -> None:
    analysis = analysed(one.text, beside_shipped(one.text))
    assert [diagnostic for diagnostic in analysis.diagnostics if diagnostic.severity == "error"] == []
    assert analysis.graph is not None
    assert analysis.graph.name == one.name
    results = run_examples(analysis)
    assert results
    assert [result for result in results if not result.passed] == []
