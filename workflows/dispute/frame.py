"""Where a dispute can be: roles, states, states of tracks.

States and the statuses of a stage are those of the product's text on staged settlement; an invitation is a state of
its own. Case state, stages, claims, seats, requests and commitments are separate. Not modelled: the caucus of a
mediator.
"""

from __future__ import annotations

from workflows.agreements.clause import (
    ARBITRATION,
    CONCILIATION,
    ENQUIRY,
    EXPERT,
    GOOD_OFFICES,
    KINDS,
    MEDIATION,
    NEGOTIATION,
    OTHER_MEANS,
    REGIONAL,
)
from workflows.kernel.language import FINAL, OPEN, RESTING, Role, State, TrackSet

CLAIMANT = Role("claimant", "the claimant")
RESPONDENT = Role("respondent", "the respondent")
THIRD = Role("third_party", "a party that joined")
GOOD_OFFICER = Role("good_officer", "whoever lends good offices", stake=False, office=True)
MEDIATOR = Role("mediator", "the mediator", stake=False, office=True)
COMMISSION = Role("commission", "the conciliators or inquirers", stake=False, office=True)
EXPERT_ROLE = Role("expert", "the expert", stake=False, office=True)
AUTHORITY = Role("authority", "the appointing authority", stake=False, office=True)
TRIBUNAL = Role("tribunal", "the tribunal", stake=False, office=True)
NEUTRALS = {
    GOOD_OFFICES: GOOD_OFFICER, MEDIATION: MEDIATOR, CONCILIATION: COMMISSION, ENQUIRY: COMMISSION, EXPERT: EXPERT_ROLE,
}  # fmt: skip
"""Who sits in the middle of a stage; the other kinds have nobody there."""
INVITED_KINDS = (NEGOTIATION, GOOD_OFFICES, ENQUIRY, MEDIATION, CONCILIATION, EXPERT, REGIONAL, OTHER_MEANS)

ENDED_STAGE = ("failed", "lapsed", "refused", "skipped_by_agreement")
AGAIN = ("not_started", "failed", "lapsed", "refused", "skipped_by_agreement")
"""From here a stage may be entered, for the first time or anew."""
ARBITRAL = ("arb_notice", "arb_constituting", "arb_proceedings", "arb_deliberation")
SEATED = ("arb_proceedings", "arb_deliberation")
AWARDED = ("award_rendered", "post_award_request")
EXECUTING = ("compliance", "noncompliance_recorded")
ENDS = ("closed_complied", "closed_settled", "closed_withdrawn", "closed_no_jurisdiction", "closed_discontinued")
# fmt: off

STAGE_STATES = (
    State("not_started", "Not begun"),
    State("invited", "One party has invited the others"),
    State("running", "Under way"),
    State("settled", "Ended in a settlement, or in the decision asked for"),
    State("failed", "Declared a failure"),
    State("lapsed", "Its time passed"),
    State("refused", "The invitation was rejected, or is treated as rejected"),
    State("skipped_by_agreement", "Left out by all parties together"),
    State("not_applicable", "The agreement has no such stage; a special agreement may still bring it about"),
)
RESPONDENT_STATES = (
    State("served", "Sent; receipt is not proved yet"),
    State("received", "Receipt is proved"),
    State("responded", "Has responded to the notice of arbitration"),
)
CLAIM_STATES = (
    State("pending", "Neither settled nor decided"),
    State("settled", "Settled; the rest of the dispute goes on"),
    State("withdrawn", "Withdrawn"),
    State("decided", "Decided by the award or judgment"),
)
SEAT_STATES = (
    State("vacant", "Nobody is appointed"),
    State("filled", "An arbitrator sits"),
    State("challenged", "A challenge is pending"),
)
REQUEST_STATES = (
    State("pending", "The tribunal has not answered"),
    State("answered", "The tribunal has answered"),
)
COMMITMENT_STATES = (
    State("due", "Not performed yet"),
    State("evidenced", "Performance is reported with evidence"),
    State("performed", "The other side confirms"),
    State("disputed", "The other side disputes performance"),
)
THIRD_STATES = (State("taking_part", "Takes part"), State("left", "Has left"))


def tracks(joined: tuple[TrackSet, ...]) -> tuple[TrackSet, ...]:
    """Give the track sets, with those of parties that join where the clause lets any."""
    return (
        TrackSet("stage", "not_started", STAGE_STATES, "stage", ends=("not_started", "settled", "not_applicable",
        *ENDED_STAGE)),
        TrackSet("respondent", "served", RESPONDENT_STATES, "respondent", "respondent", ends=("received", "responded")),
        TrackSet("claim", "pending", CLAIM_STATES, "claim", ends=("settled", "withdrawn", "decided")),
        TrackSet("seat", "vacant", SEAT_STATES, "seat", ends=("filled",)),
        TrackSet("request", "pending", REQUEST_STATES, "request", ends=("answered",)),
        TrackSet("commitment", "due", COMMITMENT_STATES, "commitment", ends=("performed",)),
        *joined,
    )


JOINED = TrackSet("third", "taking_part", THIRD_STATES, "party that joined", "third_party", gone=("left",),
        ends=("taking_part",))

OPENING = (
    State("draft", "The notice of dispute is being prepared; nobody else sees it"),
    State("notified", "The notice of dispute is served"),
)
DEADLOCK = State("deadlock", "No stage runs, and none may be entered by one party alone; every invitation stays open")
ARBITRATION_STATES = (
    State("arb_notice", "The notice of arbitration, or the joint submission, is served", label="Notice of arbitration"),
    State("arb_constituting", "The tribunal is being formed", label="Tribunal being formed"),
    State("arb_proceedings", "Written and oral phases", label="Arbitral proceedings"),
    State("arb_deliberation", "The hearings are closed", label="Deliberation"),
    State("award_rendered", "The award is communicated; periods for requests run"),
    State("post_award_request", "A request for interpretation, correction or an additional award is pending",
          label="Request after the award"),
)
CLOSING = (
    State("compliance", "Execution is followed"),
    State("noncompliance_recorded", "Non-compliance is stated; talks or evidence may follow",
    label="Non-compliance recorded"),
    State("closed_complied", "Complied with", FINAL),
    State("closed_settled", "A settlement is recorded; its commitments are followed", RESTING),
    State("closed_withdrawn", "Withdrawn, with the consent that was needed", FINAL),
    State("closed_no_jurisdiction", "The tribunal has no jurisdiction", FINAL, "Closed: no jurisdiction"),
    State("closed_discontinued", "Discontinued after inactivity or together", FINAL),
)


def stage_states(kinds: frozenset[str], invited: frozenset[str]) -> tuple[State, ...]:
    """Give the states of the stages that a ladder has; those that begin by invitation have two."""
    found: list[State] = []
    for kind, title in KINDS.items():
        if kind in invited:
            found.append(State(f"{kind}_invited", f"Proposed: {title.lower()}; not everybody has accepted", OPEN))
        if kind in kinds and kind != ARBITRATION:
            found.append(State(kind, f"Under way, or the last stage that was: {title.lower()}", OPEN, title))
    return tuple(found)
