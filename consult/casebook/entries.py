"""The acts of a case as one viewer may see them, with their papers."""

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, literal_column, select

from consult.casebook.around import documents_of
from consult.casebook.papers import without_documents
from consult.casebook.values import Entry, FiledPaper
from consult.fixed import Fixed
from consult.i18n import _, write_date
from consult.log import reads
from consult.models.cases import (
    ACT,
    ACT_LEAF,
    ACT_PERSON,
    CASES,
    DOCUMENT,
    FILING,
    FILING_BODY,
)
from consult.models.keeping import NAME_WITHHELD
from consult.models.levels import AS_SEEN, LEVEL, SHOWN
from consult.refusals import Unknown
from consult.visibility import (
    AS_THE_ACT,
    Membership,
    Viewer,
    act_condition,
    may_see_field,
    membership_of,
    pruned,
)
from workflows.kernel.bodies import problems
from workflows.kernel.case import Act
from workflows.kernel.fields import FilingSpec, levels_in


def entries_of(
    conn: Connection,
    viewer: Viewer,
    case: Any,
    *,
    newest_first: bool = True,
    until: datetime | None = None,
    after: int = -1,
    most: int | None = None,
) -> list[Entry]:
    """List the acts of a case, or those recorded by a moment, or so many after one, that a viewer may see; their papers
    and places in the log are read one by one."""
    query = _ACTS.where(ACT.c.case_id == case.id, act_condition(viewer)).limit(most)
    query = query.where(ACT.c.recorded_at <= until) if until else query
    query = query.where(ACT.c.n > after) if after >= 0 else query
    rows = conn.execute(query.order_by(ACT.c.n.desc() if newest_first else ACT.c.n)).all()
    for row in rows:
        reads.note(conn, reads.act_paper(case.ref, row.n), row.level)
    return [
        Entry(row, act_of(row), None, name_of_actor(row, viewer), None, name_of_absent(row, viewer)) for row in rows
    ]


def papers_of(conn: Connection, viewer: Viewer, case: Any, steps: Collection[str]) -> list[Entry]:
    """List the acts of some steps that a viewer may see, with their papers."""
    query = _ENTRIES.where(ACT.c.case_id == case.id, act_condition(viewer), ACT.c.step.in_(sorted(steps)))
    return [_entry(conn, row, viewer) for row in conn.execute(query.order_by(ACT.c.n)).all()]


def entry_of(conn: Connection, viewer: Viewer, case: Any, n: int) -> Entry:
    """Find one act of a case, or refuse as unknown."""
    row = conn.execute(_ENTRIES.where(ACT.c.case_id == case.id, ACT.c.n == n, act_condition(viewer))).first()
    if row is None:
        raise Unknown
    entry = _entry(conn, row, viewer)
    if entry.paper is None or not entry.paper.body or entry.paper.party == viewer.party:
        return entry
    body = without_documents(entry.paper.body, _hidden_documents(conn, viewer, case, entry.paper.party))
    return replace(entry, paper=replace(entry.paper, body=body))


def _hidden_documents(conn: Connection, viewer: Viewer, case: Any, author: str) -> frozenset[str]:
    """Give the digests of an author's documents in a case that a viewer may not have."""
    filed = select(DOCUMENT.c.digest).where(DOCUMENT.c.case_id == case.id, DOCUMENT.c.party == author)
    return frozenset(conn.execute(filed).scalars()) - {d.digest for d in documents_of(conn, viewer, case)}


def last_seen(conn: Connection, viewer: Viewer, case: Any) -> int:
    """Give the number of the last act of a case that a viewer may see; what others do between them is left out."""
    return last_seen_of(conn, viewer, case.id)


def last_seen_of(conn: Connection, viewer: Viewer, case_id: int) -> int:
    """Give the same of a case by its number."""
    if viewer.is_nobody or viewer.emergency:  # their conditions hold lists, which a fixed statement cannot
        return conn.execute(_last_seen(viewer), {"of_case": case_id}).scalar() or 0
    found = _fixed_last_seen(viewer).first(conn, {"of_case": case_id})
    return int(found[0]) if found else 0


