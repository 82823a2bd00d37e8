"""The power fails: what was written and not synced is lost, in part and in any order. strace tells every write, every
sync and every acknowledgement of a process that files; from that the disk of any moment is made again, without what was
not synced, and the record on it is looked at. As in `test_everything_killed`, nothing that was acknowledged is lost.

Long because: the disk that is made again stands here whole, beside what it is made from. Not modelled: a disk that says
that it has synced and has not, and names of files that were not synced with their folder.
"""

import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from consult.db import make_engine, reading
from consult.docket.replaying import Openings, replay_cases
from consult.log.verify import verify
from consult.models.cases import IDEMPOTENCY
from tests.consult.docket.conftest import PROCEDURES, Office, build_office
from tests.consult.docket.test_races import asked
from tests.faults.conftest import Seen
from tests.faults.figures import figure
from tests.faults.programs import AS_SET, ROOT
from tests.faults.test_synced import WEAKENED, trace

__all__ = ["trace"]

FILINGS, CUTS = figure(40, 40, 250), figure(25, 25, 300)
SECTOR = 512
CALLS = "pwrite64,write,fsync,fdatasync,ftruncate,unlink"
FILES = ("consult.sqlite", "consult.sqlite-wal")
PROGRAM = """
import os, sys
from pathlib import Path
from consult import db
from consult.docket import Docket, Filed
from consult.people.tokens import of_mandate
from tests.consult.docket.conftest import START
url, folder, procedures, mandate, ref, filings, pragma = sys.argv[1:]
if pragma:
    db.PRAGMAS = tuple(pragma if one.startswith("synchronous") else one for one in db.PRAGMAS)
docket = Docket(db.make_engine(url), Path(folder), (Path(procedures),))
with db.reading(docket.engine) as connection:
    by = of_mandate(connection, int(mandate), START)
for n in range(int(filings)):
    docket.take(by, ref, Filed("make_statement", body={"text": f"No. {n}"}, key=f"key {n}"), at=START)
    os.write(1, f"acknowledged {n}\\n".encode())
os._exit(0)
"""
CALL = re.compile(r'^\d+ +(\w+)\((?:(\d+)<([^>]*)>|"([^"]*)")(?:, "([^"]*)")?(?:, (\d+))?(?:, (\d+))?\) = (-?\d+)')
Write = tuple[int, bytes | None]
"""Where something was written and what; None for what is cut off there."""


@dataclass
class File:
    """A file as it lies on the disk for sure, and what was written to it since without being synced."""

    kept: bytearray
    waiting: list[Write] = field(default_factory=list)
    synced: int = 0
    """How many writes are on the disk for sure."""

    @property
    def written(self) -> int:
        """How many writes there were."""
        return self.synced + len(self.waiting)

    def sync(self, first: int | None = None) -> None:
        """Bring everything to the disk, or so many writes of all that there were."""
        many = len(self.waiting) if first is None else max(0, first - self.synced)
        for write in self.waiting[:many]:
            put(self.kept, write)
        del self.waiting[:many]
        self.synced += many

    def after(self, chance: random.Random | None) -> bytes:
        """Give what is left after a cut: without chance nothing that waited, else any part of it in pieces of a
        sector."""
        left = bytearray(self.kept)
        for at, data in self.waiting if chance else ():
            if data is None:
                if chance and chance.random() < 0.5:
                    put(left, (at, None))
                continue
            for piece in range(0, len(data), SECTOR):
                if chance and chance.random() < 0.5:
                    put(left, (at + piece, data[piece : piece + SECTOR]))
        return bytes(left)


def put(content: bytearray, write: Write) -> None:
    """Write into a content, which grows as a file does."""
    at, data = write
    if data is None:
        del content[at:]
        content.extend(bytes(at - len(content)))
        return
    content.extend(bytes(max(0, at + len(data) - len(content))))
    content[at : at + len(data)] = data


def plain(text: str) -> bytes:
    """Read what strace writes in hexadecimal."""
    return bytes.fromhex(text.replace("\\x", ""))


