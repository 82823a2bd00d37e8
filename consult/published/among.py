"""The acts that can be public at all, by index: recorded so, or lowered to it since. The policy judges each of them;
asked alone it joins both by “or”, and every act that was ever recorded is looked at for a few that are public.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, literal_column, select, union

from consult.models.cases import ACT
from consult.models.levels import ACT_LEVEL
from consult.visibility import OPEN

_OPEN: ColumnElement[str] = literal_column(f"'{OPEN}'")
"""The level stands in the text, so that the indexes over what is public are found."""
_WAYS = (
    ACT.c.level == _OPEN,
    ACT.c.id.in_(select(ACT_LEVEL.c.act_id).where(ACT_LEVEL.c.level == _OPEN)),
)


def newest_among(*conditions: ColumnElement[bool], most: int) -> Select[Any]:
    """Give the numbers of the newest public acts under some conditions, the policy among them: so many of each way."""
    ways = [select(ACT.c.id).where(way, *conditions).order_by(ACT.c.id.desc()).limit(most).subquery() for way in _WAYS]
    found = union(*(select(way.c.id) for way in ways)).subquery()
    return select(found.c.id)


def all_among() -> Select[Any]:
    """Give the numbers of all of them, before the policy has judged."""
    found = union(*(select(ACT.c.id).where(way) for way in _WAYS)).subquery()
    return select(found.c.id)
