"""A toy procedure: a State announces an activity, changes it, and calls it off. No law."""

from dataclasses import dataclass

from workflows import Form
from workflows.kernel.fragments import COMMON_STATES, common_steps, suspension_limit
from workflows.kernel.language import (
    DISPATCH,
    FINAL,
    PRODUCT,
    STAY,
    Filing,
    Procedure,
    Role,
    State,
    Step,
    date_field,
    text,
)
from workflows.kernel.terms import Terms, term
from workflows.lunar.activity import REGISTER, Description

ANNOUNCING = Role("announcing", "the announcing State")


class Delay(Filing):
    """Another first day."""

    earliest_start = date_field("First day", PRODUCT)
    reason = text("Reason", PRODUCT)


@dataclass(frozen=True)
class AnnouncementTerms(Terms):
    """Under which charter it is told."""

    charter: str = term("copuos-draft", "Charter")


def procedure(t: AnnouncementTerms) -> Procedure:
    """Build the procedure."""
    step = {"by": ANNOUNCING, "capacity": DISPATCH, "under": PRODUCT}
    return Procedure(
        key="announcement",
        edition=1,
        title="Announcement",
        under=PRODUCT,
        opens="draft",
        filer="announcing",
        prefix="ANN",
        level="treaty",
        activity="planned",
        roles=(ANNOUNCING,),
        terms=t.plain(),
        limits=(suspension_limit(),),
        states=(
            State("draft", "Being prepared"),
            State("announced", "Announced"),
            State("over", "Over", FINAL),
            *COMMON_STATES,
        ),
        steps=(
            Step("announce", "draft", "announced", **step, asks=Description, registers=REGISTER),
            Step("describe_anew", "announced", STAY, **step, asks=Description, registers=REGISTER),
            Step("put_off", "announced", STAY, **step, asks=Delay, registers=REGISTER),
            Step("call_off", "announced", "over", **step, activity="cancelled"),
            *common_steps(ANNOUNCING, ("draft", "announced"), ("over",)),
        ),
    )


FORMS = (Form("announcement", "Announcement", AnnouncementTerms, procedure),)
