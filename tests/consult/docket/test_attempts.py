"""Refused attempts on both databases: kept without a case row or a leaf, and sealed an hour at a time."""

import hashlib
import json
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import rfc8785
from sqlalchemy import delete, insert, select, update

from consult.db import reading, writing
from consult.docket import Filed, NotCleared, Refused, Stale
from consult.docket.replaying import Openings, replay_cases
from consult.log.attempts import MOST_AN_HOUR, seal_attempts
from consult.log.verify import verify
from consult.models.audit import audit_head
from consult.models.cases import ACT, CASES
from consult.models.logbook import ATTEMPT, ATTEMPT_SEAL, AUDIT_ENTRY
from consult.refusals import Unknown
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.racing import Track
from tests.consult.docket.test_taking import BODY
from tests.tampering import unguard

HOUR = timedelta(hours=1)


def kept(office: Office) -> list[Any]:
    """List the attempts that are kept."""
    with reading(office.engine) as connection:
        return list(connection.execute(select(ATTEMPT).order_by(ATTEMPT.c.id)))


def record(office: Office) -> tuple[int, int, int]:
    """Count cases, acts and leaves."""
    with reading(office.engine) as connection:
        return (
            len(connection.execute(select(CASES.c.id)).all()),
            len(connection.execute(select(ACT.c.id)).all()),
            connection.execute(select(audit_head.c.size)).scalar_one(),
        )


def asked(office: Office) -> str:
    """Open a case and serve its request."""
    ref = str(office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref)
    office.take("JPN", ref, "ask", body=BODY)
    return ref


def found(office: Office) -> set[str]:
    """Name the kinds of what a replay finds."""
    with reading(office.engine) as connection:
        report = verify(connection, replay=Openings(connection))
        return {one.code for one in (*report.findings, *replay_cases(connection))}


def test_every_kind_of_refusal_is_kept_with_its_keys_and_leaves_no_trace_in_the_record(office: Office) -> None:
    """Not yours, closed, not cleared, from an old page, a case of others, a procedure that is not here: six rows."""
    ref = asked(office)
    before = record(office)
    standings, words = office.standings, {"text": "Words that are not filed"}
    with pytest.raises(Refused):
        office.take("JPN", ref, "give", track="berth:FRA", body=words)
    with pytest.raises(Refused):
        office.take("JPN", ref, "ask", body=BODY)
    with pytest.raises((NotCleared, Refused)):
        office.take("JPN draft", ref, "make_statement", body=words)
    with pytest.raises(Stale):
        office.docket.take(standings["FRA"], ref, Filed("make_statement", body=words, seen_n=0), at=START)
    with pytest.raises(Unknown):
        office.take("BRA", ref, "make_statement", body=words)
    with pytest.raises(Unknown):
        office.docket.open(standings["JPN"], "nosuch", at=START, title="Title that is not kept")

    rows = kept(office)
    assert before == record(office)
    assert [
        ("JPN", ref, "give", 403),
        ("JPN", ref, "ask", 409),
        ("JPN", ref, "make_statement", 403),
        ("FRA", ref, "make_statement", 409),
        ("BRA", ref, "make_statement", 404),
        ("JPN", "", "open:nosuch", 404),
    ] == [(row.party, row.ref, row.step, row.status) for row in rows]
    assert "not filed" not in str(rows)
    assert "not kept" not in str(rows)
    assert ["stale", "unknown", "unknown"] == [row.reason for row in rows[3:]]
    assert rows[0].reason.startswith("standing ")


def test_a_slip_of_writing_is_no_attempt_but_what_a_condition_refuses_is(office: Office) -> None:
    """A request without its vehicle is answered beside the question and kept nowhere."""
    ref = str(office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref)
    with pytest.raises(Refused):
        office.take("JPN", ref, "ask", body={key: value for key, value in BODY.items() if key != "vehicle"})
    with pytest.raises(Refused):
        office.take("JPN", ref, "ask", body={**BODY, "asked": ["NOWHERE"]})

    assert [] == kept(office)


def test_what_was_typed_in_the_place_of_a_key_is_not_kept(office: Office) -> None:
    """A step and a track with words of a paper in them are kept as a question mark."""
    ref = asked(office)
    with pytest.raises((Refused, Unknown)):
        office.take("JPN", ref, "our secret position", track="berth:FRA and what we think of it")

    assert [("?", "?")] == [(row.step, row.track) for row in kept(office)]


def test_an_hour_of_attempts_is_sealed_once_by_a_digest_that_anyone_can_recompute(office: Office) -> None:
    """Two refusals at 09:00; nothing is sealed before 10:00, then one entry of the host, and nothing twice."""
    ref = asked(office)
    for _time in range(2):
        with pytest.raises(Unknown):
            office.take("BRA", ref, "make_statement")
    assert seal_attempts(office.engine, START + timedelta(minutes=59)) is None
    seq = seal_attempts(office.engine, START + HOUR)
    assert seq is not None
    assert seal_attempts(office.engine, START + HOUR) is None
    assert seal_attempts(office.engine, START + 30 * HOUR) is None

    lines = b"".join(
        rfc8785.dumps(
            {
                "at": "2026-11-20T09:00:00+00:00",
                "id": row.id,
                "office": row.office,
                "party": "BRA",
                "person": row.person_id,
                "reason": "unknown",
                "ref": ref,
                "status": 404,
                "step": "make_statement",
                "track": "",
            }
        )
        + b"\n"
        for row in kept(office)
    )
    with reading(office.engine) as connection:
        entry = connection.execute(select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.kind == "attempts")).one()
    assert (seq, None) == (entry.seq, entry.party)
    assert {"digest": hashlib.sha256(lines).hexdigest()} == json.loads(entry.body)
    assert set() == found(office)


