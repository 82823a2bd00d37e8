"""Rows of a Claims Commission: request, seats, chairman, single member, vacancy, proceedings, decision.

Law: LC XIV to XX. Each seat is a track; a side of several States fills its one seat together, and the Commission never
grows. A side that does nothing stops nobody, though only through a chairman whom the Secretary-General appoints. The
award is final and binding only where the parties agreed so, and always public. The text does not say on which day a
Commission is established: here it is the day on which the last seat is filled. Not modelled: its own procedure, which
it decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.damage import papers_of_commission as papers
from workflows.damage.frame import (
    AWARDED,
    CHAIRMAN,
    CLAIMANT,
    COMMISSION,
    CONSTITUTION,
    IMPLEMENTING,
    LC,
    MEMBER,
    RESPONDENT,
    SEAT_TITLES,
    SEATS,
    SECRETARY_GENERAL,
    SITTING,
    UNDECIDED,
)
from workflows.kernel import guards as g
from workflows.kernel.guards_of_sides import Several
from workflows.kernel.language import (
    ANY_PARTY,
    CLOCK,
    DISPATCH,
    EVERY_PARTY,
    OFFICE,
    PRODUCT,
    SIDE,
    STAY,
    TRACK_PARTY,
    Extend,
    Flag,
    Future,
    Is,
    Link,
    Moves,
    Names,
    NoParty,
    On,
    Opens,
    Step,
)  # fmt: skip

SECRETARY = ("UNSG",)
FORMED = "constituting"
CHAIRED = g.TrackIn(("filled",), "seat:chairman")
FILLED = g.AllTracks("seat", ("filled",))
SINGLE = "single_member_requested"
ALONE = "single_member"
BINDING = "binding_agreed"
SIDES = ("claimant", "respondent")
DECIDED = (*AWARDED, IMPLEMENTING, "closed_paid", "closed_rejected_unresolved")
# fmt: off
LYING: dict[str, Any] = {"tell": "all", "file": CONSTITUTION}
SITS: dict[str, Any] = {"tell": "all", "file": COMMISSION}


def commission() -> tuple[Step, ...]:
    """Give all rows of this part."""
    return (*_request(), *_members(), *_chairman(), *_single(), *_established(), *_proceedings(), *_award())


def _request() -> Iterator[Step]:
    """Row 12: one side asks, alone; seats for both sides and a chair are there with it."""
    yield Step("request_commission", "commission_available", "commission_requested", ANY_PARTY, DISPATCH, LC("XIV"),
               papers.CommissionRequest, opens=Opens("seat", keys=SEATS, titles=SEAT_TITLES),
               starts=("appointment",), **LYING, title="Request a Claims Commission",
               effect="Each side appoints a member within two months of this day; both choose a chairman together "
                      "within four.")
    yield Step("enter_constituting", "commission_requested", FORMED, CLOCK, under=LC("XV(1)"), **LYING,
               follows=g.Done("request_commission"), title="Open the appointments", effect="The seats may be filled.")
    yield Step("agree_binding_force", UNDECIDED, STAY, EVERY_PARTY, DISPATCH, LC("XIX(2)"), papers.BindingForce,
               flags=(BINDING,), when=g.Says(~g.Flagged(BINDING), "It is agreed already.", LC("XIX(2)")), **LYING,
               added="An award binds where the parties agreed so beforehand.", title="Agree that the award will bind",
               effect="The award will be final and binding. Without this agreement it is a recommendation.")


def _members() -> Iterator[Step]:
    """Rows 12 and 16: each side its own seat, in time or with the other side's leave."""
    filled: dict[str, Any] = {"asks": papers.Appointment, "opens": Opens("member", "member"), **LYING,
                              "names": Names(MEMBER.key, "member"),
                              "checks": (NoParty("member", LC("XV(1)")),), "clears": (SINGLE,)}
    for key in SIDES:
        vacant, in_time = On("seat", ("vacant",), "filled", key=key), g.Running("appointment")
        rest = {**filled, "track": vacant, "stops": ("appointment",)}
        effect = "Your side's seat is filled."
        yield Step("appoint_member", FORMED, STAY, SIDE, DISPATCH, LC("XV(1)"), when=in_time & ~Several(), **rest,
                   title="Appoint a member", effect=effect, added="Each side appoints one member.")
        yield Step("several_claimants_or_launchers", FORMED, STAY, SIDE, DISPATCH, LC("XVII"),
                   when=in_time & Several(), **rest, title="Appoint one member together",
                   effect="All States of your side name one member; the Commission does not grow.")
        yield Step("accept_late_appointment", FORMED, STAY, EVERY_PARTY, DISPATCH, PRODUCT, **rest,
                   when=g.Lapsed("appointment"), title="Accept an appointment after the two months",
                   added="An appointment that comes late counts where the other side agrees, before the chairman acts.",
                   effect="The seat is filled though the two months are over; both sides agree to it.")
        yield Step("admit_late_appointment", FORMED, STAY, CHAIRMAN, OFFICE, PRODUCT, **rest,
                   when=g.Lapsed("appointment"), title="Admit an appointment after the two months",
                   added="Where the other side does not agree it is for the Commission, which is then its chairman.",
                   effect="The seat is filled though the two months are over.")


