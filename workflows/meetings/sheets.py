"""The sheets of a meeting: agenda, participants, record."""

from __future__ import annotations

from dataclasses import replace

from workflows.kernel.sheets import Sheet
from workflows.kernel.sheets_of_meetings import Agenda, Participants, Times
from workflows.meetings.frame import SEATED
from workflows.meetings.records import TEXT
from workflows.meetings.shape import Shape
from workflows.meetings.times import FREE, TIME


def sheets(s: Shape) -> tuple[Sheet, ...]:
    """Give the sheets of a kind of meeting; the draft of a record is for those who decide on it.

    Long because: a sheet names every step and question that it shows.
    """
    level = "C1" if s.convened else "C2"
    return (
        Agenda(
            key="agenda",
            title="Agenda",
            says="The items of the meeting: who put each forward, where it stands, what was said on it, its documents.",
            level=level,
            set="item",
            proposed=("call_meeting", *(() if s.convened else ("call_at_once",)), "add_item"),
            listed="items",
            reserved="reserve_item",
            put="put_to_meeting",
            said=("speak", "explain_position"),
            objected="object",
            papers="circulate_document",
            number="item_number",
        ),
        Participants(
            key="participants",
            title="Participants",
            says="The delegations: who leads each, where its credentials stand, and who is present.",
            level=level,
            set="delegation",
            named=("announce_delegation", "change_delegation"),
            head="head",
            others="delegates",
            shown="present_credentials",
            found="find_on_credentials",
            present=SEATED,
        ),
        replace(TEXT, level=level),
        *(() if s.convened else (_times(level),)),
    )


def _times(level: str) -> Times:
    """Give the sheet of the times that parties propose to each other."""
    return Times(
        key="times",
        title="Times",
        says="The times proposed, in UTC, in your zone and in those of the others, and whom each suits.",
        level=level,
        set=TIME,
        stands=FREE,
        proposed="propose_time",
        starts="starts_at",
        ends="ends_at",
        suits="accept_time",
        not_suits="decline_time",
        dates="confirm",
    )
