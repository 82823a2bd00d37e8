"""Rescue and return of persons (``rescue_persons``): alert, notice, search and rescue, hand-over, final report.

Law: ARRA 1 (tell the launching authority and the Secretary-General at once, or announce publicly), 2 and 3 (rescue on
own territory, and where no State has jurisdiction), 4 (return, without condition); OST V between parties to that treaty
and on celestial bodies, where MOON 10, 12(3) and 13 bind its own parties. "Immediately" and "safely and promptly" have
no number: every period here is a product default. Return goes to the launching authority under ARRA and to the State of
registry under OST V: the paper asks for both. Not modelled: coordination of the search itself, medical care, and who
counts as personnel of a spacecraft.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows import Form
from workflows.dispute.beside import dispute_beside
from workflows.kernel import guards as g
from workflows.kernel.fragments import COMMON_STATES
from workflows.kernel.language import (
    ANY_PARTY,
    DISPATCH,
    DRAFT,
    OFFICE,
    OUTSIDER,
    OWN,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Flag,
    Is,
    Levels,
    Link,
    Names,
    NotOneself,
    NotToCome,
    On,
    Opens,
    Procedure,
    Step,
    WhenThen,
)
from workflows.kernel.reciprocity import Counted
from workflows.rescue import persons_papers as papers
from workflows.rescue.advice import PERSONS as ADVICE
from workflows.rescue.law import (
    AUTHORITY,
    MOON,
    OPERATION,
    SECRETARY_GENERAL,
    TO_SECRETARY_GENERAL,
    Basis,
    authorities,
    basis_of,
    receipts,
    universal,
)
from workflows.rescue.persons_frame import (
    ACTING,
    DIRECTING,
    DUE,
    ENDED,
    HELPER,
    LIVE,
    OFFERS,
    OWNER,
    REGISTRY,
    REPORTING,
    RUNNING,
    STATES,
    RescuePersonsTerms,
    exempt,
    limits,
    standards,
)

EDITION = 1
TITLE = "Rescue and return of persons"
OPEN = (*RUNNING, "returned")
"""From the notice to the final report."""
ROLES = (REPORTING, AUTHORITY, DIRECTING, HELPER, REGISTRY, SECRETARY_GENERAL)
TOLD = "reporting authority directing helper registry owner secretary_general"
NOT_MODELLED = (
    "Coordination of the search itself, and medical care; medical data stands in the sealed card of the mission.",
    "Who counts as an astronaut or as personnel of a spacecraft: private passengers are treated alike, as a default.",
    "A case that becomes public: the announcement is on record here and is made by the means that it names.",
)
NOTES = (
    "“Immediately” and “safely and promptly” have no number: the periods beside them are targets of the product.",
    "Return is without condition; costs and damage are matters of their own.",
    "An offer of help is recorded, and the State that directs the operation decides on it.",
)


# fmt: off
def rescue_persons(terms: RescuePersonsTerms) -> Procedure:
    """Build the procedure of rescue and return of persons."""
    basis = basis_of(terms.basis)
    return Procedure(
        key="rescue_persons", edition=EDITION, title=TITLE, under=(*basis.inform, *basis.at_home), opens="draft",
        filer="reporting", prefix="RESC", roles=(*ROLES, OWNER) if basis.on_moon else ROLES,
        states=(*STATES, *COMMON_STATES), tracks=(authorities(basis), OFFERS),
        steps=(*_alert(basis), *_told(basis), *receipts(OPEN, REPORTING), *_authority(basis), *_operation(basis),
               *_search(basis), *_help(basis), *_return(basis), *_ends(basis), *_beside(basis),
               *universal(REPORTING, LIVE, ENDED)),
        limits=limits(terms), standards=standards(terms, basis),
        levels=Levels(existence="C2", case="C2", track="C2", own="C4"), exempt=exempt(),
        not_modelled=NOT_MODELLED, notes=NOTES, terms=terms.plain(),
        summary="A State that learns of persons in accident, distress or unintended landing tells the launching "
                "authority and the Secretary-General, rescues them, and returns them.",
    )


def _shared(**more: Any) -> dict[str, Any]:
    """What every act that leaves the State has: the parties read it, the Secretary-General and those who help too;
    whoever only offers help does not."""
    return {"level": "C2", "file": OPERATION, "tell": TOLD, **more}


def _alert(basis: Basis) -> Iterator[Step]:
    yield Step("information", "draft", "alert", REPORTING, DRAFT, basis.inform, papers.Information, tell=OWN,
               level="C4", checks=(NotToCome("learned_at"),), starts=("call", "note"), title="Record the information",
               effect="The alert is on record for your own State; the clocks of the product run from when you learned "
                      "of it.")
    yield Step("record_call", ("alert", "notified"), STAY, REPORTING, DRAFT, PRODUCT, papers.Call, tell=OWN, level="C4",
               checks=(NotToCome("called_at"),), stops=("call",), within="call", title="Record word by telephone",
               added="Word by telephone comes before the note; the record of it is your own.",
               effect="It is on record that word was given by telephone; the notice in writing is still due.")
    announced = (WhenThen("reach", (papers.KNOWN,), "authorities"),)
    yield Step("notify", "alert", "notified", REPORTING, DISPATCH, basis.inform, papers.Notice,
               when=basis.applies(basis.inform), opens=Opens("authority", "authorities"), names=TO_SECRETARY_GENERAL,
               keeps=("reach", "place_kind"), stops=("call", "note"), within="note",
               flags=(Flag(DUE, g.Fact("reach", (papers.UNKNOWN, papers.UNREACHED)), on_track=False),),
               checks=(NotOneself("authorities"), NotToCome("learned_at"), *announced), **_shared(),
               title="Notify launching authority and Secretary-General",
               effect="Those named and the Secretary-General are told. Where no launching authority is identified or "
                      "reached, a public announcement is due.")


def _told(basis: Basis) -> Iterator[Step]:
    yield Step("add_authority", RUNNING, STAY, ACTING, DISPATCH, basis.inform, papers.AuthorityAdded, **_shared(),
               opens=Opens("authority", "party"), checks=(NotOneself("party"),),
               title="Tell another launching authority",
               added="Who the launching authority is may be learned later, and there may be two.",
               effect="It is told, and reads what was recorded of the alert.")
    yield Step("announce_publicly", RUNNING, STAY, ACTING, DISPATCH, basis.announce, papers.Announcement,
               clears=(DUE,), flags=("publicly_announced",), level="C0", tell="all", title="Announce it publicly",
               added="The announcement has words and means of its own; they are public.",
               effect="The words are public. Make the announcement itself by the means that you name.")
    yield Step("spread_information", RUNNING, STAY, SECRETARY_GENERAL, OFFICE, basis.spread, papers.Spreading,
               **_shared(), flags=(Flag("information_spread", on_track=False),), title="Spread the information",
               added="The Secretary-General spreads the information without delay.",
               effect="To whom and how it was spread is on record.")


def _authority(basis: Basis) -> Iterator[Step]:
    here = ("told", "received", "answering")
    yield Step("acknowledge", OPEN, STAY, TRACK_PARTY, DRAFT, PRODUCT, track=On("authority", here[:2], "answering"),
               receipt=True, **_shared(), title="Acknowledge receipt",
               added="A notice is acknowledged; nothing is admitted by that.",
               effect="Receipt is acknowledged; nothing is admitted.")
    yield Step("give_information", OPEN, STAY, TRACK_PARTY, DRAFT, basis.at_home, papers.AuthorityAnswer,
               track=On("authority", here, "answering"), receipt=True, link=Link("rescue_card", field="card"),
               **_shared(), title="Give information that helps the rescue",
               added="The launching authority co-operates in the rescue.",
               effect="All who take part in the rescue read it.")
    yield Step("deny_authority", OPEN, STAY, TRACK_PARTY, DISPATCH, PRODUCT, papers.Denial,
               track=On("authority", here, "denied"), receipt=True, **_shared(),
               title="Deny being a launching authority",
               added="Whoever is told may not be the launching authority.",
               effect="Your statement is on record and you take no further part; you may be told again.")
    yield Step("ask_for_card", OPEN, STAY, ACTING, DRAFT, basis.at_home, papers.CardAsked,
               flags=(Flag("rescue_card_asked", on_track=False),), **_shared(),
               title="Ask that the rescue card be opened",
               added="The card of a mission is sealed; whoever keeps it opens it by an act of its own.",
               effect="The launching authorities know what you need. Only they, or whom they trusted with the card, "
                      "open it.")


def _operation(basis: Basis) -> Iterator[Step]:
    own, celestial = (g.Fact("place_kind", (kind,)) for kind in (papers.OWN, papers.CELESTIAL))
    elsewhere = g.Says(~own, "In its own territory the State that notified directs the operation.", basis.at_home[0])
    common: dict[str, Any] = {"names": Names("directing", acting=True), "starts": ("progress",), **_shared(),
                              "title": "Start search and rescue",
                              "effect": "You direct the operation and report on it; the periods for reports begin."}
    for under, who, when in (
        (basis.at_home, REPORTING, own), (basis.celestial, REPORTING | AUTHORITY, elsewhere & celestial),
        (basis.abroad, REPORTING | AUTHORITY, elsewhere & ~celestial),
    ):
        yield Step("start_sar", "notified", "search_rescue", who, DRAFT, under, papers.Operation, when=when,
                   **common)


def _search(basis: Basis) -> Iterator[Step]:
    for state, starts in ("search_rescue", ("progress",)), ("persons_found", ()):
        yield Step("report_progress", state, STAY, ACTING, DRAFT, basis.at_home, papers.Progress, within="progress",
                   starts=starts, **_shared(), title="Report on progress",
                   added="Steps and progress are reported while the operation runs.",
                   effect="All who take part read it; while the search runs the period for the next report begins.")
    first: g.Guard = ~g.Done("find")
    for again, starts, effect in (
        (first, ("hand_over",), "The persons are located and in care; they are to be returned safely and promptly."),
        (~first, (), "Further persons are located and in care; the period for the return of the first runs on."),
    ):
        yield Step("find", "search_rescue", "persons_found", ACTING, DRAFT, basis.at_home, papers.Found, **_shared(),
                   when=again, checks=(NotToCome("found_at"),), starts=starts, stops=("progress",),
                   title="Find the persons", effect=effect)
    yield Step("continue_search", "persons_found", "search_rescue", ACTING, DRAFT, basis.at_home, papers.SearchAgain,
               starts=("progress",), **_shared(), title="Go on with the search",
               added="Some may be found before others.",
               effect="The search goes on for those who are missing; what runs for those who were found runs on.")
    yield Step("end_search", "search_rescue", "closed", ACTING, DISPATCH, basis.at_home, papers.SearchEnded,
               **_shared(), stops=("*",), title="End the search", flags=(Flag("persons_not_found", on_track=False),),
               added="A search may end without having found anybody; it is ended in consultation.",
               effect="The operation ends; the reasons are on record.")


def _help(basis: Basis) -> Iterator[Step]:
    live = RUNNING[:3]
    yield Step("offer_help", live, STAY, OUTSIDER | AUTHORITY, DISPATCH, basis.abroad, papers.HelpOffered, **_shared(),
               opens=Opens("offer", acting=True, anew=True), title="Offer help",
               added="A third State, or the launching authority, may offer help.",
               effect="Your offer is on record; the State that directs the operation decides on it.")
    yield Step("record_offer", live, STAY, ACTING, DRAFT, basis.abroad, papers.HelpReported,
               level="C1", tell="all",
               opens=Opens("offer", "party", anew=True), checks=(NotOneself("party"),), title="Record an offer of help",
               whom="of", added="Offers come by telephone and by note, from States that do not see this case.",
               effect="The offer is on record; the State that made it sees it, and nothing that is for the parties.")
    yield Step("accept_help", live, STAY, ACTING, DRAFT, basis.at_home, papers.HelpAnswer,
               track=On("offer", ("offered", "declined"), "accepted"), names=Names("helper", of_track=True),
               flags=(Flag("help_accepted", on_track=False),), title="Accept the help", whom="of",
               **_shared(),
               effect="The help is accepted and directed by you; whoever helps reads what is on record of the rescue.")
    yield Step("decline_help", live, STAY, ACTING, DRAFT, basis.at_home, papers.HelpAnswer,
               track=On("offer", ("offered",), "declined"), title="Decline the help", whom="of",
               level="C1", tell="all",
               added="The State that directs the operation decides on help.",
               effect="The help is not needed now; it may be accepted later.")


def _return(basis: Basis) -> Iterator[Step]:
    fit = Is("fitness", ("fit", "with_care"), "Persons who are not fit to travel stay in care until they are.",
             basis.hand_over[0])
    yield Step("hand_over", "persons_found", "returning", ACTING, DISPATCH, basis.hand_over, papers.HandOver,
               names=Names("registry", "registry_state"), checks=(fit,), **_shared(), title="Arrange the hand-over",
               effect="Representatives of the launching authority, and the State of registry where it is another one, "
                      "know when and where. Return is without condition.")
    yield Step("enter_returned", "returning", "returned", ACTING, DISPATCH, basis.hand_over, papers.Return,
               checks=(NotToCome("returned_at"),), stops=("hand_over",), starts=("final_report",),
               within="hand_over", **_shared(), title="Record the return",
               effect="The persons were handed to representatives; the period for the final report begins.")


def _ends(basis: Basis) -> Iterator[Step]:
    yield Step("close", "returned", "closed", ACTING, DISPATCH, basis.at_home, papers.FinalReport, **_shared(),
               stops=("*",), within="final_report", title="File the final report",
               effect="The case ends with the final report to launching authority and Secretary-General.")
    yield Step("stand_down", ("alert", "notified"), "stood_down", REPORTING, DISPATCH, basis.inform, papers.StandDown,
               names=TO_SECRETARY_GENERAL, stops=("*",), **_shared(), title="Stand down",
               effect="The case ends; whoever was told, and the Secretary-General, learn why.")


def _beside(basis: Basis) -> Iterator[Step]:
    yield Step("report_object", OPEN, STAY, ACTING, DISPATCH, basis.found, papers.ObjectNoted,
               **_shared(), link=Link("object", "rescue_objects", title="Recovery and return of objects"),
               title="Open a case on the craft or object", added="Craft and debris have a procedure of their own.",
               effect="A case on the object is opened with this act, in your name and in preparation. Nobody else sees "
                      "that one before you notify.")
    if basis.on_moon:
        yield Step("report_use_of_equipment", OPEN, STAY, ANY_PARTY, DISPATCH, MOON("12(3)"),
                   papers.EquipmentUsed, names=Names("owner", "party"), **_shared(),
                   title="Report the use of another's equipment",
                   added="Whoever uses equipment of others where life is in danger tells them promptly.",
                   effect="The State whose equipment it is, and the Secretary-General, are told.")
    yield dispute_beside(OPEN, _shared(), "Whether all possible steps are taken may be disputed.")


RECIPROCAL = (Counted("enter_returned", "returned", "authority"),)
FORMS = (Form("rescue_persons", TITLE, RescuePersonsTerms, rescue_persons, advice=ADVICE, subjects=("crew", "rescue"),
              reciprocal=RECIPROCAL, reported="notifications"),)
