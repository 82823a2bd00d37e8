"""Indexes of what is listed where there is much: entries of the log by their kind, the marks that an entry made, the
steps of acts, limits by their end, cosignatures of a checkpoint and of a witness.

Indexes alone; no row changes. On PostgreSQL they are built before, while others go on writing (`ahead`), and here only
where that was not done. Going back drops them.
"""

from alembic import op
from sqlalchemy import inspect, text

revision = "9ac0de43f00d"
down_revision = "0ac0de42f00d"
branch_labels = None
depends_on = None
beside = True
"""The version before this one may go on serving: it knows nothing of indexes."""

ahead = (
    ("ix_audit_entry_kind", "audit_entry", ("kind", "seq"), None),
    ("ix_read_mark_seq", "read_mark", ("seq",), None),
    ("ix_act_step", "act", ("step", "id"), None),
    ("ix_deadline_ends", "deadline", ("expires_at", "status"), "expires_at IS NOT NULL"),
    ("ix_audit_cosignature_checkpoint_id", "audit_cosignature", ("checkpoint_id",), None),
    ("ix_audit_cosignature_witness", "audit_cosignature", ("witness", "id"), None),
)
"""Name, table, columns, and the condition of the rows that are in it."""


def upgrade() -> None:
    """Make the indexes that are not there yet."""
    found = inspect(op.get_bind())
    for name, table, columns, condition in ahead:
        if name not in {one["name"] for one in found.get_indexes(table)}:
            where = text(condition) if condition else None
            op.create_index(name, table, list(columns), sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Drop them again."""
    for name, table, _columns, _condition in reversed(ahead):
        op.drop_index(name, table)
