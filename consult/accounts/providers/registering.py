"""The identity provider of a party: registered, changed and removed by its manager; each change an entry of the log,
told to every manager by mail.

The secret of the client is kept encrypted and shown to nobody. Whoever asks that mandates be used through the provider
alone is linked there, so that no party shuts itself out by a slip; mandates that manage stay open by other ways.
"""

import re
from collections.abc import Sequence
from dataclasses import field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, exists, insert, select, update

from consult import kept_secrets
from consult.accounts.recovering import managers_of
from consult.delivery.sign_in_mail import tell_person
from consult.digests import digest_secret
from consult.i18n import _
from consult.log.own import Own, record
from consult.models.parties import MANDATE, ORGAN, PARTY, SIGN_IN_SESSION
from consult.models.providers import IDENTITY_PROVIDER, PROVIDER_LINK, PROVIDER_REQUEST
from consult.people.authority import require_in_person, require_manager
from consult.refusals import Closed, Malformed, Unknown
from consult.standing import Standing
from workflows.kernel.frozen import dataclass

PURPOSE = "consult identity provider"
kept_secrets.remember(IDENTITY_PROVIDER.c.secret, PURPOSE)
MOST_SECRET = 500
_DOMAIN = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
_VALUE = re.compile(r"[!-~]{1,100}")
_CLAIM = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,59}")


@dataclass(frozen=True, slots=True)
class Provider:
    """How the provider of a party is reached, whom it may name, and what of it counts."""

    party_key: str
    name: str
    issuer: str
    client_id: str
    mail_claim: str = "email"
    domains: tuple[str, ...] = ()
    second: tuple[str, ...] = ()
    only: bool = False

    @property
    def told(self) -> dict[str, Any]:
        """Answer what the log keeps of it: no secret, and the address as a digest."""
        return {
            "issuer": digest_secret(self.issuer),
            "client": digest_secret(self.client_id),
            "mail_claim": self.mail_claim,
            "domains": list(self.domains),
            "second": list(self.second),
            "only": self.only,
        }


@dataclass(frozen=True, slots=True)
class Wished:
    """What a manager asks for: a provider, and the client's secret, empty where the one that is kept stays."""

    provider: Provider
    secret: str = field(default="", repr=False)


def provider_of(conn: Connection, party_key: str) -> Provider | None:
    """Answer the provider of a party, None where there is none."""
    row = conn.execute(select(IDENTITY_PROVIDER).where(IDENTITY_PROVIDER.c.party_key == party_key)).first()
    return _read(row) if row else None


def hold_provider(conn: Connection, party_key: str, *, to_change: bool = False) -> Provider | None:
    """Read the provider of a party and keep it so until the transaction ends; `to_change` for oneself alone. Whoever
    changes it then finds the links and sessions that were made by what it was."""
    query = select(IDENTITY_PROVIDER).where(IDENTITY_PROVIDER.c.party_key == party_key)
    row = conn.execute(query.with_for_update(read=not to_change)).first()
    return _read(row) if row else None


def providers(conn: Connection) -> Sequence[tuple[Provider, str]]:
    """List the providers there are, each with the name of its party, in the order of those."""
    query = select(IDENTITY_PROVIDER, PARTY.c.name.label("party")).select_from(IDENTITY_PROVIDER.join(PARTY))
    return [(_read(row), row.party) for row in conn.execute(query.order_by(PARTY.c.name))]


def _read(row: Any) -> Provider:
    lists = tuple(row.domains), tuple(row.second)
    return Provider(row.party_key, row.name, row.issuer, row.client_id, row.mail_claim, *lists, row.only)


def secret_of(conn: Connection, party_key: str, key: str) -> str:
    """Read the secret of the client of a party; Unknown where there is none that can be read."""
    c = IDENTITY_PROVIDER.c
    kept = conn.execute(select(c.secret).where(c.party_key == party_key)).scalar()
    try:
        return kept_secrets.unlock(kept, key, PURPOSE) if kept else ""
    except kept_secrets.Unreadable:
        raise Unknown from None


def faults_of(wished: Wished, *, is_new: bool) -> dict[str, str]:
    """Say what is wrong with what a manager wrote, by field; the address is looked at where it is fetched."""
    one, faults = wished.provider, {}
    if not 0 < len(one.name) <= 100:
        faults["name"] = _("Give it the name that your people know, of at most 100 characters.")
    if not _VALUE.fullmatch(one.client_id):
        faults["client_id"] = _("Give the client's identifier, as your provider shows it.")
    if (is_new and not wished.secret) or len(wished.secret) > MOST_SECRET or not wished.secret.isascii():
        faults["secret"] = _("Give the client's secret, as your provider shows it.")
    if one.mail_claim and not _CLAIM.fullmatch(one.mail_claim):
        faults["mail_claim"] = _("Give the name of one claim, such as email.")
    if len(one.domains) > 20 or not all(_DOMAIN.fullmatch(domain) for domain in one.domains):
        faults["domains"] = _("Give domains such as mofa.example, at most 20, with blanks between them.")
    elif one.domains and not one.mail_claim:
        faults["domains"] = _("Domains are compared with the mail address: name the claim that holds it.")
    if len(one.second) > 20 or not all(_VALUE.fullmatch(value) for value in one.second):
        faults["second"] = _("Give values such as mfa or hwk, at most 20, with blanks between them.")
    return faults


