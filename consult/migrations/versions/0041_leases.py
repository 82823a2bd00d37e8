"""Who does what only one process may do at a time, and which earlier versions may go on beside this one.

Two tables of their own. Going back drops them: the next process that asks has the lease.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "6ac0de41f00d"
down_revision = "c9c0de32f00d"
branch_labels = None
depends_on = None
beside = True
"""The version before this one may go on serving while this is taken in: nothing that it knows was changed."""

TEXT = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "lease",
        sa.Column("name", TEXT(length=40), nullable=False),
        sa.Column("holder", TEXT(length=120), nullable=False),
        sa.Column("term", sa.Integer(), nullable=False),
        sa.Column("beat", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "revision_beside",
        sa.Column("revision", TEXT(length=32), nullable=False),
        sa.PrimaryKeyConstraint("revision", name=op.f("pk_revision_beside")),
    )


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("revision_beside")
    op.drop_table("lease")
