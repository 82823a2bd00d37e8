"""What the log has said of itself: the newest checkpoint that was signed, and its note with those who cosigned it.

A note is stored as the log signed it. Witnesses cosign later, each in a line of its own; the note that is given out is
the log's with the newest line of each witness, in the order in which the trust policy names them.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, bindparam, func, select

from consult.models.audit import audit_checkpoint, audit_cosignature, audit_head
from workflows.kernel.frozen import dataclass

POLICY = "policy.txt"
_COLUMNS = (audit_checkpoint.c.id, audit_checkpoint.c.size, audit_checkpoint.c.root, audit_checkpoint.c.note)
_NEWEST = (
    select(*_COLUMNS, audit_checkpoint.c.signed_at)
    .where(audit_checkpoint.c.note.startswith(bindparam("origin"), autoescape=False))
    # Of two processes that sign one after the other, the later one may store its note first: the size tells.
    .order_by(audit_checkpoint.c.size.desc(), audit_checkpoint.c.id.desc())
    .limit(1)
)
_LINES = (
    select(audit_cosignature.c.witness, audit_cosignature.c.line)
    .select_from(audit_cosignature.join(audit_checkpoint, audit_cosignature.c.checkpoint_id == audit_checkpoint.c.id))
    .where(audit_checkpoint.c.size == bindparam("size"), audit_checkpoint.c.root == bindparam("root"))
    .order_by(audit_cosignature.c.time, audit_cosignature.c.id)
)
_MARK = select(
    audit_head.c.size,
    select(func.max(audit_checkpoint.c.id)).scalar_subquery().label("checkpoint"),
    select(func.max(audit_cosignature.c.id)).scalar_subquery().label("cosignature"),
).where(audit_head.c.id == 1)


@dataclass(frozen=True, slots=True)
class Published:
    """A checkpoint that the log signed: what it is of, its note, when it was signed, and its row."""

    origin: str
    size: int
    root: bytes
    note: str
    signed_at: datetime
    id: int


def latest(connection: Connection, origin: str = "") -> Published | None:
    """Give the newest checkpoint that was signed, of one origin if it is named; None before the first."""
    row = connection.execute(_NEWEST, {"origin": f"{origin}\n" if origin else ""}).first()
    if row is None:
        return None
    return Published(row.note.partition("\n")[0], row.size, bytes(row.root), row.note, row.signed_at, row.id)


def cosigned_note(connection: Connection, published: Published, order: Sequence[str] = ()) -> str:
    """Give the note of a checkpoint with the newest cosignature of each witness, those named in the order first."""
    asked = {"size": published.size, "root": published.root}
    lines = {witness: line.rstrip("\n") for witness, line in connection.execute(_LINES, asked)}
    places = {name: place for place, name in enumerate(order)}
    ordered = sorted(lines, key=lambda name: (places.get(name, len(places)), name))
    return published.note + "".join(f"{lines[name]}\n" for name in ordered)


def witness_order(instance: Path) -> tuple[str, ...]:
    """Read the names of the witnesses in the order of the trust policy of an installation; none without one."""
    try:
        text = (instance / POLICY).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    words = [line.split() for line in text.splitlines()]
    return tuple(each[2].partition("+")[0] for each in words if each[:1] == ["witness"] and len(each) > 2)


def epochs_published(instance: Path) -> tuple[int, ...]:
    """Name the epochs of which an installation has published a checkpoint, the oldest first."""
    found = (instance / "audit").glob("*/checkpoint")
    return tuple(sorted(int(each.parent.name) for each in found if each.parent.name.isdecimal()))


def mark(connection: Connection) -> tuple[int, int | None, int | None] | None:
    """Read in one query what tells whether there is anything to sign or publish; None where no log was started."""
    row = connection.execute(_MARK).first()
    return None if row is None else (row.size, row.checkpoint, row.cosignature)
