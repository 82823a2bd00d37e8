"""Hosts that do not behave: not reached, pointing elsewhere, endless, busy, or speaking to the terminal."""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from consult.remote.addresses import Address
from consult.remote.asking import Limits, Remote
from consult.remote.faults import NotReached
from tests.consult.remote.conftest import Line
from tests.consult.remote.hosts import playing, write_certificate
from tests.consult.remote.test_profiles import TOKEN

JSON = [("Content-Type", "application/json")]


def at(line: Line, address: str) -> Line:
    """Give the same command line at another host."""
    return replace(line, more={"CONSULT_REMOTE": address, "CONSULT_TOKEN": TOKEN})


@pytest.fixture
def line(tmp_path: Path) -> Line:
    """Give a command line that has no profile."""
    return Line(tmp_path / "home", "", TOKEN)


def test_a_host_that_is_not_there_is_told_with_3(line: Line) -> None:
    """Nothing listens."""
    with playing(lambda _method, _path: ("200 OK", JSON, b"{}")) as (address, _heard):
        pass
    assert f"{address} was not reached, or broke off" in at(line, address).says("desk", code=3)


def test_a_certificate_of_nobody_is_not_trusted_and_an_own_authority_may_be_named(line: Line, tmp_path: Path) -> None:
    """Verification cannot be switched off; --ca names whose certificates count."""
    certificate = write_certificate(tmp_path / "host.pem")
    with playing(lambda _method, _path: ("200 OK", JSON, b'{"party":"JPN"}'), certificate) as (address, heard):
        refused = at(line, address).says("desk", code=3)
        unheard = list(heard.asked)
        told = at(line, address).says("desk", "--ca", str(certificate))
        unread = at(line, address).says("desk", "--ca", str(tmp_path / "none.pem"), code=2)

    assert "The certificate of 127.0.0.1:" in refused
    assert "is not trusted: self-signed certificate. Nothing was sent." in refused
    assert [] == unheard
    assert "Desk of JPN" in told
    assert "does not hold certificates that can be read" in unread
    assert "--insecure" not in line.run("desk", "--help").output


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"])
def test_no_redirect_is_followed(line: Line, status: str) -> None:
    """The token stays with the host that was named."""
    with playing(lambda _method, _path: ("200 OK", JSON, b"{}")) as (elsewhere, heard):
        headers = [("Location", f"{elsewhere}/api/v1/desk")]
        with playing(lambda _method, _path: (status, headers, b"")) as (address, _heard):
            told = at(line, address).says("desk", code=3)

    assert f"points elsewhere ({elsewhere}/api/v1/desk); the token is not sent there." in told
    assert [] == heard.asked


@pytest.mark.parametrize(
    "link", ["https://elsewhere.example/acts", "//elsewhere.example/acts", "http://127.0.0.1:1/acts"]
)
def test_no_link_to_another_host_is_followed(line: Line, link: str) -> None:
    """A link is a path, or leads to the very same host."""
    told = json.dumps({"ref": "X", "hrefs": {"acts": link}}).encode()
    with playing(lambda _method, _path: ("200 OK", JSON, told)) as (address, heard):
        said = at(line, address).says("timeline", "X", code=3)

    assert f"gives a link that leads elsewhere ({link}); the token is not sent there." in said
    assert ["/api/v1/cases/X"] == [path for _method, path, _headers in heard.asked]


@pytest.mark.parametrize(
    ("status", "headers", "content", "sentence"),
    [
        ("200 OK", JSON, b"<html>", "What came is no JSON"),
        ("200 OK", JSON, b'{"a":1,"a":2}', "What came is no JSON"),
        ("200 OK", JSON, b'{"a":NaN}', "What came is no JSON"),
        ("200 OK", JSON, b"\xff", "What came is no JSON"),
        ("200 OK", JSON, b"[" * 100_000, "What came is no JSON"),
        ("200 OK", JSON, b"[]", "/ is missing or of another type"),
        ("200 OK", JSON, b'{"by_law":[1]}', "/by_law/0 is missing or of another type"),
        ("200 OK", JSON, b'{"by_law":[{"deadline":{"title":7}}]}', "/by_law/0/deadline/title is missing"),
        ("200 OK", [*JSON, ("Content-Encoding", "gzip")], b"x", "in an encoding that was not asked for"),
        ("200 OK", [*JSON, ("Content-Length", "100")], b"{}", "broke off: IncompleteRead"),
        ("500 Oh", [], b"<html>", "answers 500, and not as an instance would"),
        ("404 No", [], b"nothing here", "answers 404, and not as an instance would"),
        ("503 Busy", JSON, b'{"status":503,"detail":"The system is busy."}', "The system is busy."),
    ],
)
def test_what_no_instance_would_say_is_told_with_3(
    line: Line, status: str, headers: Any, content: bytes, sentence: str
) -> None:
    """A sentence, and never a traceback."""
    with playing(lambda _method, _path: (status, headers, content)) as (address, _heard):
        assert sentence in at(line, address).says("desk", code=3)


