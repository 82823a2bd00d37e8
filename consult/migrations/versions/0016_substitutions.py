"""Who stands in for whom, the substitution that a session acts under, and the absent person's name beside an act.

Two tables and two nullable columns; no row changes. Going back drops them.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from consult.models.base import Structure
from consult.models.triggers import guard_table, install

revision = "5d21f7a8c016"
down_revision = "c58e1f2a7d94"
branch_labels = None
depends_on = None

Instant = sqlmodel.sql.sqltypes.UTCDateTime
KEPT = (
    "id", "mandate_id", "substitute_mandate_id", "capacities", "procedures", "cases", "valid_from", "valid_until",
    "recorded_by", "recorded_at", "seq",
)  # fmt: skip


def upgrade() -> None:
    """Create the tables and the columns, and refuse changes to what was recorded."""
    _substitutions()
    _acts()
    op.add_column("sign_in_session", sa.Column("substitution_id", sa.Integer(), nullable=True))
    op.add_column("act_person", sa.Column("for_name", sa.String(200), nullable=True))
    connection = op.get_bind()
    install(connection, guard_table("substitution", connection.dialect.name, columns=KEPT))
    install(connection, guard_table("act_substitution", connection.dialect.name))


def _substitutions() -> None:
    """Create the table of substitutions.

    Long because: one line a column.
    """
    op.create_table(
        "substitution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mandate_id", sa.Integer(), nullable=False),
        sa.Column("substitute_mandate_id", sa.Integer(), nullable=False),
        sa.Column("capacities", Structure, nullable=False),
        sa.Column("procedures", Structure, nullable=True),
        sa.Column("cases", Structure, nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("revoked_by", sa.Integer(), nullable=True),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.Column("revoked_seq", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_substitution_mandate_id_mandate")),
        sa.ForeignKeyConstraint(
            ["substitute_mandate_id"], ["mandate.id"], name=op.f("fk_substitution_substitute_mandate_id_mandate")
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_substitution_recorded_by_person")),
        sa.ForeignKeyConstraint(["revoked_by"], ["person.id"], name=op.f("fk_substitution_revoked_by_person")),
        sa.ForeignKeyConstraint(["seq"], ["audit_entry.seq"], name=op.f("fk_substitution_seq_audit_entry")),
        sa.ForeignKeyConstraint(
            ["revoked_seq"], ["audit_entry.seq"], name=op.f("fk_substitution_revoked_seq_audit_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitution")),
    )
    op.create_index(op.f("ix_substitution_mandate_id"), "substitution", ["mandate_id"])
    op.create_index(op.f("ix_substitution_substitute_mandate_id"), "substitution", ["substitute_mandate_id"])


def _acts() -> None:
    """Create the table of the acts that were taken under a substitution."""
    op.create_table(
        "act_substitution",
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("substitution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_act_substitution_act_id_act")),
        sa.ForeignKeyConstraint(
            ["substitution_id"], ["substitution.id"], name=op.f("fk_act_substitution_substitution_id_substitution")
        ),
        sa.PrimaryKeyConstraint("act_id", name=op.f("pk_act_substitution")),
    )
    op.create_index(op.f("ix_act_substitution_substitution_id"), "act_substitution", ["substitution_id"])


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("act_substitution")
    op.drop_table("substitution")
    with op.batch_alter_table("sign_in_session") as batch_op:
        batch_op.drop_column("substitution_id")
    op.execute("ALTER TABLE act_person DROP COLUMN for_name")
