"""A series of meetings between two governments (``dialogue``): a dialogue, or a joint committee under an agreement.

Law: the arrangement of the two governments, at most (LAW_A); none sets a period, and every number here is a product
default. Each meeting is a case of its own (``meeting``), with agenda, delegations, record and action items. A joint
committee adopts an Outline of Cooperation, and where the clause of its agreement begins there, a dispute may be put on
its agenda first. Not modelled: see ``NOT_MODELLED``.
"""

from __future__ import annotations

from workflows import Form
from workflows.dialogues import frame
from workflows.dialogues.advice import ADVISED
from workflows.dialogues.committee import committee, sheets
from workflows.dialogues.running import running
from workflows.dialogues.terms import KINDS, SeriesTerms
from workflows.kernel.language import PRODUCT, Exempt, Levels, Procedure

EDITION = 1
TITLE = "Dialogue or joint committee"
NOT_MODELLED = (
    "Domestic limits on contacts between agencies: each meeting asks whether the clearances that it needs are there.",
    "Who chairs on a given day: either government acts through whoever has its mandate.",
    "A committee of more than two governments.",
    "A joint committee under an agreement that parties recorded themselves: the agreement is one of the library.",
    "Where a meeting stands: its own case says so, and the series only whether it was held.",
)
NOTES = (
    "Every period is an aim of the product; passing it has no effect but the name dormant.",
    "Silence ends nothing: a series without meetings is dormant, and a meeting wakes it.",
    "Either side pauses or ends the series alone, by notice; what was agreed needs both.",
)

SERIES = "Two governments meet in a series; each meeting has its own agenda, record and action items."
COMMITTEE = (
    "A committee under an agreement meets in a series, adopts an Outline of Cooperation with projects and owners, and "
    "talks of a dispute first where the clause of the agreement begins there."
)


def dialogue(terms: SeriesTerms) -> Procedure:
    """Build the series for its terms."""
    first = terms.first_rung
    return Procedure(
        key="dialogue",
        edition=EDITION,
        title=KINDS[terms.kind],
        under=(first.by.cited,) if first else PRODUCT,
        opens="draft",
        filer="proposing",
        prefix="SER",
        level=terms.level,
        roles=(frame.PROPOSING, frame.PARTNER, frame.OBSERVER),
        states=frame.states(),
        tracks=frame.tracks(terms),
        steps=(*running(terms), *committee(terms), *frame.common()),
        limits=tuple(frame.limits(terms)),
        sheets=sheets(terms),
        levels=Levels(existence="C2", case="C2", track="C2", own="C4"),
        exempt=(Exempt("nobody_is_stranded", "draft/partner", PRODUCT, "Nobody is invited yet."),),
        not_modelled=NOT_MODELLED,
        notes=NOTES,
        terms=terms.plain(),
        summary=COMMITTEE if terms.is_committee else SERIES,
    )


FORMS = (Form("dialogue", TITLE, SeriesTerms, dialogue, advice=ADVISED, reported="cooperation"),)
