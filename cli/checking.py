"""`tariff check`, `tariff format`, `tariff test`: what a text says, how it looks, whether its examples hold."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from cli.outcome import DIM, GREEN, RED, YELLOW, Exit, Failed, Voice, one_or_many, paint
from cli.texts import Text, read_text
from dsl.examples import ExampleResult, run_examples
from dsl.format import format_text
from dsl.render import render
from tariff_library.texts import shipped
from tariff_library.wire import diagnostics_json, example_json, symbols_json


def check(voice: Voice, names: Sequence[str]) -> Exit:
    """Every mistake and finding of the texts."""
    texts = [read_text(name) for name in names]
    for text in texts:
        show_diagnostics(voice, text)
        voice.say(f"{text.name}: {counted(text)}")
    if voice.json:
        voice.document(
            {
                "tariffs": [
                    {
                        "name": text.name,
                        "diagnostics": diagnostics_json(text.analysis),
                        "symbols": symbols_json(text.analysis),
                    }
                    for text in texts
                ]
            }
        )
    return Exit.FINDINGS if any(text.has_errors for text in texts) else Exit.DONE


def layout(voice: Voice, names: Sequence[str], only_check: bool) -> Exit:
    """The one layout: files are written anew, standard input goes to standard output."""
    texts = [read_text(name) for name in names]
    formatted = [format_text(text.analysis.source) for text in texts]
    said: list[dict[str, object]] = []
    code = Exit.DONE
    for text, laid_out in zip(texts, formatted, strict=True):
        if laid_out is None:
            show_diagnostics(voice, text)
            voice.complain(f"{text.name}: is left as it is, because it has mistakes")
            said.append({"name": text.name, "formatted": None, "diagnostics": diagnostics_json(text.analysis)})
            code = Exit.FINDINGS
            continue
        changed = laid_out != text.text
        said.append({"name": text.name, "formatted": laid_out, "changed": changed})
        if only_check:
            if changed:
                voice.say(f"{text.name}: is not in the one layout")
                code = Exit.FINDINGS
        elif text.path is None:
            if not voice.json:
                sys.stdout.write(laid_out)
        elif changed:
            _write(text, laid_out)
            voice.say(f"{text.name}: formatted")
    if voice.json:
        voice.document({"tariffs": said})
    return code


def run_tests(voice: Voice, names: Sequence[str], every_shipped: bool) -> Exit:
    """The examples of the texts, or of all shipped tariffs."""
    if every_shipped == bool(names):
        raise Failed("either name tariffs or say `--all`, which means all that are shipped")
    texts = [read_text(name) for name in names] or [Text(one.name, one.text, None) for one in shipped()]
    results = [run_examples(text.analysis) for text in texts]
    for text, found in zip(texts, results, strict=True):
        if text.has_errors:
            show_diagnostics(voice, text)
        for result in found:
            voice.say(*_told(text, result))
    everything = [result for found in results for result in found]
    failed = sum(not result.passed for result in everything)
    broken = [text.name for text in texts if text.has_errors]
    if voice.json:
        voice.document(
            {
                "tariffs": [
                    {
                        "name": text.name,
                        "diagnostics": diagnostics_json(text.analysis),
                        "examples": [example_json(result) for result in found],
                    }
                    for text, found in zip(texts, results, strict=True)
                ],
                "passed": len(everything) - failed,
                "failed": failed,
            }
        )
    summary = f"{one_or_many(len(everything), 'example')}, {failed} failed"
    voice.say(summary + (f"; with errors: {', '.join(broken)}" if broken else ""))
    return Exit.FINDINGS if failed or broken else Exit.DONE


def show_diagnostics(voice: Voice, text: Text) -> None:
    """The diagnostics of a text, with the places underlined."""
    for diagnostic in text.analysis.diagnostics:
        words = render(diagnostic, text.analysis.source)
        head = f"{diagnostic.severity}[{diagnostic.name}]"
        colour = RED if diagnostic.severity == "error" else YELLOW
        voice.say(words.replace(head, paint(head, colour, sys.stdout), 1))


def counted(text: Text) -> str:
    """`2 errors, 1 warning`."""
    severities = [one.severity for one in text.analysis.diagnostics]
    counts = [(severities.count("error"), "error"), (severities.count("warning"), "warning")]
    return ", ".join(one_or_many(count, word) for count, word in counts if count) or "no mistakes"


def _told(text: Text, result: ExampleResult) -> Iterator[str]:
    word = paint("ok", GREEN, sys.stdout) if result.passed else paint("FAILED", RED, sys.stdout)
    yield f"{word} {text.name}:{result.line} {paint(result.claim, DIM, sys.stdout)}"
    for name, expected, found in result.differences:
        yield f"   {name}: expected {expected}, found {found}"
    if result.problem:
        yield f"   {result.problem}"


def _write(text: Text, laid_out: str) -> None:
    assert text.path is not None
    try:
        text.path.write_bytes(laid_out.encode())
    except OSError as problem:
        raise Failed(f"`{text.path}` cannot be written: {problem.strerror}") from problem
