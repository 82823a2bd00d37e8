"""A restored backup: what it lacks is read back from an export, and the log goes on as the one that was signed."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from consult.db import make_engine, reading
from consult.docket.replaying import Openings, replay_cases
from consult.jobs.sealing import Sealing
from consult.log import head, recovering
from consult.log.recovering import Recovered, recover, recovered
from consult.log.signer import NotSigned, open_signer, state_of
from consult.log.verifier import Rejected, Source, Unchecked, check_export, read_policy
from consult.log.verify import Report, verify
from consult.models.audit import audit_chain, audit_leaf
from consult.settings import Settings
from tests import databases
from tests.consult.docket.conftest import START, Office, build_office
from tests.consult.docket.test_taking import BODY
from tests.consult.log.test_publishing import files

LATER = START + timedelta(hours=6)


class Installation:
    """An installation with cases, whose database can be put back from a copy."""

    def __init__(self, folder: Path) -> None:
        """Open a case in which nothing was filed, and publish."""
        self.folder = folder
        self.settings = Settings.for_tests(folder)
        self.office: Office = build_office(self.settings.database_url, folder)
        self.ref = self.office.docket.open(self.office.standings["JPN"], "berth", at=START, title="").ref
        self.turn()

    @property
    def public(self) -> Path:
        """Where the log is published."""
        return self.folder / "audit" / "1"

    def turn(self, at: Any = START) -> bool:
        """Seal and publish."""
        return Sealing(self.office.engine, self.settings).turn(at)

    def copy(self) -> Path:
        """Copy the database as it is."""
        return databases.copy_of(self.office.engine, self.folder / "consult.sqlite", self.folder / "backup.sqlite")

    def restore(self, backup: Path) -> None:
        """Put the copy in the place of the database."""
        self.office.engine.dispose()
        databases.copy(backup, self.folder / "consult.sqlite")
        self.office.engine = make_engine(self.settings.database_url)
        self.office.docket.engine = self.office.engine

    def recover(self, export: Path | None = None) -> Recovered:
        """Recover from an export; from the published one if none is named."""
        signer = open_signer(self.settings)
        return recover(self.office.engine, signer, Source(export or self.public), LATER)

    def verified(self) -> Report:
        """Verify the log from inside, with the replay of all cases."""
        with reading(self.office.engine) as connection:
            assert [] == list(replay_cases(connection))
            return verify(connection, replay=_but_the_host(Openings(connection), recovered(connection)))


def _but_the_host(openings: Openings, back: list[range]) -> Any:
    """Replay the entries of cases; those of the host are none of its matter."""

    def replay(record: Any) -> Any:
        return [] if record.fields.get("act", {}).get("kind") == "entry" else openings(record)

    assert all(isinstance(each, range) for each in back)
    return replay


@pytest.fixture
def lost(tmp_path: Path) -> Installation:
    """A copy was made after the request and a statement in a case; then the request was received, Japan stated more,
    another case was opened, all of it was signed and published, and the copy was put back.
    """
    made = Installation(tmp_path)
    made.office.take("JPN", made.ref, "ask", body=BODY)
    made.office.take("JPN", made.ref, "make_statement", body={"text": "Before the copy"})
    backup = made.copy()
    made.office.take("FRA", made.ref, "record_receipt")
    made.office.take("JPN", made.ref, "make_statement", body={"text": "After the copy"})
    made.office.docket.open(made.office.standings["KOR"], "berth", at=START, title="Lost")
    made.turn()
    made.restore(backup)
    return made


def test_lost_entries_are_read_back_into_their_chains_and_the_log_is_signed_again(lost: Installation) -> None:
    """Receipt and statement find their chains, since the copy has the keys; the case opened later does not."""
    published = (lost.public / "checkpoint").read_text()
    before = int(published.split("\n")[1])
    done = lost.recover()
    assert lost.turn(LATER)

    assert before == done.size
    assert 0 < done.joined < done.size - done.before
    policy = read_policy(f"log {open_signer(lost.settings).keys[0].vkey}\nquorum none\n")
    report = check_export(Source(lost.public), policy, old=published)
    assert before + 1 == report.checkpoint.size, "and the entry that says what was read back"
    inside = lost.verified()
    assert inside.sound, inside.findings
    with reading(lost.office.engine) as connection:
        assert [range(done.before, done.size)] == recovered(connection)


def test_after_a_recovery_no_step_is_logged_twice(lost: Installation) -> None:
    """The statement is filed again: its step comes after those that are lost, under a tag of its own."""
    lost.recover()
    lost.turn(LATER)
    lost.office.take("FRA", lost.ref, "record_receipt", at=LATER)
    lost.office.take("JPN", lost.ref, "make_statement", at=LATER, body={"text": "After the copy"})
    lost.turn(LATER)

    assert lost.verified().sound
    policy = read_policy(f"log {open_signer(lost.settings).keys[0].vkey}\nquorum none\n")
    size = check_export(Source(lost.public), policy).checkpoint.size
    with reading(lost.office.engine) as connection:
        tags = connection.execute(select(audit_leaf.c.tag)).scalars().all()
        steps = connection.execute(select(audit_chain.c.n)).scalars().all()
    assert size == len(set(tags)) == sum(steps)


def test_a_recovery_done_twice_reads_nothing_back_the_second_time(lost: Installation) -> None:
    """Nor does one after which nothing was lost."""
    lost.recover()
    lost.turn(LATER)
    before = files(lost.public)
    again = lost.recover()

    assert (again.before, again.joined) == (again.size, 0)
    assert before == files(lost.public)
    assert lost.verified().sound


def test_a_recovery_that_crashes_leaves_the_restored_database_as_it_was(
    lost: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All entries come back, or none."""
    with reading(lost.office.engine) as connection:
        before = verify(connection).size
    with monkeypatch.context() as patch:
        patch.setattr("consult.log.own.record", lambda *_given: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            lost.recover()
    with reading(lost.office.engine) as connection:
        assert before == verify(connection).size
    lost.recover()
    assert lost.turn(LATER)
    assert lost.verified().sound


def test_a_lost_memory_of_the_signer_comes_back_with_the_export(lost: Installation) -> None:
    """Where the memory of the signer is an older copy too, the export is what was signed last."""
    state_of(lost.settings).path.unlink()
    done = lost.recover()
    last = state_of(lost.settings).last("consult.example.int/audit/1")

    assert last is not None
    assert done.size == last.size
    assert lost.turn(LATER)
    assert lost.verified().sound


def refusal_of(lost: Installation, export: Path | None = None) -> str:
    """Give the code with which a recovery is refused; nothing was changed by it."""
    with reading(lost.office.engine) as connection:
        before = verify(connection).size
    with pytest.raises((NotSigned, Rejected, Unchecked)) as caught:
        lost.recover(export)
    with reading(lost.office.engine) as connection:
        assert before == verify(connection).size
    return str(getattr(caught.value, "code", ""))


def test_an_export_that_is_older_than_what_was_signed_is_refused(lost: Installation, tmp_path: Path) -> None:
    """What it lacks is not to be had from it."""
    with reading(lost.office.engine) as connection:
        newest = head.latest(connection)
        assert newest is not None
    shutil.copytree(lost.public, tmp_path / "older")
    (tmp_path / "older" / "checkpoint").write_text(newest.note)

    assert "export-older" == refusal_of(lost, tmp_path / "older")


def test_an_export_that_does_not_continue_the_database_is_refused(lost: Installation) -> None:
    """The restored database went on by itself before the recovery was asked for."""
    lost.office.take("FRA", lost.ref, "record_receipt", at=LATER)

    assert "export-differs" == refusal_of(lost)


def test_an_export_of_which_one_byte_was_changed_is_refused(lost: Installation) -> None:
    """The verifier says what is wrong with it."""
    bundle = max((lost.public / "tile" / "entries" / "000.p").iterdir(), key=lambda path: int(path.name))
    content = bytearray(bundle.read_bytes())
    content[-100] ^= 1
    bundle.write_bytes(bytes(content))

    assert refusal_of(lost) in ("leaf-shape", "tile-hash")  # the byte may have become another letter of a digest


def test_an_export_that_lacks_what_is_to_be_read_back_is_refused(lost: Installation) -> None:
    """The file that it lacks is named."""
    shutil.rmtree(lost.public / "tile" / "entries")

    assert "missing" == refusal_of(lost)


def test_an_export_that_lost_a_tile_gives_back_what_the_database_lacks(lost: Installation) -> None:
    """The disk of whoever kept it lost the hashes over its entries on 2 December. The entries themselves give the root
    that was signed, and nobody has a better copy."""
    shutil.rmtree(lost.public / "tile" / "0")

    assert 3 == (done := lost.recover()).size - done.before
    assert lost.verified().sound


def test_an_export_that_changes_while_it_is_read_is_refused(
    lost: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its first answer gave other tags, by which the chains of its entries would not have been found."""
    real, asked = recovering._tags, []

    def other(source: Source, first: int, end: int) -> set[str]:
        asked.append((first, end))
        return {"x" * 43 for _tag in real(source, first, end)}

    monkeypatch.setattr(recovering, "_tags", other)

    assert "unstable" == refusal_of(lost)
    assert 1 == len(asked)
