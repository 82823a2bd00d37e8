"""The budget of the feed: printed, and never failing a build; a page is flat in how long the log is."""

import statistics
from pathlib import Path

from sqlalchemy import func, insert, select, update

from consult import clock
from consult.models.audit import audit_head, audit_leaf
from consult.models.cases import ACT, ACT_LEAF
from tests.bench.conftest import both_times, ratio
from tests.consult.api.machine import Machine, machine
from tests.consult.web.cases_world import build_cases, serve_berth
from tests.consult.web.world import AT, World

SIZE, ROUNDS = 1_000, 9


def fill(world: World, n: int) -> None:
    """Put copies of the act that served a berth into the record and the log, so that it has so many entries more."""
    with world.writing() as conn:
        like = select(ACT).where(ACT.c.level == "C2").order_by(ACT.c.id.desc()).limit(1)
        row = dict(conn.execute(like).one()._mapping)
        size = conn.execute(select(audit_head.c.size)).scalar_one()
        leaf = dict(conn.execute(select(audit_leaf).where(audit_leaf.c.seq == size - 1)).one()._mapping)
        first, last = conn.execute(select(func.max(ACT.c.id), func.max(ACT.c.n))).one()
        acts = [{**row, "id": first + k, "n": last + k} for k in range(1, n + 1)]
        conn.execute(insert(ACT), acts)
        leaves = [{**leaf, "seq": size + k, "n": 10**6 + size + k, "tag": f"bench {size + k}"} for k in range(n)]
        conn.execute(insert(audit_leaf), leaves)
        conn.execute(insert(ACT_LEAF), [{"act_id": first + 1 + k, "seq": size + k} for k in range(n)])
        conn.execute(update(audit_head).values(size=size + n))


def pages(asks: Machine, after: str, most: int) -> tuple[int, str]:
    """Read some pages; give how many events there were, and where to read on."""
    found = 0
    for _n in range(most):
        page = asks.given(f"/api/v1/events?size={SIZE}&after={after}")
        found, after = found + len(page["items"]), page["cursor"]
        if not page["more"]:
            break
    return found, after


def rounds(asks: Machine, after: str) -> list[float]:
    """Time one page, in time of the processor: a busy neighbour lengthens that the least."""
    return [both_times(lambda: asks.get(f"/api/v1/events?size={SIZE}&after={after}"))[1] for _n in range(ROUNDS)]


def test_a_hundred_thousand_entries_in_pages_of_a_thousand(tmp_path: Path) -> None:
    """Budget: 5,000 entries a second, token, standing, visibility and JSON included; a page is flat within 1.3."""
    with clock.frozen(AT):
        world = build_cases(tmp_path)
        world.app.config["API_A_MINUTE"] = 1_000_000
        asks, outside = machine(world, "all@fra.example"), machine(world, "all@bra.example")
        serve_berth(world.signed_in("all@jpn.example"))
        fill(world, 2 * SIZE)
        rounds(asks, "20")
        few = rounds(asks, "20")
        fill(world, 100_000)
        found: list[int] = []
        passed, spent = both_times(lambda: found.append(pages(asks, "", 200)[0]))
        first, last = rounds(asks, "20"), rounds(asks, "100000")
        hidden = rounds(outside, "20")
        world.engine.dispose()

    assert found[0] > 100_000
    print(
        f"\nfeed: {found[0] / passed:.0f} entries a second ({found[0] / spent:.0f} by the processor; budget 5000), page"
        f" of {SIZE} {statistics.median(first) * 1000:.0f} ms; one without any for its reader"
        f" {statistics.median(hidden) * 1000:.0f} ms"
    )
    ratio("page of the feed, 10^5 entries ÷ 2·10^3", first, few, 1.3, 1.1, most=True)
    ratio("last page of the feed ÷ first one", last, first, 1.3, 1.1, most=True)
