"""Rooms and cases beside a case through the API: who opens them, once for a key; whoever is in none learns nothing."""

from collections.abc import Iterator

import pytest

from consult import clock
from tests.consult.api.machine import Machine, example_of, machine
from tests.consult.web.cases_world import serve_berth
from tests.consult.web.world import AT, World
from tests.house.rooms_world import MAIL, MEDIATOR, Disputed, build_dispute


@pytest.fixture
def dispute(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disputed]:
    """Give a dispute with a mediator in office, and no room yet."""
    with clock.frozen(AT):
        told = build_dispute(tmp_path_factory.mktemp("rooms"))
        yield told
    told.world.engine.dispose()


def asking(told: Disputed, party: str) -> Machine:
    """Give the system of a party."""
    return machine(told.world, MAIL[party])


def test_a_mediator_opens_a_room_once_for_a_key(dispute: Disputed) -> None:
    """As the document shows it; those in it find it, those who are not find no word of it."""
    mediator, path = asking(dispute, MEDIATOR), f"/api/v1/cases/{dispute.refs['dispute']}"
    rooms = mediator.given(mediator.given(path)["hrefs"]["rooms"])
    example = example_of("rooms_open_room")
    assert example["room"] in [one["room"] for one in rooms["to_open"]]
    first = mediator.post(rooms["open"], example, Idempotency_Key="one")
    again = mediator.post(rooms["open"], example, Idempotency_Key="one")

    assert ((201, 200), first.json) == ((first.status_code, again.status_code), again.json)
    there = mediator.given(path + "/rooms")
    assert [first.json["ref"]] == [one["ref"] for one in there["rooms"]]
    assert [1] == [one["there"] for one in there["to_open"] if one["room"] == example["room"]]
    france, japan = asking(dispute, "FRA"), asking(dispute, "JPN")
    inside = france.given(france.given(france.given(path + "/rooms")["rooms"][0]["href"])["hrefs"]["rooms"])
    assert ("Private room", ["House of mediation", "France"]) == (inside["here"]["title"], inside["here"]["members"])
    assert (404, []) == (japan.get(first.json["href"]).status_code, japan.given(path + "/rooms")["rooms"])


def test_whoever_holds_no_office_opens_no_room(dispute: Disputed) -> None:
    """404 for a party, and for a room that there is not."""
    path = f"/api/v1/cases/{dispute.refs['dispute']}/rooms"
    assert [] == asking(dispute, "JPN").given(path)["to_open"]
    assert 404 == asking(dispute, "JPN").post(path, example_of("rooms_open_room")).status_code
    assert 404 == asking(dispute, MEDIATOR).post(path, {"room": "room caucus BRA"}).status_code
    assert 422 == asking(dispute, MEDIATOR).post(path, {"room": 7}).status_code


def test_an_addressee_opens_a_case_beside_another_with_its_first_paper(berths: World) -> None:
    """Help to answer: once for a key, with a draft that names the case; nothing of it stands there."""
    path = f"/api/v1/cases/{serve_berth(berths.signed_in('all@jpn.example'))}"
    france, japan = machine(berths, "all@fra.example"), machine(berths, "all@jpn.example")
    beside = france.given(france.given(path)["hrefs"]["beside"])
    example = example_of("rooms_open_beside")
    assert example["procedure"] in [one["procedure"] for one in beside["to_open"]]
    first = france.post(beside["open"], example, Idempotency_Key="one")
    again = france.post(beside["open"], example, Idempotency_Key="one")

    assert (201, 200, first.json) == (first.status_code, again.status_code, again.json)
    draft = france.given(first.json["draft_href"])
    assert path.rpartition("/")[2] == draft["filing"]["case"]
    assert first.json["ref"] not in japan.get(path).text
    assert 404 == japan.get(first.json["href"]).status_code
    assert example["procedure"] not in [one["procedure"] for one in japan.given(f"{path}/beside")["to_open"]]
    assert 404 == japan.post(f"{path}/beside", example).status_code
    assert 404 == france.post(f"{path}/beside", {"procedure": "nosuch"}).status_code
    assert 404 == machine(berths, "all@fra.example", procedures=("berth",)).post(f"{path}/beside", example).status_code