def keep_provider(conn: Connection, by: Standing, wished: Wished, key: str, at: datetime) -> None:
    """Register the provider of the own party, or change it. Unknown to whoever does not manage it, Malformed (422) by
    field, Closed (409) for who would let mandates be used through it alone without a link of his own. Another issuer or
    client ends every link, since a subject means somebody else there."""
    require_keeper(by)
    one, before = wished.provider, hold_provider(conn, by.party_key, to_change=True)
    moved = before is None or (before.issuer, before.client_id) != (one.issuer, one.client_id)
    faults = faults_of(wished, is_new=moved)
    if faults:
        raise Malformed(faults)
    if one == before and not wished.secret:
        return
    if one.only and (moved or not link_of(conn, by.party_key, by.person_id)):
        raise Closed(_("Link your own account first, under Sign-in, and sign in through it once; then ask it of all."))
    values = {name: getattr(one, name) for name in ("name", "issuer", "client_id", "mail_claim", "only")}
    values |= {"domains": list(one.domains), "second": list(one.second), "changed_by": by.person_id, "changed_at": at}
    if wished.secret:
        values["secret"] = kept_secrets.lock(wished.secret, key, PURPOSE)
    gone = _forget(conn, by.party_key, at) if before and moved else 0
    mine = IDENTITY_PROVIDER.c.party_key == by.party_key
    if not conn.execute(update(IDENTITY_PROVIDER).where(mine).values(values)).rowcount:
        conn.execute(insert(IDENTITY_PROVIDER).values(party_key=by.party_key, **values))
    more = {"secret_changed": bool(wished.secret), "links_ended": gone, "before": before.told if before else None}
    _told(conn, by, {"provider": "kept", **one.told, **more}, at)


def remove_provider(conn: Connection, by: Standing, at: datetime) -> None:
    """Remove the provider of the own party with every link and every session that it opened. Unknown where there is
    none, and to whoever does not manage the party."""
    require_keeper(by)
    before = hold_provider(conn, by.party_key, to_change=True)
    if before is None:
        raise Unknown
    gone = _forget(conn, by.party_key, at)
    conn.execute(delete(IDENTITY_PROVIDER).where(IDENTITY_PROVIDER.c.party_key == by.party_key))
    _told(conn, by, {"provider": "removed", "links_ended": gone, "before": before.told}, at)


def require_keeper(by: Standing) -> None:
    """Refuse as unknown whoever does not manage the own party, and a system: it would say who is let in."""
    require_manager(by, by.party_key)
    require_in_person(by, _("Who signs in for a party is said by a person, on the page Sign-in of your party."))


def link_of(conn: Connection, party_key: str, person_id: int) -> Any:
    """Answer the link of a person at the provider of a party, None where there is none."""
    c = PROVIDER_LINK.c
    return conn.execute(select(PROVIDER_LINK).where(c.party_key == party_key, c.person_id == person_id)).first()


def may_link(conn: Connection, party_key: str, person_id: int) -> bool:
    """Say whether a person holds a mandate of a party that is not revoked, and the party has a provider."""
    held = MANDATE.join(ORGAN)
    mine = MANDATE.c.person_id == person_id, MANDATE.c.revoked_at.is_(None), ORGAN.c.party_key == party_key
    has = exists(select(MANDATE.c.id).select_from(held).where(*mine))
    there = exists().where(IDENTITY_PROVIDER.c.party_key == party_key)
    return bool(conn.execute(select(has & there)).scalar())


def _forget(conn: Connection, party_key: str, at: datetime) -> int:
    """End every link, session and sign-in under way of a party's provider; answer how many links there were."""
    s = SIGN_IN_SESSION.c
    conn.execute(update(SIGN_IN_SESSION).where(s.through_party == party_key, s.ended_at.is_(None)).values(ended_at=at))
    conn.execute(delete(PROVIDER_REQUEST).where(PROVIDER_REQUEST.c.party_key == party_key))
    return conn.execute(delete(PROVIDER_LINK).where(PROVIDER_LINK.c.party_key == party_key)).rowcount


def _told(conn: Connection, by: Standing, body: dict[str, Any], at: datetime) -> None:
    made = record(conn, Own("sign_in_setting", by.party_key, body, at, by=by.hand))
    for row in managers_of(conn, by.party_key, at):
        tell_person(conn, row.id, by.party_key, "provider_changed", "manager", f"provider:{made.seq}:{row.id}", at)
