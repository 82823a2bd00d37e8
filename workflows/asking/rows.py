"""Rows that are the same whatever is asked: receipt, acknowledgement, silence, questions, a request made again.

Law: none. That a State which is asked does not answer gives nobody anything: no text makes its silence an assent, and
none makes it a breach. Every period is a product default. Not modelled: reminders, which are the product's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.article_ix.papers import Acknowledgement, ProofOfReceipt
from workflows.asking import papers
from workflows.kernel import guards as g
from workflows.kernel.frozen import dataclass
from workflows.kernel.language import (
    ANY_PARTY,
    CLOCK,
    DISPATCH,
    DRAFT,
    OPENED,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Citation,
    Flag,
    Link,
    Moves,
    NamesAct,
    On,
    Other,
    Proof,
    Role,
    State,
    Step,
)

SERVED, RECEIVED, ACKNOWLEDGED, QUERYING = "served", "received", "acknowledged", "info_requested"
SILENT = ("silent", "silent_closed")
UNANSWERED = (SERVED, RECEIVED)
PENDING = (*UNANSWERED, ACKNOWLEDGED, QUERYING)
"""Asked, and no answer recorded yet."""
CLOCKS = ("acknowledgement", "reply", "grace", "information")
# fmt: off
STATES = (
    State(SERVED, "Sent; receipt is not proved yet"),
    State(RECEIVED, "Receipt is proved"),
    State(ACKNOWLEDGED, "Has acknowledged receipt; nothing is granted by that"),
    State(QUERYING, "Has put questions; its period stands still until they are answered", label="Has asked back"),
    State("silent", "The period has passed; silence gives nothing and breaks nothing", label="No reply recorded"),
    State("silent_closed", "The period of grace has passed too", label="No reply recorded, grace passed"),
)


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks whom: the role that asks, the tracks of those asked, the states in which an answer is waited for, the
    others in which the case lives on, the resting ones, what is said of silence, and the
    states of a track that has answered, or has not yet."""

    asker: Role
    of: str
    waits: tuple[str, ...]
    live: tuple[str, ...]
    resting: tuple[str, ...]
    neutral: str
    answered: tuple[str, ...] = ()
    pending: tuple[str, ...] = PENDING

    @property
    def every(self) -> tuple[str, ...]:
        """All states of a track from which something may still come."""
        return (*self.pending, *SILENT, *self.answered)


def receipts(a: Asking) -> Iterator[Step]:
    """Prove receipt, by hand or by the opening of the paper here."""
    common: dict[str, Any] = {"receipt": True, "title": "Record proof of receipt", "whom": "by", "tell": "all"}
    later = tuple(state for state in a.every if state != SERVED)
    for states, to in ((SERVED,), RECEIVED), (later, STAY):
        yield Step("record_receipt", a.live, STAY, a.asker | TRACK_PARTY, DRAFT, PRODUCT, ProofOfReceipt,
                   track=On(a.of, states, to), collects=("channel",), **common,
                   added="Whether a paper arrived is worth proving before anybody is recorded as silent.",
                   effect="Proof of delivery is on record.")
    yield Step("record_receipt", a.live, STAY, CLOCK, under=PRODUCT, track=On(a.of, (SERVED,), RECEIVED),
               proof=Proof(OPENED, "portal"), **common,
               added="Receipt within this product is proved by opening the paper; delivery alone proves none.",
               effect="Somebody with a mandate of that State opened the paper here.")


def acknowledgement(a: Asking) -> Iterator[Step]:
    """Acknowledge receipt: in time, after the period, and after the end; it is no answer."""
    common: dict[str, Any] = {"receipt": True, "title": "Acknowledge receipt", "whom": "to", "tell": "all"}
    yield Step("acknowledge", a.live, STAY, TRACK_PARTY, DRAFT, PRODUCT, Acknowledgement, within="acknowledgement",
               track=On(a.of, UNANSWERED, ACKNOWLEDGED), stops=("acknowledgement",), **common,
               effect="Receipt is acknowledged; nothing is granted or conceded.")
    yield Step("acknowledge", (*a.live, *a.resting), STAY, TRACK_PARTY, DRAFT, PRODUCT, Acknowledgement, within="reply",
               track=On(a.of, SILENT, STAY), stops=("acknowledgement",), flags=(Flag("replied_late", on_track=False),),
               added="A late word is always taken into the record, even after the end.", **common,
               effect="Your late word is on record; it is no answer yet.")


