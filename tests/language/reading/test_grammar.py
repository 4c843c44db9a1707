"""The grammar is free of conflicts, and agrees with the vocabulary, the builder and the lexer."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest
from lark import Tree
from lark.parsers.lalr_analysis import Shift

import dsl.reading.parse
from dsl.reading.lexer import Token, written_lines
from dsl.reading.parse import TreeBuilder, grammar, read_tokens
from dsl.reading.rules import RULES, Rule, Unread
from dsl.reading.tree_builder import Refused
from dsl.vocabulary import AFTER_A_NUMBER, NEVER_NAMES, RESERVED, VOCABULARY
from engine.units import UNITS
from tests.language.reading.sentences import sentence

GRAMMAR = Path(dsl.reading.parse.__file__).with_name("grammar.lark").read_text(encoding="utf-8")


def test_no_conflict_is_resolved_in_silence() -> None:
    grammar(strict=True)


def test_the_keywords_of_the_grammar_are_those_of_the_vocabulary() -> None:
    rules = re.sub(r"//.*|%declare.*", "", GRAMMAR)
    declared = set(" ".join(re.findall(r"^%declare (.*)$", GRAMMAR, re.MULTILINE)).split())
    used = set(re.findall(r"\b[A-Z][A-Z_]+\b", rules))
    assert used - declared == {entry.terminal for entry in VOCABULARY if entry.terminal}


def test_every_form_of_the_grammar_has_its_function() -> None:
    forms = {
        rule.alias or rule.options.template_source or rule.origin.name
        for rule in grammar().rules
        if not rule.origin.name.startswith("_") and (rule.alias or not rule.options.expand1)
    }
    functions = {name for name in dir(TreeBuilder) if not name.startswith("_")}
    assert forms == functions


def test_nothing_is_left_as_a_tree_of_lark() -> None:
    random = Random(1)
    for rule in RULES:
        for _ in range(20):
            tokens = written_lines(sentence(rule.name, random))[0].tokens
            try:
                assert not isinstance(read_tokens(rule.name, tokens), Tree)
            except Refused:
                continue


def test_the_state_of_the_parser_tells_what_it_accepts() -> None:
    """The attribute on which contextual keywords stand is not documented by Lark."""
    state = grammar().parse_interactive(start="let_line").parser_state
    accepted = state.parse_conf.states[state.state_stack[-1]]
    assert {name for name in accepted if name.isupper()} == {"LET"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_sentence_of_the_grammar_is_read(rule: Rule[object]) -> None:
    """No word of a sentence is taken for another one, whatever stands around it."""
    random = Random(rule.name)
    for _ in range(150):
        tokens = written_lines(sentence(rule.name, random))[0].tokens
        try:
            read_tokens(rule.name, tokens)
        except Refused:
            continue


def test_the_form_shown_for_each_kind_of_line_can_be_read() -> None:
    for rule in RULES:
        read_tokens(rule.name, written_lines(rule.form)[0].tokens)


def test_a_cell_of_one_word_is_read_as_the_grammar_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    words = {word for entry in VOCABULARY for word in entry.text.split()} - NEVER_NAMES
    cells = [written_lines(text)[0].tokens for text in ("5", "2.50", "5 km", "23%", "a", "größe", *words)]

    def read(start: str, tokens: list[Token]) -> object:
        try:
            return read_tokens(start, tokens)
        except Unread as unread:
            return str(unread)

    quick = [read(start, tokens) for start in ("cell", "answer") for tokens in cells]
    monkeypatch.setattr(dsl.reading.parse, "_alone", lambda rule, tokens: None)
    assert quick == [read(start, tokens) for start in ("cell", "answer") for tokens in cells]


def test_a_word_that_may_follow_a_number_is_never_its_unit() -> None:
    states = grammar().parser.parser._parse_table.states
    after = {
        argument
        for actions in states.values()
        for name, (action, argument) in actions.items()
        if name in ("NUMBER", "QUANTITY") and action is Shift
    }
    following = {name for state in after for name in states[state]}
    words = {entry.text.split()[0] for entry in VOCABULARY if entry.terminal in following}
    assert words - {"in"} - set(UNITS) <= AFTER_A_NUMBER


def test_in_is_an_inch_only_where_no_word_follows() -> None:
    tokens = written_lines("5 in in steps of 1 in")[0].tokens
    assert [token.text for token in tokens] == ["5 in", "in", "steps", "of", "1 in"]
    assert [token.text for token in written_lines("5 in steps of 1")[0].tokens][:2] == ["5", "in"]


def test_words_that_are_never_names_are_reserved() -> None:
    assert NEVER_NAMES <= RESERVED
