"""An application for lunar samples: a round that closes at an instant, consent at home, agreement, use and return.

Text: the curator's rules of 2020 and 2023 (LAW_N for the curator), then the loan agreement. Not modelled: data only.
"""

from workflows.kernel import guards as g
from workflows.kernel.language import (
    BACK,
    CLOCK,
    DISPATCH,
    DRAFT,
    FINAL,
    OFFICE,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Binding,
    Exempt,
    Filing,
    Grade,
    On,
    Opens,
    Period,
    Procedure,
    Receipt,
    Role,
    Source,
    State,
    Step,
    TimeLimit,
    TrackSet,
    Until,
    choice,
    instant_field,
    long_text,
    outcome,
    parties_field,
    text,
    yes_no,
)  # fmt: skip

RULES = Source("CNSA2023", Binding.LAW_N)
ROUND = Source("CNSA2020", Binding.LAW_N, Grade.S)
CALL = Source("the call", Binding.LAW_A)
LOAN = Source("the loan agreement", Binding.LAW_A)

CURATOR = Role("curator", "Curator", office=True)
APPLICANT = Role("applicant", "Applicant")
HOME = Role("home_authority", "Authority at home", stake=False)
REVIEWER = Role("reviewer", "Expert committee", stake=False, office=True)


class Call(Filing):
    """Call for applications."""

    closing = instant_field("Closes at", CALL("3"))


class Application(Filing):
    """Application."""

    goals = long_text("Scientific goals", RULES("7"))
    home_authorities = parties_field("Authorities whose consent is needed", RULES("7"))


class Check(Filing):
    """Result of the formal check."""

    complete = yes_no("Complete", RULES("7"))


class Report(Filing):
    """Report."""

    report = long_text("Report", RULES("7"))


class Outcome(Filing):
    """Decision on the application."""

    decision = choice("Decision", {"approve": "Approve", "reject": "Reject"}, RULES("7"))


class Agreement(Filing):
    """Loan agreement."""

    items = text("Sample numbers", LOAN("1"))


BEFORE = (
    "draft",
    "submitted",
    "expert_review",
    "authority_decision",
    "returned_incomplete",
    "approved_pending_agreement",
)
CUSTODY = ("distribution", "in_transit", "in_use")


def limits() -> tuple[TimeLimit, ...]:
    """Give the clocks."""
    return (
        TimeLimit("closing", Until("closing"), CALL("3"), title="Closing of the round", takes="close_round"),
        TimeLimit("formal_check", Period(days=30), PRODUCT, owner="curator"),
        TimeLimit("fix", Period(days=15), PRODUCT, owner="applicant", takes="lapse"),
        TimeLimit("signature", Period(working_days=10), ROUND("19"), title="Signature", owner="curator", takes="lapse"),
        TimeLimit("incident_report", Period(hours=24), LOAN("6"), title="First report of the incident"),
        TimeLimit(
            "incident_full_report", Period(days=15), LOAN("6"), title="Full report of the incident", owner="applicant"
        ),
        TimeLimit("loan", Period(months=12), LOAN("2"), title="Loan", owner="applicant", takes="expire"),
        TimeLimit("return_", Period(days=30), LOAN("7"), title="Return", owner="applicant"),
        TimeLimit("consent", Period(days=60), PRODUCT, Receipt(), "Consent at home", per="home_clearance"),
    )


def procedure() -> Procedure:
    """Build the procedure."""
    return Procedure(
        key="samples", edition=1, title="Lunar samples", under=RULES("1"), opens="call_prepared", filer="curator",
        prefix="SMP",
        roles=(CURATOR, APPLICANT, HOME, REVIEWER), limits=limits(),
        states=(
            State("call_prepared", "Round not published"), State("draft", "Round open, application in preparation"),
            State("submitted", "Before the instant"), State("returned_incomplete", "To be completed"),
            State("expert_review", "With the committee"), State("authority_decision", "With the authority"),
            State("approved_pending_agreement", "Announced, not signed"), State("agreement_signed", "Signed"),
            State("distribution", "Being packed"), State("in_transit", "On its way"),
            State("in_use", "With the holder"),
            State("incident", "Loss, damage or contamination"), State("return_due", "To be returned"),
            State("closed", "All obligations done", FINAL), State("rejected", "Rejected", FINAL),
            State("lapsed", "Time passed", FINAL),
            State("round_closed", "No application before the instant", FINAL), State("withdrawn", "Withdrawn", FINAL),
        ),
        tracks=(
            TrackSet("home_clearance", "pending", (State("pending", "Asked"), State("given", "Given"),
                                                   State("refused", "Refused")),
                     "authority", role="home_authority", ends=("given", "refused")),
        ),
        exempt=(Exempt("nobody_is_stranded", "call_prepared/applicant", CALL("3"),
                       "Nobody has applied before the call."),),
        steps=(*application(), *home(), *agreement(), *custody()),
    )  # fmt: skip


