"""Tables of the audit log: sealed leaves under one tree, their private openings, and the chains they belong to.

Hashes and leaves are bytes, openings are the exact text that was hashed; nothing here is a JSON column, which would
reorder keys. The leaf row names its chain and its number in it: that link is private to this database, since the
published log holds leaf bytes only. Only openings may be removed (erasure); they are never changed.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from consult.models.base import Instant, metadata
from consult.models.triggers import parent_table, record_table

CHAIN_KINDS = ("case", "track", "delegation", "room", "party", "host")

# One row. `size`: leaves so far. `peaks`: root of the complete subtree of each set bit of size, largest first, joined.
audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("size", BigInteger, nullable=False),
    Column("peaks", LargeBinary, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

# A chain has a random key, a counter `n` and the hash of its last leaf (`prev`, null before the first). Both are
# derivable from the leaves; they stand here so that an append reads one row. `audience` joins kind, case, track and
# party, because nulls count as different in a unique constraint. `parent` is the chain it belongs under.
audit_chain = Table(
    "audit_chain",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", LargeBinary, nullable=False),
    Column("audience", String(200), nullable=False, unique=True),
    Column("kind", String(12), nullable=False),
    Column("case_id", BigInteger),
    Column("track", String(120)),
    Column("party", String(80)),
    Column("parent", Integer, ForeignKey("audit_chain.id", ondelete="RESTRICT")),
    Column("n", BigInteger, nullable=False),
    Column("prev", LargeBinary),
    CheckConstraint("length(key) = 32", name="key_length"),
    CheckConstraint("kind IN ('case', 'track', 'delegation', 'room', 'party', 'host')", name="kind"),
)

audit_leaf = Table(
    "audit_leaf",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("leaf", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("tag", String(43), nullable=False, unique=True),
    Column("chain_id", Integer, ForeignKey("audit_chain.id", ondelete="RESTRICT"), nullable=False),
    Column("n", BigInteger, nullable=False),
    UniqueConstraint("chain_id", "n"),
    CheckConstraint("length(hash) = 32", name="hash_length"),
)

# Roots of complete subtrees above the leaves (level 1 joins two leaves); never rewritten.
audit_node = Table(
    "audit_node",
    metadata,
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("idx", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# What a digest in a leaf stands for: salt (16 bytes) and value (canonical JSON text).
audit_opening = Table(
    "audit_opening",
    metadata,
    Column("seq", BigInteger, ForeignKey("audit_leaf.seq", ondelete="RESTRICT"), primary_key=True, autoincrement=False),
    Column("field", String(12), primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("value", Text, nullable=False),
    sqlite_with_rowid=False,
)

# Every note ever signed, kept for good. The same size may be signed again, later (freshness).
audit_checkpoint = Table(
    "audit_checkpoint",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("root", LargeBinary, nullable=False),
    Column("note", Text, nullable=False),
    Column("signed_at", Instant(), nullable=False),
    Index("ix_audit_checkpoint_size", "size"),
)

audit_cosignature = Table(
    "audit_cosignature",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("checkpoint_id", Integer, ForeignKey("audit_checkpoint.id", ondelete="RESTRICT"), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("witness", String(255), nullable=False),
    Column("line", Text, nullable=False),
    Column("time", Instant(), nullable=False),
    Index("ix_audit_cosignature_size_witness", "size", "witness"),
    Index("ix_audit_cosignature_checkpoint_id", "checkpoint_id"),
    Index("ix_audit_cosignature_witness", "witness", "id"),
)

record_table("audit_leaf")
record_table("audit_node")
record_table("audit_opening", allow_delete=True)
record_table("audit_checkpoint")
record_table("audit_cosignature")
record_table("audit_chain", columns=("id", "key", "audience", "kind", "case_id", "track", "party", "parent"))
parent_table("audit_head")
