"""The register of planned activities: entries, their versions, what each says, where it stands now, and its index.

Entries and versions are the record: added, never changed. What a version says lies apart in `lunar_body`, one row for
everybody and one for participants of the mechanism, so that whoever reads the first never touches the second.
`lunar_current` is what the newest version and its case have led to, kept so that lists need no reading of texts.
`lunar_public` says which versions are one to whoever reads the public part alone; it is made again from the versions.
The index is no table of this metadata: on SQLite it is an R*Tree, which makes tables of its own, on PostgreSQL a table
of ranges; both are made by `index_statements` and filled again from the versions (`register.rebuild`).

Not modelled: results of an activity.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, event
from sqlmodel import Field, SQLModel

from consult.models.base import metadata
from consult.models.triggers import Statement, record_table

SOURCES = ("case", "import", "demonstration")
PUBLIC, MEMBERS = "C0", "C1"
INDEX = "lunar_index"


class LunarEntry(SQLModel, table=True):
    """One activity, whoever describes it and however often: its key, the State that answers for it, its origin."""

    __tablename__ = "lunar_entry"
    __table_args__ = (
        CheckConstraint("origin IN ('case', 'import', 'demonstration')", name="origin_known"),
        Index("ix_lunar_entry_state_id", "state", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=40, description="the reference of its case, or LUN- and a number")
    state: str = Field(foreign_key="party.key", max_length=40)
    others: str = Field(default="", max_length=400, description="further States that answer for it, each between bars")
    origin: str = Field(max_length=20)
    case_id: int | None = Field(default=None, foreign_key="cases.id", unique=True)
    exercise: bool = Field(default=False)
    opened_at: datetime


class LunarVersion(SQLModel, table=True):
    """What was said of an activity at one moment: by whom, with which act, from which source and of which grade."""

    __tablename__ = "lunar_version"
    __table_args__ = (UniqueConstraint("entry_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    entry_id: int = Field(foreign_key="lunar_entry.id")
    number: int
    recorded_at: datetime
    digest: str = Field(max_length=64, description="of the whole description")
    charter: str = Field(default="", max_length=60, description="whose participants read the rest; empty: of any")
    act_id: int | None = Field(default=None, foreign_key="act.id", unique=True)
    party: str = Field(max_length=80, description="in whose name it was recorded; empty: the installation")
    person_id: int | None = Field(default=None)
    source: str = Field(default="", max_length=400)
    grade: str = Field(default="", max_length=4)


class LunarBody(SQLModel, table=True):
    """The words of a version for those who read one level, as canonical JSON; they can be erased."""

    __tablename__ = "lunar_body"

    version_id: int = Field(foreign_key="lunar_version.id", primary_key=True)
    level: str = Field(primary_key=True, max_length=2)
    body: str = Field(sa_type=Text)


class LunarCurrent(SQLModel, table=True):
    """Where an entry stands: its newest version and what lists ask; made again from versions and cases at any time."""

    __tablename__ = "lunar_current"

    entry_id: int = Field(foreign_key="lunar_entry.id", primary_key=True)
    version_id: int = Field(foreign_key="lunar_version.id")
    number: int
    recorded_at: datetime
    title: str = Field(max_length=400)
    operator: str = Field(max_length=400)
    activity_class: str = Field(max_length=40)
    status: str = Field(max_length=40)
    starts: date | None = Field(default=None)
    ends: date | None = Field(default=None)
    bodies: str = Field(default="", max_length=80, description="bodies that everybody reads of, each between bars")
    all_bodies: str = Field(default="", max_length=80)
    features: int = Field(default=0, description="rows of the index")


class LunarPublic(SQLModel, table=True):
    """What a version is to whoever reads the public part alone: consecutive versions that tell everybody the same are
    one, known by the first of them; made again from the versions at any time."""

    __tablename__ = "lunar_public"

    version_id: int = Field(foreign_key="lunar_version.id", primary_key=True)
    number: int = Field(description="counted over what changed for everybody")
    first_id: int = Field(foreign_key="lunar_version.id", description="the first version that told everybody the same")


_TABLES = SQLModel.metadata.tables
LUNAR_ENTRY = _TABLES["lunar_entry"]
LUNAR_VERSION = _TABLES["lunar_version"]
LUNAR_BODY = _TABLES["lunar_body"]
LUNAR_CURRENT = _TABLES["lunar_current"]
LUNAR_PUBLIC = _TABLES["lunar_public"]

record_table("lunar_entry")
record_table("lunar_version")
record_table("lunar_body", allow_delete=True)

_SQLITE = f"""CREATE VIRTUAL TABLE {INDEX} USING rtree_i32(
id, x0, x1, y0, y1, z0, z1, t0, t1, +level, +charter, +state, +exercise, +low, +high, +detail)"""
_POSTGRES = f"""CREATE TABLE {INDEX} (
id bigint PRIMARY KEY, x int8range NOT NULL, y int8range NOT NULL, z int8range NOT NULL, t int8range NOT NULL,
level text NOT NULL, charter text NOT NULL, state text NOT NULL, exercise integer NOT NULL, low bigint, high bigint,
detail text NOT NULL)"""


def index_statements(dialect: str) -> list[Statement]:
    """Return the statements that make the index of features."""
    if dialect == "sqlite":
        return [Statement(_SQLITE)]
    return [Statement(_POSTGRES), Statement(f"CREATE INDEX ix_{INDEX}_box ON {INDEX} USING gist (x, y, z, t)")]


def is_of_index(name: str | None) -> bool:
    """Say whether a table belongs to the index; the R*Tree keeps its nodes in tables named after it."""
    return name is not None and (name == INDEX or name.startswith(f"{INDEX}_"))


@event.listens_for(metadata, "after_create")
def _make_index(_metadata: Any, connection: Any, **found: Any) -> None:
    """Make the index beside the tables where these are made without migrations."""
    if any(table.name == "lunar_version" for table in found.get("tables") or ()):
        for statement in index_statements(connection.dialect.name):
            connection.execute(statement)
