"""The document: whole, of its own standard, made of the declarations; its examples are sent and taken."""

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from consult import clock
from consult.api.catalogue import NOUNS
from consult.db import reading
from consult.forms.schema import filing_example, filing_schema
from consult.log.notes import sign_note
from consult.log.statements import registration_text
from consult.log.status import read_status
from tests.consult.api.machine import machine
from tests.consult.api.test_keys_and_tokens import key_of
from tests.consult.log.signing import sign_at
from tests.consult.web.cases_world import build_cases, serve_berth
from tests.consult.web.lunar_world import DRILL, record
from tests.consult.web.world import AT, MANAGER, SECRETARIAT, World
from workflows import catalogue
from workflows.kernel.bodies import problems
from workflows.kernel.describe import filings_of

Schema = dict[str, Any]
SENT_ELSEWHERE = {
    "/api/v1/papers": "test_papers",
    "/api/v1/papers/{ref}/attach": "test_papers",
    "/api/v1/papers/{ref}/serve": "test_papers",
    "/api/v1/cases/{ref}/acts/{n}/objection": "test_papers",
    "/api/v1/cases/{ref}/rooms": "test_rooms",
    "/api/v1/cases/{ref}/beside": "test_rooms",
    "/api/v1/drafts/{ref}/affected": "test_affected",
    "/api/v1/cases/{ref}/report": "test_files",
    "/api/v1/drafts/{ref}/clearance/moves": "test_clearance",
}
"""Addresses whose examples need another world: the file beside this one in which they are sent."""
HOUSE = {"organs", "contacts", "organ_keys", "people", "absences", "webhooks", "drills", "tokens"}
"""Nouns that a system changes only where it manages."""
DRILLS = "/api/v1/drills"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give a world, on whose record nothing is verified."""
    with clock.frozen(AT):
        built = build_cases(tmp_path_factory.mktemp("document"))
        with reading(built.engine) as connection:
            size = read_status(connection).size
        sign_at(built.engine, size, at=AT)  # an audit log needs something by which to prove
        yield built
    built.engine.dispose()


@pytest.fixture(scope="module")
def document(world: World) -> Schema:
    """Give the document, to whoever asks without a token."""
    answer = world.app.test_client().get("/api/v1/openapi.json")
    assert (200, "application/json") == (answer.status_code, answer.mimetype)
    found: Schema = answer.json
    return found


def references(found: Any) -> Iterator[str]:
    """Give every reference within the document."""
    for name, one in found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ():
        if name == "$ref":
            yield one
        elif name == "x-filings":
            yield from (ref for steps in one.values() for ref in steps.values())
        else:
            yield from references(one)


def test_every_route_of_the_api_stands_in_the_document(world: World, document: Schema) -> None:
    """But for the document itself."""
    routes = {
        (re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in world.app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    told = {(path, method) for path, operations in document["paths"].items() for method in operations}

    assert routes - {("/api/v1/openapi.json", "get")} == told
    assert len(told) == 1 + sum(len(noun.operations) for noun in NOUNS)


def test_every_reference_leads_somewhere_and_every_link_to_an_operation(document: Schema) -> None:
    """Nothing hangs in the air; names of operations are there once."""
    for reference in set(references(document)):
        place: Any = document
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]
    operations = [one for operations in document["paths"].values() for one in operations.values()]
    names = [one["operationId"] for one in operations]
    links = [
        link["operationId"]
        for one in operations
        for given in one["responses"].values()
        for link in given.get("links", {}).values()
    ]

    assert len(set(names)) == len(names)
    assert set(links) <= set(names)
    assert links


def test_every_filing_of_every_procedure_is_a_component_with_an_example(document: Schema) -> None:
    """By procedure and step; each a schema of its own standard, which its example fits."""
    schemas = document["components"]["schemas"]
    by_step = document["paths"]["/api/v1/cases/{ref}/acts"]["post"]["requestBody"]
    asked = document["paths"]["/api/v1/cases/{ref}/acts"]["post"]["x-filings"]
    assert "NewAct" in by_step["content"]["application/json"]["schema"]["$ref"]
    for key, form in catalogue().items():
        for spec in filings_of(form.with_defaults()):
            schema = schemas[f"{key}.{spec.key}"]
            jsonschema.Draft202012Validator.check_schema(schema)
            assert jsonschema.Draft202012Validator(schema).is_valid(schema["examples"][0])
        steps = {step.key for step in form.with_defaults().steps if step.filing}
        assert steps <= asked[key].keys()


def test_the_example_of_a_filing_can_be_read_by_the_product() -> None:
    """What the schema and its example say of single answers, the kernel says too."""
    unread = {}
    for key, form in catalogue().items():
        for spec in filings_of(form.with_defaults()):
            wrong = [one for one in problems(spec, filing_example(spec)) if spec.reading == ""]
            if wrong:
                unread[f"{key}.{spec.key}"] = wrong
    assert {} == unread


def test_a_schema_takes_nothing_that_the_product_does_not_ask() -> None:
    """An unknown question, and an answer of another type, are outside of every schema."""
    for form in catalogue().values():
        for spec in filings_of(form.with_defaults()):
            judge, example = jsonschema.Draft202012Validator(filing_schema(spec)), filing_example(spec)
            assert not judge.is_valid({**example, "nonsense": 1})
            taken = [field.key for field in spec.fields if judge.is_valid({**example, field.key: {"nonsense": [1]}})]
            assert [] == taken


def registered(world: World) -> Schema:
    """Give a key of Japan's ministry with the text of its registration signed."""
    key = key_of(world, b"e")
    text = registration_text(key.name.removesuffix("/JPN/MOFA"), "JPN", "MOFA", key.vkey, None)
    return {"vkey": key.vkey, "note": sign_note(text, key)}


