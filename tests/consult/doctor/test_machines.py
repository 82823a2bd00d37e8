"""What is found where an installation runs on several machines, and of the lease of its signer."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert

from consult import migrate
from consult.db import make_engine, writing
from consult.doctor.findings import Degree
from consult.doctor.machines import examine_machines
from consult.leases import SIGNER, Lease
from consult.log.signer import state_of
from consult.models.reminding import WORKER_SIGN
from consult.settings import Documents, Jobs, Log, Serving, Settings, SettingsError
from consult.signs import Sign, give_for_all, give_sign

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
RECORD = "postgresql://consult@db.example/consult"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Give the settings of one machine."""
    return Settings.for_tests(tmp_path)


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    """Give its database."""
    made = make_engine(settings.database_url)
    migrate.upgrade(made)
    yield made
    made.dispose()


def told(settings: Settings, engine: Engine, at: datetime = AT) -> list[tuple[Degree, str]]:
    """Give what is not sound; each says how to mend it."""
    found = [one for one in examine_machines(settings, engine, at) if one.degree is not Degree.SOUND]
    assert all(one.mends for one in found)
    return [(one.degree, one.says) for one in found]


def test_one_machine_shares_nothing_and_its_lease_is_looked_at(settings: Settings, engine: Engine) -> None:
    """Never taken, taken, and not renewed for more than five minutes."""
    never = told(settings, engine)
    Lease(engine, SIGNER, "host 7").hold(AT)

    assert [(Degree.LOOK, "No process has ever had the lease of the signer.")] == never
    assert [] == told(settings, engine, AT + timedelta(minutes=5))
    assert ["The log is signed by host 7."] == [one.says for one in examine_machines(settings, engine, AT)]
    late = told(settings, engine, AT + timedelta(minutes=5, seconds=1))
    since = "Nobody has renewed the lease of the signer since 2026-11-20 09:00 UTC: nothing is sealed."
    assert [(Degree.WRONG, since)] == late


@pytest.mark.sqlite("that the record lies in a file is the first thing it says")
@pytest.mark.parametrize("seen", [False, True], ids=["set up", "seen"])
def test_what_several_machines_have_each_to_itself_is_named(settings: Settings, engine: Engine, seen: bool) -> None:
    """Whether the settings say that there are several, or workers of two machines gave a sign."""
    Lease(engine, SIGNER, "host 7").hold(AT)
    if seen:
        with writing(engine) as connection:
            for name in ("host 7", "other 8"):
                connection.execute(insert(WORKER_SIGN).values(name=name, since=AT, at=AT))
    else:
        settings = replace(settings, serving=Serving(machines=2))
    found = told(settings, engine)

    assert [Degree.WRONG, Degree.LOOK, Degree.LOOK, Degree.WRONG, Degree.LOOK] == [degree for degree, _says in found]
    for (_degree, says), words in zip(
        found,
        ("the record lies in a file", "a queue of its own", "counts for itself", "documents lie in a folder", "signer"),
        strict=True,
    ):
        assert words in says


def test_different_versions_are_named_with_their_machines_as_long_as_both_live(
    settings: Settings, engine: Engine
) -> None:
    """An update was begun on one machine: web servers and workers alike, for five minutes after the last sign."""
    Lease(engine, SIGNER, "host 7").hold(AT)
    give_for_all(engine, Sign("host 7", AT, AT, "0.1.0", 2))
    with writing(engine) as connection:
        give_sign(connection, "host 8", AT, AT, "0.2.0")
    says = "Different versions run: 0.1.0 on host; 0.2.0 on host."
    meanwhile = told(settings, engine, AT + timedelta(minutes=5))
    give_for_all(engine, Sign("host 9", AT, AT + timedelta(minutes=5), "0.2.0", 2))

    assert [(Degree.LOOK, says)] == meanwhile
    later = [words for _degree, words in told(settings, engine, AT + timedelta(minutes=5, seconds=1))]
    assert not [words for words in later if "versions" in words]


