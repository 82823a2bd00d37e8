"""A decision under silence: text circulated, an exact instant, and a clock that can be stopped to the second.

Text: a charter's rule of procedure, after the practice of GA 74/544. Silence is assent here and only here. Not
modelled: meetings and their consensus.
"""

from workflows.kernel import guards as g
from workflows.kernel.language import (
    BY_OWNER,
    CLOCK,
    DISPATCH,
    FINAL,
    OFFICE,
    OPTIONAL,
    PRODUCT,
    RESTING,
    STAY,
    Ahead,
    Binding,
    Extend,
    Extension,
    Filing,
    NewVersion,
    Period,
    Procedure,
    Role,
    Source,
    State,
    Step,
    TimeLimit,
    Until,
    choice,
    document_field,
    instant_field,
    long_text,
    whole,
)  # fmt: skip

CHARTER = Source("the charter", Binding.LAW_A)
MEMBER = Role("member", "Member")
CHAIR = Role("chair", "Chair", stake=False, office=True)
OBSERVER = Role("observer", "Observer", stake=False)

LEAST = Period(hours=72)


class Text(Filing):
    """Text put under silence."""

    version = whole("Number of the version", CHARTER("12"), least=1)
    text = document_field("Text in all languages", CHARTER("12"))
    until = instant_field("Silence ends at", CHARTER("12"))


class Break(Filing):
    """Objection; reasons are not needed."""

    reasons = long_text("Reasons, if you wish to give them", CHARTER("12"), need=OPTIONAL)


class Stop(Filing):
    """Stop of the clock."""

    precondition = choice(
        "Precondition that fell", {"languages": "All languages", "text": "Frozen text", "delivery": "Delivery to all"},
        CHARTER("12")
    )  # fmt: skip


class Letter(Filing):
    """Letter of the chair that gives effect."""

    letter = document_field("Letter", CHARTER("12"))


def procedure() -> Procedure:
    """Build the procedure."""
    broken = g.Running("silence") | g.Stopped("silence")
    return Procedure(
        key="silence", edition=1, title="Decision under silence", under=CHARTER("12"), opens="proposed", filer="member",
        prefix="SIL", roles=(MEMBER, CHAIR, OBSERVER),
        states=(
            State("proposed", "On the agenda"), State("under_silence", "Text circulated, instant set"),
            State("silence_broken", "A member objected in time"), State("adopted", "By unbroken silence", RESTING),
            State("not_adopted", "Dropped", FINAL),
        ),
        limits=(
            TimeLimit("silence", Until("until"), CHARTER("12"), title="Silence", takes="expire", pausable=True,
                      at_least=LEAST,
                      extend=Extension(BY_OWNER, times=1, length=LEAST)),
            TimeLimit("letter", Period(working_days=2), PRODUCT, title="Letter of the chair", zone="UTC"),
        ),
        steps=(
            Step("open_silence", "proposed", "under_silence", CHAIR, OFFICE, CHARTER("12"), asks=Text,
                 keeps=("version", "until"),
                 starts=("silence",), checks=(Ahead("until", 72, CHARTER("12")), NewVersion("version", CHARTER("12")))),
            Step("break_silence", "under_silence", "silence_broken", MEMBER, DISPATCH, CHARTER("12"), asks=Break,
                 when=broken, stops=("silence",)),
            Step("explain_position", ("under_silence", "adopted"), STAY, MEMBER, DISPATCH, CHARTER("12"), asks=Break,
                 title="Place an explanation on record; silence is not broken"),
            Step("stop_clock", "under_silence", STAY, CHAIR, OFFICE, CHARTER("12"), asks=Stop,
                 when=g.Running("silence"),
                 pauses=("silence",)),
            Step("resume_clock", "under_silence", STAY, CHAIR, OFFICE, CHARTER("12"), when=g.Stopped("silence"),
                 resumes=("silence",)),
            Step("extend_silence", "under_silence", STAY, MEMBER, DISPATCH, CHARTER("12"), extends=Extend("silence")),
            Step("expire", "under_silence", "adopted", CLOCK, under=CHARTER("12"), starts=("letter",)),
            Step("issue_letter", "adopted", STAY, CHAIR, OFFICE, CHARTER("12"), asks=Letter, stops=("letter",),
                 within="letter",
                 when=~g.Done("issue_letter")),
            Step("amend_and_retry", "silence_broken", "under_silence", CHAIR, OFFICE, CHARTER("12"), asks=Text,
                 keeps=("version", "until"), starts=("silence",),
                 checks=(Ahead("until", 72, CHARTER("12")), NewVersion("version", CHARTER("12")))),
            Step("drop", ("proposed", "silence_broken"), "not_adopted", MEMBER, DISPATCH, CHARTER("12")),
        ),
    )  # fmt: skip
