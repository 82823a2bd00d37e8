"""What a report is reckoned from: cases as they stood at its instant, their acts, and the runs of their time limits."""

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from datetime import UTC, date, datetime
from typing import Any

from consult.reports.scope import Scope
from workflows import Form
from workflows.kernel.frozen import dataclass
from workflows.kernel.procedure import Procedure

KEPT, PASSED, ENDED, RUNNING = "kept", "passed", "ended", "running"
"""How a limit stood: the step it waited for was taken in time; it passed; it ended otherwise, since the case moved on;
it runs still, is paused, or waits for its start."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An act as a report knows it; `seen` says whether the author may see it, `moved` whether it led to another
    stage; `day` is that of the act in UTC."""

    id: str
    n: int
    kind: str
    step: str
    party: str
    on: datetime
    day: date
    recorded_at: datetime
    came: str
    went: str
    level: str
    basic: bool
    seq: int | None
    moved: bool
    seen: bool


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a time limit, from its start to its end."""

    key: str
    limit: str
    track: str | None
    binding: str
    basis: tuple[tuple[str, ...], ...]
    length: str
    starts_on: datetime | None
    expires_at: datetime | None
    outcome: str
    started: Entry
    ended: Entry | None

    @property
    def day(self) -> date | None:
        """The day, in UTC, on which it was kept or passed; None for one that did neither."""
        if self.outcome == PASSED and self.expires_at:
            return self.expires_at.astimezone(UTC).date()
        return self.ended.day if self.outcome == KEPT and self.ended else None

    @property
    def seconds(self) -> int | None:
        """What was really taken from the start of the period to the step that it waited for."""
        if self.outcome != KEPT or self.starts_on is None or self.ended is None:
            return None
        taken = (self.ended.on - self.starts_on).total_seconds()
        return int(taken) if taken >= 0 else None


@dataclass(frozen=True, slots=True)
class Part:
    """A party's part in a case: whether it has a stake, and whether its part is apart from others."""

    party: str
    role: str
    stake: bool
    apart: bool
    since: datetime
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Matter:
    """A case as it stood at the report's instant.

    `told` are the acts that may be named, `parties` whoever may be; `others` all States and organisations with a stake
    besides the author;
    `missing` those of them whose consent is not there. `is_public` says that everybody may know of it.
    """

    id: int
    ref: str
    procedure: Procedure
    section: str
    filer: str
    stage: str
    kind: str
    told: tuple[Entry, ...]
    runs: tuple[Run, ...]
    parties: tuple[str, ...]
    others: frozenset[str]
    missing: frozenset[str]
    is_public: bool
    is_own: bool
    existence: str

    @property
    def key(self) -> str:
        """The key of its procedure."""
        return self.procedure.key

    def moves(self) -> Iterator[Entry]:
        """Give the acts that may be named and that brought it to another stage; the first act of it counts as one."""
        for place, act in enumerate(self.told):
            if act.moved or not place:
                yield act

    def stands_by(self) -> Entry:
        """Give the act that stands for where the case is: the last that may be named and led there, else the first."""
        told = self.told
        return next((act for act in reversed(told) if act.moved and act.went == self.stage), told[0])


@dataclass(frozen=True)
class Facts:
    """All that a report is made from: its scope, the cases it tells, those it withholds, and what parties are called.

    `sealed` are the checkpoints that were signed by its instant, `tests` the contact tests that were closed by then.
    """

    scope: Scope
    told: tuple[Matter, ...]
    withheld: tuple[Matter, ...]
    names: Mapping[str, str]
    exercise: bool = False
    sealed: tuple[Any, ...] = ()
    tests: tuple[Any, ...] = ()
    publishes_withheld: bool = True
    forms: Mapping[str, Form] = field(default_factory=dict, repr=False)

    def only(self, party: str) -> "Facts":
        """Keep the cases in which a party takes part, and nothing of any other."""
        told = tuple(one for one in self.told if party in one.parties)
        cases = tuple(one.ref for one in told) if self.scope.cases is not None else None
        said = tuple(one for one in self.scope.objections if one.party == party)
        scope = replace(self.scope, cases=cases, objections=said)
        tests = tuple(one for one in self.tests if one.party == party)
        return replace(self, scope=scope, told=told, withheld=(), tests=tests, publishes_withheld=False)

    def within(self, day: date | None) -> bool:
        """Say whether a day lies in the period."""
        return day is not None and self.scope.since <= day <= self.scope.until

    def name(self, party: str) -> str:
        """Give the name of a party within a sentence."""
        return self.names.get(party, party)
