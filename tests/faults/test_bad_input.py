"""Bad input through the pages, on both databases: one status and one sentence each, and nothing is recorded."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from consult import clock, migrate
from consult.db import reading
from consult.settings import Uploads
from tests.consult.docket.conftest import empty_engine
from tests.consult.web.cases_world import begin, build_cases, fill_in, open_berth, serve_berth, version_of
from tests.consult.web.world import AT, Visitor, World

LIMITS = Uploads(document_bytes=1024 * 1024, request_bytes=3 * 1024 * 1024, documents_a_filing=2)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
UNWATCHED = {"sign_in_session", "sign_in_attempt", "attempt"}  # what is refused is kept beside the record


@dataclass
class Stage:
    """A world with a served case, papers of Japan and France in it, and a case and a paper that are Brazil's alone."""

    world: World
    visitors: dict[str, Visitor] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def by(self, party: str) -> Visitor:
        """Give the browser of a party's office."""
        if party not in self.visitors:
            self.visitors[party] = self.world.signed_in(f"all@{party.lower()}.example")
        return self.visitors[party]

    def rows(self) -> dict[str, list[str]]:
        """Read every row of every table that a request might have written."""
        with reading(self.world.engine) as conn:
            tables = [t for t in migrate.tables().sorted_tables if t.name not in UNWATCHED]
            return {table.name: sorted(map(repr, conn.execute(table.select()).all())) for table in tables}


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Build the world once for each database; no row of the table changes it."""
    folder: Path = tmp_path_factory.mktemp("bad")
    settings: dict[str, Any] = {"uploads": LIMITS}
    if request.param == "postgresql":
        settings["database_url"] = request.getfixturevalue("postgres_url")
        empty_engine(settings["database_url"]).dispose()
    with clock.frozen(AT):
        made = Stage(build_cases(folder, **settings))
        japan, brazil, france = made.by("JPN"), made.by("BRA"), made.by("FRA")
        ref = serve_berth(japan)
        made.names = {
            "ref": ref,
            "other": another(japan),
            "paper": begin(japan, ref, "make_statement"),
            "answer": begin(france, ref, "give", "berth:FRA"),
            "foreign": open_berth(brazil),
        }
        made.names["theirs"] = begin(brazil, made.names["foreign"], "ask")
        yield made
    made.world.engine.dispose()


def another(visitor: Visitor) -> str:
    """Open one more case; another title, since the same form sent twice opens one case."""
    answer = visitor.post("/notices/new", form_at="/notices/new?procedure=berth", procedure="berth", title="Another")
    return str(answer.location).rpartition("/")[2]


def upload(data: bytes, name: str, **form: str) -> dict[str, Any]:
    """A form that attaches a file."""
    return {"do": "attach", "version": "0", "upload": (data, name), **form}


HUGE = "99999999999999999999"
NOTHING: dict[str, Any] = {}
STEP: dict[str, Any] = {"track": "", "seen": "1", "digest": ""}
# who, method, address, form, status, part of the sentence
TABLE: dict[str, tuple[str, str, str, dict[str, Any], int, str]] = {
    "a document beyond the limit": ("JPN", "POST", "{paper}", upload(PDF + b"\n" * 1024 * 1024, "a.pdf"), 413, "1 MB"),
    "a request beyond the limit": (
        "JPN",
        "POST",
        "{paper}",
        upload(PDF + b"\n" * 4 * 1024 * 1024, "a.pdf"),
        413,
        "3 MB",
    ),
    "a type that is not accepted": (
        "JPN",
        "POST",
        "{paper}",
        upload(b"MZ\x90\x00" + b"\x00" * 60, "a.exe"),
        415,
        ".exe",
    ),
    "a document that is not what its name says": (
        "JPN",
        "POST",
        "{paper}",
        upload(b"plain words\n", "a.pdf"),
        415,
        "but the content is",
    ),
    "a program under the name of a picture": (
        "JPN",
        "POST",
        "{paper}",
        upload(b"MZ\x90\x00" + b"\x00" * 60, "a.png"),
        415,
        "",
    ),
    "an attachment without a file": ("JPN", "POST", "{paper}", {"do": "attach", "version": "0"}, 422, "Choose a file"),
    "an attachment of an unknown level": (
        "JPN",
        "POST",
        "{paper}",
        upload(PDF, "a.pdf", upload_level="C9"),
        422,
        "levels",
    ),
    "a NUL in an answer": ("JPN", "POST", "{paper}", {"do": "save", "version": "0", "f/text": "a\x00b"}, 400, "read"),
    "a NUL in a title": ("JPN", "POST", "/notices/new", {"procedure": "berth", "title": "a\x00b"}, 400, "read"),
    "a NUL in a search": ("JPN", "GET", "/cases?words=%00", NOTHING, 400, "read"),
    "a NUL in an address": ("JPN", "GET", "/cases/%00", NOTHING, 400, "read"),
    "a NUL in the address of a paper": ("JPN", "GET", "/drafts/a%00b", NOTHING, 400, "read"),
    "a number beyond all acts": ("JPN", "GET", f"/cases/{{ref}}/acts/{HUGE}", NOTHING, 404, "no such page"),
    "a number beyond all people": ("JPN", "GET", f"/my-party/people/{HUGE}", NOTHING, 404, "no such page"),
    "a version beyond all numbers": (
        "JPN",
        "POST",
        "{paper}",
        {"do": "save", "version": HUGE, "f/text": "a"},
        409,
        "changed this draft",
    ),
    "a version before all numbers": (
        "JPN",
        "POST",
        "{paper}",
        {"do": "save", "version": "-1", "f/text": "a"},
        409,
        "changed this draft",
    ),
    "a step that does not exist": ("JPN", "POST", "/cases/{ref}/steps/nosuch", STEP, 404, "no such page"),
    "a page of a step that does not exist": ("JPN", "GET", "/cases/{ref}/steps/nosuch", NOTHING, 404, "no such page"),
    "a step of another procedure": ("JPN", "POST", "/cases/{ref}/steps/serve_notice", STEP, 404, "no such page"),
    "a step of another case's stage": (
        "JPN",
        "POST",
        "/cases/{other}/steps/settle",
        {**STEP, "seen": "0"},
        409,
        "not open",
    ),
    "a paper for a step of another stage": (
        "JPN",
        "POST",
        "/cases/{other}/drafts",
        {"step": "give", "track": ""},
        404,
        "no such page",
    ),
    "a case of others": ("JPN", "POST", "/cases/{foreign}/steps/ask", STEP, 404, "no such page"),
    "a paper of others": ("JPN", "GET", "{theirs}", NOTHING, 404, "no such page"),
    "writing in a paper of others": ("JPN", "POST", "{theirs}", {"do": "save", "version": "0"}, 404, "no such page"),
    "discarding a paper of others": ("JPN", "POST", "{answer}", {"do": "discard", "version": "0"}, 404, "no such page"),
    "clearing a paper of others": ("JPN", "POST", "{answer}/clear", {"version": "0"}, 404, "no such page"),
    "sending a paper of others": ("JPN", "POST", "{answer}/send", {"seen": "1"}, 404, "no such page"),
    "a track that does not exist": (
        "JPN",
        "POST",
        "/cases/{ref}/steps/record_receipt",
        {**STEP, "track": "berth:BRA"},
        404,
        "no such page",
    ),
    "a track of others": (
        "FRA",
        "POST",
        "/cases/{ref}/steps/record_receipt",
        {**STEP, "track": "berth:KOR"},
        404,
        "no such page",
    ),
    "a step that others take": ("FRA", "POST", "/cases/{ref}/steps/settle", STEP, 403, "belongs to"),
    "a closed step": ("JPN", "POST", "/cases/{ref}/steps/settle", STEP, 409, "is “Served”; needed"),
    "an older page": (
        "JPN",
        "POST",
        "/cases/{ref}/steps/record_receipt",
        {**STEP, "track": "berth:FRA", "seen": "0"},
        409,
        "The case is now: asked",
    ),
    "a text that nobody laid a hand on": (
        "JPN",
        "POST",
        "/cases/{ref}/steps/suspend",
        {**STEP, "digest": "0" * 64},
        404,
        "no such page",
    ),
    "a step without its paper": ("FRA", "POST", "/cases/{ref}/steps/make_statement", STEP, 422, "Statement"),
    "sending a paper that is not complete": (
        "JPN",
        "POST",
        "{paper}/send",
        {"seen": "1", "version": "0"},
        422,
        "Statement",
    ),
    "clearing a paper that is not complete": ("JPN", "POST", "{paper}/clear", {"version": "0"}, 422, "Statement"),
    "clearing a paper unread": ("JPN", "POST", "{paper}/clear", NOTHING, 422, "Load the page again"),
    "a list from before all numbers": ("JPN", "GET", "/cases?before=-" + HUGE, NOTHING, 200, "Cases"),
    "a paper for a step that asks for none": (
        "FRA",
        "POST",
        "/cases/{ref}/drafts",
        {"step": "record_receipt"},
        404,
        "no such page",
    ),
    "a procedure that does not exist": ("JPN", "POST", "/notices/new", {"procedure": "nosuch"}, 404, "no such page"),
    "terms that do not fit": (
        "JPN",
        "POST",
        "/notices/new",
        {"procedure": "berth", "level": "galactic"},
        422,
        "choose from treaty",
    ),
    "another method": ("JPN", "PUT", "/cases/{ref}", NOTHING, 405, "another kind of request"),
    "deleting a paper by method": ("JPN", "DELETE", "{paper}", NOTHING, 405, "another kind of request"),
    "a form without its token": ("JPN", "BARE", "{paper}", {"do": "discard"}, 400, "earlier session"),
    "a document that does not exist": (
        "JPN",
        "GET",
        "/cases/{ref}/documents/" + "0" * 64,
        NOTHING,
        404,
        "no such page",
    ),
    "a document by no digest": (
        "JPN",
        "GET",
        "/cases/{ref}/documents/..%2f..%2fconsult.sqlite",
        NOTHING,
        404,
        "no such page",
    ),
}


@pytest.mark.parametrize("what", TABLE)
def test_bad_input_gets_its_status_and_sentence_and_records_nothing(stage: Stage, what: str) -> None:
    """Each is refused as the kind of fault that it is, in words, and every table is as it was."""
    who, method, address, form, status, sentence = TABLE[what]
    visitor, place = stage.by(who), address.format(**stage.names)
    page = visitor.get("/cases").text
    before = stage.rows()
    with clock.frozen(AT):
        answer = _ask(visitor, method, place, form, page)
    said = " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())
    answer.close()

    assert (status, said) == (answer.status_code, said)
    assert sentence in said
    assert before == stage.rows()


def _ask(visitor: Visitor, method: str, place: str, form: dict[str, Any], page: str) -> Any:
    if method == "GET":
        return visitor.get(place)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    given = form if method == "BARE" else {**form, "csrf_token": token[1]}
    boundary, body = encode_multipart({k: _file(v) if isinstance(v, tuple) else v for k, v in given.items()})
    kind = f"multipart/form-data; boundary={boundary}"
    return visitor.client.open(place, method="POST" if method == "BARE" else method, data=body, content_type=kind)


def _file(given: tuple[bytes, str]) -> FileStorage:
    return FileStorage(io.BytesIO(given[0]), given[1], "upload")


@pytest.mark.parametrize(
    "address",
    [
        "/cases?before=" + HUGE,
        "/cases?before=-5",
        "/cases?before=x",
        "/cases?words=%25%5C_%27%22",
        "/cases?words=%ED%A0%80",
    ],
)
def test_an_odd_question_to_a_list_is_answered(stage: Stage, address: str) -> None:
    """A page beyond all pages, signs of the database's own language, broken letters: a list, perhaps an empty one."""
    with clock.frozen(AT):
        assert 200 == stage.by("JPN").get(address).status_code


def test_a_paper_sent_twice_gets_the_first_receipt_twice(stage: Stage) -> None:
    """A retried request after a lost answer is answered as the first was; a step that is not open any more is not."""
    with clock.frozen(AT):
        brazil, ref = stage.by("BRA"), stage.names["foreign"]
        paper = begin(brazil, ref, "withdraw")
        fill_in(brazil, paper, reason="Not needed")
        seen = re.search(r'name="seen" value="(\d+)"', brazil.get(f"{paper}/send").text)
        assert seen is not None
        read = version_of(brazil, paper)
        first = brazil.post(f"{paper}/send", form_at=f"{paper}/send", seen=seen[1], version=read)
        before = stage.rows()
        again = brazil.post(f"{paper}/send", form_at="/cases", seen=seen[1], version=read)
        other = brazil.post(f"/cases/{ref}/steps/withdraw", form_at="/cases", seen="1", track="", digest="")

    assert (303, 303, 409) == (first.status_code, again.status_code, other.status_code)
    assert first.location == again.location
    assert before == stage.rows()
