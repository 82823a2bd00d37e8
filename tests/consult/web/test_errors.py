"""Every no has a page with a sentence."""

from typing import NoReturn

import pytest
from flask import abort
from sqlalchemy.exc import OperationalError

from consult.db import Busy
from consult.refusals import Closed, Malformed, Unknown
from tests.consult.web.world import FRENCH_MANAGER, MANAGER, Visitor, World, masked

CODES = [400, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503]


def asking(world: World, error: Exception | int) -> Visitor:
    """Answer a signed-in browser of an application with an address that raises."""

    def fail() -> NoReturn:
        if isinstance(error, int):
            abort(error)
        raise error

    world.app._got_first_request = False
    world.app.add_url_rule("/fails", "fails", fail)
    world.app.config["PROPAGATE_EXCEPTIONS"] = False
    return world.signed_in(MANAGER)


@pytest.mark.parametrize("code", CODES)
def test_every_status_has_its_page(world: World, code: int) -> None:
    """A title, a sentence and a way on, inside the frame of every page; 403 leaves as 404."""
    answer = asking(world, code).get("/fails")

    assert (404 if code == 403 else code) == answer.status_code
    assert "text/html; charset=utf-8" == answer.content_type
    assert "Go to the start page" in answer.text
    assert "Acting for" in answer.text


def test_unknown_and_forbidden_are_one_answer(world: World) -> None:
    """Somebody else's record answers like none, byte by byte but for the token of the form that signs out."""
    visitor = world.signed_in(MANAGER)
    unknown, theirs = (visitor.get(f"/my-party/people/{number}") for number in (999999, world.people[FRENCH_MANAGER]))

    assert (404, 404) == (unknown.status_code, theirs.status_code)
    first, second = (masked(page.text) for page in (unknown, theirs))
    assert first == second


@pytest.mark.parametrize(
    ("error", "status", "sentence"),
    [
        (Unknown(), 404, "not open to you"),
        (Closed("Not before 1 May 2027."), 409, "Not before 1 May 2027."),
        (Malformed({"date": "Give a date."}), 422, "Give a date."),
        (Busy("busy"), 503, "Try again in a moment."),
        (OperationalError("select", {}, Exception("gone")), 503, "Try again in a moment."),
        (KeyError("a secret detail"), 500, "The fault is ours"),
    ],
)
def test_every_refusal_of_the_product_has_its_status(
    world: World, error: Exception, status: int, sentence: str
) -> None:
    """The sentence reaches the page; what was not foreseen stays in the log."""
    answer = asking(world, error).get("/fails")

    assert status == answer.status_code
    assert sentence in answer.text
    assert "secret detail" not in answer.text


def test_a_request_that_is_too_large_names_the_limit(world: World) -> None:
    """413 says how much is accepted."""
    world.app.config["MAX_CONTENT_LENGTH"] = 1024 * 1024
    visitor = world.signed_in(MANAGER)
    answer = visitor.post("/my-party/organs", name="x" * 2_000_000)

    assert 413 == answer.status_code
    assert "The limit for one request is 1 MB." in answer.text


def test_a_lost_session_is_told_as_such(world: World) -> None:
    """A form sent after the session ended gets 401 and the way back, not a complaint about a token."""
    answer = world.app.test_client().post("/my-party/organs", data={"key": "NEW"})

    assert 401 == answer.status_code
    assert "Your session has ended, and nothing was changed." in answer.text


def test_a_wrong_method_names_the_right_one(world: World) -> None:
    """405 carries Allow."""
    answer = world.signed_in(MANAGER).get("/sign-out")

    assert (405, "OPTIONS, POST") == (answer.status_code, answer.headers["Allow"])
