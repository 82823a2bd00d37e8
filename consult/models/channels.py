"""Proof that contact points work, and papers that came or went by another channel than this product.

A drill asks contact points to answer; what came of each stands in `drill_point`, its token as a digest alone. A paper
is registered once and never changed, nor is the act it belongs to, nor what its party objects.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from consult.models.base import Structure
from consult.models.triggers import parent_table, record_table

PAPER_CHANNELS = ("note_verbale", "letter", "fax", "telephone", "other")
WAYS = ("mail", "here", "hand")
"""How a point is tried: by a mail with a link, by a button in this product, by the secretariat's own hand."""
RESULTS = ("waiting", "answered", "silent", "failed", "dropped")


class Drill(SQLModel, table=True):
    """One test of contact points: from when to when, of which parties (null: all), begun by whom (null: by itself)."""

    __tablename__ = "drill"

    id: int | None = Field(default=None, primary_key=True)
    started_at: datetime
    closes_at: datetime = Field(index=True)
    closed_at: datetime | None = Field(default=None)
    started_by: int | None = Field(default=None, foreign_key="person.id")
    parties: list[str] | None = Field(sa_type=Structure, default=None)


class DrillPoint(SQLModel, table=True):
    """One contact point in one drill: how it was tried, and what came of it."""

    __tablename__ = "drill_point"
    __table_args__ = (
        UniqueConstraint("drill_id", "contact_id"),
        Index("ix_drill_point_party", "party", "drill_id"),
        CheckConstraint("way IN ('mail', 'here', 'hand')", name="way_known"),
        CheckConstraint("result IN ('waiting', 'answered', 'silent', 'failed', 'dropped')", name="result_known"),
    )

    id: int | None = Field(default=None, primary_key=True)
    drill_id: int = Field(foreign_key="drill.id")
    contact_id: int = Field(foreign_key="contact_point.id", index=True)
    party: str = Field(max_length=40)
    channel: str = Field(max_length=20)
    way: str = Field(max_length=10)
    token_hash: str | None = Field(default=None, unique=True, max_length=64)
    message_id: int | None = Field(default=None, foreign_key="message.id")
    asked_at: datetime
    answered_at: datetime | None = Field(default=None)
    result: str = Field(default="waiting", max_length=10)
    remark: str = Field(default="", max_length=500, description="what the secretariat heard when it tried by hand")
    recorded_by: int | None = Field(default=None, foreign_key="person.id")


class Paper(SQLModel, table=True):
    """One paper outside this product: where from or to, its number and dates, what it says in short, its scan."""

    __tablename__ = "paper"
    __table_args__ = (CheckConstraint("direction IN ('in', 'out')", name="direction_known"),)

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True, max_length=40)
    direction: str = Field(max_length=3)
    channel: str = Field(max_length=20)
    number: str = Field(max_length=100)
    dated_on: date | None = Field(default=None)
    came_at: datetime = Field(description="when it was received, or delivered")
    party: str = Field(foreign_key="party.key", max_length=40, description="from whom it came, or to whom it went")
    organ: str = Field(max_length=200)
    language: str = Field(max_length=10)
    summary: str = Field(sa_column=Column("summary", Text, nullable=False))
    digest: str = Field(unique=True, max_length=64, description="of the scan; without one, of what was registered")
    scan: str | None = Field(default=None, max_length=64)
    scan_name: str = Field(default="", max_length=200)
    scan_media: str = Field(default="", max_length=100)
    keeper: str = Field(max_length=40, description="the party whose secretariat registered it")
    office: str = Field(max_length=200)
    registered_by: int = Field(foreign_key="person.id")
    registered_at: datetime


class PaperAct(SQLModel, table=True):
    """The one act that a paper was registered as, or proves the service of."""

    __tablename__ = "paper_act"

    paper_id: int = Field(foreign_key="paper.id", primary_key=True)
    act_id: int = Field(foreign_key="act.id", index=True)
    attached_at: datetime


class PaperObjection(SQLModel, table=True):
    """What the party says in whose name a paper was registered, where it says that this is not its reply."""

    __tablename__ = "paper_objection"

    paper_id: int = Field(foreign_key="paper.id", primary_key=True)
    party: str = Field(max_length=40)
    office: str = Field(max_length=200)
    person_id: int = Field(foreign_key="person.id")
    words: str = Field(sa_column=Column("words", Text, nullable=False))
    at: datetime


_TABLES = SQLModel.metadata.tables
DRILL = _TABLES["drill"]
DRILL_POINT = _TABLES["drill_point"]
PAPER = _TABLES["paper"]
PAPER_ACT = _TABLES["paper_act"]
PAPER_OBJECTION = _TABLES["paper_objection"]
CHANGING = ("summary", "scan_name")
"""What an erasure overwrites of a paper that was registered: all that the register itself says in words."""
for _record in ("paper_act", "paper_objection"):
    record_table(_record)
record_table("paper", columns=tuple(column.name for column in PAPER.columns if column.name not in CHANGING))
for _parent in ("drill", "drill_point"):
    parent_table(_parent)
