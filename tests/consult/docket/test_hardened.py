"""Soft law that becomes law at a day: cases opened from that day on run under it as law, those of before stay."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from consult import clock
from consult.docket.replaying import replay_cases
from consult.models.cases import CASES, DEADLINE
from tests.consult.web.cases_world import PROCEDURES, begin, build_cases, fill_in, open_berth, send
from tests.consult.web.test_charters import text_of
from tests.consult.web.world import World
from tests.workflows.instruments.test_over_time import with_record
from workflows.instruments.library import Library

BODY = {"vehicle": "Cargo 7", "size": "small", "from_day": "2028-02-01", "asked": ["FRA"]}
DAYS = ("2027-06-30", "2027-07-01", "2027-07-02")


def noon(day: str) -> datetime:
    """Give noon of a day in UTC."""
    return datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC)


def soften(folder: Path) -> Path:
    """Write the toy of a berth so that its answer rests on a guideline."""
    held = folder / "soft"
    held.mkdir()
    text = (
        (PROCEDURES / "berth.py")
        .read_text()
        .replace('t.cite("answer")', 'Citation("LTS", "B.4", Binding.SOFT, Grade.V)')
    )
    names = "from workflows.kernel.words import Binding, Citation, Grade\n"
    (held / "berth.py").write_text(text.replace("from workflows import Form\n", f"from workflows import Form\n{names}"))
    return held


@pytest.fixture
def law(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """Let the guideline be law from 1 July 2027 on."""
    held = with_record(tmp_path, "LTS", "B.4")
    for module in ("consult.docket.opening", "consult.library.shelf", "workflows.instruments"):
        monkeypatch.setattr(f"{module}.library", lambda: held)
    return held


@pytest.fixture
def world(tmp_path: Path, law: Library) -> World:
    """Give a world with that procedure."""
    assert law.instruments
    return build_cases(tmp_path, procedures=(soften(tmp_path),))


def served(world: World, day: str) -> str:
    """Open a case on a day, and serve its request on France."""
    with clock.frozen(noon(day)):
        japan = world.signed_in("all@jpn.example")
        ref = open_berth(japan)
        draft = begin(japan, ref, "ask")
        fill_in(japan, draft, **BODY)
        assert 303 == send(japan, draft).status_code
    return ref


def test_a_limit_is_soft_in_the_case_of_the_day_before_and_law_in_those_of_the_day_and_the_day_after(
    world: World,
) -> None:
    """Each deadline has the binding of the law of the day on which its case was opened, and every case replays."""
    refs = [served(world, day) for day in DAYS]
    with world.reading() as connection:
        query = select(CASES.c.ref, DEADLINE.c.binding).join(DEADLINE, DEADLINE.c.case_id == CASES.c.id)
        found = dict(map(tuple, connection.execute(query.where(DEADLINE.c.limit_key == "answer"))))
        assert [] == list(replay_cases(connection))
    assert ["SOFT", "LAW_T", "LAW_T"] == [found[ref] for ref in refs]


def test_the_case_of_before_stays_soft_when_its_limit_starts_after_the_day(world: World) -> None:
    """Opened on 30 June, served on 2 July: it keeps its edition."""
    with clock.frozen(noon(DAYS[0])):
        ref = open_berth(world.signed_in("all@jpn.example"))
    with clock.frozen(noon(DAYS[2])):
        japan = world.signed_in("all@jpn.example")
        draft = begin(japan, ref, "ask")
        fill_in(japan, draft, **BODY)
        assert 303 == send(japan, draft).status_code
    with world.reading() as connection:
        binding = connection.execute(select(DEADLINE.c.binding).where(DEADLINE.c.limit_key == "answer")).scalar_one()
    assert "SOFT" == binding


def test_the_installation_may_not_change_a_period_that_has_become_law(world: World) -> None:
    """Its own length is in force the day before; on the day the page says why it is not, and the rule's own is."""
    terms = world.app.extensions["consult"].settings.instance / "terms"
    terms.mkdir(exist_ok=True)
    (terms / "berth.toml").write_text('answer = "P21D"\n')
    pages = []
    for day in DAYS[:2]:
        with clock.frozen(noon(day)):
            pages.append(text_of(world.signed_in("all@jpn.example").get("/procedures/berth").text))
    assert "21 days" in pages[0]
    assert "21 days" not in pages[1]
    assert "answer: this period has become law and changes only by agreement of the parties" in pages[1]


def test_a_provision_shows_since_when_it_binds_and_by_what(world: World) -> None:
    """Soft until the day before, law on the day, on its own page and on that of its instrument."""
    found = []
    for day in DAYS[:2]:
        with clock.frozen(noon(day)):
            reader = world.signed_in("all@jpn.example")
            found.append(text_of(reader.get("/instruments/LTS/p-B.4").text))
            whole = text_of(reader.get("/instruments/LTS").text)
    assert "1 July 2027 to come" in found[0]
    assert "Binding soft law How the words" in found[0]
    assert "Binding treaty law by Outer Space Treaty, Article IX How the words" in found[1]
    assert "hardened by Outer Space Treaty, Article IX" in found[1]
    assert "treaty law secondary source since 1 July 2027" in whole
