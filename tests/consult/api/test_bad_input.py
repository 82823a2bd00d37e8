"""Whatever is sent, to every operation of the catalogue: refused as a problem, pointed to, and nothing recorded.

The tables are asked of each operation that reads a body, a parameter or a header; a new one is asked by being there.
"""

import gc
import json
from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema
import pytest

from consult import clock
from consult.api.frame.declaring import NoQuery, Operation
from tests.consult.api.places import OPERATIONS, Places, begin, ids
from tests.consult.web.cases_world import build_cases
from tests.consult.web.world import AT

JSON, FORM = "application/json", "multipart/form-data; boundary=cut"
WITH_BODY = [one for one in OPERATIONS if one.body is not None]
WITH_FILE = [one for one in OPERATIONS if one.upload is not None]
WITH_QUERY = [one for one in OPERATIONS if one.query is not NoQuery]


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    """Give a world with a case in which nothing more is recorded."""
    with clock.frozen(AT):
        built = begin(build_cases(tmp_path_factory.mktemp("input")))
    yield built
    built.world.engine.dispose()


def problem(answer: Any, what: str) -> Any:
    """Give the problem that an answer is."""
    assert 400 <= answer.status_code < 500, (what, answer.status_code, answer.text[:300])
    assert "application/problem+json" == answer.mimetype, what
    assert answer.status_code == answer.json["status"], what
    assert len(answer.data) < 50_000, (what, "a small request has no large answer")
    return answer.json


def pointers(found: Any) -> list[str]:
    """Give where a problem points to."""
    return [one["pointer"] for one in found["faults"] if "pointer" in one]


UNREADABLE: Mapping[str, tuple[bytes, set[int]]] = {
    "nothing": (b"", {400}),
    "a word": (b"step", {400}),
    "cut short": (b'{"step": "make_sta', {400}),
    "more behind it": (b"{} {}", {400}),
    "a name said twice": (b'{"x": 1, "x": 2}', {400}),
    "a name said twice within": (b'{"x": {"y": [{"z": 1, "z": 1}]}}', {400}),
    "many names, the last twice": (
        b"{" + b",".join(b'"k%d":1' % n for n in range(60_000)) + b',"k59999":1}',
        {400},
    ),
    "NaN": (b'{"x": NaN}', {400}),
    "Infinity": (b'{"x": -Infinity}', {400}),
    "a number beyond measure": (b'{"x": 1e999}', {400}),
    "a number without end": (b'{"x": ' + b"9" * 5000 + b"}", {400}),
    "deep": (b'{"x": ' + b"[" * 60 + b"]" * 60 + b"}", {400}),
    "deeper than a reader can": (b'{"x":' * 100_000, {400}),
    "no UTF-8": (b'{"x": "\xff\xfe"}', {400}),
    "an overlong NUL": (b'{"x": "\xc0\x80"}', {400}),
    "half a character as bytes": (b'{"x": "\xed\xa0\x80"}', {400}),
    "UTF-16": ('{"x": 1}'.encode("utf-16"), {400}),
    "a mark of the byte order": ('\ufeff{"x": 1}'.encode(), {400}),
    "a NUL as it is": (b'{"x": "a\x00b"}', {400}),
    "too large": (b'{"x": "' + b"x" * 1_100_000 + b'"}', {413}),
    "a name beyond ASCII": ('{"\u00e9": 1}'.encode(), {400, 422}),
    "a name beyond ASCII within": ('{"filing": {"x": [{"\u00e9": 1}]}}'.encode(), {400, 422}),
    "a list": (b"[]", {422}),
    "text": (b'"step"', {422}),
    "a number": (b"7", {422}),
    "null": (b"null", {422}),
    "true": (b"true", {422}),
}
MEDIA = (
    None,
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/json; charset=utf-16",
    "application/problem+json",
    "nonsense",
)


