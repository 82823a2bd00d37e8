"""What a person chooses for himself: calendar feeds under secret addresses, and which courtesy messages reach him.

A feed holds the digest of its address, never the address, and the mandate under which it was made: it gives what that
mandate lets its person see now, and nothing once it has ended. Not modelled: legal service, which nobody switches off.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from consult.models.base import Structure

SCOPES = ("mine", "party", "case")


class CalendarFeed(SQLModel, table=True):
    """One secret address at which a calendar is given without sign-in: whose, under which mandate, of what."""

    __tablename__ = "calendar_feed"
    __table_args__ = (CheckConstraint("scope IN ('mine', 'party', 'case')", name="scope_known"),)

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True, max_length=64)
    person_id: int = Field(foreign_key="person.id", index=True)
    mandate_id: int = Field(foreign_key="mandate.id")
    scope: str = Field(max_length=10)
    case_id: int | None = Field(default=None, foreign_key="cases.id")
    titles: bool = Field(default=False, description="whether titles of level C0 to C2 stand in it")
    made_at: datetime
    ended_at: datetime | None = Field(default=None)


class Preference(SQLModel, table=True):
    """What one person wishes of courtesy messages; whoever has no row gets those that are on by themselves."""

    __tablename__ = "preference"
    __table_args__ = (CheckConstraint("digest_hour BETWEEN 0 AND 23", name="hour_of_day"),)

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    quiet: list[str] = Field(sa_type=Structure, default_factory=list, description="kinds of message switched off")
    digest: bool = Field(default=False, index=True)
    digest_hour: int = Field(default=7)
    zone: str = Field(default="UTC", max_length=60)
    digest_on: date | None = Field(default=None, description="the last day, in that zone, that had its digest")


_TABLES = SQLModel.metadata.tables
CALENDAR_FEED = _TABLES["calendar_feed"]
PREFERENCE = _TABLES["preference"]