def _chairman() -> Iterator[Step]:
    """Rows 12 and 13."""
    filled: dict[str, Any] = {"track": On("seat", ("vacant",), "filled", key="chairman"), "asks": papers.Chair,
                              "opens": Opens("chairman", "chairman"), **LYING, "names": Names(CHAIRMAN.key, "chairman"),
                              "stops": ("appointment", "appointment_by_secretary_general"),
                              "checks": (NoParty("chairman", LC("XV(2)")),)}
    yield Step("choose_chairman", FORMED, STAY, EVERY_PARTY, DISPATCH, LC("XV(2)"), **filled, title="Choose the "
               "chairman", added="Both sides choose the chairman together, also after the four months.",
               effect="The chairman is chosen by all parties together.")
    asked = g.Done("chairman_deadlock") & g.Running("appointment_by_secretary_general")
    yield Step("chairman_deadlock", FORMED, STAY, ANY_PARTY, DISPATCH, LC("XV(2)"), papers.Deadlock,
               track=On("seat", ("vacant",), key="chairman"), when=g.Lapsed("appointment") & ~asked,
               names=Names("secretary_general", parties=SECRETARY), starts=("appointment_by_secretary_general",),
               **LYING, title="Ask the Secretary-General to appoint",
               effect="The Secretary-General appoints the chairman within two further months.")
    yield Step("appoint_chairman", FORMED, STAY, SECRETARY_GENERAL, OFFICE, LC("XV(2)"), when=g.Done(
               "chairman_deadlock"), **filled, title="Appoint the chairman",
               added="What the Secretary-General was asked for, the Secretary-General does.",
               effect="The chairman is appointed.")


def _single() -> Iterator[Step]:
    """Row 14, and the default of row 16: there is a chairman, a seat stays vacant, and the two months have passed."""
    missing = g.Lapsed("appointment")
    late = g.Says(CHAIRED, "There is no chairman yet; without one nobody can sit alone.", LC("XVI(1)"))
    formed = (FORMED, SITTING, CHAIRMAN, OFFICE)
    sits: dict[str, Any] = {"flags": (Flag(ALONE, on_track=False),), "stops": ("appointment",), "starts": ("decision",),
                            **LYING, "title": "Form the Commission of a single member"}
    for key, other in (SIDES, SIDES[::-1]):
        role = CLAIMANT if other == "claimant" else RESPONDENT
        vacant = On("seat", ("vacant",), key=key)
        yield Step("request_single_member", FORMED, STAY, role, DISPATCH, LC("XVI(1)"), papers.SingleMember,
                   track=vacant, when=late & missing & ~g.Flagged(SINGLE), flags=(SINGLE,), **LYING,
                   title="Ask the chairman to sit alone",
                   added="The chairman sits alone only where the other side asks for it.",
                   effect="The chairman may form a Commission of a single member.")
        yield Step("party_fails_to_appoint", *formed, LC("XVI(1)"), track=vacant, when=g.Flagged(SINGLE) & missing,
                   **sits, effect="The chairman sits alone; the year for the decision runs.")
        alone = g.Says(Several(), "A side of one State is spoken for by the other side's request.", LC("XVI(1)"))
        yield Step("party_fails_to_appoint", *formed, LC("XVII"), track=vacant, when=late & alone & missing, **sits,
                   effect="States of one side named nobody together: the chairman sits alone, and the year for the "
                          "decision runs.")


