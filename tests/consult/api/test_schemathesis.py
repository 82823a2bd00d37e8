"""The whole document, asked with what it allows and with what it does not: no 500, no answer that it does not tell."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from consult import clock, people
from consult.api.catalogue import NOUNS
from consult.api.frame.declaring import PREFIX
from consult.delivery import drills
from consult.people import NewContact
from tests.consult.api.machine import Machine, machine
from tests.consult.web.cases_world import build_cases, serve_berth
from tests.consult.web.lunar_world import DRILL, record
from tests.consult.web.test_webhooks import fail, register
from tests.consult.web.world import AT, MANAGER, World

EXAMPLES, FEWER = 20, 6
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
ASKED = [(one.path, one.method) for noun in NOUNS for one in noun.operations] + [("/api/oauth/token", "POST")]
Built = tuple[World, Machine, Machine, Any, dict[str, Any]]
HOUSE = ("/parties", "/people", "/mandates", "/absences", "/webhooks", "/tokens")
"""What a machine is asked that manages the house of its party; the rest one that acts in cases."""


def begin(world: World) -> Built:
    """Serve a case and furnish a house; give a machine that may do everything in the one, another in the other, the
    document, and what is there to be named."""
    ref = serve_berth(world.signed_in("all@jpn.example"))
    world.app.config.update(API_A_MINUTE=1_000_000, PROPAGATE_EXCEPTIONS=False)
    asks, manages = machine(world, "all@jpn.example"), machine(world, MANAGER, capacities=("manage",))
    there = {"ref": ref, "key": "berth", "digest": asks.given(f"/api/v1/cases/{ref}")["edition"]}
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", world.app)
    draft = asks.made(f"/api/v1/cases/{ref}/drafts", {"step": "make_statement"})["ref"]
    there |= {"track": "berth:FRA", "day": "2027-03-01", "n": 1, "draft": draft, "seq": 2, "epoch": 1, "path": "0/000"}
    return world, asks, manages, document, there | furnish(world) | law_and_world(world, asks)


def places(path: str, there: dict[str, Any]) -> dict[str, Any]:
    """Give what is there to be named in an address."""
    if path.startswith("/api/v1/drafts/"):
        return {**there, "ref": there["draft"]}
    return {**there, "key": "JPN"} if "/parties/" in path else there


def law_and_world(world: World, asks: Machine) -> dict[str, str]:
    """Give what is there beside cases: texts, two editions, an activity of a neighbour, a party, a saved view."""
    view = asks.made("/api/v1/views", {"name": "Open matters", "filters": {"kind": "open"}})["key"]
    agreement = asks.given("/api/v1/agreements")["items"][0]["key"]
    one, other = (item["key"] for item in asks.given("/api/v1/charters")["items"][:2])
    texts = {"instrument": "OST", "place": "p-IX-s3", "agreement": agreement, "charter": one, "against": other}
    editions = {"one": "ost9", "other": "berth"}
    return {**texts, **editions, "activity": record(world, "FRA", DRILL), "party": "FRA", "view": view}


def furnish(world: World) -> dict[str, Any]:
    """Give the house something of each kind, numbered alike as far as that goes: 2 is nobody who asks here."""
    with world.app.app_context():
        endpoints = [register(world, url=f"https://93.184.216.34/{n}") for n in range(2)]
        reference = fail(world, endpoints[1])
        with world.writing() as conn:
            point = people.add_contact(conn, None, world.organs["MOFA"], NewContact("in_app", "Registry"))
            drills.start(conn, None, AT, parties=["JPN"])
        other = machine(world, MANAGER, capacities=()).token.split("_")[1]
    return {"organ": "MOFA", "number": 2, "point": point, "reference": reference, "handle": other}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """Give a world with a case."""
    with clock.frozen(AT):
        found = begin(build_cases(tmp_path_factory.mktemp("schemathesis")))
    yield found
    found[0].engine.dispose()


def judge(built: Built, path: str, method: str, mode: GenerationMode, examples: int) -> None:
    """Ask an operation with so many examples, and judge every answer by the document."""
    _world, in_cases, manages, document, known_places = built
    asks = manages if path.startswith(tuple(PREFIX + one for one in HOUSE)) else in_cases
    there = places(path, known_places)
    strategy = document[path][method].as_strategy(generation_mode=mode)

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy, known=st.booleans())
    def ask(case: Any, known: bool) -> None:
        if known:  # else nearly every address would name nothing
            case.path_parameters |= {name: there[name] for name in case.path_parameters if name in there}
        headers = {"Authorization": f"Bearer {asks.token}", "Accept-Encoding": "identity"}
        case.call_and_validate(headers=headers, checks=CHECKS)

    ask()


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: str(mode.value))
@pytest.mark.parametrize(("path", "method"), ASKED)
def test_no_answer_is_one_that_the_document_does_not_tell(
    built: Built, path: str, method: str, mode: GenerationMode
) -> None:
    """Statuses, types of content and the schemas of answers are those of the document; nothing is a 500."""
    judge(built, path, method, mode, EXAMPLES)


@pytest.mark.postgres
def test_over_postgresql_neither(postgres_url: str, tmp_path: Path) -> None:
    """With fewer examples of each."""
    found = begin(build_cases(tmp_path, database_url=postgres_url))
    for path, method in ASKED:
        for mode in GenerationMode:
            judge(found, path, method, mode, FEWER)
    found[0].engine.dispose()
