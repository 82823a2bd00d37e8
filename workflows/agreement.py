"""Record of an agreement and of its clause on disputes (``agreement``): tabled by one, recorded and revised by all.

Law: UNC 33(1) leaves the means of settlement to the parties' own choice, so that what they record together is law
between them (LAW_A) and nothing less than all of their hands records it; GA 51/122 asks what a sheet of cooperation
should weigh (SOFT). One party alone can table and decline and can bind nobody. A case that began under one edition
stays on it. Not modelled: accession and withdrawal of a party, reservations, and the law of treaties on validity.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflows import Form
from workflows.agreed.reading import TEXT
from workflows.kernel.advice import Advice, Ground
from workflows.kernel.fragments import COMMON_STATES, Statement, common_steps, suspension_limit
from workflows.kernel.language import (
    AGENCY,
    ANY_PARTY,
    DISPATCH,
    EVERY_PARTY,
    PRODUCT,
    RESTING,
    TREATY,
    Levels,
    Names,
    NamesParties,
    Procedure,
    Role,
    Source,
    State,
    Step,
)
from workflows.kernel.terms import Terms, term

EDITION = 2
CHARTER = Source("UNC")("33(1)")
PARTY = Role("party", "a party to the agreement")
NOT_MODELLED = (
    "Accession and withdrawal: an agreement among other parties is recorded anew, in a case of its own.",
    "Reservations of a party to a kind of stage, and the provision of each single value; a file of an agreement has "
    "them.",
    "Signature, ratification and entry into force, beyond the day that the text states.",
    "Whether the text is valid as a treaty, and who may bind a State.",
)
NOTES = (
    "Tabling binds nobody; only the same words, agreed by every party, are an edition.",
    "What an agreement says on disputes holds for cases opened after its recording; running cases stay as they began.",
    "Warnings on a clause refuse nothing: an agreement may be as its parties want it.",
)


@dataclass(frozen=True)
class AgreementTerms(Terms):
    """Terms of recording an agreement."""

    level: str = term(
        TREATY,
        "Between States or organisations, or between agencies.",
        options={
            TREATY: "Between States or organisations",
            AGENCY: "Between agencies, which binds no State",
        },
    )


def agreement(terms: AgreementTerms) -> Procedure:
    """Build the procedure."""
    return Procedure(
        key="agreement", edition=EDITION, title="Record of an agreement and its clause on disputes",
        under=CHARTER, opens="draft", filer="party", prefix="AGR", level=terms.level, roles=(PARTY,),
        states=(*STATES, *COMMON_STATES), limits=(suspension_limit(),),
        steps=(*_before(), *_after(), *common_steps(PARTY, ("draft", "tabled"), ENDED)),
        levels=Levels(existence="C2", case="C2", track="C2", own="C4"),
        not_modelled=NOT_MODELLED, notes=NOTES, terms=terms.plain(),
        summary="Parties agree on a text, among themselves how they settle disputes, and record it in editions.",
    )  # fmt: skip


STATES = (
    State("draft", "The text is being prepared; nobody else sees it"),
    State("tabled", "A text lies before the parties; nobody is bound by it"),
    State("declined", "A party declined the text; it, or another one, may be tabled again", RESTING),
    State("recorded", "Every party agreed to the same words; the last edition holds", RESTING),
    State("revision_tabled", "A revision lies before the parties; the last edition holds meanwhile"),
)
ENDED = ("declined", "recorded", "revision_tabled")
ALL_OF_THEM = (NamesParties("parties"),)
THE_SAME = (NamesParties("parties", only=True),)
"""A text that lies before the parties stays among them: nobody is drawn in by one of them alone."""


def _before() -> tuple[Step, ...]:
    """Until the first edition."""
    return (
        Step("table_text", "draft", "tabled", PARTY, DISPATCH, PRODUCT, TEXT, names=Names("party", "parties"),
             checks=ALL_OF_THEM, title="Table the text",
             effect="Every party named sees the text and may agree to it; nobody is bound."),
        Step("table_text", ("tabled", "declined"), "tabled", ANY_PARTY, DISPATCH, PRODUCT, TEXT, checks=THE_SAME,
             begins=("table_text",), voids=("record_text",), title="Table another text",
             effect="The text takes the place of the one tabled before; agreement given to that one is void."),
        Step("decline_text", "tabled", "declined", ANY_PARTY, DISPATCH, PRODUCT, Statement, voids=("record_text",),
             title="Decline the text", effect="The text is not recorded; any party may table one again."),
        Step("record_text", ("tabled", "revision_tabled"), "recorded", EVERY_PARTY, DISPATCH, CHARTER, TEXT,
             checks=THE_SAME, begins=("table_text", "table_revision"), records=True, title="Record the text",
             effect="With the last hand the text is an edition and law between you; cases opened before stay on the "
                    "edition on which they began."),
    )  # fmt: skip


def _after() -> tuple[Step, ...]:
    """From edition to edition."""
    return (
        Step("table_revision", ("recorded", "revision_tabled"), "revision_tabled", ANY_PARTY, DISPATCH, PRODUCT, TEXT,
             checks=THE_SAME, begins=("record_text", "table_revision"), voids=("record_text",),
             title="Table a revision",
             effect="Every party sees the revision; the last edition holds until all agree to the same new words."),
        Step("decline_revision", "revision_tabled", "recorded", ANY_PARTY, DISPATCH, PRODUCT, Statement,
             voids=("record_text",), title="Decline the revision", effect="The last edition goes on to hold."),
    )  # fmt: skip


ADVICE = Advice(
    grounds=(
        Ground(
            matters=("agreement",),
            under=CHARTER,
            why="What parties agreed is put on record by all of their hands, with the clause by which they settle "
            "disputes; each case opened under it climbs that ladder.",
        ),
    )
)
FORMS = (
    Form(
        "agreement",
        "Record of an agreement and its clause on disputes",
        AgreementTerms,
        agreement,
        advice=ADVICE,
        reported="cooperation",
    ),
)
