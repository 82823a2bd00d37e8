"""Who does what only one process may do at a time, and which earlier versions may go on beside this one."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class Lease(SQLModel, table=True):
    """A task of one process at a time: who has it, for which time in a row, and a number that rises while he lives."""

    __tablename__ = "lease"

    name: str = Field(primary_key=True, max_length=40)
    holder: str = Field(max_length=120, description="machine and number of the process; empty where it was given back")
    term: int = Field(description="rises with each holder")
    beat: int = Field(description="rises with each renewal")
    at: datetime = Field(description="the last renewal, by the clock of the holder; for people, nothing hangs on it")


class Beside(SQLModel, table=True):
    """A revision whose version may go on serving while the database is at a later one."""

    __tablename__ = "revision_beside"

    revision: str = Field(primary_key=True, max_length=32)


_TABLES = SQLModel.metadata.tables
LEASE = _TABLES["lease"]
REVISION_BESIDE = _TABLES["revision_beside"]
