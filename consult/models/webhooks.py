"""Endpoints of webhooks, their secrets, and which message went to which of them.

An endpoint stays on record after its removal, for what was sent to it. Its secrets lie apart, under the installation's
own secret (`consult.delivery.signing`), and are deleted when they sign no more; no page, export or entry of the log
reads that table.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Index, Text
from sqlmodel import Field, SQLModel

from consult.models import delivery  # noqa: F401 - the table that is pointed to
from consult.models.base import Structure
from consult.models.triggers import record_table

ENDPOINT_STATES = ("active", "paused", "removed")
PAUSED_BY = ("", "manager", "gone", "failing")
"""Not at all; its manager; the receiver's answer that it is gone for good; too many days without an answer."""


class WebhookEndpoint(SQLModel, table=True):
    """An address to which a party has messages sent: which kinds, in earnest or in exercises, and whether still."""

    __tablename__ = "webhook_endpoint"
    __table_args__ = (
        Index("ix_webhook_endpoint_party", "party", "state", "id"),
        CheckConstraint("state IN ('active', 'paused', 'removed')", name="state_known"),
        CheckConstraint("paused_by IN ('', 'manager', 'gone', 'failing')", name="paused_by_known"),
    )

    id: int | None = Field(default=None, primary_key=True)
    party: str = Field(foreign_key="party.key", max_length=40)
    url: str = Field(max_length=500)
    events: list[str] = Field(sa_type=Structure, description="keys of the events that it is told")
    exercises: bool = Field(default=False, description="told of exercise cases, and of no others")
    state: str = Field(default="active", max_length=20)
    paused_by: str = Field(default="", max_length=20)
    registered_at: datetime
    registered_by: int | None = Field(default=None, foreign_key="person.id", description="null means the operator")
    changed_at: datetime


class WebhookSecret(SQLModel, table=True):
    """A secret with which messages to an endpoint are signed, until another one has taken its place for some time."""

    __tablename__ = "webhook_secret"

    id: int | None = Field(default=None, primary_key=True)
    endpoint_id: int = Field(foreign_key="webhook_endpoint.id", index=True)
    kept: str = Field(sa_column=Column("kept", Text, nullable=False), description="under the installation's secret")
    made_at: datetime
    retires_at: datetime | None = Field(default=None, description="null means that it signs until it is replaced")


class WebhookMessage(SQLModel, table=True):
    """To which endpoint a message goes."""

    __tablename__ = "webhook_message"
    __table_args__ = (Index("ix_webhook_message_endpoint", "endpoint_id", "message_id"),)

    message_id: int = Field(primary_key=True, foreign_key="message.id", sa_column_kwargs={"autoincrement": False})
    endpoint_id: int = Field(foreign_key="webhook_endpoint.id")


_TABLES = SQLModel.metadata.tables
WEBHOOK_ENDPOINT = _TABLES["webhook_endpoint"]
WEBHOOK_SECRET = _TABLES["webhook_secret"]
WEBHOOK_MESSAGE = _TABLES["webhook_message"]
record_table("webhook_endpoint", columns=("id", "party", "url", "registered_at", "registered_by"))
record_table("webhook_message")
