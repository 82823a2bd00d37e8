"""What stands around the acts of a case: participants, tracks, links, documents, and what a form offers."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, and_, false, or_, select, true

from consult.casebook.values import Rows
from consult.documents.rows import digests_in
from consult.log import reads
from consult.models.cases import (
    ACT,
    CASE_LINK,
    CASE_PARTY,
    CASE_TRACK,
    CASES,
    DOCUMENT,
    FILING,
    FILING_BODY,
)
from consult.models.levels import LEVEL, STRUCK
from consult.models.parties import ORGAN, PARTY
from consult.refusals import Unknown
from consult.visibility import (
    Viewer,
    act_condition,
    case_condition,
    may_see_document,
    may_see_field,
    membership_of,
    participant_condition,
)
from workflows.kernel.frozen import dataclass
from workflows.parties import said


def find_case(conn: Connection, viewer: Viewer, ref: str) -> Any:
    """Find the row of a case that a viewer may see, or refuse as unknown."""
    row = conn.execute(select(CASES).where(CASES.c.ref == ref, case_condition(viewer))).first()
    if row is None:
        raise Unknown
    reads.note(conn, reads.act_paper(row.ref, 0), row.existence)
    return row


def participants_of(conn: Connection, viewer: Viewer, case: Any) -> Rows:
    """List who takes part in a case, as far as a viewer may know of them, by name, with role."""
    here = CASE_PARTY.join(CASES, CASES.c.id == CASE_PARTY.c.case_id)
    name = here.join(PARTY, PARTY.c.key == CASE_PARTY.c.party, isouter=True)
    query = select(CASE_PARTY, PARTY.c.name).select_from(name).where(CASE_PARTY.c.case_id == case.id)
    query = query.where(participant_condition(viewer))
    return conn.execute(query.order_by(CASE_PARTY.c.role, PARTY.c.name)).all()


def party_names(conn: Connection) -> dict[str, str]:
    """Give the name of every party by key."""
    return {row.key: row.name for row in conn.execute(select(PARTY.c.key, PARTY.c.name).order_by(PARTY.c.name))}


def said_names(names: Mapping[str, str]) -> dict[str, str]:
    """Give what each party is called within a sentence, by key: “the Republic of Korea”."""
    return {key: said(key, name) for key, name in names.items()}


def organs_of_party(conn: Connection, party: str) -> list[tuple[str, str]]:
    """Give key and name of the organs of a party, by name."""
    rows = conn.execute(select(ORGAN.c.key, ORGAN.c.name).where(ORGAN.c.party_key == party).order_by(ORGAN.c.name))
    return [(o.key, o.name) for o in rows]


def zones_of(conn: Connection, own: str) -> list[str]:
    """Give the zones of all parties, one's own first: what a form offers for an instant."""
    others = conn.execute(select(PARTY.c.zone).distinct().order_by(PARTY.c.zone)).scalars()
    return list(dict.fromkeys((own, "UTC", *others)))


def links_of(conn: Connection, viewer: Viewer, case: Any) -> list[Any]:
    """List the links of a case, from both sides: its own as the acts that made them are seen, with the reference as it
    was filed, or where the act opened the other case, if the viewer may know that case; those of another case where
    the viewer may know it and see the act.
    """
    source = CASE_LINK.join(ACT, and_(ACT.c.case_id == CASE_LINK.c.case_id, ACT.c.n == CASE_LINK.c.act_n)).join(
        CASES, CASES.c.id == CASE_LINK.c.case_id
    )
    of_act = (LEVEL.label("level"), CASES.c.ref.label("of_ref"), CASES.c.existence)
    shown = (CASE_LINK.c.kind, CASE_LINK.c.act_n, *of_act)
    known = select(CASES.c.id).where(case_condition(viewer)).correlate(None)
    is_known = or_(CASE_LINK.c.other_id.is_(None), CASE_LINK.c.other_id.in_(known))
    there = select(*shown, CASE_LINK.c.other_ref, true().label("own")).where(CASE_LINK.c.case_id == case.id, is_known)
    here = select(*shown, CASES.c.ref.label("other_ref"), false().label("own")).where(
        CASE_LINK.c.other_ref == case.ref, CASE_LINK.c.case_id.in_(_known_ids(viewer)), case_condition(viewer)
    )
    rows = [
        row
        for query in (there, here)
        for row in conn.execute(query.select_from(source).where(act_condition(viewer)).order_by(CASE_LINK.c.id))
    ]
    for row in rows:
        reads.note(conn, reads.act_paper(row.of_ref, row.act_n), row.level)
        reads.note(conn, reads.act_paper(row.of_ref, 0), row.existence)
    return rows


