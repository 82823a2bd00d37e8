"""Which chains a viewer holds the key of: those of whose whole audience it is, and of which it may see every step.

The key lets its holder compute the tag of every step, and so find out that one is kept from it. Whoever joined a case
after others had talked in it is given no key of the case's chain: it would tell how much was said before.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, and_, bindparam, not_, or_, select

from consult.models.audit import audit_chain, audit_leaf
from consult.models.cases import ACT, ACT_LEAF, CASES
from consult.visibility import SEALED, Membership, Viewer, reads_own_chain, recorded_condition
from workflows.kernel.frozen import dataclass

_COLUMNS = (
    audit_chain.c.id,
    audit_chain.c.kind,
    audit_chain.c.case_id,
    audit_chain.c.track,
    audit_chain.c.party,
    audit_chain.c.key,
    audit_chain.c.n,
)
_OF_CASE = select(*_COLUMNS).where(audit_chain.c.case_id == bindparam("case")).order_by(audit_chain.c.id)
_HOST = audit_chain.c.kind == "host"
_PARTY = and_(audit_chain.c.kind == "party", audit_chain.c.party == bindparam("of"))
_HIDDEN = select(ACT.c.id).select_from(
    audit_leaf.join(ACT_LEAF, ACT_LEAF.c.seq == audit_leaf.c.seq)
    .join(ACT, ACT.c.id == ACT_LEAF.c.act_id)
    .join(CASES, CASES.c.id == ACT.c.case_id)
)


@dataclass(frozen=True, slots=True)
class Held:
    """A chain whose key a viewer holds: its number, its kind, the key, and how many steps it has."""

    id: int
    kind: str
    key: bytes
    steps: int


def chains_held(connection: Connection, viewer: Viewer, membership: Membership, case: Any) -> list[Held]:
    """Give the chains of a case whose key a viewer holds, the oldest first."""
    rows = connection.execute(_OF_CASE, {"case": case.id}).all()
    return _held(row for row in rows if _holds(connection, viewer, membership, case, row))


def own_chains(connection: Connection, viewer: Viewer) -> list[Held]:
    """Give the chain of a viewer's own party, if it reads all of that, and the host's, which every party may read."""
    mine = or_(_HOST, _PARTY) if reads_own_chain(viewer) else _HOST
    return _held(
        connection.execute(select(*_COLUMNS).where(mine).order_by(audit_chain.c.id), {"of": viewer.party}).all()
    )


def _holds(connection: Connection, viewer: Viewer, membership: Membership, case: Any, chain: Any) -> bool:
    """Say whether a viewer is of a chain's whole audience, and no step of it is hidden from it."""
    return _is_of_audience(viewer, membership, case, chain) and not _hides(connection, viewer, chain)


def _is_of_audience(viewer: Viewer, membership: Membership, case: Any, chain: Any) -> bool:
    if chain.kind == "case":
        return membership.is_party
    if chain.kind == "track":
        return membership.is_filer or chain.track in membership.tracks
    if chain.kind == "room" and case.existence == SEALED:
        return membership.in_room
    return bool(chain.kind in ("delegation", "room") and chain.party == viewer.party)


def _hides(connection: Connection, viewer: Viewer, chain: Any) -> bool:
    hidden = _HIDDEN.where(audit_leaf.c.chain_id == chain.id, not_(recorded_condition(viewer))).limit(1)
    return connection.execute(hidden).first() is not None


def _held(rows: Any) -> list[Held]:
    chosen: Sequence[Any] = list(rows)
    return [Held(row.id, row.kind, bytes(row.key), row.n) for row in chosen]
