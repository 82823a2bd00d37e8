"""A dispute between Japan and the Republic of Korea in which a settlement is drafted, and the acts of drafting."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from consult.docket import Docket, Filed
from consult.models.parties import PERSON
from consult.standing import Standing, choices
from tests.consult.web.world import AT, World

HOURS, OTHER_HOURS = "Korea makes good sixty hours.", "Korea makes good forty hours in two increments."
NO_PRECEDENT = "This settlement is no precedent."
NOTICE = {
    "dispute_title": "Crew time",
    "respondents": ["KOR"],
    "agreement": "Article 9",
    "facts": "Crew time fell short.",
}
FIRST, SECOND, THIRD = (datetime(2026, 11, day, 10, tzinfo=UTC) for day in (23, 25, 27))


def clause(key: str, text: str, heading: str = "") -> dict[str, str]:
    """Write a clause as a form files it."""
    return {"key": key} | ({"heading": heading} if heading else {}) | {"text": text}


def named(*keys: str) -> list[dict[str, str]]:
    """Name clauses."""
    return [{"key": key} for key in keys]


ONE = [clause("1", HOURS, "Crew time"), clause("2", NO_PRECEDENT)]
TWO = [clause("1", OTHER_HOURS, "Crew time"), clause("3", "Later shortfalls go to the committee."), ONE[1]]


class Drafting:
    """One dispute, and the hands of its parties."""

    def __init__(self, world: World) -> None:
        """Let Japan serve a notice of dispute on Korea, which acknowledges it, on 20 November 2026."""
        self.world = world
        self.docket: Docket = world.app.extensions["consult"].docket
        opened = self.docket.open(self.by("JPN"), "settlement", at=AT, title="Crew time", proposed={"agreement": "gen"})
        self.ref = str(opened.ref)
        self.take("JPN", "serve_notice_of_dispute", NOTICE, AT)
        self.take("KOR", "acknowledge", {"remark": "Received."}, AT, "respondent:KOR")

    @property
    def sheet(self) -> str:
        """Answer the address of the text."""
        return f"/cases/{self.ref}/sheets/text"

    @property
    def last(self) -> int:
        """Give the number of the last act."""
        with self.world.reading() as conn:
            return self.docket.see(conn, self.by("JPN"), self.ref, THIRD).case.n

    def by(self, party: str) -> Standing:
        """Give the standing of the office of a party that may do everything."""
        with self.world.reading() as conn:
            query = select(PERSON.c.id).where(PERSON.c.email == f"all@{party.lower()}.example")
            return choices(conn, conn.execute(query).scalar_one(), AT)[0]

    def take(self, party: str, step: str, body: Mapping[str, Any], at: datetime, track: str | None = None) -> int:
        """Take a step; give the number of its act."""
        return int(self.docket.take(self.by(party), self.ref, Filed(step, track, dict(body)), at=at).n)

    def table(self, party: str, clauses: list[dict[str, str]], at: datetime, follows: int = 0, note: str = "") -> int:
        """Table a version."""
        body = {"clauses": clauses} | ({"follows": follows} if follows else {}) | ({"note": note} if note else {})
        return self.take(party, "table_text", body, at)
