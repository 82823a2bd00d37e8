"""When a procedure is the one to use: for what, at which stage, where, whose matter it is, and whom its text must bind.

It is read before a case exists, and so stands beside the procedure in the catalogue and not in its edition: advice that
is worded anew changes no case. What is limited says why in a sentence, since no is an answer with a reason. Not
modelled: facts in dispute; whoever asks says what happened, and the answer takes it as said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from .frozen import dataclass
from .reckoning import Period
from .words import NONE, Citation, as_citations

if TYPE_CHECKING:
    from .words import OneOrMany

PLANNED, UNDER_WAY, COMPLETED = "planned", "under_way", "completed"
STAGES: Mapping[str, str] = MappingProxyType({
    PLANNED: "It is planned", UNDER_WAY: "It goes on, or goes on again", COMPLETED: "It has happened and is over",
})  # fmt: skip
EARTH, AIRSPACE, EARTH_ORBIT, CELESTIAL, DEEP_SPACE, SPECTRUM = (
    "earth", "airspace", "earth_orbit", "celestial_body", "deep_space", "spectrum",
)  # fmt: skip
PLACES: Mapping[str, str] = MappingProxyType({
    EARTH: "On the surface of the Earth", AIRSPACE: "In airspace", EARTH_ORBIT: "In orbit around the Earth",
    CELESTIAL: "On or around the Moon or another celestial body", DEEP_SPACE: "Elsewhere in space",
    SPECTRUM: "On radio frequencies",
})  # fmt: skip
IN_SPACE = (EARTH_ORBIT, CELESTIAL, DEEP_SPACE)
OURS, THEIRS, NOBODYS = "ours", "theirs", "nobodys"
SIDES: Mapping[str, str] = MappingProxyType({
    OURS: "Ours: our activity, our object, our people", THEIRS: "Theirs: that of another party",
    NOBODYS: "Nobody’s, or not known whose",
})  # fmt: skip
BOTH, OWN, NOBODY = "both", "own", "nobody"
BOUND: Mapping[str, str] = MappingProxyType({
    BOTH: "both sides have to be bound", OWN: "the one that acts has to be bound", NOBODY: "nobody has to be bound",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Caution:
    """What whoever uses the procedure has to look at first, and under which provision."""

    says: str
    under: Citation


@dataclass(frozen=True, slots=True)
class Late:
    """A period of the law since the event, after which more has to be shown: length, sentence, provision."""

    after: Period
    says: str
    under: Citation


@dataclass(frozen=True, kw_only=True)
class Ground:
    """One reason to use a procedure. The first provision is the one that has to bind whom `binds` names; where it does
    not, the procedure is barred, or offered as `voluntary` says. `special` comes before the general law."""

    matters: tuple[str, ...]
    why: str
    under: OneOrMany[Citation] = NONE
    stages: tuple[str, ...] = tuple(STAGES)
    places: tuple[str, ...] = tuple(PLACES)
    sides: tuple[str, ...] = tuple(SIDES)
    binds: str = NOBODY
    not_then: str = ""
    not_there: str = ""
    not_theirs: str = ""
    voluntary: str = ""
    cautions: tuple[Caution, ...] = ()
    late: Late | None = None
    special: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "under", as_citations(self.under))
        for held, known, said, name in (
            (self.stages, STAGES, self.not_then, "not_then"),
            (self.places, PLACES, self.not_there, "not_there"),
            (self.sides, SIDES, self.not_theirs, "not_theirs"),
        ):
            strange = set(held) - set(known)
            if strange or not held:
                raise ValueError(f"a ground knows nothing of {', '.join(sorted(strange)) or 'no choice at all'}")
            if bool(said) != (len(held) < len(known)):
                raise ValueError(f"a ground that is limited, and no other, says why: {name}")
        if self.binds not in BOUND or not self.matters or not self.under:
            raise ValueError("a ground names what it is for, what it rests on, and who has to be bound")


@dataclass(frozen=True, kw_only=True)
class Advice:
    """When a procedure is the one to use; `not_by_itself` says why one is never the answer, being opened from within
    another or serving one."""

    grounds: tuple[Ground, ...] = ()
    not_by_itself: str = ""

    def __post_init__(self) -> None:
        if bool(self.grounds) == bool(self.not_by_itself):
            raise ValueError("a procedure has grounds on which it is used, or says why it is not used by itself")

    @property
    def matters(self) -> tuple[str, ...]:
        """List what the procedure is for, each once."""
        return tuple(dict.fromkeys(matter for ground in self.grounds for matter in ground.matters))


def texts_of(advice: Advice) -> Iterator[str]:
    """Give every sentence of an advice, for translation."""
    yield advice.not_by_itself
    for ground in advice.grounds:
        yield from (ground.why, ground.not_then, ground.not_there, ground.not_theirs, ground.voluntary)
        yield from (caution.says for caution in ground.cautions)
        yield ground.late.says if ground.late else ""


def shared_texts() -> Iterator[str]:
    """Give the words of the questions that all advice shares, for translation."""
    for words in (STAGES, PLACES, SIDES, BOUND):
        yield from words.values()
