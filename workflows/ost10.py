"""Request to observe the flight of a space object, or for tracking facilities (``ost10``).

Law: OST X first paragraph (requests of other parties are considered on a basis of equality) and second paragraph (the
nature of the opportunity and its conditions are settled by agreement between the States concerned). The text gives no
period and no form, and obliges nobody to grant. It says of whose objects it speaks by a pronoun that is read in two
ways; both kinds of request can be made here. Every period is a product default. Not modelled: ``NOT_MODELLED``.
"""

from __future__ import annotations

from workflows import Form
from workflows.kernel.fragments import COMMON_STATES, common_steps
from workflows.kernel.language import Levels, Procedure
from workflows.observing.advice import ADVISED, COUNTED
from workflows.observing.answering import answering
from workflows.observing.frame import (
    ASKED,
    ENDED,
    HAPPENINGS,
    LIVE,
    OBSERVER,
    STATES,
    STATES_ASKED,
    limits,
)
from workflows.observing.observation import observation
from workflows.observing.terms import ObservationTerms

EDITION = 1
TITLE = "Observation of the flight of a space object"
NOT_MODELLED = (
    "What equality asks in a case: how requests were considered is asked and answered, and the product takes no view.",
    "Whose flights the text means, those of the State that asks or those of the State asked: both can be asked for.",
    "A visit to a facility on a celestial body (Article XII), which is not asked for but notified.",
    "Rules of a State on entry, export and frequencies, which apply beside what is agreed.",
)
NOTES = (
    "A request has to be considered, on a basis of equality; it does not have to be granted.",
    "Silence grants nothing; a refusal needs no reason, and the request may be made again.",
    "What is given, and how, is settled by agreement, for a time.",
)


def observed(terms: ObservationTerms) -> Procedure:
    """Build the request to observe for its terms."""
    return Procedure(
        key="ost10",
        edition=EDITION,
        title=TITLE if terms.is_treaty else f"{TITLE} (voluntary)",
        under=terms.asked_under,
        opens="draft",
        filer="requesting",
        prefix="OST10",
        roles=(OBSERVER, ASKED),
        states=(*STATES, *COMMON_STATES),
        tracks=(STATES_ASKED,),
        steps=(*answering(terms), *observation(), *common_steps(OBSERVER, ("draft", *LIVE), ENDED)),
        limits=limits(terms),
        happenings=HAPPENINGS,
        activity="planned",
        levels=Levels(existence="C2", case="C2", track="C2", own="C4"),
        not_modelled=NOT_MODELLED,
        notes=NOTES,
        terms=terms.plain(),
        summary="A State asks others for an opportunity to observe the flight of space objects, or for tracking "
        "facilities; they consider the request beside those of others, and agree on conditions or refuse.",
    )


FORMS = (
    Form(
        "ost10",
        TITLE,
        ObservationTerms,
        observed,
        advice=ADVISED,
        subjects=("data",),
        reciprocal=COUNTED,
        reported="notifications",
    ),
)
