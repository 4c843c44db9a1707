"""Prices: of published versions, of texts that are not published, and along an input."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.bodies import JsonBytes, PlainRoute, StrictRoute, document_of, unreadable, whole_body
from api.encoding import QuoteEncoders, text
from api.openapi import body_of, examples, problems_of
from api.problems import Problem, field_refused, inputs_refused, no_price, problem
from api.reading import asked, asked_of
from api.routes import PREFIX
from api.schemas import (
    CurveAnswer,
    CurveRequest,
    Priced,
    QuoteAnswer,
    QuoteListAnswer,
    QuoteListRequest,
    QuoteRequest,
    TextQuoteRequest,
)
from dsl.combining.shelf import Bundle
from engine.explanation.explained import Explanation
from engine.quote import Quote, Unpriced
from engine.requests.problems import Refused, shown
from tariff_library.actions import quotes
from tariff_library.actions.curves import Curve, Range, curve_of_tariff, curve_of_text
from tariff_library.library import Library
from tariff_library.parts import beside
from tariff_library.texts import analysed
from tariff_library.wire import diagnostics_json

MOST_REQUESTS = 1000
REQUESTS_IN_A_ROW = 20
"""After so many of a list other requests have their turn."""


def routers(library: Library) -> tuple[APIRouter, APIRouter]:
    """POST /quotes, /quotes/list; and /drafts/quote, /curve."""
    return _of_versions(library), _of_texts(library)


def _of_versions(library: Library) -> APIRouter:
    routes = APIRouter(prefix=PREFIX, tags=["quotes"], route_class=PlainRoute)
    encode = QuoteEncoders().encode

    @routes.post(
        "/quotes",
        response_model=QuoteAnswer,
        summary="The price of a request",
        responses=problems_of("request-refused", "unknown-tariff", "no-version-yet", "no-price", "not-ready"),
        openapi_extra=body_of(QuoteRequest, "quote", "quote_explained", "quote_of_version"),
    )
    async def quote(request: Request) -> Response:
        """Nothing is stored and no account is needed: the same request to the same version has the same answer.

        Which version: the one asked for, else the one in force at the pricing moment: what the tariff says with
        `priced at`, else `at`, else now."""
        wanted = asked(await whole_body(request))
        if isinstance(wanted, Refused):
            return unreadable(wanted).response()
        answer = await run_in_threadpool(answer_to, wanted) if wanted.explained else answer_to(wanted)
        if isinstance(answer, quotes.Answer):
            return JsonBytes(encode(answer).encode())
        return problem(answer).response()

    @routes.post(
        "/quotes/list",
        response_model=QuoteListAnswer,
        summary="The prices of several requests",
        responses=problems_of("request-refused"),
        openapi_extra=body_of(QuoteListRequest, "quote_list"),
    )
    async def quote_list(request: Request) -> Response:
        """Up to 1,000 requests; each has an answer of its own, in the order in which they were sent."""
        wanted = [asked_of(one) for one in requests_of(await whole_body(request))]
        answered = quotes.quote_list(library, (one for one in wanted if not isinstance(one, Refused)))
        answers = []
        for place, one in enumerate(wanted):
            if isinstance(one, Refused):
                answers.append(f'{{"problem":{text(inputs_refused(one.problems).document)}}}')
                continue
            answer = next(answered)
            if isinstance(answer, quotes.Answer):
                answers.append(f'{{"quote":{encode(answer)}}}')
            else:
                answers.append(f'{{"problem":{text(problem(answer).document)}}}')
            if one.explained or place % REQUESTS_IN_A_ROW == 0:
                await asyncio.sleep(0)
        return JsonBytes(f'{{"answers":[{",".join(answers)}]}}'.encode())

    def answer_to(wanted: quotes.Asked) -> quotes.Answer | quotes.Unanswered:
        return quotes.quote(
            library, wanted.tariff, wanted.inputs, wanted.at, wanted.version, explained=wanted.explained
        )

    return routes


def _of_texts(library: Library) -> APIRouter:
    routes = APIRouter(prefix=PREFIX, tags=["quotes"], route_class=StrictRoute)

    @routes.post(
        "/drafts/quote",
        response_model_exclude_unset=True,
        summary="The price a text would have",
        responses=problems_of("text-has-errors", "request-refused", "no-price"),
    )
    def quote_of_text(body: Annotated[TextQuoteRequest, examples("quote_of_text")]) -> Priced:
        """Prices a text that is not published, and stores nothing."""
        price = quotes.explain_text if body.explain else quotes.quote_text
        made_of = beside(library, body.text)
        match price(body.text, body.inputs, made_of):
            case None:
                raise text_has_errors(body.text, made_of)
            case Refused() as refused:
                raise problem(refused)
            case Unpriced() as unpriced:
                raise no_price(unpriced)
            case Explanation() as found:
                return Priced.model_validate({**found.quote.as_wire(), "explanation": found.as_wire()})
            case Quote() as found:
                return Priced.model_validate(found.as_wire())

    @routes.post(
        "/curve",
        summary="The price along one input",
        responses=problems_of("text-has-errors", "request-refused", "unknown-tariff", "no-version-yet"),
    )
    def curve(body: Annotated[CurveRequest, examples("curve", "curve_of_text")]) -> CurveAnswer:
        """Exact totals at values spread evenly from `from` to `to`; of a text, or of a published tariff."""
        wanted = Range(body.inputs, body.over, body.from_, body.to, body.points)
        if (body.text is None) == (body.tariff is None):
            raise field_refused("text", "one-of-two", "either `text` or `tariff`", "both or none")
        words = body.text or ""
        made_of = beside(library, words)
        found = of_tariff(body.tariff, wanted) if body.text is None else curve_of_text(words, wanted, made_of)
        if found is None:
            raise text_has_errors(words, made_of)
        if isinstance(found, Refused):  # of the range, not of the inputs
            raise inputs_refused(found.problems)
        if not isinstance(found, Curve):
            raise problem(found)
        return CurveAnswer.model_validate(
            {
                "over": found.over,
                "points": [
                    {"at": one.at, "total": money(one.total, found.currency), "problem": one.problem}
                    for one in found.points
                ],
            }
        )

    def of_tariff(tariff: str | None, wanted: Range) -> Curve | quotes.Unanswered:
        assert tariff is not None
        return curve_of_tariff(library, tariff, wanted)

    return routes


def requests_of(body: bytes) -> list[object]:
    """The requests of a list, each still as it came; raises the problem of a bad list."""
    document = document_of(body, literals=True)
    if not isinstance(document, dict) or set(document) != {"requests"}:
        raise field_refused("", "wrong-type", 'an object with one field, "requests"', shown(document))
    requests = document["requests"]
    if not isinstance(requests, list):
        raise field_refused("requests", "wrong-type", "an array", shown(requests))
    if len(requests) > MOST_REQUESTS:
        raise field_refused("requests", "too-many-items", f"up to {MOST_REQUESTS} requests", str(len(requests)))
    return requests


def text_has_errors(words: str, made_of: Bundle) -> Problem:
    """The problem of a text that cannot be priced, with its diagnostics."""
    return Problem(
        "text-has-errors",
        "the text has errors; cure them first",
        diagnostics=diagnostics_json(analysed(words, made_of)),
    )


def money(amount: str | None, currency: str) -> dict[str, str] | None:
    return None if amount is None else {"amount": amount, "currency": currency}
