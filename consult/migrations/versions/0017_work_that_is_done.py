"""Indexes by which work that was given up, and work that was done long ago, is found without reading all of it.

No row changes. Going back drops them.
"""

import sqlalchemy as sa
from alembic import op

revision = "8e0b4f6d2c17"
down_revision = "5d21f7a8c016"
branch_labels = None
depends_on = None

DONE, LIES = sa.text("done_at IS NOT NULL"), sa.text("set_aside_at IS NOT NULL")


def upgrade() -> None:
    """Create the two indexes."""
    op.create_index("ix_outbox_done", "outbox", ["done_at", "id"], sqlite_where=DONE, postgresql_where=DONE)
    op.create_index("ix_outbox_set_aside", "outbox", ["id"], sqlite_where=LIES, postgresql_where=LIES)


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_outbox_set_aside", "outbox")
    op.drop_index("ix_outbox_done", "outbox")
