"""Whether whoever asks may manage a party or act as a secretariat, and whether a person's account is that
party's alone to manage.

A system that the person responsible would be let in for is told why it is not: what its mandate, its token or its
narrowing keeps from it. Some things no system does, whatever it was given: it would give itself more than it has.
"""

from sqlalchemy import Connection, select

from consult.i18n import _
from consult.models.parties import MANDATE, ORGAN, PERSON
from consult.refusals import Closed, NotThrough, Unknown
from consult.standing import Standing


def require_manager(by: Standing | None, party_key: str) -> None:
    """Refuse as unknown whoever does not manage this party; None is the operator of the installation. NotThrough for
    the system of somebody who does."""
    if by is None or (by.manages and by.party_key == party_key):
        return
    if by.party_key == party_key:
        _tell_system(by, "manage")
    raise Unknown


def require_secretariat(by: Standing) -> None:
    """Refuse as unknown whoever does not act in the office of a secretariat. NotThrough for the system of somebody who
    does."""
    if by.is_secretariat:
        return
    if by.is_of_secretariat:
        _tell_system(by, "office")
    raise Unknown


def require_in_person(by: Standing | None, why: str) -> None:
    """Refuse a system what a person alone does, with the reason."""
    if by is not None and by.through:
        raise NotThrough(why)


def _tell_system(by: Standing, capacity: str) -> None:
    """Tell a system why it lacks a capacity that its mandate has; whoever is no such system is told nothing."""
    if by.through is None or capacity not in by.through.held:
        return
    if by.through.narrow and capacity == "manage":
        raise NotThrough(_("This token is narrowed to some procedures or cases; such a token manages nothing."))
    if capacity in by.through.kept_back:
        raise NotThrough(kept_back_sentence(by))
    raise NotThrough(
        _("This token was made without the capacity that this needs. Somebody signed in makes one that has it.")
    )


def kept_back_sentence(by: Standing) -> str:
    """Say that a mandate does not let a capacity go through a system, and what to do about it."""
    return _(
        "Mandate %(mandate)s (%(office)s, %(organ)s) does not let this go through a system. Do it from the pages, or "
        "let a manager of your party record a mandate that does.",
        mandate=by.mandate_id,
        office=by.office,
        organ=by.organ_name,
    )


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
            _(
                "This person also acts for another party: none of them changes the account alone. The operator of this "
                "installation puts it before the managers of all."
            )
        )


def parties_of(conn: Connection, person_id: int, *, live_only: bool) -> set[str]:
    """Answer the keys of the parties for which a person holds a mandate, revoked ones included unless `live_only`."""
    query = select(ORGAN.c.party_key).select_from(MANDATE.join(ORGAN)).where(MANDATE.c.person_id == person_id)
    if live_only:
        query = query.where(MANDATE.c.revoked_at.is_(None))
    return set(conn.execute(query).scalars())
