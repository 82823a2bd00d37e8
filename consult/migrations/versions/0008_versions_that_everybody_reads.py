"""Which versions of an entry of the register are one to whoever reads the public part alone.

One table beside those that are there, filled from the versions; no row changes. Going back drops it. The index of
features names the day since when everybody reads the same; whatever command brings an installation up to this revision
makes it anew (`consult.commands.installation.bring_up`).
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "9c41e07b52d8"
down_revision = "ec39377763c3"
branch_labels = None
depends_on = None

MANY = 5000
TOLD = """SELECT v.id, v.entry_id, v.source, v.grade, b.body FROM lunar_version v
LEFT JOIN lunar_body b ON b.version_id = v.id AND b.level = 'C0' ORDER BY v.entry_id, v.number"""


def upgrade() -> None:
    """Create the table and fill it."""
    table = op.create_table(
        "lunar_public",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["lunar_version.id"], name=op.f("fk_lunar_public_version_id_lunar_version")
        ),
        sa.ForeignKeyConstraint(
            ["first_id"], ["lunar_version.id"], name=op.f("fk_lunar_public_first_id_lunar_version")
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_lunar_public")),
    )
    rows = list(_rows(op.get_bind().execute(sa.text(TOLD))))
    for i in range(0, len(rows), MANY):
        op.bulk_insert(table, rows[i : i + MANY])


def _rows(told: Any) -> Iterator[dict[str, int]]:
    """Count anew where an entry begins, and on where a version tells everybody another thing than the one before."""
    entry, before, number, first = None, None, 0, 0
    for row in told:
        now = (row.source, row.grade, row.body)
        if row.entry_id != entry:
            entry, number, first = row.entry_id, 1, row.id
        elif now != before:
            number, first = number + 1, row.id
        before = now
        yield {"version_id": row.id, "number": number, "first_id": first}


def downgrade() -> None:
    """Drop it again."""
    op.drop_table("lunar_public")
