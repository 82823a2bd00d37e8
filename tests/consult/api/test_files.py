"""Long work: asked for, looked after, taken whole or in pieces, tried again, given up; by its own party alone."""

import json
import zipfile
from base64 import b64decode
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from consult import clock
from consult.jobs import Jobs
from consult.log.status import read_status
from consult.models.logbook import AUDIT_ENTRY
from consult.people.tokens import NewToken, issue_token
from consult.refusals import Closed
from consult.reports.maker import ReportMaker
from consult.web import outputs
from tests.consult.api.machine import LAST_DAY, Machine, machine, standing_of
from tests.consult.log.signing import POLICY, sign_at
from tests.consult.web.cases_world import serve_berth
from tests.consult.web.consulted import landing, moment
from tests.consult.web.submitted import consent, submission
from tests.consult.web.world import World

REPORT = {
    "session": "LSC-66",
    "item": "lsc_registration",
    "kind": "national_report",
    "since": "2026-01-01",
    "until": "2026-12-31",
}


@pytest.fixture
def asks(berths: World) -> Machine:
    """Give a machine of Japan in a world where it asked France and Korea for a berth, and the log is attested."""
    serve_berth(berths.signed_in("all@jpn.example"))
    made = machine(berths, "all@jpn.example")
    instance = berths.app.extensions["consult"].settings.instance
    (instance / "policy.txt").write_text(POLICY, encoding="utf-8")
    with berths.reading() as connection:
        size = read_status(connection).size
    sign_at(berths.engine, size, "JPN", "FRA", "KOR")
    return made


def ref_of(asks: Machine) -> str:
    """Give the reference of the case."""
    return str(asks.given("/api/v1/cases")["items"][0]["ref"])


def asked_for(asks: Machine, path: str, body: Any = None) -> Any:
    """Ask for a file: 202, and the address at which it is looked after."""
    answer = asks.post(path, body)
    assert 202 == answer.status_code, answer.text
    assert answer.json["hrefs"]["self"] == answer.headers["Location"]
    return answer.json


def exports(world: World) -> list[Any]:
    """Give what was entered of taking files."""
    with world.reading() as connection:
        bodies = connection.execute(select(AUDIT_ENTRY.c.body).where(AUDIT_ENTRY.c.kind == "export")).scalars()
        return [json.loads(body) for body in bodies]