def test_an_answer_without_end_is_cut() -> None:
    """More than is read here is no answer."""
    with (
        playing(lambda _method, _path: ("200 OK", JSON, b" " * 2000)) as (address, _heard),
        pytest.raises(NotReached, match="answers more than 1000 bytes"),
    ):
        Remote(Address.read(address)).get("/api/v1/desk", most=1000)


def test_an_answer_that_does_not_come_is_not_waited_for(line: Line) -> None:
    """The limit of time is told."""

    def late(_method: str, _path: str) -> Any:
        time.sleep(1.5)
        return "200 OK", JSON, b"{}"

    with playing(late) as (address, _heard):
        assert f"{address} did not answer within 0.3 seconds." in at(line, address).says(
            "desk", "--timeout", "0.3", code=3
        )


def busy_at_first(times: int, wait: str) -> tuple[Callable[[str, str], Any], list[str]]:
    """Make a host that is busy so many times."""
    asked: list[str] = []

    def plan(_method: str, path: str) -> Any:
        asked.append(path)
        if len(asked) <= times:
            told = b'{"status":429,"title":"Too many requests","detail":"Wait a little before you ask again."}'
            return "429 Too Many", [*JSON, ("Retry-After", wait)], told
        return "200 OK", JSON, b'{"party":"JPN"}'

    return plan, asked


def test_a_busy_host_is_asked_again_when_it_said(line: Line) -> None:
    """As long as patience lasts; a host that says more than that is refused with its own sentence."""
    waited: list[float] = []
    plan, asked = busy_at_first(2, "7")
    with playing(plan) as (address, _heard):
        found = Remote(Address.read(address), TOKEN, None, Limits(), waited.append).get("/api/v1/desk")
    assert ([7, 7], 3, "JPN") == (waited, len(asked), found.said.text("party"))

    plan, asked = busy_at_first(99, "60")
    with playing(plan) as (address, _heard):
        told = at(line, address).says("desk", "--patience", "30", code=1)
    assert "Too many requests. Wait a little before you ask again." in told
    assert 1 == len(asked)


ESCAPES = "\x1b[2J\x1b]0;owned\x07 \x9b31m a\u202eb \u2066c\r\nDesk of USA"


def test_words_of_others_do_not_steer_the_terminal(line: Line) -> None:
    """They are shown as escapes that can be read, on their own line; JSON for programs is as it came."""
    told = json.dumps(
        {"party": ESCAPES, "served": [{"case": ESCAPES, "sentence": ESCAPES, "n": 1}]}, ensure_ascii=False
    )
    with playing(lambda _method, _path: ("200 OK", JSON, told.encode())) as (address, _heard):
        shown = at(line, address).run("desk").output
        raw = at(line, address).run("desk", "--json").stdout_bytes

    assert all(sign.isprintable() or sign == "\n" for sign in shown)
    assert "Desk of \\x1b[2J\\x1b]0;owned\\x07 \\x9b31m a\\u202eb \\u2066c Desk of USA" in shown
    assert not any(one.startswith("Desk of USA") for one in shown.splitlines())
    assert told.encode() + b"\n" == raw


@pytest.mark.parametrize("where", ["title", "detail"])
def test_refusals_do_not_steer_the_terminal_either(line: Line, where: str) -> None:
    """Nor what an instance calls its own fields."""
    told = json.dumps({"status": 409, where: ESCAPES, "faults": [{"pointer": "/\x1b[1m", "sentence": ESCAPES}]})
    with playing(lambda _method, _path: ("409 No", JSON, told.encode())) as (address, _heard):
        shown = at(line, address).run("desk", code=1).output
    assert all(sign.isprintable() or sign == "\n" for sign in shown)
    assert "/\\x1b[1m" in shown
