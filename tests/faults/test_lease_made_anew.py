"""A database in which the lease of the signer begins anew, or is an older one, while the memory knows higher terms:
after a carry, after a backup was put back. The log is sealed with the next turn; whoever was paused before signs
nothing; and of a memory that somebody else moves on people are told. On SQLite with the memory in a file, on PostgreSQL
with a shared one.
"""

import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, insert

from consult import migrate
from consult.backups.making import make_backup
from consult.backups.restoring import restore
from consult.carrying import carry
from consult.db import make_engine, reading, writing
from consult.doctor.findings import Degree
from consult.doctor.machines import examine_machines
from consult.jobs.sealing import Sealing
from consult.leases import SIGNER
from consult.log.signer import NotSigned, origin_of, state_of
from consult.log.verify import verify
from consult.models.leases import LEASE
from consult.settings import Settings
from tests.faults.test_signers import (
    AT,
    Host,
    assert_one_log,
    covered,
    host,
    loop_of,
    memory_url,
    record_url,
)

__all__ = ["host", "memory_url", "record_url"]
LATER = AT + timedelta(hours=1)
ELSEWHERE = "Another process has taken over the memory of the signer without the lease of this database; nothing was"


def restarted(host: Host, times: int = 3) -> int:
    """Let as many workers sign one after the other, each ended in order; give the term of the last."""
    term = 0
    for number in range(times):
        loop = loop_of(host.settings)
        host.record()
        assert loop.take_part(AT + timedelta(minutes=number))
        assert loop.lease.term is not None
        term = loop.lease.term
        end(loop)
    return term


def end(*loops: Sealing) -> None:
    """End loops in order, with their databases."""
    for loop in loops:
        loop.stop()
        loop.engine.dispose()


def two_loops(host: Host) -> tuple[Sealing, Sealing]:
    """Make the loops of two machines, for which no time passes: each trusts in the lease that it has."""
    old, new = loop_of(host.settings), loop_of(host.settings)
    new.lease.holder = "another machine 1"
    for loop in (old, new):
        loop.lease.passing = lambda: 0.0
    return old, new


def lose_lease(host: Host) -> None:
    """Make the database one that nobody has signed from, as a carry does."""
    with writing(host.engine) as connection:
        connection.execute(delete(LEASE))


def assert_sealed_with_the_next_turn(host: Host, term: int) -> None:
    """A worker of this database signs all that is there in one turn, under a term beyond all that were."""
    host.record()
    loop = loop_of(host.settings)
    assert loop.take_part(LATER)
    assert host.holder()[1] > term
    end(loop)
    with reading(host.engine) as connection:
        report = verify(connection)
    assert report.sound
    assert report.size == covered(host)
    assert_one_log(host)


def test_a_log_whose_lease_began_anew_is_sealed_with_the_next_turn(host: Host) -> None:
    """Three workers one after the other, then a database without the row."""
    term = restarted(host)
    lose_lease(host)

    assert term >= 3
    assert_sealed_with_the_next_turn(host, term)


def test_a_log_whose_lease_is_an_older_one_is_sealed_when_that_has_stood_still(host: Host) -> None:
    """PostgreSQL put back as it was under the first of three workers, who still has the lease there and is gone."""
    term = restarted(host)
    lose_lease(host)
    with writing(host.engine) as connection:
        connection.execute(insert(LEASE).values(name=SIGNER, holder="gone 1", term=1, beat=7, at=AT))
    host.record()
    size, passed = covered(host), [0.0]
    loop = loop_of(host.settings)
    loop.lease.passing = lambda: passed[0]
    loop.take_part(LATER)
    before = covered(host)
    passed[0] = loop.lease.seconds
    assert loop.take_part(LATER)
    end(loop)

    assert size == before, "the lease has not stood still yet"
    assert_sealed_with_the_next_turn(host, term + 1)


@pytest.mark.postgres
def test_a_record_that_was_carried_to_another_database_is_sealed_with_the_next_turn(
    tmp_path: Path, record_url: str
) -> None:
    """From SQLite to PostgreSQL, with the memory in the file that it was in."""
    settings = Settings.for_tests(tmp_path, database_url=f"sqlite:///{tmp_path / 'before.sqlite'}")
    before = Host(settings, make_engine(settings.database_url))
    migrate.upgrade(before.engine)
    term = restarted(before)
    after = Host(replace(settings, database_url=record_url), make_engine(record_url))
    migrate.upgrade(after.engine)
    with reading(before.engine) as source, writing(after.engine) as target:
        carry(source, target)
    none = after.holder()

    assert ("", 0) == none
    assert_sealed_with_the_next_turn(after, term)
    for one in (before, after):
        one.engine.dispose()


