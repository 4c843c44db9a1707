"""The shape of bodies and answers, for FastAPI and for the OpenAPI document."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Asked(BaseModel):
    """What a body may hold: these fields, of these types, and nothing else."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Answered(BaseModel):
    """What an answer holds; made from the plain values of the actions."""

    model_config = ConfigDict(from_attributes=True)


Inputs = dict[str, Any]


class QuoteRequest(Asked):
    """What is to be priced. `inputs` are those the tariff declares, see its schema."""

    tariff: str = Field(description="the name of a tariff")
    inputs: Inputs = Field(description="as the version's input schema says")
    at: str | None = Field(
        default=None,
        description="the moment whose prices are asked for, RFC 3339 with offset; now when left out; without "
        "effect on a tariff with `priced at`, which takes it from the inputs",
    )
    version: int | None = Field(default=None, ge=1, description="this version, whatever is in force")
    explain: bool = Field(default=False, description="whether the answer explains every amount")


class QuoteListRequest(Asked):
    """Several requests in one body."""

    requests: list[QuoteRequest] = Field(max_length=1000)


class TextQuoteRequest(Asked):
    """A request to a text that is not published."""

    text: str
    inputs: Inputs
    explain: bool = False


class CurveRequest(Asked):
    """Prices along one input: of a text, or of a published tariff."""

    text: str | None = None
    tariff: str | None = None
    inputs: Inputs = Field(description="the other inputs; of a period along whose length one goes, its `from`")
    over: str = Field(description="the input: a quantity, money, number, moment, date or the length of a period")
    from_: Any = Field(alias="from", description="its first value, as in a request; of a period its length")
    to: Any = Field(description="its last value")
    points: int = Field(default=100, ge=2, le=1000)


class AnalyseRequest(Asked):
    """A text to check."""

    text: str


class NewTariff(Asked):
    """A tariff to begin."""

    name: str
    text: str
    domain: str = "other"


class DraftText(Asked):
    """The text of a draft."""

    text: str


class PublishRequest(Asked):
    """When and why the draft becomes a version."""

    effective_from: str | None = Field(
        default=None, description="RFC 3339 with offset; as soon as possible when left out"
    )
    reason: str = ""
    correction: bool = Field(default=False, description="whether a moment in the past is meant")


class Amount(Answered):
    """An exact amount of money."""

    amount: str
    currency: str


class QuoteLineAnswer(Answered):
    """A line of the bill."""

    name: str
    label: str
    kind: Literal["charge", "limit", "discount", "surcharge", "tax"]
    amount: Amount
    net: Amount | None = Field(default=None, description="where the tax is rounded per line or not at all")
    tax: Amount | None = Field(default=None, description="where the tax is rounded per line or not at all")
    gross: Amount | None = Field(default=None, description="where the tax is rounded per line or not at all")


class QuoteResultAnswer(Answered):
    """An answer that is no part of the total."""

    name: str
    label: str
    value: str | list[str]


class Priced(Answered):
    """What a request costs."""

    currency: str
    total: Amount | None = None
    net: Amount | None = None
    tax: Amount | None = None
    gross: Amount | None = None
    lines: list[QuoteLineAnswer]
    results: list[QuoteResultAnswer]
    explanation: Any = Field(default=None, description="how every amount arose, when asked for")


class QuoteAnswer(Priced):
    """A quote with the version it comes from."""

    tariff: str
    version: int
    effective: datetime = Field(description="since when the version applies")
    known: datetime = Field(description="when it was published")
    priced_at: datetime = Field(description="the pricing moment that picked the version")


class ProblemEntry(Answered):
    """One field of a request that is wrong."""

    field: str
    name: str
    expected: str
    found: str
    help: str | None = None


class ProblemAnswer(Answered):
    """A problem document (RFC 9457); some types have more members."""

    model_config = ConfigDict(from_attributes=True, extra="allow")

    type: str
    title: str
    status: int
    detail: str
    problems: list[ProblemEntry] = []


