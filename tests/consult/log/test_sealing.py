"""Sealing: what is signed is what was committed, and goes on from what was signed last, or nothing is signed."""

import shutil
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select, text

from consult.db import gate, make_engine, reading, writing
from consult.jobs.sealing import Sealing
from consult.log import own
from consult.log.sealing import seal
from consult.log.signer import NotSigned, State, state_of
from consult.log.verifier import read_checkpoint
from consult.models.audit import audit_checkpoint
from tests import databases
from tests.consult.log.sealed_world import AT, House, beside, build_house
from tests.faults.crashing import Crash, Points, points

LATER = AT + timedelta(minutes=10)


def refused(house: House, at: Any = AT) -> str:
    """Make a turn that is refused, and give the code."""
    with pytest.raises(NotSigned) as caught:
        house.turn(at)
    assert str(caught.value).endswith(".")
    return caught.value.code


def test_a_new_log_is_signed_with_the_entry_that_names_its_key(house: House) -> None:
    """Three entries and the key's: the checkpoint says four, and anybody can check the files."""
    house.record(3)
    house.turn()
    newest = house.newest()

    assert newest is not None
    assert ("consult.example.int/audit/1", 4, AT) == (newest.origin, newest.size, newest.signed_at)
    assert newest.root == house.check().checkpoint.root
    assert newest.note == (house.folder / "checkpoint").read_text()


def test_a_log_that_has_not_grown_is_signed_again_after_ten_minutes_with_the_same_bytes(house: House) -> None:
    """Before that nothing is done; then the same note is stored a second time, with its new instant."""
    house.turn()
    assert house.seal(LATER - timedelta(seconds=1)) is None
    again = house.seal(LATER)

    assert again is not None
    assert LATER == again.signed_at
    assert [again.note] * 2 == house.notes()


def test_a_log_that_was_signed_by_a_clock_a_month_ahead_is_signed_again_when_that_is_right(house: House) -> None:
    """At once by the clock that was set back, with the same bytes, and then every ten minutes."""
    house.record(2)
    house.turn(AT + timedelta(days=30))
    ahead = house.newest()
    beats = [at for minutes in range(0, 180, 5) if house.seal(at := AT + timedelta(minutes=minutes))]

    assert ahead is not None
    assert [AT + timedelta(minutes=minutes) for minutes in range(0, 180, 10)] == beats
    assert {ahead.note} == set(house.notes())
    newest = house.newest()
    assert newest is not None
    assert (3, beats[-1]) == (newest.size, newest.signed_at)
    house.record()
    house.turn(beats[-1] - timedelta(hours=1))
    assert 4 == house.check(old=ahead.note).checkpoint.size


def test_an_idle_turn_costs_one_query(house: House) -> None:
    """Nothing is signed, no key is read, nothing is looked up beyond the head."""
    loop = Sealing(house.engine, house.settings)
    house.record(5)
    while loop.turn(AT):
        pass
    statements: list[str] = []
    event.listen(house.engine, "before_cursor_execute", lambda *seen: statements.append(seen[2]))

    assert not loop.turn(AT + timedelta(seconds=1))
    assert 1 == len([one for one in statements if "audit_" in one])


def test_nothing_is_signed_that_is_not_committed(house: House) -> None:
    """While an entry waits for its commit the log is signed without it; undone, it never was."""
    house.turn()
    seen: list[Any] = []
    with house.engine.connect() as connection, gate(house.engine).held(), connection.begin() as undone:
        own.record(connection, own.Own("setting", None, {}, AT))
        turning = threading.Thread(target=lambda: seen.append(house.seal()))
        turning.start()
        turning.join(20)
        undone.rollback()
    house.record(2)
    house.turn()

    assert [None] == seen
    assert 3 == house.check().checkpoint.size


