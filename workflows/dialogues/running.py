"""Rows of a series: invitation, meetings, who else takes part, pauses, dormancy and the end.

Law: the arrangement of the two governments, at most; domestic law may limit contacts between agencies, which the
meeting itself asks for. Silence makes a series dormant and ends nothing; either side pauses or ends it alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.dialogues import papers
from workflows.dialogues.frame import (
    AWAKE,
    CALLED,
    FELL,
    HELD,
    HERE,
    LIVE,
    MEETING,
    NOT_YET,
    OPEN,
    PARTNER,
    PAUSED,
    PROPOSING,
    SIDE,
    TOOK_PLACE,
)
from workflows.dialogues.terms import SeriesTerms
from workflows.kernel import guards as g
from workflows.kernel.checks_of_days import HeldLater, NotToCome
from workflows.kernel.fragments import SUSPENDED
from workflows.kernel.language import (
    ANY_PARTY,
    BACK,
    CLOCK,
    DISPATCH,
    EVERY_PARTY,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Link,
    Names,
    NotOneself,
    On,
    Opens,
    Step,
)

NEVER = g.Says(~g.Done("establish"), "The series is established; it can be paused or ended by notice.")
HELD_THERE = g.Says(
    g.MoreLinked("meeting", HELD, MEETING, (TOOK_PLACE,)),
    "No other meeting of this series was held in a case of its own; one held elsewhere both record together.",
)
# fmt: off


def running(t: SeriesTerms) -> Iterator[Step]:
    """Give all rows of this part, in the order of the procedure."""
    yield from _beginning()
    yield from _meetings(t)
    yield from _held()
    yield from _guests()
    yield from _sleep()
    yield from _pauses()


def _told() -> dict[str, Any]:
    return {"tell": "all", "level": "C2"}


def _beginning() -> Iterator[Step]:
    yield Step("propose", "draft", "proposed", PROPOSING, DISPATCH, PRODUCT, papers.Invitation,
               names=Names("partner", "partner"), checks=(NotOneself("partner"),),
               opens=(Opens(SIDE, acting=True), Opens(SIDE, "partner")), starts=("answer",), **_told(),
               title="Propose the series", whom="to",
               effect="The other government has your terms of reference and may agree to them, or to others.")
    for frm, when in (("proposed", None), ("dormant", NEVER)):
        yield Step("establish", frm, "running", EVERY_PARTY, DISPATCH, PRODUCT, papers.TermsOfReference,
                   when=when, stops=("answer",), starts=("sleep",), **_told(), title="Establish the series",
                   effect="With both hands on the same terms of reference the series runs; agencies are told.")
    yield Step("decline_series", ("proposed", "dormant"), "ended", PARTNER, DISPATCH, PRODUCT, papers.Decline,
               when=NEVER, stops=("*",), **_told(), title="Decline the series",
               added="A government may say no; silence makes the series dormant and ends nothing.",
               effect="The series does not begin. It can be proposed anew.")


def _meetings(t: SeriesTerms) -> Iterator[Step]:
    link = Link("meeting", "meeting", title="Meeting", gives=(("kind", "dialogue"), ("level", t.level)))
    opens: dict[str, Any] = {"link": link, "opens": Opens(MEETING, acting=True, numbered=True), **_told()}
    for frm, to, starts in (("running", STAY, ()), ("dormant", "running", ("sleep",))):
        for key, paper, title, more in (
            ("call_meeting", papers.MeetingCalled, "Call a meeting",
             "its agenda, delegations, record and action items are in that case."),
            ("call_hotline", papers.UrgentMeeting, "Call an unscheduled meeting",
             "call it there without a period for an agenda."),
        ):
            yield Step(key, frm, to, ANY_PARTY, DISPATCH, PRODUCT, paper, when=NOT_YET, starts=starts, **opens,
                       title=title, effect="A case of the meeting is opened with this act, in your name and in "
                                           f"preparation; {more}")


def _held() -> Iterator[Step]:
    common: dict[str, Any] = {"starts": ("sleep",), "checks": (NotToCome("held_on"), HeldLater("held_on")),
                              "keeps": ("held_on",), "whom": "meeting", **_told(),
                              "title": "Record as held",
                              "effect": "The time without a meeting is counted from its day."}
    for frm, to in (("running", STAY), ("dormant", "running"), (SUSPENDED, STAY)):
        starts = common if frm != SUSPENDED else common | {"starts": ()}
        for by, when in ((ANY_PARTY, HELD_THERE), (EVERY_PARTY, None)):
            yield Step("record_held", frm, to, by, DISPATCH, PRODUCT, papers.MeetingHeld, when=when,
                       track=On(MEETING, (CALLED,), TOOK_PLACE), **starts)
    yield Step("record_fell_through", OPEN, STAY, ANY_PARTY, DISPATCH, PRODUCT, papers.Notice, whom="meeting",
               track=On(MEETING, (CALLED,), FELL), **_told(), title="Record as not held",
               added="A meeting that is cancelled in its own case is no meeting of the series.",
               effect="The meeting no longer stands in the series; its own case keeps its record.")


def _guests() -> Iterator[Step]:
    yield Step("admit_agency", OPEN, STAY, EVERY_PARTY, DISPATCH, PRODUCT, papers.Agency, **_told(),
               title="Admit another agency", added="Another agency joins where both chairs agree.",
               effect="Both sides agree that this agency sits with a delegation.")
    yield Step("admit_observer", OPEN, STAY, EVERY_PARTY, DISPATCH, PRODUCT, papers.Guest, tell="all", level="C1",
               names=Names("observer", "observer"), title="Admit an observer",
               added="A third State observes where both sides agree.",
               effect="It knows of the series from now on and is told who takes part; agenda and records are not for "
                      "it.")


def _sleep() -> Iterator[Step]:
    yield Step("sleep", ("proposed", "running"), "dormant", CLOCK, under=PRODUCT, **_told(), title="Fall dormant",
               effect="No answer, or no meeting for long. Nothing has ended, and nothing is inferred.")


def _pauses() -> Iterator[Step]:
    own: dict[str, Any] = {**_told(), "by": TRACK_PARTY, "capacity": DISPATCH, "under": PRODUCT}
    for frm, to in ((AWAKE, SUSPENDED), (SUSPENDED, STAY)):
        stops: dict[str, Any] = {"pauses": ("*",)} if to == SUSPENDED else {}
        yield Step("suspend", frm, to, asks=papers.Notice, track=On(SIDE, (HERE,), PAUSED), **stops, **own,
                   title="Pause the series",
                   effect="Your side pauses the series alone; product clocks stop until neither side does.")
    back: dict[str, Any] = {"asks": papers.Remark, "track": On(SIDE, (PAUSED,), HERE), "title": "Take back the pause"}
    both = g.AnyTrack(SIDE, (PAUSED,), 2)
    yield Step("resume", SUSPENDED, STAY, when=both, **back, **own,
               effect="Your side takes part again; the other one still pauses.")
    yield Step("resume", SUSPENDED, BACK, when=~both, resumes=("*",), **back, **own,
               effect="The series goes on where it stopped.")
    yield Step("end", LIVE, "ended", ANY_PARTY, DISPATCH, PRODUCT, papers.Notice, stops=("*",), **_told(),
               title="End the series",
               effect="Notice is given and the series ends; meetings that were called go on in their own cases.")
