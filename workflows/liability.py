"""Claim for damage caused by a space object (``liability``).

Law: LC, all of it that speaks to a claim, from the day of the damage to the last payment. Two separate events start two
clocks: the damage (or the identification of the launching State, or later knowledge of the facts) the year for
presenting under Article X; the notice that the documentation is submitted the year of talks after which either side may
ask for a Claims Commission. A cross-waiver of an agreement is data (``workflows/damage/waivers``). Not modelled: what
``NOT_MODELLED`` lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workflows import Form
from workflows.damage import frame
from workflows.damage.advice import CLAIM as ADVICE
from workflows.damage.after import after
from workflows.damage.commission import commission
from workflows.damage.frame import CLAIMANT, DRAFT, ENDS, LC, PREPARING, PRESENTED
from workflows.damage.limits import limits, standards
from workflows.damage.preparing import APART, preparing
from workflows.damage.presenting import presenting
from workflows.damage.terms import LiabilityTerms
from workflows.kernel.fragments import COMMON_STATES, common_steps, entrants
from workflows.kernel.language import PRODUCT, Exempt, Levels, Procedure, Step
from workflows.kernel.representation import CLAIMS
from workflows.kernel.sheets import Seats

EDITION = 1
NOT_MODELLED = (
    "Who is right: whether a State is a launching State, whether there was fault, and what the damage amounts to.",
    "What is read into a waiver where the parties differ: the product tests the answers given and cites the text.",
    "Agreements that stop a period of the Convention, of which its text says nothing: such a text can be put on record "
    "as a statement, and the periods run on.",
    "The procedure of a Commission, which it decides itself; and interest and execution after an award.",
    "A claim to a further launching State once one is presented: it is a case of its own, with its own dates.",
    "Which States are members of an organisation: they are named by whoever claims against them.",
)
NOTES = (
    "Presentation and the notice of documentation are two events; the year of talks begins with the second.",
    "No end of a period of the Convention moves to a working day, and none is stopped by a suspension.",
    "Local remedies need not be exhausted; the same damage is not pursued in two ways at once.",
    "No Claims Commission is known to have sat; one claim is known to have been settled, and without a Commission.",
)


def liability(terms: LiabilityTerms) -> Procedure:
    """Build the procedure of a claim."""
    return Procedure(
        key="liability", edition=EDITION, title="Claim for damage by a space object", under=(LC("II"), LC("III")),
        opens=DRAFT, filer="claimant", prefix="LIA", roles=frame.ROLES, states=(*frame.STATES, *COMMON_STATES),
        tracks=(*frame.TRACKS, entrants()),
        steps=(*preparing(terms), *presenting(terms), *commission(), *after(), *_common()), limits=limits(terms),
        standards=standards(), sheets=(_seats(),), levels=Levels(existence="C2", case="C2", track="C3", own="C4"),
        exempt=_exempt(), not_modelled=NOT_MODELLED, notes=NOTES, terms=terms.plain(),
        summary="A State whose persons or property were damaged tests, presents and documents its claim; after a year "
                "of talks either side may ask for a Claims Commission, whose award is public and binds where that was "
                "agreed.",
    )  # fmt: skip


def _seats() -> Seats:
    return Seats(
        key="commission", title="Claims Commission", level="C1", set="seat", name="name", filling="appointment",
        says="The seats of the Commission: who sits, on whose appointment, and what runs.",
        filled=("appoint_member", "several_claimants_or_launchers", "choose_chairman", "appoint_chairman",
                "accept_late_appointment", "admit_late_appointment"),
        otherwise="the Secretary-General, for the chairman alone", otherwise_under=LC("XV(2)"),
    )  # fmt: skip


def _common() -> Iterator[Step]:
    """The universal transitions; a claim is withdrawn by rows of its own, and what comes before it is seen by nobody
    else."""
    running = (*PREPARING, *PRESENTED)
    for row in common_steps(CLAIMANT, (DRAFT, *running), (*ENDS, frame.BARRED, frame.OVER)):
        if row.key == "withdraw" and row.frm != (DRAFT,):
            continue
        before = tuple(state for state in row.frm if state in (*PREPARING, frame.BARRED, frame.OVER))
        after_it = tuple(state for state in row.frm if state not in before)
        if before:
            yield replace(row, frm=before, **APART)
        if after_it:
            yield replace(row, frm=after_it)


def _exempt() -> tuple[Exempt, ...]:
    why = "Nobody but the claimant takes part before a claim is presented."
    return tuple(Exempt("nobody_is_stranded", f"{state}/respondent", PRODUCT, why) for state in PREPARING)


FORMS = (
    Form(
        "liability",
        "Claim for damage by a space object",
        LiabilityTerms,
        liability,
        advice=ADVICE,
        subjects=("liability",),
        reported="disputes",
        represented=(CLAIMS,),
    ),
)
