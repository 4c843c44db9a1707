"""`python -m tests.cases`: prices every stated case and compares each of its figures exactly."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter

from tests.cases.case_files import read_cases
from tests.cases.comparison import STATED, Outcome, outcomes
from tests.cases.words import MOST, MOST_MEDIAN, Ratio, median, ratio

LEAST_EXACT = 35
WORST = 10


def main(arguments: list[str] | None = None) -> int:
    """Prints what became of the cases; 1 where too few are exact, one is wrong or, if asked, words are too many."""
    parser = argparse.ArgumentParser(prog="python -m tests.cases", description=__doc__)
    parser.add_argument("--json", action="store_true", help="only what is wrong, and the counts as the last line")
    parser.add_argument("--words", action="store_true", help="also the words of each tariff for one of its description")
    chosen = parser.parse_args(arguments)
    found = outcomes()
    say = sys.stdout.write
    for outcome in found:
        if outcome.verdict == "wrong" or not chosen.json:
            say(told(outcome))
    counts = Counter(outcome.verdict for outcome in found)
    summary: dict[str, float] = {name: counts[name] for name in ("exact", "wrong", "not_stated")}
    right = summary["exact"] >= LEAST_EXACT and not summary["wrong"]
    if chosen.words:
        cases = read_cases()
        ratios = [
            ratio(cases[o.case], STATED / o.case) for o in found if o.case in cases and (STATED / o.case).is_dir()
        ]
        middle, most = median(ratios), max(found.value for found in ratios)
        say(told_words(ratios))
        summary |= {"median_words_ratio": round(float(middle), 4), "max_words_ratio": round(float(most), 4)}
        right = right and middle <= MOST_MEDIAN and most <= MOST
    if chosen.json:
        say(json.dumps(summary) + "\n")
    else:
        figures = sum(outcome.compared for outcome in found)
        say(f"\n{len(found)} cases: {summary['exact']} exact, {summary['wrong']} wrong, ")
        say(f"{summary['not_stated']} not stated; {figures} figures compared\n")
    return 0 if right else 1


def told(outcome: Outcome) -> str:
    """A case in words: its verdict, and each wrong figure on a line of its own."""
    if outcome.verdict == "not_stated":
        return f"not stated  {outcome.case}: {outcome.not_stated}\n"
    if outcome.verdict == "exact":
        return f"exact       {outcome.case}: {outcome.compared} figures\n"
    problems = [*(str(figure) for figure in outcome.wrong), *(f"{outcome.case}: {f}" for f in outcome.faults)]
    return "".join(f"wrong       {problem}\n" for problem in problems or [f"{outcome.case}: nothing compared"])


def told_words(ratios: list[Ratio]) -> str:
    """The cases above the most that is good, and the worst ones."""
    worst = sorted(ratios, key=lambda found: (-found.value, found.case))
    lines = [f"too many words  {found}\n" for found in worst if found.value > MOST]
    lines += [f"most words  {found}\n" for found in worst[:WORST]]
    middle = float(median(ratios))
    return "".join([*lines, f"words of a tariff for one of its description: {middle:.2f} in the median\n"])


if __name__ == "__main__":
    sys.exit(main())
