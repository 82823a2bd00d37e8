"""Rows on the operation: beginning, course, retreat, end, report; approach without consent; what lies beside.

Law: OST VIII first sentence, IX first sentence (due regard), VI; REG IV(3) and GA 62/101 for what changes in the
registry; LC II and III for damage. A row lets an operation begin only where every consent stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.approach import papers
from workflows.approach.frame import (
    ACCEPTED,
    ASKING,
    BEFORE,
    COMPLETED,
    CONSENT_ENDED,
    ENDED,
    GIVEN,
    LIVE,
    NOT_DONE,
    OF,
    REGISTRY,
    REPORTED,
    REQUESTED,
    REQUESTING,
    RESTS,
    SHAPE,
    SOUGHT,
    UNDER_WAY,
    limits,
)
from workflows.approach.terms import CONTROL, LC, OST, REGARD, ProximityTerms
from workflows.asking import rows
from workflows.asking.papers import Reasons, Remark
from workflows.dispute.beside import dispute_beside
from workflows.kernel import guards as g
from workflows.kernel.checks_of_days import NotToCome
from workflows.kernel.language import DISPATCH, DRAFT, OWN, PRODUCT, STAY, Flag, Link, Step
from workflows.kernel.more_time import MoreTimeOn

PARTIES = REQUESTING | REGISTRY
STAND = g.Says(g.AllTracks(OF, (GIVEN,)), "The consent of every State of registry has to stand.", CONTROL)
WITHOUT = "approached_without_consent"
# fmt: off


def operation(terms: ProximityTerms) -> tuple[Step, ...]:
    """Give all rows of this part, in the order of the procedure."""
    return (*_asked(terms), *_begun(), *_retreat(), *_ended(), *_dropped(), *_without(), *_beside())


def _asked(terms: ProximityTerms) -> Iterator[Step]:
    yield from rows.receipts(SHAPE)
    yield from rows.acknowledgement(SHAPE)
    yield from rows.silence(SHAPE, "no_reply")
    yield from rows.questions(SHAPE, terms.asked_under)
    yield from rows.renewal(SHAPE, REQUESTED, terms.asked_under)
    reply = next(limit for limit in limits(terms) if limit.key == "reply")
    yield from MoreTimeOn(reply, (REQUESTED,), OF, rows.PENDING, REQUESTING).steps()
    yield rows.adequacy((*LIVE, *ENDED))


def _begun() -> Iterator[Step]:
    yield Step("begin_operation", ACCEPTED, UNDER_WAY, REQUESTING, DRAFT, CONTROL, papers.Begun, when=STAND,
               checks=(NotToCome("began_at"),), activity="proceeding", tell="all", title="Begin the operation",
               effect="The operation is under way, under the conditions of every State of registry.")
    yield Step("report_progress", UNDER_WAY, STAY, REQUESTING, DRAFT, REGARD, papers.Progress, tell="all",
               title="Report progress", added="Whoever consented learns where the operation stands.",
               effect="Where the operation stands is before the States of registry.")
    yield Step("break_off", UNDER_WAY, ACCEPTED, REQUESTING, DRAFT, REGARD, papers.BrokenOff, activity="deferred",
               tell="all", title="Break the operation off", added="An operation may be broken off and taken up again.",
               effect="The operation is broken off; the consents stand.")


def _retreat() -> Iterator[Step]:
    during = g.Says(g.Flagged("consent_ended_during_operation"), "No operation was under way.", CONTROL)
    yield Step("record_retreat", CONSENT_ENDED, STAY, REQUESTING, DRAFT, REGARD, papers.Retreat, when=during,
               checks=(NotToCome("retreated_at"),), stops=("retreat",), within="retreat", activity="deferred",
               clears=("consent_ended_during_operation",), tell="all", title="Record the retreat",
               effect="That you moved away, and what could not be undone, is before the States of registry.")


def _ended() -> Iterator[Step]:
    yield Step("complete_operation", UNDER_WAY, COMPLETED, REQUESTING, DRAFT, CONTROL, papers.Ended, stops=("*",),
               starts=("report",), activity="completed", checks=(NotToCome("ended_at"),), tell="all",
               title="Record the end of the operation", effect="The operation has ended; the product's period for the "
                                                               "report begins.")
    yield Step("exchange_report", COMPLETED, REPORTED, REQUESTING, DISPATCH, CONTROL, papers.Report, stops=("report",),
               within="report", tell="all", title="Report on the operation",
               effect="The report is with the States of registry; the case is closed.")
    yield Step("add_account", COMPLETED, STAY, REGISTRY, DISPATCH, PRODUCT, papers.Report, tell="all",
               title="Add a separate account",
               added="A State of registry may tell its own account, also where no report comes.",
               effect="Your account is on record.")


def _dropped() -> Iterator[Step]:
    yield Step("abandon", (SOUGHT, *BEFORE, CONSENT_ENDED), NOT_DONE, REQUESTING, DISPATCH, PRODUCT, Reasons,
               stops=("*",), activity="cancelled", tell="all", title="Abandon the operation",
               added="Whoever asks may let the operation rest for good.",
               effect="Nothing is carried out; everybody in the case is told.")


def _without() -> Iterator[Step]:
    yield Step("report_approach", (*BEFORE, CONSENT_ENDED, *RESTS), STAY, PARTIES, DRAFT, REGARD, papers.WithoutConsent,
               flags=(Flag(WITHOUT, on_track=False),), activity="proceeding", checks=(NotToCome("approached_at"),),
               tell="all", title="Report an approach without consent",
               added="What happens near an object is recorded, also where nobody consented.",
               effect="What was seen or done and a safety channel are on record, and all are told at once. It settles "
                      "nothing; the product takes no view.")


def _beside() -> Iterator[Step]:
    everywhere = (*ASKING, COMPLETED, *ENDED)
    own: dict[str, Any] = {"tell": OWN, "level": "C4"}
    yield rows.link_case(everywhere, "A registration, a conjunction or a notice on the same object is a case of its "
                                     "own.")
    yield Step("request_consultation", (*ASKING, *RESTS), STAY, PARTIES, DISPATCH, OST("IX", 4), Remark, **own,
               link=Link("consultation", "ost9_request", title="Request for consultation on a planned activity"),
               title="Request consultation as well",
               added="Whoever believes that the operation would interfere harmfully may ask for consultation.",
               effect="A request for consultation under Article IX is opened beside this case, in your name and in "
                      "preparation. Nobody else sees that before you serve it.")
    yield Step("claim_damage", (UNDER_WAY, CONSENT_ENDED, COMPLETED, *ENDED), STAY, PARTIES, DISPATCH, LC("III"),
               papers.Damage, **own, link=Link("damage", "liability", title="Claim for damage"),
               title="Open a claim for damage done by the operation",
               added="Consent to an operation is no waiver of damage; a claim has limits of its own.",
               effect="A case on the claim is opened with this act, in your name and in preparation. Nobody else sees "
                      "that one, or this act, before you present the claim.")
    yield dispute_beside(everywhere, {"tell": "all"}, "Consent, its conditions and what was done may be disputed.")
