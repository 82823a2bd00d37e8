"""What the host asks the managers of a party about an account, and what it did where there are none.

One table; no row changes. Going back drops it.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "fdb000947ac1"
down_revision = "ecafff8a72b0"
branch_labels = None
depends_on = None

Instant = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    """Create the table.

    Long because: one line a column.
    """
    op.create_table(
        "host_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("party_key", sa.String(40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("manager_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("confirmed", sa.Boolean(), nullable=True),
        sa.CheckConstraint("kind IN ('asked', 'break_glass')", name=op.f("ck_host_request_kind_known")),
        sa.ForeignKeyConstraint(["party_key"], ["party.key"], name=op.f("fk_host_request_party_key_party")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_host_request_person_id_person")),
        sa.ForeignKeyConstraint(["manager_id"], ["person.id"], name=op.f("fk_host_request_manager_id_person")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_host_request_decided_by_person")),
        sa.ForeignKeyConstraint(["seq"], ["audit_entry.seq"], name=op.f("fk_host_request_seq_audit_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_request")),
    )
    op.create_index("ix_host_request_party_key", "host_request", ["party_key"])
    op.create_index("ix_host_request_person_id", "host_request", ["person_id"])


def downgrade() -> None:
    """Drop it again."""
    op.drop_table("host_request")
