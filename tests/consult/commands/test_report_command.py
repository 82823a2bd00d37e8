"""`consult report`: files in a folder, all of them or none; every refusal leaves with 2 and its sentence."""

import json
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.cli import ScriptInfo
from sqlalchemy import select

from consult import clock
from consult.cli import cli
from consult.commands.installation import bring_up, load_settings, open_application
from consult.db import make_engine, reading, writing
from consult.jobs.sealing import Sealing
from consult.log.own import Own, record
from consult.log.verifier import check_audit, read_policy
from consult.models.logbook import AUDIT_ENTRY
from consult.people import NewParty, add_party

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
PERIOD = ("--from", "2026-11-01", "--to", "2026-11-30")
REPORT = ("copuos", "--as", "jpn", "--session", "LSC-66", *PERIOD)


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder beside an installation with two States and a sealed log, at noon of 20 November 2026."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("CONSULT_INSTANCE", str(tmp_path / "new"))
    with clock.frozen(NOON):
        settings = load_settings()
        bring_up(settings)
        engine = make_engine(settings.database_url)
        with writing(engine) as connection:
            add_party(connection, NewParty("JPN", "Japan", "state", "Asia/Tokyo", "JP"))
            add_party(connection, NewParty("FRA", "France", "state", "Europe/Paris", "FR"))
        with writing(engine) as connection:
            record(connection, Own("mandate_recorded", "JPN", {"organ": "MFA"}, NOON, person="A. Name"))
        Sealing(engine, settings).turn(NOON)
        engine.dispose()
    return tmp_path / "out"


def run(*arguments: object) -> Result:
    """Run the command at noon."""
    given = ScriptInfo(create_app=open_application, set_debug_flag=False)
    with clock.frozen(NOON):
        return CliRunner().invoke(cli, ["report", *map(str, arguments)], obj=given)


def exports() -> list[tuple[str | None, dict[str, object]]]:
    """List what was entered as exported."""
    engine = make_engine(load_settings().database_url)
    with reading(engine) as connection:
        rows = connection.execute(select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.kind == "export")).all()
    engine.dispose()
    return [(row.party, json.loads(row.body)) for row in rows]


def test_an_audit_log_is_written_proved_and_entered(out: Path) -> None:
    """For Japan, all parts: the zip verifies by the policy in it, and the log says who took what, by digest."""
    done = run("audit", *PERIOD, "--set", "full_internal", "--as", "jpn", "--format", "zip,csv,pdf", "--out", out)

    assert 0 == done.exit_code, done.output
    names = sorted(file.name for file in out.iterdir())
    stem = "audit-log-full-internal-2026-11-01-2026-11-30"
    assert [f"{stem}.csv", f"{stem}.pdf", f"{stem}.zip"] == names
    with zipfile.ZipFile(out / f"{stem}.zip") as packed:
        policy = read_policy(packed.read("policy.txt").decode())
    found = check_audit(out / f"{stem}.zip", policy)
    assert ("JPN", True, True) == (found.party, found.whole, found.table)
    ((party, body),) = exports()
    assert ("JPN", "report audit") == (party, body["command"])
    assert set(names) == set(body["files"])  # type: ignore[arg-type]  # a mapping of names
    for name in names:
        assert name in done.output


