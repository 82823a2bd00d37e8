"""Time limits: what starts them, how long they run, what binds them and what their passing does.

A limit seldom forbids; it mostly opens a right for the other side. A standard without a number ("promptly", "before
proceeding") is a ``Standard``: elapsed time or both clocks are shown, "expired" never.

Long because: stored editions name these classes by this module, so that none moves to another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from .frozen import dataclass
from .reckoning import Period
from .words import NONE, Binding, Citation, Grade, as_citations

if TYPE_CHECKING:
    from .view import View
    from .words import OneOrMany


@dataclass(frozen=True, slots=True)
class ByCase:
    """A length that depends on a fact of the case, such as its urgency; ``default`` names the entry used without the
    fact.
    """

    fact: str
    lengths: tuple[tuple[str, Period], ...]
    default: str

    def length(self, view: View) -> Period:
        """Choose by the fact."""
        lengths = dict(self.lengths)
        return lengths.get(str(view.fact(self.fact, self.default)), lengths[self.default])


@dataclass(frozen=True, slots=True)
class ByParty:
    """A length that depends on the party whose track it is (a table of national rules), else on the one that ``field``
    of the starting filing, or a fact of that name, tells, else on the acting party.

    ``under`` cites the rule of those parties that have one of their own; it then binds as that rule does.
    """

    lengths: tuple[tuple[str, Period], ...]
    default: Period
    under: tuple[tuple[str, Citation], ...] = ()
    field: str = ""

    def length(self, view: View) -> Period:
        """Choose by the party."""
        return dict(self.lengths).get(self._party(view), self.default)

    def rule(self, view: View) -> Citation | None:
        """Give the party's own rule, where there is one."""
        return dict(self.under).get(self._party(view))

    def _party(self, view: View) -> str:
        told = (view.filed(self.field) or view.fact(self.field)) if self.field else None
        return (view.track.party if view.track else None) or (told if isinstance(told, str) else view.principal())


@dataclass(frozen=True, slots=True)
class ByTrack:
    """A length that depends on the key of the track (a stage, a seat, an item).

    ``under`` cites the rule of those tracks that have one of their own; it then binds as that rule does.
    """

    lengths: tuple[tuple[str, Period], ...]
    default: Period
    under: tuple[tuple[str, Citation], ...] = ()

    def length(self, view: View) -> Period:
        """Choose by the key within the set."""
        return dict(self.lengths).get(_key_of(view), self.default)

    def rule(self, view: View) -> Citation | None:
        """Give the track's own rule, where there is one."""
        return dict(self.under).get(_key_of(view))


def _key_of(view: View) -> str:
    return view.track.key.partition(":")[2] if view.track else ""


@dataclass(frozen=True, slots=True)
class ByStep:
    """A length that depends on the step that starts the limit, such as a shorter one for a changed version."""

    lengths: tuple[tuple[str, ByCase | Period], ...]
    default: ByCase | Period

    def length(self, view: View) -> Period:
        """Choose by the step, then by its own fact where it has one."""
        chosen = dict(self.lengths).get(view.step.key if view.step else "", self.default)
        return chosen if isinstance(chosen, Period) else chosen.length(view)


@dataclass(frozen=True, slots=True)
class FromField:
    """A length that the starting filing names, with what holds if it names none."""

    field: str
    default: Period

    def length(self, view: View) -> Period:
        """Read the field of the filing."""
        value = view.filed(self.field)
        return Period.parse(value) if isinstance(value, str) else self.default


@dataclass(frozen=True, slots=True)
class Until:
    """No length: the limit ends at an instant, or at 24:00 of a date, that the filing or a fact of the case names.

    ``otherwise`` is how long it runs where the filing names no end.
    """

    name: str
    otherwise: Length | None = None


Length = Period | ByCase | ByParty | ByStep | ByTrack | FromField | Until


def by_case(fact: str, default: str, lengths: Mapping[str, Period]) -> ByCase:
    """Write a length by fact as a mapping."""
    return ByCase(fact, tuple(lengths.items()), default)


def length_of(length: Length, view: View) -> Period | None:
    """Resolve a length for the case at hand; None where the end itself is stated."""
    if isinstance(length, Until):
        named = length.otherwise is None or view.filed(length.name)
        return None if named or length.otherwise is None else length_of(length.otherwise, view)
    return length if isinstance(length, Period) else length.length(view)


@dataclass(frozen=True, slots=True)
class Dispatch:
    """Runs from the act that starts it."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Runs from proven receipt on the track; until then the limit waits.

    Started by one of the steps named in ``sent_by`` it runs from that act until receipt is proved.
    """

    sent_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AllReceived:
    """Runs from proven receipt by the last of those on the tracks of a set; until all have received it waits.

    Started by one of the steps named in ``sent_by`` it runs from that act: those who take it together need no proof.
    """

    set: str
    sent_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SinceStep:
    """Runs from an earlier act of the case: the last by which a step was taken."""

    step: str


