"""Organs, people, mandates, contact points and one-time links: what is recorded, and what is refused to whom."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from consult import migrate, people, standing
from consult.db import make_engine, writing
from consult.log.append import start_log
from consult.people import NewContact, NewMandate, NewOrgan, NewParty, NewPerson
from consult.refusals import Closed, Malformed, Unknown
from consult.standing import Standing
from tests import databases

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
JAPAN = NewParty("JPN", "Japan", "state", "Asia/Tokyo", "JP")
FRANCE = NewParty("FRA", "France", "state", "Europe/Paris", "FR")
BODY = NewParty("OOSA", "Office for Outer Space Affairs", "body", "Europe/Vienna", "AT")


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    """Give a transaction over two parties without organs."""
    engine = make_engine(databases.at(tmp_path / "people.sqlite"))
    with writing(engine) as connection:
        migrate.tables().create_all(connection)
        start_log(connection)
        people.add_party(connection, JAPAN)
        people.add_party(connection, FRANCE)
        yield connection
    engine.dispose()


def organ(conn: Connection, key: str, kind: str, party: str = "JPN") -> int:
    """Record an organ."""
    return people.add_organ(conn, None, party, NewOrgan(key, f"Organ {key}", kind))


def mandate(organ_id: int, **changes: object) -> NewMandate:
    """Draw up a mandate that any organ can give."""
    plain = NewMandate(organ_id, "Liaison", ("draft",), "Letter of 5 January 2026", date(2026, 1, 1))
    return replace(plain, **changes)  # type: ignore[arg-type]  # changes are of many types


def manager(conn: Connection, organ_id: int, email: str = "manager@mofa.example") -> Standing:
    """Record somebody who manages the party of an organ, and answer the standing."""
    new = mandate(organ_id, office="Manager", capacities=("manage",))
    person, _ = people.invite(conn, None, NewPerson("Manager", email), new, AT)
    return standing.choices(conn, person, AT)[0]


@pytest.mark.parametrize("kind", ["ministry", "mission"])
def test_a_ministry_or_a_mission_may_dispatch_treaty_filings(conn: Connection, kind: str) -> None:
    """The capacity to dispatch at treaty level is recorded for the two organs that speak for a State."""
    organ_id = organ(conn, "MOFA", kind)
    by = manager(conn, organ_id)
    number = people.record_mandate(conn, by, by.person_id, mandate(organ_id, capacities=("dispatch",)), AT)

    found = standing.of_mandate(conn, number, AT)

    assert found is not None
    assert (frozenset({"dispatch"}), "treaty") == (found.capacities, found.level)


@pytest.mark.parametrize("kind", ["agency", "operator", "secretariat", "registry"])
def test_no_other_organ_may_dispatch_treaty_filings(conn: Connection, kind: str) -> None:
    """The refusal names the field and says who may."""
    people.add_party(conn, BODY)
    organ_id = organ(conn, "JAXA", kind, "JPN" if kind != "secretariat" else BODY.key)
    with pytest.raises(Malformed) as refused:
        people.invite(conn, None, NewPerson("Liaison", "l@x.example"), mandate(organ_id, capacities=("dispatch",)), AT)

    assert "ministry or a mission" in refused.value.fields["capacities"]


def test_an_agency_may_dispatch_at_agency_level(conn: Connection) -> None:
    """The liaison of an agency files alone, and the mandate says at which level."""
    new = mandate(organ(conn, "JAXA", "agency"), capacities=("draft", "dispatch"), level="agency")
    person, _ = people.invite(conn, None, NewPerson("Liaison", "l@x.example"), new, AT)

    assert "agency" == standing.choices(conn, person, AT)[0].level


def test_only_a_secretariat_or_a_registry_acts_as_an_office(conn: Connection) -> None:
    """A ministry cannot take the neutral capacity."""
    new = mandate(organ(conn, "MOFA", "ministry"), capacities=("office",))
    with pytest.raises(Malformed) as refused:
        people.invite(conn, None, NewPerson("Clerk", "c@x.example"), new, AT)

    assert "secretariat or a registry" in refused.value.fields["capacities"]


def test_every_fault_of_a_mandate_is_named_at_once(conn: Connection) -> None:
    """Nobody corrects a form field by field."""
    new = NewMandate(organ(conn, "MOFA", "ministry"), " ", (), "", date(2026, 5, 2), date(2026, 5, 1), "cosmic")
    found = people.faults_of_mandate(conn, None, new, AT)

    assert {"office", "capacities", "instrument", "level", "valid_until"} == set(found)


@pytest.mark.parametrize(("last_day", "refused"), [(date(2026, 11, 19), True), (date(2026, 11, 20), False)])
def test_a_mandate_that_has_ended_in_its_own_zone_is_not_recorded(
    conn: Connection, last_day: date, refused: bool
) -> None:
    """In Tokyo it is still 20 November at 09:00 UTC, so the 19th is over and the 20th is not."""
    new = mandate(organ(conn, "MOFA", "ministry"), valid_until=last_day)

    assert refused is ("valid_until" in people.faults_of_mandate(conn, None, new, AT))


def test_a_manager_manages_no_party_but_his_own(conn: Connection) -> None:
    """To him the other party's records do not exist."""
    by = manager(conn, organ(conn, "MOFA", "ministry"))
    french = organ(conn, "MEAE", "ministry", "FRA")
    theirs = manager(conn, french, "manager@meae.example")
    contact = people.add_contact(conn, None, french, NewContact("mail", "a@b.example"))

    for forbidden in (
        lambda: people.add_organ(conn, by, "FRA", NewOrgan("CNES", "Agency", "agency")),
        lambda: people.add_contact(conn, by, french, NewContact("mail", "a@b.example")),
        lambda: people.prove_contact(conn, by, contact, date(2026, 11, 1), date(2026, 11, 20)),
        lambda: people.withdraw_contact(conn, by, contact, date(2026, 11, 1)),
        lambda: people.record_mandate(conn, by, theirs.person_id, mandate(by.organ_id), AT),
        lambda: people.record_mandate(conn, by, by.person_id, mandate(french), AT),
        lambda: people.revoke_mandate(conn, by, theirs.mandate_id, AT),
        lambda: people.issue_link(conn, by, theirs.person_id, AT),
        lambda: people.close_account(conn, by, theirs.person_id, AT),
        lambda: people.open_account(conn, by, theirs.person_id, AT),
    ):
        with pytest.raises(Unknown):
            forbidden()


