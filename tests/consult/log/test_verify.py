"""Verification: a sound log has no findings, and every kind of damage has its own."""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, func, select, text
from sqlalchemy.exc import IntegrityError

from consult.db import gate, reading, writing
from consult.log import findings as kinds
from consult.log import leaf as leaves
from consult.log import tree
from consult.log import verify as module
from consult.log.append import append, append_many
from consult.log.chain import open_chain, step_tag
from consult.log.findings import Finding, Findings
from consult.log.verify import Record, Replay, verify
from consult.models.audit import audit_chain, audit_head, audit_leaf, audit_node, audit_opening
from tests.tampering import unguard


@pytest.fixture
def filled(engine: Engine, chain: int, act: dict[str, Any]) -> Engine:
    """A log of thirteen entries in three chains, one of them empty."""
    with writing(engine) as connection:
        track = open_chain(connection, "track", case_id=1, track="addressee:FRA")
        open_chain(connection, "host")
        append_many(connection, [(chain, act), (track, act), (chain, act)])
        append_many(connection, [(chain if i % 3 else track, act) for i in range(10)])
    return engine


@contextlib.contextmanager
def unguarded(engine: Engine) -> Iterator[Connection]:
    """A transaction in which triggers and foreign keys do not watch, as for one who has the database file."""
    with engine.connect() as connection, gate(engine).held():
        if engine.dialect.name == "sqlite":
            connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            unguard(connection)
            yield connection


def ignore(_record: Record) -> Iterable[Finding]:
    """A replay that finds nothing."""
    return ()


def edit_leaf(connection: Connection) -> None:
    """One letter of a stored leaf."""
    stored = connection.execute(select(audit_leaf.c.leaf).where(audit_leaf.c.seq == 5)).scalar_one()
    place = stored.index(b'"note":"') + 8
    other = b"A" if stored[place : place + 1] != b"A" else b"B"
    change(connection, audit_leaf, audit_leaf.c.seq == 5, leaf=stored[:place] + other + stored[place + 1 :])


def change(connection: Connection, table: Any, where: Any, **values: Any) -> None:
    """Change the rows of a table."""
    connection.execute(table.update().where(where).values(**values))


def remove(connection: Connection, table: Any, where: Any) -> None:
    """Delete the rows of a table."""
    connection.execute(table.delete().where(where))


def swap_leaves(connection: Connection) -> None:
    """Two entries exchange their numbers."""
    for old, new in ((4, 99), (6, 4), (99, 6)):
        change(connection, audit_leaf, audit_leaf.c.seq == old, seq=new)


def insert_leaf(connection: Connection) -> None:
    """A well-formed entry that nobody filed, at the end."""
    key = connection.execute(select(audit_chain.c.key).where(audit_chain.c.id == 3)).scalar_one()
    sealed = leaves.seal({}, step_tag(key, 1))
    row = {"seq": 13, "leaf": sealed.leaf, "hash": sealed.hash, "tag": step_tag(key, 1), "chain_id": 3, "n": 1}
    connection.execute(audit_leaf.insert(), row)


def repeat_step(connection: Connection) -> None:
    """One step logged twice under one tag, in a table whose constraint was taken away."""
    cascade = " CASCADE" if connection.dialect.name == "postgresql" else ""
    connection.execute(text("CREATE TABLE copied AS SELECT * FROM audit_leaf"))
    connection.execute(text(f"DROP TABLE audit_leaf{cascade}"))
    connection.execute(text("ALTER TABLE copied RENAME TO audit_leaf"))
    connection.execute(
        text("INSERT INTO audit_leaf SELECT 13, leaf, hash, tag, chain_id, n FROM audit_leaf WHERE seq = 4")
    )


def re_date(connection: Connection) -> None:
    """Another date in the opening of an entry."""
    date = '{"on":"2026-11-19","recorded_at":"2026-11-20T12:00:00Z"}'
    change(connection, audit_opening, (audit_opening.c.seq == 3) & (audit_opening.c.field == "time"), value=date)


