"""Reminders of time limits, work that is set aside, and signs of life of workers.

Two tables and three columns beside those that are there. Of limits that run already, what is still to come is recalled,
and nothing that has passed. Going back drops it all; work that was set aside is then tried again.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from consult import clock
from consult.models.triggers import guard_table, install

revision = "c12f6a08d7b4"
down_revision = "5e2a81c4d60b"
branch_labels = None
depends_on = None

Instant = sqlmodel.sql.sqltypes.UTCDateTime
WAITING = sa.text("done_at IS NULL AND set_aside_at IS NULL")
NOT_DONE = sa.text("done_at IS NULL")
DATED = sa.text("remind_at IS NOT NULL")


def upgrade() -> None:
    """Add columns and tables, and let what runs be recalled from now on."""
    op.add_column("deadline", sa.Column("remind_at", Instant(), nullable=True))
    op.add_column("deadline", sa.Column("dated_at", Instant(), nullable=True))
    op.create_index("ix_deadline_remind", "deadline", ["remind_at", "id"], sqlite_where=DATED, postgresql_where=DATED)
    columns = (sa.column("remind_at", Instant()), sa.column("dated_at", Instant()))
    running = sa.table("deadline", *columns, sa.column("status"), sa.column("owner"))
    runs = sa.and_(running.c.status == "running", running.c.owner.is_not(None))
    op.execute(sa.update(running).where(runs).values(remind_at=clock.now(), dated_at=clock.now()))
    op.add_column("outbox", sa.Column("set_aside_at", Instant(), nullable=True))
    _index_of_outbox(WAITING)
    _reminder()
    op.create_table(
        "worker_sign",
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_worker_sign")),
    )
    op.create_index("ix_worker_sign_at", "worker_sign", ["at"])


def _index_of_outbox(where: sa.TextClause) -> None:
    op.drop_index("ix_outbox_due", "outbox")
    op.create_index("ix_outbox_due", "outbox", ["run_at", "id"], sqlite_where=where, postgresql_where=where)


def _reminder() -> None:
    """Create the table of what was recalled."""
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deadline_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(80), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("mark", sa.String(10), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.CheckConstraint("outcome IN ('sent', 'desk', 'passed_over')", name=op.f("ck_reminder_outcome_known")),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadline.id"], name=op.f("fk_reminder_deadline_id_deadline")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("deadline_id", "party", "expires_at", "mark", name=op.f("uq_reminder_deadline_id_party_expires_at_mark")),
    )
    connection = op.get_bind()
    install(connection, guard_table("reminder", connection.dialect.name))


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("worker_sign")
    op.drop_table("reminder")
    _index_of_outbox(NOT_DONE)
    op.drop_column("outbox", "set_aside_at")
    op.drop_index("ix_deadline_remind", "deadline")
    op.drop_column("deadline", "dated_at")
    op.drop_column("deadline", "remind_at")
