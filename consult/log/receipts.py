"""Receipts: what somebody keeps who filed, so that the log can be held to it without asking the host again.

A receipt is a C2SP tlog-proof: the leaf as extra data, its number, the path to the root of a checkpoint, and that
checkpoint as the log signed it, with its cosignatures. Until a checkpoint covers the entry there is no proof, and the
entry is only *recorded*; then it is *sealed*; when a quorum of witnesses has cosigned such a checkpoint it is
*attested*. An attested receipt is made of the smallest attested checkpoint that covers the entry and of the
cosignatures that came first, as many as the quorum needs, so that asked for again it has the same bytes. Before that
the smallest checkpoint is taken with all the cosignatures it has. The path is followed and the cosignatures are checked
before a receipt is handed out.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, bindparam, select

from consult.i18n import _
from consult.log import tree
from consult.log.nodes import Broken, node_reader
from consult.log.verifier import Policy, Rejected, Unchecked, open_checkpoint, write_proof
from consult.log.wording import word
from consult.models.audit import audit_checkpoint, audit_cosignature, audit_leaf
from consult.models.cases import ACT, ACT_LEAF, CASES
from workflows.kernel.frozen import dataclass

RECORDED, SEALED, ATTESTED = "recorded", "sealed", "attested"
STATES = (RECORDED, SEALED, ATTESTED)

_LEAF = select(audit_leaf.c.leaf, audit_leaf.c.hash).where(audit_leaf.c.seq == bindparam("seq"))
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


def make_receipt(
    connection: Connection, seq: int, policy: Policy | None = None, read: tree.ReadNode | None = None
) -> Receipt:
    """Make the receipt of an entry. None is attested without a policy, or under one that asks for no witness. Raises
    Unprovable."""
    row = connection.execute(_LEAF, {"seq": seq}).first()
    if row is None:
        raise Unprovable(_("There is no entry %(seq)s.", seq=seq))
    covering = _attested(connection, seq, policy) or _first(connection, seq)
    if covering is None:
        return Receipt(RECORDED, seq, bytes(row.leaf))
    path = _path(read or node_reader(connection), seq, bytes(row.leaf), covering)
    text = write_proof(bytes(row.leaf), seq, path, covering.note)
    return Receipt(covering.state, seq, bytes(row.leaf), text, covering.size, covering.witnesses)


def seq_of_act(connection: Connection, ref: str, n: int | None = None) -> int:
    """Give the number of the entry of an act of a case, the last act where none is named; raises Unprovable."""
    query = _OF_ACT.where(CASES.c.ref == ref)
    query = query.where(ACT.c.n == n) if n is not None else query.order_by(ACT.c.n.desc()).limit(1)
    found = connection.execute(query).scalar()
    if found is None:
        raise Unprovable(_("The log has no entry of %(ref)s.", ref=ref if n is None else f"{ref}/{n}"))
    return int(found)


def remembering(connection: Connection) -> tree.ReadNode:
    """Give a reader of stored nodes that asks for each once, for whoever makes many receipts."""
    return lru_cache(maxsize=100_000)(node_reader(connection))


def _path(read: tree.ReadNode, seq: int, leaf: bytes, covering: _Covering) -> list[bytes]:
    """Give the path from a leaf to the root of a checkpoint, having followed it."""
    try:
        path = tree.prove_inclusion(seq, covering.size, read)
        tree.check_inclusion(seq, covering.size, tree.hash_leaf(leaf), path, covering.root)
    except Broken as fault:
        raise Unprovable(str(fault)) from None
    except tree.NotProved as fault:
        sentence = _("Entry %(seq)s does not lead to the signed root: %(fault)s", seq=seq, fault=word(fault))
        raise Unprovable(sentence) from None
    return path


def _first(connection: Connection, seq: int) -> _Covering | None:
    """Find the smallest signed checkpoint that covers an entry, and all its cosignatures."""
    row = connection.execute(_FIRST, {"seq": seq}).first()
    if row is None:
        return None
    signed = connection.execute(_LINES, {"size": row.size, "root": row.root})
    lines: dict[str, str] = {}
    for each in signed:
        if _text(each) == _text(row):
            lines.setdefault(each.witness, _line(each))
    return _covering(row, lines, SEALED)


def _attested(connection: Connection, seq: int, policy: Policy | None) -> _Covering | None:
    """Find the smallest checkpoint that covers an entry and has a quorum, and the cosignatures that made it one."""
    if policy is None or policy.attested(()):
        return None
    with connection.execute(_AFTER, {"seq": seq}, execution_options={"yield_per": 200}) as rows:
        for _same, signed in groupby(rows, key=_text):
            if found := _enough(signed, policy):
                return found
    return None


def _enough(signed: Iterable[Any], policy: Policy) -> _Covering | None:
    """Take cosignatures of one checkpoint in their order until they are a quorum; None where all are not. One that does
    not hold, or is of a witness who spoke before or does not count, is left out."""
    lines: dict[str, str] = {}
    for row in signed:
        name = _witness(row, policy)
        if name is not None:
            lines.setdefault(name, _line(row))
        if policy.attested(lines):
            return _covering(row, lines, ATTESTED)
    return None


def _witness(row: Any, policy: Policy) -> str | None:
    """Give the name that the policy has for whoever cosigned, None where that does not hold or does not count."""
    try:
        return next(iter(open_checkpoint(row.note + _line(row), policy).witnesses), None)
    except (Rejected, Unchecked):
        return None


def _line(row: Any) -> str:
    return f"{row.line.rstrip()}\n"


def _text(row: Any) -> str:
    """Give the signed text of a note."""
    return str(row.note).partition("\n\n")[0]


def _covering(row: Any, lines: Mapping[str, str], state: str) -> _Covering:
    return _Covering(row.size, bytes(row.root), row.note + "".join(lines.values()), tuple(lines), state)