def exchange_openings(connection: Connection) -> None:
    """The opening of `from` placed under the name `to`."""
    remove(connection, audit_opening, (audit_opening.c.seq == 3) & (audit_opening.c.field == "to"))
    change(connection, audit_opening, (audit_opening.c.seq == 3) & (audit_opening.c.field == "from"), field="to")


def open_unknown(connection: Connection) -> None:
    """An opening of a field that no leaf has."""
    connection.execute(audit_opening.insert(), {"seq": 2, "field": "extra", "salt": bytes(16), "value": "1"})


def open_beyond(connection: Connection) -> None:
    """An opening of an entry that does not exist."""
    connection.execute(audit_opening.insert(), {"seq": 99, "field": "note", "salt": bytes(16), "value": "1"})


def reseal(connection: Connection, seq: int, fields: dict[str, Any], *, shape: bool = True) -> None:
    """Rewrite an entry with its hash and openings, as one would who has the whole database."""
    tag = connection.execute(select(audit_leaf.c.tag).where(audit_leaf.c.seq == seq)).scalar_one()
    sealed = leaves.seal(fields, tag)
    change(connection, audit_leaf, audit_leaf.c.seq == seq, leaf=sealed.leaf, hash=sealed.hash)
    for opening in sealed.openings:
        where = (audit_opening.c.seq == seq) & (audit_opening.c.field == opening.field)
        change(connection, audit_opening, where, salt=opening.salt, value=opening.value)


def spoil_value(connection: Connection) -> None:
    """An opening that matches its digest and is no JSON."""
    seal = leaves.digest_opening("note", bytes(16), "no json")
    stored = connection.execute(select(audit_leaf.c.leaf).where(audit_leaf.c.seq == 5)).scalar_one()
    was = leaves.read_leaf(stored)[0]["note"]
    leaf = stored.replace(was.encode(), seal.encode())
    change(connection, audit_leaf, audit_leaf.c.seq == 5, leaf=leaf, hash=tree.hash_leaf(leaf))
    where = (audit_opening.c.seq == 5) & (audit_opening.c.field == "note")
    change(connection, audit_opening, where, salt=bytes(16), value="no json")


def cut_tail(connection: Connection) -> None:
    """The last entry and its openings removed."""
    remove(connection, audit_opening, audit_opening.c.seq == 12)
    remove(connection, audit_leaf, audit_leaf.c.seq == 12)


