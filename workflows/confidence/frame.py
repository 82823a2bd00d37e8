"""Where a notice can be: roles, states, tracks, limits and what its texts say of time.

Case states are those of the product's text on notices; what each addressee did stands on its own track, and what
happens in space on neither.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflows.confidence.kinds import KINDS, Kind
from workflows.confidence.terms import POLICY, REENTRY, NoticeTerms
from workflows.informing.shape import Interval
from workflows.kernel import guards as g
from workflows.kernel.fragments import suspension_limit
from workflows.kernel.frozen import dataclass
from workflows.kernel.language import (
    FINAL,
    Citation,
    Dispatch,
    FromFact,
    Happening,
    Period,
    Role,
    Standard,
    State,
    TimeLimit,
    TrackSet,
)
from workflows.kernel.limits import PHYSICAL

SENDER = Role("sender", "the State that gives the notice")
ADDRESSEE = Role("addressee", "a State or organisation that is told")
READER = Role("reader", "a State that was given a copy", stake=False)
SECRETARIAT = Role("secretariat", "the secretariat", stake=False, office=True)
TOLD, COPY = "addressee", "copy"
SENT = ("sent", "acknowledged", "clarification_open", "updated", "event_occurred")
BEFORE_EVENT = SENT[:-1]
ENDED = ("closed", "cancelled")
SERVED, RECEIVED, KNOWN, ASKING = "served", "received", "acknowledged", "asking"
SERIES = ("weekly", "first_daily", "daily", "first_hourly", "hourly")
# fmt: off

STATES = (
    State("draft", "The notice is being prepared; nobody else sees it"),
    State("cleared", "Cleared for security; it may be sent"),
    State("sent", "Sent by the national contact point or the ministry"),
    State("acknowledged", "Somebody told has acknowledged it; that accepts nothing"),
    State("clarification_open", "A question on the notice waits for an answer"),
    State("updated", "Something is new; the new version is to be sent"),
    State("event_occurred", "What was notified has happened"),
    State("closed", "What came of it is told", FINAL),
    State("cancelled", "The event does not take place", FINAL),
)
ADDRESSEES = TrackSet(TOLD, SERVED, (
    State(SERVED, "Sent; receipt is not proved yet"),
    State(RECEIVED, "Receipt is proved"),
    State(KNOWN, "Acknowledged, or its question was dealt with"),
    State(ASKING, "Has put a question"),
), "addressee", "addressee", passive=(SERVED, RECEIVED), ends=(SERVED, RECEIVED, KNOWN), level="C2")
COPIES = TrackSet(COPY, "asked", (
    State("asked", "Asks for a copy"),
    State("given", "Was given a copy"),
    State("refused", "Was given no copy"),
), "copy", gone=("refused",), ends=("given", "refused"), level="C2")


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of notice with its terms."""

    terms: NoticeTerms

    @property
    def kind(self) -> Kind:
        """The kind."""
        return KINDS[self.terms.kind]

    @property
    def under(self) -> tuple[Citation, ...]:
        """What it rests on."""
        return self.kind.under

    @property
    def lead(self) -> Period | None:
        """How long before its time the product aims to have it."""
        return getattr(self.terms, self.kind.lead) if self.kind.lead else None

    @property
    def level(self) -> str:
        """Who reads it: where an office does, those addressed and the office, else those addressed."""
        return "C1" if self.kind.office else "C2"

    @property
    def falls(self) -> bool:
        """Say whether it is about a re-entry, of which updates come ever more often."""
        return self.terms.kind == REENTRY

    @property
    def sent(self) -> tuple[str, ...]:
        """The states in which it has left the State and is not over."""
        return SENT if self.kind.happens else BEFORE_EVENT

    @property
    def live(self) -> tuple[str, ...]:
        """The open states."""
        return ("draft", "cleared", *self.sent)

    def intervals(self) -> Iterator[Interval]:
        """Give the limits that begin when a version is sent, and where they do."""
        if self.terms.kind == POLICY:
            yield Interval(("exchange",), g.Done("clear"))
        if self.falls:
            near, last = g.Nearer("begins_at", self.terms.near), g.Nearer("begins_at", self.terms.last)
            yield Interval(("hourly",), last)
            yield Interval(("daily", "first_hourly"), near & ~last)
            yield Interval(("weekly", "first_daily"), ~near)

    @property
    def series(self) -> tuple[str, ...]:
        """The limits after which something new is due."""
        return tuple(dict.fromkeys(name for one in self.intervals() for name in one.starts))


def limits(s: Shape) -> Iterator[TimeLimit]:
    """Give every limit of a kind of notice; all are aims of the product."""
    t = s.terms
    yield TimeLimit("sending", t.sending, t.cite("sending"), title="Sending of the cleared notice", owner="sender",
                    level="C4")
    if s.lead is not None:
        yield TimeLimit("lead", s.lead, t.cite(s.kind.lead), FromFact("begins_at"), "Notice before the event",
                        owner="sender", zone="UTC", backwards=True, level="C4")
    yield TimeLimit("acknowledgement", t.acknowledgement, t.cite("acknowledgement"), title="Acknowledgement", per=TOLD)
    yield TimeLimit("answer", t.answer, t.cite("answer"), title="Answer to the question", per=TOLD, owner="sender",
                    waits_for="sender")
    if s.terms.kind == POLICY:
        yield TimeLimit("exchange", t.exchange, t.cite("exchange"), title="Next exchange on policy", owner="sender",
                        proposes="update")
    if s.falls:
        yield from _falling(s)
    if s.kind.happens:
        yield TimeLimit("post_event", t.post_event, t.cite("post_event"), title="Note after the event", owner="sender")
    yield suspension_limit()


def _falling(s: Shape) -> Iterator[TimeLimit]:
    for key, title in zip(SERIES, ("Weekly update", "First daily update", "Daily update", "First hourly update",
                                   "Hourly update"), strict=True):
        first = key.startswith("first_")
        yield TimeLimit(key, getattr(s.terms, key), s.terms.cite(key), FromFact("begins_at") if first else Dispatch(),
                        title, owner="sender", takes="update", backwards=first)


def standards(s: Shape) -> tuple[Standard, ...]:
    """What the text says of time without a number, where it says anything."""
    words = s.kind.words
    return (Standard("standard", s.under[0], words, since="send"),) if words else ()


def happenings(s: Shape) -> tuple[Happening, ...]:
    """What belongs in a calendar: the time that the notice names."""
    if not s.kind.happens:
        return ()
    label, ends = s.kind.title, "ends_at" if s.kind.asks.spec.field("ends_at") else ""
    return (Happening("event", label, "begins_at", ends, kind=PHYSICAL, states=(*SENT, "closed")),)
