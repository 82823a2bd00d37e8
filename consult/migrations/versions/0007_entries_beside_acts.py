"""What the log holds beside acts: entries of parties and of the host, reads, refused attempts, keys of organs.

Five tables beside those that are there; no row changes. Going back drops them; the leaves they belong to stay in the
log, without the text that says what they are.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from consult.models.triggers import guard_table, install

revision = "ec39377763c3"
down_revision = "5f0c8e1d27ab"
branch_labels = None
depends_on = None

Instant = sqlmodel.sql.sqltypes.UTCDateTime
KEPT_OF_KEYS = ("id", "organ_id", "vkey", "recorded_at", "recorded_by", "seq")


def upgrade() -> None:
    """Create the tables, and refuse changes to what is the record."""
    _entries()
    _attempts()
    _keys()
    connection = op.get_bind()
    dialect = connection.dialect.name
    for table in ("audit_entry", "read_mark", "attempt_seal"):
        install(connection, guard_table(table, dialect))
    install(connection, guard_table("attempt", dialect, allow_delete=True))
    install(connection, guard_table("organ_key", dialect, columns=KEPT_OF_KEYS))


def _entries() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("party", sa.String(80), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["audit_leaf.seq"], name=op.f("fk_audit_entry_seq_audit_leaf")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_entry")),
    )
    op.create_index("ix_audit_entry_party", "audit_entry", ["party", "seq"])
    op.create_table(
        "read_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(80), nullable=False),
        sa.Column("paper", sa.String(80), nullable=False),
        sa.Column("hour", Instant(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["audit_entry.seq"], name=op.f("fk_read_mark_seq_audit_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_read_mark")),
        sa.UniqueConstraint(
            "person_id", "party", "paper", "hour", name=op.f("uq_read_mark_person_id_party_paper_hour")
        ),
    )


def _attempts() -> None:
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("party", sa.String(80), nullable=False),
        sa.Column("office", sa.String(200), nullable=False),
        sa.Column("ref", sa.String(60), nullable=False),
        sa.Column("step", sa.String(80), nullable=False),
        sa.Column("track", sa.String(120), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_table(
        "attempt_seal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["audit_entry.seq"], name=op.f("fk_attempt_seal_seq_audit_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt_seal")),
        sa.UniqueConstraint("last_id", name=op.f("uq_attempt_seal_last_id")),
    )


def _keys() -> None:
    op.create_table(
        "organ_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organ_id", sa.Integer(), nullable=False),
        sa.Column("vkey", sa.String(400), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("retired_at", Instant(), nullable=True),
        sa.Column("retired_by", sa.Integer(), nullable=True),
        sa.Column("retired_seq", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("retired_at IS NULL OR retired_at >= recorded_at", name=op.f("ck_organ_key_retired_later")),
        sa.ForeignKeyConstraint(["organ_id"], ["organ.id"], name=op.f("fk_organ_key_organ_id_organ")),
        sa.ForeignKeyConstraint(["retired_seq"], ["audit_entry.seq"], name=op.f("fk_organ_key_retired_seq_audit_entry")),
        sa.ForeignKeyConstraint(["seq"], ["audit_entry.seq"], name=op.f("fk_organ_key_seq_audit_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organ_key")),
        sa.UniqueConstraint("vkey", name=op.f("uq_organ_key_vkey")),
    )
    op.create_index("ix_organ_key_organ", "organ_key", ["organ_id"])


def downgrade() -> None:
    """Drop them again."""
    for table in ("read_mark", "organ_key", "attempt_seal", "audit_entry", "attempt"):
        op.drop_table(table)
