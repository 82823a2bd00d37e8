"""The directory of contact points: order, hours, what ends soon, and who sees whose addresses."""

import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update

from consult import clock, people
from consult.models.parties import CONTACT_POINT, ORGAN
from consult.people import Hours, NewContact
from consult.visibility import Viewer, may_see_contacts
from tests.consult.web.world import FRENCH_MANAGER, LIAISON, MANAGER, SECRETARIAT, World, masked

OFFICE = Hours((0, 1, 2, 3, 4), "09:00", "17:00", "Asia/Tokyo")


@pytest.fixture
def reached(world: World) -> World:
    """Give a world in which Japan's ministry has a mail, a telephone with hours, and a fax that ends on 10 December."""
    with world.app.app_context(), world.writing() as conn:
        organ = world.organs["MOFA"]
        people.add_contact(conn, None, organ, NewContact("telephone", "+81 3 3580 3311", hours=OFFICE))
        people.add_contact(conn, None, organ, NewContact("fax", "+81 3 3580 3312", valid_until=date(2026, 12, 10)))
    return world


def order(world: World) -> list[str]:
    """Give the channels of the ministry in their order."""
    with world.reading() as conn:
        rows = people.contacts_of(conn, "JPN")
        return [row.channel for row in rows if row.organ_id == world.organs["MOFA"]]


def number(world: World, channel: str) -> int:
    """Give the number of a contact point of the ministry."""
    with world.reading() as conn:
        c = CONTACT_POINT.c
        query = select(c.id).where(c.channel == channel, c.organ_id == world.organs["MOFA"])
        return int(conn.execute(query).scalar_one())


def test_a_manager_orders_the_contact_points_of_an_organ(reached: World) -> None:
    """One place at a time; the first has no way up, the last none down; beyond the end nothing changes."""
    visitor, fax = reached.signed_in(MANAGER), number(reached, "fax")
    assert ["mail", "telephone", "fax"] == order(reached)
    for way in ("earlier", "earlier", "earlier"):
        assert 303 == visitor.post(f"/my-party/contacts/{fax}/move", way=way).status_code
    assert ["fax", "mail", "telephone"] == order(reached)
    visitor.post(f"/my-party/contacts/{fax}/move", way="later")

    assert ["mail", "fax", "telephone"] == order(reached)
    assert 422 == visitor.post(f"/my-party/contacts/{fax}/move", way="sideways").status_code
    page = visitor.get("/directory").text
    assert page.index("space-law@mofa.example") < page.index("+81 3 3580 3312") < page.index("+81 3 3580 3311")


def test_an_urgent_contact_point_is_marked_and_unmarked(reached: World) -> None:
    """The mark stands in the directory for all."""
    visitor, telephone = reached.signed_in(MANAGER), number(reached, "telephone")
    for given, marks in (("yes", 2), ("no", 1)):
        visitor.post(f"/my-party/contacts/{telephone}/urgent", urgent=given)

        assert marks == reached.signed_in(FRENCH_MANAGER).get("/directory").text.count("urgent</span>")


@pytest.mark.parametrize("who", [LIAISON, FRENCH_MANAGER, SECRETARIAT])
def test_nobody_else_orders_or_marks_them(reached: World, who: str) -> None:
    """404, and no button."""
    visitor, fax = reached.signed_in(who), number(reached, "fax")

    for what, given in (("move", {"way": "later"}), ("urgent", {"urgent": "yes"})):
        assert 404 == visitor.post(f"/my-party/contacts/{fax}/{what}", **given).status_code
        assert f"/my-party/contacts/{fax}/{what}" not in visitor.get("/my-party").text
    assert ["mail", "telephone", "fax"] == order(reached)


def test_one_that_is_over_is_neither_ordered_nor_marked(reached: World) -> None:
    """409 with the reason, and no button."""
    visitor, fax = reached.signed_in(MANAGER), number(reached, "fax")
    visitor.post(f"/my-party/contacts/{fax}/withdraw")

    for what, given in (("move", {"way": "earlier"}), ("urgent", {"urgent": "yes"})):
        answer = visitor.post(f"/my-party/contacts/{fax}/{what}", **given)
        assert 409 == answer.status_code
        assert "This contact point is over" in answer.text
        assert f"/my-party/contacts/{fax}/{what}" not in visitor.get("/my-party").text


@pytest.mark.parametrize(
    ("at", "says"),
    [
        (datetime(2026, 11, 20, 7, 59, tzinfo=UTC), "open now"),
        (datetime(2026, 11, 20, 8, 0, tzinfo=UTC), "opens 23 November 2026, 09:00 Asia/Tokyo"),
    ],
    ids=str,
)
def test_hours_are_told_with_whether_somebody_is_there(reached: World, at: datetime, says: str) -> None:
    """In the zone of the office."""
    with clock.frozen(at):
        page = reached.signed_in(FRENCH_MANAGER).get("/directory?party=JPN").text

    assert "Monday to Friday 09:00–17:00, Asia/Tokyo" in page
    assert says in re.sub(r"\s+", " ", page)


def test_the_directory_shows_what_was_asked_for(reached: World) -> None:
    """What ends within thirty days, one channel, one party; an unknown filter shows all."""
    visitor = reached.signed_in(FRENCH_MANAGER)
    soon = visitor.get("/directory?state=expiring").text
    assert "+81 3 3580 3312" in soon
    assert "20 days left" in soon
    assert "space-law@mofa.example" not in soon
    assert "1 contact point ends within 30 days" in visitor.get("/directory").text
    mail = visitor.get("/directory?channel=mail").text
    assert ("space-law@mofa.example" in mail, "+81 3 3580 3312" in mail) == (True, False)
    france = visitor.get("/directory?party=FRA").text
    assert "space-law@mofa.example" not in france

    everything = masked(visitor.get("/directory").text)
    assert masked(visitor.get("/directory?party=XXX&channel=pigeon&state=x").text) == everything


