"""A roster of neutrals: what each serves as, by whom and since when each is listed.

One table beside the parties; nobody is listed who was not. Going back drops the roster and keeps the parties, organs
and people of those who were on it, so that the record still names them.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from consult.models.triggers import install, refuse_delete

revision = "d41f6b0c9a75"
down_revision = "2c7a90e5b8d4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table and refuse deletions from it."""
    words = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
    op.create_table(
        "neutral",
        sa.Column("party_key", sa.String(length=40), nullable=False),
        sa.Column("serves_as", words, nullable=False),
        sa.Column("nationalities", words, nullable=False),
        sa.Column("expertise", sa.String(length=300), nullable=False),
        sa.Column("listed_by", sa.String(length=40), nullable=True),
        sa.Column("listed_from", sa.Date(), nullable=False),
        sa.Column("listed_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["party_key"], ["party.key"], name=op.f("fk_neutral_party_key_party")),
        sa.ForeignKeyConstraint(["listed_by"], ["party.key"], name=op.f("fk_neutral_listed_by_party")),
        sa.PrimaryKeyConstraint("party_key", name=op.f("pk_neutral")),
    )
    connection = op.get_bind()
    install(connection, refuse_delete("neutral", connection.dialect.name))


def downgrade() -> None:
    """Drop it again."""
    op.drop_table("neutral")
