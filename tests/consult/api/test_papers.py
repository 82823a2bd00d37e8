"""Papers by other channels through the API: registered once, taken as a reply, objected to, the proof of a service."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from consult import clock
from consult.models.parties import MANDATE
from tests.consult.api.machine import Machine, example_of, machine
from tests.consult.web.cases_world import add_guest, serve_berth
from tests.consult.web.world import AT, SECRETARIAT, World

PDF = b"%PDF-1.4\nscan of a note verbale\n%%EOF\n"
NOTE: dict[str, str] = example_of("papers_register")


@pytest.fixture
def office(berths: World) -> Iterator[tuple[Machine, str]]:
    """Give the system of a secretariat that takes part in a case, three days after Japan asked France and Korea."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    add_guest(berths, ref, "OOSA", AT, stake=False)
    with clock.frozen(AT + timedelta(days=3)):
        yield machine(berths, SECRETARIAT), ref


def register(asks: Machine, scan: Any = (PDF, "note.pdf"), **changes: str) -> Any:
    """Register the note of the document with a scan."""
    return asks.send("/api/v1/papers", **{**NOTE, **changes}, **({"scan": scan} if scan else {}))


def test_a_note_becomes_the_reply_of_its_party_and_the_party_objects(
    berths: World, office: tuple[Machine, str]
) -> None:
    """Registered with its scan, taken as the step that its form gives, and said not to be its own by France: each as
    the document shows it."""
    oosa, ref = office
    paper = register(oosa)
    assert (201, True, "note.pdf") == (paper.status_code, paper.json["is_free"], paper.json["scan"])
    assert PDF == oosa.get(paper.json["hrefs"]["scan"]).data
    attach = paper.json["hrefs"]["attach"]
    choice = oosa.given(f"{attach}?case={ref}")
    assert ("FRA", True) == (choice["party"], "give" in [one["step"] for one in choice["steps"]])

    made = oosa.made(attach, {**example_of("papers_attach"), "case": ref})
    act = machine(berths, "all@fra.example").given(made["href"])
    assert ("France", "2026-11-22T09:30:00Z") == (act["on_behalf_of"], act["line"]["on"])
    assert PDF == machine(berths, "all@jpn.example").get(act["papers"]["source"]["scan"]).data
    assert not machine(berths, "all@jpn.example").given(made["href"])["papers"]["may_object"]
    objection = example_of("papers_object_to")
    france = machine(berths, "all@fra.example")
    said = france.post(act["papers"]["object"], objection)
    assert (201, objection["words"]) == (said.status_code, said.json["papers"]["source"]["objection"])
    assert 409 == france.post(act["papers"]["object"], objection).status_code
    assert 404 == machine(berths, "all@jpn.example").post(act["papers"]["object"], objection).status_code
    assert 409 == oosa.get(f"{attach}?case={ref}").status_code
    assert "attach" not in oosa.given(paper.json["hrefs"]["self"])["hrefs"]


def test_an_outgoing_paper_proves_a_service(office: tuple[Machine, str]) -> None:
    """Of the reply that it registered, on Japan, once by its channel; and not of an act that there is not."""
    oosa, ref = office
    reply = oosa.made(register(oosa).json["hrefs"]["attach"], {**example_of("papers_attach"), "case": ref})
    out = {"direction": "out", "party": "JPN", "dated_on": "2026-11-23", "came_at": "2026-11-23T09:00:00Z"}
    paper, other = register(oosa, None, **out).json, register(oosa, None, **out, number="NV 18/2026").json
    wrong = oosa.post(paper["hrefs"]["serve"], {"case": ref, "act": 99})
    assert (422, "/act") == (wrong.status_code, wrong.json["faults"][0]["pointer"])
    act = {**example_of("papers_serve"), "case": ref, "act": reply["n"]}
    served = oosa.made(paper["hrefs"]["serve"], act)

    assert (ref, reply["n"], False) == (served["case"], served["act"], served["is_free"])
    proved = oosa.given(f"/api/v1/cases/{ref}/service?stands=proved")["items"]
    assert [("JPN", "note_verbale")] == [(one["service"]["party"], one["service"]["channel"]) for one in proved]
    assert 409 == oosa.post(other["hrefs"]["serve"], act).status_code


def test_the_same_paper_twice_is_refused_with_the_reference_of_the_first(office: tuple[Machine, str]) -> None:
    """And the register leads on by the reference of the last one."""
    oosa, _ref = office
    first = register(oosa)
    again = register(oosa, number="NV 18/2026")
    assert (409, True) == (again.status_code, first.json["ref"] in again.json["detail"])
    other = register(oosa, scan=None, number="NV 19/2026").json["ref"]
    page = oosa.given("/api/v1/papers?size=1")

    assert [other] == [one["ref"] for one in page["items"]]
    assert [first.json["ref"]] == [one["ref"] for one in oosa.given(page["next"])["items"]]
    assert 422 == oosa.get("/api/v1/papers?after=PAP-2026-NOSUCH").status_code


