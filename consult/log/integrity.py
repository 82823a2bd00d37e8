"""What the log of an installation says of itself, for people: the last checkpoint, who cosigned it, and whether what is
stored still gives the root that was signed.

The host says all this, so it proves nothing: whoever doubts it takes the published log and the stand-alone verifier.
"""

from datetime import datetime

from sqlalchemy import Connection, select

from consult.log.nodes import Broken, root_at
from consult.models.audit import audit_checkpoint, audit_cosignature, audit_head
from consult.models.triggers import missing_triggers
from workflows.kernel.frozen import dataclass

_NEWEST = select(audit_checkpoint.c.id).order_by(audit_checkpoint.c.id.desc()).limit(1).scalar_subquery()
# One row for each cosignature of the newest checkpoint, or one without any: a single read by index.
_RECORD = (
    select(
        audit_checkpoint.c.size,
        audit_checkpoint.c.root,
        audit_checkpoint.c.signed_at,
        audit_checkpoint.c.note,
        audit_cosignature.c.witness,
    )
    .select_from(
        audit_checkpoint.outerjoin(
            audit_cosignature,
            (audit_cosignature.c.size == audit_checkpoint.c.size)
            & (audit_cosignature.c.checkpoint_id == audit_checkpoint.c.id),
        )
    )
    .where(audit_checkpoint.c.id == _NEWEST)
)
_SIZE = select(audit_head.c.size).where(audit_head.c.id == 1)


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest checkpoint: of which log, how many entries, their root, when signed, the keys that cosigned it."""

    origin: str
    size: int
    root: bytes
    signed_at: datetime
    witnesses: frozenset[str]


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """What a look at the stored tree found: whether it gives the signed root, which guards of the tables are missing,
    and how many entries no checkpoint covers yet."""

    gives_root: bool
    missing: tuple[str, ...]
    waiting: int

    @property
    def sound(self) -> bool:
        """Say whether nothing was found."""
        return self.gives_root and not self.missing and self.waiting >= 0


def newest(conn: Connection) -> Newest | None:
    """Read the newest checkpoint with those who cosigned it; None before the first."""
    rows = conn.execute(_RECORD).all()
    if not rows:
        return None
    first = rows[0]
    origin = first.note.partition("\n")[0]
    witnesses = frozenset(row.witness for row in rows if row.witness is not None)
    return Newest(origin, first.size, bytes(first.root), first.signed_at, witnesses)


def check_stored(conn: Connection, last: Newest | None) -> SelfCheck:
    """Compute the root of the newest checkpoint from the stored tree, and see that every guard of the tables stands;
    the leaves themselves are not read."""
    head = conn.execute(_SIZE).scalar() or 0
    size = last.size if last else 0
    gives_root = last is None or _root(conn, size) == last.root
    return SelfCheck(gives_root, tuple(missing_triggers(conn)), head - size)


def _root(conn: Connection, size: int) -> bytes:
    """Give the root that stored nodes give for a size; nothing where one of them is missing."""
    try:
        return root_at(conn, size)
    except Broken:
        return b""
