"""One State acting in another's name, on both databases: arranged, accepted, used, ended, and compared with the log."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, text

from consult import people, standing
from consult.db import reading, writing
from consult.docket import Filed
from consult.docket.replaying import Openings, replay_cases
from consult.docket.represented import LawOf
from consult.log.verify import verify
from consult.models.cases import ACT, ACT_PERSON, SERVICE
from consult.models.logbook import AUDIT_ENTRY
from consult.people import NewMandate
from consult.people.lasting import require_lasting
from consult.people.mandates import Paper
from consult.people.representations import (
    NewRepresentation,
    accept_representation,
    record_representation,
    revoke_representation,
)
from consult.refusals import Closed, Malformed, NotThrough, Unknown
from consult.standing import Standing, Through
from consult.visibility import Viewer
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.test_taking import asked
from tests.tampering import unguard
from workflows.kernel.acts import Act
from workflows.kernel.describe import sentence
from workflows.kernel.representation import Represents
from workflows.kernel.words import Source

LATER = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LAST = date(2026, 11, 30)
LC = Source("LC")
NOTE = Paper("ab" * 32, "note.pdf", "application/pdf")


@pytest.fixture
def allowed(office: Office) -> Office:
    """Let the instrument of a claim allow it in the toy procedure; Japan and France have managers, Brazil has none."""
    form = replace(office.docket.forms["berth"], represented=(Represents(LC("IX"), ways=("state",)),))
    office.docket.forms = {**office.docket.forms, "berth": form}
    for party in ("JPN", "FRA"):
        manages(office, party)
    return office


def manages(office: Office, party: str) -> None:
    """Mandate the official of a party to manage it besides."""
    own = office.standings[party]
    with writing(office.engine) as connection:
        mandate = NewMandate(own.organ_id, f"{party} manager", ("manage",), "Letter", date(2026, 1, 1))
        number = people.record_mandate(connection, None, own.person_id, mandate, START)
        found = standing.of_mandate(connection, number, START)
    assert found is not None
    office.standings[f"{party} manager"] = found


def arrangement(**other: Any) -> NewRepresentation:
    """Japan entrusts France with its claims until 30 November 2026."""
    return replace(
        NewRepresentation(
            "JPN", "FRA", "state", "LC", "Note of 20 November 2026", ("draft", "clear", "dispatch"), ("berth",),
            date(2026, 11, 20), LAST,
        ),
        **other,
    )  # fmt: skip


def record(office: Office, new: NewRepresentation, by: str = "JPN manager") -> int:
    """Record it as one of the managers."""
    with writing(office.engine) as connection:
        return record_representation(connection, office.standings[by], new, LawOf(office.docket), START)


def accepted(office: Office, **other: Any) -> int:
    """Record and accept."""
    number = record(office, arrangement(**other))
    with writing(office.engine) as connection:
        accept_representation(connection, office.standings["FRA manager"], number, START)
    return number


def chosen(office: Office, at: datetime = LATER, who: str = "FRA") -> Standing | None:
    """Give the standing in Japan's name that somebody may choose."""
    with reading(office.engine) as connection:
        found = standing.choices(connection, office.standings[who].person_id, at)
    return next((one for one in found if one.in_name_of and one.party_key == "JPN"), None)


def in_name(office: Office, at: datetime = LATER) -> Standing:
    """Give it where it counts."""
    found = chosen(office, at)
    assert found is not None
    return found


def findings(office: Office) -> list[str]:
    """Give the codes of what log and record disagree in."""
    with reading(office.engine) as connection:
        assert verify(connection, replay=Openings(connection)).sound
        return [one.code for one in replay_cases(connection)]


