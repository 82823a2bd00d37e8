"""An outline that crosses itself, and a zone that ends before it began, are refused at their question by pages and API,
and nothing of them is recorded."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import SQLModel

from consult import clock
from consult.db import reading
from consult.docket import Docket
from consult.docket.replaying import Openings, replay_cases
from consult.log.halves import half_acts
from consult.log.verify import verify
from tests.consult.api.machine import machine
from tests.consult.lunar.test_unsound import BOW
from tests.consult.web.consulted import JAPAN, docket, moment, take
from tests.consult.web.test_interference_and_zones import DESCRIBED, opened, zone
from tests.consult.web.world import World
from workflows.kernel.guards import Refused

CROSSES = [{"kind": "keep_clear", "label": "Ridge", "place": BOW}]
END = {
    "ceased_at": {"at": "2026-11-30T08:00:00+00:00", "zone": "UTC"},
    "activity_status": "failed",
    "latest_end": "2026-12-01",
}


def acts(world: World) -> tuple[int, ...]:
    """Count what an act leaves."""
    names = ("act", "filing", "service", "outbox", "lunar_entry", "lunar_version", "audit_leaf")
    with reading(docket(world).engine) as connection:
        tables = SQLModel.metadata.tables
        return tuple(connection.execute(select(func.count()).select_from(tables[name])).scalar_one() for name in names)


def sound(world: World) -> bool:
    """Say whether the log verifies under replay and holds every act; the mandate of a machine of the tests was widened
    behind the log."""
    with reading(docket(world).engine) as connection:
        report = verify(connection, replay=Openings(connection))
        found = [*report.findings, *replay_cases(connection), *half_acts(connection)]
        return not [one for one in found if not one.sentence.startswith("Mandate ")]


def filled(world: World, monkeypatch: pytest.MonkeyPatch, ref: str, step: str, **given: Any) -> dict[str, Any]:
    """Give the paper that would be filed."""
    papers: list[dict[str, Any]] = []

    def keep(_docket: Docket, _by: Any, _ref: str, filed: Any, *, at: Any) -> None:
        papers.append(dict(filed.body))
        raise LookupError

    with monkeypatch.context() as patch:
        patch.setattr(Docket, "take", keep)
        with pytest.raises(LookupError):
            take(world, JAPAN, "2026-11-20", ref, step, **given)
    return papers[0]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"areas": CROSSES}, "areas/0/place/points"), ({"latest_end": "9999-12-31"}, "latest_end")],
    ids=["outline", "last day"],
)
def test_a_zone_that_cannot_be_laid_on_the_surface_is_refused_at_its_question_and_not_recorded(
    berths: World, monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any], field: str
) -> None:
    """On 20 November Japan's system notifies a zone: 422 with the pointer; corrected, the same step is recorded."""
    ref = opened(berths, "safety_zone")
    wrong = filled(berths, monkeypatch, ref, "notify", **{**DESCRIBED, **changes})
    right = filled(berths, monkeypatch, ref, "notify", **DESCRIBED)
    path = f"/api/v1/cases/{ref}/acts"

    with clock.frozen(moment("2026-11-20")):
        asks = machine(berths, JAPAN)
        before = acts(berths)
        answer = asks.post(path, {"step": "notify", "filing": wrong, "seen": 0})
        assert (422, [f"/filing/{field}"]) == (answer.status_code, [one["pointer"] for one in answer.json["faults"]])
        assert before == acts(berths)
        assert 201 == asks.post(path, {"step": "notify", "filing": right, "seen": 0}).status_code
    assert sound(berths)


def test_a_zone_does_not_end_before_it_began(berths: World) -> None:
    """Told on 2 December that it ended the day before; it was to begin in June 2027. Corrected, the end is recorded."""
    ref = zone(berths)
    before = acts(berths)

    with pytest.raises(Refused, match="This ends before it starts") as met:
        take(berths, JAPAN, "2026-12-02", ref, "end", **END)

    assert ["latest_end"] == [one.field for one in met.value.refusals]
    assert before == acts(berths)
    take(berths, JAPAN, "2026-12-02", ref, "end", **{**END, "latest_end": "2027-06-02"})
    assert sound(berths)


def test_a_lunar_notice_whose_outline_crosses_itself_is_not_recorded(berths: World) -> None:
    """On 20 November Japan notifies an activity: the register is asked before anything is written."""
    ref = opened(berths, "lunar_notice")
    before = acts(berths)
    when = {"earliest_start": "2027-06-01", "latest_end": "2028-06-01"}

    with pytest.raises(Refused, match="The outline crosses or touches itself") as met:
        take(berths, JAPAN, "2026-11-20", ref, "notify", **when, areas=CROSSES)

    assert ["areas/0/place/points"] == [one.field for one in met.value.refusals]
    assert before == acts(berths)
    take(berths, JAPAN, "2026-11-20", ref, "notify", **when)
    assert sound(berths)
