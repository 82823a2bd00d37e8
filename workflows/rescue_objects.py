"""Recovery and return of objects (``rescue_objects``): notice, identity, danger, recovery, return, costs.

Law: ARRA 5(1) notice to launching authority and Secretary-General, 5(2) recovery on request, 5(3) return or holding on
request after identifying data, 5(4) hazardous objects, 5(5) costs; OST VIII third sentence; REG VI help to identify.
There is no period but "immediately" for a danger: every number here is a product default. Damage done by the object is
another head than the cost of its recovery and opens a case of its own. Not modelled: what is a space object or a part
of one, and ownership, which no place changes (OST VIII second sentence).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows import Form
from workflows.dispute.beside import dispute_beside
from workflows.kernel import guards as g
from workflows.kernel.fragments import COMMON_STATES
from workflows.kernel.language import (
    BACK,
    DISPATCH,
    DRAFT,
    OWN,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    EachOn,
    Is,
    Levels,
    Link,
    NotOneself,
    NotToCome,
    On,
    Opens,
    Procedure,
    Step,
    outcome,
)
from workflows.kernel.reciprocity import Counted
from workflows.rescue import objects_papers as papers
from workflows.rescue.advice import OBJECTS as ADVICE
from workflows.rescue.law import (
    AUTHORITY,
    OPERATION,
    SECRETARY_GENERAL,
    TO_SECRETARY_GENERAL,
    Basis,
    basis_of,
    receipts,
    universal,
)
from workflows.rescue.objects_frame import (
    BEFORE,
    COSTS,
    ENDED,
    FINDER,
    LIVE,
    RECORDED,
    STATES,
    TOLD,
    TRACKER,
    TRACKERS,
    WORKED,
    RescueObjectsTerms,
    authorities,
    limits,
    standards,
)

EDITION = 1
TITLE = "Recovery and return of objects"
ASKED = "request_recovery_or_return"
SILENT = ("told", "received", "answering")
HERE = (*SILENT, "identified")
NOT_MODELLED = (
    "What is a space object, or a part of one, and whose property it is.",
    "A claim for costs after the case has ended: it is taken and answered, and its target is not counted any more.",
)
NOTES = (
    "Return and recovery are on request; nothing is owed to a launching authority that never asks.",
    "Ownership is changed neither by the place where an object lies nor by the end of this case.",
    "The cost of recovery and return is one head, damage that the object did another.",
)
# fmt: off


def rescue_objects(terms: RescueObjectsTerms) -> Procedure:
    """Build the procedure of recovery and return of objects."""
    basis = basis_of(terms.basis)
    return Procedure(
        key="rescue_objects", edition=EDITION, title=TITLE, under=(*basis.found, *basis.give_back), opens="draft",
        filer="finder", prefix="RESO", roles=(FINDER, AUTHORITY, TRACKER, SECRETARY_GENERAL),
        states=(*STATES, *COMMON_STATES), tracks=(authorities(basis), COSTS, TRACKERS),
        steps=(*_finding(basis), *receipts(LIVE, FINDER), *_answers(basis), *_identity(basis), *_contested(basis),
               *_trackers(), *_hazard(basis), *_request(basis), *_keeping(basis), *_endings(basis),
               *_costs(basis), *_beside(),
               *universal(FINDER, RECORDED, ENDED)),
        limits=limits(terms), standards=standards(basis),
        levels=Levels(existence="C2", case="C2", track="C2", own="C4"),
        not_modelled=NOT_MODELLED, notes=NOTES, terms=terms.plain(),
        summary="A State that finds an object from space tells the launching authority and the Secretary-General, and "
                "recovers, holds or returns it on request.",
    )


def _shared(**more: Any) -> dict[str, Any]:
    """What every act that leaves the State has: the parties read it, the Secretary-General and trackers too."""
    return {"level": "C2", "file": OPERATION, "tell": "all", **more}


def _places(basis: Basis) -> Is:
    """What is found on a celestial body is for the treaty that speaks of it, and the other way round."""
    earth = tuple(place for place in papers.PLACES if place != papers.CELESTIAL)
    if basis.on_moon:
        return Is("place_kind", (papers.CELESTIAL,), "This treaty speaks of celestial bodies; choose another basis.",
                  basis.found[0])
    return Is("place_kind", earth, "These rules speak of what came back to the Earth; for a celestial body choose the "
              "Moon Agreement as basis when you open the case.", basis.found[0])


def _finding(basis: Basis) -> Iterator[Step]:
    place = _places(basis)
    yield Step("object_found", "draft", "found_or_reported", FINDER, DRAFT, basis.found, papers.ObjectFound, tell=OWN,
               level="C4", keeps=("hazard",), checks=(NotToCome("found_on"), place), starts=("notice",),
               title="Record the finding",
               effect="The finding is on record for your own State; the target for the notice runs.")
    yield Step("enter_notified", "found_or_reported", "notified", FINDER, DISPATCH, basis.found, papers.ObjectNotice,
               when=basis.applies(basis.found), opens=Opens("authority", "authorities"), names=TO_SECRETARY_GENERAL,
               keeps=("hazard",), stops=("notice",), within="notice",
               checks=(NotOneself("authorities"), NotToCome("found_on"), place), **_shared(),
               title="Notify launching authority and Secretary-General",
               effect="Those named and the Secretary-General are told what was found and where.")
    yield Step("add_authority", LIVE, STAY, FINDER, DISPATCH, basis.found, papers.ObjectAuthorityAdded, **_shared(),
               opens=Opens("authority", "party"), checks=(NotOneself("party"),),
               title="Tell another launching authority",
               added="Who launched the object may be learned later, and there may be two.",
               effect="It is told, and reads what was recorded of the finding.")
    for state, added in ("found_or_reported", ""), ("notified", "That it is none may be seen after the notice."):
        yield Step("wrong_object", state, "not_space_object", FINDER, DISPATCH, basis.found, papers.NoSpaceObject,
                   stops=("*",), added=added, **_shared(), title="Find that it is no space object",
                   effect="The case ends; whoever was told learns why.")


def _answers(basis: Basis) -> Iterator[Step]:
    yield Step("acknowledge", LIVE, STAY, TRACK_PARTY, DRAFT, PRODUCT, track=On("authority", SILENT[:2], "answering"),
               receipt=True, **_shared(), title="Acknowledge receipt",
               added="A notice is acknowledged; nothing is admitted by that.",
               effect="Receipt is acknowledged; nothing is admitted.")
    yield Step("give_views", LIVE, STAY, TRACK_PARTY, DISPATCH, basis.give_back, papers.Tracking,
               track=On("authority", HERE), receipt=True, **_shared(), title="Give information on the object",
               added="The launching authority may know the object before it is asked, and how to handle it.",
               effect="All who take part read it; nothing is identified by it.")


def _identity(basis: Basis) -> Iterator[Step]:
    yield Step("ask_data", "notified", "identity_requested", FINDER, DISPATCH, basis.give_back, papers.DataAsked,
               starts=("identity",), **_shared(), title="Ask for identifying data",
               effect="Each launching authority is asked; identifying data comes before any return.")
    yield Step("enter_identified", BEFORE, "identified", TRACK_PARTY, DISPATCH, basis.give_back,
               papers.Identification, track=On("authority", SILENT, "identified"), receipt=True, within="identity",
               stops=("identity", "resolution"), starts=("unclaimed",), link=Link("registration", field="registration"),
               **_shared(), title="Identify the object",
               effect="You identify the object as one that you launched; you may now ask for recovery or return.")
    yield Step("enter_identified", ("held_at_disposal", "unclaimed_closed"), STAY, TRACK_PARTY, DISPATCH,
               basis.give_back, papers.Identification, track=On("authority", SILENT, "identified"), receipt=True,
               within="identity", link=Link("registration", field="registration"), **_shared(),
               title="Identify the object", added="Data that comes late is taken.",
               effect="You identify the object as one that you launched; you may now ask for it.")


def _contested(basis: Basis) -> Iterator[Step]:
    yield Step("enter_identity_contested", ("notified", "identity_requested"), "identity_contested", TRACK_PARTY,
               DISPATCH, basis.give_back, papers.Contested, track=On("authority", SILENT, "denied"), receipt=True,
               stops=("identity",), starts=("resolution",), **_shared(), title="Contest the identity of the object",
               effect="You deny that you launched it; the identity is contested until it is shown by evidence.")
    yield Step("enter_identity_contested", "identified", "identity_contested", FINDER, DISPATCH, basis.give_back,
               papers.Contested, stops=("unclaimed",), starts=("resolution",), **_shared(),
               title="Contest the identity of the object", added="The finder may doubt the data that it was given.",
               effect="The identity is contested until it is shown by evidence.")
    to = outcome((g.Fact("resolved_as", (papers.NOT_ONE,)), "not_space_object"), (None, "identified"))
    yield Step("resolve_identity", "identity_contested", to, FINDER, DISPATCH, papers.REG("VI"), papers.Resolution,
               keeps=("resolved_as",), stops=("resolution",), starts=("unclaimed",), within="resolution", **_shared(),
               title="Record the result on the identity",
               effect="What it is, and on which evidence, is on record. Nobody admits a launch by it.")


def _trackers() -> Iterator[Step]:
    yield Step("ask_trackers", TOLD, STAY, FINDER | AUTHORITY, DISPATCH, papers.REG("VI"), papers.TrackersAsked,
               opens=Opens("tracking", "trackers", anew=True), checks=(NotOneself("trackers"),), **_shared(),
               title="Ask for help to identify the object",
               added="States with means of tracking help as far as feasible.",
               effect="Those named read what is on record of the object and are asked for their data.")
    yield Step("help_to_identify", LIVE, STAY, TRACK_PARTY, DISPATCH, papers.REG("VI"), papers.Tracking,
               track=On("tracking", ("asked", "answered"), "answered"), **_shared(),
               title="Help to identify the object", added="States with means of tracking help as far as feasible.",
               effect="What your data shows is before all who take part.")


def _hazard(basis: Basis) -> Iterator[Step]:
    yield Step("hazard", TOLD, "hazard_control", FINDER, DISPATCH, basis.hazard, papers.HazardNotice, **_shared(),
               title="Notify that the object may be hazardous",
               effect="The launching authority removes the danger at once, under your direction.")
    yield Step("report_steps", "hazard_control", STAY, FINDER | AUTHORITY, DRAFT, basis.hazard, papers.HazardSteps,
               **_shared(), title="Report on steps against the danger",
               added="The launching authority takes effective steps under the direction of the finder.",
               effect="What was done is before all who take part.")
    yield Step("enter_previous", "hazard_control", BACK, FINDER, DISPATCH, basis.hazard, papers.HazardEnded,
               **_shared(), title="Record that the danger is removed", effect="The case goes on where it was.")


def _request(basis: Basis) -> Iterator[Step]:
    held = g.Says(g.Fact("still_held", ("held",)), "The object is no longer held.", PRODUCT)
    known = g.Says(g.TrackIn(("identified",)) | ~g.Done("ask_data") | g.Done("resolve_identity"),
                   "Identifying data was asked for; it comes before any return.", basis.give_back[0])
    asked: dict[str, Any] = {"stops": ("unclaimed", "identity"), "starts": ("plan",), "receipt": True, **_shared(),
                             "title": "Ask for recovery or return"}
    effect = "The finder recovers the object as it finds practicable, and returns it or holds it for you."
    yield Step(ASKED, ("identified", "held_at_disposal"), "recovery", TRACK_PARTY, DISPATCH, basis.recover,
               papers.RecoveryAsked, track=On("authority", HERE, "identified"), when=known, effect=effect, **asked)
    yield Step(ASKED, "unclaimed_closed", "recovery", TRACK_PARTY, DISPATCH, basis.recover, papers.RecoveryAsked,
               track=On("authority", HERE, "identified"), when=held & known, effect=effect, **asked,
               added="A late request is honoured while the object is held.")
    yield Step("plan_recovery", "recovery", STAY, FINDER, DRAFT, basis.recover, papers.RecoveryPlan, within="plan",
               stops=("plan",), **_shared(), title="Plan the recovery",
               added="The target for a plan needs an act that meets it.",
               effect="What is practicable, and what help is asked for, is before the launching authority.")


def _keeping(basis: Basis) -> Iterator[Step]:
    silence = g.Lapsed("identity")
    rows: tuple[tuple[Any, ...], ...] = (
        ("recovery", None, (), ""),
        ("identity_requested", silence, ("unclaimed",), "An authority that is silent does not make the object free."),
        ("identified", None, (), "The object may be in custody before anybody asks for it."),
    )
    for state, when, starts, added in rows:
        yield Step("enter_held_at_disposal", state, "held_at_disposal", FINDER, DISPATCH, basis.give_back,
                   papers.Holding, when=when, starts=starts, stops=("plan", "identity"), added=added, **_shared(),
                   title="Hold the object for the launching authority",
                   effect="The object is at the disposal of the launching authority.")
    yield Step("enter_returned", "held_at_disposal", "returned", FINDER, DISPATCH, basis.give_back,
               papers.ObjectReturned, checks=(NotToCome("returned_at"),), when=g.Done(ASKED), stops=("unclaimed",),
               **_shared(), title="Record the return", effect="The object was handed to the launching authority.")


def _endings(basis: Basis) -> Iterator[Step]:
    yield Step("agree_disposal", "held_at_disposal", "disposed_by_agreement", FINDER & EachOn("authority",
               ("identified",)), DISPATCH, basis.give_back, papers.Disposal, stops=("unclaimed",), **_shared(),
               title="Agree on the disposal", effect="With the last hand it is agreed what becomes of the object.")
    yield Step("no_request", ("identified", "held_at_disposal"), "unclaimed_closed", FINDER, DISPATCH, PRODUCT,
               papers.Unclaimed, proposed=True, when=g.Lapsed("unclaimed"), keeps=("still_held",), stops=("identity",),
               **_shared(), title="Close the case, since no request came",
               effect="No request is recorded. Ownership is not changed; a late request is honoured while it is held.")


def _costs(basis: Basis) -> Iterator[Step]:
    worked = g.Says(g.Done(ASKED), "Costs are those of what a launching authority asked for; none has asked.",
                    basis.costs[0])
    claim: dict[str, Any] = {"track": On("authority", HERE), "opens": Opens("cost", of_track=True, anew=True),
                             "when": worked, **_shared(), "title": "Claim the cost of recovery and return",
                             "whom": "from", "effect": "The launching authority is asked to bear the cost."}
    yield Step("cost_claim", WORKED, STAY, FINDER, DISPATCH, basis.costs, papers.CostClaim, starts=("costs",), **claim)
    yield Step("cost_claim", ("returned", "disposed_by_agreement"), STAY, FINDER, DISPATCH, basis.costs,
               papers.CostClaim, **claim)
    for key, to, title in (
        ("accept_costs", "accepted", "Accept the claim for costs"),
        ("contest_costs", "contested", "Contest the claim for costs"),
    ):
        yield Step(key, (*WORKED, "hazard_control", *ENDED[:2]), STAY, TRACK_PARTY, DISPATCH, basis.costs,
                   papers.CostAnswer, track=On("cost", ("claimed", "contested", "accepted"), to), stops=("costs",),
                   within="costs", **_shared(), title=title, added="A claim for costs is answered.",
                   effect="Your answer to the claim is on record.")


def _beside() -> Iterator[Step]:
    everywhere = (*RECORDED, *ENDED)
    yield Step("claim_damage", everywhere, STAY, FINDER, DISPATCH, papers.LC("II"), papers.DamageNoted, tell=OWN,
               level="C4", link=Link("damage", "liability", title="Claim for damage"),
               title="Open a claim for damage done by the object",
               added="Damage is another head than the cost of recovery, and has limits of its own.",
               effect="A case on the claim is opened with this act, in your name and in preparation. Nobody else sees "
                      "that one, or this act, before you present the claim.")
    yield dispute_beside((*LIVE, *ENDED), _shared(), "Identity, return, disposal and costs may be disputed.")


RECIPROCAL = (Counted("enter_returned", "returned", "authority"), Counted("help_to_identify", "help_given", "finder"))
FORMS = (Form("rescue_objects", TITLE, RescueObjectsTerms, rescue_objects,
              advice=ADVICE, subjects=("debris", "rescue"),
              reciprocal=RECIPROCAL, reported="notifications"),)
