"""Mail to the people of the parties of a case, when staff gets access to it in an emergency and when that ends.

It is no courtesy and cannot be switched off. It names the case, which its reader may know, and not what lies in it; the
reason stands on the case's page.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from consult.delivery.messages import NewMessage, ask
from consult.delivery.wording import Words, words_of
from consult.i18n import _, write_instant
from consult.models.cases import CASES
from consult.models.watched import STAFF_ACCESS

KIND = "staff_access"


def tell_of_access(
    conn: Connection,
    person_id: int,
    address: str,
    party: str,
    case_id: int,
    number: int,
    event: str,
    key: str,
    at: datetime,
) -> None:
    """Ask for mail to one person about an access that was opened or ended."""
    about = {"access": number, "event": event}
    new = NewMessage(f"{KIND}:{key}", KIND, "mail", party, address, case_id=case_id, person_id=person_id, about=about)
    ask(conn, new, at)


@words_of(KIND)
def word(connection: Connection, message: Any, _at: datetime) -> Words:
    """Say that staff may read a case, until when, and where the reason stands."""
    row = connection.execute(select(STAFF_ACCESS).where(STAFF_ACCESS.c.id == message.about["access"])).one()
    ref = connection.execute(select(CASES.c.ref).where(CASES.c.id == row.case_id)).scalar_one()
    page = f"/cases/{ref}/looks"
    if message.about["event"] == "ended":
        ended = _("It was ended on %(at)s.", at=write_instant(row.ended_at or row.until))
        return Words(_("Access of staff to case %(ref)s has ended", ref=ref), (ended,), page)
    said = _("The operator of this installation opened it to one person of the staff, until %(at)s.",
             at=write_instant(row.until))  # fmt: skip
    more = _("The reason, and each look, stand on the page below and in the record of your party.")
    return Words(_("Staff may read case %(ref)s in an emergency", ref=ref), (said, more), page)
