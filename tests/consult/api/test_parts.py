"""The parts of a case: relations, filings, service, deadlines, sheets, papers; and a case on another day."""

import re
from datetime import timedelta
from typing import Any

import jsonschema
import pytest
from sqlalchemy import select

from consult import clock
from consult.models.logbook import AUDIT_ENTRY
from tests.consult.api.machine import Machine, machine
from tests.consult.web.cases_world import BODY, open_berth, serve_berth
from tests.consult.web.world import AT, World

JPN, FRA, KOR, BRA = (f"all@{key}.example" for key in ("jpn", "fra", "kor", "bra"))


@pytest.fixture
def japan(berths: World) -> Machine:
    """Give a machine of Japan that may do everything."""
    return machine(berths, JPN)


@pytest.fixture
def case(berths: World) -> str:
    """Serve a request of Japan on France and Korea; give the address of the case."""
    return f"/api/v1/cases/{serve_berth(berths.signed_in(JPN))}"


def walk(asks: Machine, address: str) -> list[Any]:
    """Follow a list to its end."""
    found, onward = [], address
    while onward:
        page = asks.given(onward)
        found, onward = found + page["items"], page["next"]
    return found


def prove_receipt(japan: Machine, case: str, track: str = "berth:FRA") -> None:
    """Let the receipt of France be proved, so that its period runs."""
    seen = japan.given(case)["seen"]
    japan.made(f"{case}/acts", {"step": "record_receipt", "track": track, "seen": seen})


def test_a_case_leads_to_all_of_its_parts(japan: Machine, case: str) -> None:
    """Each address that it names answers."""
    for name, address in japan.given(case)["hrefs"].items():
        if name not in ("drafts", "documents", "rehearsals"):  # these are sent to
            assert 200 == japan.get(address).status_code, name
    act = japan.given(f"{case}/acts/1")
    for address in act["hrefs"].values():
        assert 200 == japan.get(address).status_code, address


def test_relations_are_listed_and_told_one_by_one(japan: Machine, case: str) -> None:
    """With the parties to each, its state by key, and the limits that run on it; a page at a time."""
    assert ["berth:FRA", "berth:KOR"] == [one["key"] for one in walk(japan, f"{case}/tracks?size=1")]
    found = japan.given(f"{case}/tracks/berth:FRA")
    limits = [(one["key"], one["track"]) for one in found["deadlines"]]

    assert (["FRA", "JPN"], True) == ([one["key"] for one in found["parties"]], found["track"]["shown"])
    assert [("answer:FRA", "berth:FRA")] == limits
    assert found["track"] == next(one for one in japan.given(case)["tracks"] if one["key"] == "berth:FRA")
    assert 404 == japan.get(f"{case}/tracks/berth:BRA").status_code
    strange = japan.get(f"{case}/tracks?after=berth:BRA")
    assert (422, "after") == (strange.status_code, strange.json["faults"][0]["parameter"])


def test_where_the_relation_of_another_stands_is_not_told(berths: World, case: str) -> None:
    """Korea learns that France was asked too, and nothing of where that stands."""
    found = machine(berths, KOR).given(f"{case}/tracks/berth:FRA")

    track = found["track"]
    assert (False, "", "", []) == (track["shown"], track["state_key"], track["state"], found["deadlines"])


def test_filings_are_listed_without_receiving_and_read_with_their_schema(
    berths: World, japan: Machine, case: str
) -> None:
    """The list proves nothing; the filing itself proves receipt, as the page of its act does."""
    france = machine(berths, FRA)
    listed = walk(france, f"{case}/filings?kind=berth_request&party=JPN")
    assert [(1, "berth_request", "JPN")] == [(one["n"], one["kind"], one["party"]) for one in listed]
    assert "Cargo 7" not in france.get(f"{case}/filings").text
    assert "opened" != japan.given(f"{case}/service?party=FRA")["items"][0]["service"]["state"]

    found = france.given(listed[0]["href"])
    assert "Cargo 7" == found["filing"]["values"]["vehicle"]
    jsonschema.validate(BODY, found["schema"])
    assert "opened" == japan.given(f"{case}/service?party=FRA")["items"][0]["service"]["state"]


