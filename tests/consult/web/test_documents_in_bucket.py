"""Documents in a bucket, as people meet them: attached, had again, removed; and what they are told while it is away."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from consult import clock
from consult.documents.stores import bucket_of
from consult.jobs import Jobs
from tests.consult.api.machine import machine
from tests.consult.api.test_files import REPORT
from tests.consult.web.cases_world import BODY, begin, build_cases, fill_in, open_berth, send, version_of
from tests.consult.web.world import AT, Visitor, World
from tests.s3_server import Bucket, Way

DRAWING = b"drawing of the berth"
DIGEST = sha256(DRAWING).hexdigest()
KEY = f"record/documents/{DIGEST[:2]}/{DIGEST}"


@pytest.fixture
def world(tmp_path: Path, s3_bucket: Bucket, s3_way: Way) -> Iterator[World]:
    """Give a world whose documents lie in a bucket, at the end of a way that can be cut."""
    with clock.frozen(AT):
        stored = replace(s3_bucket.stored, endpoint=s3_way.address)
        made = build_cases(tmp_path, stored=stored)
        yield made
    made.engine.dispose()


@pytest.fixture
def japan(world: World) -> Visitor:
    """Give Japan's official."""
    return world.signed_in("all@jpn.example")


def attach(visitor: Visitor, draft: str, data: bytes = DRAWING, **answers: Any) -> Any:
    """Attach a file to a paper."""
    file = BytesIO(data), "drawing.txt"
    return visitor.post(
        draft,
        form_at=draft,
        do="attach",
        version=version_of(visitor, draft),
        upload=file,
        **{f"f/{name}": value for name, value in answers.items()},
    )


def cut(way: Way, world: World) -> None:
    """Let nothing through any more."""
    way.up = 0
    _wake(world)


def mend(way: Way, world: World) -> None:
    """Let everything through again."""
    way.up = way.down = None
    _wake(world)


def _wake(world: World) -> None:
    bucket_of(world.app.extensions["consult"].settings.stored).wake()


def test_a_document_is_attached_filed_had_and_lies_in_the_bucket_alone(
    world: World, japan: Visitor, s3_bucket: Bucket, tmp_path: Path
) -> None:
    """No byte of it lies in the folder of the installation; whoever may have it gets it whole, as an attachment."""
    ref = open_berth(japan)
    draft = begin(japan, ref, "ask")
    assert 303 == attach(japan, draft).status_code
    fill_in(japan, draft, **{**BODY, "drawing:digest": DIGEST})
    assert 303 == send(japan, draft).status_code

    answer = japan.get(f"/cases/{ref}/documents/{DIGEST}")

    assert (200, DRAWING, str(len(DRAWING))) == (answer.status_code, answer.data, answer.headers["Content-Length"])
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert DRAWING == world.signed_in("all@fra.example").get(f"/cases/{ref}/documents/{DIGEST}").data
    assert 404 == world.signed_in("all@bra.example").get(f"/cases/{ref}/documents/{DIGEST}").status_code
    assert [KEY] == s3_bucket.lying()
    assert not (tmp_path / "documents").exists()


def test_a_removed_document_leaves_the_bucket(japan: Visitor, s3_bucket: Bucket) -> None:
    """Taken off a paper that nobody sent."""
    draft = begin(japan, open_berth(japan), "ask")
    attach(japan, draft)
    assert [KEY] == s3_bucket.lying()

    assert 303 == fill_in(japan, draft, do=f"detach:{DIGEST}", **BODY).status_code

    assert [] == s3_bucket.lying()


def test_while_the_bucket_is_away_an_upload_is_refused_and_everything_else_goes_on(
    world: World, japan: Visitor, s3_bucket: Bucket, s3_way: Way
) -> None:
    """503 with when to ask again; the words are stored, the step is taken without a document, the health page says it;
    afterwards the same upload is taken."""
    ref = open_berth(japan)
    draft = begin(japan, ref, "ask")
    cut(s3_way, world)

    refused = attach(japan, draft, **{**BODY, "vehicle": "Cargo 9"})

    assert (503, "10") == (refused.status_code, refused.headers["Retry-After"])
    assert "The store of documents cannot be reached now. No document was kept or given" in refused.text
    page = japan.get(draft)
    assert (200, True, False) == (page.status_code, 'value="Cargo 9"' in page.text, "drawing.txt" in page.text)
    assert [200] * 3 == [japan.get(at).status_code for at in ("/desk", f"/cases/{ref}", "/cases")]
    _wake(world)
    health = world.visitor().get("/readyz")
    assert (200, "away") == (health.status_code, health.json["documents"])

    mend(s3_way, world)
    assert 303 == attach(japan, draft).status_code
    assert [KEY] == s3_bucket.lying()
    assert "ok" == world.visitor().get("/readyz").json["documents"]


def test_while_the_bucket_is_away_a_paper_without_documents_is_sent(world: World, japan: Visitor, s3_way: Way) -> None:
    """The record needs no document that nobody names."""
    draft = begin(japan, open_berth(japan), "ask")
    fill_in(japan, draft, **BODY)
    cut(s3_way, world)

    assert 303 == send(japan, draft).status_code


def test_a_document_cannot_be_had_while_the_bucket_is_away_and_can_afterwards(
    world: World, japan: Visitor, s3_way: Way
) -> None:
    """Cut before its first byte and in its midst: never a part of it."""
    ref = open_berth(japan)
    attach(japan, begin(japan, ref, "ask"))
    address = f"/cases/{ref}/documents/{DIGEST}"
    cut(s3_way, world)
    away = japan.get(address)
    s3_way.up, s3_way.down = None, 100
    _wake(world)
    broken = japan.get(address)

    for refused in (away, broken):
        assert (503, "10") == (refused.status_code, refused.headers["Retry-After"])
        assert DRAWING not in refused.data
    mend(s3_way, world)
    assert DRAWING == japan.get(address).data


