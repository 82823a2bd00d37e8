"""A register of planned activities: entries, versions, what they say, where they stand, and the index of features.

Four tables and an index beside those that are there; no row changes. The index is an R*Tree on SQLite and ranges
under GiST on PostgreSQL. Going back drops the register; the notices it was made from stay in their cases.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from consult.models.triggers import Statement, guard_table, install

revision = "5f0c8e1d27ab"
down_revision = "d41f6b0c9a75"
branch_labels = None
depends_on = None

Instant = sqlmodel.sql.sqltypes.UTCDateTime
KEPT = {"lunar_entry": False, "lunar_version": False, "lunar_body": True}
"""Tables of the record, and whether their rows may be erased."""
SQLITE = """CREATE VIRTUAL TABLE lunar_index USING rtree_i32(
id, x0, x1, y0, y1, z0, z1, t0, t1, +level, +charter, +state, +exercise, +low, +high, +detail)"""
POSTGRES = """CREATE TABLE lunar_index (
id bigint PRIMARY KEY, x int8range NOT NULL, y int8range NOT NULL, z int8range NOT NULL, t int8range NOT NULL,
level text NOT NULL, charter text NOT NULL, state text NOT NULL, exercise integer NOT NULL, low bigint, high bigint,
detail text NOT NULL)"""
BOX = "CREATE INDEX ix_lunar_index_box ON lunar_index USING gist (x, y, z, t)"


def upgrade() -> None:
    """Create tables and index, and refuse changes to what is the record."""
    _entries()
    _versions()
    _current()
    connection = op.get_bind()
    dialect = connection.dialect.name
    for table, erasable in KEPT.items():
        install(connection, guard_table(table, dialect, allow_delete=erasable))
    install(connection, [Statement(SQLITE)] if dialect == "sqlite" else [Statement(POSTGRES), Statement(BOX)])


def _entries() -> None:
    op.create_table(
        "lunar_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("others", sa.String(400), nullable=False),
        sa.Column("origin", sa.String(20), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("exercise", sa.Boolean(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.CheckConstraint(
            "origin IN ('case', 'import', 'demonstration')", name=op.f("ck_lunar_entry_origin_known")
        ),
        sa.ForeignKeyConstraint(["state"], ["party.key"], name=op.f("fk_lunar_entry_state_party")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_lunar_entry_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lunar_entry")),
        sa.UniqueConstraint("key", name=op.f("uq_lunar_entry_key")),
        sa.UniqueConstraint("case_id", name=op.f("uq_lunar_entry_case_id")),
    )
    op.create_index("ix_lunar_entry_state_id", "lunar_entry", ["state", "id"])


def _versions() -> None:
    op.create_table(
        "lunar_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("charter", sa.String(60), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=True),
        sa.Column("party", sa.String(80), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(400), nullable=False),
        sa.Column("grade", sa.String(4), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["lunar_entry.id"], name=op.f("fk_lunar_version_entry_id_lunar_entry")),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_lunar_version_act_id_act")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lunar_version")),
        sa.UniqueConstraint("entry_id", "number", name=op.f("uq_lunar_version_entry_id_number")),
        sa.UniqueConstraint("act_id", name=op.f("uq_lunar_version_act_id")),
    )
    version = sa.ForeignKeyConstraint(
        ["version_id"], ["lunar_version.id"], name=op.f("fk_lunar_body_version_id_lunar_version")
    )
    op.create_table(
        "lunar_body",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(2), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        version,
        sa.PrimaryKeyConstraint("version_id", "level", name=op.f("pk_lunar_body")),
    )


def _current() -> None:
    op.create_table(
        "lunar_current",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("title", sa.String(400), nullable=False),
        sa.Column("operator", sa.String(400), nullable=False),
        sa.Column("activity_class", sa.String(40), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("bodies", sa.String(80), nullable=False),
        sa.Column("all_bodies", sa.String(80), nullable=False),
        sa.Column("features", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["lunar_entry.id"], name=op.f("fk_lunar_current_entry_id_lunar_entry")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["lunar_version.id"], name=op.f("fk_lunar_current_version_id_lunar_version")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_lunar_current")),
    )


def downgrade() -> None:
    """Drop them again."""
    for table in ("lunar_index", "lunar_current", "lunar_body", "lunar_version", "lunar_entry"):
        op.drop_table(table)
