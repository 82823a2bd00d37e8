"""What the steps on a joint invention ask in writing; what discloses it is read by the two sides of a relation alone.

Law: the clause of an agreement, IGA98 21, PARIS 4; no text gives these papers a form.
"""

from __future__ import annotations

from workflows.inventing.frame import ELEMENT, FAIR, INVENTOR, LAW, RESOURCES
from workflows.kernel.language import (
    OPTIONAL,
    PRODUCT,
    Field,
    Filing,
    Source,
    choice,
    date_field,
    decimal,
    document_field,
    keyed,
    listing,
    long_text,
    parties_field,
    party_field,
    text,
)

IGA, PARIS, NATIONAL = Source("IGA98")("21"), Source("PARIS")("4"), Source("PATENT_LAW")
SEVERAL, SOLE = "several", "sole"
OWNERS = {SEVERAL: "Several parties", SOLE: "One party alone"}
IMMINENT = "imminent"
DANGERS = {"foreseen": "Foreseen", IMMINENT: "About to happen: a launch, a conference, a leak"}
YES_NO = {"yes": "Yes", "no": "No"}
ACCEPT = "accept"
ANSWERS = {ACCEPT: "Accepted in principle", "decline": "Declined", "counter": "Another offer"}
BETWEEN = "The two sides of each relation read this, and nobody else."
# fmt: off


def _shares(label: str) -> Field:
    return listing(label, FAIR, keyed("party", party_field("Party", FAIR, oneself=True)),
                   keyed("share", decimal("Share", FAIR, units=("%",))), least=1)


class Recognised(Filing):
    """Note of an invention."""

    subject = text("Invention, in a few words that disclose nothing", PRODUCT, fills="title")
    recognised_on = date_field("Recognised on", PRODUCT)
    contractor = text("Contractor or laboratory that reports it", PRODUCT, need=OPTIONAL)


class Report(Filing):
    """Report of the invention."""

    partners = parties_field("Partners", PRODUCT)
    inventors = listing("Inventors", PRODUCT, keyed("name", text("Name", PRODUCT)),
                        keyed("employer", text("Employer", PRODUCT)),
                        keyed("nationality", party_field("Nationality", PRODUCT, oneself=True)), least=1, level="C3",
                        help=BETWEEN)
    description = long_text("Description of the invention", PRODUCT, level="C3", help=BETWEEN)
    site = text("Site or module", IGA)
    funding = long_text("Funding and resources", PRODUCT)
    prior = long_text("Prior rights that it uses", PRODUCT, need=OPTIONAL, level="C3", help=BETWEEN)
    disclosed = long_text("To whom it was disclosed, and when", PRODUCT, need=OPTIONAL)
    wanted = long_text("Where protection is wanted", PRODUCT)


class Assessment(Filing):
    """Assessment of ownership."""

    owners = choice("Who owns the invention", OWNERS, PRODUCT)
    inventors = long_text("Inventors, and what each contributed", PRODUCT, level="C3", help=BETWEEN)
    shares = _shares("Shares of ownership")


class AssessmentByElement(Assessment):
    """Assessment by the element."""

    element = text("Element in or on which it was made", IGA)
    registry = party_field("State of registry of the element", IGA, oneself=True)


class AssessmentByResources(Assessment):
    """Assessment by resources."""

    resources = long_text("Resources that each party contributed", PRODUCT)


class AssessmentByInventor(Assessment):
    """Assessment by the main inventor."""

    nationality = party_field("Nationality of the main inventor", PRODUCT, oneself=True)


class AssessmentByLaw(Assessment):
    """Assessment by a law fixed in advance."""

    applied = text("Law that was fixed in advance", PRODUCT)


ASSESSMENTS: dict[str, type[Assessment]] = {
    ELEMENT: AssessmentByElement, RESOURCES: AssessmentByResources, INVENTOR: AssessmentByInventor,
    LAW: AssessmentByLaw,
}


class SoleClaim(Filing):
    """Claim of sole ownership."""

    owner = party_field("Party that owns it alone", PRODUCT, oneself=True)
    reasons = long_text("Reasons", PRODUCT, level="C3", help=BETWEEN)


class SoleConfirmed(Filing):
    """Confirmation of sole ownership."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class SoleFiling(Filing):
    """Filing by the sole owner."""

    office = text("Office", NATIONAL("grant"))
    first_filed_on = date_field("Filed on", PARIS)


class Secret(Filing):
    """Choice to keep it as a trade secret."""

    measures = long_text("How it is kept secret", PRODUCT)


class Meeting(Filing):
    """Record of a meeting."""

    met_on = date_field("Held on", PRODUCT)
    record = long_text("What was discussed", PRODUCT)


class Offer(Filing):
    """Offer on filing and upkeep."""

    shares = _shares("Shares of ownership")
    filing = long_text("Who files, where and in whose name", FAIR)
    upkeep = long_text("How the upkeep is shared", FAIR)
    reasons = long_text("Reasons", FAIR)


class OfferAnswer(Filing):
    """Answer to an offer."""

    answer = choice("Answer", ANSWERS, FAIR)
    reasons = long_text("Reasons", FAIR)


class Protection(Filing):
    """Notice of a protective filing."""

    danger = choice("Danger that it becomes known", DANGERS, PARIS)
    reasons = long_text("What the danger is", PARIS)
    names = choice("In whose names", {"joint": "Joint names", "one": "One name, shares kept"}, PRODUCT)
    why_one = long_text("Why in one name", PRODUCT, need=OPTIONAL)
    office = text("Office", NATIONAL("grant"))


class FirstFiling(Filing):
    """Priority filing."""

    first_filed_on = date_field("Filed on", PARIS)
    office = text("Office and number", PARIS)


class Plan(Filing):
    """Plan of filing and upkeep."""

    files = party_field("Party that files", FAIR, oneself=True)
    where = long_text("Where protection is sought", FAIR)
    shares = _shares("Shares of ownership")
    document = document_field("Signed plan", PRODUCT, need=OPTIONAL)


class PlanWithUpkeep(Plan):
    """Plan with shares of the upkeep."""

    upkeep = _shares("Shares of the upkeep")


class PlanByTerritory(Plan):
    """Plan with the territories of each."""

    territories = long_text("Which territories each party pays for", FAIR)


class InventorFound(Filing):
    """Inventor found later."""

    party = party_field("Party that comes in with the inventor", PRODUCT, need=OPTIONAL,
                        help="Left empty where that party takes part already.")
    name = text("Name", PRODUCT, level="C3", help=BETWEEN)
    contribution = long_text("What the inventor contributed", PRODUCT, level="C3", help=BETWEEN)


class Contractor(Filing):
    """User or contractor that joins."""

    name = text("User or contractor", PRODUCT)
    flow_down = choice("Are the rules on inventions passed down to it in writing?", YES_NO, IGA)


class Leaving(Filing):
    """Leaving the agreement."""

    left_on = date_field("Effective on", PRODUCT)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class View(Filing):
    """View on the invention."""

    text = long_text("View", PRODUCT)
