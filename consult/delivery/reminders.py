"""Reminders by mail: to which addresses of a party, and what they say.

A reminder goes to the mail contact points of the organ that acts for the party in the case: the one that acted last, or
one that may dispatch at the level of the case. It says that a period ends, when and in which case, and nothing of what
the case is about. Whether it is still true is asked again when it is sent.
"""

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, or_, select

from consult.delivery import endpoints, webhooks
from consult.delivery.messages import NewMessage, ask
from consult.delivery.wording import Dropped, Words, words_of
from consult.i18n import _, write_date, write_instant
from consult.models.cases import ACT, CASES, DEADLINE
from consult.models.parties import CONTACT_POINT, MANDATE, ORGAN, PARTY
from workflows.kernel.reckoning import local_date
from workflows.kernel.reminding import AT_END, DAY_AFTER

KIND = "reminder"


class About(NamedTuple):
    """Of what somebody is reminded: the limit by its number and its end, in which case, and which moment it is."""

    deadline_id: int
    case_id: int
    level: str
    expires_at: datetime
    mark: str


def ask_for(connection: Connection, about: About, party: str, at: datetime) -> int:
    """Ask for one message to each address, and to each endpoint for webhooks; give how many there are."""
    zone = connection.execute(select(PARTY.c.zone).where(PARTY.c.key == party)).scalar()
    found = addresses(connection, about, party, local_date(at, str(zone or "UTC")))
    for contact in found:
        key = f"{KIND}:{about.deadline_id}:{party}:{about.expires_at.isoformat()}:{about.mark}:{contact.id}"
        words = {"deadline": about.deadline_id, "expires_at": about.expires_at.isoformat(), "mark": about.mark}
        to = {"organ_id": contact.organ_id, "contact_id": contact.id, "case_id": about.case_id}
        ask(connection, NewMessage(key, KIND, "mail", party, contact.address, **to, about=words), at)
    of_limit = {"deadline": about.deadline_id, "mark": about.mark, "expires_at": about.expires_at.isoformat()}
    told = webhooks.tell(connection, party, endpoints.REMINDED, about.case_id, None, of_limit, at)
    return len(found) + told


def addresses(connection: Connection, about: About, party: str, today: date) -> list[Any]:
    """List the mail contact points of the organ that acts; of all organs of the party where that one has none."""
    of_party = _mail_of(connection, party, today)
    organs = _acted(connection, about.case_id, party) or _may_dispatch(connection, party, about.level, today)
    return [row for row in of_party if row.organ_id in organs] or of_party


def _mail_of(connection: Connection, party: str, today: date) -> list[Any]:
    """List the mail contact points of a party that are in use, in the order in which they wish to be tried."""
    used = or_(CONTACT_POINT.c.valid_until.is_(None), CONTACT_POINT.c.valid_until >= today)
    begun = or_(CONTACT_POINT.c.valid_from.is_(None), CONTACT_POINT.c.valid_from <= today)
    query = select(CONTACT_POINT.c.id, CONTACT_POINT.c.organ_id, CONTACT_POINT.c.address)
    query = query.select_from(CONTACT_POINT.join(ORGAN)).where(ORGAN.c.party_key == party)
    query = query.where(CONTACT_POINT.c.channel == "mail", used, begun)
    return list(connection.execute(query.order_by(CONTACT_POINT.c.organ_id, CONTACT_POINT.c.position)))


def _acted(connection: Connection, case_id: int, party: str) -> set[int]:
    """Give the organ that acted last for a party in a case."""
    theirs = ORGAN.join(ACT, (ACT.c.organ == ORGAN.c.key) & (ACT.c.party == ORGAN.c.party_key))
    query = select(ORGAN.c.id).select_from(theirs).where(ACT.c.case_id == case_id, ACT.c.party == party)
    return set(connection.execute(query.order_by(ACT.c.n.desc()).limit(1)).scalars())


def _may_dispatch(connection: Connection, party: str, level: str, today: date) -> set[int]:
    """Give the organs of a party in which somebody may dispatch at a level today."""
    query = select(MANDATE.c.organ_id, MANDATE.c.capacities).select_from(MANDATE.join(ORGAN))
    valid = or_(MANDATE.c.valid_until.is_(None), MANDATE.c.valid_until >= today)
    query = query.where(ORGAN.c.party_key == party, MANDATE.c.level == level, MANDATE.c.revoked_at.is_(None))
    rows = connection.execute(query.where(MANDATE.c.valid_from <= today, valid))
    return {row.organ_id for row in rows if "dispatch" in row.capacities}


@words_of(KIND)
def words(connection: Connection, message: Any, _at: datetime) -> Words:
    """Say that a period ends or has ended, where it still does."""
    mark, expires_at = message.about["mark"], datetime.fromisoformat(message.about["expires_at"])
    row = connection.execute(_STANDS.where(DEADLINE.c.id == message.about["deadline"])).first()
    runs = ("running", "lapsed") if mark in (AT_END, DAY_AFTER) else ("running",)
    if row is None or row.expires_at != expires_at or row.status not in runs:
        raise Dropped(_("The period has another end by now, or is over."))
    party = connection.execute(select(PARTY.c.name, PARTY.c.zone).where(PARTY.c.key == message.party)).one()
    when = _said(row, party.zone)
    over = mark in (AT_END, DAY_AFTER)
    subject = _("Reminder: a period ended (%(ref)s)", ref=row.ref) if over else _("Reminder: %(ref)s", ref=row.ref)
    told = _over(row.ref, party.name, when) if over else _ahead(row.ref, party.name, when)
    more = _("What it is about stands on the page of the case, for those of your party who may read it.")
    return Words(subject, (told, more), f"/cases/{row.ref}")


_STANDS = select(CASES.c.ref, DEADLINE.c.expires_on, DEADLINE.c.expires_at, DEADLINE.c.status).select_from(
    DEADLINE.join(CASES)
)


def _ahead(ref: str, party: str, when: str) -> str:
    return _(
        "In case %(ref)s a period within which %(party)s is to act ends: %(when)s.", ref=ref, party=party, when=when
    )


def _over(ref: str, party: str, when: str) -> str:
    return _(
        "In case %(ref)s a period within which %(party)s was to act has ended: %(when)s.",
        ref=ref,
        party=party,
        when=when,
    )


def _said(row: Any, zone: str) -> str:
    """Write the last day, or the instant in the zone of whoever is reminded."""
    if row.expires_on:
        return write_date(row.expires_on)
    return write_instant(row.expires_at, zone)
