"""What was recalled stands on the desk beside what is due; what passed without an act stays there for thirty days."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from consult import clock
from consult.docket.reminding import remind
from tests.consult.web.cases_world import build_cases
from tests.consult.web.consulted import FRANCE, JAPAN, KOREA, docket, landing, moment, page, take
from tests.consult.web.test_more_time_pages import told as told
from tests.consult.web.world import World


def tick(world: World, *days: str) -> None:
    """Remind, as a worker does at nine on each day, after the sweep."""
    desk = docket(world)
    for day in days:
        page(world, JAPAN, day, "/desk")
        while remind(world.engine, desk.editions, desk.places, moment(day)):
            pass


def due(text: str) -> str:
    """Cut the list of what is due from us out of a desk."""
    return text.partition(">Due from us</h2>")[2].partition("<h2")[0]


def passed(text: str) -> str:
    """Cut the list of what passed out of a desk."""
    return text.partition("<h2>Passed without an act of ours</h2>")[2].partition("</ul>")[0]


def test_the_desk_says_beside_what_is_due_when_it_was_recalled_and_is_next(told: tuple[World, str]) -> None:
    """Half of the time has passed on 8 December by night: told on the 9th; nine tenths on the 21st at eight."""
    world, _ref = told
    before = due(page(world, KOREA, "2026-12-01", "/desk"))
    tick(world, "2026-12-09")
    after = due(page(world, KOREA, "2026-12-10", "/desk"))

    assert "next reminder: 8 December 2026" in before
    assert "reminded on 9 December 2026; next reminder: 21 December 2026" in after


def test_of_what_others_were_reminded_their_desk_alone_tells(told: tuple[World, str]) -> None:
    """France reads that it has no address, Japan nothing of either."""
    world, _ref = told
    tick(world, "2026-12-09")
    france, japan = (page(world, mail, "2026-12-10", "/desk") for mail in (FRANCE, JAPAN))
    assert "no reminder sent on 9 December 2026: no mail address is on record" in due(france)
    assert "remind" not in japan.partition("<main")[2]


@pytest.mark.parametrize(
    ("day", "shown"),
    [("2026-12-23", False), ("2026-12-24", True), ("2027-01-22", True), ("2027-01-23", False)],
    ids=["last day", "day after", "thirtieth day", "day after that"],
)
def test_a_period_that_passed_stays_for_thirty_days(told: tuple[World, str], day: str, shown: bool) -> None:
    """Korea's reply was due by 23 December."""
    world, _ref = told
    assert shown == ("Reply" in passed(page(world, KOREA, day, "/desk")))


def test_it_says_when_it_passed_when_that_was_recorded_and_when_it_was_recalled(told: tuple[World, str]) -> None:
    """Recalled before, at the end and a day after; a product default is never called expired."""
    world, ref = told
    tick(world, "2026-12-09", "2026-12-21", "2026-12-24", "2026-12-25")
    text = passed(page(world, KOREA, "2026-12-26", "/desk"))

    assert re.search(r"passed on .*23 December 2026", text, re.S)
    assert "expired" not in text
    assert re.search(rf'lapse recorded .*/cases/{ref}/acts/\d+"', text, re.S)
    assert "reminded on 9 December 2026, 21 December 2026, 24 December 2026, 25 December 2026" in text


def test_who_has_answered_late_reads_nothing_of_it_any_more(told: tuple[World, str]) -> None:
    """Korea states on the 28th that it has no objection; France has not answered, and reads its own."""
    world, ref = told
    tick(world, "2026-12-24")
    take(world, KOREA, "2026-12-28", ref, "record_no_objection", "addressee:KOR")
    assert "Reply" not in passed(page(world, KOREA, "2026-12-29", "/desk"))
    assert "Reply" in passed(page(world, FRANCE, "2026-12-29", "/desk"))
    assert "Passed without an act" not in page(world, JAPAN, "2026-12-29", "/desk")


@pytest.fixture
def several(tmp_path: Path) -> Iterator[World]:
    """Give five landings that Korea and France are to answer by 23 December 2026."""
    with clock.frozen(moment("2026-11-20")):
        world = build_cases(tmp_path)
        for _number in range(5):
            landing(world)
    yield world
    world.engine.dispose()


def test_the_rows_of_reminders_and_of_lapses_are_asked_for_together(several: World) -> None:
    """One query for the reminders of what is due, one for those of what passed, one for the acts, whatever the rows."""
    tick(several, "2026-12-09", "2026-12-24")
    asked: list[str] = []

    @event.listens_for(several.engine, "before_cursor_execute")
    def keep(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    text = page(several, KOREA, "2026-12-25", "/desk")
    assert 5 == passed(text).count("lapse recorded")
    assert 2 >= sum("FROM reminder" in one for one in asked)