@pytest.mark.parametrize("operation", WITH_BODY, ids=ids)
def test_a_body_that_cannot_be_read_is_refused(places: Places, operation: Operation) -> None:
    """Bytes, media types, codings."""
    before = places.rows()
    with clock.frozen(AT):
        for what, (data, statuses) in UNREADABLE.items():
            found = problem(places.send(operation, data, JSON), what)
            assert found["status"] in statuses, what
            assert [""] == pointers(found) or found["status"] != 422 or "ASCII" in what, what
        for media in MEDIA:
            assert 415 == problem(places.send(operation, b"{}", media), str(media))["status"], media
        for coding in ("gzip", "br", "nonsense"):
            answer = places.send(operation, b"{}", JSON, Content_Encoding=coding)
            assert 415 == problem(answer, coding)["status"], coding

    assert before == places.rows()


def example_of(operation: Operation) -> dict[str, Any]:
    """Give a body that could be taken."""
    return dict(operation.example or {})


@pytest.mark.parametrize("operation", WITH_BODY, ids=ids)
def test_a_member_that_nobody_asked_for_is_pointed_to(places: Places, operation: Operation) -> None:
    """With its bars escaped (RFC 6901); of very many, some are named."""
    before = places.rows()
    with clock.frozen(AT):
        for name, pointer in (
            ("nonsense", "/nonsense"),
            ("a/b", "/a~1b"),
            ("c~d", "/c~0d"),
            ("", "/"),
            ("é ☾", "/é ☾"),
        ):
            sent = json.dumps({**example_of(operation), name: 1}).encode()
            found = problem(places.send(operation, sent, JSON), name)
            assert (422, True) == (found["status"], pointer in pointers(found)), name
        many = {f"k{n}": 1 for n in range(20_000)}
        found = problem(places.send(operation, json.dumps(many).encode(), JSON), "many")
        assert 1 < len(pointers(found)) <= 100
        for name in ("a\0b", "\ud800"):
            sent = json.dumps({**example_of(operation), name: 1}).encode()
            assert [""] == pointers(problem(places.send(operation, sent, JSON), repr(name)))

    assert before == places.rows()


CANDIDATES: tuple[Any, ...] = (7, -1, 10**30, "x" * 25_000, {"nonsense": [1]}, [["nonsense"]], True, None)


def unfit(operation: Operation) -> Iterator[tuple[str, Any]]:
    """Give for each member of a body the values that its schema does not take."""
    assert operation.body is not None
    schema = operation.body.model_json_schema()
    for name, one in schema["properties"].items():
        judge = jsonschema.Draft202012Validator({**one, "$defs": schema.get("$defs", {})})
        yield from ((name, value) for value in CANDIDATES if not judge.is_valid(value))


@pytest.mark.parametrize("operation", WITH_BODY, ids=ids)
def test_a_member_of_another_type_is_pointed_to(places: Places, operation: Operation) -> None:
    """Each member with whatever its schema does not take; characters that cannot be kept and decimals anywhere."""
    before, asked = places.rows(), set()
    with clock.frozen(AT):
        for name, value in unfit(operation):
            sent = json.dumps({**example_of(operation), name: value}).encode()
            found = problem(places.send(operation, sent, JSON), f"{name}: {str(value)[:40]}")
            assert 422 == found["status"], (name, value)
            assert [one for one in pointers(found) if one == f"/{name}" or one.startswith(f"/{name}/")], (name, found)
            asked.add(name)
        for name in operation.body.model_fields if operation.body else ():
            for text in ("a\0b", "bell \a", "\ud800", "\udfff half", "\x1b[2J"):
                sent = json.dumps({**example_of(operation), name: text}).encode()
                assert [f"/{name}"] == pointers(problem(places.send(operation, sent, JSON), repr(text))), name
            sent = json.dumps({**example_of(operation), name: {"x": [1.5]}}).encode()
            assert [f"/{name}/x/0"] == pointers(problem(places.send(operation, sent, JSON), "a decimal")), name

    assert operation.body is not None
    assert asked == {name for name, one in operation.body.model_fields.items() if one.annotation is not Any}
    assert before == places.rows()