class OneOfTheList(Answered):
    """The answer to one request of a list: a quote, or the problem document it would have had alone."""

    quote: QuoteAnswer | None = None
    problem: ProblemAnswer | None = None


class QuoteListAnswer(Answered):
    """The answers in the order of the requests."""

    answers: list[OneOfTheList]


class VersionAnswer(Answered):
    """A published version, without its text."""

    tariff: str
    number: int
    label: str
    effective_from: datetime
    known_at: datetime
    state: Literal["scheduled", "live", "superseded"]
    author: str
    approver: str
    note: str
    reason: str
    text_hash: str
    price_hash: str
    language_version: str


class PartAnswer(Answered):
    """A text that a version is made of by `use` or `based on`, and the version of it that was taken."""

    name: str
    number: int
    text_hash: str


class FullVersionAnswer(VersionAnswer):
    """A published version with its text, and the versions of other texts that it was made of."""

    text: str
    parts: list[PartAnswer]


class VersionListAnswer(Answered):
    """All versions of a tariff, the newest first."""

    versions: list[VersionAnswer]


class TariffAnswer(Answered):
    """A tariff: what is live, what comes next, and how its draft stands."""

    name: str
    label: str
    domain: str
    live: VersionAnswer | None
    next: VersionAnswer | None
    versions: int
    draft_revision: int
    draft_changed: bool
    draft_saved_at: datetime


class TariffListAnswer(Answered):
    """All tariffs, by domain and name."""

    tariffs: list[TariffAnswer]


class DraftAnswer(Answered):
    """The text in work. `revision` is also the ETag."""

    tariff: str
    text: str
    revision: int
    saved_at: datetime
    saved_by: str
    editors: list[str]
    changed: bool


class Edit(Answered):
    """Replaces the characters from `from` to before `to`."""

    from_: int = Field(alias="from")
    to: int
    insert: str


class Fix(Answered):
    """A change of the text that certainly cures the diagnostic."""

    label: str
    edits: list[Edit]


class Related(Answered):
    """The other side of a conflict."""

    from_: int = Field(alias="from")
    to: int
    source: str | None
    line: int
    message: str


class DiagnosticAnswer(Answered):
    """One problem of a text. Offsets count characters from 0, lines and columns from 1.

    `source` names another text that this one uses or is based on, where the problem lies there: line and column
    are those in it, and the offsets tell which words of this text ask for it."""

    name: str
    severity: Literal["error", "warning", "info"]
    message: str
    help: str | None
    from_: int = Field(alias="from")
    to: int
    source: str | None
    line: int
    column: int
    fixes: list[Fix]
    related: list[Related]


class SymbolAnswer(Answered):
    """A name the text declares or brings from another one, `source`; `members` may follow it after a dot."""

    name: str
    kind: str
    detail: str
    from_: int = Field(alias="from")
    to: int
    source: str | None
    members: list[str]


class AnalysisAnswer(Answered):
    """All there is to say about a text."""

    diagnostics: list[DiagnosticAnswer]
    symbols: list[SymbolAnswer]


class CurvePoint(Answered):
    """The total at one value of the input; no total where there is a problem."""

    at: str | Amount
    total: Amount | None
    problem: str | None


class CurveAnswer(Answered):
    """The prices along an input, in its order."""

    over: str
    points: list[CurvePoint]


class AuditEntryAnswer(Answered):
    """Who did what, when and why."""

    at: datetime
    actor: str
    action: str
    tariff: str
    version: int | None
    before: str | None
    after: str | None
    reason: str
    hash: str


class AuditAnswer(Answered):
    """The last changes of a tariff, the newest first."""

    entries: list[AuditEntryAnswer]


class HealthAnswer(Answered):
    """Whether the process runs (`health`) and may be asked for quotes (`ready`)."""

    status: Literal["ok"]
