"""A change beside the cases that is asked for with a key: made once, however often the request comes again.

What is kept is the number or key of what was made, in the transaction of the change; a refusal keeps nothing. The
docket does the same for acts (`consult.docket.answers`).
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from consult.docket.errors import Reused
from consult.models.tokens import API_MADE
from consult.standing import Standing

Change = Callable[[Connection], object]


def once(
    connection: Connection, by: Standing, key: str | None, request: str, at: datetime, change: Change
) -> tuple[str, bool]:
    """Make a change unless this person's key made it before; give what names what was made, and whether it was there.

    Raises Reused where the key was used for another request. Where the same one is at work at this very moment, the
    database says so when it has ended, and a second look finds its answer (`consult.db.Crossed`).
    """
    if key is None:
        return str(change(connection)), False
    mine = API_MADE.c.person_id == by.person_id, API_MADE.c.key == key
    found = connection.execute(select(API_MADE.c.request, API_MADE.c.made).where(*mine)).first()
    if found is not None:
        if found.request != request:
            raise Reused
        return str(found.made), True
    kept = {"person_id": by.person_id, "key": key, "request": request, "made": "", "created_at": at}
    connection.execute(insert(API_MADE).values(kept))
    made = str(change(connection))
    connection.execute(update(API_MADE).where(*mine).values(made=made))
    return made, False
