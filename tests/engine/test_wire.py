"""Strict JSON: nothing is silently repaired, dropped or changed."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.requests.problems import PROBLEMS, NumberLiteral, Refused
from engine.requests.wire import loads

JSON = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-(10**17), 10**17), st.text(st.characters(exclude_categories=["Cs"]))
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=4), inner, max_size=4)),
    max_leaves=12,
)


def names(body: bytes, literals: bool = False) -> list[tuple[str, str]]:
    """The fields and names of all problems."""
    found = loads(body, literals)
    assert isinstance(found, Refused), found
    assert all(one.name in PROBLEMS for one in found.problems)
    return [(one.field, one.name) for one in found.problems]


@given(JSON)
def test_a_document_without_fractions_is_read_as_any_library_reads_it(document: Any) -> None:
    for body in (json.dumps(document).encode(), json.dumps(document, ensure_ascii=False).encode()):
        assert loads(body) == document
        assert loads(body, literals=True) == document


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b'{"a":1.5,"b":[{"c":1e3},-0.0]}',
         [("a", "number-as-text"), ("b[0].c", "number-as-text"), ("b[1]", "number-as-text")]),
        (b"1.0", [("", "number-as-text")]),
        (b'{"a":1,"a":1}', [("a", "doubled-field")]),
        (b'{"x":[{"a":1,"b":2,"a":{"c":0.5}}]}', [("x[0].a", "doubled-field"), ("x[0].a.c", "number-as-text")]),
        (b'{"a":NaN,"b":-Infinity}', [("a", "not-a-number"), ("b", "not-a-number")]),
        (b'{"a":"\\ud83d"}', [("a", "broken-character")]),
        (b'{"\\ude00":1}', [("", "broken-character")]),
        (b'{"a":' + b"9" * 5000 + b"}", [("a", "too-many-digits")]),
        (b"", [("", "not-json")]),
        (b" \n", [("", "not-json")]),
        (b"{'a':1}", [("", "not-json")]),
        (b'{"a":1,}', [("", "not-json")]),
        (b'{"a":01}', [("", "not-json")]),
        (b'{"a":1} x', [("", "not-json")]),
        (b'{"a":"\n"}', [("", "not-json")]),
        (b"\xef\xbb\xbf{}", [("", "not-json")]),
        (b'{"a":"\xff"}', [("", "not-utf-8")]),
        ('{"a":"ą"}'.encode("utf-16"), [("", "not-utf-8")]),
        (b'{"a":"\xed\xa0\xbd"}', [("", "not-utf-8")]),
        (b"[" * 100_000, [("", "nested-too-deep")]),
        (b"[" * 100_000 + b"0.5" + b"]" * 100_000, [("", "nested-too-deep")]),
    ],
)  # fmt: skip
def test_what_a_library_would_change_is_refused_with_its_path(body: bytes, found: list[tuple[str, str]]) -> None:
    assert names(body) == found


def test_the_place_of_a_mistake_is_told() -> None:
    found = loads(b'{\n "a": tru\n}')
    assert isinstance(found, Refused)
    assert found.problems[0].found == "at line 2, column 7: Expecting value"
    found = loads(b'{"amount":"1\xe2\x82"}')
    assert isinstance(found, Refused)
    assert found.problems[0].found == "the byte 0xE2 at position 12"


def test_a_pair_of_surrogates_is_one_character() -> None:
    assert loads(b'"\\ud83d\\ude00"') == "😀"


def test_literals_keep_the_text_of_a_number() -> None:
    assert loads(b'{"a":12345678901234567.89,"b":2}', literals=True) == {
        "a": NumberLiteral("12345678901234567.89"),
        "b": 2,
    }
    assert names(b'{"a":1.5,"b":NaN}', literals=True) == [("b", "not-a-number")]
    assert names(b'{"a":1.5,"a":2.5}', literals=True) == [("a", "doubled-field")]


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3))
def test_no_fraction_passes(number: Decimal) -> None:
    assert names(f'{{"a":{number:f}}}'.encode()) == [("a", "number-as-text")]


@given(st.binary(max_size=40))
def test_any_bytes_are_answered(body: bytes) -> None:
    loads(body)


def test_only_the_first_problems_of_a_long_body_are_told() -> None:
    assert len(names(b"[" + b"0.5," * 5000 + b"1]")) == 100
