"""Tariffs and their versions: which there are, what they say, and new ones."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response

from api.bodies import StrictRoute
from api.openapi import examples, problems_of
from api.problems import problem
from api.reading import LATEST_NUMBER, moment_or_problem
from api.routes import PREFIX
from api.schemas import (
    AuditAnswer,
    DraftAnswer,
    FullVersionAnswer,
    NewTariff,
    TariffAnswer,
    TariffListAnswer,
    VersionListAnswer,
)
from tariff_library.actions import tariffs, versions
from tariff_library.answers import Draft, TariffSummary, Version
from tariff_library.library import Library

Name = Annotated[str, Path(description="the name of the tariff", examples=["city_drive"])]
Number = Annotated[int, Path(ge=1, le=LATEST_NUMBER, description="the number of the version", examples=[1])]
AT = Query(description="RFC 3339 with offset; now when left out", examples=["2026-03-02T08:10:00Z"])


def router(library: Library) -> APIRouter:
    """/tariffs and what is below it, but for drafts."""
    routes = APIRouter(prefix=PREFIX, tags=["tariffs"], route_class=StrictRoute)

    @routes.get("/tariffs", summary="All tariffs")
    def list_tariffs() -> TariffListAnswer:
        """By domain and name, each with what is live and what comes next."""
        return TariffListAnswer.model_validate({"tariffs": tariffs.list_tariffs(library)})

    @routes.post(
        "/tariffs",
        status_code=201,
        summary="Begin a tariff",
        responses=problems_of("name-taken", "name-refused", "text-refused"),
    )
    def create_tariff(body: Annotated[NewTariff, examples("new_tariff")], response: Response) -> DraftAnswer:
        """Its draft holds the text; nothing can be quoted before it is published."""
        made = tariffs.create_tariff(library, body.name, body.text, body.domain)
        if not isinstance(made, Draft):
            raise problem(made)
        response.headers["ETag"] = f'"{made.revision}"'
        return DraftAnswer.model_validate(made)

    @routes.get("/tariffs/{name}", summary="A tariff", responses=problems_of("unknown-tariff"))
    def get_tariff(name: Name) -> TariffAnswer:
        """What is live, what comes next, and how the draft stands."""
        found = tariffs.get_tariff(library, name)
        if not isinstance(found, TariffSummary):
            raise problem(found)
        return TariffAnswer.model_validate(found)

    @routes.get("/tariffs/{name}/versions", summary="Its versions", responses=problems_of("unknown-tariff"))
    def list_versions(name: Name) -> VersionListAnswer:
        """The newest first."""
        found = versions.list_versions(library, name)
        if not isinstance(found, tuple):
            raise problem(found)
        return VersionListAnswer.model_validate({"versions": found})

    @routes.get(
        "/tariffs/{name}/version",
        summary="The version that applies at a moment",
        responses=problems_of("unknown-tariff", "no-version-yet", "request-refused"),
    )
    def version_at(name: Name, at: Annotated[str | None, AT] = None) -> FullVersionAnswer:
        """The last one that has begun by then."""
        found = versions.version_at(library, name, moment_or_problem(at, "at") or library.clock())
        if not isinstance(found, Version):
            raise problem(found)
        return full(found)

    @routes.get(
        "/tariffs/{name}/versions/{number}",
        summary="One version",
        responses=problems_of("unknown-tariff", "unknown-version"),
    )
    def get_version(name: Name, number: Number) -> FullVersionAnswer:
        """With its text."""
        return full(version(name, number))

    @routes.get(
        "/tariffs/{name}/versions/{number}/schema",
        summary="What a request to a version may hold",
        responses=problems_of("unknown-tariff", "unknown-version"),
    )
    def schema(name: Name, number: Number) -> dict[str, Any]:
        """JSON Schema of `inputs`; what it cannot say, as rules between inputs, a quote checks too."""
        found: dict[str, Any] = json.loads(version(name, number).input_schema)
        return found

    @routes.get(
        "/tariffs/{name}/versions/{number}/graph",
        summary="What a version computes",
        responses=problems_of("unknown-tariff", "unknown-version"),
    )
    def graph(name: Name, number: Number) -> dict[str, Any]:
        """The evaluation graph, which is stored with the version and priced from."""
        found: dict[str, Any] = json.loads(version(name, number).graph)
        return found

    @routes.get("/tariffs/{name}/audit", summary="Who changed it", responses=problems_of("unknown-tariff"))
    def audit(name: Name) -> AuditAnswer:
        """The last 200 changes, the newest first."""
        found = versions.list_audit(library, name)
        if not isinstance(found, tuple):
            raise problem(found)
        return AuditAnswer.model_validate({"entries": found})

    def version(name: str, number: int) -> Version:
        found = versions.get_version(library, name, number)
        if not isinstance(found, Version):
            raise problem(found)
        return found

    return routes


def full(version: Version) -> FullVersionAnswer:
    """A version with its text."""
    said = {name: getattr(version.summary, name) for name in version.summary.__slots__}
    return FullVersionAnswer.model_validate(
        {**said, "text": version.text, "parts": [asdict(part) for part in version.parts]}
    )
