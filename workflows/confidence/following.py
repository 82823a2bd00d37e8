"""Rows of a notice, second part: questions, new versions, the event, its end, and consultations beside it.

Soft: GGE, chapter on consultative mechanisms. Adequacy is never judged: whoever doubts it says so on record.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.article_ix.basis import CONSULTATION as BEFORE_ACTIVITY
from workflows.article_ix.basis import OST, VOLUNTARY
from workflows.confidence import papers
from workflows.confidence.frame import ASKING, BEFORE_EVENT, ENDED, KNOWN, RECEIVED, SENDER, SERVED, TOLD, Shape
from workflows.confidence.notices import CONSULTATION
from workflows.confidence.terms import BREAKUP
from workflows.kernel import guards as g
from workflows.kernel.checks_of_days import NotToCome
from workflows.kernel.guards_of_facts import Precedes
from workflows.kernel.language import (
    CLOCK,
    DISPATCH,
    DRAFT,
    OWN,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Flag,
    Link,
    On,
    Step,
    outcome,
)

REQUEST = "Request for consultation on a planned activity"
NOT_ASKING = (SERVED, RECEIVED, KNOWN)
# fmt: off


def following(s: Shape) -> tuple[Step, ...]:
    """Give all rows of this part, in the order of the procedure."""
    return (*_questions(s), *_updates(s), *_event(s), *_ends(s), *_beside(s))


def _questions(s: Shape) -> Iterator[Step]:
    told: dict[str, Any] = {"level": s.level}
    asks: dict[str, Any] = {"track": On(TOLD, NOT_ASKING, ASKING), "stops": ("acknowledgement",), "receipt": True,
                            "starts": ("answer",), "title": "Ask about the notice", **told,
                            "effect": "Your question, or your complaint about what is told, is put to the sender."}
    yield Step("ask", ("sent", "acknowledged"), "clarification_open", TRACK_PARTY, DISPATCH, CONSULTATION,
               papers.Question, **asks)
    yield Step("ask", s.sent[2:], STAY, TRACK_PARTY, DISPATCH, CONSULTATION,
               papers.Question, **asks)
    still = outcome((g.AnyTrack(TOLD, (ASKING,), 2), "clarification_open"), (None, "acknowledged"))
    for key, title, whom, capacity, paper, effect in (
        ("answer", "Answer the question", "of", DRAFT, papers.Answer, "The question is answered; the notice stands."),
        ("refuse", "Refuse an answer", "to", DISPATCH, papers.NoAnswer, "The refusal is recorded with its reason."),
    ):
        for frm, to in (("clarification_open", still), ((*s.sent[3:], *ENDED), STAY)):
            yield Step(key, frm, to, SENDER, capacity, PRODUCT, paper, track=On(TOLD, (ASKING,), KNOWN),
                       stops=("answer",), within="answer", whom=whom, title=title, effect=effect, **told)


def _updates(s: Shape) -> Iterator[Step]:
    common: dict[str, Any] = {"stops": s.series, "tell": "all", "level": s.level}
    yield Step("update", tuple(one for one in s.sent if one != "updated"), "updated", SENDER, DRAFT, s.under,
               papers.Change, **common, title="Announce a new version",
               effect="Those told learn what is new at once; the whole notice follows in its new version.")
    if s.falls:
        yield Step("update", BEFORE_EVENT[:-1], "updated", CLOCK, under=s.under, **common, title="Update due",
                   effect="The interval of the series has passed, and a new version is due.")


def _event(s: Shape) -> Iterator[Step]:
    if not s.kind.happens:
        return
    yield Step("occur", BEFORE_EVENT, "event_occurred", SENDER, DRAFT, s.under, papers.Occurrence, tell="all",
               level=s.level, stops=s.series, starts=("post_event",), checks=(NotToCome("occurred_at"),),
               flags=(Flag("discrepancy", Precedes("occurred_at", "begins_at"), on_track=False),),
               title="Record that it happened",
               effect="The event is on record. Where it came before the time notified, the difference is marked.")


def _ends(s: Shape) -> Iterator[Step]:
    common: dict[str, Any] = {"stops": ("*",), "tell": "all", "level": s.level}
    if s.kind.happens:
        yield Step("close", "event_occurred", "closed", SENDER, DISPATCH, s.under, papers.PostEventNote,
                   within="post_event", **common, title="Close with a note on the event",
                   effect="What came of it is told, and the notice is closed.")
        yield Step("cancel", BEFORE_EVENT, "cancelled", SENDER, DISPATCH, s.under, papers.Cancellation, **common,
                   title="Cancel the event", effect="Those told learn that the event does not take place.")
        return
    yield Step("close", BEFORE_EVENT, "closed", SENDER, DISPATCH, s.under, papers.Remark, **common,
               title="Close the notice", added="What tells of no event ends when its sender says so.",
               effect="Nothing more comes on this; what was told stays.")
    yield Step("cancel", BEFORE_EVENT, "cancelled", SENDER, DISPATCH, s.under, papers.Cancellation, **common,
               title="Cancel the notice", effect="Those told learn that the notice no longer holds.")


def _beside(s: Shape) -> Iterator[Step]:
    yield Step("request_consultation", (*s.sent, *ENDED), STAY, TRACK_PARTY, DISPATCH, CONSULTATION,
               papers.Remark, track=On(TOLD), tell=OWN, level="C4",
               link=Link("consultation", "ost9_request", title=REQUEST, gives=(("profile", VOLUNTARY),)),
               title="Request consultation",
               effect="A voluntary request for consultation is opened beside this notice, in your name and in "
                      "preparation. Nobody else sees that before you serve it.")
    yield Step("link_case", (*s.sent, *ENDED), STAY, SENDER, DRAFT, PRODUCT, papers.Reference,
               link=Link("same_subject", field="reference"), tell="all", level=s.level,
               title="Link a case on the same subject",
               added="Information to the Secretary-General, a claim or a registration runs in a case of its own.",
               effect="The two cases point to each other; neither waits for the other.")
    if s.terms.kind == BREAKUP:
        yield Step("open_consultation", ("draft", "cleared", *BEFORE_EVENT), STAY, SENDER, DISPATCH, OST("IX", 3),
                   papers.Remark, tell=OWN, level="C4", link=Link("prior_consultation", "ost9", title=BEFORE_ACTIVITY),
                   title="Open a consultation before it",
                   added="A notice is no consultation: where interference is to be expected the duty stands beside it.",
                   effect="A consultation before the activity is opened beside this notice, in your name and in "
                          "preparation.")