def silence(a: Asking, to: str) -> Iterator[Step]:
    """Let the periods pass: no reply recorded on the track; the case rests when nobody answered."""
    common: dict[str, Any] = {"tell": "all", "effect": a.neutral}
    yield Step("no_answer", a.live, STAY, CLOCK, under=PRODUCT, track=On(a.of, a.pending, "silent"), starts=("grace",),
               title="No reply recorded", whom="from", **common)
    yield Step("enter_silent_closed", a.live, STAY, CLOCK, under=PRODUCT, track=On(a.of, SILENT[:1], SILENT[1]),
               title="No reply recorded, grace passed", whom="for", **common)
    yield Step("rest_unanswered", a.waits, to, CLOCK, under=PRODUCT, stops=("*",),
               follows=g.AllTracks(a.of, SILENT[1:]), title="No reply recorded, the request rests", **common)


def questions(a: Asking, under: tuple[Citation, ...] | Citation = PRODUCT) -> Iterator[Step]:
    """Ask back before an answer: the period of whoever asks back stands still."""
    yield Step("ask_information", a.waits, STAY, TRACK_PARTY, DRAFT, under, papers.Questions, receipt=True,
               track=On(a.of, (*UNANSWERED, ACKNOWLEDGED), QUERYING), pauses=("reply",), starts=("information",),
               stops=("acknowledgement",), title="Ask for information", whom="of",
               effect="Your questions are put; the period for your answer stands still until they are answered or "
                      "refused.")
    common: dict[str, Any] = {"track": On(a.of, (QUERYING,), ACKNOWLEDGED), "resumes": ("reply",),
                              "stops": ("information",), "within": "information", "whom": "to"}
    yield Step("supply_information", a.waits, STAY, a.asker, DRAFT, under, papers.Answers, **common,
               title="Supply the information", effect="The questions are answered; the period for the answer goes on.")
    yield Step("refuse_information", a.waits, STAY, a.asker, DRAFT, PRODUCT, papers.AnswersRefused, **common,
               title="Refuse the information",
               effect="The refusal is on record with its category; the period for the answer goes on.")


def renewal(a: Asking, to: str, under: tuple[Citation, ...], **more: Any) -> Iterator[Step]:
    """Ask again: all who were asked are asked anew."""
    yield Step("renew_request", a.resting, to, a.asker, DISPATCH, under, papers.Renewal, moves=Moves(a.of, SERVED),
               starts=("acknowledgement", "reply"), title="Renew the request", tell="all", **more,
               added="Nobody is kept from asking again; no text sets a time that has to pass.",
               effect="All who were asked are asked anew, and their periods begin again.")


def adequacy(states: tuple[str, ...]) -> Step:
    """Answer a statement that the procedure was not adequate."""
    return Step("answer_contest", states, STAY, Other("contest_adequacy"), DISPATCH, PRODUCT, papers.CounterStatement,
                when=g.Flagged("adequacy_contested"), checks=(NamesAct("act"),), tell="all",
                flags=(Flag("adequacy_answered", on_track=False),), title="Answer the statement on adequacy",
                added="A statement that what was done was not adequate may be answered.",
                effect="Statement and counter-statement stand side by side; the product takes no view.")


def link_case(states: tuple[str, ...], why: str) -> Step:
    """Refer to a case on the same matter."""
    return Step("link_case", states, STAY, ANY_PARTY, DRAFT, PRODUCT, papers.Reference, tell="all",
                link=Link("same_matter", field="reference"), title="Link a case on the same matter", added=why,
                effect="The two cases point to each other; neither waits for the other.")
