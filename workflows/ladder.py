"""The ladder between given parties: which rungs exist, in what order, with what waiting times, and why others do not.

Law: nothing obliges States to any means but peaceful ones (UNC 2(3), 33(1)); what they agreed, declared and reserved
does the rest. No procedure of its own: ``settlement`` builds its steps from these rungs, pages and the command line
print them. Not modelled: conditions within declarations under the optional clause of the Court, and disputes on
whether a rung was exhausted, which are for the tribunal.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from workflows.agreements import Agreement
from workflows.agreements.clause import ADVANCE, ARBITRATION, COURT, GOOD_OFFICES, KINDS, LEVELS, NEGOTIATION, Stage
from workflows.agreements.known import World
from workflows.agreements.tree import Arrangement, Placed
from workflows.kernel.frozen import dataclass
from workflows.kernel.words import PRODUCT, Binding, Citation, Grade, capital, say_day
from workflows.national import Policy

AT_NOTICE, BY_REQUEST, BY_CONVENING, BY_INVITATION, BY_NOTICE, JOINTLY, CLOSED = (
    "at_notice", "by_request", "by_convening", "by_invitation", "by_notice", "jointly", "closed",
)  # fmt: skip
ENTRIES = {
    AT_NOTICE: "Begins when the notice of dispute is received.",
    BY_REQUEST: "Begins when one party asks for it.",
    BY_CONVENING: "Begins when the lead partner, told by one party, convenes all partners.",
    BY_INVITATION: "Begins when one party invites and every other one accepts.",
    BY_NOTICE: "One party alone may begin it.",
    JOINTLY: "Begins only when all parties submit the dispute together.",
    CLOSED: "Not available between these parties.",
}
ALONE = (AT_NOTICE, BY_REQUEST, BY_CONVENING, BY_NOTICE)
"""Ways of entry that need no consent at the time; an invitation is not an entry."""
STATE, ORGANISATION, AGENCY_OF, ENTITY = "state", "organisation", "agency", "entity"
DECLARATIONS = "ICJ_36_2"
OPTIONAL_CLAUSE = Citation(DECLARATIONS, "36(2)", Binding.LAW_T, Grade.M)
STATES_ONLY = Citation("ICJ", "36", Binding.LAW_T, Grade.M)
CHARTER = Citation("UNC", "33(1)", Binding.LAW_T, Grade.V)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a rung is closed, or on what its entry depends, with the text that says so."""

    says: str
    cited: Citation = PRODUCT


@dataclass(frozen=True, slots=True)
class Rung:
    """One stage between given parties: how it begins, after which others, and why so."""

    placed: Placed
    entry: str
    after: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    policies: tuple[Policy, ...] = ()

    @property
    def key(self) -> str:
        """Its key in the ladder."""
        return self.placed.key

    @property
    def stage(self) -> Stage:
        """Its values."""
        return self.placed.stage

    @property
    def open(self) -> bool:
        """Say whether it exists between these parties."""
        return self.entry != CLOSED

    @property
    def alone(self) -> bool:
        """Say whether one party can enter it without the consent of another at the time."""
        return self.entry in ALONE

    @property
    def title(self) -> str:
        """Its title in the words of the agreement."""
        return self.stage.title

    @property
    def between(self) -> str:
        """Who sits at the table."""
        return LEVELS[self.stage.level]


@dataclass(frozen=True, slots=True)
class Ladder:
    """All rungs between given parties under one arrangement on one date."""

    arrangement: Arrangement
    parties: tuple[str, ...]
    on: date
    rungs: tuple[Rung, ...]

    def rung(self, key: str) -> Rung | None:
        """Find a rung."""
        return next((one for one in self.rungs if one.key == key), None)

    @property
    def ends(self) -> bool:
        """Say whether one party alone can bring about a decision that binds."""
        return any(one.entry == BY_NOTICE for one in self.rungs if one.stage.kind in (ARBITRATION, COURT))


