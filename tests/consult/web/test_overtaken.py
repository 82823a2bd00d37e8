"""Two accounts of one party write one paper: whoever is second gets his text back beside the first one's."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from consult import clock
from tests.consult.web.cases_world import BODY, begin, build_cases, fill_in, open_berth, send, version_of
from tests.consult.web.world import AT, FRENCH_MANAGER, MANAGER, Visitor, World


@pytest.fixture
def berths(tmp_path: Path) -> Iterator[World]:
    """Give a world with the toy procedure."""
    with clock.frozen(AT):
        world = build_cases(tmp_path)
        yield world
    world.engine.dispose()


def press(visitor: Visitor, draft: str, version: str, do: str = "save", **answers: Any) -> Any:
    """Send the form as it was opened at a version."""
    given = {name if name in ("over", "upload") else f"f/{name}": value for name, value in answers.items()}
    return visitor.post(draft, form_at="/desk", do=do, version=version, **given)


def beside(page: str) -> dict[str, str]:
    """Read what the stored text says beside one's own, by question."""
    found = re.findall(
        r'<div class="f-other"><p[^>]*>The stored text says<span[^>]*>: (.*?)</span></p>(.*?)</div>', page, re.DOTALL
    )
    return {label: " ".join(re.sub("<[^>]+>", " ", text).split()) for label, text in found}


def over(page: str) -> str:
    """Read the version over which the page offers to save."""
    found = re.search(r'name="over" value="(\d+)"', page)
    assert found is not None
    return found[1]


@pytest.fixture
def both(berths: World) -> tuple[World, Visitor, Visitor, str]:
    """Give the drafter and the mission of Japan, who both opened the same paper at version 1; the mission saves first,
    at 09:00 UTC."""
    drafter, mission = (berths.signed_in(f"{who}@jpn.example") for who in ("draft", "mission"))
    draft = begin(drafter, open_berth(drafter), "ask")
    fill_in(drafter, draft, do="save", **BODY)
    assert "1" == version_of(drafter, draft) == version_of(mission, draft)
    stored = {**BODY, "vehicle": "Ferry 2", "size": "large", "asked": ["KOR"], "remark": ""}
    assert 303 == press(mission, draft, "1", **stored).status_code
    return berths, drafter, mission, draft


MINE = {**BODY, "vehicle": "Cargo 9", "remark": "<b>Written for an hour</b>"}


def test_whoever_saves_second_gets_his_text_back_beside_the_first(both: tuple[World, Visitor, Visitor, str]) -> None:
    """The answer is 409 with the form: who saved and when, what was typed, and each differing answer; nothing is
    stored."""
    _world, drafter, mission, draft = both
    answer = press(drafter, draft, "1", **MINE)
    page = answer.text

    assert 409 == answer.status_code
    assert "Office mission@jpn.example changed this draft on 20 November 2026, 09:00 UTC, after you opened it." in page
    assert 'value="Cargo 9"' in page
    assert "&lt;b&gt;Written for an hour&lt;/b&gt;" in page
    assert {
        "Vehicle": "Ferry 2",
        "Size": "Large",
        "Agencies asked": "Republic of Korea",
        "Remark": "Not answered.",
    } == beside(page)
    assert '<a href="#f-vehicle">Vehicle</a>' in page
    assert ("2", 'name="version" id="draft-version" value="1"' in page) == (over(page), True)
    assert 'name="do" value="discard"' not in page
    assert "autosave" not in page
    assert "Cargo 9" not in mission.get(draft).text


def test_the_text_is_saved_over_the_stored_one_only_knowingly(both: tuple[World, Visitor, Visitor, str]) -> None:
    """Every other button compares again and keeps what was typed; the one that names the stored version saves."""
    _world, drafter, mission, draft = both
    for do in ("save", "check", "send", "discard", "attach", "add:nothing", "detach:" + "0" * 64):
        again = press(drafter, draft, "1", do=do, **MINE)
        assert (409, True) == (again.status_code, 'value="Cargo 9"' in again.text)
    assert "Ferry 2" in mission.get(draft).text

    assert 303 == press(drafter, draft, "1", over="2", **MINE).status_code

    assert 'value="Cargo 9"' in mission.get(draft).text
    assert "3" == version_of(mission, draft)


def test_a_third_text_is_not_saved_over_unseen(both: tuple[World, Visitor, Visitor, str]) -> None:
    """While the drafter compares, the mission saves once more: the number of the seen version no longer counts."""
    _world, drafter, mission, draft = both
    assert "2" == over(press(drafter, draft, "1", **MINE).text)
    with clock.frozen(AT.replace(hour=11, minute=30)):
        press(mission, draft, "2", **{**MINE, "vehicle": "Ferry 3"})
        answer = press(drafter, draft, "1", over="2", **MINE)

    assert (409, {"Vehicle": "Ferry 3"}, "3") == (answer.status_code, beside(answer.text), over(answer.text))
    assert "20 November 2026, 11:30 UTC" in answer.text


def test_a_file_that_came_with_an_overtaken_text_is_named_as_not_attached(
    both: tuple[World, Visitor, Visitor, str],
) -> None:
    """Words come back, a file cannot; the page says so, and no document is kept."""
    world, drafter, _mission, draft = both
    answer = press(drafter, draft, "1", do="attach", upload=(BytesIO(b"plan"), "plan.txt"), **MINE)

    assert (409, True) == (answer.status_code, "The file that you chose was not attached." in answer.text)
    assert [] == list(world.app.extensions["consult"].settings.documents.glob("??/*"))


