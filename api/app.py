"""Puts the application together."""

from __future__ import annotations

from collections.abc import Collection
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from api.bodies import PlainRoute, answer_to, invalid
from api.guard import Guard
from api.openapi import document
from api.problems import Problem
from api.reference import page
from api.routes import PREFIX, drafts, quotes, status, tariffs
from tariff_library.database import StoreUnavailable
from tariff_library.library import Library

ABOUT = "Prices by published tariffs, exact to the last digit and explained. Every refusal is a problem document."


class Api(FastAPI):
    """The application. Quotes take a shortcut: middleware and the search for a route cost as much as a price.

    The route is among the others too, for the document and for whatever is no `POST`."""

    _shortcut: tuple[str, ASGIApp] | None = None

    def shortcut_to(self, route: PlainRoute, app: ASGIApp) -> None:
        """Sends what is posted to the route's path straight to `app`, which answers every failure itself."""
        self._shortcut = (route.path, app)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._shortcut is not None and scope["type"] == "http" and scope["method"] == "POST":
            path, app = self._shortcut
            if scope["path"] == scope.get("root_path", "") + path:
                await app(scope, receive, send)
                return
        await super().__call__(scope, receive, send)


def create_app(library: Library, hosts: Collection[str] = ()) -> FastAPI:
    """The API on a library. With `hosts` it answers only requests that were sent to one of these names.

    The caller opens the library, makes it watch for new versions, and closes it."""
    app = Api(
        title="Ratewright",
        version=version("ratewright"),
        description=ABOUT,
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,  # these pages would load their programs from other sites
        redoc_url=None,
        exception_handlers={
            Problem: _raised,
            HTTPException: _http_error,
            RequestValidationError: _invalid,
            StoreUnavailable: _raised,
            Exception: _raised,
        },
    )
    app.add_middleware(Guard, hosts=hosts)
    for router in (*quotes.routers(library), tariffs.router(library), drafts.router(library), status.router(library)):
        # In one flat list, the quotes first: finding a route in included routers takes as long as a quote.
        app.router.routes.extend(router.routes)

    @app.get(f"{PREFIX}/reference", include_in_schema=False)
    def reference() -> HTMLResponse:
        return HTMLResponse(page(app.openapi()))

    def openapi() -> dict[str, Any]:
        return document(app)

    quote = next(route for route in app.routes if isinstance(route, PlainRoute))
    app.shortcut_to(quote, Guard(quote.app, hosts))
    app.openapi = openapi  # type: ignore[method-assign] # the way FastAPI wants its document changed
    return app


async def _raised(request: Request, error: Exception) -> Response:
    return answer_to(error)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return invalid(error).response()


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    where = f"{request.method} {request.url.path}"
    if error.status_code == 405:
        response = Problem("method-not-allowed", f"{where}: this address takes {_methods(error)}").response()
        response.headers.update(error.headers or {})
        return response
    if error.status_code == 404:
        return Problem("not-found", f"{where}: there is nothing here; see /v1/openapi.json").response()
    return Problem("not-json", str(error.detail)).response()


def _methods(error: HTTPException) -> str:
    return (error.headers or {}).get("Allow", "another method")
