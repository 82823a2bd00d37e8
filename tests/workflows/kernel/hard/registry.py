"""Registration of objects launched together, with a batch of objects, a national period and requests beside it.

Text: REG II, IV and VI; the Chinese measures of 2001. Not modelled: status changes and transfer of supervision.
"""

from workflows.kernel import guards as g
from workflows.kernel.language import (
    ANY_PARTY,
    BACK,
    CLEAR,
    CLOCK,
    DISPATCH,
    DRAFT,
    EVERY_PARTY,
    FINAL,
    OFFICE,
    OUTSIDER,
    PRODUCT,
    RESTING,
    STAY,
    Binding,
    ByParty,
    Filing,
    FromFact,
    Moves,
    Names,
    NotBefore,
    On,
    Opens,
    Period,
    Procedure,
    Role,
    Source,
    Standard,
    State,
    Step,
    TimeLimit,
    TrackSet,
    date_field,
    designator_field,
    keyed,
    listing,
    long_text,
    parties_field,
    text,
)  # fmt: skip

REG = Source("REG")
MEASURES = Source("CHN_REG2001", Binding.LAW_N)
LTS = Source("LTS", Binding.SOFT)

LAUNCHING = Role("launching", "Launching State")
CO_LAUNCHER = Role("co_launcher", "Other launching State")
REGISTER = Role("register", "Keeper of the register", stake=False, office=True)
ENQUIRER = Role("enquirer", "State that asks", stake=False)


class Launch(Filing):
    """Launch of one or more objects."""

    launched_on = date_field("Launched on", REG("IV(1)(c)"))
    objects = listing(
        "Objects", REG("IV(1)"), keyed("key", text("Short name", PRODUCT)),
        keyed("designator", designator_field("Designator", REG("IV(1)(b)"), need="optional")), least=1,
    )  # fmt: skip


class Launchers(Filing):
    """Other launching States."""

    others = parties_field("Other launching States", REG("II(2)"))


class Entry(Filing):
    """Entry in the national register."""

    entered_on = date_field("Entered on", REG("II(1)"))


class Enquiry(Filing):
    """Request for help to identify an object."""

    circumstances = long_text("Time, nature and circumstances", REG("VI"))


class Remark(Filing):
    """Remark."""

    remark = long_text("Remark", PRODUCT)


LIVE = ("registrant_to_be_agreed", "registrant_disputed", "nationally_registered", "cleared", "furnished", "recorded")


def limits() -> tuple[TimeLimit, ...]:
    """Give the clocks; a State's own law takes the place of the product's target for that State."""
    sixty = Period(days=60)
    national = ByParty((("CHN", sixty),), Period(days=90), under=(("CHN", MEASURES("8")),))
    return (
        TimeLimit("national_registration", national, PRODUCT, FromFact("launched_on"), "National registration",
                  pausable=True, owner="launching"),
        TimeLimit("registrant", Period(days=30), PRODUCT, title="Choice of the registrant", takes="dispute_by_time",
                  zone="UTC"),
        TimeLimit("identify", Period(days=15), PRODUCT, title="Answer to the request", per="enquiry",
                  takes="record_no_answer", zone="UTC"),
        TimeLimit("lost", Period(days=30), PRODUCT, title="Notice of loss", per="object", zone="UTC"),
    )  # fmt: skip


def procedure() -> Procedure:
    """Build the procedure."""
    objects = (
        State("awaiting_entry", "Not in the national register"), State("entered", "In the national register"),
        State("recorded", "Published"), State("lost", "No longer in orbit"), State("loss_recorded", "Loss published"),
    )  # fmt: skip
    enquiries = (State("asked", "Asked"), State("answered", "Answered"), State("unanswered", "No reply recorded"))
    return Procedure(
        key="registry", edition=1, title="Registration", under=REG("II"), opens="draft", filer="launching",
        prefix="REG",
        roles=(LAUNCHING, CO_LAUNCHER, REGISTER, ENQUIRER), limits=limits(),
        standards=(Standard("furnish", REG("IV(1)"), "as soon as practicable", since="enter_registry",
                            target=Period(days=60)),),
        states=(
            State("draft", "Launch recorded"), State("registrant_to_be_agreed", "More than one launching State"),
            State("registrant_disputed", "No agreement, or entered twice"),
            State("nationally_registered", "In the national register"),
            State("cleared", "Ready for the ministry"), State("furnished", "Sent to the Secretary-General"),
            State("recorded", "Published"), State("closed", "Final record complete", FINAL),
            State("not_registrable", "Never reached orbit", RESTING),
        ),
        tracks=(
            TrackSet("object", "awaiting_entry", objects, "object", ends=("loss_recorded", "recorded")),
            TrackSet("enquiry", "asked", enquiries, "enquiry", role="enquirer", ends=("answered", "unanswered")),
        ),
        steps=(*launch(), *entry(), *beside(), *loss()),
    )  # fmt: skip