def test_the_same_question_gives_the_same_bytes(out: Path) -> None:
    """Asked twice at the same moment; that it was taken in between is of a later moment."""
    made = []
    for number in (1, 2):
        folder = out / str(number)
        run("audit", *PERIOD, "--set", "parties_C2", "--as", "FRA", "--format", "jsonl", "--out", folder)
        made.append(next(folder.iterdir()).read_bytes())
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("audit", "--from", "2026-12-01", "--to", "2026-11-01", "--as", "jpn", "--set", "full_internal"),
         "The period ends before it begins."),
        (("audit", *PERIOD, "--set", "full_internal"), "is read with the eyes of a party: name it with --as"),
        (("audit", *PERIOD, "--set", "public_C0", "--as", "jpn"), "The public set is the same for everybody"),
        (("audit", *PERIOD, "--set", "parties_C2", "--as", "XYZ"), "There is no party XYZ."),
        (("audit", *PERIOD, "--format", "docx"), "Unknown format: docx. Known are: zip, csv, jsonl, pdf."),
        (("audit", *PERIOD), "No entry of this period that may stand in this set fits"),
        (("copuos", "--as", "jpn", "--session", "LSC-66", "--from", "2026-12-01", "--to", "2026-11-01"),
         "before it begins"),
        (("copuos", "--as", "jpn", "--session", "LSC-3", *PERIOD), "There is no session LSC-3. Known are: COPUOS-"),
        (("copuos", "--as", "jpn", "--body", "STSC", "--session", "LSC-66", *PERIOD), "Known are: STSC-63, STSC-64"),
        (("copuos", "--as", "XYZ", "--session", "LSC-66", *PERIOD), "There is no party XYZ that could submit."),
        ((*REPORT, "--format", "odt"), "Unknown format: odt."),
        ((*REPORT, "--item", "nosuch"), "has no item “nosuch”"),
        ((*REPORT, "--kind", "nosuch"), "There is no kind of submission “nosuch”."),
        ((*REPORT, "--case", "OST9-2026-ABCDEF"), "There is no case “OST9-2026-ABCDEF” that this report"),
    ],
)  # fmt: skip
def test_a_refusal_leaves_with_two_its_sentence_and_nothing_else(
    out: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    """Not a file, not a folder, not an entry of the log."""
    done = run(*arguments, "--out", out)

    assert (2, True) == (done.exit_code, sentence in done.output), done.output
    assert not out.exists()
    assert [] == exports()


def test_a_report_is_written_in_every_form(out: Path) -> None:
    """Of a record with no case: the document stands, in each form that was asked for."""
    done = run(*REPORT, "--format", "html,docx,pdf,xlsx,json", "--out", out)

    assert 0 == done.exit_code, done.output
    names = sorted(file.name for file in out.iterdir())
    assert ["docx", "html", "json", "pdf", "xlsx"] == sorted(name.rpartition(".")[2] for name in names)
    report = json.loads(next(out.glob("*.json")).read_bytes())
    assert f"Report with the digest {report['digest']}." in done.output
    assert [("JPN", report["digest"])] == [(party, body["digest"]) for party, body in exports()]


def test_what_is_there_is_not_overwritten_unless_that_is_asked_for(out: Path) -> None:
    """The second time is refused and changes nothing; with --force it is written."""
    assert 0 == run(*REPORT, "--format", "json", "--out", out).exit_code
    file = next(out.iterdir())
    file.write_text("mine")

    refused = run(*REPORT, "--format", "json", "--out", out)

    assert (2, "mine") == (refused.exit_code, file.read_text())
    assert "there is already" in refused.output
    assert 0 == run(*REPORT, "--format", "json", "--out", out, "--force").exit_code
    assert "mine" != file.read_text()
    assert [file] == list(out.iterdir())


def test_a_place_that_cannot_be_written_to_is_refused(out: Path) -> None:
    """The folder would lie below a file."""
    out.write_text("a file")

    done = run(*REPORT, "--out", out / "below")

    assert 2 == done.exit_code
    assert "cannot be written to" in done.output


def test_a_failure_in_the_midst_leaves_nothing(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full when the second file is written."""
    true_write = Path.write_bytes

    def full(self: Path, data: bytes) -> int:
        if self.suffix == ".json":
            raise OSError(28, os.strerror(28))
        return true_write(self, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    done = run(*REPORT, "--format", "html,json", "--out", out)

    assert 2 == done.exit_code
    assert "No space left" in done.output
    assert not out.exists()
    assert [] == exports()


def test_the_help_says_what_there_is() -> None:
    """Both verbs, and an example."""
    assert "audit" in run("--help").output
    assert "--session LSC-66" in run("copuos", "--help").output