def test_somebody_who_does_not_manage_changes_nothing(conn: Connection) -> None:
    """A liaison of the same party gets the same answer as a stranger."""
    organ_id = organ(conn, "MOFA", "ministry")
    by = manager(conn, organ_id)
    person, _ = people.invite(conn, by, NewPerson("Liaison", "l@x.example"), mandate(organ_id), AT)
    liaison = standing.choices(conn, person, AT)[0]

    with pytest.raises(Unknown):
        people.add_organ(conn, liaison, "JPN", NewOrgan("JAXA", "Agency", "agency"))


def test_a_mandate_recorded_twice_alike_stands_once(conn: Connection) -> None:
    """A form sent twice doubles nothing; after revocation the same may be recorded anew."""
    organ_id = organ(conn, "MOFA", "ministry")
    by = manager(conn, organ_id)
    first, again = (people.record_mandate(conn, by, by.person_id, mandate(organ_id), AT) for _ in range(2))
    people.revoke_mandate(conn, by, first, AT)

    assert first == again
    assert first != people.record_mandate(conn, by, by.person_id, mandate(organ_id), AT)


def test_a_mandate_is_revoked_once(conn: Connection) -> None:
    """It counts no longer from that instant on, and a second revocation is refused with a sentence."""
    organ_id = organ(conn, "MOFA", "ministry")
    by = manager(conn, organ_id)
    number = people.record_mandate(conn, by, by.person_id, mandate(organ_id), AT)
    people.revoke_mandate(conn, by, number, AT)

    assert None is standing.of_mandate(conn, number, AT)
    with pytest.raises(Closed, match="revoked already"):
        people.revoke_mandate(conn, by, number, AT)


def test_the_last_mandate_to_manage_cannot_be_revoked_by_its_party(conn: Connection) -> None:
    """A party must not lock itself out; with a second manager the first may go."""
    organ_id = organ(conn, "MOFA", "ministry")
    by = manager(conn, organ_id)
    with pytest.raises(Closed, match="last mandate to manage"):
        people.revoke_mandate(conn, by, by.mandate_id, AT)
    manager(conn, organ_id, "second@mofa.example")

    people.revoke_mandate(conn, by, by.mandate_id, AT)

    assert [] == standing.choices(conn, by.person_id, AT)


def test_a_person_of_another_party_is_not_taken_over_by_an_invitation(conn: Connection) -> None:
    """Otherwise one party could set the password of another's official."""
    by = manager(conn, organ(conn, "MOFA", "ministry"))
    manager(conn, organ(conn, "MEAE", "ministry", "FRA"), "manager@meae.example")

    with pytest.raises(Malformed) as refused:
        people.invite(conn, by, NewPerson("Anybody", "Manager@MEAE.example"), mandate(by.organ_id), AT)

    assert {"email"} == set(refused.value.fields)


