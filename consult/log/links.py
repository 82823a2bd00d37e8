"""Verification of chains: steps counted without gaps, each naming the step before it, each under its own tag.

Chains are walked one after the other in the order of their steps, a thousand rows at a time, so memory does not grow
with their number. Where an opening was erased, the tag and the chain's row still show the step and its number; the
link backwards then rests on the tree alone. Entries that were read back from an export after a restore, of chains
whose keys were lost, stand in a chain of their own, in which no tag can be computed.
"""

import hmac
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, and_, bindparam, exists, func, select, tuple_

from consult.log.chain import RECOVERED, step_tag, write_hash
from consult.log.findings import Findings
from consult.models.audit import audit_chain, audit_leaf, audit_opening

CHUNK = 1000
_FIRST = -(2**63)

_n = audit_opening.alias("opened_n")
_prev = audit_opening.alias("opened_prev")
_PLACE = (audit_leaf.c.chain_id, audit_leaf.c.n, audit_leaf.c.seq)
_STEPS = (
    select(
        audit_leaf.c.chain_id,
        audit_leaf.c.n,
        audit_leaf.c.seq,
        audit_leaf.c.tag,
        audit_leaf.c.hash,
        audit_chain.c.key,
        audit_chain.c.n.label("chain_n"),
        audit_chain.c.prev.label("chain_prev"),
        audit_chain.c.audience,
        _n.c.value.label("opened_n"),
        _prev.c.value.label("opened_prev"),
    )
    .outerjoin(audit_chain, audit_chain.c.id == audit_leaf.c.chain_id)
    .outerjoin(_n, and_(_n.c.seq == audit_leaf.c.seq, _n.c.field == "n"))
    .outerjoin(_prev, and_(_prev.c.seq == audit_leaf.c.seq, _prev.c.field == "prev"))
    .where(tuple_(*_PLACE) > tuple_(bindparam("chain"), bindparam("after_n"), bindparam("after_seq")))
    .order_by(*_PLACE)
    .limit(CHUNK)
)
_EMPTY = select(audit_chain.c.id, audit_chain.c.n).where(
    (audit_chain.c.n != 0) | audit_chain.c.prev.is_not(None), ~exists().where(audit_leaf.c.chain_id == audit_chain.c.id)
)
_REPEATED = (
    select(audit_leaf.c.tag, func.count().label("times"))
    .group_by(audit_leaf.c.tag)
    .having(func.count() > 1)
    .execution_options(yield_per=CHUNK)
)
_COUNT = select(func.count()).select_from(audit_chain)


def check_links(connection: Connection, findings: Findings) -> int:
    """Walk every chain, note what does not fit, and return how many chains there are."""
    for tag, times in connection.execute(_REPEATED):
        findings.note("tag-repeated", tag=tag, times=times)
    before: Any = None
    for row in _read_steps(connection):
        if before is not None and before.chain_id != row.chain_id:
            _check_end(findings, before)
            before = None
        _check_step(findings, row, before)
        before = row
    if before is not None:
        _check_end(findings, before)
    for chain, n in connection.execute(_EMPTY):
        findings.note("chain-end", chain=chain, stored=n, counted=0)
    return connection.execute(_COUNT).scalar_one()


def _read_steps(connection: Connection) -> Iterator[Any]:
    """Yield all steps, chain by chain in their order."""
    place = {"chain": _FIRST, "after_n": _FIRST, "after_seq": _FIRST}
    while rows := connection.execute(_STEPS, place).all():
        yield from rows
        last = rows[-1]
        place = {"chain": last.chain_id, "after_n": last.n, "after_seq": last.seq}


def _check_step(findings: Findings, row: Any, before: Any) -> None:
    """Check one step against the step before it in its chain."""
    seq, chain = row.seq, row.chain_id
    expected = 1 if before is None else before.n + 1
    if row.n != expected:
        findings.note("chain-gap", seq, chain=chain, n=row.n, expected=expected)
    if before is not None and seq < before.seq:
        findings.note("chain-order", seq, chain=chain)
    if row.key is None:
        findings.note("chain-unknown", seq, chain=chain)
    elif row.audience != RECOVERED and not _bears_tag(row):
        findings.note("tag-wrong", seq, n=row.n, chain=chain)
    if row.opened_n is not None and row.opened_n != str(row.n):
        findings.note("chain-n", seq, n=row.n)
    prev = None if before is None else write_hash(before.hash)
    if row.opened_prev is not None and row.opened_prev != json.dumps(prev):
        findings.note("chain-prev", seq, chain=chain)


def _bears_tag(row: Any) -> bool:
    return 0 <= row.n < 2**64 and hmac.compare_digest(step_tag(row.key, row.n).encode(), row.tag.encode())


def _check_end(findings: Findings, last: Any) -> None:
    """Compare a chain's row with its last step."""
    if last.key is not None and (last.chain_n != last.n or last.chain_prev != last.hash):
        findings.note("chain-end", last.seq, chain=last.chain_id, stored=last.chain_n, counted=last.n)
