"""Zones as tests play them: an operation of India, on the treaty alone unless another profile is chosen."""

from typing import Any

from tests.workflows.kernel.play import Play
from workflows.kernel.acts import Act
from workflows.kernel.procedure import Procedure
from workflows.kernel.view import Facts
from workflows.lunar.zone_terms import ZoneTerms
from workflows.safety_zone import safety_zone

ZONE = safety_zone(ZoneTerms())
ACCORDS = safety_zone(ZoneTerms(profile="artemis-2020"))
STATION = safety_zone(ZoneTerms(profile="ilrs"))
EVERY = (ZONE, ACCORDS, STATION)
INDIA, JAPAN, CHINA, BRAZIL = "IND", "JPN", "CHN", "BRA"
PLACE = {"body": "moon", "shape": "circle", "lat": "-88.8", "lon": "123.4", "radius_km": "2"}
AREA = {"kind": "keep_clear", "place": PLACE}
DECIDED = {"at": "2030-01-30T12:00:00+00:00", "zone": "UTC"}
ALTERED = {"activity_status": "proceeding", "earliest_start": "2030-06-01", "latest_end": "2031-03-01", "areas": [AREA]}


def described(**more: Any) -> dict[str, Any]:
    """Describe a zone from 1 June 2030 to 1 June 2031, decided on 30 January."""
    days = {"earliest_start": "2030-06-01", "latest_end": "2031-06-01"}
    return {"decided_at": DECIDED, **days, "areas": [AREA], **more}


def drafted(procedure: Procedure = ZONE, world: Facts | None = None) -> Play:
    """Open a case of India on 1 January 2030."""
    return Play(procedure, "2030-01-01", {"operating": [INDIA]}, world or Facts())


def notified(procedure: Procedure = ZONE, **more: Any) -> Play:
    """Play until the zone is notified on 1 February 2030."""
    play = drafted(procedure)
    play.take("notify", INDIA, "2030-02-01", filing=described(**more))
    return play


def active(procedure: Procedure = ZONE) -> Play:
    """Play until the zone has begun, so that its review falls due on 28 November 2030."""
    play = notified(procedure)
    play.pass_time("2030-06-01T00:00:00")
    return play


def contested(by: str = CHINA) -> Play:
    """Play until a State objects on 10 June 2030."""
    play = active()
    play.take("object", by, "2030-06-10")
    return play


def entry_asked(by: str = BRAZIL) -> Play:
    """Play until a State asks on 1 August 2030 to coordinate an entry in September."""
    play = active()
    play.take("request_entry", by, "2030-08-01", filing={"enters_on": "2030-09-01", "leaves_on": "2030-09-05"})
    return play


def begun(act: Act) -> list[tuple[Any, ...]]:
    """Give what an act opens: kind of link and procedure."""
    return [tuple(effect[1:3]) for effect in act.effects if effect[0] == "begin"]
