"""Rounds as tests play them: of one convener, and of an office and a State together, up to a state."""

from typing import Any

from tests.workflows.kernel.play import Play, hand
from workflows.kernel.language import Link, Procedure, Role
from workflows.kernel.view import Facts
from workflows.kernel.words import PRODUCT
from workflows.lending.law import CLOSING
from workflows.rounds.building import build
from workflows.rounds.papers import Application, CallForApplications
from workflows.rounds.shape import FILE, Round
from workflows.rounds.terms import RoundTerms
from workflows.sample_round import SampleRoundTerms, sample_round

SAMPLES = sample_round(SampleRoundTerms())
INSTANT = {"at": "2023-12-23T00:00:00+08:00", "zone": "Asia/Shanghai"}
"""24:00 in Beijing on 22 December 2023, which is 16:00 in UTC."""
LAST, AT, AFTER = "2023-12-22T15:59:59", "2023-12-22T16:00:00", "2023-12-22T16:00:01"
REQUEST = {"wanted": "samples", "samples": [{"number": "CE5C0100", "mass": {"value": "500", "unit": "mg"},
                                             "method": "harmless"}]}  # fmt: skip
OFFICE = Role("organiser", "the office that conducts", stake=False, office=True, reads=(FILE,))
AGENCY = Role("joint_convener", "the agency that convenes with it", stake=False, reads=(FILE,))
NOON = {"at": "2027-08-01T12:00:00+00:00", "zone": "UTC"}


def shape(**more: Any) -> Round:
    """Give a round that an office conducts together with a State's agency, with a short list and conditions."""
    told: dict[str, Any] = {
        "key": "joint_round", "edition": 1, "title": "Joint round", "prefix": "JRND", "summary": "A joint round.",
        "terms": RoundTerms(), "conductor": OFFICE, "joint": AGENCY,
        "applicant": Role("applicant", "an applicant", stake=False, apart=True), "call": CallForApplications,
        "application": Application, "calling": PRODUCT, "closing": CLOSING, "applying": PRODUCT, "judging": PRODUCT,
        "shortlist": True, "conditional": True, "opens": Link("flight", "samples", title="Flight"),
    }  # fmt: skip
    return Round(**told | more)


def called(procedure: Procedure = SAMPLES, by: str = "CHN") -> Play:
    """Play until the call is public since 20 November 2023, to close at 24:00 in Beijing on 22 December."""
    play = Play(procedure, "2023-11-01", {"curator": [by]}, Facts())
    play.take("publish_call", by, "2023-11-20", filing={"closes_at": INSTANT})
    return play


def applied(*parties: str) -> Play:
    """Play until each has applied on 1 December, in this order."""
    play = called()
    for party in parties or ("FRA",):
        play.take("apply", party, "2023-12-01", filing=REQUEST)
    return play


def under_review(*parties: str) -> Play:
    """Play until the call has closed."""
    play = applied(*parties)
    play.pass_time(AT)
    return play


def reviewed(*parties: str) -> Play:
    """Play until each application is complete since 10 January 2024 and reviewed since 1 March."""
    play = under_review(*parties)
    for n in range(1, len(parties or ("FRA",)) + 1):
        play.take("pass_application", "CHN", "2024-01-10", track=f"application:{n}")
        play.take("record_review", "CHN", "2024-03-01", track=f"application:{n}", filing={"conflict": "no"})
    return play


def together() -> Play:
    """Play until the office and the agency have published a call on 1 May 2027, to close on 1 August at noon."""
    play = Play(build(shape()), "2027-04-01", {"organiser": ["OOSA"]}, Facts())
    play.take("invite_convener", "OOSA", "2027-04-02", filing={"convener": "CHN"})
    jointly(play, "publish_call", "2027-05-01", closes_at=NOON)
    return play


def jointly(play: Play, step: str, at: str, track: str | None = None, **given: Any) -> None:
    """Lay both hands on one text: the office in office, the agency as whoever files for it."""
    office, agency = hand("OOSA", "office"), hand("CHN", "dispatch")
    body = play.filled(step, office, at, given)
    for who in (office, agency):
        play.take(step, who, at, filing=body, exact=True, track=track)
