"""Rows from the request of an affected State to the end of the period: consultation, concurrence, assurance, silence.

Law: IGA98 22(2). Nothing entitles by silence on a request: the period begins with the consultation and with nothing
else. The end of the period is confirmed by the affected State; an assurance after it is recorded as late.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.dispute.beside import DisputeBeside
from workflows.kernel import guards as g
from workflows.kernel.guards_of_sides import HasRole, SameParty
from workflows.kernel.language import (
    CLOCK,
    DISPATCH,
    DRAFT,
    PRODUCT,
    STAY,
    All,
    Is,
    IsParty,
    Link,
    Names,
    NotBefore,
    NotOneself,
    NotToCome,
    On,
    Opens,
    Step,
)
from workflows.prosecution import papers
from workflows.prosecution.frame import (
    AFFECTED,
    ALONE,
    ASKED,
    ASSURED,
    BETWEEN,
    ENTITLED,
    LATE,
    NATIONALITY,
    PERIODS,
    RELATION,
    REPORTING,
    TALKING,
    TOLD,
    WINDOW,
    Basis,
)

BOTH = All((AFFECTED, NATIONALITY))
OPENED = (*PERIODS, "early_window")
PASSED = g.Lapsed("window") | g.Lapsed("agreed_window")
HERE: dict[str, Any] = {"track": On(RELATION)}
# fmt: off


def talking(basis: Basis) -> tuple[Step, ...]:
    """Give all rows of this part, in the order of the rules."""
    return (*_request(basis), *_reply(basis), *_status(basis), *_consultation(basis), *_answers(basis), *_late(basis))


def _request(basis: Basis) -> Iterator[Step]:
    bound = basis.bound()
    another = g.Says(~HasRole("nationality"), "You are the State of nationality: an affected State "
                     "asks you.", basis.consult)
    direct = g.Says(SameParty("reporting", "nationality"), "This case was opened by a State other than that of "
                    "nationality: ask in a case of your own, which only the two of you read.", PRODUCT)
    apart = g.Says(~HasRole("nationality") & ~HasRole("affected"), "This case is about your own relation.", PRODUCT)
    ours, theirs = another & bound if bound else another, another & direct & bound if bound else another & direct
    asked: dict[str, Any] = {
        "asks": papers.ConsultationRequest, "names": Names("affected", acting=True), "stops": ("request",),
        "starts": ("acknowledgement", "first_meeting"), "title": "Request consultation", "whom": "with", "level": "C2",
        "tell": "all",
        "effect": "The State of nationality must consult with you. No period of the rules begins before that."}
    yield Step("request_consultation", ALONE, ASKED, REPORTING, DISPATCH, basis.consult,
               when=ours, opens=Opens(RELATION, role="nationality"), **asked)
    yield Step("request_consultation", ALONE, ASKED, TOLD, DISPATCH, basis.consult,
               when=theirs, opens=Opens(RELATION, acting=True), **asked)
    yield Step("ask_in_own_case", (*ALONE, *BETWEEN), STAY, TOLD, DISPATCH, basis.consult, tell="own", level="C4",
               when=apart,
               link=Link("other_affected_state", "jurisdiction", title="Criminal jurisdiction aboard a station"),
               title="Open a separate case as an affected State",
               added="Where several States are affected each has a relation of its own, which the others do not read.",
               effect="A case is opened with this act, in your name and in preparation; log the incident there and "
                      "ask for the consultation.")


def _reply(basis: Basis) -> Iterator[Step]:
    waiting = On(RELATION, ("asked",), "acknowledged")
    yield Step("acknowledge", ASKED, STAY, NATIONALITY, DRAFT, PRODUCT, track=waiting, stops=("acknowledgement",),
               within="acknowledgement", title="Acknowledge the request", whom="of",
               added="The aim for an acknowledgement needs "
               "an act that meets it.", effect="Receipt is acknowledged; nothing is conceded.")
    yield Step("note_no_consultation", ASKED, STAY, CLOCK, under=PRODUCT,
               track=On(RELATION, ("asked", "acknowledged", "maintained"), "silent"),
               title="Note that no consultation was held", whom="with",
               added="An aim of the product that passes is noted; it has no effect in law.",
               effect="No period of the rules has begun: silence on a request entitles nobody. The request stands.")


def _status(basis: Basis) -> Iterator[Step]:
    """Being affected is contested as a proposal; the other side agrees, or both views stay on record."""
    yield Step("dispute_affected_status", ASKED, STAY, NATIONALITY, DISPATCH, basis.consult, papers.StatusView,
               track=On(RELATION, ("asked", "acknowledged", "silent"), "contested"),
               stops=("acknowledgement", "first_meeting"), starts=("status",), title="Dispute the affected status",
               whom="of", effect="Your view is on record; the request stands until the other side agrees.")
    yield Step("maintain_affected_status", ASKED, STAY, AFFECTED, DISPATCH, basis.consult, papers.StatusView,
               track=On(RELATION, ("contested",), "maintained"), stops=("status",), starts=("first_meeting",),
               within="status", title="Maintain the affected status", whom="towards", added="Both views are logged.",
               effect="Both views are on record; the duty to consult stands.")
    yield Step("enter_closed_not_affected", ASKED, "closed_not_affected", AFFECTED, DISPATCH, basis.consult,
               papers.NotAffected, track=On(RELATION, ("contested", "maintained")), stops=("*",),
               title="Concede the question of being affected", whom="to",
               effect="The case ends; a new request needs a case of its own.")
    yield Step("enter_referred", ASKED, "referred", BOTH.of[0] | BOTH.of[1], DISPATCH, basis.settle, DisputeBeside,
               track=On(RELATION, ("contested", "maintained")), stops=("*",),
               link=Link("dispute", "settlement", title="Settlement of disputes", terms=(("agreement", "agreement"),)),
               title="Refer the question of being affected", whom="with",
               effect="A settlement of disputes is opened in your name.")


def _consultation(basis: Basis) -> Iterator[Step]:
    yield Step("consult", ASKED, TALKING, BOTH, DISPATCH, basis.consult, papers.FirstMeeting,
               track=On(RELATION, (), "talking"), checks=(NotToCome("met_on", basis.consult),), within="first_meeting",
               stops=("acknowledgement", "first_meeting", "status"), title="Open the consultation", whom="with",
               effect="With the second hand both States consult. No period of the rules runs before its record.")
    yield Step("record_consultation", TALKING, WINDOW, BOTH, DISPATCH, basis.consult, papers.ConsultationHeld,
               starts=("window", "early_window"), **HERE,
               checks=(NotBefore("consultation_closed_on", "consultation_opened_on", basis.consult),
                       NotToCome("consultation_closed_on", basis.consult)), title="Record the consultation",
                       whom="with",
               effect="Both dates are on record. The period is shown in both readings: the later end for the affected "
                      "State, the earlier as a warning for the State of nationality.")
    yield Step("agree_other_period", WINDOW, STAY, BOTH, DISPATCH, basis.agreed, papers.OtherPeriod, **HERE,
               checks=(NotBefore("until"),), stops=OPENED, starts=("agreed_window",), title="Agree on another period",
               whom="with",
               effect="With the second hand the period agreed takes the place of the other.")


def _answers(basis: Basis) -> Iterator[Step]:
    yield Step("concur", (TALKING, WINDOW), ENTITLED, NATIONALITY, DISPATCH, basis.concur, papers.Concurrence,
               stops=OPENED, checks=(IsParty("state", basis.concur), NotOneself("state", basis.concur)), **HERE,
               title="Concur in the exercise of jurisdiction", whom="by", effect="The State that you name may exercise "
               "jurisdiction; the concurrence is for it alone.")
    given: dict[str, Any] = {
        "asks": papers.Assurance, "title": "Assure submission for prosecution", "whom": "to",
        "checks": (Is("submits", ("yes",), "An assurance says that the case will be submitted.", basis.assure),)}
    yield Step("assure", (TALKING, WINDOW), ASSURED, NATIONALITY, DISPATCH, basis.assure, stops=OPENED,
               when=g.Says(~PASSED, "The period has passed; an assurance now is recorded as late.", basis.assure),
               starts=("submission",), **HERE, **given, effect="You will submit the case to your own authorities for "
               "prosecution; the affected State may not exercise jurisdiction.")
    for limit in PERIODS:
        yield Step("assure", (WINDOW, ENTITLED), STAY, NATIONALITY, DISPATCH, basis.assure, when=g.Lapsed(limit),
                   within=limit, flags=(LATE,), **HERE, **given, added="An assurance after the end is taken as late.",
                   effect="The assurance is on record as late; the affected State decides whether it is enough.")
    yield Step("period_ends", WINDOW, ENTITLED, AFFECTED, DISPATCH, basis.assure, papers.PeriodEnded, when=PASSED,
               proposed=True, **HERE, title="Confirm that the period ended without an assurance", whom="of",
               effect="You may exercise jurisdiction. Whether you do is yours to decide.")


def _late(basis: Basis) -> Iterator[Step]:
    late = g.Says(g.Flagged(LATE), "No late assurance is on record.", basis.assure)
    yield Step("accept_late_assurance", (WINDOW, ENTITLED), ASSURED, AFFECTED, DISPATCH, basis.assure,
               papers.LateAccepted, when=late, starts=("submission",), **HERE, title="Accept the late assurance",
               whom="of",
               added="The affected State decides on an assurance that comes late.",
               effect="The assurance holds as if it had come in time.")
