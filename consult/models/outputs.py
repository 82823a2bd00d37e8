"""Files that somebody asked for and that take a while to make: work, no record. What is taken is in the log.

The question is frozen when it is asked for, with all that decides what may be in the answer. The file lies in a folder
of the installation under its digest until it expires or is removed.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from consult.models import absence, logbook, parties  # noqa: F401 - the tables that are pointed to
from consult.models.base import Structure


class Output(SQLModel, table=True):
    """One file that was asked for: by whom and under which mandate, what of, how far it is, and where it lies."""

    __tablename__ = "output"
    __table_args__ = (
        Index("ix_output_party", "party", "id"),
        Index("ix_output_expires", "expires_at"),
        CheckConstraint("state IN ('waiting', 'working', 'ready', 'failed', 'gone')", name="state_known"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=40)
    party: str = Field(max_length=80)
    person_id: int = Field(foreign_key="person.id")
    mandate_id: int | None = Field(default=None, foreign_key="mandate.id")
    substitution_id: int | None = Field(default=None, foreign_key="substitution.id")
    what: str = Field(max_length=20, description="who makes it")
    title: str = Field(max_length=300)
    question: dict[str, Any] = Field(sa_type=Structure, default_factory=dict)
    state: str = Field(default="waiting", max_length=10)
    done: int = Field(default=0)
    total: int = Field(default=0)
    reason: str = Field(default="", sa_type=Text)
    digest: str | None = Field(default=None, max_length=64)
    name: str = Field(default="", max_length=200)
    media: str = Field(default="", max_length=100)
    size: int = Field(default=0, sa_type=BigInteger)
    told: dict[str, Any] = Field(sa_type=Structure, default_factory=dict, description="what the log says on taking")
    asked_at: datetime
    changed_at: datetime
    expires_at: datetime


class OutputTaken(SQLModel, table=True):
    """That a person took a file in an hour, and the entry of the log that says so: what comes in several pieces is
    entered once."""

    __tablename__ = "output_taken"
    __table_args__ = (UniqueConstraint("key", "person_id", "through", "hour"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=40)
    person_id: int
    through: str = Field(default="", max_length=40, description="the token through which it was taken")
    hour: datetime
    seq: int = Field(sa_type=BigInteger, foreign_key="audit_entry.seq")


OUTPUT = SQLModel.metadata.tables["output"]
OUTPUT_TAKEN = SQLModel.metadata.tables["output_taken"]
