"""`consult log keygen`, `vkey`, `checkpoint`, `export`, `rotate-key`, `recover`, `status`: for whoever keeps a log."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consult import clock
from consult.commands.log import log
from consult.db import make_engine
from consult.jobs.sealing import Sealing
from consult.log.verifier import Source, check_export, read_policy
from consult.settings import Settings, create_secret
from tests.consult.commands.test_log_command import instance as instance
from tests.consult.commands.test_log_command import tamper
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.conftest import office as office


def run(*arguments: str, code: int = 0) -> str:
    """Run the command and read what it says."""
    done: Result = CliRunner().invoke(log, arguments)
    assert code == done.exit_code, done.output
    assert "Traceback" not in done.output
    return done.output


@pytest.fixture
def sealed(office: Office, instance: Path) -> Path:
    """Give the installation with its log signed and published once."""
    with clock.frozen(START):
        Sealing(office.engine, Settings.load()).turn(START)
    return instance


def test_a_log_that_was_not_signed_says_so(instance: Path) -> None:
    """There is no key to print, no checkpoint, nothing to export; a key is drawn once."""
    assert "there is no signing key" in run("vkey", code=2)
    assert "This log was not signed yet." in run("checkpoint", code=2)
    assert "This log was not signed yet." in run("export", str(instance / "out"), code=2)
    assert "Not signed yet." in run("status")
    drawn = run("keygen")
    assert "the log has a key already" in run("keygen", code=1)
    assert drawn == run("vkey")


def test_the_newest_checkpoint_is_printed_as_it_is_published(sealed: Path) -> None:
    """Byte for byte, so that it can be sent to somebody."""
    assert (sealed / "audit" / "1" / "checkpoint").read_text() == run("checkpoint")


def test_an_export_is_what_anybody_can_check_and_twice_the_same(sealed: Path) -> None:
    """The verifier accepts it under the printed key; the second time nothing is written."""
    folder = sealed / "elsewhere"
    first, second = run("export", str(folder)), run("export", str(folder))
    report = check_export(Source(folder), read_policy(f"log {run('vkey')}quorum none\n"))

    assert "3 entries; 3 files written, 0 as they were." in first
    assert "3 entries; 0 files written, 3 as they were." in second
    assert 3 == report.checkpoint.size


def test_the_status_tells_what_was_signed_when_and_whether_it_is_published(office: Office, sealed: Path) -> None:
    """An act later, the status still speaks of what was signed; without the file it is not published."""
    with clock.frozen(START + timedelta(seconds=75)):
        told = run("status")
        (sealed / "audit" / "1" / "checkpoint").unlink()
        after = run("status")
    office.docket.open(office.standings["JPN"], "berth", at=START, title="Next")

    assert "Origin consult.example.int/audit/1" in told
    assert "Signed up to 3 entries, 75 seconds ago" in told
    assert "That is published." in told
    assert "That is not published yet." in after
    assert "4 entries" in run("status")
    assert "Signed up to 3 entries" in run("status")


def test_a_key_is_followed_by_another_in_two_commands(sealed: Path) -> None:
    """Two keys are printed meanwhile, one in the end; a third cannot begin before."""
    first = run("vkey")
    begun = run("rotate-key")
    assert "[rotation-begun]" in run("rotate-key", code=1)
    both = run("vkey").splitlines()
    assert (2, first) == (len(both), both[0] + "\n")
    assert both[1] in begun
    assert 2 == run("checkpoint").count("— ")
    run("rotate-key", "--finish")

    assert [both[1]] == run("vkey").splitlines()
    assert 1 == run("checkpoint").count("— ")
    assert "[no-rotation]" in run("rotate-key", "--finish", code=1)
    policy = read_policy(f"log {both[1]}\nquorum none\n")
    assert 5 == check_export(Source(sealed / "audit" / "1"), policy).checkpoint.size


def test_a_machine_with_a_retired_key_begins_no_rotation_and_may_still_end_the_origin(sealed: Path) -> None:
    """Another machine finished a rotation, and the old key stayed on this one: a key that follows it would be listed by
    nobody. Where others may know a key nothing is in the way of the end, and the last checkpoint is what was signed."""
    key = sealed / "signer" / "1.key"
    kept = key.read_text()
    run("rotate-key")
    run("rotate-key", "--finish")
    last = (sealed / "audit" / "1" / "checkpoint").read_text()
    key.write_text(kept)

    assert "[key-retired]" in run("rotate-key", code=1)
    assert ["1.key", "state.sqlite"] == sorted(path.name for path in key.parent.iterdir())
    assert last in run("rotate-key", "--compromised")
    assert "Write epoch = 2 under [log]" in run("rotate-key", "--compromised")


def test_a_key_that_others_may_know_ends_its_epoch_and_the_next_goes_on(sealed: Path) -> None:
    """The last checkpoint is printed for the witnesses, with what to do; the next epoch has files of its own."""
    told = run("rotate-key", "--compromised")
    last = (sealed / "audit" / "1" / "checkpoint").read_text()
    assert last in told
    assert "Write epoch = 2 under [log] in config.toml" in told
    assert "[origin-closed]" in run("rotate-key", code=1) + run("rotate-key", "--finish", code=1)
    (sealed / "config.toml").write_text("[log]\nepoch = 2\n")
    assert "This log was not signed yet." in run("checkpoint", code=2)
    with clock.frozen(START):
        settings = Settings.load()
        engine = make_engine(settings.database_url)
        Sealing(engine, settings).turn(START)
        engine.dispose()

    policy = read_policy(f"log {run('vkey')}quorum none\n")
    assert run("checkpoint").startswith("consult.example.int/audit/2\n4\n")
    assert 4 == check_export(Source(sealed / "audit" / "2"), policy).checkpoint.size
    assert last == (sealed / "audit" / "1" / "checkpoint").read_text()


def test_a_lost_key_ends_its_epoch_with_the_last_checkpoint_that_it_signed(office: Office, sealed: Path) -> None:
    """Another act came meanwhile, which no key can sign; the next epoch covers it."""
    (sealed / "signer" / "1.key").unlink()
    office.docket.open(office.standings["JPN"], "berth", at=START, title="Unsigned")
    last = (sealed / "audit" / "1" / "checkpoint").read_text()
    assert last in run("rotate-key", "--compromised")
    (sealed / "config.toml").write_text("[log]\nepoch = 2\n")
    with clock.frozen(START):
        Sealing(office.engine, Settings.load()).turn(START)

    assert run("checkpoint").startswith("consult.example.int/audit/2\n5\n")
    assert last == (sealed / "audit" / "1" / "checkpoint").read_text()


def test_an_export_of_a_changed_database_is_refused_with_a_code(office: Office, sealed: Path) -> None:
    """Nothing is written where the database is not what was signed."""
    tamper(office, "UPDATE audit_leaf SET hash = (SELECT hash FROM audit_leaf WHERE seq = 0) WHERE seq = 2")

    assert "[not-continued]" in run("export", str(sealed / "out"), code=1)
    assert not (sealed / "out" / "checkpoint").exists()


def test_a_recovery_that_cannot_be_checked_or_is_refused_says_why(sealed: Path) -> None:
    """No such folder; and an export that has what the database has: nothing came back."""
    assert "[no-export]" in run("recover", str(sealed / "nowhere"), code=2)
    assert "0 entries were read back, 0 of them into their chains." in run("recover", str(sealed / "audit" / "1"))


@pytest.mark.sqlite("a file is there or not")
def test_without_a_database_the_commands_leave_with_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They make none."""
    monkeypatch.setenv("CONSULT_INSTANCE", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    create_secret(tmp_path)
    for arguments in (("keygen",), ("vkey",), ("checkpoint",), ("export", "x"), ("rotate-key",), ("recover", "x")):
        assert "there is no database" in run(*arguments, code=2)
    assert not (tmp_path / "signer").exists()


def test_a_memory_is_carried_only_where_one_is_named(sealed: Path) -> None:
    """Without `memory` there is no database to carry it to, and the sentence says where to name one."""
    said = run("share-memory", code=1)

    assert "Name the database as memory under [log] in config.toml, or as CONSULT_LOG_MEMORY." in said
