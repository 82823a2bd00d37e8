"""Every no has a page with a sentence."""

import re
from typing import NoReturn

import pytest
from flask import abort
from sqlalchemy.exc import OperationalError

from consult.db import Busy, Lost
from consult.refusals import Closed, Malformed, Unknown
from tests.consult.web.world import FRENCH_MANAGER, MANAGER, SECRETARIAT, Visitor, World, masked

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
        (OperationalError("select", {}, Exception("gone")), 503, "The system is busy, and nothing was recorded."),
        (
            OperationalError(None, None, Exception("refused")),
            503,
            "The database does not answer, and nothing was recorded.",
        ),
        (Lost("broke"), 503, "The database does not answer, and nothing was recorded. Try again in a moment."),
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


def test_whoever_pressed_a_button_in_vain_is_led_back_to_it(world: World) -> None:
    """A contact point that was withdrawn meanwhile: 409, and back to the page of the button. What leads elsewhere than
    to this installation, or is only looked at, ends at the start page."""
    visitor = world.signed_in(MANAGER)
    visitor.post("/my-party/organs/MOFA/contacts", channel="fax", address="+81 3 3580 3312")
    contact = max(map(int, re.findall(r"/my-party/contacts/(\d+)/urgent", visitor.get("/my-party").text)))
    visitor.post(f"/my-party/contacts/{contact}/withdraw")
    token = re.search(r'name="csrf_token" value="([^"]+)"', visitor.get("/my-party").text)
    assert token

    def press(referrer: str) -> str:
        sent = {"urgent": "yes", "csrf_token": token[1]}
        answer = visitor.client.post(f"/my-party/contacts/{contact}/urgent", data=sent, headers={"Referer": referrer})
        assert 409 == answer.status_code
        return str(answer.text)

    assert 'href="http://localhost/my-party">Back</a>' in press("http://localhost/my-party")
    assert "Go to the start page" in press("https://elsewhere.example/")
    assert "Go to the start page" in visitor.get("/nothing-here").text


def test_a_lost_session_is_told_as_such(world: World) -> None:
    """A form sent after the session ended gets 401 and the way back, not a complaint about a token."""
    answer = world.app.test_client().post("/my-party/organs", data={"key": "NEW"})

    assert 401 == answer.status_code
    assert "Your session has ended, and nothing was changed." in answer.text


def test_a_wrong_method_names_the_right_one(world: World) -> None:
    """405 carries Allow."""
    answer = world.signed_in(MANAGER).get("/sign-out")

    assert (405, "OPTIONS, POST") == (answer.status_code, answer.headers["Allow"])


PLACES = {
    "/sign-out": "/",
    "/drills": "/drills/new",
    "/drills/1/points/7": "/drills/1",
    "/desk/seen": "/desk",
    "/views": "/",
    "/cases/OST9-2026-ABCDEF/beside": "/cases/OST9-2026-ABCDEF",
    "/cases/OST9-2026-ABCDEF/acts/1/objection": "/cases/OST9-2026-ABCDEF/acts/1",
    "/drafts/D-2026-ABCDEF/clear": "/drafts/D-2026-ABCDEF",
    "/my-party/organs": "/my-party/organs/new",
    "/my-party/contacts/3/move": "/my-party",
    "/my-party/webhooks/2/pause": "/my-party/webhooks/2",
    "/cases/a b%3F%22%3E/beside": "/cases/a%20b%3F%22%3E",
}


@pytest.mark.parametrize(("address", "page"), PLACES.items(), ids=PLACES)
def test_whoever_loads_the_address_of_a_form_anew_is_shown_the_way_to_the_form(
    world: World, address: str, page: str
) -> None:
    """As after a refusal, when the address in the window is the one that the form was sent to; typed or reloaded."""
    answer = world.signed_in(SECRETARIAT).get(address)

    assert 405 == answer.status_code
    assert "Nothing was sent now, and nothing was recorded." in answer.text
    assert f'href="{page}">Open the page that it belongs to</a>' in answer.text


def test_every_address_that_only_takes_in_a_form_has_a_page_above_it_or_the_start_page(world: World) -> None:
    """Whatever address is added later, nobody stands there without a way on that answers."""
    addresses, visitor = world.app.url_map.bind("localhost"), world.signed_in(MANAGER)
    answers = {}
    for rule in world.app.url_map.iter_rules():
        values = dict.fromkeys(rule.arguments, 1)
        made = rule.build(values) if "POST" in (rule.methods or ()) else None
        if made is not None and not made[1].startswith("/api/") and not addresses.test(made[1], "GET"):
            answers[made[1]] = visitor.get(made[1])

    assert {405} == {answer.status_code for answer in answers.values()}
    for address, answer in answers.items():
        page = answer.text.partition('">Open the page that it belongs to')[0].rpartition('"')[2]
        assert addresses.test(page, "GET"), address
