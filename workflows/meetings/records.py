"""The record, and what is to be done after the meeting.

Between parties the record is agreed clause by clause and signed by all on one text; where it is not, each files its
own. In a mechanism the chair finds that nobody objects. Not modelled: authentic records in several languages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from workflows.kernel import guards as g
from workflows.kernel.joint_text import clauses_field, drafting, signed
from workflows.kernel.language import (
    ANY_PARTY,
    DISPATCH,
    OFFICE,
    OPTIONAL,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Actor,
    Filing,
    On,
    Opens,
    Step,
    document_field,
    long_text,
)
from workflows.kernel.sheet_of_text import TABLE, TextSheet
from workflows.kernel.words import Capacity
from workflows.meetings import papers
from workflows.meetings.frame import AFTER, AGREED, DONE, DRAFTING, DUE, FOLLOWING, MOVED_ON, RECORDED, UNAGREED
from workflows.meetings.shape import Shape

CONTESTED = "record_contested"
TEXT = TextSheet(
    key="record",
    title="Record",
    says="The record of the meeting as it is drafted: its wording now, who assents to which clause, and what changed.",
    signs=("agree_record",),
)
# fmt: off


class Record(Filing):
    """Agreed record."""

    clauses = clauses_field(PRODUCT, OPTIONAL)
    text = long_text("Record, where it is not written as clauses", PRODUCT, need=OPTIONAL)
    document = document_field("Signed text", PRODUCT, need=OPTIONAL)


def records(s: Shape) -> Iterator[Step]:
    """Give all rows of this part."""
    yield from _drafted(s)
    yield from _agreed(s)
    yield from _statement(s)
    yield from _actions(s)


def _kept(s: Shape) -> dict[str, Any]:
    return {"tell": "all", "level": "C2", "file": s.record_file}


def _drafted(s: Shape) -> Iterator[Step]:
    """The text, tabled by whoever acts for the meeting and assented to by those who decide."""
    for by, capacity in s.either:
        rows = drafting((DRAFTING,), by, level="C2")
        for row in rows if not s.convened else rows[:1]:
            stops = ("draft_record",) if row.key == TABLE else ()
            clears = (CONTESTED,) if row.key == TABLE and s.convened else ()
            yield replace(row, capacity=capacity, stops=stops, clears=clears, file=s.record_file)
    if s.convened:
        for row in drafting((DRAFTING,), s.blockers, level="C2")[1:]:
            yield replace(row, file=s.record_file)


def _agreed(s: Shape) -> Iterator[Step]:
    under, kept = s.cite("decisions"), _kept(s)
    ended = ("draft_record", "record")
    quiet = g.Says(~g.Flagged(CONTESTED), "A member objects to the record; table another version, or leave the record "
                   "unagreed.", under) if s.convened else None
    for by, capacity in s.leads:
        yield Step("agree_record", DRAFTING, AGREED, by, capacity, under, Record, checks=signed("text"), stops=ended,
                   when=quiet, **kept, title="Agree on the record",
                   effect="This text is the record of the meeting." if s.convened else
                          "This text is the record once every party's hand lies on it.")
    lapsed = g.Lapsed("record")
    rows: list[tuple[Actor, Capacity, g.Guard | None]] = [(ANY_PARTY, DISPATCH, lapsed)] if not s.convened else []
    for by, capacity, when in (*rows, *((by, capacity, None) for by, capacity in s.leads)):
        yield Step("leave_record_unagreed", DRAFTING, UNAGREED, by, capacity, under, papers.Remark, when=when,
                   stops=ended, **kept, title="Leave the record unagreed",
                   effect="There is no common record; each party may file its own.")
    if s.convened:
        yield Step("object_to_record", DRAFTING, STAY, s.blockers, DISPATCH, under, papers.Objection, **kept,
                   when=g.Says(g.Done(TABLE), "No text lies on the table yet.", under), flags=(CONTESTED,),
                   title="Object to the record", effect="The record cannot be agreed in these words.")
    who = s.blockers if s.convened else ANY_PARTY
    yield Step("file_own_record", (UNAGREED, FOLLOWING), STAY, who, DISPATCH, under, papers.OwnRecord, **kept,
               when=g.Says(g.Done("leave_record_unagreed"), "One record was agreed; a statement may stand beside it.",
                           under), title="File a separate record", effect="It stands as your party's own record.")


def _statement(s: Shape) -> Iterator[Step]:
    for by, capacity in s.leads:
        yield Step("issue_statement", AFTER, STAY, by, capacity, s.cite("decisions"), papers.JointStatement, tell="all",
                   level="C0", title="Issue a statement for the public",
                   effect="The text is public from now on, also outside this case.")


def _actions(s: Shape) -> Iterator[Step]:
    under = s.cite("decisions")
    kept: dict[str, Any] = {"tell": "all", "level": s.agenda_level, "file": s.file}
    action: dict[str, Any] = {"asks": papers.ActionItem, "opens": Opens("action", "owner", numbered=True), **kept,
                              "starts": ("action_due", "action_reminder")}
    for by, capacity in s.leads:
        yield Step("open_actions", RECORDED, FOLLOWING, by, capacity, under, whom="for",
                   title="Open the first action item",
                   effect="The owner answers for the item by its day; more items may follow.", **action)
    for by, capacity in s.either:
        yield Step("add_action", FOLLOWING, STAY, by, capacity, under, title="Add an action item", whom="for",
                   effect="The owner answers for the item by its day.", **action)
        yield Step("move_action_on", FOLLOWING, STAY, by, capacity, under, papers.MovedOn, stops=DATED,
                   track=On("action", (DUE,), MOVED_ON), **kept, title="Take the action item up elsewhere",
                   whom="number", effect="The item is followed there and no longer here.")
    for capacity in (DISPATCH, OFFICE):
        yield Step("report_action", FOLLOWING, STAY, TRACK_PARTY, capacity, under, papers.ActionReport, stops=DATED,
                   track=On("action", (DUE,), DONE), **kept, title="Report the action item done", whom="number",
                   effect="The owner reports what was done.")
    closed = g.Says(g.AllTracks("action", (DONE, MOVED_ON), none=True), "An action item is neither done nor taken up "
                    "elsewhere.", under)
    for by, capacity in s.leads:
        yield Step("close_meeting", (*RECORDED, FOLLOWING), "closed", by, capacity, under, papers.Remark, when=closed,
                   stops=("*",), **kept, title="Close the meeting",
                   effect="Everything is done or has moved on; the case is closed.")


DATED = ("action_due", "action_reminder")
__all__ = ["CONTESTED", "TEXT", "records"]
