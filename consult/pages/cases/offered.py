"""The parties that a form offers, each with its kind; a neutral of the roster with what it serves as."""

from datetime import datetime

from sqlalchemy import Connection

from consult import casebook, words
from workflows.kernel.reckoning import local_date


def party_choices(conn: Connection, now: datetime, zone: str) -> tuple[tuple[str, str, str, str], ...]:
    """Give key, name, kind and note of every party, as they stand today in a zone."""
    rows = casebook.parties_offered(conn, local_date(now, zone))
    return tuple((row.key, row.name, row.kind, serves_as(row.serves_as or ())) for row in rows)


def serves_as(keys: list[str] | tuple[str, ...]) -> str:
    """Say as what a neutral serves."""
    return ", ".join(words.name(words.SERVES_AS, key) for key in keys)
