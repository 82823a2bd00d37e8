"""Papers in preparation that stay when a mandate ends: handed on, by whoever held it, to those who clear and dispatch.

Whoever's mandate has ended by itself dispatches nothing and reads no case any more. What that person wrote is the
party's: it stays as it is, with what was typed last, and one press hands it on. That is work, no record. Only papers
that the person began or changed last are handed on, of a party whose mandate ended lately; a mandate that was revoked
gives nothing. Not modelled: the stages of a party's clearance, which take a paper from there.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, or_, select, update

from consult import standing as standings
from consult.clearing.voiding import void_passed
from consult.drafts import Overtaken
from consult.i18n import _
from consult.models.cases import CASES, DRAFT
from consult.models.parties import MANDATE, ORGAN
from consult.models.representation import DRAFT_HANDED_ON
from consult.refusals import Closed, Unknown
from consult.standing import Standing, capacities_for
from consult.visibility import Viewer, case_condition
from workflows.kernel.frozen import dataclass
from workflows.kernel.reckoning import local_date


@dataclass(frozen=True, slots=True)
class Left:
    """A paper that its writer left behind, and the ended mandate under which it was prepared."""

    row: Row[Any]
    ended: Standing


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who clears or dispatches in a procedure now."""

    name: str
    office: str
    organ: str
    clears: bool
    dispatches: bool


def left_behind(conn: Connection, person_id: int, at: datetime) -> list[Left]:
    """Answer the open papers that a person began or changed last under a mandate that ended lately, once each; those
    handed on already are none."""
    found: dict[int, Left] = {}
    for ended in standings.ended_lately(conn, person_id, at):
        for row in conn.execute(_left(ended, person_id)):
            found.setdefault(row.id, Left(row, ended))
    return list(found.values())


def _left(ended: Standing, person_id: int) -> Any:
    wrote = or_(DRAFT.c.author_id == person_id, DRAFT.c.changed_by == person_id)
    return (
        select(
            DRAFT, CASES.c.ref.label("case_ref"), CASES.c.title, CASES.c.procedure, CASES.c.at_level, CASES.c.edition
        )
        .select_from(DRAFT.join(CASES, CASES.c.id == DRAFT.c.case_id))
        .outerjoin(DRAFT_HANDED_ON, DRAFT_HANDED_ON.c.draft_id == DRAFT.c.id)
        .where(
            wrote, DRAFT.c.party == ended.party_key, DRAFT.c.closed_at.is_(None), DRAFT_HANDED_ON.c.draft_id.is_(None)
        )
        .where(case_condition(Viewer.of(ended)))
        .order_by(DRAFT.c.id)
    )


def find_left(conn: Connection, person_id: int, ref: str, at: datetime) -> Left:
    """Find a paper that a person left behind, or refuse as unknown."""
    found = next((one for one in left_behind(conn, person_id, at) if one.row.ref == ref), None)
    if found is None:
        raise Unknown
    return found


def colleagues(conn: Connection, left: Left, at: datetime) -> tuple[Colleague, ...]:
    """Name those of the same party who clear or dispatch in the procedure of a paper now, by office."""
    held = select(MANDATE.c.id).select_from(MANDATE.join(ORGAN)).where(ORGAN.c.party_key == left.ended.party_key)
    numbers = conn.execute(held.where(MANDATE.c.revoked_at.is_(None)).order_by(MANDATE.c.office)).scalars().all()
    on = local_date(at, left.ended.party_zone)
    found = []
    for one in (standings.of_mandate(conn, number, at) for number in numbers):
        if one is None or (one.cases is not None and left.row.case_ref not in one.cases):
            continue
        may = capacities_for(one, left.row.procedure, left.row.at_level, on)
        if may & {"clear", "dispatch"}:
            found.append(Colleague(one.name, one.office, one.organ_name, "clear" in may, "dispatch" in may))
    return tuple(found)


def hand_on(
    conn: Connection, person_id: int, ref: str, body: Mapping[str, Any] | None, version: int, at: datetime
) -> Left:
    """Hand a paper on for clearance, with what was typed last where something was. Overtaken where a colleague stored
    another text since, Closed where nobody clears or dispatches in its procedure."""
    left = find_left(conn, person_id, ref, at)
    if not colleagues(conn, left, at):
        raise Closed(
            _("Nobody of your party clears or dispatches here now. A manager of your party records a mandate.")
        )
    if body is not None and dict(body) != left.row.body:
        stored = {"body": dict(body), "version": version + 1, "changed_at": at, "changed_by": person_id}
        same = DRAFT.c.id == left.row.id, DRAFT.c.version == version, DRAFT.c.closed_at.is_(None)
        if conn.execute(update(DRAFT).where(*same).values(stored)).rowcount != 1:
            raise Overtaken
        void_passed(conn, left.ended, left.row.id, at)
    handed = {"draft_id": left.row.id, "person_id": person_id, "mandate_id": left.ended.mandate_id}
    handed |= {"office": left.ended.office, "ended_on": left.ended.valid_until, "at": at}
    conn.execute(insert(DRAFT_HANDED_ON).values(handed))
    return left