def test_addresses_of_others_are_not_for_operators(reached: World) -> None:
    """They see that there are organs, figures, and their own party's addresses; the public is asked to sign in."""
    with reached.writing() as conn:
        conn.execute(update(ORGAN).where(ORGAN.c.key == "MEAE").values(kind="operator"))
    operator = reached.signed_in(FRENCH_MANAGER)

    for address in ("/directory", "/parties/JPN"):
        page = operator.get(address).text
        assert "space-law@mofa.example" not in page, address
        assert "is not shown to an operator" in page
    assert "space-law@mofa.example" in reached.signed_in(LIAISON).get("/directory").text
    assert 303 == reached.visitor().get("/directory").status_code


@pytest.mark.parametrize(
    ("party", "sees_cases", "may"),
    [("JPN", True, True), ("FRA", True, True), ("JPN", False, True), ("FRA", False, False)],
)
def test_who_may_see_how_a_party_is_reached(party: str, sees_cases: bool, may: bool) -> None:
    """Japan's own people always; others as far as they take part in cases."""
    assert may == may_see_contacts(Viewer(party, sees_cases=sees_cases), "JPN")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"channel": "mail", "address": "nobody"}, "address"),
        ({"channel": "telephone", "address": "03 1234 5678"}, "address"),
        ({"channel": "webhook", "address": "http://mofa.example"}, "address"),
        ({"opens": "9", "closes": "17:00", "days": ["0"]}, "opens"),
        ({"opens": "09:00", "closes": "25:00", "days": ["0"]}, "closes"),
        ({"opens": "09:00", "closes": "17:00"}, "days"),
        ({"opens": "09:00", "closes": "17:00", "days": ["7"]}, "days"),
        ({"opens": "09:00", "closes": "17:00", "days": ["0"], "zone": "Mars/Base"}, "zone"),
        ({"opens": "09:00", "closes": "17:00", "days": ["0"], "zone": ""}, "zone"),
        ({"opens": "09:00", "closes": "17:00", "days": ["0"], "zone": "localtime"}, "zone"),
        ({"valid_from": "2026-12-02", "valid_until": "2026-12-01"}, "valid_until"),
        ({"valid_until": "2026-11-19"}, "valid_until"),
    ],
    ids=str,
)
def test_a_contact_point_that_cannot_be_used_comes_back_with_the_reason(
    reached: World, given: dict[str, str], field: str
) -> None:
    """422 at the field, and what was typed stays."""
    fits = {"channel": "mail", "address": "desk@mofa.example", "zone": "Asia/Tokyo"}
    answer = reached.signed_in(MANAGER).post("/my-party/organs/MOFA/contacts", **(fits | given))

    assert 422 == answer.status_code
    assert {field} == set(re.findall(r'id="error-(\w+)"', answer.text))


def test_the_same_address_without_end_is_recorded_once(reached: World) -> None:
    """422 for the second, however it is written; after the first has got a last day another may follow it."""
    visitor = reached.signed_in(MANAGER)
    address = {"channel": "mail", "address": "desk@mofa.example"}
    first = visitor.post("/my-party/organs/MOFA/contacts", **address)
    again = visitor.post("/my-party/organs/MOFA/contacts", channel="mail", address=" Desk@MOFA.example ")

    assert (303, 422) == (first.status_code, again.status_code)
    assert "recorded for the organ already" in again.text
    with reached.writing() as conn:
        conn.execute(
            update(CONTACT_POINT)
            .where(CONTACT_POINT.c.address == "desk@mofa.example")
            .values(valid_until=date(2026, 12, 31))
        )
    assert 303 == visitor.post("/my-party/organs/MOFA/contacts", **address).status_code


def test_a_last_day_counts_until_its_end(reached: World) -> None:
    """On 20 November 2026 a contact point until that day is still recorded."""
    given = {"channel": "mail", "address": "desk@mofa.example", "valid_until": "2026-11-20"}

    assert 303 == reached.signed_in(MANAGER).post("/my-party/organs/MOFA/contacts", **given).status_code


def test_parties_that_nobody_can_reach_stand_together_at_the_end(reached: World) -> None:
    """Who chooses one of them reads it as before, and with a channel chosen they are not listed at all."""
    visitor = reached.signed_in(MANAGER)
    page = visitor.get("/directory").text.partition("</form>")[2]
    listed, _heading, rest = page.partition('id="unreached"')

    assert 'href="/parties/ESA"' in rest
    assert 'href="/parties/ESA"' not in listed
    assert 'href="/parties/JPN"' in listed
    assert 'id="unreached"' not in visitor.get("/directory?channel=fax").text
    alone = visitor.get("/directory?party=ESA").text
    assert 'id="unreached"' not in alone
    assert 'href="/parties/ESA"' in alone


def test_a_contact_point_with_hours_and_a_first_day_is_recorded(reached: World) -> None:
    """Before its first day it says from when it holds."""
    visitor = reached.signed_in(MANAGER)
    given = {"days": ["0", "2"], "opens": "22:00", "closes": "06:00", "zone": "UTC", "valid_from": "2026-12-01"}
    answer = visitor.post("/my-party/organs/MOFA/contacts", channel="mail", address="night@mofa.example", **given)

    assert 303 == answer.status_code
    page = visitor.get("/my-party").text
    assert "Monday, Wednesday 22:00–06:00, UTC" in page
    assert 'from <time datetime="2026-12-01">' in page
