"""The power fails under PostgreSQL: strace tells every write and every sync of its processes, and each acknowledgement
tells its moment. From that the data folder of any moment is made again, without what was not synced or with any part of
it in any order; the server recovers on it, and no acknowledged filing is missing there.

Long because: the folder that is made again stands here whole, beside what it is made from. Not modelled: a disk that
says that it has synced and has not, and names of files that were not synced with their folder.
"""

import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import URL

from consult.db import make_engine
from tests import postgres
from tests.consult.docket.conftest import PROCEDURES, build_office
from tests.consult.docket.test_races import asked
from tests.faults.conftest import Seen
from tests.faults.figures import figure
from tests.faults.programs import PATIENCE, ROOT
from tests.faults.test_power_cut import File, filings_in, plain
from tests.faults.test_synced import trace

__all__ = ["trace"]

FILINGS, CUTS = figure(16, 16, 250), figure(3, 3, 100)
CALLS = "openat,close,lseek,write,pwrite64,pwritev,fsync,fdatasync,ftruncate,fallocate,link,rename,unlink"
WATCHING = ("strace", "-f", "-v", "-y", "-xx", "-ttt", "-qq", "-s", "1000000", "-e", f"trace={CALLS}")
NAMING = ("openat", "link", "rename", "unlink")
PASSING = ("postmaster.", "pg_stat_tmp/", "pg_dynshmem/", "base/pgsql_tmp/", "current_logfiles")
"""What a server makes anew when it starts."""
FILING = """
import os, sys, time
from pathlib import Path
from consult import db
from consult.docket import Docket, Filed
from consult.people.tokens import of_mandate
from tests.consult.docket.conftest import START
url, folder, procedures, mandate, ref, filings = sys.argv[1:]
docket = Docket(db.make_engine(url), Path(folder), (Path(procedures),))
with db.reading(docket.engine) as connection:
    by = of_mandate(connection, int(mandate), START)
for n in range(int(filings)):
    docket.take(by, ref, Filed("make_statement", body={"text": f"No. {n}"}, key=f"key {n}"), at=START)
    os.write(1, f"{time.time():.6f}\\n".encode())
    if n == int(filings) // 2:
        with docket.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.exec_driver_sql("CHECKPOINT")
os._exit(0)
"""
LINE = re.compile(r"^(\d+) +(\d+\.\d+) (.*)$")
CALL = re.compile(r"^(\w+)\((.*)\) += (-?\d+)")
OF_FILE = re.compile(r"^(\d+)<([^>]*)>")
QUOTED = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
Line = tuple[float, str, str]
"""When something happened, in which process, and what it was: as strace writes it, or empty for an acknowledgement."""


