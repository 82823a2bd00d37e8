"""What is kept so that lists of a party with very many cases need not gather these cases: its limits by their end, and
the cases in which hands wait.

Nothing here says anything that `deadline`, `case_party` and `cases` do not say; the docket writes it with the act that
changes them, and `consult log verify --replay` compares it. Who may see a row is asked of those tables.
"""

from datetime import UTC, datetime

from sqlmodel import Field, SQLModel

FOREVER = datetime(9999, 1, 1, tzinfo=UTC)
"""The end of a limit that runs without one: it stands after all others."""


class PartyLimit(SQLModel, table=True):
    """A limit of a case among those of a party that has a role in the case, by its end. A limit that has no end and
    does not run is not here."""

    __tablename__ = "party_limit"
    __table_args__ = ({"sqlite_with_rowid": False},)

    party: str = Field(primary_key=True, max_length=80)
    ends_at: datetime = Field(primary_key=True)
    case_id: int = Field(foreign_key="cases.id", primary_key=True)
    key: str = Field(primary_key=True, max_length=120)


class PartyWaiting(SQLModel, table=True):
    """A case of a party in which hands wait on a joint step, whosever they are and whoever is waited for."""

    __tablename__ = "party_waiting"
    __table_args__ = ({"sqlite_with_rowid": False},)

    party: str = Field(primary_key=True, max_length=80)
    case_id: int = Field(foreign_key="cases.id", primary_key=True)


PARTY_LIMIT = SQLModel.metadata.tables["party_limit"]
PARTY_WAITING = SQLModel.metadata.tables["party_waiting"]