def test_an_act_in_another_states_name_names_both_and_both_chains_tell_of_the_arrangement(allowed: Office) -> None:
    """France makes Japan's statement on 23 November 2026; Japan is told of it, and it is Japan's."""
    ref = asked(allowed)
    number = accepted(allowed)
    by = in_name(allowed)
    allowed.docket.take(by, ref, Filed("make_statement", body={"text": "Japan's view"}), at=LATER)

    with reading(allowed.engine) as connection:
        row = connection.execute(select(ACT).where(ACT.c.step == "make_statement")).one()
        name = connection.execute(select(ACT_PERSON.c.name).where(ACT_PERSON.c.act_id == row.id)).scalar_one()
        told = set(connection.execute(select(SERVICE.c.party).where(SERVICE.c.act_id == row.id)).scalars())
        entries = connection.execute(select(AUDIT_ENTRY.c.kind, AUDIT_ENTRY.c.party).order_by(AUDIT_ENTRY.c.seq)).all()
        seen = allowed.docket.see(connection, allowed.standings["JPN"], ref, LATER)
    assert ("JPN", "FRA", "Office FRA") == (row.party, row.office, name)
    assert f'"represented_by":["representation:{number}","FRA"]' in row.body
    assert "JPN" in told
    act = Act.from_json(json.loads(row.body))
    assert "France on behalf of Japan" in sentence(seen.procedure, act, {"JPN": "Japan", "FRA": "France"})
    kinds = [tuple(one) for one in entries if one.kind.startswith("representation")]
    assert [
        ("representation_recorded", "JPN"),
        ("representation_recorded", "FRA"),
        ("representation_accepted", "JPN"),
        ("representation_accepted", "FRA"),
    ] == kinds
    assert [] == findings(allowed)


def test_it_counts_only_once_accepted_and_never_after_it_was_ended(allowed: Office) -> None:
    """The acting State accepts first; either ends it, and nothing of the case is to be seen from then on."""
    ref = asked(allowed)
    number = record(allowed, arrangement())
    assert chosen(allowed) is None
    with writing(allowed.engine) as connection, pytest.raises(Unknown):
        accept_representation(connection, allowed.standings["JPN manager"], number, START)
    with writing(allowed.engine) as connection:
        accept_representation(connection, allowed.standings["FRA manager"], number, START)
    by = in_name(allowed)
    with reading(allowed.engine) as connection:
        assert ref == allowed.docket.see(connection, by, ref, LATER).row.ref
    with writing(allowed.engine) as connection:
        revoke_representation(connection, allowed.standings["FRA manager"], number, LATER)
    with writing(allowed.engine) as connection, pytest.raises(Closed, match="revoked already"):
        revoke_representation(connection, allowed.standings["JPN manager"], number, LATER)

    assert chosen(allowed) is None
    assert [] == findings(allowed)


def test_what_was_ended_while_a_request_waited_counts_no_more(allowed: Office) -> None:
    """Japan ends the arrangement between France's page and its press."""
    number = accepted(allowed)
    acting = in_name(allowed)
    with reading(allowed.engine) as connection:
        require_lasting(connection, acting)
    with writing(allowed.engine) as connection:
        revoke_representation(connection, allowed.standings["JPN manager"], number, LATER)

    for hold in (False, True):
        with writing(allowed.engine) as connection, pytest.raises(Closed, match="was ended meanwhile"):
            require_lasting(connection, acting, hold=hold)


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        ("2026-11-19T14:59:59+00:00", False),
        ("2026-11-30T14:59:59+00:00", True),  # one second to midnight in Tokyo, the zone of the represented State
        ("2026-11-30T15:00:00+00:00", False),
    ],
)
def test_the_last_day_still_counts_in_the_zone_of_the_represented_state(allowed: Office, at: str, counts: bool) -> None:
    """From 20 to 30 November 2026 in Tokyo."""
    accepted(allowed)

    assert counts == (chosen(allowed, datetime.fromisoformat(at)) is not None)


def test_who_acts_in_anothers_name_manages_nothing_and_sees_only_what_was_entrusted(allowed: Office) -> None:
    """Another procedure and another case of Japan stay unknown; so does what the own mandate does not give."""
    ref, other = asked(allowed), asked(allowed)
    accepted(allowed, cases=(ref,))
    by = in_name(allowed)

    assert ({"draft", "clear", "dispatch"}, {"berth"}, {ref}) == (by.capacities, by.procedures, by.cases)
    assert ("JPN", False, False) == (Viewer.of(by).party, by.manages, by.opens)
    with reading(allowed.engine) as connection, pytest.raises(Unknown):
        allowed.docket.see(connection, by, other, LATER)
    drafts_only = chosen(allowed, who="FRA draft")
    assert drafts_only is not None
    assert {"draft"} == drafts_only.capacities


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"under": "MOON"}, "procedures", "MOON lets a party be represented in these procedures: ost12, ost9"),
        ({"procedures": ("berth", "ost5")}, "procedures", "LC lets a party be represented in these procedures: berth"),
        ({"way": "secretary_general"}, "acting", "through the Office for Outer Space Affairs"),
        ({"acting": "JPN"}, "acting", "Choose another party"),
        ({"acting": "XXX"}, "acting", "Choose another party"),
        ({"capacities": ("manage",)}, "capacities", "draft, clear or dispatch"),
        ({"valid_until": date(2026, 11, 19)}, "valid_until", "The last day lies before the first day."),
        ({"cases": ("BER-2026-XXXX",)}, "cases", "The represented party has no such case: BER-2026-XXXX"),
        ({"instrument": " "}, "instrument", "Name the arrangement"),
    ],
)
def test_what_the_law_or_the_parties_do_not_carry_is_refused_by_field(
    allowed: Office, change: dict[str, Any], field: str, sentence: str
) -> None:
    """In a sentence, and nothing is recorded."""
    with pytest.raises(Malformed) as refused:
        record(allowed, arrangement(**change))

    assert sentence in refused.value.fields[field]
    assert [] == findings(allowed)


