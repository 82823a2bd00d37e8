"""What surrounds cases by the API: silences, neutrals, objects, the directory, and what passed between two States."""

from datetime import timedelta
from pathlib import Path

import pytest

from consult import clock
from consult.objects import import_table
from tests.consult.api.machine import Machine, machine
from tests.consult.web.cases_world import build_cases
from tests.consult.web.neutrals_world import ARBITRATOR, MEDIATOR, RETIRED, list_all
from tests.consult.web.test_objects import TABLE
from tests.consult.web.test_reciprocity import asked as berth_asked
from tests.consult.web.test_silence import INSTANT, Quiet
from tests.consult.web.world import AT, LIAISON, SECRETARIAT, World

V1 = "/api/v1"
JAPAN, FRANCE, KOREA, BRAZIL = (f"all@{key}.example" for key in ("jpn", "fra", "kor", "bra"))


def misfit(asks: Machine, path: str) -> dict[str, str]:
    """Ask what cannot be taken; give the sentence by the parameter that it names."""
    answer = asks.get(V1 + path)
    assert 422 == answer.status_code, answer.text
    return {one["parameter"]: one["sentence"] for one in answer.json["faults"]}


def test_a_silence_has_its_instant_who_is_entitled_and_how_it_binds(tmp_path: Path) -> None:
    """On 25 November 2026 it runs until the 26th at nine UTC; a day later it is adopted; Brazil reads of none."""
    with clock.frozen(AT):
        world = build_cases(tmp_path)
        quiet = Quiet(world)
        asks = {mail: machine(world, mail) for mail in (KOREA, BRAZIL)}
    with clock.frozen(INSTANT - timedelta(days=1, seconds=3)):
        (found,) = asks[KOREA].given(f"{V1}/silences")["items"]
        assert ("running", "2026-11-26T09:00:00Z", "1 d 0 h 0 min 3 s") == (
            found["status"],
            found["ends_at"],
            found["left"],
        )
        assert (quiet.ref, "JPN", ["FRA", "KOR"]) == (
            found["case"],
            found["opened_by"]["key"],
            [one["key"] for one in found["entitled"]],
        )
        limits = {one["rule"]: one for one in asks[KOREA].given(found["href"])["deadlines"]}
        assert (limits["silence"]["binding"], limits["silence"]["under"]) == (found["binding"], found["under"])
        assert "Hours are written in UTC." == found["text"]
        assert [] == asks[BRAZIL].given(f"{V1}/silences")["items"]
        assert [] == asks[KOREA].given(f"{V1}/silences?status=broken")["items"]
        assert "adopted" in misfit(asks[KOREA], "/silences?status=loud")["status"]
        quiet.take("FRA", "break_silence", {"reasons": "Hours of whom?"}, INSTANT - timedelta(hours=20))
        (broken,) = asks[KOREA].given(f"{V1}/silences?status=broken")["items"]
        assert [("FRA", "Hours of whom?")] == [(one["party"], one["words"]) for one in broken["broke"]]
        assert 200 == asks[KOREA].get(broken["broke"][0]["href"]).status_code
    world.engine.dispose()


def test_the_roster_is_that_of_a_day_in_the_order_that_is_asked_for(berths: World) -> None:
    """Two are listed today, three were in June 2026; by service, language and order, in pages."""
    list_all(berths)
    asks = machine(berths, JAPAN)

    def keys(query: str = "") -> list[str]:
        return [one["key"] for one in asks.given(f"{V1}/neutrals{query}")["items"]]

    assert [MEDIATOR, ARBITRATOR] == keys()
    assert [ARBITRATOR, MEDIATOR] == keys("?sort=-name") == keys("?sort=since")
    assert {RETIRED, MEDIATOR, ARBITRATOR} == set(keys("?on=2026-06-01"))
    assert [ARBITRATOR] == keys("?language=es") == keys("?serving=arbitrator")
    first = asks.given(f"{V1}/neutrals?size=1")
    assert [ARBITRATOR] == [one["key"] for one in asks.given(first["next"])["items"]]
    one = first["items"][0]
    assert (["mediator", "conciliator"], ["BRA"]) == tuple(
        [each["key"] for each in one[name]] for name in ("serves_as", "nationalities")
    )
    assert "arbitrator" in misfit(asks, "/neutrals?serving=judge")["serving"]
    assert "'since'" in misfit(asks, "/neutrals?sort=fame")["sort"]


