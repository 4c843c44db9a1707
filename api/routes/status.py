"""Whether the process runs, and whether it may be asked for quotes."""

from __future__ import annotations

from fastapi import APIRouter

from api.openapi import problems_of
from api.problems import problem
from api.routes import PREFIX
from api.schemas import HealthAnswer
from tariff_library.answers import NotCurrent
from tariff_library.library import Library


def router(library: Library) -> APIRouter:
    """/health, /ready."""
    routes = APIRouter(prefix=PREFIX, tags=["status"])

    @routes.get("/health", summary="The process runs")
    async def health() -> HealthAnswer:
        """Asks nothing else."""
        return HealthAnswer(status="ok")

    @routes.get("/ready", summary="Quotes can be asked for", responses=problems_of("not-ready"))
    def ready() -> HealthAnswer:
        """The versions are those the database held at most three seconds ago."""
        known = library.live.tariffs()
        if isinstance(known, NotCurrent):
            raise problem(known)
        return HealthAnswer(status="ok")

    return routes
