"""The browser of the journeys: every click is counted, every request to another place is seen and comes to nothing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, Request, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
"""The last one stops requests to other places; a route of Playwright's would do so too, but takes the cache away."""
SECONDS_TO_WAIT = 20
VIEW = (
    "() => [...document.querySelectorAll('*')].map(e => e.shadowRoot).filter(Boolean)"
    ".flatMap(r => [...r.querySelectorAll('.cm-content')]).map(e => (e.cmTile || e.cmView).view).at(-1)"
)
"""JavaScript for the view of the editor; where two texts stand side by side, of the one that can be edited."""


class NoBrowserError(RuntimeError):
    """The machine has no Chromium."""


def executable() -> str:
    """The browser of the machine."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise NoBrowserError("the journeys need Chromium: sudo apt-get install -y chromium fonts-dejavu-core")
    return found


@dataclass
class Watch:
    """What went wrong in the background of all pages."""

    origin: str
    external: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def add(self, other: Watch) -> None:
        """What went wrong elsewhere too."""
        self.external += other.external
        self.errors += other.errors

    def request(self, request: Request) -> None:
        """Notes a request that goes elsewhere; the browser cannot find the place."""
        if not self._is_ours(request.url):
            self.external.append(request.url)

    def page(self, page: Page) -> None:
        """Listens to a page."""
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("websocket", lambda socket: None if self._is_ours(socket.url) else self.external.append(socket.url))

    def _is_ours(self, url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme in ("data", "blob") or parts.netloc == urlsplit(self.origin).netloc


@contextmanager
def opened(origin: str) -> Iterator[tuple[BrowserContext, Watch]]:
    """A browser with one profile, whose pages share what they have loaded."""
    watch = Watch(origin)
    with sync_playwright() as playwright:
        browser: Browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
        context = browser.new_context(viewport={"width": 1440, "height": 900}, timezone_id="Europe/Warsaw")
        context.set_default_timeout(SECONDS_TO_WAIT * 1000)
        expect.set_options(timeout=SECONDS_TO_WAIT * 1000)
        context.on("request", watch.request)
        context.on("page", watch.page)
        try:
            yield context, watch
        finally:
            browser.close()


class Studio:
    """A page of the studio, as somebody uses it: `clicks` counts what a hand does with the mouse."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.origin = origin
        self.clicks = 0

    def home(self) -> None:
        """The list of tariffs."""
        self.page.goto(f"{self.origin}/", wait_until="commit")
        self.see(self.page.get_by_role("heading", name="Tariffs"))

    def address(self, tariff: str, **more: str) -> None:
        """A tariff by its address."""
        query = "&".join(f"{name}={value}" for name, value in {"tariff": tariff, **more}.items())
        self.page.goto(f"{self.origin}/?{query}", wait_until="commit")

    def click(self, what: Locator) -> None:
        """One click."""
        what.click()
        self.clicks += 1

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def tab(self, name: str) -> None:
        """Opens a tab of the panel."""
        self.click(self.page.get_by_role("tab", name=name, exact=True))

    def see(self, what: Locator | str) -> Locator:
        """Waits until this is on the screen."""
        found = self.text(what) if isinstance(what, str) else what
        expect(found.first).to_be_visible()
        return found.first

    def see_not(self, what: Locator | str) -> None:
        """Waits until this is not on the screen."""
        found = self.text(what) if isinstance(what, str) else what
        expect(found).to_have_count(0)

    def cell(self, label: str) -> Locator:
        """The part of a form with this field, and what is said about it."""
        field = self.page.get_by_role("textbox", name=label)
        return self.page.locator("[data-testid=stColumn]", has=field).last

    def text(self, words: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_text(words)

    def total(self) -> Locator:
        """The total of the draft."""
        return self.page.locator(".stMetric", has_text="Draft total").locator("[data-testid=stMetricValue]")

    # the editor

    def editor(self) -> Locator:
        """The text that can be edited, as soon as it is there."""
        return self.see(self.page.locator(".cm-content"))

    def written(self) -> str:
        """The text in the editor."""
        self.editor()
        text: str = self.page.evaluate(f"() => ({VIEW})().state.doc.toString()")
        return text

    def click_after(self, words: str) -> None:
        """One click into the text, behind the first place of these words."""
        self.editor()
        place: dict[str, Any] = self.page.evaluate(
            f"""(words) => {{
                const view = ({VIEW})();
                const at = view.state.doc.toString().indexOf(words) + words.length;
                view.dispatch({{selection: {{anchor: at}}, scrollIntoView: true}});
                return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() =>
                    done(view.coordsAtPos(at, -1)))));
            }}""",
            words,
        )
        self.page.mouse.click(place["left"], (place["top"] + place["bottom"]) / 2)
        self.clicks += 1

    def type(self, words: str) -> None:
        """Keys, as they are pressed."""
        self.page.keyboard.type(words, delay=15)

    def erase(self, count: int) -> None:
        for _ in range(count):
            self.page.keyboard.press("Backspace")

    def replace(self, before: str, after: str) -> None:
        """One click behind these words, which are erased and written anew as far as they differ."""
        same = 0
        while same < min(len(before), len(after)) and before[same] == after[same]:
            same += 1
        self.click_after(before)
        self.erase(len(before) - same)
        self.type(after[same:])


def picture(page: Page, folder: Path, name: str) -> Path | None:
    """A screenshot of a journey that failed."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        page.screenshot(path=folder / f"{name}.png")
    except Error:
        return None
    return folder / f"{name}.png"
