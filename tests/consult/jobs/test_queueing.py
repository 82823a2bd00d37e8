"""The queue of background work in each of its stores, work that fails for good, and what is told of it all."""

import pickle
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from huey import Huey
from sqlalchemy import select, update

from consult import clock, outbox
from consult.backlog import backlog
from consult.db import reading, writing
from consult.jobs import Jobs, queueing
from consult.jobs.queueing import open_queue
from consult.models.cases import CASES, OUTBOX
from consult.settings import Jobs as Chosen
from consult.settings import Settings, SettingsError
from tests import postgres
from tests.consult.docket.conftest import START, Office
from tests.consult.jobs.test_jobs import LATER, ask, post, run_queue, services, start, wait_for, waiting

STORES = [
    "sqlite",
    pytest.param("postgresql", marks=pytest.mark.postgres),
    pytest.param("redis", marks=pytest.mark.redis),
]


@pytest.fixture(params=STORES)
def address(request: pytest.FixtureRequest) -> str:
    """The address of each kind of store."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("postgres_url")
        return url.replace("postgresql+psycopg://", "postgresql://")
    return request.getfixturevalue("redis_url") if request.param == "redis" else "sqlite"


@pytest.fixture
def opened(address: str, tmp_path: Path) -> Iterator[Callable[..., Huey]]:
    """Open queues, and close them in the end."""
    made: list[Huey] = []

    def opens(**changes: Any) -> Huey:
        settings = Settings.for_tests(tmp_path, jobs=Chosen(address), **changes)
        made.append(open_queue(settings))
        return made[-1]

    yield opens
    for queue in made:
        queue.flush()
        queue.storage.close()


def test_an_act_is_delivered_whatever_store_holds_the_queue(office: Office, opened: Callable[..., Huey]) -> None:
    """One setting chooses; the work is the same."""
    jobs = Jobs(office.engine, office.docket, opened())
    ask(office)
    with clock.frozen(LATER):
        assert 1 == jobs.tick(LATER)
        assert 1 == run_queue(jobs)

    assert {"delivered"} == {state for state, _at in services(office).values()}


@pytest.mark.parametrize(
    "kind", [pytest.param("postgresql", marks=pytest.mark.postgres), pytest.param("redis", marks=pytest.mark.redis)]
)
def test_a_store_that_others_reach_takes_signed_messages_only(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """What somebody without the installation's secret puts there is refused unread; another's queue is another one."""
    name = "postgres_url" if kind == "postgresql" else "redis_url"
    url = request.getfixturevalue(name).replace("postgresql+psycopg://", "postgresql://")
    settings = Settings.for_tests(tmp_path, jobs=Chosen(url))
    queue = open_queue(settings)
    other = open_queue(replace(settings, secret_key="another secret, of another installation"))
    queue.storage.enqueue(pickle.dumps(("forged",)))
    other.storage.enqueue(b"theirs")

    with pytest.raises(ValueError, match=r"not found|mismatch"):
        queue.dequeue()
    assert (0, 1) == (queue.storage.queue_size(), other.storage.queue_size())
    for one in (queue, other):
        one.flush()
        one.storage.close()


@pytest.mark.parametrize("first", [True, False], ids=["no database", "damaged"])
def test_a_queue_whose_file_is_no_database_any_more_is_made_anew(
    first: bool, office: Office, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It may be lost at any moment: a line tells of it, and what waits is handed on and done."""
    settings, lies = Settings.for_tests(tmp_path), tmp_path / "jobs.sqlite"
    open_queue(settings).storage.close()
    kept = b"" if first else lies.read_bytes()[:100]
    for end in ("-wal", "-shm"):
        Path(f"{lies}{end}").unlink(missing_ok=True)
    lies.write_bytes(kept + b"no database at all" * 1000)
    jobs = Jobs(office.engine, office.docket, open_queue(settings))
    ask(office)
    with clock.frozen(LATER):
        assert 1 == jobs.tick(LATER)
        assert 1 == run_queue(jobs)

    assert {"delivered"} == {state for state, _at in services(office).values()}
    assert 1 == len([one for one in caplog.records if f"The queue {lies} is damaged" in one.getMessage()])
    jobs.queue.storage.close()


