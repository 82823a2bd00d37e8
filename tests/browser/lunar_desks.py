"""Members of the lunar mechanism at their desks: on the roll by cases of their own, each with an office that may do
everything for its State; and what they write."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from consult import clock, people
from consult.db import reading, writing
from consult.demo.seeding import standing_of
from consult.demo.world import MISSION, world
from consult.docket import Docket, Filed
from consult.models.parties import ORGAN
from consult.people import NewMandate, NewPerson
from tests.browser.desks import AT
from workflows.kernel.editions import digest_of

AMBASSADOR = "ambassador@{}.example"
CHARTER = {"charter": "copuos-draft"}
RIM = {"body": "moon", "shape": "circle", "lat": "-89.45", "lon": "-137.2", "radius_km": "4"}
BAND = {"from": "2200", "to": "2290", "unit": "MHz"}
DRILL: dict[str, Any] = {
    "activity_title": "Prospecting drill",
    "operator": "Korea AeroSpace Administration",
    "activity_class": "rover",
    "nature": "A rover drills for ice at twenty places.",
    "earliest_start": "2028-02-01",
    "latest_end": "2028-12-31",
    "areas": [{"kind": "operations", "label": "Field of the drill", "place": {**RIM, "lat": "-89.4"}}],
    "emissions": [{"band": {**BAND, "from": "2280", "to": "2300"}, "emits": "both", "place": RIM}],
    "contact": {"channel": "mail", "address": "drill@kor.example"},
}
"""What Korea has told before: beside the landing of India in place, time and frequency."""


def appoint(app: Any, *states: str) -> None:
    """Give each State an ambassador, who prepares, clears and sends."""
    parts = app.extensions["consult"]
    word = parts.passwords.hash(world().password, "")
    with app.app_context(), writing(parts.engine) as connection:
        for state in states:
            here = (ORGAN.c.party_key == state, ORGAN.c.key == MISSION)
            organ = connection.execute(select(ORGAN.c.id).where(*here)).scalar_one()
            office, mail = f"Ambassador of {state}", AMBASSADOR.format(state.lower())
            person = people.add_person(connection, NewPerson(office, mail), AT)
            capacities = ("draft", "clear", "dispatch")
            mandate = NewMandate(organ, office, capacities, "Letter of credence", date(2026, 1, 1), level="treaty")
            people.record_mandate(connection, None, person, mandate, AT)
            link = people.issue_link(connection, None, person, AT)
            people.redeem_link(connection, link.token, word, AT)


def act(app: Any, state: str, procedure: str, step: str, body: dict[str, Any], at: datetime) -> str:
    """Open a case of the mechanism for a State and take its first step through the docket; give its reference."""
    docket: Docket = app.extensions["consult"].docket
    with reading(docket.engine) as connection:
        by = standing_of(connection, AMBASSADOR.format(state.lower()), "treaty", at)
    assert by is not None
    title = str(body.get("activity_title", "The mechanism"))
    receipt = docket.open(by, procedure, at=at, title=title, proposed=CHARTER, exercise=True)
    filed = Filed(step, None, body, cleared_digest=digest_of(body), cleared_office="Office")
    docket.take(by, receipt.ref, filed, at=at)
    return str(receipt.ref)


def convene(app: Any, *states: str) -> None:
    """Let each State take its place as a founding member of the mechanism, by a case of its own."""
    appoint(app, *states)
    with clock.frozen(AT):
        for state in states:
            act(app, state, "lunar_participation", "accept_charter", {"class_sought": "member"}, AT)


def drill_registered(app: Any) -> str:
    """Let Korea notify its drill; give the key of its entry, which is the reference of its case."""
    with clock.frozen(AT):
        return act(app, "KOR", "lunar_notice", "notify", DRILL, AT)
