"""Lists of what surrounds the cases: a page of fifty does not grow with the table. Times are printed and never fail."""

import statistics
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from consult import clock
from consult.lunar import register
from consult.lunar.register import NewVersion, Origin
from consult.models.cases import CASES
from consult.models.objects import SPACE_OBJECT
from consult.models.search import SEARCH_TEXT
from consult.search.rows import Words, add
from tests.bench.conftest import both_times, ratio
from tests.bench.test_api import fill as copy_cases
from tests.bench.test_lunar_pages import sites
from tests.consult.api.machine import machine
from tests.consult.web.cases_world import build_cases, serve_berth
from tests.consult.web.world import AT, World

WHO, ROUNDS, FEW, MANY = "all@jpn.example", 15, 500, 10_000
V1 = "/api/v1"


def objects(world: World, first: int, number: int) -> None:
    """Put lines into the index of objects."""
    told = {"launch_site": "", "orbit": "", "function": "", "status": "", "source": "A list", "grade": "S"}
    rows = [
        {
            "designator": f"{1970 + n // 900}-{n % 900:03}A",
            "name": f"Sat {n}",
            "state": "JPN",
            "imported_at": AT,
            **told,
        }
        for n in range(first, first + number)
    ]
    with world.writing() as conn:
        conn.execute(insert(SPACE_OBJECT), rows)


def activities(world: World, first: int, number: int) -> None:
    """Put activities into the register."""
    with world.writing() as conn:
        for one in sites(first + number)[first:]:
            register.record(conn, Origin("import", "FRA"), NewVersion(one, AT, party="FRA"))


def cases(world: World, first: int, number: int) -> None:
    """Put copies of a case into the register of cases, with the words of each."""
    if not first:
        serve_berth(world.signed_in(WHO))
    copy_cases(world, number)
    with world.writing() as conn:
        held = conn.execute(select(SEARCH_TEXT.c.case_id).where(SEARCH_TEXT.c.kind == "case"))
        query = select(CASES.c.id, CASES.c.ref, CASES.c.title).where(CASES.c.id.not_in(set(held.scalars())))
        add(conn, [Words("case", row.id, f"{row.ref} {row.title} Cargo") for row in conn.execute(query).all()])


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Give a world that may be asked often."""
    with clock.frozen(AT):
        built = build_cases(tmp_path)
        built.app.config["API_A_MINUTE"] = 1_000_000
        yield built
    built.engine.dispose()


@pytest.mark.parametrize(
    ("name", "address", "put", "bound"),
    [
        ("objects", "/objects?size=50", objects, 1.5),
        ("lunar activities", "/lunar?size=50", activities, 1.5),
        ("lunar activities of a State", "/lunar?size=50&state=FRA", activities, 1.5),
        ("objects of a State", "/objects?size=50&state=JPN", objects, None),
    ],
)
def test_a_page_of_fifty_is_flat(
    world: World, name: str, address: str, put: Callable[[World, int, int], None], bound: float | None
) -> None:
    """Ten thousand lines cost a page no more than five hundred; of one State alone the index looks at all of its
    objects, which is printed and not bounded."""
    asks = machine(world, WHO)

    def times() -> list[float]:
        assert 50 == len(asks.given(V1 + address)["items"])
        return [both_times(lambda: asks.get(V1 + address))[1] for _n in range(ROUNDS + 3)][3:]

    put(world, 0, FEW)
    few = times()
    put(world, FEW, MANY - FEW)
    many = times()
    print(f"\n{name}: {statistics.median(many) * 1000:.1f} ms for 50 of {MANY}")
    ratio(f"{name} by the API, {MANY} ÷ {FEW}", many, few, bound, 1.2, most=True)


def test_search_over_many_cases(world: World) -> None:
    """Fifty of those that a word is in, among ten thousand: printed; every one of them holds it."""
    asks, address = machine(world, WHO), f"{V1}/search?q=cargo&part=cases&size=50"
    medians = []
    for first, number in ((0, FEW), (FEW, MANY - FEW)):
        cases(world, first, number)
        assert 50 == len(asks.given(address)["cases"])
        medians.append(statistics.median(both_times(lambda: asks.get(address))[1] for _n in range(ROUNDS)))
    print(f"\nsearch, 50 cases: {medians[0] * 1000:.0f} ms among {FEW}, {medians[1] * 1000:.0f} ms among {MANY}")
