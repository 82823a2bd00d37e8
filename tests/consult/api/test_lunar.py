"""The register of lunar activities by the API: what a reader reads of it, what overlaps, and what is begun."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from consult import clock
from tests.consult.api.machine import machine
from tests.consult.web.lunar_world import BASE, RIM, build_register, record
from tests.consult.web.registered import ROVER, registered
from tests.consult.web.world import AT, World

V1 = "/api/v1"
JAPAN, FRANCE, KOREA, BRAZIL = (f"all@{key}.example" for key in ("jpn", "fra", "kor", "bra"))
HIDDEN = ("Hidden hollow", "2210", "2215", "hidden@example.int")
PLAN: dict[str, Any] = {
    "activity_title": "Second lander",
    "earliest_start": "2028-06-10",
    "latest_end": "2028-07-20",
    "areas": [{"kind": "landing", "place": {**RIM, "radius_km": "3"}}],
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, dict[str, str]]]:
    """Give the world with three activities, and their keys by State."""
    with clock.frozen(AT):
        world, keys = build_register(tmp_path_factory.mktemp("register"))
        yield world, keys
    world.engine.dispose()


def test_the_register_is_listed_and_narrowed_like_its_page(told: tuple[World, dict[str, str]]) -> None:
    """By State, class, days and words, the last registered first, a page at a time."""
    world, keys = told
    asks, visitor = machine(world, JAPAN), world.signed_in(JAPAN)
    for query in ("", "state=FRA", "class=rover", "since=2029-01-01", "until=2028-03-15", "words=polar", "body=earth"):
        there = dict.fromkeys(re.findall(r'href="/lunar/(LUN-\d+)"', visitor.get(f"/lunar?{query}").text))
        found = asks.given(f"{V1}/lunar?{query.replace('class', 'activity_class')}")["items"]
        assert list(there) == [one["key"] for one in found], query
    first = asks.given(f"{V1}/lunar?size=2")
    second = asks.given(first["next"])
    assert [keys["KOR"], keys["FRA"]] == [one["key"] for one in first["items"]]
    assert ([keys["JPN"]], None) == ([one["key"] for one in second["items"]], second["next"])
    assert "excludes anybody" in first["caveat"]["sentence"]


@pytest.mark.parametrize(
    ("query", "name", "known"),
    [
        ("state=ATLANTIS", "state", "JPN"),
        ("activity_class=hotel", "activity_class", "rover"),
        ("status=dreamt", "status", "planned"),
        ("body=mars", "body", "libration"),
        ("since=soon", "since", "year-month-day"),
        ("sort=title", "sort", "-registered"),
        ("colour=red", "colour", "activity_class"),
        ("after=LUN-9999", "after", "There is nothing of this name"),
    ],
)
def test_what_the_register_is_not_narrowed_to_is_refused_with_what_there_is(
    told: tuple[World, dict[str, str]], query: str, name: str, known: str
) -> None:
    """422 at the parameter."""
    answer = machine(told[0], JAPAN).get(f"{V1}/lunar?{query}")
    assert (422, [name]) == (answer.status_code, [one["parameter"] for one in answer.json["faults"]])
    assert known in answer.json["faults"][0]["sentence"]


def test_what_is_for_participants_reaches_nobody_else(told: tuple[World, dict[str, str]]) -> None:
    """Korea reads all that it told; France reads the rest, in no answer a word more, and no filter finds it."""
    world, keys = told
    own, other = machine(world, KOREA), machine(world, FRANCE)
    path = f"{V1}/lunar/{keys['KOR']}"
    mine = own.given(path)

    assert (True, {"areas", "emissions", "contact", "members_only"}) == (
        mine["reads_all"],
        {*mine["members_only"], "members_only"},
    )
    assert "Hidden hollow" == mine["description"]["areas"][0]["label"]
    for address in (path, f"{path}/overlaps", f"{V1}/lunar", f"{V1}/lunar/{keys['FRA']}/overlaps"):
        answer = other.get(address)
        assert 200 == answer.status_code
        assert not [word for word in HIDDEN if word in answer.text], address
    assert [] == other.given(path)["members_only"]


def test_an_activity_has_its_versions_with_what_each_changed(told: tuple[World, dict[str, str]]) -> None:
    """France moved its drill from 1 June to 1 July 2028; the version before is reached by its number."""
    world, keys = told
    asks = machine(world, JAPAN)
    found = asks.given(f"{V1}/lunar/{keys['FRA']}")
    newest, first = found["versions"]

    assert ([2, 1], True) == ([one["number"] for one in found["versions"]], first["first"])
    assert [("earliest_start", ["1 June 2028"], ["1 July 2028"])] == [
        (one["key"], one["before"], one["after"]) for one in newest["changes"]
    ]
    assert ("2028-07-01", "2028-07-01") == (found["line"]["starts"], found["description"]["earliest_start"])
    assert [1] == [one["number"] for one in asks.given(f"{V1}/lunar/{keys['FRA']}?before=2")["versions"]]
    assert 404 == asks.get(f"{V1}/lunar/LUN-9999").status_code
    assert 422 == asks.get(f"{V1}/lunar/{keys['FRA']}?before=-1").status_code


def test_what_overlaps_is_what_the_sheet_says(told: tuple[World, dict[str, str]]) -> None:
    """The same reasons in the same order, with numbers beside the words, and margins that are no law."""
    world, keys = told
    page = world.signed_in(JAPAN).get(f"/lunar/{keys['JPN']}").text
    found = machine(world, JAPAN).given(f"{V1}/lunar/{keys['JPN']}/overlaps")

    assert {keys["FRA"], keys["KOR"]} >= {one["activity"] for one in found["items"]}
    assert all(one["reason"] in page for one in found["items"])
    assert (2.0, "2026-11-20") == (found["margins"]["site_km"], found["on"])
    plume = next(one for one in found["items"] if "plume" in [kind["key"] for kind in one["kinds"]])
    assert (1.5, ["FRA"]) == (plume["margin_km"], plume["states"])


def test_a_plan_is_screened_and_nothing_is_stored(told: tuple[World, dict[str, str]]) -> None:
    """What the page finds for the same answers; the register is as it was, and so is the calendar of nobody."""
    world, keys = told
    asks, before = machine(world, BRAZIL), machine(world, BRAZIL).given(f"{V1}/lunar")
    found = asks.made(f"{V1}/lunar/screening", {"plan": PLAN})
    visitor = world.signed_in(BRAZIL)
    form = {"activity_title": "Second lander", "earliest_start": "2028-06-10", "latest_end": "2028-07-20"}
    place = {f"areas/0/place:{name}": value for name, value in {**RIM, "radius_km": "3"}.items()}
    answers = {**form, "areas/0": "1", "areas/0/kind": "landing", **place}
    page = visitor.post("/lunar/screen", form_at="/lunar/screen", **{f"f/{name}": one for name, one in answers.items()})

    assert keys["JPN"] in {one["activity"] for one in found["items"]}
    assert all(one["reason"] in page.text for one in found["items"])
    assert before == asks.given(f"{V1}/lunar")


def test_a_plan_that_changes_an_activity_is_not_compared_with_it(told: tuple[World, dict[str, str]]) -> None:
    """Japan screens another day for its own base; an activity that is not there is unknown."""
    world, keys = told
    asks = machine(world, JAPAN)
    plan = {name: BASE[name] for name in ("activity_title", "earliest_start", "latest_end", "areas")}
    found = asks.made(f"{V1}/lunar/screening", {"plan": plan, "of": keys["JPN"]})

    assert keys["JPN"] not in {one["activity"] for one in found["items"]}
    assert keys["JPN"] in {one["activity"] for one in asks.made(f"{V1}/lunar/screening", {"plan": plan})["items"]}
    assert 404 == asks.post(f"{V1}/lunar/screening", {"plan": plan, "of": "LUN-9999"}).status_code


@pytest.mark.parametrize(
    ("plan", "pointer"),
    [
        ({}, "/plan/earliest_start"),
        ({**PLAN, "colour": "red"}, "/plan/colour"),
        ({**PLAN, "earliest_start": "soon"}, "/plan/earliest_start"),
        (
            {**PLAN, "areas": [{"kind": "landing", "place": {"body": "moon", "shape": "circle"}}]},
            "/plan/areas/0/place/lat",
        ),
        ({**PLAN, "areas": "everywhere"}, "/plan/areas"),
    ],
)
def test_a_plan_that_cannot_be_read_is_refused_at_its_answer(
    told: tuple[World, dict[str, str]], plan: dict[str, Any], pointer: str
) -> None:
    """Each fault with a pointer into the body."""
    answer = machine(told[0], JAPAN).post(f"{V1}/lunar/screening", {"plan": plan})
    assert 422 == answer.status_code
    assert pointer in [one["pointer"] for one in answer.json["faults"]]


def test_a_case_is_begun_on_an_activity_once_for_a_key(berths: World) -> None:
    """Brazil asks Korea for consultation on its rover: the paper names Korea, the same key gets the same case."""
    registered(berths, "KOR", ROVER, "LUN-0001")
    brazil = machine(berths, BRAZIL)
    offered = brazil.given(f"{V1}/lunar/LUN-0001")
    begin = offered["hrefs"]["begin"]
    assert ("ost9_request", True) in [(one["procedure"], one["of_others"]) for one in offered["beginnings"]]

    answers = [brazil.post(begin, {"procedure": "ost9_request"}, Idempotency_Key="one") for _n in range(2)]
    first = answers[0].json
    assert ([201, 200], first) == ([one.status_code for one in answers], answers[1].json)
    draft = brazil.given(first["draft_href"])
    assert (["KOR"], "Polar rover") == (draft["filing"]["planning"], draft["filing"]["activity_title"])
    assert 404 == machine(berths, KOREA).get(first["href"]).status_code
    tag = brazil.get(first["draft_href"]).headers["ETag"]
    assert 204 == brazil.ask("DELETE", first["draft_href"], If_Match=tag).status_code
    assert first == brazil.made(begin, {"procedure": "ost9_request"}, Idempotency_Key="one"), "no second paper"
    registered(berths, "KOR", ROVER, "LUN-0002")
    other = brazil.made(begin.replace("0001", "0002"), {"procedure": "ost9_request"}, Idempotency_Key="one")
    assert first["case"] != other["case"], "another activity is another request"


@pytest.mark.parametrize(("mail", "procedure"), [(BRAZIL, "ost9"), (KOREA, "ost9_request"), (BRAZIL, "nonsense")])
def test_nothing_else_is_begun_than_what_is_offered(berths: World, mail: str, procedure: str) -> None:
    """404, and no case is there afterwards."""
    registered(berths, "KOR", ROVER, "LUN-0001")
    asks = machine(berths, mail)
    assert 404 == asks.post(f"{V1}/lunar/LUN-0001/begin", {"procedure": procedure}).status_code
    assert [] == asks.given(f"{V1}/cases")["items"]


def test_a_token_that_reads_alone_begins_nothing(berths: World) -> None:
    """Nothing is offered to it, and the POST is refused; one narrowed to another procedure neither."""
    registered(berths, "KOR", ROVER, "LUN-0001")
    for asks in (machine(berths, BRAZIL, capacities=()), machine(berths, BRAZIL, procedures=("berth",))):
        found = asks.given(f"{V1}/lunar/LUN-0001")
        assert ([], False) == (found["beginnings"], "begin" in found["hrefs"])
        assert 404 == asks.post(f"{V1}/lunar/LUN-0001/begin", {"procedure": "ost9_request"}).status_code


def test_the_keys_of_many_activities_lead_through_all_of_them_once(berths: World) -> None:
    """Seven activities in pages of three, while an eighth is registered in between."""
    keys = [record(berths, "JPN", {**BASE, "activity_title": f"Base {n}"}) for n in range(7)]
    asks = machine(berths, JAPAN)
    page = asks.given(f"{V1}/lunar?size=3")
    seen = [one["key"] for one in page["items"]]
    record(berths, "JPN", {**BASE, "activity_title": "In between"})
    while page["next"]:
        page = asks.given(page["next"])
        seen += [one["key"] for one in page["items"]]
    assert list(reversed(keys)) == seen
