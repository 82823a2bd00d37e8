"""What a form that was sent twice would double: arrangements between people and parties, recorded once."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, select


def find_alike(conn: Connection, table: Table, whose: str, values: Mapping[str, Any]) -> int | None:
    """Find the number of a row of the same content that was not revoked, among those of the same `whose`, a column."""
    query = select(table).where(table.c[whose] == values[whose], table.c.revoked_at.is_(None))
    rows = (row._mapping for row in conn.execute(query))
    return next((int(row["id"]) for row in rows if all(row[name] == value for name, value in values.items())), None)
