"""Files that are asked for: made once, whole or not at all, for their own party, as long as it may read them."""

import json
import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from consult import outbox
from consult.db import Busy, reading, writing
from consult.documents import FolderStore
from consult.log.own import Own, record
from consult.models.cases import OUTBOX
from consult.models.logbook import AUDIT_ENTRY
from consult.models.outputs import OUTPUT
from consult.models.parties import MANDATE
from consult.outputs import rows
from consult.outputs.keeping import OutputStore
from consult.outputs.makers import File, Maker, Progress, Question
from consult.outputs.making import AGAIN, LEASE, MOST_TRIES, Making, tidy
from consult.outputs.taking import take
from consult.personal.scrubbing import REASON, scrub
from consult.refusals import Closed, Unknown
from consult.settings import Settings
from consult.visibility import Viewer
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.conftest import office as office
from tests.consult.docket.racing import Track

LATER = START + timedelta(minutes=5)


class Words:
    """Makes a file of some words; what it does is said by the question."""

    def total(self, connection: Connection, question: Question) -> int:
        """Ten pieces."""
        return 10

    def make(self, connection: Connection, question: Question, folder: Path, progress: Progress) -> File:
        """Write the words, or fail as it is asked to after half of them."""
        file = folder / "words.txt"
        file.write_text(question["words"][:3])
        progress(5)
        if question.get("refuses"):
            raise Closed("Nothing fits.")
        if question.get("breaks"):
            raise ZeroDivisionError
        file.write_text(question["words"])
        return File(file, "words.txt", "text/plain", {"entries": 1})

    def covers(self, question: Question, viewer: Viewer) -> bool:
        """Whoever prepares."""
        return viewer.prepares

    def holds(self, connection: Connection, question: Question, told: Mapping[str, Any]) -> bool:
        """While nothing else is asked for."""
        return "changed" not in question


MAKERS: dict[str, Maker] = {"words": Words()}


def asked(office: Office, who: str = "JPN", **question: Any) -> int:
    """Ask for a file; give its number."""
    with writing(office.engine) as connection:
        new = rows.New("words", "Some words", {"words": "From March", **question}, 10)
        return rows.ask(connection, office.standings[who], new, START, run_at=START)[0]


def row_of(office: Office, number: int) -> Any:
    """Read the row of a file."""
    with reading(office.engine) as connection:
        return connection.execute(select(OUTPUT).where(OUTPUT.c.id == number)).first()


def left(folder: Path) -> list[str]:
    """List what lies in the folder of files."""
    return sorted(file.name for file in (folder / "outputs").rglob("*") if file.is_file())


@pytest.fixture
def making(office: Office, tmp_path: Path) -> Making:
    """Whoever makes files."""
    return Making(office.engine, OutputStore(tmp_path), MAKERS)


def test_of_two_who_have_a_file_made_again_at_once_one_is_told_that_it_is_being_made(office: Office) -> None:
    """Pressed twice, or by two people of the party: it is asked for once more, so that no two workers make it at the
    same time in the same place."""
    number = asked(office)

    def press() -> None:
        with writing(office.engine) as connection:
            row = rows.find_output(connection, "JPN", key)
            meets.wait()
            rows.retry(connection, row, LATER)

    with writing(office.engine) as connection:
        rows.change(connection, number, LATER, state=rows.FAILED)
    key, meets = row_of(office, number).key, threading.Barrier(1 if office.engine.dialect.name == "sqlite" else 2)
    with Track(2) as track:
        answers = track.race([press, press])

    assert [False, True] == sorted(isinstance(one, Closed) for one in answers), answers
    assert None in answers
    with reading(office.engine) as connection:
        assert 2 == len(connection.execute(select(OUTBOX)).all())


def taken(office: Office, folder: Path, number: int, who: str = "JPN") -> bytes:
    """Take a file."""
    row, store = row_of(office, number), OutputStore(folder)
    open_writing = partial(writing, office.engine)
    with reading(office.engine) as connection:
        found = rows.find_output(connection, office.standings[who].party_key, row.key)
        with take(connection, open_writing, office.standings[who], found, MAKERS["words"], store, LATER) as file:
            return file.read()


