"""Rows of a zone, third part: whoever enters, or asks to.

Law: OST I second paragraph (free access), OST IX first sentence (due regard, by both), OST XII for a visit to a
facility, OST V for an emergency; ARTEMIS 11(10) for signatories. To ask is to coordinate: no answer keeps anybody away,
no answer is a licence, and what happens on the surface is recorded as a fact.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.kernel import guards as g
from workflows.kernel.language import (
    CLOCK,
    DISPATCH,
    DRAFT,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Flag,
    Link,
    NotBefore,
    NotOneself,
    NotToCome,
    On,
    Opens,
    Step,
)
from workflows.lunar import zone_papers as papers
from workflows.lunar.zone_frame import ADDRESSEE, AFFECTED, ANY_STATE, ENTRY, OPERATING, ZONE
from workflows.lunar.zone_notice import FOR_ALL
from workflows.lunar.zone_terms import HELP, REGARD, VISIT, ZoneTerms

BEFORE = ("requested", "coordinated", "advised_against", "no_reply")
# fmt: off


def entry(terms: ZoneTerms) -> tuple[Step, ...]:
    """Give all rows of this part, in the order of the procedure."""
    return (*_request(terms), *_answers(terms), *_entered(), *_emergency())


def _request(terms: ZoneTerms) -> Iterator[Step]:
    yield Step("request_entry", ZONE, STAY, ANY_STATE, DISPATCH, (*terms.told.under("entry"), VISIT),
               papers.EntryAsked, opens=Opens(ENTRY, numbered=True), starts=("entry",), level="C3", tell="operating",
               checks=(NotBefore("leaves_on", "enters_on"),), link=Link("visit", field="visit"),
               title="Ask to coordinate an entry",
               effect="The State whose operation it is, is asked to coordinate. Access is free: you wait for the "
                      "answer out of regard, and need no leave.")


def _answers(terms: ZoneTerms) -> Iterator[Step]:
    answered: dict[str, Any] = {"stops": ("entry",), "within": "entry", "whom": "under number"}
    yield Step("enter_coordinated", ZONE, STAY, OPERATING, DISPATCH, terms.told.under("entry"), papers.Coordinated,
               track=On(ENTRY, BEFORE, "coordinated"), **answered, title="Coordinate the entry",
               effect="Times, ways and measures are on record between the two of you.")
    yield Step("enter_advised_against", ZONE, STAY, OPERATING, DISPATCH, terms.told.under("entry"), papers.Advice,
               track=On(ENTRY, BEFORE, "advised_against"), **answered, title="Advise against the entry",
               effect="Your advice, with what is safer, is before the State that asked. It is advice and binds nobody.")
    yield Step("no_answer_to_entry", ZONE, STAY, CLOCK, under=PRODUCT, track=On(ENTRY, ("requested",), "no_reply"),
               flags=("entry_unanswered",), title="No reply to the request recorded", whom="under number",
               added="Whoever asks is not kept waiting.",
               effect="No answer is recorded. The State that asked may go on with due regard; nobody has consented to "
                      "anything.")


def _entered() -> Iterator[Step]:
    unanswered = Flag("entered_without_reply", g.TrackIn(("requested", "no_reply")))
    advised = Flag("entered_against_advice", g.TrackIn(("advised_against",)))
    facts = "That is a fact, of which no conclusion is drawn."
    yield Step("report_entry", ZONE, STAY, TRACK_PARTY, DRAFT, REGARD, papers.Entered, flags=(unanswered, advised),
               track=On(ENTRY, BEFORE, "under_way"), stops=("entry",), checks=(NotToCome("entered_on"),),
               title="Report the entry", added="Whoever goes in says so, coordinated or not.",
               effect=f"The entry is on record. {facts}")
    yield Step("record_entry", ZONE, STAY, OPERATING | ADDRESSEE | AFFECTED, DRAFT, REGARD, papers.EnteredUnasked,
               opens=Opens(ENTRY, "party", numbered=True, to="under_way"), level="C1", tell="all",
               flags=(Flag("entered_unannounced", on_track=False),),
               checks=(NotToCome("entered_on"), NotOneself("party")), title="Record an entry that was not announced",
               added="Somebody may go in without a word; what is observed is recorded.",
               effect=f"All are told, and the State named has a track of its own. {facts}")
    yield Step("enter_done", ZONE, STAY, OPERATING | TRACK_PARTY, DRAFT, REGARD, papers.EntryOver,
               track=On(ENTRY, (*BEFORE, "under_way"), "done"), stops=("entry",), title="Record the end of the entry",
               whom="under number", checks=(NotToCome("left_on"),), effect="The entry is over.")


def _emergency() -> Iterator[Step]:
    yield Step("report_emergency", ZONE, STAY, OPERATING | ANY_STATE, DRAFT, HELP, papers.Emergency, **FOR_ALL,
               opens=Opens(ENTRY, numbered=True, to="under_way"), link=Link("rescue", field="reference"),
               flags=(Flag("emergency_entry", on_track=False),), title="Report an entry in an emergency",
               added="In an emergency nobody asks and nobody waits; rescue is a procedure of its own.",
               effect="All are told at once. No zone stands in the way of help.")
