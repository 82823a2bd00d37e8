"""Pages and the API while the database, a file beside it or a disk fails: whoever reads goes on, whoever sends is told
what became of it, and the page that says so asks the database nothing."""

import errno
import io
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest
from flask import request
from sqlalchemy import Connection, Engine, event, select
from sqlalchemy.exc import OperationalError
from werkzeug import formparser

from consult import clock, db
from consult.db import Busy, Lost, OnlyRead, Unsure
from consult.log.policy import FILE
from consult.log.status import read_status
from consult.models.parties import SIGN_IN_SESSION
from consult.web import errors, identity, integrity, lending, signin
from tests.consult.api.machine import Machine, machine
from tests.consult.log.signing import POLICY, sign_at
from tests.consult.web.cases_world import build_cases, serve_berth
from tests.consult.web.world import AT, Visitor, World

LATER = AT + timedelta(minutes=30)
"""When it is to be noted again that a session or a token was seen."""
LINE = 'class="record-line"'


@pytest.fixture
def berths(tmp_path: Path) -> Iterator[World]:
    """Give a world with the toy procedure, which answers faults as it does in service."""
    world = build_cases(tmp_path)
    world.app.config["PROPAGATE_EXCEPTIONS"] = False
    yield world
    world.engine.dispose()


@pytest.fixture
def case(berths: World) -> tuple[Visitor, Machine, str]:
    """Give an office of Japan at its browser and by its token, and a case of its own."""
    japan = berths.signed_in("all@jpn.example")
    return japan, machine(berths, "all@jpn.example"), serve_berth(japan)


def raising(fault: Exception) -> Any:
    """Make what raises, whatever it is given."""

    def fail(*_given: object, **_named: object) -> NoReturn:
        raise fault

    return fail


def full() -> OperationalError:
    """Make the fault of a database without room."""
    fault = sqlite3.OperationalError("database or disk is full")
    fault.sqlite_errorcode = sqlite3.SQLITE_FULL  # type: ignore[misc] # what the driver sets
    return OperationalError("INSERT", {}, fault)


UNSURE = Unsure("The connection broke at the last moment: whether this was recorded is not known.")


def sealed(world: World) -> None:
    """Seal the log, so that there is a line at the foot of the pages."""
    (Path(world.app.instance_path) / FILE).write_text(POLICY, encoding="utf-8")
    with world.reading() as connection:
        size = read_status(connection).size
    sign_at(world.engine, size, at=AT)


