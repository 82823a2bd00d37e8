"""What papers have come to since they were recorded: raised, lowered, sealed, unsealed, struck.

One table beside the acts; no row of the record changes. The index of the search is emptied: its rows tell the level of
each text from now on, and the background work fills it again from the record. Going back drops the table, and with it
every level in force: papers then have the level at which they were recorded.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "c3c0de30f00d"
down_revision = "b2c0de29f00d"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    """Create the table, and let the search be filled again."""
    op.create_table(
        "act_level",
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("level", TEXT(length=2), nullable=False),
        sa.Column("before", TEXT(length=2), nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("by_n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_act_level_act_id_act")),
        sa.PrimaryKeyConstraint("act_id", name=op.f("pk_act_level")),
    )
    public = sa.text("level = 'C0'")
    op.create_index("ix_act_level_public", "act_level", ["act_id"], sqlite_where=public, postgresql_where=public)
    op.execute("DELETE FROM search_index")
    op.execute("DELETE FROM search_text")
    op.execute("UPDATE search_cursor SET seq = -1")


def downgrade() -> None:
    """Drop it again, and let the search be filled again."""
    op.execute("DELETE FROM search_index")
    op.execute("DELETE FROM search_text")
    op.execute("UPDATE search_cursor SET seq = -1")
    op.drop_table("act_level")