def _watch(patch: pytest.MonkeyPatch, seen: Points) -> None:
    """Count, and crash at, what a turn does outside the database too: remembering, and each step of writing a file."""
    for owner, name in ((State, "move"), (Path, "replace"), (Path, "open"), (Path, "mkdir"), (Path, "chmod")):
        original: Callable[..., Any] = getattr(owner, name)

        def watched(*given: Any, _original: Callable[..., Any] = original, **named: Any) -> Any:
            seen.step()
            answer = _original(*given, **named)
            if answer is None or isinstance(answer, Path):  # an open file would be left open
                seen.step()
            return answer

        patch.setattr(owner, name, watched)


def test_a_crash_anywhere_between_commit_and_publication_is_made_good_by_the_next_turn(house: House) -> None:
    """At every statement and every step on disk: nothing forks, no note is lost, what is published always holds."""
    house.record(254)
    house.turn()
    at, before = 0, (house.folder / "checkpoint").read_text()
    while True:
        at += 1
        house.record(1)
        remembered = state_of(house.settings).last("consult.example.int/audit/1")
        try:
            with points(house.engine, at) as seen, pytest.MonkeyPatch.context() as patch:
                _watch(patch, seen)
                house.turn()
            break
        except Crash:
            covered = house.check(old=before).checkpoint.size
        signed = state_of(house.settings).last("consult.example.int/audit/1")
        house.turn()
        after = house.check(old=before)

        assert signed is not None
        assert signed in (remembered, signed)
        assert signed.note in house.notes(), f"a note was signed at point {at} and is not kept"
        assert covered <= signed.size <= after.checkpoint.size
        before = (house.folder / "checkpoint").read_text()
    assert 25 < at, "the crash was meant to pass through the whole turn"
    assert house.published() == house.check().checkpoint.size


