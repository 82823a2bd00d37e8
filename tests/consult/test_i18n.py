"""Texts, dates and direction: English from the first page, and a place for every other language."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from consult import i18n
from tests.consult.web.world import build


def test_outside_an_application_the_source_text_is_returned() -> None:
    """Modules without a request word their refusals all the same."""
    assert "The party JPN is recorded already." == i18n._("The party %(key)s is recorded already.", key="JPN")
    assert "1 minute" == i18n.ngettext("%(num)s minute", "%(num)s minutes", 1)
    assert "2 minutes" == i18n.ngettext("%(num)s minute", "%(num)s minutes", 2)
    assert ("en", "ltr") == (i18n.language(), i18n.direction())


def test_a_percent_sign_without_values_stays_as_it_is() -> None:
    """A text without values is no pattern."""
    assert "100 %" == i18n._("100 %")


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("UTC", "20 November 2026, 23:30 UTC"),
        ("Asia/Tokyo", "21 November 2026, 08:30 Asia/Tokyo"),
        ("America/New_York", "20 November 2026, 18:30 America/New_York"),
    ],
)
def test_an_instant_is_written_with_its_zone(zone: str, expected: str) -> None:
    """The date is that of the zone."""
    assert expected == i18n.write_instant(datetime(2026, 11, 20, 23, 30, tzinfo=UTC), zone)


def test_a_date_cannot_be_misread() -> None:
    """The month is a word."""
    assert "5 January 2026" == i18n.write_date(date(2026, 1, 5))


def test_a_right_to_left_language_turns_the_page(tmp_path: Path) -> None:
    """Where Arabic is offered, the page says so and takes the mirrored sheet; dates follow the language."""
    world = build(tmp_path)
    world.app.extensions["consult_languages"] = frozenset({"en", "ar"})
    page = world.app.test_client().get("/sign-in", headers={"Accept-Language": "ar"}).text

    assert '<html lang="ar" dir="rtl">' in page
    assert "bootstrap.rtl.min.css" in page
    world.engine.dispose()


def test_a_language_without_a_catalogue_is_not_chosen(tmp_path: Path) -> None:
    """A page is in one language throughout."""
    world = build(tmp_path)
    page = world.app.test_client().get("/sign-in", headers={"Accept-Language": "ru;q=0.9, en;q=0.1"}).text

    assert '<html lang="en" dir="ltr">' in page
    world.engine.dispose()
