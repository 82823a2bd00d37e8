"""An index of the limits that run, by the party that has to act and how they bind: a party's own are found however many
nearer ones are those of others.

An index alone; no row changes. On PostgreSQL it is built before, while others go on writing (`ahead`), and here only
where that was not done. Going back drops it.
"""

from alembic import op
from sqlalchemy import inspect, text

revision = "6ac0de46f00d"
down_revision = "7ac0de45f00d"
branch_labels = None
depends_on = None
beside = True
"""The version before this one may go on serving: it knows nothing of indexes."""

ahead = (("ix_deadline_owed", "deadline", ("owner", "binding", "expires_at", "case_id"), "status = 'running'"),)
"""Name, table, columns, and the condition of the rows that are in it."""


def upgrade() -> None:
    """Make the index where it is not there yet."""
    found = inspect(op.get_bind())
    for name, table, columns, condition in ahead:
        if name not in {one["name"] for one in found.get_indexes(table)}:
            where = text(condition)
            op.create_index(name, table, list(columns), sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Drop it again."""
    for name, table, _columns, _condition in ahead:
        op.drop_index(name, table)
