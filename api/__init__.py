"""The HTTP interface; no pricing logic."""

from api.app import create_app

__all__ = ["create_app"]
