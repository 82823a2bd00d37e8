"""Acts, relations and limits lie in a file of the case, which offices read; a relation says who sees where it stands.

Every column is added with what held before: nothing lies in a file, relations and their limits are for their two
sides, limits of the case for its parties. No row of the record changes.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "2c7a90e5b8d4"
down_revision = "8e42b7d6f1c0"
branch_labels = None
depends_on = None

FILE = ("act", "case_track", "deadline")
LEVEL = ("case_track", "deadline")


def upgrade() -> None:
    """Add the columns."""
    for table in FILE:
        op.add_column(table, sa.Column("file", sa.String(40), nullable=False, server_default=""))
    for table in LEVEL:
        op.add_column(table, sa.Column("level", sa.String(2), nullable=False, server_default="C3"))
    op.add_column("case_party", sa.Column("reads", sa.String(400), nullable=False, server_default=""))
    op.add_column("case_party", sa.Column("until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.execute("UPDATE deadline SET level = 'C2' WHERE track IS NULL")


def downgrade() -> None:
    """Drop them again."""
    op.drop_column("case_party", "until")
    op.drop_column("case_party", "reads")
    for table in LEVEL:
        op.drop_column(table, "level")
    for table in FILE:
        op.drop_column(table, "file")
