"""A procedure: one frozen value; from it machine, offers, deadlines, forms, diagram, page and log sentence are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .actors import Role
from .checks_of_filings import NamesAct
from .limits import Happening, Standard, TimeLimit
from .sheets import Sheet
from .steps import BACK, OPEN, OWN, STAY, Enrols, Exempt, Levels, On, State, Step, TrackSet
from .words import NONE, Citation, as_citations

if TYPE_CHECKING:
    from .guards import Refusal
    from .rooms import Room
    from .words import OneOrMany

TREATY, AGENCY = "treaty", "agency"
"""Whether acts bind States under a treaty, or agencies under their agreement."""


class ProcedureError(ValueError):
    """A procedure that is not well made; holds every finding."""

    def __init__(self, key: str, findings: tuple[str, ...]) -> None:
        super().__init__(f"procedure “{key}”: " + "; ".join(findings))
        self.findings = findings


@dataclass(frozen=True, kw_only=True, repr=False)
class Procedure:
    """The law's form, resolved with its terms; checks itself when it is made."""

    key: str
    edition: int
    title: str
    under: OneOrMany[Citation] = NONE
    opens: str
    roles: tuple[Role, ...]
    states: tuple[State, ...]
    steps: tuple[Step, ...]
    filer: str
    prefix: str
    summary: str = ""
    level: str = TREATY
    tracks: tuple[TrackSet, ...] = ()
    limits: tuple[TimeLimit, ...] = ()
    standards: tuple[Standard, ...] = ()
    happenings: tuple[Happening, ...] = ()
    activity: str | None = None
    sheets: tuple[Sheet, ...] = ()
    levels: Levels = field(default_factory=Levels)
    exempt: tuple[Exempt, ...] = ()
    not_modelled: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    terms: Mapping[str, Any] = field(default_factory=dict)
    room: Room | None = None
    enrols: Enrols | None = None

    def __post_init__(self) -> None:
        from .checks import examine

        object.__setattr__(self, "under", as_citations(self.under))
        findings = examine(self)
        if findings:
            raise ProcedureError(self.key, findings)

    def __repr__(self) -> str:
        return f"<Procedure {self.key}, edition {self.edition}>"

    @cached_property
    def text(self) -> bytes:
        """The text of its edition."""
        from .editions import freeze

        return freeze(self)

    @cached_property
    def digest(self) -> str:
        """The name of its edition."""
        from .editions import digest_of_text

        return digest_of_text(self.text)

    @cached_property
    def all_steps(self) -> tuple[Step, ...]:
        """Its own steps, and those of the kernel, which stand in every procedure and in no edition."""
        from .levelling import levelling_steps
        from .moving import moving_steps

        return (*self.steps, *moving_steps(self), *levelling_steps(self))

    @cached_property
    def rows(self) -> Mapping[str, tuple[Step, ...]]:
        """All rows of each step key, in the order written; those of the kernel come last."""
        rows: dict[str, tuple[Step, ...]] = {}
        for step in self.all_steps:
            rows[step.key] = (*rows.get(step.key, ()), step)
        return rows

    @cached_property
    def rows_from(self) -> Mapping[str, tuple[Step, ...]]:
        """All rows that leave (or stay in) each state."""
        return {s.key: tuple(r for r in self.all_steps if s.key in r.frm) for s in self.states}

    @cached_property
    def following(self) -> tuple[Step, ...]:
        """The rows that the clock takes as soon as their guard holds."""
        return tuple(r for r in self.steps if r.follows is not None)

    @cached_property
    def stopped_by(self) -> Mapping[str, frozenset[str]]:
        """The limits that some row of each step stops or pauses."""
        return {key: frozenset(n for row in rows for n in (*row.stops, *row.pauses)) for key, rows in self.rows.items()}

    @cached_property
    def exactly_timed(self) -> frozenset[str]:
        """The steps that move an exact limit, which are judged by the moment of recording."""
        exact = {limit.key for limit in self.limits if limit.exact}
        return frozenset(row.key for row in self.steps if exact & _limits_moved(row))

    @cached_property
    def moves_all(self) -> frozenset[str]:
        """The steps that move whatever limit runs, so that an exact one among them makes them exactly timed."""
        return frozenset(row.key for row in self.steps if "*" in _limits_moved(row))

    @cached_property
    def naming(self) -> Mapping[str, str]:
        """The steps whose filing names an act of the case, each with the field that does."""
        checks = ((row.key, check) for row in self.all_steps for check in row.checks)
        return {key: check.field for key, check in checks if isinstance(check, NamesAct)}

    @cached_property
    def without_prejudice(self) -> frozenset[str]:
        """The steps whose acts are marked as without prejudice when they are written."""
        return frozenset(row.key for row in self.steps if row.without_prejudice)

    @cached_property
    def apart(self) -> frozenset[str]:
        """The track sets whose parties take part apart, so that not even the name of a track is shown to others."""
        return frozenset(of.key for of in self.tracks if of.role and (role := self.role(of.role)) and role.apart)

    @cached_property
    def offered_on(self) -> frozenset[str]:
        """The track sets of which it is not for everybody that there is such a track: those that steps without
        prejudice, or told to nobody, open, and those about parties that take no part by it."""
        opened = ((row, opens) for row in self.steps for opens in row.opens)
        apart = (opens for row, opens in opened if row.without_prejudice or row.tell == OWN or opens.about)
        return frozenset(opens.set for opens in apart)

    @cached_property
    def owners(self) -> dict[int, Refusal]:
        """What somebody else is told of each row, by the row's identity; filled as it is asked."""
        return {}

    @cached_property
    def stakes(self) -> frozenset[str]:
        """The roles of parties to the matter."""
        return frozenset(r.key for r in self.roles if r.stake)

    @cached_property
    def office_sets(self) -> frozenset[str]:
        """The track sets whose tracks are those of offices."""
        return frozenset(t.key for t in self.tracks if t.office)

    @cached_property
    def _states(self) -> Mapping[str, State]:
        return {s.key: s for s in self.states}

    @cached_property
    def _limits(self) -> Mapping[str, TimeLimit]:
        return {limit.key: limit for limit in self.limits}

    @cached_property
    def _tracks(self) -> Mapping[str, TrackSet]:
        return {t.key: t for t in self.tracks}

    @cached_property
    def _sets_of_step(self) -> Mapping[str, frozenset[str]]:
        return {key: frozenset(r.track.set for r in rows if r.track) for key, rows in self.rows.items()}

    def state(self, key: str) -> State:
        """Find a state; KeyError for one that is not of this procedure."""
        return self._states[key]

    def limit(self, key: str) -> TimeLimit | None:
        """Find a limit."""
        return self._limits.get(key)

    def rule(self, key: str) -> TimeLimit:
        """Give the rule of a limit that runs; KeyError for one that is not of this procedure."""
        return self._limits[key]

    def track_set(self, key: str) -> TrackSet:
        """Find a track set; KeyError for one that is not of this procedure."""
        return self._tracks[key]

    def role(self, key: str) -> Role | None:
        """Find a role."""
        return next((r for r in self.roles if r.key == key), None)

    def sets_of(self, step: str) -> frozenset[str]:
        """Name the track sets on which a step is taken."""
        return self._sets_of_step[step]

    @cached_property
    def _tracks_from(self) -> dict[tuple[str, str], tuple[On, ...]]:
        return {}

    def tracks_from(self, step: str, state: str) -> tuple[On, ...]:
        """Say on which tracks a step is taken from a state; those of all its rows where it is not taken from there."""
        kept = self._tracks_from.get((step, state))
        if kept is None:
            rows = [(row.frm, row.track) for row in self.rows[step] if row.track]
            here = [on for frm, on in rows if state in frm] or [on for _, on in rows]
            kept = self._tracks_from[step, state] = tuple(dict.fromkeys(here))
        return kept

    def file_of(self, step: str, track: str | None) -> str:
        """Name the file of the case in which an act lies, by its step and the whole key of its track."""
        of = (track or "").partition(":")[0]
        fits = (row.file for row in self.rows.get(step, ()) if _fits(row.track, of, track))
        return next((file for file in fits if file), "")

    @cached_property
    def _files_of_limits(self) -> Mapping[str, str]:
        return {name: row.file for row in self.steps if row.file for name in row.starts}

    def audience_of(self, limit: str, track: str | None) -> tuple[str, str]:
        """Say who sees a limit, as level and file: one of the case its parties (in a room those in it), one of a track
        whoever sees that; and the offices that read the file of the steps which start it."""
        rule = self._limits.get(limit)
        shared = (rule.level if rule else "") or max(self.levels.case, "C2")
        level, file = self.audience_of_track(track) if track else (shared, "")
        return level, self._files_of_limits.get(limit, "") or file

    def audience_of_track(self, key: str) -> tuple[str, str]:
        """Say who sees where a track stands, as level and file, by the track's whole key; an unknown one is for none
        but its sides."""
        of = self._tracks.get(key.partition(":")[0])
        return (of.level or self.levels.track, of.file) if of else ("C3", "")

    def is_on(self, step: str, of: str) -> bool:
        """Say whether a step is taken on tracks of a set."""
        return of in self._sets_of_step.get(step, ())

    @cached_property
    def called(self) -> Mapping[str, str]:
        """How tracks of fixed keys are called, by the whole key of the track."""
        opens = (opens for row in self.steps for opens in row.opens)
        return {f"{one.set}:{key}": title for one in opens for key, title in one.titles}

    @cached_property
    def live(self) -> tuple[str, ...]:
        """The open states."""
        return tuple(s.key for s in self.states if s.kind == OPEN)

    def targets_of(self, row: Step) -> tuple[str, ...]:
        """The states to which a row can lead; BACK may lead to any state that can enter the row's sources."""
        found: list[str] = []
        for target in row.targets:
            if target == BACK:
                found += [s for r in self.steps for s in r.frm if set(row.frm) & set(r.targets)]
            elif target != STAY:
                found.append(target)
        return tuple(dict.fromkeys(found))


def _limits_moved(row: Step) -> set[str]:
    extended = {row.extends.limit} if row.extends and row.extends.limit else set()
    return {*row.starts, *row.stops, *row.pauses, *row.resumes, *extended}


def _fits(on: On | None, of: str, track: str | None) -> bool:
    """Say whether a row may be the one that was taken on a track, as far as set and key tell."""
    return on is None or (on.set == of and on.key in ("", (track or "").partition(":")[2]))
