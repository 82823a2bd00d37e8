"""The roster of neutrals: each a participant of its own, which nobody shares; listed, and retired."""

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
