"""Rows of informing, first part: discovery, clearance, the note, its receipt, questions, and its issue.

Law: OST V third paragraph and XI. The secretariat receives, asks, registers and issues; it judges nothing. What is
logged and cleared inside a State is read there alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.article_ix.papers import ProofOfReceipt
from workflows.informing import notes, papers
from workflows.informing.frame import DISCOVERY, INFORMING, POINT, RECALLED, SECRETARIAT, SERVED
from workflows.informing.shape import Shape
from workflows.informing.terms import DANGER, DISSEMINATION, NUCLEAR, REENTRY, SAME_AREA, ActivityTerms
from workflows.kernel import guards as g
from workflows.kernel.checks_of_days import NotToCome
from workflows.kernel.checks_of_lists import Includes
from workflows.kernel.checks_of_texts import Distinct
from workflows.kernel.language import (
    CLEAR,
    CLOCK,
    DISPATCH,
    DRAFT,
    OFFICE,
    OPENED,
    OWN,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Citation,
    FilingCheck,
    Flag,
    Is,
    Moves,
    Names,
    NotOneself,
    On,
    Opens,
    Proof,
    Step,
    WhenThen,
    outcome,
)

ADVICE = "Inform voluntarily: by a statement of your own, or a notice of transparency."
OF_DISCOVERY = ("transmission", "operational_call")
AT_RISK = g.Fact("crew_at_risk", ("now",))
DATED = (NotToCome("dated_on"),)
PUBLISHED = g.Done("issue")
ALONE = g.Fact("addressee", (notes.DIRECT,))
# fmt: off


def sending(s: Shape) -> tuple[Step, ...]:
    """Give all rows of this part, in the order of the procedure."""
    found = _discovery(s) if s.of_danger else ()
    return (*found, *_clearance(s), *_transmission(s), *_receipt(s), *_query(), *_issue(s), *_circulation(s),
            *_directly(s), *_recall(s))


def _discovery(s: Shape) -> Iterator[Step]:
    common: dict[str, Any] = {"opens": Opens(DISCOVERY, numbered=True), "keeps": ("crew_at_risk",), "tell": OWN,
                              "level": "C4", "checks": (NotToCome("discovered_at"),), "title": "Log the discovery"}
    effect = "The time of discovery is on record inside your State; elapsed time is counted from it, and no more."
    for at_risk, starts in ((AT_RISK, OF_DISCOVERY), (~AT_RISK, OF_DISCOVERY[:1])):
        yield Step("discovery_logged", ("draft", "cleared", *s.sent), STAY, INFORMING, DRAFT, DANGER, papers.Discovery,
                   when=at_risk, starts=starts, **common, effect=effect)
    yield Step("log_call", ("draft", "cleared"), STAY, INFORMING, DRAFT, PRODUCT, papers.OperationalCall, tell=OWN,
               level="C4", stops=OF_DISCOVERY[1:], checks=(NotToCome("called_at"),), title="Log an operational call",
               added="Where persons are in danger one calls first, and the formal note follows; both are on record.",
               effect="The call is on record inside your State; the note is still to be sent.")
    yield Step("log_call", s.sent, STAY, INFORMING, DRAFT, PRODUCT, papers.OperationalCall, level="C1", tell="all",
               stops=OF_DISCOVERY[1:], checks=(NotToCome("called_at"),), title="Log an operational call",
               added="A call beside the note is on record too.", effect="The call is before all who have the note.")


def _clearance(s: Shape) -> Iterator[Step]:
    logged = g.Says(g.Done("discovery_logged"), "Log the time of discovery first.", DANGER) if s.of_danger else None
    common: dict[str, Any] = {"tell": OWN, "level": "C4"}
    yield Step("clear", "draft", "cleared", INFORMING, CLEAR, PRODUCT, papers.Clearance, when=logged, **common,
               title="Clear the note", effect="What was cleared and redacted is on record inside your State.")
    yield Step("clear_update", (*s.told, "update_due", "corrected"), STAY, INFORMING, CLEAR, PRODUCT, papers.Clearance,
               **common, title="Clear an update",
               added="An update can be cleared like the first note; it waits for nothing, since it may be urgent.",
               effect="What was cleared and redacted is on record inside your State.")


def valid(s: Shape) -> tuple[FilingCheck, ...]:
    """Say what the paper of a note has to satisfy besides its answers."""
    if s.of_danger:
        return (WhenThen("addressee", (notes.DIRECT,), "states", DANGER), NotOneself("states"), Distinct(s.points))
    return (
        Distinct(s.points),
        Includes("addressees", notes.BY_SG, "Information under Article XI goes to the Secretary-General as well as "
                 "to the public and the scientific community.", s.terms.duty[-1]),
        WhenThen("subject", notes.FALLING, "predicted_at", REENTRY),
        WhenThen("subject", notes.FALLING[1:], "nuclear", NUCLEAR),
        WhenThen("subject", (notes.MISSION,), "duration", SAME_AREA),
    )


def sent(s: Shape) -> Iterator[dict[str, Any]]:
    """Give what both ways of sending a note do: through the Secretary-General, and to States alone."""
    points = Opens(POINT, s.points, anew=True)
    told: dict[str, Any] = {"keeps": s.keeps, "level": "C1", "tell": "all", "stops": (*s.series, *_stopped(s)),
                            "elapsed": s.elapsed, "opens": points}
    if s.of_danger:
        told |= {"moves": Moves(DISCOVERY, "told"), "opens": (Opens(SERVED, "states", anew=True), points)}
    chosen = (Is("addressee", (notes.BY_SG,), "Choose to whom the note goes.", DANGER),) if s.of_danger else ()
    yield {**told, "checks": (*chosen, *valid(s)), "names": Names("secretariat", parties=(s.terms.secretariat,)),
           "starts": ("acknowledgement",),
           "effect": "The note goes to the Secretary-General through the secretariat. It can be recalled until it is "
                     "issued; once issued it is public."}
    if s.of_danger:
        alone = Is("addressee", (notes.DIRECT,), "Choose to whom the note goes.", DANGER)
        yield {**told, "checks": (alone, *valid(s)),
               "effect": "The note goes to the States named, and not to the Secretary-General."}


def _stopped(s: Shape) -> tuple[str, ...]:
    return OF_DISCOVERY if s.of_danger else ()


def _transmission(s: Shape) -> Iterator[Step]:
    bound: g.Guard = g.Bound("OST", s.terms.duty[-1], advice=ADVICE)
    if isinstance(s.terms, ActivityTerms) and s.terms.by_moon:
        bound &= g.Bound("MOON", s.terms.duty[0], advice="Inform under the Outer Space Treaty instead.")
    for way in sent(s):
        yield Step("transmit", "cleared", "transmitted", INFORMING, DISPATCH, s.terms.duty, s.note, when=bound,
                   title="Transmit the note", whom="to", **way)


def _receipt(s: Shape) -> Iterator[Step]:
    through = g.Says(~ALONE, "This note went to States directly, and not to the secretariat.", PRODUCT)
    for who, capacity in ((SECRETARIAT, OFFICE), (INFORMING, DRAFT)):
        yield Step("receive", "transmitted", "received", who, capacity, PRODUCT, papers.Received, when=through,
                   stops=("acknowledgement",), level="C1", tell="all", title="Record the receipt of the note",
                   effect="Receipt by the secretariat is on record; nothing is judged by that.")
    for states, to in (("served",), "received"), (("received",), STAY):
        yield Step("record_receipt", s.sent, STAY, INFORMING | TRACK_PARTY, DRAFT, PRODUCT, ProofOfReceipt,
                   track=On(SERVED, states, to), receipt=True, collects=("channel",), whom="by", level="C1",
                   title="Record proof of receipt", added="A State told directly may prove its receipt, or not.",
                   effect="Proof of delivery is on record; nothing is owed in answer.")
    yield Step("record_receipt", s.sent, STAY, CLOCK, under=PRODUCT, track=On(SERVED, ("served",), "received"),
               receipt=True, proof=Proof(OPENED, "portal"), whom="by", level="C1", title="Record proof of receipt",
               added="Receipt within this product is proved by opening the paper; delivery alone proves none.",
               effect="Somebody with a mandate of that State opened the paper here; nothing is owed in answer.")


def _query() -> Iterator[Step]:
    yield Step("query", "received", "queried", SECRETARIAT, OFFICE, PRODUCT, papers.Query, starts=("query_answer",),
               level="C1", tell="all", title="Query the note",
               effect="The State that informs is asked to clarify; the secretariat judges nothing.")
    yield Step("answer", "queried", "received", INFORMING, DISPATCH, PRODUCT, papers.QueryAnswer,
               stops=("query_answer",), within="query_answer", level="C1", tell="all", title="Answer the query",
               effect="The question is answered; the note goes on its way.")


def intervals(s: Shape, *, corrected: bool = False) -> Iterator[dict[str, Any]]:
    """Give, for each interval, what starts the series again and where; else nothing begins. With a correction those of
    a treaty go on as they are."""
    none: g.Guard | None = None
    for one in s.intervals:
        if corrected and one.of_treaty:
            continue
        yield {"starts": one.starts, "when": one.when}
        none = ~one.when if none is None else none & ~one.when
    yield {"starts": (), "when": none}


def _issue(s: Shape) -> Iterator[Step]:
    for way in intervals(s):
        yield Step("issue", "received", "issued", SECRETARIAT, OFFICE, DISSEMINATION, papers.Issued, when=way["when"],
                   starts=(*way["starts"], "reply"), names=Names("reader", "circulated_to", level="C0"), level="C0",
                   checks=DATED, tell="all", publishes=True, title="Issue the document",
                   effect="The note is published under its symbol. Where a series goes on, the next update falls due.")


def _circulation(s: Shape) -> Iterator[Step]:
    yield Step("circulate", ("issued", "update_due", "corrected", "closed"), STAY, SECRETARIAT, OFFICE, DISSEMINATION,
               papers.Circulated, when=g.Says(PUBLISHED, "Nothing is issued yet.", PRODUCT),
               names=Names("reader", "circulated_to", level="C0"), level="C0", tell="all",
               title="Circulate the document",
               added="What is issued is for everybody; those named find it among their cases and may reply.",
               effect="Those named find the document among their cases, and may reply; nothing is owed.")


def _directly(s: Shape) -> Iterator[Step]:
    opens: dict[str, Any] = {"opens": Opens(SERVED, "states"), "checks": (NotOneself("states"),), "whom": "to"}
    under: tuple[Citation, ...] = (DANGER,) if s.of_danger else (REENTRY, NUCLEAR)
    if isinstance(s.terms, ActivityTerms) and s.terms.by_moon:
        under = (SAME_AREA, *under)
    yield Step("copy_to_states", s.sent, STAY, INFORMING, DISPATCH, under, papers.MoreStates, level="C1", tell="all",
               **opens, title="Send copies",
               added="What goes to the Secretary-General may go to States concerned as well.",
               effect="The States named have the note at once; nothing is owed in answer.")
    if s.of_danger:
        direct = g.Says(ALONE, "This note went through the Secretary-General; send copies to States instead.", DANGER)
        yield Step("direct", "transmitted", "disseminated_direct", INFORMING, DISPATCH, DANGER, papers.Disseminated,
                   when=direct, starts=("reply",), level="C1", tell="all",
                   title="Record that States were told directly",
                   effect="The States named have the note; it is not issued as a document.")


def _recall(s: Shape) -> Iterator[Step]:
    frm = ("transmitted", "received", "queried")
    common: dict[str, Any] = {"stops": ("*",), "level": "C1", "tell": "all"}
    stands = PUBLISHED | g.Done("direct") if s.of_danger else PUBLISHED
    yield Step("recall", frm, RECALLED, INFORMING, DISPATCH, PRODUCT, papers.Recall, **common,
               when=g.Says(~stands, "A note of this case is published already; recall the update alone.", PRODUCT),
               title="Recall the note",
               effect="The note is not issued; the secretariat and every State served are told.")
    back = outcome((PUBLISHED, "issued"), (None, "disseminated_direct")) if s.of_danger else "update_due"
    yield Step("recall_update", frm, back, INFORMING, DISPATCH, PRODUCT, papers.Recall, **common, when=stands,
               added="An update can be recalled like the first note; what was issued before stands.",
               flags=(Flag("update_recalled", on_track=False),), title="Recall the update",
               effect="The update is not issued; what was published before stands, and another update may follow.")
