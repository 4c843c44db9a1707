"""The words of the language: one table, read by the lexer, by suggestions, completion and highlighting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Role = Literal["declaration", "setting", "clause", "type", "word", "later"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A word or phrase of the language. `text` has single spaces.

    declaration, setting and clause open a line (of a file, of the header, of a charge); type stands after the
    name of an input; word stands anywhere else; later opens a line that is planned but not read yet."""

    text: str
    role: Role
    meaning: str
    terminal: str = ""
    """Its name in the grammar; empty: none, the word is a name there."""
    form: str = ""
    """How a line that it opens is written."""
    part_of: str = ""
    """The word without which it never stands: `grows` of `guarantee`; both are one phrase."""


def _e(text: str, role: Role, meaning: str, terminal: str | None = None, form: str = "", part_of: str = "") -> Entry:
    terminal = text.upper().replace(" ", "_") if terminal is None else terminal
    return Entry(text, role, meaning, terminal, form, part_of)


VOCABULARY: Final[tuple[Entry, ...]] = (
    _e("tariff", "declaration", "opens the file: the tariff's name and label", form='tariff city_drive "City Drive"'),
    _e("unit", "declaration", "a unit that counts things: `unit seat, seats`", form="unit seat, seats"),
    _e("inputs", "declaration", "what a request must tell", ""),
    _e(
        "require",
        "declaration",
        "a rule between inputs that a request must keep",
        form='require parked up to length of ride "Parked longer than the ride"',
    ),
    _e("windows", "declaration", "stretches of time that come back: nights, weekends, holidays", ""),
    _e("table", "declaration", "rows of conditions and results", form="table rates"),
    _e("values", "declaration", "named numbers and amounts, where one looks for what to change", ""),
    _e("let", "declaration", "a named expression", form="let driven = length of ride - parked"),
    _e(
        "carry",
        "declaration",
        "a value that runs over a list, from item to item",
        form="carry coefficient from 1.00 over years",
    ),
    _e(
        "charge",
        "declaration",
        "one thing that is priced; becomes one line of the bill",
        form='charge driving "Driving time" when zone is city',
    ),
    _e(
        "limit",
        "declaration",
        "keeps a sum of lines at least or at most at an amount",
        form='limit day "Daily maximum" when zone is city',
    ),
    _e(
        "discount",
        "declaration",
        "takes a percentage or an amount off lines",
        form='discount student "Student discount" when segment is student',
    ),
    _e(
        "surcharge",
        "declaration",
        "adds a percentage or an amount to lines",
        form='surcharge airport "Airport" when zone is airport',
    ),
    _e(
        "tax", "declaration", "a tax on lines, printed as a line of its own", form='tax city_tax "City tax" 5% of total'
    ),
    _e(
        "result",
        "declaration",
        "a named answer that is no part of the total",
        form='result unit_price "Unit price" = total / seats',
    ),
    _e(
        "for each",
        "declaration",
        "repeats the lines below for every item of a list, or for every day, week, month or 24 h of a period",
        form="for each leg in legs",
    ),
    _e("plan", "declaration", "one of several alternatives, with lines of its own", form='plan quickie "Quickie"'),
    _e(
        "choose",
        "declaration",
        "puts the lines of the cheapest plan on the bill",
        form="choose best cheapest of quickie, shortie",
    ),
    _e("examples", "declaration", "inputs with the answers they must give", ""),
    _e(
        "guarantee",
        "declaration",
        "a promise that is proved or tested",
        form='guarantee "driving further never costs less"',
    ),
    _e(
        "shared",
        "declaration",
        "opens a file of units, windows, values and tables that other texts use",
        form='shared polish_days "Polish days"',
    ),
    _e(
        "remove", "declaration", "takes a part out of the tariff that this one is based on", form="remove charge unlock"
    ),
    _e("before", "declaration", "puts the lines below it before a line of the base", form="before least"),
    _e("after", "declaration", "puts the lines below it after a line of the base", form="after driving"),
    # header
    _e(
        "based on",
        "setting",
        "another tariff, of which parts are replaced, added and removed",
        form="based on city_drive",
    ),
    _e("use", "setting", "brings the tables, values, windows and units of another text", form="use polish_days"),
    _e("currency", "setting", "the currency of the tariff", form="currency EUR"),
    _e("time zone", "setting", "the time zone of local times, such as Europe/Warsaw", form="time zone Europe/Warsaw"),
    _e("prices", "setting", "whether written prices include or exclude a tax", form="prices include VAT 23%"),
    _e("round", "setting", "where amounts are rounded, and how", form="round each line half up to 0.01 EUR"),
    _e("priced at", "setting", "the moment that picks dated values", form="priced at start of ride"),
    _e(
        "full blocks start the next",
        "setting",
        "a block that is exactly full has already started the next",
        form="full blocks start the next",
    ),
    _e(
        "month end",
        "setting",
        "where a month begins that lacks the day on which months begin",
        form="month end: last day",
    ),
    # lines of a charge
    _e(
        "quantity",
        "clause",
        "what is measured",
        "QUANTITY_HEAD",
        form="quantity distance, first 5 km free, per started 1 km",
    ),
    _e(
        "price", "clause", "the price of the quantity, or an amount of money", form="price 0.59 EUR/min, at least 2 EUR"
    ),
    _e("graduated", "clause", "tiers, each part of the quantity at the price of its own tier", form="graduated"),
    _e("volume", "clause", "tiers, the whole quantity at the price of the one it reaches", form="volume by seats"),
    _e(
        "exact when",
        "clause",
        "where this holds the quantity is not rounded to blocks",
        form="exact when parking above 0 EUR",
    ),
    # types
    _e("one of", "type", "one of these options"),
    _e("list", "type", "several items of the same fields"),
    _e("whole number", "type", "a number without a fraction"),
    _e("number", "type", "a plain number", ""),
    _e("percent", "type", "a percentage", ""),
    _e("money", "type", "an amount in the tariff's currency", ""),
    _e("period", "type", "a stretch of time from a moment to a moment", ""),
    _e("duration", "type", "a length of time", ""),
    _e("length", "type", "a distance", ""),
    _e("energy", "type", "an amount of energy", ""),
    _e("power", "type", "electrical power", ""),
    _e("current", "type", "electrical current", ""),
    _e("volume", "type", "a volume", ""),
    _e("mass", "type", "a weight", ""),
    _e("area", "type", "an area", ""),
    _e("data", "type", "an amount of data", ""),
    _e("date", "type", "a day", ""),
    _e("moment", "type", "a date with a time", ""),
    _e("text", "type", "any words", ""),
    # everything else
    _e("actual days", "word", "days as the calendar has them: 28 to 31 a month", part_of="months of"),
    _e("actual days from", "word", "the same, with months that begin on this day", part_of="months of"),
    _e("above", "word", "more than this, this itself not"),
    _e("all of", "word", "whether a condition holds for every item"),
    _e("and", "word", "both conditions hold"),
    _e("any", "word", "every value fits"),
    _e("any of", "word", "whether a condition holds for some item"),
    _e("as", "word", "under this name", part_of="for each"),
    _e("at least", "word", "this or more"),
    _e("at most", "word", "this or less"),
    _e("by", "word", "what picks the tier"),
    _e("by amount", "word", "spread over the lines in proportion to their amounts", part_of="spread"),
    _e("cheapest of", "word", "the plan that costs least, the first of equal ones", part_of="choose"),
    _e("continuing from", "word", "tiers go on where earlier usage ended"),
    _e("counted at its start", "word", "the quantity of an item lies where its period starts"),
    _e("count of", "word", "how many items"),
    _e("day months", "word", "`30-day months`: every month counts 30 days", "DAY_MONTHS", part_of="months of"),
    _e("day of", "word", "the day that a moment lies in", part_of="month of"),
    _e("days of", "word", "how many days a period touches", part_of="months of"),
    _e("does not fall", "word", "stays or grows", part_of="guarantee"),
    _e("does not rise", "word", "stays or falls", part_of="guarantee"),
    _e("down", "word", "rounded towards zero", part_of="round"),
    _e("during", "word", "the part of a period inside a window"),
    _e("each block by its start", "word", "a block takes its size and price from the row in which it starts"),
    _e("each item", "word", "every item of a list", part_of="round"),
    _e("each line", "word", "every line of the bill", part_of="round"),
    _e("end of", "word", "the moment at which a period ends"),
    _e("every row that fits", "word", "all rows that fit count, put together"),
    _e("added up", "word", "the sum of the rows that fit", part_of="every row that fits"),
    _e("smallest", "word", "the smallest of the rows that fit", part_of="every row that fits"),
    _e("largest", "word", "the largest of the rows that fit", part_of="every row that fits"),
    _e("evenly", "word", "spread over the lines in equal parts", part_of="spread"),
    _e("every month", "word", "one instalment a month", part_of="pay in"),
    _e("every quarter", "word", "one instalment a quarter", part_of="pay in"),
    _e("every week", "word", "one instalment a week", part_of="pay in"),
    _e("every year", "word", "one instalment a year", part_of="pay in"),
    _e("every day", "word", "all seven weekdays"),
    _e("except", "word", "days taken out of a calendar", part_of="public holidays of"),
    _e("exclude", "word", "the tax is added to written prices", part_of="prices"),
    _e("first", "word", "the first part; inside `for each`, whether this is the first item"),
    _e("first of next month", "word", "the month begins on the first of the next one", part_of="month end"),
    _e("first row that fits", "word", "rows are tried from the top"),
    _e("free", "word", "costs nothing"),
    _e("from", "word", "this or more; from this day on"),
    _e("full", "word", "the line as it was priced, before limits and discounts"),
    _e("given", "word", "the request tells it", part_of="may be missing"),
    _e("gross", "word", "with tax; after a line's name what is left of it, with tax: `driving.gross`"),
    _e("grows", "word", "becomes larger", part_of="guarantee"),
    _e("half down", "word", "rounded to the nearest, halves towards zero", part_of="round"),
    _e("half even", "word", "rounded to the nearest, halves to the even digit", part_of="round"),
    _e("half up", "word", "rounded to the nearest, halves away from zero", part_of="round"),
    _e("if any", "word", "nothing at all is charged when no quantity is left"),
    _e("in", "word", "inside a window; of a list"),
    _e("in each", "word", "for each day, week, month or 24 h by itself"),
    _e("in order", "word", "used up by the lines as they are named", part_of="spread"),
    _e("in steps of", "word", "the smallest amount in which an input is measured"),
    _e("include", "word", "the tax is part of written prices", part_of="prices"),
    _e("is", "word", "has this value"),
    _e("largest of", "word", "the largest of some values"),
    _e("last", "word", "the last part; inside `for each`, whether this is the last item"),
    _e("last day", "word", "the month begins on the last day of the one before", part_of="month end"),
    _e("length of", "word", "how long a period is"),
    _e("may be missing", "word", "a request need not tell it"),
    _e("mean of", "word", "the mean over the items of a list"),
    _e("missing", "word", "the request does not tell it", part_of="may be missing"),
    _e("month of", "word", "the calendar month that a day lies in"),
    _e("months of", "word", "how many months a period covers, parts of months too"),
    _e("net", "word", "without tax; after a line's name what is left of it, without tax: `driving.net`"),
    _e("next", "word", "what a carried value becomes with an item", form="next coefficient + 1"),
    _e("no", "word", "does not hold"),
    _e("no price", "word", "this is not for sale: asking for it is an error"),
    _e("no tax", "word", "the charge bears no tax"),
    _e("not", "word", "the condition does not hold"),
    _e("nothing", "word", "no rounding at all", part_of="round"),
    _e("odd cent first", "word", "the first instalment takes what is over", part_of="pay in"),
    _e("odd cent last", "word", "the last instalment takes what is over", part_of="pay in"),
    _e("of", "word", "a percentage or price of a quantity"),
    _e("off", "word", "an amount taken off lines"),
    _e("on", "word", "an amount added to lines"),
    _e("once", "word", "one time, over everything", part_of="round"),
    _e("once per rate", "word", "one time for each rate of tax", part_of="round"),
    _e("one after another", "word", "items follow each other without hole or overlap"),
    _e("or", "word", "one of the conditions holds"),
    _e("otherwise", "word", "in every other case"),
    _e("otherwise as in", "word", "where no row fits, the table of that name in another text"),
    _e("over", "word", "over the items of a list", part_of="sum of"),
    _e("pay in", "word", "instalments that add up to the amount exactly, below a `result`"),
    _e("per", "word", "for each amount of a quantity"),
    _e("per full", "word", "for each block that is full"),
    _e("per line", "word", "for each line by itself"),
    _e("per started", "word", "for each block that is begun"),
    _e("plus", "word", "days added to a calendar", "PLUS_DAYS", part_of="public holidays of"),
    _e("position", "word", "inside `for each`, the number of the item, from 1"),
    _e("public holidays of", "word", "the public holidays of a country or region"),
    _e("quarter of", "word", "the calendar quarter that a day lies in", part_of="month of"),
    _e("quarters of", "word", "how many quarters a period covers, parts too", part_of="months of"),
    _e("refuse", "word", "no price", part_of="month end"),
    _e("rounded", "word", "rounded to whole steps"),
    _e("seconds", "word", "elapsed time over the elapsed time of the month", part_of="months of"),
    _e("seconds from", "word", "the same, with months that begin on this day", part_of="months of"),
    _e("smallest of", "word", "the smallest of some values"),
    _e("so far", "word", "the sum over the items before this one"),
    _e("spread", "word", "how an adjustment is divided among its lines"),
    _e("start of", "word", "the moment at which a period starts"),
    _e("starts with", "word", "the text begins with one of these"),
    _e("sum of", "word", "the sum over the items of a list"),
    _e("then", "word", "after that", part_of="per started"),
    _e("time since", "word", "in a price's rows, how long ago a moment was"),
    _e("to", "word", "up to and with this"),
    _e("to the power", "word", "multiplied by itself so many times"),
    _e("total", "word", "everything above"),
    _e("total gross", "word", "everything above, with tax"),
    _e("total net", "word", "everything above, without tax"),
    _e("under", "word", "less than this, this itself not"),
    _e("up", "word", "rounded away from zero", part_of="round"),
    _e("up to", "word", "this or less"),
    _e("when", "word", "only if this holds"),
    _e("where", "word", "only items for which this holds"),
    _e("year of", "word", "the calendar year that a day lies in", part_of="month of"),
    _e("years of", "word", "how many years a period covers, parts of years too", part_of="months of"),
    _e("yes", "word", "holds"),
    # planned
    _e("process", "later", "orchestration rules", ""),
)

