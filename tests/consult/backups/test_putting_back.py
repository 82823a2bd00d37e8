"""What else may be in the way of a backup that is put back: settings that lie in it, an old memory, a server that was
started meanwhile, a log that nobody has a copy of, and what a killed backup has left."""

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, make_url, select, text

from consult import migrate
from consult.accounts.sessions import find_session, open_session
from consult.backups import making, passing, restoring
from consult.backups.continuing import NotRestored, end_origin
from consult.backups.making import NotBackedUp, make_backup
from consult.backups.restoring import restore
from consult.carrying import NotCarried
from consult.db import make_engine, reading, writing
from consult.jobs.sealing import Sealing
from consult.log import own
from consult.log.head import latest
from consult.log.publishing import public_folder
from consult.log.signed import signed_findings
from consult.log.signer import NotSigned, origin_of, state_of
from consult.log.verifier import Source, check_export, read_policy
from consult.log.verify import verify
from consult.models.audit import audit_head
from consult.models.leases import REVISION_BESIDE
from consult.models.logbook import AUDIT_ENTRY
from consult.models.parties import PARTY
from consult.people.endings import end_sign_ins
from consult.people.links import issue_link, read_link, void_links
from consult.refusals import Unknown
from consult.settings import Log, Settings
from tests.consult.backups.test_backups import backed_up, new_place, opened
from tests.consult.docket.conftest import START, empty_engine
from tests.faults.logged import Logged, installed

LATER = START + timedelta(seconds=1200)
"""Two heartbeats after the log was signed last: whoever signed it does so no more."""


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Logged]:
    """A small installation whose log is signed and published."""
    with installed(tmp_path / "host") as made:
        yield made


def test_settings_that_lie_in_the_backup_alone_are_asked_for_first(log: Logged) -> None:
    """They name another place for documents: without them those would be put where nobody looks for them."""
    (log.folder / "config.toml").write_text('documents = "charts"\n')
    settings = replace(log.settings, documents=log.folder / "charts")
    (settings.documents).mkdir()
    backup, place = log.folder.parent / "b.zip", new_place(log, signer=True)
    make_backup(settings, log.office.engine, backup, START)

    with pytest.raises(NotRestored, match=f"unzip -p {backup} instance/config.toml > {place.instance}/config.toml"):
        restore(place, backup, None, START)
    assert ["signer"] == [path.name for path in place.instance.iterdir()]
    shutil.copy(log.folder / "config.toml", place.instance / "config.toml")
    restore(place, backup, None, START)

    there = opened(log, place)
    assert there.sound()
    there.office.engine.dispose()


def test_a_memory_that_was_itself_put_back_is_not_believed(log: Logged) -> None:
    """The folder of the machine was put back with an old memory of the signer: the backup itself shows that more was
    signed. It was taken, an entry came behind it, and nothing could be signed or read back any more."""
    shutil.copytree(log.folder / "signer", log.folder.parent / "old")
    log.state(text="Later")
    log.turn()
    backup = backed_up(log)
    log.state(text="Later still")
    log.turn()
    settings = new_place(log, signer=False)
    shutil.copytree(log.folder.parent / "old", settings.instance / "signer", dirs_exist_ok=True)

    with pytest.raises(NotRestored, match=r"is an old copy: it knows of \d+ entries, and \d+ were signed"):
        restore(settings, backup, None, START)
    done = restore(settings, backup, str(log.public), START)

    assert 1 == done.read_back
    there = opened(log, settings)
    there.turn()
    assert there.sound()
    there.office.engine.dispose()


def test_an_empty_log_is_not_put_back_beside_a_key_by_which_something_may_be_signed(tmp_path: Path) -> None:
    """A backup of the first minute: with the key and without a memory its log would be signed anew, in another way."""
    settings = Settings.for_tests(tmp_path / "first")
    settings.instance.mkdir()
    engine = empty_engine(settings.database_url)
    migrate.upgrade(engine)
    make_backup(settings, engine, tmp_path / "b.zip", START)
    engine.dispose()
    with installed(tmp_path / "host") as log:
        beside = new_place(log, signer=False)

    with pytest.raises(NotRestored, match="Nothing here says what was signed after this backup"):
        restore(beside, tmp_path / "b.zip", None, START)
    assert 0 == restore(Settings.for_tests(tmp_path / "without"), tmp_path / "b.zip", None, START).manifest.size


