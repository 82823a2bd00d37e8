"""One's own settings: language, courtesy messages, the daily digest; and what goes where."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from consult import people
from consult.models.parties import PERSON
from consult.models.personal import PREFERENCE
from tests.consult.web.world import World

JAPAN = "all@jpn.example"
GIVEN = {"language": "fr", "digest": "yes", "digest_hour": "7", "zone": "Europe/Vienna"}


def test_what_was_chosen_is_kept_and_shown_again(berths: World) -> None:
    """It is ten in Vienna already: the first digest of seven comes on the 21st."""
    japan = berths.signed_in(JAPAN)
    assert 303 == japan.post("/my-settings", form_at="/my-settings", **{**GIVEN, "language": "en"}).status_code
    with berths.reading() as connection:
        kept = connection.execute(select(PREFERENCE)).one()
    assert (["change", "clearance"], True, 7, "Europe/Vienna") == (kept.quiet, kept.digest, kept.digest_hour, kept.zone)
    page = japan.get("/my-settings").text
    assert '<option value="Europe/Vienna" selected>' in page
    assert "The next digest comes on 21 November 2026 at 07:00" in page


def test_the_language_of_the_pages_is_that_of_the_person(berths: World) -> None:
    """In whatever capacity he acts."""
    assert 303 == berths.signed_in(JAPAN).post("/my-settings", form_at="/my-settings", **GIVEN).status_code
    with berths.reading() as connection:
        assert "fr" == connection.execute(select(PERSON.c.language).where(PERSON.c.email == JAPAN)).scalar_one()


def test_the_page_says_that_service_cannot_be_switched_off_and_where_it_goes(berths: World) -> None:
    """With the contact points of one's own organs, and none of others."""
    page = berths.signed_in(JAPAN).get("/my-settings").text
    assert "Legal service cannot be switched off" in page
    assert "space-law@mofa.example" in page
    assert "space-law@mofa.example" not in berths.signed_in("all@fra.example").get("/my-settings").text
    assert 'value="service"' not in page


def test_a_contact_point_that_is_over_is_no_place_where_anything_goes(berths: World) -> None:
    """Yesterday was its last day; one that begins tomorrow is none yet."""
    with berths.app.app_context(), berths.writing() as conn:
        organ = berths.organs["MOFA"]
        days_of: dict[str, dict[str, Any]] = {
            "old@mofa.example": {"valid_until": date(2026, 11, 19)},
            "new@mofa.example": {"valid_from": date(2026, 11, 21)},
            "now@mofa.example": {"valid_until": date(2026, 11, 20)},
        }
        for address, days in days_of.items():
            people.add_contact(conn, None, organ, people.NewContact("mail", address, **days))

    page = berths.signed_in(JAPAN).get("/my-settings").text
    assert "now@mofa.example" in page
    assert "old@mofa.example" not in page
    assert "new@mofa.example" not in page


def test_only_zones_of_places_are_offered(berths: World) -> None:
    """Neither the zone of this machine nor an abbreviation says where a day ends."""
    page = berths.signed_in(JAPAN).get("/my-settings").text

    for name in ("UTC", "Europe/Vienna", "America/Argentina/Buenos_Aires"):
        assert f'value="{name}"' in page
    for name in ("localtime", "Factory", "EST5EDT", "Zulu", "US/Eastern", "Japan"):
        assert f'value="{name}"' not in page


WRONG = {
    "language": ("xx", "Choose one of the six languages."),
    "digest_hour": ("24", "Choose an hour from the list."),
    "zone": ("Moon/Shackleton", "Choose a zone from the list."),
}


@pytest.mark.parametrize("name", list(WRONG))
def test_what_is_none_of_the_choices_is_refused_at_its_question(berths: World, name: str) -> None:
    """Nothing is kept then."""
    value, sentence = WRONG[name]
    answer = berths.signed_in(JAPAN).post("/my-settings", form_at="/my-settings", **{**GIVEN, name: value})
    assert 422 == answer.status_code
    assert sentence in answer.text
    with berths.reading() as connection:
        assert connection.execute(select(PREFERENCE)).first() is None
