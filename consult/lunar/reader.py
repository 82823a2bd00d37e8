"""For whom the register is read: what is for participants does not exist for anybody else."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, or_, true

from consult.models.lunar import LUNAR_ENTRY, LUNAR_VERSION


@dataclass(frozen=True, slots=True)
class Reader:
    """A party, the charters among whose participants it reads what is for them, in earnest and in exercises, and
    whether it reads everything, as those do who keep the register."""

    party: str = ""
    charters: frozenset[str] = frozenset()
    exercised: frozenset[str] = frozenset()
    keeps: bool = False

    def reads(self, states: Collection[str], charter: str, exercise: bool) -> bool:
        """Say whether the reader reads what a version keeps for participants: its own, and that of its charters."""
        charters = self.exercised if exercise else self.charters
        own = bool(self.party) and self.party in states
        return self.keeps or own or (charter in charters if charter else bool(charters))


PUBLIC_READER = Reader()
"""Anybody."""
KEEPER = Reader(keeps=True)
"""The register itself, where nothing is shown to anybody: for exports of the installation and for rebuilding."""


def members_condition(reader: Reader) -> ColumnElement[bool]:
    """Give the condition on entry joined with version under which a reader reads what is for participants."""
    if reader.keeps:
        return true()
    own = LUNAR_ENTRY.c.state == reader.party, LUNAR_ENTRY.c.others.contains(f"|{reader.party}|", autoescape=True)
    rolls = (
        and_(LUNAR_ENTRY.c.exercise.is_(exercise), LUNAR_VERSION.c.charter.in_(sorted({*charters, ""})))
        for exercise, charters in ((False, reader.charters), (True, reader.exercised))
        if charters
    )
    return or_(false(), *(own if reader.party else ()), *rolls)
