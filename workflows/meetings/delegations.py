"""Delegations: announced, credentials shown and looked at, present, and gone.

Credentials that are missing bar nobody from the room: such a delegation sits provisionally, and the finding stands
beside its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.kernel import guards as g
from workflows.kernel.language import (
    OFFICE,
    STAY,
    TRACK_PARTY,
    Moves,
    NamesParties,
    On,
    Opens,
    Step,
    outcome,
)
from workflows.kernel.words import Capacity
from workflows.meetings import papers
from workflows.meetings.frame import (
    ANNOUNCED,
    BEFORE,
    COMING,
    FLOOR,
    HELD,
    IN_ORDER,
    LEFT,
    PRESENT,
    SCHEDULED,
    SEATED,
    SHOWN,
    WANTING,
)
from workflows.meetings.shape import Shape

COMES = (*BEFORE, HELD)
# fmt: off


def delegations(s: Shape) -> Iterator[Step]:
    """Give all rows of this part."""
    yield from _announced(s)
    yield from _credentials(s)
    yield from _present(s)


def _told(s: Shape) -> dict[str, Any]:
    return {"tell": "all", "level": s.agenda_level, "file": s.file}


def _announced(s: Shape) -> Iterator[Step]:
    under, told = s.cite("participation"), _told(s)
    hands = s.everybody if s.convened else (*s.everybody, *((guest, Capacity.DRAFT) for guest in s.invited))
    named = g.Says(~g.OwnTrack("delegation", (*COMING, *SEATED)), "Your delegation is announced; change it instead.",
                   under)
    for by, capacity in hands:
        yield Step("announce_delegation", COMES, STAY, by, capacity, under, papers.Delegation, when=named, **told,
                   opens=Opens("delegation", acting=True), title="Announce the delegation",
                   effect="Head and delegates are named; credentials follow.")
    for capacity in (Capacity.DRAFT, OFFICE):
        yield Step("change_delegation", COMES, STAY, TRACK_PARTY, capacity, under, papers.Delegation, **told,
                   track=On("delegation", (*COMING, *SEATED)), title="Change the delegation", whom="of",
                   effect="The delegation is as you name it now; the earlier list stays on record.")


def _credentials(s: Shape) -> Iterator[Step]:
    under, told = s.cite("participation"), _told(s)
    for capacity in (Capacity.DRAFT, OFFICE):
        yield Step("present_credentials", COMES, STAY, TRACK_PARTY, capacity, under, papers.Credentials, **told,
                   track=On("delegation", (ANNOUNCED, WANTING), SHOWN), title="Present credentials", whom="of",
                   effect="Your credentials lie before those who look at them.")
    found = outcome((g.Fact("finding", (IN_ORDER,)), IN_ORDER), (None, WANTING))
    for by, capacity in s.others(s.either):
        yield Step("find_on_credentials", COMES, STAY, by, capacity, under, papers.Finding, keeps=("finding",), **told,
                   track=On("delegation", (ANNOUNCED, SHOWN, WANTING), found), title="Find on credentials", whom="of",
                   effect="The finding stands beside the delegation; one whose credentials are missing sits "
                          "provisionally.")


def _present(s: Shape) -> Iterator[Step]:
    under, told = s.cite("decisions"), _told(s)
    there = g.AnyTrack("delegation", COMING, 1 if s.convened else 2)
    named = () if s.convened else (NamesParties("present"),)
    for by, capacity in s.leads:
        yield Step("hold", SCHEDULED, HELD, by, capacity, under, papers.Attendance, when=there, checks=named, **told,
                   moves=Moves("delegation", PRESENT, COMING, field="present"), title="Open the meeting",
                   effect="The meeting is in session with the delegations named; others take their seat as they come.")
    for capacity in (Capacity.DRAFT, OFFICE):
        yield Step("take_seat", HELD, STAY, TRACK_PARTY, capacity, under, track=On("delegation", COMING, PRESENT),
                   **told, title="Take the seat", whom="of", effect="Your delegation is present from now on.")
        yield Step("leave_room", HELD, STAY, TRACK_PARTY, capacity, under, track=On("delegation", SEATED, LEFT),
                   **told, title="Leave the meeting", whom="of",
                   effect="Your delegation is no longer present; what is decided without it is decided without its "
                          "objection.")
    if s.convened:
        for by, capacity in s.leads:
            yield Step("give_floor", HELD, STAY, by, capacity, under, track=On("delegation", (PRESENT,), FLOOR),
                       **told, title="Give the floor", whom="to",
                       effect="An observer speaks once the chair gives it the floor.")
            yield Step("take_floor_back", HELD, STAY, by, capacity, under, track=On("delegation", (FLOOR,), PRESENT),
                       **told, title="Take the floor back", whom="from", effect="It listens again.")
