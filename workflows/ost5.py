"""Information on phenomena that endanger astronauts (``ost5``).

Law: OST V third paragraph: a State tells the other parties or the Secretary-General, immediately, of any phenomenon it
finds that could endanger the life or health of astronauts. The text leaves the choice of addressee, and names no form
and no number; the product counts what has passed since the discovery and never says that a note was late. It may
concern another State's object, and is no request for consultation. Not modelled: see ``NOT_MODELLED``.
"""

from __future__ import annotations

from workflows import Form
from workflows.informing import frame, notes
from workflows.informing.advice import DANGER as ADVICE
from workflows.informing.sending import sending
from workflows.informing.series import series
from workflows.informing.shape import Shape
from workflows.informing.sheets import SHEETS
from workflows.informing.terms import DangerTerms
from workflows.kernel.fragments import COMMON_STATES
from workflows.kernel.language import Elapsed, Levels, Procedure
from workflows.kernel.reciprocity import Counted

EDITION = 1
TITLE = "Information on a dangerous phenomenon"
NOT_MODELLED = (
    "What endangers astronauts: the State that finds the phenomenon says so, and others may say otherwise.",
    "What the Secretary-General does with a note beyond its issue: the text asks nothing more.",
)
NOTES = (
    "The text says “immediately” and gives no number: elapsed time is shown, and lateness is never asserted.",
    "No reply is owed to a note; one that comes is laid beside it.",
    "A note may concern another State's object; it is no request for consultation unless one is made as well.",
)
FOUND = Elapsed("discovered_at", "after the discovery", "events")


def danger(terms: DangerTerms) -> Procedure:
    """Build the information on a dangerous phenomenon for its terms."""
    shape = Shape(terms, notes.DangerNote, ("addressee",), "events", FOUND)
    return Procedure(
        key="ost5",
        edition=EDITION,
        title=TITLE,
        under=terms.duty,
        opens="draft",
        filer="informing",
        prefix="OST5",
        roles=(frame.INFORMING, frame.RECIPIENT, frame.REPLYING, frame.READER, frame.SECRETARIAT),
        states=(frame.DRAFT, frame.CLEARED, frame.DIRECT, *frame.SHARED, *COMMON_STATES),
        tracks=(frame.RECIPIENTS, frame.POINTS, frame.REPLIES, frame.DISCOVERIES),
        steps=(*sending(shape), *series(shape), *frame.common(shape)),
        limits=frame.limits_of_danger(terms),
        standards=frame.standards_of_danger(terms),
        sheets=SHEETS,
        levels=Levels(existence="C1", case="C1", track="C1", own="C4"),
        not_modelled=NOT_MODELLED,
        notes=NOTES,
        terms=terms.plain(),
        summary="A State that finds a phenomenon that could endanger astronauts tells the Secretary-General or other "
        "States; the secretariat issues the note under a symbol, and what others say is laid beside it.",
    )


RECIPROCAL = (Counted("copy_to_states", "information_opened"), Counted("direct", "information_opened"))
FORMS = (
    Form(
        "ost5",
        TITLE,
        DangerTerms,
        danger,
        advice=ADVICE,
        subjects=("safety", "crew"),
        reciprocal=RECIPROCAL,
        reported="notifications",
    ),
)
