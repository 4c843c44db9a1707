"""How bodies are read: strictly, and every mistake becomes a problem document that names the field."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from api.problems import Problem, inputs_refused
from engine.requests.problems import InputProblem, Refused, shown
from engine.requests.wire import loads
from tariff_library.database import StoreUnavailable

log = logging.getLogger(__name__)

Handler = Callable[[Request], Coroutine[Any, Any, Response]]

NAMES = {
    # of pydantic: ours, what is expected
    "missing": ("missing-field", "this field"),
    "extra_forbidden": ("unknown-field", "no such field"),
    "string_type": ("wrong-type", "a text"),
    "int_type": ("wrong-type", "a whole number"),
    "int_parsing": ("wrong-type", "a whole number"),
    "int_from_float": ("wrong-type", "a whole number"),
    "bool_type": ("wrong-type", "true or false"),
    "dict_type": ("wrong-type", "an object"),
    "list_type": ("wrong-type", "an array"),
    "model_type": ("wrong-type", "an object"),
    "model_attributes_type": ("wrong-type", "an object"),
    "too_long": ("too-many-items", "fewer items"),
}


class StrictRoute(APIRoute):
    """A route whose body is read by `engine.requests.wire`: nothing doubled, no NaN, no rounded number."""

    def get_route_handler(self) -> Handler:
        ordinary = super().get_route_handler()
        wants_body = self.body_field is not None

        async def handle(request: Request) -> Response:
            if wants_body:
                require_json(request)
                document = document_of(await request.body())
                request = _ReadRequest(request.scope, request.receive, document)
            return await ordinary(request)

        return handle


class PlainRoute(APIRoute):
    """A route whose endpoint takes the request as it is, with nothing of FastAPI's in between.

    What FastAPI puts around an endpoint (dependencies, stacks of things to close) takes longer than a price.
    Whatever the endpoint raises becomes a problem document here, so the route can also be called directly."""

    def __init__(self, path: str, endpoint: Handler, **more: Any) -> None:
        super().__init__(path, endpoint, **more)

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            try:
                response = await endpoint(Request(scope, receive, send))
            except ClientDisconnect:
                return
            except (Problem, StoreUnavailable) as error:
                response = answer_to(error)
            except Exception as error:
                log.exception("a request failed")
                response = answer_to(error)
            await response(scope, receive, send)

        self.app = app


class _ReadRequest(Request):
    """A request whose body has been read already."""

    def __init__(self, scope: Any, receive: Any, document: object) -> None:
        super().__init__(scope, receive)
        self._document = document

    async def body(self) -> bytes:
        return b"read"

    async def json(self) -> Any:
        return self._document


class JsonBytes(Response):
    """JSON that is ready to be sent."""

    def __init__(self, body: bytes) -> None:
        self.status_code = 200
        self.background = None
        self.body = body
        self.raw_headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]


async def whole_body(request: Request) -> bytes:
    """The body; it nearly always comes in one piece."""
    message = await request.receive()
    if message["type"] == "http.request" and not message.get("more_body", False):
        body: bytes = message.get("body", b"")
        return body
    pieces = []
    while message["type"] == "http.request":
        pieces.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(pieces)
        message = await request.receive()
    raise ClientDisconnect


def require_json(request: Request) -> None:
    """Raises a problem where the body is not declared as JSON, as a page of another site could send it."""
    declared = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if declared != "application/json":
        raise Problem(
            "not-json-type",
            f"expected `Content-Type: application/json`, found {shown(declared) if declared else 'none'}",
        )


def document_of(body: bytes, literals: bool = False) -> object:
    """The JSON of a body; raises a problem where it is none. `literals`: see `engine.requests.wire.loads`."""
    document = loads(body, literals)
    if isinstance(document, Refused):
        raise unreadable(document)
    return document


def unreadable(refused: Refused) -> Problem:
    """The problem of a body that is no JSON, or no JSON of ours."""
    first = refused.problems[0]
    if first.name in ("not-json", "not-utf-8"):
        help = f"; {first.help}" if first.help else ""
        return Problem(first.name, f"expected {first.expected}, found {first.found}{help}")
    return inputs_refused(refused.problems)


def answer_to(error: Exception) -> Response:
    """What is answered where an endpoint raised."""
    match error:
        case Problem():
            return error.response()
        case StoreUnavailable():
            return Problem("not-ready", f"the database does not answer: {error}").response()
        case _:
            return Problem("internal-error", "this is a mistake of ours; it stands in the log of the server").response()


def invalid(error: RequestValidationError) -> Problem:
    """What pydantic found wrong, in our words."""
    return inputs_refused(tuple(_entry(one) for one in error.errors()))


def _entry(error: Any) -> InputProblem:
    kind, path, value = error["type"], _path(error["loc"]), error.get("input")
    if kind == "missing":
        return InputProblem(path, "missing-field", "this field", "nothing")
    name, expected = NAMES.get(kind, ("wrong-type", str(error["msg"]).removeprefix("Input should be ")))
    if kind == "string_type" and isinstance(value, int | float) and not isinstance(value, bool):
        name = "number-as-text"
    return InputProblem(path, name, expected, shown(value))


def _path(place: Sequence[str | int]) -> str:
    """`("body", "requests", 2, "tariff")` -> `requests[2].tariff`."""
    path = ""
    for part in place[1:]:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return path