LEAF, NODE, CHAIN = audit_leaf.c, audit_node.c, audit_chain.c
ODD_SHAPE = b'{"f":{},"v":"2"}'
DAMAGE: dict[str, tuple[Callable[[Connection], object], set[str]]] = {
    "a leaf edited": (edit_leaf, {"leaf-hash", "opening-wrong", "node-wrong", "head-peaks"}),
    "a leaf of another shape": (
        lambda c: change(c, audit_leaf, LEAF.seq == 5, leaf=ODD_SHAPE, hash=tree.hash_leaf(ODD_SHAPE)),
        {"leaf-shape", "node-wrong", "head-peaks"},
    ),
    "a hash edited": (lambda c: change(c, audit_leaf, LEAF.seq == 5, hash=bytes(32)), {"leaf-hash"}),
    "a tag edited": (lambda c: change(c, audit_leaf, LEAF.seq == 5, tag="x" * 43), {"leaf-tag", "tag-wrong"}),
    "a leaf removed": (lambda c: remove(c, audit_leaf, LEAF.seq == 5), {"seq-gap", "opening-stray", "chain-gap"}),
    "two leaves swapped": (swap_leaves, {"opening-wrong", "node-wrong", "chain-order"}),
    "a leaf inserted": (insert_leaf, {"head-size", "head-peaks", "node-missing", "chain-end"}),
    "a step logged twice": (repeat_step, {"tag-repeated", "chain-gap"}),
    "the tail cut": (cut_tail, {"head-size", "head-peaks", "chain-end"}),
    "a node edited": (
        lambda c: change(c, audit_node, (NODE.level == 2) & (NODE.idx == 1), hash=bytes(32)),
        {"node-wrong"},
    ),
    "a node removed": (lambda c: remove(c, audit_node, (NODE.level == 1) & (NODE.idx == 3)), {"node-missing"}),
    "a node added": (
        lambda c: c.execute(audit_node.insert(), {"level": 1, "idx": 6, "hash": bytes(32)}),
        {"node-extra"},
    ),
    "a node of no level": (
        lambda c: c.execute(audit_node.insert(), {"level": 0, "idx": 0, "hash": bytes(32)}),
        {"node-extra"},
    ),
    "the head removed": (lambda c: remove(c, audit_head, audit_head.c.id == 1), {"head-missing"}),
    "the head's size edited": (lambda c: change(c, audit_head, audit_head.c.id == 1, size=14), {"head-size"}),
    "the head's peaks edited": (lambda c: change(c, audit_head, audit_head.c.id == 1, peaks=bytes(96)), {"head-peaks"}),
    "an act re-dated": (re_date, {"opening-wrong"}),
    "an opening moved to another field": (exchange_openings, {"opening-wrong"}),
    "an opening of no field": (open_unknown, {"opening-stray"}),
    "an opening of no entry": (open_beyond, {"opening-stray"}),
    "an opening that is no JSON": (spoil_value, {"opening-value"}),
    "a chain's key edited": (lambda c: change(c, audit_chain, CHAIN.id == 1, key=bytes(32)), {"tag-wrong"}),
    "a chain's count edited": (lambda c: change(c, audit_chain, CHAIN.id == 1, n=3), {"chain-end"}),
    "an empty chain's count edited": (lambda c: change(c, audit_chain, CHAIN.id == 3, n=3), {"chain-end"}),
    "a chain's end edited": (lambda c: change(c, audit_chain, CHAIN.id == 1, prev=bytes(32)), {"chain-end"}),
    "a chain removed": (lambda c: remove(c, audit_chain, CHAIN.id == 1), {"chain-unknown"}),
    "a step moved to another chain": (
        lambda c: change(c, audit_leaf, LEAF.seq == 5, chain_id=3, n=1),
        {"tag-wrong", "chain-gap", "chain-end"},
    ),
    "a step renumbered": (lambda c: change(c, audit_leaf, LEAF.seq == 12, n=50), {"chain-gap", "chain-n"}),
    "an entry rewritten with another link": (lambda c: reseal(c, 2, {"n": 2, "prev": "x"}), {"chain-prev"}),
    "an entry rewritten with another number": (
        lambda c: reseal(c, 2, {"n": 7, "prev": None}),
        {"chain-n", "chain-prev"},
    ),
}


def test_an_empty_log_is_sound(engine: Engine) -> None:
    """No entries give the root of nothing and no findings."""
    with reading(engine) as connection:
        report = verify(connection)

    assert (0, tree.EMPTY_ROOT, 0, ()) == (report.size, report.root, report.chains, report.findings)
    assert report.sound


def test_a_log_that_nobody_touched_is_sound(filled: Engine) -> None:
    """Thirteen entries of three chains verify, and the root is the one over the stored hashes."""
    with reading(filled) as connection:
        report = verify(connection, replay=ignore)
        hashes = connection.execute(select(audit_leaf.c.hash).order_by(audit_leaf.c.seq)).scalars().all()

    assert () == report.findings
    assert (13, 3, 13 * 14, 0) == (report.size, report.chains, report.openings, report.erased)
    assert tree.root(tree.grow(0, (), hashes).peaks) == report.root


