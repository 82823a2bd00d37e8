"""The public register among a thousand public cases and among a hundred thousand; budgets are printed and never fail a
build, the growth of the list does."""

import statistics
from pathlib import Path

from sqlalchemy import select

from consult import clock
from consult.models.cases import CASES
from tests.bench.conftest import ratio, seconds
from tests.bench.test_desk import copy
from tests.consult.web.cases_world import build_cases
from tests.consult.web.test_notices_and_series import notice
from tests.consult.web.world import AT, World

FEW, MANY, ROUNDS = 1_000, 100_000, 7
PLACES = {"first": "", "a page of one case": "/cases/{ref}", "feed": "/feed.atom", "JSON": "/cases.json",
          "by State": "?state=JPN", "by stage": "?stage=sent", "figures": "/figures"}  # fmt: skip


def timed(world: World, place: str) -> list[float]:
    """Time a page of the register, round after round."""
    client = world.app.test_client()
    assert 200 == client.get(place).status_code
    return [seconds(lambda: client.get(place)) for _round in range(ROUNDS)]


def test_the_public_register_among_a_thousand_and_a_hundred_thousand(tmp_path: Path) -> None:
    """Budget: a page within a second at 10⁵. Floor: the list of 50 takes at most half as long again as at 10³."""
    with clock.frozen(AT):
        world = build_cases(tmp_path)
        ref = notice(world, sharing="public")
        with world.reading() as connection:
            case_id = connection.execute(select(CASES.c.id).where(CASES.c.ref == ref)).scalar_one()
        told: dict[str, list[list[float]]] = {name: [] for name in PLACES}
        for many in (FEW, MANY - FEW):
            copy(world, case_id, many, {})
            for name, place in PLACES.items():
                told[name].append(timed(world, f"/public{place.format(ref=ref)}"))
        world.engine.dispose()

    for name, (few, lots) in told.items():
        print(
            f"\n{name}: {statistics.median(few) * 1000:.0f} ms, {statistics.median(lots) * 1000:.0f} ms (budget 1000)"
        )
    ratio("list of 50 public cases, 10⁵ ÷ 10³", told["first"][1], told["first"][0], 1.5, 1.1, most=True)
    ratio("feed of 50 public acts, 10⁵ ÷ 10³", told["feed"][1], told["feed"][0], 1.5, 1.1, most=True)
