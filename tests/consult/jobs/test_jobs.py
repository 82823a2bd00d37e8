"""Background work: lapses recorded, acts delivered, once each, whatever happens to the worker."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, update

from consult import clock, outbox
from consult.db import Unsure, make_engine, reading, writing
from consult.jobs import Jobs
from consult.jobs.consuming import Worker, Working
from consult.jobs.queueing import open_queue
from consult.jobs.sealing import Sealing
from consult.leases import Lease
from consult.models.cases import OUTBOX, SERVICE
from consult.settings import Settings
from consult.signs import own_name, workers
from tests.consult.docket.conftest import START, Office

BODY: dict[str, Any] = {"vehicle": "Cargo 7", "size": "small", "from_day": "2027-02-01", "asked": ["FRA", "KOR"]}
LATER = START + timedelta(seconds=2)


def ask(office: Office) -> str:
    """Open a case and serve its request on two parties."""
    ref = str(office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref)
    office.take("JPN", ref, "ask", body=BODY)
    return ref


def services(office: Office) -> dict[str, tuple[str, datetime]]:
    """Read how far each delivery came."""
    with reading(office.engine) as connection:
        rows = connection.execute(select(SERVICE)).all()
    return {row.party: (row.state, row.changed_at) for row in rows}


def waiting(office: Office) -> list[Any]:
    """Read what the outbox still holds."""
    with reading(office.engine) as connection:
        return list(connection.execute(select(OUTBOX).where(OUTBOX.c.done_at.is_(None)).order_by(OUTBOX.c.id)))


def post(office: Office, topic: str, payload: str = "{}", name: str = "test") -> int:
    """Put a piece of work of a topic into the outbox."""
    row = {"key": f"{topic}:{name}", "topic": topic, "payload": payload, "run_at": START, "attempts": 0}
    with writing(office.engine) as connection:
        return int(connection.execute(insert(OUTBOX).values(row).returning(OUTBOX.c.id)).scalar_one())


def run_queue(jobs: Jobs) -> int:
    """Do everything that the queue holds, as a worker would; give how many pieces there were."""
    done = 0
    while (task := jobs.queue.dequeue()) is not None:
        jobs.queue.execute(task)
        done += 1
    return done


def wait_for(holds: Callable[[], bool], seconds: float = 120.0) -> bool:
    """Wait until something holds, as long as a busy machine may take; say whether it did."""
    last = time.perf_counter() + seconds
    while not holds():
        if time.perf_counter() > last:
            return False
        time.sleep(0.02)
    return True


def test_an_act_is_delivered_to_everybody_it_was_sent_to(office: Office, jobs: Jobs) -> None:
    """A tick hands the number on, the queue's task delivers, and the outbox is empty."""
    ask(office)
    with clock.frozen(LATER):
        assert 1 == jobs.tick(LATER)
        assert 1 == run_queue(jobs)

    assert {"FRA": ("delivered", LATER), "KOR": ("delivered", LATER)} == services(office)
    assert [] == waiting(office)


def test_a_second_tick_hands_nothing_on_while_the_lease_runs(office: Office, jobs: Jobs) -> None:
    """Whoever claimed a piece of work has it for the length of the lease, and no longer."""
    ask(office)

    assert [1, 0, 0, 1] == [
        jobs.tick(LATER + after) for after in (timedelta(0), timedelta(seconds=1), outbox.LEASE, outbox.LEASE * 1.1)
    ]


def test_work_that_was_handed_on_twice_is_done_once(office: Office, jobs: Jobs) -> None:
    """The second to come finds the row done and changes nothing."""
    ask(office)
    jobs.tick(LATER)
    jobs.tick(LATER + outbox.LEASE * 2)
    number = waiting(office)[0].id
    with clock.frozen(LATER):
        assert [True, False] == [jobs.do(number), jobs.do(number)]
    with clock.frozen(LATER + timedelta(hours=1)):
        assert 2 == run_queue(jobs)

    assert ("delivered", LATER) == services(office)["FRA"]


def test_a_lapse_is_recorded_by_the_tick_on_the_day_after_the_last_one(office: Office, jobs: Jobs) -> None:
    """Ten days from receipt on 20 November: nothing on the 30th, silent on 1 December."""
    ref = ask(office)
    office.take("FRA", ref, "record_receipt")
    states = []
    for day in (30, 31):
        at = datetime(2026, 11, 1, 12, tzinfo=UTC) + timedelta(days=day - 1)
        jobs.tick(at)
        states.append(office.see("JPN", ref, START).case.tracks["berth:FRA"].state)

    assert ["received", "silent"] == states


