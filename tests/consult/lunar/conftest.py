"""A docket whose catalogue has a procedure that registers what it files, over a fresh database of each kind."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from consult.docket import Docket
from tests.consult.docket.conftest import PROCEDURES, Office, build_office

HERE = Path(__file__).parent / "procedures"
NOTICED = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
RIM = {"body": "moon", "shape": "circle", "lat": "-89.45", "lon": "-137.2", "radius_km": "2"}
ROVER: dict[str, Any] = {
    "activity_title": "Polar rover 1",
    "operator": "JAXA",
    "activity_class": "rover",
    "activity_status": "planned",
    "nature": "Prospecting for water with a drill.",
    "earliest_start": "2028-03-01",
    "latest_end": "2028-09-30",
    "areas": [{"kind": "operations", "label": "Rim", "place": RIM}],
    "emissions": [{"band": {"from": "2200", "to": "2290", "unit": "MHz"}, "emits": "transmits", "place": RIM}],
    "contact": {"channel": "mail", "address": "rover@example.int"},
    "members_only": ["emissions", "contact"],
}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """Give the docket."""
    on_file = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'consult.sqlite'}" if on_file else request.getfixturevalue("postgres_url")
    built = build_office(url, tmp_path)
    built.docket = Docket(built.engine, tmp_path, (PROCEDURES, HERE))
    yield built
    built.engine.dispose()


def announced(office: Office, who: str = "JPN", exercise: bool = False, **changes: Any) -> str:
    """Announce an activity and give the reference of its case."""
    opened = office.docket.open(office.standings[who], "announcement", at=NOTICED, title="", exercise=exercise)
    office.take(who, opened.ref, "announce", at=NOTICED, body={**ROVER, **changes})
    return opened.ref
