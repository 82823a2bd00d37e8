"""Mandates as instruments, on both databases: delegations within their source, acts that say so, forged rows."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, text

from consult import people, standing
from consult.db import reading, writing
from consult.docket import Filed, Refused
from consult.docket.replaying import Openings, replay_cases
from consult.log.verify import verify
from consult.models.cases import ACT, ACT_PERSON
from consult.models.logbook import AUDIT_ENTRY
from consult.models.parties import MANDATE
from consult.people import NewMandate, NewPerson
from consult.people.lasting import require_lasting
from consult.people.persons import add_person
from consult.refusals import Closed, Malformed, Unknown
from consult.standing import Standing
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.test_taking import asked
from tests.tampering import unguard

FIRST, LAST = date(2026, 11, 20), date(2026, 11, 30)
LATER = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
AFTER = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)


def newcomer(office: Office, name: str) -> int:
    """Record somebody of Japan's ministry who so far drafts only, and answer the person's number."""
    with writing(office.engine) as connection:
        person = add_person(connection, NewPerson(name, f"{name.lower()}@jpn.example"), START)
        organ = office.standings["JPN"].organ_id
        mandate = NewMandate(organ, f"Clerk {name}", ("draft",), "Letter", date(2026, 1, 1))
        people.record_mandate(connection, None, person, mandate, START)
    return person


def delegation(office: Office, source: int | None = None, **other: Any) -> NewMandate:
    """Japan's official hands on drafting and dispatch until 30 November 2026."""
    mandate = NewMandate(
        office.standings["JPN"].organ_id,
        "Deputy",
        ("draft", "dispatch"),
        "Note of the official, 20 November 2026",
        FIRST,
        LAST,
        kind="delegation",
        derived_from=source or office.standings["JPN"].mandate_id,
    )
    return replace(mandate, **other)


def delegate(office: Office, person: int, new: NewMandate, by: Standing | None = None, at: datetime = START) -> int:
    """Let the holder hand on."""
    with writing(office.engine) as connection:
        return people.record_mandate(connection, by or office.standings["JPN"], person, new, at)


def held(office: Office, number: int, at: datetime = LATER) -> Standing | None:
    """Give the standing of a mandate at a moment."""
    with reading(office.engine) as connection:
        return standing.of_mandate(connection, number, at)


def findings(office: Office) -> list[str]:
    """Give the codes of what log and record disagree in."""
    with reading(office.engine) as connection:
        assert verify(connection, replay=Openings(connection)).sound
        return [one.code for one in replay_cases(connection)]


def test_a_delegation_gives_what_it_names_and_shows_its_path(office: Office) -> None:
    """The official hands on to Sato on 20 November 2026; Sato acts under a delegation out of that mandate."""
    number = delegate(office, newcomer(office, "Sato"), delegation(office))
    found = held(office, number)

    assert found is not None
    assert {"draft", "dispatch"} == found.capacities
    assert ("delegation", f"mandate:{office.standings['JPN'].mandate_id}") == found.kept_power
    assert [] == findings(office)


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"capacities": ("draft", "manage")}, "capacities", "no capacity that its source does not have"),
        ({"valid_until": None}, "valid_until", "a delegation is limited in time"),
        ({"valid_from": date(2025, 12, 31)}, "valid_from", "The source begins only on 1 January 2026."),
        ({"level": "agency"}, "level", "counts at the level of its source"),
        ({"cases": ("BER-2026-XXXX",)}, "cases", "sees no case with this reference: BER-2026-XXXX"),
        ({"kind": "standing"}, "derived_from", "A delegation, and no other instrument, names"),
        ({"derived_from": 999}, "derived_from", "Choose a mandate of your party that counts today."),
    ],
)
def test_a_delegation_never_goes_beyond_its_source(
    office: Office, change: dict[str, Any], field: str, sentence: str
) -> None:
    """Refused by field, in a sentence, and nothing is recorded; the manager is refused like the holder."""
    person, new = newcomer(office, "Sato"), delegation(office, **change)

    with writing(office.engine) as connection, pytest.raises(Malformed) as refused:
        people.record_mandate(connection, None, person, new, START)
    assert sentence in refused.value.fields[field]
    assert [] == findings(office)