def _established() -> Iterator[Step]:
    """Rows 15 and 17; a vacancy is filled in the way of the first appointment, and the year to decide goes on."""
    begun = g.Done("all_seats_filled") | g.Done("party_fails_to_appoint")
    key, says = "all_seats_filled", {"title": "Establish the Commission", **LYING}
    yield Step(key, FORMED, SITTING, CLOCK, under=LC("XIX(3)"), follows=FILLED & ~begun, starts=("decision",), **says,
               effect="The Commission is established with the last appointment; the year for the decision runs.")
    whole = FILLED | (g.Flagged(ALONE) & CHAIRED)
    yield Step(key, FORMED, SITTING, CLOCK, under=LC("XVI(2)"), follows=whole & begun, **says,
               effect="The vacancy is filled; the year for the decision has run on.")
    gone: dict[str, Any] = {"starts": ("appointment",), **LYING, "title": "Record a vacancy",
                            "effect": "The seat is vacant and is filled in the way of the first appointment, within "
                                      "the same periods."}
    for role, moves in (("claimant", "member"), ("respondent", "member"), ("chairman", "chairman")):
        left = Moves(moves, "ended", field="member") if moves == "member" else Moves(moves, "ended")
        yield Step("vacancy", SITTING, FORMED, ANY_PARTY, DISPATCH, LC("XVI(2)"), papers.Vacancy, moves=left,
                   track=On("seat", ("filled",), "vacant", key=role), **gone)
    for of, role in ((MEMBER, "member"), (CHAIRMAN, "chairman")):
        yield Step(f"resign_as_{role}", (FORMED, SITTING), STAY, TRACK_PARTY, OFFICE, LC("XVI(2)"),
                   track=On(of.key, ("sitting",), "ended"), **LYING, title="Resign",
                   added="Whoever sits may leave; a party then records the vacancy.",
                   effect="Your mandate ends, and nothing that comes later is read. A party records the vacancy.")


def _proceedings() -> Iterator[Step]:
    yield Step("order_proceedings", SITTING, STAY, CHAIRMAN, OFFICE, (LC("XVI(3)"), LC("XVI(4)")), papers.Order,
               **SITS, title="Order the proceedings", added="The Commission decides its procedure, place and "
               "administration.", effect="The order is on record.")
    yield Step("file_with_commission", SITTING, STAY, ANY_PARTY, DISPATCH, LC("XVI(3)"), papers.Pleading, **SITS,
               title="File with the Commission", added="Parties are heard as the Commission orders.",
               effect="Your statement is before the Commission.")
    yield Step("extend_decision", SITTING, STAY, CHAIRMAN, OFFICE, LC("XIX(3)"), papers.MoreTimeToDecide,
               extends=Extend("decision", until_field="until"), checks=(Future("until", 1, LC("XIX(3)")),),
               when=g.Running("decision"), **SITS, title="Extend the time for the decision",
               added="The Commission may find that it needs longer.", effect="The year ends on the day named.")


def _award() -> Iterator[Step]:
    """Row 18: force as agreed beforehand, reasons, a majority unless one member sits, and publicity in every case."""
    agreed = g.Flagged(BINDING)
    decided: dict[str, Any] = {"asks": papers.Award, "stops": ("decision",), "within": "decision", "level": "C0",
                               "names": Names("secretary_general", parties=SECRETARY), **SITS,
                               "title": "Decide"}
    under = tuple(LC(provision) for provision in ("XIX(2)", "XVI(5)", "XIX(4)"))
    single = Is("majority", ("single",), "The Commission has a single member, who decides alone.", LC("XVI(5)"))
    full = Is("majority", ("unanimous", "majority"), "Where no single member sits a majority decides.", LC("XVI(5)"))
    for one, checks in ((g.Flagged(ALONE), (single,)), (~g.Flagged(ALONE), (full,))):
        yield Step("decide", SITTING, AWARDED[0], CHAIRMAN, OFFICE, under, when=agreed & one, checks=checks, **decided,
                   effect="The award is final and binding, and public. Parties and Secretary-General get certified "
                          "copies.")
        yield Step("decide", SITTING, AWARDED[1], CHAIRMAN, OFFICE, under, when=~agreed & one, checks=checks,
                   starts=("response",), **decided,
                   effect="The award is a recommendation to be considered in good faith, and public. Parties and "
                          "Secretary-General get certified copies.")
    made = Link("publication", "claims_award", title="Published award")
    once = g.Says(~g.Linked("publication", ("published",)), "The award is public already.", LC("XIX(4)"))
    for by, capacity in ((CHAIRMAN, OFFICE), (ANY_PARTY, DISPATCH)):
        yield Step("make_public", DECIDED, STAY, by, capacity, LC("XIX(4)"), link=made, tell="all", when=once,
                   title="Make the award public",
                   added="The award is public by the Convention itself; the claim stays between its parties.",
                   effect="A public record of the award is opened in your name; everybody reads what you file there.")
