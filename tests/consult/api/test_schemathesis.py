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

from consult import clock
from consult.api.catalogue import NOUNS
from tests.consult.api.machine import Machine, machine
from tests.consult.web.cases_world import build_cases, serve_berth
from tests.consult.web.world import AT, World

EXAMPLES, FEWER = 20, 6
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
ASKED = [(one.path, one.method) for noun in NOUNS for one in noun.operations] + [("/api/oauth/token", "POST")]
Built = tuple[World, Machine, Any, dict[str, Any]]


def begin(world: World) -> Built:
    """Serve a case, and give a machine that may do everything in it, the document, and what is there to be named."""
    ref = serve_berth(world.signed_in("all@jpn.example"))
    world.app.config.update(API_A_MINUTE=1_000_000, PROPAGATE_EXCEPTIONS=False)
    asks = machine(world, "all@jpn.example")
    edition = asks.given(f"/api/v1/cases/{ref}")["edition"]
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", world.app)
    draft = asks.made(f"/api/v1/cases/{ref}/drafts", {"step": "make_statement"})["ref"]
    there = {"ref": ref, "key": "berth", "digest": edition, "track": "berth:FRA", "day": "2027-03-01", "n": 1}
    there |= {"seq": 2, "epoch": 1, "path": "0/000"}
    return world, asks, document, {**there, "draft": draft}


def places(path: str, there: dict[str, Any]) -> dict[str, Any]:
    """Give what is there to be named in an address."""
    return {**there, "ref": there["draft"]} if path.startswith("/api/v1/drafts/") else there


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """Give a world with a case."""
    with clock.frozen(AT):
        found = begin(build_cases(tmp_path_factory.mktemp("schemathesis")))
    yield found
    found[0].engine.dispose()


def judge(built: Built, path: str, method: str, mode: GenerationMode, examples: int) -> None:
    """Ask an operation with so many examples, and judge every answer by the document."""
    _world, asks, document, known_places = built
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
