"""Durable means synced: each filing that is acknowledged made the system wait for the disk at least once. A kill alone
does not see the difference, since what a process wrote outlives it; strace does.
"""

import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import postgres
from tests.faults.conftest import Seen
from tests.faults.figures import figure
from tests.faults.filing import Line, request_body
from tests.faults.programs import AS_SET, PATIENCE, Installation, installed

FILINGS = figure(20, 200)
WEAKENED = "synchronous=NORMAL"
TRACE = ("strace", "-f", "-y", "-qq", "--seccomp-bpf", "-e", "trace=fsync,fdatasync")
NO_STRACE = "no strace (make test-system installs it)"


@pytest.fixture
def trace(tmp_path: Path) -> Path:
    """Give the file that takes what was synced; skip where nothing can be traced."""
    if shutil.which("strace") is None:
        pytest.skip(NO_STRACE)
    probe = subprocess.run([*TRACE, "-o", str(tmp_path / "probe"), "true"], capture_output=True, check=False)
    if probe.returncode:
        pytest.skip("strace may not trace here")
    return tmp_path / "trace"


def synced(trace: Path, what: str) -> int:
    """Count how often a process waited until a file was on the disk."""
    return sum(bool(re.search(rf"sync\(\d+<[^>]*{what}[^>]*>", line)) for line in trace.read_text().splitlines())


def file_in_turn(place: Installation, port: int, counted: Callable[[], int]) -> tuple[int, int]:
    """File one statement after another; give how many were acknowledged, and how many syncs came meanwhile."""
    line = Line(port, place.tokens["JPN"])
    ref = line.ask("POST", "/cases", {"procedure": "berth", "title": "Synced"}, "open").value["ref"]
    seen = line.ask("POST", f"/cases/{ref}/acts", {"step": "ask", "filing": request_body(), "seen": 0}, "ask").value
    before, acknowledged = counted(), 0
    for number in range(FILINGS):
        body = {"step": "make_statement", "filing": {"text": f"No. {number}"}, "seen": seen["seen"]}
        answer = line.ask("POST", f"/cases/{ref}/acts", body, f"statement-{number}")
        acknowledged += answer.status == 201
        seen = answer.value
    line.close()
    return acknowledged, counted() - before


@pytest.mark.parametrize("pragma", [AS_SET, WEAKENED], ids=["as in service", "weakened"])
def test_each_acknowledged_filing_was_synced_and_it_would_be_seen_if_not(
    tmp_path: Path, trace: Path, seen: Seen, pragma: str
) -> None:
    """SQLite as it is set syncs its journal once a filing and more; weakened, it hardly does, and this count tells."""
    with installed(tmp_path / "instance") as place:
        server = place.serve("--workers", "1", before=(*TRACE, "-o", str(trace)), pragma=pragma)
        server.wait()
        acknowledged, syncs = file_in_turn(place, server.port, lambda: synced(trace, r"consult\.sqlite"))

    assert FILINGS == acknowledged
    if pragma == AS_SET:
        assert acknowledged <= syncs
    else:
        assert acknowledged / 2 > syncs, "what this test is there for would not be seen"
    how = pragma or "as in service"
    seen(2, f"SQLite, {how}: {syncs / acknowledged:.2f} syncs for each of {acknowledged} acknowledged filings")


@pytest.fixture
def cluster() -> Iterator[postgres.Cluster]:
    """Give a PostgreSQL server that waits for the disk."""
    made = postgres.own_cluster()
    yield made
    made.stop()


@pytest.mark.postgres
def test_on_postgresql_too_each_acknowledged_filing_was_synced(
    tmp_path: Path, trace: Path, cluster: postgres.Cluster, seen: Seen
) -> None:
    """The server's own processes are watched, those that serve a connection as well."""
    url = cluster.start(durable=True).render_as_string(hide_password=False)
    with installed(tmp_path / "instance", url) as place:
        watcher = subprocess.Popen([*TRACE[:4], *TRACE[5:], "-o", str(trace), "-p", str(cluster.number)])
        try:
            begun = time.perf_counter()
            while not trace.exists() and time.perf_counter() < begun + PATIENCE:
                time.sleep(0.05)
            server = place.serve("--workers", "1")
            server.wait()
            acknowledged, syncs = file_in_turn(place, server.port, lambda: synced(trace, "pg_wal"))
        finally:
            watcher.terminate()
            watcher.wait()

    assert FILINGS == acknowledged <= syncs
    seen(2, f"PostgreSQL: {syncs / acknowledged:.2f} syncs for each of {acknowledged} acknowledged filings")
