"""Filings in preparation: work, not record. Seen by their own party alone; edited, cleared, discarded, and closed when
they are filed.

Clearance is of a text: it names the digest it was given for, and a text changed since has none.

Long because: whoever changes, clears, sends or discards a draft asks the same of its row, and stands beside the others.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, insert, select, update

from consult.casebook.papers import without_documents
from consult.clearing.forgetting import forget_words
from consult.clearing.standing_at import goes_by_lane
from consult.clearing.voiding import void_passed
from consult.documents import rows as documents
from consult.i18n import _
from consult.models.cases import CASES, DRAFT
from consult.models.parties import PERSON
from consult.models.representation import DRAFT_HANDED_ON
from consult.refusals import Closed, Malformed, Unknown
from consult.standing import WRITES, Standing
from consult.turns import wait_turn
from consult.visibility import Viewer, case_condition
from workflows.kernel.bodies import problems
from workflows.kernel.editions import digest_of
from workflows.kernel.fields import FilingSpec, Problem
from workflows.kernel.values import is_absent

_UNCLEARED = dict.fromkeys(("cleared_digest", "cleared_by", "cleared_office", "cleared_at"))


class Gone(Closed):
    """A paper was sent or discarded since it was opened."""

    def __init__(self) -> None:
        """Say where it is to be looked for."""
        super().__init__(_("Your party has sent or discarded this paper in the meantime. Look at the case."))


class Overtaken(Closed):
    """Another text was stored since this one was begun; neither is lost while its writer has it before him."""

    def __init__(self) -> None:
        """Say what was not done."""
        super().__init__(_("Somebody of your party changed this draft since you opened it; your text was not stored."))


def start(
    conn: Connection,
    standing: Standing,
    case_id: int,
    step: str,
    track: str | None,
    body: Mapping[str, Any],
    at: datetime,
    *,
    exactly: bool = False,
) -> str:
    """Begin a draft for a step of a case, or give the open one that the party already has for it; with `exactly` only
    where it holds the same words, else Closed.

    Long because: the columns of a draft stand one a line.
    """
    wait_turn(conn, f"drafts:{case_id}:{standing.party_key}")
    _require(standing, *WRITES)
    if (same := _open_one(conn, standing, case_id, step, track)) is not None:
        if exactly and digest_of(same.body) != digest_of(dict(body)):
            raise Closed(_("Your party has another text in preparation for this step. Send or discard that one first."))
        return str(same.ref)
    ref = secrets.token_urlsafe(9)
    row = {
        "ref": ref,
        "case_id": case_id,
        "step": step,
        "track": track,
        "party": standing.party_key,
        "author_id": standing.person_id,
        "body": dict(body),
        "version": 0,
        "changed_at": at,
        "changed_by": standing.person_id,
    }
    conn.execute(insert(DRAFT), row)
    return ref


def unreadable(spec: FilingSpec, body: Mapping[str, Any]) -> list[Problem]:
    """Name the answers that cannot be read and the questions that are not asked; what is still open is no fault of a
    text in preparation."""
    found = problems(replace(spec, reading=""), body)
    return [one for one in found if not is_absent(_answer(body, one.field))]


def _answer(body: Any, path: str) -> Any:
    """Find an answer by its path; None where nothing is there."""
    for step in path.split("/"):
        if isinstance(body, Mapping):
            body = body.get(step.replace("~1", "/").replace("~0", "~"))
        elif isinstance(body, list) and step.isdecimal() and int(step) < len(body):
            body = body[int(step)]
        else:
            return None
    return body


def _open_one(conn: Connection, standing: Standing, case_id: int, step: str, track: str | None) -> Any | None:
    """Give the draft that a party already has for a step of a case."""
    on_track = DRAFT.c.track.is_(None) if track is None else DRAFT.c.track == track
    mine = DRAFT.c.case_id == case_id, DRAFT.c.party == standing.party_key, DRAFT.c.closed_at.is_(None)
    return conn.execute(select(DRAFT.c.ref, DRAFT.c.body).where(*mine, DRAFT.c.step == step, on_track)).first()


def first_of(conn: Connection, standing: Standing, case_id: int) -> str | None:
    """Give the first draft that a party ever began in a case, closed or not; None where there is none."""
    mine = DRAFT.c.case_id == case_id, DRAFT.c.party == standing.party_key
    return conn.execute(select(DRAFT.c.ref).where(*mine).order_by(DRAFT.c.id).limit(1)).scalar()


def find(conn: Connection, standing: Standing, ref: str) -> Row[Any]:
    """Find an open draft of one's party in a case that one may see, or refuse as unknown; Gone where it was sent or
    discarded."""
    row = find_kept(conn, standing, ref)
    if row.closed_at is not None:
        raise Gone
    return row


def hold(conn: Connection, standing: Standing, ref: str) -> Row[Any]:
    """Read a draft of one's party again, and let nobody change, clear, send or discard it until this transaction ends.
    Gone where it was sent or discarded meanwhile."""
    mine = DRAFT.c.ref == ref, DRAFT.c.party == standing.party_key
    row = conn.execute(select(DRAFT).where(*mine, DRAFT.c.closed_at.is_(None)).with_for_update()).first()
    if row is None:
        raise Gone
    return row


def find_kept(conn: Connection, standing: Standing, ref: str) -> Row[Any]:
    """Find a draft of one's party, closed or not, in a case that one may see, or refuse as unknown."""
    changer = PERSON.alias()
    names = PERSON.c.name.label("author"), changer.c.name.label("changer")
    people = DRAFT.join(CASES, CASES.c.id == DRAFT.c.case_id).join(PERSON, PERSON.c.id == DRAFT.c.author_id)
    query = (
        select(DRAFT, CASES.c.ref.label("case_ref"), *names)
        .select_from(people.outerjoin(changer, changer.c.id == DRAFT.c.changed_by))
        .where(DRAFT.c.ref == ref, DRAFT.c.party == standing.party_key, case_condition(Viewer.of(standing)))
    )
    row = conn.execute(query).first()
    if row is None or not standing.prepares:
        raise Unknown
    return row


