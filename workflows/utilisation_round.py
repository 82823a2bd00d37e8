"""A round for projects aboard a station (``utilisation_round``): a call, applications, review, selection.

Law: the agreement on the station, as the library has it: the framework between the office and China opens the station
through calls run by both. GA51_122 1 to 3 (States choose the form of their co-operation, and take account of developing
countries) is a resolution. The instant of closing stands in the call and binds whoever applies under it; every other
period is a default of the product. What is selected becomes a case of its own (``utilisation``): selected is not
signed. Not modelled: who sits on the committees of reviewers.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflows import Form
from workflows.kernel import guards as g
from workflows.kernel.language import Link, NamedAmong, Procedure, Role
from workflows.kernel.terms import term
from workflows.rounds.building import build
from workflows.rounds.shape import FILE, Round
from workflows.rounds.terms import RoundTerms
from workflows.utilising.advice_of_round import ADVISED
from workflows.utilising.call import WHOLE, StationApplication, StationCall
from workflows.utilising.frame import COOPERATION, agreement_of, of_stations, offices, running

EDITION = 1
KEY, TITLE = "utilisation_round", "Round for projects aboard a station"
OFFICE = Role("organiser", "the office that convenes the round under its agreement", stake=False, office=True,
              reads=(FILE,))  # fmt: skip
STATION = Role("station", "the State or organisation that runs the station", reads=(FILE,))
APPLICANT = Role(
    "applicant", "an applicant, through the agency of its State or its organisation", stake=False, apart=True
)
REVIEWS = {"science": "Record a review of science", "safety": "Record a review of safety"}
NOT_MODELLED = (
    "A round opened by the other convener: where an office is party to the agreement, the office opens it.",
    "Agreements that were recorded here by their parties: the round names one of the library.",
)
NOTES = (
    "Where an office is party to the agreement on the station, call and every result need the hand of both conveners.",
    "Each application is reviewed for science and for safety before it has a result; reviews are for those who made "
    "them.",
    "Clearance at home belongs to the project's own case, and is no ground for those who select.",
)


@dataclass(frozen=True)
class UtilisationRoundTerms(RoundTerms):
    """Terms of a round for projects aboard a station."""

    agreement: str = term(
        "oosa-cmsa-2016", "The agreement on the station under which the round is held.", options=of_stations()
    )


def utilisation_round(terms: UtilisationRoundTerms) -> Procedure:
    """Build the round for its terms.

    Long because: one line says one thing by which this round differs from others.
    """
    agreement = agreement_of(terms.agreement)
    stations, joint, under = running(agreement), bool(offices(agreement)), agreement.cited
    stranger = "{party} is not among those that run the station under this agreement."
    return build(
        Round(
            key=KEY,
            edition=EDITION,
            title=TITLE,
            prefix="URND",
            terms=terms,
            conductor=OFFICE if joint else STATION,
            joint=STATION if joint else None,
            may_convene=g.Among(agreement.parties, stranger, under) if stations else None,
            joint_checks=(NamedAmong("convener", stations, stranger, under),) if joint else (),
            applicant=APPLICANT,
            call=StationCall,
            application=StationApplication,
            application_checks=WHOLE,
            reviews=REVIEWS,
            every_review=True,
            shortlist=True,
            conditional=True,
            calling=under,
            closing=under,
            applying=COOPERATION("para 2"),
            judging=under,
            opens=Link(
                "project", "utilisation", title="Project aboard a station", gives=(("agreement", terms.agreement),)
            ),
            not_modelled=NOT_MODELLED,
            notes=NOTES,
            summary="Those who run a station, together with the office under whose agreement they do, call for "
            "projects until an exact instant, have them reviewed for science and safety, and select, also on "
            "conditions.",
        )
    )


FORMS = (
    Form(
        KEY, TITLE, UtilisationRoundTerms, utilisation_round, advice=ADVISED, subjects=("data",), reported="cooperation"
    ),
)
