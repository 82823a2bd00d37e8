"""Reading cases, and preparing papers: lists that lead on, sparse fields, drafts with their versions, documents."""

import io
from typing import Any

import jsonschema
import pytest
from sqlalchemy import select

from consult.models.logbook import AUDIT_ENTRY
from tests.consult.api.machine import Machine, machine
from tests.consult.web.cases_world import BODY, open_berth, serve_berth
from tests.consult.web.world import World

PDF = b"%PDF-1.4\nA relay.\n%%EOF\n"


@pytest.fixture
def japan(berths: World) -> Machine:
    """Give a machine of Japan that may do everything."""
    return machine(berths, "all@jpn.example")


def test_a_list_leads_on_without_skipping_or_repeating(berths: World, japan: Machine) -> None:
    """By the last case of the page, whatever is opened in between."""
    visitor = berths.signed_in("all@jpn.example")
    refs = [open_berth(visitor) for _ in range(5)]
    seen, address = [], "/api/v1/cases?size=2&fields=ref,title"
    while address:
        answer = japan.get(address)
        seen += [one["ref"] for one in answer.json["items"]]
        assert {"ref", "title"} == set(answer.json["items"][0])
        if len(seen) == 2:
            open_berth(visitor)
        address = answer.json["next"]
        assert answer.headers.get("Link") == (f'<{address}>; rel="next"' if address else None)

    assert refs[::-1] == seen


def test_a_list_is_narrowed_by_what_is_declared(berths: World, japan: Machine) -> None:
    """As the list of pages is."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    for asked, found in (
        ("kind=open", [ref]),
        ("kind=final", []),
        ("party=FRA&role=filer", [ref]),
        ("words=cargo", [ref]),
    ):
        assert found == [one["ref"] for one in japan.given(f"/api/v1/cases?{asked}")["items"]]


def test_a_timeline_leads_on_by_the_number_of_the_last_act(berths: World, japan: Machine) -> None:
    """In the order of recording."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    path = f"/api/v1/cases/{ref}/acts"
    for n in range(1, 4):
        japan.made(path, {"step": "make_statement", "filing": {"text": f"Said {n}."}, "seen": n})
    first = japan.given(f"{path}?size=3")
    rest = japan.given(first["next"])

    assert [0, 1, 2] == [one["n"] for one in first["items"]]
    assert ([3, 4], None) == ([one["n"] for one in rest["items"]], rest["next"])


def test_a_case_gives_the_schema_of_every_filing_on_offer(berths: World, japan: Machine) -> None:
    """By which what is filed can be judged before it is sent."""
    ref = open_berth(berths.signed_in("all@jpn.example"))
    found = japan.given(f"/api/v1/cases/{ref}")
    ask = next(one for one in found["offers"] if one["step"] == "ask")
    schema = found["schemas"][ask["schema"].removeprefix("/schemas/")]

    jsonschema.validate(BODY, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**BODY, "size": "enormous"}, schema)
    japan.made(ask["take"], {"step": "ask", "filing": BODY, "seen": found["seen"]})


def test_only_the_fields_that_are_asked_for_are_given(berths: World, japan: Machine) -> None:
    """Of a case those of its top."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))

    assert {"ref": ref, "seen": 1} == japan.given(f"/api/v1/cases/{ref}?fields=ref,seen")


def test_a_limit_says_rule_trigger_zone_and_binding(berths: World, japan: Machine) -> None:
    """With keys beside words, and the instant beside the day."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    found = japan.given(f"/api/v1/cases/{ref}")["deadlines"][0]

    assert ("answer", "berth:FRA", ["FRA"], "DEFAULT", "armed") == tuple(
        found[name] for name in ("rule", "track", "owners", "binding", "status")
    )
    assert ("UTC", "from proven receipt", "10 days") == (found["zone"], found["trigger"], found["length"])