def test_filings_are_narrowed_by_kind_and_relation(japan: Machine, berths: World, case: str) -> None:
    """What the edition does not ask, and a relation that there is not, are refused with those that there are."""
    machine(berths, KOR).made(
        f"{case}/acts", {"step": "give", "track": "berth:KOR", "filing": {"text": "Come."}, "seen": 1}
    )
    assert [2] == [one["n"] for one in walk(japan, f"{case}/filings?track=berth:KOR&size=1")]
    assert [1, 2] == [one["n"] for one in walk(japan, f"{case}/filings?size=1")]
    wrong = japan.get(f"{case}/filings?kind=nonsense&track=berth:BRA").json["faults"]

    assert [("kind", True), ("track", False)] == [
        (one["parameter"], "berth_request" in one["sentence"]) for one in wrong
    ]
    assert 404 == japan.get(f"{case}/acts/0/filing").status_code
    assert [1] == [one["n"] for one in walk(machine(berths, FRA), f"{case}/filings")]


def test_service_is_told_in_one_case_and_across_all(berths: World, japan: Machine, case: str) -> None:
    """To whoever served all of it; to an addressee its own; narrowed by how far it came and on which side."""
    other = serve_berth(berths.signed_in(JPN))
    every = walk(japan, "/api/v1/service?size=1")
    mine = machine(berths, FRA).given("/api/v1/service")["items"]

    assert 4 == len(every) == len({one["key"] for one in every})
    assert ["FRA", "FRA"] == [one["service"]["party"] for one in mine]
    assert other == every[0]["case"]
    assert [] == walk(japan, "/api/v1/service?side=received")
    assert 2 == len(walk(machine(berths, FRA), "/api/v1/service?side=received&stands=open"))
    assert 422 == japan.get("/api/v1/service?after=BERTH-2026-NOSUCH/1/FRA/in_app").status_code
    assert 422 == japan.get("/api/v1/service?stands=odd").status_code
    machine(berths, FRA).given(f"{case}/acts/1")
    proved = japan.given("/api/v1/service?stands=proved")["items"]
    assert [("FRA", "proved")] == [(one["service"]["party"], one["stands"]) for one in proved]
    assert [] == machine(berths, BRA).given("/api/v1/service")["items"]


def test_deadlines_are_those_of_the_case_and_of_all_cases(berths: World, japan: Machine, case: str) -> None:
    """A limit that waits for receipt stands with its case alone; when it runs, it stands on its day with rule, zone,
    binding, and what comes at its end."""
    assert ["armed", "armed"] == [one["status"] for one in walk(japan, f"{case}/deadlines?size=1")]
    assert [] == japan.given("/api/v1/deadlines")["items"]
    prove_receipt(japan, case)
    found = walk(japan, "/api/v1/deadlines")
    limit = found[0]["deadline"]

    assert 1 == len(found)
    assert ("answer:FRA", "2026-11-30", "Europe/Paris", "DEFAULT", ["FRA"], False) == tuple(
        limit[name] for name in ("key", "expires_on", "zone", "binding", "owners", "ours")
    )
    assert ("instant", "Recorded by itself: ") == (limit["kind"], limit["at_expiry"][:20])
    assert limit == next(one for one in japan.given(case)["deadlines"] if one["key"] == "answer:FRA")


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("", True),
        ("since=2026-11-30&until=2026-11-30", True),
        ("until=2026-11-29", False),
        ("since=2026-12-01", False),
        ("whose=theirs", True),
        ("whose=ours", False),
        ("force=law", False),
        ("force=target", True),
        ("kind=instant", True),
        ("kind=silence", False),
        ("procedure=ost9", False),
        ("status=over", False),
    ],
)
def test_deadlines_are_narrowed_by_day_and_kind(japan: Machine, case: str, asked: str, there: bool) -> None:
    """The day on which the limit ends is within the days from it and until it."""
    prove_receipt(japan, case)

    assert there == bool(japan.given(f"/api/v1/deadlines?{asked}")["items"])


