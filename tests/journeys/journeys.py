"""What a pricing manager does, one function each. Every journey works on a tariff of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any, TypeAlias

from playwright.sync_api import BrowserContext, expect

from bench.generated_tariffs import tariff_text
from tests.journeys.browser import VIEW, Studio
from tests.journeys.server import Server

LINES_OF_A_LONG_TEXT = 300
TIMES_TYPED = 3
MISTYPED = "\n\nchrage extra"
LEAST_OF_A_CURVE = 500
"""Letters of the path of a line with over a hundred points."""

BLOCKS = """tariff {name} "Blocks"
  currency PLN
  time zone Europe/Warsaw
  round each line half up to 0.01 PLN

inputs
  distance  length up to 300 km
  used      duration up to 30 h = 0 min

charge driving "Driving"
  quantity distance
  price    1.50 PLN/km

charge waiting "Waiting"
  quantity used, per started 1 min
  price    0.20 PLN/min

examples
  | claim      | distance || total  |
  | ten        | 10 km    || 15 PLN |
  | a hundred  | 100 km   || 150 PLN |
"""


@dataclass
class Trip:
    """What a journey works with, and what it measures."""

    context: BrowserContext
    server: Server
    studio: Studio
    clicks: dict[str, int] = field(default_factory=dict)
    milliseconds: dict[str, float] = field(default_factory=dict)

    def begin(self, name: str, text: str = BLOCKS) -> None:
        """A new tariff of this name, through the API."""
        self.server.ask("POST", "/tariffs", {"name": name, "text": text.format(name=name)})

    def publish(self, name: str) -> None:
        """Publishes its draft, through the API; it applies since long ago."""
        body = {"effective_from": "2021-01-01T00:00:00Z", "correction": True, "reason": "begins"}
        self.server.ask("POST", f"/tariffs/{name}/publish", body)


Journey: TypeAlias = Callable[[Trip], None]


def change_a_price_and_publish(trip: Trip) -> None:
    """From the list to a price that apps are quoted, with every amount explained."""
    studio = trip.studio
    studio.home()
    studio.see("version 1 live")
    studio.click(studio.button("City Drive"))
    studio.see(studio.total())
    expect(studio.total()).to_have_text("16.42 PLN")
    studio.replace("0.59", "0.65")
    trip.milliseconds["effect_ms"] = until(studio, "7.7% more than live")
    expect(studio.total()).to_have_text("17.68 PLN")
    studio.see("+1.26 PLN")
    trip.clicks["change a price and see its effect"] = studio.clicks
    studio.tab("Examples")
    studio.see(studio.text(re.compile("^2 of . examples do not come out as written")))
    studio.click(studio.button("Expect what was found"))
    studio.see(studio.text(re.compile("All . examples hold")))
    studio.click(studio.button("Publish…"))
    dialog = studio.page.get_by_role("dialog")
    studio.see(dialog.get_by_text(re.compile(r"(\d) of \1 examples hold")))
    studio.click(dialog.get_by_role("button", name="Publish", exact=True))
    studio.see("Version 2 is published")
    studio.see("version 2 live")
    trip.clicks["publish a changed price"] = studio.clicks
    soon = datetime.now(UTC) + timedelta(hours=1)
    answer = quote(trip.server, soon)
    assert answer["version"] == 2, answer
    assert answer["total"] == {"amount": "17.68", "currency": "PLN"}, answer
    driving = next(line for line in answer["explanation"]["lines"] if line["name"] == "driving")
    assert "21 min at 0.65 PLN/min = 13.65 PLN" in driving["sentence"], driving
    before = quote(trip.server, datetime(2026, 3, 2, 7, 10, tzinfo=UTC))
    assert (before["version"], before["total"]["amount"]) == (1, "16.42"), before
    studio.tab("History")
    studio.see("Version 2")
    studio.see("self-published (local)")
    studio.see("Version 1")
    studio.see("shipped")
    studio.click(studio.page.get_by_role("combobox", name="Text of"))
    studio.click(studio.page.get_by_role("option", name="version 1"))
    studio.see(studio.page.locator(".stCode", has_text="0.59 PLN/min"))
    studio.see(studio.button("Take version 1 into the draft"))


def quote(server: Server, start: datetime) -> Any:
    """A ride of 21 minutes and 7.4 km by the tariff that apps are quoted."""
    start = start.replace(hour=8, minute=10, second=0, microsecond=0) + timedelta(days=start > datetime.now(UTC))
    ride = {"from": start.isoformat(), "to": (start + timedelta(minutes=21)).isoformat()}
    inputs = {"vehicle_class": "mini", "zone": "city", "ride": ride, "distance": "7.4 km"}
    return server.ask("POST", "/quotes", {"tariff": "city_drive", "inputs": inputs, "explain": True})


def until(studio: Studio, words: str) -> float:
    """Milliseconds from now until these words are on the screen, as the page itself measures it."""
    taken: float = studio.page.evaluate(
        """(words) => new Promise((done, failed) => {
            const since = performance.now();
            const look = () => {
                if (document.body.innerText.includes(words)) done(performance.now() - since);
                else if (performance.now() - since > 20000) failed(new Error(`never saw ${words}`));
                else requestAnimationFrame(look);
            };
            look();
        })""",
        words,
    )
    return taken


def squiggle_and_fix(trip: Trip) -> None:
    """A typo in a long text is underlined at once, and one click cures it."""
    studio = trip.studio
    text = tariff_text(LINES_OF_A_LONG_TEXT)
    trip.server.ask("POST", "/tariffs", {"name": "city_services", "text": text})
    studio.address("city_services")
    studio.editor()
    studio.see(studio.page.get_by_role("button", name="No problems"))
    studio.see("compiles")
    studio.page.evaluate(
        f"() => ({VIEW})().contentDOM.addEventListener('keydown', () => {{ window.last = performance.now() }}, true)"
    )
    found: list[float] = []
    for _ in range(TIMES_TYPED):
        if found:
            studio.erase(len(MISTYPED))
            studio.see(studio.page.get_by_role("button", name="No problems"))
        studio.click_after("let driven = length of ride - parked")
        studio.type(MISTYPED)
        found.append(squiggled(studio, "chrage"))
    trip.milliseconds["squiggle_ms"] = median(found)
    trip.milliseconds["slowest_squiggle_ms"] = max(found)
    studio.click(studio.see(studio.page.locator(".rw-fix", has_text="Change to")))
    expect(studio.page.locator(".cm-line", has_text="charge extra")).to_be_visible()
    assert "chrage" not in studio.written()


def squiggled(studio: Studio, words: str) -> float:
    """Milliseconds from the last key until the words are underlined."""
    taken: float = studio.page.evaluate(
        f"""(words) => new Promise((done, failed) => {{
            const view = ({VIEW})();
            const look = () => {{
                const marks = [...view.contentDOM.querySelectorAll('.cm-lintRange-error')];
                if (marks.some(mark => mark.textContent.includes(words))) done(performance.now() - window.last);
                else if (performance.now() - window.last > 20000) failed(new Error(`never underlined ${{words}}`));
                else requestAnimationFrame(look);
            }};
            look();
        }})""",
        words,
    )
    return taken


def a_failing_example_blocks(trip: Trip) -> None:
    """What does not come out as written is not published, and the reason is said."""
    trip.begin("guarded")
    trip.publish("guarded")
    studio = trip.studio
    studio.address("guarded", panel="Examples")
    studio.see("All 2 examples hold")
    studio.replace("1.50 PLN/km", "1.60 PLN/km")
    studio.see("2 of 2 examples do not come out as written")
    studio.click(studio.button("Publish…"))
    dialog = studio.page.get_by_role("dialog")
    studio.click(dialog.get_by_role("button", name="Publish", exact=True))
    studio.see(dialog.get_by_text("Not published"))
    studio.see(dialog.get_by_text("a hundred (line 21): total expects 150 PLN and is 160.00 PLN"))
    assert trip.server.ask("GET", "/tariffs/guarded")["versions"] == 1
    studio.click(dialog.get_by_role("button", name="Close"))
    studio.see("1 live")


def a_broken_text_keeps_the_quote(trip: Trip) -> None:
    """While half a line stands there, the figures of the last good text stay, and it is said so."""
    trip.begin("halfway")
    studio = trip.studio
    studio.address("halfway")
    expect(studio.total()).to_have_text("15.00 PLN")
    studio.replace("1.50 PLN/km", "1.70 PLN/km")
    expect(studio.total()).to_have_text("17.00 PLN")
    studio.click_after("quantity distance")
    studio.type(" +")
    studio.see("The text has 1 problem.")
    studio.see("What you see below is from the last text without errors")
    expect(studio.total()).to_have_text("17.00 PLN")
    studio.erase(2)
    studio.see_not("The text has 1 problem.")
    expect(studio.total()).to_have_text("17.00 PLN")


def a_wrong_input_is_said_at_the_field(trip: Trip) -> None:
    """A word where a distance is due, a decimal comma, a period that ends before it begins."""
    studio = trip.studio
    studio.address("blocking_fee")
    energy = studio.see(studio.page.get_by_role("textbox", name="energy (kWh)"))
    expect(studio.total()).to_have_text("3.80 EUR")
    energy.fill("12,5")
    expect(studio.total()).to_have_text("4.75 EUR")
    energy.fill("much")
    cell = studio.page.locator(
        "[data-testid=stColumn]", has=studio.page.get_by_role("textbox", name="energy (kWh)")
    ).last
    studio.see(cell.get_by_text("expected a number with its unit"))
    studio.see(studio.page.get_by_text("The quote appears as soon as the fields above are right"))
    energy.fill("10 kWh")
    studio.see(studio.page.locator(".bill"))
    studio.page.get_by_role("textbox", name="connected to").fill("2020-11-05 07:00")
    cell = studio.page.locator(
        "[data-testid=stColumn]", has=studio.page.get_by_role("textbox", name="connected to")
    ).last
    studio.see(cell.get_by_text("expected an end later than the beginning"))


def the_curve_has_two_lines(trip: Trip) -> None:
    """The draft and the live version over the same input."""
    trip.begin("curved")
    trip.publish("curved")
    studio = trip.studio
    studio.address("curved")
    expect(studio.total()).to_have_text("15.00 PLN")
    studio.replace("1.50 PLN/km", "2.50 PLN/km")
    expect(studio.total()).to_have_text("25.00 PLN")
    studio.tab("Curve")
    chart = studio.see(studio.page.locator("[data-testid=stVegaLiteChart] svg.marks"))
    for colour, dashes in (("#3d7be0", "1,0"), ("#c2620f", "6,3")):
        line = chart.locator(f".mark-line path[stroke='{colour}'][stroke-dasharray='{dashes}']")
        assert len(str(line.get_attribute("d"))) > LEAST_OF_A_CURVE
    studio.see(chart.get_by_text("Version 1"))
    assert "panel=Curve" in studio.page.url
    studio.page.get_by_label("To", exact=True).fill("30 parsecs")
    studio.see("To: expected a number with its unit")


def a_refresh_restores_the_draft(trip: Trip) -> None:
    """What was typed is saved by itself; the address says what was looked at."""
    trip.begin("kept")
    studio = trip.studio
    studio.address("kept")
    studio.replace("1.50 PLN/km", "1.80 PLN/km")
    expect(studio.total()).to_have_text("18.00 PLN")
    studio.tab("Examples")
    studio.see("2 of 2 examples do not come out as written")
    studio.page.reload()
    studio.see("2 of 2 examples do not come out as written")
    expect(studio.total()).to_have_text("18.00 PLN")
    assert "1.80 PLN/km" in studio.written()
    assert "1.80 PLN/km" in trip.server.ask("GET", "/tariffs/kept/draft")["text"]


def two_people_edit(trip: Trip) -> None:
    """Nobody's text is overwritten: both are shown, and one is chosen."""
    trip.begin("shared")
    studio = trip.studio
    studio.address("shared")
    expect(studio.total()).to_have_text("15.00 PLN")
    draft = trip.server.ask("GET", "/tariffs/shared/draft")
    other = draft["text"].replace("1.50 PLN/km", "1.10 PLN/km")
    trip.server.ask("PUT", "/tariffs/shared/draft", {"text": other}, **{"If-Match": f'"{draft["revision"]}"'})
    studio.replace("1.50 PLN/km", "1.90 PLN/km")
    studio.see("This draft was saved elsewhere")
    studio.see(studio.page.locator(".cm-line", has_text="1.10 PLN/km"))
    assert "1.10 PLN/km" in trip.server.ask("GET", "/tariffs/shared/draft")["text"]
    studio.click(studio.button("Keep mine"))
    studio.see_not("This draft was saved elsewhere")
    assert "1.90 PLN/km" in trip.server.ask("GET", "/tariffs/shared/draft")["text"]


