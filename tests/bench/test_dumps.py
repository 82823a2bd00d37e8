"""What leaves in rows: verification and export of a log against a raw dump of the same rows as CSV, and memory."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine

from consult.db import reading
from consult.log import tree
from consult.log.append import split_peaks
from consult.log.publishing import export
from consult.log.verify import verify
from consult.models.audit import audit_head
from tests.bench import worlds
from tests.bench.conftest import ratio, seconds
from tests.bench.test_log import _memory
from tests.consult.log import exports

ROUNDS, MOST_MEGABYTES = 5, 32
LEAVES = "SELECT seq, leaf, hash, tag, chain_id, n FROM audit_leaf ORDER BY seq"
OPENINGS = "SELECT seq, field, salt, value FROM audit_opening ORDER BY seq, field"
HASHES = "SELECT seq, leaf, hash FROM audit_leaf ORDER BY seq"
ROOT = Path(__file__).parents[2]


def dump(engine: Engine, path: Path, *queries: str) -> None:
    """Write the rows of queries as CSV, straight from the driver."""
    with path.open("w", newline="") as file, reading(engine) as connection:
        raw = connection.connection.cursor()
        for query in queries:
            csv.writer(file).writerows(raw.execute(query))


def size_of(engine: Engine) -> tuple[int, tuple[bytes, ...]]:
    """Read how far a log has come."""
    with reading(engine) as connection:
        row = connection.execute(audit_head.select()).one()
    return row.size, split_peaks(row.peaks)


def check(engine: Engine) -> None:
    """Verify all that is stored."""
    with reading(engine) as connection:
        assert verify(connection).sound


def publish(engine: Engine, folder: Path) -> None:
    """Write the whole log as it is published, under a checkpoint of a key of the tests."""
    size, peaks = size_of(engine)
    note = exports.sign_note(exports.checkpoint_text(exports.ORIGIN, size, tree.root(peaks)), exports.LOG)
    with reading(engine) as connection:
        assert size == export(connection, folder, note).size


def test_verifying_and_exporting_against_a_raw_dump_of_the_same_rows(tmp_path: Path) -> None:
    """Floors 0.3 for verifying, aim 0.7, with every leaf and opening hashed; 0.5 for exporting, aim 0.9, with every
    file of it synced."""
    engine = worlds.seeded(worlds.BETWEEN).engine()
    size, _peaks = size_of(engine)
    verified, exported, dumped, dumped_leaves = [], [], [], []
    for i in range(ROUNDS):
        dumped.append(seconds(lambda: dump(engine, tmp_path / "all.csv", LEAVES, OPENINGS)))
        verified.append(seconds(lambda: check(engine)))
        dumped_leaves.append(seconds(lambda: dump(engine, tmp_path / "leaves.csv", HASHES)))
        exported.append(seconds(lambda: publish(engine, tmp_path / f"export{i}")))  # noqa: B023 - called at once
    engine.dispose()

    print(f"\n{size:,} entries: {size / min(verified):,.0f} verified and {size / min(exported):,.0f} exported a second")
    ratio("export, entries a second ÷ raw dump", dumped_leaves, exported, 0.5, 0.9)
    ratio("verification, entries a second ÷ raw dump", dumped, verified, 0.3, 0.7)


def grow(what: str, few: str, many: str, folder: str) -> None:
    """Print how far the process ever was while it worked on a large log, above what it held after a small one."""
    work = {
        "verify": check,
        "export": lambda engine: publish(engine, Path(folder, engine.url.database.replace("/", "_"))),
    }
    engines = [worlds.Seeded(Path(each), 0).engine() for each in (few, many)]
    work[what](engines[0])
    before = _memory("VmRSS")
    work[what](engines[1])
    print(_memory("VmHWM") - before)


@pytest.mark.parametrize("what", ["verify", "export"])
def test_a_large_log_takes_little_more_memory_than_a_small_one(what: str, tmp_path: Path) -> None:
    """Design: at most 32 MB more, aim 8, whatever the size."""
    few, many = (str(worlds.seeded(cases).folder) for cases in (worlds.FEW, worlds.BETWEEN))
    program = f"from tests.bench.test_dumps import grow; grow({what!r}, {few!r}, {many!r}, {str(tmp_path)!r})"
    variables = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=variables, capture_output=True, text=True, check=True
    )
    grown = int(done.stdout.split()[-1]) / 1e6
    print(f"\n{what}, log of {worlds.BETWEEN:,} cases: {grown:.1f} MB more; at most {MOST_MEGABYTES}, aim 8")
    assert grown <= MOST_MEGABYTES