def test_a_limit_that_is_over_stands_among_those_that_are(japan: Machine, berths: World, case: str) -> None:
    """On 1 December the clock has recorded that nothing came."""
    prove_receipt(japan, case)
    late = AT + timedelta(days=11)
    with clock.frozen(late):
        berths.app.extensions["consult"].docket.sweep(late)
        over = japan.given("/api/v1/deadlines?status=over")["items"]
        assert [] == japan.given("/api/v1/deadlines?case=" + case.rpartition("/")[2])["items"]

    assert [("answer:FRA", "target passed")] == [(one["deadline"]["key"], one["deadline"]["says"]) for one in over]


def test_deadlines_lead_on_by_their_place(japan: Machine, berths: World) -> None:
    """Those of one instant by case and key; nothing is skipped or repeated, and what is no place is refused."""
    cases = [f"/api/v1/cases/{serve_berth(berths.signed_in(JPN))}" for _ in range(3)]
    for one in cases:
        prove_receipt(japan, one)
        prove_receipt(japan, one, "berth:KOR")
    found = walk(japan, "/api/v1/deadlines?size=2&fields=case,deadline")

    places = [(one["deadline"]["expires_at"], one["case"], one["deadline"]["key"]) for one in found]
    assert places == sorted(set(places))
    assert ["answer:KOR"] * 3 + ["answer:FRA"] * 3 == [key for _at, _case, key in places]  # the day ends there first
    assert 6 == len(found)
    for wrong in ("nonsense", "2026-11-30", "2026-11-30T00:00:00~x~y", "9999-12-31T23:59:59+00:00~x~y", "~~"):
        answer = japan.get(f"/api/v1/deadlines?after={wrong.replace('+', '%2B')}")
        assert (422, "after") == (answer.status_code, answer.json["faults"][0]["parameter"])
    assert 422 == japan.get("/api/v1/deadlines?since=2027-01-02&until=2027-01-01").status_code
    assert 422 == japan.get("/api/v1/deadlines?since=tomorrow").status_code


def test_a_case_on_another_day_is_told_without_offers(berths: World, japan: Machine, case: str) -> None:
    """Before it was opened there is none; on the day itself it stands; on one to come the clock will have spoken."""
    prove_receipt(japan, case)
    today, later = japan.given(f"{case}/on/2026-11-20"), japan.given(f"{case}/on/2027-03-01")

    assert 404 == japan.get(f"{case}/on/2026-11-19").status_code
    assert (False, "Asia/Tokyo") == (today["on"]["is_future"], today["on"]["zone"])
    assert "offers" not in later
    assert later["note"].startswith("This is a view of another day: nothing can be done there.")
    assert any("no" in one["sentence"].lower() for one in later["would"])
    page = berths.signed_in(JPN).get(case.removeprefix("/api/v1") + "?as_of=2027-03-01").text
    assert later["state"] in page
    for day in ("nonsense", "2027-02-30", "2999-01-01"):
        wrong = japan.get(f"{case}/on/{day}")
        assert (422, "day") == (wrong.status_code, wrong.json["faults"][0]["parameter"])
    assert [one["deadline"]["key"] for one in japan.given("/api/v1/desk/on/2026-11-21")["theirs"]] == ["answer:FRA"]


def test_a_step_is_rehearsed_and_nothing_is_recorded(berths: World, japan: Machine) -> None:
    """Who would be told and what would run; or every reason why not, by question."""
    case = f"/api/v1/cases/{open_berth(berths.signed_in(JPN))}"
    where, seen = japan.given(case)["hrefs"]["rehearsals"], japan.given(case)["seen"]
    told = japan.made(where, {"step": "ask", "filing": BODY})
    wrong = japan.made(where, {"step": "ask", "filing": {**BODY, "size": "enormous"}})

    assert (["France", "Republic of Korea"], None) == (
        [one.removeprefix("the ") for one in told["would"]["told"]],
        told["sign"],
    )
    audience = told["would"]["audience"]
    assert ("parties", ["FRA", "KOR"]) == (audience["kind"], audience["parties"])
    assert "Others only with the consent of every State whose information it holds." in audience["later"]
    assert (None, ["size"]) == (wrong["would"], [one["field"] for one in wrong["refusals"]])
    assert seen == japan.given(case)["seen"]
    assert 404 == japan.post(where, {"step": "nonsense"}).status_code
    mission = machine(berths, "draft@jpn.example").made(where, {"step": "ask", "filing": BODY})
    assert (True, True) == (mission["for_others"], bool(mission["refusals"]))


