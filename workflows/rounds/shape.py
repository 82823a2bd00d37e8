"""What makes one round differ from another: who conducts it and with whom, who applies, what is asked, what may result.

No law of its own: each round cites the text under which it is held, and its call binds those who apply. A procedure
gives a `Round` to `workflows.rounds.building`, and gets its whole form.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from workflows.kernel.actors import All
from workflows.kernel.guards import Guard
from workflows.kernel.language import (
    AGENCY,
    DISPATCH,
    OFFICE,
    OUTSIDER,
    Actor,
    Exempt,
    Filing,
    FilingCheck,
    Link,
    Role,
)
from workflows.kernel.words import Capacity, Citation, Citations
from workflows.rounds.terms import RoundTerms

FILE = "applications"
"""The file in which applications lie, for all who convene the round."""
Hands = tuple[tuple[Actor, Capacity], ...]


@dataclass(frozen=True, kw_only=True)
class Round:
    """One kind of round.

    ``conductor`` opens the case and is its filer; ``joint`` is a second convener, whose hand the call and every result
    need as well. Both read the file of applications. An office acts in office, anybody else by whoever files for it.
    ``applicant`` takes part apart and without stake, so that no applicant learns of another; ``may_apply`` says who
    may, beyond everybody outside. ``call`` and ``application`` are what is asked; ``reviews`` the kinds of review, by
    key. ``shortlist`` and ``conditional`` say whether there is a short list, and a selection on conditions. ``opens``
    is the case that a selected applicant opens. ``calling``, ``applying``, ``judging`` cite what each part rests on,
    and ``closing`` what gives the instant its force.

    Where ``every_review`` is needed for a result, each kind has a step of its own, titled by what it is called here.
    ``may_convene`` says who may publish, and ``joint_checks`` who may be named as the other convener.
    """

    key: str
    edition: int
    title: str
    prefix: str
    summary: str
    terms: RoundTerms
    conductor: Role
    applicant: Role
    call: type[Filing]
    application: type[Filing]
    reviews: dict[str, str] = field(default_factory=dict)
    calling: Citation
    closing: Citation
    applying: Citation
    judging: Citation
    every_review: bool = False
    joint: Role | None = None
    may_convene: Guard | None = None
    joint_checks: tuple[FilingCheck, ...] = ()
    may_apply: Guard | None = None
    application_checks: tuple[FilingCheck, ...] = ()
    shortlist: bool = False
    conditional: bool = False
    opens: Link | None = None
    level: str = AGENCY
    not_modelled: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    exempt: tuple[Exempt, ...] = ()

    def __post_init__(self) -> None:
        """Refuse conveners who could not read what they judge, and applicants who would learn of each other."""
        for role in filter(None, (self.conductor, self.joint)):
            if FILE not in role.reads:
                raise ValueError(f"the role “{role.key}” convenes a round and has to read the file “{FILE}”")
        if not self.applicant.apart:
            raise ValueError(f"the role “{self.applicant.key}” applies in a round and has to be apart")

    @property
    def under(self) -> Citations:
        """What the whole rests on."""
        return tuple(dict.fromkeys((self.calling, self.applying, self.judging)))

    @property
    def conveners(self) -> tuple[Role, ...]:
        """Whoever convenes, the conductor first."""
        return (self.conductor, self.joint) if self.joint else (self.conductor,)

    @property
    def each(self) -> Hands:
        """Any convener alone, with the capacity in which it acts."""
        return tuple((role, _capacity(role)) for role in self.conveners)

    @property
    def together(self) -> tuple[Actor, Capacity]:
        """All conveners on one text; the one conductor where there is no other."""
        if self.joint is None:
            return self.conductor, _capacity(self.conductor)
        plain = [role for role in self.conveners if not role.office]
        return All(self.conveners), DISPATCH if plain else OFFICE

    @property
    def applying_party(self) -> Actor:
        """Whoever applies: somebody outside, or an applicant that applies once more."""
        return OUTSIDER | self.applicant

    def to_applicant(self, **more: Any) -> dict[str, Any]:
        """What passes on one application: its applicant and the conveners read it."""
        return {"level": "C3", "file": FILE, **more}

    def to_conveners(self, **more: Any) -> dict[str, Any]:
        """What lies before the conveners alone."""
        return {"level": "C2", "file": FILE, "tell": "all", **more}

    def rows(self, hands: Hands) -> Iterator[dict[str, Any]]:
        """Give who acts and in what capacity, once for each."""
        yield from ({"by": by, "capacity": capacity} for by, capacity in hands)


def _capacity(role: Role) -> Capacity:
    return OFFICE if role.office else DISPATCH


def in_public(**more: Any) -> dict[str, Any]:
    """What everybody may read."""
    return {"level": "C0", "tell": "all", **more}
