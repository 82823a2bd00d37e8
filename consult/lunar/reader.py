"""For whom the register is read: what is for participants does not exist for anybody else."""

from sqlalchemy import ColumnElement, and_, false, not_, or_, true

from consult.models.lunar import LUNAR_ENTRY, LUNAR_VERSION
from workflows.kernel.frozen import dataclass

Left = tuple[bool, str, str]
"""In an exercise or in earnest, under which charter, which State took part before."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A party, the charters among whose participants it reads what is for them, in earnest and in exercises, and
    whether it reads everything, as those do who keep the register.

    `left` names the charters, of those that concern the reader, with the States that took part under them and do so
    no more: what these filed for participants is for participants no more. It stays an external reference: what it
    told everybody is read and compared as before.
    """

    party: str = ""
    charters: frozenset[str] = frozenset()
    exercised: frozenset[str] = frozenset()
    keeps: bool = False
    left: frozenset[Left] = frozenset()

    def left_under(self, state: str, charter: str, exercise: bool) -> bool:
        """Say whether an entry of a State is an external reference now, as far as the reader may know."""
        return (exercise, charter, state) in self.left


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
        and_(
            LUNAR_ENTRY.c.exercise.is_(exercise),
            LUNAR_VERSION.c.charter.in_(sorted({*charters, ""})),
            *(
                not_(and_(LUNAR_VERSION.c.charter == charter, LUNAR_ENTRY.c.state == state))
                for of, charter, state in sorted(reader.left)
                if of == exercise and charter in charters
            ),
        )
        for exercise, charters in ((False, reader.charters), (True, reader.exercised))
        if charters
    )
    return or_(false(), *(own if reader.party else ()), *rolls)
