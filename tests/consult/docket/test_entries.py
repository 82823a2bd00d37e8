"""What an act writes into the log."""

import json
from dataclasses import fields
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from consult.db import writing
from consult.docket.entries import ZONE_DATA, chain_of, rest_of
from consult.log.leaf import write_value
from consult.models.audit import audit_chain
from tests.consult.docket.conftest import Office
from workflows.kernel.case import STEP, Act

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def test_the_edition_of_the_time_zones_is_the_last_key_of_an_act() -> None:
    """So it can be added to the act's canonical text, and the text stays canonical."""
    body = write_value("rest", Act(1, STEP, "ask", "JPN", AT, AT, "draft", "asked").to_json())

    assert max(field.name for field in fields(Act)) < "zone_data"
    assert write_value("rest", {**json.loads(body), "zone_data": ZONE_DATA}) == rest_of(body)


@pytest.mark.parametrize(
    ("level", "track", "kind", "party"),
    [
        ("C2", None, "case", None),
        ("C3", "berth:FRA", "track", None),
        ("C3", None, "delegation", "FRA"),
        ("C4", None, "delegation", "FRA"),
        ("C5", "berth:FRA", "room", "FRA"),
    ],
)
def test_an_act_lies_in_the_chain_of_those_who_may_see_it(
    office: Office, level: str, track: str | None, kind: str, party: str | None
) -> None:
    """Who holds the key of a chain must find every step of it opened: what France alone sees is in its own."""
    act = Act(1, STEP, "give", "FRA", AT, AT, "asked", "asked", track=track, level=level)
    with writing(office.engine) as connection:
        chain = chain_of(connection, 1, act, "C2")
        row = connection.execute(select(audit_chain).where(audit_chain.c.id == chain)).one()

    assert (kind, party) == (row.kind, row.party)
