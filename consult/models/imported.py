"""Cases of other installations that a party brought in to be read: foreign records, never cases of this one.

A row says what came, from whom, and by whose signatures it was checked; the file itself lies in the store under its
digest. Nothing of it changes. When its party removes it, the words go (`content`, and the file), and the row says so.
"""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Text, text
from sqlmodel import Field, SQLModel

from consult.models import logbook  # noqa: F401 - the tables that are pointed to
from consult.models.triggers import record_table


class ImportedCase(SQLModel, table=True):
    """One bundle of a case that a party imported: its source, what was proved of it, and what it says."""

    __tablename__ = "imported_case"
    __table_args__ = (
        Index("ix_imported_case_party", "party", "id"),
        Index("ix_imported_case_of", "party", "origin", "case_ref"),
        Index(
            "ux_imported_case_once",
            "party",
            "sha256",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True, max_length=40)
    party: str = Field(foreign_key="party.key", max_length=40, description="who imported it, and alone sees it")
    sha256: str = Field(max_length=64, description="of the whole file")
    size: int = Field(sa_type=BigInteger)
    origin: str = Field(default="", max_length=255, description="the log that signed; empty where no receipt is there")
    host: str = Field(default="", max_length=255, description="the installation that it says it comes from")
    case_ref: str = Field(max_length=80)
    procedure: str = Field(max_length=80)
    title: str = Field(default="", max_length=400)
    reach: str = Field(max_length=20, description="the set in which it was taken")
    taken_by: str = Field(default="", max_length=80)
    taken_at: datetime
    log_size: int | None = Field(default=None, sa_type=BigInteger, description="entries under its newest checkpoint")
    attested: bool = Field(description="a quorum of the policy cosigned all of it")
    trusted: str = Field(max_length=10, description="whose policy it was checked by: given, here or bundle")
    number: int = Field(description="which bundle of this case it is for its party, the first imported first")
    imported_at: datetime
    imported_by: int | None = Field(default=None)
    office: str = Field(default="", max_length=200)
    seq: int = Field(sa_type=BigInteger, foreign_key="audit_entry.seq")
    content: str = Field(sa_type=Text, description="what was read of it, as JSON; empty once it is removed")
    removed_at: datetime | None = Field(default=None)
    removed_by: int | None = Field(default=None)
    removed_seq: int | None = Field(default=None, sa_type=BigInteger, foreign_key="audit_entry.seq")


IMPORTED = SQLModel.metadata.tables["imported_case"]
CHANGING = ("content", "removed_at", "removed_by", "removed_seq")

record_table("imported_case", columns=tuple(column.name for column in IMPORTED.columns if column.name not in CHANGING))
