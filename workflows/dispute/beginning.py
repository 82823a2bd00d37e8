"""What begins with a stage, what with its neutral, and what with a first meeting: from where its time counts.

Law: the clause (``start_event``); where it is silent, a stage with a time for choosing its neutral counts from the
appointment and any other from its beginning. Until somebody is appointed where no time for that is set, the time counts
from the beginning and then anew. The way out for one party counts from the beginning, so that nobody holds the other by
not meeting. Not modelled: a meeting whose date is in dispute.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflows.dispute.limits import (
    APPOINTMENT,
    FIRST_MEETING,
    appointment_limit,
    counts_from,
    exit_limit,
    stage_limit,
    waits_for_neutral,
)
from workflows.dispute.shape import Shape
from workflows.kernel import guards as g
from workflows.kernel.language import (
    ANY_PARTY,
    DISPATCH,
    OPTIONAL,
    PRODUCT,
    STAY,
    Filing,
    Step,
    date_field,
    long_text,
    text,
)
from workflows.ladder import Rung

# fmt: off


class FirstMeeting(Filing):
    """Record of a first meeting."""

    met_on = date_field("Day of the first meeting", PRODUCT)
    place = text("Place, or how it was held", PRODUCT, need=OPTIONAL)
    present = long_text("Who was there", PRODUCT, need=OPTIONAL)


def begun(rung: Rung) -> tuple[str, ...]:
    """List the clocks that start when a stage begins."""
    if waits_for_neutral(rung) and counts_from(rung) == APPOINTMENT:
        return (appointment_limit(rung),)
    chosen = (appointment_limit(rung),) if waits_for_neutral(rung) else ()
    days = () if counts_from(rung) == FIRST_MEETING else _days(rung)
    return (*chosen, *days, *_exit(rung))


def appointed(rung: Rung) -> tuple[str, ...]:
    """List the clocks that start when the neutral is appointed."""
    if counts_from(rung) != APPOINTMENT:
        return ()
    return (*_days(rung), *(_exit(rung) if waits_for_neutral(rung) else ()))


def _days(rung: Rung) -> tuple[str, ...]:
    return (stage_limit(rung),) if rung.stage.days else ()


def _exit(rung: Rung) -> tuple[str, ...]:
    return (exit_limit(rung),) if rung.stage.exit_after_days else ()


def meetings(s: Shape) -> Iterator[Step]:
    """Give the record of a first meeting for every stage; the time of some counts from there."""
    for rung in s.diplomatic:
        counts = rung.stage.days and counts_from(rung) == FIRST_MEETING
        cited = rung.placed.given["start_event"].cited if counts else rung.placed.by.cited
        yield Step("record_first_meeting", s.live, STAY, ANY_PARTY, DISPATCH, cited, FirstMeeting,
                   track=s.on(rung, ("running",), STAY), when=~g.Running(stage_limit(rung)) if counts else None,
                   starts=_days(rung) if counts else (), tell="all", common=not counts,
                   effect="The first meeting is on record; the time of the stage counts from that day." if counts else
                          "The first meeting is on record.")
