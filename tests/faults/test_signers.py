"""Who signs, of several processes that could: one at a time, by the lease; another one when it dies; and nobody who has
lost the lease while he slept. Real processes, on SQLite and on PostgreSQL, with the memory in a file and in a database.
"""

import os
import shutil
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Engine, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from consult import migrate
from consult.db import Busy, make_engine, reading, writing
from consult.jobs.sealing import Sealing
from consult.leases import SIGNER, Lease, elapsed, read_lease
from consult.log import own, shared_memory
from consult.log.memory import Signed, State
from consult.log.nodes import root_at
from consult.log.notes import SigningKey, load_key, save_key
from consult.log.publishing import public_folder
from consult.log.rotating import begin_rotation, finish_rotation
from consult.log.shared_memory import SharedState
from consult.log.signed import signed_findings
from consult.log.signer import NotSigned, key_path, open_signer, origin_of, state_of
from consult.log.verifier import Source, check_export, read_policy
from consult.models.audit import audit_checkpoint, audit_head
from consult.settings import Log, Settings
from tests.faults.processes import PROCESSES

AT = datetime.fromisoformat("2026-11-21T12:00:00+00:00")
STANDS = 1.5
"""Seconds of a lease in these tests."""
DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
ORIGIN = "consult.example.int/audit/1"


@dataclass
class Host:
    """One installation whose log several processes may sign."""

    settings: Settings

    engine: Engine

    def record(self) -> None:
        """Let the log grow."""
        with writing(self.engine) as connection:
            own.record(connection, own.Own("setting", None, {}, AT))

    def notes(self) -> list[Any]:
        """Give every note that is stored, each of the tree that is there."""
        with reading(self.engine) as connection:
            rows = list(connection.execute(select(audit_checkpoint).order_by(audit_checkpoint.c.id)))
            assert all(root_at(connection, row.size) == row.root for row in rows)
        return rows

    def holder(self) -> tuple[str, int]:
        """Say who has the lease, and for which term."""
        with reading(self.engine) as connection:
            row = read_lease(connection, SIGNER)
        return ("", 0) if row is None else (row.holder, row.term)


@pytest.fixture(params=DATABASES)
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Host]:
    """Give an installation: all in files, or the record in one database and the memory of the signer in another."""
    if request.param == "sqlite":
        settings = Settings.for_tests(tmp_path)
    else:
        address = request.getfixturevalue("record_url")
        memory = request.getfixturevalue("memory_url")
        settings = Settings.for_tests(tmp_path, database_url=address, log=Log(memory=memory))
    engine = make_engine(settings.database_url)
    migrate.upgrade(engine)
    yield Host(settings, engine)
    engine.dispose()


@contextmanager
def database(server: URL) -> Iterator[str]:
    """Give the address of an empty database of a test's own."""
    name = f"consult_test_{os.urandom(6).hex()}"
    address = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name))
        )
    yield server.set(database=name).render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def record_url(postgres_server: URL) -> Iterator[str]:
    """Give a database for the record."""
    with database(postgres_server) as address:
        yield address


@pytest.fixture
def memory_url(postgres_server: URL) -> Iterator[str]:
    """Give a database for the memory alone."""
    with database(postgres_server) as address:
        yield address


def loop_of(settings: Settings) -> Sealing:
    """Make the loop of a process, with a lease that stands for a short while."""
    made = Sealing(make_engine(settings.database_url), settings)
    made.lease.seconds = STANDS
    return made


def sign_without_end(settings: Settings, told: Pipe) -> None:
    """Take part in the signing until killed, and tell each time that there was something new; pause when asked to, as a
    process is paused from outside, but not while it keeps others from the file of SQLite."""
    loop = loop_of(settings)
    while True:
        try:
            if loop.take_part(AT):
                told.send((loop.lease.term is not None, "new"))
        except NotSigned as refusal:
            told.send((False, refusal.code))
        except (Busy, DBAPIError, sqlite3.OperationalError):
            time.sleep(0.01)  # as the loop itself does: the next turn follows
        if told.poll(0.01):
            told.recv()
            os.kill(os.getpid(), signal.SIGSTOP)


class Hand:
    """A process that takes part."""

    def __init__(self, host: Host) -> None:
        self.hears, tells = PROCESSES.Pipe()
        self.process = PROCESSES.Process(target=sign_without_end, args=(host.settings, tells))
        self.process.start()
        tells.close()

    @property
    def number(self) -> int:
        """Give the number of the process."""
        assert self.process.pid is not None
        return self.process.pid

    def pause(self) -> None:
        """Let it be stopped between two turns, and wait until it is."""
        self.hears.send("pause")
        wait_until(lambda: Path(f"/proc/{self.number}/stat").read_text().rpartition(")")[2].split()[0] == "T")

    def has_lease(self, host: Host) -> bool:
        """Tell whether this process is the holder."""
        return host.holder()[0].endswith(f" {self.number}")

    def stop(self) -> None:
        """End it by force."""
        if self.process.is_alive():
            os.kill(self.number, signal.SIGCONT)
            self.process.kill()
        self.process.join()


