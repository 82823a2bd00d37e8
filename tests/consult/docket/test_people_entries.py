"""People and mandates in the log, on both databases: in the chain of the party concerned, with the change itself."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select, text

from consult import people
from consult.db import reading, writing
from consult.docket.replaying import Openings, replay_cases
from consult.log.verify import verify
from consult.models.audit import audit_chain, audit_leaf, audit_opening
from consult.models.logbook import AUDIT_ENTRY
from consult.people import NewMandate, NewPerson
from consult.refusals import Closed
from tests.consult.docket.conftest import START, Office
from tests.tampering import unguard

NEW = NewMandate(1, "Liaison", ("draft",), "Letter of 5 January 2026", date(2026, 1, 5), date(2026, 12, 31))


def told(office: Office, after: int) -> list[tuple[str, str | None, dict[str, Any]]]:
    """List kind, party and body of the entries after a number."""
    with reading(office.engine) as connection:
        query = select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.seq > after).order_by(AUDIT_ENTRY.c.seq)
        return [(row.kind, row.party, json.loads(row.body)) for row in connection.execute(query)]


def last(office: Office) -> int:
    """Give the number of the last leaf; -1 before the first."""
    with reading(office.engine) as connection:
        return int(connection.execute(select(func.coalesce(func.max(audit_leaf.c.seq), -1))).scalar_one())


def sound(office: Office) -> bool:
    """Say whether log and record agree."""
    with reading(office.engine) as connection:
        return verify(connection, replay=Openings(connection)).sound and not list(replay_cases(connection))


def test_an_invitation_and_its_mandate_are_two_entries_of_the_party(office: Office) -> None:
    """On 20 November 2026 the operator invites Japan's liaison; the name is sealed apart from the bodies."""
    before = last(office)
    with writing(office.engine) as connection:
        person, _link = people.invite(connection, None, NewPerson("Akari Sato", "akari@jpn.example"), NEW, START)

    (invited, of_person, person_body), (recorded, of_mandate, mandate_body) = told(office, before)
    assert ("person", "JPN", "mandate_recorded", "JPN") == (invited, of_person, recorded, of_mandate)
    assert {"person": person, "event": "invited"} == person_body
    assert ("MFA", "Liaison", ["draft"], "2026-01-05", "2026-12-31") == tuple(
        mandate_body[name] for name in ("organ", "office", "capacities", "valid_from", "valid_until")
    )
    assert 64 == len(mandate_body["instrument"])
    assert "Akari" not in str(told(office, before))
    with reading(office.engine) as connection:
        sealed = select(audit_opening.c.value).where(
            audit_opening.c.seq == before + 1, audit_opening.c.field == "person"
        )
        assert '"Akari Sato"' == connection.execute(sealed).scalar_one()
        chain = select(audit_chain.c.kind, audit_chain.c.party).join(
            audit_leaf, audit_leaf.c.chain_id == audit_chain.c.id
        )
        assert ("party", "JPN") == tuple(connection.execute(chain.where(audit_leaf.c.seq == before + 1)).one())
    assert sound(office)


def test_every_change_of_an_account_and_a_mandate_is_entered(office: Office) -> None:
    """A liaison is given a link, barred, admitted again, and loses the mandate: four entries of Japan's."""
    by = office.standings["JPN draft"]
    before = last(office)
    with writing(office.engine) as connection:
        people.issue_link(connection, None, by.person_id, START)
    with writing(office.engine) as connection:
        people.close_account(connection, None, by.person_id, START)
    with writing(office.engine) as connection:
        people.open_account(connection, None, by.person_id, START)
    with writing(office.engine) as connection:
        people.revoke_mandate(connection, None, by.mandate_id, START)

    found = told(office, before)
    assert ["person", "person", "person", "mandate_revoked"] == [kind for kind, _party, _body in found]
    assert {"JPN"} == {party for _kind, party, _body in found}
    assert ["invited", "barred", "admitted"] == [body["event"] for _kind, _party, body in found[:3]]
    assert by.mandate_id == found[3][2]["mandate"]
    assert sound(office)


def test_what_a_manager_does_to_one_who_acts_for_nobody_any_more_is_told_to_its_party_alone(office: Office) -> None:
    """The chain of the host is read by all parties: they do not learn there whom Japan barred or from where."""
    by = office.standings["JPN draft"]
    manager = replace(office.standings["JPN"], person_id=by.person_id + 1000, capacities=("manage",))
    with writing(office.engine) as connection:
        people.revoke_mandate(connection, None, by.mandate_id, START)
    before = last(office)
    with writing(office.engine) as connection:
        people.close_account(connection, manager, by.person_id, START)

    assert [("person", "JPN")] == [(kind, party) for kind, party, _body in told(office, before)]
    assert sound(office)


def test_what_is_refused_or_stands_already_leaves_no_entry(office: Office) -> None:
    """A mandate recorded twice is entered once; one revoked twice as well; what is undone leaves nothing."""
    by = office.standings["JPN draft"]
    before = last(office)
    for _time in range(2):
        with writing(office.engine) as connection:
            people.record_mandate(connection, None, by.person_id, NEW, START)
    with writing(office.engine) as connection:
        people.revoke_mandate(connection, None, by.mandate_id, START)
    with pytest.raises(Closed), writing(office.engine) as connection:
        people.revoke_mandate(connection, None, by.mandate_id, START)
    with office.engine.connect() as connection, connection.begin() as transaction:
        people.close_account(connection, None, by.person_id, START)
        transaction.rollback()

    assert ["mandate_recorded", "mandate_revoked"] == [kind for kind, _party, _body in told(office, before)]
    assert sound(office)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE audit_entry SET body = '{}'", "entry-differs"),
        ("UPDATE audit_entry SET kind = 'access'", "entry-differs"),
        ("UPDATE audit_entry SET party = 'FRA' WHERE party = 'JPN'", "entry-chain"),
        ("UPDATE audit_entry SET recorded_at = '2026-11-21 09:00:00+00:00'", "entry-differs"),
        ("DELETE FROM audit_entry", "act-missing"),
    ],
)
def test_a_replay_finds_an_entry_that_is_not_what_was_sealed(office: Office, change: str, code: str) -> None:
    """Somebody who rules the database edits, moves, back-dates or removes what stands beside the leaves."""
    with writing(office.engine) as connection:
        people.record_mandate(connection, None, office.standings["JPN"].person_id, NEW, START)
    assert sound(office)
    with writing(office.engine) as connection:
        unguard(connection, "audit_entry")
        connection.execute(text(change))
    with reading(office.engine) as connection:
        assert code in {one.code for one in verify(connection, replay=Openings(connection)).findings}
