"""Each move of a service: when it came how far, and what proves it. Added, never changed; `service` itself holds where
it is now."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Text
from sqlmodel import Field, SQLModel

from consult.models.triggers import record_table


class ServiceMove(SQLModel, table=True):
    """One move of a service, or one try that failed while another is still open."""

    __tablename__ = "service_move"
    __table_args__ = (
        CheckConstraint("state IN ('sent', 'delivered', 'opened', 'acknowledged', 'failed')", name="state_known"),
    )

    id: int | None = Field(default=None, primary_key=True)
    service_id: int = Field(foreign_key="service.id", index=True)
    state: str = Field(max_length=20)
    at: datetime
    message_id: int | None = Field(default=None, foreign_key="message.id")
    said: str = Field(sa_column=Column("said", Text, nullable=False), description="the proof, or why it failed")


SERVICE_MOVE = SQLModel.metadata.tables["service_move"]
record_table("service_move")