def drafts_of(conn: Connection, standing: Standing, case_id: int | None = None) -> Sequence[Row[Any]]:
    """List the open drafts of one's party, the last changed first."""
    if not standing.prepares:
        return []
    query = _open_drafts(Viewer.of(standing))
    return conn.execute(query if case_id is None else query.where(DRAFT.c.case_id == case_id)).all()


@lru_cache(maxsize=128)
def _open_drafts(viewer: Viewer) -> Select[Any]:
    """Put the question together once for a viewer: the text of it, never an answer."""
    return (
        select(DRAFT, CASES.c.ref.label("case_ref"), CASES.c.title, CASES.c.edition, PERSON.c.name.label("author"))
        .add_columns(DRAFT_HANDED_ON.c.office.label("handed_office"))
        .select_from(DRAFT.join(CASES, CASES.c.id == DRAFT.c.case_id).join(PERSON, PERSON.c.id == DRAFT.c.author_id))
        .outerjoin(DRAFT_HANDED_ON, DRAFT_HANDED_ON.c.draft_id == DRAFT.c.id)
        .where(DRAFT.c.party == viewer.party, DRAFT.c.closed_at.is_(None), case_condition(viewer))
        .order_by(DRAFT.c.changed_at.desc(), DRAFT.c.id.desc())
    )


def save(
    conn: Connection,
    standing: Standing,
    ref: str,
    body: Mapping[str, Any],
    version: int,
    at: datetime,
    *,
    level: str | None = None,
) -> int:
    """Store what was written over the version that its writer had before him; give the new version. Overtaken where
    somebody stored another text since; the same text twice is stored once. A `level` is one to which the paper is
    raised, an empty one the procedure's own, None leaves it. What was cleared, and what the text before it had passed
    of the party's clearance, is void: other words, and the same words for other readers, are cleared anew."""
    row = find(conn, standing, ref)
    _require(standing, *WRITES)
    raised = row.level if level is None else level or None
    if row.body == dict(body) and raised == row.level:
        return int(row.version)
    if row.version != version:
        raise Overtaken
    stored = {"body": dict(body), "version": version + 1, "changed_at": at, "changed_by": standing.person_id}
    if raised != row.level:
        stored |= {"level": raised, **_UNCLEARED}
    if conn.execute(update(DRAFT).where(*_as_read(row, version)).values(stored)).rowcount != 1:
        find(conn, standing, ref)  # sent or discarded at this very moment: that is what its writer is told
        raise Overtaken
    void_passed(conn, standing, row.id, at)
    return version + 1


def _as_read(row: Any, version: int) -> tuple[ColumnElement[bool], ...]:
    """Give the condition that a draft is the text that was read, and open: one that was closed stays as it is."""
    return DRAFT.c.id == row.id, DRAFT.c.version == version, DRAFT.c.closed_at.is_(None)


def require_version(row: Any, version: int) -> None:
    """Refuse where a draft is no longer the text that its reader had before him."""
    if row.version != version:
        raise Closed(
            _("Somebody of your party changed this text since you opened it. Read it again before you decide.")
        )


