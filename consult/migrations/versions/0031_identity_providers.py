"""Identity providers of parties, links with them, and what a session remembers of them; looks by staff, and access in an
emergency.

Five tables and five nullable columns; no row changes. Going back drops them.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op
from sqlalchemy.dialects import postgresql

from consult.models.triggers import guard_table, install

revision = "e5c0de31f00d"
down_revision = "c3c0de30f00d"
branch_labels = None
depends_on = None

Instant = sqlmodel.sql.sqltypes.UTCDateTime
Structure = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
OF_SESSION = (("through_party", sa.String(40)), ("provider_session", sa.String(64)), ("is_strong", sa.Boolean()))


def upgrade() -> None:
    """Create the tables and the columns."""
    for name, kind in OF_SESSION:
        op.add_column("sign_in_session", sa.Column(name, kind, nullable=True))
    for name, kind in OF_SESSION[:2]:
        op.add_column("half_sign_in", sa.Column(name, kind, nullable=True))
    op.create_table(
        "identity_provider",
        sa.Column("party_key", sa.String(40), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("issuer", sa.String(500), nullable=False),
        sa.Column("client_id", sa.String(200), nullable=False),
        sa.Column("secret", sa.String(1000), nullable=False),
        sa.Column("mail_claim", sa.String(60), nullable=False),
        sa.Column("domains", Structure, nullable=False),
        sa.Column("second", Structure, nullable=False),
        sa.Column("only", sa.Boolean(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["party_key"], ["party.key"], name=op.f("fk_identity_provider_party_key_party")),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_identity_provider_changed_by_person")),
        sa.PrimaryKeyConstraint("party_key", name=op.f("pk_identity_provider")),
    )
    _links()
    _requests()
    _watched()
    connection = op.get_bind()
    install(connection, guard_table("staff_look", connection.dialect.name))


def _links() -> None:
    op.create_table(
        "provider_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_key", sa.String(40), nullable=False),
        sa.Column("issuer", sa.String(500), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("linked_at", Instant(), nullable=False),
        sa.Column("last_used_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["party_key"], ["party.key"], name=op.f("fk_provider_link_party_key_party")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_provider_link_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_link")),
        sa.UniqueConstraint(
            "party_key", "issuer", "subject", name=op.f("uq_provider_link_party_key_issuer_subject")
        ),
        sa.UniqueConstraint("party_key", "person_id", name=op.f("uq_provider_link_party_key_person_id")),
    )
    op.create_index("ix_provider_link_person_id", "provider_link", ["person_id"])


def _requests() -> None:
    op.create_table(
        "provider_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state_hash", sa.String(64), nullable=False),
        sa.Column("browser_hash", sa.String(64), nullable=False),
        sa.Column("nonce_hash", sa.String(64), nullable=False),
        sa.Column("verifier", sa.String(300), nullable=False),
        sa.Column("party_key", sa.String(40), nullable=False),
        sa.Column("issuer", sa.String(500), nullable=False),
        sa.Column("purpose", sa.String(10), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("invitation_hash", sa.String(64), nullable=True),
        sa.Column("onward", sa.String(2000), nullable=False),
        sa.Column("begun_at", Instant(), nullable=False),
        sa.CheckConstraint(
            "purpose IN ('enter', 'link', 'invite', 'prove')", name=op.f("ck_provider_request_purpose_known")
        ),
        sa.ForeignKeyConstraint(["party_key"], ["party.key"], name=op.f("fk_provider_request_party_key_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_request")),
        sa.UniqueConstraint("state_hash", name=op.f("uq_provider_request_state_hash")),
    )
    op.create_index("ix_provider_request_begun_at", "provider_request", ["begun_at"])


def _watched() -> None:
    op.create_table(
        "staff_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(80), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("paper", sa.String(80), nullable=False),
        sa.Column("level", sa.String(2), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(200), nullable=False),
        sa.Column("staff_party", sa.String(40), nullable=False),
        sa.Column("access_id", sa.Integer(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_staff_look_case_id_cases")),
        sa.ForeignKeyConstraint(["seq"], ["audit_entry.seq"], name=op.f("fk_staff_look_seq_audit_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_look")),
    )
    op.create_index("ix_staff_look_party", "staff_look", ["party", "case_id", "id"])
    op.create_index("ix_staff_look_seq", "staff_look", ["seq"])
    op.create_table(
        "staff_access",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_staff_access_case_id_cases")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_staff_access_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_access")),
    )
    op.create_index("ix_staff_access_case_id", "staff_access", ["case_id"])
    op.create_index("ix_staff_access_person_id", "staff_access", ["person_id"])


def downgrade() -> None:
    """Drop them again."""
    for table in ("staff_access", "staff_look", "provider_request", "provider_link", "identity_provider"):
        op.drop_table(table)
    for name, _kind in OF_SESSION[:2]:
        op.drop_column("half_sign_in", name)
    for name, _kind in OF_SESSION:
        op.drop_column("sign_in_session", name)
