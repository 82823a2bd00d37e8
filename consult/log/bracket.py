"""Between which two moments an entry was logged, by the clocks of the witnesses and not by the host's.

Not before: the last checkpoint with a quorum that the entry is not in, at the earliest time that one of its quorum
gave. Not after: the first one with a quorum that it is in, at the latest time that one of them gave. Where nobody
cosigns, the times at which the log itself says that it signed stand in their place, and prove nothing of the host.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from consult.log.verifier import Policy
from consult.models.audit import audit_checkpoint, audit_cosignature
from workflows.kernel.frozen import dataclass

_COSIGNED = select(audit_cosignature.c.size, audit_cosignature.c.witness, audit_cosignature.c.time)
_BEFORE = _COSIGNED.where(audit_cosignature.c.size <= bindparam("seq")).order_by(
    audit_cosignature.c.size.desc(), audit_cosignature.c.id.desc()
)
_AFTER = _COSIGNED.where(audit_cosignature.c.size > bindparam("seq")).order_by(
    audit_cosignature.c.size, audit_cosignature.c.id
)
_SIGNED = select(audit_checkpoint.c.signed_at)
_LAST_WITHOUT = (
    _SIGNED.where(audit_checkpoint.c.size <= bindparam("seq")).order_by(audit_checkpoint.c.id.desc()).limit(1)
)
_FIRST_WITH = (
    _SIGNED.where(audit_checkpoint.c.size > bindparam("seq"))
    .order_by(audit_checkpoint.c.size, audit_checkpoint.c.id)
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Bracket:
    """The two moments, either of which may be open, and whether witnesses vouch for them."""

    not_before: datetime | None
    not_after: datetime | None
    by_witnesses: bool


def bracket(conn: Connection, seq: int, policy: Policy | None) -> Bracket:
    """Find between which moments an entry was logged; without a quorum only the host's own times can be told."""
    with_it = _quorum(conn, _AFTER, seq, policy)
    if with_it:
        without = _quorum(conn, _BEFORE, seq, policy)
        earliest = min((row.time for row in without), default=None)
        return Bracket(earliest, max(row.time for row in with_it), by_witnesses=True)
    asked = {"seq": seq}
    return Bracket(conn.execute(_LAST_WITHOUT, asked).scalar(), conn.execute(_FIRST_WITH, asked).scalar(), False)


def _quorum(conn: Connection, query: Select[Any], seq: int, policy: Policy | None) -> Sequence[Any]:
    """Give the first cosignatures that are a quorum, of the nearest size that has one."""
    if policy is None:
        return ()
    for _size, rows in groupby(conn.execute(query, {"seq": seq}), key=lambda row: row.size):
        signed: dict[str, Any] = {}
        for row in rows:
            signed.setdefault(row.witness, row)
            names = [name for name, each in policy.witnesses.items() if each.name in signed]
            if policy.attested(names):
                return tuple(signed.values())
    return ()
