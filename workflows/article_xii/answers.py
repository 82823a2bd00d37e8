"""Rows of a visit, first part: notice, receipt, acknowledgement, silence, the talks, and the three objections.

Law: OST XII second sentence (reasonable advance notice, talks, precautions for safety and undisturbed work), first
sentence (reciprocity). The text gives the host no veto and names no other ground; so there are three objections.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.article_ix.papers import Acknowledgement, Meeting, ProofOfReceipt
from workflows.article_xii import papers
from workflows.article_xii.frame import (
    CONTESTED,
    EVERY,
    HOST,
    NEUTRAL,
    OPERATOR,
    SILENT,
    TALKED,
    UNANSWERED,
    VISITING,
    pre_visit,
)
from workflows.article_xii.terms import NOTICE, OPEN, VisitTerms
from workflows.kernel import guards as g
from workflows.kernel.checks_of_days import Within
from workflows.kernel.checks_of_places import PlacedOn
from workflows.kernel.fragments import PartyAdded
from workflows.kernel.language import (
    ANY_PARTY,
    CLOCK,
    DISPATCH,
    DRAFT,
    OPENED,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Flag,
    Is,
    Moves,
    NotBefore,
    NotOneself,
    On,
    Opens,
    Proof,
    Step,
    Taker,
    WhenThen,
)

NOT_HOLDING = tuple(state for state in EVERY if state != "holding")
# fmt: off


def answers(terms: VisitTerms) -> tuple[Step, ...]:
    """Give all rows of this part, in the order of the procedure."""
    contest = () if terms.by_moon else _reciprocity(terms)
    return (*_notice(terms), *_receipt(terms), *_acknowledgement(terms), *_silence(terms), *_added(terms),
            *_talks(), *_dates(), *_holds(terms), *_cleared(), *contest)


def _notice(terms: VisitTerms) -> Iterator[Step]:
    yield Step("serve_notice", "draft", "notice_served", VISITING, DISPATCH, terms.duty, papers.Notice,
               when=terms.applies(), opens=Opens(OPERATOR, "hosts"), starts=("acknowledgement",),
               keeps=("visit_on", "facility_kind"),
               flags=(Flag("short_notice", g.Nearer("visit_on", terms.advance), on_track=False),),
               checks=(Is("where", papers.ON_A_BODY, papers.OUTSIDE, OPEN),
                       PlacedOn("place", ("moon", "other"), papers.OUTSIDE, OPEN),
                       WhenThen("where", ("body",), "body", OPEN),
                       WhenThen("operated_by", ("private",), "private_operator", OPEN),
                       NotOneself("hosts"), NotBefore("visit_on"), NotBefore("visit_until", "visit_on")),
               tell="all", whom="on",
               effect="Every host is served. The product's period for acknowledgement begins; you enter only under a "
                      "plan that every host has signed.")


def _receipt(terms: VisitTerms) -> Iterator[Step]:
    live, later = pre_visit(terms), tuple(state for state in EVERY if state != "served")
    for states, to in (("served",), "received"), (later, STAY):
        yield Step("record_receipt", live, STAY, VISITING | TRACK_PARTY, DRAFT, PRODUCT, ProofOfReceipt,
                   track=On(OPERATOR, states, to), receipt=True, collects=("channel",), whom="by",
                   title="Record proof of receipt",
                   added="No visit is recorded as unanswered before delivery is proved.",
                   effect="Proof of delivery is on record.")
    yield Step("record_receipt", live, STAY, CLOCK, under=PRODUCT, track=On(OPERATOR, ("served",), "received"),
               receipt=True, proof=Proof(OPENED, "portal"), title="Record proof of receipt", whom="by",
               added="Receipt within this product is proved by opening the paper; delivery alone proves none.",
               effect="Somebody with a mandate of the host opened the paper here.")


def _acknowledgement(terms: VisitTerms) -> Iterator[Step]:
    common: dict[str, Any] = {"track": On(OPERATOR, UNANSWERED, "acknowledged"), "receipt": True, "tell": "all",
                              "stops": ("acknowledgement", "grace"), "within": "acknowledgement", "whom": "to",
                              "title": "Acknowledge the notice"}
    yield Step("acknowledge", "notice_served", "host_acknowledged", TRACK_PARTY, DRAFT, PRODUCT, Acknowledgement,
               starts=("consultation",), **common,
               effect="Receipt is acknowledged; nothing is conceded. The product's period for opening talks begins.")
    later = tuple(state for state in pre_visit(terms) if state != "notice_served")
    yield Step("acknowledge", later, STAY, TRACK_PARTY, DRAFT, PRODUCT, Acknowledgement, **common,
               effect="Receipt is acknowledged; you take part in the talks and have to sign the plan.")
    yield Step("acknowledge", "not_held", STAY, TRACK_PARTY, DRAFT, PRODUCT, Acknowledgement,
               flags=(Flag("replied_late", on_track=False),), **common,
               added="A late reply is always taken into the record, even after the end.",
               effect="Your late reply is on record; the visiting State may serve a new notice.")


def _silence(terms: VisitTerms) -> Iterator[Step]:
    live = pre_visit(terms)
    yield Step("no_answer", live, STAY, CLOCK, under=PRODUCT, track=On(OPERATOR, ("served", "received"), "silent"),
               starts=("grace",), tell="all", title="No reply recorded", whom="from", effect=NEUTRAL)
    yield Step("enter_silent_closed", live, STAY, CLOCK, under=PRODUCT, track=On(OPERATOR, ("silent",), SILENT[1]),
               tell="all", title="No reply recorded, grace passed", whom="for", effect=NEUTRAL)
    proved = g.Proofs(OPERATOR, "record_receipt", terms.proofs, terms.proof_channels, ("silent_closed",))
    yield Step("lapse", "notice_served", "not_held", CLOCK, under=PRODUCT, stops=("*",), activity="cancelled",
               follows=g.AllTracks(OPERATOR, ("silent_closed",)) & proved,
               title="No reply recorded, the visit is not held",
               effect=NEUTRAL)


def _added(terms: VisitTerms) -> Iterator[Step]:
    why = "A State that turns out to operate a part of the facility has to sign the plan too."
    talking = tuple(state for state in pre_visit(terms) if state not in ("terms_settled", "scheduled"))
    common: dict[str, Any] = {"opens": Opens(OPERATOR, "party"), "starts": ("acknowledgement",), "tell": "all",
                              "checks": (NotOneself("party"),), "added": why, "title": "Add a host State"}
    yield Step("add_host", talking, STAY, VISITING, DISPATCH, NOTICE, PartyAdded, **common,
               effect="The State is served and has the full period on its own track.")
    yield Step("add_host", ("terms_settled", "scheduled"), "consulting", VISITING, DISPATCH, NOTICE, PartyAdded,
               moves=Moves(OPERATOR, "acknowledged", ("joined",)), stops=("go_no_go",), **common,
               effect="The State is served; the plan is open again until every host has signed it.")


def _talks() -> Iterator[Step]:
    answered = g.OwnTrack(OPERATOR, ("acknowledged",))
    for who, when in (VISITING, None), (HOST, answered):
        yield Step("open_consultation", "host_acknowledged", "consulting", who, DISPATCH, NOTICE, papers.Talks,
                   when=when, starts=("window",), stops=("consultation",), within="consultation",
                   title="Open the talks",
                   effect="The talks begin, on precautions, dates, route and persons; the product's window for them "
                          "runs.")
    yield Step("record_meeting", "consulting", STAY, ANY_PARTY, DRAFT, PRODUCT, Meeting, title="Record a meeting",
               added="The talks are held otherwise than in this product, and are recorded here.",
               effect="That a meeting was held is on record.")


def _dates() -> Iterator[Step]:
    yield Step("propose_date", "consulting", "date_shift_proposed", TRACK_PARTY, DISPATCH, NOTICE, papers.AnotherDate,
               track=On(OPERATOR, NOT_HOLDING, "acknowledged"), stops=("acknowledgement", "grace"),
               starts=("date_answer",), checks=(NotBefore("proposed_on"),), tell="all",
               title="Propose another date", whom="",
               effect="Objection on operations: normal work would be disturbed. The visiting State is asked to answer.")
    yield Step("enter_consulting", "date_shift_proposed", "consulting", VISITING, DISPATCH, NOTICE, papers.DateAnswer,
               keeps=("visit_on",), stops=("date_answer",), within="date_answer", checks=(NotBefore("visit_on"),),
               title="Answer the date proposed", effect="The talks go on with the date that you name.")


def _holds(terms: VisitTerms) -> Iterator[Step]:
    live = pre_visit(terms)
    reviewed = (NotBefore("review_on"), Within("review_on", terms.review, terms.cite("review")))
    common: dict[str, Any] = {"starts": ("review",), "checks": reviewed, "tell": "all"}
    stated: dict[str, Any] = {"track": On(OPERATOR, NOT_HOLDING, "holding"), **common, "title": "State a safety hold"}
    yield Step("safety_hold", tuple(s for s in live if s != "safety_hold"), "safety_hold", TRACK_PARTY, DISPATCH,
               NOTICE, papers.Hold, stops=("*",), **stated,
               effect="Objection on safety: preparations stop until you say that the hazard ended or was lessened. You "
                      "review it on the day that you name.")
    yield Step("safety_hold", "safety_hold", STAY, TRACK_PARTY, DISPATCH, NOTICE, papers.Hold,
               stops=("acknowledgement", "grace"), **stated,
               effect="Your hazard is on record beside the one of another host; both have to end.")
    yield Step("review_hold", "safety_hold", STAY, TRACK_PARTY, DISPATCH, NOTICE, papers.Hold,
               track=On(OPERATOR, ("holding",)), clears=("review_passed",), **common,
               title="Go on with the safety hold",
               added="On the day of its review a hold ends or is stated anew, with another day.",
               effect="The hazard goes on; you review it again on the day that you name.")
    yield Step("pass_review", "safety_hold", STAY, CLOCK, under=PRODUCT, track=On(OPERATOR, ("holding",)),
               flags=("review_passed",), tell="all", title="Day of review passed", whom="for",
               added="That a hold was not reviewed on its day is shown; nothing follows from it by itself.",
               effect="The day of the review has passed without a word; the hold goes on.")


def _cleared() -> Iterator[Step]:
    """Each host clears its own hold; the last one leads back to the talks."""
    others = g.AnyTrack(OPERATOR, ("holding",), 2)
    ended: dict[str, Any] = {"track": On(OPERATOR, ("holding",), "acknowledged"), "clears": ("review_passed",),
                             "tell": "all", "title": "Clear the safety hold"}
    yield Step("clear_hold", "safety_hold", STAY, TRACK_PARTY, DISPATCH, NOTICE, papers.HoldCleared, when=others,
               stops=("review",), **ended, effect="Your hold ends; that of another host stands.")
    yield Step("clear_hold", "safety_hold", "consulting", TRACK_PARTY, DISPATCH, NOTICE, papers.HoldCleared,
               when=g.Says(~others, "Another hold stands.", NOTICE), stops=("review",), starts=("window",), **ended,
               moves=Moves(OPERATOR, "acknowledged", ("joined",)),
               effect="Your hold ends and no other stands: the talks go on, and their window begins anew.")


def _reciprocity(terms: VisitTerms) -> Iterator[Step]:
    yield Step("contest_reciprocity", ("notice_served", *TALKED), CONTESTED, TRACK_PARTY, DISPATCH, OPEN,
               papers.ReciprocityContested, track=On(OPERATOR, NOT_HOLDING, "acknowledged"),
               stops=("*",), starts=("reciprocity_answer",), tell="all", title="Contest reciprocity", whom="",
               effect="Objection on reciprocity: you name the facility that is not open. The visiting State is asked "
                      "to answer; no text says what reciprocity needs, and the product takes no view.")
    yield Step("answer_reciprocity", CONTESTED, "consulting", VISITING, DISPATCH, OPEN, papers.Offer,
               stops=("reciprocity_answer",), starts=("window",), within="reciprocity_answer",
               title="Answer on reciprocity",
               effect="You offer a visit in return; the talks go on, and their window begins anew.")
    yield Step("refuse_reciprocity", CONTESTED, "not_held", VISITING, DISPATCH, OPEN, papers.NoOffer, stops=("*",),
               activity="cancelled", title="Refuse an offer in return",
               added="An answer on reciprocity offers something or refuses; each is a step of its own.",
               effect="You offer nothing in return; the visit is not held.")
    yield Step("accept_openness", CONTESTED, "consulting", Taker("contest_reciprocity"), DISPATCH, OPEN,
               papers.Remark, stops=("reciprocity_answer",), starts=("window",),
               title="Drop the objection on reciprocity",
               added="Whoever contests reciprocity may be content without an answer.",
               effect="Your objection is dropped; the talks go on, and their window begins anew.")