@pytest.fixture
def hands(host: Host) -> Iterator[list[Hand]]:
    """Give two processes, of which one has the lease: the first of the list."""
    made = [Hand(host), Hand(host)]
    try:
        wait_until(lambda: any(hand.has_lease(host) for hand in made))
        yield sorted(made, key=lambda hand: not hand.has_lease(host))
    finally:
        for hand in made:
            hand.stop()


def wait_until(holds: Any, seconds: float = 60.0) -> float:
    """Wait until something holds; give how long it took."""
    began = time.perf_counter()
    while not holds():
        assert time.perf_counter() - began < seconds, "waited too long"
        time.sleep(0.02)
    return time.perf_counter() - began


def covered(host: Host) -> int:
    """Give how many entries the newest note covers."""
    return max((row.size for row in host.notes()), default=0)


def assert_one_log(host: Host) -> None:
    """What lies in the folder holds by itself, is what is stored last, and is what the memory says."""
    loop = loop_of(host.settings)
    loop.follow(AT)
    loop.engine.dispose()
    keys = "".join(f"log {key.vkey}\n" for key in open_signer(host.settings).keys)
    report = check_export(Source(public_folder(host.settings)), read_policy(f"{keys}quorum none\n"))
    last = state_of(host.settings).last(origin_of(host.settings))
    assert last is not None
    assert last.size == covered(host) == report.checkpoint.size
    assert last.note in {row.note for row in host.notes()}


def test_of_two_processes_one_signs_and_the_other_publishes(host: Host, hands: list[Hand]) -> None:
    """Twenty entries, one after the other; every note is the holder's, under one term."""
    before = host.holder()
    for _entry in range(20):
        size = covered(host)
        host.record()
        wait_until(lambda least=size: covered(host) > least)
    time.sleep(0.2)
    for hand in hands:
        hand.stop()
    said = [_all_of(hand) for hand in hands]

    assert before == host.holder()
    assert {True} == {held for held, _what in said[0]}
    assert {False} >= {held for held, _what in said[1]}, "the other one never held"
    assert {"new"} == {what for told in said for _held, what in told}, "nobody met a refusal"
    assert_one_log(host)


def _all_of(hand: Hand) -> list[tuple[bool, str]]:
    """Read all that a process told."""
    told = []
    while True:
        try:
            told.append(hand.hears.recv())
        except EOFError:
            return told


def test_a_signer_that_is_killed_is_replaced_within_the_lease(host: Host, hands: list[Hand]) -> None:
    """The other one takes over after the length of a lease and not before, under a higher term, and the log goes on."""
    term = host.holder()[1]
    hands[0].process.kill()
    hands[0].process.join()
    size = covered(host)
    host.record()
    took = wait_until(lambda: hands[1].has_lease(host))
    wait_until(lambda: covered(host) > size)
    hands[1].stop()

    assert term + 1 == host.holder()[1]
    assert took > STANDS * 0.4, "whoever was killed had renewed it a third of its length before at most"
    assert_one_log(host)


def test_a_signer_that_was_paused_signs_nothing_when_it_wakes_without_the_lease(host: Host, hands: list[Hand]) -> None:
    """Stopped as by a debugger or a machine that is moved; it wakes when the other has signed further."""
    hands[0].pause()
    size = covered(host)
    host.record()
    wait_until(lambda: hands[1].has_lease(host))
    wait_until(lambda: covered(host) > size)
    holder, notes = host.holder(), len(host.notes())
    os.kill(hands[0].number, signal.SIGCONT)
    time.sleep(STANDS)
    after = len(host.notes())
    host.record()
    wait_until(lambda: covered(host) > size + 1)
    for hand in hands:
        hand.stop()

    assert holder == host.holder()
    assert notes == after, "it signed nothing when it woke"
    assert_one_log(host)


