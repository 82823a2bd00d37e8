"""Whether openings give the leaves of their entries again, all of them and to the byte: then these leaves are as they
must be, and need not be read field by field.
"""

from collections.abc import Sequence
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, bindparam, select

from consult.fixed import Fixed
from consult.log import leaf as leaves
from consult.log import tree
from consult.models.audit import audit_leaf, audit_opening

PART = 32
"""Of how many leaves the openings are read at once: what is read of them fits into the memory beside a processor."""
FIELDS = len(leaves.FIELDS)

# Rows as the driver gives them, in the order of their columns below.
Leaf = tuple[Any, ...]
Opening = tuple[Any, ...]
Digests = tuple[bytes, ...]

LEAVES = Fixed(
    select(
        audit_leaf.c.seq,
        audit_leaf.c.leaf,
        audit_leaf.c.hash,
        audit_leaf.c.tag,
        audit_leaf.c.chain_id,
        audit_leaf.c.n,
    )
    .where(audit_leaf.c.seq > bindparam("after"))
    .order_by(audit_leaf.c.seq)
    .limit(bindparam("most"))
)
OPENINGS = Fixed(
    select(audit_opening.c.seq, audit_opening.c.field, audit_opening.c.salt, audit_opening.c.value)
    .where(audit_opening.c.seq > bindparam("after"), audit_opening.c.seq <= bindparam("last"))
    .order_by(audit_opening.c.seq, audit_opening.c.field)
)


def given_again(part: Sequence[Leaf], rows: Sequence[Opening]) -> list[bool]:
    """Say of each leaf whether its openings give it again, all of them; False says only that it has to be read."""
    numbers = tuple(row[0] for row in part)
    reckoned = _reckon(numbers, rows)
    if reckoned is None:
        reckoned, held = {}, groupby(rows, itemgetter(0))
        for seq, own in held:
            reckoned |= _reckon((seq,), list(own)) or {}
    return [row[0] in reckoned and leaves.is_leaf_of(row[1], reckoned[row[0]], row[3]) for row in part]


def _reckon(numbers: tuple[int, ...], rows: Sequence[Opening]) -> dict[int, Digests] | None:
    """Give the digests of some entries by their numbers; None where the rows are not the openings of all their fields
    in order, and nothing else, each as it is written."""
    if len(rows) != FIELDS * len(numbers):
        return None
    found, names, salts, values = zip(*rows, strict=True)
    if names != leaves.FIELDS * len(numbers) or any(found[at::FIELDS] != numbers for at in range(FIELDS)):
        return None
    try:
        return dict(zip(numbers, leaves.reckon(salts, values), strict=True))
    except ValueError:
        return None


def look(connection: Connection, first: int, length: int) -> bytes | None:
    """Look at the openings of a full run of leaves; give the digest of the hashes of these where they give each of them
    again, all of them and to the byte, and None for anything else."""
    rows = LEAVES.all(connection, {"after": first - 1, "most": length})
    if len(rows) != length or rows[-1][0] != first + length - 1:
        return None
    for start in range(0, length, PART):
        part = rows[start : start + PART]
        openings = OPENINGS.all(connection, {"after": part[0][0] - 1, "last": part[-1][0]})
        if len(openings) != FIELDS * len(part) or not all(given_again(part, openings)):
            return None
    return digest_of([tree.hash_leaf(leaf) for _seq, leaf, *_rest in rows])


def digest_of(hashes: Sequence[bytes]) -> bytes:
    """Name a run of leaves by their hashes."""
    return sha256(b"".join(hashes)).digest()
