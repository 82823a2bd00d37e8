"""Rows on a conjunction, first part: whose object it is, the warning, first words, contact of operators, orbital data.

Soft: LTS B.1, B.2, B.4, A.5(4). Attempts to reach an operator are recorded as well as those that succeed, since it may
be asked later who tried what. Orbital data go from one side to the other and to nobody else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.article_ix.papers import Acknowledgement
from workflows.asking import rows
from workflows.asking.papers import PRESSING
from workflows.conjunctions import papers
from workflows.conjunctions.frame import (
    ANSWERED,
    ASKED,
    CONTACT,
    ENDED,
    IN_TOUCH,
    LIVE,
    NO_REPLY,
    OF,
    PASSED,
    SEARCH,
    SHAPE,
    SOUGHT,
    TALKING,
    WARNED,
    WARNING,
    WORDLESS,
)
from workflows.conjunctions.terms import (
    ASSESS,
    CONTACTS,
    DATA,
    ENQUIRY,
    RESPONSIBLE,
    WARNED_UNDER,
    ConjunctionTerms,
)
from workflows.kernel import guards as g
from workflows.kernel.checks_of_days import NotToCome
from workflows.kernel.language import (
    DISPATCH,
    DRAFT,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Actor,
    Ahead,
    Flag,
    Is,
    Later,
    NotOneself,
    On,
    Opens,
    Step,
    WhenThen,
    outcome,
)

STILL_AHEAD = Ahead("tca", 0, ASSESS, papers.PASSED)
EVERY = (*WORDLESS, *ANSWERED)
CLOCKS = ("acknowledgement", "grace")
# fmt: off


def warning(terms: ConjunctionTerms) -> tuple[Step, ...]:
    """Give all rows of this part, in the order of the procedure."""
    return (*_whose(), *_served(terms), *_first_words(), *_silence(), *_denied(), *_contact(), *_data())


def _whose() -> Iterator[Step]:
    common: dict[str, Any] = {"level": "C2", "file": SEARCH, "tell": "all"}
    sought: dict[str, Any] = {"opens": Opens(ASKED, "asked"), "starts": ("enquiry", "closest_approach"),
                              "keeps": ("tca",), "checks": (NotOneself("asked"), STILL_AHEAD), **common,
                              "title": "Seek the operator", "whom": "",
                              "effect": "Those named are asked whose object it is. The closest approach comes on "
                                        "meanwhile."}
    yield Step("seek_operator", ("draft", SOUGHT), SOUGHT, WARNING, DISPATCH, ENQUIRY, papers.Search, **sought)
    nobody = g.Says(~g.AnyTrack(OF, EVERY), "A State that was warned has not denied that the object is its own.",
                    ENQUIRY)
    yield Step("seek_operator", WARNED, SOUGHT, WARNING, DISPATCH, ENQUIRY, papers.Search, when=nobody, **sought)
    yield Step("answer_enquiry", LIVE, STAY, TRACK_PARTY, DISPATCH, ENQUIRY, papers.SearchAnswer,
               track=On(ASKED, ("asked", "answered"), "answered"), stops=("enquiry",), within="enquiry", whom="",
               **common, title="Answer whose object it is",
               effect="Your answer is on record; it concedes nothing on liability.")


def _served(terms: ConjunctionTerms) -> Iterator[Step]:
    short = Flag("short_notice", g.Nearer("tca", terms.lead), on_track=False)
    crew = Flag("crew_concerned", g.Fact("crew", (papers.CREW,)), on_track=False)
    whose = (Is("whose", (papers.OTHERS, papers.UNKNOWN), papers.OWN_OBJECTS, ASSESS),)
    yield Step("serve_warning", ("draft", SOUGHT), WARNED, WARNING, DISPATCH, WARNED_UNDER, papers.CloseApproach,
               opens=Opens(OF, "concerned"), starts=("acknowledgement", "closest_approach"),
               keeps=("tca", "urgency", "crew"), flags=(short, crew), stops=("enquiry",),
               checks=(*whose, NotOneself("concerned"), STILL_AHEAD, WhenThen("urgency", PRESSING, "urgency_reason")),
               tell="all", title="Serve the warning", whom="on",
               effect="The States named are warned. No text obliges anybody to answer or to manoeuvre; due regard and "
                      "the guidelines ask for contact.")
    yield Step("add_concerned", TALKING, STAY, WARNING, DISPATCH, WARNED_UNDER, papers.Added, opens=Opens(OF, "party"),
               starts=CLOCKS[:1], checks=(NotOneself("party"),), tell="all", title="Warn a further State",
               added="Registry, ownership and operation may lie with different States, and may be disputed.",
               effect="It is warned like the others, with the full period.")


def _first_words() -> Iterator[Step]:
    yield from rows.receipts(SHAPE)
    common: dict[str, Any] = {"receipt": True, "tell": "all", "title": "Acknowledge the warning", "whom": ""}
    yield Step("acknowledge", TALKING, STAY, TRACK_PARTY, DRAFT, CONTACTS, Acknowledgement,
               track=On(OF, WORDLESS, "acknowledged"), stops=CLOCKS, within="acknowledgement", **common,
               effect="Your first word is on record; nothing is conceded by it.")
    yield Step("acknowledge", (PASSED, NO_REPLY), STAY, TRACK_PARTY, DRAFT, CONTACTS, Acknowledgement,
               track=On(OF, WORDLESS, "acknowledged"), flags=(Flag("replied_late", on_track=False),), **common,
               within="acknowledgement", added="A late word is always taken into the record, even after the end.",
               effect="Your late word is on record.")


def _silence() -> Iterator[Step]:
    quiet = tuple(row for row in rows.silence(SHAPE, NO_REPLY) if row.key != "rest_unanswered")
    yield from quiet
    yield rows.adequacy((*LIVE, *ENDED))


def _denied() -> Iterator[Step]:
    last = ~g.AnyTrack(OF, EVERY, 2)
    yield Step("deny_object", TALKING, outcome((last, WARNED), (None, STAY)), TRACK_PARTY, DISPATCH, RESPONSIBLE,
               papers.NotOurs, track=On(OF, EVERY, "not_ours"), receipt=True,
               stops=(*CLOCKS, "data", "data_of_warner"), tell="all", title="Disclaim the object", whom="",
               effect="You take no part any more. Where nobody else was warned, its operator is sought again.")


def _contact() -> Iterator[Step]:
    sides = WARNING | TRACK_PARTY
    common: dict[str, Any] = {"level": "C2", "tell": "all"}
    yield Step("attempt_contact", (SOUGHT, *TALKING), STAY, WARNING, DRAFT, CONTACTS, papers.Attempt, **common,
               checks=(NotToCome("tried_at"),), title="Record an attempt to reach the operator",
               added="Who tried to reach whom, and when, is asked about afterwards; it is recorded as it happens.",
               effect="The attempt is on record. It is no contact, and no warning of a State.")
    touched: dict[str, Any] = {"receipt": True, "stops": CLOCKS, "checks": (NotToCome("reached_at"),), **common,
                               "title": "Record contact of the operators", "whom": "with",
                               "effect": "The operators are in contact. They supply data; what is settled between "
                                         "States is settled here."}
    on = On(OF, EVERY, IN_TOUCH)
    yield Step("record_contact", WARNED, CONTACT, sides, DRAFT, CONTACTS, papers.OperatorContact, track=on, **touched)
    yield Step("record_contact", TALKING[1:], STAY, sides, DRAFT, CONTACTS, papers.OperatorContact, track=on,
               **touched)


def _data() -> Iterator[Step]:
    on = On(OF, EVERY)
    sides: tuple[tuple[Actor, Actor, str], ...] = (
        (WARNING, TRACK_PARTY, "data"), (TRACK_PARTY, WARNING, "data_of_warner"),
    )
    for asks, gives, limit in sides:
        yield Step("ask_data", TALKING, STAY, asks, DRAFT, DATA, papers.DataRequest, track=on, starts=(limit,),
                   title="Ask for orbital data", whom="from",
                   effect="The other side is asked for ephemerides and covariance; no text obliges it to give them.")
        answered: dict[str, Any] = {"track": on, "stops": (limit,), "within": limit, "whom": "to"}
        yield Step("send_data", TALKING, STAY, gives, DRAFT, DATA, papers.OrbitalData, **answered,
                   checks=(Later("span_to", "span_from"), NotToCome("epoch")), title="Send orbital data",
                   effect="The other side of this track has your data, for the use that you name, and nobody else.")
        yield Step("refuse_data", TALKING, STAY, gives, DRAFT, PRODUCT, papers.DataRefused, **answered,
                   when=g.Says(g.Running(limit) | g.Lapsed(limit), "Nobody has asked for these data.", DATA),
                   title="Refuse orbital data", effect="The refusal is on record with its category.")
