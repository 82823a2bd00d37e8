"""Reading cases: lists, acts, filings, deadlines and service, each through the one policy of visibility. Nothing here
writes.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from consult.casebook.papers import without_documents
from consult.models.cases import (
    ACT,
    ACT_LEAF,
    ACT_PERSON,
    CASE_LINK,
    CASE_PARTY,
    CASE_TRACK,
    CASES,
    DEADLINE,
    DOCUMENT,
    FILING,
    FILING_BODY,
    SERVICE,
)
from consult.models.parties import ORGAN, PARTY
from consult.refusals import Unknown
from consult.visibility import (
    Membership,
    Viewer,
    act_condition,
    case_condition,
    deadline_condition,
    may_see_document,
    membership_of,
    redact,
)
from workflows.kernel.bodies import problems
from workflows.kernel.case import Act
from workflows.kernel.fields import FilingSpec

PAGE_SIZE = 50
Rows = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list, and where the next one starts (None at the end)."""

    rows: Rows
    following: int | None


@dataclass(frozen=True, slots=True)
class FiledPaper:
    """What was filed with an act, as one viewer may read it."""

    digest: str
    kind: str
    party: str
    language: str
    level: str
    body: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One act as one viewer may see it: the row, the act itself, its place in the log, who took it, and its paper."""

    row: Any
    act: Act
    seq: int | None
    person: str | None
    paper: FiledPaper | None


def list_cases(
    conn: Connection,
    viewer: Viewer,
    *,
    before: int | None = None,
    kind: str | None = None,
    procedure: str | None = None,
    words: str = "",
    size: int = PAGE_SIZE,
) -> Listed:
    """List the cases that a viewer may know of, newest first, a page at a time and without counting."""
    query = select(CASES).where(case_condition(viewer)).order_by(CASES.c.id.desc()).limit(size + 1)
    if not (kind or procedure or words):
        query = select(CASES).where(CASES.c.id.in_(_own_ids(viewer, before, size + 1)), case_condition(viewer))
        query = query.order_by(CASES.c.id.desc()).limit(size + 1)
    if before is not None:
        query = query.where(CASES.c.id < before)
    if kind:
        query = query.where(CASES.c.kind == kind)
    if procedure:
        query = query.where(CASES.c.procedure == procedure)
    for word in words.split():
        like = f"%{word.replace('%', '').replace('_', ' ')}%"
        query = query.where(or_(CASES.c.title.ilike(like), CASES.c.ref.ilike(like)))
    rows = conn.execute(query).all()
    return Listed(rows[:size], rows[size - 1].id if len(rows) > size else None)


def _own_ids(viewer: Viewer, before: int | None, most: int) -> Any:
    """The newest cases that can be visible at all, by the index of parties: a page needs to look no further."""
    mine = select(CASE_PARTY.c.case_id).where(CASE_PARTY.c.party == viewer.party)
    public = select(CASES.c.id).where(CASES.c.existence == "C0")
    if viewer.procedures is not None:
        within = CASES.c.procedure.in_(sorted(viewer.procedures))
        mine, public = mine.join(CASES, CASES.c.id == CASE_PARTY.c.case_id).where(within), public.where(within)
    if before is not None:
        mine, public = mine.where(CASE_PARTY.c.case_id < before), public.where(CASES.c.id < before)
    newest = mine.group_by(CASE_PARTY.c.case_id).order_by(CASE_PARTY.c.case_id.desc()).limit(most).subquery()
    return newest.select().union(public.order_by(CASES.c.id.desc()).limit(most).subquery().select())


def entries_of(conn: Connection, viewer: Viewer, case: Any, *, newest_first: bool = True) -> list[Entry]:
    """List the acts of a case that a viewer may see, with their papers."""
    membership = membership_of(conn, viewer, case)
    query = _ENTRIES.where(ACT.c.case_id == case.id, act_condition(viewer))
    rows = conn.execute(query.order_by(ACT.c.n.desc() if newest_first else ACT.c.n)).all()
    return [_entry(row, viewer, membership) for row in rows]


def entry_of(conn: Connection, viewer: Viewer, case: Any, n: int) -> Entry:
    """Find one act of a case, or refuse as unknown."""
    row = conn.execute(_ENTRIES.where(ACT.c.case_id == case.id, ACT.c.n == n, act_condition(viewer))).first()
    if row is None:
        raise Unknown
    entry = _entry(row, viewer, membership_of(conn, viewer, case))
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
    seen = select(ACT.c.n).select_from(ACT.join(CASES, CASES.c.id == ACT.c.case_id))
    query = seen.where(ACT.c.case_id == case.id, act_condition(viewer)).order_by(ACT.c.n.desc()).limit(1)
    return conn.execute(query).scalar() or 0


_ENTRIES = select(
    ACT,
    ACT_LEAF.c.seq,
    ACT_PERSON.c.name,
    FILING.c.digest.label("paper"),
    FILING.c.kind.label("paper_kind"),
    FILING.c.language,
    FILING.c.party.label("author"),
    FILING.c.level.label("paper_level"),
    FILING_BODY.c.body.label("words"),
).select_from(
    ACT.join(CASES, CASES.c.id == ACT.c.case_id)
    .outerjoin(ACT_LEAF, ACT_LEAF.c.act_id == ACT.c.id)
    .outerjoin(ACT_PERSON, ACT_PERSON.c.act_id == ACT.c.id)
    .outerjoin(FILING, FILING.c.act_id == ACT.c.id)
    .outerjoin(FILING_BODY, FILING_BODY.c.filing_id == FILING.c.id)
)


def _entry(row: Any, viewer: Viewer, membership: Membership) -> Entry:
    act = Act.from_json(json.loads(row.body))
    paper = None
    if row.paper:
        words = json.loads(row.words) if row.words is not None else None
        paper = FiledPaper(row.paper, row.paper_kind, row.author, row.language, row.paper_level, words)
    name = row.name if row.party == viewer.party else None
    return Entry(row, act, row.seq, name, paper)


def readable(paper: FiledPaper, spec: FilingSpec, viewer: Viewer, membership: Membership) -> dict[str, Any]:
    """Give the words of a paper without the fields that a viewer may not read."""
    levels = {f.key: f.level for f in spec.fields if f.level}
    return redact(paper.body or {}, levels, viewer, membership, paper.party)


def deadlines_of(conn: Connection, viewer: Viewer, case: Any) -> Rows:
    """List the limits of a case that a viewer may see, the next to expire first."""
    query = (
        select(DEADLINE)
        .select_from(DEADLINE.join(CASES))
        .where(DEADLINE.c.case_id == case.id, deadline_condition(viewer))
    )
    return conn.execute(query.order_by(DEADLINE.c.expires_at.is_(None), DEADLINE.c.expires_at, DEADLINE.c.key)).all()


def deadlines_for(conn: Connection, viewer: Viewer, *, most: int = 200) -> Rows:
    """List the running limits of all live cases that a viewer may see, the next to expire first, with reference and
    title."""
    query = (
        select(
            DEADLINE.c.key,
            CASES.c.ref,
            CASES.c.title,
            CASES.c.procedure,
            CASES.c.edition,
            CASES.c.filer,
            CASES.c.exercise,
            CASES.c.summary,
        )
        .select_from(DEADLINE.join(CASES))
        .where(
            DEADLINE.c.status == "running", CASES.c.kind == "open", case_condition(viewer), deadline_condition(viewer)
        )
        .order_by(DEADLINE.c.expires_at, DEADLINE.c.id)
        .limit(most)
    )
    return conn.execute(query).all()


def services_of(conn: Connection, viewer: Viewer, act: Any) -> Rows:
    """List how far the service of an act came: all addressees for the party that took it, its own for anybody else."""
    query = select(SERVICE).where(SERVICE.c.act_id == act.id).order_by(SERVICE.c.party, SERVICE.c.channel)
    return conn.execute(query if act.party == viewer.party else query.where(SERVICE.c.party == viewer.party)).all()


def next_dates(conn: Connection, viewer: Viewer, case_ids: Sequence[int]) -> dict[int, Any]:
    """Give the next expiry in each of some live cases among the limits that a viewer may see."""
    query = (
        select(DEADLINE.c.case_id, func.min(DEADLINE.c.expires_at))
        .select_from(DEADLINE.join(CASES))
        .where(
            DEADLINE.c.case_id.in_(case_ids),
            DEADLINE.c.status == "running",
            CASES.c.kind == "open",
            deadline_condition(viewer),
        )
        .group_by(DEADLINE.c.case_id)
    )
    return {row[0]: row[1] for row in conn.execute(query)}


def served_on(conn: Connection, viewer: Viewer, *, most: int = 30) -> Rows:
    """List what was served on a party most recently, with act and case."""
    query = (
        select(SERVICE.c.state.label("service_state"), ACT, CASES.c.ref, CASES.c.title, CASES.c.edition)
        .select_from(SERVICE.join(ACT, ACT.c.id == SERVICE.c.act_id).join(CASES, CASES.c.id == ACT.c.case_id))
        .where(
            SERVICE.c.party == viewer.party,
            SERVICE.c.channel == "in_app",
            case_condition(viewer),
            act_condition(viewer),
        )
        .order_by(SERVICE.c.id.desc())
        .limit(most)
    )
    return conn.execute(query).all()


def participants_of(conn: Connection, viewer: Viewer, case: Any) -> Rows:
    """List who takes part in a case, by name, with role."""
    name = CASE_PARTY.join(PARTY, PARTY.c.key == CASE_PARTY.c.party, isouter=True)
    query = select(CASE_PARTY, PARTY.c.name).select_from(name).where(CASE_PARTY.c.case_id == case.id)
    return conn.execute(query.order_by(CASE_PARTY.c.role, PARTY.c.name)).all()


def party_names(conn: Connection) -> dict[str, str]:
    """Give the name of every party by key."""
    return {row.key: row.name for row in conn.execute(select(PARTY.c.key, PARTY.c.name).order_by(PARTY.c.name))}


def parties_by_kind(conn: Connection) -> list[tuple[str, str, str]]:
    """Give key, name and kind of every party, by name: what a form offers."""
    return [
        (p.key, p.name, p.kind)
        for p in conn.execute(select(PARTY.c.key, PARTY.c.name, PARTY.c.kind).order_by(PARTY.c.name))
    ]


def organs_of_party(conn: Connection, party: str) -> list[tuple[str, str]]:
    """Give key and name of the organs of a party, by name."""
    rows = conn.execute(select(ORGAN.c.key, ORGAN.c.name).where(ORGAN.c.party_key == party).order_by(ORGAN.c.name))
    return [(o.key, o.name) for o in rows]


def zones_of(conn: Connection, own: str) -> list[str]:
    """Give the zones of all parties, one's own first: what a form offers for an instant."""
    others = conn.execute(select(PARTY.c.zone).distinct().order_by(PARTY.c.zone)).scalars()
    return list(dict.fromkeys((own, "UTC", *others)))