def test_a_document_removed_while_the_bucket_is_away_is_removed_and_its_bytes_wait_for_the_sweep(
    world: World, japan: Visitor, s3_bucket: Bucket, s3_way: Way
) -> None:
    """The page goes on; what lies in the bucket is named by nothing."""
    draft = begin(japan, open_berth(japan), "ask")
    attach(japan, draft)
    cut(s3_way, world)

    answer = fill_in(japan, draft, do=f"detach:{DIGEST}", **BODY)

    assert 303 == answer.status_code
    assert "drawing.txt" not in japan.get(draft).text
    assert [KEY] == s3_bucket.lying()


@pytest.mark.parametrize("harm", ["altered", "gone"])
def test_a_document_that_was_altered_or_taken_from_the_bucket_is_a_fault_with_an_alarm(
    world: World, japan: Visitor, s3_bucket: Bucket, caplog: pytest.LogCaptureFixture, harm: str
) -> None:
    """500 with its digest, a line for whoever runs it, and not one byte."""
    ref = open_berth(japan)
    attach(japan, begin(japan, ref, "ask"))
    if harm == "altered":
        s3_bucket.write(KEY, b"drawing of another berth")
    else:
        s3_bucket.client.delete_object(Bucket=s3_bucket.name, Key=KEY)

    answer = japan.get(f"/cases/{ref}/documents/{DIGEST}")

    assert 500 == answer.status_code
    assert f"The document {DIGEST} is missing from the store or was changed there." in answer.text
    assert b"drawing of another" not in answer.data
    assert DIGEST in caplog.text


def test_the_scan_of_a_paper_that_cannot_be_kept_is_named_at_its_question(world: World, s3_way: Way) -> None:
    """The register of papers: what was written stays, and nothing is registered."""
    desk = world.signed_in("desk@oosa.example")
    cut(s3_way, world)
    told: dict[str, Any] = {
        "direction": "in",
        "channel": "note_verbale",
        "number": "12/2026",
        "dated_on": "2026-11-19",
        "party": "JPN",
    }
    told |= {"came_at": "2026-11-20T08:00", "organ": "Ministry", "language": "en", "summary": "A note on the berth"}

    answer = desk.post("/papers", form_at="/papers/new", scan=(BytesIO(b"%PDF-1.7\n%%EOF\n"), "note.pdf"), **told)

    assert (503, True, True) == (
        answer.status_code,
        "The store of documents cannot be reached now" in answer.text,
        "A note on the berth" in answer.text,
    )
    assert "12/2026" not in desk.get("/papers").text


def test_machines_are_told_by_a_problem(world: World, japan: Visitor, s3_way: Way) -> None:
    """The same by the API, for whoever is refused at its door or not."""
    ref = open_berth(japan)
    attach(japan, begin(japan, ref, "ask"))
    cut(s3_way, world)
    with world.app.test_request_context("/api/v1/cases"):
        from consult.api.frame.problems import answer
        from consult.documents import Away

        told = answer(Away("EndpointConnectionError"))

    assert (503, "10") == (told.status_code, told.headers["Retry-After"])
    assert "The store of documents cannot be reached now" in json.loads(told.data)["detail"]


def test_a_file_that_was_made_lies_in_the_bucket_and_is_taken_in_parts(
    world: World, japan: Visitor, s3_bucket: Bucket, tmp_path: Path
) -> None:
    """Whichever machine made it: nothing of it stays in a folder here; two ranges give the whole."""
    open_berth(japan)
    asks = machine(world, "all@jpn.example")
    made = asks.post("/api/v1/reports", REPORT).json
    content = made["hrefs"]["content"]

    first, rest = asks.get(content, Range="bytes=0-99"), asks.get(content, Range="bytes=100-")

    assert [206, 206] == [first.status_code, rest.status_code]
    assert made["digest"] == sha256(first.data + rest.data).hexdigest()
    assert [f"record/outputs/{made['digest'][:2]}/{made['digest']}"] == s3_bucket.lying()
    assert [] == [path for path in (tmp_path / "outputs").rglob("*") if path.is_file()]
    assert 204 == asks.ask("DELETE", f"/api/v1/files/{made['key']}").status_code
    assert [] == s3_bucket.lying()


def test_a_file_that_cannot_be_kept_now_is_made_by_the_background_work_later(
    world: World, japan: Visitor, s3_bucket: Bucket, s3_way: Way
) -> None:
    """Asked for while the bucket is away: it waits, whatever the worker tries meanwhile, and is ready afterwards."""
    open_berth(japan)
    asks = machine(world, "all@jpn.example")
    cut(s3_way, world)

    made = asks.post("/api/v1/reports", REPORT)
    assert (202, "working") == (made.status_code, made.json["state"])
    _work(world, AT + timedelta(minutes=3))
    assert "working" == asks.given(made.json["hrefs"]["self"])["state"]

    mend(s3_way, world)
    _work(world, AT + timedelta(minutes=4))
    found = asks.given(made.json["hrefs"]["self"])
    assert "ready" == found["state"]
    assert [found["digest"]] == [key[-64:] for key in s3_bucket.lying()]


def _work(world: World, at: datetime) -> None:
    """Do the background work that is due."""
    jobs = Jobs.over(world.app.extensions["consult"].settings)
    with clock.frozen(at):
        jobs.tick(at)
        for number in range(1, 20):
            jobs.do(number)
    jobs.engine.dispose()