def test_a_delegation_out_of_a_limited_mandate_stays_within_its_matters_and_days(office: Office) -> None:
    """The source is for one case, one procedure and ends on 25 November 2026."""
    ref = asked(office)
    person = newcomer(office, "Sato")
    limited = delegation(office, procedures=("berth",), cases=(ref,), valid_until=date(2026, 11, 25))
    number = delegate(office, person, limited)
    holder = held(office, number)
    assert holder is not None

    with pytest.raises(Malformed) as refused:
        delegate(office, newcomer(office, "Ito"), delegation(office, number), by=holder)
    assert {
        "procedures": "The source is for these procedures alone: berth.",
        "cases": f"The source is for these cases alone: {ref}.",
        "valid_until": "The source ends on 25 November 2026.",
    } == refused.value.fields


def test_a_mandate_is_handed_on_twice_at_most_and_the_path_is_shown(office: Office) -> None:
    """Official to Sato to Ito is possible, on to Mori is not; nor back to Sato."""
    sato, ito, mori = (newcomer(office, name) for name in ("Sato", "Ito", "Mori"))
    first = delegate(office, sato, delegation(office))
    second = delegate(office, ito, delegation(office, first), by=held(office, first))
    found = held(office, second)
    assert found is not None
    assert (first, office.standings["JPN"].mandate_id) == found.comes_from

    with pytest.raises(Malformed) as refused:
        delegate(office, mori, delegation(office, second), by=found)
    assert "at most 2 times: Office JPN → Sato → Ito → Mori" in refused.value.fields["derived_from"]
    with pytest.raises(Malformed) as circle:
        delegate(office, sato, delegation(office, first), by=held(office, first))
    assert "Nobody delegates to himself or herself: Office JPN → Sato → Sato." == circle.value.fields["derived_from"]


def test_only_the_holder_or_a_manager_hands_on_and_to_the_own_party_alone(office: Office) -> None:
    """A colleague's mandate and another party's people are unknown."""
    person = newcomer(office, "Sato")
    with pytest.raises(Unknown):
        delegate(office, person, delegation(office), by=office.standings["JPN draft"])
    with pytest.raises(Unknown):
        delegate(office, office.standings["FRA"].person_id, delegation(office))
    acting = replace(office.standings["JPN"], in_place_of=standing.InPlaceOf(1, 2, "Somebody", "Clerk", LAST))
    with pytest.raises(Unknown):
        delegate(office, person, delegation(office), by=acting)


@pytest.mark.parametrize("how", ["revoked", "ended", "account"])
def test_a_delegation_ends_with_its_source(office: Office, how: str) -> None:
    """Revoked, past its last day, or of somebody who can sign in no longer: then nothing comes from it."""
    person = newcomer(office, "Sato")
    first = delegate(office, person, delegation(office))
    second = delegate(office, newcomer(office, "Ito"), delegation(office, first), by=held(office, first))
    waiting = held(office, second)
    assert waiting is not None

    with writing(office.engine) as connection:
        if how == "revoked":
            people.revoke_mandate(connection, None, first, START)
        elif how == "account":
            people.close_account(connection, None, person, START)
    at = AFTER if how == "ended" else LATER
    assert held(office, second, at) is None
    if how != "ended":  # days are not looked at again: a request counts on the day on which it was sent
        with writing(office.engine) as connection, pytest.raises(Closed, match="was ended meanwhile"):
            require_lasting(connection, waiting, hold=True)
    assert [] == findings(office)


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        ("2026-11-19T14:59:59+00:00", False),
        ("2026-11-30T14:59:59+00:00", True),  # one second to midnight in Tokyo on the last day
        ("2026-11-30T15:00:00+00:00", False),
    ],
)
def test_the_last_day_of_a_delegation_still_counts_in_the_zone_of_the_party(
    office: Office, at: str, counts: bool
) -> None:
    """From 20 to 30 November 2026 in Tokyo."""
    number = delegate(office, newcomer(office, "Sato"), delegation(office))

    assert counts == (held(office, number, datetime.fromisoformat(at)) is not None)


