"""Appending: numbers, links and tags, all or nothing, and nobody lost among many."""

import hashlib
import hmac
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import IntegrityError

from consult.db import Crossed, make_engine, reading, writing
from consult.log import tree
from consult.log.append import Entry, NoHead, append, append_many, split_peaks, start_log
from consult.log.chain import NoChain, open_chain, step_tag, write_hash
from consult.log.leaf import Unsealable
from consult.log.verify import verify
from consult.models.audit import audit_chain, audit_head, audit_leaf, audit_node, audit_opening
from consult.models.base import metadata
from tests import databases


def test_entries_are_numbered_from_nought_and_steps_from_one(engine: Engine, chain: int, act: dict[str, Any]) -> None:
    """Two chains share the numbers of the log and count their own steps."""
    with writing(engine) as connection:
        other = open_chain(connection, "track", case_id=1, track="addressee:FRA")
        entries = append_many(connection, [(chain, act), (other, act), (chain, act)])

    assert [(0, 1), (1, 1), (2, 2)] == [(entry.seq, entry.n) for entry in entries]


def test_each_step_names_the_one_before_it(engine: Engine, chain: int, act: dict[str, Any]) -> None:
    """The opened `prev` is the hash of the chain's last leaf, and nothing at the first."""
    with writing(engine) as connection:
        first = append(connection, chain, act)
    with writing(engine) as connection:
        append(connection, chain, act)

    assert ["null", f'"{write_hash(first.hash)}"'] == opened(engine, "prev")
    assert ["1", "2"] == opened(engine, "n")


def opened(engine: Engine, name: str) -> list[str]:
    """The stored values of a field in the order of the log."""
    query = select(audit_opening.c.value).where(audit_opening.c.field == name).order_by(audit_opening.c.seq)
    with reading(engine) as connection:
        return list(connection.execute(query).scalars())


def test_a_tag_can_be_computed_by_whoever_has_the_key(engine: Engine, chain: int, act: dict[str, Any]) -> None:
    """The tag is the keyed hash of purpose and step number, as the standard library computes it."""
    with writing(engine) as connection:
        entries = append_many(connection, [(chain, act), (chain, act)])
        key = connection.execute(select(audit_chain.c.key)).scalar_one()

    message = b"chain-step/v1" + bytes([0, 0, 0, 0, 0, 0, 0, 2])
    assert write_hash(hmac.new(key, message, hashlib.sha256).digest()) == entries[1].tag
    assert 43 == len(step_tag(key, 1))


def test_the_head_follows_the_leaves(engine: Engine, chain: int, act: dict[str, Any]) -> None:
    """After each append the head has size and peaks of a tree over the stored hashes."""
    with writing(engine) as connection:
        append_many(connection, [(chain, act)] * 5)
    with writing(engine) as connection:
        append(connection, chain, act)

    with reading(engine) as connection:
        size, peaks = connection.execute(select(audit_head.c.size, audit_head.c.peaks)).one()
        hashes = connection.execute(select(audit_leaf.c.hash).order_by(audit_leaf.c.seq)).scalars().all()
        nodes = connection.execute(select(func.count()).select_from(audit_node)).scalar_one()
    assert tree.grow(0, (), hashes) == tree.Growth(size, split_peaks(peaks), tree.grow(0, (), hashes).nodes)
    assert (6, 4) == (size, nodes)


def test_an_append_that_is_undone_leaves_nothing(engine: Engine, chain: int, act: dict[str, Any]) -> None:
    """When the transaction of the act fails, leaf, openings, nodes, chain and head are as before."""
    with writing(engine) as connection:
        append(connection, chain, act)
    before = contents(engine)

    with pytest.raises(Unsealable), writing(engine) as connection:
        fail_after(append(connection, chain, act))

    assert before == contents(engine)


def fail_after(entry: Entry) -> None:
    """Whatever goes wrong in an act after its entry was written."""
    raise Unsealable(f"entry {entry.seq}")


