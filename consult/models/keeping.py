"""How long what is no record is kept, what was erased, and what a party wishes of the names of those who left.

A run of retention counts what went by which rule; a wish to erase waits for every party concerned. What stands in the
place of what is gone (`name_withheld`, `document_erased`, `person_erased`) names the entry of the log that says so.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Text
from sqlmodel import Field, SQLModel

from consult.models import cases, logbook, parties  # noqa: F401 - the tables that are pointed to
from consult.models.triggers import record_table

KEEP, WITHHOLD = "keep", "withhold"
PAPER, PERSON_OF = "paper", "person"


class RetentionRun(SQLModel, table=True):
    """One day's run: the rules as they were, how much went by each so far, and the entry that says so, if any."""

    __tablename__ = "retention_run"

    id: int | None = Field(default=None, primary_key=True)
    on_day: date = Field(unique=True, description="in UTC")
    begun_at: datetime
    done_at: datetime | None = Field(default=None)
    rules: str = Field(sa_type=Text, description="days by rule, as canonical JSON")
    gone: str = Field(sa_type=Text, description="numbers by rule, as canonical JSON")
    seq: int | None = Field(default=None, sa_type=BigInteger, foreign_key="audit_entry.seq")


class PartyKeeping(SQLModel, table=True):
    """What a party wishes of the names in its acts once the account of whoever acted is erased."""

    __tablename__ = "party_keeping"
    __table_args__ = (CheckConstraint("names IN ('keep', 'withhold')", name="names_known"),)

    party_key: str = Field(foreign_key="party.key", primary_key=True, max_length=40)
    names: str = Field(max_length=10)
    changed_by: int = Field(foreign_key="person.id")
    changed_at: datetime


class ErasureWish(SQLModel, table=True):
    """A wish to erase, as it lies before one party; those of one asking share a key, and all have to confirm."""

    __tablename__ = "erasure_wish"
    __table_args__ = (CheckConstraint("kind IN ('paper', 'person')", name="kind_known"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=24, index=True)
    kind: str = Field(max_length=10)
    party_key: str = Field(foreign_key="party.key", index=True, max_length=40)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    act_id: int | None = Field(default=None, foreign_key="act.id", index=True)
    reason: str = Field(default="", max_length=500)
    decision: str = Field(default="", max_length=64, description="digest of the document that orders it")
    asked_by: int | None = Field(default=None, foreign_key="person.id", description="null means the host's operator")
    asked_for: str = Field(default="", max_length=40, description="the party for which it was asked; empty: the host")
    asked_at: datetime
    seq: int = Field(sa_type=BigInteger, foreign_key="audit_entry.seq")
    decided_at: datetime | None = Field(default=None)
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    confirmed: bool | None = Field(default=None)
    done_at: datetime | None = Field(default=None)


class NameWithheld(SQLModel, table=True):
    """That the name of who took an act was erased: since when, and by which entry of the log."""

    __tablename__ = "name_withheld"

    act_id: int = Field(foreign_key="act.id", primary_key=True, sa_column_kwargs={"autoincrement": False})
    since: datetime
    seq: int = Field(sa_type=BigInteger, foreign_key="audit_entry.seq")


class DocumentErased(SQLModel, table=True):
    """That the bytes and the name of a filed document were erased; its digest stays."""

    __tablename__ = "document_erased"

    document_id: int = Field(foreign_key="document.id", primary_key=True, sa_column_kwargs={"autoincrement": False})
    since: datetime
    seq: int = Field(sa_type=BigInteger, foreign_key="audit_entry.seq")


class PersonErased(SQLModel, table=True):
    """That the account of a person was erased, with all that hung on it and is no record."""

    __tablename__ = "person_erased"

    person_id: int = Field(foreign_key="person.id", primary_key=True, sa_column_kwargs={"autoincrement": False})
    since: datetime
    seq: int = Field(sa_type=BigInteger, foreign_key="audit_entry.seq")


_TABLES = SQLModel.metadata.tables
RETENTION_RUN = _TABLES["retention_run"]
PARTY_KEEPING = _TABLES["party_keeping"]
ERASURE_WISH = _TABLES["erasure_wish"]
NAME_WITHHELD = _TABLES["name_withheld"]
DOCUMENT_ERASED = _TABLES["document_erased"]
PERSON_ERASED = _TABLES["person_erased"]
record_table("name_withheld")
record_table("document_erased")
record_table("person_erased")
