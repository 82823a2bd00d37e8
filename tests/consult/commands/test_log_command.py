"""`consult log`: what it says and with which code it leaves, on a sound log, a damaged one, and on none."""

import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from consult.commands.log import log
from consult.db import reading, writing
from consult.models.base import metadata
from consult.settings import create_secret
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.conftest import office as office
from tests.tampering import unguard

BODY: dict[str, Any] = {"vehicle": "Cargo 7", "size": "small", "from_day": "2027-02-01", "asked": ["FRA", "KOR"]}


@pytest.fixture
def instance(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an installation with one case of two acts."""
    monkeypatch.setenv("DATABASE_URL", office.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("CONSULT_INSTANCE", str(tmp_path))
    create_secret(tmp_path)
    ref = office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref
    office.take("JPN", ref, "ask", body=BODY)
    return tmp_path


def run(*arguments: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(log, arguments)


def tamper(office: Office, *statements: str) -> None:
    """Change the database behind the product's back, its triggers removed first."""
    with writing(office.engine) as connection:
        unguard(connection)
        for statement in statements:
            connection.exec_driver_sql(statement)


@pytest.mark.usefixtures("instance")
@pytest.mark.parametrize("arguments", [("verify",), ("verify", "--replay"), ("verify", "--processes", "2")])
def test_a_sound_log_is_verified_with_its_counts_and_the_time_it_took(arguments: tuple[str]) -> None:
    """The command leaves with 0."""
    done = run(*arguments)

    assert 0 == done.exit_code, done.output
    assert "2 entries, 2 chains" in done.output
    assert re.search(r"^Took \d+\.\d seconds\.$", done.output, re.MULTILINE)
    assert "Nothing found: the log is sound." in done.output
    assert ("1 case recomputed from 2 acts." in done.output) == ("--replay" in arguments)


@pytest.mark.usefixtures("instance")
def test_a_changed_leaf_is_found_by_its_number(office: Office) -> None:
    """One byte in one entry is enough: 1, and a sentence with a code."""
    longer = {"postgresql": r"leaf || '\x00'::bytea", "sqlite": "CAST(leaf || X'00' AS BLOB)"}[
        office.engine.dialect.name
    ]
    tamper(office, f"UPDATE audit_leaf SET leaf = {longer} WHERE seq = 1")
    done = run("verify")

    assert 1 == done.exit_code
    assert "Entry 1: the stored hash is not the hash of the entry. [leaf-hash]" in done.output
    assert "this log is not as it must be" in done.output


@pytest.mark.usefixtures("instance")
def test_an_act_without_an_entry_is_named_with_what_to_do_and_without_a_replay(office: Office) -> None:
    """Every entry is as it should be: 1, the act by case and number, and what an operator does."""
    columns = [column.name for column in metadata.tables["act"].columns]
    half = ", ".join({"id": "1000", "n": "2"}.get(name, name) for name in columns)
    tamper(office, f"INSERT INTO act ({', '.join(columns)}) SELECT {half} FROM act WHERE n = 1")
    done = run("verify")

    assert 1 == done.exit_code
    assert re.search(r"Act 2 of case BERTH-2026-\w{6} stands in no entry of the log\.", done.output)
    assert "Tell every party of the case" in done.output
    assert "1 finding:" in done.output


@pytest.mark.usefixtures("instance")
@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
def test_a_log_whose_rows_are_of_another_kind_is_not_sound(office: Office) -> None:
    """SQLite keeps whatever is put into a column: a text where bytes were is 1 with a sentence, not a crash."""
    tamper(office, "UPDATE audit_leaf SET leaf = 'a text' WHERE seq = 1")
    done = run("verify")

    assert 1 == done.exit_code
    assert "This log is damaged so that it cannot be recomputed" in done.output


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE act SET body = replace(body, 'FRA', 'BRA') WHERE n = 1", "[act-differs]"),
        ("UPDATE cases SET state = 'settled'", "[replay-differs]"),
        ("UPDATE case_track SET state = 'given' WHERE party = 'KOR'", "[replay-differs]"),
    ],
)
@pytest.mark.usefixtures("instance")
def test_what_does_not_follow_from_the_log_is_found_by_a_replay(office: Office, statement: str, code: str) -> None:
    """The log alone is sound; compared with acts and cases it is not."""
    tamper(office, statement)
    done = run("verify", "--replay")

    assert 0 == run("verify").exit_code
    assert 1 == done.exit_code
    assert code in done.output


@pytest.mark.usefixtures("instance")
def test_verifying_changes_nothing_and_goes_on_beside_a_writer(office: Office) -> None:
    """One snapshot is read; a writer in the middle of its work is neither waited for nor seen."""
    before = _everything(office)
    with writing(office.engine) as connection:
        connection.exec_driver_sql("UPDATE cases SET title = 'in the middle'")
        done = run("verify", "--replay")
        connection.rollback()

    assert 0 == done.exit_code, done.output
    assert before == _everything(office)


def _everything(office: Office) -> list[str]:
    with reading(office.engine) as connection:
        return [repr(row) for table in metadata.sorted_tables for row in connection.execute(table.select())]


@pytest.mark.usefixtures("instance")
def test_status_says_how_far_the_log_has_come() -> None:
    """Entries, chains, root, cases and acts; 0."""
    done = run("status")

    assert 0 == done.exit_code, done.output
    assert "2 entries in 2 chains, root " in done.output
    assert "0 entries beside acts, 0 refused attempts" in done.output
    assert "1 case, 2 acts" in done.output


@pytest.mark.usefixtures("instance")
def test_status_names_a_guard_that_is_missing(office: Office) -> None:
    """A database that would let acts be changed is not silently taken for one that does not."""
    tamper(office)
    done = run("status")

    assert 1 == done.exit_code
    assert "The trigger keep_act_update is missing." in done.output


@pytest.mark.parametrize("command", ["verify", "status"])
@pytest.mark.sqlite("there is a file, or none")
def test_an_installation_that_is_not_there_is_not_made(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No secret, no database: 2 with the file named, and the folder stays empty."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("CONSULT_INSTANCE", str(tmp_path / "none"))
    first = run(command)
    create_secret(tmp_path / "none")
    second = run(command)

    assert [2, 2] == [first.exit_code, second.exit_code]
    assert "none: there is no installation here." in first.output
    assert "consult.sqlite: there is no database." in second.output
    assert ["secret"] == [path.name for path in (tmp_path / "none").iterdir()]


@pytest.mark.parametrize("content", [b"", b"this is no database, whatever its name says" * 20])
@pytest.mark.sqlite("there is a file, or none")
def test_a_file_that_holds_no_log_cannot_be_read(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty database and a file that is none leave with 2 and a sentence."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("CONSULT_INSTANCE", str(tmp_path))
    create_secret(tmp_path)
    (tmp_path / "consult.sqlite").write_bytes(content)
    done = run("verify")

    assert 2 == done.exit_code
    assert "The database cannot be read" in done.output
