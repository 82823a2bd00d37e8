"""When something was filed, by the clocks of four States and not by the host's: the 20th of November 2026, all times
of witnesses theirs, all times of the host whatever it likes to say.
"""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from consult.db import reading
from consult.log.bracket import Bracket, bracket
from consult.log.notes import SigningKey, sign_note
from consult.log.receipts import ATTESTED, RECORDED, SEALED, make_receipt
from consult.log.statements import key_name, read_statement
from consult.log.verifier import Opened, check_receipt, open_checkpoint
from consult.models.audit import audit_opening
from tests.consult.docket.signers import appoint_managers, register, text_of, text_of_note
from tests.faults.logged import Logged, States

NINE, TEN, ELEVEN = (datetime(2026, 11, 20, hour, tzinfo=UTC) for hour in (9, 10, 11))
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
FILED = {"text": "We hold to it"}


def claimed(log: Logged, seq: int) -> datetime:
    """Read the time that the host says of an entry."""
    query = select(audit_opening.c.value).where(audit_opening.c.seq == seq, audit_opening.c.field == "time")
    with reading(log.office.engine) as connection:
        said = json.loads(connection.execute(query).scalar_one())["recorded_at"]
    return datetime.fromisoformat(said)


def bounds(log: Logged, states: States, seq: int) -> Bracket:
    """Find between which moments an entry was logged, by the policy of all States."""
    with reading(log.office.engine) as connection:
        return bracket(connection, seq, states.policy)


def state_of(log: Logged, states: States, seq: int) -> str:
    """Say how far the receipt of an entry has come."""
    with reading(log.office.engine) as connection:
        return make_receipt(connection, seq, states.policy).state


def times(opened: Opened) -> list[datetime]:
    """Give the times of the cosignatures of a checkpoint."""
    return [datetime.fromtimestamp(each.seconds or 0, UTC) for each in opened.cosignatures]


def test_an_entry_that_is_dated_back_was_not_in_what_was_cosigned_after_that_date(log: Logged, states: States) -> None:
    """At eleven the host enters a statement as of nine. At ten three States cosigned a log that does not have it."""
    states.cosign(log, TEN)
    kept = open_checkpoint(log.note, states.policy)
    seq = log.state("JPN", at=NINE).seq
    log.turn(ELEVEN)
    states.cosign(log, ELEVEN)
    with reading(log.office.engine) as connection:
        receipt = check_receipt(make_receipt(connection, seq, states.policy).text, states.policy)

    assert NINE == claimed(log, seq), "what the host says"
    assert Bracket(TEN, ELEVEN, by_witnesses=True) == bounds(log, states, seq), "what the States say"
    assert (True, True) == (kept.attested, receipt.attested)
    assert kept.checkpoint.size <= receipt.index, "a note that anybody kept, beside the receipt, says it offline"
    assert claimed(log, seq) < min(times(kept))
    assert log.size == log.check(states.policy, old=log.note).checkpoint.size


def test_a_host_that_sets_its_clock_back_gets_no_cosignature_of_that_time(log: Logged, states: States) -> None:
    """The witnesses say their own time, which is an hour away from the host's: the host itself keeps none of them."""
    log.state("JPN", at=NINE)
    log.turn(NINE)
    outcomes = states.cosign(log, TEN, host_clock=NINE)

    assert {"clock"} == set(outcomes.values())
    assert not log.check(states.policy).attested
    assert {"cosigned"} == set(states.cosign(log, TEN).values())


def test_the_filer_says_with_its_own_signature_that_an_entry_came_after_what_it_had_seen(
    log: Logged, states: States
) -> None:
    """What Japan signs names the checkpoint that three States cosigned at ten; it cannot have been filed at nine."""
    appoint_managers(log.office)
    key = SigningKey.draw(key_name("localhost", "JPN", "MFA"))
    register(log.office, key, at=NINE)
    log.turn(TEN)
    states.cosign(log, TEN)
    kept = open_checkpoint(log.note, states.policy)
    note = sign_note(text_of(log.office, log.ref, "make_statement", at=NINE, body=FILED), key)
    seq = log.office.take("JPN", log.ref, "make_statement", at=NINE, body=FILED, note=note).seq

    seen = read_statement(text_of_note(note)).seen
    assert seen is not None
    assert (kept.checkpoint.size, kept.checkpoint.root) == (seen.size, seen.root_bytes)
    assert claimed(log, seq) == NINE < min(times(kept))


def test_an_entry_that_is_dated_forward_is_in_what_was_cosigned_before_that_date(log: Logged, states: States) -> None:
    """Entered at ten as of noon, so that a day for an answer would end later: cosigned at ten, so it was there."""
    states.cosign(log, NINE)
    seq = log.state("FRA", at=NOON).seq
    log.turn(TEN)
    states.cosign(log, TEN)

    assert NOON == claimed(log, seq)
    assert Bracket(NINE, TEN, by_witnesses=True) == bounds(log, states, seq)
    assert claimed(log, seq) > max(times(open_checkpoint(log.note, states.policy)))


def test_an_entry_that_is_held_back_has_no_receipt_in_the_meantime(log: Logged, states: States) -> None:
    """The host takes a filing at nine and publishes at noon. Until then there is no proof, and then it says noon."""
    states.cosign(log, NINE)
    seq = log.state("JPN", at=NINE).seq
    assert RECORDED == state_of(log, states, seq)
    for at in (TEN, ELEVEN):  # what was signed before goes on being cosigned, without it
        states.cosign(log, at, publish=False)
        assert RECORDED == state_of(log, states, seq)
        assert log.size <= seq
    log.turn(NOON)
    assert SEALED == state_of(log, states, seq)
    states.cosign(log, NOON)

    assert ATTESTED == state_of(log, states, seq)
    found = bounds(log, states, seq)
    assert (ELEVEN, NOON) == (found.not_before, found.not_after)


@pytest.mark.parametrize("away", [("BRA",), ("BRA", "KOR")])
def test_without_a_quorum_a_filing_is_taken_and_says_that_nobody_vouches_yet(
    log: Logged, states: States, away: tuple[str, ...]
) -> None:
    """One State away is borne; with two away the receipt is the host's word until one is back, hours later."""
    there = dict(states.urls)
    for name in away:
        states.urls[name] = "http://127.0.0.1:9"
    seq = log.state("JPN", at=NINE).seq
    log.turn(NINE)
    outcomes = states.cosign(log, NINE)
    reached = len(away) < 2

    assert {"unreachable"} == {outcomes[name] for name in away}
    assert (ATTESTED if reached else SEALED) == state_of(log, states, seq)
    assert reached == log.check(states.policy).attested == bounds(log, states, seq).by_witnesses
    states.urls = there
    states.cosign(log, NINE + timedelta(hours=3))
    assert ATTESTED == state_of(log, states, seq)
    assert log.check(states.policy).attested
