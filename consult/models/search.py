"""What search looks through: one row a text, under the act or the case that decides who may read it.

`search_text` holds the words as they were written, for excerpts; the index of their folded words is no table of this
metadata: on SQLite it is FTS5, which makes tables of its own, on PostgreSQL a table of vectors. All of it is made from
the record and may be emptied at any time: with the cursor at -1 the background work fills it again. Rows of a filing
that is erased go with it.
"""

from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Text, event
from sqlmodel import Field, SQLModel

from consult.models.base import metadata
from consult.models.triggers import Statement

SEARCH_INDEX = "search_index"


class SearchText(SQLModel, table=True):
    """Words of one level: of a case (reference, title, who takes part), of a filing, or the names of its documents."""

    __tablename__ = "search_text"
    __table_args__ = (CheckConstraint("kind IN ('case', 'filing', 'document')", name="kind_known"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=10)
    case_id: int = Field(foreign_key="cases.id", index=True)
    act_id: int | None = Field(default=None, foreign_key="act.id", index=True)
    level: str = Field(max_length=2, description="of the words themselves, beside that of their act")
    words: str = Field(sa_type=Text)


class SearchCursor(SQLModel, table=True):
    """How far the log was searched for texts: one row."""

    __tablename__ = "search_cursor"

    id: int = Field(primary_key=True)
    seq: int = Field(sa_type=BigInteger, description="of the last act whose texts are in; -1 before the first")


SEARCH_TEXT = SQLModel.metadata.tables["search_text"]
SEARCH_CURSOR = SQLModel.metadata.tables["search_cursor"]

_SQLITE = f'CREATE VIRTUAL TABLE {SEARCH_INDEX} USING fts5(words, tokenize="unicode61 remove_diacritics 0")'
_POSTGRES = f"CREATE TABLE {SEARCH_INDEX} (id bigint PRIMARY KEY, words tsvector NOT NULL)"


def index_statements(dialect: str) -> list[Statement]:
    """Return the statements that make the index of words."""
    if dialect == "sqlite":
        return [Statement(_SQLITE)]
    return [
        Statement(_POSTGRES),
        Statement(f"CREATE INDEX ix_{SEARCH_INDEX}_words ON {SEARCH_INDEX} USING gin (words)"),
    ]


def is_of_search(name: str | None) -> bool:
    """Say whether a table belongs to the index; FTS5 keeps its parts in tables named after it."""
    return name is not None and (name == SEARCH_INDEX or name.startswith(f"{SEARCH_INDEX}_"))


@event.listens_for(metadata, "after_create")
def _make_index(_metadata: Any, connection: Any, **found: Any) -> None:
    """Make the index beside the tables where these are made without migrations."""
    if any(table.name == "search_text" for table in found.get("tables") or ()):
        for statement in index_statements(connection.dialect.name):
            connection.execute(statement)
