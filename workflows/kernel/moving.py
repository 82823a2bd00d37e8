"""Moving a running case to another edition by consent of all: proposed by one party, accepted by each of the others,
refused by any.

These steps stand in every procedure and in no edition: no text has to foresee that it is left. No provision of a treaty
stands behind them; the parties agree on the form under which they go on. What was done stays as it was done: the acts
before keep the edition under which they were taken, a limit that runs keeps its dates and its binding. The new edition
must know everything that the case holds, and must not change who reads it; else the move is refused with the reason.

Not modelled: moving a case from one procedure to another, and moving one in which nobody else takes part.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .actors import ANY_PARTY, EachOther
from .carrying import why_not_carried
from .checks_of_filings import FilingCheck
from .fields import Filing, choice, long_text
from .frozen import dataclass
from .guards import CLOSED, CONTENT, Guard, Refusal
from .steps import STAY, Step
from .words import PRODUCT, Capacity

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .acts import Effect
    from .case import Case
    from .fields import FilingSpec
    from .procedure import Procedure
    from .view import View

PROPOSE, ACCEPT, REFUSE = "propose_edition", "accept_edition", "refuse_edition"
MOVING = frozenset((PROPOSE, ACCEPT, REFUSE))
PROPOSED, BEFORE = "proposed_edition", "editions_before"
"""Facts: the edition that was proposed last; and up to which act the case was under which other editions."""

OWN_TERMS, USUAL_TERMS = "own", "usual"
"""The edition of today with the terms that the case has, or with those with which a case is opened today."""

WAITS = "A move to another edition waits for an answer already."
NOBODY = "Nobody else takes part who could accept it."
NONE_WAITS = "No move to another edition waits for an answer."
NO_OTHER = "There is no such other edition to which the case could move."
GONE = "The edition that was proposed is not there any more."


class EditionProposed(Filing):
    """Proposal to move the case to another edition."""

    edition = choice(
        "To which edition",
        {
            OWN_TERMS: "The edition of today, with the terms of this case",
            USUAL_TERMS: "The edition of today, with the terms of cases opened today",
        },
        PRODUCT,
        help="The page of the case tells in words in what it differs. All others must accept it.",
    )
    reason = long_text("Why the case should move", PRODUCT)


class EditionRefused(Filing):
    """Refusal to move the case to another edition."""

    reason = long_text("Reason", PRODUCT)


def waits(case: Case) -> bool:
    """Say whether a proposal waits for an answer."""
    proposed, *answered = (case.done.get(step) for step in (PROPOSE, ACCEPT, REFUSE))
    return proposed is not None and proposed.count > sum(one.count for one in answered if one)


def concerns(view: View, step: str) -> bool:
    """Say whether one of these steps has anything to do with a case now: else it is not even listed as closed."""
    if step == PROPOSE:
        there = view.active()
        may = not waits(view.case) and view.acting in there and len(there) > 1
        return may and bool(view.world.editions(view.procedure))
    return waits(view.case)


def moving_steps(procedure: Procedure) -> tuple[Step, ...]:
    """Give the steps, as they are taken from every open state of a procedure."""
    live = procedure.live
    return (
        Step(PROPOSE, live, STAY, ANY_PARTY, Capacity.DISPATCH, PRODUCT, EditionProposed, when=MayBeProposed(),
             checks=(Carried("edition"),), edition=PROPOSED, common=True, tell="all",
             title="Propose to move the case to another edition",
             effect="The others are asked. The case goes on as it is until each of them has accepted."),
        Step(ACCEPT, live, STAY, EachOther(PROPOSE), Capacity.DISPATCH, PRODUCT, when=MayBeTaken(), edition=ACCEPT,
             tell="all", title="Accept the move to the other edition",
             effect="With the last acceptance the case goes on under the other edition; what was done stays."),
        Step(REFUSE, live, STAY, ANY_PARTY, Capacity.DISPATCH, PRODUCT, EditionRefused, when=Waiting(),
             voids=(ACCEPT,), edition=REFUSE, tell="all", title="Refuse the move to the other edition",
             effect="The case stays under its edition. Whoever proposed the move takes it back this way."),
    )  # fmt: skip


def moving_effects(view: View, row: Step, n: int) -> Iterator[Effect]:
    """Give what a row does to the edition: the one that is proposed is kept, or the case moves to it with this act."""
    if row.edition == PROPOSED:
        yield "fact", PROPOSED, _asked(view).digest
    elif row.edition == ACCEPT:
        old, before = view.procedure.digest, view.case.facts.get(BEFORE) or ()
        yield "edition", str(view.case.facts[PROPOSED]), old
        yield "fact", BEFORE, [*map(list, before), [n, old]]


def edition_of(case: Case, n: int) -> str:
    """Give the digest of the edition under which an act of a case was taken."""
    before = case.facts.get(BEFORE) or ()
    return next((str(digest) for last, digest in before if n <= last), case.procedure.digest)


def _asked(view: View) -> Procedure:
    return view.world.editions(view.procedure)[str(view.filed("edition"))]


@dataclass(frozen=True, slots=True)
class Waiting(Guard):
    """A proposal to move waits for an answer."""

    def check(self, view: View) -> Refusal | None:
        """Compare how often it was proposed and answered."""
        return None if waits(view.case) else Refusal(NONE_WAITS, (PRODUCT,))

    def words(self, of: Procedure | None = None) -> str:
        """Name the proposal."""
        return "a move to another edition waits for an answer"


@dataclass(frozen=True, slots=True)
class MayBeProposed(Guard):
    """No proposal waits, and somebody else is there to accept one."""

    def check(self, view: View) -> Refusal | None:
        """Look for a proposal, then for others."""
        if waits(view.case):
            return Refusal(WAITS, (PRODUCT,))
        return None if view.active() - {view.acting} else Refusal(NOBODY, (PRODUCT,))

    def words(self, of: Procedure | None = None) -> str:
        """Say both."""
        return "no move to another edition waits for an answer, and others take part who can accept it"


@dataclass(frozen=True, slots=True)
class MayBeTaken(Guard):
    """A proposal waits, and its edition carries the case as it is now."""

    def check(self, view: View) -> Refusal | None:
        """Look for the proposal, then for the first obstacle."""
        if not waits(view.case):
            return Refusal(NONE_WAITS, (PRODUCT,))
        try:
            new = view.world.edition(str(view.case.facts.get(PROPOSED)))
        except KeyError:
            return Refusal(GONE, (PRODUCT,))
        return _obstacle(view, new, CLOSED, "")

    def words(self, of: Procedure | None = None) -> str:
        """Say both."""
        return "a move to another edition waits for an answer, and that edition carries the case as it is"


@dataclass(frozen=True, slots=True)
class Carried(FilingCheck):
    """The edition that a field chooses is there, and carries the case."""

    field: str

    def check(self, view: View) -> Refusal | None:
        """Find it, then the first obstacle."""
        new = view.world.editions(view.procedure).get(str(view.filed(self.field)))
        if new is None:
            return Refusal(NO_OTHER, (PRODUCT,), kind=CONTENT, field=self.field)
        return _obstacle(view, new, CONTENT, self.field)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Name the question."""
        return f"{asks.named(self.field)} names another edition, which carries the case as it is"

    def mend(self, body: Mapping[str, Any], view: View) -> Mapping[str, Any]:
        """Choose an edition that there is."""
        there = view.world.editions(view.procedure)
        return {**body, self.field: next(iter(there))} if there else body


def _obstacle(view: View, new: Procedure, kind: str, field: str) -> Refusal | None:
    found = next(why_not_carried(view.case, new, view.called), None)
    if found is None:
        return None
    return Refusal(found.sentence, (PRODUCT,), kind=kind, field=field, reveals=found.reveals)