def a_new_tariff_from_a_template(trip: Trip) -> None:
    """A tariff of one's own in three clicks and a name."""
    studio = trip.studio
    studio.home()
    studio.click(studio.button("New tariff"))
    dialog = studio.page.get_by_role("dialog")
    studio.see(dialog.get_by_text("Begin from"))
    dialog.get_by_label("What is it called?").fill("Weekend Drive")
    studio.see(dialog.get_by_text("weekend_drive"))
    studio.click(dialog.get_by_role("button", name="Create"))
    studio.see(studio.page.get_by_role("heading", name="Weekend Drive"))
    expect(studio.total()).to_have_text("5.00 EUR")
    trip.clicks["new tariff from a template"] = studio.clicks
    assert 'tariff weekend_drive "Weekend Drive"' in studio.written()


def prices_as_fields(trip: Trip) -> None:
    """A number changed in its field stands in the text, with a decimal comma understood."""
    trip.begin("fielded")
    studio = trip.studio
    studio.address("fielded")
    expect(studio.total()).to_have_text("15.00 PLN")
    studio.click(studio.page.get_by_role("radio", name="Prices"))
    field_ = studio.see(studio.page.get_by_label("Driving, price 1.50 PLN/km, PLN/km"))
    field_.fill("2,25")
    expect(studio.total()).to_have_text("22.50 PLN")
    studio.click(studio.page.get_by_role("radio", name="Text"))
    studio.editor()
    assert "price    2.25 PLN/km" in studio.written()
    assert "price    2.25 PLN/km" in trip.server.ask("GET", "/tariffs/fielded/draft")["text"]


JOURNEYS: tuple[Journey, ...] = (
    change_a_price_and_publish,
    squiggle_and_fix,
    a_failing_example_blocks,
    a_broken_text_keeps_the_quote,
    a_wrong_input_is_said_at_the_field,
    the_curve_has_two_lines,
    a_refresh_restores_the_draft,
    two_people_edit,
    a_new_tariff_from_a_template,
    prices_as_fields,
)

TIMED = (change_a_price_and_publish, squiggle_and_fix)
"""Those that measure how long somebody waits."""
