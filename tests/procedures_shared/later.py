"""A toy procedure: an agency is appointed after its period has begun. No law; it shows a period that first nobody has
to keep, and a step that is put on the chair's desk."""

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
HELPER = Role("helper", "Agency appointed")


class Appointed(Filing):
    """Agencies that are appointed."""

    helpers = parties_field("Agencies appointed", PRODUCT)


def later(terms: Terms) -> Procedure:
    """Build the procedure."""
    return Procedure(
        key="later",
        edition=1,
        title="Agency appointed later",
        under=PRODUCT,
        opens="draft",
        filer="chair",
        prefix="LATER",
        roles=(CHAIR, HELPER),
        states=(State("draft", "Nobody is appointed"), State("begun", "Begun"), State("done", "Done", FINAL)),
        limits=(TimeLimit("help", Period(days=10), PRODUCT, title="Help", owner="helper", takes="no_help"),),
        steps=(
            Step("begin", "draft", "begun", CHAIR, DISPATCH, PRODUCT, starts=("help",), tell="all"),
            Step(
                "appoint",
                "begun",
                STAY,
                CHAIR,
                DISPATCH,
                PRODUCT,
                asks=Appointed,
                names=Names("helper", "helpers"),
                tell="all",
            ),
            Step("help", "begun", "done", HELPER, DISPATCH, PRODUCT, stops=("help",), tell="all"),
            Step("close", "begun", "done", CHAIR, DISPATCH, PRODUCT, stops=("help",), proposed=True, tell="all"),
            Step("no_help", "begun", STAY, CLOCK, None, PRODUCT, tell="all"),
        ),
        terms=terms.plain(),
    )


FORMS = (
    Form(
        "later",
        "Agency appointed later",
        Terms,
        later,
        advice=Advice(not_by_itself="It stands for any period whose owner comes later."),
    ),
)
