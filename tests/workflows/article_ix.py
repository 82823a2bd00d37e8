"""Consultations played to a point at which a test begins."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tests.workflows.kernel.play import Play
from workflows.article_ix.terms import NoticeTerms, RequestTerms
from workflows.kernel.procedure import Procedure
from workflows.kernel.view import Facts, World
from workflows.ost9 import notice, request

JAPAN, KOREA, FRANCE, BRAZIL, MEXICO = "JPN", "KOR", "FRA", "BRA", "MEX"
NOTICE, REQUEST = notice(NoticeTerms()), request(RequestTerms())
NOTHING_ELSE = Facts({"available": False})
"""A world in which no other procedure is in the catalogue."""


def notice_with(**terms: Any) -> Procedure:
    """Build the duty to consult with other terms."""
    return notice(replace(NoticeTerms(), **terms))


def request_with(**terms: Any) -> Procedure:
    """Build the request with other terms."""
    return request(replace(RequestTerms(), **terms))


def assessing(procedure: Procedure = NOTICE, world: World = NOTHING_ELSE) -> Play:
    """Play until Japan assesses, on 4 January 2027."""
    play = Play(procedure, "2027-01-04", {"planning": [JAPAN]}, world)
    play.take("start_assessment", JAPAN, "2027-01-04")
    return play


def served(*addressees: str, procedure: Procedure = NOTICE, world: World = NOTHING_ELSE, **filing: Any) -> Play:
    """Play until Japan has served Korea and France, or those named, on 11 January 2027 about a start on 1 December."""
    play = assessing(procedure, world)
    to = list(addressees) or [KOREA, FRANCE]
    play.take("serve_notice", JAPAN, "2027-01-11", filing={"addressees": to, "earliest_start": "2027-12-01"} | filing)
    return play


def receipt(play: Play, party: str, on: str, channel: str = "note") -> None:
    """Prove that a party received the paper at noon of a day."""
    filing = {"channel": channel, "received_at": {"at": f"{on}T12:00:00+00:00", "zone": "UTC"}}
    play.take("record_receipt", JAPAN, on, track=party, filing=filing)


def received(*addressees: str, procedure: Procedure = NOTICE, **filing: Any) -> Play:
    """Play until receipt is proved on 13 January 2027, so that replies are due by 12 February."""
    play = served(*addressees, procedure=procedure, **filing)
    for party in addressees or (KOREA, FRANCE):
        receipt(play, party, "2027-01-13")
    return play


def consulting(*addressees: str, procedure: Procedure = NOTICE) -> Play:
    """Play until Japan and Korea consult from 20 January 2027, so that the window runs to 21 March."""
    play = received(*addressees, procedure=procedure)
    join(play, "enter_consultation", "2027-01-20", KOREA)
    return play


def join(play: Play, step: str, at: str, party: str, filing: Mapping[str, Any] | None = None) -> None:
    """Lay the hands of Japan and of another party on one joint step."""
    for hand in (JAPAN, party):
        play.take(step, hand, at, track=party, filing=filing)


def asked(*planning: str, procedure: Procedure = REQUEST, world: World = NOTHING_ELSE, **filing: Any) -> Play:
    """Play until France has asked Japan, or those named, for consultation on 11 January 2027."""
    play = Play(procedure, "2027-01-04", {"requesting": [FRANCE]}, world)
    play.take("serve_request", FRANCE, "2027-01-11", filing={"planning": list(planning) or [JAPAN]} | filing)
    return play


def accepted() -> Play:
    """Play until Japan has accepted on 18 January 2027, so that the window runs to 19 March."""
    play = asked()
    play.take("accept_request", JAPAN, "2027-01-18")
    return play


def declined() -> Play:
    """Play until Japan has declined on 18 January 2027."""
    play = asked()
    play.take("decline_request", JAPAN, "2027-01-18")
    return play
