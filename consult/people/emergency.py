"""Access of staff to one case in an emergency: opened by the operator with a reason, for hours, for one person.

Every party of the case has it in its chain at once, is told by mail, and sees it on the case while it is open; each
look under it is told afterwards like every look by staff. It opens what all parties of the case share (C0 to C2):
never a sealed room, nor what lies on one track or with one delegation. A replay compares each with the log
(`consult.people.recorded_accesses`). Not modelled: opening documents; who needs one asks a party.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from consult.delivery.staff_mail import tell_of_access
from consult.digests import digest_secret
from consult.i18n import _
from consult.log.own import Own, record_many
from consult.models.cases import CASE_PARTY, CASES
from consult.models.parties import MANDATE, ORGAN, PARTY, PERSON
from consult.models.watched import STAFF_ACCESS, STAFF_LOOK
from consult.refusals import Closed, Malformed, Unknown
from consult.standing import Standing, choices
from consult.visibility import EMERGENCY, SEALED, Viewer, case_condition, may_know_case

KIND = "staff_access"
HOURS, MOST_HOURS = 4, 72
"""How long an access is open where nothing was said, and at most: product defaults, no provision."""
LEAST_REASON, MOST_REASON = 10, 500
_ACCESS = select(
    STAFF_ACCESS, CASES.c.ref, PERSON.c.name, PERSON.c.email, CASES.c.filer, CASES.c.existence
).select_from(
    STAFF_ACCESS.join(CASES, CASES.c.id == STAFF_ACCESS.c.case_id).join(PERSON, PERSON.c.id == STAFF_ACCESS.c.person_id)
)


def open_access(conn: Connection, ref: str, person_id: int, reason: str, hours: int, at: datetime) -> int:
    """Open a case to one person of staff, and answer the number. Unknown for no case; Closed (409) for a sealed room,
    for whoever is no staff, and where it is open already; Malformed (422) without a reason or with too many hours."""
    _require_reason(reason, hours)
    case = conn.execute(select(CASES).where(CASES.c.ref == ref).with_for_update(key_share=True)).first()
    if case is None:
        raise Unknown
    if case.existence not in EMERGENCY:
        raise Closed(
            _("This is a sealed room, or known to one side alone: nobody of the staff reads it, in no emergency.")
        )
    if not any(one.is_staff for one in choices(conn, person_id, at)):
        raise Closed(_("This person holds no mandate of a secretariat that counts today."))
    if any(row.person_id == person_id for row in open_now(conn, case.id, at)):
        raise Closed(_("This person has access to this case already; end it first."))
    values = {"case_id": case.id, "person_id": person_id, "reason": reason.strip(), "opened_at": at}
    until = at + timedelta(hours=hours)
    number = int(
        conn.execute(insert(STAFF_ACCESS).values(**values, until=until).returning(STAFF_ACCESS.c.id)).scalar_one()
    )
    _told(conn, number, "opened", at)
    return number


def _require_reason(reason: str, hours: int) -> None:
    faults = {}
    if not LEAST_REASON <= len(reason.strip()) <= MOST_REASON:
        faults["reason"] = _("Give a reason of %(least)s to %(most)s characters.", least=LEAST_REASON, most=MOST_REASON)
    if not 1 <= hours <= MOST_HOURS:
        faults["hours"] = _("Give 1 to %(most)s hours.", most=MOST_HOURS)
    if faults:
        raise Malformed(faults)


def end_access(conn: Connection, number: int, at: datetime) -> None:
    """End an access before its time. Unknown where there is none that is open."""
    a = STAFF_ACCESS.c
    running = a.id == number, a.until > at, a.ended_at.is_(None)
    if not conn.execute(update(STAFF_ACCESS).where(*running).values(ended_at=at)).rowcount:
        raise Unknown
    _told(conn, number, "ended", at)


def open_now(conn: Connection, case_id: int, at: datetime) -> Sequence[Any]:
    """List the accesses to a case that are open."""
    a = STAFF_ACCESS.c
    return conn.execute(_ACCESS.where(a.case_id == case_id, a.until > at, a.ended_at.is_(None)).order_by(a.id)).all()


def open_to(conn: Connection, by: Standing, at: datetime) -> Sequence[Any]:
    """List what is open to a person of staff; nothing to anybody else."""
    a = STAFF_ACCESS.c
    mine = a.person_id == by.person_id, a.until > at, a.ended_at.is_(None)
    return conn.execute(_ACCESS.where(*mine).order_by(a.id)).all() if by.is_staff else ()


def every_access(conn: Connection) -> Sequence[Any]:
    """List every access there ever was, the newest first, for the operator."""
    return conn.execute(_ACCESS.order_by(STAFF_ACCESS.c.id.desc())).all()


def accesses_seen(conn: Connection, by: Standing, case_id: int | None = None) -> Sequence[Any]:
    """List the accesses to cases in which the own party takes part, as far as the reader may know; newest first."""
    mine = select(CASE_PARTY.c.case_id).where(CASE_PARTY.c.party == by.party_key)
    known = case_condition(Viewer.of(by)), STAFF_ACCESS.c.case_id.in_(mine)
    query = _ACCESS.where(*known) if case_id is None else _ACCESS.where(*known, STAFF_ACCESS.c.case_id == case_id)
    return conn.execute(query.order_by(STAFF_ACCESS.c.id.desc())).all()


def looks_seen(
    conn: Connection, by: Standing, *, case_id: int | None = None, before: int | None = None, most: int = 100
) -> Sequence[Any]:
    """List looks by staff that were told to the own party, in cases that the reader may know, the newest first."""
    look = STAFF_LOOK.c
    joined = STAFF_LOOK.join(CASES, CASES.c.id == look.case_id).outerjoin(PERSON, PERSON.c.id == look.person_id)
    query = select(STAFF_LOOK, CASES.c.ref, PERSON.c.name, PARTY.c.name.label("staff_name")).select_from(
        joined.outerjoin(PARTY, PARTY.c.key == look.staff_party)
    )
    query = query.where(look.party == by.party_key, case_condition(Viewer.of(by)))
    if case_id is not None:
        query = query.where(look.case_id == case_id)
    if by.audits:  # what is sealed is for those in the room
        query = query.where(look.level != SEALED)
    if before is not None:
        query = query.where(look.id < before)
    return conn.execute(query.order_by(look.id.desc()).limit(most)).all()


def _told(conn: Connection, number: int, event: str, at: datetime) -> None:
    """Enter an access in the chain of every party of the case, and ask for mail to its people."""
    row = conn.execute(_ACCESS.where(STAFF_ACCESS.c.id == number)).one()
    parties = sorted(
        conn.execute(select(CASE_PARTY.c.party).where(CASE_PARTY.c.case_id == row.case_id)).scalars().all()
    )
    body, named = sealed_body(row, event), list(dict.fromkeys(parties))
    record_many(conn, [Own(KIND, one, body, at, by={"office": "operator"}, person=row.name) for one in named])
    for party in named:
        for person in _people(conn, party, row.case_id, at):
            key = f"{number}:{event}:{party}:{person.id}"
            tell_of_access(conn, person.id, person.email, party, row.case_id, number, event, key, at)


def sealed_body(row: Any, event: str) -> dict[str, Any]:
    """Write what the log says of an access (a row of `every_access`); the reason as a digest, since it can be long."""
    return {
        "access": row.id,
        "event": event,
        "case": row.ref,
        "person": row.person_id,
        "until": row.until.isoformat(),
        "reason": digest_secret(row.reason),
    }


def _people(conn: Connection, party: str, case_id: int, at: datetime) -> Sequence[Any]:
    """List whoever acts for a party today under a mandate of it by which the case may be known."""
    case = conn.execute(select(CASES).where(CASES.c.id == case_id)).one()
    held = PERSON.join(MANDATE, MANDATE.c.person_id == PERSON.c.id).join(ORGAN)
    query = select(PERSON.c.id, PERSON.c.email).distinct().select_from(held)
    of_party = ORGAN.c.party_key == party, MANDATE.c.revoked_at.is_(None), PERSON.c.active
    rows = conn.execute(query.where(*of_party).order_by(PERSON.c.id)).all()
    return [row for row in rows if any(_knows(one, party, case) for one in choices(conn, row.id, at))]


def _knows(one: Standing, party: str, case: Any) -> bool:
    return one.party_key == party and may_know_case(Viewer.of(one), case, takes_part=True)
