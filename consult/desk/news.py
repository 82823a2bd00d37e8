"""What others did in one's own cases since a mark, as far as one may see it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from consult.casebook.own import own_ids
from consult.casebook.values import ASKERS, Rows
from consult.desk.marks import Mark
from consult.log import reads
from consult.models.cases import ACT, ACT_LEAF, CASES
from consult.models.levels import LEVEL
from consult.visibility import Viewer, act_condition, case_condition

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
    rows = connection.execute(_since(viewer, most + 1), {"mark": mark.seq}).all()
    for row in rows[:most]:
        reads.note(connection, reads.act_paper(row.ref, row.n), row.level)
    return News(rows[:most], len(rows) > most)


@lru_cache(maxsize=ASKERS)
def _since(viewer: Viewer, most: int) -> Select[Any]:
    return (
        select(*_COLUMNS)
        .select_from(CASES.join(ACT, ACT.c.case_id == CASES.c.id).join(ACT_LEAF, ACT_LEAF.c.act_id == ACT.c.id))
        .where(CASES.c.id.in_(own_ids(viewer)), ACT_LEAF.c.seq > bindparam("mark"), ACT.c.party != viewer.party)
        .where(case_condition(viewer), act_condition(viewer))
        .order_by(ACT_LEAF.c.seq.desc())
        .limit(most)
    )
