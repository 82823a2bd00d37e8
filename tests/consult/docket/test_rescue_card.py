"""A sealed rescue card on the real record: nobody knows of it, it is opened by an act, each reading of it is noted."""

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from consult import casebook, clock
from consult.db import reading
from consult.docket import Docket
from consult.log.reads import Reads, draw_from
from consult.refusals import Unknown
from consult.visibility import Viewer
from tests.consult.web.cases_world import build_cases
from tests.consult.web.world import AT
from tests.house.rooms_world import Disputed

DAY = timedelta(days=1)


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Disputed]:
    """Give a world in which Japan has sealed a card nine days ago."""
    with clock.frozen(AT):
        world = build_cases(tmp_path)
        docket = Docket(
            world.engine, tmp_path, world.app.extensions["consult"].settings.procedures, random.Random(9).choice
        )
        found = Disputed(world, docket, docket)
        found.open("JPN", "rescue_card", "card", AT - 10 * DAY)
        found.take("JPN", "card", "seal_card", AT - 9 * DAY, mission="Capsule")
        yield found
    world.engine.dispose()


def steps_seen(told: Disputed, party: str, reads: Reads | None = None) -> list[str]:
    """List the steps of the card that a party reads now."""
    with reading(told.world.engine) as conn:
        drawn = draw_from(conn, reads or Reads())
        seen = told.docket.see(drawn, told.by(party), told.refs["card"], AT)
        entries = casebook.entries_of(drawn, Viewer.of(told.by(party)), seen.row, newest_first=False)
        return [entry.act.step for entry in entries]


def test_nobody_knows_of_a_card_before_it_is_opened_to_him(told: Disputed) -> None:
    """A card that there is and one that there is not are one answer; the keeper reads its own."""
    for party in ("FRA", "KOR"):
        with pytest.raises(Unknown):
            steps_seen(told, party)
    assert ["open", "seal_card"] == steps_seen(told, "JPN")


def test_whoever_it_is_opened_to_reads_it_whole_and_every_reading_is_noted(told: Disputed) -> None:
    """Act 1 was recorded before France came, at the level of what is sealed; Korea still knows of nothing."""
    told.take("JPN", "card", "open_card", AT - 8 * DAY, readers=["FRA"])
    reads = Reads()
    assert ["seal_card", "open_card"] == steps_seen(told, "FRA", reads)
    assert {"C5"} == set(reads.papers.values())
    assert f"act:{told.refs['card']}/1" in reads.papers
    with pytest.raises(Unknown):
        steps_seen(told, "KOR")


def test_once_it_is_sealed_again_nothing_later_is_read(told: Disputed) -> None:
    """What France has read it may read again; the new version is not for it."""
    told.take("JPN", "card", "open_card", AT - 8 * DAY, readers=["FRA"])
    told.take("JPN", "card", "seal_again", AT - 7 * DAY, "reader:FRA")
    told.take("JPN", "card", "renew_card", AT - 6 * DAY, mission="Capsule, second crew")
    assert "renew_card" not in steps_seen(told, "FRA")
    assert "renew_card" in steps_seen(told, "JPN")
