"""What the log holds beside the acts of cases: entries of parties and of the host, reads, attempts, keys of organs.

`audit_entry` is for a leaf of a party's own chain or the host's what `act` is for a leaf of a case: the body that was
sealed, with keys, digests, offices and dates, never names. A read is kept once for a person, a paper and an hour. An
attempt that was refused has no leaf; `attempt_seal` says which attempts the digest in which leaf stands for.
"""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from consult.models import audit  # noqa: F401 - the tables that are pointed to
from consult.models.triggers import record_table


class AuditEntry(SQLModel, table=True):
    """One entry of a party's own chain, or of the host's where no party is named."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_party", "party", "seq"), Index("ix_audit_entry_kind", "kind", "seq"))

    seq: int = Field(
        primary_key=True,
        sa_type=BigInteger,
        sa_column_kwargs={"autoincrement": False},
        foreign_key="audit_leaf.seq",
    )
    kind: str = Field(max_length=30)
    party: str | None = Field(default=None, max_length=80)
    body: str = Field(sa_type=Text, description="what was sealed, as canonical JSON")
    recorded_at: datetime


class ReadMark(SQLModel, table=True):
    """That a person read a paper of level C3 or above in an hour, and the entry that says so."""

    __tablename__ = "read_mark"
    __table_args__ = (UniqueConstraint("person_id", "party", "paper", "hour"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int
    party: str = Field(max_length=80, description="for which the person acted")
    paper: str = Field(max_length=80, description="act: with case and number, or document: with the digest")
    hour: datetime
    seq: int = Field(sa_type=BigInteger, foreign_key="audit_entry.seq", index=True)


class Attempt(SQLModel, table=True):
    """An act that was refused: who asked for what, and why not, by key; nothing of what was to be filed."""

    __tablename__ = "attempt"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    person_id: int | None = Field(default=None)
    party: str = Field(default="", max_length=80)
    office: str = Field(default="", max_length=200)
    ref: str = Field(default="", max_length=60, description="the case as it was asked for")
    step: str = Field(default="", max_length=80)
    track: str = Field(default="", max_length=120)
    status: int
    reason: str = Field(default="", max_length=120, description="the kind of refusal and its provision")


class AttemptSeal(SQLModel, table=True):
    """The digest over a run of attempts, and the host's entry in which it was sealed."""

    __tablename__ = "attempt_seal"

    id: int | None = Field(default=None, primary_key=True)
    first_id: int
    last_id: int = Field(unique=True)
    count: int
    digest: str = Field(max_length=64)
    seq: int = Field(sa_type=BigInteger, foreign_key="audit_entry.seq")


class OrganKey(SQLModel, table=True):
    """The public key with which an organ signs its filings; what was recorded stays, it can only be retired."""

    __tablename__ = "organ_key"
    __table_args__ = (
        CheckConstraint("retired_at IS NULL OR retired_at >= recorded_at", name="retired_later"),
        Index("ix_organ_key_organ", "organ_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organ_id: int = Field(foreign_key="organ.id")
    vkey: str = Field(unique=True, max_length=400, description="verifier key: name, number and public key")
    recorded_at: datetime
    recorded_by: int | None = Field(default=None)
    seq: int = Field(sa_type=BigInteger, foreign_key="audit_entry.seq")
    retired_at: datetime | None = Field(default=None)
    retired_by: int | None = Field(default=None)
    retired_seq: int | None = Field(default=None, sa_type=BigInteger, foreign_key="audit_entry.seq")


metadata = SQLModel.metadata
AUDIT_ENTRY, READ_MARK = metadata.tables["audit_entry"], metadata.tables["read_mark"]
ATTEMPT, ATTEMPT_SEAL = metadata.tables["attempt"], metadata.tables["attempt_seal"]
ORGAN_KEY = metadata.tables["organ_key"]

record_table("audit_entry")
record_table("read_mark")
record_table("attempt", allow_delete=True)
record_table("attempt_seal")
record_table("organ_key", columns=("id", "organ_id", "vkey", "recorded_at", "recorded_by", "seq"))