def test_the_index_of_objects_is_looked_through_with_source_and_grade(berths: World) -> None:
    """By designator, name and State, a page at a time; a State that the index lacks is named with those it has."""
    with berths.writing() as conn:
        import_table(conn, TABLE, AT, source="A list read on a day", grade="S")
    asks = machine(berths, JAPAN)
    first = asks.given(f"{V1}/objects?size=1")
    rest = asks.given(first["next"])

    assert ["1998-067A", "1970-011A"] == [one["designator"] for one in (*first["items"], *rest["items"])]
    assert rest["next"] is None
    assert ("A list read on a day", "S") == (first["items"][0]["source"], first["items"][0]["grade"])
    assert ["Zarya"] == [one["name"] for one in asks.given(f"{V1}/objects?words=zar&state=USA")["items"]]
    assert [] == asks.given(f"{V1}/objects?words=nothing")["items"]
    assert misfit(asks, "/objects?after=1999-001A")["after"].startswith("There is nothing of this name")
    assert "Choose from: JPN, USA." == misfit(asks, "/objects?state=XXX")["state"]


def test_the_directory_is_that_of_the_page_and_hides_from_an_operator_what_it_hides_there(world: World) -> None:
    """How each organ is reached, narrowed by channel and state; the parties that nobody reaches stand last."""
    asks = machine(world, LIAISON)
    page = world.signed_in(LIAISON).get("/directory").text
    items = asks.given(f"{V1}/directory")["items"]
    points = [one for item in items for organ in item["organs"] for one in organ["contacts"]]

    assert points
    assert all(one["address"] in page for one in points)
    assert [False, True] == sorted({one["unreached"] for one in items})
    urgent = asks.given(f"{V1}/directory?channel=telephone&state=urgent")["items"]
    assert {True} == {one["urgent"] for item in urgent for organ in item["organs"] for one in organ["contacts"]}
    assert ["JPN"] == [one["party"] for one in asks.given(f"{V1}/directory?party=JPN")["items"]]
    assert "JPN" in misfit(asks, "/directory?party=ATLANTIS")["party"]
    assert "telephone" in misfit(asks, "/directory?channel=pigeon")["channel"]


def test_what_passed_between_two_states_is_read_by_these_two_with_the_acts(berths: World) -> None:
    """Japan asked and France gave: what is ours for one is theirs for the other; nobody else has the sheet."""
    ref = berth_asked(berths)
    japan, france = machine(berths, JAPAN), machine(berths, FRANCE)
    ours, theirs = japan.given(f"{V1}/parties/FRA/between"), france.given(f"{V1}/parties/JPN/between")

    assert {"Consultations asked for": (1, 0), "Requests accepted": (0, 1)} == {
        one["title"]: (len(one["ours"]), len(one["theirs"])) for one in ours["kinds"]
    }
    assert [one["ours"] for one in ours["kinds"]] == [one["theirs"] for one in theirs["kinds"]]
    assert f"{V1}/cases/{ref}/acts/1" in [one["href"] for kind in ours["kinds"] for one in kind["ours"]]
    assert [] == machine(berths, BRAZIL).given(f"{V1}/parties/JPN/between")["kinds"]
    assert 404 == japan.get(f"{V1}/parties/JPN/between").status_code
    assert 404 == machine(berths, SECRETARIAT).get(f"{V1}/parties/JPN/between").status_code


def test_where_nobody_plays_the_other_side_practice_says_so(berths: World) -> None:
    """An installation in earnest: 409 with the sentence of the page, and nothing is opened."""
    asks = machine(berths, JAPAN)
    assert not asks.given(f"{V1}/practice")["is_here"]
    refused = asks.post(f"{V1}/practice")
    assert (409, True) == (refused.status_code, "There is no exercise desk here" in refused.json["detail"])
    assert [] == asks.given(f"{V1}/cases")["items"]


@pytest.fixture
def world(berths: World) -> World:
    """Give the world of the pages, whose record is verified when the story is over."""
    return berths
