"""What a request with a key made beside the cases, so that the same request makes nothing twice.

One table; no row changes. Going back drops it.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "db9feee7198f"
down_revision = "ca8eddf6087e"
branch_labels = None
depends_on = None

Instant = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "api_made",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("request", sa.String(64), nullable=False),
        sa.Column("made", sa.String(200), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_api_made_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "key", name=op.f("pk_api_made")),
    )


def downgrade() -> None:
    """Drop it again."""
    op.drop_table("api_made")
