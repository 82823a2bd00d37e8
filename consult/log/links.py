"""Verification of chains: steps counted without gaps, each naming the step before it, each under its own tag.

Chains are walked one after the other in the order of their steps, a thousand rows at a time, so memory does not grow
with their number. Where an opening was erased, the tag and the chain's row still show the step and its number; the
link backwards then rests on the tree alone. Entries that were read back from an export after a restore, of chains
whose keys were lost, stand in a chain of their own, in which no tag can be computed.
"""

import json
from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection, and_, bindparam, exists, func, select, tuple_

from consult.fixed import Fixed
from consult.log.chain import RECOVERED, step_tag, write_hash
from consult.log.findings import Findings
from consult.models.audit import audit_chain, audit_leaf, audit_opening

CHUNK = 1000
_FIRST = -(2**63)

_n = audit_opening.alias("opened_n")
_prev = audit_opening.alias("opened_prev")
_PLACE = (audit_leaf.c.chain_id, audit_leaf.c.n, audit_leaf.c.seq)
_STEPS = Fixed(
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


class _Step(NamedTuple):
    """A step of a chain: what its leaf and the row of its chain say, and what it says itself where that is open."""

    chain_id: int
    n: int
    seq: int
    tag: str
    hash: bytes
    key: bytes | None
    chain_n: int
    chain_prev: bytes | None
    audience: str
    opened_n: str | None
    opened_prev: str | None


def check_links(connection: Connection, findings: Findings) -> int:
    """Walk every chain, note what does not fit, and return how many chains there are."""
    for tag, times in connection.execute(_REPEATED):
        findings.note("tag-repeated", tag=tag, times=times)
    before: _Step | None = None
    for row in _read_steps(connection):
        if before is not None and before.chain_id != row.chain_id:
            _check_end(findings, before)
            before = None
        if not _follows(row, before):
            _check_step(findings, row, before)
        before = row
    if before is not None:
        _check_end(findings, before)
    for chain, n in connection.execute(_EMPTY):
        findings.note("chain-end", chain=chain, stored=n, counted=0)
    return connection.execute(_COUNT).scalar_one()


def _read_steps(connection: Connection) -> Iterator[_Step]:
    """Yield all steps, chain by chain in their order."""
    place = {"chain": _FIRST, "after_n": _FIRST, "after_seq": _FIRST}
    while rows := _STEPS.all(connection, place):
        yield from map(_Step._make, rows)
        chain, n, seq, *_rest = rows[-1]
        place = {"chain": chain, "after_n": n, "after_seq": seq}


def _follows(step: _Step, before: _Step | None) -> bool:
    """Tell whether there is nothing to note of a step, which is to be found out quickly."""
    if before is None:
        is_next, link = step.n == 1, "null"
    else:
        is_next, link = step.n == before.n + 1 and step.seq > before.seq, f'"{write_hash(before.hash)}"'
    opened_n, opened_prev = step.opened_n, step.opened_prev
    return (
        is_next
        and (opened_prev is None or opened_prev == link)
        and (opened_n is None or opened_n == str(step.n))
        and step.key is not None
        and (step.audience == RECOVERED or _bears_tag(step))
    )


def _check_step(findings: Findings, step: _Step, before: _Step | None) -> None:
    """Note all that does not fit between one step and the step before it in its chain."""
    seq, chain = step.seq, step.chain_id
    expected = 1 if before is None else before.n + 1
    if step.n != expected:
        findings.note("chain-gap", seq, chain=chain, n=step.n, expected=expected)
    if before is not None and seq < before.seq:
        findings.note("chain-order", seq, chain=chain)
    if step.key is None:
        findings.note("chain-unknown", seq, chain=chain)
    elif step.audience != RECOVERED and not _bears_tag(step):
        findings.note("tag-wrong", seq, n=step.n, chain=chain)
    if step.opened_n is not None and step.opened_n != str(step.n):
        findings.note("chain-n", seq, n=step.n)
    prev = None if before is None else write_hash(before.hash)
    if step.opened_prev is not None and step.opened_prev != json.dumps(prev):
        findings.note("chain-prev", seq, chain=chain)


def _bears_tag(step: _Step) -> bool:
    return step.key is not None and 0 <= step.n < 2**64 and step_tag(step.key, step.n) == step.tag


def _check_end(findings: Findings, last: _Step) -> None:
    """Compare a chain's row with its last step."""
    if last.key is not None and (last.chain_n != last.n or last.chain_prev != last.hash):
        findings.note("chain-end", last.seq, chain=last.chain_id, stored=last.chain_n, counted=last.n)
