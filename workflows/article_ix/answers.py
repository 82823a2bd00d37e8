"""Rows of the lower half, first part: receipt, acknowledgement, information, reply, concern, entry into talks.

Law: OST IX first sentence (due regard) stands behind answering; the treaty has no period and no duty to accept. Steps
marked as added are implied by the meaning of a state: a party that wants to talk has answered, and the other side must
not be held in a state by its silence afterwards; therefore such an answer starts the window for consultation where
talks have not begun. A concern is no such answer: it moves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.article_ix import papers
from workflows.article_ix.frame import ANSWERABLE, NOT_OVER, PENDING, RESULTS, SILENT, TALKING, TALKS
from workflows.article_ix.notices import OWN_WORDS
from workflows.article_ix.shape import Answering, Shape
from workflows.kernel import guards as g
from workflows.kernel.language import (
    CLOCK,
    DISPATCH,
    DRAFT,
    OPENED,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Actor,
    On,
    Proof,
    Step,
)

WANTS_TALKS = "Talks begin with both hands; until then an answer that asks for them needs an act of its own."
ASKABLE = ("served", "received", "acknowledged", "info_supplied", "consulting")
SPEAKING = tuple(dict.fromkeys((*PENDING, "consulting", *(r for r in RESULTS if r not in SILENT))))
# fmt: off


def answers(s: Shape) -> tuple[Step, ...]:
    """Give all rows of this part, in the order of the procedure."""
    return (
        *_receipt(s), *(row for a in s.answering for row in (*_acknowledgement(s, a), *_questions(s, a))),
        *_information(s),
        *_reply(s), *_talks(s), *_concern(s), *_revival(s),
    )


def _receipt(s: Shape) -> Iterator[Step]:
    others = tuple(dict.fromkeys((*ANSWERABLE, *RESULTS)))
    for states, to in (("served",), "received"), (tuple(k for k in others if k != "served"), STAY):
        yield Step("record_receipt", s.live, STAY, s.filer | TRACK_PARTY, DRAFT, PRODUCT, papers.ProofOfReceipt,
                   track=On(s.of, states, to), receipt=True, collects=("channel",), title="Record proof of receipt",
                   whom="by",
                   effect="Proof of delivery is on record; a period that runs from receipt begins with the earliest "
                          "proof.")
    yield Step("record_receipt", s.live, STAY, CLOCK, under=PRODUCT, track=On(s.of, ("served",), "received"),
               receipt=True, proof=Proof(OPENED, "portal"), title="Record proof of receipt", whom="by",
               added="Receipt within this product is proved by opening the paper; delivery alone proves none.",
               effect="Somebody with a mandate of the addressee opened the paper here; a period that runs from receipt "
                      "begins.")


def _acknowledgement(s: Shape, a: Answering) -> Iterator[Step]:
    yield Step("acknowledge", a.states, STAY, a.who, DRAFT, PRODUCT, papers.Acknowledgement, within="acknowledgement",
               receipt=True,
               track=On(s.of, ("served", "received"), "acknowledged"), stops=("acknowledgement",),
               title="Acknowledge receipt", whom="to", effect="Receipt is acknowledged; nothing is conceded.")
    yield Step("acknowledge", a.states, STAY, a.who, DRAFT, PRODUCT, papers.Acknowledgement, within=a.limit,
               receipt=True,
               track=On(s.of, SILENT, STAY), stops=("acknowledgement",),
               title="Acknowledge receipt", whom="to",
               effect="Receipt is acknowledged late; it is no reply, and the period of grace goes on.")


def _questions(s: Shape, a: Answering) -> Iterator[Step]:
    """Questions before an answer: whoever owes the answer asks, and its period stands still."""
    yield Step("ask_information", a.asking, STAY, a.who, DISPATCH, s.basis.regard, papers.Questions, receipt=True,
               track=On(s.of, ASKABLE, "info_requested"), pauses=(a.limit,), starts=("information",),
               stops=("acknowledgement",),
               title="Ask for information", whom="from",
               effect="Your questions are put; the period for your reply stands still until they are answered or "
                      "refused.")


def _information(s: Shape) -> Iterator[Step]:
    """Answers to questions: from the side that did not ask, by a liaison, since they only inform."""
    for states, who, limits in _answering_questions(s):
        common: dict[str, Any] = {"track": On(s.of, ("info_requested",), "info_supplied"), "resumes": limits,
                                  "stops": ("information",)}
        yield Step("supply_information", states, STAY, who, DRAFT, s.basis.regard, papers.Information,
                   within="information", **common,
                   title="Supply the information", whom="to",
                   effect="The questions are answered; the period for reply goes on.")
        yield Step("refuse_information", states, STAY, who, DRAFT, PRODUCT, papers.RefusedInformation,
                   within="information", **common,
                   title="Refuse the information", whom="to",
                   effect="The refusal is recorded with its category; the period for reply goes on.")


def _answering_questions(s: Shape) -> Iterator[tuple[tuple[str, ...], Actor, tuple[str, ...]]]:
    if len(s.answering) == 1:
        yield s.live, s.planner, (s.served.limit,)
    else:
        yield (s.fresh,), s.counter, (s.served.limit,)
        yield s.later, s.planner, (s.served.limit, s.changed.limit)


def _reply(s: Shape) -> Iterator[Step]:
    frm = tuple(k for k in PENDING if k != "info_requested")
    for states, starts in (("open",), ("window",)), (TALKS, ()):
        yield Step("reply", states, STAY, s.changed.who, DISPATCH, s.basis.regard, papers.Reply,
                   title="Reply in substance", whom="to",
                   track=On(s.of, (*frm, *SILENT), "acknowledged"), stops=s.changed.stops, starts=starts,
                   within=s.changed.limit,
                   flags=("replied",), checks=(OWN_WORDS,), added=WANTS_TALKS,
                   effect="Your reply is on record. Where talks have not begun, the window for consultation begins.")
    yield Step("reply", "concluded_no_reply", STAY, s.served.who, DISPATCH, s.basis.regard, papers.Reply,
               title="Reply in substance", whom="to",
               track=On(s.of, ("silent_closed",), STAY), within=s.served.limit, flags=("replied",), tell="all",
               checks=(OWN_WORDS,),
               added="A late reply is always taken into the record, even after the end.",
               effect="Your late reply is on record; the case stays closed.")


def _talks(s: Shape) -> Iterator[Step]:
    by = s.planner & s.counter
    frm = tuple(k for k in ANSWERABLE if k not in ("consulting", "info_requested"))
    for states, to, starts in (("open",), "consulting", ("window",)), (TALKS, STAY, ()):
        yield Step("enter_consultation", states, to, by, DISPATCH, s.basis.duty, papers.Acceptance,
                   within=s.changed.limit,
                   track=On(s.of, (*frm, "info_requested"), "consulting"), stops=(*s.changed.stops, "information"),
                   starts=starts,
                   title="Enter into consultation", whom="with",
                   effect="Consultation begins; with the first State the window for consultation begins.")
    yield Step("record_meeting", TALKS, STAY, s.planner | s.counter, DRAFT, PRODUCT, papers.Meeting,
               title="Record a meeting",
               track=On(s.of, TALKING), stops=("first_meeting",), within="first_meeting",
               added="A target for the first meeting needs an act that meets it.",
               effect="Who met, when and with what data is on record.")


def _concern(s: Shape) -> Iterator[Step]:
    """A concern is a flag on the track, from any of its states; no state changes and no period starts or ends."""
    spoken = tuple(dict.fromkeys((*SPEAKING, *SILENT)))
    yield Step("register_concern", s.live, STAY, s.counter, DISPATCH, s.basis.duty, papers.Concern, tell="all",
               track=On(s.of, spoken), flags=("concern_registered",),
               title="Register a concern", whom="with regard to",
               effect="Your concern is on record; it is no veto and moves nothing. A period for your reply runs on.")


def _revival(s: Shape) -> Iterator[Step]:
    """Acceptance after silence, or after consultation was declined."""
    effect = "Talks begin although the period had passed or consultation had been declined."
    rows: list[tuple[tuple[str, ...], str, tuple[str, ...]]] = [(TALKS, STAY, ("first_meeting",))]
    first = ("open",) if s.fresh == "open" else (s.fresh, "request_declined", "open")
    rows.append((first, "consulting", ("first_meeting", "window")))
    stops = tuple(dict.fromkeys((*s.served.stops, *s.changed.stops)))
    for states, to, starts in rows:
        ends = (*stops, "declined_review") if "request_declined" in states else stops
        yield Step("revive", states, to, TRACK_PARTY, DISPATCH, s.basis.duty, papers.Acceptance,
                   title="Take up talks after all",
                   track=On(s.of, (*SILENT, "declined"), "consulting"), when=g.ActivityIs(NOT_OVER, s.basis.duty[0]),
                   tell="all",
                   stops=ends, starts=starts, within=s.served.limit, effect=effect)
