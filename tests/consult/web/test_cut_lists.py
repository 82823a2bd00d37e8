"""A list of what is due that is cut says that more runs, and where all of it stands; a whole one says nothing."""

import pytest

from consult.pages import as_of, desk, overview
from tests.consult.api.machine import machine
from tests.consult.web.cases_world import serve_berth
from tests.consult.web.world import World

MORE = "More run out after these."


@pytest.fixture
def asked(berths: World) -> World:
    """Let Japan ask France and Korea for two berths; receipt of both is proved, and each has ten days to answer."""
    japan = berths.signed_in("all@jpn.example")
    for ref in [serve_berth(japan) for _number in range(2)]:
        for seen, key in (("1", "FRA"), ("2", "KOR")):
            received = {"track": f"berth:{key}", "seen": seen, "digest": ""}
            answer = japan.post(f"/cases/{ref}/steps/record_receipt", form_at=f"/cases/{ref}", **received)
            assert 303 == answer.status_code
    return berths


@pytest.mark.parametrize(("page", "address"), [(desk, "/desk"), (overview, "/overview")])
def test_a_cut_list_of_what_we_owe_says_so(
    asked: World, monkeypatch: pytest.MonkeyPatch, page: object, address: str
) -> None:
    """Korea owes two answers: where one fits, the page leads to the calendar; where both do, it says nothing."""
    korea = asked.signed_in("all@kor.example")
    whole = korea.get(address).text
    monkeypatch.setattr(page, "MOST", 1)
    cut = korea.get(address).text

    assert MORE not in whole
    assert MORE in cut
    assert 'href="/calendar">All dates are in the calendar</a>' in cut


def test_a_cut_list_of_what_others_owe_does_not_count_what_it_left_out(
    asked: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Japan waits for four answers, of which three are looked for."""
    monkeypatch.setattr(desk, "MOST", 3)
    cut = asked.signed_in("all@jpn.example").get("/desk").text
    monkeypatch.setattr(desk, "MOST", 4)

    assert 3 == cut.partition('id="theirs"')[2].partition("</table>")[0].count('<th scope="row"')
    assert MORE not in asked.signed_in("all@jpn.example").get("/desk").text


def test_a_cut_list_of_what_was_asked_says_so(asked: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Korea has to answer two requests, Japan waits for four answers: a list that is cut says so, a whole one not."""
    whole = asked.signed_in("all@kor.example").get("/overview").text
    monkeypatch.setattr(overview, "MOST", 1)
    of_us = asked.signed_in("all@kor.example").get("/overview").text.partition("Asked of us, not answered")[2]
    monkeypatch.setattr(overview, "MOST", 3)
    of_others = asked.signed_in("all@jpn.example").get("/overview").text.partition("Asked of others, not answered")[2]

    read = machine(asked, "all@jpn.example").get("/api/v1/overview").json

    assert MORE not in whole
    assert MORE in of_us.partition("Asked of others")[0]
    assert (["asked_of_others"], 3) == (read["more"], len(read["asked_of_others"]))
    assert 3 == of_others.partition("<h2>")[0].count('class="under-line"')
    assert MORE in of_others.partition("<h2>")[0]


def test_a_cut_list_of_another_day_says_so(asked: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a way to the calendar, which is of today."""
    korea = asked.signed_in("all@kor.example")
    monkeypatch.setattr(as_of, "MOST", 1)
    page = korea.get("/desk?as_of=2026-11-20")

    assert (200, True) == (page.status_code, MORE in page.text)
    assert "All dates are in the calendar" not in page.text