def _last_seen(viewer: Viewer) -> Select[Any]:
    seen = select(ACT.c.n).select_from(ACT.join(CASES, CASES.c.id == ACT.c.case_id))
    seen = seen.where(ACT.c.case_id == bindparam("of_case"), act_condition(viewer))
    return seen.order_by(ACT.c.n.desc()).limit(literal_column("1"))


@lru_cache(maxsize=512)
def _fixed_last_seen(viewer: Viewer) -> Fixed:
    """Put the statement together once for a viewer: every act asks it twice."""
    return Fixed(_last_seen(viewer))


def visible_among(conn: Connection, viewer: Viewer, case: Any, numbers: Collection[int]) -> frozenset[int]:
    """Give which of some numbers are those of acts of a case that a viewer may see."""
    seen = select(ACT.c.n, LEVEL.label("level")).select_from(ACT.join(CASES, CASES.c.id == ACT.c.case_id))
    query = seen.where(ACT.c.case_id == case.id, ACT.c.n.in_(sorted(numbers)), act_condition(viewer))
    rows = conn.execute(query).all() if numbers else []
    for row in rows:
        reads.note(conn, reads.act_paper(case.ref, row.n), row.level)
    return frozenset(row.n for row in rows)


_ENTRIES = select(
    *AS_SEEN,
    CASES.c.ref,
    ACT_LEAF.c.seq,
    ACT_PERSON.c.name,
    ACT_PERSON.c.for_name,
    NAME_WITHHELD.c.since.label("withheld"),
    FILING.c.digest.label("paper"),
    FILING.c.kind.label("paper_kind"),
    FILING.c.language,
    FILING.c.party.label("author"),
    FILING_BODY.c.body.label("words"),
).select_from(
    ACT.join(CASES, CASES.c.id == ACT.c.case_id)
    .outerjoin(ACT_LEAF, ACT_LEAF.c.act_id == ACT.c.id)
    .outerjoin(ACT_PERSON, ACT_PERSON.c.act_id == ACT.c.id)
    .outerjoin(NAME_WITHHELD, NAME_WITHHELD.c.act_id == ACT.c.id)
    .outerjoin(FILING, FILING.c.act_id == ACT.c.id)
    .outerjoin(FILING_BODY, FILING_BODY.c.filing_id == FILING.c.id)
)


NAMED = (ACT_PERSON.c.name, ACT_PERSON.c.for_name, NAME_WITHHELD.c.since.label("withheld"))
"""The name of who acted and of who was absent, and since when the name is withheld."""
_ACTS = select(ACT.c.n, ACT.c.party, *SHOWN, ACT.c.body, *NAMED).select_from(
    ACT.join(CASES, CASES.c.id == ACT.c.case_id)
    .outerjoin(ACT_PERSON, ACT_PERSON.c.act_id == ACT.c.id)
    .outerjoin(NAME_WITHHELD, NAME_WITHHELD.c.act_id == ACT.c.id)
)


def name_of_actor(row: Any, viewer: Viewer) -> str | None:
    """Give the name of who acted to its own party alone; where it was erased, that and since when."""
    if row.party != viewer.party:
        return None
    return row.name if row.withheld is None else withheld_since(row.withheld)


def withheld_since(at: datetime) -> str:
    """Say in the place of a name that it was erased by rule."""
    return _("name withheld by rule of %(day)s", day=write_date(at.astimezone(UTC).date()))


def name_of_absent(row: Any, viewer: Viewer) -> str | None:
    """Give the name of the absent person, in whose place somebody acted, to its own party alone."""
    return row.for_name if row.party == viewer.party else None


