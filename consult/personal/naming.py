"""What a party wishes of the names in its acts once the account of whoever acted is erased: kept, or withheld.

Kept is the default of the product: name, office and capacity stand in the record, so that an act reads in ten years as
it did on its day. Withheld: the opening of the name is erased, office and capacity stay, and the act says since when.
"""

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from consult.i18n import _
from consult.log.own import Own, record
from consult.models.keeping import KEEP, PARTY_KEEPING, WITHHOLD
from consult.people.authority import require_in_person, require_manager
from consult.refusals import Malformed
from consult.standing import Standing


def names_of(conn: Connection, party: str) -> str:
    """Give what a party wishes of names: "keep" where it never said."""
    return conn.execute(select(PARTY_KEEPING.c.names).where(PARTY_KEEPING.c.party_key == party)).scalar() or KEEP


def set_names(conn: Connection, by: Standing, names: str, at: datetime) -> None:
    """Keep what the own party wishes of names from now on. Unknown to whoever does not manage it, Malformed (422)."""
    require_manager(by, by.party_key)
    require_in_person(by, _("What becomes of names is decided by a person."))
    if names not in (KEEP, WITHHOLD):
        raise Malformed({"names": _("Choose one from the list.")})
    before = names_of(conn, by.party_key)
    if before == names:
        return
    values = {"names": names, "changed_by": by.person_id, "changed_at": at}
    of = PARTY_KEEPING.c.party_key == by.party_key
    if not conn.execute(update(PARTY_KEEPING).where(of).values(values)).rowcount:
        conn.execute(insert(PARTY_KEEPING).values(party_key=by.party_key, **values))
    body = {"names": names, "before": before}
    record(conn, Own("retention_setting", by.party_key, body, at, by=by.hand, person=by.names))
