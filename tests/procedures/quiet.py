"""A toy procedure: agencies keep silence on a text. No law; it shows that silence is a part of any procedure."""

from workflows import Form
from workflows.kernel.advice import Advice
from workflows.kernel.language import (
    DISPATCH,
    FINAL,
    PRODUCT,
    RESTING,
    Filing,
    Names,
    Period,
    Procedure,
    Role,
    State,
    Step,
    parties_field,
)
from workflows.kernel.silence import Silence
from workflows.kernel.silence_papers import SILENCE
from workflows.kernel.terms import Terms

CHAIR = Role("chair", "Chairing agency")
MEMBER = Role("member", "Agency asked")


class Circle(Filing):
    """Agencies that are asked."""

    members = parties_field("Agencies asked", PRODUCT)


RULES = Silence(
    chair=CHAIR,
    entitled=MEMBER,
    under=(PRODUCT,),
    frm=("gathered",),
    period=Period(working_days=10),
    adopted="adopted",
    broken="broken",
    languages=("en", "fr"),
    capacity=DISPATCH,
)


def quiet(terms: Terms) -> Procedure:
    """Build the procedure."""
    return Procedure(
        key="quiet",
        edition=1,
        title="Silence among agencies",
        under=PRODUCT,
        opens="draft",
        filer="chair",
        prefix="QUIET",
        roles=(CHAIR, MEMBER),
        states=(
            State("draft", "Nobody is asked yet"),
            State("gathered", "Those asked are known"),
            *RULES.states(),
            State("broken", "Somebody objected"),
            State("adopted", "Nobody objected", RESTING),
            State("dropped", "Given up", FINAL),
        ),
        tracks=RULES.tracks(),
        limits=RULES.limits(),
        sheets=RULES.sheets(),
        steps=(
            Step(
                "gather",
                "draft",
                "gathered",
                CHAIR,
                DISPATCH,
                PRODUCT,
                asks=Circle,
                names=Names("member", "members"),
                tell="all",
            ),
            *RULES.steps(),
            Step(
                "drop",
                ("gathered", "under_silence", "broken"),
                "dropped",
                CHAIR | MEMBER,
                DISPATCH,
                PRODUCT,
                stops=(SILENCE,),
                tell="all",
            ),
        ),
        terms=terms.plain(),
    )


FORMS = (
    Form(
        "quiet",
        "Silence among agencies",
        Terms,
        quiet,
        advice=Advice(not_by_itself="It stands for any text under silence."),
    ),
)
