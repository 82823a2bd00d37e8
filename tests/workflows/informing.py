"""Notes to the Secretary-General and to States, played to a point at which a test begins."""

from dataclasses import replace
from typing import Any

from tests.workflows.kernel.play import Play, hand
from workflows.informing.terms import MOON_PROFILE, ActivityTerms, DangerTerms
from workflows.kernel.procedure import Procedure
from workflows.kernel.view import Facts, World
from workflows.ost5 import danger
from workflows.ost11 import activity

CHINA, USA, BRAZIL, OFFICE = "CHN", "USA", "BRA", "OOSA"
DANGER, ACTIVITY = danger(DangerTerms()), activity(ActivityTerms())
BY_MOON = activity(replace(ActivityTerms(), profile=MOON_PROFILE))
ALONE = Facts({"available": False})


def instant(at: str) -> dict[str, str]:
    """Write an instant as filings do."""
    return {"at": f"{at}:00+00:00", "zone": "UTC"}


def found(world: World = ALONE, risk: str = "none") -> Play:
    """Play until China has logged a discovery of 1 December 2026 at six o'clock."""
    play = Play(DANGER, "2026-12-01", {"informing": [CHINA]}, world)
    filing = {"discovered_at": instant("2026-12-01T06:00"), "crew_at_risk": risk}
    play.take("discovery_logged", hand(CHINA, "draft"), "2026-12-01", filing=filing)
    return play


def cleared(world: World = ALONE) -> Play:
    """Play until the note on danger was cleared."""
    play = found(world)
    play.take("clear", hand(CHINA, "clear"), "2026-12-01")
    return play


def warned(at: str = "2026-12-02", world: World = ALONE, **filing: Any) -> Play:
    """Play until China has sent a note on danger to the Secretary-General, on 2 December 2026."""
    play = cleared(world)
    body = {"addressee": "sg", "events": [{"key": "A", "what": "Pass", "discovered_at": instant("2026-12-01T06:00")}]}
    play.take("transmit", CHINA, at, filing=body | filing)
    return play


def told(subject: str = "activity", procedure: Procedure = ACTIVITY, at: str = "2026-12-01", **filing: Any) -> Play:
    """Play until China has sent a note on an activity, on 1 December 2026."""
    play = Play(procedure, at, {"informing": [CHINA]}, ALONE)
    play.take("clear", hand(CHINA, "clear"), at)
    send(play, at, subject, **filing)
    return play


def send(play: Play, at: str, subject: str = "activity", **filing: Any) -> None:
    """Send a note on an activity, or an update of it."""
    step = "transmit" if play.state() == "cleared" else "enter_transmitted"
    play.take(step, CHINA, at, filing={"addressees": ["sg", "public"], "subject": subject} | filing)


def issue(play: Play, at: str, *readers: str, symbol: str = "A/AC.105/9999") -> None:
    """Let the secretariat receive and issue a note."""
    play.take("receive", hand(OFFICE, "office"), at)
    filing = {"symbol": symbol, "dated_on": at[:10], "circulated_to": list(readers) or None}
    play.take("issue", hand(OFFICE, "office"), at, filing=filing)
