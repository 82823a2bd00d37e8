"""A Claims Commission under the Liability Convention, from presentation of the claim to its decision.

Text: LC X, XIV to XVII and XIX. Seats are tracks; a side of several States fills its seat with one hand of each. Not
modelled: preparation of the claim, payment, recourse.
"""

from workflows.kernel import guards as g
from workflows.kernel.fragments import COMMON_STATES, common_steps, suspension_limit
from workflows.kernel.language import (
    ANY_PARTY,
    BACK,
    BY_OFFICE,
    CLOCK,
    DISPATCH,
    DRAFT,
    EVERY_PARTY,
    FINAL,
    OFFICE,
    OPTIONAL,
    PRODUCT,
    RESTING,
    SIDE,
    STAY,
    Earliest,
    Exempt,
    Extend,
    Extension,
    Filing,
    FromFiling,
    Names,
    On,
    Opens,
    Period,
    Procedure,
    Role,
    Source,
    State,
    Step,
    TimeLimit,
    TrackSet,
    choice,
    date_field,
    long_text,
    outcome,
    party_field,
    text,
    whole,
)  # fmt: skip

LC = Source("LC")

CLAIMANT, RESPONDENT = Role("claimant", "Claimant State"), Role("respondent", "Respondent State")
SECRETARY_GENERAL = Role("secretary_general", "Secretary-General", stake=False, office=True)
CHAIRMAN = Role("chairman", "Chairman", stake=False, office=True)


class Incident(Filing):
    """Damage that was suffered."""

    occurred_on = date_field("Occurred on", LC("X", 1))
    identified_on = date_field("Launching State identified on", LC("X", 1), need=OPTIONAL)


class Claim(Filing):
    """Claim for compensation."""

    damage = long_text("Damage", LC("I(a)"))


class DocumentationNotice(Filing):
    """Notice that the documentation is submitted."""

    submitted_on = date_field("Submitted on", LC("XIV"))


class Appointment(Filing):
    """Appointment of a member."""

    member = text("Member", LC("XV(1)"))


class Chair(Filing):
    """Choice of a chairman."""

    chairman = party_field("Chairman's office", LC("XV(2)"))


class Decision(Filing):
    """Decision or award."""

    binding = choice("Force", {"binding": "Final and binding", "recommendatory": "Recommendatory"}, LC("XIX(2)"))


class Extending(Filing):
    """Extension of the year for the decision."""

    until = date_field("Until", LC("XIX(3)"))
    members = whole("Members in favour", LC("XVI(5)"), least=1)


BEFORE = ("claim_presented", "negotiation", "commission_available", "commission_requested")
LIVE = ("claim_preparation", *BEFORE, "constituting", "established")
SEATED = g.AllTracks("seat", ("filled",)) & g.AllTracks("chair", ("filled",))
TWO_MONTHS, FOUR_MONTHS, YEAR = Period(months=2), Period(months=4), Period(years=1)


def limits() -> tuple[TimeLimit, ...]:
    """Give the clocks of the Convention; none pauses, none rolls to a working day."""
    either = Earliest((FromFiling("occurred_on"), FromFiling("identified_on")))
    return (
        TimeLimit("presentation", YEAR, LC("X", 1), either, "Presentation of the claim", owner="claimant"),
        TimeLimit("negotiation_year", YEAR, LC("XIV"), FromFiling("submitted_on"), "Diplomatic negotiations",
                  owner="claimant",
                  takes="year_passes"),
        TimeLimit("appointment", TWO_MONTHS, LC("XV(1)"), title="Appointment of a member", per="seat", zone="UTC"),
        TimeLimit("chairman_choice", FOUR_MONTHS, LC("XV(2)"), title="Choice of the chairman", zone="UTC"),
        TimeLimit("appointment_by_sg", TWO_MONTHS, LC("XV(2)", 2), title="Appointment by the Secretary-General",
                  zone="UTC"),
        TimeLimit("decision", YEAR, LC("XIX(3)"), title="Decision", zone="UTC", extend=Extension(BY_OFFICE)),
        suspension_limit(),
    )  # fmt: skip


def procedure() -> Procedure:
    """Build the procedure."""
    vacant = (
        State("vacant", "Nobody appointed"),
        State("filled", "A member sits"),
        State("challenged", "Under challenge"),
    )
    return Procedure(
        key="commission", edition=1, title="Claims Commission", under=LC("XIV"), opens="claim_preparation",
        filer="claimant",
        prefix="CC", roles=(CLAIMANT, RESPONDENT, SECRETARY_GENERAL, CHAIRMAN), limits=limits(),
        states=(
            State("claim_preparation", "Being prepared"), State("claim_presented", "Delivered"),
            State("negotiation", "Diplomatic talks"),
            State("commission_available", "A year passed since the documentation notice"),
            State("commission_requested", "One party asked for a Commission"),
            State("constituting", "Members are being appointed"),
            State("established", "The Commission sits"), State("award_issued_binding", "Final and binding", RESTING),
            State("award_issued_recommendatory", "To be considered in good faith", RESTING),
            State("closed_settled", "Settled", FINAL), *COMMON_STATES,
        ),
        tracks=(
            TrackSet("seat", "vacant", vacant, "seat", ends=("filled",)),
            TrackSet("chair", "vacant", vacant[:2], "chair", ends=("filled",)),
        ),
        exempt=(Exempt("nobody_is_stranded", "claim_preparation/respondent", LC("IX"),
                       "Nothing is due before a claim is presented."),),
        steps=(*before(), *constituting(), *sitting(), *common_steps(CLAIMANT, LIVE, draft="claim_preparation")),
    )  # fmt: skip


