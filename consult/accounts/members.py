"""What a manager sees and does of how the people of the own party sign in: factors and sessions, and taking them away.

A manager takes every second factor of a person away and ends the sessions; the person then sets up new ones. What a
person proves by is never set up by somebody else, and nobody does this to himself: another manager does. Whoever acts
for several parties is out of reach of each alone (`consult.people.authority.require_account`).
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from consult.accounts import codes, passkeys, recovery_codes, sessions
from consult.accounts.factors import Factors, factors_of
from consult.accounts.needs import hold_account
from consult.accounts.telling import KIND, tell
from consult.i18n import _
from consult.models.absence import SUBSTITUTION
from consult.models.logbook import AUDIT_ENTRY
from consult.models.parties import MANDATE, ORGAN
from consult.people.authority import require_account, require_manager, require_person
from consult.refusals import Closed, Unknown
from consult.standing import Standing

_SETTLING = frozenset(
    {"recovery_used", "recovery_kept", "recovery_drawn", "factors_removed"}
    | {f"{one}_{did}" for one in ("passkey", "codes") for did in ("added", "removed")}
)
"""Events by which it is told, or settled, that a factor may be lost."""


def factors_of_member(conn: Connection, by: Standing, person_id: int, at: datetime) -> Factors:
    """Read what a person of the own party proves by. Unknown to whoever does not manage it."""
    require_person(conn, by, person_id)
    return factors_of(conn, person_id, at)


def sessions_of_member(conn: Connection, by: Standing, person_id: int, at: datetime) -> Sequence[Any]:
    """List the open sessions of a person of the own party; of one who acts for others too, those in which no mandate of
    another party is in use. Unknown to whoever does not manage it."""
    require_person(conn, by, person_id)
    return [one for one in sessions.open_sessions(conn, person_id, at) if _party_of(conn, one) in (None, by.party_key)]


def _party_of(conn: Connection, session: Any) -> str | None:
    """Answer for which party a session acts now; None while nothing is chosen."""
    of = MANDATE.c.id == session.mandate_id
    if session.substitution_id is not None:
        of = (
            MANDATE.c.id
            == select(SUBSTITUTION.c.mandate_id).where(SUBSTITUTION.c.id == session.substitution_id).scalar_subquery()
        )
    return conn.execute(select(ORGAN.c.party_key).select_from(MANDATE.join(ORGAN)).where(of)).scalar()


def recovered(conn: Connection, by: Standing) -> Mapping[int, datetime]:
    """Answer who of the own party came by a recovery code, and when, without that a factor was set up, removed or said
    to be there since. Read in the entries of the party. Unknown to whoever does not manage it."""
    require_manager(by, by.party_key)
    e, last = AUDIT_ENTRY.c, dict[int, tuple[str, datetime]]()
    query = select(e.body, e.recorded_at).where(e.kind == KIND, e.party == by.party_key).order_by(e.seq)
    for row in conn.execute(query):
        body = json.loads(row.body)
        if body.get("event") in _SETTLING:
            last[body["person"]] = body["event"], row.recorded_at
    return {person: at for person, (event, at) in last.items() if event == "recovery_used"}


def remove_factors(conn: Connection, by: Standing, person_id: int, at: datetime) -> None:
    """Take every second factor of a person away and end every session. Unknown for a stranger; Closed (409) for
    oneself, for whoever acts for another party too, and where there is nothing to take away."""
    require_account(conn, by, person_id)
    if by.person_id == person_id:
        raise Closed(_("You cannot take away your own second factors here. Ask another manager, or use Sign-in."))
    if not take_away(conn, person_id):
        raise Closed(_("There is no second factor to take away."))
    ended = sessions.end_others(conn, person_id, None, at)
    tell(conn, person_id, "factors_removed", by, at, more={"sessions_ended": ended})


def take_away(conn: Connection, person_id: int) -> bool:
    """Forget every second factor of a person with the recovery codes; False where there was none. The account is held:
    one that is being set up at this moment goes too, or comes too late."""
    hold_account(conn, person_id)
    removed = passkeys.remove_passkey(conn, person_id) > 0
    removed = codes.remove_codes(conn, person_id) or removed
    recovery_codes.remove_recovery(conn, person_id)
    return removed


def end_sessions_of(conn: Connection, by: Standing, person_id: int, session_id: int | None, at: datetime) -> None:
    """End one session of a person of the own party, or all of them (None). Unknown for a stranger's and one that is
    over; Closed (409) for whoever acts for another party too."""
    require_account(conn, by, person_id)
    ended = 1
    if session_id is None:
        ended = sessions.end_others(conn, person_id, None, at)
    else:
        sessions.end_one_of(conn, person_id, session_id, at)
    if not ended:
        raise Unknown
    tell(conn, person_id, "sessions_ended", by, at, more={"sessions_ended": ended})
