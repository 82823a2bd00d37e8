"""Receipt in a dispute: who proves it, of which paper, and which periods run from it.

Law: the clause says from what the time of a stage runs (``start_event``), and the rules of arbitration from what a
response is due and a request after an award; what neither says runs from the act. What proves receipt is a default of
the product: opening the paper here, or what a party records. Not modelled: receipt of an invitation or of a
convocation, which begin nothing before somebody accepts or all partners meet, and a stage for which all ask together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workflows.dispute import papers
from workflows.dispute.frame import AWARDED, CLAIMANT, COMMON, RECORD, RESPONDENT, THIRD, TRIBUNAL
from workflows.dispute.joined import lets_join
from workflows.dispute.shape import Shape
from workflows.kernel.language import (
    ANY_PARTY,
    CLOCK,
    DRAFT,
    OFFICE,
    OPENED,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Actor,
    AllReceived,
    Dispatch,
    On,
    Opens,
    Proof,
    Receipt,
    SinceStep,
    State,
    Step,
    TrackSet,
)
from workflows.kernel.limits import Start
from workflows.ladder import AT_NOTICE, BY_REQUEST, Rung

RECEIPT, DISPATCHED, SENDING = "receipt", "dispatch", "sending"
ASKED = TrackSet("asked", "served", (
    State("served", "Sent; receipt is not proved yet"),
    State("received", "Receipt is proved"),
), "party asked for the stage", ends=("served", "received"), file=COMMON)  # fmt: skip
AWARD = TrackSet("recipient", "served", (
    State("served", "The award is communicated; receipt is not proved yet"),
    State("received", "Receipt of the award is proved"),
), "party to the award", ends=("served", "received"), file=RECORD)  # fmt: skip
WITHOUT_PROOF = ("go_to_stage", "reopen_ladder")
"""Steps by which a stage begins with the act: what all take together, and a ladder that all have climbed before."""
# fmt: off


def counts_from_request(rung: Rung) -> bool:
    """Say whether the time of a stage counts from the receipt of the request for it."""
    return rung.entry == BY_REQUEST and rung.stage.start_event == RECEIPT and bool(rung.stage.days)


def asked_sets(s: Shape) -> tuple[TrackSet, ...]:
    """Give the set of those whom a request for a stage has to reach, where the clause counts from there."""
    return (ASKED,) if any(map(counts_from_request, s.diplomatic)) else ()


def asked_of(rung: Rung) -> tuple[Opens, ...]:
    """Open, with the request for a stage, the receipt of every other party."""
    roles = (CLAIMANT, RESPONDENT) if counts_from_request(rung) else ()
    return tuple(Opens(ASKED.key, role=role.key, anew=True, others=True) for role in roles)


def stage_begins(rung: Rung) -> Start:
    """Say from what the time of a stage counts where it counts neither from an appointment nor from a meeting."""
    event = rung.stage.start_event
    if rung.entry == AT_NOTICE and event == RECEIPT:
        return AllReceived("respondent", sent_by=WITHOUT_PROOF)
    if rung.entry == AT_NOTICE and event == DISPATCHED:
        return SinceStep("serve_notice_of_dispute")
    return AllReceived(ASKED.key, sent_by=WITHOUT_PROOF) if counts_from_request(rung) else Dispatch()


def award_reaches(s: Shape) -> tuple[Opens, ...]:
    """Open, with an award, its receipt by each party."""
    roles = (CLAIMANT, RESPONDENT, THIRD) if lets_join(s) else (CLAIMANT, RESPONDENT)
    return tuple(Opens(AWARD.key, role=role.key, anew=True) for role in roles)


def request_begins(s: Shape, period: str) -> Start:
    """Say from what the time for a request after an award runs for each party: its receipt, where the rules say so."""
    found = s.arrangement.periods.get(period)
    return Receipt() if found is not None and found.starts == RECEIPT else Dispatch()


def receipts_of_award(s: Shape) -> Iterator[Step]:
    """Give the rows that record receipt of an award: by a party or the tribunal, and on proof."""
    yield from _received(AWARD.key, AWARDED, ANY_PARTY)
    by_hand = next(_received(AWARD.key, AWARDED, TRIBUNAL))
    yield replace(by_hand, capacity=OFFICE)


def response_begins(s: Shape) -> Start:
    """Say from what a response to a notice of arbitration is due, as the rules have it; from receipt if they do not."""
    found = s.arrangement.periods.get("response")
    return Dispatch() if found is not None and found.starts == SENDING else Receipt()


def receipts(s: Shape) -> Iterator[Step]:
    """Give the rows that record receipt: by hand, and on proof."""
    yield from _received("respondent", s.live, TRACK_PARTY | CLAIMANT, stops=("acknowledgement",))
    for each in asked_sets(s):
        yield from _received(each.key, s.live, ANY_PARTY)


def _received(of: str, where: tuple[str, ...], by: Actor, stops: tuple[str, ...] = ()) -> Iterator[Step]:
    on = On(of, ("served",), "received")
    yield Step("record_receipt", where, STAY, by, DRAFT, PRODUCT, papers.ProofOfReceipt, receipt=True, track=on,
               stops=stops, tell="all", effect="Receipt is on record; what runs from receipt begins.")
    yield Step("record_receipt", where, STAY, CLOCK, under=PRODUCT, track=on, receipt=True, proof=Proof(OPENED),
               stops=stops, tell="all",
               added="Receipt within this product is proved by opening the paper; delivery alone proves none.",
               effect="Somebody with a mandate of the addressee opened the paper here; what runs from receipt begins.")
