"""Items of the agenda and documents for the meeting.

A joint item needs both; what one side alone puts forward is listed as raised by it, and an objection to an item is a
reservation beside it and strikes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.kernel.language import EVERY_PARTY, STAY, TRACK_PARTY, Moves, On, Opens, Step
from workflows.kernel.words import Capacity
from workflows.meetings import papers
from workflows.meetings.frame import (
    AGENDA,
    HELD,
    JOINT,
    PROPOSED,
    RAISED,
    SCHEDULED,
    STRUCK,
    TO_ADOPT,
)
from workflows.meetings.shape import Shape

OPEN_TO = (AGENDA, SCHEDULED, HELD)
# fmt: off


def agenda(s: Shape) -> Iterator[Step]:
    """Give all rows of this part."""
    yield from _items(s)
    yield from _answers(s)
    yield from _documents(s)


def _told(s: Shape) -> dict[str, Any]:
    return {"tell": "all", "level": s.agenda_level, "file": s.file}


def _items(s: Shape) -> Iterator[Step]:
    under, told = s.cite("decisions"), _told(s)
    for by, capacity in s.proposers:
        yield Step("add_item", OPEN_TO, STAY, by, capacity, under, papers.Item, within="items", **told,
                   opens=Opens("item", acting=True, numbered=True), title="Put an item forward",
                   effect="The item lies before the meeting. A late one is taken all the same, and marked late.")
    own = On("item", TO_ADOPT, STRUCK)
    seen: list[Capacity] = []
    for _by, capacity in s.proposers:
        if capacity not in seen:
            seen.append(capacity)
            yield Step("strike_item", OPEN_TO, STAY, TRACK_PARTY, capacity, under, papers.Remark, track=own, **told,
                       title="Strike the item", whom="number", effect="Whoever put it forward takes it off the agenda.")
    if not s.convened:
        yield Step("strike_joint_item", (AGENDA, SCHEDULED), STAY, EVERY_PARTY, Capacity.DRAFT, under, papers.Remark,
                   track=On("item", (JOINT,), STRUCK), **told, title="Strike the joint item", whom="number",
                   effect="What was put on the agenda together is taken off it together.")


def _answers(s: Shape) -> Iterator[Step]:
    under, told = s.cite("decisions"), _told(s)
    if s.convened:
        for by, capacity in s.leads:
            yield Step("adopt_agenda", HELD, STAY, by, capacity, under, papers.Remark,
                       moves=Moves("item", JOINT, (PROPOSED,)), **told, title="Adopt the agenda",
                       effect="The chair finds that nobody present objects; items on which somebody has a "
                              "reservation stay as raised by one.")
    else:
        for by, capacity in s.others(s.proposers):
            yield Step("agree_item", OPEN_TO, STAY, by, capacity, under, papers.Remark,
                       track=On("item", TO_ADOPT, JOINT), **told, title="Agree to the item", whom="number",
                       effect="The item is joint: both sides want to talk of it.")
    reserving = s.others(((s.blockers, Capacity.DRAFT),))
    for by, capacity in reserving:
        yield Step("reserve_item", OPEN_TO, STAY, by, capacity, under, papers.Reservation,
                   track=On("item", TO_ADOPT, RAISED), **told, title="Reserve a position on the item", whom="number",
                   effect="The item stays, as raised by one, with your reservation beside it; it is not struck.")


def _documents(s: Shape) -> Iterator[Step]:
    late: dict[str, Any] = {"within": "papers"} if s.convened else {}
    for by, capacity in s.everybody:
        yield Step("circulate_document", OPEN_TO, STAY, by, capacity, s.cite("decisions"), papers.MeetingDocument,
                   **late, **_told(s), title="Circulate a document",
                   effect="The document lies before everybody at the meeting, with the language it is in.")
