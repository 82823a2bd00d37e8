"""Warning of a close approach, exchange of orbital data, and who manoeuvres (``conjunction``).

Soft: LTS B.4 (assess conjunctions in flight, with contact between operators), B.1 (contacts), B.2 (orbital data),
A.5(4) (whose object it is): guidelines, which bind nobody. Law behind them: OST IX first sentence (due regard) and VI,
which say nothing of conjunctions. No text says when one warns, who manoeuvres, or that anybody must; every period is a
product default but the closest approach, which nobody sets. Not modelled: ``NOT_MODELLED``.
"""

from __future__ import annotations

from workflows import Form
from workflows.conjunctions.advice import ADVISED, COUNTED
from workflows.conjunctions.frame import (
    CONCERNED,
    CONCERNS,
    HAPPENINGS,
    INTENTIONS,
    SOURCE,
    SOURCES,
    STATES,
    WARNING,
    common,
    limits,
    standards,
)
from workflows.conjunctions.manoeuvring import manoeuvring
from workflows.conjunctions.terms import WARNED_UNDER, ConjunctionTerms
from workflows.conjunctions.warning import warning
from workflows.kernel.fragments import entrants
from workflows.kernel.language import Levels, Procedure

EDITION = 1
TITLE = "Warning of a close approach"
NOT_MODELLED = (
    "Whether objects meet: probability and distance are those that whoever warns or answers has computed.",
    "Thresholds: no text sets one, and what one side states binds nobody else.",
    "Who is to manoeuvre, and who pays for it: no text says so; what is agreed is recorded.",
    "Fault in a collision, which the Liability Convention asks about in a case of its own.",
)
NOTES = (
    "The guidelines bind nobody; who does not answer breaks nothing by that.",
    "Call first: a warning here does not take the place of a call between operators.",
    "That both mean to manoeuvre, or nobody does, is shown to all at once; it is no reproach.",
    "A private operator supplies data; its State answers for it (Article VI).",
)


def conjunction(terms: ConjunctionTerms) -> Procedure:
    """Build the exchange on a conjunction for its terms."""
    return Procedure(
        key="conjunction",
        edition=EDITION,
        title=TITLE,
        under=WARNED_UNDER,
        opens="draft",
        filer="warning",
        prefix="CONJ",
        roles=(WARNING, CONCERNED, SOURCE),
        states=STATES,
        tracks=(CONCERNS, SOURCES, INTENTIONS, entrants()),
        steps=(*warning(terms), *manoeuvring(), *common()),
        limits=limits(terms),
        standards=standards(terms),
        happenings=HAPPENINGS,
        levels=Levels(existence="C2", case="C2", track="C3", own="C4"),
        not_modelled=NOT_MODELLED,
        notes=NOTES,
        terms=terms.plain(),
        summary="A State that sees two objects come close warns the State of the other one; operators are brought into "
        "contact, orbital data are exchanged, it is agreed who manoeuvres or that nobody does, and a note follows.",
    )


FORMS = (
    Form(
        "conjunction",
        TITLE,
        ConjunctionTerms,
        conjunction,
        advice=ADVISED,
        subjects=("safety", "debris"),
        reciprocal=COUNTED,
        reported="consultations",
    ),
)
