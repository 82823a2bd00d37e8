"""Links between a person's account here and the one at the provider of a party: made by whoever proved to be both,
ended by the person or by a manager of that party.

A link is an entry in the chain of the party whose provider it is, and of no other, since no other is concerned. It is
by issuer and subject: whoever gets a mail address of somebody who left gets nothing here.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update

from consult.accounts.providers.asking import Came
from consult.accounts.providers.fetching import Unusable
from consult.accounts.providers.registering import Provider, link_of, may_link
from consult.accounts.providers.tokens import Said
from consult.delivery.sign_in_mail import tell_person
from consult.i18n import _
from consult.log.own import Own, record
from consult.models.parties import MANDATE, ORGAN, PARTY, PERSON, SIGN_IN_SESSION
from consult.models.providers import IDENTITY_PROVIDER, PROVIDER_LINK
from consult.people.authority import parties_of, require_person
from consult.refusals import Unknown
from consult.standing import Standing


def linked_person(conn: Connection, provider: Provider, said: Said) -> int:
    """Answer who is linked with what a provider said, where the person may sign in and acts for its party still;
    Unusable otherwise, one sentence for every cause."""
    require_domain(provider, said)
    p = PROVIDER_LINK.c
    query = select(PROVIDER_LINK).select_from(PROVIDER_LINK.join(PERSON, PERSON.c.id == p.person_id))
    mine = p.party_key == provider.party_key, p.issuer == provider.issuer, p.subject == said.subject
    held = query.where(*mine, PERSON.c.active).with_for_update(of=(PROVIDER_LINK, PERSON), key_share=True)
    row = conn.execute(held).first()  # whoever ends the link or closes the account ends the session that follows
    if row is None or provider.party_key not in parties_of(conn, row.person_id, live_only=True):
        raise Unusable(
            _(
                "This account of your identity provider is linked with nobody here. Sign in another way once, link it "
                "under Sign-in, or use the link of your invitation."
            )
        )
    return int(row.person_id)


def add_link(conn: Connection, came: Came, person_id: int, at: datetime) -> None:
    """Link a person with what the provider said. Unusable where either is linked already, the person does not act for
    the party, or the provider names no mail address that it verified and that fits."""
    provider, said = came.provider, came.said
    require_mail(conn, provider, said, person_id)
    if not may_link(conn, provider.party_key, person_id):
        raise Unusable(_("You do not act for this party."))
    if link_of(conn, provider.party_key, person_id) is not None:
        raise Unusable(_("Your account is linked with this provider already. End that link first."))
    p = PROVIDER_LINK.c
    same = p.party_key == provider.party_key, p.issuer == provider.issuer, p.subject == said.subject
    if conn.execute(select(p.id).where(*same)).first():
        raise Unusable(_("This account of your identity provider is linked with somebody else here."))
    values = {"party_key": provider.party_key, "issuer": provider.issuer, "subject": said.subject}
    conn.execute(insert(PROVIDER_LINK).values(**values, person_id=person_id, linked_at=at))
    _tell(conn, provider.party_key, person_id, "provider_linked", None, at)


def end_link(conn: Connection, by: Standing | None, party_key: str, person_id: int, at: datetime) -> None:
    """End a link, with every session that was opened by it; `by` is the manager who does it, None the person. Unknown
    where there is none, and for a stranger."""
    if by is not None:
        party_key = by.party_key
        require_person(conn, by, person_id)
    p, s = PROVIDER_LINK.c, SIGN_IN_SESSION.c
    if not conn.execute(delete(PROVIDER_LINK).where(p.party_key == party_key, p.person_id == person_id)).rowcount:
        raise Unknown
    opened = s.person_id == person_id, s.through_party == party_key, s.ended_at.is_(None)
    ended = conn.execute(update(SIGN_IN_SESSION).where(*opened).values(ended_at=at)).rowcount
    _tell(conn, party_key, person_id, "provider_unlinked", by, at, sessions_ended=ended)


def note_used(conn: Connection, provider: Provider, person_id: int, at: datetime) -> None:
    """Keep when a link was used the last time."""
    p = PROVIDER_LINK.c
    mine = p.party_key == provider.party_key, p.person_id == person_id
    conn.execute(update(PROVIDER_LINK).where(*mine).values(last_used_at=at))


def links_of(conn: Connection, person_id: int, within: str | None) -> Sequence[Any]:
    """List the providers of the parties for which a person acts (within one party, where a session is for it alone),
    each with its party's name and the link where there is one."""
    i, p = IDENTITY_PROVIDER.c, PROVIDER_LINK.c
    held = select(ORGAN.c.party_key).select_from(MANDATE.join(ORGAN)).where(MANDATE.c.person_id == person_id)
    mine = (p.party_key == i.party_key) & (p.person_id == person_id)
    query = (
        select(i.party_key, i.name, i.only, PARTY.c.name.label("party"), p.linked_at, p.last_used_at)
        .select_from(IDENTITY_PROVIDER.join(PARTY).outerjoin(PROVIDER_LINK, mine))
        .where(or_(i.party_key.in_(held.where(MANDATE.c.revoked_at.is_(None))), p.id.is_not(None)))
        .order_by(PARTY.c.name)
    )
    return conn.execute(query if within is None else query.where(i.party_key == within)).all()


