"""Absences and who stands in: never edited; an absence ends by itself on its last day or is revoked.

The absent person and the substitute are named by the mandates under which each acts, so that a substitution never
reaches beyond either and cannot be handed on. Not modelled here: what it permits (`consult.standing`).
"""

from datetime import date, datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from consult.models import cases, logbook, parties  # noqa: F401 - the tables that are pointed to
from consult.models.base import Structure
from consult.models.triggers import record_table

FIXED = (
    "id",
    "mandate_id",
    "substitute_mandate_id",
    "capacities",
    "procedures",
    "cases",
    "valid_from",
    "valid_until",
    "recorded_by",
    "recorded_at",
    "seq",
)
"""What the log has sealed of a substitution; only its end is written later."""


class Substitution(SQLModel, table=True):
    """One person standing in for another of the same party: for what, from when to when."""

    __tablename__ = "substitution"

    id: int | None = Field(default=None, primary_key=True)
    mandate_id: int = Field(foreign_key="mandate.id", index=True, description="mandate of whoever is absent")
    substitute_mandate_id: int = Field(foreign_key="mandate.id", index=True, description="own mandate of who stands in")
    capacities: list[str] = Field(sa_type=Structure)
    procedures: list[str] | None = Field(sa_type=Structure, default=None, description="null: those of the mandate")
    cases: list[str] | None = Field(sa_type=Structure, default=None, description="references; null means all cases")
    valid_from: date
    valid_until: date
    recorded_by: int | None = Field(default=None, foreign_key="person.id", description="null means the host's operator")
    recorded_at: datetime
    seq: int = Field(sa_type=BigInteger, foreign_key="audit_entry.seq")
    revoked_by: int | None = Field(default=None, foreign_key="person.id")
    revoked_at: datetime | None = Field(default=None)
    revoked_seq: int | None = Field(default=None, sa_type=BigInteger, foreign_key="audit_entry.seq")


class ActSubstitution(SQLModel, table=True):
    """Under which substitution an act was taken; the act itself says so too, this finds it."""

    __tablename__ = "act_substitution"

    act_id: int = Field(foreign_key="act.id", primary_key=True)
    substitution_id: int = Field(foreign_key="substitution.id", index=True)


SUBSTITUTION = SQLModel.metadata.tables["substitution"]
ACT_SUBSTITUTION = SQLModel.metadata.tables["act_substitution"]
record_table("act_substitution")
record_table("substitution", columns=FIXED)