@pytest.mark.sqlite("a server's database is filled in one transaction, and asked whether it is empty")
def test_a_record_that_was_begun_while_a_backup_was_put_back_is_not_replaced(
    log: Logged, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A unit restarted the server of the new place: what it has in its log by then stays."""
    backup, settings = backed_up(log), new_place(log, signer=True)
    put = restoring._put_documents

    def meanwhile(*given: object) -> None:
        engine = make_engine(settings.database_url)
        migrate.upgrade(engine)
        with writing(engine) as connection:
            own.record(connection, own.Own("setting", None, {}, START))
        engine.dispose()
        put(*given)  # type: ignore[arg-type] # as it is called

    monkeypatch.setattr(restoring, "_put_documents", meanwhile)

    with pytest.raises(NotRestored, match="There is an empty database here, with no party and no case"):
        restore(settings, backup, None, START)

    engine = make_engine(settings.database_url)
    with reading(engine) as connection:
        assert "setting" == connection.execute(select(AUDIT_ENTRY.c.kind)).scalar_one()
    engine.dispose()


def test_of_two_backups_that_are_put_back_here_at_once_the_second_waits(
    log: Logged, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two administrators in the night of 1 March 2027: both moved their database through one name beside its place, so
    that the first was told of success while the record of the second stood there."""
    backup, settings = backed_up(log), new_place(log, signer=True)
    put, told = restoring._put_documents, []

    def meanwhile(*given: object) -> None:
        with pytest.raises(NotRestored, match="A backup is being put back here already") as refused:
            restore(settings, backup, None, START)
        told.append(str(refused.value))
        put(*given)  # type: ignore[arg-type] # as it is called

    monkeypatch.setattr(restoring, "_put_documents", meanwhile)
    restore(settings, backup, None, START)

    assert 1 == len(told)
    assert [] == list(settings.instance.glob(".restoring-*"))
    there = opened(log, settings)
    assert there.sound()
    there.office.engine.dispose()


@pytest.mark.sqlite("a server's database is filled in one transaction, and asked whether it is empty")
def test_no_origin_ends_for_a_backup_that_is_not_put_back(log: Logged, monkeypatch: pytest.MonkeyPatch) -> None:
    """A unit restarted the server meanwhile: the backup was refused, and the memory of the signer was gone all the
    same. Nor does a copy of the record stay behind."""
    backup = backed_up(log)
    log.state(text="Later")
    log.turn()
    settings = new_place(log, signer=True)
    remembered = state_of(settings).all_last()
    put = restoring._put_documents

    def meanwhile(*given: object) -> None:
        shutil.copy(log.folder / "consult.sqlite", settings.instance / "consult.sqlite")
        put(*given)  # type: ignore[arg-type] # as it is called

    log.office.engine.dispose()
    monkeypatch.setattr(restoring, "_put_documents", meanwhile)

    with pytest.raises(NotRestored, match=r"(has|holds) a record"):
        restore(settings, backup, None, LATER, ends=True)

    assert remembered == state_of(settings).all_last() != {}
    assert {} == state_of(settings).all_closed()
    assert [] == list(settings.instance.glob("*.restoring"))


def test_no_origin_ends_beside_a_published_log_that_holds_what_would_be_lost(log: Logged) -> None:
    """It lies in the very folder of the installation, and nobody thought of it; where it holds no more than the backup,
    or cannot be read, the origin ends."""
    log.state(text="Later")
    log.turn()
    settings = new_place(log, signer=False)
    older, here = backed_up(log), public_folder(settings)
    log.state(text="Later still")
    log.turn()
    shutil.copytree(log.public, here)

    with pytest.raises(NotRestored, match=rf"Put the backup back with --published {here}; where that cannot be read"):
        restore(settings, older, None, LATER, ends=True)
    assert {} == state_of(settings).all_closed()
    (here / "checkpoint").write_text("torn")

    restore(settings, older, None, LATER, ends=True)
    assert [origin_of(settings)] == list(state_of(settings).all_closed())


@pytest.mark.parametrize("seconds", [-60, 0, 1199], ids=["the clock was set back", "at once", "a second too early"])
def test_the_origin_of_a_log_that_is_alive_does_not_end(log: Logged, seconds: int) -> None:
    """20 November 2026, a drill beside the live installation, whose memory its copied settings name: nothing is
    written, nothing is closed, and the live log goes on. Two heartbeats after it was signed last it ends."""
    backup, drill = backed_up(log), new_place(log, signer=False)
    (drill.instance / "signer" / "state.sqlite").symlink_to(log.folder / "signer" / "state.sqlite")
    log.state(text="Filed in the live one")
    log.turn()
    remembered, there = state_of(log.settings).all_last(), sorted(drill.instance.rglob("*"))

    with pytest.raises(
        NotRestored, match=r"signed as consult\.example\.int/audit/1 at 20 November 2026, 09:00:00"
    ) as no:
        restore(drill, backup, None, START + timedelta(seconds=seconds), ends=True)

    assert "wait until 20 November 2026, 09:20:00 UTC; where this is a drill, give it a memory of its own" in str(
        no.value
    )
    assert (remembered, {}) == (state_of(log.settings).all_last(), state_of(log.settings).all_closed())
    assert there == sorted(drill.instance.rglob("*"))
    log.state(text="It goes on")
    log.turn()
    assert log.sound()
    restore(drill, backup, None, LATER, ends=True)
    assert [origin_of(drill)] == list(state_of(drill).all_closed())


@pytest.mark.postgres
def test_a_record_on_a_server_may_be_a_live_one_and_is_named_without_its_password(
    log: Logged, postgres_url: str
) -> None:
    """The settings of a drill were copied whole: nobody is told to move a database away before asking whose it is."""
    engine = empty_engine(postgres_url)
    migrate.upgrade(engine)
    with writing(engine) as connection:
        japan = {"key": "JPN", "name": "Japan", "kind": "state", "zone": "Asia/Tokyo", "place": "JP"}
        connection.execute(insert(PARTY).values(**japan, languages=["en"]))
        own.record(connection, own.Own("setting", None, {}, START))
    address = make_url(postgres_url).set(password="hunted").render_as_string(hide_password=False)
    drill = replace(new_place(log, signer=True), database_url=address)

    with pytest.raises(NotRestored, match="First ask whether it is that of a running installation") as refused:
        restore(drill, backed_up(log), None, LATER)

    assert f"/{engine.url.database} holds a record." in str(refused.value)
    assert "hunted" not in str(refused.value)
    engine.dispose()


def test_nobody_is_signed_in_to_a_record_that_was_put_back_and_no_link_opens_it(log: Logged) -> None:
    """Backed up at nine; then Japan's liaison signs out of a shared machine and a link that went astray is made void.
    In the record that is put back neither opens anything, and a new sign-in and a new link do."""
    engine, person = log.office.engine, log.office.standings["JPN"].person_id
    with writing(engine) as connection:
        token = open_session(connection, person, "Firefox", START, "password")
        link = issue_link(connection, None, person, START)
    backup, place = backed_up(log), new_place(log, signer=True)
    with writing(engine) as connection:
        void_links(connection, person, START)
        end_sign_ins(connection, person, START)

    restore(place, backup, None, START)

    there = opened(log, place)
    with writing(there.office.engine) as connection:
        assert find_session(connection, token, START) is None
        with pytest.raises(Unknown):
            read_link(connection, link.token, START)
        anew = open_session(connection, person, "Firefox", START, "password")
        fresh = issue_link(connection, None, person, START)
        assert find_session(connection, anew, START) is not None
        assert person == read_link(connection, fresh.token, START).person_id
    assert there.sound()
    there.office.engine.dispose()


@pytest.mark.postgres
@pytest.mark.sqlite("the backup of a server is refused when it is made")
def test_what_a_later_version_added_is_not_left_out_on_the_way_to_a_server(log: Logged, postgres_url: str) -> None:
    """The version of December 2026 added a table and let this one go on beside it. This one puts its backup back as the
    file that it is, with all of it; carried into a server it would come without that table, and is refused."""
    with writing(log.office.engine) as connection:
        connection.execute(text("CREATE TABLE chart (name TEXT)"))
        connection.execute(text("INSERT INTO chart VALUES ('Mare Crisium')"))
        connection.execute(text("UPDATE alembic_version SET version_num = 'ffffffffffff'"))
        connection.execute(insert(REVISION_BESIDE).values(revision=migrate.newest()))
    backup = backed_up(log)
    engine = empty_engine(postgres_url)
    server = replace(new_place(log, "server", signer=True), database_url=postgres_url)

    with pytest.raises(NotCarried, match="The database is at revision ffffffffffff and this version at "):
        restore(server, backup, None, START)

    with reading(engine) as connection:
        assert 0 == connection.execute(select(audit_head.c.size)).scalar_one()
    engine.dispose()
    place = new_place(log, signer=True)
    restore(place, backup, None, START)
    there = opened(log, place)
    with reading(there.office.engine) as connection:
        assert "Mare Crisium" == connection.execute(text("SELECT name FROM chart")).scalar_one()
    there.office.engine.dispose()


def test_whoever_was_killed_once_the_origin_had_ended_begins_again(log: Logged) -> None:
    """Between the end of the origin and the record in its place, which is the last thing that is done."""
    backup, settings = backed_up(log), new_place(log, signer=True)
    end_origin(settings, START)

    with pytest.raises(NotRestored):
        restore(settings, backup, None, START)
    restore(settings, backup, None, LATER, ends=True)

    there = opened(log, settings)
    Sealing(there.office.engine, replace(settings, log=Log(epoch=2))).turn(START)
    assert there.sound()
    there.office.engine.dispose()
    with pytest.raises(NotRestored, match=r"(has|holds) a record"):
        restore(settings, backup, None, LATER, ends=True)


@pytest.mark.parametrize("remembers", [True, False], ids=["memory", "no memory"])
def test_where_nobody_has_the_published_log_its_origin_ends_and_the_next_goes_on(log: Logged, remembers: bool) -> None:
    """Everything but the backup burnt, with or without what the signer knew of one entry more: under the old name
    nothing is signed, the record goes on under the next, and what is lost is said in it."""
    backup = backed_up(log)
    log.state(text="Lost")
    log.turn()
    settings = new_place(log, signer=remembers)
    with pytest.raises(NotRestored):
        restore(settings, backup, None, START)

    restore(settings, backup, None, LATER, ends=True)

    there = opened(log, settings)
    with pytest.raises(NotSigned) as refused:
        there.turn()
    next_one = replace(settings, log=Log(epoch=2))
    Sealing(there.office.engine, next_one).turn(START)
    there.state(text="Filed anew")
    Sealing(there.office.engine, next_one).turn(START)
    assert "origin-closed" == refused.value.code
    assert there.sound()
    remembered = state_of(next_one).all_last()
    with reading(there.office.engine) as connection:
        note = latest(connection)
        assert [] == list(signed_findings(connection, remembered))
        assert verify(connection).sound
        ended = connection.execute(select(AUDIT_ENTRY.c.body).where(AUDIT_ENTRY.c.kind == "restored")).scalar_one()
    assert note is not None
    assert ("consult.example.int/audit/2", 1) == (note.origin, len(remembered))
    assert '"ended":{"origin":"consult.example.int/audit/1"' in ended
    assert remembers == (f'"size":{log.size}' in ended)
    key = Logged(settings.instance, next_one, there.office).key
    policy = read_policy(f"log {key.vkey}\nquorum none\n")
    assert check_export(Source(public_folder(next_one)), policy).checkpoint.size == note.size
    there.office.engine.dispose()


def test_a_backup_has_its_name_on_a_share_that_knows_no_second_one(
    log: Logged, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As CIFS and FAT do; written over another it is not there either."""

    def refused(*_paths: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    before = backed_up(log).read_bytes()

    with pytest.raises(NotBackedUp, match="a backup is never written over"):
        backed_up(log)

    assert before == (log.folder.parent / "b.zip").read_bytes()
    assert [] == list(log.folder.parent.glob(".backup-*"))


MADE = """
import sys, time
from pathlib import Path
from consult.backups.passing import passing_folder
with passing_folder(Path(sys.argv[1]), ".backup-") as folder:
    (folder / "database.sqlite").write_text("the record")
    print(folder, flush=True)
    time.sleep(600)
"""


def test_what_a_killed_backup_has_left_goes_with_the_next_one_and_what_runs_stays(tmp_path: Path) -> None:
    """Two are under way and one of them is killed, which can clear nothing away."""
    running = [
        subprocess.Popen([sys.executable, "-c", MADE, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        for _one in range(2)
    ]
    try:
        lives, dies = (Path((one.stdout or sys.stdin).readline().strip()) for one in running)
        running[1].send_signal(signal.SIGKILL)
        running[1].wait()

        assert [dies] == passing.abandoned(tmp_path, passing.MAKING)
        with passing.passing_folder(tmp_path, passing.MAKING) as mine:
            assert {lives, mine} == set(tmp_path.glob(".backup-*"))
        assert "the record" == (lives / "database.sqlite").read_text()
    finally:
        for one in running:
            one.kill()
            one.wait()
            if one.stdout is not None:
                one.stdout.close()


@pytest.mark.postgres
@pytest.mark.parametrize("how", ["before", "meanwhile"])
def test_a_server_at_another_revision_is_not_backed_up_in_part(
    tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """A process of the version before knows nothing of a new column, and would leave out what stands in it; one of the
    next version asks for tables that are not there. Nor is a database copied that is migrated while it is read."""
    engine = empty_engine(postgres_url)
    migrate.upgrade(engine)
    settings = Settings.for_tests(tmp_path / "host", database_url=postgres_url)
    carry = making.carry

    def stand_elsewhere() -> None:
        with writing(engine) as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": "f" * 12})

    def carried(source: Connection, target: Connection) -> object:
        stand_elsewhere()
        return carry(source, target)

    if how == "before":
        stand_elsewhere()
    else:
        monkeypatch.setattr(making, "carry", carried)

    with pytest.raises(NotBackedUp, match="it would leave out what it does not know"):
        make_backup(settings, engine, tmp_path / "b.zip", START)

    engine.dispose()
    assert [] == list(tmp_path.glob("*b*"))
