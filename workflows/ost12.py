"""Visit to a station, installation, equipment or vehicle on the Moon or another celestial body (``ost12``).

Law: OST XII (open to representatives of other parties on a basis of reciprocity, after reasonable advance notice, for
talks on safety and undisturbed normal work); MOON 15(1) between its parties, without reciprocity as a condition. The
text has no number of days, no definition of reciprocity and no veto of the host; it reaches celestial bodies and no
station in orbit. Three objections are typed: safety, operations, reciprocity. Not modelled: see ``NOT_MODELLED``.
"""

from __future__ import annotations

from workflows import Form
from workflows.article_xii.advice import VISITING as ADVICE
from workflows.article_xii.answers import answers
from workflows.article_xii.frame import (
    ENDED,
    HAPPENINGS,
    HOST,
    OPERATORS,
    UNDERWAY,
    VISITING,
    limits,
    pre_visit,
    standards,
    states,
)
from workflows.article_xii.terms import VisitTerms
from workflows.article_xii.visit import visit
from workflows.kernel.fragments import COMMON_STATES, common_steps
from workflows.kernel.language import Levels, Procedure
from workflows.kernel.reciprocity import Counted
from workflows.kernel.representation import LUNAR_TALKS

EDITION = 1
TITLE = "Visit to a facility on a celestial body"
NOT_MODELLED = (
    "What reasonable advance notice is, and what reciprocity needs: the text defines neither.",
    "A station in orbit: Article XII does not reach it; visits there are by invitation or under its own agreement.",
    "Entry without terms: the product has no step for it; it records an arrival, and opens a safety channel.",
    "Observation of launches (Article X), which is asked for and agreed elsewhere.",
)
NOTES = (
    "Nobody enters by himself: a visit begins when every host has signed the plan and safety is confirmed.",
    "Silence of a host is neither consent nor breach; the record says that no reply is recorded.",
    "For a private facility the host is the State that authorises it (Article VI).",
    "Distress is no visit; what follows is rescue, in a case of its own.",
)


def visiting(terms: VisitTerms) -> Procedure:
    """Build the visit for its terms."""
    live = (*pre_visit(terms), *UNDERWAY)
    return Procedure(
        key="ost12",
        edition=EDITION,
        title=f"{TITLE} (Moon Agreement)" if terms.by_moon else TITLE,
        under=terms.duty,
        opens="draft",
        filer="visiting",
        prefix="OST12",
        roles=(VISITING, HOST),
        states=(*states(terms), *COMMON_STATES),
        tracks=(OPERATORS,),
        steps=(*answers(terms), *visit(terms), *common_steps(VISITING, live, ENDED)),
        limits=limits(terms),
        standards=standards(terms),
        happenings=HAPPENINGS,
        activity="planned",
        levels=Levels(existence="C2", case="C2", track="C2", own="C4"),
        not_modelled=NOT_MODELLED,
        notes=NOTES,
        terms=terms.plain(),
        summary="A State gives notice of a visit to a facility on the Moon or another celestial body; the States that "
        "operate it talk with it on precautions, and sign a plan before anybody enters.",
    )


RECIPROCAL = (
    Counted("serve_notice", "visits_asked", "host"),
    Counted("start", "visits_received", "visiting"),
    Counted("decline", "visits_declined", "visiting"),
    Counted("exchange_report", "information_opened", "host"),
)
FORMS = (
    Form(
        "ost12",
        TITLE,
        VisitTerms,
        visiting,
        advice=ADVICE,
        subjects=("safety", "crew"),
        reciprocal=RECIPROCAL,
        reported="cooperation",
        represented=(LUNAR_TALKS,),
    ),
)
