"""Where a dispute can be: roles, states, states of tracks.

States and the statuses of a stage are those of the product's text on staged settlement; an invitation is a state of
its own. Case state, stages, claims, seats, requests and commitments are separate. The rooms of a mediator are cases of
their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

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
from workflows.kernel.language import FINAL, OPEN, RESTING, Role, State, TrackSet, humanise

CLAIMANT = Role("claimant", "the claimant")
RESPONDENT = Role("respondent", "the respondent")
THIRD = Role("third_party", "a party that joined")
LEAD = Role("lead_partner", "the lead partner", stake=False)
PARTNER = Role("partner", "a partner invited to the talks", stake=False)
COMMON, CONSTITUTION, RECORD = "common", "constitution", "arbitration"
"""Files that do not belong to one kind of stage with a neutral: see `files.py`."""


def _office(key: str, title: str, *reads: str) -> Role:
    return Role(key, title, stake=False, office=True, reads=reads)


GOOD_OFFICER = _office("good_officer", "whoever lends good offices", COMMON, GOOD_OFFICES)
MEDIATOR = _office("mediator", "the mediator", COMMON, MEDIATION)
COMMISSION = _office("commission", "the conciliators or inquirers", COMMON, CONCILIATION, ENQUIRY)
EXPERT_ROLE = _office("expert", "the expert", COMMON, EXPERT)
AUTHORITY = _office("authority", "the appointing authority", COMMON, CONSTITUTION)
TRIBUNAL = _office("tribunal", "the tribunal", COMMON, CONSTITUTION, RECORD)
ARBITRATOR = _office("arbitrator", "an arbitrator", COMMON, CONSTITUTION, RECORD)
NAMED_ARBITRATOR = _office("named_arbitrator", "an arbitrator before the disclosure")
NEUTRALS = {
    GOOD_OFFICES: GOOD_OFFICER, MEDIATION: MEDIATOR, CONCILIATION: COMMISSION, ENQUIRY: COMMISSION, EXPERT: EXPERT_ROLE,
}  # fmt: skip
"""Who sits in the middle of a stage; the other kinds have nobody there."""


def nominated(role: Role) -> Role:
    """Give the role of whoever is nominated for an office and reads nothing yet."""
    return _office(f"nominated_{role.key}", f"{role.title}, nominated")


def reading(role: Role, kinds: frozenset[str]) -> Role:
    """Give the role of an office with the files that the ladder at hand has."""
    return replace(role, reads=tuple(file for file in role.reads if file == COMMON or file in kinds))


INVITED_KINDS = (NEGOTIATION, GOOD_OFFICES, ENQUIRY, MEDIATION, CONCILIATION, EXPERT, REGIONAL, OTHER_MEANS)

ENDED_STAGE = ("failed", "lapsed", "refused", "skipped_by_agreement", "passed_over")
AGAIN = ("not_started", *ENDED_STAGE)
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
    State("passed_over", "Passed over by one party, for urgency"),
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
NEUTRAL_STATES = (
    State("nominated", "Nominated; no disclosure yet, and nothing is read"),
    State("in_office", "In office, with a disclosure on record"),
    State("declined", "Declined"),
    State("ended", "The mandate has ended"),
)
ARBITRATOR_STATES = (
    State("named", "Appointed; no statement of disclosure yet, and nothing is read"),
    State("disclosed", "The statement of disclosure is on record"),
    State("removed", "No longer an arbitrator"),
)
THIRD_STATES = (State("taking_part", "Takes part"), State("left", "Has left"))


def tracks(joined: tuple[TrackSet, ...], neutrals: Iterable[Role]) -> tuple[TrackSet, ...]:
    """Give the track sets, with one for each office of a stage, and those of parties that join where any may."""
    open_to: dict[str, Any] = {"file": COMMON}
    return (
        TrackSet("stage", "not_started", STAGE_STATES, "stage", ends=("not_started", "settled", "not_applicable",
        *ENDED_STAGE), **open_to),
        TrackSet("respondent", "served", RESPONDENT_STATES, "respondent", "respondent", ends=("received", "responded"),
        **open_to),
        TrackSet("claim", "pending", CLAIM_STATES, "claim", ends=("settled", "withdrawn", "decided"), **open_to),
        TrackSet("seat", "vacant", SEAT_STATES, "seat", ends=("filled",), file=CONSTITUTION),
        TrackSet("arbitrator", "named", ARBITRATOR_STATES, "arbitrator", NAMED_ARBITRATOR.key, gone=("removed",),
        office=ARBITRATOR.key, ends=("named", "disclosed"), file=CONSTITUTION),
        TrackSet("request", "pending", REQUEST_STATES, "request", ends=("answered",), file=RECORD),
        TrackSet("commitment", "due", COMMITMENT_STATES, "commitment", ends=("performed",)),
        *(_office_track(role) for role in neutrals),
        *joined,
    )


def _office_track(role: Role) -> TrackSet:
    return TrackSet(role.key, "nominated", NEUTRAL_STATES, humanise(role.key).lower(), f"nominated_{role.key}",
                    gone=("declined", "ended"), ends=("nominated", "in_office"), office=role.key, file=COMMON)


JOINED = TrackSet("third", "taking_part", THIRD_STATES, "party that joined", "third_party", gone=("left",),
        ends=("taking_part",), file=COMMON)

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
