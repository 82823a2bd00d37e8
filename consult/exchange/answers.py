"""The first answer to an import, for whoever asks again with the same key; kept in the transaction of the import."""

from collections.abc import Callable
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import Connection, insert, select

from consult.docket import Reused
from consult.models.exchange import EXCHANGE_ANSWER
from consult.standing import Standing

Told = TypeVar("Told")


class First(Generic[Told]):
    """The first answer of an import, of a kind of value, under the key with which somebody asks again for the same."""

    def __init__(self, kind: type[Told], by: Standing, key: str, request: str, at: datetime) -> None:
        """Keep who asks, with which key, for what, and when."""
        self.values, self.by, self.key, self.request, self.at = TypeAdapter(kind), by, key, request, at

    def earlier(self, conn: Connection) -> Told | None:
        """Give the answer that was kept; raise Reused where the key was used for another request."""
        kept = _earlier(conn, self.by, self.key, self.request)
        return None if kept is None else self.values.validate_json(kept)

    def remember(self, conn: Connection, told: Told) -> None:
        """Keep an answer."""
        _remember(conn, self.by, self.key, self.request, self.values.dump_json(told).decode(), self.at)


class Sound(Protocol):
    """What says whether anything stands against an import."""

    @property
    def sound(self) -> bool:
        """Say that nothing does."""


Judged = TypeVar("Judged", bound=Sound)


def once(conn: Connection, first: First[Judged] | None, run: Callable[[], Judged]) -> Judged:
    """Give the first answer to a request that comes again, else run it and keep its answer where it was recorded."""
    if first is None:
        return run()
    kept = first.earlier(conn)
    if kept is not None:
        return kept
    told = run()
    if told.sound:
        first.remember(conn, told)
    return told


def _earlier(conn: Connection, by: Standing, key: str, request: str) -> str | None:
    """Give the first answer to a key of this person; raise Reused where the key was used for another request."""
    of = EXCHANGE_ANSWER.c
    found = conn.execute(select(of.request, of.answer).where(of.person_id == by.person_id, of.key == key)).first()
    if found is None:
        return None
    if found.request != request:
        raise Reused
    return str(found.answer)


def _remember(conn: Connection, by: Standing, key: str, request: str, answer: str, at: datetime) -> None:
    """Keep an answer under a key; the database says so where it is taken at the same moment by another request."""
    row = {"person_id": by.person_id, "key": key, "request": request, "answer": answer, "created_at": at}
    conn.execute(insert(EXCHANGE_ANSWER), row)
