"""Tokens by which machines ask, the acts taken through them, and which mandates dispatch through a system.

Three tables and one nullable column; no row changes. Going back drops them.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from consult.models.base import Structure
from consult.models.triggers import guard_table, install

revision = "a86cbdd4e65c"
down_revision = "f75bacc3d54b"
branch_labels = None
depends_on = None

Instant = sqlmodel.sql.sqltypes.UTCDateTime
KEPT = (
    "id", "handle", "token_hash", "kind", "name", "mandate_id", "capacities", "procedures", "cases", "valid_until",
    "made_by", "made_at", "seq",
)  # fmt: skip


def upgrade() -> None:
    """Create the tables and the column, and refuse changes to what was recorded."""
    op.add_column("mandate", sa.Column("through_systems", sa.Boolean(), nullable=True))
    _tokens()
    _grants()
    _acts()
    connection = op.get_bind()
    install(connection, guard_table("api_token", connection.dialect.name, columns=KEPT))
    install(connection, guard_table("act_system", connection.dialect.name))


def _tokens() -> None:
    """Create the table of tokens.

    Long because: one line a column.
    """
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handle", sa.String(16), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("mandate_id", sa.Integer(), nullable=False),
        sa.Column("capacities", Structure, nullable=False),
        sa.Column("procedures", Structure, nullable=True),
        sa.Column("cases", Structure, nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("last_used_at", Instant(), nullable=True),
        sa.Column("revoked_by", sa.Integer(), nullable=True),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.Column("revoked_seq", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("kind IN ('person', 'organ')", name=op.f("ck_api_token_kind_known")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_api_token_mandate_id_mandate")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_api_token_made_by_person")),
        sa.ForeignKeyConstraint(["revoked_by"], ["person.id"], name=op.f("fk_api_token_revoked_by_person")),
        sa.ForeignKeyConstraint(["seq"], ["audit_entry.seq"], name=op.f("fk_api_token_seq_audit_entry")),
        sa.ForeignKeyConstraint(["revoked_seq"], ["audit_entry.seq"], name=op.f("fk_api_token_revoked_seq_audit_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("handle", name=op.f("uq_api_token_handle")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_token_token_hash")),
    )
    op.create_index("ix_api_token_mandate_id", "api_token", ["mandate_id"])


def _grants() -> None:
    """Create the table of short-lived tokens."""
    op.create_table(
        "api_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("token_id", sa.Integer(), nullable=False),
        sa.Column("capacities", Structure, nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["token_id"], ["api_token.id"], name=op.f("fk_api_grant_token_id_api_token")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_grant")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_grant_token_hash")),
    )
    op.create_index("ix_api_grant_token_id", "api_grant", ["token_id"])
    op.create_index("ix_api_grant_expires_at", "api_grant", ["expires_at"])


def _acts() -> None:
    """Create the table of the acts that were taken through a token."""
    op.create_table(
        "act_system",
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("token_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_act_system_act_id_act")),
        sa.ForeignKeyConstraint(["token_id"], ["api_token.id"], name=op.f("fk_act_system_token_id_api_token")),
        sa.PrimaryKeyConstraint("act_id", name=op.f("pk_act_system")),
    )
    op.create_index("ix_act_system_token_id", "act_system", ["token_id"])


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("act_system")
    op.drop_table("api_grant")
    op.drop_table("api_token")
    op.execute("ALTER TABLE mandate DROP COLUMN through_systems")
