"""The whole document asked in many names: of a State without part, a secretariat, a mediator's body, an operator, a
narrow mandate, somebody between two parties. Places are those of others as often as not; no answer is a fault of ours,
none tells what is for others, and what is left behind is one sound record.

In everyday runs each operation is asked in two names; with `CONSULT_RANDOM` in all of them.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import status_code_conformance

from consult import clock
from consult.docket.replaying import Openings
from consult.log.verify import verify
from tests import leave
from tests.consult.api.test_schemathesis import ASKED
from tests.consult.web.world import AT
from tests.house.others_ids import ALIKE, Victims, kind_of, victims
from tests.house.random_oracle import Oracle, eyes_of_token
from tests.house.random_world import DOUBLE, fresh, told

NAMES = (
    "all@bra.example",
    "desk@oosa.example",
    "all@pca.example",
    "operator@jpn.example",
    "limited@jpn.example",
    "manager@meae.example",
    DOUBLE,
)
WHOLE = "CONSULT_RANDOM" in os.environ
EXAMPLES = 10 if WHOLE else 3
GRANTS = ("/api/oauth/token", "POST")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Victims, Any, dict[str, dict[str, str]]]]:
    """Give a world with something of each kind, the document, and the names of places by the address of an operation;
    in the end the record is verified."""
    folder = tmp_path_factory.mktemp("machines")
    with clock.frozen(AT):
        there = victims(fresh(folder), folder)
        there.world.app.config["PROPAGATE_EXCEPTIONS"] = False
        document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", there.world.app)
        yield there, document, _places(there)
        with there.world.reading() as conn:
            assert verify(conn, replay=Openings(conn)).sound
            assert [] == leave.findings(conn)
    there.world.engine.dispose()


def _places(there: Victims) -> dict[str, dict[str, str]]:
    """Give what each variable part of an address of the API names of others."""
    found: dict[str, dict[str, str]] = {}
    for rule in there.world.app.url_map.iter_rules():
        if rule.rule.startswith("/api/"):
            plain = "".join(f"{{{part}}}" if varies else part for varies, part in rule._trace).lstrip("|")
            found[plain] = {name: _named(there, rule, name) for name in rule.arguments}
    return found


def _named(there: Victims, rule: Any, name: str) -> str:
    try:
        kind = kind_of(rule, name)
    except KeyError:  # texts and figures that are for everybody
        return "nosuch"
    return there.named.get(kind) or ALIKE.get(kind, "1")


@pytest.mark.parametrize(("path", "method"), [one for one in ASKED if one != GRANTS])
def test_in_whosever_name_it_is_asked_nothing_fails_and_nothing_of_others_is_told(
    built: tuple[Victims, Any, dict[str, dict[str, str]]], path: str, method: str
) -> None:
    """Statuses are those of the document; every word, secret and reference in an answer is for whoever asked."""
    there, document, places = built
    turn = [one[:2] for one in ASKED].index((path, method))
    names = NAMES if WHOLE else (NAMES[turn % len(NAMES)], NAMES[(turn + 3) % len(NAMES)])
    oracle = Oracle(there.world.app.extensions["consult"].docket)
    known_places = places.get(path, {})

    @settings(
        max_examples=EXAMPLES * len(names),
        deadline=None,
        database=None,
        derandomize=not WHOLE,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=document[path][method].as_strategy(generation_mode=GenerationMode.POSITIVE), n=st.integers(0, 999))
    def ask(case: Any, n: int) -> None:
        email = names[n % len(names)]
        if n % 4:
            case.path_parameters |= {
                name: known_places.get(name, value) for name, value in case.path_parameters.items()
            }
        token = told().tokens[email]
        headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
        response = case.call(headers=headers)
        case.validate_response(response, checks=[not_a_server_error, status_code_conformance])
        typed = f"{case.path_parameters} {case.query} {case.body}"
        with there.world.reading() as conn:
            eyes = eyes_of_token(conn, token)
            assert [] == list(oracle.leaks(conn, eyes, response.text, typed)), email

    ask()