def disks(lines: list[str], first: dict[str, bytes]) -> Iterator[tuple[dict[str, File], int]]:
    """Give the disk after every call, with how many filings were acknowledged by then."""
    disk, acknowledged = {name: File(bytearray(content)) for name, content in first.items()}, 0
    for line in lines:
        found = CALL.match(line)
        if found is None or int(found[8]) < 0:
            continue
        call, name = found[1], Path(plain(found[3] or found[4] or "").decode(errors="replace")).name
        if call == "write" and found[2] == "1":
            acknowledged += plain(found[5]).count(b"acknowledged")
        elif name not in FILES:
            continue
        elif call == "unlink":
            disk.pop(name, None)
        else:
            _apply(disk.setdefault(name, File(bytearray())), call, found)
        yield disk, acknowledged


def _apply(file: File, call: str, found: re.Match[str]) -> None:
    if call in ("fsync", "fdatasync"):
        file.sync()
    elif call == "ftruncate":
        file.waiting.append((int(found[6]), None))
    elif call == "pwrite64":
        file.waiting.append((int(found[7]), plain(found[5])))


def file_under_trace(folder: Path, office: Office, trace: Path, pragma: str) -> tuple[list[str], dict[str, bytes]]:
    """Let a process file, and give what strace saw and the files from before."""
    by, ref = office.standings["JPN"], asked(office)
    url = office.engine.url.render_as_string(hide_password=False)
    office.engine.dispose()
    first = {name: (folder / name).read_bytes() for name in FILES if (folder / name).exists()}
    watching = ("strace", "-f", "-y", "-xx", "-qq", "-s", "100000", "-e", f"trace={CALLS}", "-o", str(trace))
    given = (url, folder, PROCEDURES, by.mandate_id, ref, FILINGS, pragma)
    command = [*watching, sys.executable, "-c", PROGRAM, *map(str, given)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stderr
    return trace.read_text().splitlines(), first


def held(folder: Path, disk: dict[str, File], chance: random.Random | None, *, deep: bool) -> int:
    """Put a disk after a cut into a folder, open the record there, and give how many filings it holds, of which none is
    missing before another; its log is sound."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, file in disk.items():
        (folder / name).write_bytes(file.after(chance))
    engine = make_engine(f"sqlite:///{folder / FILES[0]}")
    found = filings_in(engine, deep=deep)
    engine.dispose()
    return found


def filings_in(engine: Engine, *, deep: bool) -> int:
    """Count the filings in a record, of which none is missing before another; its log is sound, and where asked for
    every case follows from it."""
    with reading(engine) as connection:
        keys = set(connection.execute(select(IDEMPOTENCY.c.key)).scalars())
        assert verify(connection, replay=Openings(connection)).sound
        assert not deep or [] == list(replay_cases(connection))
    assert {f"key {n}" for n in range(len(keys))} == keys
    return len(keys)


@pytest.mark.parametrize("pragma", [AS_SET, WEAKENED], ids=["as in service", "weakened"])
def test_no_acknowledged_filing_is_lost_when_the_power_fails_and_it_would_be_seen_if_it_were(
    tmp_path: Path, trace: Path, seen: Seen, pragma: str
) -> None:
    """Cuts at moments of chance, each with nothing and with any part of what was not synced; weakened, some is lost."""
    office = build_office(f"sqlite:///{tmp_path / FILES[0]}", tmp_path)
    lines, first = file_under_trace(tmp_path, office, trace, pragma)
    chance, lost, last = random.Random(20261122), 0, 0
    moments = sorted(chance.sample(range(len(lines)), CUTS))
    for number, (disk, acknowledged) in enumerate(disks(lines, first)):
        last = acknowledged
        if not moments or number < moments[0]:
            continue
        moments.pop(0)
        for draw in (None, chance):
            lost += held(tmp_path / "after", disk, draw, deep=number % 10 == 0) < acknowledged

    assert FILINGS == last
    assert (lost == 0) == (pragma == AS_SET), lost
    how = pragma or "as in service"
    seen(19, f"SQLite, {how}: {2 * CUTS} cuts during {FILINGS} filings; cuts after which one was missing: {lost}")