def rooms_beside(conn: Connection, viewer: Viewer, ref: str) -> Rows:
    """List the cases that refer to a case and in which a viewer takes part, the first opened first; the caller chooses
    those that are rooms."""
    referring = select(CASE_LINK.c.case_id).where(
        CASE_LINK.c.other_ref == ref, CASE_LINK.c.case_id.in_(_known_ids(viewer))
    )
    query = select(CASES.c.ref, CASES.c.edition, CASES.c.summary, CASES.c.existence).where(CASES.c.id.in_(referring))
    rows = conn.execute(query.where(case_condition(viewer)).order_by(CASES.c.id)).all()
    for row in rows:
        reads.note(conn, reads.act_paper(row.ref, 0), row.existence)
    return rows


def _known_ids(viewer: Viewer) -> Any:
    """The numbers of the cases that can be visible at all: by this way the links of no others are even looked at."""
    mine = select(CASE_PARTY.c.case_id).where(CASE_PARTY.c.party == viewer.party)
    return mine.union(select(CASES.c.id).where(CASES.c.existence == "C0"))


def documents_of(conn: Connection, viewer: Viewer, case: Any) -> list[Any]:
    """List the documents of a case that a viewer may have: its own, also unfiled where it prepares, and those filed
    with acts that it may see."""
    rows = _documents(conn, case)
    membership = membership_of(conn, viewer, case)
    again = _named_again(conn, viewer, case) if any(row.act_n is not None for row in rows) else {}
    return [
        row
        for row in rows
        if may_see_document(viewer, membership, row, _act_of(row))
        or (
            row.act_n is not None
            and any(
                may_see_field(viewer, membership, row.level, row.party, act)
                for act in again.get((row.party, row.digest), ())
            )
        )
    ]


def _documents(conn: Connection, case: Any) -> Rows:
    """Read the documents of a case with what of their acts decides who may have them."""
    filed = and_(ACT.c.case_id == DOCUMENT.c.case_id, ACT.c.n == DOCUMENT.c.act_n)
    query = select(
        DOCUMENT,
        ACT.c.party.label("act_party"),
        LEVEL.label("act_level"),
        STRUCK.label("act_struck"),
        ACT.c.kind.label("act_kind"),
        ACT.c.track.label("act_track"),
        ACT.c.recorded_at,
        ACT.c.basic,
        ACT.c.file,
    ).select_from(DOCUMENT.outerjoin(ACT, filed))
    return conn.execute(query.where(DOCUMENT.c.case_id == case.id).order_by(DOCUMENT.c.id)).all()


def _named_again(conn: Connection, viewer: Viewer, case: Any) -> dict[tuple[str, str], list[Any]]:
    """Find whose papers, among those of acts that a viewer may see, name which documents, and with which acts: one that
    was filed first with a narrower act is filed with these too.
    """
    papers = FILING_BODY.join(FILING).join(ACT, ACT.c.id == FILING.c.act_id).join(CASES, CASES.c.id == ACT.c.case_id)
    of_act = (LEVEL.label("level"), STRUCK.label("struck"), ACT.c.recorded_at, ACT.c.basic, ACT.c.file)
    query = select(FILING.c.party, FILING_BODY.c.body, *of_act).select_from(papers)
    found: dict[tuple[str, str], list[Any]] = {}
    for row in conn.execute(query.where(FILING.c.case_id == case.id, act_condition(viewer))):
        for digest in digests_in(json.loads(row.body)):
            found.setdefault((row.party, digest), []).append(row)
    return found


@dataclass(frozen=True, slots=True)
class _ActOfDocument:
    """The parts of an act that decide who may see what was filed with it."""

    party: str
    level: str
    struck: bool
    kind: str
    track: str | None
    recorded_at: Any
    basic: bool
    file: str


def _act_of(row: Any) -> _ActOfDocument | None:
    if row.act_n is None:
        return None
    return _ActOfDocument(
        row.act_party, row.act_level, row.act_struck, row.act_kind, row.act_track, row.recorded_at, row.basic, row.file
    )


def tracks_of(conn: Connection, case: Any) -> Rows:
    """List the tracks of a case; the page asks the policy for each."""
    return conn.execute(select(CASE_TRACK).where(CASE_TRACK.c.case_id == case.id)).all()
