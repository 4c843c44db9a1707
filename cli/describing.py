"""`tariff graph` and `tariff schema`: what a text computes, and what a request to it may hold."""

from __future__ import annotations

from cli.mermaid import mermaid
from cli.outcome import Exit, Voice
from cli.texts import read_text
from engine.graph_json.document import to_json
from engine.requests.schema import request_schema


def show_graph(voice: Voice, name: str, drawn: bool) -> Exit:
    """The evaluation graph as JSON, or what depends on what as a Mermaid flow chart."""
    graph = read_text(name).graph()
    if not drawn:
        Voice(json=True).document(to_json(graph))
    elif voice.json:
        voice.document({"mermaid": mermaid(graph)})
    else:
        voice.say(mermaid(graph))
    return Exit.DONE


def show_schema(name: str) -> Exit:
    """The JSON Schema of a request's inputs."""
    Voice(json=True).document(request_schema(read_text(name).graph()))
    return Exit.DONE
