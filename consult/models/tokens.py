"""Tokens by which machines ask: kept as digests, shown once, never edited; each ends by itself or is revoked.

A token stands on a mandate: of its own person, or of the person responsible for what a system of an organ does. It
never reaches beyond that mandate. Not modelled here: what it permits (`consult.standing`).
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint
from sqlmodel import Field, SQLModel

from consult.models import cases, logbook, parties  # noqa: F401 - the tables that are pointed to
from consult.models.base import Structure
from consult.models.triggers import record_table

PERSON, ORGAN = "person", "organ"
FIXED = (
    "id",
    "handle",
    "token_hash",
    "kind",
    "name",
    "mandate_id",
    "capacities",
    "procedures",
    "cases",
    "valid_until",
    "made_by",
    "made_at",
    "seq",
)
"""What the log has sealed of a token; its last use and its end are written later."""


class ApiToken(SQLModel, table=True):
    """One secret of a person, or of a system of an organ: on which mandate it stands and how far it reaches."""

    __tablename__ = "api_token"
    __table_args__ = (CheckConstraint("kind IN ('person', 'organ')", name="kind_known"),)

    id: int | None = Field(default=None, primary_key=True)
    handle: str = Field(unique=True, max_length=16, description="by which it is recognised; also the client's id")
    token_hash: str = Field(unique=True, max_length=64)
    kind: str = Field(max_length=10)
    name: str = Field(max_length=100, description="what its person calls it, or the name of the system")
    mandate_id: int = Field(foreign_key="mandate.id", index=True, description="of its person, or of who is responsible")
    capacities: list[str] = Field(sa_type=Structure)
    procedures: list[str] | None = Field(sa_type=Structure, default=None, description="null: those of the mandate")
    cases: list[str] | None = Field(sa_type=Structure, default=None, description="references; null means all cases")
    valid_until: date = Field(description="last day, in the zone of the party")
    made_by: int = Field(foreign_key="person.id")
    made_at: datetime
    seq: int = Field(sa_type=BigInteger, foreign_key="audit_entry.seq")
    last_used_at: datetime | None = Field(default=None, description="to ten minutes")
    revoked_by: int | None = Field(default=None, foreign_key="person.id")
    revoked_at: datetime | None = Field(default=None)
    revoked_seq: int | None = Field(default=None, sa_type=BigInteger, foreign_key="audit_entry.seq")


class ApiGrant(SQLModel, table=True):
    """A short-lived token that a system got for the secret of a token, perhaps for fewer capacities."""

    __tablename__ = "api_grant"

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True, max_length=64)
    token_id: int = Field(foreign_key="api_token.id", index=True)
    capacities: list[str] = Field(sa_type=Structure)
    expires_at: datetime = Field(index=True)


class ApiMade(SQLModel, table=True):
    """What a request with a key made beside the cases, for whoever sends it again; no secret is kept."""

    __tablename__ = "api_made"

    person_id: int = Field(primary_key=True, foreign_key="person.id")
    key: str = Field(primary_key=True, max_length=160)
    request: str = Field(max_length=64, description="digest of what was asked")
    made: str = Field(max_length=200, description="number or key of what was made")
    created_at: datetime


class ActSystem(SQLModel, table=True):
    """Through which token an act was taken; the act itself says so too, this finds it."""

    __tablename__ = "act_system"

    act_id: int = Field(foreign_key="act.id", primary_key=True)
    token_id: int = Field(foreign_key="api_token.id", index=True)


API_TOKEN = SQLModel.metadata.tables["api_token"]
API_GRANT = SQLModel.metadata.tables["api_grant"]
API_MADE = SQLModel.metadata.tables["api_made"]
ACT_SYSTEM = SQLModel.metadata.tables["act_system"]
record_table("act_system")
record_table("api_token", columns=FIXED)
