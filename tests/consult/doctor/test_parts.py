"""Each part of an installation, sound and then not: what is found, and how to mend it."""

import os
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, update

from consult import migrate
from consult.backups.passing import HELD, passing_folder
from consult.db import make_engine, writing
from consult.doctor import database
from consult.doctor.backups import examine_backups
from consult.doctor.clockwork import examine_clock
from consult.doctor.database import examine_database
from consult.doctor.files import examine_files
from consult.doctor.findings import Degree, Finding
from consult.doctor.keys import examine_keys
from consult.doctor.machines import works_here
from consult.doctor.work import examine_work
from consult.log.findings import Finding as LogFinding
from consult.log.halves import CODE
from consult.log.rotating import begin_rotation, finish_rotation
from consult.log.sealing import seal
from consult.log.signer import key_path, make_key, open_signer, state_of
from consult.models.audit import audit_checkpoint
from consult.models.cases import OUTBOX
from consult.models.delivery import MESSAGE
from consult.models.reminding import WORKER_SIGN
from consult.personal.retention import tend
from consult.settings import Backups, Mail, Serving, Settings, create_secret
from consult.signs import give_sign, own_name
from tests.tampering import guards, unguard

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Give the settings of a new folder that is closed to others, with its secret and its key."""
    tmp_path.chmod(0o700)
    create_secret(tmp_path)
    found = Settings.for_tests(tmp_path)
    make_key(found, stored=False)
    return found


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    """Give its database, brought up."""
    found = make_engine(settings.database_url)
    migrate.upgrade(found)
    yield found
    found.dispose()


def wrongs(found: Iterator[Finding]) -> list[str]:
    """Give what is wrong, but for what a server of the tests is on purpose; each says how to mend it."""
    listed = [one for one in found if one.degree is Degree.WRONG]
    assert all(one.mends for one in listed)
    return [one.says for one in listed if not one.says.startswith("The server may lose what it acknowledged")]


def test_a_new_installation_has_its_keys_and_is_closed(settings: Settings, engine: Engine) -> None:
    """Nothing is wrong with keys and files."""
    assert [] == wrongs(examine_keys(settings, engine))
    assert [] == wrongs(examine_files(settings))


def test_a_key_that_others_may_read_is_named(settings: Settings, engine: Engine) -> None:
    """With the command that closes it."""
    path = key_path(settings)
    path.chmod(0o644)
    found = [one for one in examine_keys(settings, engine) if one.degree is Degree.WRONG]
    assert [f"chmod 600 {path}"] == [one.mends for one in found]


def test_a_log_without_a_key_is_worth_a_look_and_a_key_of_another_name_is_wrong(
    settings: Settings, engine: Engine
) -> None:
    """The second would make every signature one of somebody else."""
    other = replace(settings, host_name="elsewhere.example.int")
    assert [
        "The key in the folder is that of consult.example.int/audit/1; this log is elsewhere.example.int/audit/1."
    ] == wrongs(examine_keys(other, engine))
    key_path(settings).unlink()
    assert "The log has no key, so that nothing is sealed." in [
        one.says for one in examine_keys(settings, engine) if one.degree is Degree.LOOK
    ]


def test_a_key_that_was_removed_is_asked_back_where_the_log_was_signed_before(
    settings: Settings, engine: Engine
) -> None:
    """The background work draws none then; database or memory tells that it was signed."""
    seal(engine, open_signer(settings), AT)
    key, state = key_path(settings), state_of(settings).path
    key.unlink()
    state.rename(state.with_name("away"))

    by_database = next(iter(examine_keys(settings, engine)))
    state.with_name("away").rename(state)
    with writing(engine) as connection:
        unguard(connection)
        connection.execute(audit_checkpoint.delete())
    by_memory = next(iter(examine_keys(settings, engine)))

    assert by_database == by_memory
    assert Degree.WRONG is by_memory.degree
    assert by_memory.says == (
        f"{key}: there is no signing key. The log was signed before, so that no other key is drawn and nothing is "
        "sealed."
    )
    assert by_memory.mends.startswith(f"Put the key back to {key}, mode 600. Where it is lost for good: consult log")


def test_a_key_that_the_log_has_retired_is_wrong(settings: Settings, engine: Engine, tmp_path: Path) -> None:
    """This machine kept the old key while the rotation was finished on another one."""
    signer = open_signer(settings)
    seal(engine, signer, AT)
    old = key_path(settings).read_text()
    begin_rotation(settings)
    seal(engine, open_signer(settings), AT)
    finish_rotation(engine, settings, AT)
    assert f"The log is signed as {signer.origin}." == next(iter(examine_keys(settings, engine))).says
    key_path(settings).write_text(old)

    found = next(iter(examine_keys(settings, engine)))

    assert Degree.WRONG is found.degree
    assert found.says.startswith("The key of the log on this machine was retired. Copy the keys from the worker that")
    assert (
        f"Put the new key into {key_path(settings)}, mode 600, and take {tmp_path}/signer/1.next.key away"
        in found.mends
    )


def test_a_web_machine_of_several_is_not_told_to_have_the_key_of_the_log(settings: Settings, engine: Engine) -> None:
    """It must have none; whether somebody signs, the part of machines says."""
    key_path(settings).unlink()
    found = list(examine_keys(replace(settings, serving=Serving(machines=4)), engine))
    assert "The key of the log is not on this machine, so it signs nothing: right for a web machine." == found[0].says


def test_a_worker_without_the_key_of_the_log_is_told_from_a_web_machine(settings: Settings, engine: Engine) -> None:
    """By the worker's sign of life from this machine: it cannot sign, nor take over. One that is silent, or works on
    another machine, says nothing of this one."""
    key_path(settings).unlink()
    several = replace(settings, serving=Serving(machines=4))
    with writing(engine) as connection:
        give_sign(connection, "elsewhere 7", AT, AT)
        give_sign(connection, own_name(), AT, AT - HOUR)
    assert not works_here(engine, AT)
    with writing(engine) as connection:
        give_sign(connection, own_name(), AT, AT)
    assert works_here(engine, AT)

    found = next(iter(examine_keys(several, engine, works=True)))

    says = "A worker works on this machine, and the key of the log is not here: it cannot sign, nor take over."
    assert (Degree.LOOK, says) == (found.degree, found.says)
    assert f"Put it to {key_path(settings)}, mode 600: the worker that signs has it." == found.mends


def test_a_mail_server_that_wants_a_password_gets_none(settings: Settings, engine: Engine) -> None:
    """Found before the first mail fails."""
    named = replace(settings, mail=Mail(host="mail.example", user="consult"))
    assert ["The mail server wants the user consult, and there is no password."] == wrongs(examine_keys(named, engine))
    told = replace(settings, mail=Mail(host="mail.example", user="consult", password="x" * 9))
    assert [] == wrongs(examine_keys(told, engine))


def test_a_folder_open_to_everybody_is_wrong(settings: Settings) -> None:
    """The record lies there."""
    settings.instance.chmod(0o705)
    assert [f"Everybody on this machine may enter {settings.instance}, where the record lies."] == wrongs(
        examine_files(settings)
    )


def test_a_procedure_that_others_may_change_is_wrong(settings: Settings) -> None:
    """It is run as a part of the program."""
    folder = settings.instance / "procedures"
    folder.mkdir(mode=0o700)
    (folder / "own.py").write_text('"""A procedure."""\n')
    (folder / "own.py").chmod(0o666)
    assert [f"Others than its owner may change {folder / 'own.py'}, which decides how this behaves."] == wrongs(
        examine_files(settings)
    )


def test_a_password_of_the_database_in_a_file_that_others_read_is_wrong(settings: Settings) -> None:
    """The same file without it may be read."""
    path, address = settings.instance / "config.toml", "postgresql+psycopg://consult:sesame@db.example/consult"
    path.write_text(f'database_url = "{address}"\n')
    path.chmod(0o644)
    assert [] == wrongs(examine_files(settings))
    named = replace(settings, database_url=address)
    assert [f"{path} holds a password, and others than its owner may read it."] == wrongs(examine_files(named))
    path.chmod(0o600)
    assert [] == wrongs(examine_files(named))


def test_a_full_disk_is_wrong(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two megabytes are left."""
    full = os.statvfs_result((4096, 4096, 1000, 512, 512, 10, 10, 10, 0, 255))
    monkeypatch.setattr(os, "statvfs", lambda _path: full)
    assert [f"2 MB are free where {settings.instance} lies."] == wrongs(examine_files(settings))


