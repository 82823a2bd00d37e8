"""Requests for samples as tests play them: lodged, approved, signed, held; and one for data alone."""

from typing import Any

from tests.workflows.kernel.play import Play, hand, utc
from workflows.kernel.placeholders import fill
from workflows.kernel.view import Facts, View
from workflows.lending.frame import SamplesTerms
from workflows.samples import samples

PROCEDURE = samples(SamplesTerms())
HOME = "home_clearance:1"
ITEM = {"number": "CE5C0100", "mass": {"value": "400", "unit": "mg"}, "method": "harmless"}
REQUEST = {"curator": "CHN", "wanted": "samples", "samples": [ITEM], "priority": "no"}
LAWYER = hand("FRA", "clear")


def at(when: str) -> dict[str, str]:
    """Write an instant as a filing does."""
    return {"at": f"{when}+00:00", "zone": "UTC"}


def submitted(world: Facts | None = None, **more: Any) -> Play:
    """Play until France has asked China for samples on 1 March 2027."""
    play = Play(PROCEDURE, "2027-02-20", {"applicant": ["FRA"]}, world or Facts())
    play.take("submit", "FRA", "2027-03-01", filing=REQUEST | more)
    return play


def reviewed(**more: Any) -> Play:
    """Play until the request is with the committee since 20 March."""
    play = submitted(**more)
    play.take("check", "CHN", "2027-03-10")
    play.take("pass", "CHN", "2027-03-20")
    return play


def approved(**more: Any) -> Play:
    """Play until the request is approved, on 10 June 2027."""
    play = reviewed(**more)
    play.take("decide", "CHN", "2027-06-01")
    play.take("enter_approved_pending_agreement", "CHN", "2027-06-10", filing={"approved_on": "2027-06-10"})
    return play


def signed(**more: Any) -> Play:
    """Play until the loan is signed on 20 June 2027, to end on 30 June 2028."""
    play = approved(**more)
    play.take("clear_at_home", LAWYER, "2027-06-12", track=HOME)
    sign(play, "2027-06-20", returns_on="2028-06-30")
    return play


def sign(play: Play, when: str, row: int = 0, **given: Any) -> None:
    """Lay both hands on one text: that of a loan, or the second row's of data."""
    view = View(play.procedure, play.case, hand("FRA"), utc(when), play.world)
    body = fill(play.procedure.rows["sign"][row], given, view)
    for party in ("FRA", "CHN"):
        play.take("sign", party, when, filing=body, exact=True)


def sent() -> Play:
    """Play until the samples left on 5 July."""
    play = signed()
    play.take("enter_distribution", "CHN", "2027-07-01")
    play.take("dispatch", "CHN", "2027-07-05", filing={"dispatched_on": "2027-07-05"})
    return play


def held() -> Play:
    """Play until France holds the samples since 12 July 2027."""
    play = sent()
    play.take("record_arrival", "FRA", "2027-07-10", filing={"arrived_on": "2027-07-10"})
    play.take("receive", "FRA", "2027-07-12")
    return play


def data() -> Play:
    """Play until France holds data since 1 July 2027, under an embargo until the end of the year."""
    play = approved(wanted="data", samples=[])
    play.take("clear_at_home", LAWYER, "2027-06-12", track=HOME)
    sign(play, "2027-06-20", 1, returns_on="2028-06-30", embargo_until="2027-12-31")
    play.take("deliver_data", "CHN", "2027-07-01")
    return play


def alarmed(kind: str = "damage") -> Play:
    """Play until an incident of 1 September 2027, 08:00 UTC, is on record since 12:00."""
    play = held()
    play.take("incident", "FRA", "2027-09-01", filing={"kind": kind, "discovered_at": at("2027-09-01T08:00:00")})
    return play
