"""Steps, states and tracks: the rows of a procedure.

The words of a step stand in a fixed order (what, from, to, by whom, under what, then conditions), one step a line, so
that a lawyer can read a column.

Long because: the words of a row are one vocabulary, and an edition names each by this file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any

from .actors import CLOCK, Actor
from .fields import Filing, FilingSpec
from .frozen import dataclass
from .guards import Guard
from .limits import Length
from .words import NONE, Capacity, Citation, as_citations, humanise

if TYPE_CHECKING:
    from .holdings import Track
    from .view import View
    from .words import OneOrMany

STAY = "@stay"
"""The case (or track) stays where it is."""
BACK = "@back"
"""The state from which the present one was entered."""

OPEN, RESTING, FINAL = "open", "resting", "final"

ALL, TRACK, OWN = "all", "track", "own"
"""Whom a step is told to: all participants, the two sides of the track, or nobody outside the acting party."""


@dataclass(frozen=True, slots=True)
class State:
    """Where a case can be: open, resting (nothing due, only named steps reopen it) or final."""

    key: str
    meaning: str
    kind: str = OPEN
    label: str = ""

    @property
    def title(self) -> str:
        """The state in words."""
        return self.label or humanise(self.key)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A target that is computed: the first branch whose guard holds; the last has none, so that it is total."""

    branches: tuple[tuple[Guard | None, str], ...]

    @property
    def targets(self) -> tuple[str, ...]:
        """All states that it can give."""
        return tuple(state for _, state in self.branches)


def outcome(*branches: tuple[Guard | None, str]) -> Outcome:
    """Write an outcome as a list of (guard, state)."""
    return Outcome(tuple(branches))


Target = str | Outcome


@dataclass(frozen=True, slots=True)
class On:
    """The track a step is taken on: its set, the states it may be in (none: any), where it goes, and a fixed key."""

    set: str
    frm: tuple[str, ...] = ()
    to: Target = STAY
    key: str = ""

    def allows(self, state: str) -> bool:
        """Say whether the step may be taken on a track in a state."""
        return not self.frm or state in self.frm

    def fits(self, track: Track | None) -> bool:
        """Say whether a track is one on which the step is taken, whatever its state."""
        return track is not None and track.set == self.set and (not self.key or track.key == f"{self.set}:{self.key}")


@dataclass(frozen=True, slots=True)
class Opens:
    """Opens tracks: for parties in a field, for entries of a list, for fixed keys, for a role, or for the acting party.

    ``side`` says whose seat a track is, ``titles`` names fixed keys; ``of_track`` opens one for the track's party,
    ``numbered`` one more for the acting party, or for the one that the field names, under the next number; entries of a
    list that name no party are the acting party's where ``by_actor`` says so; ``anew`` begins a track again that is
    there; ``others`` leaves out the acting party. With ``about`` a track tells of whom the field
    names, who takes no part by it and learns nothing of it. With ``here`` the act itself lies on the one track that it
    opens, so that what it files can be for the two sides of that track alone.
    """

    set: str
    field: str | None = None
    keys: tuple[tuple[str, str | None], ...] = ()
    role: str | None = None
    acting: bool = False
    of_track: bool = False
    to: str | None = None
    titles: tuple[tuple[str, str], ...] = ()
    numbered: bool = False
    anew: bool = False
    by_actor: bool = False
    others: bool = False
    about: bool = False
    here: bool = False


@dataclass(frozen=True, slots=True)
class LookUp:
    """A fact that a step takes from a table by an answer of its filing: the days of the session that it chooses.

    What the filing itself tells under ``told`` counts instead; an answer that the table does not have changes nothing.
    """

    fact: str
    by: str
    table: tuple[tuple[str, str], ...] = ()
    told: str = ""

    def value(self, view: View) -> str | None:
        """Give what the filing says, else the table."""
        told = view.filed(self.told) if self.told else None
        return told if isinstance(told, str) and told else dict(self.table).get(str(view.filed(self.by) or ""))


@dataclass(frozen=True, slots=True)
class Moves:
    """Moves every track of a set that is in one of the given states (all but gone ones where none are given), those
    that the same act opens included.

    ``keys`` narrows to those tracks, ``field`` to those whose keys the field of the filing names.
    """

    set: str
    to: str
    frm: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Roll:
    """Who takes part in something that is larger than one case, in one class: as the cases of a procedure of
    participation have left it, among those that run under one value of its term (a charter)."""

    procedure: str
    under: str
    of: str


