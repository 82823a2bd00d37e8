"""Harmful radio interference between stations of two administrations (``interference``).

Law: ITU_RR Article 15 section VI and Appendix 10, Article 13 for Bureau and Board, ITU_CS Articles 45 and 56. The
parties are administrations: an agency acts through that of its State. No text has a number of days; what the rule calls
the quickest means is a standard. An acknowledgement is receipt and no more; silence admits nothing; no view is taken of
anybody's intent. Not modelled: see ``NOT_MODELLED``.
"""

from __future__ import annotations

from workflows import Form
from workflows.kernel.fragments import COMMON_STATES
from workflows.kernel.language import Levels, Procedure
from workflows.radio import frame
from workflows.radio.advice import ADVISED, COUNTED
from workflows.radio.ending import ending
from workflows.radio.law import AVOIDING, HANDLING, REPORT, InterferenceTerms
from workflows.radio.locating import locating
from workflows.radio.reporting import reporting

EDITION = 1
TITLE = "Harmful radio interference"
NOT_MODELLED = (
    "Whether interference is harmful, whose station it is, and what anybody intends: the record holds measurements, "
    "denials and suspicions, each as its author's.",
    "Membership of the Union and of its protocol on settlement: no table of it is kept.",
    "Priority between assignments, coordination and recording, which are for the Bureau.",
    "Infringements of the rules, which have a form of their own.",
    "A source that proves to be another administration's: a new case is opened, which takes the place of this one.",
)
NOTES = (
    "The parties are administrations; an agency acts through the administration of its State, and an operator supplies "
    "data.",
    "Acknowledged means received: the administration does not answer for the station by that.",
    "No reply recorded, and no more: silence admits nothing.",
    "Of frequencies near the Moon a conference is to decide; a case there is marked as one without a basis for "
    "assignments.",
)


def interference(terms: InterferenceTerms) -> Procedure:
    """Build the procedure for its terms."""
    return Procedure(
        key="interference",
        edition=EDITION,
        title=TITLE,
        under=(HANDLING, REPORT, AVOIDING),
        opens="draft",
        filer="reporter",
        prefix="RFI",
        roles=(frame.REPORTER, frame.SOURCE, frame.VICTIM, frame.MONITOR, frame.BUREAU),
        states=(*frame.STATES, *COMMON_STATES),
        tracks=frame.TRACKS,
        steps=(*locating(), *reporting(), *ending(terms)),
        limits=frame.limits(terms),
        standards=frame.standards(terms),
        levels=Levels(existence="C2", case="C2", track="C3", own="C4"),
        not_modelled=NOT_MODELLED,
        notes=NOTES,
        terms=terms.plain(),
        summary="An administration measures harmful interference, locates the source, and reports it to the "
        "administration responsible, which acknowledges and remedies it; where that fails the Bureau may be asked.",
    )


FORMS = (
    Form(
        "interference",
        TITLE,
        InterferenceTerms,
        interference,
        advice=ADVISED,
        subjects=("interference",),
        reciprocal=COUNTED,
        reported="consultations",
    ),
)
