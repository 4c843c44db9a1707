"""What every request must pass before a route sees it: the length of its body, and from where it comes."""

from __future__ import annotations

import sys
from collections.abc import Collection

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import Problem

MOST_BODY_BYTES = 1024 * 1024


class Guard:
    """ASGI middleware: bodies up to `most` bytes (None: any); with `hosts`, only requests sent to one of them.

    A server without accounts must not answer pages of other sites that run in the same browser: their requests
    carry a foreign `Origin`, or, where a name was made to point here, a foreign `Host`."""

    def __init__(self, app: ASGIApp, hosts: Collection[str] = (), most: int | None = MOST_BODY_BYTES) -> None:
        self.app = app
        self.most = sys.maxsize if most is None else most
        self.hosts = frozenset(host.encode() for host in hosts)
        self.origins = frozenset(b"http://" + host for host in self.hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        refused: Problem | None = None
        chunked = False
        for name, value in scope["headers"]:
            if name == b"content-length":
                if not value.isdigit() or int(value[:19]) > self.most:
                    refused = too_large(self.most)
            elif name == b"transfer-encoding":
                chunked = True
            elif self.hosts and (
                (name == b"host" and value not in self.hosts) or (name == b"origin" and value not in self.origins)
            ):
                refused = foreign(name.decode(), value.decode("latin-1"))
        if refused is not None:
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008, "reason": ""})
                return
            await refused.response()(scope, receive, send)
        elif chunked:
            await self._counted(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _counted(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A body whose length was not told: read as far as is allowed."""
        received = 0

        async def counting() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self.most:
                raise too_large(self.most)
            return message

        await self.app(scope, counting, send)


def too_large(most: int) -> Problem:
    return Problem("body-too-large", f"a body has at most {most} bytes", most=most)


def foreign(header: str, value: str) -> Problem:
    return Problem("foreign-origin", f"the header `{header}` says {value[:200]}, which is not this server")