@pytest.mark.parametrize("fault", [Busy("busy"), Lost("broke"), OSError(errno.EACCES, "Permission denied"), full()])
def test_a_page_is_there_where_the_line_at_its_foot_cannot_be_read(
    berths: World, case: tuple[Visitor, Machine, str], monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    """20 November 2026: the table of checkpoints is locked. The desk has no such line, and a second later it has."""
    japan, _asks, _ref = case
    sealed(berths)
    with clock.frozen(AT + timedelta(seconds=5)), monkeypatch.context() as lost:
        lost.setattr(integrity, "reading", raising(fault))
        without, nowhere = japan.get("/desk"), japan.get("/nowhere")
    with clock.frozen(AT + timedelta(seconds=9)):
        again = japan.get("/desk")

    assert (200, 404, 200) == (without.status_code, nowhere.status_code, again.status_code)
    assert (False, True) == (LINE in without.text, LINE in again.text)


def test_a_page_is_there_where_the_policy_of_the_log_cannot_be_opened(
    berths: World, case: tuple[Visitor, Machine, str]
) -> None:
    """20 November 2026: somebody made a folder of its name."""
    japan, _asks, _ref = case
    sealed(berths)
    policy = Path(berths.app.instance_path) / FILE
    policy.unlink()
    policy.mkdir()
    with clock.frozen(AT + timedelta(seconds=5)):
        page = japan.get("/desk")

    assert (200, False) == (page.status_code, LINE in page.text)


@contextmanager
def unreadable(engine: Engine, asked: list[str]) -> Iterator[None]:
    """Let every transaction that begins in this block fail, and keep that one did."""

    def refuse(_connection: Connection) -> NoReturn:
        asked.append("a transaction")
        raise Lost("The connection broke; nothing was written.")

    event.listen(engine, "begin", refuse)
    try:
        yield
    finally:
        event.remove(engine, "begin", refuse)


@pytest.mark.parametrize("of_a_step", [True, False], ids=["of-a-step", "of-a-page"])
def test_the_page_of_a_refusal_asks_the_database_nothing(
    berths: World, case: tuple[Visitor, Machine, str], monkeypatch: pytest.MonkeyPatch, of_a_step: bool
) -> None:
    """20 November 2026: the database goes away as a refusal is answered. It is told all the same, to whoever is signed
    in, under the name of the own party."""
    japan, _asks, ref = case
    sealed(berths)
    drawn, asked = errors.render_template, list[str]()

    def draw(*given: Any, **named: Any) -> str:
        with unreadable(berths.engine, asked):
            return drawn(*given, **named)

    monkeypatch.setattr(errors, "render_template", draw)
    with clock.frozen(AT + timedelta(seconds=5)):
        at, settle = "/desk", f"/cases/{ref}/steps/settle"
        page = japan.post(settle, form_at=at, seen="9") if of_a_step else japan.get("/nowhere")

    assert (409 if of_a_step else 404) == page.status_code, page.text
    assert [] == asked
    assert ("Acting for" in page.text, LINE in page.text) == (True, False)


@pytest.mark.sqlite("writers take turns by a side file")
def test_whoever_reads_goes_on_where_the_side_file_cannot_be_opened(
    berths: World, case: tuple[Visitor, Machine, str]
) -> None:
    """20 November 2026, after half an hour: something else bears its name. That a session and a token were seen is not
    noted, and keeps nobody from reading; who files is told why that is not possible, and later it is."""
    japan, asks, ref = case
    token_at, body = "/desk", {"step": "make_statement", "filing": {"text": "Held"}, "seen": 1}
    gate = Path(f"{berths.engine.url.database}.gate")
    gate.rename(gate.with_suffix(".away"))
    gate.mkdir()
    with clock.frozen(LATER):
        page, told = japan.get(f"/cases/{ref}"), asks.get(f"/api/v1/cases/{ref}")
        refused = asks.post(f"/api/v1/cases/{ref}/acts", body, Idempotency_Key="once")
        by_hand = japan.post("/capacity", form_at=token_at, mandate="999999")
        begun = japan.post(f"/cases/{ref}/drafts", form_at=token_at, step="make_statement")
        gate.rmdir()
        taken = asks.post(f"/api/v1/cases/{ref}/acts", body, Idempotency_Key="once")

    assert (200, 200) == (page.status_code, told.status_code)
    assert (503, 503, 503) == (refused.status_code, by_hand.status_code, begun.status_code)
    why = "take turns cannot be used (Is a directory), and nothing was recorded."
    assert (True, True) == (why in refused.json["detail"], why in begun.text)
    assert refused.headers["Retry-After"].isdigit()
    assert 201 == taken.status_code, taken.text


@pytest.mark.sqlite("writers take turns by a side file")
def test_a_side_file_that_may_not_be_written_is_told_as_a_record_that_may_only_be_read(
    berths: World, case: tuple[Visitor, Machine, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """20 November 2026: the disk was mounted so, and documents are taken by a file of their own."""
    _japan, asks, ref = case
    monkeypatch.setattr(db.os, "open", raising(OSError(errno.EROFS, "Read-only file system")))
    refused = asks.post(f"/api/v1/cases/{ref}/drafts", {"step": "make_statement", "filing": {"text": "Held"}})

    assert (503, True) == (refused.status_code, "The record may only be read for now" in refused.json["detail"])


NOT_KEPT = {
    "others-kept-the-database": (Busy("busy"), "The system is busy, and nothing was recorded."),
    "broken-at-the-last-moment": (UNSURE, "whether this was recorded is not known."),
    "no-room": (full(), "There is no room left for anything new, and nothing was recorded."),
}


@pytest.mark.parametrize(("fault", "says"), NOT_KEPT.values(), ids=NOT_KEPT)
def test_a_refusal_that_cannot_be_kept_is_told_to_each_in_its_form(
    berths: World,
    case: tuple[Visitor, Machine, str],
    monkeypatch: pytest.MonkeyPatch,
    fault: Exception,
    says: str,
) -> None:
    """20 November 2026: a page to a browser, a problem to a machine, and why to both; never a fault of ours."""
    japan, asks, _ref = case
    monkeypatch.setattr(errors, "note_refusal", raising(fault))
    page = japan.post("/cases/BERTH-2026-NOSUCH/steps/settle", form_at="/desk", seen="1")
    told = asks.post("/api/v1/cases/BERTH-2026-NOSUCH/drafts", {"step": "make_statement", "filing": {"text": "Held"}})

    assert (503, "text/html") == (page.status_code, page.mimetype)
    assert (503, "application/problem+json") == (told.status_code, told.mimetype)
    assert (True, True) == (says in page.text, says in told.json["detail"]), (page.text, told.text)
    assert page.headers["Retry-After"].isdigit()
    assert told.headers["Retry-After"].isdigit()


def test_a_fault_after_the_answer_does_not_say_that_nothing_was_recorded(
    berths: World, case: tuple[Visitor, Machine, str]
) -> None:
    """20 November 2026: what follows an answer fails when a feed and a statement are recorded. Before a recording it is
    said as before."""
    japan, asks, ref = case

    def fail(answer: Any) -> Any:
        if request.method == "POST" or request.path == "/parties":
            raise RuntimeError("what follows the answer")
        return answer

    berths.app.after_request_funcs.setdefault(None, []).append(fail)
    page = japan.post("/my-feeds", form_at="/my-feeds", scope="party", titles="")
    body = {"step": "make_statement", "filing": {"text": "Held"}, "seen": 1}
    told, read = asks.post(f"/api/v1/cases/{ref}/acts", body, Idempotency_Key="once"), japan.get("/parties")
    berths.app.after_request_funcs[None].remove(fail)

    assert (500, 500, 500) == (page.status_code, told.status_code, read.status_code)
    assert ("what was sent may be recorded" in page.text, "Nothing was recorded" in page.text) == (True, False)
    assert "what was sent may be recorded" in told.json["detail"]
    assert "Nothing was recorded by this request." in read.text
    assert 200 == asks.post(f"/api/v1/cases/{ref}/acts", body, Idempotency_Key="once").status_code


class Full(io.BytesIO):
    """A file in a temporary folder in which there is room for so many bytes."""

    room = 100_000

    def __init__(self, *_given: object, **_named: object) -> None:
        """Begin empty."""
        super().__init__()

    def write(self, data: Any) -> int:
        """Write as long as there is room."""
        if self.tell() + len(data) > self.room:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(data)


def test_a_temporary_folder_without_room_is_told_as_such(
    berths: World, case: tuple[Visitor, Machine, str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """20 November 2026: a document of 400 kB is sent by hand and by a machine. It is no fault of the product, and the
    log says which disk it was; with room again it is taken."""
    japan, asks, ref = case
    path, document = f"/api/v1/cases/{ref}/documents", (b"%PDF-1.4 " + b"x" * 400_000, "plan.pdf")
    with monkeypatch.context() as small:
        small.setattr(formparser, "SpooledTemporaryFile", Full)
        told = asks.send(path, upload=document, level="C2", language="en")
        large = {"upload": (io.BytesIO(document[0]), "plan.pdf")}
        page = japan.client.post(f"/cases/{ref}/drafts", data=large, content_type="multipart/form-data")

    assert (503, 503) == (told.status_code, page.status_code), page.text
    why = "There is no room left on a disk of this installation, and nothing was recorded."
    assert (True, True) == (why in told.json["detail"], why in page.text)
    assert (True, True) == (told.headers["Retry-After"].isdigit(), page.headers["Retry-After"].isdigit())
    assert 2 == caplog.text.count("database or disk: OSError")


def test_a_file_for_which_there_is_no_room_is_told_as_such(
    case: tuple[Visitor, Machine, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """20 November 2026: what is written whole before it leaves finds no room. Read again later, it is there."""
    japan, _asks, _ref = case
    with monkeypatch.context() as small:
        small.setattr(Full, "room", 0)
        small.setattr(lending, "SpooledTemporaryFile", Full)
        refused = japan.get("/lunar/export.csv")
    given = japan.get("/lunar/export.csv")

    assert (503, 200) == (refused.status_code, given.status_code)
    assert "There is no room left on a disk of this installation" in refused.text
    assert "Content-Disposition" not in refused.headers


def test_whoever_reads_is_not_told_that_nobody_knows_whether_it_was_recorded(
    berths: World, case: tuple[Visitor, Machine, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """20 November 2026, after half an hour: the note that a session or a token was seen ends in doubt. That is nothing
    to whoever reads."""
    japan, asks, ref = case
    real = db.writing

    @contextmanager
    def doubtful(engine: Engine, **how: Any) -> Iterator[Connection]:
        with real(engine, **how) as connection:
            yield connection
        raise UNSURE

    monkeypatch.setattr(db, "writing", doubtful)
    with clock.frozen(LATER):
        page, told = japan.get(f"/cases/{ref}"), asks.get(f"/api/v1/cases/{ref}")

    assert (200, 200) == (page.status_code, told.status_code), page.text


@pytest.mark.parametrize("fault", [OnlyRead("read"), full(), UNSURE], ids=["read-alone", "full", "in-doubt"])
def test_whoever_signs_out_is_signed_out_of_the_browser_where_the_record_takes_nothing(
    berths: World, case: tuple[Visitor, Machine, str], monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    """20 November 2026: the browser forgets everything, and the next page says for how long the session stays open
    elsewhere. With a record that takes it the session is over for every copy of the cookie."""
    japan, _asks, _ref = case
    with monkeypatch.context() as sealed_record:
        sealed_record.setattr(signin.accounts, "end_session", raising(fault))
        left = japan.post("/sign-out", form_at="/desk")
        farewell, desk = japan.get("/sign-in"), japan.get("/desk")
    with berths.reading() as connection:
        open_rows = connection.execute(select(SIGN_IN_SESSION.c.id).where(SIGN_IN_SESSION.c.ended_at.is_(None))).all()

    assert (303, "/sign-in") == (left.status_code, left.location)
    assert '"cache"' == left.headers["Clear-Site-Data"]
    assert "You are signed out in this browser." in farewell.text
    assert "until it ends by itself, 12 hours after it began." in farewell.text
    assert (303, True) == (desk.status_code, desk.location.startswith("/sign-in"))
    assert 1 == len(open_rows)


@pytest.mark.parametrize("fault", [Busy("busy"), Lost("broke"), full()], ids=["busy", "broken", "full"])
def test_whoever_signs_out_is_signed_out_of_the_browser_where_nobody_can_be_asked_who_that_is(
    berths: World, case: tuple[Visitor, Machine, str], monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    """20 November 2026: the database is away. The page says so, and once it is there again the browser is a stranger's;
    a page of another site signs nobody out."""
    japan, _asks, _ref = case
    with monkeypatch.context() as away:
        away.setattr(identity.accounts, "find_session", raising(fault))
        strange = japan.client.post("/sign-out", headers={"Origin": "https://elsewhere.example"})
        kept = japan.client.get_cookie(identity.COOKIE)
        left = japan.client.post("/sign-out")
    desk = japan.get("/desk")

    assert (400, True) == (strange.status_code, kept is not None)
    assert (503, '"cache"') == (left.status_code, left.headers["Clear-Site-Data"])
    assert "You are signed out in this browser. The record takes nothing for now" in left.text
    assert (303, True) == (desk.status_code, desk.location.startswith("/sign-in"))


@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/public", "/public/about", "/public/nowhere"])
def test_nobody_is_recognised_where_the_answer_is_the_same_for_everybody(
    berths: World, case: tuple[Visitor, Machine, str], address: str
) -> None:
    """20 November 2026: a browser that is signed in asks for signs of life and for the public register. Who sits there
    is not asked, and no cookie is set."""
    japan, asked = case[0], list[str]()

    def hear(_conn: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    event.listen(berths.engine, "before_cursor_execute", hear)
    with clock.frozen(LATER):
        answer = japan.get(address)
    event.remove(berths.engine, "before_cursor_execute", hear)

    assert (404 if "nowhere" in address else 200) == answer.status_code
    assert [] == [one for one in asked if "sign_in_session" in one]
    assert "Set-Cookie" not in answer.headers
