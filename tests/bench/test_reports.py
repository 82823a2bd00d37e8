"""A report over a hundred thousand acts: seconds and peak memory, in a process of its own.

The record is that of the demonstration, with the cases of one State copied in SQL, each with its acts, parties, limits
and leaves, until they hold as many acts. The report is public, and every other State has consented.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from consult.db import make_engine, writing
from tests.bench.conftest import calibration
from tests.consult.demo.conftest import load_into

ACTS = 100_000
AUTHOR = "JPN"
SECONDS, MEGABYTES = 10, 400
COPIED = ("case_party", "case_track", "deadline", "act")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a database in which the author's cases hold a hundred thousand acts."""
    folder = tmp_path_factory.mktemp("report")
    load_into(folder)
    engine = make_engine(f"sqlite:///{folder / 'consult.sqlite'}")
    with writing(engine) as connection:
        _multiply(connection.connection.cursor())
    with engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    engine.dispose()
    return folder / "consult.sqlite"


def _multiply(raw: Any) -> None:
    """Copy the author's cases with everything that hangs on them."""
    mine = f"SELECT case_id FROM case_party WHERE party = '{AUTHOR}'"
    acts = raw.execute(f"SELECT count(*) FROM act WHERE case_id IN ({mine})").fetchone()[0]
    raw.execute(f"CREATE TEMP TABLE mine AS SELECT id FROM cases WHERE id IN ({mine})")
    cases, number, seq = (raw.execute(f"SELECT max({of}) + 1").fetchone()[0] for of in _tops())
    for i in range(1, ACTS // acts + 1):
        shift, moved = cases * i, number * i
        _copy(raw, "cases", "id", {"id": f"id + {shift}", "ref": f"'C{i:04}' || substr(ref, 5)"})
        for table in COPIED:
            own = {"id": f"id + {moved}"} if table == "act" else {"id": "NULL"} if table == "deadline" else {}
            _copy(raw, table, "case_id", {"case_id": f"case_id + {shift}", **own})
        raw.execute(
            f"INSERT INTO act_leaf SELECT act_id + {moved}, seq + {seq * i} FROM act_leaf "
            "WHERE act_id IN (SELECT act.id FROM act JOIN mine ON act.case_id = mine.id)"
        )


def _tops() -> tuple[str, str, str]:
    return "id) FROM cases --", "id) FROM act --", "seq) FROM act_leaf --"


def _copy(raw: Any, table: str, key: str, other: dict[str, str]) -> None:
    names = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
    values = ", ".join(other.get(name, f'"{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    raw.execute(f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE {key} IN (SELECT id FROM mine)")


WORK = """
import json, re, sys, time
from pathlib import Path
from datetime import UTC, date, datetime
from consult.db import make_engine, reading
from consult.reports.building import build_report
from consult.reports.machine import write_json
from consult.reports.scope import Scope
from consult.reports.writing import write_document
from consult.visibility import Viewer
from workflows.parties import parties

def peak_of():  # what getrusage gives holds that of the process before this program too
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024

engine = make_engine(f"sqlite:///{sys.argv[1]}")
at = datetime(2026, 11, 20, 9, tzinfo=UTC)
with reading(engine) as connection:
    others = connection.exec_driver_sql("SELECT key FROM party").scalars().all()
    acts = connection.exec_driver_sql(
        "SELECT count(*) FROM act WHERE case_id IN (SELECT case_id FROM case_party WHERE party = 'JPN')").scalar()
scope = Scope("JPN", "national_report", "STSC", "64", "stsc_exchange", date(2026, 1, 1), date(2026, 11, 19), at,
              consents=dict.fromkeys(others, at))
before = peak_of()
start, worked = time.perf_counter(), time.process_time()
with reading(engine) as connection:
    report = build_report(connection, scope, Viewer("JPN"), exercise=True)
built, worked = time.perf_counter() - start, time.process_time() - worked
peak = peak_of()
size = len(write_json(report))
blocks = len(write_document(report).blocks)
written = time.perf_counter() - start - built
print(json.dumps({"acts": acts, "cases": len(report.cases), "sources": len(report.sources), "built": built,
                  "worked": worked,
                  "written": written, "before": before, "peak": peak, "bytes": size, "blocks": blocks,
                  "peak_written": peak_of()}))
"""


def test_a_report_over_a_hundred_thousand_acts_takes_seconds_and_stays_small(database: Path) -> None:
    """Budget 10 s and 400 MB; a budget of memory does not depend on the machine and is held, seconds are printed."""
    run = subprocess.run([sys.executable, "-c", WORK, str(database)], capture_output=True, text=True, check=True)
    told = json.loads(run.stdout)
    print(
        f"\nreport over {told['acts']:,} acts in {told['cases']:,} cases told ({told['sources']:,} sources): "
        f"{told['built']:.1f} s of {SECONDS} ({told['worked']:.1f} s of the processor), "
        f"peak {told['peak']:.0f} MB of {MEGABYTES} "
        f"({told['before']:.0f} MB before); JSON of {told['bytes'] / 1e6:.1f} MB and document of {told['blocks']} "
        f"blocks in {told['written']:.1f} s, peak {told['peak_written']:.0f} MB; "
        f"calibration {calibration() * 1000:.0f} ms"
    )
    assert told["acts"] >= ACTS * 0.95
    assert told["peak"] < MEGABYTES
