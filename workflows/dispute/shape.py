"""What the rows of a dispute share: the ladder, its terms, the states in which talks are possible, and citations."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import and_, or_

from workflows.agreements.clause import ADVANCE, ARBITRATION, COURT, NEGOTIATION
from workflows.agreements.tree import Arrangement
from workflows.dispute.frame import AGAIN, ARBITRAL, ENDED_STAGE, INVITED_KINDS
from workflows.dispute.terms import SettlementTerms
from workflows.kernel import guards as g
from workflows.kernel.frozen import dataclass
from workflows.kernel.guards import Guard
from workflows.kernel.language import ANY_PARTY, PRODUCT, Actor, Citation, On
from workflows.ladder import (
    AT_NOTICE,
    BY_CONVENING,
    BY_INVITATION,
    BY_NOTICE,
    BY_REQUEST,
    DECLARATIONS,
    JOINTLY,
    OPTIONAL_CLAUSE,
    Ladder,
    Rung,
)  # fmt: skip

RUNNING = ("running", "invited")


@dataclass(frozen=True, slots=True)
class Shape:
    """One ladder with its terms."""

    ladder: Ladder
    terms: SettlementTerms

    @property
    def arrangement(self) -> Arrangement:
        """The whole clause."""
        return self.ladder.arrangement

    @property
    def rungs(self) -> tuple[Rung, ...]:
        """All rungs that the agreement knows."""
        return self.ladder.rungs

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of stage that the ladder has."""
        return frozenset(rung.stage.kind for rung in self.rungs)

    @property
    def diplomatic(self) -> tuple[Rung, ...]:
        """The rungs before any tribunal or court that exist."""
        return tuple(rung for rung in self.rungs if is_talk(rung) or rung.entry == BY_INVITATION)

    @property
    def invited(self) -> frozenset[str]:
        """The kinds that begin, or may begin, by invitation."""
        return frozenset(r.stage.kind for r in self.rungs if r.entry == BY_INVITATION and r.stage.kind in INVITED_KINDS)

    @property
    def talks(self) -> tuple[str, ...]:
        """The states of stages before any tribunal, with their invitations and the deadlock."""
        kinds = [k for k in INVITED_KINDS if k in self.kinds]
        return (*kinds, *(f"{k}_invited" for k in kinds if k in self.invited), "deadlock")

    @property
    def before(self) -> tuple[str, ...]:
        """The same with the state in which the notice is on its way."""
        return ("notified", *self.talks)

    @property
    def court(self) -> tuple[str, ...]:
        """The state before the court, where there is such a rung."""
        return (COURT,) if COURT in self.kinds else ()

    @property
    def live(self) -> tuple[str, ...]:
        """Every state in which the dispute is open and not yet decided."""
        return (*self.before, *ARBITRAL, *self.court)

    def cite(self, name: str) -> Citation:
        """Cite what gives a value of the clause."""
        given = self.arrangement.given.get(name)
        return given.cited if given else PRODUCT

    def on(self, rung: Rung, frm: tuple[str, ...], to: str) -> On:
        """Name the track of a rung."""
        return On("stage", frm, to, key=rung.key)

    def by_kind(self, *entries: str) -> Iterator[Rung]:
        """Give the rungs with one of these ways of entry."""
        return (rung for rung in self.rungs if rung.entry in entries)

    @property
    def mover(self) -> Actor:
        """Who may take the dispute to the next stage."""
        from workflows.dispute.frame import CLAIMANT

        return CLAIMANT if self.arrangement.clause.escalate_by == "claimant_only" else ANY_PARTY

    def exhausted(self, rung: Rung) -> Guard | None:
        """Ask that every stage which must come first is over; each names itself when it is not."""
        waits = [
            g.Says(
                g.TrackIn((*ENDED_STAGE, "settled"), f"stage:{key}"),
                f"{self._title(key)} must come first.",
                self._cited(key),
            )
            for key in rung.after
        ]
        return reduce(and_, waits) if waits else None

    @property
    def members(self) -> Guard | None:
        """Ask that claimant and respondents be parties to every agreement that names its parties or binds."""
        asked: list[Guard] = []
        for one in self.arrangement.line:
            if one.parties:
                sentence = f"{{party}} is not a party to this agreement: {one.title}."
                asked.append(g.Among(one.parties, sentence, one.cited, "respondents"))
            elif one.kind in ("treaty", "none"):
                asked.append(g.Bound(one.cited.instrument, one.cited, "respondents"))
        return reduce(and_, asked) if asked else None

    def accepted(self, kind: str) -> Guard | None:
        """Ask that no party has reserved its position on a kind of stage."""
        found = [one for agreement in self.arrangement.line for one in agreement.reservations if one.kind == kind]
        asked = [g.Absent((r.party,), f"{{party}} has reserved its position on this: {r.says}", r.cited) for r in found]
        return reduce(and_, asked) if asked else None

    def opening(self, rung: Rung) -> Guard | None:
        """Everything that must hold before a rung may be entered or proposed."""
        asked = [guard for guard in (self.exhausted(rung), self.accepted(rung.stage.kind)) if guard is not None]
        return reduce(and_, asked) if asked else None

    def enterable(self, rung: Rung) -> Guard:
        """One party alone may enter it now."""
        fresh: Guard = g.TrackIn(("not_started",), f"stage:{rung.key}")
        first = self.accepted(rung.stage.kind) if self.urgent_way else self.opening(rung)
        return fresh & first if first is not None else fresh

    @property
    def urgent_way(self) -> bool:
        """Say whether one party alone may go past the stages before a decision, for urgency."""
        return self.arrangement.clause.skip_rule == "any_stage_urgent"

    def nothing_left(self) -> Guard:
        """No stage runs, and one party alone can enter none."""
        idle: Guard = ~g.AnyTrack("stage", RUNNING)
        alone = [self.enterable(rung) for rung in self.by_kind(BY_REQUEST, BY_CONVENING, BY_NOTICE)]
        alone += [self.enterable(rung) & self.declared for rung in self.rungs if self.by_declaration(rung)]
        return idle & ~reduce(or_, alone) if alone else idle

    @property
    def declared(self) -> Guard:
        """Every party has accepted the jurisdiction of the Court beforehand."""
        return g.AllBound(DECLARATIONS, OPTIONAL_CLAUSE)

    def by_declaration(self, rung: Rung) -> bool:
        """Say whether a rung is a court that one party alone may seise where all have accepted its jurisdiction."""
        return rung.stage.kind == COURT and self.arrangement.clause.court_consent in (None, "declaration")

    @property
    def arbitration(self) -> Rung | None:
        """The rung of arbitration."""
        return next((rung for rung in self.rungs if rung.stage.kind == ARBITRATION), None)

    @property
    def tribunal(self) -> str:
        """The key of the stage of arbitration, which a special agreement brings about where the ladder has none."""
        return self.arbitration.key if self.arbitration else ARBITRATION

    @property
    def advance(self) -> bool:
        """Say whether one party alone may go to arbitration."""
        return self.arbitration is not None and self.arrangement.clause.arb_consent == ADVANCE

    def _title(self, key: str) -> str:
        found = self.ladder.rung(key)
        return f"“{found.title}”" if found else key

    def _cited(self, key: str) -> Citation:
        found = self.ladder.rung(key)
        return found.placed.by.cited if found else PRODUCT


def is_talk(rung: Rung) -> bool:
    """Say whether a rung is a negotiation that nobody has to accept first."""
    return rung.stage.kind == NEGOTIATION and rung.entry in (AT_NOTICE, BY_REQUEST, BY_CONVENING, JOINTLY)


__all__ = ["AGAIN", "RUNNING", "Shape", "is_talk"]
