"""Neutrals and auditors keep apart: who acts for a neutral of the roster acts for nobody else, and nobody else for the
neutral; who audits a party does nothing else for it.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, select

from consult.i18n import _
from consult.models.neutrals import NEUTRAL
from consult.models.parties import MANDATE, ORGAN
from consult.people.authority import parties_of
from consult.refusals import Closed


def require_apart(conn: Connection, person_id: int, party_key: str) -> None:
    """Refuse a mandate by which a neutral would share a person with anybody, or a person would share the neutral."""
    held = parties_of(conn, person_id, live_only=True) - {party_key}
    neutrals = set(
        conn.execute(select(NEUTRAL.c.party_key).where(NEUTRAL.c.party_key.in_({*held, party_key}))).scalars()
    )
    if neutrals & held or (party_key in neutrals and held):
        raise Closed(_("Whoever serves as a neutral acts for no other party, registry or institution."))
    if party_key not in neutrals:
        return
    acting = select(MANDATE.c.person_id).select_from(MANDATE.join(ORGAN)).where(ORGAN.c.party_key == party_key)
    if set(conn.execute(acting.where(MANDATE.c.revoked_at.is_(None))).scalars()) - {person_id}:
        raise Closed(_("A neutral is one person: nobody else acts for it."))


def require_independent(conn: Connection, person_id: int, party_key: str, new: Iterable[str], at: datetime) -> None:
    """Refuse a mandate by which somebody would audit a party for which the same person acts, or act for one that it
    audits; a mandate that has ended or was revoked does not count."""
    query = (
        select(MANDATE.c.capacities, MANDATE.c.valid_until)
        .select_from(MANDATE.join(ORGAN))
        .where(MANDATE.c.person_id == person_id, ORGAN.c.party_key == party_key, MANDATE.c.revoked_at.is_(None))
    )
    held = [row.capacities for row in conn.execute(query) if row.valid_until is None or row.valid_until >= at.date()]
    audits = "audit" in new
    if any(("audit" in one) != audits for one in held):
        raise Closed(
            _(
                "Whoever audits a party does nothing else for it: an audit of one's own acts would be none. Revoke the "
                "other mandate first, or mandate somebody else."
            )
        )
