"""Information to the Secretary-General, the public and science on activities in outer space (``ost11``).

Law: OST XI (nature, conduct, locations and results, to the greatest extent feasible and practicable; no number); MOON
5 and 9(1) between its parties. Soft: LTS B.9 and NPS principle 5 for what comes down. A series of updates has the
interval of its subject: weekly, daily, hourly before a re-entry (product defaults), thirty days or a year under the
Moon Agreement (law between its parties), none elsewhere. Not modelled: see ``NOT_MODELLED``.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflows import Form
from workflows.informing import frame, notes
from workflows.informing.advice import ACTIVITY as ADVICE
from workflows.informing.sending import sending
from workflows.informing.series import series
from workflows.informing.shape import Interval, Shape
from workflows.informing.sheets import SHEETS
from workflows.informing.terms import ActivityTerms
from workflows.kernel import guards as g
from workflows.kernel.fragments import COMMON_STATES
from workflows.kernel.language import Elapsed, Happening, Levels, Procedure
from workflows.kernel.limits import PHYSICAL
from workflows.kernel.reciprocity import Counted

EDITION = 1
TITLE = "Information on an activity in outer space"
NOT_MODELLED = (
    "What is feasible and practicable to tell: the State that informs decides, and others may say otherwise.",
    "Significant additions to what was told of a lunar mission of more than six months: no interval holds for them.",
)
NOTES = (
    "The Secretary-General is always addressed; the public and science as far as feasible.",
    "No reply is owed to a note; one that comes is laid beside it.",
    "A registration, a rescue or a claim on the same object is a case of its own, and may be linked.",
)
SUMMARY = (
    "A State tells the Secretary-General, the public and science what it does in outer space; the secretariat issues "
    "the note under a symbol, updates follow at the interval of the subject, and what others say is laid beside it."
)
KEPT = ("subject", "predicted_at", "duration", "fact_on")
FACT = Elapsed("fact_on", "after the fact told")
FALL = Happening("re_entry", "Predicted re-entry", "predicted_at", kind=PHYSICAL)


def intervals(terms: ActivityTerms) -> Iterator[Interval]:
    """Give the interval of each subject, by how near the re-entry is, or by what the Moon Agreement says."""
    falls = g.Fact("subject", notes.FALLING)
    near, last = g.Nearer("predicted_at", terms.near), g.Nearer("predicted_at", terms.last)
    yield Interval(("hourly",), falls & last)
    yield Interval(("daily", "first_hourly"), falls & near & ~last)
    yield Interval(("weekly", "first_daily"), falls & ~near)
    if terms.by_moon:
        mission, medium = g.Fact("subject", (notes.MISSION,)), g.Fact("duration", (notes.MEDIUM,))
        yield Interval(("mission_report",), mission & medium, of_treaty=True)
        yield Interval(("station_report",), g.Fact("subject", (notes.STATION,)), of_treaty=True)


def activity(terms: ActivityTerms) -> Procedure:
    """Build the information on an activity for its terms."""
    shape = Shape(terms, notes.ActivityNote, KEPT, "points", FACT, tuple(intervals(terms)))
    return Procedure(
        key="ost11",
        edition=EDITION,
        title=f"{TITLE} (Moon Agreement)" if terms.by_moon else TITLE,
        under=terms.duty,
        opens="draft",
        filer="informing",
        prefix="OST11",
        roles=(frame.INFORMING, frame.RECIPIENT, frame.REPLYING, frame.READER, frame.SECRETARIAT),
        states=(frame.DRAFT, frame.CLEARED, *frame.SHARED, *COMMON_STATES),
        tracks=(frame.RECIPIENTS, frame.POINTS, frame.REPLIES),
        steps=(*sending(shape), *series(shape), *frame.common(shape)),
        limits=frame.limits_of_activity(terms),
        standards=frame.standards_of_activity(terms),
        happenings=(FALL,),
        sheets=SHEETS,
        levels=Levels(existence="C1", case="C1", track="C1", own="C4"),
        not_modelled=NOT_MODELLED,
        notes=NOTES,
        terms=terms.plain(),
        summary=SUMMARY,
    )


RECIPROCAL = (Counted("copy_to_states", "information_opened"),)
FORMS = (
    Form(
        "ost11",
        TITLE,
        ActivityTerms,
        activity,
        advice=ADVICE,
        subjects=("data",),
        reciprocal=RECIPROCAL,
        reported="notifications",
    ),
)
