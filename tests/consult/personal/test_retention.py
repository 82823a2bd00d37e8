"""Retention by rule: the day before nothing goes, on the day nothing, the day after it goes, and the log says so."""

import json
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Table, delete, func, insert, select, tuple_, update

from consult.db import reading, writing
from consult.docket.replaying import Openings, replay_cases
from consult.log.attempts import Attempted, note_attempt, seal_attempts
from consult.log.beside import beside_findings
from consult.log.erasing import missing
from consult.log.verify import verify
from consult.models.cases import CASES, DRAFT, IDEMPOTENCY
from consult.models.delivery import MESSAGE
from consult.models.desk import DESK_MARK
from consult.models.keeping import ERASURE_WISH, RETENTION_RUN
from consult.models.logbook import ATTEMPT, AUDIT_ENTRY
from consult.models.outputs import OUTPUT_TAKEN
from consult.models.parties import INVITATION, MANDATE, SIGN_IN_ATTEMPT, SIGN_IN_SESSION
from consult.models.personal import CALENDAR_FEED
from consult.models.signin import CODE_GENERATOR, HALF_SIGN_IN, PASSKEY_CHALLENGE, RECOVERY_CODE
from consult.models.tokens import API_MADE
from consult.personal import retention
from consult.personal.recorded import keeping_findings
from consult.personal.retention import due, last_run, tend
from consult.personal.rules import BY_KEY, RULES
from consult.settings import Retention, SettingsError
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.conftest import office as office

SETTINGS = Retention()
A_DAY, A_SECOND = timedelta(days=1), timedelta(seconds=1)
NONE = Retention(**{one.name: 0 for one in fields(Retention)})


def findings(engine: Engine) -> list[str]:
    """Verify with a replay, as the command does, and give what was found."""
    with reading(engine) as connection:
        report = verify(connection, replay=Openings(connection))
        found = [*report.findings, *replay_cases(connection), *missing(connection), *keeping_findings(connection)]
    return [one.code for one in found]


def count(engine: Engine, table: Table) -> int:
    """Count the rows of a table."""
    with reading(engine) as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _person(connection: Connection) -> int:
    return int(connection.execute(select(MANDATE.c.person_id).order_by(MANDATE.c.id)).scalars().first() or 0)


def _mandate(connection: Connection) -> int:
    return int(connection.execute(select(MANDATE.c.id).order_by(MANDATE.c.id)).scalars().first() or 0)


def _session(connection: Connection, at: datetime) -> None:
    row = {"token_hash": "a", "person_id": _person(connection), "created_at": at, "ended_at": at, "client": "Browser"}
    connection.execute(insert(SIGN_IN_SESSION).values(row))


def _link(connection: Connection, at: datetime) -> None:
    row = {"token_hash": "a", "person_id": _person(connection), "purpose": "reset", "issued_at": at - A_DAY}
    connection.execute(insert(INVITATION).values(**row, expires_at=at + A_DAY, used_at=at))


def _code(connection: Connection, at: datetime) -> None:
    row = {"person_id": _person(connection), "code_hash": "a", "made_at": at - A_DAY, "used_at": at}
    connection.execute(insert(RECOVERY_CODE).values(row))


def _begun(connection: Connection, at: datetime) -> None:
    connection.execute(insert(CODE_GENERATOR).values(person_id=_person(connection), secret="s", made_at=at))


def _half(connection: Connection, at: datetime) -> None:
    connection.execute(insert(HALF_SIGN_IN).values(token_hash="h", person_id=_person(connection), begun_at=at))


def _challenge(connection: Connection, at: datetime) -> None:
    connection.execute(insert(PASSKEY_CHALLENGE).values(challenge_hash="c", purpose="enter", expires_at=at))


def _made(connection: Connection, at: datetime) -> None:
    row = {"person_id": _person(connection), "key": "k", "request": "r", "made": "1", "created_at": at}
    connection.execute(insert(API_MADE).values(row))


def _answer(connection: Connection, at: datetime) -> None:
    case = connection.execute(select(CASES.c.id)).scalar_one()
    row = {"person_id": _person(connection), "request": "r", "case_id": case, "act_n": 0, "created_at": at}
    connection.execute(insert(IDEMPOTENCY).values(**row, key="once"))


def _feed(connection: Connection, at: datetime) -> None:
    row = {"token_hash": "f", "person_id": _person(connection), "mandate_id": _mandate(connection), "scope": "mine"}
    connection.execute(insert(CALENDAR_FEED).values(**row, made_at=at - A_DAY, ended_at=at))


