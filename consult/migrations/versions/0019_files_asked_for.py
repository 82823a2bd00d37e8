"""Table of the files that somebody asked for and that take a while to make.

No row changes. Going back drops the table with what was asked for; the files themselves stay in their folder.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "d53f8ea1b329"
down_revision = "c41e7d90a218"
branch_labels = None
depends_on = None

TEXT, INSTANT = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
STRUCTURE = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "output",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", TEXT(length=40), nullable=False),
        sa.Column("party", TEXT(length=80), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("mandate_id", sa.Integer(), nullable=True),
        sa.Column("substitution_id", sa.Integer(), nullable=True),
        sa.Column("what", TEXT(length=20), nullable=False),
        sa.Column("title", TEXT(length=300), nullable=False),
        sa.Column("question", STRUCTURE, nullable=False),
        sa.Column("state", TEXT(length=10), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("digest", TEXT(length=64), nullable=True),
        sa.Column("name", TEXT(length=200), nullable=False),
        sa.Column("media", TEXT(length=100), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("told", STRUCTURE, nullable=False),
        sa.Column("asked_at", INSTANT(), nullable=False),
        sa.Column("changed_at", INSTANT(), nullable=False),
        sa.Column("expires_at", INSTANT(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'working', 'ready', 'failed', 'gone')", name=op.f("ck_output_state_known")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_output_person_id_person")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_output_mandate_id_mandate")),
        sa.ForeignKeyConstraint(
            ["substitution_id"], ["substitution.id"], name=op.f("fk_output_substitution_id_substitution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_output")),
        sa.UniqueConstraint("key", name=op.f("uq_output_key")),
    )
    op.create_index("ix_output_party", "output", ["party", "id"])
    op.create_index("ix_output_expires", "output", ["expires_at"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_output_expires", "output")
    op.drop_index("ix_output_party", "output")
    op.drop_table("output")
