"""Drafts: read, save, check, publish."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Response

from api.bodies import StrictRoute
from api.openapi import examples, problems_of
from api.problems import problem
from api.reading import moment_or_problem, revision_due, revision_of
from api.routes import PREFIX
from api.routes.tariffs import Name, full
from api.schemas import (
    AnalyseRequest,
    AnalysisAnswer,
    DraftAnswer,
    DraftText,
    FullVersionAnswer,
    PublishRequest,
)
from tariff_library.actions import drafts
from tariff_library.actions.publishing import publish
from tariff_library.answers import Draft, Version
from tariff_library.library import Library
from tariff_library.parts import beside
from tariff_library.texts import analysed
from tariff_library.wire import diagnostics_json, symbols_json

IfMatch = Annotated[
    str | None, Header(alias="If-Match", description="the ETag of the draft that was edited", examples=['"1"'])
]


def router(library: Library) -> APIRouter:
    """/tariffs/{name}/draft, /tariffs/{name}/publish, /analyse."""
    routes = APIRouter(prefix=PREFIX, tags=["drafts"], route_class=StrictRoute)

    @routes.get("/tariffs/{name}/draft", summary="The text in work", responses=problems_of("unknown-tariff"))
    def get_draft(name: Name, response: Response) -> DraftAnswer:
        """Its revision is the ETag."""
        return answer(drafts.get_draft(library, name), response)

    @routes.put(
        "/tariffs/{name}/draft",
        summary="Save the draft",
        responses=problems_of("request-refused", "unknown-tariff", "draft-changed", "text-refused", "revision-missing"),
    )
    def save_draft(
        name: Name, body: Annotated[DraftText, examples("draft")], response: Response, if_match: IfMatch = None
    ) -> DraftAnswer:
        """Mistakes in the text do not matter yet. When somebody saved in between, the answer holds both texts."""
        return answer(drafts.save_draft(library, name, body.text, revision_due(if_match)), response)

    @routes.post(
        "/tariffs/{name}/publish",
        status_code=201,
        summary="Publish the draft",
        responses=problems_of(
            "request-refused",
            "unknown-tariff",
            "draft-changed",
            "text-has-errors",
            "examples-fail",
            "name-differs",
            "moment-taken",
            "moment-in-the-past",
            "reason-missing",
            "nothing-changed",
            "base-changed",
        ),
    )
    def publish_draft(
        name: Name, body: Annotated[PublishRequest, examples("publish", "publish_later")], if_match: IfMatch = None
    ) -> FullVersionAnswer:
        """Makes the draft a version that never changes, if it has no error and all its examples hold.

        With `If-Match` only the revision that was looked at is published."""
        made = publish(
            library,
            name,
            moment_or_problem(body.effective_from, "effective_from"),
            body.reason,
            correction=body.correction,
            revision=revision_of(if_match),
        )
        if not isinstance(made, Version):
            raise problem(made)
        return full(made)

    @routes.post("/analyse", summary="Check a text", responses=problems_of("request-refused"))
    def analyse(body: Annotated[AnalyseRequest, examples("analyse", "analyse_mistake")]) -> AnalysisAnswer:
        """Every mistake and finding with its place and cure, and the names the text declares."""
        analysis = analysed(body.text, beside(library, body.text))
        return AnalysisAnswer.model_validate(
            {"diagnostics": diagnostics_json(analysis), "symbols": symbols_json(analysis)}
        )

    return routes


def answer(found: drafts.Saved, response: Response) -> DraftAnswer:
    """The draft with its ETag; raises the problem of a refusal."""
    if not isinstance(found, Draft):
        raise problem(found)
    response.headers["ETag"] = f'"{found.revision}"'
    return DraftAnswer.model_validate(found)
