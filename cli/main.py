"""The `tariff` command: reads the command line and calls what was asked for."""

from __future__ import annotations

import io
import signal
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable, Sequence
from importlib.metadata import version

from cli import checking, describing, pricing
from cli.outcome import MEANINGS, Exit, Failed, Voice

TEXTS = "files, `-` for standard input, or names of shipped tariffs"
TEXT = "a file, `-` for standard input, or the name of a shipped tariff"
CODES = "exit codes:\n" + "\n".join(f"  {code.value}  {meaning}" for code, meaning in MEANINGS.items())
QUOTE_EXAMPLE = (
    "example:\n  tariff %s city_drive vehicle_class=mini zone=city distance='7.4 km' \\\n"
    "      ride='2026-03-02 08:10 to 2026-03-02 08:31'\n\n" + CODES
)
INTERRUPTED = 130

Command = Callable[[Voice, Namespace], Exit]


def main(words: Sequence[str] | None = None) -> int:
    """Runs one command; the answer is its exit code."""
    asked = parser().parse_args(words)
    voice = Voice(asked.json)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    command: Command = asked.command
    try:
        if command is not _serve and words is None:
            signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `tariff graph x | head` ends without a word
        return command(voice, asked)
    except Failed as failure:
        return voice.failed(failure)
    except KeyboardInterrupt:
        return INTERRUPTED


def parser() -> ArgumentParser:
    """What the command line may hold."""
    json = ArgumentParser(add_help=False)
    json.add_argument("--json", action="store_true", help="answer with one JSON document")
    whole = ArgumentParser(
        prog="tariff",
        description="Check, test and price tariffs, and serve the API and the studio.",
        epilog=CODES,
        formatter_class=RawDescriptionHelpFormatter,
    )
    whole.add_argument("--version", action="version", version=f"tariff {version('ratewright')}")
    commands = whole.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, help: str, command: Command, epilog: str = CODES) -> ArgumentParser:
        made = commands.add_parser(
            name,
            help=help,
            description=help[0].upper() + help[1:] + ".",
            parents=[json],
            epilog=epilog,
            formatter_class=RawDescriptionHelpFormatter,
        )
        made.set_defaults(command=command)
        return made

    check = add("check", "tell every mistake and finding of tariffs", _check)
    check.add_argument("texts", nargs="+", metavar="TARIFF", help=TEXTS)

    layout = add("format", "bring tariffs into the one layout", _format)
    layout.add_argument("texts", nargs="+", metavar="TARIFF", help=TEXTS)
    layout.add_argument("--check", action="store_true", help="change nothing, tell which are not in it")

    test = add("test", "run the examples of tariffs", _test)
    test.add_argument("texts", nargs="*", metavar="TARIFF", help=TEXTS)
    test.add_argument("--all", action="store_true", help="those of all shipped tariffs")

    for name, help in (("quote", "price a request"), ("explain", "tell how the price of a request arises")):
        priced = add(name, help, _explain if name == "explain" else _quote, QUOTE_EXAMPLE % name)
        priced.add_argument("text", metavar="TARIFF", help=TEXT)
        priced.add_argument("words", nargs="*", metavar="NAME=VALUE", help="an input; or one JSON file with all")
        priced.add_argument("--inputs", metavar="FILE", help="a JSON file with inputs, `-` for standard input")

    graph = add("graph", "show what a tariff computes, as JSON", _graph)
    graph.add_argument("text", metavar="TARIFF", help=TEXT)
    graph.add_argument("--mermaid", action="store_true", help="as a Mermaid flow chart of inputs and lines")

    schema = add("schema", "show what a request may hold, as JSON Schema", _schema)
    schema.add_argument("text", metavar="TARIFF", help=TEXT)

    server = add("serve", "serve the API and the studio on this machine", _serve, SERVE_EPILOG)
    server.add_argument("--host", default="127.0.0.1", help="only 127.0.0.1, until there are accounts")
    server.add_argument("--port", type=int, default=8765, help="8765 when left out, 0 for any free one")
    return whole


SERVE_EPILOG = (
    """environment:
  RATEWRIGHT_HOME      the folder to write to; `.ratewright` in the working directory when left out
  RATEWRIGHT_DATABASE  a database URL; `ratewright.sqlite` in that folder when left out

"""
    + CODES
)


def _check(voice: Voice, asked: Namespace) -> Exit:
    return checking.check(voice, asked.texts)


def _format(voice: Voice, asked: Namespace) -> Exit:
    return checking.layout(voice, asked.texts, asked.check)


def _test(voice: Voice, asked: Namespace) -> Exit:
    return checking.run_tests(voice, asked.texts, asked.all)


def _quote(voice: Voice, asked: Namespace) -> Exit:
    return pricing.price(voice, asked.text, asked.words, asked.inputs, explained=False)


def _explain(voice: Voice, asked: Namespace) -> Exit:
    return pricing.price(voice, asked.text, asked.words, asked.inputs, explained=True)


def _graph(voice: Voice, asked: Namespace) -> Exit:
    return describing.show_graph(voice, asked.text, asked.mermaid)


def _schema(voice: Voice, asked: Namespace) -> Exit:
    return describing.show_schema(asked.text)


def _serve(voice: Voice, asked: Namespace) -> Exit:
    from cli.serve import serve  # a second of imports that no other command needs

    return serve(voice, asked.host, asked.port)


if __name__ == "__main__":
    sys.exit(main())
