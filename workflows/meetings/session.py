"""The meeting in session: statements, conclusions at the gavel, objections, explanations of position.

Consensus: no formal objection by a party that is present when the decision is taken. Absence is no objection; an
objection is recorded and prevents consensus. Between parties a conclusion is a joint act of those present.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.kernel import guards as g
from workflows.kernel.guards_of_rolls import OnRoll
from workflows.kernel.language import DISPATCH, OFFICE, STAY, Actor, EachPartyOn, Moves, On, Roll, Step
from workflows.kernel.words import Capacity
from workflows.lunar.roles import PARTICIPATION
from workflows.meetings import papers
from workflows.meetings.frame import (
    AFTER,
    AT_GAVEL,
    CONCLUDED,
    DRAFTING,
    FLOOR,
    HELD,
    LEFT_OPEN,
    OBJECTED,
    SEATED,
    TALKED_OF,
    TO_CONCLUDE,
)
from workflows.meetings.shape import Hands, Shape

ABSENT = "Only a party that is present speaks and objects; absence is no objection."
# fmt: off


def session(s: Shape) -> Iterator[Step]:
    """Give all rows of this part."""
    yield from _statements(s)
    yield from _decisions(s)
    for by, capacity in s.either:
        yield Step("enter_record_drafting", HELD, DRAFTING, by, capacity, s.cite("decisions"), papers.Remark,
                   moves=Moves("item", LEFT_OPEN, (*TO_CONCLUDE, AT_GAVEL)), starts=("draft_record", "record"),
                   tell="all", level=s.agenda_level, file=s.file, title="End the meeting",
                   effect="The meeting is over; what is not concluded is left open, and the record is drafted.")


def _said(s: Shape) -> dict[str, Any]:
    return {"tell": "all", "level": s.said_level, "file": s.file}


def _statements(s: Shape) -> Iterator[Step]:
    under, present = s.cite("participation"), _there(s, SEATED)
    speakers: list[tuple[Actor, Capacity, g.Guard | None]] = [
        (by, capacity, None if capacity is OFFICE else present) for by, capacity in s.speakers]
    if s.convened:
        floor = g.Says(g.OwnTrack("delegation", (FLOOR,)), "An observer speaks when the chair has given it the floor.",
                       under)
        speakers += [(by, DISPATCH, floor) for by in s.invited]
    for by, capacity, when in speakers:
        yield Step("speak", HELD, STAY, by, capacity, under, papers.Spoken, track=On("item", TALKED_OF), when=when,
                   **_said(s), title="Make a statement on the item", whom="number",
                   effect="Your statement is on the record of the meeting, under this item.")
    for by, capacity, _when in speakers[: len(s.speakers)]:
        yield Step("explain_position", (HELD, *AFTER), STAY, by, capacity, under, papers.Explanation,
                   track=On("item", (CONCLUDED, OBJECTED, LEFT_OPEN)), **_said(s), title="Explain the position",
                   whom="on item", effect="How your party understands the outcome is on record; it changes no outcome.")


def _there(s: Shape, states: tuple[str, ...]) -> g.Guard:
    return g.Says(g.OwnTrack("delegation", states), ABSENT, s.cite("decisions"))


def _may_object(s: Shape) -> g.Guard:
    """Whoever is present, and under a charter still in the class that may block."""
    there = _there(s, SEATED)
    if s.charter is None:
        return there
    (key,) = s.charter.with_right("block")
    roll = Roll(PARTICIPATION, s.charter.key, key)
    return there & OnRoll(roll, "of the class that may object under this charter", s.charter.cite("class_block"))


def _decisions(s: Shape) -> Iterator[Step]:
    under = s.cite("decisions")
    said: dict[str, Any] = {**_said(s), "level": s.agenda_level}
    for by, capacity in s.leads if s.convened else s.either:
        yield Step("put_to_meeting", HELD, STAY, by, capacity, under, papers.Conclusion,
                   track=On("item", (*TO_CONCLUDE, LEFT_OPEN), AT_GAVEL), **said,
                   title="Put a conclusion to the meeting", whom="on item",
                   effect="These words stand as the conclusion unless a party present objects.")
        yield Step("leave_open", HELD, STAY, by, capacity, under, papers.Remark,
                   track=On("item", (*TO_CONCLUDE, AT_GAVEL), LEFT_OPEN), **said, title="Leave the item open",
                   whom="number", effect="The item was talked of and is not concluded.")
    yield Step("object", HELD, STAY, s.blockers, DISPATCH, under, papers.Objection, when=_may_object(s), **said,
               track=On("item", (AT_GAVEL, OBJECTED), OBJECTED), title="Object", whom="to the conclusion on item",
               effect="Your objection is recorded and there is no consensus on these words. It needs no reasons.")
    deciding: Hands = s.leads if s.convened else ((EachPartyOn("delegation", SEATED), DISPATCH),)
    for by, capacity in deciding:
        yield Step("gavel", HELD, STAY, by, capacity, under, papers.Remark if s.convened else papers.Conclusion,
                   track=On("item", (AT_GAVEL,), CONCLUDED), **said, title="Conclude by consensus", whom="item",
                   effect="Nobody present objects: the conclusion stands. Whoever is absent has not objected.")