def rungs(arrangement: Arrangement, parties: tuple[str, ...], on: date, world: World, matter: str = "") -> Ladder:
    """Say which rungs exist between these parties on a date; ``matter`` is what the dispute is on."""
    shut = tuple(_shut(arrangement, parties, on, world, matter))
    found: list[Rung] = []
    for placed in arrangement.stages:
        # Good offices may be offered while others talk; they wait for no stage.
        waits = placed.stage.kind != GOOD_OFFICES
        after = tuple(r.key for r in found if r.stage.mandatory and r.open and waits)
        held = tuple(p for party in parties for p in world.policies(party) if p.kind == placed.stage.kind)
        entry, reasons = (CLOSED, shut) if shut else _entry(arrangement, placed, parties, on, world, not found)
        found.append(Rung(placed, entry, after, reasons, held))
    return Ladder(arrangement, parties, on, tuple(found))


def _shut(arrangement: Arrangement, parties: tuple[str, ...], on: date, world: World, matter: str) -> Iterator[Reason]:
    """Say why the clause does not reach these parties or this matter at all."""
    for party in parties:
        for agreement in arrangement.line:
            reason = _membership(agreement, party, on, world)
            if reason is not None:
                yield reason
        admitted, what = arrangement.clause.admits or (), world.standing(party)
        if what not in admitted:
            given = arrangement.given["admits"]
            words = {ENTITY: "an entity that is neither a State nor an organisation of States"}.get(
                what, f"of kind {what}"
            )
            says = f"{capital(world.name(party))} is {words}; the clause does not admit it as a party."
            yield Reason(says, given.cited)
    yield from _outside(arrangement, matter)


def _membership(agreement: Agreement, party: str, on: date, world: World) -> Reason | None:
    if agreement.since and on < agreement.since:
        return Reason(f"{agreement.title} was not in force before {say_day(agreement.since)}.", agreement.cited)
    if agreement.parties:
        if party in agreement.parties or world.standing(party) in (AGENCY_OF, ENTITY):
            return None
        return Reason(
            f"{capital(world.name(party))} is not a party to this agreement: {agreement.title}.", agreement.cited
        )
    if agreement.kind not in ("treaty", "none") or world.standing(party) != STATE:
        return None
    bound, why = world.binds(agreement.cited.instrument, party, on)
    return None if bound else Reason(why, agreement.cited)


def _outside(arrangement: Arrangement, matter: str) -> Iterator[Reason]:
    clause = arrangement.clause
    for name, words in ("excludes", "excludes"), ("carve_outs", "leaves to a regime of its own"):
        if matter and matter in (getattr(clause, name) or ()):
            said = matter.replace("_", " ")
            yield Reason(f"The clause {words} this matter: {said}.", arrangement.given[name].cited)


Entry = tuple[str, tuple[Reason, ...]]


def _entry(
    arrangement: Arrangement, placed: Placed, parties: tuple[str, ...], on: date, world: World, first: bool
) -> Entry:
    reserved = tuple(_reserved(arrangement, placed, parties, world))
    if reserved:
        return CLOSED, reserved
    if placed.stage.kind == ARBITRATION:
        return _arbitration(arrangement)
    if placed.stage.kind == COURT:
        return _court(arrangement, parties, on, world)
    if placed.stage.kind == NEGOTIATION:
        return _talks(arrangement, placed, first)
    return BY_INVITATION, (Reason("It needs the consent of both sides at the time.", placed.by.cited),)


def _reserved(arrangement: Arrangement, placed: Placed, parties: tuple[str, ...], world: World) -> Iterator[Reason]:
    for agreement in arrangement.line:
        for one in agreement.reservations:
            if one.kind == placed.stage.kind and one.party in parties:
                who, means = capital(world.name(one.party)), KINDS[one.kind].lower()
                yield Reason(f"{who} has reserved its position on {means}: {one.says}", one.cited)


def _talks(arrangement: Arrangement, placed: Placed, first: bool) -> Entry:
    if arrangement.agreement.kind == "none" or arrangement.line[-1].kind == "none":
        return BY_INVITATION, (Reason("No agreement obliges the other side to talk.", CHARTER),)
    if first:
        return AT_NOTICE, ()
    lead = arrangement.clause.lead_partner
    if lead and placed.stage.level == "multilateral":
        return BY_CONVENING, (Reason("The lead partner convenes all partners when it is told.", placed.by.cited),)
    if arrangement.clause.escalate_by == "joint":
        return JOINTLY, (
            Reason("The next stage is entered by all parties together.", _cited(arrangement, "escalate_by")),
        )
    return BY_REQUEST, ()


