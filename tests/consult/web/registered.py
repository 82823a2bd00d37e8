"""A register of a few activities of others, and a landing of Japan's between them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from consult.lunar import register
from consult.lunar.register import NewVersion, Origin
from tests.consult.web.world import Visitor, World

LATELY, LONG_AGO = datetime(2026, 11, 2, 9, 0, tzinfo=UTC), datetime(2025, 1, 15, 9, 0, tzinfo=UTC)
RIM = {"body": "moon", "shape": "circle", "lat": "-89.45", "lon": "-137.2", "radius_km": "2"}
NEAR = {**RIM, "lat": "-89.46"}
FAR = {**RIM, "lat": "0", "lon": "30"}
S_BAND = {"from": "2200", "to": "2290", "unit": "MHz"}
BASIC = {
    "operator": "An operator", "nature": "Prospecting with a drill.", "activity_class": "rover",
    "earliest_start": "2027-03-01", "latest_end": "2028-03-01",
    "contact": {"channel": "mail", "address": "contact@agency.example"},
}  # fmt: skip
ROVER = {**BASIC, "activity_title": "Polar rover", "areas": [{"kind": "operations", "place": NEAR}]}
TELESCOPE = {**BASIC, "activity_title": "Quiet telescope", "areas": [{"kind": "operations", "place": NEAR}]}
BASE = {**BASIC, "activity_title": "Base at the equator", "areas": [{"kind": "operations", "place": FAR}]}
HIDDEN = {**TELESCOPE, "activity_title": "Hidden telescope", "members_only": ["areas"]}
NOTICE = {
    "activity_title": "Landing near the rim", "earliest_start": "2027-06-01", "latest_end": "2027-06-20", "place": RIM,
}  # fmt: skip
PLACE = {
    "place:body": "moon", "place:shape": "circle", "place:lat": "-89.45", "place:lon": "-137.2", "place:radius_km": "2",
}  # fmt: skip


def registered(world: World, state: str, description: Mapping[str, Any], key: str, at: datetime = LATELY) -> None:
    """Put an activity into the register."""
    with world.writing() as conn:
        register.record(conn, Origin("import", state, key=key), NewVersion(description, at, source="A list"))


def register_of_three(world: World) -> None:
    """Register Korea's rover and, long ago, France's telescope near the landing, and Brazil's base far from it."""
    registered(world, "KOR", ROVER, "LUN-0001")
    registered(world, "FRA", TELESCOPE, "LUN-0002", LONG_AGO)
    registered(world, "BRA", BASE, "LUN-0003")


def begun(visitor: Visitor, key: str, procedure: str, form_at: str = "/desk") -> Any:
    """Begin a case from the register."""
    return visitor.post(f"/lunar/{key}/begin", form_at=form_at, procedure=procedure)