def test_several_machines_that_share_everything_have_nothing_to_mend(
    settings: Settings, engine: Engine, tmp_path: Path
) -> None:
    """Record, memory on another server, Redis, and a folder outside of the machine's own."""
    Lease(engine, SIGNER, "host 7").hold(AT)
    shared = replace(
        settings,
        database_url=RECORD,
        documents=tmp_path.parent / "shared",
        serving=Serving(machines=4),
        jobs=Jobs("redis://queue.example/0"),
        log=Log(memory="postgresql://consult@other.example/consult_signer"),
    )

    assert [] == told(shared, engine)


def test_several_machines_with_one_bucket_need_no_folder_for_documents(settings: Settings, engine: Engine) -> None:
    """The folder within the installation's own is not used then, and nobody is told to move it."""
    Lease(engine, SIGNER, "host 7").hold(AT)
    several = replace(settings, serving=Serving(machines=2))
    bucket = Documents(store="s3", bucket="papers", endpoint="https://store.example.int")

    def of_documents(one: Settings) -> list[str]:
        return [says for _degree, says in told(one, engine) if "documents" in says]

    assert ["Several machines are set up, and documents lie in a folder of this one."] == of_documents(several)
    assert [] == of_documents(replace(several, stored=bucket))


@pytest.mark.parametrize(
    ("memory", "degree", "words"),
    [
        (RECORD, Degree.WRONG, "The signer remembers in the database of the record"),
        ("postgresql://consult@db.example/consult_signer", Degree.LOOK, "lies on the server of the record"),
    ],
)
def test_a_memory_that_would_be_put_back_with_the_record_is_named(
    settings: Settings, engine: Engine, memory: str, degree: Degree, words: str
) -> None:
    """The same database, or another one of the same server."""
    Lease(engine, SIGNER, "host 7").hold(AT)
    found = told(replace(settings, database_url=RECORD, log=Log(memory=memory)), engine)

    assert [degree] == [one for one, _says in found]
    assert words in found[0][1]


def test_a_memory_that_is_no_postgresql_database_is_refused() -> None:
    """A second file would be no memory that machines share."""
    with pytest.raises(SettingsError, match=r"\[log\] memory: write an address that begins with postgresql://"):
        Log(memory="sqlite:///somewhere")


def test_a_holder_of_the_lease_whom_the_memory_has_shut_out_is_named(settings: Settings, engine: Engine) -> None:
    """Of the first term, while the memory knows the third; whoever takes it beyond that is not."""
    first = Lease(engine, SIGNER, "host 7")
    first.hold(AT)
    state_of(settings).fence(3)
    shut_out = told(settings, engine)
    first.give_back()
    given_back = told(settings, engine)
    Lease(engine, SIGNER, "host 8", known=state_of(settings).highest_term).hold(AT)

    says = "host 7 has the lease of the signer and signs nothing: another process has taken over the memory."
    assert [(Degree.WRONG, says)] == shut_out
    assert [] == given_back
    assert [] == told(settings, engine)


def test_a_memory_that_cannot_be_read_is_named_by_a_thorough_look(settings: Settings, engine: Engine) -> None:
    """A database that is away, which a page does not wait for; and a file that is none."""
    Lease(engine, SIGNER, "host 7").hold(AT)
    away = replace(settings, log=Log(memory="postgresql://nobody@localhost:1/nothing?connect_timeout=2"))
    thorough = [one for one in examine_machines(away, engine, AT, thorough=True) if one.degree is Degree.LOOK]
    quick = told(away, engine)
    state_of(settings).path.parent.mkdir()
    state_of(settings).path.write_text("no database " * 100)

    unread = "What the signer remembers cannot be read here: "
    assert [f"{unread}The memory of the signer cannot be reached; nothing is signed meanwhile."] == [
        one.says for one in thorough
    ]
    assert [] == quick
    assert [(Degree.LOOK, f"{unread}file is not a database")] == told(settings, engine)
