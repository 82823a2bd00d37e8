"""Backups of a running installation, and what is put back of them."""

import errno
import json
import os
import shutil
import sqlite3
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, text

from consult import migrate
from consult.backups import restoring
from consult.backups.continuing import NotRestored
from consult.backups.making import NotBackedUp, make_backup
from consult.backups.manifest import DATABASE, NAME, NotABackup
from consult.backups.restoring import restore
from consult.db import make_engine, reading, writing
from consult.docket import Docket
from consult.documents import Away, FolderStore, stores_of
from consult.log.signed import signed_findings
from consult.log.signer import NotSigned, state_of
from consult.log.verifier import Source, check_export
from consult.models.logbook import AUDIT_ENTRY
from consult.settings import Settings
from tests.consult.docket.conftest import PROCEDURES, START, Office
from tests.faults.full import files_of_at_most
from tests.faults.logged import Logged, installed
from tests.s3_server import Bucket

PIECE = 65_536


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Logged]:
    """A small installation whose log is signed and published."""
    with installed(tmp_path / "host") as made:
        yield made


def backed_up(log: Logged, name: str = "b.zip") -> Path:
    """Make a backup of 20 November 2026."""
    target = log.folder.parent / name
    make_backup(log.settings, log.office.engine, target, START)
    return target


def new_place(log: Logged, name: str = "elsewhere", *, signer: bool) -> Settings:
    """Prepare an installation without a record, with the key of the log and, where asked for, what its signer knows."""
    settings = Settings.for_tests(log.folder.parent / name)
    (settings.instance / "signer").mkdir(parents=True)
    for path in (log.folder / "signer").iterdir():
        if signer or path.suffix == ".key":
            shutil.copy(path, settings.instance / "signer" / path.name)
    return settings


def opened(log: Logged, settings: Settings) -> Logged:
    """Open what was put back."""
    engine = make_engine(settings.database_url)
    docket = Docket(engine, settings.instance, (PROCEDURES,))
    return Logged(settings.instance, settings, Office(docket, engine, log.office.standings), log.ref)


def changed(backup: Path, name: str, data: bytes, *, drop: str = "") -> Path:
    """Write a copy of a backup in which one file is another."""
    target = backup.with_name(f"changed-{backup.name}")
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(target, "w") as new:
        for each in old.namelist():
            if each not in (name, drop):
                new.writestr(each, old.read(each))
        new.writestr(name, data)
    return target


def test_a_backup_put_back_on_another_machine_is_the_record_as_it_was(log: Logged) -> None:
    """With the signer's memory at hand and nothing signed since: the log verifies, replays, and is signed on."""
    store = FolderStore(log.settings.documents)
    digest = store.put(b"%PDF-1.7 a chart of the berth")
    (log.folder / "terms").mkdir()
    (log.folder / "terms" / "ost9.toml").write_text("# ours\n")
    settings = new_place(log, signer=True)

    done = restore(settings, backed_up(log), None, START)

    there = opened(log, settings)
    assert there.sound()
    assert (log.size, 0) == (done.manifest.size, done.read_back)
    assert b"%PDF-1.7 a chart of the berth" == FolderStore(settings.documents).open(digest)
    assert "# ours\n" == (settings.instance / "terms" / "ost9.toml").read_text()
    with reading(there.office.engine) as connection:
        entry = connection.execute(select(AUDIT_ENTRY.c.body).where(AUDIT_ENTRY.c.kind == "restored")).scalar_one()
    assert done.manifest.root == json.loads(entry)["root"]
    there.turn()
    assert check_export(Source(there.public), log.alone, log.note).checkpoint.size == log.size + 1
    there.office.engine.dispose()


def test_a_backup_holds_no_key_no_password_and_nothing_that_the_signer_remembers(log: Logged) -> None:
    """Keys lie apart from the record; an old memory of the signer would let it sign another history."""
    for name in ("secret", "mail-password"):
        (log.folder / name).write_text("between us alone")

    backup = backed_up(log)

    with zipfile.ZipFile(backup) as archive:
        assert {DATABASE, NAME} == set(archive.namelist())
    assert 0o600 == backup.stat().st_mode & 0o777


