"""In what capacities a mandate counts: by date, zone, level and procedure."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from consult import migrate, people, standing
from consult.db import make_engine, writing
from consult.log.append import start_log
from consult.people import NewMandate, NewOrgan, NewParty, NewPerson
from consult.standing import Standing
from tests import databases

OFFICIAL = Standing(
    person_id=1,
    name="Official",
    party_key="JPN",
    party_name="Japan",
    party_zone="Asia/Tokyo",
    organ_id=1,
    organ_key="MOFA",
    organ_name="Ministry",
    organ_kind="ministry",
    office="Director",
    capacities=frozenset({"draft", "clear", "dispatch", "manage"}),
    mandate_id=1,
    level="treaty",
    procedures=None,
    valid_from=date(2026, 1, 1),
    valid_until=date(2026, 12, 31),
)
ALL = OFFICIAL.capacities


@pytest.mark.parametrize(
    ("on", "counts"),
    [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
def test_a_mandate_counts_from_its_first_to_its_last_day(on: date, counts: bool) -> None:
    """The day before and the day after give no capacity at all."""
    assert (ALL if counts else frozenset()) == standing.capacities_for(OFFICIAL, "ost9", "treaty", on)


@pytest.mark.parametrize(
    ("level", "case_level", "dispatches"),
    [("treaty", "treaty", True), ("treaty", "agency", False), ("agency", "agency", True), ("agency", "treaty", False)],
)
def test_dispatch_counts_at_the_level_of_the_mandate_only(level: str, case_level: str, dispatches: bool) -> None:
    """Everything else is left as it is."""
    found = standing.capacities_for(replace(OFFICIAL, level=level), "ost9", case_level, date(2026, 5, 1))

    assert (ALL if dispatches else ALL - {"dispatch"}) == found


@pytest.mark.parametrize(
    ("kind", "capacities", "is_secretariat", "speaks"),
    [
        ("secretariat", {"office"}, True, False),
        ("secretariat", {"manage"}, False, False),
        ("registry", {"office"}, False, False),
        ("ministry", {"dispatch"}, False, True),
        ("ministry", {"draft", "clear"}, False, False),
    ],
)
def test_a_secretariat_drills_and_registers_and_only_who_dispatches_speaks(
    kind: str, capacities: set[str], is_secretariat: bool, speaks: bool
) -> None:
    """The kind of the organ and the capacity count together."""
    found = replace(OFFICIAL, organ_kind=kind, capacities=frozenset(capacities))

    assert (is_secretariat, speaks) == (found.is_secretariat, found.speaks)


def test_a_mandate_for_one_procedure_counts_for_no_other() -> None:
    """Managing people is not bound to a procedure."""
    limited = replace(OFFICIAL, procedures=frozenset({"ost9"}))

    assert ALL == standing.capacities_for(limited, "ost9", "treaty", date(2026, 5, 1))
    assert frozenset({"manage"}) == standing.capacities_for(limited, "liability", "treaty", date(2026, 5, 1))


@pytest.mark.parametrize(
    ("at", "offered"),
    [
        (datetime(2026, 11, 19, 14, 59, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 19, 15, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 20, 14, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 20, 15, 0, tzinfo=UTC), False),
    ],
)
def test_the_days_of_a_mandate_are_those_of_its_partys_zone(tmp_path: Path, at: datetime, offered: bool) -> None:
    """20 November in Tokyo runs from 15:00 UTC on the 19th to 15:00 UTC on the 20th."""
    engine = make_engine(databases.at(tmp_path / "standing.sqlite"))
    with writing(engine) as conn:
        migrate.tables().create_all(conn)
        start_log(conn)
        people.add_party(conn, NewParty("JPN", "Japan", "state", "Asia/Tokyo", "JP"))
        organ = people.add_organ(conn, None, "JPN", NewOrgan("MOFA", "Ministry", "ministry"))
        one_day = NewMandate(organ, "Liaison", ("draft",), "Letter", date(2026, 11, 20), date(2026, 11, 20))
        person, _ = people.invite(conn, None, NewPerson("Liaison", "l@x.example"), one_day, at.replace(day=1))

        assert offered is bool(standing.choices(conn, person, at))
    engine.dispose()


@pytest.mark.parametrize(
    ("asked", "procedure", "level", "holds"),
    [
        ({}, "ost9", "treaty", True),
        ({"organ": "MOFA", "capacity": "clear", "mandates": (1,)}, "ost9", "treaty", True),
        ({"organ": "JAXA"}, "ost9", "treaty", False),
        ({"capacity": "office"}, "ost9", "treaty", False),
        ({"mandates": (2, 3)}, "ost9", "treaty", False),
        ({"capacity": "dispatch"}, "ost9", "agency", False),
        ({"capacity": "dispatch"}, "ost9", "", True),
        ({"capacity": "clear"}, "ost9", "agency", True),
        ({}, "berth", "treaty", False),
    ],
)
def test_a_stage_is_held_by_organ_capacity_and_mandate_together(
    asked: dict[str, Any], procedure: str, level: str, holds: bool
) -> None:
    """Of papers of procedures that the mandate covers; a stage of dispatch at the level of the mandate alone."""
    covered = replace(OFFICIAL, procedures=frozenset({"ost9"}))
    assert holds is standing.holds_stage(covered, procedure, level, **asked)
    assert not standing.holds_stage(replace(covered, capacities=frozenset({"manage"})), procedure, level, **asked)