def test_work_that_fails_keeps_its_reason_and_is_tried_again_after_longer_and_longer(
    office: Office, jobs: Jobs, caplog: pytest.LogCaptureFixture
) -> None:
    """A topic that nobody knows is put off by five seconds, then ten; other work is not held up."""
    number = post(office, "unheard-of")
    delays = []
    at = START
    for _attempt in range(3):
        assert [number] == outbox.claim(office.engine, at)
        with clock.frozen(at):
            assert not jobs.do(number)
        row = waiting(office)[0]
        delays.append((row.run_at - at).total_seconds())
        at = row.run_at

    assert [5, 10, 20] == delays
    assert "NoHandler: unheard-of" == row.last_error
    assert "tried again later" in caplog.text


def test_a_handler_that_fails_leaves_nothing_of_its_work(office: Office, jobs: Jobs) -> None:
    """Work and mark are one transaction."""
    ask(office)

    def half(connection: Any, payload: Any, at: datetime) -> None:
        connection.execute(SERVICE.update().values(state="failed"))
        raise OSError("the line broke")

    jobs.handlers = {"serve": half}
    jobs.do(waiting(office)[0].id)

    assert {"sent"} == {state for state, _at in services(office).values()}


def test_a_row_with_an_unreadable_payload_does_not_hold_up_the_others(office: Office, jobs: Jobs) -> None:
    """What cannot be read is put off; what stands behind it is done."""
    post(office, "serve", "not JSON")
    ask(office)
    with clock.frozen(LATER):
        assert 2 == jobs.tick(LATER)
        run_queue(jobs)

    assert ["serve:test"] == [row.key for row in waiting(office)]
    assert "delivered" == services(office)["KOR"][0]


HANGING = """
import sys, time
from datetime import timedelta
from pathlib import Path
from consult.db import make_engine
from consult.docket import Docket
from consult.jobs import Jobs
from consult.jobs.consuming import Worker
from consult.jobs.queueing import open_queue
from consult.settings import Settings

folder = Path(sys.argv[1])
engine = make_engine(sys.argv[2])

def hang(connection, payload, at):
    connection.exec_driver_sql("UPDATE service SET state = 'failed'")
    (folder / "started").touch()
    time.sleep(600)

Worker(Jobs(engine, Docket(engine, folder), open_queue(Settings.for_tests(folder)), {"serve": hang})).run()
"""


def start(program: str, office: Office, folder: Path) -> subprocess.Popen[bytes]:
    """Start a program over the database of the seeded world."""
    address = office.engine.url.render_as_string(hide_password=False)
    return subprocess.Popen([sys.executable, "-c", program, str(folder), address], cwd=Path(__file__).parents[3])


def test_a_worker_killed_in_the_middle_of_its_work_leaves_it_to_the_next_once_its_lease_ends(
    office: Office, jobs: Jobs, tmp_path: Path
) -> None:
    """Nothing of the dead worker's half is kept; the row is free when the lease ends, and the effect is there once."""
    ask(office)
    worker = start(HANGING, office, tmp_path)
    try:
        assert wait_for((tmp_path / "started").exists)
    finally:
        worker.kill()
        assert -signal.SIGKILL == worker.wait()
    now = clock.now()

    assert {"sent"} == {state for state, _at in services(office).values()}
    assert 0 == jobs.tick(now)
    assert 1 == jobs.tick(now + outbox.LEASE * 2)
    assert 1 == run_queue(jobs)
    assert {"delivered"} == {state for state, _at in services(office).values()}
    assert [2] == [row.attempts for row in _all(office)]


def _all(office: Office) -> list[Any]:
    with reading(office.engine) as connection:
        return list(connection.execute(select(OUTBOX)))


def test_a_worker_of_its_own_delivers_and_stops_when_it_is_told_to(office: Office, tmp_path: Path) -> None:
    """Started as a program it does the work of the real queue; SIGTERM ends it cleanly."""
    ask(office)
    worker = start(HANGING.replace(', {"serve": hang}', ""), office, tmp_path)
    try:
        assert wait_for(lambda: {"delivered"} == {state for state, _at in services(office).values()})
        worker.send_signal(signal.SIGTERM)
        assert 0 == worker.wait(120)
    finally:
        worker.kill()
        worker.wait()