def test_whoever_is_paused_between_looking_and_signing_is_shut_out_by_the_memory(host: Host) -> None:
    """The signature is drawn, the process sleeps, another takes over and signs nothing yet, since there is nothing new:
    even then what was drawn is not remembered, not stored, and not published.
    """
    host.record()
    first, second = loop_of(host.settings), loop_of(host.settings)
    second.lease.holder = "another machine 1"
    assert first.take_part(AT)
    host.record()
    signer = first._signer()
    last = signer.state.last(ORIGIN)
    assert last is not None
    drawn = replace(last, note=signer.sign(last.size, last.root), at=AT + timedelta(hours=1))
    wait_until(lambda: second._holds(AT))
    with pytest.raises(
        NotSigned, match=r"Another process has taken over the signing; nothing was signed here\."
    ) as told:
        signer.remember(last, drawn)

    assert "lease-lost" == told.value.code
    assert signer.state.last(ORIGIN) == last
    assert second.take_part(AT)
    assert not first.take_part(AT) or first.lease.term is None
    for loop in (first, second):
        loop.engine.dispose()
    assert_one_log(host)


def test_a_machine_that_kept_a_retired_key_signs_nothing_and_the_one_with_the_new_key_goes_on(host: Host) -> None:
    """21 November 2026: a rotation is begun and finished on one machine while another, which nobody gave the new key,
    has the lease. That one gives it back; with the new key there it signs again. By the new key alone all holds."""
    host.record()
    first = loop_of(host.settings)
    assert first.take_part(AT)
    first.lease.give_back()
    second = loop_of(machine_beside(host))
    second.lease.holder = "another machine 1"
    host.record()
    assert second.take_part(AT)
    begin_rotation(host.settings)
    by_hand = loop_of(host.settings)
    by_hand.turn(AT)  # as the command does, without the lease
    host.record()
    assert second.take_part(AT), "until the old key is retired it may sign alone"
    new = finish_rotation(host.engine, host.settings, AT)

    with pytest.raises(NotSigned, match=r"The key of the log on this machine was retired\. Copy the keys from") as told:
        second.take_part(AT)
    assert ("key-retired", None) == (told.value.code, second.lease.term)
    assert first.take_part(AT)
    assert_signed_by(host, new)

    first.lease.give_back()
    shutil.copy(key_path(host.settings), key_path(second.settings))
    second._stands_from = 0.0
    host.record()
    assert second.take_part(AT)
    first.follow(AT)
    assert_signed_by(host, new)
    for loop in (first, second, by_hand):
        loop.engine.dispose()


def machine_beside(host: Host) -> Settings:
    """Give another machine of an installation: its own folder with the key of the log, and the same memory."""
    settings = replace(host.settings, instance=host.settings.instance / "beside")
    shutil.copytree(
        host.settings.instance / "signer", settings.instance / "signer", ignore=lambda *_given: ["state.sqlite"]
    )
    if not settings.log.memory:
        state = state_of(host.settings).path
        state_of(settings).path.symlink_to(state)
    return settings


def assert_signed_by(host: Host, key: SigningKey) -> None:
    """What is published covers all that was recorded, under this key alone."""
    report = check_export(Source(public_folder(host.settings)), read_policy(f"log {key.vkey}\nquorum none\n"))
    with reading(host.engine) as connection:
        size = connection.execute(select(audit_head.c.size)).scalar_one()
        assert [] == list(signed_findings(connection, state_of(host.settings).all_last()))
    assert size == report.checkpoint.size == covered(host)


def test_two_that_would_sign_the_same_moment_without_any_lease_sign_one_log(host: Host) -> None:
    """By hand nobody asks for the lease: the compare-and-swap alone lets one of them win."""
    host.record()
    loop = loop_of(host.settings)
    assert loop.take_part(AT)
    loop.engine.dispose()
    signer = open_signer(host.settings)
    last = signer.state.last(ORIGIN)
    assert last is not None
    later = [replace(last, at=AT + timedelta(minutes=n)) for n in (1, 2)]
    signer.remember(last, later[0])
    with pytest.raises(NotSigned, match="Another process signed at the same moment") as told:
        signer.remember(last, later[1])

    assert "state-moved" == told.value.code
    assert later[0] == state_of(host.settings).last(ORIGIN)


def test_no_clock_prolongs_a_lease_or_ends_one(host: Host) -> None:
    """The holder's clock is a day behind, that of whoever waits a day ahead, and both jump: only what passes counts."""
    passed = [0.0]
    holding, waiting = (Lease(host.engine, SIGNER, name, 10.0, lambda: passed[0]) for name in ("a 1", "b 2"))
    days = [AT - timedelta(days=1), AT + timedelta(days=365), AT - timedelta(days=30), AT]
    terms = []
    for at in days:
        terms.append((holding.hold(at), waiting.hold(at + timedelta(days=2))))
        passed[0] += 4.0
    passed[0] += 5.0
    too_early = waiting.hold(AT)
    passed[0] += 1.5
    taken = waiting.hold(AT - timedelta(days=400))

    assert [(1, None)] * 4 == terms
    assert too_early is None
    assert 2 == taken
    assert holding.hold(AT) is None, "it learns that it has lost the lease"


