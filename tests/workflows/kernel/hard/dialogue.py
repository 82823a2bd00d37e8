"""A series of meetings and one meeting: two procedures whose cases are linked.

Text: an arrangement of two governments, and no more than that. Not modelled: action items one by one.
"""

from workflows.kernel import guards as g
from workflows.kernel.language import (
    ANY_PARTY,
    CLOCK,
    DISPATCH,
    DRAFT,
    EVERY_PARTY,
    FINAL,
    PRODUCT,
    RESTING,
    STAY,
    Binding,
    Extension,
    Filing,
    Link,
    Period,
    Procedure,
    Role,
    Source,
    State,
    Step,
    Tell,
    TimeLimit,
    date_field,
    document_field,
    long_text,
    text,
)  # fmt: skip

ARRANGEMENT = Source("the arrangement", Binding.LAW_A)
HOST, GUEST = Role("host", "Host"), Role("guest", "Guest")
SPAN = Period(months=18)


class Terms(Filing):
    """Terms of reference."""

    terms = document_field("Terms", ARRANGEMENT("1"))


class Reason(Filing):
    """Reason."""

    reason = long_text("Reason", PRODUCT)


class Meeting(Filing):
    """Call for a meeting."""

    place = text("Place", ARRANGEMENT("2"))


class Dates(Filing):
    """Dates of a meeting."""

    begins_on = date_field("Begins on", ARRANGEMENT("2"))


class Record(Filing):
    """Record of a meeting."""

    record = document_field("Record", ARRANGEMENT("3"))


def series() -> Procedure:
    """Build the series."""
    return Procedure(
        key="dialogue", edition=1, title="Dialogue", under=ARRANGEMENT("1"), opens="proposed", filer="host",
        prefix="DLG",
        roles=(HOST, GUEST),
        states=(
            State("proposed", "Invitation out"), State("running", "Terms agreed"),
            State("dormant", "No meeting for 18 months"),
            State("suspended", "Paused by one or both"), State("ended", "Notice given", FINAL),
        ),
        limits=(TimeLimit("sleep", SPAN, PRODUCT, title="Time without a meeting", takes="fall_asleep", zone="UTC"),),
        steps=(
            Step("establish", "proposed", "running", EVERY_PARTY, DISPATCH, ARRANGEMENT("1"), asks=Terms,
                 starts=("sleep",)),
            Step("decline", "proposed", "ended", ANY_PARTY, DISPATCH, ARRANGEMENT("1"), asks=Reason),
            Step("open_meeting", ("running", "dormant"), STAY, ANY_PARTY, DISPATCH, ARRANGEMENT("2"),
                 link=Link("meeting", "meeting")),
            Step("wake", "dormant", "running", ANY_PARTY, DISPATCH, ARRANGEMENT("2"), starts=("sleep",),
                 when=g.Linked("meeting")),
            Step("wake", "running", STAY, ANY_PARTY, DISPATCH, ARRANGEMENT("2"), starts=("sleep",),
                 when=g.Linked("meeting")),
            Step("fall_asleep", "running", "dormant", CLOCK, under=PRODUCT),
            Step("suspend", ("running", "dormant"), "suspended", ANY_PARTY, DISPATCH, ARRANGEMENT("5"), asks=Reason,
                 stops=("sleep",)),
            Step("resume", "suspended", "running", ANY_PARTY, DISPATCH, ARRANGEMENT("5"), starts=("sleep",)),
            Step("end", ("running", "dormant", "suspended"), "ended", ANY_PARTY, DISPATCH, ARRANGEMENT("6"),
                 asks=Reason, stops=("*",)),
        ),
    )  # fmt: skip


def meeting() -> Procedure:
    """Build the meeting."""
    before = ("agenda_negotiation", "scheduled", "postponed")
    return Procedure(
        key="meeting", edition=1, title="Meeting", under=ARRANGEMENT("2"), opens="called", filer="host", prefix="MTG",
        roles=(HOST, GUEST),
        states=(
            State("called", "Being called"), State("agenda_negotiation", "Items open"),
            State("scheduled", "Dates confirmed"),
            State("postponed", "New date pending"), State("cancelled", "Cancelled", FINAL),
            State("record_drafting", "Draft exchanged"),
            State("record_agreed", "One text", RESTING), State("record_unagreed", "Two national records", RESTING),
        ),
        limits=(
            TimeLimit("reminder", Period(days=90), PRODUCT, title="Reminder of the new date", every=True, zone="UTC"),
            TimeLimit("draft_record", Period(days=30), PRODUCT, title="Draft of the record", zone="UTC"),
            TimeLimit("record", Period(days=60), PRODUCT, title="Record", extend=Extension(), zone="UTC"),
        ),
        steps=(
            Step("call_meeting", "called", "agenda_negotiation", ANY_PARTY, DISPATCH, ARRANGEMENT("2"), asks=Meeting,
                 when=g.Linked("dialogue", ("running", "dormant")), tells=Tell("dialogue", "wake")),
            Step("add_item", "agenda_negotiation", STAY, ANY_PARTY, DRAFT, ARRANGEMENT("2"), asks=Reason),
            Step("confirm", "agenda_negotiation", "scheduled", EVERY_PARTY, DISPATCH, ARRANGEMENT("2"), asks=Dates,
                 keeps=("begins_on",)),
            Step("postpone", "scheduled", "postponed", ANY_PARTY, DISPATCH, ARRANGEMENT("2"), asks=Reason,
                 starts=("reminder",)),
            Step("reset", "postponed", "scheduled", ANY_PARTY, DISPATCH, ARRANGEMENT("2"), asks=Dates,
                 keeps=("begins_on",), stops=("reminder",)),
            Step("cancel", before, "cancelled", EVERY_PARTY, DISPATCH, ARRANGEMENT("2"), stops=("*",)),
            Step("hold", "scheduled", "record_drafting", EVERY_PARTY, DISPATCH, ARRANGEMENT("2"),
                 starts=("draft_record", "record")),
            Step("agree_record", "record_drafting", "record_agreed", EVERY_PARTY, DISPATCH, ARRANGEMENT("3"),
                 asks=Record,
                 stops=("draft_record", "record")),
            Step("record_apart", "record_drafting", "record_unagreed", ANY_PARTY, DISPATCH, ARRANGEMENT("3"),
                 asks=Record,
                 when=g.Lapsed("record"), stops=("draft_record",)),
        ),
    )  # fmt: skip
