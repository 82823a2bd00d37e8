"""Record, prove and withdraw the contact points of an organ."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Row, func, insert, select, update

from consult.i18n import _
from consult.models.parties import CHANNELS, CONTACT_POINT, ORGAN
from consult.people.authority import require_manager
from consult.refusals import Malformed, Unknown
from consult.standing import Standing


@dataclass(frozen=True, slots=True)
class NewContact:
    """What is recorded of a contact point; no last day means until withdrawn."""

    channel: str
    address: str
    urgent: bool = False
    languages: tuple[str, ...] = ()
    valid_until: date | None = None


def add_contact(conn: Connection, by: Standing | None, organ_id: int, new: NewContact) -> int:
    """Record a contact point after the organ's other ones and answer its number."""
    party_key = conn.execute(select(ORGAN.c.party_key).where(ORGAN.c.id == organ_id)).scalar()
    if party_key is None:
        raise Unknown
    require_manager(by, party_key)
    faults = _faults(new)
    if faults:
        raise Malformed(faults)
    last = select(func.coalesce(func.max(CONTACT_POINT.c.position), 0)).where(CONTACT_POINT.c.organ_id == organ_id)
    values = {
        "organ_id": organ_id,
        "channel": new.channel,
        "address": new.address.strip(),
        "urgent": new.urgent,
        "languages": list(new.languages),
        "valid_until": new.valid_until,
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
    conn.execute(update(CONTACT_POINT).where(CONTACT_POINT.c.id == contact_id).values(last_proved_on=on))


def withdraw_contact(conn: Connection, by: Standing | None, contact_id: int, last_day: date) -> None:
    """End the use of a contact point after a day; it stays on record for what was served through it."""
    _find(conn, by, contact_id)
    conn.execute(update(CONTACT_POINT).where(CONTACT_POINT.c.id == contact_id).values(valid_until=last_day))


def _find(conn: Connection, by: Standing | None, contact_id: int) -> Row[tuple[object, ...]]:
    """Find a contact point that the asker manages, or refuse as unknown."""
    query = select(CONTACT_POINT, ORGAN.c.party_key).select_from(CONTACT_POINT.join(ORGAN))
    contact = conn.execute(query.where(CONTACT_POINT.c.id == contact_id)).first()
    if contact is None:
        raise Unknown
    require_manager(by, contact.party_key)
    return contact


def _faults(new: NewContact) -> dict[str, str]:
    """Name what is wrong with a contact point, by field."""
    faults = {}
    if new.channel not in CHANNELS:
        faults["channel"] = _("Choose a channel from the list.")
    if not new.address.strip():
        faults["address"] = _("Give the address, number or account.")
    return faults