def own_answers(conn: Connection, viewer: Viewer, case: Any, spec: FilingSpec) -> dict[str, Any]:
    """Give what one's own party has answered to the same questions in this case before, the latest answer each."""
    query = (
        select(FILING_BODY.c.body)
        .select_from(FILING_BODY.join(FILING))
        .where(FILING.c.case_id == case.id, FILING.c.party == viewer.party)
        .order_by(FILING.c.id)
    )
    given: dict[str, Any] = {}
    for words in conn.execute(query).scalars():
        given |= {key: value for key, value in json.loads(words).items() if spec.field(key)}
    wrong = {problem.field.partition("/")[0] for problem in problems(spec, given)}
    return {key: value for key, value in given.items() if key not in wrong}


def links_of(conn: Connection, viewer: Viewer, case: Any) -> list[Any]:
    """List the links of a case, from both sides: its own as the acts that made them are seen, with the reference as it
    was filed; those of another case where the viewer may know that case and see the act.
    """
    source = CASE_LINK.join(ACT, and_(ACT.c.case_id == CASE_LINK.c.case_id, ACT.c.n == CASE_LINK.c.act_n)).join(
        CASES, CASES.c.id == CASE_LINK.c.case_id
    )
    shown = (CASE_LINK.c.kind, CASE_LINK.c.act_n)
    there = select(*shown, CASE_LINK.c.other_ref).where(CASE_LINK.c.case_id == case.id)
    here = select(*shown, CASES.c.ref.label("other_ref")).where(
        CASE_LINK.c.other_ref == case.ref, case_condition(viewer)
    )
    return [
        row
        for query in (there, here)
        for row in conn.execute(query.select_from(source).where(act_condition(viewer)).order_by(CASE_LINK.c.id))
    ]