def before() -> tuple[Step, ...]:
    """Rows 1, 6, 8, 10, 11 and 12."""
    seats = Opens("seat", keys=(("claimant", "claimant"), ("respondent", "respondent")))
    return (
        Step("log_incident", "claim_preparation", STAY, CLAIMANT, DRAFT, LC("X", 1), asks=Incident,
             starts=("presentation",), when=~g.Done("log_incident")),
        Step("present", "claim_preparation", "claim_presented", CLAIMANT, DISPATCH, LC("IX"), asks=Claim,
             stops=("presentation",), within="presentation"),
        Step("notify_documentation", ("claim_preparation", "claim_presented"), "negotiation", CLAIMANT, DISPATCH,
             LC("XIV"),
             asks=DocumentationNotice, starts=("negotiation_year",), when=g.Done("present")),
        Step("deny_liability", ("claim_presented", "negotiation"), STAY, RESPONDENT, DISPATCH, PRODUCT, asks=Claim,
             flags=("liability_denied",)),
        Step("year_passes", "negotiation", "commission_available", CLOCK, under=LC("XIV")),
        Step("request_commission", "commission_available", "commission_requested", ANY_PARTY, DISPATCH, LC("XIV"),
             opens=(seats, Opens("chair", keys=(("chairman", None),))), starts=("appointment", "chairman_choice")),
        Step("enter_constituting", "commission_requested", "constituting", CLOCK, under=LC("XV(1)"),
             follows=g.Done("request_commission")),
        Step("settle", (*BEFORE, "constituting", "established"), "closed_settled", EVERY_PARTY, DISPATCH, LC("XIV"),
             stops=("*",)),
    )  # fmt: skip


def constituting() -> tuple[Step, ...]:
    """Rows 12 to 15: a seat each, a chairman together, and what one party may do when the other does nothing."""
    empty, chair = On("seat", ("vacant",), "filled"), On("chair", ("vacant",), "filled")
    chaired = g.TrackIn(("filled",), "chair:chairman")
    waits = (On("seat", ("vacant",), key="respondent"), On("seat", ("vacant",), key="claimant"))
    single = [
        Step("request_single_member", "constituting", STAY, by, DISPATCH, LC("XVI(1)"), track=on, tell="all",
             when=chaired & g.Lapsed("appointment"), flags=("single_member_requested",))
        for by, on in ((CLAIMANT, waits[0]), (RESPONDENT, waits[1]))
    ]  # fmt: skip
    return (
        Step("appoint_member", "constituting", STAY, SIDE, DISPATCH, LC("XV(1)"), asks=Appointment, track=empty,
             stops=("appointment",), within="appointment", clears=("single_member_requested",), tell="all"),
        Step("choose_chairman", "constituting", STAY, EVERY_PARTY, DISPATCH, LC("XV(2)"), asks=Chair, track=chair,
             names=Names("chairman", "chairman"), stops=("chairman_choice", "appointment_by_sg"), tell="all"),
        Step("ask_secretary_general", "constituting", STAY, ANY_PARTY, DISPATCH, LC("XV(2)", 2),
             track=On("chair", ("vacant",)),
             when=g.Lapsed("chairman_choice") & ~g.Running("appointment_by_sg"), starts=("appointment_by_sg",),
             tell="all"),
        Step("appoint_chairman", "constituting", STAY, SECRETARY_GENERAL, OFFICE, LC("XV(2)", 2), asks=Chair,
             track=chair,
             names=Names("chairman", "chairman"), when=g.Done("ask_secretary_general"), stops=("appointment_by_sg",),
             tell="all"),
        *single,
        Step("constitute_single_member", "constituting", "established", CHAIRMAN, OFFICE, LC("XVI(1)"),
             track=On("seat", ("vacant",)), when=g.Flagged("single_member_requested"), stops=("appointment",),
             starts=("decision",), tell="all"),
        Step("establish", "constituting", "established", CLOCK, under=LC("XIX(3)"),
             follows=SEATED & ~g.Done("establish"),
             starts=("decision",)),
        Step("establish", "constituting", "established", CLOCK, under=LC("XVI(2)"),
             follows=SEATED & g.Done("establish")),
    )  # fmt: skip


def sitting() -> tuple[Step, ...]:
    """Rows 17 and 18, extension by the Commission, and a challenge that leads back."""
    force = outcome((g.Fact("binding", ("binding",)), "award_issued_binding"), (None, "award_issued_recommendatory"))
    return (
        Step("declare_vacancy", "established", "constituting", ANY_PARTY, DISPATCH, LC("XVI(2)"), tell="all",
             track=On("seat", ("filled", "challenged"), "vacant"), starts=("appointment",)),
        Step("challenge_member", "established", STAY, ANY_PARTY, DISPATCH, PRODUCT,
             track=On("seat", ("filled",), "challenged"), tell="all"),
        Step("reject_challenge", "established", STAY, CHAIRMAN, OFFICE, PRODUCT,
             track=On("seat", ("challenged",), BACK), tell="all"),
        Step("extend_decision", "established", STAY, CHAIRMAN, OFFICE, LC("XIX(3)"), asks=Extending,
             extends=Extend("decision", until_field="until")),
        Step("decide", "established", force, CHAIRMAN, OFFICE, LC("XIX(2)"), asks=Decision, keeps=("binding",),
             level="C0",
             stops=("decision",), within="decision"),
    )  # fmt: skip
