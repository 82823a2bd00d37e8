"""A case of every procedure, taken away by each of its parties in each set, verifies alone and can be imported."""

import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from consult import imported
from consult.db import reading
from consult.docket import Docket
from consult.documents import FolderStore
from consult.imported.content import REPLAYED
from consult.imported.keeping import GIVEN
from consult.imported.reading import Refused
from consult.log import verifier
from consult.log.bundles import write_bundle
from consult.log.disclosing import case_of
from consult.log.status import read_status
from consult.log.verifier import check_bundle
from consult.models.cases import CASE_PARTY, CASES
from consult.pages.cases.taking import case_evidence, taken_by
from consult.pages.imported import imported_page
from consult.refusals import Closed
from consult.reports.scope import Reach
from consult.visibility import Viewer
from tests.consult.demo.conftest import AT, Demonstration
from tests.consult.log.signing import POLICY, QUORUM, WITNESSES, sign_at

TRUSTING = imported.Trusting(GIVEN, POLICY, QUORUM)


def cases_of(demonstration: Demonstration) -> list[tuple[Any, list[str]]]:
    """Give the case with the most acts of every procedure, with its participants."""
    with reading(demonstration.engine) as conn:
        rows = conn.execute(select(CASES).order_by(CASES.c.n)).all()
        chosen = {row.procedure: row for row in rows}
        found = []
        for row in chosen.values():
            query = select(CASE_PARTY.c.party).where(CASE_PARTY.c.case_id == row.id).distinct()
            found.append((row, sorted(conn.execute(query).scalars())))
        return found


def taken(copied: Demonstration, docket: Docket, ref: str, party: str, reach: Reach, path: Path) -> None:
    """Write a set of a case as a party takes it."""
    viewer = Viewer(party, prepares=True)
    path.unlink(missing_ok=True)
    with reading(copied.engine) as conn:
        seen = docket.seen(conn, case_of(conn, viewer, ref), AT)
        evidence = case_evidence(conn, viewer, seen, reach)
        who = taken_by(conn, party, "consult.example.int", AT)
        with path.open("wb") as out:
            write_bundle(out, conn, evidence, FolderStore(copied.settings.documents), who, POLICY)


def test_a_case_of_every_procedure_goes_away_and_comes_in_again(copied: Demonstration, tmp_path: Path) -> None:
    """Every participant, every set: verified by the policy, imported dry, and drawn as a page; a set holds no entry
    above it. Of each procedure one copy is checked by the program alone, in a process without the product."""
    with reading(copied.engine) as conn:
        size = read_status(conn).size
    sign_at(copied.engine, size, *WITNESSES)
    docket = Docket(copied.engine, copied.settings.instance, exercise=True)
    (tmp_path / "policy.txt").write_text(POLICY)
    came: Counter[str] = Counter()
    for row, parties in cases_of(copied):
        for party in parties:
            for reach in Reach:
                path = tmp_path / "case.zip"
                try:
                    taken(copied, docket, row.ref, party, reach, path)
                except Closed:
                    came[f"{reach} closed"] += 1
                    continue
                came[str(reach)] += 1
                came[bring_in(copied, party, path)] += 1
                levels = {entry["level"] for entry in check_bundle(path, QUORUM).index["entries"]}
                assert levels <= reach.levels, (row.ref, party, reach)
        taken(copied, docket, row.ref, row.filer, Reach.FULL, path)
        check_alone(path, tmp_path)
    assert (True, True, True) == (came[str(Reach.FULL)] > 100, came[REPLAYED] > 0, came[str(Reach.PUBLIC)] > 0), came


def bring_in(copied: Demonstration, party: str, path: Path) -> str:
    """Import a bundle without storing it, draw its page, and say how it is known where the case stands."""
    viewer = Viewer(party, prepares=True)
    with reading(copied.engine) as conn:
        if not check_bundle(path, QUORUM).openings:
            with pytest.raises(Refused, match="not that of a case"):
                imported.prepare(conn, viewer, path, TRUSTING, copied.settings.uploads)
            return "nothing in it"
        prepared = imported.prepare(conn, viewer, path, TRUSTING, copied.settings.uploads)
        assert prepared.opened.bundle.attested
        assert "" == prepared.content.stand.fault
        kept = imported.read_content(prepared.content.text)
        assert kept == prepared.content
        page = imported_page(conn, imported.Imported(Row(prepared), kept, (), ()))
    assert len(page.entries) == len(kept.entries)
    assert all(entry.sentence for entry in page.entries)
    return kept.stand.how


class Row:
    """The row of an imported case, before it is one."""

    def __init__(self, prepared: imported.Prepared) -> None:
        """Keep what a page asks for."""
        case = prepared.opened.case
        self.ref, self.title, self.case_ref, self.procedure = "IMP-1", case["title"], case["ref"], case["procedure"]
        self.trusted, self.attested, self.reach = GIVEN, True, prepared.opened.bundle.index["set"]


def check_alone(path: Path, folder: Path) -> None:
    """Let the program check a bundle by itself."""
    run = [sys.executable, "-I", str(verifier.__file__), "bundle", str(path), "--policy", str(folder / "policy.txt")]
    done = subprocess.run(run, cwd=folder, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stderr + done.stdout


def test_where_every_act_is_opened_the_case_is_replayed_to_where_it_stands(
    copied: Demonstration, tmp_path: Path
) -> None:
    """The filing party of each case that was replayed finds it where its own installation has it."""
    with reading(copied.engine) as conn:
        size = read_status(conn).size
    sign_at(copied.engine, size, *WITNESSES)
    docket, replayed = Docket(copied.engine, copied.settings.instance, exercise=True), 0
    for row, _parties in cases_of(copied):
        taken(copied, docket, row.ref, row.filer, Reach.FULL, tmp_path / "case.zip")
        viewer = Viewer(row.filer, prepares=True)
        with reading(copied.engine) as conn:
            prepared = imported.prepare(conn, viewer, tmp_path / "case.zip", TRUSTING, copied.settings.uploads)
        if prepared.content.stand.how == REPLAYED:
            replayed += 1
            assert row.state == prepared.content.stand.state, row.ref

    assert replayed > 0