def test_the_account_of_a_person_who_acts_for_two_parties_is_the_operators(conn: Connection) -> None:
    """Neither party's manager resets a password that opens the other's papers."""
    by = manager(conn, organ(conn, "MOFA", "ministry"))
    french = organ(conn, "MEAE", "ministry", "FRA")
    people.record_mandate(conn, None, by.person_id, mandate(french), AT)

    with pytest.raises(Closed, match="also acts for another party"):
        people.issue_link(conn, by, by.person_id, AT)

    assert people.issue_link(conn, None, by.person_id, AT).token


def test_a_link_works_for_72_hours_and_once(conn: Connection) -> None:
    """One second before its end it opens, at its end it does not, and after use never."""
    organ_id = organ(conn, "MOFA", "ministry")
    _, link = people.invite(conn, None, NewPerson("Liaison", "L@X.example"), mandate(organ_id), AT)
    assert link is not None
    end = AT + timedelta(hours=72)

    assert "l@x.example" == people.read_link(conn, link.token, end - timedelta(seconds=1)).email
    with pytest.raises(Unknown):
        people.read_link(conn, link.token, end)
    people.redeem_link(conn, link.token, "hash", AT)
    with pytest.raises(Unknown):
        people.redeem_link(conn, link.token, "other hash", AT)


def test_a_later_link_makes_the_earlier_one_void(conn: Connection) -> None:
    """A link that went astray is put out of use by issuing another."""
    by = manager(conn, organ(conn, "MOFA", "ministry"))
    first, second = people.issue_link(conn, by, by.person_id, AT), people.issue_link(conn, by, by.person_id, AT)

    with pytest.raises(Unknown):
        people.read_link(conn, first.token, AT)
    assert by.person_id == people.read_link(conn, second.token, AT).person_id


def test_a_person_with_a_password_gets_no_link_with_a_new_mandate(conn: Connection) -> None:
    """A further mandate is no reason to set a password anew."""
    organ_id = organ(conn, "MOFA", "ministry")
    person, link = people.invite(conn, None, NewPerson("Liaison", "l@x.example"), mandate(organ_id), AT)
    assert link is not None
    people.redeem_link(conn, link.token, "hash", AT)

    assert (person, None) == people.invite(conn, None, NewPerson("Liaison", "l@x.example"), mandate(organ_id), AT)


def test_a_proof_neither_lies_in_the_future_nor_goes_back(conn: Connection) -> None:
    """The date of the last proof only moves forward to today."""
    contact = people.add_contact(conn, None, organ(conn, "MOFA", "ministry"), NewContact("fax", "+81 50 0000 0001"))
    today = date(2026, 11, 20)
    people.prove_contact(conn, None, contact, today, today)

    for on in (date(2026, 11, 21), date(2026, 11, 19)):
        with pytest.raises(Malformed):
            people.prove_contact(conn, None, contact, on, today)
    assert today == people.contacts_of(conn, "JPN")[0].last_proved_on


def test_malformed_parties_organs_people_and_contacts_are_refused_by_field(conn: Connection) -> None:
    """Each refusal names every field at fault."""
    organ_id = organ(conn, "MOFA", "ministry")
    cases = {
        ("key", "name", "kind", "zone"): lambda: people.add_party(conn, NewParty("jp", " ", "realm", "Moon/Base", "")),
        ("key",): lambda: people.add_organ(conn, None, "JPN", NewOrgan("MOFA", "Again", "ministry")),
        ("key", "name", "kind"): lambda: people.add_organ(conn, None, "JPN", NewOrgan("m", "", "club")),
        ("name", "email", "language"): lambda: people.add_person(conn, NewPerson("", "nobody", "tlh"), AT),
        ("channel", "address"): lambda: people.add_contact(conn, None, organ_id, NewContact("pigeon", " ")),
    }
    for fields, attempt in cases.items():
        with pytest.raises(Malformed) as refused:
            attempt()

        assert set(fields) == set(refused.value.fields)


def test_a_party_is_recorded_once(conn: Connection) -> None:
    """The second time is refused with a sentence."""
    with pytest.raises(Closed, match="JPN is recorded already"):
        people.add_party(conn, JAPAN)


def test_closing_an_account_makes_its_open_links_void(conn: Connection) -> None:
    """A link issued before does not come alive again when the account is opened."""
    _, link = people.invite(
        conn, None, NewPerson("Liaison", "l@x.example"), mandate(organ(conn, "MOFA", "ministry")), AT
    )
    assert link is not None

    people.close_account(conn, None, link.person_id, AT)
    people.open_account(conn, None, link.person_id, AT)

    with pytest.raises(Unknown):
        people.read_link(conn, link.token, AT)