DECLARATIONS: Final = tuple(e.text for e in VOCABULARY if e.role == "declaration")
SETTINGS: Final = tuple(e.text for e in VOCABULARY if e.role == "setting")
CLAUSES: Final = (
    *(e.text for e in VOCABULARY if e.role == "clause"),
    "at least",
    "at most",
    "no tax",
)
OPENING: Final = ("tariff", "shared")
"""Words that open a file."""
TYPES: Final = tuple(e.text for e in VOCABULARY if e.role == "type")
LATER: Final = tuple(e.text for e in VOCABULARY if e.role == "later")

FORMS: Final = {e.text: e.form for e in VOCABULARY if e.form} | {
    "at least": "at least 5 EUR",
    "at most": "at most 50 EUR",
    "no tax": "no tax",
}
"""How a line with this head is written."""

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_RESERVED: Final = (
    "above and any at during every first free from full included is last missing no not of on once or "
    "otherwise outside per position public rounded then to total under when yes"
)
RESERVED: Final = frozenset(_RESERVED.split())
"""Words that cannot be names; after a dot every word is a name."""

_NEVER_NAMES: Final = "above and any free from is missing no not of or otherwise per to under when yes"
NEVER_NAMES: Final = frozenset(_NEVER_NAMES.split())
"""Words that are not even an option or a value unless quoted."""

_AFTER_A_NUMBER: Final = (
    "above all and any as at by continuing count does during end evenly every except first for free from full gross if "
    "included is largest last length may mean net no not of off on once or otherwise outside over per plus "
    "position rounded smallest so spread start starts sum then time to total under up when where yes"
)
AFTER_A_NUMBER: Final = frozenset((*_AFTER_A_NUMBER.split(), *MONTHS, *WEEKDAYS))
"""Words that may follow a number and are never its unit."""
