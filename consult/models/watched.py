"""What staff looked at, party by party, and the access to one case that staff was given in an emergency.

A look is a row of the record beside its entry; an access with its reason is work, and the log holds its digest.
"""

from datetime import datetime

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from consult.models import cases, logbook, parties  # noqa: F401 - the tables that are pointed to
from consult.models.triggers import record_table


class StaffLook(SQLModel, table=True):
    """One paper that staff looked at, as it is told to one party that may see it."""

    __tablename__ = "staff_look"
    __table_args__ = (Index("ix_staff_look_party", "party", "case_id", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    party: str = Field(max_length=80, description="to which it is told")
    case_id: int = Field(foreign_key="cases.id")
    paper: str = Field(max_length=80, description="act: with case and number, or document: with the digest")
    level: str = Field(max_length=2)
    person_id: int
    office: str = Field(max_length=200)
    staff_party: str = Field(max_length=40)
    access_id: int | None = Field(default=None, description="under which access in an emergency")
    at: datetime
    seq: int = Field(sa_type=BigInteger, foreign_key="audit_entry.seq", index=True)


class StaffAccess(SQLModel, table=True):
    """Access of one person of staff to one case, for hours, with the reason that the parties read."""

    __tablename__ = "staff_access"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    reason: str = Field(max_length=500)
    opened_at: datetime
    until: datetime
    ended_at: datetime | None = Field(default=None, description="before its time; null: it ran or runs its time")


_TABLES = SQLModel.metadata.tables
STAFF_LOOK, STAFF_ACCESS = _TABLES["staff_look"], _TABLES["staff_access"]
record_table("staff_look")