@dataclass(frozen=True, slots=True)
class Enrols:
    """A case of this procedure puts its filer on a roll: under the value of this term, in the class that this fact
    names, as long as the case is in one of these states."""

    term: str
    fact: str
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """Gives a role to the parties that a field of the filing names, to those named here, to those on a roll as it is
    when the step is taken, or to the acting party; ``others`` leaves the acting party out of those named here.

    ``level`` opens the act to them: it is the act's level wherever the field names somebody.
    """

    role: str
    field: str | None = None
    acting: bool = False
    of_track: bool = False
    level: str = ""
    parties: tuple[str, ...] = ()
    roll: Roll | None = None
    others: bool = False

    def here(self, acting: str) -> tuple[str, ...]:
        """Give those named here, without the acting party where only others are meant."""
        return tuple(p for p in self.parties if not (self.others and p == acting))


@dataclass(frozen=True, slots=True)
class Freezes:
    """Freezes a text: the digest of what these fields of the filing hold, and who is entitled to object to it, which
    are those of a role who take part, or those on a roll as it is when the step is taken."""

    role: str
    fields: tuple[str, ...] = ()
    roll: Roll | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag that is set only where its guard holds."""

    name: str
    when: Guard | None = None
    on_track: bool = True


@dataclass(frozen=True, slots=True)
class Extend:
    """Extends a running limit by a fixed length, or to what fields of the filing name; ``everywhere`` on each track on
    which it runs."""

    limit: str | None = None
    by: Length | None = None
    limit_field: str | None = None
    until_field: str | None = None
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Tell:
    """Takes a step in a linked case in the same transaction."""

    link: str
    step: str


@dataclass(frozen=True, slots=True)
class Link:
    """Names a linked case in a field of the filing, or opens one under a procedure (resolved when used); has its title.

    A case that is opened has its terms from fields of the filing (``terms``: term and field) and from the step itself
    (``gives``: term and value); what neither says, the installation does.
    """

    kind: str
    procedure: str | None = None
    field: str | None = None
    title: str = ""
    terms: tuple[tuple[str, str], ...] = ()
    gives: tuple[tuple[str, str], ...] = ()

    @property
    def opens(self) -> bool:
        """Say whether the step opens the linked case in the same act."""
        return self.procedure is not None and self.field is None


@dataclass(frozen=True, slots=True)
class Elapsed:
    """What had passed since the facts that a filing tells of: since a day or a moment that it names, or since that of
    each entry of the list ``listed``; ``words`` say after what, as in “after the discovery”.
    """

    since: str
    words: str
    listed: str = ""


@dataclass(frozen=True, slots=True)
class FromFilingField:
    """An activity status that a field of the filing states."""

    field: str
    default: str | None = None


OPENED = "opened"
PROOFS = {OPENED: "somebody with a mandate of the addressee opens the paper in this product"}
"""What proves receipt to the clock. That a mail server took a message is delivery and no receipt, and no proof here."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What proves receipt, so that the clock takes the step; ``channel`` is what is collected as the channel."""

    kind: str
    channel: str = ""

    def __post_init__(self) -> None:
        if self.kind not in PROOFS:
            raise ValueError(f"“{self.kind}” is no proof of receipt; these are: {', '.join(PROOFS)}")


