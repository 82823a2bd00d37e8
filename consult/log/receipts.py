"""Receipts: what somebody keeps who filed, so that the log can be held to it without asking the host again.

A receipt is a C2SP tlog-proof: the leaf as extra data, its number, the path to the root of a checkpoint, and that
checkpoint as the log signed it, with its cosignatures. Until a checkpoint covers the entry there is no proof, and the
entry is only *recorded*; then it is *sealed*; when a quorum of witnesses has cosigned such a checkpoint it is
*attested*. An attested receipt is made of the smallest attested checkpoint that covers the entry and of the
cosignatures that came first, as many as the quorum needs, so that asked for again it has the same bytes. Before that
the smallest checkpoint is taken with all the cosignatures it has. Everything is recomputed before it is handed out.
"""

from base64 import b64encode
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Protocol

from sqlalchemy import Connection, bindparam, select

from consult.i18n import _
from consult.log import tree
from consult.models.audit import audit_checkpoint, audit_cosignature, audit_leaf, audit_node
from consult.models.cases import ACT, ACT_LEAF, CASES

RECORDED, SEALED, ATTESTED = "recorded", "sealed", "attested"
STATES = (RECORDED, SEALED, ATTESTED)

_LEAF = select(audit_leaf.c.leaf, audit_leaf.c.hash).where(audit_leaf.c.seq == bindparam("seq"))
_LEAF_HASH = select(audit_leaf.c.hash).where(audit_leaf.c.seq == bindparam("idx"))
_NODE = select(audit_node.c.hash).where(audit_node.c.level == bindparam("level"), audit_node.c.idx == bindparam("idx"))
_NOTE = (audit_checkpoint.c.id, audit_checkpoint.c.size, audit_checkpoint.c.root, audit_checkpoint.c.note)
_FIRST = (
    select(*_NOTE)
    .where(audit_checkpoint.c.size > bindparam("seq"))
    .order_by(audit_checkpoint.c.size, audit_checkpoint.c.id)
    .limit(1)
)
# The same size may be signed again: the text is the same, so that what was cosigned then counts for it too.
_COSIGNED = (
    select(*_NOTE, audit_cosignature.c.witness, audit_cosignature.c.line)
    .select_from(audit_cosignature.join(audit_checkpoint, audit_checkpoint.c.id == audit_cosignature.c.checkpoint_id))
    .order_by(audit_cosignature.c.size, audit_checkpoint.c.id, audit_cosignature.c.id)
)
_AFTER = _COSIGNED.where(audit_cosignature.c.size > bindparam("seq"))
_LINES = _COSIGNED.where(audit_cosignature.c.size == bindparam("size"), audit_checkpoint.c.root == bindparam("root"))
_OF_ACT = select(ACT_LEAF.c.seq).select_from(ACT_LEAF.join(ACT, ACT.c.id == ACT_LEAF.c.act_id).join(CASES))


class Quorum(Protocol):
    """What of a trust policy a receipt asks: whether the witnesses of these names are enough."""

    def attested(self, names: Collection[str]) -> bool:
        """Say whether these witnesses are a quorum."""