def _tried(connection: Connection, at: datetime) -> None:
    connection.execute(insert(SIGN_IN_ATTEMPT).values(key_hash="a", at=at))


def _taken(connection: Connection, at: datetime) -> None:
    seq = connection.execute(select(AUDIT_ENTRY.c.seq)).scalars().first()
    connection.execute(insert(OUTPUT_TAKEN).values(key="o", person_id=1, hour=at, seq=seq))


Kept = tuple[str, Table, Callable[[Connection, datetime], None]]
DELETED: tuple[Kept, ...] = (
    ("sign_in_attempts", SIGN_IN_ATTEMPT, _tried),
    ("sessions", SIGN_IN_SESSION, _session),
    ("links", INVITATION, _link),
    ("factors", RECOVERY_CODE, _code),
    ("factors", CODE_GENERATOR, _begun),
    ("factors", HALF_SIGN_IN, _half),
    ("factors", PASSKEY_CHALLENGE, _challenge),
    ("requests", API_MADE, _made),
    ("requests", IDEMPOTENCY, _answer),
    ("feeds", CALENDAR_FEED, _feed),
    ("files", OUTPUT_TAKEN, _taken),
)


@pytest.fixture
def engine(office: Office) -> Engine:
    """A case with one act, and an entry of the log that others may point to."""
    office.docket.open(office.standings["JPN"], "berth", at=START, title="")
    note_attempt(office.engine, Attempted(1, "JPN", "JPN", "X", "ask", "", 403, "not yours"), START)
    seal_attempts(office.engine, START + timedelta(hours=2))
    with writing(office.engine) as connection:
        connection.execute(delete(IDEMPOTENCY))
    return office.engine


@pytest.mark.parametrize("kept", DELETED, ids=lambda one: f"{one[0]}-{one[1].name}")
def test_a_row_goes_on_the_day_after_its_time_and_never_before(engine: Engine, kept: Kept) -> None:
    """The day before, the very moment, and a second later; the entry of the host says how many of which rule."""
    key, table, make = kept
    with writing(engine) as connection:
        make(connection, START)
    over = START + timedelta(days=getattr(SETTINGS, key))

    for at in (over - A_DAY, over):
        with reading(engine) as connection:
            assert 0 == next(one.number for one in due(connection, SETTINGS, at) if one.key == key)
        tend(engine, SETTINGS, at)
        assert 1 == count(engine, table)
    tend(engine, SETTINGS, over + A_DAY)

    assert 0 == count(engine, table)
    with reading(engine) as connection:
        row = last_run(connection)
        entry = connection.execute(select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.seq == row.seq)).one()
    body = json.loads(entry.body)
    assert ("retention", None) == (entry.kind, entry.party)
    assert {key: 1} == {name: number for name, number in body["gone"].items() if name == key}
    assert getattr(SETTINGS, key) == body["rules"][key]
    assert (over + A_DAY).date().isoformat() == body["on"]
    assert [] == findings(engine)


def test_the_address_of_a_message_to_a_person_is_overwritten_and_that_to_an_organ_stays(engine: Engine) -> None:
    """That a message went, and when, stays; what waits is not touched."""
    with writing(engine) as connection:
        base = {
            "kind": "digest",
            "channel": "mail",
            "party": "JPN",
            "asked_at": START,
            "changed_at": START,
            "about": {},
        }
        person = _person(connection)
        for key, state, whose in (("a", "sent", person), ("b", "waiting", person), ("c", "sent", None)):
            row = {**base, "key": key, "state": state, "person_id": whose, "address": f"{key}@example.int"}
            connection.execute(insert(MESSAGE).values(row))
    over = START + timedelta(days=SETTINGS.messages)
    seen = []
    for at in (over, over + A_DAY):
        tend(engine, SETTINGS, at)
        with reading(engine) as connection:
            seen.append({row.key: row.address for row in connection.execute(select(MESSAGE.c.key, MESSAGE.c.address))})

    assert {"a": "a@example.int", "b": "b@example.int", "c": "c@example.int"} == seen[0]
    assert {"a": "", "b": "b@example.int", "c": "c@example.int"} == seen[1]


