"""Registrations as tests play them: a satellite of one State, one of two, and a station, up to a state."""

from typing import Any

from tests.workflows.kernel.play import Play, hand
from workflows.kernel.view import Facts
from workflows.registration import registration
from workflows.registry.frame import RegistrationTerms

PROCEDURE = registration(RegistrationTerms())
ORBIT = {
    "regime": "LEO", "apogee_km": "520", "perigee_km": "510", "inclination_deg": "97.4", "nodal_period_min": "94.9",
}  # fmt: skip
LAUNCH = {"name": "Satellite", "object_kind": "satellite", "entered_orbit_on": "2027-03-01"}
DATA = {"launched_on": "2027-03-01", "domain": "earth", "orbit": ORBIT, "function": "Observation of the Earth"}


def launched(state: str = "CHN", world: Facts | None = None, **launch: Any) -> Play:
    """Play until a State has recorded on 5 March 2027 that its object reached orbit on 1 March."""
    play = Play(PROCEDURE, "2027-03-02", {"launching": [state]}, world or Facts())
    play.take("launch_success", state, "2027-03-05", filing={**LAUNCH, **launch})
    return play


def entered(state: str = "CHN", **launch: Any) -> Play:
    """Play until the object stands in the national registry since 1 April."""
    play = launched(state, **launch)
    enter(play, state, "2027-04-01")
    return play


def enter(play: Play, state: str, at: str) -> None:
    """Enter the object in the national registry, at the authority."""
    body = {**DATA, "launching_states": [state], "entered_on": at}
    play.take("enter_registry", hand(state, "clear"), at, filing=body)


def furnished(state: str = "CHN", **launch: Any) -> Play:
    """Play until the Secretary-General has the information since 10 April."""
    play = entered(state, **launch)
    play.take("clear", hand(state, "clear"), "2027-04-05")
    play.take("furnish", state, "2027-04-10", filing={**DATA, "launching_states": [state]})
    return play


def recorded(state: str = "CHN", **launch: Any) -> Play:
    """Play until the information is published since 1 June."""
    play = furnished(state, **launch)
    play.take("record", "OOSA", "2027-06-01", filing={"published_on": "2027-05-31"})
    return play


def shared() -> Play:
    """Play until France has named Japan as another launching State on 1 February 2027."""
    play = Play(PROCEDURE, "2027-02-01", {"launching": ["FRA"]}, Facts())
    named = {"name": "Satellite", "launchers": [{"party": "JPN", "part": "procures"}]}
    play.take("several_launchers", "FRA", "2027-02-01", filing=named)
    return play


def agreed(registrant: str = "JPN") -> Play:
    """Play until both have agreed on 10 February who registers."""
    play = shared()
    for party in ("FRA", "JPN"):
        play.take("agree", party, "2027-02-10", filing={"registrant": registrant}, exact=True)
    return play
