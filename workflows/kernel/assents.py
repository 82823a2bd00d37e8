"""Who has assented to which clause of a text that is drafted together, read from its versions and what was said on
them.

An assent counts for the wording of a clause and for nothing else: it holds through every later version in which that
clause is worded the same, and is void from the first that words it otherwise, even where a later one returns to the
old words. The same holds for assent that is withheld. Whoever speaks twice on one wording is taken at the last word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from .frozen import dataclass
from .joint_text import Clause


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the text: the act that tabled it, by whom and when, and its clauses."""

    n: int
    by: str
    on: datetime
    clauses: tuple[Clause, ...]
    note: str = ""

    def clause(self, key: str) -> Clause | None:
        """Find a clause."""
        return next((one for one in self.clauses if one.key == key), None)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one party said on clauses of one version: assent, or assent withheld with its words."""

    n: int
    by: str
    on: datetime
    version: int
    clauses: tuple[str, ...]
    assents: bool
    words: str = ""


@dataclass(frozen=True, slots=True)
class ClauseStanding:
    """A clause of the version on the table: since which version it is worded so, and what each party said on that
    wording last.
    """

    clause: Clause
    since: int
    said: Mapping[str, Opinion]

    @property
    def assents(self) -> tuple[Opinion, ...]:
        """The assents to this wording, in the order given."""
        return tuple(one for one in self.said.values() if one.assents)

    @property
    def withheld(self) -> tuple[Opinion, ...]:
        """Who withholds assent from this wording, in the order given."""
        return tuple(one for one in self.said.values() if not one.assents)

    def lacks(self, parties: Iterable[str]) -> tuple[str, ...]:
        """Name those of some parties who have not assented to this wording."""
        given = {one.by for one in self.assents}
        return tuple(party for party in parties if party not in given)


def standing(versions: Sequence[Version], opinions: Iterable[Opinion]) -> tuple[ClauseStanding, ...]:
    """Say where each clause of the last version stands; versions and opinions are in the order of the record."""
    if not versions:
        return ()
    said = sorted(opinions, key=lambda one: one.n)
    return tuple(_standing(clause, worded_since(versions, clause), said) for clause in versions[-1].clauses)


def _standing(clause: Clause, since: int, said: Iterable[Opinion]) -> ClauseStanding:
    counting = (one for one in said if one.version >= since and clause.key in one.clauses)
    last: dict[str, Opinion] = {}
    for one in counting:
        last.pop(one.by, None)
        last[one.by] = one
    return ClauseStanding(clause, since, last)


def worded_since(versions: Sequence[Version], clause: Clause) -> int:
    """Give the act of the first version from which, up to the last, a clause is worded as it is now."""
    since = versions[-1].n
    for version in reversed(versions):
        held = version.clause(clause.key)
        if held is None or held.wording != clause.wording:
            break
        since = version.n
    return since
