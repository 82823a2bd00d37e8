"""Two checkpoints side by side: one continues the other, or the log has forked, or it cannot be told here.

Checkpoints of one size are compared by themselves. Where the sizes differ, the tree of this installation joins them: a
consistency proof that holds for both roots shows that one continues the other. A checkpoint that a key of the log has
signed and that the tree of this installation does not give is evidence against the log, and is told as such.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from consult.log import tree
from consult.log.nodes import Broken, node_reader
from consult.log.verifier import Checkpoint, Opened, Policy, Rejected, Unchecked, compare, open_checkpoint
from consult.models.audit import audit_head
from workflows.kernel.frozen import dataclass

CONSISTENT, SAME, FORK, APART, CUT, ELSEWHERE = "consistent", "same", "fork", "apart", "cut", "elsewhere"
_SIZE = select(audit_head.c.size).where(audit_head.c.id == 1)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two checkpoints say together: the older and the newer one as opened, and the proof that joins them."""

    outcome: str
    older: Opened
    newer: Opened
    proof: tuple[bytes, ...] = ()


def compare_here(conn: Connection, first: str, second: str, policy: Policy, origin: str) -> Comparison:
    """Compare two notes with the help of the log of this installation; raises what the verifier raises."""
    try:
        one, other = compare(first, second, policy)
    except Rejected as fault:
        if fault.code != FORK:
            raise
        return Comparison(FORK, *_ordered(first, second, policy))
    except Unchecked as fault:
        if fault.code != "sizes-differ":
            raise
        return _join(conn, *_ordered(first, second, policy), origin)
    return Comparison(SAME, one, other)


def _ordered(first: str, second: str, policy: Policy) -> tuple[Opened, Opened]:
    """Open both notes, that of fewer entries first."""
    one, other = sorted((open_checkpoint(each, policy) for each in (first, second)), key=lambda o: o.checkpoint.size)
    return one, other


def _join(conn: Connection, older: Opened, newer: Opened, origin: str) -> Comparison:
    """Look for the proof that joins two sizes in the tree of this installation."""
    old, new = older.checkpoint, newer.checkpoint
    if origin and old.origin != origin:
        return Comparison(ELSEWHERE, older, newer)
    if new.size > (conn.execute(_SIZE).scalar() or 0):
        return Comparison(CUT, older, newer)
    if old.size == 0:
        return Comparison(CONSISTENT if old.root == tree.EMPTY_ROOT else APART, older, newer)
    try:
        proof = tree.prove_consistency(old.size, new.size, node_reader(conn))
    except Broken:
        return Comparison(ELSEWHERE, older, newer)
    return Comparison(CONSISTENT if _holds(old, new, proof) else APART, older, newer, tuple(proof))


def _holds(old: Checkpoint, new: Checkpoint, proof: Sequence[bytes]) -> bool:
    try:
        tree.check_consistency(old.size, new.size, old.root, new.root, proof)
    except ValueError:
        return False
    return True