def contents(engine: Engine) -> list[list[Any]]:
    """Every row of the log."""
    tables = (audit_chain, audit_head, audit_leaf, audit_node, audit_opening)
    with reading(engine) as connection:
        return [sorted(map(tuple, connection.execute(select(table)).all()), key=repr) for table in tables]


def test_nothing_to_append_changes_nothing(engine: Engine) -> None:
    """No steps give no entries and leave the head alone."""
    with writing(engine) as connection:
        assert [] == append_many(connection, [])
        assert 0 == connection.execute(select(audit_head.c.size)).scalar_one()


def test_a_chain_that_does_not_exist_is_refused(engine: Engine, act: dict[str, Any]) -> None:
    """An append to an unknown chain says so."""
    with pytest.raises(NoChain, match="There is no chain 77"), writing(engine) as connection:
        append(connection, 77, act)


@pytest.mark.parametrize("name", ["n", "prev"])
def test_what_the_chain_says_cannot_be_given(engine: Engine, chain: int, act: dict[str, Any], name: str) -> None:
    """Number and link come from the chain, never from the caller."""
    with pytest.raises(Unsealable, match="The chain itself says"), writing(engine) as connection:
        append(connection, chain, {**act, name: 1})


def test_a_log_is_started_once(engine: Engine) -> None:
    """A second head cannot be written."""
    with pytest.raises((IntegrityError, Crossed)), writing(engine) as connection:
        start_log(connection)


def test_a_log_without_a_head_is_refused(tmp_path: Path, act: dict[str, Any]) -> None:
    """An append to a database that was not set up says what is missing, and writes nothing."""
    engine = make_engine(databases.at(tmp_path / "bare.sqlite"))
    with writing(engine) as connection:
        metadata.create_all(connection, tables=[audit_chain, audit_head, audit_leaf, audit_node, audit_opening])
        chain = open_chain(connection, "host")

    with pytest.raises(NoHead, match="The log has no head"), writing(engine) as connection:
        append(connection, chain, act)

    assert [] == contents(engine)[2]
    engine.dispose()


def test_an_audience_has_one_chain(engine: Engine) -> None:
    """Opening the same audience again gives the same chain, another audience another."""
    with writing(engine) as connection:
        chains = [
            open_chain(connection, "case", case_id=1),
            open_chain(connection, "case", case_id=1),
            open_chain(connection, "case", case_id=2),
            open_chain(connection, "delegation", case_id=1, party="JPN"),
            open_chain(connection, "party", party="JPN"),
            open_chain(connection, "host"),
            open_chain(connection, "host"),
        ]
        keys = set(connection.execute(select(audit_chain.c.key)).scalars())

    assert chains[0] == chains[1]
    assert chains[5] == chains[6]
    assert 5 == len(set(chains)) == len(keys)


def test_a_kind_of_chain_that_does_not_exist_is_refused(engine: Engine) -> None:
    """A misspelt kind is named."""
    with pytest.raises(ValueError, match="'cases' is not a kind of chain"), writing(engine) as connection:
        open_chain(connection, "cases")


def test_four_writers_at_once_lose_nothing(engine: Engine, chain: int, act: dict[str, Any]) -> None:
    """Four threads with fifty acts each, on a shared chain and one of their own, make two hundred sound entries."""

    def write(own: int) -> None:
        for i in range(50):
            with writing(engine) as connection:
                append(connection, own if i % 2 else chain, act)

    with writing(engine) as connection:
        chains = [open_chain(connection, "case", case_id=2 + i) for i in range(4)]
    threads = [threading.Thread(target=write, args=(each,)) for each in chains]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with reading(engine) as connection:
        report = verify(connection)
        assert (200, 5, ()) == (report.size, report.chains, report.findings)
        assert [100, 25, 25, 25, 25] == steps(connection)


def steps(connection: Connection) -> list[int]:
    """How far each chain has come."""
    return list(connection.execute(select(audit_chain.c.n).order_by(audit_chain.c.id)).scalars())