def test_hours_without_attempts_seal_nothing(office: Office) -> None:
    """A day goes by on which nobody is refused."""
    asked(office)
    before = record(office)
    for hour in range(24):
        assert seal_attempts(office.engine, START + hour * HOUR) is None
    assert before == record(office)


def test_any_number_of_workers_seals_an_hour_once(office: Office) -> None:
    """Four workers tick at once, hour after hour: one seal each, in one unbroken line."""
    ref = asked(office)
    with Track(4) as track:
        for hour in range(20):
            with pytest.raises(Unknown):
                office.take("BRA", ref, "make_statement", at=START + hour * HOUR)
            answers = track.race([partial(seal_attempts, office.engine, START + (hour + 1) * HOUR)] * 4)
            assert [False, True, True, True] == sorted(answer is None for answer in answers), answers

    with reading(office.engine) as connection:
        seals = connection.execute(select(ATTEMPT_SEAL).order_by(ATTEMPT_SEAL.c.id)).all()
    assert 20 == len(seals)
    assert [one.last_id + 1 for one in seals[:-1]] == [one.first_id for one in seals[1:]]
    assert set() == found(office)


def test_a_flood_is_counted_and_not_listed(office: Office) -> None:
    """A hundred refusals of one person in an hour: sixty rows, and one that says forty more; the next hour is new."""
    ref = asked(office)
    for _number in range(100):
        with pytest.raises(Unknown):
            office.take("BRA", ref, "make_statement")
    with pytest.raises(Unknown):
        office.take("BRA draft", ref, "make_statement")
    with pytest.raises(Unknown):
        office.take("BRA", ref, "make_statement", at=START + HOUR)

    rows = kept(office)
    assert MOST_AN_HOUR + 3 == len(rows)
    assert ["more 40", "unknown", "unknown"] == [row.reason for row in rows[-3:]]
    seal_attempts(office.engine, START + 2 * HOUR)
    assert set() == found(office)


def test_who_refuses_at_once_loses_no_attempt(office: Office) -> None:
    """Two people are refused at the same moment while a third seals: every attempt lies under one seal."""
    ref = asked(office)
    late = START + timedelta(hours=3)
    with Track(3) as track:
        for number in range(20):
            at = START + timedelta(minutes=number)
            racers = [partial(office.take, who, ref, "make_statement", at=at) for who in ("BRA", "BRA draft")]
            track.race([*racers, partial(seal_attempts, office.engine, late)])
    seal_attempts(office.engine, late)

    with reading(office.engine) as connection:
        seals = connection.execute(select(ATTEMPT_SEAL.c.count)).scalars().all()
    assert 40 == sum(seals) == len(kept(office))
    assert set() == found(office)


def test_a_replay_finds_each_kind_of_tampering_with_attempts(office: Office) -> None:
    """A removed attempt, one put in between, and a seal that says something else."""
    ref = asked(office)
    for who in ("BRA", "BRA draft"):
        with pytest.raises(Unknown):
            office.take(who, ref, "make_statement")
    seal_attempts(office.engine, START + HOUR)
    last = kept(office)[-1]._mapping

    with writing(office.engine) as connection:
        connection.execute(delete(ATTEMPT).where(ATTEMPT.c.id == last["id"]))
    assert {"attempts-differ"} == found(office)
    with writing(office.engine) as connection:
        connection.execute(insert(ATTEMPT), {**last, "reason": "closed"})
    assert {"attempts-differ"} == found(office)
    with writing(office.engine) as connection:
        connection.execute(delete(ATTEMPT).where(ATTEMPT.c.id == last["id"]))
        connection.execute(insert(ATTEMPT), dict(last))
    assert set() == found(office)
    unguarded(office, "attempt_seal", lambda connection: connection.execute(update(ATTEMPT_SEAL).values(count=7)))
    assert {"attempts-differ"} == found(office)
    other = update(ATTEMPT_SEAL).values(digest="0" * 64)
    unguarded(office, "attempt_seal", lambda connection: connection.execute(other))
    assert {"attempts-differ", "seal-differs"} == found(office)
    unguarded(office, "attempt_seal", lambda connection: connection.execute(delete(ATTEMPT_SEAL)))
    assert {"seal-missing"} == found(office)


def unguarded(office: Office, table: str, change: Any) -> None:
    """Change a table of the record as somebody can who rules the database: with its triggers taken away."""
    with writing(office.engine) as connection:
        unguard(connection, table)
        change(connection)