def test_the_same_text_twice_and_ones_own_other_window_are_no_quarrel(
    both: tuple[World, Visitor, Visitor, str],
) -> None:
    """What says the same is taken as stored; who overtook himself is told so."""
    _world, drafter, mission, draft = both
    stored = {**BODY, "vehicle": "Ferry 2", "size": "large", "asked": ["KOR"], "remark": ""}
    assert 303 == press(drafter, draft, "1", **stored).status_code
    assert "2" == version_of(drafter, draft)

    answer = press(mission, draft, "1", **MINE)

    assert (409, True) == (answer.status_code, "You changed this draft yourself in another window" in answer.text)


def test_saving_by_itself_only_gives_notice(both: tuple[World, Visitor, Visitor, str]) -> None:
    """A short line instead of a page, without a word of the other text, and nothing is stored."""
    _world, drafter, mission, draft = both
    answer = press(drafter, draft, "1", do="autosave", **MINE)

    assert (409, True) == (answer.status_code, answer.text.startswith('<p class="saved not-saved" id="saved"'))
    assert ("Ferry 2" in answer.text, "<form" in answer.text) == (False, False)
    assert "Ferry 2" in mission.get(draft).text


def test_a_quarrel_tells_nothing_to_those_who_cannot_read_the_paper(both: tuple[World, Visitor, Visitor, str]) -> None:
    """Another party and the manager of accounts get 404; an official who only clears is refused without the text."""
    world, _drafter, _mission, draft = both
    for who in ("all@fra.example", MANAGER):
        answer = press(world.signed_in(who), draft, "1", **MINE)
        assert (404, False) == (answer.status_code, "Ferry 2" in answer.text)
    france, clearing = world.signed_in("all@fra.example"), world.signed_in(FRENCH_MANAGER)
    theirs = begin(france, open_berth(france), "ask")
    fill_in(france, theirs, do="save", **{**BODY, "asked": ["KOR"]})

    answer = press(clearing, theirs, "0", **MINE)

    assert (409, True) == (answer.status_code, "Your mandate does not cover this step" in answer.text)
    assert 'name="over"' not in answer.text


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"version": "x"}, 422),
        ({"version": ""}, 422),
        ({"version": "2", "over": "x"}, 422),
        ({"version": "2", "over": ""}, 422),
        ({"version": "-1"}, 409),
        ({"version": "9" * 30}, 409),
        ({"version": "2", "over": "-1"}, 409),
        ({"version": "1", "over": "1"}, 409),
    ],
)
def test_a_number_of_a_version_that_is_none_saves_nothing(
    both: tuple[World, Visitor, Visitor, str], given: dict[str, str], status: int
) -> None:
    """One that cannot be read is named (422), one that is not the present one compares (409)."""
    _world, drafter, mission, draft = both
    answer = drafter.post(draft, form_at="/desk", do="save", **given, **{"f/vehicle": "Cargo 9"})

    assert status == answer.status_code
    assert "Ferry 2" in mission.get(draft).text


def test_a_cleared_text_that_is_saved_over_is_cleared_no_more(both: tuple[World, Visitor, Visitor, str]) -> None:
    """The mission had its text cleared; the drafter's stands now, and the mission may not send it."""
    world, drafter, mission, draft = both
    office = world.signed_in("all@jpn.example")
    assert 303 == office.post(f"{draft}/clear", form_at=f"{draft}/send", version="2").status_code
    assert 303 == press(drafter, draft, "1", over="2", **MINE).status_code

    assert "changed since it was cleared" in mission.get(f"{draft}/send").text
    assert 409 == send(mission, draft).status_code


def test_what_was_typed_into_a_paper_that_was_closed_meanwhile_comes_back_to_be_copied(
    both: tuple[World, Visitor, Visitor, str],
) -> None:
    """The mission discards the paper, another one is sent: the drafter's words come back with 409, nobody else's."""
    world, drafter, mission, draft = both
    ref = drafter.get(draft).text.partition('href="/cases/')[2].partition('"')[0]
    assert 303 == press(mission, draft, "2", do="discard").status_code
    sent = begin(drafter, ref, "ask")
    fill_in(drafter, sent, **BODY)
    assert 303 == send(world.signed_in("all@jpn.example"), sent).status_code
    for closed, version in ((draft, "1"), (sent, "1")):
        for do in ("save", "send", "discard"):
            answer = press(drafter, closed, version, do=do, **MINE)
            assert 409 == answer.status_code
            assert "Your party sent or discarded this paper while you were writing" in answer.text
            assert "Cargo 9" in answer.text
            assert "&lt;b&gt;Written for an hour&lt;/b&gt;" in answer.text
            assert 'id="filing"' not in answer.text
        notice = press(drafter, closed, version, do="autosave", **MINE)
        assert (409, True) == (notice.status_code, "sent or discarded this paper meanwhile" in notice.text)
        for who in ("all@fra.example", MANAGER):
            assert 404 == press(world.signed_in(who), closed, version, **MINE).status_code
    assert [404, 303] == [drafter.get(closed).status_code for closed in (draft, sent)]