def test_the_examples_of_bodies_are_sent_and_taken(world: World, document: Schema) -> None:
    """Each as it stands in the document, with the number of the last act that was seen and the tag that was read."""
    asks, desk = machine(world, "all@jpn.example"), machine(world, SECRETARIAT)
    machines = dict.fromkeys(HOUSE, machine(world, MANAGER, capacities=("manage",))) | {"drills": desk}
    ref, draft, view, sent = serve_berth(world.signed_in("all@jpn.example")), "", "", []
    activity = record(world, "FRA", DRILL)
    for path, operations in document["paths"].items():
        for method, one in operations.items():
            example = next(iter(one.get("requestBody", {}).get("content", {}).values()), {}).get("example")
            if example is None or path in SENT_ELSEWHERE:
                continue
            if "seen" in example:
                example = {**example, "seen": asks.given(f"/api/v1/cases/{ref}")["seen"]}
            there = {"ref": draft if "/drafts/{ref}" in path else ref, "key": "JPN", "organ": "MOFA", "number": "1"}
            there |= {"activity": activity, "view": view}
            if path.endswith("/desk/seen"):
                example = {**example, "case": ref}
            if path.endswith("/keys"):  # an example is no key of this installation
                example = registered(world)
            if path.startswith(f"{DRILLS}/"):
                points = desk.given(f"{DRILLS}/1")["points"]
                there["point"] = next(str(point["number"]) for point in points if point["way"] == "hand")
            if path.startswith("/api/v1/people"):
                there["number"] = "2"
            address = path.format_map(there)
            known = asks.get(address).headers.get("ETag") if method == "put" else None
            tag = {"If_Match": known} if known else {}
            answer = machines.get(one["tags"][0], asks).ask(method.upper(), address, example, **tag)
            assert one["responses"].keys() >= {str(answer.status_code)}
            assert answer.status_code in (200, 201, 202), (path, answer.text)
            draft = answer.json["ref"] if path.endswith("/drafts") else draft
            view = answer.json["key"] if path.endswith("/views") else view
            sent.append(path)

    told = {
        path
        for path, operations in document["paths"].items()
        for one in operations.values()
        if any("example" in content for content in one.get("requestBody", {}).get("content", {}).values())
    }
    assert told == set(sent) | SENT_ELSEWHERE.keys()
    assert {"/api/v1/cases", "/api/v1/cases/{ref}/acts", "/api/v1/drafts/{ref}", "/api/v1/people"} <= set(sent)


def test_the_document_is_the_same_for_everybody(world: World, document: Schema) -> None:
    """In the language of the sources, whoever asks; with or without a token."""
    client = world.app.test_client()
    french = client.get("/api/v1/openapi.json", headers={"Accept-Language": "fr"})
    signed = machine(world, "all@fra.example").get("/api/v1/openapi.json")

    assert json.dumps(document) == json.dumps(french.json) == json.dumps(signed.json)


def test_the_page_of_the_api_tells_of_every_operation_and_problem(world: World, document: Schema) -> None:
    """Without a script of others; each kind of problem has the place to which its type points."""
    page = world.signed_in("all@jpn.example").get("/api").text

    for path, operations in document["paths"].items():
        assert all(f">{method.upper()} {path}</code>" in page for method in operations)
    assert all(f'id="{kind}"' in page for kind in ("unknown", "misfit", "no-token", "overtaken"))
    assert "<script" not in page.partition("<main")[2]


def test_the_page_of_the_api_is_searched_without_a_script(world: World) -> None:
    """By words of an address, a sentence or a member; where there are few, they are open."""
    visitor = world.signed_in("all@jpn.example")
    found, lost = visitor.get("/api?words=Put+draft").text, visitor.get("/api?words=nosuchword").text

    assert ">PUT /api/v1/drafts/{ref}</code>" in found
    assert ">POST /api/v1/cases</code>" not in found
    assert 'id="drafts_replace_text" open' in found
    assert "No operation has these words." in lost
    assert 'id="noun-cases"' not in lost
