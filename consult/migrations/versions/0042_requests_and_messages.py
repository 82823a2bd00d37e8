"""In which request work was asked for, and an index of the messages that wait or failed.

One nullable column and one index; no row changes. Going back drops them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0ac0de42f00d"
down_revision = "6ac0de41f00d"
branch_labels = None
depends_on = None
beside = True
"""The version before this one may go on serving: work that it asks for bears no number of a request."""


def upgrade() -> None:
    """Add the column and the index."""
    op.add_column("outbox", sa.Column("request", sa.String(64), nullable=True))
    open_ = sa.text("state IN ('waiting', 'failed')")
    columns = ["channel", "state", "changed_at"]
    op.create_index("ix_message_open", "message", columns, sqlite_where=open_, postgresql_where=open_)


def downgrade() -> None:
    """Drop them again."""
    op.drop_index("ix_message_open", "message")
    op.drop_column("outbox", "request")
