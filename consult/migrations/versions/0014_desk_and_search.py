"""The desk's marks, saved views, and what search looks through.

Four tables and an index of words beside those that are there, and an index over failed service; no row changes. The
background work fills the index from the record. Going back drops them.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from consult.models.base import Structure
from consult.models.triggers import Statement, install

revision = "5d2f8c61a0b4"
down_revision = "e61d94b0c7a3"
branch_labels = None
depends_on = None

Instant = sqlmodel.sql.sqltypes.UTCDateTime
FAILED = "state = 'failed'"
FTS = 'CREATE VIRTUAL TABLE search_index USING fts5(words, tokenize="unicode61 remove_diacritics 0")'


def upgrade() -> None:
    """Create the tables and the indices."""
    _desk()
    _search()
    op.create_index(
        "ix_service_failed",
        "service",
        ["case_id", "id"],
        sqlite_where=sa.text(FAILED),
        postgresql_where=sa.text(FAILED),
    )


def _desk() -> None:
    op.create_table(
        "desk_mark",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("mandate_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("marked_at", Instant(), nullable=False),
        sa.Column("before_seq", sa.BigInteger(), nullable=True),
        sa.Column("before_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_desk_mark_person_id_person")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_desk_mark_mandate_id_mandate")),
        sa.PrimaryKeyConstraint("person_id", "mandate_id", name=op.f("pk_desk_mark")),
    )
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(80), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("filters", Structure, nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_view_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("key", name=op.f("uq_saved_view_key")),
        sa.UniqueConstraint("person_id", "party", "name", name=op.f("uq_saved_view_person_id_party_name")),
    )


def _search() -> None:
    op.create_table(
        "search_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=True),
        sa.Column("level", sa.String(2), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('case', 'filing', 'document')", name=op.f("ck_search_text_kind_known")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_search_text_case_id_cases")),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_search_text_act_id_act")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_text")),
    )
    op.create_index("ix_search_text_case_id", "search_text", ["case_id"])
    op.create_index("ix_search_text_act_id", "search_text", ["act_id"])
    cursor = op.create_table(
        "search_cursor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_cursor")),
    )
    op.bulk_insert(cursor, [{"id": 1, "seq": -1}])
    install(op.get_bind(), _index(op.get_bind().dialect.name))


def _index(dialect: str) -> list[Statement]:
    """Return the statements that make the index of words, as they were at this revision."""
    if dialect == "sqlite":
        return [Statement(FTS)]
    made = "CREATE TABLE search_index (id bigint PRIMARY KEY, words tsvector NOT NULL)"
    return [Statement(made), Statement("CREATE INDEX ix_search_index_words ON search_index USING gin (words)")]


def downgrade() -> None:
    """Drop them again."""
    op.drop_index("ix_service_failed", "service")
    for table in ("search_index", "search_cursor", "search_text", "saved_view", "desk_mark"):
        op.drop_table(table)
