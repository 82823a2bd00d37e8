"""What a person keeps of the desk: how far a mandate's happenings are seen, and filters of the list under a name.

Neither is record. A mark names a place in the log and not a moment, since places follow the order of commits: nothing
that was recorded meanwhile falls between two marks.
"""

from datetime import datetime

from sqlalchemy import BigInteger, ColumnElement, UniqueConstraint, literal_column
from sqlmodel import Field, SQLModel

from consult.models.base import Structure, index_where
from consult.models.cases import SERVICE


class DeskMark(SQLModel, table=True):
    """Up to which place in the log a person has seen, under a mandate, what others did; and the mark before."""

    __tablename__ = "desk_mark"

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    mandate_id: int = Field(foreign_key="mandate.id", primary_key=True)
    seq: int = Field(sa_type=BigInteger)
    marked_at: datetime
    before_seq: int | None = Field(default=None, sa_type=BigInteger)
    before_at: datetime | None = Field(default=None)


class SavedView(SQLModel, table=True):
    """Filters of the list of cases under a name that one person gave them, for one party."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("person_id", "party", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=40)
    person_id: int = Field(foreign_key="person.id")
    party: str = Field(max_length=80)
    name: str = Field(max_length=80)
    filters: dict[str, str] = Field(sa_type=Structure, default_factory=dict)
    saved_at: datetime


DESK_MARK = SQLModel.metadata.tables["desk_mark"]
SAVED_VIEW = SQLModel.metadata.tables["saved_view"]
index_where("state = 'failed'", "ix_service_failed", SERVICE.c.case_id, SERVICE.c.id)
HAS_FAILED: ColumnElement[bool] = SERVICE.c.state == literal_column("'failed'")
"""That a service failed, with the word in the text: SQLite takes the index for no value that is handed beside it."""
