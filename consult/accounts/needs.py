"""What a party asks of its people when they sign in, and how old a proof may be before what binds it.

Whoever acts for several parties meets the strictest. A manager sets it; each change is an entry in the party's chain.
It is asked at the next sign-in, and when a mandate is chosen: whoever lacks something sets it up before anything else.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, exists, insert, or_, select, update

from consult.i18n import _, _l
from consult.log.own import Own, record
from consult.models.parties import MANDATE, ORGAN, PERSON
from consult.models.signin import CODE_GENERATOR, NEEDS, PARTY_SIGN_IN, PASSKEY
from consult.people.authority import require_manager
from consult.refusals import Closed, Malformed
from consult.standing import Standing
from workflows.kernel.frozen import dataclass

PROOF_MINUTES = 15
"""How old a proof may be where a party has said nothing: a product default, no provision."""
MINUTES = (5, 15, 30, 60, 240, 720)
SAID: Mapping[str, Any] = MappingProxyType(
    {
        "none": _l("Nothing beside the password"),
        "any": _l("A second factor: a passkey or one-time codes"),
        "passkey": _l("A passkey"),
    }
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a party asks: "none", "any" or "passkey"; and for how many minutes a proof holds."""

    needs: str = "none"
    proof_minutes: int = PROOF_MINUTES


def asked_by(conn: Connection, party_key: str) -> Asked:
    """Answer what a party asks of its people; whoever never said asks nothing beside the password."""
    row = conn.execute(select(PARTY_SIGN_IN).where(PARTY_SIGN_IN.c.party_key == party_key)).first()
    return Asked(row.needs, row.proof_minutes) if row else Asked()


def ask_of(conn: Connection, by: Standing, asked: Asked, at: datetime) -> None:
    """Set what the own party asks. Unknown to whoever does not manage it, Malformed (422) by field, Closed (409) for a
    manager who does not have what he would ask: nobody shuts out himself and with him the party."""
    require_manager(by, by.party_key)
    faults = {} if asked.needs in NEEDS else {"needs": _("Choose one from the list.")}
    if asked.proof_minutes not in MINUTES:
        faults["proof_minutes"] = _("Choose one from the list.")
    if faults:
        raise Malformed(faults)
    before = asked_by(conn, by.party_key)
    if asked == before:
        return
    hold_account(conn, by.person_id)
    if _lacks(conn, by.person_id, asked.needs):
        raise Closed(_("You do not have yourself what you would ask of others. Set it up first under Sign-in."))
    body = {"needs": asked.needs, "proof_minutes": asked.proof_minutes}
    was = {"needs": before.needs, "proof_minutes": before.proof_minutes}
    record(conn, Own("sign_in_setting", by.party_key, {**body, "before": was}, at, by=by.hand))
    values = {**body, "changed_by": by.person_id, "changed_at": at}
    if not conn.execute(update(PARTY_SIGN_IN).where(PARTY_SIGN_IN.c.party_key == by.party_key).values(values)).rowcount:
        conn.execute(insert(PARTY_SIGN_IN).values(party_key=by.party_key, **values))


def hold_account(conn: Connection, person_id: int) -> None:
    """Let whoever changes what a person proves by, or asks it of the person, wait for this transaction."""
    conn.execute(select(PERSON.c.id).where(PERSON.c.id == person_id).with_for_update(key_share=True))


def needed_of(conn: Connection, person_id: int, at: datetime, within: str | None = None) -> str:
    """Answer the strictest that is asked of a person by any party for which a mandate counts or will; by one party
    alone in a session that is for it alone."""
    query = (
        select(PARTY_SIGN_IN.c.needs)
        .select_from(PARTY_SIGN_IN.join(ORGAN, ORGAN.c.party_key == PARTY_SIGN_IN.c.party_key).join(MANDATE))
        .where(MANDATE.c.person_id == person_id, MANDATE.c.revoked_at.is_(None))
        .where(or_(MANDATE.c.valid_until.is_(None), MANDATE.c.valid_until >= (at - timedelta(days=1)).date()))
    )
    if within is not None:
        query = query.where(PARTY_SIGN_IN.c.party_key == within)
    return max(conn.execute(query).scalars(), key=NEEDS.index, default="none")


def lacking(
    conn: Connection, person_id: int, at: datetime, within: str | None = None, *, is_strong: bool = False
) -> str:
    """Answer what is asked of a person and not there: "any", "passkey", or empty where nothing. What the party's own
    identity provider proved counts for it where the party says so."""
    needed = needed_of(conn, person_id, at, within)
    return needed if not is_strong and _lacks(conn, person_id, needed) else ""


def _lacks(conn: Connection, person_id: int, needed: str) -> bool:
    return needed != "none" and not (has_passkey(conn, person_id) or (needed == "any" and has_codes(conn, person_id)))


def has_passkey(conn: Connection, person_id: int) -> bool:
    """Say whether a person has a passkey."""
    return bool(conn.execute(select(exists().where(PASSKEY.c.person_id == person_id))).scalar())


def has_codes(conn: Connection, person_id: int) -> bool:
    """Say whether a person has one-time codes that were confirmed."""
    c = CODE_GENERATOR.c
    return bool(conn.execute(select(exists().where(c.person_id == person_id, c.confirmed_at.is_not(None)))).scalar())
