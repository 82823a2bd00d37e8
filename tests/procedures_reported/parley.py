"""A toy procedure for reports: a host talks with guests, and any party says something at any level. No law."""

from workflows import Form
from workflows.kernel.fragments import COMMON_STATES, common_steps, suspension_limit
from workflows.kernel.language import (
    ANY_PARTY,
    DISPATCH,
    FINAL,
    PRODUCT,
    RESTING,
    STAY,
    TRACK_PARTY,
    Binding,
    Citation,
    Dispatch,
    Filing,
    Grade,
    Levels,
    NotOneself,
    On,
    Opens,
    Period,
    Procedure,
    Role,
    State,
    Step,
    TimeLimit,
    TrackSet,
    long_text,
    parties_field,
    text,
)
from workflows.kernel.reported import CONSULTATIONS
from workflows.kernel.terms import Terms

HOST, GUEST = Role("host", "Host"), Role("guest", "Guest")
RULES = Citation("Rules of the parley", "2", Binding.LAW_A, Grade.SRC)


class Invitation(Filing):
    """Invitation."""

    about = text("About", PRODUCT, fills="title")
    words = long_text("Words", PRODUCT)
    guests = parties_field("Guests", PRODUCT)


class More(Filing):
    """Further invitation."""

    guests = parties_field("Guests", PRODUCT)


class Words(Filing):
    """Words."""

    words = long_text("Words", PRODUCT)


def procedure(terms: Terms) -> Procedure:
    """Build the procedure."""
    limits = (
        TimeLimit("reply", Period(days=10), PRODUCT, Dispatch(), "Reply", per="guest", owner="guest", zone="UTC"),
        TimeLimit("first_talk", Period(days=30), RULES, Dispatch(), "First talk", zone="UTC"),
        TimeLimit("target", Period(days=20), PRODUCT, Dispatch(), "Target for the first talk", zone="UTC"),
        suspension_limit(),
    )
    live = ("draft", "talking")
    said = {"asks": Words, "tell": "all"}
    return Procedure(
        key="parley", edition=1, title="Parley", under=PRODUCT, opens="draft", filer="host", prefix="PARLEY",
        roles=(HOST, GUEST), terms=terms.plain(), limits=limits,
        levels=Levels(existence="C2", case="C2", track="C3", own="C4"),
        states=(State("draft", "Being prepared"), State("talking", "In talks"), State("agreed", "Agreed", RESTING),
                State("over", "Over", FINAL), *COMMON_STATES),
        tracks=(TrackSet("guest", "asked", (State("asked", "Asked"), State("answered", "Answered")), role="guest",
                         ends=("answered",)),),
        steps=(
            Step("prepare", "draft", STAY, HOST, DISPATCH, PRODUCT, asks=Words, level="C4", tell="own"),
            Step("invite", "draft", "talking", HOST, DISPATCH, PRODUCT, asks=Invitation, opens=Opens("guest", "guests"),
                 starts=("reply", "first_talk", "target"), checks=(NotOneself("guests"),), tell="all", level="C2"),
            Step("invite_more", "talking", STAY, HOST, DISPATCH, PRODUCT, asks=More, opens=Opens("guest", "guests"),
                 starts=("reply",), checks=(NotOneself("guests"),), tell="all", level="C2"),
            Step("reply", "talking", STAY, TRACK_PARTY, DISPATCH, PRODUCT, asks=Words, level="C3",
                 track=On("guest", ("asked",), "answered"), stops=("reply",)),
            Step("talk", "talking", STAY, ANY_PARTY, DISPATCH, PRODUCT, level="C2", stops=("first_talk", "target"),
                 **said),
            Step("say_openly", ("talking", "agreed"), STAY, ANY_PARTY, DISPATCH, PRODUCT, level="C0", **said),
            Step("say_to_all", ("talking", "agreed"), STAY, ANY_PARTY, DISPATCH, PRODUCT, level="C1", **said),
            Step("say_to_parties", ("talking", "agreed"), STAY, ANY_PARTY, DISPATCH, PRODUCT, level="C2", **said),
            Step("note_for_us", ("talking", "agreed"), STAY, ANY_PARTY, DISPATCH, PRODUCT, asks=Words, level="C4",
                 tell="own"),
            Step("offer", "talking", STAY, ANY_PARTY, DISPATCH, PRODUCT, level="C2", without_prejudice=True, **said),
            Step("announce", ("talking", "agreed"), STAY, HOST, DISPATCH, PRODUCT, level="C0", publishes=True, **said),
            Step("agree", "talking", "agreed", HOST, DISPATCH, PRODUCT, level="C2", tell="all"),
            Step("close", ("talking", "agreed"), "over", HOST, DISPATCH, PRODUCT, level="C2", stops=("*",), tell="all"),
            *common_steps(HOST, live, ("over",)),
        ),
    )  # fmt: skip


FORMS = (Form("parley", "Parley", Terms, procedure, reported=CONSULTATIONS),)
