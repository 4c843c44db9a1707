"""A page that shows the OpenAPI document, for reading: no scripts, nothing from other sites."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h2 { margin-top: 2.5rem } h3 { margin: 1.5rem 0 0 } code, pre { font-family: ui-monospace, monospace }
pre { background: #8881; padding: .75rem; overflow: auto } summary { cursor: pointer }
:root { color-scheme: light dark }
"""


def page(document: Mapping[str, Any]) -> str:
    """The document as HTML."""
    info = document["info"]
    return "\n".join(
        (
            "<!doctype html>",
            f'<html lang="en"><head><meta charset="utf-8"><title>{escape(info["title"])} API</title>',
            f"<style>{STYLE}</style></head><body>",
            f"<h1>{escape(info['title'])} API {escape(info['version'])}</h1>",
            f'<p>{escape(info["description"])} The same for programs: <a href="openapi.json">openapi.json</a>.</p>',
            *_operations(document["paths"]),
            "<h2>Shapes</h2>",
            *_shapes(document["components"]["schemas"]),
            "</body></html>",
        )
    )


def _operations(paths: Mapping[str, Any]) -> Iterator[str]:
    tag = ""
    for path, operations in paths.items():
        for method, operation in operations.items():
            if operation["tags"][0] != tag:
                tag = operation["tags"][0]
                yield f"<h2>{escape(tag.capitalize())}</h2>"
            yield f"<h3><code>{method.upper()} {escape(path)}</code> – {escape(operation['summary'])}</h3>"
            yield f"<p>{escape(operation.get('description', ''))}</p>"
            yield from _parameters(operation.get("parameters", ()))
            yield from _examples(operation.get("requestBody", {}))
            yield from _answers(operation["responses"])


def _parameters(parameters: Any) -> Iterator[str]:
    for one in parameters:
        said = escape(one.get("description", ""))
        yield f"<p><code>{escape(one['name'])}</code> ({escape(one['in'])}): {said}</p>"


def _examples(body: Mapping[str, Any]) -> Iterator[str]:
    for content in body.get("content", {}).values():
        yield f"<p>Body: {_shape_of(content['schema'])}</p>"
        for example in content.get("examples", {}).values():
            shown = json.dumps(example["value"], indent=2, ensure_ascii=False)
            yield f"<details><summary>{escape(example['summary'])}</summary><pre>{escape(shown)}</pre></details>"


def _answers(responses: Mapping[str, Any]) -> Iterator[str]:
    yield "<ul>"
    for status, response in responses.items():
        shapes = " ".join(_shape_of(one.get("schema", {})) for one in response.get("content", {}).values())
        yield f"<li><code>{escape(status)}</code> {escape(response['description'])} {shapes}</li>"
    yield "</ul>"


def _shape_of(schema: Mapping[str, Any]) -> str:
    name = schema.get("$ref", "").rpartition("/")[2]
    return f'<a href="#{escape(name)}">{escape(name)}</a>' if name else ""


def _shapes(schemas: Mapping[str, Any]) -> Iterator[str]:
    for name, schema in sorted(schemas.items()):
        shown = json.dumps(schema, indent=2, ensure_ascii=False)
        yield f'<details id="{escape(name)}"><summary>{escape(name)}</summary><pre>{escape(shown)}</pre></details>'
