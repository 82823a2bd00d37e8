"""Lists and sweeps in worlds of a thousand cases and of a million, which the product's own seeder has made."""

import shutil
import statistics
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from consult import clock
from consult.casebook import list_cases
from consult.db import reading
from consult.docket import Docket
from consult.visibility import Viewer
from tests.bench import worlds
from tests.bench.conftest import both_times, ratio, seconds
from tests.bench.worlds import AT, DUE, FEW, MANY

ROUNDS, LISTS, A_ROUND = 9, 10, 100
PARTY, MAIL = "JPN", "counsellor@jpn.example"


def test_a_list_of_50_at_a_million_cases_against_a_thousand() -> None:
    """Floor 1.5, aim 1.1: what one party sees, the newest first, through the policy of visibility."""
    engines = [worlds.seeded(cases).engine() for cases in (FEW, MANY)]

    def read(engine: Engine) -> None:
        for _i in range(LISTS):
            with reading(engine) as connection:
                assert 50 == len(list_cases(connection, Viewer(PARTY), before=None).rows)

    for engine in engines:
        read(engine)
    rounds = [[seconds(lambda: read(engine)) for engine in engines] for _i in range(ROUNDS)]  # noqa: B023 - called at once
    for engine in engines:
        engine.dispose()
    small, large = zip(*rounds, strict=True)
    ratio(f"list of 50 at {MANY:,} cases ÷ at {FEW:,}", large, small, 1.5, 1.1, most=True)
    print(f"{statistics.median(large) / LISTS * 1000:.2f} ms a list at {MANY:,}")


def pages_of(address: str) -> tuple[list[float], list[float]]:
    """Draw a page in the large world and in the small one in turns; give the seconds of the processor of each."""
    with clock.frozen(AT):
        pages = [worlds.seeded(cases).pages() for cases in (MANY, FEW)]
        visitors = [page.signed_in(MAIL) for page in pages]
        for visitor in visitors:
            assert 200 == visitor.get(address).status_code
        rounds = [[both_times(lambda: visitor.get(address))[1] for visitor in visitors] for _i in range(ROUNDS)]  # noqa: B023 - called at once
        for page in pages:
            page.engine.dispose()
    large, small = zip(*rounds, strict=True)
    return list(large), list(small)


def test_the_page_of_cases_at_a_million_cases_against_a_thousand() -> None:
    """Floor 1.5, aim 1.1 of the time of the processor, with sign-in and drawing."""
    ratio(f"page /cases at {MANY:,} cases ÷ at {FEW:,}", *pages_of("/cases"), 1.5, 1.1, most=True)


def test_the_desk_does_not_grow_with_the_cases_of_a_party() -> None:
    """The party has about a sixth of each of these worlds; what it costs follows what is shown. Budget: 150 ms."""
    large, small = pages_of("/desk")
    print(f"\n/desk at {MANY:,} cases: {statistics.median(large):.3f} s; at {FEW:,}: {statistics.median(small):.3f} s")
    ratio(f"page /desk at {MANY:,} cases ÷ at {FEW:,}", large, small, 2.0, 1.1, most=True)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[list[Docket]]:
    """Give the dockets of a small and a large world, in which a thousand cases are due."""
    made = [worlds.own_copy(cases, tmp_path / str(cases)) for cases in (FEW, MANY)]
    engines = [world.engine() for world in made]
    yield [world.docket(engine) for world, engine in zip(made, engines, strict=True)]
    for engine in engines:
        engine.dispose()
    for world in made:
        shutil.rmtree(world.folder)


def test_a_thousand_due_among_a_million_cases_against_among_a_thousand(two: list[Docket]) -> None:
    """Floor 3, aim 1.5: found, settled and sealed, a hundred cases a round, which is one transaction or, where that
    takes long, a few; then nothing is left."""
    at = AT + timedelta(days=7)

    def sweep(docket: Docket) -> int:
        return docket.sweep(at, A_ROUND)

    times = [[seconds(lambda: sweep(docket)) for docket in two] for _i in range(DUE // A_ROUND)]  # noqa: B023 - called at once

    assert [0, 0] == [sweep(docket) for docket in two]
    small, large = zip(*times, strict=True)
    ratio(f"sweep of {DUE:,} due among {MANY:,} cases ÷ among {FEW:,}", large, small, 3.0, 1.5, most=True)
    print(f"{sum(large):.2f} s for {DUE:,} due among {MANY:,}; the slowest round {max(large) * 1000:.0f} ms")