def parts(**fields: str) -> bytes:
    """Write a form of several parts by hand; `cut` is where it ends."""
    lines = [
        f'--cut\r\nContent-Disposition: form-data; name="{name}"'
        + ('; filename="relay.pdf"' if name == "upload" else "")
        + f"\r\n\r\n{value}\r\n"
        for name, value in fields.items()
    ]
    return ("".join(lines) + "--cut--\r\n").encode("utf-8", "surrogatepass")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # a form cut short leaves its file open
@pytest.mark.parametrize("operation", WITH_FILE, ids=ids)
def test_a_form_with_a_file_that_does_not_fit_is_refused(places: Places, operation: Operation) -> None:
    """Without a file, with another field, cut short, with characters that cannot be kept."""
    pdf = "%PDF-1.4\nA relay of another kind.\n%%EOF\n"
    sent: dict[str, tuple[bytes, str | None, set[int]]] = {
        "nothing": (b"", FORM, {422}),
        "no form": (b"{}", JSON, {415}),
        "no type": (parts(upload=pdf), None, {415}),
        "no bound": (parts(upload=pdf), "multipart/form-data", {400, 422}),
        "no file": (parts(level="C2"), FORM, {422}),
        "text for a file": (parts(upload=pdf).replace(b'; filename="relay.pdf"', b""), FORM, {422}),
        "another field": (parts(upload=pdf, nonsense="x"), FORM, {422}),
        "a part without a name": (parts(upload=pdf, level="C2").replace(b'name="level"', b"x=y"), FORM, {422}),
        "cut short": (parts(upload=pdf)[:-30], FORM, {400, 415, 422}),
        "a NUL in its name": (parts(upload=pdf).replace(b"relay.pdf", b"re\0lay.pdf"), FORM, {400}),
        "another kind of file": (parts(upload="MZ nonsense"), FORM, {415, 422}),
        "too many parts": (parts(**{f"k{n}": "x" for n in range(21_000)}), FORM, {413}),
    }
    before = places.rows()
    with clock.frozen(AT):
        for what, (data, media, statuses) in sent.items():
            assert problem(places.send(operation, data, media), what)["status"] in statuses, what
        assert operation.upload is not None
        for name in set(operation.upload.model_fields) - {"upload"}:
            for text in ("\0", "x" * 500, "\a\a", "\ud800"):
                answer = places.send(operation, parts(upload=pdf, **{name: text}), FORM)
                assert problem(answer, f"{name}: {text[:5]!r}")["status"] in (400, 422)
        bell = parts(upload=pdf).replace(b"relay.pdf", b"re\alay.pdf")
        assert ["/upload"] == pointers(problem(places.send(operation, bell, FORM), "a bell in its name"))

    gc.collect()
    assert before == places.rows()


NUMBERS = ("many", "", "1.0", "1_0", "1e1", "0x10", " 1", "٣", "9" * 30, "-" + "9" * 11, "NaN", "+1")


def strange_values(name: str, schema: Mapping[str, Any]) -> Iterator[str]:
    """Give what a parameter does not take."""
    kinds = [schema, *schema.get("anyOf", ())]
    if any(one.get("type") == "integer" for one in kinds):
        yield from NUMBERS
    for one in kinds:
        if "maxLength" in one:
            yield "x" * (one["maxLength"] + 1)
        if "const" in one or "enum" in one:
            yield "nonsense"


