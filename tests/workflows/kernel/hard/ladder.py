"""The ladder of settlement between the parties to a cooperation agreement, from notice of dispute to submission.

Text: an agreement's clause on disputes, with the times of the general profile; the election after an unanswered
invitation follows the model rules on mediation. Stages are tracks. Not modelled: the tribunal.
"""

from workflows.kernel import guards as g
from workflows.kernel.fragments import COMMON_STATES, common_steps, extending, suspension_limit
from workflows.kernel.language import (
    ANY_PARTY,
    CLOCK,
    DISPATCH,
    DRAFT,
    EVERY_PARTY,
    FINAL,
    OFFICE,
    OPTIONAL,
    PRODUCT,
    RESTING,
    STAY,
    TRACK_PARTY,
    Binding,
    ByTrack,
    Each,
    Extension,
    Filing,
    FromFact,
    Grade,
    Moves,
    Names,
    NotOneself,
    On,
    Opens,
    Other,
    Period,
    Procedure,
    Role,
    Source,
    State,
    Step,
    Taker,
    TimeLimit,
    TrackSet,
    choice,
    date_field,
    instant_field,
    long_text,
    outcome,
    parties_field,
    party_field,
    text,
)  # fmt: skip

CLAUSE = Source("the agreement", Binding.LAW_A)
CHARTER = Source("UNC")
MEDIATION = Source("ML2002", Binding.LAW_A, Grade.S)

CLAIMANT, RESPONDENT = Role("claimant", "Claimant"), Role("respondent", "Respondent")
NEUTRAL = Role("neutral", "Neutral", stake=False, office=True)

STAGES = ("negotiation", "good_offices", "mediation", "arbitration")
ENDED = ("failed", "lapsed", "refused", "skipped_by_agreement")
STAGE_STATES = (
    State("not_started", "Not begun"),
    State("invited", "One party has invited the other"),
    State("running", "Under way"),
    State("settled", "Ended in a settlement"),
    State("failed", "Declared a failure"),
    State("lapsed", "Its time passed"),
    State("refused", "The invitation was rejected, or is treated as rejected"),
    State("skipped_by_agreement", "Left out by all parties together"),
)


class Notice(Filing):
    """Notice of dispute."""

    respondents = parties_field("Respondents", CLAUSE("1"))
    subject = text("Subject", CLAUSE("1"))


class Receipt(Filing):
    """Proof of receipt."""

    received_at = instant_field("Received at", PRODUCT)


class Invitation(Filing):
    """Invitation to a stage."""

    neutral = text("Profile of the neutral", CLAUSE("2"), need=OPTIONAL)


class Declaration(Filing):
    """Declaration that a stage has failed."""

    reasons = long_text("Reasons", CLAUSE("2"), need=OPTIONAL)


class Skip(Filing):
    """Agreement to leave stages out."""

    left_out = choice("Stages left out", {s: s for s in STAGES[:3]}, CLAUSE("4"), many=True)
    go_on_with = choice("Go on with", {s: s for s in STAGES[1:]}, CLAUSE("4"))


class Appointment(Filing):
    """Appointment of a mediator."""

    mediator = party_field("Mediator's office", CLAUSE("3"))
    accepted_on = date_field("Accepted on", CLAUSE("3"))


def stage(key: str, frm: str | tuple[str, ...], to: str = STAY) -> On:
    """Name one stage."""
    return On("stage", (frm,) if isinstance(frm, str) else frm, to, key=key)


RUNNING_NONE = ~g.AnyTrack("stage", ("running", "invited"))
ROOM = ("negotiation", "good_offices", "mediation", "deadlock")
INVITED = ("good_offices_invited", "mediation_invited")
ANSWERING = (*ROOM, *INVITED)
LIVE = ("draft", "notified", *ROOM, *INVITED)


def limits(advance: bool) -> tuple[TimeLimit, ...]:
    """Give the clocks of the clause."""
    length = ByTrack((("negotiation", Period(days=60)), ("good_offices", Period(days=30))), Period(days=60))
    return (
        TimeLimit("acknowledgement", Period(days=10), PRODUCT, title="Acknowledgement", per="respondent"),
        TimeLimit("stage_days", length, CLAUSE("2"), title="Length of the stage", per="stage", takes="lapse",
                  extend=Extension(times=1), zone="UTC"),
        TimeLimit("negotiation_alone", Period(days=30), CLAUSE("2"), FromFact("received_at"),
                  "Before one party may give up", zone="UTC"),
        TimeLimit("invitation", ByTrack((("good_offices", Period(days=14)),), Period(days=30)), MEDIATION("4(2)"),
                  title="Answer to the invitation", per="stage", zone="UTC"),
        TimeLimit("appointment", Period(days=30), PRODUCT, title="Appointment of a mediator", zone="UTC"),
        suspension_limit(),
    )  # fmt: skip


