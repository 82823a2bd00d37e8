"""Runs of retention, wishes to erase, and what stands in the place of what was erased.

Six tables. The guard over filed documents, and that over registered papers, leaves out what an erasure overwrites: the
name of a file, and the summary of a paper; all else of them stays as it was. Going back drops the tables, and with them
what says that something was erased.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from consult.models.triggers import guard_table, install

revision = "a7c0de33f00d"
down_revision = "a1c0de28f00d"
branch_labels = None
depends_on = None

Instant = sqlmodel.sql.sqltypes.UTCDateTime
FILED = "OLD.act_n IS NOT NULL"
OF_DOCUMENT = (
    *("id", "case_id", "digest", "party", "media", "size", "kind", "language", "level", "act_n"),
    *("uploaded_at", "uploaded_by"),
)
OF_PAPER = (
    *("id", "ref", "direction", "channel", "number", "dated_on", "came_at", "party", "organ", "language", "digest"),
    *("scan", "scan_media", "keeper", "office", "registered_by", "registered_at"),
)
STONES = ("name_withheld", "document_erased", "person_erased")


def upgrade() -> None:
    """Create the tables, and let an erasure overwrite what it must."""
    _runs_and_wishes()
    _stones()
    connection = op.get_bind()
    for table in STONES:
        install(connection, guard_table(table, connection.dialect.name))
    _guard(OF_DOCUMENT, OF_PAPER)


def downgrade() -> None:
    """Drop the tables again, and guard every column as before."""
    _guard((), ())
    for table in (*STONES, "erasure_wish", "party_keeping", "retention_run"):
        op.drop_table(table)


def _guard(of_document: tuple[str, ...], of_paper: tuple[str, ...]) -> None:
    """Put other guards in the place of those over documents and papers."""
    connection = op.get_bind()
    for table, columns, when in (("document", of_document, FILED), ("paper", of_paper, "")):
        where = f" ON {table}" if connection.dialect.name == "postgresql" else ""
        made = guard_table(table, connection.dialect.name, columns=columns, kept_when=when)
        for one in made:
            if one.name:
                op.execute(sa.text(f"DROP TRIGGER {one.name}{where}"))
        install(connection, made)


def _runs_and_wishes() -> None:
    """Create what is work.

    Long because: one line a column.
    """
    op.create_table(
        "retention_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("begun_at", Instant(), nullable=False),
        sa.Column("done_at", Instant(), nullable=True),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("gone", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["seq"], ["audit_entry.seq"], name=op.f("fk_retention_run_seq_audit_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_run")),
        sa.UniqueConstraint("on_day", name=op.f("uq_retention_run_on_day")),
    )
    op.create_table(
        "party_keeping",
        sa.Column("party_key", sa.String(40), nullable=False),
        sa.Column("names", sa.String(10), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.CheckConstraint("names IN ('keep', 'withhold')", name=op.f("ck_party_keeping_names_known")),
        sa.ForeignKeyConstraint(["party_key"], ["party.key"], name=op.f("fk_party_keeping_party_key_party")),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_party_keeping_changed_by_person")),
        sa.PrimaryKeyConstraint("party_key", name=op.f("pk_party_keeping")),
    )
    op.create_table(
        "erasure_wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(24), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("party_key", sa.String(40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("act_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("decision", sa.String(64), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_for", sa.String(40), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("confirmed", sa.Boolean(), nullable=True),
        sa.Column("done_at", Instant(), nullable=True),
        sa.CheckConstraint("kind IN ('paper', 'person')", name=op.f("ck_erasure_wish_kind_known")),
        sa.ForeignKeyConstraint(["party_key"], ["party.key"], name=op.f("fk_erasure_wish_party_key_party")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_erasure_wish_person_id_person")),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_erasure_wish_act_id_act")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_erasure_wish_asked_by_person")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_erasure_wish_decided_by_person")),
        sa.ForeignKeyConstraint(["seq"], ["audit_entry.seq"], name=op.f("fk_erasure_wish_seq_audit_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure_wish")),
    )
    for column in ("key", "party_key", "person_id", "act_id"):
        op.create_index(f"ix_erasure_wish_{column}", "erasure_wish", [column])


def _stones() -> None:
    """Create what stands in the place of what is gone."""
    for table, column, parent in (
        ("name_withheld", "act_id", "act"),
        ("document_erased", "document_id", "document"),
        ("person_erased", "person_id", "person"),
    ):
        op.create_table(
            table,
            sa.Column(column, sa.Integer(), nullable=False, autoincrement=False),
            sa.Column("since", Instant(), nullable=False),
            sa.Column("seq", sa.BigInteger(), nullable=False),
            sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=op.f(f"fk_{table}_{column}_{parent}")),
            sa.ForeignKeyConstraint(["seq"], ["audit_entry.seq"], name=op.f(f"fk_{table}_seq_audit_entry")),
            sa.PrimaryKeyConstraint(column, name=op.f(f"pk_{table}")),
        )
