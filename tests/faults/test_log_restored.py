"""Backups that are put back: of the host with everything it has, and of a witness; and rows that no entry made."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from consult.db import make_engine, reading
from consult.docket.replaying import Openings, replay_cases
from consult.log.recovering import recover
from consult.log.signer import open_signer
from consult.log.verifier import Rejected, Source
from consult.log.verify import verify
from consult.models.cases import ACT
from tests import databases
from tests.consult.docket.conftest import START
from tests.consult.log.test_verify import unguarded
from tests.faults.logged import Logged, States


def put_back(log: Logged, copy: Logged) -> None:
    """Put a copy of the database and of the signer's memory in the place of what is there, and open it."""
    log.office.engine.dispose()
    copy.office.engine.dispose()
    databases.copy(copy.folder / "consult.sqlite", log.folder / "consult.sqlite")
    shutil.copytree(copy.folder / "signer", log.folder / "signer", dirs_exist_ok=True)
    log.office.engine = make_engine(log.settings.database_url)
    log.office.docket.engine = log.office.engine


def test_a_host_that_restores_its_signer_too_forgets_everything_and_the_witnesses_do_not(
    log: Logged, states: States, tmp_path: Path
) -> None:
    """Backup of 20 November 2026 with the memory of the signer in it, against all advice: the log signs again, another
    history. No State cosigns it. Read back from what France had copied, it goes on as the one that was signed.
    """
    states.cosign(log)
    backup = log.second(tmp_path / "backup")
    log.state("JPN", text="After the backup")
    log.state("FRA", text="After the backup")
    log.turn()
    states.cosign(log)
    mirror, kept = shutil.copytree(log.public, tmp_path / "mirror"), log.note
    put_back(log, backup)
    shutil.rmtree(log.public)
    log.turn()
    assert {"ahead"} == set(states.cosign(log).values())
    with pytest.raises(Rejected, match="The log was cut"):
        log.check(states.policy, old=kept)
    done = recover(log.office.engine, open_signer(log.settings), Source(mirror), START)
    shutil.rmtree(log.public)
    log.turn()

    assert (2, done.size - 2) == (done.joined, done.before)
    assert {"cosigned"} == set(states.cosign(log).values())
    assert log.check(states.policy, old=kept).attested


def test_a_host_that_goes_on_from_a_backup_is_told_by_every_witness_that_it_contradicts_itself(
    log: Logged, states: States, tmp_path: Path
) -> None:
    """It has grown beyond what was signed, so it is not shorter; it is another log, and the evidence is kept."""
    states.cosign(log)
    backup = log.second(tmp_path / "backup")
    log.state("JPN", text="After the backup")
    log.turn()
    states.cosign(log)
    put_back(log, backup)
    shutil.rmtree(log.public)
    for _each in range(3):
        log.state("FRA", text="From the backup")
    log.turn()

    assert {"conflict"} == set(states.cosign(log).values())
    assert all(states.evidence(name) for name in states.witnesses)
    assert not log.check(states.policy).attested


def test_a_witness_that_was_restored_is_brought_up_from_where_it_stands(
    log: Logged, states: States, tmp_path: Path
) -> None:
    """Korea puts back its folder of the day before: it stands at the older size, says so, and gets the longer proof."""
    states.cosign(log)
    shutil.copytree(states.folder / "KOR", tmp_path / "KOR")
    for number in range(2):
        log.state("JPN", text=f"No. {number}")
        log.turn()
        states.cosign(log)
    shutil.copytree(tmp_path / "KOR", states.folder / "KOR", dirs_exist_ok=True)
    log.state("FRA")
    log.turn()

    assert {"cosigned"} == set(states.cosign(log).values())
    assert ("BRA", "FRA", "JPN", "KOR") == log.check(states.policy).opened.witnesses


COLUMNS = ", ".join(column.name for column in ACT.c if column.name not in ("id", "n", "body"))
LAST = "(SELECT max(id) FROM act)"
ROWS = {
    "a case moved without an event": ("UPDATE cases SET state = 'settled'", "state is stored as settled"),
    "a case that counts one act more": ("UPDATE cases SET n = n + 1", "number of acts is stored as"),
    "a relation moved without an event": (
        "UPDATE case_track SET state = 'left'",
        "is stored as state left and follows from the acts as",
    ),
    "a limit stopped without an event": (
        "UPDATE deadline SET status = 'running'",
        "is stored as status running and follows from the acts as",
    ),
    "words changed behind an event": ("UPDATE act SET body = replace(body, 'FRA', 'BRA')", "is not what entry"),
    "an event that no act belongs to": (f"DELETE FROM act_leaf WHERE act_id = {LAST}", "belongs to no act"),
    "an act without an event": (
        f"INSERT INTO act ({COLUMNS}, id, n, body) SELECT {COLUMNS}, id + 99, n + 1, "
        f"""replace(body, '"n":' || n, '"n":' || (n + 1)) FROM act WHERE id = {LAST}""",
        "number of sealed acts is stored as",
    ),
}


@pytest.mark.parametrize("how", ROWS)
def test_a_row_without_an_event_and_an_event_without_its_row_are_found_by_the_replay(log: Logged, how: str) -> None:
    """Whoever has the database changes what pages show, and leaves the log as it is: the log is sound, the case not."""
    statement, said = ROWS[how]
    assert log.sound()
    with unguarded(log.office.engine) as connection:
        connection.execute(text(statement))

    assert log.size == log.check().checkpoint.size
    with reading(log.office.engine) as connection:
        assert verify(connection).sound
        found = [*verify(connection, replay=Openings(connection)).findings, *replay_cases(connection)]
    assert said in " ".join(one.sentence for one in found)
