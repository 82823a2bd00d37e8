"""Rows of a notice, first part: clearance, sending, those told, their receipt, and copies.

Soft: GGE, chapter on transparency; HCOC 4(a)(iii), LTS B.9, RS principles X and XI, NPS 5 and 7, each for its kind.
Nobody has to give a notice or to acknowledge one, and nothing follows where nobody does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.article_ix.papers import ProofOfReceipt
from workflows.confidence import papers
from workflows.confidence.frame import (
    COPY,
    ENDED,
    KNOWN,
    RECEIVED,
    SECRETARIAT,
    SENDER,
    SERVED,
    TOLD,
    Shape,
)
from workflows.confidence.notices import PUBLIC
from workflows.informing.papers import Circulated, OperationalCall
from workflows.kernel import guards as g
from workflows.kernel.checks_of_days import NotToCome
from workflows.kernel.guards_of_facts import Passed, ShorterThan
from workflows.kernel.language import (
    CLEAR,
    CLOCK,
    DISPATCH,
    DRAFT,
    OFFICE,
    OPENED,
    OUTSIDER,
    OWN,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Elapsed,
    FilingCheck,
    Flag,
    Later,
    Names,
    NotOneself,
    On,
    Opens,
    Proof,
    Step,
    outcome,
)

NONE_BEFORE, SHORT = "no_notice_recorded_before_event", "short_notice"
NOTHING_OWED = "Nothing is owed in answer, and silence accepts nothing."
SINCE = {"known_at": "after it was known", "begins_at": "after the time that it names", "adopted_on": "after adoption"}
# fmt: off


def sending(s: Shape) -> tuple[Step, ...]:
    """Give all rows of this part, in the order of the procedure."""
    return (*_cleared(s), *_sent(s), *_more(s), *_received(s), *_copies(s))


def _cleared(s: Shape) -> Iterator[Step]:
    planned = s.lead is not None
    yield Step("log_call", ("draft", "cleared"), STAY, SENDER, DRAFT, PRODUCT, OperationalCall, tell=OWN, level="C4",
               checks=(NotToCome("called_at"),), title="Log an operational call",
               added="In an emergency one calls first, and the form follows; both are on record.",
               effect="The call is on record inside your State; the notice is still to be sent.")
    yield Step("log_call", s.sent, STAY, SENDER, DRAFT, PRODUCT, OperationalCall, tell="all", level=s.level,
               checks=(NotToCome("called_at"),), title="Log an operational call",
               added="A call beside the notice is on record too.",
               effect="The call is before all who have the notice.")
    yield Step("clear", "draft", "cleared", SENDER, CLEAR, s.under, papers.PlannedClearance if planned
               else papers.Clearance, keeps=("begins_at",) if planned else (), tell=OWN, level="C4",
               starts=("sending", "lead") if planned else ("sending",), title="Clear the notice",
               effect="What was cleared and redacted is on record inside your State.")


def _sent(s: Shape) -> Iterator[Step]:
    asked, kind = s.kind.asks.spec, s.kind
    checks: list[FilingCheck] = [NotOneself("addressees")]
    if asked.field("ends_at"):
        checks.append(Later("ends_at", "begins_at"))
    common: dict[str, Any] = {
        "to": outcome((g.Done("occur"), "event_occurred"), (None, "sent")) if kind.happens else "sent",
        "opens": Opens(TOLD, "addressees", anew=True), "keeps": kind.kept, "tell": "all", "checks": tuple(checks),
        "stops": ("sending", *(("lead",) if s.lead else ()), *s.series), "flags": tuple(_marks(s)),
        "elapsed": Elapsed(kind.since, SINCE[kind.since]) if kind.since else None, "title": "Send the notice",
    }
    if kind.office:
        common["names"] = Names("secretariat", parties=(s.terms.secretariat,))
    for starts, when in _starts(s):
        for level, shared, effect in (
            (s.level, ~g.Fact("sharing", (PUBLIC,)), "Those named are told."),
            ("C0", g.Fact("sharing", (PUBLIC,)), "Those named are told, and the notice is public from now on."),
        ):
            yield Step("send", ("cleared", "updated"), by=SENDER, capacity=DISPATCH, under=s.under, asks=kind.asks,
                       when=shared & when if when else shared, starts=("acknowledgement", *starts), level=level,
                       whom="to", publishes=level == "C0", effect=f"{effect} {NOTHING_OWED}", **common)


def _starts(s: Shape) -> Iterator[tuple[tuple[str, ...], g.Guard | None]]:
    found = tuple(s.intervals())
    yield from ((one.starts, one.when) for one in found)
    if not found:
        yield (), None


def _marks(s: Shape) -> Iterator[Flag]:
    """What is said of the time of a notice: that it came short, or after the event; neither judges anything."""
    if s.lead is not None:
        first = ~g.Done("send")
        yield Flag(NONE_BEFORE, first & Passed("begins_at"), on_track=False)
        yield Flag(SHORT, first & ShorterThan("begins_at", s.lead) & ~Passed("begins_at"), on_track=False)


def _more(s: Shape) -> Iterator[Step]:
    opens: dict[str, Any] = {"opens": Opens(TOLD, "addressees"), "checks": (NotOneself("addressees"),)}
    yield Step("add_addressees", s.sent, STAY, SENDER, DISPATCH, s.under, papers.MoreAddressees, tell="all",
               level=s.level, starts=("acknowledgement",), **opens, title="Add addressees",
               added="Somebody concerned may be found later, and is sent the notice with a full period of its own.",
               effect="Those named have the notice at once; for the others nothing changes.")
    waited = g.Says(g.Lapsed("acknowledgement"), "Wait for the period of the acknowledgement before sending again.")
    once = g.Says(~g.Done("resend"), "The notice was sent again already; nothing is inferred from silence.")
    yield Step("resend", s.sent, STAY, SENDER, DRAFT, PRODUCT, papers.Remark, track=On(TOLD, (SERVED,)),
               when=once & waited, starts=("acknowledgement",), level=s.level, title="Send the notice again", whom="to",
               added="Where no acknowledgement comes the notice is sent once more; nothing is inferred from none.",
               effect="The notice is before it once more, with a full period. No second reminder is sent.")
    if s.kind.office:
        yield Step("circulate", (*s.sent, *ENDED), STAY, SECRETARIAT, OFFICE, PRODUCT, Circulated, tell="all",
                   names=Names("reader", "circulated_to", level="C1"), level="C1", title="Circulate the notice",
                   added="A notice for the United Nations is for more States than those named in it.",
                   effect="Those named find the notice among their cases; nothing is owed in answer.")


def _received(s: Shape) -> Iterator[Step]:
    there: dict[str, Any] = {"receipt": True, "level": s.level}
    for states, to in (((SERVED,), RECEIVED), ((RECEIVED,), STAY)):
        yield Step("record_receipt", s.sent, STAY, SENDER | TRACK_PARTY, DRAFT, PRODUCT, ProofOfReceipt, whom="by",
                   track=On(TOLD, states, to), collects=("channel",), **there, title="Record proof of receipt",
                   added="Receipt may be proved, or not; nothing hangs on it.",
                   effect="Proof of delivery is on record; nothing is owed in answer.")
    yield Step("record_receipt", s.sent, STAY, CLOCK, under=PRODUCT, track=On(TOLD, (SERVED,), RECEIVED), whom="by",
               proof=Proof(OPENED, "portal"), **there, title="Record proof of receipt",
               added="Receipt within this product is proved by opening the paper; delivery alone proves none.",
               effect="Somebody with a mandate of the addressee opened the notice here; nothing is owed in answer.")
    known: dict[str, Any] = {"track": On(TOLD, (SERVED, RECEIVED), KNOWN), "stops": ("acknowledgement",), **there}
    for frm, to in (("sent", "acknowledged"), ((*s.sent[1:], *ENDED), STAY)):
        yield Step("acknowledge", frm, to, TRACK_PARTY, DRAFT, PRODUCT, papers.Remark, tell="all",
                   within="acknowledgement", **known, title="Acknowledge the notice",
                   effect="Receipt is acknowledged. Nothing is accepted by that, and nothing is conceded.")


def _copies(s: Shape) -> Iterator[Step]:
    common: dict[str, Any] = {"tell": "all", "level": s.level}
    yield Step("request_copy", (*s.sent, *ENDED), STAY, OUTSIDER, DISPATCH, PRODUCT, papers.CopyRequest,
               opens=Opens(COPY, acting=True), **common, title="Ask for a copy",
               added="A State that was not told may ask; whoever gave the notice decides.",
               effect="Whoever gave the notice decides whether you are given a copy.")
    yield Step("send_copies", (*s.sent, *ENDED), STAY, SENDER, DISPATCH, PRODUCT, papers.Copies,
               names=Names("reader", "readers"), checks=(NotOneself("readers"),), **common, title="Send copies",
               added="A State that cannot see the notice here asks by another way; it is given a copy, or not.",
               effect="Those named read the notice and what follows; they are not addressed and owe nothing.")
    asked = On(COPY, ("asked",), "given")
    yield Step("give_copy", (*s.sent, *ENDED), STAY, SENDER, DISPATCH, PRODUCT, papers.Remark, track=asked, whom="to",
               names=Names("reader", of_track=True), **common, title="Give a copy",
               effect="It reads the notice and what follows; it is not addressed and owes nothing.")
    yield Step("refuse_copy", (*s.sent, *ENDED), STAY, SENDER, DISPATCH, PRODUCT, papers.Remark, whom="to",
               track=On(COPY, ("asked",), "refused"), **common, title="Give no copy",
               effect="No copy is given; no reason has to be.")