def test_the_text_of_a_closed_draft_is_overwritten_and_an_open_one_stays(engine: Engine) -> None:
    """The row stays; the text goes on the day after its year."""
    with writing(engine) as connection:
        case = connection.execute(select(CASES.c.id)).scalar_one()
        base = {"case_id": case, "step": "ask", "party": "JPN", "author_id": _person(connection), "changed_at": START}
        connection.execute(insert(DRAFT).values(**base, ref="D-1", body={"text": "discarded"}, closed_at=START))
        connection.execute(insert(DRAFT).values(**base, ref="D-2", body={"text": "open"}))
    over = START + timedelta(days=SETTINGS.drafts)
    seen = []
    for at in (over - A_DAY, over, over + A_DAY):
        tend(engine, SETTINGS, at)
        with reading(engine) as connection:
            seen.append({row.ref: row.body for row in connection.execute(select(DRAFT.c.ref, DRAFT.c.body))})

    assert {"D-1": {"text": "discarded"}, "D-2": {"text": "open"}} == seen[0] == seen[1]
    assert {"D-1": {}, "D-2": {"text": "open"}} == seen[2]


def test_the_mark_of_the_desk_goes_with_its_mandate(engine: Engine) -> None:
    """As long as the mandate counts it stays, however old."""
    with writing(engine) as connection:
        of = {"person_id": _person(connection), "mandate_id": _mandate(connection)}
        connection.execute(insert(DESK_MARK).values(**of, seq=0, marked_at=START))
    later = START + timedelta(days=1000)
    tend(engine, SETTINGS, later)
    assert 1 == count(engine, DESK_MARK)
    with writing(engine) as connection:
        mine = MANDATE.c.id == of["mandate_id"]
        connection.execute(update(MANDATE).where(mine).values(revoked_at=later))
    for days, left in ((SETTINGS.marks, 1), (SETTINGS.marks + 1, 0)):
        tend(engine, SETTINGS, later + timedelta(days=days))
        assert left == count(engine, DESK_MARK)


def test_the_reason_of_a_wish_goes_a_year_after_its_decision_or_after_the_asking_where_nobody_decided(
    engine: Engine,
) -> None:
    """Two were asked on 20 November 2026; one was decided on 1 March 2027. The reason of the undecided one stands on 20
    November 2027 and is gone on the 21st; that of the decided one stands on 29 February 2028, the last of its days, and
    is gone on 1 March. The rows stay."""
    decided = datetime(2027, 3, 1, 9, tzinfo=START.tzinfo)
    with writing(engine) as connection:
        seq = connection.execute(select(func.min(AUDIT_ENTRY.c.seq))).scalar_one()
        base = {"kind": "person", "party_key": "JPN", "person_id": _person(connection), "asked_at": START, "seq": seq}
        connection.execute(insert(ERASURE_WISH).values(**base, key="open", reason="She left"))
        closed = {"decided_at": decided, "confirmed": False, "decided_by": base["person_id"]}
        connection.execute(insert(ERASURE_WISH).values(**base, **closed, key="closed", reason="He asks"))
    seen = {}
    days = ((2027, 11, 19), (2027, 11, 20), (2027, 11, 21), (2028, 2, 28), (2028, 2, 29), (2028, 3, 1))
    for day in days:
        tend(engine, SETTINGS, START.replace(year=day[0], month=day[1], day=day[2]))
        with reading(engine) as connection:
            rows = connection.execute(select(ERASURE_WISH.c.key, ERASURE_WISH.c.reason))
            seen[day[1:]] = {row.key: row.reason for row in rows}

    both, one, none = ({"open": a, "closed": b} for a, b in (("She left", "He asks"), ("", "He asks"), ("", "")))
    assert [both, both, one, one, one, none] == list(seen.values())


def test_refused_attempts_go_by_whole_hours_and_a_replay_knows_it(engine: Engine) -> None:
    """Two hours, each sealed; the first one's time is over. The log stays sound; what comes back is found."""
    second = START + timedelta(days=3)
    note_attempt(engine, Attempted(2, "FRA", "FRA", "Y", "give", "", 409, "closed"), second)
    seal_attempts(engine, second + timedelta(hours=2))
    over = START + timedelta(hours=2, days=SETTINGS.refusals)
    tend(engine, SETTINGS, over)
    before = count(engine, ATTEMPT)
    tend(engine, SETTINGS, over + A_DAY)

    assert (2, 1) == (before, count(engine, ATTEMPT))
    assert [] == findings(engine)
    with writing(engine) as connection:
        connection.execute(insert(ATTEMPT).values(id=1, at=START, party="JPN", status=403))
    assert ["retention-back"] == findings(engine)