def test_what_was_signed_after_the_backup_is_read_back_from_the_published_log(log: Logged) -> None:
    """Two statements after the backup: without the published log it is refused, with it nothing is forgotten."""
    backup = backed_up(log)
    log.state("JPN", text="After the backup")
    log.state("FRA", text="After the backup")
    log.turn()
    settings = new_place(log, signer=True)

    with pytest.raises(NotRestored, match="The signer here has signed"):
        restore(settings, backup, None, START)
    assert not (settings.instance / "consult.sqlite").exists()
    done = restore(settings, backup, str(log.public), START)

    there = opened(log, settings)
    assert 2 == done.read_back
    assert there.sound()
    there.turn()
    assert check_export(Source(there.public), log.alone, log.note).checkpoint.size == log.size + 2
    there.office.engine.dispose()


def test_a_backup_from_before_the_first_signature_knows_its_key_and_its_note_afterwards(tmp_path: Path) -> None:
    """The entry that names the key comes back as a leaf without words, so that the key is named again; and the note
    that the signer remembers is on record.
    """
    with installed(tmp_path / "host", signed=False) as log:
        backup = backed_up(log)
        log.turn()
        settings = new_place(log, signer=False)
        restore(settings, backup, str(log.public), START)

        there = opened(log, settings)
        assert there.sound()
        for _time in range(2):
            remembered = state_of(settings).all_last()
            with reading(there.office.engine) as connection:
                assert [] == list(signed_findings(connection, remembered))
            there.turn()
        there.office.engine.dispose()


