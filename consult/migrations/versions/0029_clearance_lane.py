"""The clearance of papers inside a party: lanes, where a paper stands, its moves, comments, and the stages of an act.

Five tables; no row changes. Going back drops them.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from consult.models.base import Structure
from consult.models.triggers import guard_table, install

revision = "b2c0de29f00d"
down_revision = "a7c0de33f00d"
branch_labels = None
depends_on = None

Instant = sqlmodel.sql.sqltypes.UTCDateTime
KEPT = (
    "id", "draft_id", "n", "kind", "lane_id", "stage", "to_stage", "digest", "reason_digest", "person_id",
    "for_person_id", "office", "organ", "mandate_id", "at", "seq",
)  # fmt: skip
KINDS = "kind IN ('passed', 'skipped', 'sent_back', 'taken_over', 'recalled', 'voided', 'restarted')"


def upgrade() -> None:
    """Create the tables, and refuse changes to what was recorded."""
    _lanes()
    _moves()
    _comments()
    connection = op.get_bind()
    dialect = connection.dialect.name
    install(connection, guard_table("clearance_lane", dialect))
    install(connection, guard_table("clearance_move", dialect, columns=KEPT))
    install(connection, guard_table("act_clearance", dialect))


def _points_to(table: str, column: str, other: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}_{other}"))


def _lanes() -> None:
    """Create the tables of lanes, of where papers stand in them, and of the stages behind an act.

    Long because: one line a column.
    """
    op.create_table(
        "clearance_lane",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_key", sa.String(40), nullable=False),
        sa.Column("stages", Structure, nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        _points_to("clearance_lane", "party_key", "party", "key"),
        _points_to("clearance_lane", "changed_by", "person"),
        _points_to("clearance_lane", "seq", "audit_entry", "seq"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clearance_lane")),
    )
    op.create_index("ix_clearance_lane_party_key", "clearance_lane", ["party_key"])
    op.create_table(
        "draft_lane",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("lane_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(20), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("held_since", Instant(), nullable=False),
        sa.Column("taken_by", sa.Integer(), nullable=True),
        sa.Column("remind_at", Instant(), nullable=True),
        _points_to("draft_lane", "draft_id", "draft"),
        _points_to("draft_lane", "lane_id", "clearance_lane"),
        _points_to("draft_lane", "taken_by", "mandate"),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_draft_lane")),
    )
    due = sa.text("remind_at IS NOT NULL")
    op.create_index(
        "ix_draft_lane_remind_at", "draft_lane", ["remind_at"], sqlite_where=due, postgresql_where=due
    )
    op.create_table(
        "act_clearance",
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("lane_id", sa.Integer(), nullable=False),
        sa.Column("stages", Structure, nullable=False),
        _points_to("act_clearance", "act_id", "act"),
        _points_to("act_clearance", "lane_id", "clearance_lane"),
        sa.PrimaryKeyConstraint("act_id", name=op.f("pk_act_clearance")),
    )


def _moves() -> None:
    """Create the table of moves.

    Long because: one line a column.
    """
    op.create_table(
        "clearance_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("lane_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(20), nullable=False),
        sa.Column("to_stage", sa.String(20), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reason_digest", sa.String(64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("for_person_id", sa.Integer(), nullable=True),
        sa.Column("office", sa.String(200), nullable=False),
        sa.Column("organ", sa.String(40), nullable=False),
        sa.Column("mandate_id", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_clearance_move_kind_known")),
        _points_to("clearance_move", "draft_id", "draft"),
        _points_to("clearance_move", "lane_id", "clearance_lane"),
        _points_to("clearance_move", "person_id", "person"),
        _points_to("clearance_move", "for_person_id", "person"),
        _points_to("clearance_move", "mandate_id", "mandate"),
        _points_to("clearance_move", "seq", "audit_entry", "seq"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clearance_move")),
    )
    op.create_index("ix_clearance_move_draft_id", "clearance_move", ["draft_id"])


def _comments() -> None:
    """Create the table of comments."""
    op.create_table(
        "draft_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(200), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("resolved_by", sa.Integer(), nullable=True),
        sa.Column("resolved_at", Instant(), nullable=True),
        _points_to("draft_comment", "draft_id", "draft"),
        _points_to("draft_comment", "person_id", "person"),
        _points_to("draft_comment", "resolved_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_comment")),
    )
    op.create_index("ix_draft_comment_draft_id", "draft_comment", ["draft_id"])


def downgrade() -> None:
    """Drop them again."""
    for table in ("act_clearance", "draft_comment", "clearance_move", "draft_lane", "clearance_lane"):
        op.drop_table(table)
