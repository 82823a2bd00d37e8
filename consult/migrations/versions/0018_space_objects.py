"""Table for an index of objects launched into outer space.

No row changes. Going back drops the table with what was imported.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "c41e7d90a218"
down_revision = "8e0b4f6d2c17"
branch_labels = None
depends_on = None

TEXT, INSTANT = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "space_object",
        sa.Column("designator", TEXT(length=12), nullable=False),
        sa.Column("name", TEXT(length=200), nullable=False),
        sa.Column("state", TEXT(length=80), nullable=False),
        sa.Column("launched_on", sa.Date(), nullable=True),
        sa.Column("launch_site", TEXT(length=120), nullable=False),
        sa.Column("orbit", TEXT(length=120), nullable=False),
        sa.Column("function", TEXT(length=200), nullable=False),
        sa.Column("status", TEXT(length=120), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("source", TEXT(length=300), nullable=False),
        sa.Column("grade", TEXT(length=1), nullable=False),
        sa.Column("imported_at", INSTANT(), nullable=False),
        sa.PrimaryKeyConstraint("designator", name=op.f("pk_space_object")),
    )
    op.create_index("ix_space_object_state", "space_object", ["state"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_space_object_state", "space_object")
    op.drop_table("space_object")
