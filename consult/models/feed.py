"""Events that parties are told of and that are no entries of the log: a service, a reminder, a case that opened itself.

Acts and entries have their place in the log; what is told here gets one beside them, in a transaction of its own after
that in which it happened (`consult.delivery.events`). Work, no record: what counts in law is in the log.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from consult.models import cases  # noqa: F401 - the tables that are pointed to
from consult.models.base import Structure, index_where


class FeedEvent(SQLModel, table=True):
    """One event for one party: its type, what it is about by key, and its place: after entry `place` of the log, and
    among those that follow the same entry by `sub`; without a place nobody is given it yet."""

    __tablename__ = "feed_event"
    __table_args__ = (
        Index("ix_feed_event_party", "party", "place", "sub"),
        index_where("place IS NULL", "ix_feed_event_waiting", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=200)
    party: str = Field(max_length=80, description="an asterisk alone: every party, each of which gets a row of its own")
    type: str = Field(max_length=40)
    case_id: int | None = Field(default=None, foreign_key="cases.id")
    act_id: int | None = Field(default=None, foreign_key="act.id")
    about: dict[str, Any] = Field(sa_type=Structure, default_factory=dict)
    at: datetime
    place: int | None = Field(default=None, sa_type=BigInteger)
    sub: int | None = Field(default=None, sa_type=BigInteger)


FEED_EVENT = SQLModel.metadata.tables["feed_event"]
