"""An audit log of a hundred thousand entries: its time beside a fixed loop, and how little memory it takes."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from consult.db import make_engine, reading, writing
from consult.docket.editions import Editions
from consult.log.own import Own, record_many
from consult.log.status import read_status
from consult.log.verifier import check_audit
from consult.outputs.packing import pack
from consult.reports.audit.asking import Asked
from consult.reports.audit.files import write_audit
from consult.reports.scope import Reach
from consult.visibility import Viewer
from tests.bench.conftest import calibration, seconds
from tests.consult.docket.conftest import build_office
from tests.consult.log.signing import QUORUM, sign_at

FEW, MANY = 5_000, 100_000
MOST_MEGABYTES = 32
AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)


def filled(folder: Path, count: int) -> str:
    """Give the address of a database whose log has so many entries of the host, signed and cosigned."""
    url = f"sqlite:///{folder / f'{count}.sqlite'}"
    office = build_office(url, folder)
    for start in range(0, count, 5_000):
        with writing(office.engine) as connection:
            entries = [Own("setting", None, {"number": str(start + n)}, AT) for n in range(min(5_000, count - start))]
            record_many(connection, entries)
    with reading(office.engine) as connection:
        size = read_status(connection).size
    sign_at(office.engine, size, "JPN", "FRA", "BRA", at=AT)
    office.engine.dispose()
    return url


def export(url: str, folder: Path) -> Path:
    """Write lines and table, and pack them."""
    folder.mkdir()
    engine = make_engine(url)
    with reading(engine) as connection:
        asked = Asked.by(Viewer("JPN", prepares=True), Reach.PARTIES, DAY, DAY, AT)
        write_audit(connection, asked, Editions(), folder, formats=("csv", "jsonl"), quorum=QUORUM)
    engine.dispose()
    packed = folder.with_suffix(".zip")
    with packed.open("wb") as file:
        pack(folder, file)
    return packed


def grow(few: str, many: str, folder: str) -> None:
    """Print how far the process ever was while it wrote many entries, above what it held after writing few."""
    export(few, Path(folder, "few"))
    before = _memory("VmRSS")
    export(many, Path(folder, "many"))
    print(_memory("VmHWM") - before)


def _memory(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))


def test_an_audit_log_of_many_entries_is_written_and_checked_in_little_memory(tmp_path: Path) -> None:
    """At most 32 MB more for a hundred thousand entries than after five thousand; times are printed."""
    few, many = filled(tmp_path, FEW), filled(tmp_path, MANY)
    program = f"from tests.bench.test_audit_logs import grow; grow({few!r}, {many!r}, {str(tmp_path)!r})"
    root = Path(__file__).parents[2]
    passed: list[str] = []

    def run() -> None:
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
            check=True,
        )
        passed.append(done.stdout)

    took, loop = seconds(run), calibration()
    grown = int(passed[0]) / 1e6
    checked = seconds(lambda: check_audit(tmp_path / "many.zip", QUORUM))
    size = (tmp_path / "many.zip").stat().st_size / 1e6
    print(f"\nwriting {MANY + FEW} entries: {took:.1f} s ({took / loop:.0f} calibrations), {grown:.1f} MB more")
    print(f"checking {MANY} of them: {checked:.1f} s; the zip has {size:.0f} MB")
    assert grown <= MOST_MEGABYTES
