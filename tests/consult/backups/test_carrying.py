"""The record carried from one database into another, SQLite and PostgreSQL, with nothing lost on the way."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click.testing
import pytest
from sqlalchemy import Connection, Engine, Table, delete, insert, select, text, update

from consult import carrying, clock, migrate
from consult.backups.making import make_backup
from consult.backups.restoring import restore
from consult.carrying import NotCarried, carry
from consult.cli import cli
from consult.commands import carrying as carrying_command
from consult.db import make_engine, reading, writing
from consult.docket.replaying import replay_cases
from consult.log.attempts import Attempted, note_attempt
from consult.models.audit import audit_head, audit_leaf
from consult.models.cases import ACT
from consult.models.listed import PARTY_LIMIT, PARTY_WAITING
from consult.models.logbook import ATTEMPT, ATTEMPT_SEAL, AUDIT_ENTRY
from consult.models.parties import PARTY, PERSON
from consult.settings import Settings
from consult.signs import give_sign
from tests.consult.docket.conftest import START, empty_engine
from tests.faults.logged import Logged, installed

WAITS = ("idle_in_transaction_session_timeout", "statement_timeout")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Logged]:
    """A small installation on SQLite whose log is signed and published."""
    with installed(tmp_path / "host") as made:
        yield made


def emptied(url: str) -> str:
    """Take everything out of a database and give its address again."""
    empty_engine(url).dispose()
    return url


def new_file(folder: Path) -> str:
    """Give the address of an SQLite file that is not there yet."""
    return f"sqlite:///{folder / 'new.sqlite'}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database at the newest revision."""
    url = new_file(tmp_path) if request.param == "sqlite" else emptied(request.getfixturevalue("postgres_url"))
    engine = make_engine(url)
    migrate.upgrade(engine)
    yield engine
    engine.dispose()


def moved(log: Logged, *addresses: str) -> click.testing.Result:
    """Run the command."""
    source, into = addresses if len(addresses) > 1 else (log.settings.database_url, addresses[0])
    return click.testing.CliRunner().invoke(cli, ["migrate-database", source, into])


def test_every_row_arrives_as_it_left(log: Logged, target: Engine) -> None:
    """Acts, people and the log; what follows is numbered behind it."""
    with reading(log.office.engine) as source, writing(target) as into:
        done = carry(source, into)

    assert done.rows > 60
    with reading(log.office.engine) as old, reading(target) as new:
        for table in (ACT, PERSON, audit_head):
            assert old.execute(select(table)).all() == new.execute(select(table)).all()
    with writing(target) as connection:
        person = {"name": "Later", "email": "later@example.int", "created_at": START, "active": True, "language": "en"}
        made = connection.execute(insert(PERSON).values(person)).inserted_primary_key
    assert made is not None
    with reading(log.office.engine) as old:
        assert made[0] > max(old.execute(select(PERSON.c.id)).scalars())


def test_refused_attempts_are_numbered_behind_those_that_were_sealed_and_went(log: Logged, target: Engine) -> None:
    """Three were sealed and retention took them: what is refused in the new database has no number that is sealed."""
    entry = select(AUDIT_ENTRY.c.seq).limit(1).scalar_subquery()
    with writing(log.office.engine) as connection:
        seal = {"first_id": 1, "last_id": 3, "count": 3, "digest": "0" * 64, "seq": entry}
        connection.execute(insert(ATTEMPT_SEAL).values(seal))
    with reading(log.office.engine) as source, writing(target) as into:
        carry(source, into)

    note_attempt(target, Attempted(1, "JPN", "JPN", "X", "ask", "", 403, "closed"), START)

    with reading(target) as connection:
        assert [4] == connection.execute(select(ATTEMPT.c.id)).scalars().all()


@pytest.mark.postgres
def test_postgresql_bears_with_the_long_transaction_of_a_large_record(log: Logged, postgres_url: str) -> None:
    """While one end is read again the other idles, longer than a request ever may."""
    engine = make_engine(emptied(postgres_url))
    migrate.upgrade(engine)
    with writing(engine) as into, reading(log.office.engine) as source:
        carry(source, into)
        waits = [into.execute(text(f"SHOW {one}")).scalar_one() for one in WAITS]
    with reading(engine) as connection:
        usual = [connection.execute(text(f"SHOW {one}")).scalar_one() for one in WAITS]
    engine.dispose()

    assert (["0", "0"], ["5min", "1min"]) == (waits, usual)


