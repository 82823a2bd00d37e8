"""The public record of an award of a Claims Commission (``claims_award``).

Law: LC XIX(4): the decision or award is made public, and certified copies go to each party and the Secretary-General;
XIX(2): it is final and binding where the parties agreed so, else a recommendation. This record is open to everybody;
the claim itself stays between its parties. Not modelled: separate opinions, of which the text says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from workflows import Form
from workflows.damage.advice import AWARD as ADVICE
from workflows.damage.frame import LC
from workflows.kernel.checks_of_days import HeldSince
from workflows.kernel.fragments import COMMON_STATES, WITHDRAWN, common_steps
from workflows.kernel.language import (
    DISPATCH,
    OFFICE,
    OPTIONAL,
    PRODUCT,
    RESTING,
    STAY,
    Exempt,
    Filing,
    Levels,
    Link,
    Names,
    Procedure,
    Role,
    State,
    Step,
    choice,
    date_field,
    document_field,
    long_text,
    parties_field,
    text,
)  # fmt: skip
from workflows.kernel.terms import Terms

EDITION = 1
PUBLIC = LC("XIX(4)")
SECRETARY = ("UNSG",)
PUBLISHER = Role("publisher", "whoever makes the award public", office=True)
PARTY = Role("party", "a party to the claim", stake=False)
SECRETARY_GENERAL = Role("secretary_general", "the Secretary-General", stake=False)
FORCES = {"binding": "Final and binding, as the parties had agreed",
          "recommendatory": "A recommendation, to be considered in good faith"}  # fmt: skip


@dataclass(frozen=True)
class ClaimsAwardTerms(Terms):
    """An award has no terms: what it is, the Convention says."""


class PublicAward(Filing):
    """Award of a Claims Commission."""

    subject = text("Claim, in a few words", PUBLIC, fills="title")
    claim = text("Reference of the claim", PRODUCT, need=OPTIONAL)
    claimants = parties_field("Claimant States", PUBLIC)
    respondents = parties_field("Launching States", PUBLIC)
    decided_on = date_field("Decided on", PUBLIC)
    force = choice("Force", FORCES, LC("XIX(2)"))
    dispositif = long_text("What is decided", PUBLIC)
    reasons = long_text("Reasons", LC("XIX(2)"))
    document = document_field("Award", PUBLIC, need=OPTIONAL)


class Copies(Filing):
    """Certified copies."""

    delivered_on = date_field("Delivered on", PUBLIC)
    to = long_text("To whom", PUBLIC)


class Erratum(Filing):
    """Correction of the text as it was made public."""

    text = long_text("What stands there, and what should stand there", PUBLIC)
    document = document_field("Corrected text", PRODUCT, need=OPTIONAL)


def claims_award(terms: ClaimsAwardTerms) -> Procedure:
    """Build the public record of an award."""
    return Procedure(
        key="claims_award",
        edition=EDITION,
        title="Award of a Claims Commission",
        under=(PUBLIC, LC("XIX(2)")),
        opens="deposited",
        filer="publisher",
        prefix="AWARD",
        roles=(PUBLISHER, PARTY, SECRETARY_GENERAL),
        states=(
            State("deposited", "The award is decided; its text is about to be made public"),
            State("published", "The award is public", RESTING),
            *(state for state in COMMON_STATES if state.key == WITHDRAWN),
        ),
        steps=(*_steps(), *_common()),
        levels=Levels(existence="C0", case="C0", own="C4"),
        exempt=_exempt(),
        not_modelled=("Separate opinions, of which the Convention says nothing.",),
        notes=("The award is public whether it binds or recommends.",),
        terms=terms.plain(),
        summary="The award of a Claims Commission for everybody to read: what is decided, why, and whether it binds.",
    )


# fmt: off
def _steps() -> Iterator[Step]:
    """A chairman acts by its office, a State by its ministry or mission."""
    told = (Names("party", "claimants"), Names("party", "respondents"),
            Names("secretary_general", parties=SECRETARY))
    for capacity in (OFFICE, DISPATCH):
        hand: dict[str, Any] = {"by": PUBLISHER, "capacity": capacity, "under": PUBLIC, "level": "C0", "tell": "all"}
        yield Step("publish_award", "deposited", "published", asks=PublicAward, **hand, title="Make the award public",
                   names=told, link=Link("award_of", field="claim"), checks=(HeldSince("decided_on", (), PUBLIC),),
                   effect="Everybody may read the award. The parties and the Secretary-General are told.")
        yield Step("record_copies", "published", STAY, asks=Copies, **hand, title="Record certified copies",
                   checks=(HeldSince("delivered_on", (), PUBLIC),), added="Certified copies are delivered as well.",
                   effect="It is on record to whom certified copies went, and when.")
        yield Step("correct_publication", "published", STAY, asks=Erratum, **hand, title="Correct the text",
                   added="A slip in the public text is corrected in public.", effect="The correction is public too.")


def _common() -> Iterator[Step]:
    """Of the universal transitions those that a public record has: nothing public is suspended, replaced or voided."""
    for row in common_steps(PUBLISHER, ("deposited",), ("published",), draft="deposited"):
        frm = tuple(state for state in row.frm if state in ("deposited", "published"))
        if frm and row.key != "contest_adequacy":
            yield replace(row, frm=frm)


def _exempt() -> tuple[Exempt, ...]:
    why = "Publication names the claim, and is left out for that; whoever opened the record sends it alone."
    alone = ("no_traps", "deposited"), ("nobody_is_stranded", "deposited/publisher")
    return tuple(Exempt(check, subject, PRODUCT, why) for check, subject in alone)


FORMS = (Form("claims_award", "Award of a Claims Commission", ClaimsAwardTerms, claims_award,
              advice=ADVICE, subjects=("liability",)),)
