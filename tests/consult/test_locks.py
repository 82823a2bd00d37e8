"""Transactions that touch the same rows in both orders end, and the database undoes none of them for another; and all
of them meet at the head of the log, which is locked when nearly everything else is done.
"""

import re
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, select

from consult import db, fixed, outbox, people
from consult.db import Busy, make_engine, writing
from consult.docket.case_rows import lock_case
from consult.jobs import _serve
from consult.log.append import append_many
from consult.log.chain import open_chain
from consult.models.cases import OUTBOX
from consult.people import NewMandate
from tests.consult.docket.conftest import START, Office, build_office
from tests.consult.docket.conftest import office as office
from tests.consult.docket.test_races import BODY
from tests.consult.log.conftest import ACT

ROUNDS = 15


@pytest.fixture
def given_up(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Keep what is noted of transactions that were not ended; that they are tried again must not hide it."""
    noted: list[Any] = []
    note = db.note

    def keep(of: Any, value: float, *labels: str) -> None:
        noted.extend([labels] if of is db.GIVEN_UP else [])
        note(of, value, *labels)

    monkeypatch.setattr(db, "note", keep)
    return noted


def all_at_once(*ways: Callable[[int], None]) -> list[BaseException]:
    """Go each way so many rounds, all beside each other; give what went wrong."""
    wrong: list[BaseException] = []
    start = threading.Barrier(len(ways))

    def go(way: Callable[[int], None]) -> None:
        try:
            start.wait()
            for number in range(ROUNDS):
                way(number)
        except Exception as fault:  # noqa: BLE001 - whatever goes wrong is what is asked for
            wrong.append(fault)

    threads = [threading.Thread(target=go, args=(way,)) for way in ways]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def test_leaves_for_the_same_chains_in_both_orders_do_not_wait_for_each_other(
    office: Office, given_up: list[Any]
) -> None:
    """Whoever names the chains in whatever order locks them in one, and the head last."""
    with writing(office.engine) as connection:
        one, other = (open_chain(connection, "case", case_id=number) for number in (1001, 1002))

    def append(*chains: int) -> Callable[[int], None]:
        def do(_number: int) -> None:
            with writing(office.engine) as connection:
                append_many(connection, [(chain, ACT) for chain in chains])

        return do

    assert [] == all_at_once(append(one, other), append(other, one), append(one), append(other))
    assert [] == given_up


def test_acts_changes_of_people_and_new_cases_do_not_wait_for_each_other(office: Office, given_up: list[Any]) -> None:
    """Japan files in its cases while mandates, by which it files too, are recorded, revoked and shared."""
    japan = office.standings["JPN"]

    def file(_number: int) -> None:
        ref = office.docket.open(japan, "berth", at=START, title="").ref
        office.take("JPN", ref, "ask", body=BODY)

    def change(name: str) -> Callable[[int], None]:
        def do(number: int) -> None:
            new = NewMandate(japan.organ_id, f"{name} {number}", ("draft",), "Letter", date(2026, 1, 1))
            with writing(office.engine) as connection:
                mandate = people.record_mandate(connection, None, japan.person_id, new, START)
            with writing(office.engine) as connection:
                people.revoke_mandate(connection, None, mandate, START)

        return do

    assert [] == all_at_once(file, change("Counsellor"), file, change("Attaché"))
    assert [] == given_up


@pytest.mark.postgres
def test_whoever_files_in_a_case_and_whoever_serves_what_was_filed_before_do_not_wait_for_each_other(
    postgres_url: str, tmp_path: Path
) -> None:
    """Given a request that is being served, when somebody holds its case in order to file, or the other way round, then
    both go on, though what serving writes refers to the case. Two who would file wait for one another."""
    office = build_office(postgres_url, tmp_path)
    ref = str(office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref)
    office.take("JPN", ref, "ask", body=BODY)
    office.take("JPN", ref, "make_statement", body={"text": "More follows."})
    impatient = make_engine(postgres_url, gate_seconds=0.2)

    with writing(office.engine) as files:
        assert lock_case(files, ref)
        with writing(impatient) as serves:
            serve_first(serves)
    with writing(office.engine) as serves:
        serve_first(serves)
        with writing(impatient) as files:
            assert lock_case(files, ref)
    with writing(office.engine) as files:
        assert lock_case(files, ref)
        with pytest.raises(Busy), writing(impatient) as another:
            lock_case(another, ref)
    impatient.dispose()
    office.engine.dispose()


def serve_first(connection: Connection) -> None:
    """Serve the act that waits longest for it."""
    waiting = select(OUTBOX.c.id).where(OUTBOX.c.topic == "serve", OUTBOX.c.done_at.is_(None)).order_by(OUTBOX.c.id)
    job = outbox.lock(connection, connection.execute(waiting.limit(1)).scalar_one())
    assert job is not None
    _serve(connection, job.payload, START)
    outbox.finish(connection, job.id, START)


WITH_THE_HEAD = {"audit_head", "audit_leaf", "audit_opening", "audit_node", "act_leaf", "idempotency"}
"""What is written while the head of the log is locked, and others wait: what needs the number of the entry."""
NAMED = re.compile(r"\b(?:FROM|INTO|UPDATE|JOIN) \"?([a-z_]+)")


def test_an_act_locks_the_head_of_the_log_last(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Serving a request, with its parties, relations, limits, service and work: all of that comes before."""
    ref = office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref
    asked: list[set[str]] = []
    send = fixed._send

    def heard(connection: Any, form: Any, *given: Any, **named: Any) -> Any:
        asked.append(set(NAMED.findall(form.text)))
        return send(connection, form, *given, **named)

    def listen(*given: Any) -> None:
        asked.append(set(NAMED.findall(given[2])))

    monkeypatch.setattr(fixed, "_send", heard)
    event.listen(office.engine, "before_cursor_execute", listen)
    office.take("JPN", ref, "ask", body=BODY, key="once")
    event.remove(office.engine, "before_cursor_execute", listen)
    head = next(number for number, tables in enumerate(asked) if "audit_head" in tables)

    assert {"cases", "case_track", "deadline", "act", "service", "outbox", "audit_chain"} <= set().union(*asked[:head])
    assert WITH_THE_HEAD == set().union(*asked[head:])