def test_an_act_says_under_what_it_was_taken_after_the_person_has_left(office: Office) -> None:
    """Sato acts on 23 November 2026 under a delegation; then the mandate is revoked and the account closed."""
    ref = asked(office)
    person = newcomer(office, "Sato")
    number = delegate(office, person, delegation(office, capacities=("draft", "clear", "dispatch")))
    by = held(office, number)
    assert by is not None
    office.docket.take(by, ref, Filed("make_statement", body={"text": "Our view"}), at=LATER)
    with writing(office.engine) as connection:
        people.revoke_mandate(connection, None, number, AFTER)
        people.close_account(connection, None, person, AFTER)

    with reading(office.engine) as connection:
        row = connection.execute(select(ACT).where(ACT.c.step == "make_statement")).one()
        name = connection.execute(select(ACT_PERSON.c.name).where(ACT_PERSON.c.act_id == row.id)).scalar_one()
    assert ("Deputy", "dispatch", "Sato") == (row.office, row.capacity, name)
    assert f'"power":["delegation","mandate:{office.standings["JPN"].mandate_id}"]' in row.body
    assert [] == findings(office)


def test_an_act_beyond_the_matters_of_a_mandate_is_refused(office: Office) -> None:
    """A delegation for one case gives nothing in another one, which it does not even show."""
    first, second = asked(office), asked(office)
    number = delegate(office, newcomer(office, "Sato"), delegation(office, cases=(first,)))
    by = held(office, number)
    assert by is not None
    assert not by.opens

    with pytest.raises(Unknown):
        office.docket.take(by, second, Filed("make_statement", body={"text": "Our view"}), at=LATER)


@pytest.mark.parametrize(
    "forgery",
    [
        'UPDATE mandate SET capacities = \'["draft", "clear", "dispatch"]\' WHERE id = :id',
        "UPDATE mandate SET valid_until = '2030-01-01' WHERE id = :id",
        "UPDATE mandate SET cases = NULL, kind = 'full_powers', derived_from = NULL WHERE id = :id",
        "UPDATE mandate SET revoked_at = NULL WHERE id = :id",
        "UPDATE mandate SET document = 'ab' WHERE id = :id",
        "UPDATE mandate SET person_id = 1 WHERE id = :id",
        "INSERT INTO mandate (person_id, organ_id, office, level, capacities, instrument, valid_from, recorded_at)"
        " SELECT person_id, organ_id, office, level, capacities, instrument, valid_from, recorded_at"
        " FROM mandate WHERE id = :id",
    ],
)
def test_a_mandate_that_was_forged_widened_or_revived_is_found(office: Office, forgery: str) -> None:
    """Whoever rules the database changes the row of a mandate that was recorded and revoked."""
    number = delegate(office, newcomer(office, "Sato"), delegation(office))
    with writing(office.engine) as connection:
        people.revoke_mandate(connection, None, number, LATER)
    assert [] == findings(office)

    with writing(office.engine) as connection:
        unguard(connection, "mandate")
        connection.execute(text(forgery), {"id": number})
    assert "mandate" in findings(office)


def test_an_entry_whose_mandate_is_gone_is_found(office: Office) -> None:
    """The row is deleted behind the guards; both of its entries are left."""
    number = delegate(office, newcomer(office, "Sato"), delegation(office))
    with writing(office.engine) as connection:
        unguard(connection, "mandate")
        connection.execute(MANDATE.delete().where(MANDATE.c.id == number))
        entries = connection.execute(select(AUDIT_ENTRY.c.seq).where(AUDIT_ENTRY.c.kind == "mandate_recorded")).all()

    assert len(entries) == 2
    assert ["mandate"] == findings(office)


def test_who_may_only_draft_by_delegation_is_refused_dispatch(office: Office) -> None:
    """A delegation for drafting gives drafting alone."""
    ref = asked(office)
    number = delegate(office, newcomer(office, "Sato"), delegation(office, capacities=("draft",)))
    by = held(office, number)
    assert by is not None

    with pytest.raises(Refused):
        office.docket.take(by, ref, Filed("make_statement", body={"text": "Our view"}), at=LATER)
