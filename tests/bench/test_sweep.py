"""Lapses and reminders that are due among many limits: found and claimed, a thousand among a million against a thousand
among a thousand; and the whole sweep of cases that have lapsed.

Limits that are not due are copies of one real row, in SQL; whatever lapses in the whole sweep is real.
"""

import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from consult.db import reading, writing
from consult.docket import due as lapsed
from consult.docket import reminding
from consult.models.cases import DEADLINE
from tests.bench.conftest import Office, ratio, seconds
from tests.consult.docket.conftest import build_office
from tests.faults.test_ticks_at_once import due

DUE, CASES, ROUNDS, A_ROUND = 1000, 1000, 7, 20
END = datetime(2026, 12, 1, tzinfo=UTC)
LATER = END + timedelta(days=1)

FILLERS = """WITH RECURSIVE number(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM number WHERE i + 1 < {n})
INSERT INTO {table} ({columns}) SELECT {values} FROM number, {table} AS one WHERE one.id = {like}"""


@dataclass
class World:
    """Real cases that lapse with 30 November, and so many limits in all, of which a thousand are due a day later."""

    office: Office
    limits: int

    def fill(self) -> None:
        """Add cases and limits until there are as many; the first thousand are due at noon of 1 December."""
        day = "strftime('%Y-%m-%d %H:%M:%f', '2026-12-01 12:00', {shift}) || '000'"
        at = f"CASE WHEN i < {DUE} THEN {day.format(shift=chr(39) + '+0 days' + chr(39))} ELSE " + (
            day.format(shift="'+' || (2 + i % 900) || ' days'") + " END"
        )
        with writing(self.office.engine) as connection:
            raw = connection.connection.cursor()
            case = raw.execute("SELECT min(case_id), max(case_id) + 1 FROM deadline").fetchone()
            limit = raw.execute("SELECT id FROM deadline WHERE status = 'running' LIMIT 1").fetchone()[0]
            self._copy(raw, "cases", CASES, case[0], {"ref": "'F' || i", "id": f"{case[1]} + i"})
            owned = {"case_id": f"{case[1]} + i % {CASES}", "key": "'f' || i", "expires_at": at, "remind_at": at}
            self._copy(raw, "deadline", self.limits, limit, owned | {"id": "NULL"})
        with self.office.engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()

    def _copy(self, raw: Any, table: str, n: int, like: int, other: dict[str, str]) -> None:
        names = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
        values = ", ".join(other.get(name, f"one.{name}") for name in names)
        raw.execute(FILLERS.format(n=n, table=table, columns=", ".join(names), values=values, like=like))

    def find_lapses(self) -> None:
        """Find a thousand limits that have passed."""
        with reading(self.office.engine) as connection:
            assert len(lapsed.Walk(LATER).ahead(connection, DUE)) > DUE / 2

    def claim_reminders(self) -> None:
        """Find a thousand limits of which somebody is to be reminded, move each on, and take it back."""
        with self.office.engine.connect() as connection, connection.begin() as taken:
            rows = connection.execute(reminding._due(LATER).limit(DUE)).all()
            for row in rows:
                moved = update(DEADLINE).where(DEADLINE.c.id == row.id).values(remind_at=LATER + timedelta(days=9))
                connection.execute(moved)
            taken.rollback()
        assert DUE == len(rows)

    def sweep(self) -> None:
        """Record what has lapsed in some real cases, sealed in the log."""
        assert self.office.docket.sweep(END, A_ROUND) >= A_ROUND

    def plans(self) -> list[str]:
        """Say how the database finds what is due."""
        told = []
        for index, column in (("running", "expires_at"), ("", "remind_at")):
            where = f"d.{column} <= '2026-12-02'" + (f" AND d.status = '{index}'" if index else "")
            query = (
                f"SELECT d.id FROM deadline d JOIN cases c ON c.id = d.case_id WHERE {where} ORDER BY d.{column}, d.id"
            )
            with reading(self.office.engine) as connection:
                rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query} LIMIT 100").all()
            told.append(f"{column}: " + "; ".join(row[-1] for row in rows))
        return told


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, World]]:
    """Give a world of a thousand limits and one of a million."""
    made = []
    for size in (DUE, 1_000_000):
        folder: Path = tmp_path_factory.mktemp(f"limits{size}")
        office = build_office(f"sqlite:///{folder / 'consult.sqlite'}", folder)
        due(office, A_ROUND * (ROUNDS + 1))
        made.append(World(office, size))
        made[-1].fill()
    yield made[0], made[1]
    for world in made:
        world.office.engine.dispose()


KINDS: dict[str, Callable[[World], None]] = {
    "1,000 lapses found": World.find_lapses,
    "1,000 reminders found and claimed": World.claim_reminders,
    f"{A_ROUND} lapses found and recorded": World.sweep,
}


@pytest.mark.parametrize("name", list(KINDS))
def test_what_is_due_among_a_million_limits_costs_what_it_costs_among_a_thousand(
    worlds: tuple[World, World], name: str
) -> None:
    """Floor 3, aim 1.5; both worlds are asked in turns."""
    few, many = worlds
    work = KINDS[name]
    for world in worlds:
        work(world)
    rounds = [(seconds(lambda: work(many)), seconds(lambda: work(few))) for _i in range(ROUNDS)]
    over, under = [one[0] for one in rounds], [one[1] for one in rounds]
    ratio(f"{name}, among 1e6 ÷ among 1e3", over, under, 3.0, 1.5, most=True)
    print(f"{statistics.median(over) * 1000:.1f} ms among 1e6, {statistics.median(under) * 1000:.1f} ms among 1e3")


def test_what_is_due_is_found_by_its_index(worlds: tuple[World, World]) -> None:
    """The database walks the index of what is due and sorts nothing."""
    told = worlds[1].plans()
    print("\n" + "\n".join(told))

    assert ["ix_deadline_due" in told[0], "ix_deadline_remind" in told[1]] == [True, True]
    assert not [line for line in told if "TEMP B-TREE" in line or "SCAN deadline" in line.replace("d USING", "")]
