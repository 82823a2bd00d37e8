"""A toy procedure: several agencies have to answer within one period. No law; it shows a limit of more than one."""

from workflows import Form
from workflows.kernel.advice import Advice
from workflows.kernel.language import (
    CLOCK,
    DISPATCH,
    FINAL,
    PRODUCT,
    STAY,
    Filing,
    Names,
    Period,
    Procedure,
    Role,
    State,
    Step,
    TimeLimit,
    parties_field,
)
from workflows.kernel.terms import Terms

CHAIR = Role("chair", "Chairing agency")
MEMBER = Role("member", "Agency asked")


class Asked(Filing):
    """Agencies that are asked."""

    members = parties_field("Agencies asked", PRODUCT)


def together(terms: Terms) -> Procedure:
    """Build the procedure."""
    return Procedure(
        key="together",
        edition=1,
        title="Answer of several agencies",
        under=PRODUCT,
        opens="draft",
        filer="chair",
        prefix="TOGETHER",
        roles=(CHAIR, MEMBER),
        states=(State("draft", "Nobody is asked"), State("asked", "Asked"), State("done", "Done", FINAL)),
        limits=(TimeLimit("reply", Period(days=10), PRODUCT, title="Reply", owner="member", takes="no_reply"),),
        steps=(
            Step(
                "gather",
                "draft",
                "asked",
                CHAIR,
                DISPATCH,
                PRODUCT,
                asks=Asked,
                names=Names("member", "members"),
                starts=("reply",),
                tell="all",
            ),
            Step("reply", "asked", "done", MEMBER, DISPATCH, PRODUCT, stops=("reply",), tell="all"),
            Step("drop", "asked", "done", CHAIR, DISPATCH, PRODUCT, stops=("reply",), tell="all"),
            Step("no_reply", "asked", STAY, CLOCK, None, PRODUCT, tell="all"),
        ),
        terms=terms.plain(),
    )


FORMS = (
    Form(
        "together",
        "Answer of several agencies",
        Terms,
        together,
        advice=Advice(not_by_itself="It stands for any period that several own."),
    ),
)
