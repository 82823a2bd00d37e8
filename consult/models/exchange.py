"""What came from elsewhere as a file: which notice of which origin became which case, and the first answers to imports
that may be asked again. Work beside the record: no row says anything that a case does not say.
"""

from datetime import datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from consult.models import cases, parties  # noqa: F401 - the tables that are pointed to


class ExchangedNotice(SQLModel, table=True):
    """A notice that a party imported, by where it came from; the same one again is not imported twice."""

    __tablename__ = "exchanged_notice"
    __table_args__ = (UniqueConstraint("party", "origin", "ref", "act"),)

    id: int | None = Field(default=None, primary_key=True)
    party: str = Field(foreign_key="party.key", max_length=40)
    origin: str = Field(default="", max_length=255, description="the installation or register that gave it")
    ref: str = Field(max_length=80, description="its reference there; where it has none, the digest of what it says")
    act: int = Field(default=0, description="the number of its act there; 0 where none is given")
    digest: str = Field(max_length=64, description="of what it says")
    case_id: int = Field(foreign_key="cases.id", index=True)
    recorded_at: datetime


class ExchangeAnswer(SQLModel, table=True):
    """The first answer to an import, for those who ask again with the same key."""

    __tablename__ = "exchange_answer"

    person_id: int = Field(primary_key=True, foreign_key="person.id")
    key: str = Field(primary_key=True, max_length=160)
    request: str = Field(max_length=64)
    answer: str = Field(sa_type=Text)
    created_at: datetime


_TABLES = SQLModel.metadata.tables
EXCHANGED_NOTICE = _TABLES["exchanged_notice"]
EXCHANGE_ANSWER = _TABLES["exchange_answer"]