def procedure(*, advance: bool = False) -> Procedure:
    """Build the ladder; with ``advance`` one party alone may go to arbitration once the stages before it are over."""
    exhausted = g.TrackIn(ENDED, "stage:negotiation") & g.TrackIn(ENDED, "stage:mediation")
    alone = exhausted if advance else None
    nothing_left = RUNNING_NONE & ~exhausted if advance else RUNNING_NONE
    limit_values = limits(advance)
    steps = (*opening(), *negotiation(), *good_offices(), *mediation(), *onwards(alone, nothing_left))
    return Procedure(
        key="ladder", edition=1, title="Settlement of a dispute", under=CLAUSE("1"), opens="draft", filer="claimant",
        prefix="LAD", roles=(CLAIMANT, RESPONDENT, NEUTRAL), limits=limit_values,
        states=(
            State("draft", "Being prepared"), State("notified", "Notice of dispute sent"),
            State("negotiation", "Negotiation"), State("good_offices_invited", "Good offices offered"),
            State("good_offices", "Good offices"), State("mediation_invited", "Mediation proposed"),
            State("mediation", "Mediation"), State("deadlock", "No running stage, and no consent for the next"),
            State("arb_notice", "Notice of arbitration received; the tribunal is not modelled", RESTING),
            State("closed_settled", "Settled", FINAL),
            *COMMON_STATES,
        ),
        tracks=(
            TrackSet("stage", "not_started", STAGE_STATES, "stage", ends=("not_started", "settled", *ENDED)),
            TrackSet("respondent", "served", (State("served", "Sent"), State("received", "Received")), "respondent",
                     role="respondent", ends=("received",)),
        ),
        steps=(*steps, *extending(limit_values[:2], ROOM), *common_steps(CLAIMANT, LIVE, ("arb_notice",))),
        notes=("A stage that is left out by agreement counts as exhausted.",),
    )  # fmt: skip


def opening() -> tuple[Step, ...]:
    """Rows 1 and 2."""
    keys = tuple((key, None) for key in STAGES)
    return (
        Step("serve_notice_of_dispute", "draft", "notified", CLAIMANT, DISPATCH, CHARTER("33(1)"), asks=Notice,
             opens=(Opens("stage", keys=keys), Opens("respondent", "respondents")), starts=("acknowledgement",),
             checks=(NotOneself("respondents"),), tell="all"),
        Step("record_receipt", "notified", STAY, TRACK_PARTY | CLAIMANT, DRAFT, CLAUSE("1"), asks=Receipt, receipt=True,
             track=On("respondent", ("served",), "received"), stops=("acknowledgement",), keeps=("received_at",)),
        Step("acknowledge", "notified", STAY, TRACK_PARTY, DRAFT, PRODUCT, asks=Declaration, stops=("acknowledgement",),
             track=On("respondent", ("served", "received"))),
        Step("open_talks", "notified", "negotiation", CLOCK, under=CLAUSE("2"),
             follows=g.AllTracks("respondent", ("received",)),
             track=stage("negotiation", "not_started", "running"), starts=("stage_days", "negotiation_alone")),
    )  # fmt: skip


def negotiation() -> tuple[Step, ...]:
    """Row 5b, and the lapse of row 12 for every stage."""
    over = g.Lapsed("negotiation_alone")
    return (
        Step("declare_negotiation_failed", ANSWERING, STAY, ANY_PARTY, DISPATCH, CLAUSE("2"),
             asks=Declaration,
             track=stage("negotiation", "running", "failed"), when=over, stops=("stage_days",), tell="all"),
        Step("lapse", ANSWERING, STAY, CLOCK, under=CLAUSE("2"), track=On("stage", ("running",), "lapsed"),
             tell="all"),
    )  # fmt: skip