def test_reading_an_act_that_was_served_proves_its_receipt(berths: World, japan: Machine) -> None:
    """As opening its page does; a token that reads alone receives as its person does, and HEAD reads nothing."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    france, path = machine(berths, "all@fra.example", capacities=()), f"/api/v1/cases/{ref}/acts/1"

    def state() -> str:
        lines = japan.given(path)["service"]
        return str(next(one["state"] for one in lines if one["party"] == "FRA"))

    assert 200 == france.ask("HEAD", path).status_code
    assert "opened" != state()
    assert "Cargo 7" == france.given(path)["filing"]["values"]["vehicle"]
    assert "opened" == state()


def test_an_answer_of_level_c4_is_for_its_author(berths: World, japan: Machine) -> None:
    """What may not be read is not there, and the digest is that of what is."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    own = japan.given(f"/api/v1/cases/{ref}/acts/1")["filing"]
    read = machine(berths, "all@fra.example").given(f"/api/v1/cases/{ref}/acts/1")["filing"]

    assert ("Own eyes only", False) == (own["values"]["remark"], own["is_part"])
    assert ("remark" in read["values"], read["is_part"]) == (False, True)
    assert own["digest"] != read["digest"]


def draft_of(japan: Machine, ref: str, **body: Any) -> Any:
    """Begin a statement."""
    return japan.made(f"/api/v1/cases/{ref}/drafts", {"step": "make_statement", **body})


def test_a_draft_is_replaced_over_the_version_that_was_read(berths: World, japan: Machine) -> None:
    """428 without a tag, 412 with an older one; then cleared, sent as it stands, and sent once."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    draft = draft_of(japan, ref)
    path = draft["href"]
    assert (0, ["/filing/text"]) == (draft["version"], [one["pointer"] for one in draft["missing"]])

    assert 428 == japan.ask("PUT", path, {"filing": {"text": "One."}}).status_code
    written = japan.ask("PUT", path, {"filing": {"text": "One."}}, If_Match='"0"')
    assert (200, '"1"', []) == (written.status_code, written.headers["ETag"], written.json["missing"])
    assert 412 == japan.ask("PUT", path, {"filing": {"text": "Two."}}, If_Match='"0"').status_code
    assert 422 == japan.ask("PUT", path, {"filing": {"text": 7}}, If_Match='"1"').status_code
    assert 412 == japan.post(f"{path}/clearance", If_Match='"0"').status_code
    cleared = japan.post(f"{path}/clearance", If_Match='"1"')
    assert (200, "all@jpn.example") == (cleared.status_code, cleared.json["cleared_office"])

    body = {"draft": {"ref": draft["ref"], "version": 1}, "seen": 1}
    mission = machine(berths, "mission@jpn.example")
    sent = mission.post(f"/api/v1/cases/{ref}/acts", body)
    again = mission.post(f"/api/v1/cases/{ref}/acts", body)
    assert ((201, 2), (200, 2)) == ((sent.status_code, sent.json["n"]), (again.status_code, again.json["n"]))
    assert 409 == japan.get(path).status_code
    assert "One." == japan.given(sent.json["href"])["filing"]["values"]["text"]


def test_a_draft_is_discarded_over_the_version_that_was_read(berths: World, japan: Machine) -> None:
    """And is nobody else's."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    path = draft_of(japan, ref, filing={"text": "One."})["href"]

    assert 404 == machine(berths, "all@fra.example").get(path).status_code
    assert 404 == machine(berths, "all@jpn.example", capacities=()).get(path).status_code
    assert 428 == japan.ask("DELETE", path).status_code
    assert 204 == japan.ask("DELETE", path, If_Match='"0"').status_code
    assert 409 == japan.ask("DELETE", path, If_Match='"0"').status_code


def upload(asks: Machine, ref: str, data: bytes, name: str = "relay.pdf", **fields: str) -> Any:
    """Attach a document."""
    form = {"upload": (io.BytesIO(data), name), **fields}
    headers = {"Authorization": f"Bearer {asks.token}"}
    return asks.world.app.test_client().post(
        f"/api/v1/cases/{ref}/documents", data=form, headers=headers, content_type="multipart/form-data"
    )


