"""Calendar, search, saved views, the overview, the mark of what was seen, and the desk of a secretariat, by the API."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from consult import clock
from consult.docket.editions import Editions
from consult.people.tokens import NewToken, issue_token
from consult.search.filling import fill
from tests.consult.api.machine import OWN, Machine, machine, standing_of, system_of
from tests.consult.web.cases_world import open_berth, serve_berth
from tests.consult.web.dispute_world import FRANCE as FRENCH
from tests.consult.web.dispute_world import JAPAN as JAPANESE
from tests.consult.web.dispute_world import KOREA as KOREAN
from tests.consult.web.dispute_world import dispute
from tests.consult.web.test_messages_that_wait import ask as ask_message
from tests.consult.web.test_messages_that_wait import fail
from tests.consult.web.world import AT, LIAISON, MANAGER, SECRETARIAT, World

V1 = "/api/v1"
JAPAN, FRANCE, KOREA, BRAZIL = (f"all@{key}.example" for key in ("jpn", "fra", "kor", "bra"))
DRAFTED = datetime(2027, 7, 12, 12, tzinfo=UTC)


def misfit(asks: Machine, path: str) -> dict[str, str]:
    """Ask what cannot be taken; give the sentence by the parameter that it names."""
    answer = asks.get(V1 + path)
    assert 422 == answer.status_code, answer.text
    return {one["parameter"]: one["sentence"] for one in answer.json["faults"]}


@pytest.fixture
def met(tmp_path: Path) -> Iterator[tuple[World, str]]:
    """Give a consultation meeting of July 2027 with its record in preparation, on 12 July 2027."""
    with clock.frozen(DRAFTED):
        world, ref = dispute(tmp_path, DRAFTED, "consultation-meeting")
        yield world, ref
        world.engine.dispose()


def calendar_machine(world: World, mail: str) -> Machine:
    """Give a machine of the demonstration."""
    by = standing_of(world, mail)
    with world.app.app_context(), world.writing() as conn:
        new = NewToken(OWN, "Registry", by.mandate_id, (), (DRAFTED + timedelta(days=90)).date())
        return Machine(world, issue_token(conn, by, new, DRAFTED))


def test_the_calendar_has_day_instant_zone_rule_and_binding(met: tuple[World, str]) -> None:
    """The meeting of 1 July at nine in Paris, and the periods of its record with the rule by which they run."""
    world, ref = met
    asks = calendar_machine(world, JAPANESE)
    july = asks.given(f"{V1}/calendar?month=2027-07")
    meeting = next(one for one in july["items"] if one["kind"] == "meeting")
    period = next(one for one in asks.given(july["later"])["items"] if one["kind"] == "deadline")
    limits = {one["rule"]: one for one in asks.given(f"{V1}/cases/{ref}")["deadlines"]}

    assert ("2027-07-01T07:00:00Z", "2027-07-01", "Europe/Paris") == tuple(
        meeting[name] for name in ("at", "on", "zone")
    )
    limit = limits[period["rule"]]
    assert (limit["binding"], limit["zone"], limit["expires_on"]) == (
        period["binding"],
        period["zone"],
        period["on"],
    )
    assert limit["under"] == period["under"]
    assert (ref, "2027-07", "Asia/Tokyo") == (period["case"], july["month"], july["zone"])
    assert all(one["case"] == ref for one in asks.given(july["earlier"])["items"])
    assert {"meeting"} == {one["kind"] for one in asks.given(f"{V1}/calendar?month=2027-07&kind=meeting")["items"]}
    june = asks.given(f"{V1}/calendar?month=2027-06")
    first = asks.given(f"{V1}/calendar?month=2027-06&size=1")
    assert june["items"] == [*first["items"], *(asks.given(first["next"])["items"] if first["next"] else ())]


def test_the_calendar_of_somebody_else_has_nothing_of_the_case(met: tuple[World, str]) -> None:
    """France takes part, Korea does not."""
    world, ref = met
    assert ref in {
        one["case"] for one in calendar_machine(world, FRENCH).given(f"{V1}/calendar?month=2027-07")["items"]
    }
    asks = calendar_machine(world, KOREAN)
    assert [] == asks.given(f"{V1}/calendar?month=2027-07")["items"]
    assert misfit(asks, "/calendar?month=never")["month"].startswith("Give a month as year-month")
    assert misfit(asks, "/calendar?month=0001-01")["month"].startswith("Give a month as year-month")
    assert "silence" in misfit(asks, "/calendar?kind=party")["kind"]


def test_search_finds_what_the_page_finds_and_nothing_of_others(berths: World) -> None:
    """Two cases by a word of their title, one a page; Brazil, which takes part in neither, finds none."""
    visitor = berths.signed_in(JAPAN)
    refs = {open_berth(visitor), serve_berth(visitor)}
    while fill(berths.engine, Editions()):
        pass
    asks = machine(berths, JAPAN)
    found = asks.given(f"{V1}/search?q=cargo&size=1&part=cases")
    rest = asks.given(found["next_cases"])

    assert refs == {one["ref"] for one in (*found["cases"], *rest["cases"])}
    assert ([], None) == (found["acts"], rest["next_cases"])
    acts = asks.given(f"{V1}/search?q=cargo&part=acts")
    assert acts["acts"]
    assert all(200 == asks.get(one["href"]).status_code for one in acts["acts"])
    assert any(piece["hit"] for one in acts["acts"] for each in one["excerpts"] for piece in each["pieces"])
    assert ["JPN"] == [one["key"] for one in asks.given(f"{V1}/search?q=japan")["parties"]]
    other = machine(berths, BRAZIL).given(f"{V1}/search?q=cargo")
    assert ([], []) == (other["cases"], other["acts"])
    assert [] == asks.given(f"{V1}/search")["cases"], "nothing was asked"
    assert "This must be answered." == misfit(asks, "/search?q=cargo&after=X")["part"]
    for part, after in (("cases", "BERTH-2026-NOSUCH"), ("acts", "BERTH-2026-NOSUCH/1"), ("acts", "1")):
        assert "to go on from" in misfit(asks, f"/search?q=cargo&part={part}&after={after}")["after"]
    assert "liability" in misfit(asks, "/search?q=cargo&subject=weather")["subject"]
    assert "'acts'" in misfit(asks, "/search?q=cargo&part=everything")["part"]


def test_a_view_is_saved_renamed_and_removed_by_the_person_alone(berths: World) -> None:
    """It gives the list of cases; the name is there once; the token of a colleague knows nothing of it."""
    asks, colleague = machine(berths, JAPAN), machine(berths, "draft@jpn.example")
    made = asks.made(f"{V1}/views", {"name": "Open berths", "filters": {"kind": "open", "procedure": "berth"}})

    assert [made] == asks.given(f"{V1}/views")["items"]
    assert 200 == asks.get(made["cases"]).status_code
    assert "Open berths" in berths.signed_in(JAPAN).get("/desk").text
    again = asks.post(f"{V1}/views", {"name": "Open berths", "filters": {"kind": "final"}})
    assert (409, True) == (again.status_code, "You have a view of this name already." in again.json["detail"])
    assert "Berths" == asks.ask("PUT", made["href"], {"name": "Berths"}).json["name"]
    for method, body in (("GET", None), ("PUT", {"name": "Mine"}), ("DELETE", None)):
        assert 404 == colleague.ask(method, made["href"], body).status_code
    assert 204 == asks.ask("DELETE", made["href"]).status_code
    assert [] == asks.given(f"{V1}/views")["items"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": " ", "filters": {"kind": "open"}}, "/name"),
        ({"name": "All", "filters": {}}, "/name"),
        ({"name": "Odd", "filters": {"colour": "red"}}, "/filters/colour"),
        ({"name": "Odd", "filters": {"kind": "lost"}}, "/filters/kind"),
        ({"name": "Odd", "filters": {"party": "ATLANTIS"}}, "/filters/party"),
        ({"name": "Odd", "filters": {"kind": 1}}, "/filters/kind"),
        ({"name": "Odd", "filters": {"words": "w" * 81}}, "/filters/words"),
    ],
)
def test_a_view_that_narrows_nothing_or_by_what_there_is_not_is_refused(
    berths: World, body: dict[str, Any], pointer: str
) -> None:
    """At its member, and nothing is saved."""
    asks = machine(berths, JAPAN)
    answer = asks.post(f"{V1}/views", body)
    assert (422, [pointer]) == (answer.status_code, [one["pointer"] for one in answer.json["faults"]])
    assert [] == asks.given(f"{V1}/views")["items"]


def test_the_overview_is_for_whoever_decides_and_is_that_of_the_page(berths: World) -> None:
    """A matter that Japan filed stands under what Japan is in it; a drafter and a token that reads alone have none."""
    ref = serve_berth(berths.signed_in(JAPAN))
    found = machine(berths, JAPAN).given(f"{V1}/overview")
    page = berths.signed_in(JAPAN).get("/overview").text

    assert [("filer", [ref])] == [(one["role"], [each["ref"] for each in one["items"]]) for one in found["matters"]]
    assert ref in page
    assert 200 == machine(berths, JAPAN).get(found["matters"][0]["cases"]).status_code
    assert 404 == machine(berths, "draft@jpn.example").get(f"{V1}/overview").status_code
    assert 404 == machine(berths, JAPAN, capacities=()).get(f"{V1}/overview").status_code


def test_what_others_did_is_marked_as_seen_and_the_mark_goes_back(berths: World) -> None:
    """France has one act before it, marks it, has none, and goes back; an act that may not be seen cannot be marked."""
    ref = serve_berth(berths.signed_in(JAPAN))
    asks = machine(berths, FRANCE)
    news = asks.given(f"{V1}/desk")["news"]

    assert ([(ref, [1])], {"case": ref, "n": 1}) == (
        [(one["case"], [act["n"] for act in one["acts"]]) for one in news["cases"]],
        news["upto"],
    )
    assert [] == asks.made(f"{V1}/desk/seen", news["upto"])["cases"]
    again = asks.post(f"{V1}/desk/seen", news["upto"])
    assert (409, True) == (again.status_code, "You have marked as much as this before" in again.json["detail"])
    assert news["upto"] == asks.made(f"{V1}/desk/seen", {"back": True})["upto"]
    assert 404 == asks.post(f"{V1}/desk/seen", {"case": ref, "n": 0}).status_code, "the opening is Japan's own"
    assert 404 == machine(berths, BRAZIL).post(f"{V1}/desk/seen", news["upto"]).status_code
    for body, pointer in (({}, "/case"), ({"case": ref}, "/n"), ({**news["upto"], "back": True}, "/back")):
        answer = asks.post(f"{V1}/desk/seen", body)
        assert (422, [pointer]) == (answer.status_code, [one["pointer"] for one in answer.json["faults"]])


def test_a_system_changes_nothing_that_is_a_persons_own(berths: World) -> None:
    """Neither the mark of whoever is responsible for it nor views: 403 with the reason, and all is as it was."""
    ref = serve_berth(berths.signed_in(JAPAN))
    system = system_of(berths, MANAGER, JAPAN)
    reads = machine(berths, JAPAN, capacities=())
    alone = reads.post(f"{V1}/views", {"name": "Open", "filters": {"kind": "open"}})
    assert (403, "This token reads alone, and changes nothing.") == (alone.status_code, alone.json["detail"])
    bodies = (("/desk/seen", {"case": ref, "n": 1}), ("/desk/seen", {"back": True}))
    for path, body in (*bodies, ("/views", {"name": "Open", "filters": {"kind": "open"}})):
        answer = system.post(V1 + path, body)
        assert 403 == answer.status_code
        assert answer.json["refusals"][0]["sentence"].startswith(
            "What was seen and which views are saved is each person's"
        )
    assert machine(berths, JAPAN).given(f"{V1}/desk")["news"]["since"] is None


def test_a_secretariat_lets_what_was_given_up_be_tried_again(berths: World) -> None:
    """It stands on its desk with its address; a second time there is none of that number; nobody else has the desk."""
    work = ask_message(berths, "given-up")
    fail(berths, work, attempts=60, next_at=AT, aside=AT)
    desk = machine(berths, SECRETARIAT)
    found = desk.given(f"{V1}/desk/secretariat")
    (one,) = found["given_up"]

    assert (work, 60) == (one["number"], one["attempts"])
    assert 404 == machine(berths, LIAISON).get(f"{V1}/desk/secretariat").status_code
    assert 404 == machine(berths, LIAISON).post(one["retry"]).status_code
    assert 404 == machine(berths, SECRETARIAT, capacities=()).post(one["retry"]).status_code
    assert [204, 404] == [desk.post(one["retry"]).status_code for _n in range(2)]
    after = desk.given(f"{V1}/desk/secretariat")
    assert ([], ["mail"]) == (after["given_up"], [each["channel"] for each in after["waiting"]])
