"""The periods of a meeting: all are aims of the product, counted back from its first day or on from its end."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.kernel.language import Dispatch, EndOf, FromFact, Happening, TimeLimit, Until
from workflows.kernel.limits import MEETING
from workflows.meetings.frame import AFTER, AGENDA, HELD, SCHEDULED
from workflows.meetings.shape import Shape

FIRST_DAY = FromFact("planned_on")


def limits(s: Shape) -> Iterator[TimeLimit]:
    """Give every limit of a kind of meeting. Long because: one row a limit."""
    terms = s.terms
    for key, length, title in (
        ("calling", terms.calling, "Call of the meeting"),
        ("items", terms.items, "Items for the agenda"),
        ("confirmation", terms.confirming, "Dates and delegations confirmed"),
    ):
        name = "confirming" if key == "confirmation" else key
        yield TimeLimit(key, length, terms.cite(name), FIRST_DAY, title, zone="UTC", backwards=True)
    if s.charter:
        cited = s.charter.cite("circulation")
        yield TimeLimit(
            "papers", s.charter.circulation, cited, FIRST_DAY, "Documents circulated", zone="UTC", backwards=True
        )
    yield TimeLimit(
        "reminder", terms.reminder, terms.cite("reminder"), Dispatch(), "A new date is pending", every=True, zone="UTC"
    )
    yield TimeLimit(
        "draft_record",
        terms.draft_record,
        terms.cite("draft_record"),
        Dispatch(),
        "First draft of the record",
        zone="UTC",
    )
    yield TimeLimit("record", terms.record, terms.cite("record"), Dispatch(), "Agreement on the record", zone="UTC")
    yield TimeLimit(
        "action_due", Until("due_on"), terms.cite("action_reminder"), Dispatch(), "Action item", per="action"
    )
    yield TimeLimit("action_reminder", terms.action_reminder, terms.cite("action_reminder"), EndOf("action_due"),
                    "Reminder of the action item", per="action")  # fmt: skip


def happenings() -> tuple[Happening, ...]:
    """Give what belongs in a calendar: the meeting as it is dated, and before that its first day as planned."""
    return (
        Happening("meeting", "Meeting", "starts_at", "ends_at", "place", MEETING, (SCHEDULED, HELD, *AFTER, "closed")),
        Happening("planned", "Meeting, as planned", "planned_on", "", "place", MEETING, (AGENDA,)),
    )
