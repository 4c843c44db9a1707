"""`tariff serve`: the API and the studio in one process on one address of this machine."""

from __future__ import annotations

import errno
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Lifespan

from api import create_app
from api.guard import Guard
from cli.outcome import Exit, Failed, Voice
from tariff_library.actions.install import install_library
from tariff_library.database import StoreUnavailable, database_url
from tariff_library.library import DatabaseUnreachable, Library, open_library
from tariff_library.process import share
from tariff_library.upgrade import DatabaseNewer

LOOPBACK = "127.0.0.1"
DEFAULT_PORT = 8765
REFERENCE = "/api/v1/reference"
SECONDS_TO_FINISH = 3

STUDIO_OPTIONS = {
    "browser.gatherUsageStats": False,
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    "server.address": LOOPBACK,
    "server.fileWatcherType": "none",
    "server.headless": True,
}


def serve(voice: Voice, host: str, port: int) -> Exit:
    """Serves until it is interrupted."""
    if host not in (LOOPBACK, "localhost"):
        raise Failed(
            f"`--host {host}`: only {LOOPBACK} is served, because there are no accounts yet",
            "whoever reaches the address may change prices; leave `--host` out",
        )
    with bound(port) as listener, opened() as library:
        port = listener.getsockname()[1]
        script = studio_script()
        app = put_together(library, script, port)
        address = f"http://{LOOPBACK}:{port}"
        if voice.json:
            voice.document({"studio": f"{address}/" if script else None, "api": f"{address}/api/v1", "port": port})
        voice.say(
            *([f"Studio         {address}/"] if script else []),
            f"API            {address}/api/v1",
            f"its reference  {address}{REFERENCE}",
            f"Database       {library.engine.url.render_as_string()}",
            "Ctrl+C ends it.",
        )
        sys.stdout.flush()
        config = uvicorn.Config(
            app,
            loop="uvloop",
            http="httptools",
            log_level="warning",
            timeout_graceful_shutdown=SECONDS_TO_FINISH,
            access_log=False,
        )
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with suppress(KeyboardInterrupt):  # how a server is meant to end
            uvicorn.Server(config).run(sockets=[listener])
    return Exit.DONE


@contextmanager
def bound(port: int) -> Iterator[socket.socket]:
    """The socket to listen at; 0 takes any free port."""
    if not 0 <= port <= 65535:
        raise Failed(f"`--port {port}`: a port is a number from 0 to 65535")
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((LOOPBACK, port))
            listener.listen(2048)
        except OSError as problem:
            if problem.errno == errno.EADDRINUSE:
                raise Failed(
                    f"port {port} is taken by another program",
                    f"choose another one, `tariff serve --port {port + 1}`, or any free one with `--port 0`",
                ) from problem
            raise Failed(f"port {port} cannot be used: {problem.strerror}", "choose one with `--port`") from problem
        yield listener


@contextmanager
def opened() -> Iterator[Library]:
    """The library, brought up to date and with the shipped tariffs at its first start."""
    library = open_library(database_url(), lambda: datetime.now(UTC))
    match library:
        case DatabaseNewer():
            raise Failed(library.message)
        case DatabaseUnreachable(message):
            raise Failed(message, "RATEWRIGHT_DATABASE names the database, RATEWRIGHT_HOME the folder of the usual one")
        case Library():
            pass
    try:
        try:
            install_library(library)
            library.live.watch()
        except StoreUnavailable as problem:
            raise Failed(f"the database does not answer: {problem}") from problem
        share(library)
        yield library
    finally:
        library.close()


def studio_script() -> Path | None:
    """The script of the studio; None in an installation without it."""
    script = Path(str(files("studio"))) / "app.py"
    return script if script.exists() else None


def put_together(library: Library, script: Path | None, port: int) -> ASGIApp:
    """One application: the API under /api, and the studio for everything else.

    The API is beside the studio and not within it, so that Streamlit's sessions and compression do not slow it."""
    names = [f"{name}:{port}" for name in (LOOPBACK, "localhost")]
    api = Mount("/api", create_app(library, names))
    if script is None:
        return Starlette(routes=[api, Route("/", _to_reference)])
    from streamlit import App
    from streamlit.web.bootstrap import load_config_options

    studio = App(script)
    load_config_options({**STUDIO_OPTIONS, "server.port": port, "browser.serverPort": port})
    return Starlette(routes=[api, Mount("/", Guard(studio, names, most=None))], lifespan=_lifespan(studio))


def _lifespan(studio: object) -> Lifespan[Starlette]:
    """Starts and stops Streamlit with the server."""
    made: Lifespan[Starlette] = studio.lifespan()  # type: ignore[attr-defined]
    return made


async def _to_reference(request: Request) -> Response:
    """Where there is no studio, the first page is the reference of the API."""
    return RedirectResponse(REFERENCE)
