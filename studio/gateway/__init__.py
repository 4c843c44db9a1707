"""How the studio reaches the library: one protocol, whichever process the library lives in."""

from collections.abc import Callable

from studio.gateway.contract import (
    Card,
    Conflict,
    Curve,
    CurvePoint,
    Draft,
    FailedExample,
    Gateway,
    Refusal,
    Template,
    Unknown,
    Version,
    VersionCard,
)

__all__ = [
    "Card",
    "Conflict",
    "Curve",
    "CurvePoint",
    "Draft",
    "FailedExample",
    "Gateway",
    "NotConnectedError",
    "Refusal",
    "Template",
    "Unknown",
    "Version",
    "VersionCard",
    "connect",
    "gateway",
]


class NotConnectedError(RuntimeError):
    """The studio runs in a process that gave it no library."""


_connected: Callable[[], Gateway] | None = None


def connect(how: Callable[[], Gateway]) -> None:
    """Says how every session of this process reaches the library; called once, before the first page."""
    global _connected
    _connected = how


def gateway() -> Gateway:
    """The library. Raises `NotConnectedError` where `connect` was never called."""
    if _connected is None:
        raise NotConnectedError("start the studio with `tariff serve`")
    return _connected()
