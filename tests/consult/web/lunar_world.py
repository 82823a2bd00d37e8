"""A register with three activities at the south pole: two States that overlap in all that can overlap, and a third that
keeps part of what it tells for participants."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from consult.lunar import register
from consult.lunar.register import NewVersion, Origin
from tests.consult.web.cases_world import build_cases
from tests.consult.web.world import World

TOLD = datetime(2026, 10, 1, 12, 0, tzinfo=UTC)
MOVED = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
RIM = {"body": "moon", "shape": "circle", "lat": "-89.45", "lon": "-137.2", "radius_km": "4"}
BESIDE = {"body": "moon", "shape": "ellipse", "lat": "-89.4", "lon": "-120", "semi_major_km": "8", "semi_minor_km": "3"}
BASE: dict[str, Any] = {
    "activity_title": "Polar base, first landing",
    "operator": "JAXA",
    "activity_class": "station",
    "activity_status": "planned",
    "nature": "A landing with four crew.",
    "earliest_start": "2028-03-01",
    "latest_end": "2028-09-30",
    "uncertainty_days": {"value": "14", "unit": "days"},
    "phases": [{"name": "Landing", "starts": "2028-03-01", "ends": "2028-03-04"}],
    "areas": [{"kind": "landing", "label": "Rim", "place": RIM, "uncertainty_km": {"value": "500", "unit": "m"}}],
    "plume_radius": {"value": "2", "unit": "km"},
    "emissions": [
        {"band": {"from": "2200", "to": "2290", "unit": "MHz"}, "emits": "transmits", "place": RIM,
         "reach_km": {"value": "30", "unit": "km"}},
    ],
    "meaning": "loss",
    "contact": {"channel": "mail", "address": "base@example.int"},
}  # fmt: skip
DRILL: dict[str, Any] = {
    "activity_title": "Prospecting drill",
    "operator": "CNES",
    "activity_class": "rover",
    "activity_status": "planned",
    "nature": "Drilling for ice.",
    "earliest_start": "2028-06-01",
    "latest_end": "2029-05-31",
    "areas": [
        {"kind": "operations", "label": "Field", "place": BESIDE},
        {"kind": "keep_clear", "label": "Quiet ground", "place": {**RIM, "lat": "-89.3", "radius_km": "6"}},
    ],
    "emissions": [
        {"band": {"from": "2280", "to": "2300", "unit": "MHz"}, "emits": "both", "place": BESIDE,
         "reach_km": {"value": "20", "unit": "km"}},
    ],
    "resources": [{"kind": "water", "use": "prospecting"}],
    "meaning": "science",
    "contact": {"channel": "mail", "address": "drill@example.int"},
}  # fmt: skip
SECRET: dict[str, Any] = {
    "activity_title": "Relay and probe",
    "operator": "KARI",
    "activity_class": "relay",
    "activity_status": "planned",
    "nature": "A relay with a probe.",
    "earliest_start": "2028-04-01",
    "latest_end": "2028-12-31",
    "areas": [{"kind": "landing", "label": "Hidden hollow", "place": {**RIM, "radius_km": "1"}}],
    "emissions": [{"band": {"from": "2210", "to": "2215", "unit": "MHz"}, "emits": "both", "place": RIM}],
    "meaning": "own",
    "meaning_words": "Any loss of contact.",
    "contact": {"channel": "mail", "address": "hidden@example.int"},
    "members_only": ["areas", "emissions", "contact"],
}


def record(world: World, state: str, description: dict[str, Any], at: datetime = TOLD, **given: Any) -> str:
    """Record an activity without a case; give its key."""
    with world.writing() as connection:
        origin, version = Origin("import", state), NewVersion(description, at, party=state, **given)
        return register.record(connection, origin, version).key


def move(world: World, key: str, description: dict[str, Any], at: datetime = MOVED) -> None:
    """Record a later version of an activity."""
    from consult.lunar.entries import read_entry
    from consult.lunar.reader import KEEPER

    with world.writing() as connection:
        entry = read_entry(connection, KEEPER, key)
        origin = Origin("import", entry.listed.state)
        version = NewVersion(description, at, party=entry.listed.state)
        register.record(connection, origin, version, entry.listed.id)


def build_register(folder: Path, **settings: Any) -> tuple[World, dict[str, str]]:
    """Build the world with its three activities; give it and the keys by State."""
    world = build_cases(folder, **settings)
    keys = {"JPN": record(world, "JPN", BASE), "FRA": record(world, "FRA", DRILL), "KOR": record(world, "KOR", SECRET)}
    move(world, keys["FRA"], {**DRILL, "earliest_start": "2028-07-01"})
    return world, keys
