"""Mandates as instruments, parties that act in another's name, and papers handed on when a mandate has ended.

Two tables and nullable columns; no row changes. Going back drops them.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from consult.models.base import Structure
from consult.models.triggers import guard_table, install, refuse_delete

revision = "a1c0de28f00d"
down_revision = "fdb000947ac1"
branch_labels = None
depends_on = None

Instant = sqlmodel.sql.sqltypes.UTCDateTime
KEPT = (
    "id", "represented", "acting", "way", "under", "instrument", "document", "capacities", "procedures", "cases",
    "valid_from", "valid_until", "recorded_party", "recorded_by", "recorded_at", "seq", "acting_seq",
)  # fmt: skip
TO = {
    "represented": "party.key", "acting": "party.key", "recorded_party": "party.key", "revoked_party": "party.key",
    "recorded_by": "person.id", "accepted_by": "person.id", "revoked_by": "person.id", "seq": "audit_entry.seq",
    "acting_seq": "audit_entry.seq", "accepted_seq": "audit_entry.seq", "accepted_acting_seq": "audit_entry.seq",
    "revoked_seq": "audit_entry.seq", "revoked_acting_seq": "audit_entry.seq",
}  # fmt: skip


def upgrade() -> None:
    """Create the tables and the columns, and refuse changes to what was recorded."""
    _mandates()
    op.add_column("sign_in_session", sa.Column("representation_id", sa.Integer(), nullable=True))
    _representations()
    _handed_on()
    connection = op.get_bind()
    install(connection, guard_table("representation", connection.dialect.name, columns=KEPT))


def _mandates() -> None:
    """Add the columns of mandates."""
    with op.batch_alter_table("mandate") as batch:
        batch.add_column(sa.Column("kind", sa.String(20), nullable=True))
        batch.add_column(sa.Column("cases", Structure, nullable=True))
        batch.add_column(sa.Column("derived_from", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("document_name", sa.String(200), nullable=True))
        batch.add_column(sa.Column("document_media", sa.String(100), nullable=True))
        batch.create_check_constraint(
            op.f("ck_mandate_kind_known"), "kind IN ('full_powers', 'credentials', 'standing', 'delegation')"
        )
        batch.create_foreign_key(op.f("fk_mandate_derived_from_mandate"), "mandate", ["derived_from"], ["id"])
        batch.create_index(op.f("ix_mandate_derived_from"), ["derived_from"])
    _keep_mandates()


def _keep_mandates() -> None:
    """Put back on SQLite the guard that goes with a table that is built anew."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        install(connection, refuse_delete("mandate", "sqlite"))


def _representations() -> None:
    """Create the table of arrangements.

    Long because: one line a column.
    """
    op.create_table(
        "representation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("represented", sa.String(40), nullable=False),
        sa.Column("acting", sa.String(40), nullable=False),
        sa.Column("way", sa.String(20), nullable=False),
        sa.Column("under", sa.String(80), nullable=False),
        sa.Column("instrument", sa.String(500), nullable=False),
        sa.Column("document", sa.String(100), nullable=True),
        sa.Column("document_name", sa.String(200), nullable=True),
        sa.Column("document_media", sa.String(100), nullable=True),
        sa.Column("capacities", Structure, nullable=False),
        sa.Column("procedures", Structure, nullable=False),
        sa.Column("cases", Structure, nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("recorded_party", sa.String(40), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("acting_seq", sa.BigInteger(), nullable=False),
        sa.Column("accepted_by", sa.Integer(), nullable=True),
        sa.Column("accepted_at", Instant(), nullable=True),
        sa.Column("accepted_seq", sa.BigInteger(), nullable=True),
        sa.Column("accepted_acting_seq", sa.BigInteger(), nullable=True),
        sa.Column("revoked_party", sa.String(40), nullable=True),
        sa.Column("revoked_by", sa.Integer(), nullable=True),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.Column("revoked_seq", sa.BigInteger(), nullable=True),
        sa.Column("revoked_acting_seq", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("way IN ('state', 'secretary_general')", name=op.f("ck_representation_way_known")),
        sa.CheckConstraint("represented <> acting", name=op.f("ck_representation_of_two")),
        *(
            sa.ForeignKeyConstraint([name], [to], name=op.f(f"fk_representation_{name}_{to.partition('.')[0]}"))
            for name, to in TO.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_representation")),
    )
    op.create_index(op.f("ix_representation_represented"), "representation", ["represented"])
    op.create_index(op.f("ix_representation_acting"), "representation", ["acting"])


def _handed_on() -> None:
    """Create the table of papers that were handed on."""
    op.create_table(
        "draft_handed_on",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("mandate_id", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(200), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_handed_on_draft_id_draft")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_draft_handed_on_person_id_person")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_draft_handed_on_mandate_id_mandate")),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_draft_handed_on")),
    )


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("draft_handed_on")
    op.drop_table("representation")
    with op.batch_alter_table("sign_in_session") as batch_op:
        batch_op.drop_column("representation_id")
    with op.batch_alter_table("mandate") as batch_op:
        batch_op.drop_index(op.f("ix_mandate_derived_from"))
        batch_op.drop_constraint(op.f("fk_mandate_derived_from_mandate"), type_="foreignkey")
        batch_op.drop_constraint(op.f("ck_mandate_kind_known"), type_="check")
        for name in ("document_media", "document_name", "derived_from", "cases", "kind"):
            batch_op.drop_column(name)
    _keep_mandates()