@dataclass(frozen=True, slots=True)
class Step:
    """One move that the law allows.

    ``when`` refuses (409) by case, track and world; ``checks`` refuse (422) by the filing; ``within`` marks the act
    late and does not refuse; ``follows`` makes the clock take the step in the same transaction as soon as its guard
    holds; ``proposed`` puts it on a desk; ``whom`` joins the parties to its sentence: “served notice on Korea”;
    ``file`` is the file of the case in which its act lies, for the offices that read it. ``begins`` names the steps
    with whose last paper this one begins, ``voids`` the joint steps on which hands are void with this act; ``records``
    says that what it files is an edition of the text that the case is about; ``registers`` names the register in which
    what it files is the next version of an entry; ``takes_over`` lets facts of the case, named first, take the value of
    others (what was asked for becomes what is); ``looks_up`` takes facts from tables; ``freezes`` says what is put
    before those entitled to object; ``tables`` names the clauses that become the text on the table; ``proof`` lets the
    clock take the step, which records receipt, as soon as receipt is proved that way on the track;
    ``without_prejudice`` keeps its acts out of evidence until all parties agree otherwise; ``here_only`` lets no office
    register a paper in its place; ``elapsed`` says since when the time is counted that had passed when it was taken,
    which its sentence tells; ``publishes`` lets everybody know from its act on that the case exists, where it stands
    and who takes part in it; ``edition`` is for the kernel's own steps, which propose another edition or move the case
    to it; ``stands`` says that what it files stands, while the case is open and until the next such act, and begins
    later papers of its party.
    """

    key: str
    frm: str | tuple[str, ...]
    to: Target
    by: Actor
    capacity: Capacity = Capacity.DISPATCH
    under: OneOrMany[Citation] = NONE
    asks: Any = None
    title: str = ""
    track: On | None = None
    opens: OneOrMany[Opens] = NONE
    moves: OneOrMany[Moves] = NONE
    names: OneOrMany[Names] = NONE
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    pauses: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    extends: Extend | None = None
    flags: tuple[str | Flag, ...] = ()
    clears: tuple[str, ...] = ()
    activity: str | FromFilingField | None = None
    keeps: tuple[str, ...] = ()
    collects: tuple[str, ...] = ()
    takes_over: tuple[tuple[str, str], ...] = ()
    looks_up: tuple[LookUp, ...] = ()
    tables: str = ""
    receipt: bool = False
    proof: Proof | None = None
    begins: tuple[str, ...] = ()
    voids: tuple[str, ...] = ()
    records: bool = False
    registers: str = ""
    freezes: Freezes | None = None
    when: Guard | None = None
    checks: tuple[Any, ...] = ()
    within: str | None = None
    follows: Guard | None = None
    proposed: bool = False
    whom: str = ""
    hands: int = 1
    link: Link | None = None
    tells: Tell | None = None
    tell: str = ""
    level: str = ""
    file: str = ""
    effect: str = ""
    added: str = ""
    common: bool = False
    without_prejudice: bool = False
    here_only: bool = False
    elapsed: Elapsed | None = None
    publishes: bool = False
    edition: str = ""
    stands: bool = False

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "frm", (self.frm,) if isinstance(self.frm, str) else tuple(self.frm))
        put(self, "under", as_citations(self.under))
        put(self, "title", self.title or humanise(self.key))
        for name in ("opens", "moves", "names"):
            value = getattr(self, name)
            put(self, name, tuple(value) if isinstance(value, tuple) else (value,))
        if isinstance(self.asks, type) and issubclass(self.asks, Filing):
            put(self, "asks", self.asks.spec)
        if not self.tell:
            put(self, "tell", TRACK if self.track else ALL)
        if self.follows is not None and self.by is not CLOCK and not isinstance(self.by, type(CLOCK)):
            raise ValueError(f"step “{self.key}”: only the clock takes a step that follows")
        if self.proof and not (self.receipt and self.track and isinstance(self.by, type(CLOCK))):
            raise ValueError(f"step “{self.key}”: on proof the clock records receipt on a track, and nothing else")

    @property
    def filing(self) -> FilingSpec | None:
        """What the step asks in writing."""
        spec = self.asks
        return spec if isinstance(spec, FilingSpec) else None

    @property
    def targets(self) -> tuple[str, ...]:
        """All states to which the step can lead."""
        return self.to.targets if isinstance(self.to, Outcome) else (self.to,)


@dataclass(frozen=True, slots=True)
class TrackSet:
    """A set of tracks, one for each relation or item, with states of their own.

    ``gone`` are states in which the track's party no longer takes part, ``passive`` those in which its hand is not
    waited for where every party has to agree; ``ends`` those that count as a result. ``role`` is given to the party of
    a track when it is opened; ``basis`` is the instrument that must bind that party, else the track's basis is
    voluntary. ``level`` says who sees where a track stands, where that is not the procedure's level of tracks: its two
    sides (C3), or all parties of the case (C2) and the offices that read its ``file``. ``office`` is the role that a
    track's party holds in it, as long as it takes part.
    """

    key: str
    initial: str
    states: tuple[State, ...]
    per: str = ""
    role: str | None = None
    gone: tuple[str, ...] = ()
    passive: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    basis: str | None = None
    level: str = ""
    file: str = ""
    office: str = ""

    def state(self, key: str) -> State | None:
        """Find a state of the set."""
        return next((s for s in self.states if s.key == key), None)


@dataclass(frozen=True, slots=True)
class Exempt:
    """A self-check that the law itself makes fail, with the provision that does."""

    check: str
    subject: str
    under: Citation
    why: str


@dataclass(frozen=True, slots=True)
class Levels:
    """Confidentiality that the procedure gives to the existence of a case and to its acts where a step says nothing."""

    existence: str = "C2"
    case: str = "C2"
    track: str = "C3"
    own: str = "C4"
    extra: Mapping[str, str] = field(default_factory=dict)
