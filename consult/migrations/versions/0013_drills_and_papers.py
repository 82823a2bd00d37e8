"""Drills of contact points, papers by other channels, and when a contact point is open.

Five tables beside those that are there, and two columns that may be empty; no row changes. Going back drops them.

Long because: one line a column.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from consult.models.base import Structure
from consult.models.triggers import guard_table, install, refuse_delete

revision = "e61d94b0c7a3"
down_revision = "c12f6a08d7b4"
branch_labels = None
depends_on = None

Instant = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    """Add the columns, create the tables, and refuse changes to what is of the record."""
    with op.batch_alter_table("contact_point", schema=None) as batch_op:
        batch_op.add_column(sa.Column("valid_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("hours", Structure, nullable=True))
    _drills()
    _drill_points()
    _papers()
    _beside_papers()
    connection = op.get_bind()
    for table in ("paper", "paper_act", "paper_objection"):
        install(connection, guard_table(table, connection.dialect.name))
    for table in ("drill", "drill_point"):
        install(connection, refuse_delete(table, connection.dialect.name))


def _drills() -> None:
    """Create the table of drills."""
    op.create_table(
        "drill",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("closes_at", Instant(), nullable=False),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("started_by", sa.Integer(), nullable=True),
        sa.Column("parties", Structure, nullable=True),
        sa.ForeignKeyConstraint(["started_by"], ["person.id"], name=op.f("fk_drill_started_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drill")),
    )
    op.create_index("ix_drill_closes_at", "drill", ["closes_at"])


def _drill_points() -> None:
    """Create the table of contact points in drills.

    Long because: one line a column.
    """
    op.create_table(
        "drill_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("drill_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("way", sa.String(10), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("result", sa.String(10), nullable=False),
        sa.Column("remark", sa.String(500), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("way IN ('mail', 'here', 'hand')", name=op.f("ck_drill_point_way_known")),
        sa.CheckConstraint(
            "result IN ('waiting', 'answered', 'silent', 'failed', 'dropped')", name=op.f("ck_drill_point_result_known")
        ),
        sa.ForeignKeyConstraint(["drill_id"], ["drill.id"], name=op.f("fk_drill_point_drill_id_drill")),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact_point.id"], name=op.f("fk_drill_point_contact_id_contact_point")
        ),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_drill_point_message_id_message")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_drill_point_recorded_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drill_point")),
        sa.UniqueConstraint("drill_id", "contact_id", name=op.f("uq_drill_point_drill_id_contact_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_drill_point_token_hash")),
    )
    op.create_index("ix_drill_point_contact_id", "drill_point", ["contact_id"])
    op.create_index("ix_drill_point_party", "drill_point", ["party", "drill_id"])


def _papers() -> None:
    """Create the table of papers.

    Long because: one line a column.
    """
    op.create_table(
        "paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("direction", sa.String(3), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("number", sa.String(100), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("came_at", Instant(), nullable=False),
        sa.Column("party", sa.String(40), nullable=False),
        sa.Column("organ", sa.String(200), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("scan", sa.String(64), nullable=True),
        sa.Column("scan_name", sa.String(200), nullable=False),
        sa.Column("scan_media", sa.String(100), nullable=False),
        sa.Column("keeper", sa.String(40), nullable=False),
        sa.Column("office", sa.String(200), nullable=False),
        sa.Column("registered_by", sa.Integer(), nullable=False),
        sa.Column("registered_at", Instant(), nullable=False),
        sa.CheckConstraint("direction IN ('in', 'out')", name=op.f("ck_paper_direction_known")),
        sa.ForeignKeyConstraint(["party"], ["party.key"], name=op.f("fk_paper_party_party")),
        sa.ForeignKeyConstraint(["registered_by"], ["person.id"], name=op.f("fk_paper_registered_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint("digest", name=op.f("uq_paper_digest")),
        sa.UniqueConstraint("ref", name=op.f("uq_paper_ref")),
    )


def _beside_papers() -> None:
    """Create the tables of what papers were registered as, and of objections."""
    op.create_table(
        "paper_act",
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("attached_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_paper_act_paper_id_paper")),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_paper_act_act_id_act")),
        sa.PrimaryKeyConstraint("paper_id", name=op.f("pk_paper_act")),
    )
    op.create_index("ix_paper_act_act_id", "paper_act", ["act_id"])
    op.create_table(
        "paper_objection",
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(40), nullable=False),
        sa.Column("office", sa.String(200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_paper_objection_paper_id_paper")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_paper_objection_person_id_person")),
        sa.PrimaryKeyConstraint("paper_id", name=op.f("pk_paper_objection")),
    )


def downgrade() -> None:
    """Drop them again."""
    for table in ("paper_objection", "paper_act", "paper", "drill_point", "drill"):
        op.drop_table(table)
    with op.batch_alter_table("contact_point", schema=None) as batch_op:
        batch_op.drop_column("hours")
        batch_op.drop_column("valid_from")
