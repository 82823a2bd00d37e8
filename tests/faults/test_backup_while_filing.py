"""A backup made while eight clients file, and put back elsewhere: what was acknowledged before it began is in it, its
log is the beginning of the log that went on, and an installation that has it neither forks that log nor forgets what
was signed.
"""

import resource
import shutil
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess
from typing import TypeVar

import pytest
from sqlalchemy import select

from consult.backups.manifest import NAME as ACCOUNT
from consult.backups.manifest import Manifest
from consult.db import reading
from consult.log.nodes import root_at
from consult.log.publishing import public_folder
from consult.models.audit import audit_head
from consult.settings import Settings
from tests import postgres
from tests.consult.docket.conftest import PROCEDURES
from tests.faults.conftest import Seen
from tests.faults.figures import FULL, figure
from tests.faults.filing import Tally, filers, recorded, under
from tests.faults.programs import Installation, at_place, filled

CLIENTS, BEFORE, AFTER = 8, 50, 20
ENTRIES = {"sqlite": figure(1_500, 100_000, 1_000_000), "postgresql": figure(500, 5_000, 100_000)}
A_CASE = 2.5
"""Entries of the log that a case of the seeder has."""
TARGET = 60.0
"""Seconds within which a million entries are put back and verified, on two processors."""
LONGEST = 3600.0
T = TypeVar("T")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    """Give an installation with a long record, on either database; nothing of it stays on the disk."""
    folder = tmp_path / "instance"
    kind: str = request.param
    cluster = postgres.own_cluster() if kind == "postgresql" else None
    try:
        url = cluster.start().render_as_string(hide_password=False) if cluster else f"sqlite:///{folder}/consult.sqlite"
        with filled(folder, url, int(ENTRIES[kind] / A_CASE)) as made:
            yield made
    finally:
        if cluster:
            cluster.stop()
        for each in tmp_path.iterdir():
            shutil.rmtree(each) if each.is_dir() else each.unlink()


def published(place: Installation) -> Path:
    """Say where the log of an installation is published."""
    return public_folder(Settings.for_tests(place.folder))


def signed(place: Installation) -> int:
    """Say how many entries the published log has; 0 before there is one."""
    note = published(place) / "checkpoint"
    return int(note.read_text().split("\n")[1]) if note.exists() else 0


def length(place: Installation) -> int:
    """Say how many entries its record has."""
    engine = place.engine()
    with reading(engine) as connection:
        size = int(connection.execute(select(audit_head.c.size)).scalar_one())
    engine.dispose()
    return size


def root(place: Installation, size: int) -> str:
    """Give the root of its log at a size, in hexadecimal."""
    engine = place.engine()
    with reading(engine) as connection:
        found = root_at(connection, size).hex()
    engine.dispose()
    return found


def wait_for(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    last = time.perf_counter() + LONGEST
    while not holds():
        assert time.perf_counter() < last
        time.sleep(0.05)


def timed(call: Callable[[], T]) -> tuple[T, float, float]:
    """Call what starts a program; give its answer, the seconds that passed, and those of the processor."""
    begun, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    answer = call()
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    return answer, time.perf_counter() - begun, spent


def back_up_while_filing(place: Installation, backup: Path) -> tuple[dict[str, tuple[str, int]], Tally]:
    """Let clients file before, during and after a backup; give what was acknowledged before it began, and all."""
    tally, ended = Tally(), threading.Event()
    server, worker = place.serve(), place.work()
    server.wait()
    clients = filers(place, server.port, tally, ended, CLIENTS)
    wait_for(lambda: len(tally.acknowledged) >= BEFORE or bool(tally.wrong))
    before = dict(tally.acknowledged)
    told = place.call("backup", str(backup))
    assert 0 == told.returncode, told.stderr
    during = len(tally.acknowledged)
    wait_for(lambda: len(tally.acknowledged) >= during + AFTER or bool(tally.wrong))
    ended.set()
    for one in clients:
        one.join(60)
    server.kill()
    wait_for(lambda: signed(place) >= length(place))
    worker.kill()
    return before, tally


def elsewhere(place: Installation, name: str, *, remembers: bool = False) -> Installation:
    """Prepare an installation without a record, with the key of the log and, where asked for, the signer's memory."""
    folder = place.folder.with_name(name)
    made = at_place(folder, f"sqlite:///{folder}/consult.sqlite", "exercise = true\n")
    (folder / "signer").mkdir()
    for path in (place.folder / "signer").iterdir():
        if remembers or path.suffix == ".key":
            shutil.copy(path, folder / "signer" / path.name)
    (folder / "procedures").symlink_to(PROCEDURES)
    return made


def refused(told: CompletedProcess[str], why: str, there: Installation) -> None:
    """See that a backup was refused in words, and that nothing was put in place."""
    assert told.returncode == 1, told.stdout
    assert why in told.stderr
    assert not (there.folder / "consult.sqlite").exists()


def test_a_backup_made_while_parties_file_is_put_back_elsewhere_verifies_and_never_forks_the_log(
    place: Installation, tmp_path: Path, seen: Seen
) -> None:
    """A hundred thousand entries in full, a million at night; put back on SQLite from either database."""
    backup = tmp_path / "backup.zip"
    before, tally = back_up_while_filing(place, backup)
    assert [] == tally.wrong, tally.wrong
    last, kind = signed(place), place.url.partition(":")[0].partition("+")[0]
    again, knows = elsewhere(place, "again"), elsewhere(place, "knows", remembers=True)

    refused(again.call("restore", str(backup)), "Nothing here says what was signed after this backup", again)
    refused(knows.call("restore", str(backup)), "The signer here has signed", knows)
    done, took, spent = timed(lambda: again.call("restore", str(backup), "--published", str(published(place))))
    assert 0 == done.returncode, done.stderr
    checked, longer, more = timed(lambda: again.call("log", "verify", "--processes", "2"))
    assert 0 == checked.returncode, checked.stdout

    size = account(backup).size
    assert account(backup).root == root(place, size) == root(again, size), "a beginning of the log that went on"
    assert root(place, last) == root(again, last), "all that was signed is there again"
    engine = again.engine()
    kept = recorded(engine)
    engine.dispose()
    assert [] == [key for key, where in before.items() if kept.get(under(key)) != [where]]
    assert FULL or again.call("log", "verify", "--replay").returncode == 0
    assert TARGET > took + longer
    seen(
        11,
        f"{kind}: backup of {size:,} entries ({backup.stat().st_size / 2**20:.0f} MB) while {CLIENTS} clients filed "
        f"({len(before)} acknowledged before it, all in it; {len(tally.acknowledged)} in all); put back in "
        f"{took:.1f} s and verified in {longer:.1f} s, {spent + more:.1f} s of the processor; {last - size} entries "
        "read back; without the published log refused",
    )


def account(backup: Path) -> Manifest:
    """Read what a backup says of itself."""
    with zipfile.ZipFile(backup) as archive:
        return Manifest.read(archive.read(ACCOUNT))
