"""What somebody wrote is given back by the page that refuses it, and a form that saves itself is told why it was not
saved, in its own place."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from consult import clock
from consult.db import Busy, OnlyRead, Unsure
from consult.documents import Away
from consult.web import drafts as routes
from tests.consult.web.cases_world import BODY, begin, build_cases, fill_in, open_berth, version_of
from tests.consult.web.world import AT, Visitor, World

OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}
BY_ITSELF = {**OWN_PAGE, "HX-Request": "true"}
WORDS = "Written for an hour, with <b>no</b> mark-up"


@pytest.fixture
def berths(tmp_path: Path) -> Iterator[World]:
    """Give a world with the toy procedure."""
    with clock.frozen(AT):
        world = build_cases(tmp_path)
        yield world
    world.engine.dispose()


@pytest.fixture
def paper(berths: World) -> tuple[World, Visitor, str]:
    """Give a drafter of Japan with a paper in preparation."""
    drafter = berths.signed_in("draft@jpn.example")
    draft = begin(drafter, open_berth(drafter), "ask")
    fill_in(drafter, draft, do="save", **BODY)
    return berths, drafter, draft


def sent(visitor: Visitor, draft: str, headers: dict[str, str], token: str = "", **more: Any) -> Any:
    """Send the form as a browser does, from a page that stood open."""
    told = {"do": "save", "version": "1", "f/remark": WORDS, "f/vehicle": "Cargo 9", "csrf_token": token, **more}
    return visitor.client.post(draft, data=told, headers=headers)


def failing(monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    """Let nothing be stored."""

    def save(*_given: object, **_named: object) -> None:
        raise fault

    monkeypatch.setattr(routes.drafts, "save", save)


def token_of(visitor: Visitor, draft: str) -> str:
    """Read the token of the page as it stands."""
    return visitor.get(draft).text.partition('name="csrf_token" value="')[2].partition('"')[0]


def test_words_that_came_after_the_session_had_ended_stand_on_the_page_that_says_so(
    paper: tuple[World, Visitor, str],
) -> None:
    """By question and without mark-up of their own; no number that steers the form, no token; and nothing is stored."""
    world, drafter, draft = paper
    drafter.post("/sign-out", form_at=draft)
    came_from = {**OWN_PAGE, "Referer": f"http://localhost{draft}"}
    answer = sent(drafter, draft, came_from, token="a-token", password="a secret of several words")

    assert (401, True) == (answer.status_code, "Your session has ended" in answer.text)
    assert "<dt>Remark</dt>" in answer.text
    assert f'href="/sign-in?next={draft}">Sign in</a>' in answer.text
    assert "Written for an hour, with &lt;b&gt;no&lt;/b&gt; mark-up" in answer.text
    assert "It is not stored." in answer.text
    assert ("a-token" in answer.text, "a secret of several" in answer.text) == (False, False)
    assert WORDS not in world.signed_in("draft@jpn.example").get(draft).text


def test_a_name_without_end_is_no_number(paper: tuple[World, Visitor, str]) -> None:
    """Whatever a question is called, the page that gives the words back is drawn."""
    _world, drafter, draft = paper
    drafter.post("/sign-out", form_at=draft)
    answer = sent(drafter, draft, OWN_PAGE, **{f"f/{'9' * 5000}": "An answer", "f/stations/1/band:from": "Words of it"})

    assert (401, True) == (answer.status_code, "An answer" in answer.text)
    assert '<dt>Stations, 2, Band, From</dt><dd dir="auto">Words of it</dd>' in answer.text


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "none"}, {"Sec-Fetch-Site": "same-site"}])
def test_nothing_is_given_back_that_no_page_of_this_installation_sent(
    paper: tuple[World, Visitor, str], headers: dict[str, str]
) -> None:
    """Nobody makes a page of this installation say words of his."""
    _world, drafter, draft = paper
    drafter.post("/sign-out", form_at=draft)
    answer = sent(drafter, draft, headers)

    assert answer.status_code in (400, 401)
    assert ("What you wrote" in answer.text, "Written for an hour" in answer.text) == (False, False)


def test_words_of_a_form_of_an_earlier_session_are_given_back(paper: tuple[World, Visitor, str]) -> None:
    """After a new sign-in the token of the open form is an old one."""
    _world, drafter, draft = paper
    answer = sent(drafter, draft, OWN_PAGE, token="of an earlier session")

    assert (400, True) == (answer.status_code, "belongs to an earlier session" in answer.text)
    assert "Written for an hour" in answer.text


@pytest.mark.parametrize(
    ("fault", "says"),
    [(Busy("busy"), "It is not stored."), (Unsure("Not known."), "It may be stored already.")],
)
def test_words_are_given_back_where_the_database_took_none(
    paper: tuple[World, Visitor, str], monkeypatch: pytest.MonkeyPatch, fault: Exception, says: str
) -> None:
    """Whether they are stored is said as far as it is known."""
    _world, drafter, draft = paper
    token = token_of(drafter, draft)
    failing(monkeypatch, fault)
    answer = sent(drafter, draft, OWN_PAGE, token)

    assert (503, True, True) == (answer.status_code, "Written for an hour" in answer.text, says in answer.text)


def test_words_that_the_paper_took_are_not_called_lost(paper: tuple[World, Visitor, str]) -> None:
    """A file is missing, and the words lie in the paper in preparation."""
    _world, drafter, draft = paper
    answer = sent(drafter, draft, OWN_PAGE, token_of(drafter, draft), do="attach")

    assert (422, True) == (answer.status_code, "Choose a file to attach." in answer.text)
    assert "What you wrote" not in answer.text
    assert ("2", True) == (version_of(drafter, draft), "Written for an hour" in drafter.get(draft).text)


def test_words_that_are_refused_and_kept_as_an_attempt_are_given_back(paper: tuple[World, Visitor, str]) -> None:
    """That it was refused is stored, and the words are not: somebody acts for another party since."""
    world, _drafter, draft = paper
    korea = world.signed_in("all@kor.example")
    answer = sent(korea, draft, OWN_PAGE, token_of(korea, "/desk"))

    assert (404, True) == (answer.status_code, "Written for an hour" in answer.text)
    assert "It is not stored." in answer.text


def test_a_form_that_saves_itself_is_told_that_the_session_ended(paper: tuple[World, Visitor, str]) -> None:
    """A line in its place with the way to sign in beside it, instead of a whole page within the form."""
    _world, drafter, draft = paper
    drafter.post("/sign-out", form_at=draft)
    answer = sent(drafter, draft, BY_ITSELF, do="autosave")

    assert (401, True) == (answer.status_code, answer.text.startswith('<p class="saved not-saved" id="saved"'))
    assert "Not saved: your session has ended." in answer.text
    assert ("data-renews" in answer.text, 'href="/sign-in" target="_blank"' in answer.text) == (True, True)
    assert "<html" not in answer.text


@pytest.mark.parametrize("fault", [Busy("busy"), OnlyRead("read"), OperationalError("select", {}, Exception("gone"))])
def test_a_form_that_saves_itself_tries_again_where_the_database_took_nothing(
    paper: tuple[World, Visitor, str], monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    """It is told so, and that what stands there stands."""
    _world, drafter, draft = paper
    token = token_of(drafter, draft)
    failing(monkeypatch, fault)
    answer = sent(drafter, draft, BY_ITSELF, token, do="autosave")

    assert (503, True) == (answer.status_code, "Not saved: the installation cannot take it in" in answer.text)
    assert ("data-again" in answer.text, "<html" in answer.text) == (True, False)


def test_a_form_that_saves_itself_is_told_why_it_never_will(paper: tuple[World, Visitor, str]) -> None:
    """The paper of another party: no word of whether it is there."""
    world, _drafter, draft = paper
    korea = world.signed_in("all@kor.example")
    answer = sent(korea, draft, BY_ITSELF, token_of(korea, "/desk"), do="autosave")

    assert 404 == answer.status_code
    assert "Not saved: There is no such page, or it is not open to you." in answer.text
    assert ("data-again" in answer.text, "data-renews" in answer.text) == (False, False)


def test_a_line_that_renews_itself_is_never_replaced_by_a_page(berths: World) -> None:
    """The page around it is loaded anew where the session has ended, and asks whoever sits there to sign in."""
    outside = berths.visitor()
    part = outside.client.get("/reports/files/nosuch", headers=BY_ITSELF)
    page = outside.client.get("/reports/files/nosuch")

    assert (401, "true", "") == (part.status_code, part.headers.get("HX-Refresh"), part.text)
    assert 303 == page.status_code


def full(code: int) -> OperationalError:
    """Make the fault of a disk."""
    fault = sqlite3.OperationalError("database or disk is full")
    fault.sqlite_errorcode = code  # type: ignore[misc] # what the driver sets
    return OperationalError(None, None, fault)


@pytest.mark.parametrize(
    ("fault", "title", "says"),
    [
        (full(sqlite3.SQLITE_FULL), "Not possible now", "There is no room left for anything new"),
        (full(sqlite3.SQLITE_IOERR_WRITE), "Not possible now", "There is no room left for anything new"),
        (OnlyRead("read"), "Not possible now", "The record may only be read for now, and nothing was recorded."),
        (Away("ENOSPC"), "No room for documents", "There is no room left for documents, and this one was not kept."),
        (Away("ConnectionError"), "Documents are away", "The store of documents cannot be reached now."),
        (Busy("busy"), "Busy", "The system is busy, and nothing was recorded."),
    ],
)
def test_a_page_says_why_nothing_was_taken(
    paper: tuple[World, Visitor, str], monkeypatch: pytest.MonkeyPatch, fault: Exception, title: str, says: str
) -> None:
    """A full disk, a database that may only be read and haste are three things; a moment of waiting mends one."""
    _world, drafter, draft = paper
    token = token_of(drafter, draft)
    failing(monkeypatch, fault)
    answer = sent(drafter, draft, OWN_PAGE, token)

    assert (503, True, True) == (answer.status_code, f"<h1>{title}</h1>" in answer.text, says in answer.text)
    assert answer.headers["Retry-After"]
