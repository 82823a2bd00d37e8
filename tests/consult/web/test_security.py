"""Every address is closed until it is opened; every answer carries the headers; every form needs its token."""

from pathlib import Path

import pytest
from flask import request
from werkzeug.routing import AnyConverter, IntegerConverter, Rule, UUIDConverter

from consult.web import open_doors
from tests.consult.web.world import MANAGER, World, build


def fill(rule: Rule) -> str:
    """Answer an address of a rule with a sample for each variable part."""
    parts = [_sample(rule, part) if varies else part for varies, part in rule._trace]
    return "".join(parts).lstrip("|")


def _sample(rule: Rule, name: str) -> str:
    """Answer something that a variable part takes."""
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)[0]
    if isinstance(converter, IntegerConverter):
        return "1"
    return "00000000-0000-0000-0000-000000000000" if isinstance(converter, UUIDConverter) else "X"


def test_every_address_that_is_not_listed_as_open_asks_to_sign_in(world: World) -> None:
    """A new route is closed without anybody thinking of it."""
    client = world.app.test_client()
    for rule in world.app.url_map.iter_rules():
        if rule.endpoint in open_doors.OPEN or rule.rule.startswith("/api/"):  # see tests/consult/api/test_door.py
            continue
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
            answer = client.open(fill(rule), method=method)

            expected = 303 if method == "GET" else 401
            assert expected == answer.status_code, f"{method} {rule.rule}"
            if method == "GET":
                assert answer.location.startswith("/sign-in?next=")


def test_the_list_of_open_addresses_names_nothing_that_changes_a_record(world: World) -> None:
    """Open are sign-in, one-time links and those of drills, static files, signs of life, and what proves the log."""
    signing_in = {"signin.ask", "signin.enter", "signin.read_link", "signin.use_link"}
    signing_in |= {"second.ask", "second.enter", "second.challenge_half", "second.challenge", "second.enter_by_passkey"}
    signing_in |= {f"providers.{name}" for name in ("index", "ask", "begin", "begin_invited", "come_back", "log_out")}
    published = {"audit.give_checkpoint", "audit.give_tile", "witnesses.show"}
    published |= {"record_checks.give_verifier", "record_checks.give_policy"}
    published |= {"feeds.give", "lunar_atom.give"}
    drills = {"drills.ask", "drills.answer"}
    shown = {"public.index", "public.show", "public.list_lunar", "public.show_lunar", "public.figures", "public.about"}
    files = {"list", "case", "figures", "schema", "feed", "document", "receipt", "openings"}
    register = shown | {f"public_files.give_{name}" for name in files} | {"public.lead_nowhere", "robots.give_robots"}
    expected = signing_in | drills | published | register | {"static", "health.live", "health.ready", "figures_at.give"}

    assert expected == open_doors.OPEN


def test_an_address_of_the_register_takes_no_form(world: World) -> None:
    """Nothing is sent there, and nothing is changed: 405, whoever asks."""
    for rule in world.app.url_map.iter_rules():
        if rule.endpoint in open_doors.PUBLIC:
            assert {"GET", "HEAD", "OPTIONS"} == rule.methods, rule.rule


def test_no_get_route_has_another_method(world: World) -> None:
    """A route either shows or changes."""
    for rule in world.app.url_map.iter_rules():
        methods = (rule.methods or set()) - {"OPTIONS", "HEAD"}

        assert len(methods) == 1, rule.rule


@pytest.mark.parametrize("address", ["/sign-in", "/nope", "/static/consult.css", "/my-party"])
def test_every_answer_has_the_security_headers(world: World, address: str) -> None:
    """Pages, redirects, errors and files alike; no inline script or style is allowed."""
    with world.visitor().get(address) as answer:
        headers = answer.headers

    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "same-origin" == headers["Referrer-Policy"]
    assert "nosniff" == headers["X-Content-Type-Options"]
    assert "same-origin" == headers["Cross-Origin-Opener-Policy"]
    assert "camera=()" in headers["Permissions-Policy"]


def test_pages_are_kept_in_no_store_and_files_for_a_year(world: World) -> None:
    """A page belongs to one person; a file's address changes with its content."""
    assert "no-store" == world.visitor().get("/sign-in").headers["Cache-Control"]
    with world.visitor().get("/static/consult.css") as file:
        assert "max-age=31536000" in file.headers["Cache-Control"]


def test_a_form_without_its_token_is_refused(world: World) -> None:
    """400 with a sentence, and nothing is recorded."""
    answer = world.signed_in(MANAGER).client.post("/my-party/organs", data={"key": "NEW"})

    assert 400 == answer.status_code
    assert "earlier session" in answer.text


def test_with_https_the_cookie_is_secure_and_a_form_needs_a_referrer_of_this_site(tmp_path: Path) -> None:
    """The installation says that it is reached by https."""
    world = build(tmp_path, https=True)
    answer = world.app.test_client().get("/sign-in", base_url="https://consult.example.int")

    assert "Secure" in answer.headers["Set-Cookie"]
    assert "max-age=31536000; includeSubDomains" == answer.headers["Strict-Transport-Security"]
    world.engine.dispose()


def test_behind_https_the_visitors_address_and_scheme_come_from_the_server_in_front(tmp_path: Path) -> None:
    """Otherwise all visitors would share one address, and the failures of one would slow down all."""
    world = build(tmp_path, https=True)
    assert ("192.0.2.7", "https") == seen_by(world, "192.0.2.7")
    world.engine.dispose()


def test_without_a_server_in_front_nobody_names_his_own_address(world: World) -> None:
    """A visitor cannot escape the brake on guessing by a header."""
    assert ("127.0.0.1", "http") == seen_by(world, "192.0.2.7")


def seen_by(world: World, claimed: str) -> tuple[str | None, str]:
    """Answer the address and scheme that the application sees for a visitor with forwarding headers."""
    seen: list[tuple[str | None, str]] = []
    world.app.before_request_funcs.setdefault(None, []).append(
        lambda: seen.append((request.remote_addr, request.scheme))
    )
    world.app.test_client().get("/sign-in", headers={"X-Forwarded-For": claimed, "X-Forwarded-Proto": "https"})
    return seen[0]


def test_the_pattern_page_exists_in_an_exercise_only(world: World, tmp_path: Path) -> None:
    """A page of samples has no place among real papers."""
    assert 404 == world.signed_in(MANAGER).get("/pattern").status_code
    (tmp_path / "exercise").mkdir()
    exercise = build(tmp_path / "exercise", exercise=True)
    page = exercise.signed_in(MANAGER).get("/pattern")

    assert 200 == page.status_code
    assert "Exercise: nothing here is a filing between States." in page.text
    exercise.engine.dispose()