def test_where_the_represented_party_has_nobody_the_acting_one_records_it_with_its_document(allowed: Office) -> None:
    """Brazil has no manager here; Japan has one, so that France may not record for Japan."""
    for_brazil = arrangement(represented="BRA")
    with pytest.raises(Malformed) as without:
        record(allowed, for_brazil, "FRA manager")
    with pytest.raises(Malformed) as of_japan:
        record(allowed, arrangement(document=NOTE), "FRA manager")
    record(allowed, replace(for_brazil, document=NOTE), "FRA manager")

    assert "add the document by which it entrusts you" in without.value.fields["document"]
    assert "it records the arrangement itself" in of_japan.value.fields["represented"]
    with reading(allowed.engine) as connection:
        found = standing.choices(connection, allowed.standings["FRA"].person_id, LATER)
    assert ["BRA"] == [one.party_key for one in found if one.in_name_of]
    assert [] == findings(allowed)


def test_neither_a_system_nor_who_does_not_manage_arranges_it(allowed: Office) -> None:
    """A token is told that a person does it; a liaison and a third State learn nothing."""
    token = replace(allowed.standings["JPN manager"], through=Through(1, "person", "Robot", "abc"))
    with writing(allowed.engine) as connection, pytest.raises(NotThrough, match="never by a system"):
        record_representation(connection, token, arrangement(), LawOf(allowed.docket), START)
    with pytest.raises(Unknown):
        record(allowed, arrangement(), "JPN")
    manages(allowed, "KOR")
    with pytest.raises(Unknown):
        record(allowed, arrangement(), "KOR manager")


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE representation SET capacities = '[\"dispatch\"]'",
        'UPDATE representation SET procedures = \'["berth", "ost9"]\'',
        "UPDATE representation SET valid_until = NULL",
        "UPDATE representation SET acting = 'KOR'",
        "UPDATE representation SET revoked_at = NULL",
        "UPDATE representation SET revoked_at = NULL, revoked_seq = NULL, revoked_acting_seq = NULL",
        "UPDATE representation SET accepted_at = '2026-11-21 00:00:00'",
        "UPDATE representation SET accepted_seq = seq, accepted_acting_seq = acting_seq",
        "DELETE FROM representation",
    ],
)
def test_an_arrangement_that_was_forged_widened_or_revived_is_found(allowed: Office, forgery: str) -> None:
    """Whoever rules the database changes what was recorded, accepted and revoked."""
    number = accepted(allowed)
    with writing(allowed.engine) as connection:
        revoke_representation(connection, allowed.standings["JPN manager"], number, LATER)
    assert [] == findings(allowed)

    with writing(allowed.engine) as connection:
        unguard(connection, "representation")
        connection.execute(text(forgery))
    assert "representation" in findings(allowed)


def test_an_act_beyond_the_arrangement_it_names_is_found(allowed: Office) -> None:
    """The arrangement was for another case, says the table afterwards; the act and its entries disagree with it."""
    ref = asked(allowed)
    accepted(allowed)
    allowed.docket.take(in_name(allowed), ref, Filed("make_statement", body={"text": "View"}), at=LATER)
    with writing(allowed.engine) as connection:
        unguard(connection, "representation")
        connection.execute(text("UPDATE representation SET cases = '[\"BER-2026-AAAA\"]'"))

    assert 3 == findings(allowed).count("representation"), "recorded, accepted, and the act"