def good_offices() -> tuple[Step, ...]:
    """Rows 3 and 4."""
    begin = stage("good_offices", "invited", "running")
    return (
        Step("offer_good_offices", ("negotiation", "deadlock", *INVITED), "good_offices_invited", ANY_PARTY, DISPATCH,
             PRODUCT,
             asks=Invitation, track=stage("good_offices", ("not_started", *ENDED[:3]), "invited"),
             starts=("invitation",),
             tell="all"),
        Step("accept_good_offices", ANSWERING, "good_offices", Other("offer_good_offices"), DISPATCH,
             CLAUSE("2"),
             track=begin, starts=("stage_days",), stops=("invitation",), tell="all"),
        Step("decline_good_offices", ANSWERING, STAY, Other("offer_good_offices"), DISPATCH, CLAUSE("2"),
             track=stage("good_offices", "invited", "refused"), stops=("invitation",), tell="all"),
        Step("withdraw_good_offices", ANSWERING, STAY, Taker("offer_good_offices"), DISPATCH, PRODUCT,
             track=stage("good_offices", "invited", "refused"), when=g.Lapsed("invitation"), tell="all"),
        Step("end_good_offices", ANSWERING, STAY, ANY_PARTY, DISPATCH, CLAUSE("2"), asks=Declaration,
             track=stage("good_offices", "running", "failed"), stops=("stage_days",), tell="all"),
    )  # fmt: skip


def mediation() -> tuple[Step, ...]:
    """Rows 5 to 8: an unanswered invitation is no rejection until the inviter elects so."""
    invited = stage("mediation", "invited", "running")
    return (
        Step("invite_mediation", ANSWERING, "mediation_invited", ANY_PARTY, DISPATCH, MEDIATION("4(1)"),
             asks=Invitation,
             track=stage("mediation", ("not_started", *ENDED[:3]), "invited"), starts=("invitation",), tell="all"),
        Step("accept_mediation", ANSWERING, "mediation", Other("invite_mediation"), DISPATCH,
             MEDIATION("4(1)"),
             track=invited, stops=("invitation",), starts=("appointment",), within="invitation", tell="all"),
        Step("reject_mediation", ANSWERING, STAY, Other("invite_mediation"), DISPATCH, MEDIATION("4(1)"),
             track=stage("mediation", "invited", "refused"), stops=("invitation",), tell="all"),
        Step("elect_rejection", ANSWERING, STAY, Taker("invite_mediation"), DISPATCH, MEDIATION("4(2)"),
             track=stage("mediation", "invited", "refused"), when=g.Lapsed("invitation"), stops=("invitation",),
             tell="all"),
        Step("appoint_neutral", ANSWERING, STAY, Each(), DISPATCH, CLAUSE("3"), asks=Appointment,
             track=stage("mediation", "running"), names=Names("neutral", "mediator"), stops=("appointment",),
             starts=("stage_days",), when=~g.Done("appoint_neutral"), tell="all"),
        Step("end_mediation", ANSWERING, STAY, ANY_PARTY, DISPATCH, MEDIATION("11"), asks=Declaration,
             track=stage("mediation", "running", "failed"), stops=("stage_days", "appointment"), tell="all"),
        Step("end_mediation", ANSWERING, STAY, NEUTRAL, OFFICE, MEDIATION("11"), asks=Declaration,
             track=stage("mediation", "running", "failed"), stops=("stage_days", "appointment"), tell="all"),
    )  # fmt: skip


def onwards(alone: g.Guard | None, nothing_left: g.Guard) -> tuple[Step, ...]:
    """Rows 11, 13, 21c, 21d and 22."""
    begin = Moves("stage", "running", keys=("arbitration",))
    chosen = outcome(
        (g.Fact("go_on_with", ("good_offices",)), "good_offices"), (g.Fact("go_on_with", ("mediation",)), "mediation"),
        (None, "arb_notice")
    )  # fmt: skip
    end = Moves("stage", "failed", ("running", "invited"))
    rows = [
        Step("skip_stages", ROOM, chosen, EVERY_PARTY, DISPATCH, CLAUSE("4"), asks=Skip, keeps=("go_on_with",),
             moves=(end, Moves("stage", "skipped_by_agreement", field="left_out"),
                    Moves("stage", "running", field="go_on_with")),
             stops=("stage_days", "invitation"), tell="all"),
        Step("enter_deadlock", (*ROOM[:3], *INVITED), "deadlock", CLOCK, under=CLAUSE("5"),
             follows=nothing_left),
        Step("submit_jointly", "deadlock", "arb_notice", EVERY_PARTY, DISPATCH, CLAUSE("5"), moves=begin),
        Step("settle", ROOM, "closed_settled", EVERY_PARTY, DISPATCH, CLAUSE("6"), stops=("*",),
             moves=Moves("stage", "settled", ("running", "invited"))),
    ]  # fmt: skip
    if alone is not None:
        rows.append(Step("give_notice_of_arbitration", (*ROOM[:3], *INVITED), "arb_notice",
                         CLAIMANT, DISPATCH, CLAUSE("5"), when=alone, moves=begin, stops=("stage_days",)))  # fmt: skip
    return tuple(rows)