def end_by_provider(
    conn: Connection, provider: Provider, subject: str, session: str, made: datetime, at: datetime
) -> int:
    """End the sessions that a provider says are over: those that it opened, of a subject, of one session of its own,
    begun before it said so; answer how many."""
    s, p = SIGN_IN_SESSION.c, PROVIDER_LINK.c
    meant = [s.through_party == provider.party_key, s.ended_at.is_(None), s.created_at <= made]
    if subject:
        same = p.party_key == provider.party_key, p.issuer == provider.issuer, p.subject == subject
        meant.append(s.person_id.in_(select(p.person_id).where(*same)))
    if session:
        meant.append(s.provider_session == session)
    rows = conn.execute(update(SIGN_IN_SESSION).where(*meant).values(ended_at=at).returning(s.person_id)).all()
    people = sorted({int(row.person_id) for row in rows})
    for one in people[:1]:  # one append a transaction: a provider names one subject, and a session is one person's
        _tell(conn, provider.party_key, one, "provider_logout", None, at, mail=False, sessions_ended=len(rows))
    return len(rows)


def require_domain(provider: Provider, said: Said) -> None:
    """Refuse a mail address that is not verified, or of another domain, where a party names domains."""
    if provider.domains and said.mail.rpartition("@")[2] not in provider.domains:
        raise Unusable(
            _("The identity provider names no mail address that it verified, or one of a domain that is not let in.")
        )


def require_mail(conn: Connection, provider: Provider, said: Said, person_id: int) -> None:
    """Refuse to link where a mail address is asked and is not verified; without domains it is the account's own."""
    require_domain(provider, said)
    if not provider.mail_claim or provider.domains:
        return
    own = conn.execute(select(PERSON.c.email).where(PERSON.c.id == person_id)).scalar_one()
    if not said.mail or said.mail != own:
        raise Unusable(
            _("The identity provider does not name your mail address here as one that it verified; linking needs it.")
        )


def _tell(
    conn: Connection,
    party_key: str,
    person_id: int,
    event: str,
    by: Standing | None,
    at: datetime,
    *,
    mail: bool = True,
    **more: int,
) -> None:
    name = str(conn.execute(select(PERSON.c.name).where(PERSON.c.id == person_id)).scalar_one())
    hand = by.hand if by else {"office": "identity provider" if event == "provider_logout" else "person concerned"}
    made = record(
        conn, Own("sign_in", party_key, {"person": person_id, "event": event, **more}, at, by=hand, person=name)
    )
    if mail:
        tell_person(conn, person_id, party_key, event, "manager" if by else "self", f"{event}:{made.seq}", at)
