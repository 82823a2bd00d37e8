"""What lies on a date in the cases of a viewer: limits by their end, and papers that name dates, each through the one
policy of visibility."""

import json
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, FromClause, Select, case, func, select, union_all

from consult.casebook.deadlines import LISTED
from consult.casebook.near import nearest
from consult.casebook.owed import own_between
from consult.casebook.own import has_many, known_condition, known_ids
from consult.casebook.passed import may_share
from consult.casebook.values import Rows
from consult.log import reads
from consult.models.cases import ACT, CASES, DEADLINE, EDITION, FILING, FILING_BODY
from consult.models.levels import LEVEL, STRUCK
from consult.models.listed import PARTY_LIMIT
from consult.visibility import Viewer, act_condition, case_condition, deadline_condition, memberships_of, redact
from workflows.kernel.fields import Field, levels_in
from workflows.kernel.frozen import dataclass

_OF_CASE = (
    CASES.c.id,
    CASES.c.ref,
    CASES.c.title,
    CASES.c.procedure,
    CASES.c.edition,
    CASES.c.filer,
    CASES.c.state,
    CASES.c.kind,
    CASES.c.existence,
    CASES.c.exercise,
)


Levels = Mapping[str, tuple[Field, ...]]
"""By step, the questions of papers that have answers with a level of their own."""


@dataclass(frozen=True, slots=True)
class DatedPaper:
    """A paper of a case as a viewer may read it: the case, the step that filed it and its number, its answers."""

    row: Any
    step: str
    n: int
    words: Mapping[str, Any]


def limits_between(
    conn: Connection, viewer: Viewer, since: datetime, until: datetime, most: int, *, ended: bool = False, ref: str = ""
) -> Rows:
    """List the limits that end within a span in cases that a viewer may know of, or in one of them by its reference,
    the first to end first; one that was met or stopped, or that still runs in a case that is over, is left out, unless
    those are asked for too. Where one's party may have to act beside the owner, the summary of the case stands beside
    it, which says so. Where there are more than are asked for, so many of one's own are listed beside them, however
    many nearer ones are those of others; of those that are met or stopped only what is among the first. Whoever shows
    one notes that it was read."""
    span = PARTY_LIMIT.c.ends_at >= since, PARTY_LIMIT.c.ends_at < until
    query = _limits(viewer, LISTED, ended=ended).where(PARTY_LIMIT.c.party == viewer.party, *span)
    query = query.where(CASES.c.ref == ref) if ref else query
    order = PARTY_LIMIT.c.ends_at, PARTY_LIMIT.c.case_id, PARTY_LIMIT.c.key
    rows = conn.execute(query.order_by(*order).limit(most)).all()
    if len(rows) < most or ref:
        return rows
    known = {row.id for row in rows}
    mine = [number for number in own_between(conn, viewer, since, until, most) if number not in known]
    # By their numbers alone: along the list of the party all of it would be walked through.
    own = _limits(viewer, DEADLINE.join(CASES), ended=ended).where(DEADLINE.c.id.in_(mine))
    in_order = DEADLINE.c.expires_at, DEADLINE.c.case_id, DEADLINE.c.key
    return [*rows, *conn.execute(own.order_by(*in_order))] if mine else rows


def _limits(viewer: Viewer, among: FromClause, *, ended: bool) -> Select[Any]:
    live = DEADLINE.c.status.in_(("running", "lapsed")), (DEADLINE.c.status == "lapsed") | (CASES.c.kind == "open")
    query: Select[Any] = (
        select(
            DEADLINE,
            case((may_share(viewer), CASES.c.summary)).label("case_summary"),
            *(column.label(f"case_{column.name}") for column in _OF_CASE),
        )
        .select_from(among)
        .where(*(() if ended else live), case_condition(viewer), deadline_condition(viewer))
    )
    return query


