"""Chains: the acts that one audience sees, linked and counted so that it can prove that none is kept from it.

A chain has a random key that only its audience is given. Step n bears a tag, HMAC-SHA-256 of the key over the words
"chain-step/v1" and n as eight bytes, largest first: outsiders cannot link two tags, the audience can compute every one,
and a repeated tag is visible to all. Each step also names the leaf hash of the step before it. The number of chains and
what they belong to is private. Not modelled: handing keys to parties.
"""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from consult.fixed import Fixed
from consult.i18n import _
from consult.log.leaf import RandomBytes
from consult.log.verifier import step_tag, write_hash
from consult.models.audit import CHAIN_KINDS, audit_chain

__all__ = [
    "KEY_BYTES",
    "RECOVERED",
    "Chain",
    "NoChain",
    "end_of_chain",
    "lock_chain",
    "lock_chains",
    "move_chains",
    "open_chain",
    "step_tag",
    "write_hash",
]

KEY_BYTES = 32
MANY = 8
"""Chains from which on one statement for all costs less than one for each."""
# The chain beside the host's in which entries stand that came back from an export and whose own chain is lost.
RECOVERED = "host///recovered"

_LOCK = Fixed(
    select(audit_chain.c.n, audit_chain.c.prev, audit_chain.c.key)
    .where(audit_chain.c.id == bindparam("chain"))
    .with_for_update()
)
_LOCK_MANY = (
    select(audit_chain.c.id, audit_chain.c.n, audit_chain.c.prev, audit_chain.c.key)
    .where(audit_chain.c.id.in_(bindparam("chains", expanding=True)))
    .order_by(audit_chain.c.id)
    .with_for_update()
)
_MOVE = Fixed(
    update(audit_chain)
    .where(audit_chain.c.id == bindparam("chain"))
    .values(n=bindparam("now_n"), prev=bindparam("now_prev"))
)
_FIND = Fixed(select(audit_chain.c.id).where(audit_chain.c.audience == bindparam("of")))
_NEW_COLUMNS = ("kind", "case_id", "track", "party", "parent", "audience", "key", "n")
_NEW = {
    name: Fixed(
        kind.insert(audit_chain)
        .values({column: bindparam(column) for column in _NEW_COLUMNS})
        .on_conflict_do_nothing(index_elements=["audience"])
    )
    for name, kind in (("sqlite", sqlite), ("postgresql", postgresql))
}
_PLACE = Fixed(select(audit_chain.c.n, audit_chain.c.prev).where(audit_chain.c.audience == bindparam("of")))


class NoChain(LookupError):
    """There is no such chain."""


@dataclass(slots=True)
class Chain:
    """A chain whose row this transaction has locked: how far it has come, and its key."""

    id: int
    n: int
    prev: bytes | None
    key: bytes


def open_chain(
    connection: Connection,
    kind: str,
    *,
    case_id: int | None = None,
    track: str | None = None,
    party: str | None = None,
    parent: int | None = None,
    random: RandomBytes = secrets.token_bytes,
) -> int:
    """Return the id of the chain of an audience, opened with a fresh key if it is new."""
    if kind not in CHAIN_KINDS:
        raise ValueError(_("'%(kind)s' is not a kind of chain.", kind=kind))
    audience = _audience(kind, case_id, track, party)
    if found := _FIND.first(connection, {"of": audience}):
        return int(found[0])
    where = {"kind": kind, "case_id": case_id, "track": track, "party": party, "parent": parent}
    new = {**where, "audience": audience, "key": random(KEY_BYTES), "n": 0}
    _NEW[connection.dialect.name].run(connection, new)
    if found := _FIND.first(connection, {"of": audience}):
        return int(found[0])
    raise NoChain(_("There is no chain of %(audience)s.", audience=audience))


def end_of_chain(
    connection: Connection,
    kind: str,
    *,
    case_id: int | None = None,
    track: str | None = None,
    party: str | None = None,
) -> tuple[int, str | None]:
    """Return how many steps the chain of an audience has and the hash of its last leaf; none where it is not open."""
    found = _PLACE.first(connection, {"of": _audience(kind, case_id, track, party)})
    return (int(found[0]), write_hash(found[1]) if found[1] is not None else None) if found else (0, None)


def _audience(kind: str, case_id: int | None, track: str | None, party: str | None) -> str:
    return "/".join((kind, str(case_id or ""), track or "", party or ""))


def lock_chain(connection: Connection, chain_id: int) -> Chain:
    """Read a chain and keep others from moving it until this transaction ends."""
    row = _LOCK.first(connection, {"chain": chain_id})
    if row is None:
        raise NoChain(_("There is no chain %(chain)s.", chain=chain_id))
    return Chain(chain_id, *row)


def lock_chains(connection: Connection, ids: Collection[int]) -> dict[int, Chain]:
    """Read chains and keep others from moving them, in the order of their numbers; many with one statement, since each
    is a way to the database and back."""
    if len(ids) < MANY:
        return {each: lock_chain(connection, each) for each in sorted(ids)}
    found = connection.execute(_LOCK_MANY, {"chains": sorted(ids)})
    chains = {row.id: Chain(*row) for row in found}
    for each in ids:
        if each not in chains:
            raise NoChain(_("There is no chain %(chain)s.", chain=each))
    return chains


def move_chains(connection: Connection, chains: Iterable[Chain]) -> None:
    """Store how far locked chains have come."""
    moved = [{"chain": chain.id, "now_n": chain.n, "now_prev": chain.prev} for chain in chains]
    if moved:
        _MOVE.run_many(connection, moved)
