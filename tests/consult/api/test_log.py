"""The log by the interface: the published files byte for byte, entries as on the pages, receipts, checks."""

from pathlib import Path

import pytest
from sqlalchemy import select

from consult.log.head import cosigned_note, latest
from consult.log.publishing import export
from consult.log.status import read_status
from consult.models.audit import audit_checkpoint
from tests.consult.api.machine import Machine, machine
from tests.consult.log.signing import POLICY, sign_at
from tests.consult.web.cases_world import serve_berth
from tests.consult.web.world import AT, World


@pytest.fixture
def asks(berths: World) -> Machine:
    """Give a machine of France in a world where Japan asked it for a berth on 20 November 2026; the log is attested and
    published."""
    serve_berth(berths.signed_in("all@jpn.example"))
    made = machine(berths, "all@fra.example")
    made.given("/api/v1/token")
    instance = Path(berths.app.extensions["consult"].settings.instance)
    (instance / "policy.txt").write_text(POLICY, encoding="utf-8")
    with berths.reading() as connection:
        size = read_status(connection).size
    sign_at(berths.engine, size, "JPN", "FRA", "KOR", at=AT)
    with berths.reading() as connection:
        newest = latest(connection)
        assert newest is not None
        export(connection, instance / "audit" / "1", cosigned_note(connection, newest))
    return made


def test_published_files_are_those_that_anybody_fetches(asks: Machine) -> None:
    """Checkpoint and tiles: the same bytes, the same tags, the same time to keep; and the same where there is none."""
    visitor = asks.world.app.test_client()
    shown = asks.given("/api/v1/log")
    part = f"000.p/{shown['size']}"
    for name in ("checkpoint", f"tile/0/{part}", f"tile/entries/{part}"):
        here, there = asks.get(f"/api/v1/log/1/{name}"), visitor.get(f"/audit/1/{name}")
        assert (200, there.data) == (here.status_code, here.data)
        for header in ("Cache-Control", "ETag", "Content-Type"):
            assert there.headers[header] == here.headers[header]
    checkpoint = asks.get(shown["hrefs"]["checkpoint"])
    again = asks.get(shown["hrefs"]["checkpoint"], If_None_Match=checkpoint.headers["ETag"])

    assert checkpoint.text.startswith(f"{shown['origin']}\n{shown['size']}\n")
    assert (304, 3) == (again.status_code, checkpoint.text.count("— witness."))
    assert [1] == shown["epochs"]
    assert (3, 4, True, 0) == (shown["cosigned"], shown["witnesses"], shown["is_sound"], shown["waiting"])
    assert [404] * 3 == [
        asks.get(f"/api/v1/log/{one}").status_code for one in ("2/checkpoint", "1/tile/9/000", "1/tile/../checkpoint")
    ]
    assert POLICY == asks.get("/api/v1/checks/policy.txt").text
    assert visitor.get("/audit/consult-verify.py").data == asks.get("/api/v1/checks/consult-verify.py").data


def test_entries_are_those_of_the_page_a_page_at_a_time(asks: Machine) -> None:
    """Every entry once, the newest first; sealed ones say nothing but their number; filters leave those out."""
    found, address = [], "/api/v1/log/entries?size=4"
    while address:
        page = asks.given(address)
        found += page["items"]
        address = page["next"]
    acts = asks.given("/api/v1/log/entries?kind=act")["items"]
    page = asks.world.signed_in("all@fra.example").get("/audit?kind=act").text

    numbers = [one["seq"] for one in found]
    assert numbers == sorted(numbers, reverse=True) == list(range(len(numbers) - 1, -1, -1))
    assert {("", "", None)} == {
        (one["sentence"], one["party"], one["recorded_at"]) for one in found if one["kind"] == "sealed"
    }
    assert acts == [one for one in found if one["kind"] == "act"]
    assert all(one["sentence"] in page and one["hash"][:16] in page for one in acts)
    assert all(one["covered_at"] == "2026-11-20T09:00:00Z" for one in acts)
    assert "Give a date as year-month-day" in asks.get("/api/v1/log/entries?since=x").json["faults"][0]["sentence"]


