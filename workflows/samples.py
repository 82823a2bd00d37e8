"""Requests for lunar samples and scientific data, and the loan that follows (``samples``).

Law: CNSA2023 1-6 (who approves, signs and distributes) and CNSA2020 (stores, uses; handling by CNSA2023 3): national
law, which binds the curator; then the loan agreement, which binds both. The articles after the sixth could not be read:
every period is a default, but for the ten working days of a round whose rule says so, and the day of return that the
agreement names. Clearance at home is a track beside the request and no ground of the curator. Approved is not signed.
Not modelled: fees, insurance, and what a State's own law asks of its institutions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workflows import Form
from workflows.kernel.fragments import COMMON_STATES, common_steps, extending
from workflows.kernel.language import AGENCY, OWN, PRODUCT, Exempt, Levels, Procedure, Step
from workflows.lending.advice import ADVISED, COUNTED
from workflows.lending.frame import (
    APPLICANT,
    APPROVED,
    AUTHORITY,
    CURATOR,
    DRAFT_STATE,
    ENDED,
    HAPPENINGS,
    HOME,
    KEY,
    LIVE,
    STATES,
    TRACKS,
    UNSIGNED,
    SamplesTerms,
    limits,
    signature,
)
from workflows.lending.holding import holding
from workflows.lending.law import COOPERATION, STORES
from workflows.lending.requesting import requesting
from workflows.lending.returning import returning

EDITION = 1
TITLE = "Request for lunar samples and data"
NOT_MODELLED = (
    "Fees and insurance, and articles of the rules that could not be read.",
    "The carrier and customs, which take no part: whoever holds custody records each hand-over.",
    "What an applicant's own law asks of it, beyond whether clearance at home is given.",
)
NOTES = (
    "Approved is not signed: nothing is lent before the agreement is signed by both.",
    "Clearance at home is for the applicant's own State or funder, such as the assessment that a public funder may "
    "have to make before cooperation with certain States [S]; the curator does not judge it.",
    "Science is free and its results are told to the greatest extent feasible (OST I and XI); among its own parties "
    "alone the Moon Agreement speaks of sharing a portion of samples.",
)
# fmt: off


def samples(terms: SamplesTerms) -> Procedure:
    """Build the procedure of a request for samples or data."""
    return Procedure(
        key=KEY, edition=EDITION, title=TITLE, under=(COOPERATION, STORES), opens=DRAFT_STATE, filer=APPLICANT.key,
        prefix="SMPL", level=AGENCY, roles=(APPLICANT, CURATOR, AUTHORITY, HOME), states=(*STATES, *COMMON_STATES),
        tracks=TRACKS, steps=(*requesting(terms), *holding(terms), *returning(), *_common(terms)),
        limits=limits(terms), happenings=HAPPENINGS,
        exempt=tuple(Exempt("nobody_is_stranded", f"{DRAFT_STATE}/{role.key}", PRODUCT, "Nothing is asked of it yet.")
                     for role in (CURATOR, AUTHORITY)),
        levels=Levels(existence="C2", case="C2", track="C3", own="C4"), not_modelled=NOT_MODELLED, notes=NOTES,
        terms=terms.plain(),
        summary="An institution asks for lunar samples or data through its agency; what is approved is signed for, "
                "sent, used, given back, and its results are deposited.",
    )


def _common(terms: SamplesTerms) -> Iterator[Step]:
    """The universal transitions; withdrawing is free until the signature and not open after it."""
    for row in common_steps(APPLICANT, (DRAFT_STATE, *LIVE), ENDED):
        if row.key == "withdraw" and row.tell != OWN:
            yield replace(row, frm=UNSIGNED)
        else:
            yield row
    yield from extending((signature(terms),), (APPROVED,))


FORMS = (Form(KEY, TITLE, SamplesTerms, samples,
              advice=ADVISED,
              subjects=("data", "export_control"),
              reciprocal=COUNTED, reported="cooperation"),)
