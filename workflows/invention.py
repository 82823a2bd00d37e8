"""Joint inventions (``invention``): report, ownership, talks in good faith, protective filing, plan, right, upkeep.

Law: the clause of an agreement (LAW_A); IGA98 21(2) for the place of an invention on the Space Station; GA51_122
paragraph 2 (fair terms, soft); PARIS 4(C) for priority; national law for grant, fees and secrecy. Kind of right,
connecting factor and the sharing of upkeep are terms. Not modelled: see ``NOT_MODELLED``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workflows import Form
from workflows.inventing.advice import ADVISED, COUNTED
from workflows.inventing.frame import (
    ASSESSING,
    DISCLOSING,
    ENDED,
    LIVE,
    ROLES,
    STATES,
    TRACKS,
    Basis,
    InventionTerms,
    basis_of,
    limits,
)
from workflows.inventing.keeping import keeping
from workflows.inventing.owning import owning
from workflows.inventing.talking import talking
from workflows.kernel.fragments import COMMON_STATES, common_steps
from workflows.kernel.language import Exempt, Levels, Procedure, Step

EDITION = 1
TITLE = "Joint invention"
NOT_MODELLED = (
    "Who is an inventor, what is new, and what a right is worth.",
    "The application itself: offices keep it; here stand days and numbers.",
    "Rights that a law gives employees towards their employer.",
)
WHY = "Only a Partner reports under this agreement; a draft of anybody else is withdrawn."
NOTES = (
    "No treaty has a period for the talks: good faith is a standard, and offers, answers and reasons are kept for it.",
    "A party that is silent or leaves the agreement keeps its share.",
    "For an element that ESA registered any European Partner State may treat it as its own territory.",
)


def invention(terms: InventionTerms) -> Procedure:
    """Build the procedure for its rules, kind of right, connecting factor and sharing of upkeep."""
    basis, found = basis_of(terms), limits(terms)
    return Procedure(
        key="invention",
        edition=EDITION,
        title=TITLE,
        under=basis.share,
        opens="draft",
        filer=DISCLOSING.key,
        prefix="INV",
        roles=ROLES,
        states=(*STATES, *COMMON_STATES),
        tracks=TRACKS,
        steps=(*owning(terms, basis), *talking(terms, basis, found), *keeping(terms, basis), *_universal()),
        limits=found,
        levels=Levels(existence="C2", case="C2", track="C2", own="C4"),
        not_modelled=NOT_MODELLED,
        notes=NOTES,
        terms=terms.plain(),
        exempt=_exempt(basis),
        summary="Parties whose people may have made an invention together find out who owns it, talk in good faith on "
        "filing and upkeep, and keep the right or give it up.",
    )


def _exempt(basis: Basis) -> tuple[Exempt, ...]:
    """Under an agreement only its Partners report."""
    return (Exempt("nobody_is_stranded", "draft/disclosing", basis.share, WHY),) if basis.members else ()


def _universal() -> Iterator[Step]:
    """The universal transitions; once shares are talked about the case is not one party's to end."""
    for row in common_steps(DISCLOSING, ("draft", *LIVE), ENDED):
        alone = row.key in ("withdraw", "supersede", "void_error") and "draft" not in row.frm
        yield replace(row, frm=("disclosed", ASSESSING)) if alone else row


FORMS = (
    Form(
        "invention",
        TITLE,
        InventionTerms,
        invention,
        advice=ADVISED,
        subjects=("intellectual_property", "commercial_use"),
        reciprocal=COUNTED,
        reported="cooperation",
    ),
)