def last_acts(conn: Connection, viewer: Viewer, refs: Collection[str]) -> dict[str, tuple[int, datetime]]:
    """Give the number and the day of the last act that a viewer may see in each of some cases that it may know of."""
    query = (
        select(CASES.c.ref, func.max(ACT.c.n), func.max(ACT.c.recorded_at))
        .select_from(ACT.join(CASES, CASES.c.id == ACT.c.case_id))
        .where(CASES.c.ref.in_(sorted(refs)), case_condition(viewer), act_condition(viewer))
        .group_by(CASES.c.ref)
    )
    return {ref: (n, at) for ref, n, at in conn.execute(query)}


def editions_known(conn: Connection, viewer: Viewer) -> tuple[str, ...]:
    """List the editions under which the cases run that a viewer may know of; for a party with very many cases all
    editions, of which there are few."""
    if has_many(conn, viewer):
        return tuple(conn.execute(select(EDITION.c.digest).order_by(EDITION.c.digest)).scalars())
    query = select(CASES.c.edition).where(known_condition(viewer), case_condition(viewer)).distinct()
    return tuple(conn.execute(query).scalars())


def dated_papers(
    conn: Connection,
    viewer: Viewer,
    wanted: Mapping[str, Collection[str]],
    levels: Mapping[str, Levels],
    most: int,
    *,
    ref: str = "",
) -> list[DatedPaper]:
    """List the papers of some steps of each edition that a viewer may see, of all cases or of one by its reference, the
    newest first, without the answers that are not open to it; `levels` are the questions of papers that have one of
    their own, by edition and step."""
    steps = sorted({step for several in wanted.values() for step in several})
    if not steps:
        return []
    query = _PAPERS.where(ACT.c.kind == "step", ACT.c.step.in_(steps), CASES.c.edition.in_(sorted(wanted)))
    query = query.where(case_condition(viewer), act_condition(viewer)).order_by(ACT.c.id.desc()).limit(most)
    rows: Rows | None = conn.execute(query.where(CASES.c.ref == ref)).all() if ref else None
    if rows is None and has_many(conn, viewer):
        rows = nearest(conn, partial(_newest, steps), lambda first: query.where(ACT.c.id.in_(first)), {}, most)
    if rows is None:
        rows = conn.execute(query.where(ACT.c.case_id.in_(known_ids(viewer)))).all()
    return list(_readable(conn, viewer, rows, wanted, levels))


def _newest(steps: Collection[str], most: int) -> Select[Any]:
    """Ask for the numbers of the newest acts of some steps: so many of each by its index, and of these so many."""
    each = [
        select(ACT.c.id).where(ACT.c.step == step).order_by(ACT.c.id.desc()).limit(most).subquery() for step in steps
    ]
    found = union_all(*(select(one.c.id) for one in each)).subquery()
    return select(found.c.id).order_by(found.c.id.desc()).limit(most)


_PAPERS = select(
    *(ACT.c.n, ACT.c.step, ACT.c.party, LEVEL.label("act_level"), LEVEL.label("level"), STRUCK.label("struck")),
    *(ACT.c.recorded_at, ACT.c.basic, ACT.c.file, FILING_BODY.c.body, *_OF_CASE),
).select_from(
    ACT.join(CASES, CASES.c.id == ACT.c.case_id)
    .join(FILING, FILING.c.act_id == ACT.c.id)
    .join(FILING_BODY, FILING_BODY.c.filing_id == FILING.c.id)
)


def _readable(
    conn: Connection,
    viewer: Viewer,
    rows: Rows,
    wanted: Mapping[str, Collection[str]],
    levels: Mapping[str, Levels],
) -> Iterator[DatedPaper]:
    graded = {row.id: row for row in rows if row.step in levels[row.edition]}
    memberships = memberships_of(conn, viewer, graded) if graded else {}
    for row in rows:
        if row.step in wanted[row.edition]:
            words, paper = json.loads(row.body), reads.act_paper(row.ref, row.n)
            reads.note(conn, paper, row.act_level)
            if held := levels[row.edition].get(row.step):
                words = redact(held, words, viewer, memberships[row.id], row.party, row)
                for level in levels_in(one for one in held if one.key in words) - {""}:
                    reads.note(conn, paper, level)
            yield DatedPaper(row, row.step, row.n, words)
