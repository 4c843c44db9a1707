"""`tariff serve`: the API and the studio in one process on one address of this machine."""

from __future__ import annotations

import errno
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import uvicorn
from api import create_app
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp
from tariff_library.actions.install import install_library
from tariff_library.database import database_url
from tariff_library.library import DatabaseUnreachable, Library, open_library
from tariff_library.process import share
from tariff_library.upgrade import DatabaseNewer

from cli.outcome import Exit, Failed, Voice

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
        names = [f"{name}:{port}" for name in (LOOPBACK, "localhost")]
        script = studio_script()
        app = put_together(create_app(library, names), script, port, names)
        address = f"http://{LOOPBACK}:{port}"
        if voice.json:
            voice.document(
                {"studio": f"{address}/" if script else None, "api": f"{address}/api/v1", "port": port}
            )
        voice.say(
            *([f"Studio         {address}/"] if script else []),
            f"API            {address}/api/v1",
            f"its reference  {address}{REFERENCE}",
            f"Database       {library.engine.url.render_as_string()}",
            "Ctrl+C ends it.",
        )
        flush()
        config = uvicorn.Config(
            app,
            loop="uvloop",
            http="httptools",
            log_level="warning",
            timeout_graceful_shutdown=SECONDS_TO_FINISH,
            access_log=False,
        )
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
        install_library(library)
        library.live.watch()
        share(library)
        yield library
    finally:
        library.close()


def studio_script() -> Path | None:
    """The script of the studio; None in an installation without it."""
    script = Path(str(files("studio"))) / "app.py"
    return script if script.exists() else None


def put_together(api: ASGIApp, script: Path | None, port: int, names: list[str]) -> ASGIApp:
    """One application: the API under /api, and the studio for everything else."""
    if script is None:
        return Starlette(routes=[Mount("/api", api), Route("/", _to_reference)])
    from streamlit import App, config  # noqa: PLC0415 - it takes a second, and only a server needs it

    ...