def test_after_every_refused_attempt_went_the_next_one_is_numbered_behind_them_and_sealed(engine: Engine) -> None:
    """Nobody was refused for two years, and retention took all: SQLite would give the number 1 again, which is sealed,
    and a replay would take the next attempt for one that came back."""
    over = START + timedelta(hours=2, days=SETTINGS.refusals) + A_DAY
    tend(engine, SETTINGS, over)
    assert 0 == count(engine, ATTEMPT)

    note_attempt(engine, Attempted(2, "FRA", "FRA", "Y", "give", "", 409, "closed"), over)

    assert [] == findings(engine)
    assert seal_attempts(engine, over + timedelta(hours=2)) is not None
    assert [] == findings(engine)


def test_what_is_taken_up_again_while_it_is_looked_for_stays(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row whose time is over is renewed between the look and its turn: it stays."""
    part = next(one for one in BY_KEY["requests"].parts if one.table is API_MADE)
    with writing(engine) as connection:
        _made(connection, START)

        def meanwhile(*columns: Any) -> Any:
            connection.execute(update(API_MADE).values(created_at=START + 2 * A_DAY))
            return tuple_(*columns)

        monkeypatch.setattr(retention, "tuple_", meanwhile)
        assert 0 == retention._remove(connection, part, START + A_DAY, 10)
        assert 1 == len(connection.execute(select(API_MADE)).all())


def test_attempts_that_went_without_a_word_are_found_still(engine: Engine) -> None:
    """The rule is no excuse for what no entry tells."""
    with writing(engine) as connection:
        connection.execute(delete(ATTEMPT))
    with reading(engine) as connection:
        assert ["attempts-differ"] == [one.code for one in beside_findings(connection)]


def test_a_run_that_was_broken_off_goes_on_with_its_own_rules_and_counts_once(engine: Engine) -> None:
    """Three rows, one a batch; broken off after the first; two days later, with other settings, it ends as begun."""
    with writing(engine) as connection:
        for number in range(3):
            row = {
                "person_id": _person(connection),
                "key": f"k{number}",
                "request": "r",
                "made": "1",
                "created_at": START,
            }
            connection.execute(insert(API_MADE).values(row))
    begun = START + timedelta(days=SETTINGS.requests) + A_SECOND
    assert 1 == tend(engine, SETTINGS, begun, batch=1, rounds=1)
    assert 2 == count(engine, API_MADE)
    assert [] == findings(engine)
    tend(engine, NONE, begun + 2 * A_DAY, batch=1, rounds=3)
    with reading(engine) as connection:
        runs = connection.execute(select(RETENTION_RUN).order_by(RETENTION_RUN.c.id)).all()

    assert 0 == count(engine, API_MADE)
    assert {"requests": 3} == json.loads(runs[0].gone)
    assert runs[0].seq is not None
    assert [] == findings(engine)


def test_one_day_has_one_run_and_a_day_on_which_nothing_went_makes_no_entry(engine: Engine) -> None:
    """The second tick of a day does nothing; the log does not grow by empty runs."""
    before = count(engine, AUDIT_ENTRY)
    for hour in (0, 1, 2):
        assert 0 == tend(engine, SETTINGS, START + timedelta(hours=hour))
    assert (1, before) == (count(engine, RETENTION_RUN), count(engine, AUDIT_ENTRY))


def test_a_rule_of_no_days_keeps(engine: Engine) -> None:
    """Zero is: kept. After a hundred years everything is there."""
    with writing(engine) as connection:
        for _key, _table, make in DELETED:
            make(connection, START)
    tend(engine, NONE, START + timedelta(days=36_500))
    assert {1} == {count(engine, table) for _key, table, _make in DELETED if table is not ATTEMPT}


def test_a_setting_that_is_no_number_of_days_is_refused() -> None:
    """With its name."""
    with pytest.raises(SettingsError, match="sessions"):
        replace(SETTINGS, sessions=-1)


def test_a_run_told_otherwise_than_it_was_is_found(engine: Engine) -> None:
    """Who changes the numbers of a run is found by the entry."""
    with writing(engine) as connection:
        _made(connection, START)
    tend(engine, SETTINGS, START + timedelta(days=100))
    with writing(engine) as connection:
        connection.execute(update(RETENTION_RUN).values(gone='{"requests":7}'))
    assert "retention" in findings(engine)


def test_every_rule_has_a_story() -> None:
    """No rule without a day before, a day and a day after in this file."""
    told = {key for key, _table, _make in DELETED} | {"messages", "drafts", "marks", "refusals", "wishes"}
    assert {rule.key for rule in RULES} == told
