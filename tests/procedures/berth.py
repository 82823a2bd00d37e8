"""A toy procedure: two agencies agree on a berth. No law; it shows that a procedure is one file."""

from dataclasses import dataclass

from workflows import Form
from workflows.kernel import guards as g
from workflows.kernel.advice import Advice, Ground
from workflows.kernel.fragments import COMMON_STATES, Statement, common_steps, leaving, suspension_limit
from workflows.kernel.language import (
    ANY_PARTY,
    CLOCK,
    DISPATCH,
    DRAFT,
    FINAL,
    OPTIONAL,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Filing,
    Link,
    NotOneself,
    On,
    Opens,
    Period,
    Procedure,
    Receipt,
    Role,
    State,
    Step,
    TimeLimit,
    TrackSet,
    choice,
    date_field,
    document_field,
    long_text,
    parties_field,
    text,
)
from workflows.kernel.reciprocity import Counted
from workflows.kernel.terms import Terms, term

ASKING = Role("asking", "Asking agency")
ASKED = Role("asked", "Asked agency")


class BerthRequest(Filing):
    """Request for a berth."""

    vehicle = text("Vehicle", PRODUCT, fills="title")
    size = choice("Size", {"small": "Small", "large": "Large"}, PRODUCT)
    from_day = date_field("From", PRODUCT)
    asked = parties_field("Agencies asked", PRODUCT)
    drawing = document_field("Drawing", PRODUCT, need=OPTIONAL, level="C3")
    remark = long_text("Remark", PRODUCT, need=OPTIONAL, level="C4")
    before = long_text("What came before", PRODUCT, need=OPTIONAL, fills="account")


class HandedOn(Filing):
    """Handing on to another request."""

    level = choice("Level", {"treaty": "Treaty", "agency": "Agency", "harbour": "Harbour"}, PRODUCT, need=OPTIONAL)


@dataclass(frozen=True)
class BerthTerms(Terms):
    """How long an answer may take."""

    answer: Period = term(Period(days=10), "Answer")
    level: str = term("treaty", "Level", options=("treaty", "agency"))


def procedure(t: BerthTerms) -> Procedure:
    """Build the procedure."""
    limits = (
        TimeLimit("answer", t.answer, t.cite("answer"), Receipt(), "Answer", per="berth", takes="no_answer"),
        suspension_limit(),
    )
    live = ("draft", "asked")
    return Procedure(
        key="berth",
        edition=1,
        title="Berth",
        under=PRODUCT,
        opens="draft",
        filer="asking",
        prefix="BERTH",
        level=t.level,
        roles=(ASKING, ASKED),
        terms=t.plain(),
        limits=limits,
        states=(
            State("draft", "Being prepared"),
            State("asked", "Served"),
            State("settled", "Agreed", FINAL),
            *COMMON_STATES,
        ),
        tracks=(
            TrackSet(
                "berth",
                "served",
                (
                    State("served", "Served"),
                    State("received", "Received"),
                    State("given", "Given"),
                    State("silent", "No reply recorded"),
                    State("left", "Left the talks"),
                ),
                role="asked",
                gone=("left",),
                ends=("given", "silent"),
            ),
        ),
        steps=(
            Step(
                "ask",
                "draft",
                "asked",
                ASKING,
                DISPATCH,
                PRODUCT,
                asks=BerthRequest,
                opens=Opens("berth", "asked"),
                starts=("answer",),
                checks=(NotOneself("asked"),),
                tell="all",
                effect="Each agency asked has ten days from receipt.",
            ),
            Step(
                "record_receipt",
                "asked",
                STAY,
                TRACK_PARTY | ASKING,
                DRAFT,
                PRODUCT,
                track=On("berth", ("served",), "received"),
                receipt=True,
            ),
            Step(
                "give",
                "asked",
                STAY,
                TRACK_PARTY,
                DISPATCH,
                PRODUCT,
                asks=Statement,
                track=On("berth", ("served", "received", "silent"), "given"),
                stops=("answer",),
                within="answer",
                receipt=True,
            ),
            Step("no_answer", "asked", STAY, CLOCK, under=PRODUCT, track=On("berth", ("served", "received"), "silent")),
            Step(
                "settle", "asked", "settled", ASKING, DISPATCH, PRODUCT, when=g.AllTracks("berth", ("given", "silent"))
            ),
            Step(
                "hand_on",
                "asked",
                "settled",
                ANY_PARTY,
                DISPATCH,
                PRODUCT,
                asks=HandedOn,
                stops=("*",),
                link=Link("handed_on", "berth", title="Berth", terms=(("level", "level"),)),
                effect="The case ends and a new one is opened in your name.",
            ),
            *common_steps(ASKING, live, ("settled",)),
            *leaving("berth", ("asked",), ("served", "received", "silent"), ("answer",)),
        ),
    )


ADVICE = Advice(
    grounds=(Ground(matters=("agreement",), under=PRODUCT, why="A berth is asked for, and given or refused."),)
)
RECIPROCAL = (Counted("ask", "consultations_asked", "asked"), Counted("give", "requests_accepted", "asking"))
FORMS = (Form("berth", "Berth", BerthTerms, procedure, advice=ADVICE, reciprocal=RECIPROCAL),)