def test_a_file_is_made_lies_under_its_digest_and_is_entered_when_it_is_taken(
    office: Office, making: Making, tmp_path: Path
) -> None:
    """Asked for at nine on 20 November 2026, ready, taken; the log of Japan says what was taken, by its digest."""
    number = asked(office)
    assert making.make(number, START)

    row = row_of(office, number)
    assert ("ready", 10, "words.txt") == (row.state, row.done, row.name)
    assert [row.digest] == left(tmp_path)
    assert b"From March" == taken(office, tmp_path, number)
    with reading(office.engine) as connection:
        entry = connection.execute(select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.kind == "export")).one()
    body = json.loads(entry.body)
    assert ("JPN", "words", row.digest, 1) == (entry.party, body["what"], body["sha256"], body["entries"])


def test_a_refusal_is_told_and_leaves_nothing(office: Office, making: Making, tmp_path: Path) -> None:
    """Half of it was written: it is gone, the reason stands, and nothing can be taken."""
    number = asked(office, refuses=True)

    assert not making.make(number, START)

    assert ("failed", "Nothing fits.") == (row_of(office, number).state, row_of(office, number).reason)
    assert [] == left(tmp_path)
    with pytest.raises(Closed, match="not ready"):
        taken(office, tmp_path, number)


def test_what_breaks_is_tried_again_and_given_up_with_a_sentence(
    office: Office, making: Making, tmp_path: Path
) -> None:
    """Nobody foresaw it: raised for another try, then given up; each time nothing is left."""
    number = asked(office, breaks=True)
    with pytest.raises(ZeroDivisionError):
        making.make(number, START, last_try=False)
    assert ("working", []) == (row_of(office, number).state, left(tmp_path))

    assert not making.make(number, START)

    assert "the operators of this installation can see why" in row_of(office, number).reason
    assert [] == left(tmp_path)


def test_after_a_kill_in_the_midst_of_it_it_is_made_from_the_start(
    office: Office, making: Making, tmp_path: Path
) -> None:
    """A process died while it wrote: the next one finds the row at work and half a file, and makes it anew, once."""
    number = asked(office)
    with writing(office.engine) as connection:
        rows.change(connection, number, START, state="working", done=5)
    half = OutputStore(tmp_path).begin(row_of(office, number).key)
    (half / "words.txt").write_text("Fro")

    assert making.make(number, LATER)
    assert not making.make(number, LATER)

    assert [row_of(office, number).digest] == left(tmp_path)
    assert b"From March" == taken(office, tmp_path, number)


def test_the_background_work_makes_what_is_due_and_is_done_with_it(office: Office, making: Making) -> None:
    """The row of the outbox is held while it is made, finished afterwards; a repeat finds it done."""
    number = asked(office)
    (due,) = [each for each in outbox.claim(office.engine, LATER) if _topic(office, each) == rows.TOPIC]
    with writing(office.engine) as connection:
        job = outbox.lock(connection, due)
    assert job is not None
    assert job.attempts <= MOST_TRIES

    assert making(job, LATER)

    with writing(office.engine) as connection:
        assert outbox.lock(connection, due) is None
    assert "ready" == row_of(office, number).state


def test_a_file_that_one_worker_makes_is_left_alone_by_another(office: Office, making: Making, tmp_path: Path) -> None:
    """It would empty the folder in which the first one writes. When the half hour of that one is over, it is made."""
    number = asked(office)
    (due,) = [each for each in outbox.claim(office.engine, START) if _topic(office, each) == rows.TOPIC]
    with writing(office.engine) as connection:
        job = outbox.lock(connection, due)
        assert job is not None
        assert outbox.hold(connection, due, START, START + LEASE)
    half = OutputStore(tmp_path).begin(row_of(office, number).key) / "words.txt"
    half.write_text("Fro")

    assert not making(job, LATER)
    assert "Fro" == half.read_text()
    assert making(job, START + LEASE)
    assert "ready" == row_of(office, number).state