def test_sheets_tell_what_their_pages_show_without_drawings(japan: Machine, case: str) -> None:
    """The docket names the acts; what is no sheet is not found."""
    keys = [one["key"] for one in japan.given(f"{case}/sheets")["items"]]
    for key in keys:
        found = japan.given(f"{case}/sheets/{key}")
        assert (key, True) == (found["key"], isinstance(found["body"], dict))
        assert "<svg" not in str(found)
    assert 404 == japan.get(f"{case}/sheets/nonsense").status_code


@pytest.mark.parametrize(
    ("ending", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("html", b"<!doctype html>")], ids=str
)
def test_the_paper_of_an_act_is_had_in_every_form(japan: Machine, case: str, ending: str, begins: bytes) -> None:
    """As on its page; of a draft too; and no other form."""
    paper = japan.get(f"{case}/acts/1/paper.{ending}")
    draft = japan.made(f"{case}/drafts", {"step": "make_statement", "filing": {"text": "One."}})

    assert begins == paper.data[: len(begins)].lower().replace(b"%pdf-", b"%PDF-").replace(b"pk", b"PK")
    assert paper.headers["Content-Disposition"].startswith("attachment")
    assert 200 == japan.get(draft["hrefs"][f"paper_{ending}"]).status_code
    assert 404 == japan.get(f"{case}/acts/1/paper.exe").status_code
    assert 422 == japan.get(f"{case}/acts/1/paper.{ending}?language=xx").status_code


def test_taking_away_the_paper_of_an_act_that_was_served_receives_it(berths: World, japan: Machine, case: str) -> None:
    """And the copy of an addressee is its sender's to have, without what is for itself alone."""
    path = f"{case}/acts/1/paper.html"
    copy = japan.get(f"{path}?copy_of=FRA").text
    assert ("Own eyes only" in japan.get(path).text, "Own eyes only" in copy) == (True, False)
    assert 404 == machine(berths, FRA).get(f"{path}?copy_of=KOR").status_code
    assert "opened" != japan.given(f"{case}/service?party=FRA")["items"][0]["service"]["state"]
    assert "Cargo 7" in machine(berths, FRA).get(path).text
    assert "opened" == japan.given(f"{case}/service?party=FRA")["items"][0]["service"]["state"]
    assert 404 == machine(berths, BRA).get(path).status_code


def test_the_receipt_of_an_act_says_where_it_stands_in_the_log(japan: Machine, berths: World, case: str) -> None:
    """Entry and hash, as on its page."""
    found = japan.given(f"{case}/acts/1/receipt")
    page = berths.signed_in(JPN).get(f"{case.removeprefix('/api/v1')}/acts/1/receipt").text

    assert found["hash"] in page
    assert str(found["log_entry"]) in page
    assert 404 == japan.get(f"{case}/acts/99/receipt").status_code
    assert 404 == japan.get(f"{case}/acts/1/statement.txt").status_code


def test_what_the_parts_show_at_level_c3_stands_in_the_log(berths: World, japan: Machine, case: str) -> None:
    """Of a bilateral answer its place in the list of filings, and its service; once an hour."""
    machine(berths, KOR).made(
        f"{case}/acts", {"step": "give", "track": "berth:KOR", "filing": {"text": "Between us."}, "seen": 1}
    )

    def readers() -> list[str]:
        with berths.reading() as conn:
            query = select(AUDIT_ENTRY.c.party).where(AUDIT_ENTRY.c.kind == "read").order_by(AUDIT_ENTRY.c.seq)
            return list(conn.execute(query).scalars())

    before = readers()
    japan.given(f"{case}/filings")
    assert [*before, "JPN"] == readers()
    japan.given(f"{case}/service")
    assert [*before, "JPN"] == readers()


def test_numbers_in_addresses_are_those_of_records(japan: Machine, case: str) -> None:
    """Whatever is no number, or beyond them, is not there."""
    for n in ("x", "-1", str(2**31)):
        for rest in ("", "/filing", "/receipt", "/statement.txt", "/paper.html"):
            assert 404 == japan.get(f"{case}/acts/{n}{rest}").status_code
    assert re.fullmatch(r"/api/v1/cases/BERTH-2026-\w+", case)
