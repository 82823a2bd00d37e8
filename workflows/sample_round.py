"""A round of requests for lunar samples (``sample_round``): a call, applications, review, and results.

Law: CNSA2023 1-6 (the administration approves international applications, the centre distributes), CNSA2020 for stores
and uses: national law, which binds the curator. The instant of closing stands in the call and binds whoever applies
under it. Every other period is a default of the product. A selected application becomes a request of its own
(``samples``): approved is not signed. Not modelled: the committee of reviewers, and rounds for domestic institutions.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflows import Form
from workflows.kernel.language import Link, Procedure, Role
from workflows.kernel.terms import term
from workflows.lending.advice_of_round import ADVISED
from workflows.lending.frame import NO_RULE, RULES_OF_ROUND
from workflows.lending.law import CALL, CLOSING, COOPERATION
from workflows.lending.request import WHOLE, SampleCall, SampleRequest
from workflows.rounds.building import build
from workflows.rounds.shape import FILE, Round
from workflows.rounds.terms import RoundTerms

KEY, TITLE = "sample_round", "Round of requests for lunar samples"
EDITION = 1
CURATOR = Role("curator", "the curator: the centre that keeps and distributes, and the administration that decides",
               reads=(FILE,))  # fmt: skip
APPLICANT = Role(
    "applicant", "an applicant, through the agency of its State or its organisation", stake=False, apart=True
)
PARTNER = Role("joint_convener", "the State whose agency convenes the round with the curator", stake=False,
               reads=(FILE,))  # fmt: skip
ALONE, TOGETHER, OUTRIGHT, ON_CONDITIONS = "alone", "together", "outright", "conditions"
CONVENING = {ALONE: "The curator alone", TOGETHER: "The curator together with another agency"}
SELECTION = {OUTRIGHT: "Requests are selected or not", ON_CONDITIONS: "Requests may be selected on conditions too"}
NOT_MODELLED = ("Rounds for domestic institutions, which follow the procedures of 2020 alone.",)
NOTES = (
    "The first international round had its results 489 days after the closing; the targets shown are the product's.",
    "Whether an applicant's own State allows the loan is cleared at home, in the request: it is no ground for the "
    "curator.",
)


@dataclass(frozen=True)
class SampleRoundTerms(RoundTerms):
    """Terms of a round of requests for samples."""

    convening: str = term(ALONE, "Who convenes the round.", options=CONVENING)
    signing: str = term(NO_RULE, "What the time for signing rests on.", options=RULES_OF_ROUND)
    selection: str = term(OUTRIGHT, "Whether a request may be selected on conditions.", options=SELECTION)


# fmt: off
def sample_round(terms: SampleRoundTerms) -> Procedure:
    """Build the round for its terms."""
    signing = (("signing", terms.signing),)
    request = Link("request", "samples", title="Request for lunar samples and data", gives=signing)
    return build(Round(
        key=KEY, edition=EDITION, title=TITLE, prefix="SRND", terms=terms, conductor=CURATOR, applicant=APPLICANT,
        joint=PARTNER if terms.convening == TOGETHER else None, conditional=terms.selection == ON_CONDITIONS,
        call=SampleCall, application=SampleRequest, application_checks=WHOLE, opens=request,
        reviews={"science": "Science", "handling": "Handling and safety"},
        calling=CALL, closing=CLOSING, applying=CALL, judging=COOPERATION, not_modelled=NOT_MODELLED, notes=NOTES,
        summary="The curator calls for requests until an exact instant, has them reviewed, and announces which are "
                "selected.",
    ))


FORMS = (Form(KEY, TITLE, SampleRoundTerms, sample_round,
              advice=ADVISED,
              subjects=("data",), reported="cooperation"),)
