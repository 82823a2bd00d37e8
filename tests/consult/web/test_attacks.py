"""Forms with more in them than they ask for, tokens of other sessions, requests sent twice, bodies that unpack."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from consult.models.cases import ACT
from consult.models.parties import MANDATE, ORGAN, PERSON
from tests.consult.web.cases_world import build_cases, serve_berth
from tests.consult.web.world import AT, FRENCH_MANAGER, MANAGER, Visitor, World

MORE = {
    "id": "77",
    "n": "77",
    "party": "FRA",
    "party_key": "FRA",
    "on_behalf_of": "FRA",
    "by": "FRA",
    "person": "1",
    "person_id": "1",
    "recorded_by": "1",
    "recorded_at": "2020-01-01T00:00:00Z",
    "received_at": "2020-01-01T00:00:00Z",
    "on": "2020-01-01",
    "at": "2020-01-01",
    "state": "closed",
    "capacity": "manage",
    "manage": "yes",
    "office": "President",
    "edition": "0" * 64,
    "through_systems": "yes",
    "active": "",
    "password_hash": "x",
    "csrf": "x",
    "is_admin": "1",
    "__class__": "x",
}
"""Names of columns and members that no form here asks for in that place."""
PART = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n'
OWN = ("id", "case_id", "party", "person_id", "office", "step", "track", "recorded_at", "on", "state", "level")


class Greedy(Visitor):
    """A browser that sends more than it is asked for."""

    def post(self, address: str, /, form_at: str | None = None, **answers: Any) -> TestResponse:
        """Send a form with everything that somebody might wish to set beside it."""
        return super().post(address, form_at, **{**MORE, **answers})


def acts(world: World) -> list[dict[str, Any]]:
    """Give what the record says of each act, but for what is random."""
    with world.reading() as conn:
        rows = conn.execute(select(ACT).order_by(ACT.c.id)).mappings().all()
    return [{name: row[name] for name in OWN if name in row} for row in rows]


def test_a_filing_is_the_same_whatever_else_is_sent_with_it(tmp_path: Path) -> None:
    """Party, person, office, instant and level come from who is signed in and from the step, never from the form."""
    told = []
    for kind in (Visitor, Greedy):
        folder = tmp_path / kind.__name__
        folder.mkdir()
        world = build_cases(folder)
        serve_berth(kind(world.signed_in("all@jpn.example").client))
        told.append(acts(world))
        world.engine.dispose()

    assert told[0]
    assert told[0] == told[1]


def test_an_organ_and_a_person_are_those_of_ones_own_party_whatever_else_is_sent(world: World) -> None:
    """Another party's key, a number, a hash and an instant stand in the form; nothing of it is taken."""
    manager = Greedy(world.signed_in(MANAGER).client)
    assert 303 == manager.post("/my-party/organs", key="NEW", name="New", kind="agency").status_code
    with world.reading() as conn:
        organ = conn.execute(select(ORGAN).where(ORGAN.c.key == "NEW")).one()
    manager.post(
        "/my-party/people", form_at="/my-party/people/new", name="New", email="new@mofa.example", language="en",
        organ=str(organ.id), office="Liaison", capacities="draft", level="agency", instrument="Letter",
        valid_from="2026-11-20", valid_until="", kind="standing",
    )  # fmt: skip
    with world.reading() as conn:
        people = conn.execute(select(PERSON).where(PERSON.c.email == "new@mofa.example")).all()
        mandates = conn.execute(select(MANDATE).where(MANDATE.c.organ_id == organ.id)).all()

    assert ("JPN", True) == (organ.party_key, organ.id != 77)
    assert [(None, True, AT)] == [(one.password_hash, one.active, one.created_at) for one in people]
    assert [(["draft"], AT)] == [(one.capacities, one.recorded_at) for one in mandates]
    assert 1 != mandates[0].person_id


def test_the_token_of_somebody_elses_form_is_worth_nothing(world: World) -> None:
    """Taken from another session, and from the own one before sign-in: 400 both times."""
    other = re.search(r'csrf_token" value="([^"]+)"', world.signed_in(FRENCH_MANAGER).get("/my-party").text)
    visitor = world.visitor()
    before = re.search(r'csrf_token" value="([^"]+)"', visitor.get("/sign-in").text)
    mine = world.signed_in(MANAGER).client
    assert other
    assert before
    for token in (other[1], before[1], "", other[1][::-1]):
        data = {"csrf_token": token, "key": "NEW", "name": "New", "kind": "agency"}

        assert 400 == mine.post("/my-party/organs", data=data).status_code
    with world.reading() as conn:
        assert conn.execute(select(ORGAN).where(ORGAN.c.key == "NEW")).first() is None


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=x"]
)
def test_a_compressed_body_is_never_unpacked(world: World, kind: str) -> None:
    """A hundred megabytes in a hundred kilobytes stay a hundred kilobytes: nothing of it is read as a form."""
    bomb = gzip.compress(b"a" * 20_000_000)
    client = world.signed_in(MANAGER).client
    answer = client.post("/my-party/organs", data=bomb, content_type=kind, headers={"Content-Encoding": "gzip"})

    assert 400 == answer.status_code


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data; boundary=x", PART * 20_001 + b"--x--"),
        ("application/x-www-form-urlencoded", b"a&" * 20_001),
        ("application/x-www-form-urlencoded", b"a=" + b"x" * 26 * 1024 * 1024),
    ],
    ids=["parts", "fields", "length"],
)  # fmt: skip
def test_a_form_of_too_many_parts_or_too_long_is_refused(world: World, kind: str, body: bytes) -> None:
    """413 before any of it is looked at; a hundred bytes each would otherwise become gigabytes."""
    answer = world.signed_in(MANAGER).client.post("/my-party/organs", data=body, content_type=kind)

    assert 413 == answer.status_code


@pytest.mark.parametrize("address", ["/sign-in", "/sign-in/second", "/link/x"])
def test_whoever_is_not_signed_in_sends_little(world: World, address: str) -> None:
    """Whatever is open without signing in takes a form of 64 kB, and the API a question of a megabyte."""
    answer = world.visitor().client.post(address, data={"email": "x" * 70_000})

    assert 413 == answer.status_code


@pytest.mark.parametrize(
    "path", ["..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/config.toml", "..\\..\\secret", "....//secret", "/etc/passwd"]
)
@pytest.mark.parametrize(
    "place", ["/static/", "/audit/1/tile/", "/cases/", "/reports/files/", "/procedures/", "/public/"]
)
def test_no_address_leads_out_of_its_place(world: World, place: str, path: str) -> None:
    """404 or a way back into this installation, and nothing of a file."""
    Path(world.app.instance_path, "config.toml").write_text("# planted-words\n", encoding="utf-8")
    with world.signed_in(MANAGER).client.get(place + path, follow_redirects=True) as answer:
        assert 404 == answer.status_code
        assert "planted-words" not in answer.text
        assert "root:" not in answer.text


def test_only_methods_that_are_there_are_answered(world: World) -> None:
    """No TRACE, no CONNECT, no method of somebody's own; OPTIONS tells nothing but methods."""
    client = world.signed_in(MANAGER).client
    for method in ("TRACE", "CONNECT", "PROPFIND", "DEBUG", "PUT", "DELETE", "PATCH"):
        assert client.open("/my-party", method=method).status_code in (400, 401, 405), method
