"""`consult paper`: the formal paper of an act as a file, entered in the log; nothing is left behind where it fails."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.cli import ScriptInfo
from sqlalchemy import select

from consult import clock
from consult.cli import cli
from consult.commands import paper as command
from consult.commands.installation import load_settings, open_application
from consult.documents.formal.files import Drawing
from consult.documents.official.pdf import NotSet
from consult.models.logbook import AUDIT_ENTRY
from tests.consult.web.cases_world import build_cases, serve_berth
from tests.consult.web.world import AT, World


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[World, str]]:
    """Give an installation in which Japan asked France and Korea for a berth, with the reference of the case."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("CONSULT_INSTANCE", str(tmp_path / "instance"))
    (tmp_path / "instance").mkdir()
    load_settings()
    with clock.frozen(AT):
        world = build_cases(tmp_path / "instance")
        ref = serve_berth(world.signed_in("all@jpn.example"))
    yield world, ref
    world.engine.dispose()


def run(*arguments: object) -> Result:
    """Run the command."""
    given = ScriptInfo(create_app=open_application, set_debug_flag=False)
    return CliRunner().invoke(cli, ["paper", *map(str, arguments)], obj=given)


def exports(world: World) -> list[tuple[str | None, dict[str, object]]]:
    """List party and body of the entries of what was given out."""
    with world.reading() as connection:
        rows = connection.execute(select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.kind == "export")).all()
    return [(row.party, json.loads(row.body)) for row in rows]


def test_the_paper_of_an_act_is_written_as_a_party_reads_it_and_entered_in_its_chain(
    served: tuple[World, str], tmp_path: Path
) -> None:
    """Given a remark for Japan's delegation alone: it stands in the paper for Japan and not in that for France."""
    world, ref = served
    files = {party: tmp_path / f"{party}.html" for party in ("JPN", "FRA")}
    answers = [run(party, ref, 1, "--format", "html", "--out", path) for party, path in files.items()]

    assert [0, 0] == [one.exit_code for one in answers], answers[0].output
    assert "written; entry" in answers[0].output
    assert "Own eyes only" in files["JPN"].read_text()
    assert "Own eyes only" not in files["FRA"].read_text()
    told = exports(world)
    assert ["JPN", "FRA"] == [party for party, _body in told]
    assert ("paper", ref, 1, "html") == tuple(told[0][1][key] for key in ("command", "case", "act", "form"))
    assert hashlib.sha256(files["JPN"].read_bytes()).hexdigest() == told[0][1]["sha256"]


def test_each_form_is_written(served: tuple[World, str], tmp_path: Path) -> None:
    """PDF where nothing is said."""
    _world, ref = served

    assert 0 == run("JPN", ref, 1, "--out", tmp_path / "note.pdf").exit_code
    assert 0 == run("jpn", ref.lower(), 1, "--format", "docx", "--out", tmp_path / "note.docx").exit_code
    assert b"%PDF" == (tmp_path / "note.pdf").read_bytes()[:4]
    assert b"PK" == (tmp_path / "note.docx").read_bytes()[:2]


def test_what_is_not_there_or_not_for_a_party_is_one_refusal(served: tuple[World, str], tmp_path: Path) -> None:
    """An act, a case or a party that is not there, and a case of others: the same sentence, and no file."""
    world, ref = served
    out = tmp_path / "note.pdf"
    answers = [run(*asked, "--out", out) for asked in (
        ("JPN", ref, 7), ("JPN", "BERTH-2026-AAAAAA", 1), ("BRA", ref, 1), ("NOBODY", ref, 1))]  # fmt: skip

    assert {1} == {one.exit_code for one in answers}
    assert 1 == len({one.output for one in answers})
    assert "There is no such case or party, or the party may not know of the case." in answers[0].output
    assert not out.exists()
    assert [] == exports(world)


def test_a_file_that_is_there_is_not_written_over(served: tuple[World, str], tmp_path: Path) -> None:
    """It stays as it was."""
    _world, ref = served
    out = tmp_path / "note.pdf"
    out.write_text("mine")
    answer = run("JPN", ref, 1, "--out", out)

    assert (1, "mine") == (answer.exit_code, out.read_text())
    assert "is there already" in answer.output


def test_a_language_that_is_not_spoken_here_leaves_with_two(served: tuple[World, str], tmp_path: Path) -> None:
    """No catalogue of Russian stands here."""
    answer = run("JPN", served[1], 1, "--language", "ru", "--out", tmp_path / "note.pdf")

    assert 2 == answer.exit_code
    assert "Papers are not written in this language here." in answer.output


def test_a_paper_that_cannot_be_drawn_leaves_no_file_and_no_entry(
    served: tuple[World, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a typesetter that fails in the middle: the folder is empty, and the log says nothing."""
    world, ref = served

    def fails(_document: object) -> bytes:
        raise NotSet("The file could not be set.")

    monkeypatch.setattr(command, "DRAWINGS", {**command.DRAWINGS, "pdf": Drawing("application/pdf", fails)})
    out = tmp_path / "out"
    out.mkdir()
    answer = run("JPN", ref, 1, "--out", out / "note.pdf")

    assert (1, []) == (answer.exit_code, list(out.iterdir()))
    assert "The file could not be set." in answer.output
    assert [] == exports(world)