def later(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be made at once."""
    monkeypatch.setattr(outputs, "SMALL", -1)


def make_all(world: World) -> None:
    """Do the background work."""
    parts = world.app.extensions["consult"]
    jobs = Jobs.over(parts.settings)
    jobs.tick(clock.now())
    for number in range(1, 20):
        jobs.do(number)
    jobs.engine.dispose()


def test_a_report_is_asked_for_looked_after_and_taken(asks: Machine) -> None:
    """20 November 2026: 202, ready, its bytes are those of its digest, and the log says once that it was taken."""
    made = asked_for(asks, "/api/v1/reports", {**REPORT, "formats": ["json", "csv"]})

    found = asks.given(made["hrefs"]["self"])
    answer = asks.get(found["hrefs"]["content"])

    assert ("ready", "report", found["total"]) == (found["state"], found["what"], found["done"])
    assert "2026-11-27T09:00:00Z" == found["ready_until"]
    assert (200, found["media"], found["size"]) == (answer.status_code, answer.mimetype, len(answer.data))
    assert found["digest"] == sha256(answer.data).hexdigest()
    assert b64decode(answer.headers["Repr-Digest"][len("sha-256=:") : -1]) == sha256(answer.data).digest()
    assert "no-store" == answer.headers["Cache-Control"]
    assert [found["key"]] == [one["output"] for one in exports(asks.world)]
    assert [found["key"]] == [one["key"] for one in asks.given("/api/v1/files")["items"]]


def test_a_file_is_taken_in_pieces_and_entered_once(asks: Machine) -> None:
    """Two ranges give the whole; whoever has it is told so; beyond its end there is nothing, and nothing is entered."""
    made = asked_for(asks, "/api/v1/reports", REPORT)
    content = made["hrefs"]["content"]

    beyond = asks.get(content, Range=f"bytes={made['size']}-")
    assert (416, "/api#no-such-part") == (beyond.status_code, beyond.json["type"])
    assert [] == exports(asks.world)

    first, rest = asks.get(content, Range="bytes=0-99"), asks.get(content, Range="bytes=100-")
    has = asks.get(content, If_None_Match=first.headers["ETag"])

    assert [206, 206, 304] == [first.status_code, rest.status_code, has.status_code]
    assert f"bytes 0-99/{made['size']}" == first.headers["Content-Range"]
    assert made["digest"] == sha256(first.data + rest.data).hexdigest()
    assert first.headers["Repr-Digest"] == rest.headers["Repr-Digest"]
    assert 1 == len(exports(asks.world))
    machine(asks.world, "all@jpn.example").get(content)
    assert 2 == len(exports(asks.world))  # another token


def test_work_that_waits_says_when_to_look_again(asks: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting, not to be taken; made by the background work; then ready."""
    later(asks.world, monkeypatch)
    answer = asks.post("/api/v1/reports", REPORT)
    key = answer.json["key"]

    looked, early = asks.get(f"/api/v1/files/{key}"), asks.get(f"/api/v1/files/{key}/content")
    make_all(asks.world)
    ready = asks.get(f"/api/v1/files/{key}")

    assert (202, "2", "waiting") == (answer.status_code, answer.headers["Retry-After"], answer.json["state"])
    assert ("2", "waiting", 0) == (looked.headers["Retry-After"], looked.json["state"], looked.json["done"])
    assert answer.json["total"] > 0
    assert "content" not in looked.json["hrefs"]
    sentence = "This file is not ready, or no longer there. Ask for it anew."
    assert (409, sentence) == (early.status_code, early.json["detail"])
    assert ("ready", None) == (ready.json["state"], ready.headers.get("Retry-After"))


def test_work_that_fails_says_why_and_may_be_tried_again(asks: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence of its maker; a second try, which is not possible of a file that is ready."""

    def refuse(*_asked: Any) -> Any:
        raise Closed("The sheet has no room for it.")

    with monkeypatch.context() as patch:
        patch.setattr(ReportMaker, "make", refuse)
        made = asked_for(asks, "/api/v1/reports", REPORT)
    assert ("failed", "The sheet has no room for it.", True) == (made["state"], made["reason"], made["may_retry"])

    again = asks.post(made["hrefs"]["retry"])
    make_all(asks.world)
    ready = asks.given(made["hrefs"]["self"])
    refused = asks.post(f"/api/v1/files/{made['key']}/retry")

    assert (202, "waiting") == (again.status_code, again.json["state"])
    assert "ready" == ready["state"]
    sentence = "This file is being made or ready; there is nothing to try again."
    assert (409, sentence) == (refused.status_code, refused.json["detail"])


def test_work_is_given_up_and_leaves_nothing(asks: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Removed while it waits: unknown afterwards, and the background work makes nothing of it."""
    later(asks.world, monkeypatch)
    made = asked_for(asks, "/api/v1/reports", REPORT)

    gone = asks.ask("DELETE", made["hrefs"]["self"])
    make_all(asks.world)

    assert 204 == gone.status_code
    assert 404 == asks.get(made["hrefs"]["self"]).status_code
    folder = Path(asks.world.app.extensions["consult"].settings.instance) / "outputs"
    assert [] == [one for one in folder.rglob("*") if one.is_file()]


def test_a_file_is_for_its_own_party_and_for_tokens_that_cover_it(asks: Machine) -> None:
    """France finds nothing; neither does a token of Japan for one case alone; both are refused as if it were not."""
    made = asked_for(asks, "/api/v1/reports", REPORT)
    by, world, one = standing_of(asks.world, "all@jpn.example"), asks.world, ref_of(asks)
    with world.app.app_context(), world.writing() as connection:
        new = NewToken("person", "Narrow", by.mandate_id, (), LAST_DAY, cases=(one,))
        narrow = Machine(world, issue_token(connection, by, new, clock.now()))

    for other in (machine(world, "all@fra.example"), narrow):
        assert [] == other.given("/api/v1/files")["items"]
        for path in (made["hrefs"]["self"], made["hrefs"]["content"]):
            assert 404 == other.get(path).status_code
        assert 404 == other.ask("DELETE", made["hrefs"]["self"]).status_code


def test_a_bundle_is_byte_for_byte_that_of_the_page_and_holds(asks: Machine) -> None:
    """The case as Japan takes it away on the page, and by its system; anybody checks it by the policy of the log."""
    ref = ref_of(asks)
    visitor = asks.world.signed_in("all@jpn.example")
    page = visitor.post(f"/cases/{ref}/bundle.zip", form_at=f"/cases/{ref}/take", set="full_internal")
    made = asked_for(asks, f"/api/v1/cases/{ref}/bundle", {})
    data = asks.get(made["hrefs"]["content"]).data
    names = set(zipfile.ZipFile(BytesIO(data)).namelist())

    form = {"upload": (BytesIO(data), "case.zip")}
    headers = {"Authorization": f"Bearer {asks.token}"}
    verdict = asks.world.app.test_client().post("/api/v1/checks/files", data=form, headers=headers).json

    assert page.data == data
    assert {"index.json", "SHA256SUMS", "checkpoint"} <= names
    assert ("holds", "The bundle holds.") == (verdict["outcome"], verdict["sentence"])
    assert made["name"] == f"{ref}-full-internal.zip"


def test_a_set_above_which_the_case_lies_is_refused_with_the_reason(asks: Machine) -> None:
    """The existence of the berth is no public matter; nothing is left of the question."""
    answer = asks.post(f"/api/v1/cases/{ref_of(asks)}/bundle", {"reach": "public_C0"})

    assert 409 == answer.status_code
    assert "That this case exists is of level C2, above this set." == answer.json["detail"]
    assert [] == asks.given("/api/v1/files")["items"]


def test_the_own_log_is_taken_away_by_who_may_read_all_of_it(asks: Machine) -> None:
    """A token for one case may not."""
    made = asked_for(asks, "/api/v1/log/bundle")
    data = asks.get(made["hrefs"]["content"]).data

    assert "index.json" in zipfile.ZipFile(BytesIO(data)).namelist()
    assert "JPN-evidence.zip" == made["name"]
    by, world = standing_of(asks.world, "all@jpn.example"), asks.world
    with world.app.app_context(), world.writing() as connection:
        new = NewToken("person", "Narrow", by.mandate_id, (), LAST_DAY, cases=(ref_of(asks),))
        narrow = Machine(world, issue_token(connection, by, new, clock.now()))
    assert 404 == narrow.post("/api/v1/log/bundle").status_code


def test_what_a_report_cannot_be_asked_is_pointed_to_with_the_sentences_of_the_page(asks: Machine) -> None:
    """Each fault at its member; nothing is made."""
    wrong = asks.post("/api/v1/reports", {**REPORT, "session": "NOSUCH", "since": "soon"})
    formats = asks.post("/api/v1/reports", {**REPORT, "formats": ["exe"]})
    none = asks.post("/api/v1/reports", {**REPORT, "formats": []})
    late = asks.get("/api/v1/reports/figures?session=LSC-66&item=lsc_registration&kind=national_report&since=x&until=y")

    assert [422] * 4 == [one.status_code for one in (wrong, formats, none, late)]
    assert {
        "/session": "Choose one from the list.",
        "/since": "Give a date as year-month-day, such as 2026-11-20.",
    } == {one["pointer"]: one["sentence"] for one in wrong.json["faults"]}
    assert ["/formats"] == [one["pointer"] for one in formats.json["faults"]]
    assert "Choose at least one form." == none.json["faults"][0]["sentence"]
    assert {"since", "until"} == {one["parameter"] for one in late.json["faults"]}
    assert [] == asks.given("/api/v1/files")["items"]


def test_a_figure_names_the_acts_from_which_it_was_made(berths: World) -> None:
    """December 2026: the figure of Japan's cases is that of the page, and leads to the acts of its landing."""
    ref = landing(berths)
    asked = "&".join(f"{name}={value}" for name, value in REPORT.items()) + "&reach=full_internal&language=en"
    with clock.frozen(moment("2026-12-01")):
        asks = machine(berths, "all@jpn.example")
        drawn = asks.given(f"/api/v1/reports/figures?{asked}")
        one = asks.given(f"/api/v1/reports/figure?{asked}&key=overview.cases&at={drawn['at']}")
        page = berths.signed_in("all@jpn.example").get(f"/reports/figure?{asked}&key=overview.cases").text
        entries = [asks.given(act["href"])["log_entry"] for act in one["acts"]]
        unknown = asks.get(f"/api/v1/reports/figure?{asked}&key=nosuch")

    assert one["figure"] in drawn["figures"]
    assert drawn["digest"] == one["digest"]
    assert one["figure"]["acts"] == len(one["acts"]) > 0
    assert {ref} == {act["case"] for act in one["acts"]} == {each["case"] for each in drawn["told"]}
    assert entries == [act["entry"] for act in one["acts"]]
    assert one["figure"]["sentence"] in page
    assert 404 == unknown.status_code


def test_the_files_of_a_submission_are_made_for_its_author_as_its_case_has_it(berths: World) -> None:
    """1 December 2026: Japan's submission tells of its landing once France and Korea consented; France gets nothing."""
    ref = submission(berths, landing(berths))
    consent(berths, ref, "FRA")
    consent(berths, ref, "KOR")
    with clock.frozen(moment("2026-12-03")):
        asks = machine(berths, "all@jpn.example")
        made = asked_for(asks, f"/api/v1/cases/{ref}/report", {"formats": ["json"]})
        report = json.loads(asks.get(made["hrefs"]["content"]).data)
        figures = asks.given(f"/api/v1/reports/figures?case={ref}")
        other = machine(berths, "all@fra.example").post(f"/api/v1/cases/{ref}/report", {"formats": ["json"]})

    assert made["title"].endswith(f"from case {ref}")
    assert report["digest"] == next(one for one in exports(berths) if one["what"] == "report")["digest"]
    assert figures["told"]
    assert 404 == other.status_code


def test_making_in_the_background_is_the_same_as_at_once(asks: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bundle of a case, asked for twice at one moment, has one digest whoever made it."""
    path = f"/api/v1/cases/{ref_of(asks)}/bundle"
    at_once = asked_for(asks, path, {"reach": "parties_C2"})
    later(asks.world, monkeypatch)
    waits = asked_for(asks, path, {"reach": "parties_C2"})
    make_all(asks.world)

    assert at_once["digest"] == asks.given(waits["hrefs"]["self"])["digest"]
