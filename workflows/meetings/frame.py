"""Where a meeting can be: its states, and those of agenda items, delegations and action items.

States of the meeting are those of the product's text on series of meetings; the tracks are apart from them. A term
says how long each part takes; none is law.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflows.kernel.language import AGENCY, FINAL, TREATY, Period, State, TrackSet
from workflows.kernel.terms import Terms, term
from workflows.lunar.charters import charters

PLENARY, GROUP, CONSULTATION, DIALOGUE = "plenary", "working_group", "consultation", "dialogue"
KINDS = {
    PLENARY: "Plenary of a mechanism",
    GROUP: "Working group of a mechanism",
    CONSULTATION: "Meeting of a consultation, or of any other case",
    DIALOGUE: "Meeting of a dialogue between two parties",
}
TITLES = {
    PLENARY: "Plenary meeting", GROUP: "Meeting of a working group", CONSULTATION: "Consultation meeting",
    DIALOGUE: "Dialogue meeting",
}  # fmt: skip
CONVENED = (PLENARY, GROUP)
"""Kinds that a mechanism convenes under its charter; the others are between the parties whom the call names."""
WHOSE = {TREATY: "Between States", AGENCY: "Between agencies, under their arrangement"}
FIRST_CHARTER = next(iter(charters()))


def _days(number: int) -> Period:
    return Period(days=number)


@dataclass(frozen=True)
class MeetingTerms(Terms):
    """Terms of a meeting."""

    kind: str = term(CONSULTATION, "What kind of meeting it is.", options=KINDS)
    charter: str = term(
        FIRST_CHARTER,
        "The charter under which a plenary or a working group meets; other meetings have none.",
        options={one.key: one.title for one in charters().values()},
    )
    level: str = term(TREATY, "Between States, or between agencies under their arrangement.", options=WHOSE)
    calling: Period = term(_days(120), "A meeting is called so long before its first day.")
    items: Period = term(_days(45), "Items for the agenda are put forward so long before the first day.")
    confirming: Period = term(_days(30), "Dates and delegations are confirmed so long before the first day.")
    reminder: Period = term(_days(90), "Reminder of a meeting that was postponed; recurs.")
    draft_record: Period = term(_days(30), "First draft of the record, from the end of the meeting.")
    record: Period = term(_days(60), "Agreement on the record, from the end of the meeting.")
    action_reminder: Period = term(_days(14), "Reminder of an action item after its day.")


OPENING, AGENDA, SCHEDULED, POSTPONED, HELD = "planned", "agenda_negotiation", "scheduled", "postponed", "held"
DRAFTING, AGREED, UNAGREED, FOLLOWING = "record_drafting", "record_agreed", "record_unagreed", "follow_up"
BEFORE = (AGENDA, SCHEDULED, POSTPONED)
RECORDED = (AGREED, UNAGREED)
AFTER = (DRAFTING, *RECORDED, FOLLOWING)
LIVE = (*BEFORE, HELD, *AFTER)
ENDED = ("cancelled", "closed")
# fmt: off

STATES = (
    State(OPENING, "Whoever calls it prepares the meeting: place and first day; nobody else is told yet"),
    State(AGENDA, "The items are open: each may be put forward, agreed, reserved or struck"),
    State(SCHEDULED, "Dates and delegations are confirmed"),
    State(POSTPONED, "Put off; a new date is pending"),
    State("cancelled", "Does not take place", FINAL),
    State(HELD, "The meeting is open: statements, conclusions and objections are on its record", label="In session"),
    State(DRAFTING, "The record is drafted"),
    State(AGREED, "One record stands"),
    State(UNAGREED, "No common record; each may file its own", label="Record not agreed"),
    State(FOLLOWING, "Action items are followed"),
    State("closed", "Everything is done or has moved on", FINAL),
)
PROPOSED, JOINT, RAISED, STRUCK = "proposed", "adopted", "raised", "struck"
AT_GAVEL, OBJECTED, CONCLUDED, LEFT_OPEN = "at_gavel", "objected", "concluded", "left_open"
TO_ADOPT = (PROPOSED, RAISED)
TO_CONCLUDE = (PROPOSED, RAISED, JOINT, OBJECTED)
TALKED_OF = (*TO_CONCLUDE, AT_GAVEL, CONCLUDED, LEFT_OPEN)
ITEMS = (
    State(PROPOSED, "Put forward; not agreed yet"),
    State(JOINT, "On the agenda by agreement", label="Adopted"),
    State(RAISED, "On the agenda as raised by one; others reserve their position on it", label="Raised by one"),
    State(STRUCK, "Not on the agenda"),
    State(AT_GAVEL, "A conclusion is put to the meeting; it stands if nobody present objects",
          label="Before the gavel"),
    State(OBJECTED, "An objection of a party present prevents consensus", label="No consensus"),
    State(CONCLUDED, "Concluded by consensus: nobody present objected"),
    State(LEFT_OPEN, "Talked of, and left open"),
)
ANNOUNCED, SHOWN, IN_ORDER, WANTING, PRESENT, FLOOR, LEFT = (
    "announced", "presented", "in_order", "missing", "present", "floor", "left")
COMING = (ANNOUNCED, SHOWN, IN_ORDER, WANTING)
SEATED = (PRESENT, FLOOR)
DELEGATIONS = (
    State(ANNOUNCED, "Named; credentials were not presented"),
    State(SHOWN, "Credentials were presented and not looked at yet", label="Credentials presented"),
    State(IN_ORDER, "Credentials were found in order", label="Credentials in order"),
    State(WANTING, "Credentials are missing or were not found in order", label="Credentials missing"),
    State(PRESENT, "Present at the meeting"),
    State(FLOOR, "Present, and given the floor", label="Present, with the floor"),
    State(LEFT, "No longer at the meeting"),
)
DUE, DONE, MOVED_ON = "due", "done", "moved_on"
ACTIONS = (
    State(DUE, "To be done by its owner"),
    State(DONE, "Reported as done"),
    State(MOVED_ON, "Taken up elsewhere, or at the next meeting"),
)
MEETING_FILE, RECORD_FILE = "meeting", "record"
"""Files of the case: the meeting itself is read by everybody convened, the draft of its record not by observers."""


def tracks(*, convened: bool) -> tuple[TrackSet, ...]:
    """Give the track sets; where a mechanism convenes, its offices and guests read them too."""
    file = MEETING_FILE if convened else ""
    return (
        TrackSet("item", PROPOSED, ITEMS, "agenda item", level="C2", file=file,
                 ends=(PROPOSED, JOINT, RAISED, STRUCK, OBJECTED, CONCLUDED, LEFT_OPEN)),
        TrackSet("delegation", ANNOUNCED, DELEGATIONS, "delegation", level="C2", file=file, gone=(LEFT,),
                 ends=(*COMING, *SEATED)),
        TrackSet("action", DUE, ACTIONS, "action item", level="C2", file=file, ends=(DONE, MOVED_ON)),
    )