@dataclass
class Disk:
    """The data folder as it lies on the disk: what it was at first, and each file that was touched since; None for one
    that is gone."""

    first: Path
    above: str
    files: dict[str, File | None] = field(default_factory=dict)
    places: dict[tuple[str, str], int] = field(default_factory=dict)
    begun: dict[str, tuple[str, int]] = field(default_factory=dict)
    """What a process has begun: its call, and for a sync how many writes to the file came before it."""

    def heed(self, process: str, said: str) -> None:
        """Take up what strace wrote of a process: a call, its beginning or its end."""
        if said.endswith("<unfinished ...>"):
            call = said.removesuffix("<unfinished ...>").rstrip()
            file = self._synced(call)
            self.begun[process] = call, file.written if file else 0
            return
        sure = None
        if said.startswith("<... "):
            if process not in self.begun:
                return
            call, sure = self.begun.pop(process)
            said = call + said.partition(" resumed>")[2]
        found = CALL.match(said)
        if found is not None and int(found[3]) >= 0:
            self._apply(process, found[1], found[2], int(found[3]), sure)

    def _synced(self, call: str) -> File | None:
        name, _bracket, rest = call.partition("(")
        found = OF_FILE.match(rest)
        return self._file(self._name(found[2])) if name in ("fsync", "fdatasync") and found else None

    def _name(self, quoted: str) -> str:
        """Give the name of a file below the data folder; empty for any other."""
        path = plain(quoted).decode(errors="replace")
        if path.startswith("/") and not path.startswith(self.above):
            return ""
        name = path.removeprefix(self.above).removeprefix("./")
        return "" if name.startswith(PASSING) or name.endswith(" (deleted)") else name

    def _file(self, name: str) -> File | None:
        if not name or (self.first / name).is_dir():
            return None
        if self.files.get(name) is None:
            was = self.first / name
            there = was.exists() and name not in self.files
            self.files[name] = File(bytearray(was.read_bytes() if there else b""))
        return self.files[name]

    def _apply(self, process: str, call: str, given: str, result: int, sure: int | None) -> None:
        names = [self._name(one) for one in QUOTED.findall(given)] if call in NAMING else []
        if call == "openat":
            self._open(process, given, names[0], result)
        elif call in ("link", "rename"):
            self._name_anew(*names, kept=call == "link")
        elif call == "unlink" and names[0]:
            self.files[names[0]] = None
        elif (found := OF_FILE.match(given)) and (file := self._file(self._name(found[2]))):
            self._change(file, call, given, result, (process, found[1]), sure)

    def _open(self, process: str, given: str, name: str, number: int) -> None:
        self.places[process, str(number)] = 0
        if name and ("O_CREAT" in given or "O_TRUNC" in given):
            file = self._file(name)
            if file is not None and "O_TRUNC" in given:
                file.waiting.append((0, None))

    def _name_anew(self, old: str, new: str, *, kept: bool) -> None:
        file = self._file(old)
        if file is not None and new:
            self.files[new], self.files[old] = file, file if kept else None

    def _change(self, file: File, call: str, given: str, result: int, place: tuple[str, str], sure: int | None) -> None:
        last = given.rsplit(", ", 1)[-1]
        if call in ("fsync", "fdatasync"):
            file.sync(sure)
        elif call == "ftruncate":
            file.waiting.append((int(last), None))
        elif call == "fallocate":
            *_others, begin, long = given.rsplit(", ", 2)
            file.waiting.append((int(begin) + int(long) - 1, b"\0"))
        elif call in ("pwrite64", "pwritev"):
            file.waiting.append((int(last), written(given, result)))
        elif call == "write":
            at = self.places.get(place, 0)
            file.waiting.append((at, written(given, result)))
            self.places[place] = at + result
        elif call == "lseek":
            self.places[place] = result

    def put_into(self, folder: Path, chance: random.Random | None) -> None:
        """Write what is left after a cut into a folder that is not there yet."""
        shutil.copytree(self.first, folder)
        for name, file in self.files.items():
            if file is None:
                (folder / name).unlink(missing_ok=True)
            else:
                (folder / name).write_bytes(file.after(chance))


def written(given: str, result: int) -> bytes:
    """Read what was written out of the words of a call."""
    data = b"".join(plain(one) for one in QUOTED.findall(given.partition(", ")[2]))
    assert len(data) >= result, given[:200]
    return data[:result]


def serving(cluster: postgres.Cluster, trace: Path, *options: str) -> subprocess.Popen[bytes]:
    """Start a server that rests under the eyes of strace."""
    if cluster.identity:
        shutil.chown(trace.parent, cluster.identity["user"])
    command = [*WATCHING, "-o", str(trace), str(cluster.programs / "postgres"), "-D", str(cluster.folder / "data")]
    command += [*postgres.SETTINGS.replace("'", "").split(), "-c", f"unix_socket_directories={cluster.folder}"]
    said = cluster.folder / "watched.log"
    with said.open("wb") as log:
        pipes: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log}
        made = subprocess.Popen([*command, *options], cwd=cluster.folder, **pipes, **cluster.identity)
    last = time.perf_counter() + PATIENCE
    while "ready to accept" not in said.read_text():
        assert made.poll() is None, said.read_text()
        assert time.perf_counter() < last, "waited too long"
        time.sleep(0.05)
    return made