@pytest.mark.parametrize(
    ("changes", "status", "pointer"),
    [
        ({"came_at": "2026-11-22T09:30:00"}, 422, "/came_at"),
        ({"came_at": "yesterday"}, 422, "/came_at"),
        ({"came_at": "2026-11-24T09:30:00Z"}, 422, "/came_at"),
        ({"dated_on": "2026-02-30"}, 422, "/dated_on"),
        ({"party": "NOSUCH"}, 422, "/party"),
        ({"channel": "pigeon"}, 422, "/channel"),
        ({"summary": " "}, 422, "/summary"),
        ({"colour": "red"}, 422, "/colour"),
    ],
    ids=str,
)
def test_what_cannot_be_registered_is_pointed_to(
    office: tuple[Machine, str], changes: dict[str, str], status: int, pointer: str
) -> None:
    """And nothing is kept of it."""
    answer = register(office[0], **changes)

    assert (status, pointer) == (answer.status_code, answer.json["faults"][0]["pointer"])
    assert [] == office[0].given("/api/v1/papers")["items"]


def test_a_scan_of_another_type_is_refused(office: tuple[Machine, str]) -> None:
    """415, and nothing is registered."""
    assert 415 == register(office[0], scan=(b"MZ\x00\x01", "x.exe")).status_code
    assert [] == office[0].given("/api/v1/papers")["items"]


def test_nobody_but_a_secretariat_has_a_register(berths: World, office: tuple[Machine, str]) -> None:
    """404 for every address, with or without a paper."""
    paper = register(office[0]).json
    japan = machine(berths, "all@jpn.example")
    for address in ("/api/v1/papers", *(value for name, value in paper["hrefs"].items() if name != "attach")):
        assert 404 == japan.get(address).status_code, address
    assert 404 == register(japan).status_code
    assert 404 == japan.get(f"{paper['hrefs']['attach']}?case={office[1]}").status_code
    assert 404 == japan.post(paper["hrefs"]["attach"], {**example_of("papers_attach"), "case": office[1]}).status_code
    assert 404 == japan.post(f"{paper['hrefs']['self']}/serve", {"case": office[1], "act": 1}).status_code


def test_a_token_for_some_cases_has_no_register(berths: World, office: tuple[Machine, str]) -> None:
    """403 with the reason, for what is there and for what is not: the register holds papers of all cases."""
    oosa, ref = office
    paper = register(oosa).json["hrefs"]
    narrow = machine(berths, SECRETARIAT, cases=(ref,))
    asked = [
        narrow.get(one) for one in ("/api/v1/papers", paper["self"], paper["scan"], f"{paper['attach']}?case={ref}")
    ]
    asked += [register(narrow), narrow.post(paper["attach"], {**example_of("papers_attach"), "case": ref})]
    asked.append(narrow.post(f"{paper['self']}/serve", {"case": ref, "act": 1}))

    assert [403] * 7 == [one.status_code for one in asked]
    assert {"This token is narrowed to some procedures or cases; the register of papers is that of all."} == {
        one.json["refusals"][0]["sentence"] for one in asked
    }


def test_a_system_that_its_mandate_keeps_out_of_the_office_is_told_so(
    berths: World, office: tuple[Machine, str]
) -> None:
    """403 with the mandate, where whoever is no secretariat finds nothing."""
    kept = machine(berths, SECRETARIAT, dispatches=False)
    with berths.writing() as conn:
        conn.execute(update(MANDATE).values(through_systems=False))
    answer = kept.get("/api/v1/papers")

    assert (403, True) == (answer.status_code, answer.json["refusals"][0]["sentence"].startswith("Mandate "))


def test_a_reply_that_cannot_be_filed_is_pointed_to_and_the_paper_stays_free(office: tuple[Machine, str]) -> None:
    """Without its words, as a step that there is not, and in a case of which the secretariat knows nothing."""
    oosa, ref = office
    paper = register(oosa).json
    attach, reply = paper["hrefs"]["attach"], {**example_of("papers_attach"), "case": ref}
    empty = oosa.post(attach, {**reply, "filing": {}})
    strange = oosa.post(attach, {**reply, "case": "BERTH-2026-NOSUCH"})

    assert (422, "/filing/text") == (empty.status_code, empty.json["faults"][0]["pointer"])
    assert 404 == oosa.post(attach, {**reply, "step": "nonsense"}).status_code
    assert (422, "/case") == (strange.status_code, strange.json["faults"][0]["pointer"])
    assert (422, "case") == (
        (asked := oosa.get(f"{attach}?case=NOSUCH")).status_code,
        asked.json["faults"][0]["parameter"],
    )
    assert oosa.given(paper["hrefs"]["self"])["is_free"]