class Unprovable(LookupError):
    """There is no such entry, or what is stored of it leads to no checkpoint; the sentence says which."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """An entry and its proof: state, number, leaf, the proof as text (empty while recorded), the size of the
    checkpoint in it, and the witnesses that cosigned that."""

    state: str
    seq: int
    leaf: bytes
    text: str = ""
    size: int | None = None
    witnesses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Covering:
    """A checkpoint that covers an entry, with the cosignatures that go into the receipt."""

    size: int
    root: bytes
    note: str
    witnesses: tuple[str, ...]
    state: str


def make_receipt(connection: Connection, seq: int, policy: Quorum | None = None) -> Receipt:
    """Make the receipt of an entry; without a policy none is attested. Raises Unprovable."""
    row = connection.execute(_LEAF, {"seq": seq}).first()
    if row is None:
        raise Unprovable(_("There is no entry %(seq)s.", seq=seq))
    covering = _attested(connection, seq, policy) or _first(connection, seq)
    if covering is None:
        return Receipt(RECORDED, seq, bytes(row.leaf))
    path = _path(connection, seq, row.leaf, covering)
    text = write_proof(row.leaf, seq, path, covering.note)
    return Receipt(covering.state, seq, row.leaf, text, covering.size, covering.witnesses)


def seq_of_act(connection: Connection, ref: str, n: int | None = None) -> int:
    """Give the number of the entry of an act of a case, the last act where none is named; raises Unprovable."""
    query = _OF_ACT.where(CASES.c.ref == ref)
    query = query.where(ACT.c.n == n) if n is not None else query.order_by(ACT.c.n.desc()).limit(1)
    found = connection.execute(query).scalar()
    if found is None:
        raise Unprovable(_("The log has no entry of %(ref)s.", ref=ref if n is None else f"{ref}/{n}"))
    return int(found)


def read_node(connection: Connection) -> tree.ReadNode:
    """Give the function that reads stored subtrees by level and index, each once."""
    known: dict[tuple[int, int], bytes] = {}

    def read(level: int, index: int) -> bytes:
        if (level, index) not in known:
            query, where = (_NODE, {"level": level, "idx": index}) if level else (_LEAF_HASH, {"idx": index})
            found = connection.execute(query, where).scalar()
            if found is None:
                raise Unprovable(_("Node %(index)s of level %(level)s is missing.", level=level, index=index))
            known[level, index] = found
        return known[level, index]

    return read


def _path(connection: Connection, seq: int, leaf: bytes, covering: _Covering) -> list[bytes]:
    """Give the path from a leaf to the root of a checkpoint, having followed it."""
    path = tree.prove_inclusion(seq, covering.size, read_node(connection))
    try:
        tree.check_inclusion(seq, covering.size, tree.hash_leaf(leaf), path, covering.root)
    except tree.NotProved as fault:
        raise Unprovable(_("Entry %(seq)s does not lead to the signed root: %(fault)s", seq=seq, fault=fault)) from None
    return path


def _first(connection: Connection, seq: int) -> _Covering | None:
    """Find the smallest signed checkpoint that covers an entry, and all its cosignatures."""
    row = connection.execute(_FIRST, {"seq": seq}).first()
    if row is None:
        return None
    signed = connection.execute(_LINES, {"size": row.size, "root": row.root})
    return _covering(row, _once(line for line in signed if _text(line) == _text(row)), SEALED)


def _attested(connection: Connection, seq: int, policy: Quorum | None) -> _Covering | None:
    """Find the smallest checkpoint that covers an entry and has a quorum, and the cosignatures that made it one."""
    if policy is None:
        return None
    with connection.execute(_AFTER, {"seq": seq}, execution_options={"yield_per": 200}) as rows:
        for _same, signed in groupby(rows, key=_text):
            if lines := _enough(_once(signed), policy):
                return _covering(lines[0], lines, ATTESTED)
    return None


def _enough(lines: Sequence[Any], policy: Quorum) -> Sequence[Any]:
    """Give the first lines that are a quorum together; none where all are not. Nobody is no quorum."""
    for count in range(1, len(lines) + 1):
        if policy.attested(tuple(line.witness for line in lines[:count])):
            return lines[:count]
    return ()


def _once(lines: Iterable[Any]) -> list[Any]:
    """Keep the first line of each witness."""
    found: dict[str, Any] = {}
    for line in lines:
        found.setdefault(line.witness, line)
    return list(found.values())


def _text(row: Any) -> str:
    """Give the signed text of a note."""
    return str(row.note).partition("\n\n")[0]


def _covering(row: Any, lines: Sequence[Any], state: str) -> _Covering:
    note = row.note + "".join(f"{line.line.rstrip()}\n" for line in lines)
    return _Covering(row.size, bytes(row.root), note, tuple(line.witness for line in lines), state)


def write_proof(leaf: bytes, seq: int, path: Sequence[bytes], note: str) -> str:
    """Give the text of a tlog-proof."""
    hashes = "".join(f"{b64encode(each).decode()}\n" for each in path)
    return f"c2sp.org/tlog-proof@v1\nextra {b64encode(leaf).decode()}\nindex {seq}\n{hashes}\n{note}"
