"""Who may be named in a paper, by kind, on a day: a neutral of the roster is a kind of its own while listed."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, and_, case, or_, select

from consult.casebook.values import Rows
from consult.models.neutrals import NEUTRAL
from consult.models.parties import PARTY


def parties_offered(conn: Connection, on: date) -> Rows:
    """Give key, name, kind and, for neutrals, what each serves as, of every party, by name: what a form offers."""
    return conn.execute(_query(on).order_by(PARTY.c.name, PARTY.c.key)).all()


def kinds_of(conn: Connection, keys: Collection[str], on: date) -> dict[str, Any]:
    """Give the same by key for the parties of some keys, with the last day on the roster where there is one."""
    return {row.key: row for row in conn.execute(_query(on).where(PARTY.c.key.in_(sorted(keys))))}


def _query(on: date) -> Select[Any]:
    until = NEUTRAL.c.listed_until
    listed = and_(NEUTRAL.c.listed_from <= on, or_(until.is_(None), until >= on))
    kind = case((NEUTRAL.c.party_key.is_(None), PARTY.c.kind), (listed, "neutral"), else_="retired").label("kind")
    both = PARTY.outerjoin(NEUTRAL, NEUTRAL.c.party_key == PARTY.c.key)
    return select(PARTY.c.key, PARTY.c.name, kind, NEUTRAL.c.serves_as, until).select_from(both)