def documents_of(conn: Connection, viewer: Viewer, case: Any) -> list[Any]:
    """List the documents of a case that a viewer may have: its own, and those filed with acts that it may see."""
    membership = membership_of(conn, viewer, case)
    filed = and_(ACT.c.case_id == DOCUMENT.c.case_id, ACT.c.n == DOCUMENT.c.act_n)
    query = select(
        DOCUMENT,
        ACT.c.party.label("act_party"),
        ACT.c.level.label("act_level"),
        ACT.c.track.label("act_track"),
        ACT.c.recorded_at,
        ACT.c.basic,
    ).select_from(DOCUMENT.outerjoin(ACT, filed))
    rows = conn.execute(query.where(DOCUMENT.c.case_id == case.id).order_by(DOCUMENT.c.id)).all()
    return [row for row in rows if may_see_document(viewer, membership, row, _act_of(row))]


@dataclass(frozen=True, slots=True)
class _ActOfDocument:
    """The parts of an act that decide who may see what was filed with it."""

    party: str
    level: str
    track: str | None
    recorded_at: Any
    basic: bool


def _act_of(row: Any) -> _ActOfDocument | None:
    if row.act_n is None:
        return None
    return _ActOfDocument(row.act_party, row.act_level, row.act_track, row.recorded_at, row.basic)


def tracks_of(conn: Connection, case: Any) -> Rows:
    """List the tracks of a case; the page asks the policy for each."""
    return conn.execute(select(CASE_TRACK).where(CASE_TRACK.c.case_id == case.id)).all()


def act_of(row: Any) -> Act:
    """Read the act of a row that holds its body."""
    return Act.from_json(json.loads(row.body))


def body_by_digest(conn: Connection, case: Any, digest: str) -> Mapping[str, Any] | None:
    """Give the words filed under a digest in a case, for a joint step that waits for more hands."""
    query = (
        select(FILING_BODY.c.body)
        .select_from(FILING_BODY.join(FILING))
        .where(FILING.c.case_id == case.id, FILING.c.digest == digest)
    )
    found = conn.execute(query.limit(1)).scalar()
    return json.loads(found) if found is not None else None