def test_a_document_is_attached_had_again_and_removed(berths: World, japan: Machine) -> None:
    """By the digest of its bytes; not by others before it is filed."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    kept = upload(japan, ref, PDF, level="C2")
    assert (201, "application/pdf", "relay.pdf") == (kept.status_code, kept.json["media"], kept.json["name"])
    given = japan.get(kept.json["href"])

    assert (PDF, "application/pdf") == (given.data, given.mimetype)
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert 404 == machine(berths, "all@fra.example").get(kept.json["href"]).status_code
    assert 204 == japan.ask("DELETE", kept.json["href"]).status_code
    assert 404 == japan.get(kept.json["href"]).status_code


def test_a_document_of_another_type_or_without_a_file_is_refused(berths: World, japan: Machine) -> None:
    """415 and 422, each a problem."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    assert 415 == upload(japan, ref, b"MZ\x00\x01", "x.exe").status_code
    assert 415 == japan.post(f"/api/v1/cases/{ref}/documents", {}).status_code
    strange = upload(japan, ref, PDF, colour="red")
    assert (422, "/colour") == (strange.status_code, strange.json["faults"][0]["pointer"])
    assert (422, "/level") == (
        (answer := upload(japan, ref, PDF, level="C9")).status_code,
        answer.json["faults"][0]["pointer"],
    )
    headers = {"Authorization": f"Bearer {japan.token}"}
    path, media = f"/api/v1/cases/{ref}/documents", "multipart/form-data"
    empty = berths.app.test_client().post(path, data={"level": "C2"}, headers=headers, content_type=media)
    assert (422, "/upload") == (empty.status_code, empty.json["faults"][0]["pointer"])


def test_a_token_for_some_cases_or_procedures_sees_these_alone(berths: World) -> None:
    """And opens none where it is for cases."""
    visitor = berths.signed_in("all@jpn.example")
    one, other = serve_berth(visitor), serve_berth(visitor)
    of_one = machine(berths, "all@jpn.example", cases=(one,))
    of_none = machine(berths, "all@jpn.example", procedures=("ost9",))

    assert [one] == [item["ref"] for item in of_one.given("/api/v1/cases")["items"]]
    assert 404 == of_one.get(f"/api/v1/cases/{other}").status_code
    assert 404 == of_one.post("/api/v1/cases", {"procedure": "berth"}).status_code
    assert [] == of_none.given("/api/v1/cases")["items"]
    assert 404 == of_none.post("/api/v1/cases", {"procedure": "berth"}).status_code


def test_procedures_editions_and_parties_are_told(berths: World, japan: Machine) -> None:
    """An edition is that of today, or one of the own cases."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    edition = japan.given(f"/api/v1/cases/{ref}")["edition"]
    procedure, kept = japan.given("/api/v1/procedures/berth"), japan.given(f"/api/v1/editions/{edition}")

    assert "berth" in [one["key"] for one in japan.given("/api/v1/procedures")["items"]]
    assert procedure["asks"]["ask"] == "berth_request"
    assert procedure["filings"] == kept["filings"]
    assert 404 == japan.get("/api/v1/editions/" + "0" * 64).status_code
    assert ("Japan", "Asia/Tokyo", True) == tuple(
        japan.given("/api/v1/parties/JPN")[name] for name in ("name", "zone", "is_own")
    )
    assert 404 == japan.get("/api/v1/parties/NOSUCH").status_code
    assert "JPN" in [one["key"] for one in japan.given("/api/v1/parties")["items"]]


def test_only_what_holds_nothing_confidential_is_compressed(berths: World, japan: Machine) -> None:
    """Beside words that others chose, the length of an answer would tell of the rest."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    coded = {
        path: japan.get(path, Accept_Encoding="gzip").headers.get("Content-Encoding")
        for path in (
            "/api/v1/openapi.json",
            "/api/v1/procedures",
            "/api/v1/procedures/berth",
            f"/api/v1/cases/{ref}",
            "/api/v1/cases",
            "/api/v1/desk",
        )
    }

    assert ["gzip"] * 3 + [None] * 3 == list(coded.values())


def test_what_is_read_at_level_c3_stands_in_the_log_and_what_is_sent_does_not(berths: World, japan: Machine) -> None:
    """A bilateral answer, read by its addressee through a token; its author only had the receipt."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    korea = machine(berths, "all@kor.example")
    body = {"step": "give", "track": "berth:KOR", "filing": {"text": "Between us."}, "seen": 1}

    def readers() -> list[str]:
        with berths.reading() as conn:
            query = select(AUDIT_ENTRY.c.party).where(AUDIT_ENTRY.c.kind == "read").order_by(AUDIT_ENTRY.c.seq)
            return list(conn.execute(query).scalars())

    before = readers()  # who opened the case looked at its own papers
    sent = korea.made(f"/api/v1/cases/{ref}/acts", body)
    assert 200 == japan.ask("HEAD", sent["href"]).status_code
    assert before == readers()
    assert "Between us." == japan.given(sent["href"])["filing"]["values"]["text"]
    japan.given(sent["href"])
    assert [*before, "JPN"] == readers()
