"""Record, order, prove and withdraw the contact points of an organ."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, func, insert, or_, select, update

from consult.i18n import _
from consult.models.parties import CHANNELS, CONTACT_POINT, ORGAN
from consult.people.authority import require_manager
from consult.people.reaching import Hours, fault_of_address, faults_of_hours
from consult.refusals import Closed, Malformed, Unknown
from consult.standing import Standing
from consult.turns import wait_turn
from workflows.kernel.frozen import dataclass

EARLIER, LATER = "earlier", "later"


@dataclass(frozen=True, slots=True)
class NewContact:
    """What is recorded of a contact point; no last day means until withdrawn, no hours means that none are said."""

    channel: str
    address: str
    urgent: bool = False
    languages: tuple[str, ...] = ()
    valid_until: date | None = None
    valid_from: date | None = None
    hours: Hours | None = None


def add_contact(
    conn: Connection, by: Standing | None, organ_id: int, new: NewContact, today: date | None = None
) -> int:
    """Record a contact point after the organ's other ones and answer its number; on a day, none that is over."""
    party_key = conn.execute(select(ORGAN.c.party_key).where(ORGAN.c.id == organ_id)).scalar()
    if party_key is None:
        raise Unknown
    require_manager(by, party_key)
    if faults := faults_of_contact(new, today):
        raise Malformed(faults)
    wait_turn(conn, f"contacts:{organ_id}")
    if _stands_already(conn, organ_id, new):
        raise Malformed({"address": _("This address is recorded for the organ already, with no last day.")})
    last = select(func.coalesce(func.max(CONTACT_POINT.c.position), 0)).where(CONTACT_POINT.c.organ_id == organ_id)
    values = {
        "organ_id": organ_id,
        "channel": new.channel,
        "address": new.address.strip(),
        "urgent": new.urgent,
        "languages": list(new.languages),
        "valid_from": new.valid_from,
        "valid_until": new.valid_until,
        "hours": new.hours.plain() if new.hours else None,
        "position": conn.execute(last).scalar_one() + 1,
    }
    return int(conn.execute(insert(CONTACT_POINT).values(values).returning(CONTACT_POINT.c.id)).scalar_one())


def prove_contact(conn: Connection, by: Standing | None, contact_id: int, on: date, today: date) -> None:
    """Record the day on which a contact point was last proved to work; refuse a day to come and an earlier proof."""
    contact = _find(conn, by, contact_id)
    if on > today:
        raise Malformed({"on": _("A proof cannot lie in the future.")})
    if contact.last_proved_on is not None and on < contact.last_proved_on:
        raise Malformed({"on": _("A later proof is recorded already.")})
    note_proof(conn, contact_id, on)


def note_proof(conn: Connection, contact_id: int, on: date) -> None:
    """Keep that a contact point was proved on a day, unless a later day stands there."""
    before = or_(CONTACT_POINT.c.last_proved_on.is_(None), CONTACT_POINT.c.last_proved_on < on)
    proved = update(CONTACT_POINT).where(CONTACT_POINT.c.id == contact_id, before)
    conn.execute(proved.values(last_proved_on=on))


def withdraw_contact(conn: Connection, by: Standing | None, contact_id: int, last_day: date) -> None:
    """End the use of a contact point after a day; it stays on record for what was served through it."""
    _find(conn, by, contact_id)
    conn.execute(update(CONTACT_POINT).where(CONTACT_POINT.c.id == contact_id).values(valid_until=last_day))


def revise_contact(conn: Connection, by: Standing | None, contact_id: int, new: NewContact, today: date) -> None:
    """Say anew of a contact point whether it is urgent, in which languages, from when until when and at which hours
    somebody is there; its channel and address stay, and with them its proof. Refuse one that is over."""
    contact = _find(conn, by, contact_id)
    _require_live(contact, today)
    faults = faults_of_contact(new, today)
    if faults:
        raise Malformed(faults)
    said = {
        "urgent": new.urgent,
        "languages": list(new.languages),
        "valid_from": new.valid_from,
        "valid_until": new.valid_until,
        "hours": new.hours.plain() if new.hours else None,
    }
    conn.execute(update(CONTACT_POINT).where(CONTACT_POINT.c.id == contact_id).values(said))


def set_urgent(conn: Connection, by: Standing | None, contact_id: int, urgent: bool, today: date) -> None:
    """Say whether a contact point is one for what is urgent; refuse one that is over."""
    _require_live(_find(conn, by, contact_id), today)
    conn.execute(update(CONTACT_POINT).where(CONTACT_POINT.c.id == contact_id).values(urgent=urgent))


def move_contact(conn: Connection, by: Standing | None, contact_id: int, way: str, today: date) -> None:
    """Let a contact point be tried one place earlier or later among those of its organ that are not over; at the end of
    the list nothing changes."""
    if way not in (EARLIER, LATER):
        raise Malformed({"way": _("Choose earlier or later.")})
    wait_turn(conn, f"contacts:{_find(conn, by, contact_id).organ_id}")
    contact = _find(conn, by, contact_id)
    _require_live(contact, today)
    c = CONTACT_POINT.c
    here = (c.organ_id == contact.organ_id, or_(c.valid_until.is_(None), c.valid_until >= today))
    order = list(conn.execute(select(c.id).where(*here).order_by(c.position, c.id)).scalars())
    place = order.index(contact_id)
    other = place - 1 if way == EARLIER else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    for position, number in enumerate(order, 1):
        conn.execute(update(CONTACT_POINT).where(c.id == number).values(position=position))


def _stands_already(conn: Connection, organ_id: int, new: NewContact) -> bool:
    """Say whether an organ is reached at the address without end: a second one would be served twice, and one of them
    withdrawn by mistake. One that is about to end may be followed by another."""
    c = CONTACT_POINT.c
    same = (c.organ_id == organ_id, c.channel == new.channel, func.lower(c.address) == new.address.strip().lower())
    return conn.execute(select(c.id).where(*same, c.valid_until.is_(None))).first() is not None


def faults_of_contact(new: NewContact, today: date | None = None) -> dict[str, str]:
    """Name what is wrong with a contact point, by field; on a day, also that its last day is over."""
    faults = faults_of_hours(new.hours) if new.hours else {}
    if new.channel not in CHANNELS:
        faults["channel"] = _("Choose a channel from the list.")
    if sentence := fault_of_address(new.channel, new.address):
        faults["address"] = sentence
    if new.valid_from and new.valid_until and new.valid_until < new.valid_from:
        faults["valid_until"] = _("The last day lies before the first one.")
    elif today and new.valid_until and new.valid_until < today:
        faults["valid_until"] = _("The last day is over; nobody could be reached there.")
    return faults


def _require_live(contact: Any, today: date) -> None:
    if contact.valid_until is not None and contact.valid_until < today:
        raise Closed(_("This contact point is over; record a new one."))


def _find(conn: Connection, by: Standing | None, contact_id: int) -> Row[Any]:
    """Find a contact point that the asker manages, or refuse as unknown."""
    query = select(CONTACT_POINT, ORGAN.c.party_key).select_from(CONTACT_POINT.join(ORGAN))
    contact = conn.execute(query.where(CONTACT_POINT.c.id == contact_id)).first()
    if contact is None:
        raise Unknown
    require_manager(by, contact.party_key)
    return contact
