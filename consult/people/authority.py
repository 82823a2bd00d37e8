"""Whether whoever asks may manage a party, and whether a person's account is that party's alone to manage."""

from sqlalchemy import Connection, select

from consult.i18n import _
from consult.models.parties import MANDATE, ORGAN, PERSON
from consult.refusals import Closed, Unknown
from consult.standing import Standing


def require_manager(by: Standing | None, party_key: str) -> None:
    """Refuse as unknown whoever does not manage this party; None is the operator of the installation."""
    if by is not None and not (by.manages and by.party_key == party_key):
        raise Unknown


def require_person(conn: Connection, by: Standing | None, person_id: int) -> None:
    """Refuse as unknown a person who does not exist or never acted for the asker's party."""
    if conn.execute(select(PERSON.c.id).where(PERSON.c.id == person_id)).first() is None:
        raise Unknown
    if by is None:
        return
    require_manager(by, by.party_key)
    if by.party_key not in parties_of(conn, person_id, live_only=False):
        raise Unknown


def require_account(conn: Connection, by: Standing | None, person_id: int) -> None:
    """Refuse to let one party change the account of a person who also acts for another."""
    require_person(conn, by, person_id)
    if by is not None and parties_of(conn, person_id, live_only=True) - {by.party_key}:
        raise Closed(
            _("This person also acts for another party: only the operator of this installation changes the account.")
        )


def parties_of(conn: Connection, person_id: int, *, live_only: bool) -> set[str]:
    """Answer the keys of the parties for which a person holds a mandate, revoked ones included unless `live_only`."""
    query = select(ORGAN.c.party_key).select_from(MANDATE.join(ORGAN)).where(MANDATE.c.person_id == person_id)
    if live_only:
        query = query.where(MANDATE.c.revoked_at.is_(None))
    return set(conn.execute(query).scalars())
