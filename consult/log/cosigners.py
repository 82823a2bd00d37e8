"""Who cosigned which checkpoint when, as the record has it. Witnesses are named as in their lines, by their keys."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, func, select

from consult.models.audit import audit_checkpoint, audit_cosignature
from workflows.kernel.frozen import dataclass

_COLUMNS = (audit_checkpoint.c.id, audit_checkpoint.c.size, audit_checkpoint.c.note, audit_checkpoint.c.signed_at)
_SIGNED = select(audit_cosignature.c.checkpoint_id, audit_cosignature.c.witness, audit_cosignature.c.time)
_FIRST = select(func.min(audit_cosignature.c.witness).label("witness")).cte("witnesses", recursive=True)
_NEXT = select(func.min(audit_cosignature.c.witness)).where(audit_cosignature.c.witness > _FIRST.c.witness)
_WITNESSES = _FIRST.union_all(select(_NEXT.scalar_subquery()).where(_FIRST.c.witness.is_not(None)))
"""Each witness once: the next name is looked up after the last one, since each has as many lines as there are notes."""
_OF_WITNESS = audit_cosignature.alias("of_witness")
_LAST_OF = (
    select(_OF_WITNESS.c.id)
    .where(_OF_WITNESS.c.witness == _WITNESSES.c.witness)
    .order_by(_OF_WITNESS.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_LAST = select(audit_cosignature.c.witness, audit_cosignature.c.size, audit_cosignature.c.time).select_from(
    _WITNESSES.join(audit_cosignature, audit_cosignature.c.id == _LAST_OF)
)


@dataclass(frozen=True, slots=True)
class Cosigned:
    """How far a witness has come: the size that it cosigned last, and when."""

    size: int
    time: datetime


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A checkpoint that the log signed: size, root in base64, when, and when each witness first cosigned it."""

    size: int
    root: str
    signed_at: datetime
    cosigned: Mapping[str, datetime]


def last_cosigned(connection: Connection) -> dict[str, Cosigned]:
    """Give what each witness cosigned last."""
    return {row.witness: Cosigned(row.size, row.time) for row in connection.execute(_LAST)}


def last_checkpoints(connection: Connection, most: int) -> list[Checkpoint]:
    """Give the last checkpoints, the newest first."""
    rows = connection.execute(select(*_COLUMNS).order_by(audit_checkpoint.c.id.desc()).limit(most)).all()
    times: dict[int, dict[str, datetime]] = {row.id: {} for row in rows}
    asked = _SIGNED.where(audit_cosignature.c.checkpoint_id.in_(times)).order_by(audit_cosignature.c.id)
    for row in connection.execute(asked):
        times[row.checkpoint_id].setdefault(row.witness, row.time)
    return [Checkpoint(row.size, row.note.split("\n")[2], row.signed_at, times[row.id]) for row in rows]
