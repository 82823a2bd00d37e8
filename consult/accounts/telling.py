"""What is told of a change in how a person signs in: an entry in the chain of each party concerned, and mail to the
person, who cannot switch it off: whoever did not do it himself learns of it.

The entry holds numbers and words of a closed list; the name of whom it concerns is sealed apart from it.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import Connection, select

from consult.delivery.sign_in_mail import tell_person
from consult.log.own import Own, record_many
from consult.models.parties import PERSON
from consult.people.authority import parties_of
from consult.standing import Standing

KIND = "sign_in"


def tell(
    conn: Connection,
    person_id: int,
    event: str,
    by: Standing | None,
    at: datetime,
    *,
    mail: bool = True,
    more: Mapping[str, int | str] = MappingProxyType({}),
) -> None:
    """Enter a change in the chain of every party for which a person acts (of none: the host's), and ask for mail.

    `by` is the manager who made it, None the person concerned; `more` are numbers and plain words.
    """
    name = str(conn.execute(select(PERSON.c.name).where(PERSON.c.id == person_id)).scalar_one())
    parties: list[str | None] = [*sorted(parties_of(conn, person_id, live_only=True))]
    hand = by.hand if by else {"office": "person concerned"}
    body = {"person": person_id, "event": event, **more}
    made = record_many(conn, [Own(KIND, one, body, at, by=hand, person=name) for one in parties or [None]])
    if mail and parties:
        who = "manager" if by else "self"
        tell_person(conn, person_id, str(parties[0]), event, who, str(made[0].seq), at)
