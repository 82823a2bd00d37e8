"""Rows of an observation, first part: the request, its consideration, refusal, equality, talks.

Law: OST X first paragraph: requests are considered on a basis of equality; to consider is owed, to grant is not. How
one request was treated beside another is asked and answered; the product takes no view.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.asking import rows
from workflows.asking.papers import PRESSING, Reasons, Reference
from workflows.kernel import guards as g
from workflows.kernel.fragments import Extending
from workflows.kernel.language import (
    ANY_PARTY,
    DISPATCH,
    EVERY_PARTY,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Extend,
    Flag,
    Link,
    NotBefore,
    NotOneself,
    On,
    Opens,
    Step,
    WhenThen,
    outcome,
)
from workflows.kernel.more_time import MoreTimeOn
from workflows.observing import papers
from workflows.observing.frame import (
    AGREED,
    ASKED,
    ENDED,
    LIVE,
    NO,
    NO_AGREEMENT,
    NO_REPLY,
    OBSERVER,
    OF,
    REFUSED,
    REQUESTED,
    RESTS,
    SHAPE,
    TALKING,
    TALKS,
    limits,
)
from workflows.observing.terms import EQUALITY, ObservationTerms

# fmt: off
OPEN = (*rows.PENDING, TALKING)
"""States of a track from which a grant may still come in its own time."""
OTHERS = g.AnyTrack(OF, OPEN, 2)
ASKABLE = (*rows.PENDING, *rows.SILENT)


def answering(terms: ObservationTerms) -> tuple[Step, ...]:
    """Give all rows of this part, in the order of the procedure."""
    return (*_request(terms), *_same(terms), *_considered(), *_refused(), *_equality(), *_talks())


def _request(terms: ObservationTerms) -> Iterator[Step]:
    clocks = ("acknowledgement", "reply")
    yield Step("request_observation", "draft", REQUESTED, OBSERVER, DISPATCH, terms.asked_under, papers.Request,
               when=terms.applies(), opens=Opens(OF, "asked"), starts=clocks,
               keeps=("urgency", "flight_on", "kind", "launched_by"),
               flags=(Flag("short_notice", g.Nearer("flight_on", terms.lead), on_track=False),),
               checks=(NotOneself("asked"), NotBefore("flight_on"),
                       WhenThen("urgency", PRESSING, "urgency_reason")),
               tell="all", title="Request an opportunity to observe", whom="from",
               effect="The States named are asked. They consider the request on a basis of equality with those of "
                      "others; none of them has to grant it.")
    yield Step("add_asked", (REQUESTED, TALKS), STAY, OBSERVER, DISPATCH, terms.asked_under, papers.Added,
               opens=Opens(OF, "party"), starts=clocks, checks=(NotOneself("party"),), tell="all",
               title="Ask a further State", added="A flight may pass over, or be launched from, more than one State.",
               effect="It is asked like the others, with the full period.")


def _same(terms: ObservationTerms) -> Iterator[Step]:
    yield from rows.receipts(SHAPE)
    yield from rows.acknowledgement(SHAPE)
    yield from rows.silence(SHAPE, NO_REPLY)
    yield from rows.questions(SHAPE, terms.asked_under)
    yield from rows.renewal(SHAPE, REQUESTED, terms.asked_under)
    reply = next(limit for limit in limits(terms) if limit.key == "reply")
    yield from MoreTimeOn(reply, (REQUESTED, TALKS), OF, rows.PENDING, OBSERVER).steps()
    yield rows.adequacy((*LIVE, *ENDED))


def _considered() -> Iterator[Step]:
    opened: dict[str, Any] = {"track": On(OF, (*ASKABLE, NO), TALKING), "receipt": True, "stops": rows.CLOCKS,
                              "within": "reply", "tell": "all", "title": "Take up talks on conditions", "whom": "with"}
    effect = "You have considered the request and talk on conditions; nothing is granted before they are agreed."
    yield Step("open_talks", REQUESTED, TALKS, TRACK_PARTY, DISPATCH, EQUALITY, papers.Considered, starts=("window",),
               **opened, effect=effect)
    yield Step("open_talks", TALKS, STAY, TRACK_PARTY, DISPATCH, EQUALITY, papers.Considered, **opened, effect=effect)
    yield Step("open_talks", (REFUSED, NO_REPLY), TALKS, TRACK_PARTY, DISPATCH, EQUALITY, papers.Considered,
               starts=("window",), **opened, effect=effect,
               added="Whoever refused or did not answer may take up talks after all.")


def _refused() -> Iterator[Step]:
    refusal: dict[str, Any] = {
        "receipt": True, "within": "reply", "tell": "all", "title": "Refuse the request", "whom": "to",
        "effect": "You give no opportunity to observe; the text obliges nobody to. Say how you considered it beside "
                  "others, if you wish.",
    }
    yield Step("refuse_request", (REQUESTED, TALKS), STAY, TRACK_PARTY, DISPATCH, EQUALITY, papers.Refusal,
               when=OTHERS, track=On(OF, OPEN, NO), stops=rows.CLOCKS, **refusal)
    last = g.Says(~OTHERS, "Other States that were asked have not answered yet.", EQUALITY)
    yield Step("refuse_request", (REQUESTED, TALKS), REFUSED, TRACK_PARTY, DISPATCH, EQUALITY, papers.Refusal,
               when=last, track=On(OF, OPEN, NO), stops=("*",), **refusal)
    nobody = g.AnyTrack(OF, OPEN)
    yield Step("refuse_request", (REQUESTED, TALKS, NO_REPLY), outcome((nobody, STAY), (None, REFUSED)), TRACK_PARTY,
               DISPATCH, EQUALITY, papers.Refusal, track=On(OF, rows.SILENT, NO), stops=rows.CLOCKS, **refusal)


def _equality() -> Iterator[Step]:
    where = (REQUESTED, TALKS, AGREED, *RESTS)
    asked: dict[str, Any] = {"tell": "all", "flags": (Flag("equality_questioned", on_track=False),),
                             "title": "Question equality",
                             "added": "Equality is among those who ask; whoever believes that others were treated "
                                      "otherwise says whom and how.",
                             "effect": "Your question is on record; nothing moves by it, and the product takes no "
                                       "view."}
    yield Step("question_equality", where[:3], STAY, OBSERVER, DISPATCH, EQUALITY, papers.EqualityQuestion,
               starts=("equality_answer",), checks=(NotOneself("other"),), **asked)
    yield Step("question_equality", RESTS, STAY, OBSERVER, DISPATCH, EQUALITY, papers.EqualityQuestion,
               checks=(NotOneself("other"),), **asked)
    yield Step("answer_equality", (*LIVE, *RESTS), STAY, ASKED, DISPATCH, EQUALITY, papers.EqualityAnswer,
               when=g.Says(g.Flagged("equality_questioned"), "Nobody has questioned equality.", EQUALITY),
               stops=("equality_answer",), within="equality_answer", tell="all", title="Answer on equality",
               flags=(Flag("equality_answered", on_track=False),),
               effect="Question and answer stand side by side; the product takes no view.")


def _talks() -> Iterator[Step]:
    yield Step("extend_window", TALKS, STAY, EVERY_PARTY, DISPATCH, PRODUCT, Extending, extends=Extend("window"),
               title="Extend the talks", added="The extension by agreement needs an act of those who talk.",
               effect="The talks may last longer.")
    yield Step("record_no_agreement", TALKS, NO_AGREEMENT, ANY_PARTY, DISPATCH, PRODUCT, Reasons, stops=("*",),
               tell="all", title="Record that there is no agreement",
               added="Conditions are settled by agreement, or not at all.",
               effect="The talks led to no conditions; the request may be made again.")
    yield Step("link_other_request", (*LIVE, *RESTS), STAY, OBSERVER, DISPATCH, EQUALITY, Reference,
               link=Link("request_of_another", field="reference"), tell="all",
               title="Link a request of another State",
               added="Each State asks for itself; whether two requests were treated alike is seen beside each other.",
               effect="The two cases point to each other; each goes its own way.")