def test_of_two_processes_of_a_server_one_works_and_the_other_takes_over(office: Office, tmp_path: Path) -> None:
    """The second candidate waits for as long as the first lives."""
    first, second = (
        Working(Jobs(office.engine, office.docket, open_queue(Settings.for_tests(tmp_path))), tmp_path).start()
        for _ in range(2)
    )
    assert wait_for(lambda: first.chosen.is_set() or second.chosen.is_set())
    working, idle = (first, second) if first.chosen.is_set() else (second, first)
    ask(office)
    assert wait_for(lambda: [] == waiting(office))
    assert not idle.chosen.is_set()

    working.stop()
    assert wait_for(idle.chosen.is_set)
    idle.stop()


def test_a_worker_ticks_more_often_than_a_reader_looks_twice(office: Office, jobs: Jobs) -> None:
    """The scheduler of a worker ticks every two seconds."""
    assert 2 == Worker(jobs).scheduler_interval


@pytest.mark.postgres
def test_two_relays_share_the_rows_of_a_postgresql_outbox(postgres_url: str) -> None:
    """While one holds its claim open, the other gets the rest, and no row twice."""
    from consult import migrate

    engine = make_engine(postgres_url)
    migrate.upgrade(engine)
    rows = [
        {"key": f"k:{i}", "topic": "serve", "payload": json.dumps({"act": i}), "run_at": START, "attempts": 0}
        for i in range(10)
    ]
    with writing(engine) as connection:
        connection.execute(delete(OUTBOX))  # the database is that of all tests of this file
        connection.execute(insert(OUTBOX), rows)
    with writing(engine) as connection:
        query = select(OUTBOX.c.id).order_by(OUTBOX.c.id).limit(4).with_for_update()
        held = set(connection.execute(query).scalars())
        claimed = outbox.claim(engine, LATER, limit=5)

    assert 5 == len(claimed)
    assert set() == held & set(claimed)
    assert 5 == len(outbox.claim(engine, LATER, limit=9))
    engine.dispose()


@pytest.mark.parametrize(("later", "left"), [(timedelta(days=90), 1), (timedelta(days=90, seconds=1), 0)], ids=str)
def test_work_that_is_done_is_kept_for_ninety_days(office: Office, jobs: Jobs, later: timedelta, left: int) -> None:
    """What waits, and what is set aside, is kept however old it is."""
    done, waits, aside = (post(office, name) for name in ("serve", "nobody knows", "nobody knows either"))
    with writing(office.engine) as connection:
        outbox.finish(connection, done, START)
        far = START + timedelta(days=400)
        connection.execute(update(OUTBOX).where(OUTBOX.c.id == waits).values(run_at=far))
        connection.execute(update(OUTBOX).where(OUTBOX.c.id == aside).values(set_aside_at=START))
    jobs.tick(START + later)

    with reading(office.engine) as connection:
        assert [*([done] if left else []), waits, aside] == list(
            connection.execute(select(OUTBOX.c.id).order_by(OUTBOX.c.id)).scalars()
        )


@pytest.mark.parametrize(("seconds", "ticks"), [(-90, 0), (-30, 1), (30, 1), (90, 0)])
def test_a_worker_whose_clock_differs_from_that_of_the_database_records_nothing(
    office: Office, jobs: Jobs, monkeypatch: pytest.MonkeyPatch, seconds: int, ticks: int
) -> None:
    """Half a minute is nothing; a minute and a half is no tick, until the clocks agree. A file has no other clock."""
    is_file = office.engine.dialect.name == "sqlite"
    with reading(office.engine) as connection:
        there = START if is_file else connection.execute(select(func.clock_timestamp())).scalar_one()
    ticked: list[datetime] = []
    monkeypatch.setattr(jobs, "tick", ticked.append)
    worker = Worker(jobs)._create_scheduler()
    with clock.frozen(there + timedelta(seconds=seconds)):
        worker.loop()

    assert (1 if is_file else ticks) == len(ticked)


def test_a_worker_that_ends_is_listed_no_more_though_nobody_knows_whether_its_lease_was_given_back(
    office: Office, jobs: Jobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection breaks in the commit by which the lease of the signer is given back; the sign is taken back."""

    def breaks(_lease: Lease) -> bool:
        raise Unsure("The connection to the database broke at the last moment.")

    jobs.sealing = Sealing(office.engine, Settings.for_tests(tmp_path))
    jobs.give_sign(own_name(), START, START)
    monkeypatch.setattr(Lease, "give_back", breaks)
    with reading(office.engine) as connection:
        before = workers(connection)
    Worker(jobs).stop()

    with reading(office.engine) as connection:
        assert ([own_name()], ()) == ([one.name for one in before], workers(connection))
