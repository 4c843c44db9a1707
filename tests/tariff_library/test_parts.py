"""Versions made of other versions: what is taken, what is kept, and that a new base moves no price."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text as sql
from sqlalchemy.exc import DatabaseError

from tariff_library.actions.drafts import save_draft
from tariff_library.actions.publishing import publish
from tariff_library.actions.quotes import Answer, quote, quote_text
from tariff_library.actions.tariffs import create_tariff, get_tariff
from tariff_library.actions.versions import get_version
from tariff_library.answers import Draft, Part, PublishRefused, TariffSummary, Version
from tariff_library.library import Library
from tariff_library.parts import beside
from tariff_library.texts import analysed, text_hash
from tests.tariff_library.world import Clock, shuttle

CONTRACT = """\
tariff contract "Contract"
  based on shuttle

discount firm "Firm"
  10% of total
"""


def made(library: Library, name: str) -> Version:
    found = publish(library, name)
    assert isinstance(found, Version), found
    return found


def base(library: Library, clock: Clock, price: str = "1") -> Version:
    """A version of `shuttle` in force; `price` is what a kilometre costs beyond the 12 of the way there."""
    text = shuttle(price, f"{12 + 10 * int(float(price))}.00")
    if not isinstance(create_tariff(library, "shuttle", text), Draft):
        summary = get_tariff(library, "shuttle")
        assert isinstance(summary, TariffSummary)
        assert isinstance(save_draft(library, "shuttle", text, summary.draft_revision), Draft)
    version = made(library, "shuttle")
    clock.now += timedelta(minutes=1)
    library.live.refresh()
    return version


def total(library: Library) -> str:
    found = quote(library, "contract", {"distance": "10 km"})
    assert isinstance(found, Answer), found
    assert found.quote.total is not None
    return found.quote.total


def test_a_draft_is_made_of_the_versions_in_force(library: Library, clock: Clock) -> None:
    missing = analysed(CONTRACT, beside(library, CONTRACT))
    assert [one.name for one in missing.diagnostics] == ["unknown-text"]
    assert isinstance(create_tariff(library, "shuttle", shuttle()), Draft)
    assert analysed(CONTRACT, beside(library, CONTRACT)).graph is None, "a draft is nobody's base"
    base(library, clock)
    assert analysed(CONTRACT, beside(library, CONTRACT)).graph is not None
    assert quote_text(CONTRACT, {"distance": "10 km"}) is None
    assert quote_text(CONTRACT, {"distance": "10 km"}, beside(library, CONTRACT)) is not None


def test_a_mistyped_base_is_compared_with_what_is_published(library: Library, clock: Clock) -> None:
    base(library, clock)
    text = CONTRACT.replace("on shuttle", "on shutle")
    [found] = analysed(text, beside(library, text)).diagnostics
    assert found.help == "did you mean `shuttle`?"


def test_a_new_version_of_the_base_moves_no_price_until_the_contract_is_published_again(
    library: Library, clock: Clock
) -> None:
    """10 km: 22.00, less 10% is 19.80; at 2 for a kilometre 32.00, less 10% is 28.80."""
    first = base(library, clock)
    assert isinstance(create_tariff(library, "contract", CONTRACT), Draft)
    contract = made(library, "contract")
    assert contract.parts == (Part("shuttle", 1, first.summary.text_hash),)
    clock.now += timedelta(minutes=1)
    assert total(library) == "19.80"
    second = base(library, clock, "2")
    assert total(library) == "19.80"
    again = made(library, "contract")
    clock.now += timedelta(minutes=1)
    library.live.refresh()
    assert again.parts == (Part("shuttle", 2, second.summary.text_hash),)
    assert total(library) == "28.80"
    kept = get_version(library, "contract", 1)
    assert isinstance(kept, Version)
    assert kept.parts == contract.parts
    refused = publish(library, "contract")
    assert isinstance(refused, PublishRefused)
    assert refused.name == "nothing-changed"


def test_a_base_that_changes_while_somebody_publishes_is_told(
    library: Library, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    base(library, clock)
    assert isinstance(create_tariff(library, "contract", CONTRACT), Draft)
    seen = beside(library, CONTRACT)
    base(library, clock, "2")
    monkeypatch.setattr("tariff_library.actions.publishing.beside", lambda *_: seen)
    refused = publish(library, "contract")
    assert isinstance(refused, PublishRefused)
    assert refused.name == "base-changed"


@pytest.mark.parametrize("change", ["UPDATE version_part SET number = 9", "DELETE FROM version_part"])
def test_what_a_version_is_made_of_never_changes(library: Library, clock: Clock, change: str) -> None:
    base(library, clock)
    assert isinstance(create_tariff(library, "contract", CONTRACT), Draft)
    assert made(library, "contract").parts == (Part("shuttle", 1, text_hash(shuttle("1", "22.00"))),)
    with pytest.raises(DatabaseError, match="never changes"), library.engine.begin() as connection:
        connection.execute(sql(change))


def test_a_shared_text_is_published_and_used(library: Library, clock: Clock) -> None:
    assert isinstance(create_tariff(library, "fees", 'shared fees "Fees"\n\nvalues\n  service = 3 PLN\n'), Draft)
    made(library, "fees")
    clock.now += timedelta(minutes=1)
    text = (
        CONTRACT.replace("  based on shuttle", "  based on shuttle\n  use fees")
        + '\ncharge s "Service"\n  price service\n'
    )
    base(library, clock)
    assert isinstance(create_tariff(library, "contract", text), Draft)
    assert [part.name for part in made(library, "contract").parts] == ["fees", "shuttle"]
    clock.now += timedelta(minutes=1)
    library.live.refresh()
    assert total(library) == "22.80"
