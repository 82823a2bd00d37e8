"""Messages that leave the product, and each try to hand one over.

A message holds keys and an address, never words: what it says is put together when it is sent, from what its addressee
may read at that moment. A try is the proof of what a mail server or a receiver answered: added, never changed.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Index, Text, text
from sqlmodel import Field, SQLModel

from consult.models.base import Structure, index_where
from consult.models.triggers import record_table

MESSAGE_STATES = ("waiting", "sent", "failed", "returned", "dropped")
"""Asked for; handed over with proof; given up after all tries; handed over and come back; no longer to be sent."""

_OPEN = "state IN ('waiting', 'failed')"


class Message(SQLModel, table=True):
    """One message to one address: of which kind, by which channel, about what, and how far it came."""

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_party", "party", "state", "id"),
        index_where(_OPEN, "ix_message_open", "channel", "state", "changed_at"),
        CheckConstraint("state IN ('waiting', 'sent', 'failed', 'returned', 'dropped')", name="state_known"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=160, description="what makes a second asking harmless")
    kind: str = Field(max_length=40, description="service, reminder, drill, digest, …: who renders it")
    channel: str = Field(max_length=20, description="mail or webhook")
    party: str = Field(max_length=80)
    organ_id: int | None = Field(default=None, foreign_key="organ.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    contact_id: int | None = Field(default=None, foreign_key="contact_point.id", index=True)
    address: str = Field(max_length=500)
    case_id: int | None = Field(default=None, foreign_key="cases.id")
    act_id: int | None = Field(default=None, foreign_key="act.id", index=True)
    about: dict[str, object] = Field(sa_type=Structure, default_factory=dict, description="further keys, never words")
    reference: str = Field(default="", max_length=200, description="its number on the wire", index=True)
    state: str = Field(default="waiting", max_length=20)
    asked_at: datetime
    changed_at: datetime


class MessageTry(SQLModel, table=True):
    """One try to hand a message over, or news that it came back: when, what came of it, what the other side said."""

    __tablename__ = "message_try"

    id: int | None = Field(default=None, primary_key=True)
    message_id: int = Field(foreign_key="message.id", index=True)
    at: datetime
    outcome: str = Field(max_length=20, description="sent, refused, unreachable, interrupted, returned, dropped")
    said: str = Field(sa_column=Column("said", Text, nullable=False), description="the answer on the wire, shortened")


_TABLES = SQLModel.metadata.tables
MESSAGE = _TABLES["message"]
MESSAGE_TRY = _TABLES["message_try"]
IS_OPEN = text(f"message.{_OPEN}")
"""That a message waits or failed, in the very words of the index: whoever asks for either says this too, since SQLite
takes that index for no other words."""
record_table("message_try")