@dataclass(frozen=True, slots=True)
class FromFiling:
    """Runs from a date or instant in the starting filing."""

    field: str


@dataclass(frozen=True, slots=True)
class FromFact:
    """Runs from a date that the case keeps (such as the planned start of the activity)."""

    fact: str


@dataclass(frozen=True, slots=True)
class EndOf:
    """Runs from the expiry of another limit (on the same track where that limit is on tracks)."""

    limit: str


@dataclass(frozen=True, slots=True)
class Earliest:
    """Runs from the earliest of several starts; all candidates are stored."""

    of: tuple[Dispatch | Receipt | FromFiling | FromFact | EndOf, ...]


Start = Dispatch | Receipt | AllReceived | SinceStep | FromFiling | FromFact | EndOf | Earliest

BY_AGREEMENT, BY_OFFICE, BY_OWNER, BY_OTHER = "agreement", "office", "owner", "other"
"""Who may extend a limit: all whom it concerns, the neutral or tribunal, the one for whom it runs, or on that one's
request the other side, which waits for the answer."""


@dataclass(frozen=True, slots=True)
class Extension:
    """How a limit may be extended: by whom, how often, and by how much where that is fixed."""

    by: str = BY_AGREEMENT
    times: int | None = None
    length: Length | None = None


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A period that runs.

    ``per`` names the track set on whose tracks it runs; ``zone`` is ``"party"`` (of the track, else of the owner),
    ``"UTC"`` or a zone name; ``owner`` is the role for which it runs, ``waits_for`` the one that has to
    act where that is another one; ``takes`` is the clock's step at expiry;
    ``proposes`` a step put on a desk instead. ``backwards`` counts towards the past: the date by which something
    should have been done. ``at_least`` is what it lasts at least, and what must be left when it goes on after a stop.
    An ``exact`` limit ends at an instant and not with a day: what is left is kept to the second while it is stopped,
    and whoever acts on it is judged by the moment of recording, whatever date the act bears. ``level`` says who sees
    it, where that is not its parties. ``granted`` is a time for which something was granted, and no period for talks:
    that it ends after the activity begins is as it should be.
    """

    key: str
    length: Length
    under: OneOrMany[Citation] = NONE
    runs_from: Start = field(default_factory=Dispatch)
    title: str = ""
    per: str | None = None
    owner: str | None = None
    waits_for: str | None = None
    zone: str = "party"
    rolling: bool = False
    pausable: bool = False
    at_least: Period | None = None
    exact: bool = False
    extend: Extension | None = None
    every: bool = False
    backwards: bool = False
    takes: str | None = None
    proposes: str | None = None
    binding: Binding | None = None
    grade: Grade | None = None
    level: str = ""
    granted: bool = False

    def __post_init__(self) -> None:
        cited = as_citations(self.under)
        object.__setattr__(self, "under", cited)
        if cited:
            object.__setattr__(self, "binding", self.binding or cited[0].binding)
            object.__setattr__(self, "grade", self.grade or cited[0].grade)

    def cited(self, basis: Iterable[Sequence[str]]) -> tuple[Citation, ...]:
        """Give the provisions on which a run stands as it keeps them; the limit's own where it keeps none."""
        own = dict(self.length.under).values() if isinstance(self.length, ByParty | ByTrack) else ()
        known = {(one.instrument, one.provision): one for one in (*own, *as_citations(self.under))}
        found = (known.get((instrument, where)) for instrument, where, *_binding in basis)
        return tuple(one for one in found if one) or as_citations(self.under)

    @property
    def may_pause(self) -> bool:
        """Say whether a suspension stops this limit: treaty and national limits never."""
        return self.may_pause_as(self.binding or "")

    def may_pause_as(self, binding: str) -> bool:
        """Say whether it may be stopped where it runs with this binding, which a party's own rule can give it."""
        if not binding or binding in (Binding.LAW_T, Binding.LAW_N):
            return False
        return self.pausable or Binding(binding).may_pause


@dataclass(frozen=True, slots=True)
class Standard:
    """A legal standard without a number, or "before" a date: shown with both clocks, never as expired.

    ``until`` names the fact that holds a date (the second clock); ``since`` the step from which elapsed time counts;
    ``target`` the product's own aim, which is no law.
    """

    key: str
    under: OneOrMany[Citation] = NONE
    words: str = ""
    until: str | None = None
    since: str | None = None
    per: str | None = None
    target: Length | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "under", as_citations(self.under))


MEETING, PHYSICAL, OTHER = "meeting", "physical", "other"
"""What a date that belongs in a calendar is: a meeting of persons, something that happens in space, or another."""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that is to happen at a date or an instant which papers of the case name: it belongs in a calendar.

    ``starts``, ``ends`` and ``where`` are fields of the papers, of which the last word counts; it stands there while
    the case is in one of ``states`` (none: always).
    """

    key: str
    title: str
    starts: str
    ends: str = ""
    where: str = ""
    kind: str = OTHER
    states: tuple[str, ...] = ()
