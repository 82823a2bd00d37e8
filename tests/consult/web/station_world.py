"""What happens aboard a station and with its data: an incident between Japan and France, and data that Japan asks of
France with an item of Korea inside. Brazil has no part.
"""

from pathlib import Path

from consult.docket import Docket
from tests.consult.web.cases_world import build_cases
from tests.consult.web.claims_world import at
from tests.house.rooms_world import Disputed, add_bodies

INCIDENT, DATA = "incident", "data"
EVIDENCE, GROUNDS, NEED = "Evidence in our own safe", "Our national was hurt", "The need of our own laboratory"
INSIDE = "One valve of Korea is inside"
TRACK = "relation:FRA"
ITEM = {"name": "Drawing", "digest": "ab" * 32, "custodian": "Centre", "mark": "proprietary"}


def build_station(folder: Path) -> Disputed:
    """Tell both up to 20 March 2026: Japan has asked France to consult, and France has classified the data."""
    world = build_cases(folder)
    add_bodies(world)
    docket = Docket(world.engine, folder, world.app.extensions["consult"].settings.procedures)
    told = Disputed(world, docket, docket)
    _incident(told)
    _data(told)
    return told


def _incident(told: Disputed) -> None:
    told.open("JPN", "jurisdiction", INCIDENT, at(2026, 3, 2))
    told.take("JPN", INCIDENT, "log_incident", at(2026, 3, 3), occurred_on="2026-03-01", where="orbit",
              element_state="JPN", nationality="FRA", others=["KOR"], on_board="kept", evidence=EVIDENCE)  # fmt: skip
    told.take("JPN", INCIDENT, "request_consultation", at(2026, 3, 10), limbs=["life"], grounds=GROUNDS)


def consulted(told: Disputed) -> None:
    """Consult from 1 to 3 April."""
    told.together(INCIDENT, "consult", at(2026, 4, 1), TRACK, met_on="2026-04-01")
    held = {"consultation_opened_on": "2026-04-01", "consultation_closed_on": "2026-04-03"}
    told.together(INCIDENT, "record_consultation", at(2026, 4, 5), TRACK, **held)


def _data(told: Disputed) -> None:
    told.open("JPN", "technical_data", DATA, at(2026, 3, 2), basis="clause")
    told.take("JPN", DATA, "request", at(2026, 3, 3), provider="FRA", nationalities=["JPN"], purpose=NEED,
              needed_until="2027-12-31", company="no")  # fmt: skip
    told.take("FRA", DATA, "classify", at(2026, 3, 10), marking="proprietary", listed="no", regimes=["wassenaar"])
    told.take("FRA", DATA, "name_third_state", at(2026, 3, 11), party="KOR", what=INSIDE)
