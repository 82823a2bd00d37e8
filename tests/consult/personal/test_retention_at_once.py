"""Retention by several workers at once: one run a day, nothing counted twice, nothing left over for tomorrow."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, insert, select

from consult.db import reading, writing
from consult.models.cases import IDEMPOTENCY
from consult.models.keeping import RETENTION_RUN
from consult.models.logbook import AUDIT_ENTRY
from consult.models.parties import MANDATE, SIGN_IN_ATTEMPT
from consult.models.personal import CALENDAR_FEED
from consult.models.tokens import API_MADE
from consult.personal import retention
from consult.settings import Retention
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.conftest import office as office

EACH = 150
AT = START + timedelta(days=100)
A_DAY, A_SECOND = timedelta(days=1), timedelta(seconds=1)


def fill(engine: Engine) -> None:
    """Keep many attempts to sign in and many feeds that are over."""
    with writing(engine) as connection:
        person, mandate = connection.execute(select(MANDATE.c.person_id, MANDATE.c.id).order_by(MANDATE.c.id)).first()  # type: ignore[misc] # there is one
        attempts = [{"key_hash": f"{n:064}", "at": START} for n in range(EACH)]
        connection.execute(insert(SIGN_IN_ATTEMPT), attempts)
        ended = {"person_id": person, "mandate_id": mandate, "scope": "mine", "made_at": START, "ended_at": START}
        connection.execute(insert(CALENDAR_FEED), [{"token_hash": f"{n:064}", **ended} for n in range(EACH)])


def left(engine: Engine, *tables: Any) -> int:
    """Count the rows of some tables."""
    with reading(engine) as connection:
        return sum(connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables)


def at_once(work: Callable[[], int], number: int = 4) -> list[int]:
    """Do the same in several threads that begin together."""
    barrier = Barrier(number)

    def begin(_each: int) -> int:
        barrier.wait()
        return work()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(begin, range(number)))


def test_four_workers_make_one_run_and_count_each_row_once(office: Office) -> None:
    """Whoever was second begins no other run, and none ends the run while something is left."""
    fill(office.engine)

    gone = at_once(lambda: retention.tend(office.engine, Retention(), AT, batch=20, rounds=100))

    with reading(office.engine) as connection:
        (run,) = connection.execute(select(RETENTION_RUN)).all()
        entries = connection.execute(select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.kind == "retention")).all()
    assert 2 * EACH == sum(gone)
    assert 0 == left(office.engine, SIGN_IN_ATTEMPT, CALENDAR_FEED)
    assert {"feeds": EACH, "sign_in_attempts": EACH} == json.loads(run.gone)
    assert run.done_at == AT
    assert 1 == len(entries)


def test_no_transaction_removes_more_than_a_batch(office: Office) -> None:
    """So that no writer waits long behind it."""
    fill(office.engine)
    removed: list[int] = []

    def hear(_conn: object, cursor: Any, statement: str, *_given: object) -> None:
        if statement.startswith("DELETE"):
            removed.append(cursor.rowcount)

    event.listen(office.engine, "after_cursor_execute", hear)
    retention.tend(office.engine, Retention(), AT, rounds=100, batch=40)

    assert 2 * EACH == sum(removed)
    assert max(removed) == 40
    assert retention.BATCH <= 500


@pytest.mark.parametrize(("kept_for", "there"), [(A_DAY - A_SECOND, 1), (A_DAY + A_SECOND, 0)])
def test_the_first_answer_to_a_key_is_kept_for_a_whole_day_even_where_the_settings_ask_for_the_least(
    office: Office, kept_for: timedelta, there: int
) -> None:
    """A day is the least that can be set; a second before its end whoever asks again is answered again."""
    case = office.docket.open(office.standings["JPN"], "berth", at=START, title="", once="a-key").case_id

    retention.tend(office.engine, Retention(requests=1), START + kept_for)

    with reading(office.engine) as connection:
        keys = select(func.count()).where(IDEMPOTENCY.c.case_id == case)
        assert there == connection.execute(keys).scalar_one()
    assert API_MADE.c.created_at in {
        column for rule in retention.RULES if rule.key == "requests" for part in rule.parts for column in part.table.c
    }
