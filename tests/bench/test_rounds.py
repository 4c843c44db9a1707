"""Ratios and targets."""

import json

import pytest

from bench.rounds import LEAST_ROUNDS, Rounds, Target, report, rounds


def test_a_ratio_is_the_median_of_the_ratios_within_the_rounds() -> None:
    found = Rounds({"slow": [2.0, 20.0, 3.0], "fast": [1.0, 10.0, 3.0]})
    assert found.ratio("slow", "fast") == 2
    assert found.typical("slow") == 3


def test_every_contestant_runs_in_every_round() -> None:
    ran: list[str] = []

    def work(name: str) -> int:
        ran.append(name)
        return 2

    found = rounds({"a": lambda: work("a"), "b": lambda: work("b")}, 0)
    assert {name: len(seconds) for name, seconds in found.seconds.items()} == {"a": LEAST_ROUNDS, "b": LEAST_ROUNDS}
    assert "".join(ran) == "ab" + "abba" * (LEAST_ROUNDS // 2) + "ab" * (LEAST_ROUNDS % 2)


@pytest.mark.parametrize(
    ("figure", "code"),
    [(1.49, 0), (1.5, 0), (1.501, 1)],
    ids=["met", "just met", "missed"],
)
def test_the_last_line_is_json_and_a_missed_target_is_told(
    figure: float, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report({"times": figure}, [Target("times", "most", 1.5)], "city_drive") == code
    printed = capsys.readouterr()
    assert json.loads(printed.out.splitlines()[-1]) == {"times": figure, "largest": "city_drive"}
    assert ("missed: times" in printed.err) == bool(code)


def test_a_target_can_ask_for_at_least() -> None:
    assert Target("share", "least", 0.7).missed(0.69)
    assert not Target("share", "least", 0.7).missed(0.7)
