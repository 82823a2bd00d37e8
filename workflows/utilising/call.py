"""What a call for projects aboard a station tells, and what an application for one asks."""

from __future__ import annotations

from workflows.kernel.language import (
    OPTIONAL,
    PRODUCT,
    WhenThen,
    band_field,
    choice,
    decimal,
    keyed,
    listing,
    long_text,
    party_field,
    period_field,
    text,
)
from workflows.rounds.papers import Application, CallForApplications
from workflows.utilising.frame import COOPERATION, FREEDOM, RESULTS, SUPERVISION
from workflows.utilising.papers import KINDS, RETURNED

COMMERCIAL = "commercial"
WAYS = {"facility": "With equipment that is aboard", "inside": "With a payload of one's own inside",
        "outside": "With a payload of one's own outside"}  # fmt: skip
DEVELOPING = COOPERATION("para 3")


# fmt: off
class StationCall(CallForApplications):
    """Call for projects aboard a station."""

    station = text("Station", PRODUCT, section="Aboard")
    ways = choice("Ways of taking part", WAYS, PRODUCT, many=True)
    resources = long_text("Modules, mass, power, time of the crew, and what is offered free of charge", PRODUCT)
    developing = long_text("How account is taken of developing countries", DEVELOPING, need=OPTIONAL)


class StationApplication(Application):
    """Application for a project aboard a station."""

    kind = choice("Kind of project", KINDS, PRODUCT)
    way = choice("Way of taking part", WAYS, PRODUCT)
    objectives = long_text("Objectives", FREEDOM)
    why_aboard = long_text("Why it needs a station", PRODUCT)
    partners = listing("Institutions of other States or organisations", SUPERVISION,
                       keyed("name", text("Institution", SUPERVISION)),
                       keyed("state", party_field("State or organisation", SUPERVISION, oneself=True)), need=OPTIONAL)
    mass = decimal("Mass", PRODUCT, units=("kg", "g"), section="What it needs")
    power = decimal("Power", PRODUCT, units=("W", "kW"), need=OPTIONAL)
    crew_time = decimal("Time of the crew", PRODUCT, units=("h", "min"), need=OPTIONAL)
    band = band_field("Frequencies used", PRODUCT, need=OPTIONAL)
    duration = period_field("Time aboard", PRODUCT, need=OPTIONAL)
    short_lived = long_text("Why it cannot wait, where it is of short life", PRODUCT, need=OPTIONAL)
    hazards = long_text("Hazards, and how each is controlled", PRODUCT, section="Safety")
    return_kind = choice("What is handed over at the end", RETURNED, PRODUCT)
    results_plan = long_text("Plan for results: papers, data, publication", RESULTS, section="Results and terms")
    commercial_terms = long_text("What is sold, to whom, and on what terms", PRODUCT, need=OPTIONAL)
    home = text("Authority at home that clears it", SUPERVISION)


WHOLE = (WhenThen("kind", (COMMERCIAL,), "commercial_terms"),)
