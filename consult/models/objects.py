"""Objects launched into outer space as an index tells of them, with where each line comes from: data to look things up
in, and no filing of anybody.
"""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from consult.models.base import metadata


class SpaceObject(SQLModel, table=True):
    """One line of an index; `state` is the key of a State or organisation that is known here, else as the index writes
    it."""

    __tablename__ = "space_object"

    designator: str = Field(primary_key=True, max_length=12)
    name: str = Field(max_length=200)
    state: str = Field(max_length=80, index=True)
    launched_on: date | None = None
    launch_site: str = Field(default="", max_length=120)
    orbit: str = Field(default="", max_length=120)
    function: str = Field(default="", max_length=200)
    status: str = Field(default="", max_length=120)
    ended_on: date | None = None
    source: str = Field(max_length=300)
    grade: str = Field(max_length=1)
    imported_at: datetime


SPACE_OBJECT = metadata.tables["space_object"]
