"""A bundle of many documents: streamed into its file, with memory that does not grow with it."""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from consult.db import reading, writing
from consult.documents import FolderStore, rows
from consult.log.bundles import write_bundle
from consult.log.evidence import evidence_of_case
from consult.log.verifier import check_bundle
from consult.pages.cases.taking import taken_by
from consult.visibility import Viewer
from tests.bench.conftest import Office, build_office, seconds
from tests.consult.docket.conftest import START
from tests.consult.log.signing import POLICY, QUORUM, WITNESSES, sign_at

MEGABYTE = 1024 * 1024
FEW, MANY = 100, 1000
MOST_MEGABYTES = 32
BODY = {"vehicle": "Cargo 7", "size": "small", "from_day": "2027-02-01", "asked": ["FRA", "KOR"]}


def prepared(folder: Path, documents: int) -> tuple[Office, str]:
    """Make a case with documents of a megabyte each, filed by Japan with one act."""
    office = build_office(f"sqlite:///{folder / 'consult.sqlite'}", folder)
    ref = office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref
    office.take("JPN", ref, "ask", body=BODY)
    store = FolderStore(folder / "documents")
    with reading(office.engine) as connection:
        case = office.docket.see(connection, office.standings["JPN"], ref, START).row.id
    digests = []
    for n in range(documents):
        data = sha256(b"document %d" % n).digest() * (MEGABYTE // 32)
        digests.append(store.put(data))
        with writing(office.engine) as connection:
            upload = rows.Upload(digests[-1], f"annex {n}.txt", "text/plain", len(data))
            rows.add_document(connection, case, "JPN", None, upload, documents + 1, START)
    with writing(office.engine) as connection:
        rows.mark_filed(connection, case, digests, 1)
    sign_at(office.engine, 2, *WITNESSES)
    return office, ref


def measure(folder: str, documents: str) -> None:
    """Print how long writing and checking took, and how far the memory of this process rose in each."""
    place = Path(folder)
    office, ref = prepared(place, int(documents))
    standing, path = office.standings["JPN"], place / "case.zip"
    before, rose = memory("VmRSS"), []

    def write() -> None:
        with reading(office.engine) as connection, path.open("w+b") as out:
            seen = office.docket.see(connection, standing, ref, START)
            held = evidence_of_case(connection, Viewer.of(standing), seen.row, seen.procedure)
            taken = taken_by(connection, "JPN", "consult.example.int", START)
            write_bundle(out, connection, held, FolderStore(place / "documents"), taken, POLICY)

    times = [seconds(write)]
    rose.append(memory("VmHWM") - before)
    times.append(seconds(lambda: check_bundle(path, QUORUM)))
    rose.append(memory("VmHWM") - before)
    print(*times, *rose, path.stat().st_size)


def memory(name: str) -> int:
    """Read a figure of this process in bytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))


@pytest.mark.parametrize("documents", [FEW, MANY])
def test_a_bundle_of_many_documents_needs_no_more_memory_than_one_of_few(tmp_path: Path, documents: int) -> None:
    """A hundred and a thousand documents of a megabyte, each in a process of its own: at most 32 MB more."""
    program = f"from tests.bench.test_bundles import measure; measure({str(tmp_path)!r}, {str(documents)!r})"
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    )
    wrote, checked, to_write, to_check, size = (float(each) for each in done.stdout.split())
    print(
        f"{documents} documents of 1 MB, {size / 1e6:.0f} MB: written in {wrote:.2f} s, +{to_write / 1e6:.1f} MB; "
        f"checked in {checked:.2f} s, +{to_check / 1e6:.1f} MB"
    )

    assert max(to_write, to_check) <= MOST_MEGABYTES * MEGABYTE
