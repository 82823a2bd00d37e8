"""Every answer of every address carries the headers, whatever its status; cookies are this host's alone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from consult.web.headers import FILE_POLICY, HEADERS, POLICY
from tests.consult.web.test_security import fill
from tests.consult.web.world import LIAISON, MANAGER, PASSWORD, World, build

FORM = "application/x-www-form-urlencoded"
BASE = "https://consult.example.int"


@pytest.fixture
def sealed(tmp_path: Path) -> Iterator[World]:
    """Give a world that is reached by https."""
    world = build(tmp_path, https=True)
    yield world
    world.engine.dispose()


def require_headers(answer: TestResponse, what: str) -> None:
    """Hold one answer against everything that each has to say."""
    given = answer.headers
    policy = given["Content-Security-Policy"]
    for part in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"):
        assert part in policy, what
    assert "unsafe" not in policy, what
    assert "max-age=31536000; includeSubDomains" == given["Strict-Transport-Security"], what
    for name in HEADERS:
        if name == "Cross-Origin-Resource-Policy" and given.get("Access-Control-Allow-Origin") == "*":
            continue
        assert HEADERS[name] == given[name], (what, name)
    assert given["Cache-Control"], what
    assert 1 == len(given.getlist("Content-Security-Policy")), what
    if given.get("Content-Type", "").startswith("text/"):
        assert "charset=utf-8" in given["Content-Type"].lower(), what


@pytest.mark.parametrize("email", [None, MANAGER, LIAISON], ids=["nobody", "manager", "liaison"])
def test_every_address_answers_with_the_headers_whatever_the_status(sealed: World, email: str | None) -> None:
    """The whole map, by GET and by a POST without token: pages, redirects, refusals, files, the API."""
    client, statuses = sealed.app.test_client(), set()
    if email is not None:
        sign_in(sealed, client, email)
    for rule in sealed.app.url_map.iter_rules():
        for method in ("GET", "POST", "TRACE"):
            with client.open(fill(rule), method=method, base_url=BASE) as answer:
                require_headers(answer, f"{method} {rule.rule} {answer.status_code}")
                statuses.add(answer.status_code // 100)

    assert {2, 3, 4} <= statuses


def sign_in(world: World, client: object, email: str) -> TestResponse:
    """Sign somebody in by https, with the token of the page."""
    page = client.get("/sign-in", base_url=BASE)  # type: ignore[attr-defined] # the client of any framework
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token is not None
    data = {"csrf_token": token[1], "email": email, "password": PASSWORD}
    answer: TestResponse = client.post("/sign-in", base_url=BASE, data=data, headers={"Referer": f"{BASE}/sign-in"})  # type: ignore[attr-defined] # as above
    assert 303 == answer.status_code
    return answer


@pytest.mark.parametrize(
    ("address", "status", "asked"),
    [
        ("/nope", 404, {}),
        ("/sign-in?next=%00", 400, {}),
        ("/sign-in", 413, {"method": "POST", "data": b"a=" + b"x" * 65 * 1024 * 1024, "content_type": FORM}),
        ("/static/nope.css", 404, {}),
        ("/api/v1/nope", 401, {}),
    ],
)  # fmt: skip
def test_refusals_of_the_framework_carry_them_too(sealed: World, address: str, status: int, asked: dict) -> None:  # type: ignore[type-arg] # what the client takes
    """Too much, unreadable, nowhere."""
    answer = sealed.app.test_client().open(address, base_url=BASE, **asked)

    assert status == answer.status_code
    require_headers(answer, address)


def test_a_fault_of_ours_carries_them_and_says_nothing_of_itself(sealed: World) -> None:
    """500: a sentence, no name of an exception, no line of the program."""
    app = sealed.app
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def fall() -> None:
        raise LookupError("the-secret-reason")

    app.view_functions["health.live"] = fall
    answer = app.test_client().get("/healthz", base_url=BASE)

    assert 500 == answer.status_code
    require_headers(answer, "500")
    assert "The fault is ours" in answer.text
    for word in ("the-secret-reason", "LookupError", "Traceback", ".py"):
        assert word not in answer.text


def test_a_page_and_a_file_have_their_own_policies(sealed: World) -> None:
    """What leaves as an attachment is a sandbox; nothing but `static` is kept by a browser unasked."""
    client = sealed.app.test_client()
    sign_in(sealed, client, MANAGER)
    page = client.get("/my-party", base_url=BASE)
    file = client.get("/exchange/contacts.csv", base_url=BASE)

    assert (200, POLICY, "no-store") == (page.status_code, *both(page))
    assert (200, FILE_POLICY, "no-store") == (file.status_code, *both(file))
    assert file.headers["Content-Disposition"].startswith("attachment")


def both(answer: TestResponse) -> tuple[str, str]:
    """Give policy and keeping of an answer."""
    return answer.headers["Content-Security-Policy"], answer.headers["Cache-Control"]


def test_the_cookie_by_https_belongs_to_this_host_alone(sealed: World) -> None:
    """`__Host-`: secure, for every path, for no other host; out of reach of scripts; small."""
    client = sealed.app.test_client()
    cookie = sign_in(sealed, client, MANAGER).headers["Set-Cookie"]

    assert cookie.startswith("__Host-consult=")
    words = {part.strip() for part in cookie.split(";")[1:]}
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= words
    assert "domain" not in cookie.lower()
    assert len(cookie) < 4096
    assert 200 == client.get("/my-party", base_url=BASE).status_code


def test_signing_out_lets_the_browser_forget_what_it_kept(world: World) -> None:
    """Pages go; the cookie that is left holds a farewell and nobody's session. The signing key of an organ stays."""
    visitor = world.signed_in(MANAGER)
    answer = visitor.post("/sign-out")

    assert 303 == answer.status_code
    assert '"cache"' == answer.headers["Clear-Site-Data"]
    with visitor.client.session_transaction() as kept:
        assert {"_flashes"} == set(kept)
