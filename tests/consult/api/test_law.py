"""The law by the API: agreements with their ladder, charters, instruments, editions, and which procedure fits."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest

from consult import clock
from tests.consult.api.machine import Machine, machine
from tests.consult.web.agreed import recorded
from tests.consult.web.cases_world import build_cases
from tests.consult.web.world import AT, World
from workflows.agreements import SETTLEMENT, agreements

V1 = "/api/v1"
JAPAN = "all@jpn.example"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give a world in which nothing is recorded."""
    with clock.frozen(AT):
        built = build_cases(tmp_path_factory.mktemp("law"))
        yield built
    built.engine.dispose()


@pytest.fixture
def japan(world: World) -> Machine:
    """Give a system of Japan."""
    return machine(world, JAPAN)


def words(page: str) -> str:
    """Read a page in words alone."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def misfit(asks: Machine, path: str) -> dict[str, str]:
    """Ask what cannot be taken; give the sentence by the parameter that it names."""
    answer = asks.get(V1 + path)
    assert 422 == answer.status_code, answer.text
    return {one["parameter"]: one["sentence"] for one in answer.json["faults"]}


def test_every_agreement_with_a_clause_is_listed_a_page_at_a_time(japan: Machine) -> None:
    """Each once, whatever the size of the pages; each has a value of its own."""
    path, found = f"{V1}/agreements?size=4", []
    while path:
        page = japan.given(path)
        found += page["items"]
        path = page["next"]
    keys = [one["key"] for one in found]

    assert sorted(key for key, one in agreements().items() if one.procedure == SETTLEMENT) == sorted(keys)
    assert {200} == {japan.get(one["href"]).status_code for one in found}
    assert ("Station agreements", 404) != (keys[0], japan.get(f"{V1}/agreements/nowhere").status_code)
    assert 404 == japan.get(f"{V1}/agreements/nowhere").status_code
    assert {"after": "There is nothing of this name here to go on from."} == misfit(japan, "/agreements?after=nowhere")


def test_the_ladder_between_two_parties_on_a_day_is_that_of_the_page(world: World, japan: Machine) -> None:
    """Received on 1 September 2026 under the Outer Space Rules: arbitration opens on 2 November, and says why."""
    asked = "/agreements/pca-os-2011?a=JPN&b=KOR&on=2026-09-01"
    found, page = japan.given(V1 + asked)["ladder"], words(world.signed_in(JAPAN).get(asked).text)

    assert (["JPN", "KOR"], "2026-09-01") == ([one["key"] for one in found["between"]], found["on"])
    arbitration = next(one for one in found["rungs"] if one["key"] == "arbitration")
    assert ("2026-11-02", True) == (arbitration["opens_on"], arbitration["open"])
    assert "The parties agreed to arbitration beforehand." in [one["text"] for one in arbitration["reasons"]]
    assert "2 November 2026" in page
    for rung in found["rungs"]:
        assert rung["title"] in page
        assert all(one["text"] in page for one in (*rung["reasons"], *rung["times"]))


def test_a_rung_that_does_not_exist_between_two_parties_says_why_and_on_what_that_rests(japan: Machine) -> None:
    """An organisation does not come before the Court: by the Statute, and by no default of the product."""
    found = japan.given(f"{V1}/agreements/un-charter-33?a=JPN&b=ESA")["ladder"]["rungs"]
    court = next(
        one for one in found if any("Only States come before the Court" in each["text"] for each in one["reasons"])
    )
    reason = next(one for one in court["reasons"] if "Only States" in one["text"])

    assert (False, None) == (court["open"], court["opens_on"])
    assert reason["under"]["binding"].startswith("LAW")


def test_a_value_that_only_the_product_gives_is_never_told_as_law(japan: Machine) -> None:
    """The number of arbitrators under the treaty of 1998 comes from the general profile, and its binding says so."""
    clause = {one["title"]: one for one in japan.given(f"{V1}/agreements/iss-iga-1998")["clause"]}
    number = next(one for title, one in clause.items() if title.startswith("How many arbitrators"))

    assert ("the general profile of the product", "DEFAULT") == (
        number["given_by"]["words"],
        number["under"]["binding"],
    )
    assert "LAW_T" in {one["under"]["binding"] for one in clause.values()}


@pytest.mark.parametrize(
    ("query", "name", "sentence"),
    [
        ("a=JPN&b=JPN", "b", "Choose two different parties."),
        ("a=JPN", "b", "This must be answered."),
        ("a=JPN&b=ATLANTIS", "b", "Choose from: "),
        (
            "a=JPN&b=KOR&on=tomorrow",
            "on",
            "Give a day as year-month-day, such as 2027-03-01, of the years 1900 to 2999.",
        ),
        (
            "a=JPN&b=KOR&on=9999-12-31",
            "on",
            "Give a day as year-month-day, such as 2027-03-01, of the years 1900 to 2999.",
        ),
    ],
)
def test_a_ladder_that_cannot_be_drawn_is_refused_at_its_parameter(
    japan: Machine, query: str, name: str, sentence: str
) -> None:
    """With the parties that there are, where one of them is none."""
    faults = misfit(japan, f"/agreements/gen?{query}")
    assert [name] == list(faults)
    assert faults[name].startswith(sentence)
    assert ("KOR" in faults[name]) == ("ATLANTIS" in query)


def test_the_page_refuses_a_day_beyond_every_calendar_too(world: World) -> None:
    """Periods that run from the last day of the year 9999 have no end."""
    answer = world.signed_in(JAPAN).get("/agreements/gen?a=JPN&b=KOR&on=9999-12-31")
    assert (422, True) == (answer.status_code, "Give the day as year, month and day." in answer.text)


def test_an_agreement_that_two_parties_recorded_is_read_by_them_alone(berths: World) -> None:
    """By the reference of its case, with its editions; Korea finds it in no list and at no address."""
    ref = recorded(berths)
    japan, korea = machine(berths, JAPAN), machine(berths, "all@kor.example")
    listed = {one["key"]: one for one in japan.given(f"{V1}/agreements")["items"]}
    found = japan.given(listed[ref]["href"] + "?a=JPN&b=FRA&on=2026-12-01")

    assert (["JPN", "FRA"], 1) == ([one["key"] for one in listed[ref]["parties"]], listed[ref]["edition"])
    assert (ref, ref, "settlement") == (found["key"], found["case"], found["opens"])
    assert [1] == [one["number"] for one in found["editions"]]
    assert 200 == japan.get(found["editions"][0]["href"]).status_code
    assert ["negotiation", "arbitration"] == [one["key"] for one in found["ladder"]["rungs"]][:2]
    assert ref not in {one["key"] for one in korea.given(f"{V1}/agreements")["items"]}
    assert 404 == korea.get(f"{V1}/agreements/{ref}").status_code


def test_charters_say_that_they_are_no_law_and_differ_where_the_page_says_so(world: World, japan: Machine) -> None:
    """Each right rests on something; two of them side by side give what the page gives."""
    items = japan.given(f"{V1}/charters")
    one, other = (each["key"] for each in items["items"][:2])
    charter = japan.given(f"{V1}/charters/{one}")
    asked = f"/charters/{one}/against/{other}"
    both, page = japan.given(V1 + asked), words(world.signed_in(JAPAN).get(asked).text)

    assert "is proposed, not agreed" in items["caveat"]["sentence"]
    assert {each["key"] for each in charter["rights"]} == charter["rights_under"].keys()
    assert all(each["rights"].keys() == charter["rights_under"].keys() for each in charter["classes"])
    assert both["differences"]
    assert all(each["name"] in page and each["one"] in page for each in both["differences"])
    assert 404 == japan.get(f"{V1}/charters/{one}/against/nowhere").status_code


def test_a_provision_is_told_in_own_words_with_grade_binding_and_lineage(japan: Machine) -> None:
    """The third sentence of Article IX is treaty law since 10 October 1967, and goes back to principle 6 of 1963, which
    binds nobody."""
    found = japan.given(f"{V1}/instruments/OST/p-IX-s3?on=2026-11-20")
    since = next(one for one in found["over_time"] if one["is_here"])

    assert ("LAW_T", "V") == (found["binding"], found["grade"])
    assert ("1967-10-10", "LAW_T") == (since["since"]["on"], since["binding"])
    assert ("GA1962", "principle 6", "SOFT") == tuple(
        found["back_to"][0]["under"][name] for name in ("instrument", "provision", "binding")
    )
    assert "ost9" in {one["procedure"] for one in found["resting"]}
    assert 404 == japan.get(f"{V1}/instruments/OST/p-XCIX").status_code


def test_a_treaty_is_told_for_one_party_on_a_day(japan: Machine) -> None:
    """Japan was not bound by the Outer Space Treaty on 1 January 1967, and is today; the row names its source."""
    then, now = (
        japan.given(f"{V1}/instruments/OST?party=JPN&on={day}")["statuses"] for day in ("1967-01-01", "2026-11-20")
    )

    assert [("JPN", False), ("JPN", True)] == [(one["party"], one["bound"]) for one in (*then, *now)]
    assert now[0]["source"]
    assert now[0]["grade"] in ("V", "S", "M", "src")
    assert "Choose from: " in misfit(japan, "/instruments/OST?party=ATLANTIS")["party"]
    layers = misfit(japan, "/instruments?layer=custom")["layer"]
    assert "space_treaty" in layers
    listed = japan.given(f"{V1}/instruments?layer=space_treaty&fields=key,layer,binding")["items"]
    assert {"space_treaty"} == {one["layer"]["key"] for one in listed}
    assert {"key", "layer", "binding"} == listed[0].keys()


def test_editions_are_listed_and_told_apart_as_on_their_page(world: World, japan: Machine) -> None:
    """Two procedures as they are now: what is added in one is what the page says."""
    editions = japan.given(f"{V1}/procedures/ost9/editions")["items"]
    asked = "/procedures/ost9/against/ost9_request"
    found, page = japan.given(V1 + asked), words(world.signed_in(JAPAN).get(asked).text)

    assert ([True], "ost9") == ([one["today"] for one in editions], editions[0]["name"])
    assert 200 == japan.get(editions[0]["href"]).status_code
    assert not found["same"]
    assert len(found["changes"]) == found["added"] + found["removed"] + found["changed"]
    assert all(one["name"] in page for one in found["changes"])
    assert 404 == japan.get(f"{V1}/procedures/ost9@2020-01-01/against/ost9").status_code


@pytest.mark.parametrize("form", ["mermaid", "dot"])
def test_a_procedure_is_drawn_for_other_peoples_tools(world: World, japan: Machine, form: str) -> None:
    """The same text as the download of the page."""
    answer = japan.get(f"{V1}/procedures/berth/drawing?form={form}")
    assert world.signed_in(JAPAN).get(f"/procedures/berth/{form}").text == answer.text
    assert "text/plain" == answer.mimetype


def test_which_procedure_is_answered_as_on_the_page(world: World, japan: Machine) -> None:
    """A planned activity on the Moon that may interfere: Article IX, with the sentence that says why."""
    questions = japan.given(f"{V1}/which-procedure/questions")
    chosen: dict[str, Any] = {name: questions[name][0]["key"] for name in ("matters", "stages", "places", "sides")}
    facts = "matter={matters}&stage={stages}&where={places}&whose={sides}".format(**chosen)
    found = japan.given(f"{V1}/which-procedure?{facts}&others=FRA,KOR")
    asked = f"/which-procedure?{facts}&own=JPN&other=FRA&other=KOR"
    page = words(world.signed_in(JAPAN).get(asked).text)

    ways = (*found["ways"], *found["barred"])
    assert "ost9" in {one["procedure"] for one in ways}
    assert all(one["title"] in page for one in ways)
    assert all(said["text"] in page for one in ways for said in (*one["why"], *one["barred"], *one["cautions"]))
    assert all(said["under"] for one in found["ways"] for said in one["why"])


def test_a_question_that_cannot_be_read_is_refused_at_each_parameter(japan: Machine) -> None:
    """The closed lists name what there is; a party that is none is named."""
    assert "interference" in misfit(japan, "/which-procedure?matter=weather")["matter"]
    faults = misfit(japan, "/which-procedure?matter=interference&others=ATLANTIS")
    assert {"stage", "where", "whose", "others"} == faults.keys()
    assert "“ATLANTIS” is no State" in faults["others"]