def test_a_database_that_holds_rows_is_not_filled(log: Logged, target: Engine) -> None:
    """One party is enough: somebody has begun to work there."""
    with writing(target) as connection:
        row = {"key": "ITA", "name": "Italy", "kind": "state", "zone": "Europe/Rome", "place": "IT", "languages": []}
        connection.execute(insert(PARTY).values(row))

    with (
        pytest.raises(NotCarried, match="holds rows already, in the table party"),
        reading(log.office.engine) as source,
        writing(target) as into,
    ):
        carry(source, into)


def test_what_arrives_otherwise_than_it_left_is_refused_and_not_kept(
    log: Logged, target: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that keeps a name otherwise: the whole transaction is undone."""
    write = carrying._write

    def careless(into: object, table: object, rows: list[dict[str, object]]) -> None:
        write(into, table, [{**row, "name": "?"} if "email" in row else row for row in rows])  # type: ignore[arg-type] # as it is called

    monkeypatch.setattr(carrying, "_write", careless)

    with (
        pytest.raises(NotCarried, match="The rows of person did not arrive as they were"),
        reading(log.office.engine) as source,
        writing(target) as into,
    ):
        carry(source, into)

    with reading(target) as connection:
        assert not connection.execute(select(PERSON.c.id)).all()


@pytest.mark.postgres
@pytest.mark.sqlite("what is carried away holds what PostgreSQL cannot")
def test_a_text_that_postgresql_cannot_hold_is_named(log: Logged, postgres_url: str) -> None:
    """A name with a zero byte: the table is named, nothing is kept."""
    with writing(log.office.engine) as connection:
        connection.execute(update(PERSON).where(PERSON.c.id == 1).values(name="A\x00B"))

    result = moved(log, emptied(postgres_url))

    assert 1 == result.exit_code
    assert "A row of person (id 1) cannot be written there" in result.output


@pytest.mark.postgres
@pytest.mark.sqlite("what is carried away holds what PostgreSQL cannot")
@pytest.mark.parametrize(
    ("languages", "says"),
    [
        ('["e\\u0000n"]', "A row of party (key FRA) cannot be written there: unsupported Unicode escape sequence\n"),
        ("[-0.0]", "The rows of party did not arrive as they were; the first that differs: key FRA.\n"),
    ],
    ids=["zero byte", "minus zero"],
)
def test_a_structure_that_postgresql_keeps_otherwise_is_named_by_its_row(
    log: Logged, postgres_url: str, languages: str, says: str
) -> None:
    """By its key, among all rows that are written together; nothing of its content is said."""
    with writing(log.office.engine) as connection:
        connection.execute(text("UPDATE party SET languages = :it WHERE key = 'FRA'"), {"it": languages})

    result = moved(log, emptied(postgres_url))

    assert (1, f"Error: {says}") == (result.exit_code, result.output)


@pytest.mark.postgres
@pytest.mark.sqlite("it is the server that breaks off")
def test_a_server_that_breaks_off_is_told_as_such_and_no_row_is_blamed(
    log: Logged, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the midst of rows that are written together: it ended with a trace, or named a row that is as it must be."""
    write = carrying._write
    server = make_engine(postgres_url)

    def broken(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
        if table is audit_leaf:
            with writing(server) as other:
                here = "datname = current_database() AND pid <> pg_backend_pid()"
                other.execute(text(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE {here}"))
        write(connection, table, rows)

    monkeypatch.setattr(carrying, "_write", broken)

    result = moved(log, log.settings.database_url, emptied(postgres_url))

    server.dispose()
    says = "Error: The connection to the database broke; nothing was written.\n"
    assert (1, says) == (result.exit_code, result.output)


@pytest.mark.sqlite("one file is written in two ways")
def test_one_database_is_not_carried_into_itself(log: Logged) -> None:
    """However it is written: it waited for itself, and ended with a trace."""
    there = log.folder / "consult.sqlite"
    around = f"sqlite:///{log.folder}/../{log.folder.name}/consult.sqlite"

    result = moved(log, f"sqlite:///{there}", around)

    assert (2, "Error: FROM and TO are the same database.\n") == (result.exit_code, result.output)


@pytest.mark.sqlite("its file is locked by hand")
def test_a_database_in_which_somebody_writes_is_told_in_a_sentence(
    log: Logged, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program holds it for longer than a turn is waited for."""
    url = log.settings.database_url
    monkeypatch.setattr(carrying_command, "make_engine", lambda one: make_engine(one, gate_seconds=0.2))

    with writing(log.office.engine):
        result = moved(log, url, new_file(tmp_path))

    assert (1, True) == (result.exit_code, result.output.startswith("Error: The database was busy")), result.output


@pytest.mark.postgres
def test_an_installation_goes_to_postgresql_and_back_by_one_command_each(
    log: Logged, postgres_url: str, tmp_path: Path
) -> None:
    """The log has the same size and root at each end, verified and replayed."""
    there = moved(log, emptied(postgres_url))
    assert 0 == there.exit_code, there.output
    assert f"{log.size} entries of the log, verified and replayed at both ends." in there.output

    back = moved(log, postgres_url, new_file(tmp_path))

    assert 0 == back.exit_code, back.output
    with reading(log.office.engine) as old, reading(make_engine(new_file(tmp_path))) as new:
        assert old.execute(select(audit_head)).all() == new.execute(select(audit_head)).all()


def test_a_running_installation_is_not_carried(log: Logged, tmp_path: Path) -> None:
    """A worker gave a sign of life ten seconds ago: what it records meanwhile would be lost."""
    with writing(log.office.engine) as connection:
        give_sign(connection, "machine:1", START, START)

    with clock.frozen(START.replace(second=10)):
        refused = moved(log, new_file(tmp_path))
    with clock.frozen(START.replace(minute=1, second=1)):
        done = moved(log, new_file(tmp_path))

    assert 1 == refused.exit_code
    assert "This installation is running (machine:1)" in refused.output
    assert 0 == done.exit_code, done.output


def test_lists_that_have_drifted_keep_nobody_from_carrying_the_record_and_are_made_anew(
    log: Logged, target: Engine
) -> None:
    """They are not carried: a party that found none of its limits in the old database finds them in the new one."""
    with reading(log.office.engine) as connection:
        before = sorted(map(tuple, connection.execute(select(PARTY_LIMIT))))
    with writing(log.office.engine) as connection:
        assert connection.execute(delete(PARTY_LIMIT).where(PARTY_LIMIT.c.party == "FRA")).rowcount
        connection.execute(insert(PARTY_WAITING).values(party="BRA", case_id=before[0][2]))

    done = moved(log, target.url.render_as_string(hide_password=False))

    assert 0 == done.exit_code, done.output
    with reading(target) as connection:
        assert before == sorted(map(tuple, connection.execute(select(PARTY_LIMIT))))
        assert connection.execute(select(PARTY_WAITING)).first() is None


def test_a_log_that_is_not_sound_is_not_carried(log: Logged, tmp_path: Path) -> None:
    """Nobody learns in the new database of what was wrong in the old one."""
    with writing(log.office.engine) as connection:
        connection.execute(text("UPDATE audit_chain SET n = n + 1"))

    result = moved(log, new_file(tmp_path))

    assert 1 == result.exit_code
    assert "The log that is to be carried is not as it must be" in result.output


@pytest.mark.parametrize("address", ["oracle://there/it", "no address"])
def test_an_address_that_is_none_is_refused(log: Logged, address: str) -> None:
    """With a sentence, and 2."""
    result = moved(log, address)

    assert 2 == result.exit_code
    assert "Traceback" not in result.output


@pytest.mark.postgres
def test_a_backup_of_postgresql_is_put_back_into_either(log: Logged, postgres_url: str, tmp_path: Path) -> None:
    """One form for both: what PostgreSQL kept comes back on SQLite, and from there into PostgreSQL again."""
    assert 0 == moved(log, emptied(postgres_url)).exit_code
    engine = make_engine(postgres_url)
    backup = tmp_path / "b.zip"
    made = make_backup(log.settings, engine, backup, START)
    engine.dispose()
    assert log.size == made.manifest.size

    on_file = Settings.for_tests(tmp_path / "file")
    (on_file.instance / "signer").mkdir(parents=True)
    for path in (log.folder / "signer").iterdir():
        (on_file.instance / "signer" / path.name).write_bytes(path.read_bytes())
    restore(on_file, backup, None, START)
    again = Settings.for_tests(tmp_path / "file", database_url=emptied(postgres_url))
    restore(again, backup, None, START)

    for settings in (on_file, again):
        engine = make_engine(settings.database_url)
        with reading(engine) as connection:
            assert log.size + 1 == connection.execute(select(audit_head.c.size)).scalar_one()
            assert [] == list(replay_cases(connection))
        engine.dispose()
