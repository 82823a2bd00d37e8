"""Calendar feeds under secret addresses, and what a person wishes of courtesy messages.

Two tables beside those that are there; no row changes. Going back drops them.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from consult.models.base import Structure

revision = "c58e1f2a7d94"
down_revision = "5d2f8c61a0b4"
branch_labels = None
depends_on = None

Instant = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("mandate_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(10), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("titles", sa.Boolean(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.CheckConstraint("scope IN ('mine', 'party', 'case')", name=op.f("ck_calendar_feed_scope_known")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_feed_person_id_person")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_calendar_feed_mandate_id_mandate")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_calendar_feed_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )
    op.create_index("ix_calendar_feed_person_id", "calendar_feed", ["person_id"])
    op.create_table(
        "preference",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("quiet", Structure, nullable=False),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.Column("digest_hour", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(60), nullable=False),
        sa.Column("digest_on", sa.Date(), nullable=True),
        sa.CheckConstraint("digest_hour BETWEEN 0 AND 23", name=op.f("ck_preference_hour_of_day")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_preference_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_preference")),
    )
    op.create_index("ix_preference_digest", "preference", ["digest"])


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("preference")
    op.drop_table("calendar_feed")
