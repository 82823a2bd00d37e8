"""Passkeys, one-time codes, recovery codes, what parties ask of sign-in, and what a session remembers of its proof.

Six tables and four nullable columns; no row changes. Going back drops them.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "ecafff8a72b0"
down_revision = "db9feee7198f"
branch_labels = None
depends_on = None

Instant = sqlmodel.sql.sqltypes.UTCDateTime
OF_SESSION = ("last_seen_at", "proved_at", "proved_by", "lacks")


def upgrade() -> None:
    """Create the tables and the columns."""
    for name in OF_SESSION:
        kind = Instant() if name.endswith("_at") else sa.String(10)
        op.add_column("sign_in_session", sa.Column(name, kind, nullable=True))
    _factors()
    _under_way()
    op.create_table(
        "party_sign_in",
        sa.Column("party_key", sa.String(40), nullable=False),
        sa.Column("needs", sa.String(10), nullable=False),
        sa.Column("proof_minutes", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.CheckConstraint("needs IN ('none', 'any', 'passkey')", name=op.f("ck_party_sign_in_needs_known")),
        sa.ForeignKeyConstraint(["party_key"], ["party.key"], name=op.f("fk_party_sign_in_party_key_party")),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_party_sign_in_changed_by_person")),
        sa.PrimaryKeyConstraint("party_key", name=op.f("pk_party_sign_in")),
    )


def _factors() -> None:
    """Create the tables of what a person proves by.

    Long because: one line a column.
    """
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("credential", sa.String(1400), nullable=False),
        sa.Column("public_key", sa.String(2000), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("last_used_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_passkey_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential", name=op.f("uq_passkey_credential")),
    )
    op.create_index("ix_passkey_person_id", "passkey", ["person_id"])
    op.create_table(
        "code_generator",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(300), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("confirmed_at", Instant(), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=True),
        sa.Column("last_used_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_code_generator_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_code_generator")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_code_code_hash")),
    )
    op.create_index("ix_recovery_code_person_id", "recovery_code", ["person_id"])


def _under_way() -> None:
    """Create the tables of what is taken once and soon over."""
    op.create_table(
        "passkey_challenge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("challenge_hash", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(10), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_passkey_challenge_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey_challenge")),
        sa.UniqueConstraint("challenge_hash", name=op.f("uq_passkey_challenge_challenge_hash")),
    )
    op.create_index("ix_passkey_challenge_expires_at", "passkey_challenge", ["expires_at"])
    op.create_table(
        "half_sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", Instant(), nullable=False),
        sa.Column("client", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_half_sign_in_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_half_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_half_sign_in_token_hash")),
    )
    op.create_index("ix_half_sign_in_begun_at", "half_sign_in", ["begun_at"])


def downgrade() -> None:
    """Drop them again."""
    for name in ("party_sign_in", "half_sign_in", "passkey_challenge", "recovery_code", "code_generator", "passkey"):
        op.drop_table(name)
    for name in OF_SESSION:
        op.execute(f"ALTER TABLE sign_in_session DROP COLUMN {name}")
