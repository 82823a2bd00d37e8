"""Tables for what was imported from elsewhere: which notice became which case, and first answers to imports.

No row changes. Going back drops them: a notice that is imported again would then open a second case.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "ca8eddf6087e"
down_revision = "b97dcee5f76d"
branch_labels = None
depends_on = None

TEXT, INSTANT = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "exchanged_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party", TEXT(length=40), nullable=False),
        sa.Column("origin", TEXT(length=255), nullable=False),
        sa.Column("ref", TEXT(length=80), nullable=False),
        sa.Column("act", sa.Integer(), nullable=False),
        sa.Column("digest", TEXT(length=64), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", INSTANT(), nullable=False),
        sa.ForeignKeyConstraint(["party"], ["party.key"], name=op.f("fk_exchanged_notice_party_party")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_exchanged_notice_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchanged_notice")),
        sa.UniqueConstraint("party", "origin", "ref", "act", name=op.f("uq_exchanged_notice_party_origin_ref_act")),
    )
    op.create_index("ix_exchanged_notice_case_id", "exchanged_notice", ["case_id"])
    op.create_table(
        "exchange_answer",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key", TEXT(length=160), nullable=False),
        sa.Column("request", TEXT(length=64), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_exchange_answer_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "key", name=op.f("pk_exchange_answer")),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("exchange_answer")
    op.drop_index("ix_exchanged_notice_case_id", table_name="exchanged_notice")
    op.drop_table("exchanged_notice")