def test_one_entry_is_opened_to_who_may_read_it_and_sealed_to_others(asks: Machine) -> None:
    """France reads the act that was served on it; Brazil sees that something stands there."""
    act = asks.given("/api/v1/log/entries?kind=act")["items"][0]
    mine = asks.given(act["href"])
    theirs = machine(asks.world, "all@bra.example").given(act["href"])

    assert (True, True, "attested") == (mine["is_opened"], mine["fits"], mine["state"])
    assert {"open", "withheld"} >= {one["state"] for one in mine["fields"]}
    assert act["case"] in {one["value"] for one in mine["fields"]}
    assert (False, "sealed", "") == (theirs["is_opened"], theirs["entry"]["kind"], theirs["entry"]["case"])
    assert {"withheld"} == {one["state"] for one in theirs["fields"]}
    assert [one["digest"] for one in mine["fields"]] == [one["digest"] for one in theirs["fields"]]
    assert "openings" not in theirs["hrefs"]
    assert 404 == machine(asks.world, "all@bra.example").get(f"{act['href']}/openings").status_code
    assert {"disclosures", "index", "leaf"} <= asks.given(mine["hrefs"]["openings"]).keys()
    assert 404 == asks.get("/api/v1/log/entries/99999").status_code


def test_the_receipt_of_an_act_is_checked_by_who_holds_it(asks: Machine) -> None:
    """Attested, with three witnesses; the proof holds, one that was altered does not, and the answer says so."""
    act = asks.given("/api/v1/log/entries?kind=act")["items"][0]
    receipt = asks.given(f"/api/v1/cases/{act['case']}/acts/{act['n']}/receipt")
    proof = asks.get(receipt["hrefs"]["proof"]).text

    holds = asks.made("/api/v1/checks", {"text": proof})
    altered = asks.made("/api/v1/checks", {"text": proof.replace("index ", "index 1")})
    unreadable = asks.post("/api/v1/checks", {"text": proof, "policy": "nonsense"})

    assert ("attested", True, True) == (receipt["state"], receipt["is_proof"], receipt["is_final"])
    assert 3 == len(receipt["cosigners"])
    assert act["seq"] == receipt["log_entry"]
    assert ("holds", "The receipt holds.") == (holds["outcome"], holds["sentence"])
    assert "rejected" == altered["outcome"]
    assert (422, "/policy") == (unreadable.status_code, unreadable.json["faults"][0]["pointer"])


def test_an_act_that_no_checkpoint_covers_says_when_to_look_again(asks: Machine) -> None:
    """Recorded, and no proof yet: 404 for the proof."""
    serve_berth(asks.world.signed_in("all@jpn.example"))
    act = asks.given("/api/v1/log/entries?kind=act")["items"][0]
    answer = asks.get(f"/api/v1/cases/{act['case']}/acts/{act['n']}/receipt")

    assert ("recorded", False, "2") == (answer.json["state"], answer.json["is_final"], answer.headers["Retry-After"])
    assert "proof" not in answer.json["hrefs"]
    assert 404 == asks.get(f"{act['href']}/receipt").status_code


def test_two_checkpoints_are_compared_with_the_proof_that_joins_them(asks: Machine) -> None:
    """The later one continues the earlier one, and the witnesses of both are named; the same twice says the same."""
    later = asks.get("/api/v1/log/1/checkpoint").text
    sign_at(asks.world.engine, 5, "JPN", "FRA", "KOR", at=AT)
    with asks.world.reading() as connection:
        earlier = connection.execute(select(audit_checkpoint.c.note).where(audit_checkpoint.c.size == 5)).scalar_one()

    joined = asks.made("/api/v1/checks/comparisons", {"first": earlier, "second": later})
    same = asks.made("/api/v1/checks/comparisons", {"first": later, "second": later})

    assert ("holds", "consistent") == (joined["outcome"], joined["code"])
    assert joined["proof"].endswith("\n")
    assert ("holds", "same", "") == (same["outcome"], same["code"], same["proof"])
    assert 5 in {one["size"] for one in asks.given("/api/v1/log/witnesses")["checkpoints"]}
