"""Cases of interference as tests play them: France suffers, Brazil is responsible for the source."""

from typing import Any

from tests.workflows.kernel.play import Play
from workflows.interference import interference
from workflows.kernel.view import Facts
from workflows.radio.law import InterferenceTerms

PROCEDURE = interference(InterferenceTerms())
FRANCE, BRAZIL, JAPAN, KAZAKHSTAN = "FRA", "BRA", "JPN", "KAZ"
TRACK = "administration:BRA"
SEEN = {"at": "2027-03-01T06:00:00+00:00", "zone": "UTC"}
LATER = {"at": "2027-03-02T06:00:00+00:00", "zone": "UTC"}


def described(**more: Any) -> dict[str, Any]:
    """Describe the emission in a report."""
    known = {"matter": "interference", "service": "other", "where": "earth", "pattern": "unknown"}
    return {**known, "first_observed": SEEN, "last_observed": LATER, **more}


def detected(service: str = "other", where: str = "earth") -> Play:
    """Play until France has logged the interference on 1 March 2027."""
    play = Play(PROCEDURE, "2027-03-01", {"reporter": [FRANCE]}, Facts())
    play.take("detect", FRANCE, "2027-03-01", filing={"service": service, "where": where, "first_observed": SEEN})
    return play


def located(service: str = "other", where: str = "earth") -> Play:
    """Play until the probable source is known on 3 March."""
    play = detected(service, where)
    play.take("locate", FRANCE, "2027-03-03")
    return play


def reported(service: str = "other", **more: Any) -> Play:
    """Play until the report is sent to Brazil on 4 March 2027, a Thursday."""
    play = located(service)
    play.take("send_report", FRANCE, "2027-03-04", filing=described(source=BRAZIL, service=service, **more))
    return play


def investigating() -> Play:
    """Play until Brazil, which acknowledged on 8 March, looks into it on 9 March."""
    play = reported()
    play.take("acknowledge", BRAZIL, "2027-03-08", track=TRACK)
    play.take("enter_investigating", BRAZIL, "2027-03-09", track=TRACK)
    return play


def ceased() -> Play:
    """Play until Brazil reports on 12 March that the emission has ceased."""
    play = investigating()
    play.take("cease", BRAZIL, "2027-03-12", track=TRACK, filing={"ceased_at": LATER})
    return play


def persisting() -> Play:
    """Play until nothing was heard for fifteen days after the report."""
    play = reported()
    play.pass_time("2027-03-20")
    return play


def with_bureau() -> Play:
    """Play until the Bureau is asked to act on 23 March."""
    play = persisting()
    play.take("inform", FRANCE, "2027-03-22")
    play.take("ask_bureau", FRANCE, "2027-03-23")
    return play
