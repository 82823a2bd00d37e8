"""How many cases are public, by procedure and year and by stage: counted over public cases and their public acts
alone. A case counts in the year of its first public act, and at the stage at which its last one left it. Nothing is
counted by State.
"""

from sqlalchemy import Connection, extract, func, select

from consult.docket.editions import Editions
from consult.models.cases import ACT, CASES
from consult.published.among import all_among
from consult.visibility import Viewer, act_condition, case_condition
from workflows.kernel.frozen import dataclass
from workflows.kernel.procedure import Procedure


@dataclass(frozen=True, slots=True)
class Figure:
    """Cases of a procedure that became public in a year and stand at a stage, and how many public acts they have."""

    procedure: Procedure
    year: int
    stage: str
    cases: int
    acts: int


def figures(conn: Connection, viewer: Viewer, editions: Editions) -> list[Figure]:
    """Count public cases, by procedure as each was frozen, year and stage.

    Long because: one query, read as a whole.
    """
    among = all_among().subquery()
    each = (
        select(
            ACT.c.case_id,
            func.min(ACT.c.id).label("first"),
            func.max(ACT.c.id).label("last"),
            func.count().label("acts"),
        )
        .select_from(among.join(ACT, ACT.c.id == among.c.id).join(CASES, CASES.c.id == ACT.c.case_id))
        .where(act_condition(viewer), case_condition(viewer))
        .group_by(ACT.c.case_id)
        .subquery()
    )
    first, last = ACT.alias("first_act"), ACT.alias("last_act")
    year = extract("year", first.c.recorded_at)
    query = (
        select(CASES.c.edition, year.label("year"), last.c.went, func.count(), func.sum(each.c.acts))
        .select_from(
            each.join(CASES, CASES.c.id == each.c.case_id)
            .join(first, first.c.id == each.c.first)
            .join(last, last.c.id == each.c.last)
        )
        .group_by(CASES.c.edition, year, last.c.went)
        .order_by(CASES.c.edition, year, last.c.went)
    )
    return [
        Figure(editions.of(conn, edition), int(year), stage, int(cases), int(acts))
        for edition, year, stage, cases, acts in conn.execute(query)
    ]
