"""One-time links by which a person sets a password: shown once, valid for 72 hours, kept as digests.

The same link invites and resets. A fresh link makes every earlier one of that person void; using one ends every
sign-in session.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from consult.delivery.sign_in_mail import tell_person
from consult.digests import digest_secret, draw_secret
from consult.i18n import _
from consult.log.own import record_many
from consult.models.parties import INVITATION, PERSON
from consult.people.authority import parties_of, require_account, require_in_person
from consult.people.endings import end_sign_ins
from consult.people.entries import INVITED, RESET, person_entries
from consult.people.lasting import wait_for_people
from consult.refusals import Closed, Unknown
from consult.standing import Standing
from workflows.kernel.frozen import dataclass

LIFE = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Link:
    """A link for one person; the token is known only at the moment of issue or of use."""

    token: str
    person_id: int
    name: str
    email: str
    purpose: str
    expires_at: datetime


def issue_link(conn: Connection, by: Standing | None, person_id: int, at: datetime) -> Link:
    """Issue a fresh link, to be shown once, and make every earlier one of the person void."""
    wait_for_people(conn, by)
    link = renew_link(conn, by, person_id, at)
    event = INVITED if link.purpose == "invite" else RESET
    made = record_many(conn, person_entries(conn, by, event, person_id, at))
    parties = sorted(parties_of(conn, person_id, live_only=True))
    if event == RESET and parties:
        who = "manager" if by else "host"
        tell_person(conn, person_id, parties[0], "reset", who, f"reset:{made[0].seq}", at)
    return link


def renew_link(conn: Connection, by: Standing | None, person_id: int, at: datetime) -> Link:
    """Issue a fresh link of which the caller tells the log, and for which it has waited in the turn of people: of two
    links at once neither would else make the other void. NotThrough (403) for a system."""
    require_in_person(by, _("A one-time link is given by a person to a person: whoever has it can sign in as another."))
    require_account(conn, by, person_id)
    person = conn.execute(select(PERSON).where(PERSON.c.id == person_id)).one()
    if not person.active:
        raise Closed(closed_account(person.name))
    void_links(conn, person_id, at)
    purpose = "invite" if person.password_hash is None else "reset"
    token = draw_secret()
    values = {
        "person_id": person_id,
        "token_hash": digest_secret(token),
        "purpose": purpose,
        "expires_at": at + LIFE,
        "issued_by": by.person_id if by else None,
        "issued_at": at,
    }
    conn.execute(insert(INVITATION).values(values))
    return Link(token, person_id, person.name, person.email, purpose, at + LIFE)


def closed_account(name: str) -> str:
    """Say that an account is closed, and what to do about it."""
    return _("The account of %(name)s is closed. Open it again on the person's page; then go on there.", name=name)


def read_link(conn: Connection, token: str, at: datetime) -> Link:
    """Answer an open link; unknown, used, void and expired ones are refused alike."""
    return replace(_read(conn, digest_secret(token), at), token=token)


def _read(conn: Connection, digest: str, at: datetime, *, to_use: bool = False) -> Link:
    """Read an open link; one that is to be used is locked: of two who use it at once the second finds it used."""
    query = (
        select(INVITATION, PERSON.c.name, PERSON.c.email)
        .select_from(INVITATION.join(PERSON, PERSON.c.id == INVITATION.c.person_id))
        .where(INVITATION.c.token_hash == digest, INVITATION.c.used_at.is_(None), PERSON.c.active)
    )
    row = conn.execute(query.with_for_update(of=INVITATION) if to_use else query).first()
    if row is None or row.expires_at <= at:
        raise Unknown
    return Link("", row.person_id, row.name, row.email, row.purpose, row.expires_at)


def take_invitation(conn: Connection, digest: str, at: datetime) -> Link:
    """Use an invitation once without a password, named by the digest of its token: whoever has it links the account
    with the party's identity provider instead. Unknown for a link that resets a password, and one that is over."""
    link = _read(conn, digest, at, to_use=True)
    if link.purpose != "invite":
        raise Unknown
    void_links(conn, link.person_id, at)
    end_sign_ins(conn, link.person_id, at)
    return link


def redeem_link(conn: Connection, token: str, password_hash: str, at: datetime) -> Link:
    """Use an open link once: set the password's hash, end every session and make every link of the person void."""
    link = replace(_read(conn, digest_secret(token), at, to_use=True), token=token)
    conn.execute(update(PERSON).where(PERSON.c.id == link.person_id).values(password_hash=password_hash))
    void_links(conn, link.person_id, at)
    end_sign_ins(conn, link.person_id, at)
    parties = sorted(parties_of(conn, link.person_id, live_only=True))
    if link.purpose == "reset" and parties:
        key = f"redeemed:{digest_secret(token)[:32]}"
        tell_person(conn, link.person_id, parties[0], "password_changed", "link", key, at)
    return link


def void_links(conn: Connection, person_id: int, at: datetime) -> None:
    """Mark every open link of a person as used."""
    conn.execute(
        update(INVITATION).where(INVITATION.c.person_id == person_id, INVITATION.c.used_at.is_(None)).values(used_at=at)
    )
