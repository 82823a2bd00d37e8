"""Appending to the log, in the transaction of the act itself.

The chain's row is locked first and the head of the log last, so that on PostgreSQL others wait only for the end of the
transaction; on SQLite one writer holds the gate. Statements are built once, at import. Nothing is signed here: signing
comes after the commit, because a leaf that was signed and then rolled back would be a fork. Append once in a
transaction (`append_many` for several leaves): a second call would take chains after the head, and two such
transactions could wait for each other.
"""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, insert, literal_column, select, update

from consult.fixed import Fixed
from consult.i18n import _
from consult.log import tree
from consult.log.chain import Chain, lock_chains, move_chains, step_tag, write_hash
from consult.log.leaf import FIELDS, RandomBytes, Sealed, Unsealable, seal
from consult.models.audit import audit_head, audit_leaf, audit_node, audit_opening

_LOCK_HEAD = Fixed(select(audit_head.c.size, audit_head.c.peaks).where(audit_head.c.id == 1).with_for_update())
_MOVE_HEAD = Fixed(
    update(audit_head).where(audit_head.c.id == 1).values(size=bindparam("now_size"), peaks=bindparam("now_peaks"))
)
_LEAF, _NODE = Fixed(insert(audit_leaf)), Fixed(insert(audit_node))
# All openings of one leaf in one statement: fourteen statements would cost PostgreSQL several times as much.
_OPENINGS = Fixed(
    insert(audit_opening).values(
        [
            {
                "seq": bindparam("seq"),
                "field": literal_column(f"'{name}'"),
                "salt": bindparam(f"{name}_salt"),
                "value": bindparam(f"{name}_value"),
            }
            for name in FIELDS
        ]
    )
)
_COLUMNS = {name: (f"{name}_salt", f"{name}_value") for name in FIELDS}


class NoHead(LookupError):
    """The log was never started in this database."""


class Entry(NamedTuple):
    """Where an act stands in the log: number, leaf hash, number within its chain, tag."""

    seq: int
    hash: bytes
    n: int
    tag: str


class _Step(NamedTuple):
    """A sealed leaf before it has its number in the log."""

    chain: int
    n: int
    tag: str
    sealed: Sealed


def start_log(connection: Connection) -> None:
    """Write the head of an empty log, once in the life of a database."""
    connection.execute(insert(audit_head), {"id": 1, "size": 0, "peaks": b""})


def append(
    connection: Connection,
    chain_id: int,
    fields: Mapping[str, Any],
    *,
    random: RandomBytes = secrets.token_bytes,
) -> Entry:
    """Append one leaf to a chain; `fields` are all but `n` and `prev`, one left out is sealed as null."""
    return append_many(connection, [(chain_id, fields)], random=random)[0]


def append_many(
    connection: Connection,
    steps: Sequence[tuple[int, Mapping[str, Any]]],
    *,
    random: RandomBytes = secrets.token_bytes,
) -> list[Entry]:
    """Append leaves in the order given, each to its chain, under one movement of the head."""
    chains = lock_chains(connection, {chain for chain, _fields in steps})
    sealed = [_seal_step(chains[chain], fields, random) for chain, fields in steps]
    move_chains(connection, chains.values())
    return _write(connection, sealed) if sealed else []


def _seal_step(chain: Chain, fields: Mapping[str, Any], random: RandomBytes) -> _Step:
    """Seal the next step of a locked chain and advance it."""
    if not fields.keys().isdisjoint(("n", "prev")):
        raise Unsealable(_("The chain itself says what n and prev are."))
    n = chain.n + 1
    tag = step_tag(chain.key, n)
    prev = None if chain.prev is None else write_hash(chain.prev)
    sealed = seal({**fields, "n": n, "prev": prev}, tag, random=random)
    chain.n, chain.prev = n, sealed.hash
    return _Step(chain.id, n, tag, sealed)


def _write(connection: Connection, steps: Sequence[_Step]) -> list[Entry]:
    """Lock the head, number the leaves and write them with their openings, nodes and the new head."""
    head = _LOCK_HEAD.first(connection, {})
    if head is None:
        raise NoHead(_("The log has no head; was the database set up?"))
    size, peaks = head
    growth = tree.grow(size, split_peaks(peaks), [step.sealed.hash for step in steps])
    entries = [Entry(size + i, step.sealed.hash, step.n, step.tag) for i, step in enumerate(steps)]
    _LEAF.run_many(connection, [_leaf_row(entry, step) for entry, step in zip(entries, steps, strict=True)])
    _OPENINGS.run_many(connection, [_opening_row(entry, step) for entry, step in zip(entries, steps, strict=True)])
    if growth.nodes:
        _NODE.run_many(connection, [{"level": level, "idx": index, "hash": h} for level, index, h in growth.nodes])
    _MOVE_HEAD.run(connection, {"now_size": growth.size, "now_peaks": b"".join(growth.peaks)})
    return entries


def _leaf_row(entry: Entry, step: _Step) -> dict[str, Any]:
    return {
        "seq": entry.seq,
        "leaf": step.sealed.leaf,
        "hash": entry.hash,
        "tag": entry.tag,
        "chain_id": step.chain,
        "n": entry.n,
    }


def _opening_row(entry: Entry, step: _Step) -> dict[str, Any]:
    row: dict[str, Any] = {"seq": entry.seq}
    for name, salt, value in step.sealed.openings:
        of_salt, of_value = _COLUMNS[name]
        row[of_salt], row[of_value] = salt, value
    return row


def split_peaks(joined: bytes) -> tuple[bytes, ...]:
    """Return the peaks of a stored head, largest first."""
    return tuple(joined[i : i + tree.HASH_BYTES] for i in range(0, len(joined), tree.HASH_BYTES))
