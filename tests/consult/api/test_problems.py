"""Bad input: each kind its status, its sentence and a pointer; never a page, never a 500, and nothing recorded."""

import json
from typing import Any

import pytest
from sqlalchemy import text

from consult import clock
from tests.consult.api.machine import Machine, machine
from tests.consult.web.cases_world import build_cases, open_berth, serve_berth
from tests.consult.web.world import AT, World

STEP = {"step": "make_statement", "filing": {"text": "Said."}, "seen": 1}
Built = tuple[World, Machine, str]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Give a world with a served case in which nothing more is recorded."""
    with clock.frozen(AT):
        world = build_cases(tmp_path_factory.mktemp("problems"))
        world.app.config["API_A_MINUTE"] = 100_000
        yield world, machine(world, "all@jpn.example"), serve_berth(world.signed_in("all@jpn.example"))
    world.engine.dispose()


def raw(built: Built, data: bytes, media: str = "application/json", **headers: str) -> Any:
    """Send bytes to the route that takes steps."""
    world, asks, ref = built
    named = {"Authorization": f"Bearer {asks.token}"} | {name.replace("_", "-"): v for name, v in headers.items()}
    path = f"/api/v1/cases/{ref}/acts"
    return world.app.test_client().post(path, data=data, content_type=media, headers=named)


NESTED = b'{"step":"make_statement","seen":1,"filing":{"text":' + b"[" * 60 + b"]" * 60 + b"}}"
UNREAD = "This is no JSON that can be read."
UNREADABLE = {
    "nothing": (b"", UNREAD),
    "a word": (b"step", UNREAD),
    "half": (b'{"step":', UNREAD),
    "twice": (b'{"step":"a","step":"b"}', "“step” is said twice in one place."),
    "twice within": (b'{"step":"a","filing":{"text":"a","text":"b"}}', "“text” is said twice in one place."),
    "no number": (b'{"seen":NaN}', UNREAD),
    "without end": (b'{"seen":Infinity}', UNREAD),
    "beyond measure": (b'{"seen":1e999}', UNREAD),
    "long number": (b'{"seen":' + b"9" * 5000 + b"}", UNREAD),
    "no UTF-8": (b'{"step":"\xff"}', "This is not UTF-8."),
    "UTF-16": ('{"step":"a"}'.encode("utf-16"), "This is not UTF-8."),
    "nested": (NESTED, "This is nested deeper than anything that is held here."),
    "very deep": (b"[" * 100_000, UNREAD),
}


@pytest.mark.parametrize(("data", "sentence"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_400(built: Built, data: bytes, sentence: str) -> None:
    """With the sentence that says why."""
    answer = raw(built, data)

    assert (400, "application/problem+json") == (answer.status_code, answer.mimetype)
    assert ("/api#unreadable", sentence) == (answer.json["type"], answer.json["detail"])


POINTED = {
    "unknown member": ({**STEP, "stepp": "x"}, "/stepp", "There is no such field here."),
    "wrong type": ({**STEP, "seen": "1"}, "/seen", "Give a whole number."),
    "a list": ([STEP], "", "Give an object with named members."),
    "null": (None, "", "Give an object with named members."),
    "no step": ({"filing": {}, "seen": 1}, "/step", "This must be answered."),
    "unknown language": ({**STEP, "language": "tlh"}, "/language", "Choose from: ar, zh, en, fr, ru, es."),
    "filing and digest": ({**STEP, "digest": "0" * 64}, "/digest", "Give a filing or the digest of one, not both."),
    "unknown question": (
        {**STEP, "filing": {"text": "a", "words": 1}},
        "/filing/words",
        "This filing has no such field.",
    ),
    "unknown question with bars": (
        {**STEP, "filing": {"text": "a", "a/b~c": 1}},
        "/filing/a~1b~0c",
        "This filing has no such field.",
    ),
    "missing answer": ({**STEP, "filing": {}}, "/filing/text", "Statement: This must be answered."),
    "answer of a wrong type": ({**STEP, "filing": {"text": 7}}, "/filing/text", "Statement: Write this as text."),
    "a fraction": (
        {**STEP, "filing": {"text": 1.5}},
        "/filing/text",
        "Write a number with decimals as text, such as “1.5”.",
    ),
    "a NUL": (
        {**STEP, "filing": {"text": "\0"}},
        "/filing/text",
        "The text holds control characters that cannot be filed.",
    ),
    "half a character": (
        {**STEP, "filing": {"text": "\ud800"}},
        "/filing/text",
        "The text holds control characters that cannot be filed.",
    ),
    "too long": ({**STEP, "step": "x" * 81}, "/step", "At most 80 characters."),
    "no version of a draft": ({"draft": {"ref": "x"}, "seen": 1}, "/draft/version", "This must be answered."),
}


@pytest.mark.parametrize(("body", "pointer", "sentence"), POINTED.values(), ids=POINTED)
def test_what_does_not_fit_is_422_with_a_pointer(built: Built, body: Any, pointer: str, sentence: str) -> None:
    """To the member of the body that cannot be taken."""
    answer = raw(built, json.dumps(body).encode())
    faults = [(one["pointer"], one["sentence"]) for one in answer.json["faults"]]

    assert (422, "application/problem+json") == (answer.status_code, answer.mimetype)
    assert (pointer, sentence) in faults


def test_an_empty_address_of_a_case_and_other_methods_are_problems_too(built: Built) -> None:
    """404, 405 with what is allowed; HEAD answers as GET without content."""
    _world, asks, ref = built
    for path in ("/api/v1/", "/api/v1/nonsense", "/api/v2/cases", "/api/v1/cases/", "/api/v1/cases/OST9-2026-NOSUCH"):
        answer = asks.get(path)
        assert (404, "/api#unknown") == (answer.status_code, answer.json["type"]), path
    wrong = asks.ask("PATCH", f"/api/v1/cases/{ref}")
    assert (405, "GET, HEAD, OPTIONS") == (wrong.status_code, wrong.headers["Allow"])
    assert "/api#other-way" == wrong.json["type"]
    assert 404 == asks.get("/api/v1/cases/%00").status_code or 400 == asks.get("/api/v1/cases/%00").status_code
    head = asks.ask("HEAD", f"/api/v1/cases/{ref}")
    assert (200, b"", '"1"') == (head.status_code, head.data, head.headers["ETag"])
    assert 200 == asks.ask("OPTIONS", f"/api/v1/cases/{ref}").status_code


@pytest.mark.parametrize(
    "media", ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin-1", ""]
)
def test_another_media_type_is_415(built: Built, media: str) -> None:
    """And so is a body that is compressed."""
    answer = raw(built, json.dumps(STEP).encode(), media)

    assert (415, "/api#wrong-type") == (answer.status_code, answer.json["type"])
    assert 415 == raw(built, json.dumps(STEP).encode(), Content_Encoding="gzip").status_code


def test_what_is_too_large_is_413(built: Built) -> None:
    """Beyond a megabyte, before it is read."""
    answer = raw(built, b'{"step":"' + b"x" * 1_100_000 + b'"}')

    assert (413, "/api#too-large") == (answer.status_code, answer.json["type"])


def test_a_step_needs_what_was_seen_and_no_older_view(built: Built) -> None:
    """428 without, 412 for a tag that is no more, 409 for a number that is no more; the state is told."""
    _world, asks, ref = built
    path, body = f"/api/v1/cases/{ref}/acts", {"step": "make_statement", "filing": {"text": "Said."}}
    without, old = asks.post(path, body), asks.post(path, {**body, "seen": 0})

    assert (428, "/api#no-version") == (without.status_code, without.json["type"])
    assert (409, "asked", 1) == (old.status_code, old.json["state"], old.json["seen"])
    for tag in ('"0"', 'W/"1"', '"nonsense"', "*", '"1", "2"', '"٣"'.encode().decode("latin-1")):
        assert 412 == asks.post(path, body, If_Match=tag).status_code, tag
    assert 412 == asks.post(path, {**body, "seen": 0}, If_Match='"1"').status_code


def test_a_wrong_step_is_unknown_and_a_closed_one_says_why(built: Built) -> None:
    """With its provisions; one of another party says whose it is."""
    world, asks, ref = built
    path = f"/api/v1/cases/{ref}/acts"
    unknown = asks.post(path, {"step": "nonsense", "seen": 1})
    others = asks.post(path, {"step": "give", "track": "berth:FRA", "seen": 1, "filing": {"text": "Yes."}})
    french = machine(world, "all@bra.example").post(path, {"step": "make_statement", "seen": 1})

    assert (404, 404) == (unknown.status_code, french.status_code)
    assert unknown.json["title"] == french.json["title"]
    assert (403, "/api#not-yours") == (others.status_code, others.json["type"])
    assert others.json["refusals"][0]["sentence"].startswith("This step belongs to")


PARAMETERS = {
    "unknown": (
        "/api/v1/cases?colour=red",
        "colour",
        "There is no such parameter here. Those that there are: after, due",
    ),
    "twice": ("/api/v1/cases?kind=open&kind=final", "kind", "Say this once."),
    "unknown value": ("/api/v1/cases?kind=odd", "kind", "Choose from: open, resting, final."),
    "unknown procedure": ("/api/v1/cases?procedure=odd", "procedure", "Choose from: agreement"),
    "unknown sort": ("/api/v1/cases?sort=title", "sort", "Choose from: '-opened'."),
    "too many": ("/api/v1/cases?size=1000", "size", "Give a number up to 200."),
    "no number": ("/api/v1/cases?size=many", "size", "Give a whole number."),
    "unknown field": (
        "/api/v1/cases?fields=ref,colour",
        "fields",
        "There is no such field. Those that there are: ref, title",
    ),
    "nothing to ask": ("/api/v1/token?x=1", "x", "There is no such parameter here. Those that there are: fields."),
}


@pytest.mark.parametrize(("path", "name", "sentence"), PARAMETERS.values(), ids=PARAMETERS)
def test_a_parameter_that_is_not_declared_is_422(built: Built, path: str, name: str, sentence: str) -> None:
    """With those that are."""
    answer = built[1].get(path)

    assert 422 == answer.status_code
    assert name == answer.json["faults"][0]["parameter"]
    assert answer.json["faults"][0]["sentence"].startswith(sentence)


def test_opening_a_case_refuses_what_does_not_fit(built: Built) -> None:
    """Unknown procedure, term, value of a term, subject."""
    _world, asks, _ref = built
    bodies: dict[str, tuple[Any, int, str]] = {
        "procedure": ({"procedure": "nonsense"}, 404, ""),
        "missing": ({}, 422, "/procedure"),
        "term": ({"procedure": "ost9", "terms": {"nonsense": "x"}}, 422, "/terms/nonsense"),
        "term with bars": ({"procedure": "ost9", "terms": {"a/b~c": "x"}}, 422, "/terms/a~1b~0c"),
        "subject": ({"procedure": "ost9", "subjects": ["nonsense"]}, 422, "/subjects/0"),
        "list": ({"procedure": "ost9", "terms": ["x"]}, 422, "/terms"),
    }
    for name, (body, status, pointer) in bodies.items():
        answer = asks.post("/api/v1/cases", body)
        assert status == answer.status_code, name
        assert pointer == ("" if status == 404 else answer.json["faults"][0]["pointer"])


def test_a_key_is_for_one_request(berths: World) -> None:
    """Again with the same gives the first answer, with another body 422; what is no key is 400."""
    asks = machine(berths, "all@jpn.example")
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    path, body = f"/api/v1/cases/{ref}/acts", {"step": "make_statement", "filing": {"text": "Said."}, "seen": 1}
    first, again = asks.post(path, body, Idempotency_Key="k"), asks.post(path, body, Idempotency_Key="k")
    other = asks.post(path, {**body, "filing": {"text": "Other."}}, Idempotency_Key="k")

    assert (201, 200) == (first.status_code, again.status_code)
    assert (first.json["n"], True) == (again.json["n"], again.json["repeated"])
    assert (422, "This key was used for another request; nothing was recorded.") == (
        other.status_code,
        other.json["detail"],
    )
    assert 400 == asks.post(path, body, Idempotency_Key="a b").status_code
    opened = [asks.made("/api/v1/cases", {"procedure": "berth"}, Idempotency_Key="o")["ref"] for _ in range(2)]
    assert opened[0] == opened[1]
    assert 422 == asks.post("/api/v1/cases", {"procedure": "berth", "title": "x"}, Idempotency_Key="o").status_code


def test_a_refused_attempt_is_kept(berths: World) -> None:
    """As one from a page is."""
    asks = machine(berths, "all@bra.example")
    ref = open_berth(berths.signed_in("all@jpn.example"))
    assert 404 == asks.post(f"/api/v1/cases/{ref}/acts", {"step": "ask", "seen": 0}).status_code
    with berths.reading() as conn:
        row = conn.execute(text("SELECT ref, step, status FROM attempt")).one()

    assert (ref, "ask", 404) == tuple(row)
