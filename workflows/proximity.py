"""Consent of the State of registry to an approach to its object, or to its removal (``proximity``).

Law: OST VIII first sentence (jurisdiction and control stay with the State of registry) and second sentence (ownership
is not affected by presence in space); OST VI and IX first sentence. No text names consent, a form or a period, and none
lets an object be abandoned to whoever comes: that consent is asked, that it is given by word, and that silence is none,
follows from control. Soft: LTS A.5(4), GA 62/101. Every period is a product default. Not modelled: ``NOT_MODELLED``.
"""

from __future__ import annotations

from dataclasses import replace

from workflows import Form
from workflows.approach.advice import ADVISED, COUNTED
from workflows.approach.consent import consent
from workflows.approach.frame import (
    ENDED,
    HAPPENINGS,
    LIVE,
    REGISTRIES,
    REGISTRY,
    REQUESTING,
    SEARCH,
    SOURCE,
    SOURCES,
    STATES,
    UNDER_WAY,
    limits,
    standards,
)
from workflows.approach.operation import operation
from workflows.approach.terms import ProximityTerms
from workflows.kernel.fragments import COMMON_STATES, common_steps
from workflows.kernel.language import OWN, Levels, Procedure, Step

EDITION = 1
TITLE = "Consent to approach or remove an object"
NOT_MODELLED = (
    "How near an approach is one: the treaty names no distance, and the State of registry may set one.",
    "Whether an object is lost or given up: no text lets a State take what another has on its registry.",
    "On whose registry an object is, where States differ: what each says is recorded, and the product takes no view.",
    "Consent of an owner or operator, which its State may ask for and which takes the place of none.",
)
NOTES = (
    "Silence is no consent: no step leads from it to an operation.",
    "A consent is that of one State, for one operation and for a time, and may be taken back.",
    "For a private operator the State that authorises and supervises it asks (Article VI).",
    "Who is in distress is helped under the rules on rescue; that needs no consent under this procedure.",
)


def proximity(terms: ProximityTerms) -> Procedure:
    """Build the request for consent for its terms."""
    return Procedure(
        key="proximity",
        edition=EDITION,
        title=TITLE if terms.is_treaty else f"{TITLE} (voluntary)",
        under=terms.asked_under,
        opens="draft",
        filer="requesting",
        prefix="PROX",
        roles=(REQUESTING, REGISTRY, SOURCE),
        states=(*STATES, *COMMON_STATES),
        tracks=(REGISTRIES, SOURCES),
        steps=(*consent(terms), *operation(terms), *map(_told, common_steps(REQUESTING, ("draft", *LIVE), ENDED))),
        limits=limits(terms),
        standards=standards(terms),
        happenings=HAPPENINGS,
        activity="planned",
        levels=Levels(existence="C2", case="C2", track="C2", own="C4"),
        not_modelled=NOT_MODELLED,
        notes=NOTES,
        terms=terms.plain(),
        summary="A State that wishes to come near another State's object, to dock with it or to remove it asks the "
        "State on whose registry it is; it begins when every one of them has consented, and ends when one "
        "takes its consent back.",
    )


def _told(row: Step) -> Step:
    """Whoever was asked whose object it is learns how the case ends, and no more; an operation that is under way is
    broken off, and not suspended."""
    if row.key == "suspend":
        return replace(row, frm=tuple(state for state in row.frm if state != UNDER_WAY))
    ends = row.key in ("withdraw", "supersede", "void_error") and row.tell != OWN
    return replace(row, file=SEARCH) if ends else row


FORMS = (
    Form(
        "proximity",
        TITLE,
        ProximityTerms,
        proximity,
        advice=ADVISED,
        subjects=("jurisdiction", "safety", "debris"),
        reciprocal=COUNTED,
        reported="consultations",
    ),
)
