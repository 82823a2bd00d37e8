"""The clearance of papers inside a party: its lanes, where a paper stands, each move, and what is said on the margin.

A lane is never edited: a change is a new row, and its entry of the log says what held before. Moves are never edited
either but for their reason, which can be erased. Where a paper stands, and comments, are work and no record. All of it
is C4: no other party and no host reads it. Not modelled here: who may move what (`consult.clearing`).
"""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Text
from sqlmodel import Field, SQLModel

from consult.models import cases, logbook, parties  # noqa: F401 - the tables that are pointed to
from consult.models.base import Structure, index_where
from consult.models.triggers import record_table

MOVES = ("passed", "skipped", "sent_back", "taken_over", "recalled", "voided", "restarted")
FIXED = (
    "id",
    "draft_id",
    "n",
    "kind",
    "lane_id",
    "stage",
    "to_stage",
    "digest",
    "reason_digest",
    "person_id",
    "for_person_id",
    "office",
    "organ",
    "mandate_id",
    "at",
    "seq",
)
"""What the log has sealed of a move, or points to; only its reason is removed later."""


class ClearanceLane(SQLModel, table=True):
    """The stages through which a party's papers go before they leave, from a moment on; the last one counts."""

    __tablename__ = "clearance_lane"

    id: int | None = Field(default=None, primary_key=True)
    party_key: str = Field(foreign_key="party.key", index=True, max_length=40)
    stages: list[dict[str, object]] = Field(sa_type=Structure, description="in their order; none means no lane")
    changed_by: int = Field(foreign_key="person.id")
    changed_at: datetime
    seq: int = Field(sa_type=BigInteger, foreign_key="audit_entry.seq")


class DraftLane(SQLModel, table=True):
    """Where a paper stands in the lane that it entered: at which stage, since when, and who took it over."""

    __tablename__ = "draft_lane"
    __table_args__ = (index_where("remind_at IS NOT NULL", "ix_draft_lane_remind_at", "remind_at"),)

    draft_id: int = Field(foreign_key="draft.id", primary_key=True)
    lane_id: int = Field(foreign_key="clearance_lane.id")
    stage: str = Field(max_length=20, description="empty where it is through")
    turn: int = Field(description="how many moves there were")
    held_since: datetime
    taken_by: int | None = Field(default=None, foreign_key="mandate.id", description="who took the stage over")
    remind_at: datetime | None = Field(default=None)


class ClearanceMove(SQLModel, table=True):
    """One move of a paper in its lane: what, by whom in which office, when, on which text, and why."""

    __tablename__ = "clearance_move"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('passed', 'skipped', 'sent_back', 'taken_over', 'recalled', 'voided', 'restarted')",
            name="kind_known",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id", index=True)
    n: int = Field(description="its number among the moves of the paper, from 1")
    kind: str = Field(max_length=20)
    lane_id: int = Field(foreign_key="clearance_lane.id")
    stage: str = Field(max_length=20, description="where the paper stood")
    to_stage: str = Field(max_length=20, description="where it stands since; empty where it is through")
    digest: str = Field(max_length=64, description="of the text that was moved")
    reason: str = Field(default="", sa_type=Text)
    reason_digest: str = Field(default="", max_length=64)
    person_id: int = Field(foreign_key="person.id")
    for_person_id: int | None = Field(default=None, foreign_key="person.id", description="in whose place")
    office: str = Field(max_length=200)
    organ: str = Field(max_length=40)
    mandate_id: int = Field(foreign_key="mandate.id")
    at: datetime
    seq: int = Field(sa_type=BigInteger, foreign_key="audit_entry.seq")


class DraftComment(SQLModel, table=True):
    """What somebody of the party says on a paper in preparation, or on one question of it; never outside the party."""

    __tablename__ = "draft_comment"

    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id", index=True)
    field: str = Field(default="", max_length=120, description="key of the question; empty: the paper as a whole")
    words: str = Field(sa_type=Text)
    digest: str = Field(max_length=64, description="of the text on which it was said")
    person_id: int = Field(foreign_key="person.id")
    office: str = Field(max_length=200)
    at: datetime
    resolved_by: int | None = Field(default=None, foreign_key="person.id")
    resolved_at: datetime | None = Field(default=None)


class ActClearance(SQLModel, table=True):
    """Through which stages the text of an act went before it left its party; the own party alone reads it."""

    __tablename__ = "act_clearance"

    act_id: int = Field(foreign_key="act.id", primary_key=True)
    lane_id: int = Field(foreign_key="clearance_lane.id")
    stages: list[dict[str, object]] = Field(sa_type=Structure)


_TABLES = SQLModel.metadata.tables
CLEARANCE_LANE = _TABLES["clearance_lane"]
DRAFT_LANE = _TABLES["draft_lane"]
CLEARANCE_MOVE = _TABLES["clearance_move"]
DRAFT_COMMENT = _TABLES["draft_comment"]
ACT_CLEARANCE = _TABLES["act_clearance"]
record_table("clearance_lane")
record_table("clearance_move", columns=FIXED)
record_table("act_clearance")
