"""Screening one activity against a register: against brute force, against the bare index, and as the register grows.

Activities are spread so that a constant number lies around the question, however many there are: within 60 km of one
place in the south and at the same time lie about fifty; the others are spread over the rest of the Moon. Rows go
straight into the index, which is what a screening reads.
"""

import random
import statistics
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from consult.db import reading, writing
from consult.lunar import index
from consult.lunar.features import Feature, features_of
from consult.lunar.margins import DEFAULT
from consult.lunar.overlaps import compare
from consult.lunar.packing import unpack
from consult.lunar.reader import KEEPER
from consult.lunar.screening import screen
from consult.lunar.spaces import corner_of
from tests.bench.conftest import Office, ratio, seconds
from tests.consult.docket.conftest import build_office

ON, HITS, ROUNDS = date(2028, 1, 10), 50, 9


def activity(lat: float, lon: float, year: int, radius: float = 1.0) -> dict[str, Any]:
    """Describe an activity of one circle and one month."""
    place = {"body": "moon", "shape": "circle", "lat": f"{lat:.6f}", "lon": f"{lon:.6f}", "radius_km": f"{radius}"}
    return {
        "activity_title": "Lander",
        "earliest_start": f"{year}-06-01",
        "latest_end": f"{year}-06-30",
        "areas": [{"kind": "operations", "place": place}],
    }


QUESTION = activity(-89.0, 40.0, 2028, radius=30.0)


def described(size: int) -> Iterator[dict[str, Any]]:
    """Describe so many activities; fifty meet the question, the same in every register."""
    choose = random.Random(4)
    for _i in range(HITS):
        yield activity(-89.0 + choose.uniform(-0.6, 0.6), 40.0 + choose.uniform(-15, 15), 2028)
    for _i in range(size - HITS):
        yield activity(choose.uniform(-85.0, 85.0), choose.uniform(-180, 180), choose.randint(2026, 2040))


def features(size: int) -> Iterator[tuple[int, Feature]]:
    """Unfold them, with their numbers."""
    for i, one in enumerate(described(size)):
        for feature in features_of(one, key=f"LUN-{i:07d}", state=("JPN", "FRA", "KOR", "BRA")[i % 4]):
            yield i, feature


def fill(office: Office, size: int) -> None:
    """Put the features of so many activities into the index, ten thousand at a time."""
    about: dict[str, Any] = {"charter": "", "exercise": False, "recorded": date(2027, 12, 1)}
    with writing(office.engine) as connection:
        rows: list[Any] = []
        for i, feature in features(size):
            rows += index.rows_of([feature], i + 1, states=f"|{feature.state}|", **about)
            if len(rows) >= 10_000:
                index.add_rows(connection, rows)
                rows = []
        index.add_rows(connection, rows)


def asked(connection: Connection) -> set[tuple[str, str]]:
    """Screen, and give what was found."""
    found = screen(connection, QUESTION, reader=KEEPER, on=ON)
    return {(match.entry, match.finding.about) for match in found.matches}


def asked_anew(connection: Connection) -> None:
    """Screen with no feature kept ready from an earlier question."""
    unpack.cache_clear()
    asked(connection)


def bare(connection: Connection) -> list[Any]:
    """Ask the index alone for the same rows, on the driver itself."""
    (mine,) = features_of(QUESTION)
    corner = corner_of(mine, DEFAULT)
    assert corner is not None
    cursor = connection.connection.cursor()
    return cursor.execute(BARE, [bound for i in range(0, 8, 2) for bound in (corner[i + 1], corner[i])]).fetchall()  # type: ignore[no-any-return, attr-defined, func-returns-value] # the driver's own cursor


BARE = (
    "SELECT id, state, detail FROM lunar_index WHERE x0 <= ? AND x1 >= ? AND y0 <= ? AND y1 >= ?"
    " AND z0 <= ? AND z1 >= ? AND t0 <= ? AND t1 >= ?"
)


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Any]:
    """Give a maker of registers of a size, each on a file of its own."""
    made: list[Office] = []

    def make(size: int) -> Office:
        folder = tmp_path / str(size)
        folder.mkdir()
        office = build_office(f"sqlite:///{folder / 'consult.sqlite'}", folder)
        fill(office, size)
        made.append(office)
        return office

    yield make
    for office in made:
        office.engine.dispose()


def test_screening_against_brute_force_and_the_bare_index(filled: Any) -> None:
    """At a hundred thousand: the same result at least twenty times faster than comparing everything, and at most three
    times what the index itself takes for the same rows."""
    office = filled(100_000)
    everything = [feature for _i, feature in features(100_000)]
    mine = features_of(QUESTION)
    with reading(office.engine) as connection:
        found = asked(connection)
        assert {(one.theirs.key, one.about) for one in compare(mine, everything)} == found
        rows = bare(connection)
        assert 30 <= len(found) <= 80
        assert {unpack(row[2])[0].key for row in rows} >= {key for key, _about in found}
        for _i in range(20):
            asked(connection)
            bare(connection)
        brute, whole, cold, index_alone = [], [], [], []
        for _i in range(ROUNDS):
            brute.append(seconds(lambda: compare(mine, everything)))
            whole.append(statistics.median(seconds(lambda: asked(connection)) for _j in range(20)))
            cold.append(statistics.median(seconds(lambda: asked_anew(connection)) for _j in range(20)))
            index_alone.append(statistics.median(seconds(lambda: bare(connection)) for _j in range(20)))
    print(f"\n{len(found)} hits of {len(rows)} rows; {statistics.median(whole) * 1e6:.0f} µs")
    ratio("screening, brute force ÷ product at 1e5", brute, whole, floor=20, aim=100)
    ratio("screening, product ÷ bare R*Tree query", whole, index_alone, floor=3, aim=2, most=True)
    ratio("screening with nothing kept ready ÷ bare R*Tree query", cold, index_alone, floor=3, aim=2, most=True)


def test_screening_grows_more_slowly_than_the_register(filled: Any) -> None:
    """A thousand times as many activities take far less than a thousand times as long."""
    times = {}
    for size in (1_000, 10_000, 100_000, 1_000_000):
        with reading(filled(size).engine) as connection:
            found = asked(connection)
            assert 30 <= len(found) <= 80
            times[size] = [
                statistics.median(seconds(lambda: asked(connection)) for _j in range(20)) for _i in range(ROUNDS)
            ]
        print(f"\n{size}: {statistics.median(times[size]) * 1e6:.0f} µs")
    ratio("screening, at 1e6 ÷ at 1e3", times[1_000_000], times[1_000], floor=10, aim=2, most=True)
