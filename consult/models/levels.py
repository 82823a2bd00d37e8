"""The level in force of papers that were raised, lowered, sealed, unsealed or struck since they were recorded.

An act is never changed; what later acts made of its level lies beside it, one row for each paper of which that was ever
done, written with the act that did it. `consult log verify --replay` compares it with those acts.
"""

from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlmodel import Field, SQLModel

from consult.models.base import index_where
from consult.models.cases import ACT


class ActLevel(SQLModel, table=True):
    """What a paper has come to: its level now, the one that it had before it was sealed (empty while it is not sealed),
    whether it is struck, and by the number of which act."""

    __tablename__ = "act_level"
    __table_args__ = (index_where("level = 'C0'", "ix_act_level_public", "act_id"),)

    act_id: int = Field(foreign_key="act.id", primary_key=True)
    level: str = Field(max_length=2)
    before: str = Field(default="", max_length=2)
    struck: bool = Field(default=False)
    by_n: int


ACT_LEVEL = SQLModel.metadata.tables["act_level"]

_OF_ACT = select(ACT_LEVEL.c.level).where(ACT_LEVEL.c.act_id == ACT.c.id).correlate(ACT)
LEVEL: ColumnElement[str] = func.coalesce(_OF_ACT.scalar_subquery(), ACT.c.level)
"""The level in force of an act: as its acts have left it, else as it was recorded."""
STRUCK: ColumnElement[bool] = exists().where(ACT_LEVEL.c.act_id == ACT.c.id, ACT_LEVEL.c.struck).correlate(ACT)
MOVED: ColumnElement[bool] = exists().where(ACT_LEVEL.c.act_id == ACT.c.id).correlate(ACT)
SHOWN: tuple[Any, ...] = (LEVEL.label("level"), ACT.c.level.label("recorded_level"), STRUCK.label("struck"))
"""The level in force of an act, the one at which it was recorded, and whether it is struck."""
AS_SEEN: tuple[Any, ...] = (*(column for column in ACT.c if column.name != "level"), *SHOWN)
"""The columns of an act with its level in force in the place of the recorded one, and what belongs to it."""
