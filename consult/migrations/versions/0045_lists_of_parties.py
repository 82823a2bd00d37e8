"""The limits of each party by their end, and the cases in which hands wait: what lists of a party with very many cases
are found by. And an index of what lapsed, by the party that had to act.

Both tables are filled from what is there and say nothing new. The version before does not keep them, so that it must
not go on beside. Going back drops them.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "7ac0de45f00d"
down_revision = "8ac0de44f00d"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString

LAPSED = "status = 'lapsed'"
ahead = (("ix_deadline_lapsed", "deadline", ("owner", "expires_at"), LAPSED),)
"""Name, table, columns, and the condition of the rows that are in it."""
FILLED = (
    "INSERT INTO party_limit (party, ends_at, case_id, key)"
    " SELECT DISTINCT p.party, COALESCE(d.expires_at, {forever}), d.case_id, d.key"
    " FROM deadline AS d JOIN case_party AS p ON p.case_id = d.case_id"
    " WHERE d.expires_at IS NOT NULL OR d.status = 'running' ORDER BY 1, 2, 3, 4",
    "INSERT INTO party_waiting (party, case_id) SELECT DISTINCT p.party, c.id"
    " FROM cases AS c JOIN case_party AS p ON p.case_id = c.id WHERE {waits}",
)
WAITS = {
    "sqlite": "json_extract(c.summary, '$.pending') IS NOT NULL",
    "postgresql": "CAST(c.summary AS jsonb) -> 'pending' IS NOT NULL",
}
FOREVER = {
    "sqlite": "'9999-01-01 00:00:00.000000'",
    "postgresql": "TIMESTAMP WITH TIME ZONE '9999-01-01 00:00:00+00'",
}
"""The end of a limit that runs without one, as each database writes it."""


def upgrade() -> None:
    """Make both tables, fill them, and make the index where it is not there yet."""
    op.create_table(
        "party_limit",
        sa.Column("party", TEXT(length=80), nullable=False),
        sa.Column("ends_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("key", TEXT(length=120), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_party_limit_case_id_cases"),
        sa.PrimaryKeyConstraint("party", "ends_at", "case_id", "key", name="pk_party_limit"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "party_waiting",
        sa.Column("party", TEXT(length=80), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_party_waiting_case_id_cases"),
        sa.PrimaryKeyConstraint("party", "case_id", name="pk_party_waiting"),
        sqlite_with_rowid=False,
    )
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":  # the version before, if it still runs, waits until both are filled
        bind.execute(sa.text("LOCK TABLE cases, case_party, deadline IN SHARE MODE"))
    for statement in FILLED:
        bind.execute(sa.text(statement.format(forever=FOREVER[bind.dialect.name], waits=WAITS[bind.dialect.name]).replace(":", "\\:")))
    found = {one["name"] for one in sa.inspect(bind).get_indexes("deadline")}
    for name, table, columns, condition in ahead:
        if name not in found:
            where = sa.text(condition)
            op.create_index(name, table, list(columns), sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Drop them again."""
    op.drop_index("ix_deadline_lapsed", "deadline")
    op.drop_table("party_waiting")
    op.drop_table("party_limit")
