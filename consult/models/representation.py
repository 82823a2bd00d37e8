"""Arrangements by which one party acts in another's name, and papers left behind by whoever's mandate has ended.

An arrangement is recorded, accepted and revoked, never edited. Not modelled here: which instrument allows it
(`workflows.kernel.representation`), and what it permits (`consult.standing`).
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint
from sqlmodel import Field, SQLModel

from consult.models import cases, logbook, parties  # noqa: F401 - the tables that are pointed to
from consult.models.base import Structure
from consult.models.triggers import record_table

FIXED = (
    "id",
    "represented",
    "acting",
    "way",
    "under",
    "instrument",
    "document",
    "capacities",
    "procedures",
    "cases",
    "valid_from",
    "valid_until",
    "recorded_party",
    "recorded_by",
    "recorded_at",
    "seq",
    "acting_seq",
)
"""What the log has sealed of an arrangement; that it was accepted, and its end, are written later."""


class Representation(SQLModel, table=True):
    """One party entrusted to act in the name of another: under which provision, for what, from when to when."""

    __tablename__ = "representation"
    __table_args__ = (
        CheckConstraint("way IN ('state', 'secretary_general')", name="way_known"),
        CheckConstraint("represented <> acting", name="of_two"),
    )

    id: int | None = Field(default=None, primary_key=True)
    represented: str = Field(foreign_key="party.key", max_length=40, index=True)
    acting: str = Field(foreign_key="party.key", max_length=40, index=True)
    way: str = Field(max_length=20)
    under: str = Field(max_length=80, description="key of the instrument that allows it, such as LC")
    instrument: str = Field(max_length=500, description="the arrangement itself, such as a note and its date")
    document: str | None = Field(default=None, max_length=100, description="digest of its document")
    document_name: str | None = Field(default=None, max_length=200)
    document_media: str | None = Field(default=None, max_length=100)
    capacities: list[str] = Field(sa_type=Structure)
    procedures: list[str] = Field(sa_type=Structure)
    cases: list[str] | None = Field(sa_type=Structure, default=None, description="references; null means all cases")
    valid_from: date
    valid_until: date | None = Field(default=None, description="last day; null means until revoked")
    recorded_party: str = Field(foreign_key="party.key", max_length=40)
    recorded_by: int = Field(foreign_key="person.id")
    recorded_at: datetime
    seq: int = Field(sa_type=BigInteger, foreign_key="audit_entry.seq")
    acting_seq: int = Field(sa_type=BigInteger, foreign_key="audit_entry.seq")
    accepted_by: int | None = Field(default=None, foreign_key="person.id")
    accepted_at: datetime | None = Field(default=None)
    accepted_seq: int | None = Field(default=None, sa_type=BigInteger, foreign_key="audit_entry.seq")
    accepted_acting_seq: int | None = Field(default=None, sa_type=BigInteger, foreign_key="audit_entry.seq")
    revoked_party: str | None = Field(default=None, foreign_key="party.key", max_length=40)
    revoked_by: int | None = Field(default=None, foreign_key="person.id")
    revoked_at: datetime | None = Field(default=None)
    revoked_seq: int | None = Field(default=None, sa_type=BigInteger, foreign_key="audit_entry.seq")
    revoked_acting_seq: int | None = Field(default=None, sa_type=BigInteger, foreign_key="audit_entry.seq")


class DraftHandedOn(SQLModel, table=True):
    """A paper in preparation that was handed on for clearance by somebody whose mandate had ended; work, no record."""

    __tablename__ = "draft_handed_on"

    draft_id: int = Field(foreign_key="draft.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    mandate_id: int = Field(foreign_key="mandate.id")
    office: str = Field(max_length=200)
    ended_on: date = Field(description="last day of the mandate")
    at: datetime


REPRESENTATION = SQLModel.metadata.tables["representation"]
DRAFT_HANDED_ON = SQLModel.metadata.tables["draft_handed_on"]
record_table("representation", columns=FIXED)
