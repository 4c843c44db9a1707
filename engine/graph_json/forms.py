"""How the parts of a graph stand in JSON, read off their declarations.

| in Python | in JSON |
|---|---|
| dataclass | object; a field at its default is left out |
| one of several dataclasses | the same, named under `op` (nodes), `fits` (cells) or `window` (rules) |
| Fraction | string, `"3"` or `"-1/6000"`, in lowest terms |
| Fraction, bool or str | `{"number": "3"}`, `{"truth": true}`, `{"text": "mini"}` |
| dimension | object of bases and exponents, `{"PLN": 1, "s": -1}` |
| tuple | array |

One `Form` for each of these writes, reads and gives the JSON Schema, so the three cannot differ.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from fractions import Fraction
from functools import cache, reduce
from operator import or_
from typing import Any, Literal, Protocol, Union, get_args, get_origin, get_type_hints

from engine import graph as g
from engine.units import Dimension

Json = Any

FRACTION = r"^(0|-?[1-9][0-9]*(/[1-9][0-9]*)?)$"
_fraction = re.compile(FRACTION[1:-1]).fullmatch

_RENAMED = {(g.Compare, "op"): "relation", (g.Reduce, "op"): "by"}
"""Fields that would stand under the same key as the name of their node."""

_TAGS: Mapping[str, str] = {"Sum": "op", "AnyValue": "fits", "Stretch": "window"}
"""The key of the name, told by one member of each union."""


class BrokenGraph(ValueError):  # noqa: N818 - says what the graph is
    """The JSON is no graph; the message begins with the path of the fault."""


class Form(Protocol):
    """Writes, reads and describes one type. `places` says whether places in the text are written."""

    def write(self, value: Any, places: bool) -> Json: ...

    def read(self, json: Json, path: str) -> Any: ...

    def schema(self) -> dict[str, Json]: ...


class _Plain:
    """int, str and bool stand for themselves."""

    def __init__(self, type_: type, name: str) -> None:
        self._type, self._name = type_, name

    def write(self, value: Any, places: bool) -> Json:
        return value

    def read(self, json: Json, path: str) -> Any:
        if type(json) is not self._type:
            raise BrokenGraph(f"{path}: {self._name} is due")
        return json

    def schema(self) -> dict[str, Json]:
        return {"type": self._name}


class _Anything:
    """The default of an input, which is JSON itself."""

    def write(self, value: Any, places: bool) -> Json:
        return value

    def read(self, json: Json, path: str) -> Any:
        return json

    def schema(self) -> dict[str, Json]:
        return {}


class _Fraction:
    def write(self, value: Any, places: bool) -> Json:
        return str(value)

    def read(self, json: Json, path: str) -> Fraction:
        if type(json) is str and _fraction(json):
            try:
                value = Fraction(json)
            except ValueError as error:  # more digits than Python reads
                raise BrokenGraph(f"{path}: {error}") from None
            if str(value) == json:
                return value
        raise BrokenGraph(f'{path}: a fraction in lowest terms such as "1/6000" is due')

    def schema(self) -> dict[str, Json]:
        return {"$ref": "#/$defs/fraction"}


class _Constant:
    """A number, a truth or a text, each under its own key."""

    _keys: Mapping[str, Form] = {"number": _Fraction(), "truth": _Plain(bool, "boolean"), "text": _Plain(str, "string")}

    def write(self, value: Any, places: bool) -> Json:
        key = "truth" if isinstance(value, bool) else "text" if isinstance(value, str) else "number"
        return {key: self._keys[key].write(value, places)}

    def read(self, json: Json, path: str) -> Any:
        if type(json) is not dict or len(json) != 1 or not json.keys() <= self._keys.keys():
            raise BrokenGraph(f"{path}: one of {', '.join(self._keys)} is due")
        ((key, value),) = json.items()
        return self._keys[key].read(value, f"{path}.{key}")

    def schema(self) -> dict[str, Json]:
        return {"$ref": "#/$defs/constant"}


class _List:
    """A list by its name, or by the node that counts its items."""

    def write(self, value: Any, places: bool) -> Json:
        return value

    def read(self, json: Json, path: str) -> Any:
        if type(json) not in (str, int):
            raise BrokenGraph(f"{path}: a name or a node is due")
        return json

    def schema(self) -> dict[str, Json]:
        return {"type": ["string", "integer"]}


class _Dimension:
    def write(self, value: Any, places: bool) -> Json:
        return dict(value)

    def read(self, json: Json, path: str) -> Dimension:
        if type(json) is not dict or any(type(power) is not int or not power for power in json.values()):
            raise BrokenGraph(f"{path}: bases with whole exponents are due")
        return tuple(sorted(json.items()))

    def schema(self) -> dict[str, Json]:
        return {"$ref": "#/$defs/dimension"}


class _Word:
    def __init__(self, words: Sequence[str]) -> None:
        self._words = tuple(words)

    def write(self, value: Any, places: bool) -> Json:
        return value

    def read(self, json: Json, path: str) -> str:
        for word in self._words:
            if json == word:
                return word
        raise BrokenGraph(f"{path}: one of {', '.join(self._words)} is due")

    def schema(self) -> dict[str, Json]:
        return {"enum": list(self._words)}


class _OrNone:
    def __init__(self, inner: Form) -> None:
        self._inner = inner

    def write(self, value: Any, places: bool) -> Json:
        return None if value is None else self._inner.write(value, places)

    def read(self, json: Json, path: str) -> Any:
        return None if json is None else self._inner.read(json, path)

    def schema(self) -> dict[str, Json]:
        return {"anyOf": [self._inner.schema(), {"type": "null"}]}


class _Many:
    def __init__(self, inner: Form) -> None:
        self._inner = inner

    def write(self, value: Any, places: bool) -> Json:
        return [self._inner.write(one, places) for one in value]

    def read(self, json: Json, path: str) -> tuple[Any, ...]:
        if type(json) is not list:
            raise BrokenGraph(f"{path}: an array is due")
        return tuple(self._inner.read(one, f"{path}[{place}]") for place, one in enumerate(json))

    def schema(self) -> dict[str, Json]:
        return {"type": "array", "items": self._inner.schema()}


class _Fixed:
    """An array of known length."""

    def __init__(self, inner: Sequence[Form]) -> None:
        self._inner = tuple(inner)

    def write(self, value: Any, places: bool) -> Json:
        return [form.write(one, places) for form, one in zip(self._inner, value, strict=True)]

    def read(self, json: Json, path: str) -> tuple[Any, ...]:
        if type(json) is not list or len(json) != len(self._inner):
            raise BrokenGraph(f"{path}: an array of {len(self._inner)} is due")
        return tuple(
            form.read(one, f"{path}[{place}]") for place, (form, one) in enumerate(zip(self._inner, json, strict=True))
        )

    def schema(self) -> dict[str, Json]:
        prefix = [form.schema() for form in self._inner]
        return {"type": "array", "prefixItems": prefix, "items": False, "minItems": len(prefix)}


class Record:
    """A dataclass. `left_out` fields are written by the owner; those not compared are places in the text."""

    def __init__(self, cls: Any, left_out: Sequence[str] = ()) -> None:
        self.cls = cls
        self._hints = get_type_hints(cls)
        self._fields = [field for field in fields(cls) if field.name not in left_out]

    def _form(self, field: Field[Any]) -> Form:
        return form_of(self._hints[field.name])

    def write(self, value: Any, places: bool) -> Json:
        written = {}
        for field in self._fields:
            held = getattr(value, field.name)
            if (field.default is MISSING or not _same(held, field.default)) and (places or field.compare):
                key = _RENAMED.get((self.cls, field.name), field.name)
                written[key] = self._form(field).write(held, places)
        return written

    def read(self, json: Json, path: str) -> Any:
        return self.cls(**self.read_fields(json, path))

    def read_fields(self, json: Json, path: str) -> dict[str, Any]:
        """The values of the fields by name."""
        if type(json) is not dict:
            raise BrokenGraph(f"{path}: an object is due")
        keys = {_RENAMED.get((self.cls, field.name), field.name): field for field in self._fields}
        for key in json:
            if key not in keys:
                raise BrokenGraph(f"{path}.{key}: no such field")
        held = {}
        for key, field in keys.items():
            if key in json:
                held[field.name] = self._form(field).read(json[key], f"{path}.{key}")
            elif field.default is MISSING and field.compare:
                raise BrokenGraph(f"{path}.{key}: missing")
            elif field.default is MISSING:
                held[field.name] = ()
        return held

    def schema(self) -> dict[str, Json]:
        return {"$ref": f"#/$defs/{name_of(self.cls)}"}

    def body(self, more: Mapping[str, Json] | None = None) -> dict[str, Json]:
        """The schema of the object itself, with further properties that are due."""
        properties = dict(more or {})
        required = list(properties)
        for field in self._fields:
            key = _RENAMED.get((self.cls, field.name), field.name)
            properties[key] = self._form(field).schema()
            if field.default is MISSING and field.compare:
                required.append(key)
        body: dict[str, Json] = {"type": "object", "properties": properties, "additionalProperties": False}
        description = (self.cls.__doc__ or "").split("\n\n")[0]
        if description:
            body["description"] = " ".join(description.split())
        if required:
            body["required"] = required
        return body


class OneOfRecords:
    """One of several dataclasses, told apart by its name under a key."""

    def __init__(self, classes: Sequence[Any]) -> None:
        self.tag = next(_TAGS[cls.__name__] for cls in classes if cls.__name__ in _TAGS)
        self.classes = {name_of(cls): cls for cls in classes}

    def write(self, value: Any, places: bool) -> Json:
        return {self.tag: name_of(type(value)), **Record(type(value)).write(value, places)}

    def read(self, json: Json, path: str) -> Any:
        if type(json) is not dict:
            raise BrokenGraph(f"{path}: an object is due")
        rest = dict(json)
        name = rest.pop(self.tag, None)
        if type(name) is not str or name not in self.classes:
            raise BrokenGraph(f"{path}.{self.tag}: one of {', '.join(self.classes)} is due")
        return form_of(self.classes[name]).read(rest, path)

    def schema(self) -> dict[str, Json]:
        return {"$ref": f"#/$defs/{_UNION_NAMES[self.tag]}"}


_UNION_NAMES = {"op": "node", "fits": "cell", "window": "window_rule"}


def name_of(cls: Any) -> str:
    """`SoFar` -> `so_far`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


def _same(held: object, default: object) -> bool:
    return type(held) is type(default) and held == default


@cache
def form_of(hint: Any) -> Form:
    """The form of a type."""
    plain: dict[Any, Callable[[], Form]] = {
        int: lambda: _Plain(int, "integer"),
        str: lambda: _Plain(str, "string"),
        bool: lambda: _Plain(bool, "boolean"),
        object: _Anything,
        Fraction: _Fraction,
        Dimension: _Dimension,
    }
    if hint in plain:
        return plain[hint]()
    if is_dataclass(hint):
        return Record(hint)
    arguments = get_args(hint)
    origin = get_origin(hint)
    if origin is Literal:
        return _Word(arguments)
    if origin is tuple:
        if len(arguments) == 2 and arguments[1] is ...:
            return _Many(form_of(arguments[0]))
        return _Fixed([form_of(argument) for argument in arguments])
    if origin in (Union, types.UnionType):
        if type(None) in arguments:
            return _OrNone(form_of(reduce(or_, (argument for argument in arguments if argument is not type(None)))))
        if set(arguments) == {str, int}:
            return _List()
        if Fraction in arguments:
            return _Constant()
        return OneOfRecords(arguments)
    raise TypeError(f"a graph holds no {hint}")
