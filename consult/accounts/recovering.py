"""How a person is let in again: by the managers of every party for which the person acts, never by the host alone.

The host asks: a named manager of one of the parties, and the managers of all others, find the wish with its reason on
their party's page. Once every party has confirmed, whoever was last gets the one-time link and hands it on; the host
never holds it. Only where no party of the person has a manager who could sign in does the host issue the link itself,
with a reason that stands on the party's pages (break-glass). Each is an entry in the parties' chains, and the person is
told by mail. Not modelled: what whoever runs the database could write into it; the log shows what passed here.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, select, update

from consult.accounts.members import take_away
from consult.accounts.sessions import end_others
from consult.delivery.sign_in_mail import tell_person
from consult.digests import digest_secret
from consult.i18n import _
from consult.log.own import Own, record_many
from consult.models.parties import MANDATE, ORGAN, PARTY, PERSON
from consult.models.recovering import ASKED, BREAK_GLASS, HOST_REQUEST
from consult.people.authority import parties_of, require_manager
from consult.people.entries import RESET, person_entries
from consult.people.lasting import wait_for_people
from consult.people.links import Link, renew_link
from consult.refusals import Closed, Malformed, Unknown
from consult.standing import Standing

LIFE = timedelta(days=7)
"""For how long a wish of the host waits."""
LEAST_REASON, MOST_REASON = 10, 500


def managers_of(conn: Connection, party_key: str, at: datetime, but: int | None = None) -> Sequence[Any]:
    """List who manages a party now and can sign in, but for one person."""
    today = at.astimezone(ZoneInfo(_zone(conn, party_key))).date()
    query = (
        select(PERSON.c.id, PERSON.c.name, PERSON.c.email, MANDATE.c.capacities, MANDATE.c.valid_until)
        .select_from(MANDATE.join(ORGAN).join(PERSON, PERSON.c.id == MANDATE.c.person_id))
        .where(ORGAN.c.party_key == party_key, MANDATE.c.revoked_at.is_(None), MANDATE.c.valid_from <= today)
        .where(PERSON.c.active, PERSON.c.password_hash.is_not(None), PERSON.c.id != (but or 0))
        .order_by(PERSON.c.id)
    )
    rows = conn.execute(query).all()
    counting = [row for row in rows if "manage" in row.capacities and (row.valid_until or today) >= today]
    return list({row.id: row for row in counting}.values())


def was_managed(conn: Connection, party_key: str) -> bool:
    """Say whether a party ever had a manager who signed in: then it is no longer being set up."""
    query = select(MANDATE.c.capacities).select_from(
        MANDATE.join(ORGAN).join(PERSON, PERSON.c.id == MANDATE.c.person_id)
    )
    query = query.where(ORGAN.c.party_key == party_key, PERSON.c.password_hash.is_not(None))
    return any("manage" in held for held in conn.execute(query).scalars())


def require_first(conn: Connection, parties: Sequence[str], person_id: int, reason: str, at: datetime) -> None:
    """Refuse what the host would do to the people of parties where a manager can do it, and enter it as break-glass
    where there was a manager once; a party that is being set up has had none. Closed (409) with who can do it,
    Malformed (422) without a reason."""
    found = [row for one in parties for row in managers_of(conn, one, at)]
    if found:
        raise Closed(_by_managers(found))
    broken = [one for one in parties if was_managed(conn, one)]
    if broken:
        require_reason(reason)
        _enter(conn, BREAK_GLASS, broken, person_id, None, reason, at)


def parties_of_person(conn: Connection, person_id: int) -> Sequence[str]:
    """List the parties for which a person acts."""
    return sorted(parties_of(conn, person_id, live_only=True))


def require_reason(reason: str) -> None:
    """Refuse a reason that is none. Malformed (422)."""
    if not LEAST_REASON <= len(reason.strip()) <= MOST_REASON:
        sentence = _("Give a reason of %(least)s to %(most)s characters.", least=LEAST_REASON, most=MOST_REASON)
        raise Malformed({"reason": sentence + " " + _("The party reads it.")})


def _by_managers(found: Sequence[Any]) -> str:
    names = ", ".join(f"{row.name} ({row.email})" for row in found)
    return _("This party is managed by %(names)s: the page My party does it there, and not the host.", names=names)


def ask_managers(conn: Connection, person_id: int, manager_mail: str, reason: str, at: datetime) -> Sequence[str]:
    """Put before the managers of every party of a person that the person is to be let in again, and answer the parties.
    Closed (409) where the named one manages none of them, Malformed (422) without a reason."""
    require_reason(reason)
    parties = _managed(conn, person_id, at)
    named = next((row for rows in parties.values() for row in rows if row.email == manager_mail.strip().lower()), None)
    if named is None:
        told = ", ".join(row.email for rows in parties.values() for row in rows)
        others = _("These do: %(mails)s.", mails=told) if told else _("Nobody else does: see --break-glass.")
        raise Closed(_("%(mail)s manages no party of this person.", mail=manager_mail) + " " + others)
    _enter(conn, ASKED, tuple(parties), person_id, named.id, reason, at)
    return tuple(parties)


def break_glass(conn: Connection, person_id: int, reason: str, at: datetime, *, factors: bool = False) -> Link:
    """Issue the link of a person none of whose parties has a manager, and take the second factors away where asked.
    Closed (409) where there is a manager, Malformed (422) without a reason."""
    wait_for_people(conn, None)
    require_reason(reason)
    managed = [row for rows in _managed(conn, person_id, at).values() for row in rows]
    if managed:
        raise Closed(_by_managers(managed))
    parties = sorted(parties_of(conn, person_id, live_only=False))
    _enter(conn, BREAK_GLASS, parties, person_id, None, reason, at)
    if factors:
        take_away(conn, person_id)
        end_others(conn, person_id, None, at)
    return renew_link(conn, None, person_id, at)


def _enter(
    conn: Connection, kind: str, parties: Sequence[str], person_id: int, manager: int | None, reason: str, at: datetime
) -> None:
    name = str(conn.execute(select(PERSON.c.name).where(PERSON.c.id == person_id)).scalar_one())
    body = {"person": person_id, "event": kind, "reason": digest_secret(reason.strip())}
    entries = [Own("host_access", one, body, at, by={"office": "operator"}, person=name) for one in parties]
    for one, entry in zip(parties, record_many(conn, entries), strict=True):
        row = {"kind": kind, "party_key": one, "person_id": person_id, "manager_id": manager, "reason": reason.strip()}
        conn.execute(insert(HOST_REQUEST).values(**row, asked_at=at, seq=entry.seq))
        event = "recovery_asked" if kind == ASKED else "break_glass"
        if one == parties[0]:
            tell_person(conn, person_id, one, event, "host", f"{kind}:{entry.seq}", at)


_WAITING = HOST_REQUEST.c.kind == ASKED, HOST_REQUEST.c.decided_at.is_(None)
_LISTED = select(HOST_REQUEST, PERSON.c.name, PERSON.c.email).select_from(
    HOST_REQUEST.join(PERSON, PERSON.c.id == HOST_REQUEST.c.person_id)
)


def waiting_for(conn: Connection, by: Standing, at: datetime) -> Sequence[Any]:
    """List what the host asks the managers of the own party; nothing to anybody else."""
    if not by.manages:
        return ()
    own = HOST_REQUEST.c.party_key == by.party_key, HOST_REQUEST.c.asked_at > at - LIFE
    return conn.execute(_LISTED.where(*_WAITING, *own).order_by(HOST_REQUEST.c.id)).all()


def host_acts_on(conn: Connection, party_key: str) -> Sequence[Any]:
    """List what the host asked and did about accounts of a party, for everybody of it, the last first."""
    return conn.execute(_LISTED.where(HOST_REQUEST.c.party_key == party_key).order_by(HOST_REQUEST.c.id.desc())).all()


def decide(conn: Connection, by: Standing, number: int, confirmed: bool, at: datetime) -> Link | None:
    """Confirm or refuse what the host asked. Answer the one-time link where every party has confirmed, None while
    others are to, and after a refusal. Unknown for another party's and one that is over; Closed (409) for oneself."""
    wait_for_people(conn, by)
    require_manager(by, by.party_key)
    own = HOST_REQUEST.c.id == number, HOST_REQUEST.c.party_key == by.party_key, HOST_REQUEST.c.asked_at > at - LIFE
    row = conn.execute(select(HOST_REQUEST).where(*own, *_WAITING)).first()
    if row is None:
        raise Unknown
    if row.person_id == by.person_id:
        raise Closed(_("Another manager decides about your own account."))
    together = HOST_REQUEST.c.person_id == row.person_id, HOST_REQUEST.c.asked_at == row.asked_at
    _hold(conn, number, *together)
    decided = {"decided_at": at, "decided_by": by.person_id, "confirmed": confirmed}
    mine = HOST_REQUEST.c.id == number if confirmed else HOST_REQUEST.c.decided_at.is_(None)
    conn.execute(update(HOST_REQUEST).where(*together, mine).values(decided))
    left = conn.execute(select(HOST_REQUEST.c.id).where(*together, *_WAITING)).first()
    body = {"person": row.person_id, "event": "confirmed" if confirmed else "refused", "asked": row.seq}
    entries = [Own("host_access", by.party_key, body, at, by=by.hand)]
    if not confirmed or left is not None:
        record_many(conn, entries)
        return None
    link = renew_link(conn, None, row.person_id, at)
    made = record_many(conn, [*entries, *person_entries(conn, by, RESET, row.person_id, at)])
    tell_person(conn, row.person_id, by.party_key, "reset", "manager", f"reset:{made[0].seq}", at)
    return link


def _hold(conn: Connection, number: int, *together: Any) -> None:
    """Lock what was asked of the managers of all parties: of two who confirm at once each would else find the other's
    answer missing, and nobody would get the link. Unknown where this one was answered meanwhile."""
    query = select(HOST_REQUEST.c.id, HOST_REQUEST.c.decided_at).where(*together).order_by(HOST_REQUEST.c.id)
    held = conn.execute(query.with_for_update()).all()
    if number not in {one.id for one in held if one.decided_at is None}:
        raise Unknown


def _managed(conn: Connection, person_id: int, at: datetime) -> Mapping[str, Sequence[Any]]:
    """Answer, of the parties for which a person acts, those with a manager who is somebody else, each with its own."""
    parties = parties_of(conn, person_id, live_only=True) or parties_of(conn, person_id, live_only=False)
    found = {one: managers_of(conn, one, at, but=person_id) for one in sorted(parties)}
    return {one: rows for one, rows in found.items() if rows}


def _zone(conn: Connection, party_key: str) -> str:
    return str(conn.execute(select(PARTY.c.zone).where(PARTY.c.key == party_key)).scalar_one())
