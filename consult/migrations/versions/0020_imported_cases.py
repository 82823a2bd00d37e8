"""Table for cases of other installations that a party imported to read them.

No row changes. Going back drops the table; the files in the store are left.

Long because: one line a column.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from consult.models.triggers import guard_table, install

revision = "e64a9fb2c43a"
down_revision = "d53f8ea1b329"
branch_labels = None
depends_on = None

TEXT, INSTANT = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
KEPT = (
    *("id", "ref", "party", "sha256", "size", "origin", "host", "case_ref", "procedure", "title", "reach", "taken_by"),
    *("taken_at", "log_size", "attested", "trusted", "number", "imported_at", "imported_by", "office", "seq"),
)


def upgrade() -> None:
    """Create the table, and refuse changes to what says where a case came from."""
    op.create_table(
        "imported_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", TEXT(length=40), nullable=False),
        sa.Column("party", TEXT(length=40), nullable=False),
        sa.Column("sha256", TEXT(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("origin", TEXT(length=255), nullable=False),
        sa.Column("host", TEXT(length=255), nullable=False),
        sa.Column("case_ref", TEXT(length=80), nullable=False),
        sa.Column("procedure", TEXT(length=80), nullable=False),
        sa.Column("title", TEXT(length=400), nullable=False),
        sa.Column("reach", TEXT(length=20), nullable=False),
        sa.Column("taken_by", TEXT(length=80), nullable=False),
        sa.Column("taken_at", INSTANT(), nullable=False),
        sa.Column("log_size", sa.BigInteger(), nullable=True),
        sa.Column("attested", sa.Boolean(), nullable=False),
        sa.Column("trusted", TEXT(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("imported_at", INSTANT(), nullable=False),
        sa.Column("imported_by", sa.Integer(), nullable=True),
        sa.Column("office", TEXT(length=200), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("removed_at", INSTANT(), nullable=True),
        sa.Column("removed_by", sa.Integer(), nullable=True),
        sa.Column("removed_seq", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["party"], ["party.key"], name=op.f("fk_imported_case_party_party")),
        sa.ForeignKeyConstraint(["seq"], ["audit_entry.seq"], name=op.f("fk_imported_case_seq_audit_entry")),
        sa.ForeignKeyConstraint(
            ["removed_seq"], ["audit_entry.seq"], name=op.f("fk_imported_case_removed_seq_audit_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_case")),
        sa.UniqueConstraint("ref", name=op.f("uq_imported_case_ref")),
    )
    op.create_index("ix_imported_case_party", "imported_case", ["party", "id"])
    op.create_index("ix_imported_case_of", "imported_case", ["party", "origin", "case_ref"])
    there = sa.text("removed_at IS NULL")
    op.create_index(
        "ux_imported_case_once",
        "imported_case",
        ["party", "sha256"],
        unique=True,
        sqlite_where=there,
        postgresql_where=there,
    )
    connection = op.get_bind()
    install(connection, guard_table("imported_case", connection.dialect.name, columns=KEPT))


def downgrade() -> None:
    """Drop it."""
    op.drop_table("imported_case")
