"""Submissions to bodies of the United Nations, played to a point at which a test begins."""

from collections.abc import Mapping
from typing import Any

from tests.workflows.kernel.play import Play, hand
from workflows.copuos import copuos
from workflows.kernel.procedure import Procedure
from workflows.kernel.view import Facts
from workflows.submitting.terms import SubmissionTerms

JAPAN, KOREA, FRANCE, BRAZIL, INDIA, OFFICE = "JPN", "KOR", "FRA", "BRA", "IND", "OOSA"
SUBMISSION = copuos(SubmissionTerms())
SCOPE: Mapping[str, Any] = {
    "body": "STSC", "session": "STSC-64", "item": "stsc_debris", "kind": "national_report", "language": "en",
    "since": "2026-01-01", "until": "2026-08-31",
}  # fmt: skip
"""The report of Japan to the session that is expected from 1 to 12 February 2027."""


def office() -> Any:
    """Give the hand of the secretariat."""
    return hand(OFFICE, "office")


def scoped(at: str = "2026-09-28", procedure: Procedure = SUBMISSION, **filing: Any) -> Play:
    """Play until Japan has chosen the scope, on 28 September 2026."""
    play = Play(procedure, at, {"author": [JAPAN]}, Facts({"matter": None}))
    play.take("scope", JAPAN, at, filing={**SCOPE, **filing})
    return play


def reviewed(*affected: str, at: str = "2026-10-01", **filing: Any) -> Play:
    """Play until the report was reviewed, and those affected named, on 1 October 2026."""
    play = scoped(**filing)
    play.take("compile", JAPAN, at)
    play.take("review", JAPAN, at, filing={"affected": list(affected) or None})
    return play


def ask(play: Play, party: str, at: str = "2026-10-01", *refs: str) -> Any:
    """Ask one party for consent to its own cases."""
    cases = [{"case_ref": ref} for ref in refs or ("CONJ-2026-AAAAAA",)]
    return play.take("ask_consent", JAPAN, at, filing={"party": party, "cases": cases})


def asked(*affected: str, at: str = "2026-10-01", **filing: Any) -> Play:
    """Play until those affected were asked for consent, on 1 October 2026."""
    play = reviewed(*affected, at=at, **filing)
    for party in affected:
        ask(play, party, at)
    return play


def clear(play: Play, at: str) -> Play:
    """Give the three clearances, and clear the document."""
    for kind in ("legal", "security", "press"):
        play.take("give_clearance", JAPAN, at, track=f"clearance:{kind}")
    play.take("enter_cleared", JAPAN, at)
    return play


def sent(*affected: str, at: str = "2026-10-05", **filing: Any) -> Play:
    """Play until those affected have consented and the document is with the secretariat, on 5 October 2026."""
    play = asked(*affected, **filing)
    for party in affected:
        play.take("consent", party, at, track=f"affected:{party}")
    clear(play, at)
    for party in filing.get("joint", ()):
        play.take("endorse", party, at, track=f"joint_author:{party}")
    play.take("transmit", JAPAN, at)
    return play


def translated(*affected: str, at: str = "2026-10-06", **filing: Any) -> Play:
    """Play until the document is slotted and translated, on 6 October 2026."""
    play = sent(*affected, **filing)
    play.take("receive", office(), at)
    play.take("slot", office(), at)
    play.take("translate", office(), at)
    return play


def issued(*affected: str, at: str = "2026-10-07", **filing: Any) -> Play:
    """Play until the document is issued, on 7 October 2026."""
    play = translated(*affected, **filing)
    play.take("issue", office(), at, filing={"symbol": "A/AC.105/1401", "dated_on": at})
    return play
