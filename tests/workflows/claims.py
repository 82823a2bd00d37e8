"""Claims in play: a third State against two launching States, up to the points at which tests begin."""

from typing import Any

from tests.workflows.kernel.play import Play
from workflows.damage.terms import LiabilityTerms
from workflows.kernel.view import Facts
from workflows.liability import liability

CLAIM, WAIVED = (liability(LiabilityTerms(waiver=key)) for key in ("none", "iss-1998"))
DAY = "2026-01-24"
INCIDENT = {"occurred_on": DAY, "place_type": "surface", "damage": ["property"]}
FREE = {"own_nationals": "no", "participants": "no", "parallel": "no"}
WAIVER = {"sides": "yes", "cause": "yes", "victim": "yes", "exception": "none"}
PRESENTED = {
    "respondents": ["RUS"], "channel": "diplomatic", "standing": "nationality", "place_type": "surface",
    "remedies": "none", "reserves": "yes",
}  # fmt: skip


def incident(world: Facts | None = None, procedure: Any = CLAIM, claimant: str = "CAN") -> Play:
    """Play until the incident of 24 January 2026 is logged on 1 February."""
    play = Play(procedure, "2026-02-01", {"claimant": [claimant]}, world or Facts())
    play.take("log_incident", claimant, "2026-02-01", filing=INCIDENT)
    return play


def identified(*launchers: str, on: str = DAY, **rest: Any) -> Play:
    """Play until the launching States are identified, recorded on 10 February 2026."""
    play = incident(**rest)
    names = list(launchers or ("RUS",))
    claimant = rest.get("claimant", "CAN")
    play.take("identify", claimant, "2026-02-10", filing={"launchers": names, "identified_on": on})
    return play


def examined(*launchers: str, **rest: Any) -> Play:
    """Play until no bar stands against any of them, on 11 February 2026."""
    names = launchers or ("RUS",)
    play = identified(*names, **rest)
    free = FREE | ({"sides": "no"} if rest.get("procedure") is WAIVED else {})
    for name in names:
        play.take("run_bars", rest.get("claimant", "CAN"), "2026-02-11", track=f"launcher:{name}", filing=free)
    return play


def presented(*respondents: str, **rest: Any) -> Play:
    """Play until the claim is presented on 5 March 2026."""
    names = list(respondents or ("RUS",))
    play = examined(*names, **rest)
    play.take("present", rest.get("claimant", "CAN"), "2026-03-05", filing=PRESENTED | {"respondents": names})
    return play


def talking(*respondents: str, **rest: Any) -> Play:
    """Play until the documentation is notified on 1 April 2026."""
    play = presented(*respondents, **rest)
    play.take("documentation_notice", rest.get("claimant", "CAN"), "2026-04-01")
    return play


def constituting(*respondents: str, **rest: Any) -> Play:
    """Play until a Commission is requested on 15 April 2027."""
    play = talking(*respondents, **rest)
    play.take("request_commission", "CAN", "2027-04-15")
    return play


def together(play: Play, step: str, at: str, *parties: str, **rest: Any) -> None:
    """Lay every hand on a joint step."""
    for party in parties or ("CAN", "RUS"):
        play.take(step, party, at, **rest)


def chaired() -> Play:
    """Play until both sides chose a chairman on 2 May 2027; both seats are vacant."""
    play = constituting()
    together(play, "choose_chairman", "2027-05-02", filing={"name": "C", "chairman": "CHAIR"})
    return play


def established() -> Play:
    """Play until the Commission is established on 4 May 2027."""
    play = chaired()
    play.take("appoint_member", "CAN", "2027-05-03", track="seat:claimant", filing={"name": "A", "member": "ANN"})
    play.take("appoint_member", "RUS", "2027-05-04", track="seat:respondent", filing={"name": "B"})
    return play
