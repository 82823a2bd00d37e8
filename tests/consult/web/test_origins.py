"""What another site makes a browser send is not taken, and a request for another host is not answered."""

import re
from pathlib import Path

import pytest

from consult.models.parties import ORGAN
from tests.consult.web.world import MANAGER, World, build

ELSEWHERE = {"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"}
A_LINK = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


def organs(world: World) -> int:
    """Count the organs that are recorded."""
    with world.reading() as conn:
        return len(conn.execute(ORGAN.select()).all())


@pytest.mark.parametrize(
    "said",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.elsewhere.example"},
        {"Origin": "http://[broken"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://elsewhere.example"},
    ],
    ids=str,
)
def test_a_form_of_another_site_is_refused_even_with_a_right_token(world: World, said: dict[str, str]) -> None:
    """400 with a sentence, and nothing is recorded: the token alone does not let it through."""
    visitor, before = world.signed_in(MANAGER), organs(world)
    token = re.search(r'name="csrf_token" value="([^"]+)"', visitor.get("/my-party").text)
    assert token is not None
    form = {"csrf_token": token[1], "key": "NEW", "name": "New", "kind": "agency"}
    answer = visitor.client.post("/my-party/organs", data=form, headers=said)

    assert 400 == answer.status_code
    assert "was not opened in this browser" in answer.text
    assert before == organs(world)
    assert 303 == visitor.client.post("/my-party/organs", data=form).status_code  # the token itself is right
    assert before + 1 == organs(world)


def test_a_form_of_our_own_page_is_taken(world: World) -> None:
    """As browsers send it: the same origin, said twice."""
    visitor = world.signed_in(MANAGER)
    visitor.client.environ_base.update(HTTP_SEC_FETCH_SITE="same-origin", HTTP_ORIGIN="http://localhost")

    assert 303 == visitor.post("/sign-out").status_code


@pytest.mark.parametrize(
    ("mode", "dest"),
    [("no-cors", "image"), ("no-cors", "script"), ("cors", "empty"), ("navigate", "iframe"), ("navigate", "object")],
)
def test_a_page_is_no_part_of_another_site(world: World, mode: str, dest: str) -> None:
    """404, before anybody is recognised: as an image, a script, a frame, or fetched."""
    visitor = world.signed_in(MANAGER)
    said = {**ELSEWHERE, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
    answer = visitor.client.get("/my-party", headers=said)

    assert 404 == answer.status_code
    assert "MOFA" not in answer.text


def test_a_link_from_another_site_opens_its_page(world: World) -> None:
    """A mail or a note leads here; the page that opens is read by its reader alone."""
    answer = world.signed_in(MANAGER).client.get("/my-party", headers={"Sec-Fetch-Site": "cross-site", **A_LINK})

    assert 200 == answer.status_code


def test_what_is_for_everybody_may_stand_anywhere(world: World) -> None:
    """The register, the published log and files of ours have no reader."""
    for address in ("/public", "/static/consult.css"):
        with world.visitor().client.get(address, headers={**ELSEWHERE, "Sec-Fetch-Mode": "cors"}) as answer:
            assert 200 == answer.status_code, address


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("consult.example.int", 200),
        ("CONSULT.example.int:443", 200),
        ("localhost:8000", 200),
        ("elsewhere.example", 400),
        ("consult.example.int.elsewhere.example", 400),
        ("consult.example.int@elsewhere.example", 400),
        ("[::2]", 400),
    ],
)
def test_a_request_for_another_host_is_refused_where_the_host_is_known(tmp_path: Path, host: str, status: int) -> None:
    """Otherwise somebody's own name would stand in links and decide which origin is ours."""
    world = build(tmp_path, https=True)
    answer = world.app.test_client().get("/sign-in", headers={"Host": host})
    sign_of_life = world.app.test_client().get("/healthz", headers={"Host": "10.0.0.7"})
    world.engine.dispose()

    assert status == answer.status_code
    assert 200 == sign_of_life.status_code
    assert "elsewhere" not in answer.text


def test_no_header_of_a_visitor_changes_the_host_or_the_address_of_a_page(tmp_path: Path) -> None:
    """X-Forwarded-Host, -Prefix, X-Original-URL, X-HTTP-Method-Override and their like are read by nobody."""
    world = build(tmp_path, https=True)
    forged = ("X-Forwarded-Host", "X-Forwarded-Prefix", "X-Original-URL", "X-Rewrite-URL", "Forwarded")
    said = dict.fromkeys(forged, "host=elsewhere.example") | {"X-HTTP-Method-Override": "POST"}
    answer = world.app.test_client().get("/my-party?a=b", headers={"Host": "consult.example.int", **said})
    world.engine.dispose()

    assert (303, "/sign-in?next=/my-party?a%3Db") == (answer.status_code, answer.location)