@pytest.mark.parametrize("chunk", [1, 2, 3, 5, 12, 13, 14])
def test_the_length_of_a_chunk_changes_nothing(filled: Engine, monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    """Read in runs of any length the same log gives the same report."""
    with reading(filled) as connection:
        whole = verify(connection)
        monkeypatch.setattr(module, "CHUNK", chunk)
        pieces = verify(connection)
        monkeypatch.setattr(module, "CHUNK", 1000)
        monkeypatch.setattr(module, "PART", chunk)
        parts = verify(connection)

    assert whole == pieces == parts


@pytest.mark.parametrize("replay", [ignore, None], ids=["replayed", "alone"])
@pytest.mark.parametrize("damage", DAMAGE, ids=lambda name: name.replace(" ", "-"))
def test_every_damage_is_found_under_its_code(filled: Engine, damage: str, replay: Replay | None) -> None:
    """Each way of changing the stored log has at least the findings that belong to it, whether every entry is read for
    a replay or only those that their openings do not give again; that a value is no JSON is seen by whoever reads it.
    """
    harm, codes = DAMAGE[damage]
    with unguarded(filled) as connection:
        harm(connection)

    with reading(filled) as connection:
        report = verify(connection, replay=replay)

    assert (codes if replay else codes - {"opening-value"}) <= {finding.code for finding in report.findings}
    assert not report.sound


def test_every_kind_of_finding_has_a_damage_that_shows_it() -> None:
    """No code is listed that these tests do not bring about."""
    assert kinds.SENTENCES.keys() == set().union(*(codes for _harm, codes in DAMAGE.values()))


def test_an_erased_opening_is_counted_and_is_no_finding(filled: Engine) -> None:
    """Erasure takes salt and value away and every proof still holds."""
    with writing(filled) as connection:
        remove(connection, audit_opening, audit_opening.c.seq == 4)

    with reading(filled) as connection:
        report = verify(connection)

    assert report.sound
    assert (13 * 14 - 14, 14) == (report.openings, report.erased)


def test_an_act_that_is_altered_among_erased_ones_is_found(filled: Engine) -> None:
    """Where some openings of a few entries are gone, those of the others are looked at as closely."""
    with writing(filled) as connection:
        remove(connection, audit_opening, (audit_opening.c.field == "person") & (audit_opening.c.seq % 3 == 0))
        remove(connection, audit_opening, audit_opening.c.seq == 8)
    with unguarded(filled) as connection:
        for seq in (3, 4, 5):
            where = (audit_opening.c.seq == seq) & (audit_opening.c.field == "note")
            change(connection, audit_opening, where, value='"altered"')

    with reading(filled) as connection:
        report = verify(connection)

    assert [("opening-wrong", seq) for seq in (3, 4, 5)] == [(each.code, each.seq) for each in report.findings]
    assert (13 * 14 - 5 - 14, 5 + 14) == (report.openings, report.erased)


def test_an_opening_of_no_entry_is_found_between_whole_ones(filled: Engine) -> None:
    """An entry is gone from the middle, and all that it said is still there."""
    with unguarded(filled) as connection:
        remove(connection, audit_leaf, audit_leaf.c.seq == 5)

    with reading(filled) as connection:
        report = verify(connection)

    strays = [each.sentence for each in report.findings if each.code == "opening-stray"]
    assert [
        f"There is an opening of {name} for entry 5, which does not exist or has no such field."
        for name in leaves.FIELDS
    ] == strays


def test_the_replay_gets_every_entry_in_order_with_what_is_open(filled: Engine, act: dict[str, Any]) -> None:
    """A replay sees number, chain, step and the opened values, and its findings join the report."""
    seen: list[Record] = []

    def replay(record: Record) -> Iterable[Finding]:
        seen.append(record)
        return [Finding("case-state", record.seq, "The case stands elsewhere.")] if record.seq == 7 else []

    with reading(filled) as connection:
        report = verify(connection, replay=replay)

    assert list(range(13)) == [record.seq for record in seen]
    assert act.items() <= seen[0].fields.items()
    assert (1, None) == (seen[0].fields["n"], seen[0].fields["prev"])
    assert (Finding("case-state", 7, "The case stands elsewhere."),) == report.findings


def test_a_log_that_others_write_to_is_verified_as_one_snapshot(
    filled: Engine, chain: int, act: dict[str, Any]
) -> None:
    """An act that is filed during the verification is not half in it."""

    def meanwhile(record: Record) -> Iterable[Finding]:
        if record.seq == 3:
            with writing(filled) as other:
                append(other, chain, act)
        return ()

    with reading(filled) as connection:
        report = verify(connection, replay=meanwhile)

    assert (13, ()) == (report.size, report.findings)


def test_of_very_many_findings_the_first_are_kept_and_all_are_counted() -> None:
    """A ruined log does not fill the memory."""
    findings = Findings()
    for seq in range(kinds.MOST_KEPT + 5):
        findings.note("leaf-hash", seq)

    assert (kinds.MOST_KEPT, kinds.MOST_KEPT + 5) == (len(findings.kept), findings.count)
    assert "Entry 0: the stored hash is not the hash of the entry." == findings.kept[0].sentence


@pytest.mark.parametrize("table", [audit_leaf, audit_node, audit_opening, audit_chain, audit_head], ids=str)
def test_the_database_refuses_to_change_what_is_recorded(filled: Engine, table: Any) -> None:
    """An UPDATE of any table of the log that does not continue it is refused by a trigger."""
    column = {"audit_chain": "key", "audit_head": "size"}.get(table.name, table.primary_key.columns.keys()[0])
    value = bytes(32) if column == "key" else 0

    with pytest.raises(IntegrityError, match=r"never changed|never shrinks"), writing(filled) as connection:
        connection.execute(table.update().values({column: value}))


@pytest.mark.parametrize("table", [audit_leaf, audit_node, audit_chain, audit_head], ids=str)
def test_the_database_refuses_to_delete_what_is_recorded(filled: Engine, table: Any) -> None:
    """A DELETE from any table of the log but the openings is refused by a trigger."""
    with pytest.raises(IntegrityError, match="rows are never deleted"), writing(filled) as connection:
        connection.execute(table.delete())

    with reading(filled) as connection:
        assert connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_the_database_refuses_a_leaf_out_of_turn(filled: Engine) -> None:
    """A leaf that leaves a gap, or stands where another stands, is refused."""
    row = {"leaf": b"x", "hash": bytes(32), "tag": "x" * 43, "chain_id": 3, "n": 1}

    for seq in (14, 12, -1):
        with pytest.raises(IntegrityError, match="Leaves are numbered without gaps"), writing(filled) as connection:
            connection.execute(audit_leaf.insert(), {**row, "seq": seq})


def test_the_database_refuses_a_head_that_does_not_follow_its_leaves(filled: Engine) -> None:
    """The head cannot run ahead of the leaves."""
    with pytest.raises(IntegrityError, match="must follow its leaves"), writing(filled) as connection:
        change(connection, audit_head, audit_head.c.id == 1, size=14)


def test_a_row_cannot_be_replaced_on_the_way_in(filled: Engine) -> None:
    """SQLite's INSERT OR REPLACE and PostgreSQL's ON CONFLICT meet the same refusal as any change."""
    if filled.dialect.name == "sqlite":
        statement = "INSERT OR REPLACE INTO audit_node (level, idx, hash) VALUES (1, 0, :hash)"
    else:
        statement = (
            "INSERT INTO audit_node (level, idx, hash) VALUES (1, 0, :hash) "
            "ON CONFLICT (level, idx) DO UPDATE SET hash = :hash"
        )

    with pytest.raises(IntegrityError, match="part of the record"), writing(filled) as connection:
        connection.execute(text(statement), {"hash": bytes(32)})