def _entry(conn: Connection, row: Any, viewer: Viewer) -> Entry:
    name, paper = reads.act_paper(row.ref, row.n), None
    reads.note(conn, name, row.level)
    if row.paper:
        words = json.loads(row.words) if row.words is not None else None
        kept = reads.reads_of(conn)
        if row.struck and not _reads_struck(conn, viewer, row):
            words = None
        paper = FiledPaper(row.paper, row.paper_kind, row.author, row.language, row.level, words, name, row, kept)
    return Entry(row, act_of(row), row.seq, name_of_actor(row, viewer), paper, name_of_absent(row, viewer))


def _reads_struck(conn: Connection, viewer: Viewer, row: Any) -> bool:
    """Say whether a viewer still reads a paper that is struck from the record."""
    case = conn.execute(select(CASES).where(CASES.c.id == row.case_id)).one()
    return may_see_field(viewer, membership_of(conn, viewer, case), AS_THE_ACT, row.author, row)


def readable(paper: FiledPaper, spec: FilingSpec, viewer: Viewer, membership: Membership) -> dict[str, Any]:
    """Give the words of a paper without the answers that a viewer may not read; those of a level of their own are noted
    as read at that level."""
    levels: set[str] = set()

    def may(level: str) -> bool:
        open_to = may_see_field(viewer, membership, level, paper.party, paper.row)
        if open_to and level:
            levels.add(level)
        return open_to

    words = pruned(spec.fields, paper.body or {}, may)
    for level in levels:
        paper.reads.note(paper.act, level)
    return words


def is_whole(spec: FilingSpec, paper: FiledPaper, viewer: Viewer, membership: Membership) -> bool:
    """Say whether a viewer may read every answer that a paper can have, however deep it lies."""
    return all(may_see_field(viewer, membership, level, paper.party, paper.row) for level in levels_in(spec.fields))


def own_answers(conn: Connection, viewer: Viewer, case: Any, spec: FilingSpec) -> dict[str, Any]:
    """Give what one's own party has answered to the same questions in this case before, the latest answer each."""
    query = (
        select(FILING_BODY.c.body, ACT.c.n, LEVEL.label("level"))
        .select_from(FILING_BODY.join(FILING).join(ACT, ACT.c.id == FILING.c.act_id))
        .where(FILING.c.case_id == case.id, FILING.c.party == viewer.party)
        .order_by(FILING.c.id)
    )
    given: dict[str, Any] = {}
    for words, n, level in conn.execute(query):
        reads.note(conn, reads.act_paper(case.ref, n), level)
        given |= {key: value for key, value in json.loads(words).items() if spec.field(key)}
    wrong = {problem.field.partition("/")[0] for problem in problems(spec, given)}
    return {key: value for key, value in given.items() if key not in wrong}


def last_words(conn: Connection, viewer: Viewer, case: Any, steps: Collection[str], spec: FilingSpec) -> dict[str, Any]:
    """Give the words last filed with one of some steps, without the fields that a viewer may not read."""
    papers = [one.paper for one in papers_of(conn, viewer, case, steps) if one.paper and one.paper.body]
    return readable(papers[-1], spec, viewer, membership_of(conn, viewer, case)) if papers else {}


def act_of(row: Any) -> Act:
    """Read the act of a row that holds its body, with the level in force."""
    act = Act.from_json(json.loads(row.body))
    return act if act.level == row.level else replace(act, level=row.level)


def body_by_digest(conn: Connection, case: Any, digest: str) -> Mapping[str, Any] | None:
    """Give the words filed under a digest in a case, for a joint step that waits for more hands."""
    query = (
        select(FILING_BODY.c.body, ACT.c.n, LEVEL.label("level"))
        .select_from(FILING_BODY.join(FILING).join(ACT, ACT.c.id == FILING.c.act_id))
        .where(FILING.c.case_id == case.id, FILING.c.digest == digest)
    )
    found = conn.execute(query.limit(1)).first()
    if found is None:
        return None
    reads.note(conn, reads.act_paper(case.ref, found.n), found.level)
    return json.loads(found.body)
