"""The level to which the author of a paper in preparation raises it before it is served.

A column that may be empty: then the paper has the level of its procedure. Going back drops the column, and papers in
preparation have the level of the procedure again.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "c9c0de32f00d"
down_revision = "e5c0de31f00d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    with op.batch_alter_table("draft") as batch:
        batch.add_column(sa.Column("level", sqlmodel.sql.sqltypes.AutoString(length=2), nullable=True))


def downgrade() -> None:
    """Drop it again."""
    with op.batch_alter_table("draft") as batch:
        batch.drop_column("level")
