"""The budgets of the API: printed, and never failing a build; the list is flat in size."""

import statistics
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from consult import clock
from consult.models.cases import CASE_PARTY, CASES
from tests.bench.conftest import both_times, ratio
from tests.bench.test_pages import file_statements
from tests.consult.api.machine import Machine, machine
from tests.consult.web.cases_world import build_cases, serve_berth
from tests.consult.web.world import AT, World

WHO, ACTS, ROUNDS, MANY = "all@jpn.example", 200, 15, 100_000


def median(asks: Machine, path: str) -> float:
    """Time an address, in time of the processor: a busy neighbour lengthens that the least."""
    return statistics.median(both_times(lambda: asks.get(path))[1] for _n in range(ROUNDS))


def test_a_case_with_two_hundred_acts(tmp_path: Path) -> None:
    """Budget: 25 ms of server time, token, standing, offers with their schemas and timeline included."""
    with clock.frozen(AT):
        world = build_cases(tmp_path)
        world.app.config["API_A_MINUTE"] = 1_000_000
        asks, ref = machine(world, WHO), serve_berth(world.signed_in(WHO))
        file_statements(world, ref, ACTS)
        path = f"/api/v1/cases/{ref}"
        assert ACTS < len(asks.given(path)["acts"])
        took, in_part = median(asks, path), median(asks, f"{path}?fields=state,offers")
        world.engine.dispose()

    print(f"\ncase by the API: {took * 1000:.0f} ms with {ACTS} acts (budget 25), {in_part * 1000:.0f} ms in part")


def fill(world: World, n: int) -> None:
    """Put copies of a case into the register, in each of which the same parties take part."""
    with world.writing() as conn:
        row = dict(conn.execute(select(CASES).order_by(CASES.c.id.desc())).first()._mapping)  # type: ignore[union-attr] # there is one
        parts = [
            dict(one._mapping) for one in conn.execute(select(CASE_PARTY).where(CASE_PARTY.c.case_id == row["id"]))
        ]
        first = row["id"] + 1
        numbers = range(first, first + n)
        conn.execute(insert(CASES), [{**row, "id": k, "ref": f"BERTH-2026-{k:06}"} for k in numbers])
        conn.execute(insert(CASE_PARTY), [{**part, "case_id": k} for k in numbers for part in parts])


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/cases?size=50",
        "/api/v1/cases?size=50&after=BERTH-2026-000500",
        "/api/v1/cases?size=50&kind=open&role=filer&party=FRA",
    ],
)
def test_a_list_of_fifty_among_a_hundred_thousand(tmp_path: Path, address: str) -> None:
    """Budget: 30 ms; flat in how many there are, within 1.3."""
    with clock.frozen(AT):
        world = build_cases(tmp_path)
        world.app.config["API_A_MINUTE"] = 1_000_000
        asks = machine(world, WHO)
        serve_berth(world.signed_in(WHO))
        fill(world, 1000)
        few = [both_times(lambda: asks.get(address))[1] for _n in range(ROUNDS + 3)][3:]
        fill(world, MANY)
        many = [both_times(lambda: asks.get(address))[1] for _n in range(ROUNDS + 3)][3:]
        assert 50 == len(asks.given(address)["items"])
        world.engine.dispose()

    print(f"\n{address}: {statistics.median(many) * 1000:.0f} ms among {MANY} (budget 30)")
    ratio("list by the API, 10^5 cases ÷ 10^3", many, few, 1.3, 1.1, most=True)
