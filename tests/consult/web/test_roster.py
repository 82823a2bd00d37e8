"""The roster of neutrals: each a participant of its own, which nobody shares; listed, and retired."""

import re
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from consult import people
from consult.models.neutrals import NEUTRAL
from consult.people import NewMandate, NewPerson
from consult.refusals import Closed, Malformed
from consult.standing import choices
from tests.consult.web.neutrals_world import ARBITRATOR, LISTED, MEDIATOR, REGISTRY, RETIRED
from tests.consult.web.world import AT, LIAISON, World

NEW = LISTED[1]


def _list(world: World) -> None:
    with world.app.app_context(), world.writing() as conn:
        people.add_party(conn, REGISTRY)
        for new in LISTED:
            people.add_neutral(conn, new, AT)


def test_a_neutral_is_a_body_with_one_office_and_one_person(world: World) -> None:
    """The person acts as an office, for this party alone."""
    _list(world)

    with world.reading() as conn:
        person = people.find_person_by_mail(conn, NEW.email)
        found = choices(conn, person.id, AT)
        assert "body" == people.find_party(conn, ARBITRATOR).kind
    assert [(ARBITRATOR, "registry", frozenset({"office"}))] == [
        (one.party_key, one.organ_kind, one.capacities) for one in found
    ]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"serves_as": ()}, "serves_as"),
        ({"serves_as": ("judge",)}, "serves_as"),
        ({"nationalities": ("PCA",)}, "nationalities"),
        ({"languages": ("tlh",)}, "languages"),
        ({"listed_by": "NOSUCH"}, "listed_by"),
        ({"expertise": "x" * 301}, "expertise"),
        ({"email": LIAISON}, "email"),
    ],
)
def test_what_is_wrong_with_a_neutral_is_said_by_field(world: World, changed: dict[str, object], field: str) -> None:
    """A liaison of Japan among others: who acts for a party stands between none. Nothing is recorded."""
    with world.app.app_context(), pytest.raises(Malformed) as refused, world.writing() as conn:
        people.add_neutral(conn, replace(NEW, **changed), AT)  # type: ignore[arg-type] # one wrong value at a time

    assert {field} == set(refused.value.fields)
    with world.reading() as conn:
        assert [] == people.list_neutrals(conn)


def test_a_neutral_shares_no_party_with_anybody(world: World) -> None:
    """No mandate of a State for the neutral, none of the neutral's for a registry's desk: rooms stay closed."""
    _list(world)
    with world.app.app_context(), world.writing() as conn:
        neutral = people.find_person_by_mail(conn, NEW.email).id
        desk = people.add_person(conn, NewPerson("Desk of the registry", "desk@pca.example"), AT)
        office = people.organs_of(conn, ARBITRATOR)[0].id
        mandate = NewMandate(world.organs["DESK"], "Desk", ("office",), "Letter", date(2026, 1, 1))
        with pytest.raises(Closed, match="acts for no other party, registry or institution"):
            people.record_mandate(conn, None, neutral, mandate, AT)
        with pytest.raises(Closed, match="nobody else acts for it"):
            people.record_mandate(conn, None, desk, replace(mandate, organ_id=office), AT)


def test_who_is_retired_stays_on_the_record_and_is_listed_no_more(world: World) -> None:
    """Listed on the last day, not on the next; a second retirement is refused."""
    _list(world)
    with world.app.app_context(), world.writing() as conn:
        people.retire_neutral(conn, MEDIATOR, date(2026, 6, 30))
        with pytest.raises(Closed, match="retired from the roster already"):
            people.retire_neutral(conn, MEDIATOR, date(2026, 7, 1))
        on = {day: {row.party_key for row in people.list_neutrals(conn, date(2026, *day))} for day in ((6, 30), (7, 1))}
        kept = conn.execute(select(NEUTRAL.c.listed_until).where(NEUTRAL.c.party_key == MEDIATOR)).scalar_one()

    assert {(6, 30): {MEDIATOR, ARBITRATOR, RETIRED}, (7, 1): {ARBITRATOR, RETIRED}} == on
    assert date(2026, 6, 30) == kept


def _order(page: str) -> list[str]:
    """Give the neutrals of the roster's page in their order."""
    return re.findall(r'<a href="/parties/(NEU-[A-Z]+)">', page)


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", [RETIRED, MEDIATOR, ARBITRATOR]),
        ("?order=-name", [ARBITRATOR, MEDIATOR, RETIRED]),
        ("?order=since", [RETIRED, ARBITRATOR, MEDIATOR]),
        ("?serving=mediator", [RETIRED, MEDIATOR]),
        ("?language=es", [ARBITRATOR]),
        ("?serving=mediator&language=fr", [MEDIATOR]),
        ("?serving=nonsense&language=x&order=y", [RETIRED, MEDIATOR, ARBITRATOR]),
    ],
)
def test_everybody_reads_the_roster_by_office_language_and_order(world: World, asked: str, shown: list[str]) -> None:
    """A liaison of Japan; what the roster does not know is not asked."""
    _list(world)
    assert shown == _order(world.signed_in(LIAISON).get(f"/neutrals{asked}").text)


def test_the_roster_says_what_is_known_of_each_and_leads_to_the_party(world: World) -> None:
    """As what, of what nationality, in which languages, for what, listed by whom and since when; retired no more."""
    _list(world)
    with world.app.app_context(), world.writing() as conn:
        people.retire_neutral(conn, RETIRED, date(2026, 6, 30))
    visitor = world.signed_in(LIAISON)
    page, party = visitor.get("/neutrals").text, visitor.get(f"/parties/{MEDIATOR}").text

    for words in ("mediator, conciliator", "Brazil", "Français", "Spectrum, launch safety", "House of mediation"):
        assert words in page
    assert "A nomination is made in the dispute" in page
    assert '<time datetime="2026-01-02">' in page
    assert "A former neutral" not in page
    assert "On the roster of neutrals" in party
    assert "On the roster" not in visitor.get("/parties/FRA").text


def test_an_empty_roster_and_an_empty_choice_say_so(world: World) -> None:
    """Each with the way on."""
    assert "Nobody is on the roster." in world.signed_in(LIAISON).get("/neutrals").text
    _list(world)
    page = world.signed_in(LIAISON).get("/neutrals?serving=expert").text
    assert "No neutral of the roster fits." in page
    assert [] == _order(page)


def test_whoever_is_not_signed_in_reads_no_roster(world: World) -> None:
    """The way leads to the sign-in."""
    answer = world.visitor().get("/neutrals")
    assert (303, True) == (answer.status_code, "/sign-in" in answer.location)
