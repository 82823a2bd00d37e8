"""Each move of a service with its proof.

One table beside those that are there; no row changes. Going back drops it.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from consult.models.triggers import guard_table, install

revision = "5e1f70c4a9d2"
down_revision = "3b7d90c2f5ae"
branch_labels = None
depends_on = None

Instant = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    """Create the table, and refuse changes to its rows."""
    op.create_table(
        "service_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('sent', 'delivered', 'opened', 'acknowledged', 'failed')",
            name=op.f("ck_service_move_state_known"),
        ),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_service_move_service_id_service")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_service_move_message_id_message")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_move")),
    )
    op.create_index("ix_service_move_service_id", "service_move", ["service_id"])
    connection = op.get_bind()
    install(connection, guard_table("service_move", connection.dialect.name))


def downgrade() -> None:
    """Drop it again."""
    op.drop_table("service_move")
