"""How far a person has seen, under a mandate, what others did: moved by that person alone, and never by looking.

A mark names the last act that stood on the desk; what was recorded while it was looked at is news still. The mark
before is kept, so that a slip can be undone.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select, update
from sqlalchemy.dialects import postgresql, sqlite

from consult.desk.own import require_own
from consult.i18n import _
from consult.models.cases import ACT, ACT_LEAF, CASES
from consult.models.desk import DESK_MARK
from consult.refusals import Closed, Unknown
from consult.standing import Standing
from consult.visibility import Viewer, act_condition, case_condition
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """Up to which place in the log something is seen, since when that is marked, and when the mark before was made."""

    seq: int = -1
    at: datetime | None = None
    before_at: datetime | None = None
    can_go_back: bool = False


def find_mark(connection: Connection, by: Standing) -> Mark:
    """Give the mark of a person under a mandate; before the first, nothing is seen."""
    row = connection.execute(select(DESK_MARK).where(*_of(by))).first()
    return Mark(row.seq, row.marked_at, row.before_at, row.before_seq is not None) if row else Mark()


def mark_seen(connection: Connection, by: Standing, ref: str, n: int, at: datetime) -> None:
    """Mark everything up to an act that the person may see; Unknown where there is none, Closed where as much is marked
    already."""
    require_own(by)
    viewer = Viewer.of(by)
    query = (
        select(ACT_LEAF.c.seq)
        .select_from(ACT_LEAF.join(ACT, ACT.c.id == ACT_LEAF.c.act_id).join(CASES, CASES.c.id == ACT.c.case_id))
        .where(CASES.c.ref == ref, ACT.c.n == n, case_condition(viewer), act_condition(viewer))
    )
    seq = connection.execute(query).scalar()
    if seq is None:
        raise Unknown
    _keep(connection, by, seq, at)


def _keep(connection: Connection, by: Standing, seq: int, at: datetime) -> None:
    while not _began(connection, by, seq, at):
        now = connection.execute(select(DESK_MARK).where(*_of(by)).with_for_update()).first()
        if now is None:
            continue  # somebody went back before the first mark in this very moment
        if seq <= now.seq:
            raise Closed(_("You have marked as much as this before; nothing was changed."))
        before = {"before_seq": now.seq, "before_at": now.marked_at}
        connection.execute(update(DESK_MARK).where(*_of(by)).values(seq=seq, marked_at=at, **before))
        return


def _began(connection: Connection, by: Standing, seq: int, at: datetime) -> bool:
    """Make the first mark, once, however many requests of a person come in the same moment; False where one stands."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    of = {"person_id": by.person_id, "mandate_id": by.mandate_id}
    new = dialect.insert(DESK_MARK).values(**of, seq=seq, marked_at=at, before_seq=-1).on_conflict_do_nothing()
    return connection.execute(new.returning(DESK_MARK.c.seq)).first() is not None


def go_back(connection: Connection, by: Standing) -> None:
    """Return to the mark before; Closed where there is none."""
    require_own(by)
    now = connection.execute(select(DESK_MARK).where(*_of(by)).with_for_update()).first()
    if now is None or now.before_seq is None:
        raise Closed(_("There is no mark before this one to go back to."))
    if now.before_at is None:
        connection.execute(DESK_MARK.delete().where(*_of(by)))
        return
    values = {"seq": now.before_seq, "marked_at": now.before_at, "before_seq": None, "before_at": None}
    connection.execute(update(DESK_MARK).where(*_of(by)).values(**values))


def _of(by: Standing) -> tuple[ColumnElement[bool], ...]:
    return DESK_MARK.c.person_id == by.person_id, DESK_MARK.c.mandate_id == by.mandate_id
