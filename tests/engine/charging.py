"""A tariff of charging an electric car in phases, built by hand: a list, an answer for each item, prices by state."""

from fractions import Fraction

from engine.builder import Builder
from engine.declarations import MOMENT, Declared, Type
from engine.graph import Amount, Graph, Line, NoPrice, OneOf, Part, Requirement, Result
from tests.engine.city import at, origin

EUR = (("EUR", 1),)
ENERGY = (("W", 1), ("s", 1))
STATE = Type("choice", options=("charging", "idle"))
WATT_HOURS = Type("number", ENERGY, Fraction(3600))
MILLI = Fraction(1, 1000)

INPUTS = (
    Declared(
        "phases",
        "list",
        items=10,
        consecutive=True,
        fields=(
            Declared("span", "period", MOMENT),
            Declared("state", "choice", STATE),
            Declared("energy", "number", WATT_HOURS, unit="kWh", lower=Fraction(0), default="0 kWh"),
        ),
    ),
    Declared("voucher", "number", Type("number", EUR, Fraction(1, 100)), unit="EUR", lower=Fraction(0), optional=True),
)


def phase(start: str, end: str, state: str, energy: str | None = None) -> dict[str, object]:
    span = {"from": f"2026-03-02T{start}:00Z", "to": f"2026-03-02T{end}:00Z"}
    given: dict[str, object] = {"span": span, "state": state}
    return given if energy is None else {**given, "energy": energy}


def charging() -> Graph:
    """0.25 EUR/kWh, 0.10 EUR/min for idle time in started 15 minutes, nothing rounded, a voucher off."""
    b = Builder()
    start, end = b.input("span", MOMENT, "from", "phases"), b.input("span", MOMENT, "to", "phases")
    state = b.input("state", STATE, list="phases")
    energy = b.input("energy", WATT_HOURS, list="phases")
    price = b.number(Fraction(1, 4) / 3_600_000, (("EUR", 1), ("W", -1), ("s", -1)), Fraction(1, 100) / 3_600_000)
    energy_amount = b.product([energy, price])

    idle = b.fits(state, OneOf(("idle",)))
    length = b.elapsed(start, end)
    nothing = b.number(Fraction(0), (("s", 1),), Fraction(1))
    measured = b.select(idle, length, nothing)
    billed = b.round(measured, Fraction(900), "up")
    rate = b.number(Fraction(1, 600), (("EUR", 1), ("s", -1)), Fraction(1, 6000))
    idle_amount = b.product([billed, rate])

    energy_sum, idle_sum = b.reduce("sum", "phases", energy_amount), b.reduce("sum", "phases", idle_amount)
    given = b.input("voucher", Type("truth"), "given")
    voucher = b.input("voucher", Type("number", EUR, Fraction(1, 100)))
    off = b.negate(b.min([voucher, b.sum([energy_sum, idle_sum])]))
    least = b.reduce("min", "phases", energy)
    total = b.sum([energy_sum, idle_sum, b.select(given, off, b.number(Fraction(0), EUR, Fraction(1, 100)))])
    wanted = b.select(given, voucher, b.no_price("no voucher was given", Type("number", EUR, Fraction(1, 100))))
    plausible = b.compare("<=", energy, b.product([length, b.number(Fraction(150_000), (("W", 1),))]))
    both, each = b.sum([energy_sum, idle_sum]), b.sum([energy_amount, idle_amount])
    third = b.product([total, b.number(Fraction(1, 3))])
    return Graph(
        name="charging",
        label="Charging",
        currency="EUR",
        time_zone="Europe/Berlin",
        inputs=INPUTS,
        windows=(),
        nodes=tuple(b.nodes),
        types=tuple(b.types),
        origins=(at(31, next(ref for ref, node in enumerate(b.nodes) if isinstance(node, NoPrice))), at(30, least)),
        requirements=(Requirement(plausible, "More energy than 150 kW can give", ("energy",), "phases"),),
        lines=(
            Line("charge", "energy", "Energy", Amount(energy_sum), Amount(energy_sum), measured=energy, billed=energy,
                 parts=(Part(Amount(energy), Amount(price), Amount(energy_amount)),), list="phases",
                 origin=origin(12)),
            Line("charge", "idle", "Idle time", Amount(idle_sum), Amount(idle_sum), measured=measured, billed=billed,
                 parts=(Part(Amount(billed), Amount(rate), Amount(idle_amount)),), list="phases", origin=origin(16)),
            Line("discount", "voucher", "Voucher", Amount(off), Amount(off), condition=given,
                 covers=("energy", "idle"), before=both, origin=origin(20)),
        ),
        results=(
            Result("phase", "Price of the phase", Amount(each), "phases"),
            Result("least", "Smallest energy", Amount(least)),
            Result("share", "Share of energy", Amount(energy_sum, both), percent=True),
            Result("third", "Third", Amount(third)),
            Result("voucher", "Voucher given", Amount(given)),
            Result("worth", "Worth of the voucher", Amount(wanted)),
        ),
        total=Amount(total),
    )  # fmt: skip