def test_a_record_that_was_put_back_from_a_backup_is_sealed_with_the_next_turn(host: Host, tmp_path: Path) -> None:
    """The backup is made while the first worker has the lease; two more sign what was there already."""
    first = loop_of(host.settings)
    host.record()
    assert first.take_part(AT)
    make_backup(host.settings, host.engine, tmp_path / "b.zip", AT)
    end(first)
    for number in (1, 2):
        loop = loop_of(host.settings)
        assert loop.take_part(AT + timedelta(days=number))
        term = loop.lease.term
        end(loop)
    assert term == 3
    with writing(host.engine) as connection:
        url = connection.engine.url
    host.engine.dispose()
    if url.get_backend_name() == "sqlite":
        Path(str(url.database)).unlink()
        back = host.settings
    else:
        back = replace(host.settings, database_url=f"sqlite:///{tmp_path / 'back.sqlite'}")
    restore(back, tmp_path / "b.zip", None, LATER)
    there = Host(back, make_engine(back.database_url))

    assert ("", 0) == there.holder()
    assert_sealed_with_the_next_turn(there, term)
    there.engine.dispose()


def test_whoever_was_paused_over_the_lease_that_was_is_shut_out_by_the_one_that_began_anew(host: Host) -> None:
    """He has drawn a signature and sleeps; the row is made anew and another takes it; he wakes, signs nothing, says
    nothing, and publishes what the other one signs."""
    host.record()
    old, new = two_loops(host)
    assert old.take_part(AT)
    signer, last = old._signer(), state_of(host.settings).last(origin_of(host.settings))
    assert last is not None
    drawn = replace(last, note=signer.sign(last.size, last.root), at=AT + timedelta(minutes=1))
    lose_lease(host)
    assert new._holds(LATER)
    host.record()
    for does in (lambda: signer.remember(last, drawn), lambda: old.take_part(LATER)):
        with pytest.raises(NotSigned, match=r"Another process has taken over the signing; nothing was signed") as told:
            does()
        assert "lease-lost" == told.value.code
    assert state_of(host.settings).last(origin_of(host.settings)) == last
    assert new.take_part(LATER)
    assert old.take_part(LATER), "it follows"
    assert new.lease.term == host.holder()[1]
    end(old, new)
    assert_one_log(host)


def test_no_two_processes_sign_under_one_term(host: Host) -> None:
    """One took a lease and was paused before it told the memory; the row was put back, another took the same term."""
    host.record()
    old, new = two_loops(host)
    old.lease.hold(AT)
    lose_lease(host)
    assert new.take_part(AT)
    same = (old.lease.term, new.lease.term)
    with pytest.raises(NotSigned, match=r"Another process has taken over the signing; nothing was signed"):
        old._holds(AT)
    end(new, old)

    assert (1, 1) == same
    assert_one_log(host)


def test_a_memory_that_somebody_else_has_taken_over_is_told_of_and_taken_back(
    host: Host, caplog: pytest.LogCaptureFixture
) -> None:
    """Another installation over a copy of the settings fences the memory: whoever has the lease here says so once,
    gives it back, publishes meanwhile, and signs under a later term; `consult doctor` says so as long as nobody has."""
    host.record()
    loop = loop_of(host.settings)
    assert loop.take_part(AT)
    state_of(host.settings).fence(41)
    host.record()
    found = [one for one in examine_machines(host.settings, host.engine, AT, thorough=True) if "memory" in one.says]
    loop.lease.seconds = 3600.0
    with (
        caplog.at_level(logging.INFO, "consult.jobs"),
        pytest.raises(NotSigned, match=ELSEWHERE) as told,
    ):
        loop.take_part(LATER)
    for _turn in range(2):
        loop._say(told.value)
    size, free = covered(host), host.holder()[0]
    assert loop.take_part(LATER), "it publishes what is there"
    assert (size, "") == (covered(host), host.holder()[0])
    loop._stands_from = 0.0
    assert loop.take_part(LATER)

    assert "lease-elsewhere" == told.value.code
    says = "has the lease of the signer and signs nothing: another process has taken over the memory."
    assert [Degree.WRONG] == [one.degree for one in found if one.says.endswith(says)]
    assert 1 == len(caplog.records)
    assert ELSEWHERE in caplog.records[0].getMessage()
    assert "" == free, "another worker may try"
    assert (42, True) == (host.holder()[1], covered(host) > size)
    end(loop)
    assert_one_log(host)
