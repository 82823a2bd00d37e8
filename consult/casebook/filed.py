"""What was filed in a case: the acts with a paper that a viewer may see, by kind and by relation; no words."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, select

from consult.casebook.entries import NAMED, act_of, name_of_absent, name_of_actor
from consult.casebook.values import Entry
from consult.log import reads
from consult.models.cases import ACT, ACT_PERSON, CASES, FILING
from consult.models.keeping import NAME_WITHHELD
from consult.models.levels import SHOWN
from consult.visibility import Viewer, act_condition
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class FiledAct:
    """An act with a paper: its kind and language, and whose paper it is."""

    entry: Entry
    kind: str
    language: str
    author: str


def filed_acts(
    conn: Connection,
    viewer: Viewer,
    case: Any,
    *,
    kinds: Collection[str] = (),
    track: str = "",
    author: str = "",
    after: int = -1,
    most: int,
) -> list[FiledAct]:
    """List so many acts with a paper of a case that a viewer may see, after one, in the order of recording."""
    filed = FILING.c.kind.label("paper_kind"), FILING.c.language, FILING.c.party.label("author")
    shown = (ACT.c.n, ACT.c.party, *SHOWN, ACT.c.body, *NAMED, *filed)
    joined = ACT.join(CASES, CASES.c.id == ACT.c.case_id).join(FILING, FILING.c.act_id == ACT.c.id)
    joined = joined.outerjoin(ACT_PERSON, ACT_PERSON.c.act_id == ACT.c.id)
    query = select(*shown).select_from(joined.outerjoin(NAME_WITHHELD, NAME_WITHHELD.c.act_id == ACT.c.id))
    query = query.where(ACT.c.case_id == case.id, act_condition(viewer), ACT.c.n > after)
    query = query.where(FILING.c.kind.in_(sorted(kinds))) if kinds else query
    query = query.where(ACT.c.track == track) if track else query
    query = query.where(FILING.c.party == author) if author else query
    rows = conn.execute(query.order_by(ACT.c.n).limit(most)).all()
    for row in rows:
        reads.note(conn, reads.act_paper(case.ref, row.n), row.level)
    return [FiledAct(_entry(row, viewer), row.paper_kind, row.language, row.author) for row in rows]


def _entry(row: Any, viewer: Viewer) -> Entry:
    return Entry(row, act_of(row), None, name_of_actor(row, viewer), None, name_of_absent(row, viewer))