def launch() -> tuple[Step, ...]:
    """From the launch to an agreed registrant, or a dispute."""
    return (
        Step("record_launch", "draft", STAY, LAUNCHING, DRAFT, REG("IV(1)"), asks=Launch,
             opens=Opens("object", "objects"),
             keeps=("launched_on",), starts=("national_registration",), when=~g.Done("record_launch")),
        Step("name_launchers", "draft", "registrant_to_be_agreed", LAUNCHING, DRAFT, REG("II(2)"), asks=Launchers,
             names=Names("co_launcher", "others"), starts=("registrant",), tell="all"),
        Step("agree_registrant", ("registrant_to_be_agreed", "registrant_disputed"), "draft", EVERY_PARTY, DISPATCH,
             REG("II(2)"),
             stops=("registrant",)),
        Step("fail_to_agree", "registrant_to_be_agreed", "registrant_disputed", ANY_PARTY, DISPATCH, REG("II(2)"),
             asks=Remark,
             stops=("registrant",)),
        Step("dispute_by_time", "registrant_to_be_agreed", "registrant_disputed", CLOCK, under=LTS("A.5(4)")),
        Step("object_to_entry", ("nationally_registered", "furnished", "recorded"), "registrant_disputed", ANY_PARTY,
             DISPATCH,
             REG("II(2)"), asks=Remark),
        Step("settle_registrant", "registrant_disputed", BACK, EVERY_PARTY, DISPATCH, REG("II(2)"),
             when=g.CameFrom(("nationally_registered", "furnished", "recorded"))),
        Step("find_not_in_orbit", "draft", "not_registrable", LAUNCHING, CLEAR, REG("I(b)"), asks=Remark, stops=("*",)),
    )  # fmt: skip


def entry() -> tuple[Step, ...]:
    """Entry object by object or for the whole batch; the register's own record ends it."""
    entered = g.AllTracks("object", ("entered",))
    return (
        Step("enter_object", "draft", STAY, LAUNCHING, DRAFT, REG("II(1)"), asks=Entry,
             track=On("object", ("awaiting_entry",), "entered"),
             checks=(NotBefore("entered_on", None),)),
        Step("enter_all", "draft", STAY, LAUNCHING, DRAFT, REG("II(1)"), asks=Entry,
             when=g.AnyTrack("object", ("awaiting_entry",)),
             moves=Moves("object", "entered", ("awaiting_entry",))),
        Step("enter_registry", "draft", "nationally_registered", CLOCK, under=REG("II(1)"), follows=entered,
             stops=("national_registration",)),
        Step("clear", "nationally_registered", "cleared", LAUNCHING, CLEAR, REG("IV(1)")),
        Step("furnish", "cleared", "furnished", LAUNCHING, DISPATCH, REG("IV(1)"), tell="all"),
        Step("record", "furnished", "recorded", REGISTER, OFFICE, REG("III"), level="C0",
             moves=Moves("object", "recorded", ("entered",))),
        Step("state_view", ("cleared", "registrant_to_be_agreed", "registrant_disputed", "draft"), STAY, ANY_PARTY,
             DISPATCH, PRODUCT, asks=Remark),
    )  # fmt: skip


def beside() -> tuple[Step, ...]:
    """A request to identify an object: a track of its own that moves nothing else."""
    return (
        Step("ask_to_identify", LIVE, STAY, OUTSIDER, DISPATCH, REG("VI"), asks=Enquiry,
             opens=Opens("enquiry", acting=True),
             starts=("identify",)),
        Step("answer_enquiry", LIVE, STAY, LAUNCHING | REGISTER, DISPATCH, REG("VI"), asks=Remark,
             track=On("enquiry", ("asked", "unanswered"), "answered"), stops=("identify",), within="identify"),
        Step("record_no_answer", LIVE, STAY, CLOCK, under=PRODUCT, track=On("enquiry", ("asked",), "unanswered")),
    )  # fmt: skip


def loss() -> tuple[Step, ...]:
    """Loss, object by object; when all are gone the record is complete."""
    return (
        Step("note_loss", "recorded", STAY, LAUNCHING, DRAFT, REG("IV(3)"), track=On("object", ("recorded",), "lost"),
             starts=("lost",)),
        Step("notify_loss", "recorded", STAY, LAUNCHING, DISPATCH, REG("IV(3)"), asks=Remark,
             track=On("object", ("lost",), "loss_recorded"),
             stops=("lost",), within="lost"),
        Step("complete", "recorded", "closed", CLOCK, under=REG("IV(3)"),
             follows=g.AllTracks("object", ("loss_recorded",)), stops=("*",)),
    )  # fmt: skip
