"""`make soak`: half an hour of mixed load on a server and a worker as programs, whose memory, open files and
connections are looked at all the while. Leaves with 1 where one of them grew beyond what it may, or anything was
answered wrongly.

Usage: python -m tests.faults.soak [MINUTES] [REQUESTS A SECOND]
"""

import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.loading import Load
from tests.faults.programs import Installation, Program, installed

MINUTES, PACE = 30.0, 56.0
"""A hundred thousand requests."""
WARM = 0.1
"""The part of the time after which everything has its size: ten thousand of them."""
GROWTH = 1.05
WAL_BYTES = 96 * 1024 * 1024
"""It is begun anew once it has 64 MB (`consult/journal.py`), and grows until the next tick has its turn."""
LOOK = 5.0
FEW = 4
"""Open files more than before that are connections which happen to be in use."""


@dataclass
class Watched:
    """What was seen of the processes of a program: kilobytes of memory and open files in all, one row a look."""

    name: str
    program: Program
    rows: list[tuple[int, int]] = field(default_factory=list)

    def look(self) -> None:
        """Look at all its processes."""
        numbers = [self.program.process.pid, *self.program.children()]
        self.rows.append((sum(map(memory_of, numbers)), sum(map(_files, numbers))))

    def findings(self) -> list[str]:
        """Compare what was seen after the warm-up with the end, each by the middle of several looks."""
        warm = self.rows[int(len(self.rows) * WARM) :]
        few = max(1, len(warm) // 8)
        first, last = (_middle(part) for part in (warm[:few], warm[-few:]))
        print(f"{self.name}: {first[0] / 1024:.0f} -> {last[0] / 1024:.0f} MB, {first[1]} -> {last[1]} open files")
        found = [f"{self.name}: memory grew {last[0] / first[0] - 1:.1%}"] if last[0] > first[0] * GROWTH else []
        return found + ([f"{self.name}: open files grew"] if last[1] > first[1] + FEW else [])


def _middle(rows: list[tuple[int, int]]) -> tuple[int, int]:
    ordered = [sorted(column) for column in zip(*rows, strict=True)]
    return ordered[0][len(rows) // 2], ordered[1][len(rows) // 2]


def memory_of(number: int) -> int:
    """Give what a process keeps in memory for itself and shares, in kilobytes."""
    try:
        status = Path(f"/proc/{number}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")), 0)


def _files(number: int) -> int:
    try:
        return len(list(Path(f"/proc/{number}/fd").iterdir()))
    except OSError:
        return 0


def soak(place: Installation, minutes: float, pace: float) -> list[str]:
    """Load an installation for so many minutes; give what was found."""
    server, worker = place.serve(), place.work()
    server.wait()
    load, watched = Load(place, server.port, lanes=8), [Watched("web", server), Watched("worker", worker)]
    wal, largest, end = place.folder / "consult.sqlite-wal", 0, time.perf_counter() + minutes * 60
    while time.perf_counter() < end:
        load.send(pace, LOOK)
        for one in watched:
            one.look()
        largest = max(largest, wal.stat().st_size if wal.exists() else 0)
    load.end()
    statuses = load.heard.statuses()
    checked = place.call("log", "verify", "--replay")
    print(f"{len(load.heard.rows)} requests: {dict(statuses)}; p99 {load.heard.slowest(0.99) * 1000:.0f} ms")
    print(f"journal of the database: {largest / 1024 / 1024:.1f} MB at most")
    found = [finding for one in watched for finding in one.findings()]
    found += [f"answered {status}: {n}" for status, n in statuses.items() if status not in (200, 201)]
    found += ["the journal grew"] if largest > WAL_BYTES else []
    return found + (["the log does not verify"] if checked.returncode else [])


def main() -> None:
    """Soak a fresh installation."""
    given = [float(one) for one in sys.argv[1:]]
    minutes, pace = (*given, *(MINUTES, PACE)[len(given) :])[:2]
    with tempfile.TemporaryDirectory(prefix="soak-") as folder, installed(Path(folder) / "instance") as place:
        found = soak(place, minutes, pace)
    print("\n".join(found) or "Nothing grew.")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
