"""A draft says who changed it last, so that whoever is overtaken knows whom to ask.

One nullable column of work, not of the record: drafts written before keep their words and do not say it.
"""

import sqlalchemy as sa
from alembic import op

revision = "8e42b7d6f1c0"
down_revision = "5d1f0c93ab24"
branch_labels = None
depends_on = None

NAME = "fk_draft_changed_by_person"


def upgrade() -> None:
    """Add the column."""
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.add_column(sa.Column("changed_by", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(NAME, "person", ["changed_by"], ["id"])


def downgrade() -> None:
    """Drop it again."""
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_constraint(NAME, type_="foreignkey")
        batch_op.drop_column("changed_by")