def clear(conn: Connection, standing: Standing, ref: str, spec: FilingSpec, version: int, at: datetime) -> None:
    """Clear a text of a draft for dispatch: the version that was read, or none."""
    row = find(conn, standing, ref)
    _require(standing, "clear")
    require_version(row, version)
    if goes_by_lane(conn, row):
        raise Closed(_("This paper goes by your party's lane of clearance: whoever holds its stage passes it there."))
    found = problems(spec, row.body)
    if found:
        raise Malformed({p.field or "filing": f"{p.label}: {p.sentence}" for p in found})
    cleared = {
        "cleared_digest": digest_of(row.body),
        "cleared_by": standing.person_id,
        "cleared_office": standing.offices[:200],
        "cleared_at": at,
    }
    if conn.execute(update(DRAFT).where(*_as_read(row, version)).values(cleared)).rowcount != 1:
        require_version(find(conn, standing, ref), version)


def close(conn: Connection, standing: Standing, ref: str, version: int, at: datetime) -> frozenset[str]:
    """Discard a draft as its reader had it before him; give the digests of the documents that went with it. Overtaken
    where somebody stored another text since.

    Those are the party's documents in the case that no act filed and no other open draft names. While another draft is
    open, one that no draft names yet stays for it.
    """
    row = find(conn, standing, ref)
    _require(standing, *WRITES)
    _hold_case(conn, row.case_id)  # before the draft, as whoever sends it does
    if conn.execute(update(DRAFT).where(*_as_read(row, version)).values(closed_at=at)).rowcount != 1:
        find(conn, standing, ref)
        raise Overtaken
    forget_words(conn, [row.id])
    others = _bodies(conn, row.case_id, row.party, row.id)
    unwanted = documents.waiting(conn, row.case_id, row.party)
    if others:
        unwanted &= documents.digests_in(row.body)
    return documents.remove_waiting(conn, row.case_id, row.party, unwanted - _named_in(others))


def detach(conn: Connection, standing: Standing, ref: str, digest: str, at: datetime) -> frozenset[str]:
    """Remove a document that waits on the drafts of a party, and its name from the answers of this one; give its
    digest. Closed where it was filed or another open draft names it, Unknown where there is none."""
    row = find(conn, standing, ref)
    removed = remove_document(conn, standing, row.case_id, digest, but=row.id)
    body = without_documents(row.body, {digest})
    if body != row.body:
        save(conn, standing, ref, body, row.version, at)
    return removed


def remove_document(
    conn: Connection, standing: Standing, case_id: int, digest: str, *, but: int | None = None
) -> frozenset[str]:
    """Remove a document of one's party that waits in a case, and give its digest. Closed where it was filed or an open
    draft, `but` one, names it; Unknown where there is none."""
    _require(standing, *WRITES)
    _hold_case(conn, case_id)
    act_n = documents.filed_with(conn, case_id, standing.party_key, digest)
    if act_n is not None:
        raise Closed(_("This document was filed with act %(number)s and stays in the case.", number=act_n))
    if digest in named_in_drafts(conn, case_id, standing.party_key, but=but):
        raise Closed(_("Another paper in preparation of your party names this document. Remove it there first."))
    return documents.remove_waiting(conn, case_id, standing.party_key, {digest})


def named_in_drafts(conn: Connection, case_id: int, party: str, *, but: int | None = None) -> frozenset[str]:
    """Give the digests of the documents that a party's open drafts in a case, `but` one, name."""
    return _named_in(_bodies(conn, case_id, party, but))


def _bodies(conn: Connection, case_id: int, party: str, but: int | None) -> Sequence[Any]:
    here = DRAFT.c.case_id == case_id, DRAFT.c.party == party, DRAFT.c.closed_at.is_(None)
    return conn.execute(select(DRAFT.c.body).where(*here, DRAFT.c.id.is_distinct_from(but))).scalars().all()


def _named_in(bodies: Sequence[Any]) -> frozenset[str]:
    return frozenset(digest for body in bodies for digest in documents.digests_in(body))


def _hold_case(conn: Connection, case_id: int) -> None:
    """Let no act be recorded in a case meanwhile, and nothing be begun in it: either could name a document that is
    being removed. So it is the full lock, for which whoever refers to the case by a row of his own waits too."""
    conn.execute(select(CASES.c.id).where(CASES.c.id == case_id).with_for_update())


def close_filed(conn: Connection, ref: str, at: datetime) -> None:
    """Close a draft that was filed, unless a request that came twice has closed it already."""
    conn.execute(update(DRAFT).where(DRAFT.c.ref == ref, DRAFT.c.closed_at.is_(None)).values(closed_at=at))


def is_cleared(row: Any) -> bool:
    """Say whether the present text of a draft is the one that was cleared."""
    return row.cleared_digest is not None and row.cleared_digest == digest_of(row.body)


def _require(standing: Standing, *capacities: str) -> None:
    if not standing.capacities & set(capacities):
        raise Closed(_("Your mandate does not cover this step of the preparation."))
