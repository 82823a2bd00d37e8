"""Brazil's claim against Japan and France, with a Claims Commission and what stands beside it.

Korea was examined as a launching State too and takes no part.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from consult.db import reading
from consult.docket import Docket
from consult.models.cases import CASES
from tests.consult.web.cases_world import build_cases
from tests.house.rooms_world import TRIBUNAL, Disputed, add_bodies

CLAIM, SHARES, AWARD = "claim", "shares", "award"
SIDES = ("BRA", "JPN", "FRA")
FREE = {"own_nationals": "no", "participants": "no", "parallel": "no"}
SECRET, DECIDED = "Our own fault is half of it", "Half of the sum is due"


def at(year: int, month: int, day: int) -> datetime:
    """Give noon of a day."""
    return datetime(year, month, day, 12, tzinfo=UTC)


def build_claim(folder: Path) -> Disputed:
    """Tell the claim up to 24 January 2026 and its preparation: nobody but Brazil knows of it."""
    world = build_cases(folder)
    add_bodies(world)
    parts = world.app.extensions["consult"]
    docket = Docket(world.engine, folder, parts.settings.procedures)
    told = Disputed(world, docket, docket)
    told.open("BRA", "liability", CLAIM, at(2026, 2, 1))
    told.take("BRA", CLAIM, "log_incident", at(2026, 2, 1), incident_title="Debris in the Northeast",
              occurred_on="2026-01-24", place_type="surface", damage=["property"])  # fmt: skip
    told.take("BRA", CLAIM, "identify", at(2026, 2, 10), launchers=["JPN", "FRA", "KOR"], identified_on="2026-02-08")
    for party in ("JPN", "FRA"):
        told.take("BRA", CLAIM, "run_bars", at(2026, 2, 11), f"launcher:{party}", **FREE)
    told.take("BRA", CLAIM, "run_bars", at(2026, 2, 11), "launcher:KOR", **{**FREE, "participants": "yes"})
    return told


def present(told: Disputed) -> None:
    """Present it, acknowledge it; Japan convenes those liable with it apart from Brazil; documentation follows."""
    told.take("BRA", CLAIM, "present", at(2026, 3, 5), respondents=["JPN", "FRA"], channel="diplomatic",
              standing="nationality", place_type="surface", remedies="none", reserves="yes")  # fmt: skip
    for party in ("JPN", "FRA"):
        told.take(party, CLAIM, "acknowledge", at(2026, 3, 6), f"respondent:{party}")
    told.take("JPN", CLAIM, "consult_co_launchers", at(2026, 3, 9))
    told.refs[SHARES] = beside(told, "apportionment")
    told.take("JPN", SHARES, "consult_co_launchers", at(2026, 3, 10), subject="Debris", partners=["FRA"],
              claim=told.refs[CLAIM], account=SECRET)  # fmt: skip
    told.take("BRA", CLAIM, "documentation_notice", at(2026, 4, 1))


def sit(told: Disputed) -> None:
    """Let the year pass, and seat a Commission whose chairman sits for all."""
    told.take("BRA", CLAIM, "request_commission", at(2027, 4, 5))
    jointly(told, "choose_chairman", at(2027, 4, 20), "seat:chairman", name="A chairman", chairman=TRIBUNAL)
    told.take("BRA", CLAIM, "appoint_member", at(2027, 5, 1), "seat:claimant", name="A member")
    body = {"name": "Another member"}
    for party in ("JPN", "FRA"):
        told.take(party, CLAIM, "several_claimants_or_launchers", at(2027, 5, 3), "seat:respondent", filing=body)


def award(told: Disputed) -> None:
    """Decide, and make the award public."""
    told.take(TRIBUNAL, CLAIM, "decide", at(2027, 11, 1), dispositif=DECIDED, majority="majority")
    told.take(TRIBUNAL, CLAIM, "make_public", at(2027, 11, 2))
    told.refs[AWARD] = beside(told, "claims_award")
    told.take(TRIBUNAL, AWARD, "publish_award", at(2027, 11, 3), subject="Debris in the Northeast", claimants=["BRA"],
              respondents=["JPN", "FRA"], decided_on="2027-11-01", force="recommendatory", dispositif=DECIDED,
              claim=told.refs[CLAIM])  # fmt: skip


def jointly(told: Disputed, step: str, when: datetime, track: str, **given: Any) -> None:
    """Lay the hands of all three on one text."""
    body = told.body(told.by("BRA"), told.refs[CLAIM], step, when, track, given)
    for party in SIDES:
        told.take(party, CLAIM, step, when, track, filing=body)


def beside(told: Disputed, procedure: str) -> str:
    """Give the reference of the case that the last act of this kind opened."""
    with reading(told.world.engine) as conn:
        query = select(CASES.c.ref).where(CASES.c.procedure == procedure).order_by(CASES.c.id.desc())
        return str(conn.execute(query).scalars().first())
