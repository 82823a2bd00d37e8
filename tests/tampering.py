"""Whoever rules the database: the guards of the record taken away, for tests of what is found afterwards."""

from sqlalchemy import Connection, text

_GUARDS = text("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE :of")
_GUARDS_OF_POSTGRESQL = text(
    "SELECT tgname, tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal AND tgrelid::regclass::text LIKE :of"
)


def guards(connection: Connection, table: str = "%") -> list[tuple[str, str]]:
    """Name the triggers of the tables that are named so, each with its table, in one order."""
    query = _GUARDS_OF_POSTGRESQL if connection.dialect.name == "postgresql" else _GUARDS
    return sorted((str(name), str(of)) for name, of in connection.execute(query, {"of": table}))


def unguard(connection: Connection, table: str = "%") -> None:
    """Take the triggers of the tables away that are named so (% stands for any letters); on PostgreSQL foreign keys do
    not watch either until the transaction ends."""
    here = connection.dialect.name == "postgresql"
    if here:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
    for name, of in guards(connection, table):
        connection.execute(text(f"DROP TRIGGER {name}" + (f" ON {of}" if here else "")))
