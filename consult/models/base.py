"""What every table shares: names of constraints, and the column types of the house.

The naming convention must be set before the first table is declared, or a migration on SQLite cannot name what it
drops; `consult.models` imports this module first for that reason. Record tables hold bytes and texts as they were
hashed; JSON columns are for work and caches only, since databases reorder keys in them.
"""

from typing import Any

from sqlalchemy import JSON, Index, MetaData, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine
from sqlmodel import SQLModel, UTCDateTime

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata: MetaData = SQLModel.metadata
metadata.naming_convention = NAMING
# Rows come from SQL and are never validated, so that no validator is built for them.
SQLModel.model_config["defer_build"] = True

# An instant: aware UTC in and out on both databases, a naive value raises.
Instant = UTCDateTime

# Structured work data and caches. A value changed in place is not saved: assign a new one.
Structure: TypeEngine[Any] = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def index_where(condition: str, name: str, *columns: Any) -> Index:
    """Give an index over the rows for which a condition holds, the same on both databases."""
    return Index(name, *columns, sqlite_where=text(condition), postgresql_where=text(condition))
