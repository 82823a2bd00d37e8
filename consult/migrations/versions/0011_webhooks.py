"""Endpoints of webhooks, their secrets, and which message went to which of them.

Three tables beside those that are there; no row changes. Going back drops them.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from consult.models.base import Structure
from consult.models.triggers import guard_table, install

revision = "5e2a81c4d60b"
down_revision = "5e1f70c4a9d2"
branch_labels = None
depends_on = None

Instant = sqlmodel.sql.sqltypes.UTCDateTime
KEPT = ("id", "party", "url", "registered_at", "registered_by")


def upgrade() -> None:
    """Create the tables; what an endpoint was registered as, and what was sent to it, does not change."""
    _endpoints()
    _secrets()
    op.create_table(
        "webhook_message",
        sa.Column("message_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("endpoint_id", sa.Integer(), nullable=False),
        _to("webhook_message", "message_id", "message.id"),
        _to("webhook_message", "endpoint_id", "webhook_endpoint.id"),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_webhook_message")),
    )
    op.create_index("ix_webhook_message_endpoint", "webhook_message", ["endpoint_id", "message_id"])
    connection = op.get_bind()
    install(connection, guard_table("webhook_endpoint", connection.dialect.name, columns=KEPT))
    install(connection, guard_table("webhook_message", connection.dialect.name))


def _endpoints() -> None:
    """Create the table of endpoints.

    Long because: one line a column.
    """
    op.create_table(
        "webhook_endpoint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(40), nullable=False),
        sa.Column("url", sa.String(500), nullable=False),
        sa.Column("events", Structure, nullable=False),
        sa.Column("exercises", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("paused_by", sa.String(20), nullable=False),
        sa.Column("registered_at", Instant(), nullable=False),
        sa.Column("registered_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.CheckConstraint(
            "state IN ('active', 'paused', 'removed')", name=op.f("ck_webhook_endpoint_state_known")
        ),
        sa.CheckConstraint(
            "paused_by IN ('', 'manager', 'gone', 'failing')", name=op.f("ck_webhook_endpoint_paused_by_known")
        ),
        _to("webhook_endpoint", "party", "party.key"),
        _to("webhook_endpoint", "registered_by", "person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_endpoint")),
    )
    op.create_index("ix_webhook_endpoint_party", "webhook_endpoint", ["party", "state", "id"])


def _secrets() -> None:
    """Create the table of secrets, whose rows go when they sign no more."""
    op.create_table(
        "webhook_secret",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("endpoint_id", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Text(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("retires_at", Instant(), nullable=True),
        _to("webhook_secret", "endpoint_id", "webhook_endpoint.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_secret")),
    )
    op.create_index("ix_webhook_secret_endpoint_id", "webhook_secret", ["endpoint_id"])


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    """Point a column to another table, under the name that all such pointers have."""
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}_{target.split('.')[0]}"))


def downgrade() -> None:
    """Drop them again."""
    for table in ("webhook_message", "webhook_secret", "webhook_endpoint"):
        op.drop_table(table)
