"""What of a case may be told in the reach of a report, and whose consent is missing (procedures.md 13.4 to 13.6).

In a public report: of a case that everybody may know of by the report's instant, its public acts (C0), where it stands
and who takes part in it; of a case of the author to which every other State with a stake has consented, its procedure,
stage, dates and parties, from acts that are open to all its parties (C0 to C2), and no word of what was filed. Silence
is no consent. What is done on one bilateral track, within a delegation or in a room (C3 to C5) is told in a full report
alone, and what is without prejudice too. Parties read what every party to the case can see.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from consult.reports.matters import Entry, Matter, Part, Run
from consult.reports.record import Read
from consult.reports.scope import Reach, Scope
from consult.visibility import SEALED
from workflows.kernel.acts import HAND, HAND_WITHDRAWN
from workflows.kernel.frozen import dataclass
from workflows.kernel.procedure import Procedure

SHARED = frozenset({"C0", "C1", "C2"})
BODY = "body"
_HANDS = (HAND, HAND_WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Releasing:
    """What decides for one report: its scope, how procedures are read, of what kind each party is, and which limits the
    author may see."""

    scope: Scope
    editions: Callable[[str], Procedure]
    kinds: Mapping[str, str]
    parts: Mapping[str, str]
    limits: frozenset[tuple[int, str]]

    def matter(self, read: Read) -> Matter | None:
        """Make the case as the report may know it; None for one that the author did not know of at its instant.

        Long because: the values of a case stand one a line.
        """
        procedure = self.editions(read.folded.edition)
        own = any(part.party == self.scope.author for part in read.parts)
        is_public = self._is_public(read, procedure)
        if not (own or is_public):
            return None
        staked = self._staked(read, procedure)
        others = frozenset(staked) - {self.scope.author}
        missing = frozenset(party for party in others if not self.scope.consented(party, read.row.ref))
        released = own and (self.scope.reach is not Reach.PUBLIC or not missing or not is_public)
        told = tuple(self._told(read, procedure, staked, own=released))
        return Matter(
            id=read.row.id,
            ref=read.row.ref,
            procedure=procedure,
            section=self.parts.get(procedure.key, ""),
            filer=read.row.filer,
            stage=read.folded.stage,
            kind=procedure.state(read.folded.stage).kind,
            told=told,
            runs=tuple(self._runs(read, procedure, told, own=released)),
            parties=self._shown(read.parts, staked, own=own),
            others=others,
            missing=missing,
            is_public=is_public,
            is_own=own,
            existence=read.row.existence,
        )

    def _runs(self, read: Read, procedure: Procedure, told: Sequence[Entry], *, own: bool) -> Iterator[Run]:
        """Give the runs of limits that may be told: those that the author sees, of the levels of the reach, with an act
        that may be named."""
        numbers = frozenset(act.n for act in told)
        levels = SHARED if own else frozenset({"C0"})
        for run in read.folded.runs(self.scope.at):
            level, _file = procedure.audience_of(run.limit, run.track)
            in_reach = self.scope.reach is Reach.FULL or level in levels
            if in_reach and (read.row.id, run.key) in self.limits and _has_source(run.started, run.ended, numbers):
                yield run

    def is_released(self, matter: Matter) -> bool:
        """Say whether a case may be told in this reach."""
        if self.scope.reach is Reach.PUBLIC:
            return matter.is_public or (matter.is_own and not matter.missing)
        return matter.is_own or matter.is_public

    def _is_public(self, read: Read, procedure: Procedure) -> bool:
        """Say whether everybody might know of a case by the report's instant, whatever was published later."""
        return procedure.levels.existence == "C0" or read.folded.public_from is not None

    def _staked(self, read: Read, procedure: Procedure) -> Mapping[str, datetime]:
        """Give the parties with a stake and since when each has one: parties to the matter, and States and
        organisations that have a relation of their own in it."""
        offices = procedure.office_sets
        sides = {p for of, p in read.folded.tracks.values() if p and of not in offices and self.kinds.get(p) != BODY}
        since: dict[str, datetime] = {}
        for part in read.parts:
            if part.stake or part.party in sides:
                since[part.party] = min(part.since, since.get(part.party, part.since))
        return since

    def _shown(self, parts: tuple[Part, ...], staked: Mapping[str, datetime], *, own: bool) -> tuple[str, ...]:
        """Name the parties that may be named: never one apart, but to whoever knows of it."""
        full = self.scope.reach is Reach.FULL
        apart = {part.party for part in parts if part.apart} - {part.party for part in parts if not part.apart}
        closed = {part.party for part in parts} - {part.party for part in parts if part.is_open}
        hidden = closed if full else apart | closed
        return tuple(sorted({p for p in staked if p not in hidden} | ({self.scope.author} if own else set())))

    def _told(self, read: Read, procedure: Procedure, staked: Mapping[str, datetime], *, own: bool) -> Iterator[Entry]:
        """Give the acts that may be named, in their order."""
        together = max(staked.values(), default=read.row.opened_on)
        for act in read.folded.entries:
            if self.scope.reach is Reach.FULL:
                if act.seen:
                    yield act
            elif act.kind in _HANDS or act.step in procedure.without_prejudice:
                continue
            elif act.level == "C0" or (own and act.seen and self._is_shared(act, together)):
                yield act

    def _is_shared(self, act: Entry, together: datetime) -> bool:
        """Say whether every party to the case may see an act; with the consent of all, a public report may name those
        from before the last of them joined too."""
        if act.level not in SHARED:
            return False
        all_see = act.level != "C2" or act.basic or act.recorded_at >= together
        return all_see or self.scope.reach is Reach.PUBLIC


def is_sealed(matter: Matter) -> bool:
    """Say whether the very existence of a case is sealed."""
    return matter.existence == SEALED


def _has_source(started: Entry, ended: Entry | None, told: frozenset[int]) -> bool:
    """Say whether one of the acts of a limit may be named: nothing is counted that leads to no act."""
    return started.n in told or (ended is not None and ended.n in told)
