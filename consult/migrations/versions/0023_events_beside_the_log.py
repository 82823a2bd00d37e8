"""Events that parties are told of beside the entries of the log, and who took which file in which hour.

Two tables; no row changes, and nothing that happened before is told. Going back drops them.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from consult.models.base import Structure

revision = "b97dcee5f76d"
down_revision = "a86cbdd4e65c"
branch_labels = None
depends_on = None

Instant = sqlmodel.sql.sqltypes.UTCDateTime
WAITS = sa.text("place IS NULL")


def upgrade() -> None:
    """Create the tables and their indexes."""
    op.create_table(
        "feed_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("party", sa.String(80), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("act_id", sa.Integer(), nullable=True),
        sa.Column("about", Structure, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=True),
        sa.Column("sub", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_feed_event_case_id_cases")),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_feed_event_act_id_act")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_event")),
        sa.UniqueConstraint("key", name=op.f("uq_feed_event_key")),
    )
    op.create_index("ix_feed_event_party", "feed_event", ["party", "place", "sub"])
    op.create_index("ix_feed_event_waiting", "feed_event", ["id"], sqlite_where=WAITS, postgresql_where=WAITS)
    _taken()


def _taken() -> None:
    """Create the table of files that were taken."""
    op.create_table(
        "output_taken",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("through", sa.String(40), nullable=False),
        sa.Column("hour", Instant(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["audit_entry.seq"], name=op.f("fk_output_taken_seq_audit_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_output_taken")),
        sa.UniqueConstraint(
            "key", "person_id", "through", "hour", name=op.f("uq_output_taken_key_person_id_through_hour")
        ),
    )


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("output_taken")
    op.drop_table("feed_event")
