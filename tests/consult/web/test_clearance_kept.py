"""What somebody says on a paper in clearance is not lost where the paper left meanwhile; the queue leads to its end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from consult import clock
from consult.pages.lanes import queue
from tests.consult.web.cases_world import BODY, begin, build_cases, fill_in, open_berth, send
from tests.consult.web.world import AT, World

SAID = "The second paragraph\nis not what we agreed."


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Give a world with the toy procedure."""
    with clock.frozen(AT):
        built = build_cases(tmp_path)
        yield built
    built.engine.dispose()


@pytest.mark.parametrize(
    ("rest", "given"),
    [("/comments", {"words": SAID}), ("/clearance/move", {"do": "send_back", "reason": SAID, "turn": "0"})],
)
def test_words_on_a_paper_that_somebody_else_sent_meanwhile_are_given_back(
    world: World, rest: str, given: dict[str, str]
) -> None:
    """409, with what was typed and where to see what became of the paper; a stranger gets 404 and no word of it."""
    office, drafter = world.signed_in("all@jpn.example"), world.signed_in("draft@jpn.example")
    draft = begin(office, open_berth(office), "ask")
    fill_in(office, draft, **BODY)
    assert 303 == send(office, draft).status_code
    answer = drafter.post(f"{draft}{rest}", form_at="/cases", version="1", **given)

    assert 409 == answer.status_code, answer.text
    assert "sent or discarded this paper while you were writing" in answer.text
    assert all(line in answer.text for line in SAID.splitlines())
    stranger = world.signed_in("all@fra.example").post(f"{draft}{rest}", form_at="/cases", version="1", **given)
    assert (404, False) == (stranger.status_code, "second paragraph" in stranger.text)


def test_the_queue_says_how_many_more_there_are_and_leads_to_them(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three complete papers, two on a page: the third stands behind the link, and every one stands once."""
    monkeypatch.setattr(queue, "MOST", 2)
    office = world.signed_in("all@jpn.example")
    drafts = [begin(office, open_berth(office), "ask") for _number in range(3)]
    for draft in drafts:
        fill_in(office, draft, do="save", **BODY)
    first = office.get("/clearance").text
    last = drafts[1]  # the second page begins after the paper that was changed second to last
    second = office.get(f"/clearance?before={last.rpartition('/')[2]}").text

    assert "1 more paper was changed before these." in first
    assert f"/clearance?before={last.rpartition('/')[2]}" in first
    assert ([False, True, True], [True, False, False]) == tuple(
        [f"{draft}/" in page for draft in drafts] for page in (first, second)
    )
    assert "more paper" not in second
    assert 404 == office.get("/clearance?before=nosuch").status_code
    assert 404 == world.signed_in("all@fra.example").get(f"/clearance?before={last.rpartition('/')[2]}").status_code