def test_a_file_that_a_busy_database_held_up_is_made_half_a_minute_later(
    office: Office, making: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others kept the database at the very moment in which it was to be entered, on 1 December: whoever asked for it
    waited for half an hour, as if the worker had died."""
    number = asked(office)
    (due,) = [each for each in outbox.claim(office.engine, START) if _topic(office, each) == rows.TOPIC]
    with writing(office.engine) as connection:
        job = outbox.lock(connection, due)
    assert job is not None

    def busy(*_given: object) -> None:
        raise Busy("kept by others")

    with monkeypatch.context() as during:
        during.setattr(making, "_finish", busy)
        assert not making(job, START)
    before, then = START + AGAIN - timedelta(seconds=1), START + AGAIN

    assert due not in outbox.claim(office.engine, before)
    assert due in outbox.claim(office.engine, then)
    assert making(job, then)
    assert "ready" == row_of(office, number).state


def _topic(office: Office, number: int) -> str:
    with reading(office.engine) as connection:
        return str(connection.execute(select(OUTBOX.c.topic).where(OUTBOX.c.id == number)).scalar_one())


def test_what_is_removed_while_it_is_made_leaves_nothing(office: Office, making: Making, tmp_path: Path) -> None:
    """Its asker does not want it any more: the file that was just finished is dropped."""
    number = asked(office)
    row = making._begin(number, START)
    with writing(office.engine) as connection:
        assert rows.remove(connection, row) is None
    file = making.store.begin(row.key) / "words.txt"
    file.write_text("From March")

    making._finish(row, File(file, "words.txt", "text/plain"), START)

    assert [] == left(tmp_path)
    assert row_of(office, number) is None


def test_a_file_that_is_removed_while_it_is_made_never_becomes_that_of_another_party(
    office: Office, tmp_path: Path
) -> None:
    """SQLite gives the number of a row that is gone again: France asks at the moment at which Japan, whose file is all
    but made, removes it. France gets what it asked for itself, and nothing of Japan's is left."""
    asked_then: list[int] = []

    class Meanwhile(Words):
        """Lets the file be removed, and another one be asked for, before it is told of."""

        def make(self, connection: Connection, question: Question, folder: Path, progress: Progress) -> File:
            made = super().make(connection, question, folder, progress)
            if not asked_then:
                with writing(office.engine) as other:
                    rows.remove(other, other.execute(select(OUTPUT)).one())
                asked_then.append(asked(office, "FRA", words="From Paris"))
            return made

    making = Making(office.engine, OutputStore(tmp_path), {"words": Meanwhile()})
    making.make(asked(office, words="From Tokyo"), START)

    theirs = row_of(office, asked_then[0])
    assert ("FRA", "waiting", None) == (theirs.party, theirs.state, theirs.digest)
    assert [] == left(tmp_path)
    assert making.make(asked_then[0], START)
    assert b"From Paris" == taken(office, tmp_path, asked_then[0], "FRA")


def test_a_file_that_was_read_before_an_erasure_and_is_ready_after_it_is_dropped(
    office: Office, tmp_path: Path
) -> None:
    """Asked for by Japan at nine; when all is read and nothing is kept yet, a paper in it is erased, and the work after
    the erasure is done. Nothing of the file is left, its line says why, and tried again it is made of what is there."""

    class Meanwhile(OutputStore):
        """Lets the work after an erasure be done before the first file is kept."""

        erased = False

        def keep(self, file: Path) -> tuple[str, int]:
            if not self.erased:
                self.erased = True
                scrub(office.engine, FolderStore(tmp_path / "documents"), OutputStore(tmp_path), (), START)
            return super().keep(file)

    making, number = Making(office.engine, Meanwhile(tmp_path), MAKERS), asked(office)
    making.make(number, START)

    row = row_of(office, number)
    assert ("gone", None, REASON) == (row.state, row.digest, row.reason)
    assert [] == left(tmp_path)
    with writing(office.engine) as connection:
        rows.retry(connection, row, LATER)
    assert making.make(number, LATER)
    assert b"From March" == taken(office, tmp_path, number)


def test_what_is_removed_after_a_kill_is_swept_and_what_still_waits_is_not(
    office: Office, making: Making, tmp_path: Path
) -> None:
    """A process died over two files; one is not wanted any more: half of it goes with the next round, the other's half
    stays until it is made anew."""
    removed, waiting = asked(office), asked(office)
    halves = []
    for number in (removed, waiting):
        halves.append(making.store.begin(row_of(office, number).key))
        (halves[-1] / "words.txt").write_text("Fro")
    with writing(office.engine) as connection:
        rows.remove(connection, row_of(office, removed))

    tidy(office.engine, OutputStore(tmp_path), LATER)

    assert [False, True] == [half.exists() for half in halves]


def test_another_party_finds_no_such_file(office: Office, making: Making, tmp_path: Path) -> None:
    """France asks for a file of Japan by its key."""
    number = asked(office)
    making.make(number, START)
    with pytest.raises(Unknown):
        taken(office, tmp_path, number, "FRA")


def test_a_mandate_that_has_ended_makes_nothing_more(office: Office, making: Making) -> None:
    """Revoked between asking and making: the reason says so."""
    number = asked(office)
    with writing(office.engine) as connection:
        ended = {"revoked_at": START, "revoked_by": None}
        connection.execute(
            update(MANDATE)
            .where(MANDATE.c.id == office.standings["JPN"].mandate_id)
            .values({key: value for key, value in ended.items() if key in MANDATE.c})
        )

    assert not making.make(number, LATER)

    assert "The mandate under which this was asked for has ended." == row_of(office, number).reason


def test_what_may_no_longer_be_read_as_it_is_is_not_given(office: Office, making: Making, tmp_path: Path) -> None:
    """What the party may read has changed, or something was erased since: asked for anew, it is made anew."""
    number = asked(office)
    making.make(number, START)
    with writing(office.engine) as connection:
        record(connection, Own("erasure", "JPN", {"n": 1}, LATER))
    with pytest.raises(Closed, match="has changed since the file was made"):
        taken(office, tmp_path, number)
    changed = asked(office, changed=True)
    making.make(changed, START)
    with pytest.raises(Closed, match="has changed since the file was made"):
        taken(office, tmp_path, changed)


def test_a_file_goes_when_its_time_is_over_and_one_that_is_named_twice_when_both_are(
    office: Office, making: Making, tmp_path: Path
) -> None:
    """Seven days after it was asked for, to the moment; the row says that it is gone, and can be made again."""
    first, second = asked(office), asked(office)
    making.make(first, START)
    making.make(second, START)
    with writing(office.engine) as connection:
        rows.change(connection, second, START, expires_at=START + rows.KEPT + timedelta(days=1))

    assert 0 == tidy(office.engine, OutputStore(tmp_path), START + rows.KEPT - timedelta(seconds=1))
    assert 0 == tidy(office.engine, OutputStore(tmp_path), START + rows.KEPT)
    assert ("gone", 1) == (row_of(office, first).state, len(left(tmp_path)))
    assert 1 == tidy(office.engine, OutputStore(tmp_path), START + rows.KEPT + timedelta(days=1))
    assert [] == left(tmp_path)

    with writing(office.engine) as connection:
        rows.retry(connection, row_of(office, first), LATER)
    assert making.make(first, LATER)
    with writing(office.engine) as connection, pytest.raises(Closed, match="nothing to try again"):
        rows.retry(connection, row_of(office, first), LATER)


def test_a_party_has_only_so_many_under_way(office: Office) -> None:
    """The sixth is refused with a sentence; another party is not held up."""
    for _number in range(rows.MOST_UNDER_WAY):
        asked(office)
    with pytest.raises(Closed, match="5 files are being made for your party"):
        asked(office)
    assert asked(office, "FRA")


def test_what_one_machine_made_another_gives_where_both_share_the_folder_of_documents(tmp_path: Path) -> None:
    """The folder of the installation is each machine's own, and what is not done yet stays in it."""
    first, second = (
        replace(Settings.for_tests(tmp_path / name), documents=tmp_path / "shared") for name in ("first", "second")
    )
    making, giving = OutputStore.of(first), OutputStore.of(second)
    half = making.begin("a-key") / "words.txt"
    half.write_text("From March")
    assert half.is_relative_to(tmp_path / "first")

    digest, size = making.keep(half)

    with giving.open(digest) as file:
        assert (b"From March", 10) == (file.read(), size)


def test_a_file_that_was_altered_on_the_disk_is_not_given(office: Office, making: Making, tmp_path: Path) -> None:
    """Its bytes are not what its digest says; nothing is entered as taken."""
    number = asked(office)
    making.make(number, START)
    digest = row_of(office, number).digest
    place = tmp_path / "outputs" / digest[:2] / digest
    place.chmod(0o600)
    place.write_bytes(b"From Marck")

    with pytest.raises(Exception, match=row_of(office, number).digest[:12]):
        taken(office, tmp_path, number)

    with reading(office.engine) as connection:
        assert connection.execute(select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.kind == "export")).first() is None
