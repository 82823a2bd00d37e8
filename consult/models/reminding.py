"""What was recalled to whom of a time limit, and which workers and web servers live."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from consult.models.triggers import record_table

REMIND_ASKED, ON_DESK, PASSED_OVER = "sent", "desk", "passed_over"
"""A message was asked for; nothing but the desk tells it; it was not told, for the reason kept."""


class Reminder(SQLModel, table=True):
    """One moment of reminding that has come: of which limit as it then ended, which moment, whom, and what was done."""

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("deadline_id", "party", "expires_at", "mark"),
        CheckConstraint("outcome IN ('sent', 'desk', 'passed_over')", name="outcome_known"),
    )

    id: int | None = Field(default=None, primary_key=True)
    deadline_id: int = Field(foreign_key="deadline.id")
    party: str = Field(max_length=80)
    expires_at: datetime = Field(description="the end of the limit of which it was said")
    mark: str = Field(max_length=10)
    due_at: datetime
    at: datetime
    outcome: str = Field(max_length=20)
    reason: str = Field(default="", max_length=40)


class WorkerSign(SQLModel, table=True):
    """A sign of life of one process that does background work."""

    __tablename__ = "worker_sign"
    __table_args__ = (Index("ix_worker_sign_at", "at"),)

    name: str = Field(primary_key=True, max_length=120, description="machine and number of the process")
    since: datetime
    at: datetime
    version: str | None = Field(default=None, max_length=40, description="none: one that did not tell it yet")


class ServerSign(SQLModel, table=True):
    """A sign of life of one web server, which is all processes below one; there are as many as there are servers."""

    __tablename__ = "server_sign"

    name: str = Field(
        primary_key=True, max_length=120, description="machine and number of the process above the others"
    )
    version: str = Field(max_length=40)
    processes: int
    since: datetime
    at: datetime


_TABLES = SQLModel.metadata.tables
REMINDER = _TABLES["reminder"]
WORKER_SIGN = _TABLES["worker_sign"]
SERVER_SIGN = _TABLES["server_sign"]
record_table("reminder")
