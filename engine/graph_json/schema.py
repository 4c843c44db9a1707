"""The JSON Schema of a graph. `python -m engine.graph_json.schema` writes `graph.schema.json` anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

from engine import graph as g
from engine.declarations import Blocks, Combined, Declared, Origin, Stretch, Type, Window
from engine.graph import FORMAT
from engine.graph_json.document import GRAPH_FORM
from engine.graph_json.forms import FRACTION, OneOfRecords, Record, form_of, name_of

Json = dict[str, Any]

PATH = Path(__file__).with_name("graph.schema.json")

_RECORDS = (
    *(Type, Declared, Window, Blocks, Origin, g.Amount, g.Part, g.LineSides, g.Line, g.Result),
    *(g.Carry, g.Plan, g.Choice, g.Requirement, g.GroupValue),
)
_UNIONS = {"node": get_args(g.Node), "cell": get_args(g.Cell), "window_rule": (Stretch, Combined)}


def schema() -> Json:
    """The schema, made from the same forms that write and read graphs."""
    defs: Json = {
        "fraction": {
            "type": "string",
            "pattern": FRACTION,
            "description": "An exact rational in lowest terms, such as 3 or -1/6000.",
        },
        "constant": {
            "description": "A number in base units, a truth, or a text (also the option of a choice).",
            "oneOf": [
                _single("number", {"$ref": "#/$defs/fraction"}),
                _single("truth", {"type": "boolean"}),
                _single("text", {"type": "string"}),
            ],
        },
        "dimension": {
            "description": "Bases with their exponents, such as PLN: 1, s: -1. Empty for a plain number.",
            "type": "object",
            "additionalProperties": {"type": "integer", "not": {"const": 0}},
        },
    }
    for cls in _RECORDS:
        defs[name_of(cls)] = Record(cls).body()
    for union, classes in _UNIONS.items():
        form = OneOfRecords(classes)
        defs[union] = {"oneOf": [{"$ref": f"#/$defs/{_place(union, name)}"} for name in form.classes]}
        for name, cls in form.classes.items():
            more: Json = {form.tag: {"const": name}}
            if union == "node":
                more["type"] = {"type": "integer", "minimum": 0, "description": "The position in `types`."}
            defs[_place(union, name)] = Record(cls).body(more)
    body = GRAPH_FORM.body(
        {
            "format": {"const": FORMAT},
            "types": form_of(tuple[Type, ...]).schema(),
            "nodes": form_of(tuple[g.Node, ...]).schema(),
        }
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The evaluation graph of a tariff",
        **body,
        "$defs": defs,
    }


def text() -> str:
    """The schema as the file holds it."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


def _place(union: str, name: str) -> str:
    return f"{union}_{name}"


def _single(key: str, inner: Json) -> Json:
    return {"type": "object", "properties": {key: inner}, "required": [key], "additionalProperties": False}


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
