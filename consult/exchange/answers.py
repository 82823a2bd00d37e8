"""The first answer to an import, for whoever asks again with the same key; kept in the transaction of the import."""

from datetime import datetime

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from consult.docket import Reused
from consult.models.exchange import EXCHANGE_ANSWER
from consult.standing import Standing


def earlier(conn: Connection, by: Standing, key: str, request: str) -> str | None:
    """Give the first answer to a key of this person; raise Reused where the key was used for another request."""
    of = EXCHANGE_ANSWER.c
    found = conn.execute(select(of.request, of.answer).where(of.person_id == by.person_id, of.key == key)).first()
    if found is None:
        return None
    if found.request != request:
        raise Reused
    return str(found.answer)


def remember(conn: Connection, by: Standing, key: str, request: str, answer: str, at: datetime) -> None:
    """Keep an answer under a key."""
    row = {"person_id": by.person_id, "key": key, "request": request, "answer": answer, "created_at": at}
    try:
        conn.execute(insert(EXCHANGE_ANSWER), row)
    except IntegrityError as fault:  # taken at the same moment by another request
        raise Reused from fault
