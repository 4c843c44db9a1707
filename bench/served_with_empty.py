"""The server of `bench.http`: the product as `tariff serve` runs it, with endpoints that do nothing added to its API.

`PUT /api/v1/empty` tells the bytes that `POST /api/v1/empty` answers from then on, whatever it is sent, and so does
`POST /api/v1/bare`, which is a route without FastAPI's own reading of requests, as the one of quotes is.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fastapi import FastAPI, Request, Response
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp

from api.bodies import PlainRoute
from cli import serve
from cli.outcome import Voice
from tariff_library.library import Library

JSON = "application/json"


def add_empty(api: FastAPI) -> None:
    """Adds the endpoints before all others, so that finding them costs least."""
    answer = b""

    async def tell(request: Request) -> Response:
        nonlocal answer
        answer = await request.body()
        return Response(status_code=204)

    async def empty(request: Request) -> Response:
        await request.body()
        return Response(answer, media_type=JSON)

    routes = api.router.routes
    before = len(routes)
    api.router.add_api_route("/v1/empty", empty, methods=["POST"])
    api.router.add_api_route("/v1/bare", empty, methods=["POST"], route_class_override=PlainRoute)
    api.router.add_api_route("/v1/empty", tell, methods=["PUT"])
    routes[:] = routes[before:] + routes[:before]


def main() -> int:
    """Serves on any free port, which the first document on the output tells, until it is interrupted."""
    put_together = serve.put_together

    def with_empty(library: Library, script: Path | None, port: int) -> ASGIApp:
        app = put_together(library, script, port)
        assert isinstance(app, Starlette)
        api = next(route.app for route in app.routes if isinstance(route, Mount) and route.path == "/api")
        assert isinstance(api, FastAPI)
        add_empty(api)
        return app

    serve.put_together = with_empty
    return serve.serve(Voice(json=True), serve.LOOPBACK, 0)


if __name__ == "__main__":
    sys.exit(main())
