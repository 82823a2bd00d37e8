"""Calling, dating, putting off and cancelling a meeting; who comes beside those who were called.

Law: none; the product's text on series of meetings, between governments an arrangement at most. A meeting that is not
scheduled, as over a hotline, skips the agenda. Not modelled: domestic limits on contacts between agencies, beyond
the answer that clearances are there.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any

from workflows.kernel import guards as g
from workflows.kernel.language import (
    ANY_PARTY,
    DISPATCH,
    EVERY_PARTY,
    OFFICE,
    STAY,
    Filing,
    FilingCheck,
    Later,
    Link,
    Moves,
    Names,
    NotOneself,
    Opens,
    Step,
)
from workflows.lunar.roles import convened, newcomers
from workflows.meetings import papers
from workflows.meetings.frame import (
    AGENDA,
    BEFORE,
    COMING,
    HELD,
    LIVE,
    OPENING,
    POSTPONED,
    PROPOSED,
    RAISED,
    SCHEDULED,
)
from workflows.meetings.shape import Shape

SERVED = Link("serves", field="serves")
PRELIMINARY = ("items", "confirmation", "calling")
# fmt: off


def calling(s: Shape) -> Iterator[Step]:
    """Give all rows of this part."""
    yield from _call(s)
    yield from _dates(s)
    yield from _guests(s)


def _told(s: Shape) -> dict[str, Any]:
    return {"tell": "all", "level": s.agenda_level, "file": s.file}


def _call(s: Shape) -> Iterator[Step]:
    under = s.cite("decisions")
    items = Opens("item", "items", by_actor=True)
    shared: dict[str, Any] = {"title": "Call the meeting", "tell": "all", "level": s.agenda_level, "file": s.file,
                              "link": SERVED, "opens": items, "keeps": ("planned_on",),
                              "starts": (*PRELIMINARY, *(("papers",) if s.convened else ())),
                              "effect": "Those convened are told; the agenda is open, and product periods count back "
                                        "from the first day."}
    if s.charter:
        offices = (*s.charter.chairs, s.charter.secretariat)
        only = g.Among(offices, "{party} is neither a chair nor the secretariat under this charter.", under)
        for capacity in (DISPATCH, OFFICE):
            yield Step("call_meeting", OPENING, AGENDA, s.caller, capacity, under, papers.Call, when=only,
                       names=convened(s.charter), **shared)
        return
    asks, at_once = _asked(s)
    named: dict[str, Any] = {"names": Names("party", "parties"), "checks": (NotOneself("parties"),)}
    yield Step("call_meeting", OPENING, AGENDA, s.caller, DISPATCH, under, asks, **named, **shared)
    shared |= {"starts": (), "keeps": ("planned_on", "starts_at"), "title": "Call an unscheduled meeting"}
    shared["effect"] = ("The meeting stands at once, without a period for its agenda; each side names its delegation "
                        "and the meeting opens when both do.")
    yield Step("call_at_once", OPENING, SCHEDULED, s.caller, DISPATCH, under, at_once, **named, **shared,
               added="A matter may not wait for a scheduled meeting.")


def _asked(s: Shape) -> tuple[type[Filing], type[Filing]]:
    """Give what the two calls ask: a dialogue has one other party."""
    if s.is_dialogue:
        return papers.CallOfDialogue, papers.HotlineCall
    return papers.CallOfParties, papers.CallAtOnce


def _dates(s: Shape) -> Iterator[Step]:
    under, told = s.cite("decisions"), _told(s)
    was_dated = g.Says(g.CameFrom((SCHEDULED,)), "The meeting had no date yet: open its agenda again.", under)
    later: tuple[FilingCheck, ...] = (Later("ends_at", "starts_at"),)
    dated: dict[str, Any] = {"asks": papers.Dates, "keeps": ("starts_at", "ends_at"), "checks": later, **told}
    there, named = g.AnyTrack("delegation", COMING, 2), convened(s.charter) if s.charter else ()
    fixed: dict[str, Any] = {"stops": PRELIMINARY, "moves": Moves("item", RAISED, (PROPOSED,)), "when": there, "effect":
                             "Dates and delegations stand. What only one side put forward stays on the agenda as "
                             "raised by it."}
    if s.convened:
        fixed = {"stops": (*PRELIMINARY, "papers"), "names": named, "effect": "Dates and place stand."}
    for by, capacity in s.leads:
        yield Step("confirm", AGENDA, SCHEDULED, by, capacity, under, **dated, **fixed, title="Confirm the meeting")
        yield Step("cancel", BEFORE, "cancelled", by, capacity, under, papers.Cancellation, stops=("*",), **told,
                   title="Cancel the meeting", effect="The meeting does not take place; the record is kept.")
    for by, capacity in s.either:
        yield Step("postpone", (AGENDA, SCHEDULED), POSTPONED, by, capacity, under, papers.Postponement,
                   keeps=("planned_on",), stops=("*",), starts=("reminder",), **told, title="Postpone the meeting",
                   effect="The meeting is put off; a reminder recurs until it has a new date.")
        yield Step("reset", POSTPONED, SCHEDULED, by, capacity, under, stops=("reminder",), **dated, when=was_dated,
                   title="Set a new date", effect="The meeting has a date again; delegations stay as they are.")
        yield Step("reopen_agenda", POSTPONED, AGENDA, by, capacity, under, papers.NewDay, keeps=("planned_on",),
                   stops=("reminder",), starts=PRELIMINARY, **told, title="Open the agenda again",
                   added="A meeting that was put off may need another agenda; one without a date has to get one.",
                   effect="The agenda is open again for the new first day; product periods count back from it.")


def _guests(s: Shape) -> Iterator[Step]:
    under, told = s.cite("participation"), _told(s)
    live = (*BEFORE, HELD)
    observer = Names("observer", "observer", level="C1")
    for by, capacity in s.leads:
        yield Step("admit_observer", live, STAY, by, capacity, under, papers.Guest, names=observer, **told,
                   title="Admit an observer",
                   effect="It may send a delegation and reads what everybody convened reads; it decides nothing.")
    if s.charter:
        offices = reduce(or_, (by for by, capacity in s.either if capacity is OFFICE))
        yield newcomers(convened(s.charter), live, under, by=offices, file=s.file)
    else:
        yield Step("admit_agency", live, STAY, EVERY_PARTY, DISPATCH, under, papers.Agency, **told,
                   title="Admit another agency", effect="Both sides agree that this agency sits with a delegation.")
        yield Step("state_position", LIVE, STAY, ANY_PARTY, DISPATCH, under, papers.Spoken, **told,
                   title="State a position on the meeting",
                   added="Each side may say what it thinks of the meeting, its record and what follows.",
                   effect="Your position is on record beside the meeting; it changes nothing.")
