"""Rows before a claim is presented: incident, identification, bars, the hold, the passing of the dates, override.

Law: LC I(c), VII, VIII(3), X and XI(2); a waiver as its file has it. All of it is the claimant's own work: nobody else
sees it, and a launching State named here is told nothing. Not modelled: whether the facts are as stated.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import and_, or_
from typing import Any

from workflows.damage import papers
from workflows.damage.frame import BARRED, CLAIMANT, DRAFT, LC, OVER, REG
from workflows.damage.limits import domestic, domestic_limit
from workflows.damage.terms import LiabilityTerms
from workflows.damage.waivers import Waiver
from workflows.kernel import guards as g
from workflows.kernel.checks_of_days import HeldSince, StillRuns
from workflows.kernel.guards import Guard
from workflows.kernel.language import (
    CLEAR,
    CLOCK,
    DISPATCH,
    OWN,
    PRODUCT,
    STAY,
    Link,
    Moves,
    On,
    Opens,
    Period,
    Step,
    WhenThen,
    outcome,
)  # fmt: skip
from workflows.kernel.language import (
    DRAFT as DRAFTS,
)

YEAR = Period(years=1)
WINDOW = ("presentation", "identification", "knowledge")
"""The three dates by which a claim is presented; the last that runs decides whether any is left."""
FROM_KNOWLEDGE = "counted_from_knowledge"
"""The flag of a claim for which the year from learning the facts counts."""
APART: dict[str, Any] = {"tell": OWN, "level": "C4"}
PREPARED, HELD = "claim_preparation", "held_parallel_remedy"
PURSUED = g.Fact("parallel", (papers.YES,))
# fmt: off


def preparing(terms: LiabilityTerms) -> tuple[Step, ...]:
    """Give all rows of this part."""
    rows = (*_incident(), *_identified(), *_bars(terms.tested), *_remedies(), *_window(), *_overrides())
    return tuple(rows)


def _incident() -> Iterator[Step]:
    """Rows 1 to 3: two alternatives of one paragraph, and a third for facts that were not known."""
    past = HeldSince("occurred_on", (), LC("X(1)"))
    bound = g.Bound("LC", LC("XXIV(4)"), on="occurred_on", advice="A claim on another basis is none under this text.")
    yield Step("log_incident", DRAFT, "incident_recorded", CLAIMANT, DRAFTS, LC("X(1)"), papers.Incident,
               keeps=("occurred_on", "place_type"), starts=("presentation",), checks=(past,), when=bound, **APART,
               title="Log the incident",
               effect="The damage is written down for your own State alone; the year for presenting runs from the day "
                      "on which it occurred.")
    yield Step("unknown_launcher", "incident_recorded", "identification_pending", CLAIMANT, DRAFTS, LC("X(2)"),
               papers.UnknownLauncher, keeps=("diligence_on",), starts=("knowledge",), **APART,
               title="Note that the launching State is unknown",
               effect="The year from the identification begins when the launching State is found; the one from the "
                      "damage runs on beside it.")
    yield Step("ask_help_to_identify", "identification_pending", STAY, CLAIMANT, DISPATCH, REG("VI"),
               papers.HelpToIdentify, link=Link("help_to_identify", field="case"), **APART,
               title="Refer to a request for help to identify the object",
               added="Help to identify an object is asked for in a case of its own, which this refers to.",
               effect="The request stands beside the claim; no date moves.")


def _identified() -> Iterator[Step]:
    """Row 3: from what was known at once, or after a search; further States may come to light."""
    found: dict[str, Any] = {"opens": Opens("launcher", "launchers", about=True), "title": "Identify the launching "
                             "States", "effect": "Each is a candidate to whom a claim may be presented; none of them "
                             "learns of it. A second year runs from the identification.", **APART}
    known = ("launchers", "identified_on")
    seen = HeldSince("identified_on", (), LC("X(1)"))
    yield Step("identify", "incident_recorded", PREPARED, CLAIMANT, DRAFTS, LC("I(c)"), papers.Identification,
               keeps=known[1:], starts=("identification",), checks=(seen,), **found)
    yield Step("identify", "identification_pending", PREPARED, CLAIMANT, DRAFTS, (LC("I(c)"), LC("X(2)")),
               papers.LateIdentification, keeps=(*known[1:], "learned_on", "diligence_on"),
               starts=("identification", "knowledge"), flags=(FROM_KNOWLEDGE,), checks=(seen,), **found)
    yield Step("add_launching_state", PREPARED, STAY, CLAIMANT, DRAFTS, LC("I(c)"), papers.AddedLaunchers,
               opens=Opens("launcher", "launchers", about=True), **APART, title="Add a launching State",
               added="Several States may have launched one object; each may come to light later than the others.",
               effect="It is a further candidate; the dates for presenting stay as they are.")


def barring(waiver: Waiver | None) -> Guard:
    """Say what bars a claim to one launching State: nationality, part in the operation, or the waiver without
    exception."""
    yes = (papers.YES,)
    found = g.Fact("own_nationals", yes) | g.Fact("participants", yes)
    if waiver is None:
        return found
    tests = reduce(and_, [g.Fact(line.key, yes) for line in waiver.tests])
    return found | (tests & g.Fact("exception", (papers.NO_EXCEPTION,)))


def _bars(waiver: Waiver | None) -> Iterator[Step]:
    """Row 4: the bars of each launching State; the hold is of the whole claim."""
    asked = ("own_nationals", "participants", "parallel")
    more = (*(line.key for line in waiver.tests), "exception") if waiver else ()
    under = (LC("VII"), LC("XI(2)"), *((waiver.cited,) if waiver else ()))
    yield Step("run_bars", (PREPARED, HELD), outcome((PURSUED, HELD), (None, STAY)), CLAIMANT, CLEAR, under,
               papers.bars_under(waiver), keeps=(*asked, *more), **APART, title="Go through the bars",
               track=On("launcher", ("named", "free", BARRED), outcome((barring(waiver), BARRED), (None, "free"))),
               checks=(WhenThen("parallel", (papers.YES,), "parallel_where", LC("XI(2)")),), whom="for",
               effect="Whether a claim to this State is barred follows from your answers; the text that bars stands "
                      "beside each question.")
    all_barred = g.AllTracks("launcher", (BARRED,))
    yield Step("enter_barred", PREPARED, BARRED, CLOCK, under=LC("VII"), follows=all_barred, **APART,
               title="Record the bar", effect="A bar stands against every launching State that was named.")


def _remedies() -> Iterator[Step]:
    """The same damage in an agency or court, before a claim: its own period where national law has one; row 21."""
    held: dict[str, Any] = {"keeps": ("parallel",), "title": "Record a claim in an agency or court", "whom": "of",
                            "added": "A remedy may be pursued after the bars were gone through.", **APART}
    same = outcome((PURSUED, HELD), (None, STAY))
    effect = "Where the damage is the same no claim is presented meanwhile; the dates for presenting run on."
    for code, rule in domestic().items():
        yield Step("record_domestic_claim", (PREPARED, HELD), same, CLAIMANT, DRAFTS, (LC("XI(2)"), rule),
                   papers.DomesticClaim, track=On("launcher", key=code), starts=(domestic_limit(code),), effect=effect,
                   **held)
    yield Step("record_domestic_claim", (PREPARED, HELD), same, CLAIMANT, DRAFTS, LC("XI(2)"), papers.DomesticClaim,
               track=On("launcher"), effect=effect, **held)
    stops = tuple(domestic_limit(code) for code in domestic())
    yield Step("parallel_remedy_ends", HELD, PREPARED, CLAIMANT, DRAFTS, LC("XI(2)"), papers.RemedyEnded, stops=stops,
               **APART, title="Record that the other remedy has ended",
               effect="The claim may be prepared again. The dates for presenting were not stopped meanwhile: see what "
                      "is left of them.")


def over() -> Guard:
    """No date for presenting is left."""
    left = reduce(or_, [g.Running(name) for name in WINDOW])
    return g.Lapsed("presentation") & ~left


def _window() -> Iterator[Step]:
    """No date is left: never before the launching State is identified, since the year from that day has not begun, but
    where diligence would have found it a year ago."""
    says: dict[str, Any] = {"title": "Note that the dates for presenting have passed", **APART, "effect":
                            "No claim was presented in time. Two persons of the ministry may reopen it where the facts "
                            "were not known before.",
                            "added": "Dates that pass with no claim lead here."}
    key = "enter_window_expired_unpresented"
    yield Step(key, (PREPARED, HELD), OVER, CLOCK, under=LC("X(1)"), follows=over(), **says)
    yield Step(key, "identification_pending", OVER, CLOCK, under=LC("X(2)"), follows=g.Lapsed("knowledge"), **says)


def _overrides() -> Iterator[Step]:
    """Rows 5 and 23."""
    yield Step("notify_intention", (PREPARED, HELD), STAY, CLAIMANT, DISPATCH, LC("VIII(3)"), papers.Intention,
               flags=("intention_notified",), checks=(HeldSince("notified_on", (), LC("VIII(3)")),), **APART,
               title="Record that the intention to claim was notified",
               effect="The State of residence may then not claim for the same damage. The notice itself goes through "
                      "the diplomatic channel.")
    aside: dict[str, Any] = {"hands": 2, **APART}
    yield Step("override", BARRED, PREPARED, CLAIMANT, DISPATCH, PRODUCT, papers.BarSetAside,
               moves=Moves("launcher", "overridden", (BARRED,)), flags=("bar_set_aside",), **aside,
               title="Set the bar aside", effect="Needs two persons of your ministry. The claim may be presented; that "
                                                 "a bar was recorded stays on record with your reason.")
    again = outcome((g.Done("identify"), PREPARED), (None, "identification_pending"))
    yield Step("override", OVER, again, CLAIMANT, DISPATCH, LC("X(2)"), papers.Reopening,
               keeps=("learned_on", "diligence_on"), starts=("knowledge",), flags=(FROM_KNOWLEDGE,),
               checks=(StillRuns("learned_on", YEAR, LC("X(2)")),
                       StillRuns("diligence_on", YEAR, LC("X(2)"))), **aside,
               title="Reopen for facts learned later",
               effect="Needs two persons of your ministry. A year runs from the day on which the facts were learned, "
                      "or from the earlier one on which diligence would have brought them out.")


__all__ = ["APART", "FROM_KNOWLEDGE", "WINDOW", "over", "preparing"]
