"""Recovery after a restored backup: the entries that it lacks are read back from an export, and the log goes on.

The checkpoint of the export has to bear the log's own signature, and the entries that are read back, behind those that
the database has, have to give the root that was signed; anything else is refused and changes nothing. What the export
holds of entries that are here already is not looked at. An entry that is read back has its leaf and its place in the
tree, but no opening: what it said is gone here, unless a party still has its own. Its tag says which chain it is a step
of, where that chain's key is in the backup: the chain goes on behind it and no step is logged twice. Others stand in a
chain of their own. An entry of the host's chain says which entries came back.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update

from consult.db import reading, writing
from consult.i18n import _
from consult.log import own, tree
from consult.log.append import split_peaks
from consult.log.chain import RECOVERED, Chain, lock_chain, move_chains, open_chain, step_tag
from consult.log.head import latest
from consult.log.nodes import root_at
from consult.log.sealing import name_keys, store_note
from consult.log.signer import NotSigned, Signed, Signer
from consult.log.verifier import (
    TILE_WIDTH,
    Checkpoint,
    Rejected,
    Source,
    Unchecked,
    check_export,
    entries_path,
    open_checkpoint,
    read_leaf,
    read_note,
    read_policy,
    split_bundle,
)
from consult.models.audit import audit_chain, audit_head, audit_leaf, audit_node
from consult.models.logbook import AUDIT_ENTRY
from workflows.kernel.frozen import dataclass

_HEAD = select(audit_head.c.size, audit_head.c.peaks).where(audit_head.c.id == 1).with_for_update()
_CHAINS = select(audit_chain.c.id, audit_chain.c.n, audit_chain.c.prev, audit_chain.c.key).execution_options(
    yield_per=1000
)
_RECOVERIES = select(AUDIT_ENTRY.c.body).where(AUDIT_ENTRY.c.kind == "recovery", AUDIT_ENTRY.c.party.is_(None))


@dataclass(frozen=True, slots=True)
class Recovered:
    """What a recovery did: the size that was there, the size that the export has, and how many entries found their
    chain again.
    """

    before: int
    size: int
    joined: int


def recover(engine: Engine, signer: Signer, source: Source, at: datetime) -> Recovered:
    """Read back from an export what the database lacks. NotSigned where the export does not continue the database, or
    is older than what was signed; the verifier's Rejected or Unchecked where the export itself does not hold.
    """
    policy = read_policy("".join(f"log {key.vkey}\n" for key in signer.keys) + "quorum none\n")
    found = open_checkpoint(read_note(source), policy).checkpoint
    last = signer.state.last(signer.origin)
    _refuse_older(engine, signer, found, last)
    try:
        done = _bring_in(engine, signer, source, found, at)
    except (NotSigned, Rejected, Unchecked):
        check_export(source, policy)  # what is wrong with the export itself is said first
        raise
    if last is None or last.size < found.size:
        before, last = last, Signed(found.size, found.root, signer.sign(found.size, found.root), at)
        signer.remember(before, last)
    with reading(engine) as connection:
        stored = latest(connection, signer.origin)
    if stored is None:
        store_note(engine, last)
    return done


def _bring_in(engine: Engine, signer: Signer, source: Source, found: Checkpoint, at: datetime) -> Recovered:
    """Bring the database up to the checkpoint of an export, or refuse one that does not continue it."""
    with writing(engine) as connection:
        head = connection.execute(_HEAD).one()
        if head.size >= found.size:
            _refuse_different(root_at(connection, found.size), found)
            return Recovered(head.size, head.size, 0)
        done = _read_back(connection, source, head, found)
        body = {"first": done.before, "end": done.size, "origin": signer.origin, "root": found.root.hex()}
        own.record(connection, own.Own("recovery", None, body, at))
        name_keys(connection, signer, [key.vkey for key in signer.keys], at)  # a copy from before the first note
    return done


def _refuse_older(engine: Engine, signer: Signer, found: Checkpoint, last: Signed | None) -> None:
    """Refuse an export that does not reach what was signed: what it lacks is not to be had from it."""
    with reading(engine) as connection:
        stored = latest(connection, signer.origin)
    signed = max(last.size if last else 0, stored.size if stored else 0)
    if found.size < signed:
        sentence = _(
            "The export holds %(size)s entries, but %(signed)s were signed. A newer export is needed.",
            size=found.size,
            signed=signed,
        )
        raise NotSigned("export-older", sentence)
    if last is not None and last.size == found.size:
        _refuse_different(last.root, found)


def _refuse_different(root: bytes, found: Checkpoint) -> None:
    if root != found.root:
        sentence = _("The export is not a continuation of this database: up to entry %(size)s they differ.")
        raise NotSigned("export-differs", sentence % {"size": found.size})


def _read_back(connection: Connection, source: Source, head: Any, found: Checkpoint) -> Recovered:
    """Append the leaves that the database lacks, with the nodes over them, and move chains and head behind them."""
    chains = _Chains(connection, source, _tags(source, head.size, found.size))
    size, peaks = head.size, split_peaks(head.peaks)
    for leaves in _bundles(source, size, found.size):
        hashes = [tree.hash_leaf(leaf) for leaf in leaves]
        growth = tree.grow(size, peaks, hashes)
        rows = [
            {"seq": seq, "leaf": leaf, "hash": value, **chains.place(leaf, value)}
            for seq, (leaf, value) in enumerate(zip(leaves, hashes, strict=True), size)
        ]
        connection.execute(insert(audit_leaf), rows)
        if growth.nodes:
            nodes = [{"level": level, "idx": index, "hash": value} for level, index, value in growth.nodes]
            connection.execute(insert(audit_node), nodes)
        size, peaks = growth.size, growth.peaks
    _refuse_different(tree.root(peaks), found)
    chains.move()
    connection.execute(update(audit_head).where(audit_head.c.id == 1).values(size=size, peaks=b"".join(peaks)))
    return Recovered(head.size, size, chains.joined)


def _tags(source: Source, first: int, end: int) -> set[str]:
    """Give the tags of the leaves that are to be read back: few, beside all chains that there are."""
    return {read_leaf(leaf)[1] for leaves in _bundles(source, first, end) for leaf in leaves}


def _bundles(source: Source, first: int, end: int) -> Iterator[list[bytes]]:
    """Yield the leaves from a number up to another, bundle by bundle, out of an export."""
    for index in range(first // TILE_WIDTH, -(-end // TILE_WIDTH)):
        width = min(TILE_WIDTH, end - index * TILE_WIDTH)
        data, held = source.read(entries_path(index, width)), width
        if data is None:
            data, held = source.read(entries_path(index)), TILE_WIDTH
        leaves = split_bundle(data or b"", held, entries_path(index, width))
        yield list(leaves[max(0, first - index * TILE_WIDTH) : width])


class _Chains:
    """Finds the chain of a leaf by its tag: that of the next step of a chain whose key is here."""

    def __init__(self, connection: Connection, source: Source, tags: set[str]) -> None:
        """Compute the next tag of every chain, and keep those whose next step is among the tags that are read back."""
        self.connection, self.source, self.tags, self.joined = connection, source, tags, 0
        self.moved: dict[int, Chain] = {}
        self.next = {
            tag: Chain(number, n, prev, key)
            for number, n, prev, key in connection.execute(_CHAINS)
            if (tag := step_tag(key, n + 1)) in tags
        }
        self.other: Chain | None = None

    def place(self, leaf: bytes, value: bytes) -> dict[str, Any]:
        """Give chain, step and tag of a leaf, and move its chain behind it."""
        _digests, tag = read_leaf(leaf)
        if tag not in self.tags:  # another one than a moment ago: its chain may not have been looked for
            raise Unchecked("unstable", place=self.source.place)
        chain = self.next.pop(tag, None)
        if chain is None:
            chain = self._other()
        else:
            self.joined += 1
            self.next[step_tag(chain.key, chain.n + 2)] = chain
        chain.n, chain.prev = chain.n + 1, value
        self.moved[chain.id] = chain
        return {"chain_id": chain.id, "n": chain.n, "tag": tag}

    def _other(self) -> Chain:
        """Open the chain of those that no chain of this database is known for."""
        if self.other is None:
            number = open_chain(self.connection, "host", party=RECOVERED.rpartition("/")[2])
            self.other = lock_chain(self.connection, number)
            self.next.pop(step_tag(self.other.key, self.other.n + 1), None)
        return self.other

    def move(self) -> None:
        """Store how far each chain has come."""
        move_chains(self.connection, [self.moved[number] for number in sorted(self.moved)])


def recovered(connection: Connection) -> list[range]:
    """Give the numbers of the entries that were ever read back, one range a recovery."""
    bodies = [json.loads(body) for body in connection.execute(_RECOVERIES).scalars()]
    return [range(int(body["first"]), int(body["end"])) for body in bodies]