def application() -> tuple[Step, ...]:
    """From the call to the decision."""
    checked = outcome((g.Fact("complete", ("True",)), "expert_review"), (None, "returned_incomplete"))
    decided = outcome((g.Fact("decision", ("approve",)), "approved_pending_agreement"), (None, "rejected"))
    return (
        Step("publish_call", "call_prepared", "draft", CURATOR, OFFICE, CALL("3"), asks=Call, starts=("closing",),
             level="C0"),
        Step("submit", "draft", "submitted", APPLICANT, DISPATCH, RULES("7"), asks=Application,
             when=g.Running("closing"),
             stops=("closing",), starts=("formal_check", "consent"), opens=Opens("home_clearance", "home_authorities")),
        Step("close_round", "draft", "round_closed", CLOCK, under=CALL("3")),
        Step("check", "submitted", checked, CURATOR, OFFICE, RULES("7"), asks=Check, keeps=("complete",),
             stops=("formal_check",),
             starts=("fix",)),
        Step("correct_application", "returned_incomplete", "submitted", APPLICANT, DISPATCH, RULES("7"), asks=Report,
             stops=("fix",), starts=("formal_check",)),
        Step("report_review", "expert_review", "authority_decision", REVIEWER, OFFICE, RULES("7"), asks=Report,
             level="C4"),
        Step("remind_reviewers", "expert_review", STAY, CURATOR, OFFICE, PRODUCT, asks=Report),
        Step("decide", "authority_decision", decided, CURATOR, OFFICE, RULES("7"), asks=Outcome, keeps=("decision",),
             starts=("signature",)),
        Step("reject", BEFORE[1:], "rejected", CURATOR, OFFICE, RULES("7"), asks=Report, stops=("*",)),
        Step("withdraw_application", BEFORE, "withdrawn", APPLICANT, DISPATCH, PRODUCT, stops=("*",)),
        Step("abandon_call", ("call_prepared", "draft"), "round_closed", CURATOR, OFFICE, CALL("3"), stops=("*",)),
    )  # fmt: skip


def home() -> tuple[Step, ...]:
    """Consent at home: beside the application, and never moving it."""
    states = BEFORE[1:]
    return (
        Step("record_receipt", states, STAY, TRACK_PARTY, DRAFT, PRODUCT, track=On("home_clearance", ("pending",)),
             receipt=True),
        Step("clear_at_home", states, STAY, TRACK_PARTY, DISPATCH, PRODUCT,
             track=On("home_clearance", ("pending", "refused"), "given"),
             stops=("consent",)),
        Step("refuse_at_home", states, STAY, TRACK_PARTY, DISPATCH, PRODUCT,
             track=On("home_clearance", ("pending", "given"), "refused"),
             stops=("consent",)),
    )  # fmt: skip


def agreement() -> tuple[Step, ...]:
    """Signature, which is not approval."""
    cleared = g.Says(
        g.AllTracks("home_clearance", ("given",)), "The consent at home is not given by all who were asked.", RULES("7")
    )
    return (
        Step("sign", "approved_pending_agreement", "agreement_signed", APPLICANT & CURATOR, DISPATCH, ROUND("19"),
             asks=Agreement,
             when=cleared, stops=("signature",)),
        Step("lapse", ("approved_pending_agreement", "returned_incomplete"), "lapsed", CLOCK, under=ROUND("19")),
        Step("pack", "agreement_signed", "distribution", CURATOR, OFFICE, RULES("3"), starts=("loan",)),
        Step("terminate", "agreement_signed", "closed", APPLICANT, DISPATCH, LOAN("8"), asks=Report),
    )  # fmt: skip


def custody() -> tuple[Step, ...]:
    """Custody, incident and return."""
    return (
        Step("dispatch", "distribution", "in_transit", CURATOR, OFFICE, RULES("3")),
        Step("receive", "in_transit", "in_use", APPLICANT, DRAFT, LOAN("2")),
        Step("report_incident", CUSTODY, "incident", APPLICANT | CURATOR, DRAFT, LOAN("6"), asks=Report,
             starts=("incident_report", "incident_full_report"), flags=("incident",)),
        Step("file_incident_report", "incident", STAY, APPLICANT, DISPATCH, LOAN("6"), asks=Report,
             stops=("incident_report",)),
        Step("resume_custody", "incident", BACK, CURATOR, OFFICE, LOAN("6"), when=g.Done("file_incident_report"),
             stops=("incident_report", "incident_full_report")),
        Step("recall", (*CUSTODY, "incident"), "return_due", CURATOR, OFFICE, LOAN("6"), stops=("loan",),
             starts=("return_",)),
        Step("expire", CUSTODY, "return_due", CLOCK, under=LOAN("2"), starts=("return_",)),
        Step("give_back", "return_due", "closed", APPLICANT, DISPATCH, LOAN("7"), stops=("*",), within="return_"),
        Step("waive_return", "return_due", "closed", CURATOR, OFFICE, LOAN("7"), stops=("*",)),
    )  # fmt: skip