def _arbitration(arrangement: Arrangement) -> Entry:
    cited = _cited(arrangement, "arb_consent")
    if arrangement.clause.arb_consent == ADVANCE:
        return BY_NOTICE, (Reason("The parties agreed to arbitration beforehand.", cited),)
    return JOINTLY, (Reason("Arbitration was not agreed beforehand; it needs a special agreement.", cited),)


def _court(arrangement: Arrangement, parties: tuple[str, ...], on: date, world: World) -> Entry:
    other = next((party for party in parties if world.standing(party) != STATE), None)
    if other is not None:
        return CLOSED, (Reason(f"Only States come before the Court; {world.name(other)} is not a State.", STATES_ONLY),)
    if arrangement.clause.court_consent == "clause":
        return BY_NOTICE, (Reason("The clause gives the Court jurisdiction.", _cited(arrangement, "court_consent")),)
    if arrangement.clause.court_consent == "special_agreement":
        return JOINTLY, (Reason("The clause asks for a special agreement.", _cited(arrangement, "court_consent")),)
    if not parties:
        return JOINTLY, (
            Reason(
                "One party alone may seise the Court only where all have accepted its jurisdiction.", OPTIONAL_CLAUSE
            ),
        )
    undeclared = [party for party in parties if not world.binds(DECLARATIONS, party, on)[0]]
    if not undeclared:
        says = (
            "All of them have declared that they accept the Court's jurisdiction; conditions of the declarations apply."
        )
        return BY_NOTICE, (Reason(says, OPTIONAL_CLAUSE),)
    names = " and ".join(world.name(party) for party in undeclared)
    says = (
        f"No declaration that accepts the Court's jurisdiction is recorded for {names}; a special agreement is needed."
    )
    return JOINTLY, (Reason(says, OPTIONAL_CLAUSE),)


def _cited(arrangement: Arrangement, name: str) -> Citation:
    return arrangement.given[name].cited if name in arrangement.given else PRODUCT


@dataclass(frozen=True, slots=True)
class Opening:
    """From which day one party alone may enter a rung though the other side is silent; else why there is none."""

    rung: Rung
    on: date | None
    why: str = ""


def openings(ladder: Ladder, received_on: date) -> tuple[Opening, ...]:
    """Preview a ladder for a notice received on a day: the first day of each rung for a party that acts alone.

    Days are counted from the day of receipt, which is day 0, and end at 24:00; the next day is the first one open.
    """
    found: list[Opening] = []
    ready, blocked = received_on, ""
    for rung in ladder.rungs:
        found.append(_opening(rung, ready if rung.after else received_on, blocked))
        if rung.open and rung.stage.mandatory and not blocked:
            end = _alone_over(ladder.arrangement, rung, ready)
            ready, blocked = end or ready, "" if end else f"“{rung.title}” has no end that one party can bring about."
    return tuple(found)


def _opening(rung: Rung, ready: date, blocked: str) -> Opening:
    if not rung.open:
        return Opening(rung, None, rung.reasons[0].says if rung.reasons else ENTRIES[CLOSED])
    if rung.entry == JOINTLY:
        return Opening(rung, None, ENTRIES[JOINTLY])
    if blocked and rung.after:
        return Opening(rung, None, blocked)
    return Opening(
        rung, ready, "" if rung.alone else "From this day an invitation may be sent; nobody has to accept it."
    )


def _alone_over(arrangement: Arrangement, rung: Rung, begun: date) -> date | None:
    """Give the first day after a mandatory rung that one party alone wants over; None where it has no way to."""
    stage = rung.stage
    if rung.entry == BY_INVITATION:
        return _next(begun, arrangement.clause.med_no_reply_days)
    if rung.entry == JOINTLY:
        return None
    if stage.exit_unilateral == "yes":
        return begun
    counted = None if stage.start_event == "first_meeting" else stage.days  # nobody can be made to meet
    ends = [days for days in (stage.exit_after_days, counted) if days]
    return _next(begun, min(ends)) if ends else None


def _next(begun: date, days: int | None) -> date | None:
    return begun + timedelta(days=days) + ONE_DAY if days else None
