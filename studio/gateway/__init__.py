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
    UnavailableError,
    Unknown,
    Version,
    VersionCard,
)
from studio.gateway.in_process import of_this_process

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
    "UnavailableError",
    "Unknown",
    "Version",
    "VersionCard",
    "connect",
    "gateway",
]


class NotConnectedError(RuntimeError):
    """The studio runs in a process that gave it no library."""


_how: Callable[[], Gateway | None] = of_this_process


def connect(how: Callable[[], Gateway | None]) -> None:
    """Says how every session of this process reaches the library, where that is not the library of the process."""
    global _how
    _how = how


def gateway() -> Gateway:
    """The library. Raises `NotConnectedError` where there is none."""
    found = _how()
    if found is None:
        raise NotConnectedError("start the studio with `tariff serve`")
    return found
