"""Record people, invite them, and open or close their accounts."""

import re
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from consult.i18n import LANGUAGE_NAMES, _
from consult.log.own import record_many
from consult.models.keeping import PERSON_ERASED
from consult.models.parties import ORGAN, PERSON
from consult.people.authority import parties_of, require_account, require_manager
from consult.people.endings import end_sign_ins
from consult.people.entries import ADMITTED, BARRED, INVITED, person_entries
from consult.people.lasting import wait_for_people
from consult.people.links import Link, closed_account, renew_link, void_links
from consult.people.mandates import NewMandate, insert_mandate
from consult.refusals import Closed, Malformed, Unknown
from consult.standing import Standing
from workflows.kernel.frozen import dataclass

MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is recorded of a person."""

    name: str
    email: str
    language: str = "en"


def add_person(conn: Connection, new: NewPerson, at: datetime) -> int:
    """Record a person without mandate and password, and answer the number; a known address answers its person."""
    faults = faults_of_person(new)
    if faults:
        raise Malformed(faults)
    email = new.email.strip().lower()
    known = conn.execute(select(PERSON.c.id).where(PERSON.c.email == email)).scalar()
    if known is not None:
        return int(known)
    values = {"name": new.name.strip(), "email": email, "language": new.language, "active": True, "created_at": at}
    return int(conn.execute(insert(PERSON).values(values).returning(PERSON.c.id)).scalar_one())


def invite(
    conn: Connection, by: Standing | None, new: NewPerson, mandate: NewMandate, at: datetime
) -> tuple[int, Link | None]:
    """Record a person with a mandate; answer the number and the one-time link, None where a password exists, and for a
    system: whoever has the link can become the person, so that a person issues it to a person."""
    wait_for_people(conn, by)
    party_key = conn.execute(select(ORGAN.c.party_key).where(ORGAN.c.id == mandate.organ_id)).scalar()
    if party_key is None:
        raise Unknown
    require_manager(by, party_key)
    _require_invitable(conn, by, new)
    person_id = add_person(conn, new, at)
    _number, entries = insert_mandate(conn, by, person_id, mandate, at)
    record_many(conn, [*person_entries(conn, by, INVITED, person_id, at, party_key), *entries])
    has_password = conn.execute(select(PERSON.c.password_hash).where(PERSON.c.id == person_id)).scalar() is not None
    is_system = by is not None and by.through is not None
    return person_id, None if has_password or is_system else renew_link(conn, by, person_id, at)


def close_account(conn: Connection, by: Standing | None, person_id: int, at: datetime) -> None:
    """Let a person sign in no longer and end every session and one-time link; the record of the person stays."""
    wait_for_people(conn, by)
    require_account(conn, by, person_id)
    if by is not None and by.person_id == person_id:
        raise Closed(_("You cannot close your own account. Ask another manager of your party."))
    conn.execute(update(PERSON).where(PERSON.c.id == person_id).values(active=False))
    void_links(conn, person_id, at)  # first: of an invitation that is taken up at this moment a session is left
    end_sign_ins(conn, person_id, at)
    record_many(conn, person_entries(conn, by, BARRED, person_id, at))


def open_account(conn: Connection, by: Standing | None, person_id: int, at: datetime) -> None:
    """Let a person whose account was closed sign in again. Closed (409) where it was erased."""
    wait_for_people(conn, by)
    require_account(conn, by, person_id)
    if conn.execute(select(PERSON_ERASED.c.since).where(PERSON_ERASED.c.person_id == person_id)).first():
        raise Closed(_("This account was erased, and is not opened again. Invite the person anew."))
    conn.execute(update(PERSON).where(PERSON.c.id == person_id).values(active=True))
    record_many(conn, person_entries(conn, by, ADMITTED, person_id, at))


def _require_invitable(conn: Connection, by: Standing | None, new: NewPerson) -> None:
    """Refuse to let a party take up the account of somebody who never acted for it, and to invite to a closed one."""
    known = conn.execute(select(PERSON).where(PERSON.c.email == new.email.strip().lower())).first()
    if known is None:
        return
    if by is not None and by.party_key not in parties_of(conn, known.id, live_only=False):
        raise Malformed({"email": _("This address cannot be invited here. Ask the operator of this installation.")})
    if not known.active:
        raise Malformed({"email": closed_account(known.name)})


def faults_of_person(new: NewPerson) -> dict[str, str]:
    """Name everything that is wrong with a person, by field."""
    faults = {}
    if not new.name.strip():
        faults["name"] = _("Give the name.")
    if len(new.email) > 254 or not MAIL.fullmatch(new.email.strip()):
        faults["email"] = _("Give a mail address, such as liaison@agency.example.")
    if new.language not in LANGUAGE_NAMES:
        faults["language"] = _("Choose one of the six languages.")
    return faults