@pytest.mark.sqlite("the server of the tests forgets on purpose, and its clock does not stand still")
def test_a_database_that_is_brought_up_is_sound(engine: Engine) -> None:
    """Revision, tables, triggers, pages and references."""
    assert {Degree.SOUND} == {one.degree for one in examine_database(engine)}


def test_a_database_of_another_version_is_told_with_both_revisions(engine: Engine) -> None:
    """One revision back."""
    migrate.downgrade(engine, "-1")
    says = wrongs(examine_database(engine))
    assert [f"The database is at revision {migrate.current(engine)}; this version brings {migrate.newest()}."] == says


def test_an_act_that_stands_in_no_entry_of_the_log_is_told(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its case, and with what to do; the first of them is enough."""
    sentence = "Act 2 of case ZONE-2026-AAAAAA stands in no entry of the log."
    monkeypatch.setattr(database, "half_acts", lambda _connection: iter([LogFinding(CODE, None, sentence)] * 2))

    assert [sentence] == wrongs(examine_database(engine))


def test_a_trigger_that_somebody_took_away_is_told(engine: Engine) -> None:
    """It keeps acts from being changed."""
    with writing(engine) as connection:
        name, table = guards(connection)[0]
        on = f" ON {table}" if engine.dialect.name == "postgresql" else ""
        connection.exec_driver_sql(f"DROP TRIGGER {name}{on}")
    assert [f"The database is not what is declared: The trigger {name} is missing."] == wrongs(examine_database(engine))


@pytest.mark.sqlite("bytes of its file are lost")
def test_a_damaged_database_is_told(settings: Settings, engine: Engine) -> None:
    """Bytes in the middle of the file were lost."""
    engine.dispose()  # the last one to leave brings the journal into the file
    path = settings.instance / "consult.sqlite"
    with path.open("r+b") as file:
        for page in range(30, 60):
            file.seek(page * 4096)
            file.write(b"\xff" * 4096)
    assert any("damaged" in one or "does not answer" in one for one in wrongs(examine_database(engine)))


def test_a_database_that_does_not_answer_is_told() -> None:
    """Nobody listens there."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    lost = make_engine(f"postgresql+psycopg://nobody@127.0.0.1:{port}/none")
    assert ["does not answer" in one for one in wrongs(examine_database(lost))] == [True]
    lost.dispose()


@pytest.mark.postgres
def test_a_server_that_forgets_what_it_acknowledged_is_wrong(postgres_url: str) -> None:
    """As it is set for tests, which may lose everything; and the tests are its superuser."""
    found = make_engine(postgres_url)
    migrate.upgrade(found)
    findings = list(examine_database(found))
    shown = {}
    with found.connect() as connection:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            shown[name] = connection.exec_driver_sql(f"SHOW {name}").scalar_one()
    found.dispose()
    off = [name for name, value in shown.items() if value == "off"]
    told = [one.says for one in findings if one.degree is Degree.WRONG]
    assert ([f"The server may lose what it acknowledged: {', '.join(off)}."] if off else []) == told
    assert "The program is a superuser of the database server." in [one.says for one in findings]


@pytest.mark.sqlite("the server of the tests forgets on purpose, and its clock does not stand still")
def test_a_clock_three_seconds_from_that_of_the_database_is_wrong(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one of this machine and the one of the server's."""
    assert [] == wrongs(examine_clock(engine, AT))
    monkeypatch.setattr("consult.doctor.clockwork.apart", lambda _engine, _at: timedelta(seconds=3))
    assert ["The clock of the database is 3.0 seconds away from this one."] == wrongs(examine_clock(engine, AT))


@pytest.mark.parametrize(
    ("answer", "degree", "says"),
    [
        ("yes", Degree.SOUND, "A time server keeps the clock right."),
        ("no", Degree.LOOK, "No time server keeps the clock right."),
        ("", Degree.LOOK, "Whether the clock is kept is not known."),
    ],
)
def test_the_system_is_asked_whether_the_clock_is_kept(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, degree: Degree, says: str
) -> None:
    """A program of the system says so; where there is none nothing is made up."""
    folder = tmp_path / "programs"
    folder.mkdir()
    if answer:
        program = folder / "timedatectl"
        program.write_text(f"#!/bin/sh\necho {answer}\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    assert (degree, says) in [(one.degree, one.says) for one in examine_clock(engine, AT)]


def test_old_rules_of_zones_are_worth_a_look(engine: Engine) -> None:
    """Ten years from now those of today."""
    found = [one for one in examine_clock(engine, AT.replace(year=2036)) if one.degree is Degree.LOOK]
    assert "pip install --upgrade tzdata" in [one.mends for one in found]


def test_where_nobody_works_that_is_wrong(settings: Settings, engine: Engine) -> None:
    """A sign five minutes ago counts, one a second older does not."""
    assert "Nobody does the background work: nothing lapses, and nothing is delivered." in wrongs(
        examine_work(settings, engine, AT)
    )
    with writing(engine) as connection:
        connection.execute(insert(WORKER_SIGN).values(name="host 7", since=AT - HOUR, at=AT - timedelta(minutes=5)))
    assert [] == wrongs(examine_work(settings, engine, AT))
    with writing(engine) as connection:
        connection.execute(update(WORKER_SIGN).values(at=AT - timedelta(minutes=5, seconds=1)))
    assert 1 == len(wrongs(examine_work(settings, engine, AT)))


def test_work_that_is_late_or_set_aside_is_told(settings: Settings, engine: Engine) -> None:
    """Due for sixteen minutes, and one that was given up."""
    due = {"topic": "send", "payload": "{}", "run_at": AT - timedelta(minutes=16), "attempts": 0}
    with writing(engine) as connection:
        connection.execute(insert(WORKER_SIGN).values(name="host 7", since=AT - HOUR, at=AT))
        connection.execute(insert(OUTBOX).values({**due, "key": "a"}))
        connection.execute(insert(OUTBOX).values({**due, "key": "b", "set_aside_at": AT, "last_error": "NoHandler"}))
    found = list(examine_work(settings, engine, AT))
    assert ["Work has been due since 2026-11-20 08:44 UTC."] == wrongs(iter(found))
    assert "1 piece of work is set aside." in [one.says for one in found]


def test_retention_that_was_not_run_for_three_days_is_told(settings: Settings, engine: Engine) -> None:
    """Never: to be looked at. Three days ago is sound, a second longer is wrong, with what to do."""
    never = "What is no record was never looked through: nothing went when its time was over."
    assert never in [one.says for one in examine_work(settings, engine, AT)]
    with writing(engine) as connection:
        connection.execute(insert(WORKER_SIGN).values(name="host 7", since=AT - HOUR, at=AT))
    tend(engine, settings.retention, AT - timedelta(days=3))
    assert [] == wrongs(examine_work(settings, engine, AT))
    later = AT + timedelta(seconds=1)
    assert ["What is no record was looked through last on 2026-11-17."] == wrongs(examine_work(settings, engine, later))


def test_an_installation_without_a_mail_server_is_told_how_much_waits(settings: Settings, engine: Engine) -> None:
    """With a server nothing is said."""
    none = "No mail server is named, so that no mail leaves; messages that wait: 0."
    assert none in [one.says for one in examine_work(settings, engine, AT)]
    named = replace(settings, mail=Mail(host="mail.example"))
    assert none not in [one.says for one in examine_work(named, engine, AT)]


def test_mail_that_does_not_leave_for_an_hour_is_told(settings: Settings, engine: Engine) -> None:
    """20 November 2026: the mail server is named and away. Each message is tried again and again and put off each time,
    so that no work is late; nobody was told that none leaves."""
    named = replace(settings, mail=Mail(host="mail.example"))
    told = "Mail has waited since 2026-11-20 09:00 UTC; messages that wait: 1."
    with writing(engine) as connection:
        message = {"key": "m", "party": "JPN", "channel": "mail", "kind": "courtesy", "address": "a@jpn.example"}
        message |= {"state": "waiting", "asked_at": AT, "changed_at": AT}
        number = connection.execute(insert(MESSAGE).values(message)).inserted_primary_key[0]
        send = {"key": "send:1", "topic": "send", "payload": f'{{"message": {number}, "channel": "mail"}}'}
        connection.execute(insert(OUTBOX).values(send | {"run_at": AT + 3 * HOUR, "attempts": 12, "last_error": "421"}))

    assert told not in wrongs(examine_work(named, engine, AT + HOUR))
    assert told in wrongs(examine_work(named, engine, AT + HOUR + timedelta(minutes=1)))


def test_work_that_fails_again_and_again_is_told_before_it_is_given_up(settings: Settings, engine: Engine) -> None:
    """20 November 2026: a notice cannot be served, for a fault of ours. It is put off for up to an hour each time, so
    that it is never late, and given up after two days; a notice that was tried nine times may yet be served."""
    told = "1 piece of work has failed ten times and more."
    serve = {"topic": "serve", "payload": "{}", "run_at": AT + HOUR, "last_error": "KeyError: 'x'"}
    with writing(engine) as connection:
        connection.execute(insert(OUTBOX).values(serve | {"key": "serve:1", "attempts": 9}))
    assert told not in wrongs(examine_work(settings, engine, AT))
    with writing(engine) as connection:
        connection.execute(insert(OUTBOX).values(serve | {"key": "serve:2", "attempts": 10}))
    assert told in wrongs(examine_work(settings, engine, AT))


def test_a_backup_is_looked_for_where_the_settings_say(settings: Settings) -> None:
    """None named, none there, one of 26 hours ago, one an hour older, one that is empty or open."""
    assert [Degree.LOOK] == [one.degree for one in examine_backups(settings, AT)]
    named = replace(settings, backups=Backups("backups/*.zip", 26))
    assert ["There is no backup: no file is backups/*.zip."] == wrongs(examine_backups(named, AT))
    path = settings.instance / "backups" / "a.zip"
    path.parent.mkdir()
    path.write_bytes(b"PK")
    path.chmod(0o600)
    made = AT.timestamp()
    os.utime(path, (made, made))
    assert [] == wrongs(examine_backups(named, AT + 26 * HOUR))
    late = [f"The newest backup, {path}, is of 2026-11-20T09:00+00:00."]
    assert late == wrongs(examine_backups(named, AT + 27 * HOUR))
    path.chmod(0o644)
    assert [f"Others than its owner may read {path}, which holds everything."] == wrongs(examine_backups(named, AT))
    path.chmod(0o600)
    path.write_bytes(b"")
    assert [f"The newest backup, {path}, is empty."] == wrongs(examine_backups(named, AT))
    assert "Backups lie on the same disk as the record." in [one.says for one in examine_backups(named, AT)]


def test_what_a_killed_backup_or_restore_has_left_is_named_and_what_runs_is_not(settings: Settings) -> None:
    """The whole record may lie in it, on a disk that nobody looks at."""
    named = replace(settings, backups=Backups("backups/*.zip", 26))
    (settings.instance / "backups").mkdir()
    left = [settings.instance / "backups" / ".backup-a", settings.instance / ".restoring-b"]
    for folder in left:
        folder.mkdir()
        (folder / HELD).touch()

    with passing_folder(settings.instance / "backups", ".other-") as runs:
        runs.rename(runs.with_name(".backup-c"))
        found = [one for one in examine_backups(named, AT) if "is left of a backup or restore" in one.says]
        runs.with_name(".backup-c").rename(runs)

    assert {f"The next one takes it away; by hand: rm -r {path}" for path in left} == {one.mends for one in found}
    assert {Degree.LOOK} == {one.degree for one in found}
