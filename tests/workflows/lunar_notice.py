"""A notice of lunar activity in play: a lander of India, with members on the roll of the draft charter."""

from typing import Any

from tests.workflows.kernel.play import Play
from workflows.kernel.view import Facts
from workflows.lunar.notice_terms import NoticeTerms
from workflows.lunar_notice import notice

PROCEDURE = notice(NoticeTerms())
INDIA, KOREA, GERMANY, CHILE = "IND", "KOR", "DEU", "CHL"
OFFICE, CHAIR = "OOSA", "ROU"
MEMBERS = [GERMANY, INDIA, KOREA]
ROLL = "roll:lunar_participation:copuos-draft"
WORLD = Facts({f"{ROLL}:member": MEMBERS, f"{ROLL}:associate": [], f"{ROLL}:observer": ["MEX"]})
PLACE = {"body": "moon", "shape": "circle", "lat": "-88.8", "lon": "123.4", "radius_km": "5"}
SITE = {"kind": "landing", "place": PLACE}
SLOT = {"party": KOREA, "area": "Ridge", "from": "2028-03-01", "to": "2028-04-30"}


def described(**more: Any) -> dict[str, Any]:
    """Describe a lander that is to land on 1 March 2028."""
    return {"activity_title": "Lander", "earliest_start": "2028-03-01", "areas": [SITE], **more}


def notified(by: str = INDIA, **more: Any) -> Play:
    """Play until the lander is notified, on 1 March 2027."""
    play = Play(PROCEDURE, "2027-02-01", {"notifying": [by]}, WORLD)
    play.take("notify", by, "2027-03-01", filing=described(**more))
    return play


def exchanging() -> Play:
    """Play until the exchange is open, on 10 March 2027."""
    play = notified()
    play.take("open_exchange", OFFICE, "2027-03-10")
    return play


def talking() -> Play:
    """Play until Korea, which raised a concern, and India talk, on 25 March 2027."""
    play = exchanging()
    play.take("raise_concern", KOREA, "2027-03-20")
    play.take("open_talks", INDIA, "2027-03-25")
    return play


def text(**more: Any) -> dict[str, Any]:
    """Write the slots of a text that runs until the end of 2029."""
    return {"slots": [SLOT], "term_until": "2029-12-31", **more}


def under_silence() -> Play:
    """Play until a text lies under silence between the two, from 5 April 2027, 12:00 UTC."""
    play = talking()
    play.take("open_silence", INDIA, "2027-04-05", filing=text())
    return play


def in_force() -> Play:
    """Play until the silence has passed unbroken."""
    play = under_silence()
    play.pass_time("2027-04-20")
    return play