@pytest.mark.postgres
def test_a_queue_on_postgresql_that_is_away_is_opened_and_work_is_done_without_it(
    office: Office, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """20 November 2026: a process begins while nobody listens at the address of the queue. When somebody does, what is
    put there is taken, in tables that were not there before."""
    cluster = postgres.own_cluster()
    address = cluster.start().render_as_string(hide_password=False).replace("postgresql+psycopg://", "postgresql://")
    try:
        cluster.fall()
        jobs = Jobs(office.engine, office.docket, open_queue(Settings.for_tests(tmp_path, jobs=Chosen(address))))
        ask(office)
        with clock.frozen(LATER):
            assert 1 == jobs.tick(LATER)
        assert {"delivered"} == {state for state, _at in services(office).values()}
        assert 1 == caplog.text.count(
            "The queue does not answer (OperationalError); work is done without it meanwhile."
        )
        cluster.get_up()
        jobs.enqueue(1)
        assert 1 == jobs.queue.storage.queue_size()
        jobs.queue.storage.close()
    finally:
        cluster.stop()


@pytest.mark.postgres
def test_a_tick_is_not_held_up_by_whoever_keeps_the_tables_of_a_queue_on_postgresql(
    office: Office, tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """20 November 2026: an operator packs the tables of the queue (VACUUM FULL), which takes as long as it takes. The
    tick does without the queue meanwhile; two acts are delivered, and the queue was asked for one of them."""
    monkeypatch.setattr(queueing, "WAITS_SECONDS", 1)
    address = postgres_url.replace("postgresql+psycopg://", "postgresql://")
    jobs = Jobs(office.engine, office.docket, open_queue(Settings.for_tests(tmp_path, jobs=Chosen(address))))
    assert 0 == jobs.queue.storage.queue_size()
    ask(office)
    ask(office)
    with psycopg.connect(address) as operator:
        operator.execute("SET idle_in_transaction_session_timeout = '20s'")  # so that a tick that waits ends too
        operator.execute("LOCK TABLE huey_task IN ACCESS EXCLUSIVE MODE")
        with clock.frozen(LATER):
            assert 2 == jobs.tick(LATER)
        assert {"delivered"} == {state for state, _at in services(office).values()}
        operator.rollback()
    assert 0 == jobs.queue.storage.queue_size()
    jobs.queue.storage.close()


@pytest.mark.parametrize("wrong", ["mysql://x", "a file", ""], ids=["other", "words", "empty"])
def test_an_address_of_no_store_is_refused_with_a_sentence(wrong: str, tmp_path: Path) -> None:
    """The sentence names the setting and what can stand there."""
    with pytest.raises(SettingsError, match=r"jobs.queue: write sqlite, or an address that begins with postgresql"):
        open_queue(Settings.for_tests(tmp_path, jobs=Chosen(wrong)))


def test_the_file_chooses_the_store_and_the_environment_overrides(tmp_path: Path) -> None:
    """An address may hold a password and is not shown."""
    (tmp_path / "config.toml").write_text('[jobs]\nqueue = "redis://:word@queue.example/0"\n')
    secret = {"CONSULT_SECRET_KEY": "x" * 40}
    from_file, over = Settings.load(tmp_path, secret), Settings.load(tmp_path, {**secret, "CONSULT_QUEUE": "sqlite"})

    assert ("redis://:word@queue.example/0", "sqlite") == (from_file.jobs.queue, over.jobs.queue)
    assert "word" not in repr(from_file)


def fail(office: Office, jobs: Jobs, number: int, times: int) -> Any:
    """Let a piece of work fail again and again, each time when it is due; give its row."""
    row = waiting(office)[0]
    for _attempt in range(times):
        assert number in outbox.claim(office.engine, row.run_at)
        with clock.frozen(row.run_at):
            assert not jobs.do(number)
        row = waiting(office)[0]
    return row


def test_work_that_fails_for_good_is_set_aside_and_holds_up_nothing(office: Office, jobs: Jobs) -> None:
    """After sixty tries, over more than two days, it is claimed no more; an act behind it was delivered long before."""
    number = post(office, "unheard-of")
    ask(office)
    assert fail(office, jobs, number, outbox.MOST_TRIES - 1).set_aside_at is None
    row = fail(office, jobs, number, 1)

    assert row.set_aside_at is not None
    assert row.set_aside_at - START > timedelta(days=2)
    assert number not in outbox.claim(office.engine, row.set_aside_at + timedelta(days=30))
    with reading(office.engine) as connection:
        found = backlog(connection, row.set_aside_at)
    assert [(number, "unheard-of", 60)] == [(one.id, one.topic, one.attempts) for one in found.set_aside]


def test_work_that_kills_its_worker_each_time_is_set_aside_too(office: Office) -> None:
    """It never comes to fail; the tries are counted when it is claimed."""
    number, at = post(office, "deadly"), START
    for _attempt in range(outbox.MOST_TRIES):
        assert [number] == outbox.claim(office.engine, at)
        at += outbox.LEASE * 1.1

    assert [] == outbox.claim(office.engine, at)
    row = waiting(office)[0]
    assert (at, outbox.DIED) == (row.set_aside_at, row.last_error)


def test_work_that_was_set_aside_is_tried_again_when_somebody_asks(office: Office, jobs: Jobs) -> None:
    """Once: then it is no longer set aside, and asking again for it finds nothing."""
    number = post(office, "unheard-of")
    at = fail(office, jobs, number, outbox.MOST_TRIES).set_aside_at
    answers = []
    for _ask in range(2):
        with writing(office.engine) as connection:
            answers.append(outbox.retry(connection, number, at))

    assert [True, False] == answers
    assert [number] == outbox.claim(office.engine, at)


def test_what_waits_is_counted_and_what_is_next_is_told(office: Office, jobs: Jobs) -> None:
    """One act waits, one piece failed; the period of France ends on 30 November and is recalled on the 25th."""
    ref = ask(office)
    office.take("FRA", ref, "record_receipt")
    number = post(office, "unheard-of")
    with clock.frozen(START):
        jobs.do(number)
    with reading(office.engine) as connection:
        found = backlog(connection, START)

    assert {"serve": 2, "unheard-of": 1} == found.waiting
    assert [(number, "NoHandler: unheard-of")] == [(one.id, one.error) for one in found.failed]
    assert ("2026-11-30T23:00", "2026-11-25T16:00") == tuple(
        at.isoformat()[:16] for at in (found.next_lapse, found.next_reminder) if at
    )
    assert (0, START, ()) == (found.leased, found.oldest_due, found.set_aside)


def test_the_end_of_a_period_in_a_case_that_rests_is_no_next_one(office: Office) -> None:
    """Nothing lapses there, however long it is over: whoever asks what comes next is not told of it."""
    ref = ask(office)
    office.take("FRA", ref, "record_receipt")
    with writing(office.engine) as connection:
        connection.execute(update(CASES).where(CASES.c.ref == ref).values(kind="resting"))
    with reading(office.engine) as connection:
        found = backlog(connection, START)

    assert found.next_lapse is None


def test_a_worker_gives_a_sign_of_life(office: Office, jobs: Jobs) -> None:
    """By machine and process; one that was not heard of for a week is forgotten."""
    jobs.give_sign("a 1", START, START)
    jobs.give_sign("b 2", START, START + timedelta(days=6))
    jobs.give_sign("b 2", START, START + timedelta(days=8))

    with reading(office.engine) as connection:
        found = backlog(connection, START + timedelta(days=8)).workers
    assert [("b 2", START + timedelta(days=8))] == [(sign.name, sign.at) for sign in found]


def signs(office: Office) -> list[str]:
    """Name the workers that have given a sign of life."""
    with reading(office.engine) as connection:
        return [sign.name for sign in backlog(connection, START).workers]


WORKING = """
import sys
from dataclasses import replace
from pathlib import Path
from consult.db import make_engine
from consult.docket import Docket
from consult.jobs import Jobs
from consult.jobs.consuming import Worker
from consult.jobs.queueing import open_queue
from consult.settings import Jobs as Chosen, Settings

folder, engine = Path(sys.argv[1]), make_engine(sys.argv[2])
settings = Settings.for_tests(folder, jobs=Chosen(ADDRESS))
Worker(Jobs(engine, Docket(engine, folder), open_queue(settings))).run()
"""


@pytest.mark.redis
def test_two_workers_over_one_redis_share_the_work(office: Office, tmp_path: Path, redis_url: str) -> None:
    """Twenty acts, two processes: each is delivered, each once, and both stop when they are told to."""
    program = WORKING.replace("ADDRESS", repr(redis_url))
    workers = [start(program, office, tmp_path) for _ in range(2)]
    try:
        assert wait_for(lambda: 2 == len(signs(office)), 60)
        for _case in range(20):
            ask(office)
        assert wait_for(lambda: [] == waiting(office), 60)
        for worker in workers:
            worker.terminate()
        assert [0, 0] == [worker.wait(20) for worker in workers]
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    with reading(office.engine) as connection:
        assert [1] * 20 == [row.attempts for row in connection.execute(select(OUTBOX))]
