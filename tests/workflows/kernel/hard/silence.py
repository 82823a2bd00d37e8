"""A decision under silence, made of the fragment: what a procedure adds to it is roles, states and an end.

Text: a charter's rule of procedure, after the practice of GA 74/544. Silence is assent here and only here. Not
modelled: meetings and their consensus.
"""

from workflows.kernel.language import (
    DISPATCH,
    FINAL,
    RESTING,
    Binding,
    Period,
    Procedure,
    Role,
    Source,
    State,
    Step,
)
from workflows.kernel.silence import Silence
from workflows.kernel.silence_papers import SILENCE

CHARTER = Source("the charter", Binding.LAW_A)
MEMBER = Role("member", "Member")
CHAIR = Role("chair", "Chair", stake=False, office=True, reads=("silence",))
SECRETARIAT = Role("secretariat", "Secretariat", stake=False, office=True, reads=("silence",))
OBSERVER = Role("observer", "Observer", stake=False)

RULES = Silence(
    chair=CHAIR, secretariat=SECRETARIAT, entitled=MEMBER, under=(CHARTER("12"),), frm=("proposed",),
    period=Period(working_days=10), adopted="adopted", broken="silence_broken", languages=("en", "fr"),
    file="silence",
)  # fmt: skip


def procedure() -> Procedure:
    """Build the procedure."""
    return Procedure(
        key="silence", edition=1, title="Decision under silence", under=CHARTER("12"), opens="proposed", filer="member",
        prefix="SIL", roles=(MEMBER, CHAIR, SECRETARIAT, OBSERVER),
        states=(
            State("proposed", "On the agenda"), *RULES.states(), State("silence_broken", "A member objected in time"),
            State("adopted", "By unbroken silence", RESTING), State("not_adopted", "Dropped", FINAL),
        ),
        tracks=RULES.tracks(), limits=RULES.limits(), sheets=RULES.sheets(),
        steps=(
            *RULES.steps(),
            Step("drop", ("proposed", "under_silence", "silence_broken"), "not_adopted", MEMBER, DISPATCH,
                 CHARTER("12"), stops=(SILENCE,)),
        ),
    )  # fmt: skip