def test_what_passes_is_counted_by_the_machine_and_by_no_clock_that_anybody_sets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The clock of the day is asked by nobody, and the count is the one that goes on while the machine sleeps."""
    asked: list[int] = []
    monkeypatch.setattr(time, "clock_gettime", lambda kind: asked.append(kind) or 7.0)

    assert elapsed() == 7.0
    assert [time.CLOCK_BOOTTIME] == asked


def test_a_lease_that_is_given_back_is_taken_at_once(host: Host) -> None:
    """As when a worker is stopped: nobody waits."""
    one, other = Lease(host.engine, SIGNER, "a 1"), Lease(host.engine, SIGNER, "b 2")
    assert (1, None) == (one.hold(AT), other.hold(AT))
    one.give_back()

    assert 2 == other.hold(AT)
    assert one.hold(AT) is None


@pytest.mark.postgres
def test_a_memory_is_carried_from_the_file_once_and_the_file_signs_no_more(
    record_url: str, memory_url: str, tmp_path: Path
) -> None:
    """From one machine to several: what was signed and what was closed comes along; a second time is refused."""
    file = State(tmp_path / "signer" / "state.sqlite")
    last = Signed(3, b"r" * 32, "a note", AT)
    file.move(ORIGIN, None, last)
    file.close("older.example/audit/1", AT)
    shared = SharedState(file.path, memory_url)
    carried = shared.carry()

    assert 1 == carried
    assert (last, None) == (shared.last(ORIGIN), file.last(ORIGIN))
    assert shared.is_closed("older.example/audit/1")
    with pytest.raises(NotSigned, match=r"This memory holds something already; nothing was carried\."):
        shared.carry()
    with pytest.raises(NotSigned, match="there is nothing to carry") as told:
        SharedState(tmp_path / "none.sqlite", record_url).carry()
    assert "memory-none" == told.value.code


@pytest.mark.postgres
def test_a_memory_that_was_half_carried_when_the_command_died_is_carried_whole_by_the_next(
    memory_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command dies over the second of two names: nothing is remembered there yet, and done again all of it is, also
    which name was given up and up to which term others are shut out."""
    file = State(tmp_path / "signer" / "state.sqlite")
    older, lasts, swap = (
        "older.example/audit/1",
        [Signed(size, b"r" * 32, "a note", AT) for size in (3, 5)],
        shared_memory.swap,
    )
    for origin, last in zip((ORIGIN, older), lasts, strict=True):
        file.move(origin, None, last)
    file.close(older, AT)
    file.fence(7)
    shared, done = SharedState(file.path, memory_url), list[str]()

    def die(connection: Any, origin: str, *given: Any) -> Any:
        done.append(origin)
        if len(done) == 2:
            raise KeyboardInterrupt
        return swap(connection, origin, *given)

    with monkeypatch.context() as patch:
        patch.setattr(shared_memory, "swap", die)
        with pytest.raises(KeyboardInterrupt):
            shared.carry()
    assert (None, None, None) == (file.last(ORIGIN), shared.last(ORIGIN), shared.last(older))

    assert 2 == shared.carry()
    assert lasts == [shared.last(ORIGIN), shared.last(older)]
    assert (True, False, 7) == (shared.is_closed(older), shared.is_closed(ORIGIN), shared.highest_term())


def test_a_memory_that_cannot_be_reached_lets_nothing_be_signed(tmp_path: Path) -> None:
    """A sentence, and no signature from memory of anything else."""
    away = SharedState(tmp_path / "state.sqlite", "postgresql://nobody@localhost:1/nothing?connect_timeout=2")
    with pytest.raises(NotSigned, match="The memory of the signer cannot be reached; nothing is signed") as told:
        away.last(ORIGIN)
    assert "memory-away" == told.value.code


def test_a_key_that_is_drawn_has_its_name_when_all_of_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is killed while the first key is drawn leaves none, and the next one draws it."""
    path, key = tmp_path / "signer" / "1.key", SigningKey.draw(ORIGIN)

    def die(_handle: int) -> None:
        assert not path.exists()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", die)
        with pytest.raises(KeyboardInterrupt):
            save_key(path, key)
    assert [] == list(path.parent.iterdir())
    save_key(path, key)
    with pytest.raises(FileExistsError, match=r"1\.key"):
        save_key(path, SigningKey.draw(ORIGIN))

    assert (key.vkey, 0o600) == (load_key(path).vkey, path.stat().st_mode & 0o777)
    assert [path] == list(path.parent.iterdir())
