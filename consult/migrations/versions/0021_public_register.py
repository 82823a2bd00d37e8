"""An index over public acts, so that the feed of the public register is read from its newest end.

No row changes. Going back drops the index.
"""

import sqlalchemy as sa
from alembic import op

revision = "f75bacc3d54b"
down_revision = "e64a9fb2c43a"
branch_labels = None
depends_on = None

PUBLIC = sa.text("level = 'C0'")


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_act_public", "act", ["id", "case_id"], sqlite_where=PUBLIC, postgresql_where=PUBLIC)


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_act_public", "act")