def test_a_record_goes_to_another_disk_than_the_instance(log: Logged, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rename between two disks is refused by the system: the record is copied, and has its name when it is whole."""
    place = new_place(log, signer=True)
    settings = replace(place, database_url=f"sqlite:///{log.folder.parent / 'other' / 'record.sqlite'}")

    def refused(*_paths: object) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    backup = backed_up(log)
    monkeypatch.setattr(os, "rename", refused)
    restore(settings, backup, None, START)

    there = opened(log, settings)
    assert there.sound()
    assert [] == list((log.folder.parent / "other").glob("*.restoring"))
    there.office.engine.dispose()


def test_a_new_machine_that_knows_nothing_asks_for_the_published_log(log: Logged) -> None:
    """Without the signer's memory nothing says that nothing was signed; nor does an older published log."""
    old = shutil.copytree(log.public, log.folder.parent / "old")
    log.state("JPN", text="Signed, and then backed up")
    log.turn()
    backup, settings = backed_up(log), new_place(log, signer=False)

    with pytest.raises(NotRestored, match="Nothing here says what was signed after this backup"):
        restore(settings, backup, None, START)
    with pytest.raises(NotSigned, match="A newer export is needed"):
        restore(settings, backup, str(old), START)
    assert [".key"] == sorted(path.suffix for path in settings.instance.rglob("*") if path.is_file())
    done = restore(settings, backup, str(log.public), START)

    assert 0 == done.read_back
    there = opened(log, settings)
    assert there.sound()
    there.office.engine.dispose()


def test_a_backup_never_takes_the_place_of_a_record(log: Logged) -> None:
    """Whoever replaces a record takes it away himself first."""
    backup = backed_up(log)

    with pytest.raises(NotRestored, match=r"(has|holds) a record"):
        restore(log.settings, backup, None, START)

    assert log.sound()


def test_the_backup_of_another_installation_is_refused(log: Logged) -> None:
    """The origin of its log is another one."""
    other = replace(new_place(log, signer=True), host_name="other.example.int")

    with pytest.raises(NotRestored, match=r"The backup is of consult\.example\.int/audit/1"):
        restore(other, backed_up(log), None, START)


@pytest.mark.sqlite("a server keeps no file beside its database")
def test_a_side_file_of_a_database_that_was_moved_away_without_it_is_refused(log: Logged) -> None:
    """A server was killed and its database moved: SQLite would write what stands in the side file into what is put
    back, and the moved database lacks it. With the side file beside its own the backup is put back."""
    backup, settings = backed_up(log), new_place(log, signer=True)
    side = settings.instance / "consult.sqlite-wal"
    with closing(sqlite3.connect(log.folder / "consult.sqlite", isolation_level=None)) as killed:
        killed.execute("PRAGMA wal_autocheckpoint=0")
        killed.execute("UPDATE person SET name = name")
        shutil.copy(log.folder / "consult.sqlite-wal", side)

    with pytest.raises(NotRestored, match=r"consult\.sqlite-wal is left of a database that was moved away"):
        restore(settings, backup, None, START)
    assert ["consult.sqlite-wal", "signer"] == sorted(path.name for path in settings.instance.iterdir())
    side.unlink()
    restore(settings, backup, None, START)

    there = opened(log, settings)
    assert there.sound()
    there.office.engine.dispose()


@pytest.mark.sqlite("on a server the record is carried into what is open")
def test_nothing_is_put_in_the_place_of_a_database_that_somebody_has_open(log: Logged) -> None:
    """A server was started over the new folder before the backup was put back: it has no record yet, and what it has
    not carried into its database would be written into what takes that one's place."""
    backup, settings = backed_up(log), new_place(log, signer=True)
    engine = make_engine(settings.database_url)
    migrate.upgrade(engine)
    engine.dispose()
    with closing(sqlite3.connect(settings.instance / "consult.sqlite")) as server:
        server.execute("SELECT count(*) FROM person").fetchall()
        with pytest.raises(NotRestored, match="Somebody has the database of this installation open"):
            restore(settings, backup, None, START)

    restore(settings, backup, None, START)

    there = opened(log, settings)
    assert there.sound()
    there.office.engine.dispose()


@pytest.mark.sqlite("a server's record is carried in one transaction")
@pytest.mark.parametrize("full", ["_close", "_put_beside", "_put_own_files"])
def test_whoever_is_interrupted_at_any_step_puts_the_same_backup_back_again(
    log: Logged, monkeypatch: pytest.MonkeyPatch, full: str
) -> None:
    """The disk is full at one step: no record has its name yet, and afterwards the days of the installation are there
    as well as its record."""
    (log.folder / "holidays").mkdir()
    (log.folder / "holidays" / "japan.toml").write_text("# ours\n")
    backup, settings = backed_up(log), new_place(log, signer=True)

    def refused(*_given: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(restoring, full, refused)
        with pytest.raises(OSError, match="No space left"):
            restore(settings, backup, None, START)
    assert not (settings.instance / "consult.sqlite").exists()
    restore(settings, backup, None, START)

    assert "# ours\n" == (settings.instance / "holidays" / "japan.toml").read_text()
    assert [] == list(settings.instance.glob("*.restoring"))
    there = opened(log, settings)
    assert there.sound()
    there.office.engine.dispose()


@pytest.mark.sqlite("a server's record is no file that has a name")
def test_the_record_has_its_name_when_the_files_by_which_days_are_counted_are_there(
    log: Logged, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is killed after it finds a whole installation, since nothing is put back over a record."""
    (log.folder / "holidays").mkdir()
    (log.folder / "holidays" / "japan.toml").write_text("# ours\n")
    backup, settings, seen = backed_up(log), new_place(log, signer=True), []
    replace_with = Path.replace

    def looked(path: Path, target: Path) -> Path:
        seen.append((path.name, (settings.instance / "holidays" / "japan.toml").exists()))
        return replace_with(path, target)

    monkeypatch.setattr(Path, "replace", looked)
    restore(settings, backup, None, START)

    assert [("consult.sqlite.restoring", True)] == [one for one in seen if one[0] != "held.new"]


def test_a_disk_that_is_full_says_nothing_of_the_backup(log: Logged, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody throws the last backup away because a disk was full when it was unpacked, or a copy when it was made."""
    backup, settings = backed_up(log), new_place(log, signer=True)

    def refused(*_given: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(restoring, "_take", refused)
    with pytest.raises(OSError, match="No space left"):
        restore(settings, backup, None, START)
    assert ["signer"] == sorted(path.name for path in settings.instance.iterdir())


@pytest.mark.parametrize("pieces", [3, 40])
def test_what_the_disk_does_not_take_is_told_whichever_piece_it_is(tmp_path: Path, pieces: int) -> None:
    """The last piece of few, and of more than may wait to be written, reaches a disk that takes all but a byte."""
    with ThreadPoolExecutor(1) as beside, files_of_at_most(pieces * PIECE - 1), pytest.raises(OSError, match="large"):
        restoring._take(iter([bytes(PIECE)] * pieces), "one", tmp_path, beside)


def test_a_machine_without_a_thread_left_says_nothing_of_the_backup(
    log: Logged, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told as what the machine lacks, and the backup is put back later."""
    backup, settings = backed_up(log), new_place(log, signer=True)

    def none_left(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", none_left)
        with pytest.raises(OSError, match="can't start new thread"):
            restore(settings, backup, None, START)
    restore(settings, backup, None, START)


@pytest.mark.sqlite("a server's record is carried into the copy")
def test_a_database_that_cannot_be_copied_makes_no_backup(log: Logged, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite says of a full disk what no system says: a sentence all the same, and nothing has its name."""

    def full(*_given: object, **_more: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(sqlite3, "connect", full)
    with pytest.raises(NotBackedUp, match="The database could not be copied: database or disk is full"):
        make_backup(log.settings, log.office.engine, log.folder.parent / "b.zip", START)
    assert not list(log.folder.parent.glob("*.zip"))


@pytest.mark.sqlite("what is carried out of a server is of this version")
def test_a_backup_of_a_later_version_is_refused(log: Logged) -> None:
    """Its database has a revision of which this version knows nothing."""
    with writing(log.office.engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'ffffffffffff'"))
    backup, settings = backed_up(log), new_place(log, signer=True)

    with pytest.raises(NotRestored, match="by a later version"):
        restore(settings, backup, None, START)
    assert ["signer"] == sorted(path.name for path in settings.instance.iterdir())


@pytest.mark.parametrize(
    "harm", ["damaged", "squeezed", "cut", "outside", "unnamed", "garbled", "form", "account", "list", "record"]
)
def test_what_is_not_a_whole_backup_is_refused_and_leaves_nothing(log: Logged, harm: str) -> None:
    """Every file is compared with its digest, and the record with what the account says of it."""
    backup, settings = backed_up(log), new_place(log, signer=True)
    account = json.loads(zipfile.ZipFile(backup).read(NAME))
    told = {
        "damaged": lambda: changed(backup, DATABASE, b"SQLite format 3"),
        "squeezed": lambda: _overwritten(backup),
        "cut": lambda: _cut(backup),
        "outside": lambda: changed(backup, NAME, json.dumps({**account, "files": {"../outside": "00"}}).encode()),
        "unnamed": lambda: changed(backup, NAME, json.dumps({**account, "files": {".": "00"}}).encode()),
        "garbled": lambda: _garbled(backup),
        "form": lambda: changed(backup, NAME, json.dumps({**account, "format": 2}).encode()),
        "account": lambda: changed(backup, NAME, b"[]"),
        "list": lambda: changed(backup, NAME, json.dumps({**account, "files": []}).encode()),
        "record": lambda: changed(backup, NAME, json.dumps({**account, "root": "00" * 32}).encode()),
    }[harm]()
    says = {
        "damaged": "database.sqlite in the backup is damaged",
        "squeezed": "is not a whole backup",
        "cut": "is not a whole backup",
        "outside": "names a file outside its folder",
        "unnamed": "names a file outside its folder",
        "garbled": "is not a whole backup",
        "form": "is of form 2",
        "account": "The account of the backup cannot be read",
        "list": "The account of the backup cannot be read",
        "record": "not the one that its account speaks of",
    }[harm]

    with pytest.raises(NotABackup, match=says):
        restore(settings, told, None, START)

    assert ["signer"] == sorted(path.name for path in settings.instance.iterdir())
    assert not (settings.instance.parent / "outside").exists()


def _overwritten(backup: Path) -> Path:
    """Copy a backup in which a disk has lost a part of what was squeezed."""
    target, data = backup.with_name("overwritten.zip"), bytearray(backup.read_bytes())
    with zipfile.ZipFile(backup) as archive:
        begins = archive.getinfo(DATABASE).header_offset + 200
    data[begins : begins + 400] = b"\xff" * 400
    target.write_bytes(data)
    return target


def _garbled(backup: Path) -> Path:
    """Copy a backup in whose list of contents a letter of a name is none."""
    target = changed(backup, "instance/procedures/détente.py", b"")
    target.write_bytes(target.read_bytes().replace("é".encode(), b"\xff\xff"))
    return target


def _cut(backup: Path) -> Path:
    target = backup.with_name("cut.zip")
    target.write_bytes(backup.read_bytes()[:-100])
    return target


def test_a_backup_is_never_written_over_another(log: Logged) -> None:
    """Nor is anything left beside it."""
    backup = backed_up(log)
    before = backup.read_bytes()

    with pytest.raises(NotBackedUp, match="a backup is never written over"):
        backed_up(log)

    assert before == backup.read_bytes()
    assert not list(backup.parent.glob(".backup-*"))


def test_a_record_that_is_not_sound_is_not_backed_up(log: Logged) -> None:
    """What is copied is recomputed: a damaged record is told of on the day, and no older backup rotates away unseen."""
    with writing(log.office.engine) as connection:
        connection.execute(text("UPDATE audit_chain SET n = n + 1"))

    with pytest.raises(NotBackedUp, match="What was copied is not a sound record"):
        backed_up(log)

    assert not (log.folder.parent / "b.zip").exists()


def test_a_backup_made_while_parties_file_is_a_prefix_of_the_log(log: Logged) -> None:
    """Statements go on while it is made; what is in it verifies and replays, and the rest is read back."""
    stop = threading.Event()

    def file_on() -> None:
        while not stop.is_set():
            log.state("JPN", text="While it is copied")

    filing = threading.Thread(target=file_on)
    filing.start()
    try:
        backups = [backed_up(log, f"{number}.zip") for number in range(3)]
    finally:
        stop.set()
        filing.join()
    log.turn()

    for number, backup in enumerate(backups):
        settings = new_place(log, f"place-{number}", signer=True)
        done = restore(settings, backup, str(log.public), START)
        assert log.size == done.manifest.size + done.read_back
        there = opened(log, settings)
        assert there.sound()
        there.office.engine.dispose()


def test_documents_of_a_bucket_are_in_the_backup_and_go_back_into_a_bucket_or_a_folder(
    log: Logged, s3_bucket: Bucket
) -> None:
    """Put into a bucket, backed up, put back: once into a folder, once under another prefix."""
    stores = stores_of(replace(log.settings, stored=s3_bucket.stored))
    document, bundle = stores.documents.put(b"%PDF-1.7 a chart of the berth"), stores.imports.put(b"a bundle")
    target = log.folder.parent / "b.zip"
    made = make_backup(replace(log.settings, stored=s3_bucket.stored), log.office.engine, target, START)

    into_folder = new_place(log, "folder", signer=True)
    into_bucket = replace(new_place(log, "bucket", signer=True), stored=replace(s3_bucket.stored, prefix="back"))
    for settings in (into_folder, into_bucket):
        restore(settings, target, None, START)
        there = stores_of(settings)
        assert b"%PDF-1.7 a chart of the berth" == there.documents.open(document)
        assert b"a bundle" == there.imports.open(bundle)

    assert 0 == made.lacking
    assert not (into_bucket.instance / "documents").exists()
    assert f"back/documents/{document[:2]}/{document}" in s3_bucket.lying()


def test_a_document_that_was_altered_in_the_bucket_makes_no_backup_and_a_missing_one_is_counted(
    log: Logged, s3_bucket: Bucket
) -> None:
    """Nobody finds it out after the last good backup has gone."""
    settings = replace(log.settings, stored=s3_bucket.stored)
    digest = stores_of(settings).documents.put(b"%PDF-1.7")
    s3_bucket.write(f"record/documents/{digest[:2]}/{digest}", b"altered")
    with pytest.raises(NotBackedUp, match=digest):
        make_backup(settings, log.office.engine, log.folder.parent / "b.zip", START)
    assert not (log.folder.parent / "b.zip").exists()

    stores_of(settings).documents.remove(digest)
    with writing(log.office.engine) as connection:
        connection.execute(text("UPDATE mandate SET document = :digest WHERE id = 1"), {"digest": digest})
    assert 1 == make_backup(settings, log.office.engine, log.folder.parent / "c.zip", START).lacking


def test_a_backup_over_a_bucket_that_is_away_is_not_made(log: Logged, s3_bucket: Bucket) -> None:
    """Nothing has its name."""
    settings = replace(log.settings, stored=replace(s3_bucket.stored, endpoint="http://127.0.0.1:9"))
    with pytest.raises(Away):
        make_backup(settings, log.office.engine, log.folder.parent / "b.zip", START)
    assert not (log.folder.parent / "b.zip").exists()
