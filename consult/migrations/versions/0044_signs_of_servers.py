"""Which web servers live, and which version each worker runs.

A table of its own and one nullable column. Going back drops both: signs are given anew within a minute.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "8ac0de44f00d"
down_revision = "9ac0de43f00d"
branch_labels = None
depends_on = None
beside = True
"""The version before this one may go on serving: its web servers are not listed, its workers without their version."""

TEXT, Instant = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    """Create the table and add the column."""
    op.create_table(
        "server_sign",
        sa.Column("name", TEXT(length=120), nullable=False),
        sa.Column("version", TEXT(length=40), nullable=False),
        sa.Column("processes", sa.Integer(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_server_sign")),
    )
    op.add_column("worker_sign", sa.Column("version", TEXT(length=40), nullable=True))


def downgrade() -> None:
    """Drop them again."""
    op.drop_column("worker_sign", "version")
    op.drop_table("server_sign")
