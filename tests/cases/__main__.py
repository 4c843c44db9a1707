"""`python -m tests.cases`: prices every stated case and compares each of its figures exactly."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter

from tests.cases.comparison import Outcome, outcomes

LEAST_EXACT = 35


def main(arguments: list[str] | None = None) -> int:
    """Prints what became of the cases; 1 where too few are exact or one is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.cases", description=__doc__)
    parser.add_argument("--json", action="store_true", help="only what is wrong, and the counts as the last line")
    chosen = parser.parse_args(arguments)
    found = outcomes()
    say = sys.stdout.write
    for outcome in found:
        if outcome.verdict == "wrong" or not chosen.json:
            say(told(outcome))
    counts = Counter(outcome.verdict for outcome in found)
    summary = {name: counts[name] for name in ("exact", "wrong", "not_stated")}
    if chosen.json:
        say(json.dumps(summary) + "\n")
    else:
        figures = sum(outcome.compared for outcome in found)
        say(f"\n{len(found)} cases: {summary['exact']} exact, {summary['wrong']} wrong, ")
        say(f"{summary['not_stated']} not stated; {figures} figures compared\n")
    return 0 if summary["exact"] >= LEAST_EXACT and not summary["wrong"] else 1


def told(outcome: Outcome) -> str:
    """A case in words: its verdict, and each wrong figure on a line of its own."""
    if outcome.verdict == "not_stated":
        return f"not stated  {outcome.case}: {outcome.not_stated}\n"
    if outcome.verdict == "exact":
        return f"exact       {outcome.case}: {outcome.compared} figures\n"
    problems = [*(str(figure) for figure in outcome.wrong), *(f"{outcome.case}: {f}" for f in outcome.faults)]
    return "".join(f"wrong       {problem}\n" for problem in problems or [f"{outcome.case}: nothing compared"])


if __name__ == "__main__":
    sys.exit(main())
