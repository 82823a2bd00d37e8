"""What an act writes into the log."""

import json
from dataclasses import fields
from datetime import UTC, datetime

from consult.docket.entries import ZONE_DATA, rest_of
from consult.log.leaf import write_value
from workflows.kernel.case import STEP, Act

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def test_the_edition_of_the_time_zones_is_the_last_key_of_an_act() -> None:
    """So it can be added to the act's canonical text, and the text stays canonical."""
    body = write_value("rest", Act(1, STEP, "ask", "JPN", AT, AT, "draft", "asked").to_json())

    assert max(field.name for field in fields(Act)) < "zone_data"
    assert write_value("rest", {**json.loads(body), "zone_data": ZONE_DATA}) == rest_of(body)
