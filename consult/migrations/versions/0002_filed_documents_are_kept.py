"""The database keeps the documents that an act has filed: they are neither changed nor removed.

Those that wait on a draft are work, which its party changes and removes. No row changes here.
"""

from alembic import op

from consult.models.triggers import guard_table, install

revision = "5d1f0c93ab24"
down_revision = "cb77a352d867"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the triggers of the table of documents."""
    connection = op.get_bind()
    install(connection, guard_table("document", connection.dialect.name, kept_when="OLD.act_n IS NOT NULL"))


def downgrade() -> None:
    """Drop them again."""
    connection = op.get_bind()
    names = [one.name for one in guard_table("document", connection.dialect.name) if one.name]
    on = "" if connection.dialect.name == "sqlite" else " ON document"
    for name in names:
        op.execute(f"DROP TRIGGER {name}{on}")
