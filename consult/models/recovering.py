"""What the host asked or did about the account of a person: before the managers of a party, or without any.

The reason stands here and on the pages of the party; the log holds its digest. Work, not record, but for the entry that
each row names.
"""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint
from sqlmodel import Field, SQLModel

from consult.models import logbook, parties  # noqa: F401 - the tables that are pointed to

ASKED, BREAK_GLASS = "asked", "break_glass"


class HostRequest(SQLModel, table=True):
    """One wish of the host to let a person of a party in again, with its reason and what a manager said."""

    __tablename__ = "host_request"
    __table_args__ = (CheckConstraint("kind IN ('asked', 'break_glass')", name="kind_known"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=20)
    party_key: str = Field(foreign_key="party.key", index=True, max_length=40)
    person_id: int = Field(foreign_key="person.id", index=True)
    manager_id: int | None = Field(default=None, foreign_key="person.id", description="whom the host named")
    reason: str = Field(max_length=500)
    asked_at: datetime
    seq: int = Field(sa_type=BigInteger, foreign_key="audit_entry.seq")
    decided_at: datetime | None = Field(default=None)
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    confirmed: bool | None = Field(default=None)


HOST_REQUEST = SQLModel.metadata.tables["host_request"]
