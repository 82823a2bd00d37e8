"""A submission to the Legal Subcommittee that tells of a consultation, in the world of cases."""

from typing import Any

from tests.consult.web.consulted import FRANCE, JAPAN, KOREA, acting, docket, landing, moment, take
from tests.consult.web.world import World

DAY = "2026-12-01"
SCOPE: dict[str, Any] = {
    "heading": "Consultations of Japan in 2026",
    "body": "LSC",
    "session": "LSC-66",
    "item": "lsc_treaties",
    "kind": "national_report",
    "language": "en",
    "since": "2026-01-01",
    "until": "2026-12-31",
}


def submission(world: World, case: str, **given: Any) -> str:
    """Open Japan's submission on 1 December 2026, compile it, and ask France and Korea for consent to a case; give its
    reference."""
    at = moment(DAY)
    ref = str(docket(world).open(acting(world, JAPAN, at), "copuos", at=at, title="").ref)
    take(world, JAPAN, DAY, ref, "scope", exactly=True, **(SCOPE | given))
    take(world, JAPAN, DAY, ref, "compile", exactly=True)
    take(world, JAPAN, DAY, ref, "review", exactly=True)
    for party in ("FRA", "KOR"):
        words = {"party": party, "cases": [{"case_ref": case}], "words": "Its procedure, stage and dates."}
        take(world, JAPAN, DAY, ref, "ask_consent", exactly=True, **words)
    return ref


def consent(world: World, ref: str, party: str, day: str = "2026-12-02") -> None:
    """Let a party consent to all that it was asked about."""
    mail = {"FRA": FRANCE, "KOR": KOREA}[party]
    take(world, mail, day, ref, "consent", f"affected:{party}", exactly=True)


__all__ = ["DAY", "SCOPE", "consent", "landing", "submission"]
