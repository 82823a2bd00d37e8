"""Times for a meeting between parties: proposed one by one, each side says which suit it, and one is confirmed.

Whoever proposes a time is free then. An answer is an act and can be given anew; it binds nobody: the meeting has a
date when both confirm it. A meeting that a mechanism convenes is dated by its chair, and has no such steps.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.kernel.language import STAY, TRACK_PARTY, Later, On, Opens, OtherThanTrack, State, Step, TrackSet
from workflows.meetings import papers
from workflows.meetings.frame import AGENDA, POSTPONED
from workflows.meetings.shape import Shape

FREE, TAKEN_BACK = "offered", "taken_back"
TIME = "time"
BEFORE_DATE = (AGENDA, POSTPONED)
# fmt: off
TIMES = TrackSet(TIME, FREE, (
    State(FREE, "Proposed; each side says whether it suits", label="Proposed"),
    State(TAKEN_BACK, "No longer proposed", label="Taken back"),
), "time proposed", level="C2", ends=(FREE, TAKEN_BACK))


def times(s: Shape) -> Iterator[Step]:
    """Give all rows of this part."""
    if s.convened:
        return
    under = s.cite("decisions")
    told: dict[str, Any] = {"tell": "all", "level": s.agenda_level}
    on: dict[str, Any] = {"track": On(TIME, (FREE,)), **told}
    for by, capacity in s.proposers:
        yield Step("propose_time", BEFORE_DATE, STAY, by, capacity, under, papers.ProposedTime, **told,
                   opens=Opens(TIME, acting=True, numbered=True), checks=(Later("ends_at", "starts_at"),),
                   title="Propose a time", effect="The others read it in their own zones and say whether it suits.")
        yield Step("accept_time", BEFORE_DATE, STAY, OtherThanTrack(by), capacity, under, **on,
                   title="Agree to the time", whom="number", effect="It binds nobody; both confirm the meeting later.")
        yield Step("decline_time", BEFORE_DATE, STAY, OtherThanTrack(by), capacity, under, **on,
                   title="Decline the time", whom="number", effect="It can be answered anew.")
    yield Step("take_back_time", BEFORE_DATE, STAY, TRACK_PARTY, s.proposers[0][1], under,
               track=On(TIME, (FREE,), TAKEN_BACK), **told, title="Take back the time", whom="number",
               effect="The time is no longer proposed.")