@pytest.mark.parametrize("operation", OPERATIONS, ids=ids)
def test_a_parameter_that_does_not_fit_is_named(places: Places, operation: Operation) -> None:
    """Unknown, twice, of another type; a NUL and broken UTF-8 never reach a database."""
    before, address = places.rows(), places.address(operation)
    body = example_of(operation) if operation.body else None
    with clock.frozen(AT):

        def ask(query: str) -> Any:
            return places.asks.ask(operation.method, f"{address}?{query}", body)

        found = problem(ask("nonsense=1"), "unknown")
        assert (422, "nonsense") == (found["status"], found["faults"][0]["parameter"])
        assert 422 == problem(ask("access_token=x"), "a token in an address")["status"]
        for name, schema in operation.query.model_json_schema().get("properties", {}).items():
            assert 422 == problem(ask(f"{name}=1&{name}=1"), name)["status"], name
            assert 400 == problem(ask(f"{name}=%00"), name)["status"], name
            for value in strange_values(name, schema):
                found = problem(ask(f"{name}={value.replace('+', '%2B')}"), f"{name}={value[:30]}")
                assert name in {one["parameter"] for one in found["faults"]}, (name, value)
            if operation.method == "GET":
                for value in ("%ff", "%ed%a0%80", "%f0%9f%8c%92", "%27%22%25_--"):
                    assert ask(f"{name}={value}").status_code in (200, 400, 404, 409, 422), (name, value)
        if operation.sparse:
            for value in ("", "nonsense", ",", "ref,,", "%ff", "REF"):
                found = problem(ask(f"fields={value}"), value)
                named = {one["parameter"] for one in found["faults"]}
                assert 422 == found["status"]
                assert "fields" in named or 422 == ask("").status_code, value  # it needs its parameters first

    assert before == places.rows()


@pytest.mark.parametrize("operation", OPERATIONS, ids=ids)
def test_a_header_that_cannot_be_met_is_refused_or_left_aside(places: Places, operation: Operation) -> None:
    """Accept 406, a key that is none 400, a tag that is none never counts as one; ranges are not read."""
    before, body = places.rows(), json.dumps(example_of(operation)).encode() if operation.body else None
    media = JSON if operation.body else next(iter(operation.takes), None)
    if operation.takes:
        body = json.dumps(operation.example).encode() if operation.example else b"organ,address"
    with clock.frozen(AT):
        for accept in ("text/html", "application/xml;q=1", "application/json;q=0", "nonsense", "image/*"):
            if operation.answers is not None:
                answer = places.send(operation, body, media, Accept=accept)
                assert 406 == problem(answer, accept)["status"], accept
        if operation.keyed:
            for key in ("", "x" * 256, "a b", "é", "a\tb"):
                answer = places.send(operation, body, media, Idempotency_Key=key.encode().decode("latin-1"))
                assert 400 == problem(answer, repr(key))["status"], key
        if operation.matches:
            for tag in (
                '"nonsense"',
                'W/"0"',
                "*",
                '"0", "1"',
                "0",
                '"' + "9" * 500 + '"',
                '"٣"',
                '""',
                '"-1"',
                "\xff",
            ):
                answer = places.send(operation, body, media, If_Match=tag.encode().decode("latin-1"))
                assert problem(answer, tag)["status"] in (404, 409, 412, 422, 428), tag
        if operation.method == "GET":
            usual = places.send(operation, None, None).status_code  # 422 where it needs its parameters
            for name, value in (
                ("Range", "bytes=0-3"),
                ("Range", "bytes=9-1"),
                ("If_Match", '"nonsense"'),
                ("If_None_Match", "*"),
                ("If_Modified_Since", "Sat, 01 Jan 2050 00:00:00 GMT"),
                ("Accept_Language", "x" * 3000),
                ("Content_Type", "nonsense"),
                ("Content_Length", "-1"),
            ):
                answer = places.send(operation, None, None, **{name: value})
                assert answer.status_code in {200, 404, 409, usual}, (name, value, answer.status_code)
                assert "Content-Range" not in answer.headers

    if operation.method != "GET":  # to read may be to receive, and is entered where the paper is confidential
        assert before == places.rows()