def seen_while_filing(cluster: postgres.Cluster, url: str, folder: Path, *options: str) -> tuple[Path, list[Line]]:
    """Let a process file into a server under strace that falls at the end; give the data folder from before, and what
    was seen, each at its moment."""
    office = build_office(url, folder)
    by, ref = office.standings["JPN"], asked(office)
    office.engine.dispose()
    cluster.rest()
    first = folder / "first"
    shutil.copytree(cluster.folder / "data", first)
    watched = cluster.folder / "trace" / "calls"
    watched.parent.mkdir()
    server = serving(cluster, watched, *options)
    command = [sys.executable, "-c", FILING, url, folder, PROCEDURES, by.mandate_id, ref, FILINGS]
    done = subprocess.run(list(map(str, command)), cwd=ROOT, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stderr
    cluster.fall()
    server.wait(PATIENCE)
    lines = [
        (float(found[2]), found[1], found[3]) for one in watched.read_text().splitlines() if (found := LINE.match(one))
    ]
    return first, sorted([*lines, *((float(at), "", "") for at in done.stdout.split())], key=lambda line: line[0])


def disks(first: Path, above: str, lines: list[Line]) -> Iterator[tuple[Disk, int]]:
    """Give the disk after everything that was seen, with how many filings were acknowledged by then."""
    disk, acknowledged = Disk(first, above), 0
    for _at, process, said in lines:
        if said:
            disk.heed(process, said)
        else:
            acknowledged += 1
        yield disk, acknowledged


def address(cluster: postgres.Cluster) -> str:
    """Give the address of the database in which is filed."""
    query = {"host": str(cluster.folder)}
    url = URL.create("postgresql+psycopg", username="postgres", database="filed", query=query)
    return url.render_as_string(hide_password=False)


def held(cluster: postgres.Cluster, disk: Disk, chance: random.Random | None, *, deep: bool) -> int:
    """Put a disk after a cut under a server, which recovers; give how many filings are there, of which none is missing
    before another; the log is sound. A server that does not get up has less than none."""
    after = postgres.Cluster(cluster.programs)
    try:
        disk.put_into(after.folder / "data", chance)
        subprocess.run(["chmod", "-R", "u=rwX,go=", str(after.folder / "data")], check=True)
        if after.identity:
            subprocess.run(["chown", "-R", "nobody", str(after.folder / "data")], check=True)
        after.settings = f"{postgres.HASTY} {postgres.SETTINGS}"
        with suppress(RuntimeError):
            after.get_up()
        if not (after.folder / "data" / "postmaster.pid").exists():
            return -1
        engine = make_engine(address(after))
        found = filings_in(engine, deep=deep)
        engine.dispose()
        return found
    finally:
        after.stop()


@pytest.fixture
def cluster() -> Iterator[postgres.Cluster]:
    """Give a server of one's own."""
    made = postgres.own_cluster()
    yield made
    made.stop()


@pytest.mark.postgres
@pytest.mark.parametrize("fsync", ["on", "off"], ids=["as in service", "weakened"])
def test_no_acknowledged_filing_is_lost_on_postgresql_when_the_power_fails_and_it_would_be_seen_if_it_were(
    tmp_path: Path, trace: Path, cluster: postgres.Cluster, seen: Seen, fsync: str
) -> None:
    """Cuts at moments of chance while filings and a checkpoint are written, each with nothing and with any part of what
    was not synced; with `fsync=off` nothing survives but what was there before, and not always that."""
    url = cluster.start(durable=True)
    with psycopg.connect(url.set(drivername="postgresql").render_as_string(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE filed")
    first, lines = seen_while_filing(cluster, address(cluster), tmp_path, "-c", f"fsync={fsync}")
    acknowledgements = [number for number, line in enumerate(lines) if not line[2]]
    chance, lost, last = random.Random(20261122), 0, 0
    moments = sorted(chance.sample(range(acknowledgements[0], len(lines)), CUTS))
    draws = (None, chance) if fsync == "on" else (None,)
    for number, (disk, acknowledged) in enumerate(disks(first, f"{cluster.folder}/data/", lines)):
        last = acknowledged
        if moments and number == moments[0]:
            moments.pop(0)
            for draw in draws:
                lost += held(cluster, disk, draw, deep=not moments) < acknowledged

    assert FILINGS == last
    assert (lost == 0) == (fsync == "on"), lost
    seen(
        19,
        f"PostgreSQL, fsync={fsync}: {len(draws) * CUTS} cuts during {FILINGS} filings and a checkpoint; cuts after "
        f"which one was missing: {lost}",
    )