def test_two_loops_at_once_sign_one_log(house: House) -> None:
    """Whoever comes second is refused for this turn; all notes are of one tree."""
    house.turn()
    faults: list[Exception] = []

    def go_on() -> None:
        loop = Sealing(house.engine, house.settings)
        for _turn in range(15):
            house.record()
            try:
                loop.turn(AT)
            except NotSigned as refusal:
                faults.append(refusal)

    threads = [threading.Thread(target=go_on) for _loop in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    house.turn()

    assert {"state-moved"} >= {fault.code for fault in faults if isinstance(fault, NotSigned)}
    assert 31 == house.check().checkpoint.size


def test_the_newest_checkpoint_is_the_largest_also_where_it_was_stored_first(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One process signs a checkpoint, and before it stores the note another one signs, stores and publishes a larger
    one."""
    house.turn()
    house.record()
    first = house.signer
    move = State.move

    def overtaken(state: State, *moved: Any) -> None:
        move(state, *moved)
        if state is first.state:
            monkeypatch.setattr(State, "move", move)
            house.record()
            house.turn()

    monkeypatch.setattr(State, "move", overtaken)
    seal(house.engine, first, AT)
    house.turn()

    with reading(house.engine) as connection:
        stored = connection.execute(select(audit_checkpoint.c.size).order_by(audit_checkpoint.c.id)).scalars().all()
    assert [1, 2, 3, 2] == stored
    assert 3 == house.check().checkpoint.size


def test_whoever_judges_by_a_memory_that_has_moved_on_is_not_taken_for_a_second_signer(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between its look at the memory and its look at the database another process of the same installation signs."""
    house.turn()
    house.record()
    first, second = house.signer, house.signer
    last = State.last

    def overtaken(state: State, origin: str) -> Any:
        found = last(state, origin)
        if state is first.state:
            monkeypatch.setattr(State, "last", last)
            seal(house.engine, second, AT)
        return found

    monkeypatch.setattr(State, "last", overtaken)
    with pytest.raises(NotSigned) as caught:
        seal(house.engine, first, AT)

    assert "state-moved" == caught.value.code
    assert 2 == len(house.notes())
    house.turn()
    assert 2 == house.check().checkpoint.size


def test_a_second_signer_over_the_same_database_is_refused(house: House, tmp_path: Path) -> None:
    """With a copy of the key alone, and with an older copy of everything; the first goes on."""
    house.record(2)
    house.turn()
    shutil.copytree(house.settings.instance / "signer", tmp_path / "older" / "signer")
    shutil.copytree(house.settings.instance / "signer", tmp_path / "bare" / "signer")
    (tmp_path / "bare" / "signer" / "state.sqlite").unlink()
    house.record()
    house.turn()

    assert "state-behind" == refused(beside(house, tmp_path / "older"))
    assert "state-missing" == refused(beside(house, tmp_path / "bare"))
    assert "key-missing" == refused(beside(house, tmp_path / "none"))
    house.record()
    house.turn()
    assert 5 == house.check().checkpoint.size


@pytest.fixture
def restored(tmp_path: Path) -> House:
    """An installation whose database was put back from a copy of three entries after five were signed."""
    folder = tmp_path / "restored"
    folder.mkdir()
    house = build_house(folder)
    house.record(2)
    house.turn()
    with writing(house.engine) as connection:
        connection.execute(text("SELECT 1"))
    backup = databases.copy_of(house.engine, folder / "consult.sqlite", folder / "backup.sqlite")
    house.record(2)
    house.turn()
    house.engine.dispose()
    databases.copy(backup, folder / "consult.sqlite")
    return House(house.settings, make_engine(house.settings.database_url))


def test_a_restored_backup_is_not_signed(restored: House) -> None:
    """It is shorter than what was signed; and when it has grown beyond that, it is another log."""
    published = (restored.folder / "checkpoint").read_text()
    assert "head-shorter" == refused(restored)
    assert "head-shorter" == refused(restored, LATER)
    restored.record(2)
    assert "head-differs" == refused(restored)
    restored.record(2)
    assert "not-continued" == refused(restored)

    assert published == (restored.folder / "checkpoint").read_text()
    assert 1 == len(restored.notes()), "the note over three entries, which was in the backup"
    restored.engine.dispose()


TAMPERING = {
    "leaf-hash": "UPDATE audit_leaf SET leaf = (SELECT leaf FROM audit_leaf WHERE seq = 1) WHERE seq = 5",
    "node-wrong": "UPDATE audit_node SET hash = (SELECT hash FROM audit_leaf WHERE seq = 1) WHERE idx = 2",
    "node-missing": "DELETE FROM audit_node WHERE level = 2 AND idx = 0",
    "not-continued": "UPDATE audit_leaf SET hash = (SELECT hash FROM audit_leaf WHERE seq = 1) WHERE seq = 4",
    "head-peaks": "UPDATE audit_head SET peaks = (SELECT hash FROM audit_leaf WHERE seq = 1)",
    "seq-gap": "UPDATE audit_leaf SET seq = 99 WHERE seq = 5",
}


@pytest.mark.parametrize("code", TAMPERING)
def test_a_database_that_was_changed_since_the_last_signature_is_not_signed(house: House, code: str) -> None:
    """Five entries signed, one more committed and not yet signed when somebody changes a row."""
    house.record(4)
    house.turn()
    published = (house.folder / "checkpoint").read_text()
    house.record(1)
    statements = [TAMPERING[code]]
    if code == "seq-gap":
        statements = ["DELETE FROM audit_opening", "DELETE FROM audit_entry", *statements]
    house.tamper(*statements)

    assert code == refused(house)
    assert published == (house.folder / "checkpoint").read_text()
    assert 5 == read_checkpoint(published.partition("\n\n")[0] + "\n").size
    assert 1 == len(house.notes())


def test_a_log_of_the_size_that_was_signed_with_another_root_is_refused(house: House) -> None:
    """A head that was changed and not grown."""
    house.record(3)
    house.turn()
    house.tamper("UPDATE audit_head SET peaks = (SELECT hash FROM audit_leaf WHERE seq = 1)")

    assert "head-differs" == refused(house, LATER)
