"""What others did in one's own cases since a mark, as far as one may see it."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from consult.casebook.near import nearest
from consult.casebook.own import has_many, own_condition, own_ids
from consult.casebook.values import ASKERS, Rows
from consult.desk.marks import Mark
from consult.log import reads
from consult.models.cases import ACT, ACT_LEAF, CASES
from consult.models.levels import LEVEL
from consult.visibility import Viewer, act_condition, case_condition
from workflows.kernel.frozen import dataclass

_COLUMNS = (ACT.c.n, ACT.c.body, LEVEL.label("level"), ACT.c.recorded_at, CASES.c.ref, CASES.c.title, CASES.c.edition)


@dataclass(frozen=True, slots=True)
class News:
    """Acts of others, the newest first, and whether there are more than these."""

    rows: Rows
    is_more: bool

    @property
    def newest(self) -> Any | None:
        """The act up to which all that stands here is marked as seen."""
        return self.rows[0] if self.rows else None


def news_since(connection: Connection, viewer: Viewer, mark: Mark, most: int) -> News:
    """List what others did after a mark. Only cases of the party are looked at; the clock's acts are told too."""
    given, rows = {"mark": mark.seq}, None
    if has_many(connection, viewer):
        rows = nearest(connection, _LAST.limit, lambda first: _since(viewer, most + 1, first), given, most + 1)
    if rows is None:
        rows = connection.execute(_of_own(viewer, most + 1), given).all()
    for row in rows[:most]:
        reads.note(connection, reads.act_paper(row.ref, row.n), row.level)
    return News(rows[:most], len(rows) > most)


_LAST = select(ACT_LEAF.c.act_id).where(ACT_LEAF.c.seq > bindparam("mark")).order_by(ACT_LEAF.c.seq.desc())
"""The acts after a mark, whosever they are, the newest first."""


@lru_cache(maxsize=ASKERS)
def _of_own(viewer: Viewer, most: int) -> Select[Any]:
    """Ask from the cases of the party."""
    return _asked(viewer, most).where(CASES.c.id.in_(own_ids(viewer)), ACT_LEAF.c.seq > bindparam("mark"))


def _since(viewer: Viewer, most: int, first: Select[Any]) -> Select[Any]:
    """Ask of some acts which of them lie in cases of the party."""
    return _asked(viewer, most).where(ACT.c.id.in_(first), own_condition(viewer, ACT.c.case_id))


def _asked(viewer: Viewer, most: int) -> Select[Any]:
    return (
        select(*_COLUMNS)
        .select_from(CASES.join(ACT, ACT.c.case_id == CASES.c.id).join(ACT_LEAF, ACT_LEAF.c.act_id == ACT.c.id))
        .where(ACT.c.party != viewer.party, case_condition(viewer), act_condition(viewer))
        .order_by(ACT_LEAF.c.seq.desc())
        .limit(most)
    )
