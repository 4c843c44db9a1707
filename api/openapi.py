"""The OpenAPI document: examples that work, problems by their slugs, bodies that FastAPI does not read itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import Body, FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

from api.examples import EXAMPLES
from api.problems import MEDIA_TYPE, TITLES
from api.schemas import ProblemAnswer, QuoteListRequest, QuoteRequest

REF = "#/components/schemas/{model}"
KNOWN_BY_HAND: tuple[type[BaseModel], ...] = (QuoteRequest, QuoteListRequest, ProblemAnswer)

Responses = dict[int | str, dict[str, Any]]


def examples(*names: str) -> Any:
    """The body of a route with its examples, as FastAPI wants to be told."""
    chosen: Any = {name: EXAMPLES[name] for name in names}
    return Body(openapi_examples=chosen)


def body_of(model: type[BaseModel], *names: str) -> dict[str, Any]:
    """The body of a route that reads it by hand."""
    content = {
        "schema": {"$ref": REF.format(model=model.__name__)},
        "examples": {name: EXAMPLES[name] for name in names},
    }
    return {"requestBody": {"required": True, "content": {"application/json": content}}}


def problems_of(*slugs: str) -> Responses:
    """The problems a route may answer, by status."""
    by_status: dict[int, list[str]] = {}
    for slug in slugs:
        status, title = TITLES[slug]
        by_status.setdefault(status, []).append(f"`{slug}`: {title}")
    return {
        status: {
            "description": "; ".join(said),
            "content": {MEDIA_TYPE: {"schema": {"$ref": REF.format(model=ProblemAnswer.__name__)}}},
        }
        for status, said in by_status.items()
    }


def document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of the application, made once."""
    if app.openapi_schema is None:
        made = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes, tags=app.openapi_tags
        )
        schemas = made.setdefault("components", {}).setdefault("schemas", {})
        for model in KNOWN_BY_HAND:
            _add(schemas, model)
        for operations in made["paths"].values():
            for operation in operations.values():
                _replace_validation_errors(operation)
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        app.openapi_schema = made
    return app.openapi_schema


def _add(schemas: dict[str, Any], model: type[BaseModel]) -> None:
    schema = model.model_json_schema(ref_template=REF)
    for name, inner in schema.pop("$defs", {}).items():
        schemas.setdefault(name, inner)
    schemas.setdefault(model.__name__, schema)


def _replace_validation_errors(operation: Mapping[str, Any]) -> None:
    """What FastAPI would answer to a bad request is a problem document here."""
    responses = operation["responses"]
    refused = responses.get("422")
    if refused is not None and "application/json" in refused.get("content", {}):
        if MEDIA_TYPE in refused["content"]:
            del refused["content"]["application/json"]
        else:
            responses["422"] = problems_of("request-refused")[422]
