"""Messages that leave the product, and each try to hand one over.

Two tables beside those that are there; no row changes. Going back drops them.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from consult.models.base import Structure
from consult.models.triggers import guard_table, install

revision = "3b7d90c2f5ae"
down_revision = "9c41e07b52d8"
branch_labels = None
depends_on = None

Instant = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    """Create the tables, and refuse changes to the tries."""
    _messages()
    op.create_table(
        "message_try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_try_message_id_message")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_try")),
    )
    op.create_index("ix_message_try_message_id", "message_try", ["message_id"])
    connection = op.get_bind()
    install(connection, guard_table("message_try", connection.dialect.name))


def _messages() -> None:
    """Create the table of messages.

    Long because: one line a column.
    """
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("party", sa.String(80), nullable=False),
        sa.Column("organ_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(500), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("act_id", sa.Integer(), nullable=True),
        sa.Column("about", Structure, nullable=False),
        sa.Column("reference", sa.String(200), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'sent', 'failed', 'returned', 'dropped')", name=op.f("ck_message_state_known")
        ),
        sa.ForeignKeyConstraint(["organ_id"], ["organ.id"], name=op.f("fk_message_organ_id_organ")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_person_id_person")),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact_point.id"], name=op.f("fk_message_contact_id_contact_point")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_message_case_id_cases")),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_message_act_id_act")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("key", name=op.f("uq_message_key")),
    )
    for columns in (["act_id"], ["contact_id"], ["reference"]):
        op.create_index(f"ix_message_{columns[0]}", "message", columns)
    op.create_index("ix_message_party", "message", ["party", "state", "id"])


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("message_try")
    op.drop_table("message")
