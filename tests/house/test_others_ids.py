"""Another party's identifier in an address answers as one that nobody has: the same status and the same bytes, nothing
written, nothing in anybody's log. Made from the map of addresses: a new one is asked for without anybody's doing."""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import MetaData, select
from werkzeug.routing import AnyConverter, Rule

from consult import clock
from consult.api.catalogue import NOUNS
from tests.consult.web.world import AT, World
from tests.house.others_ids import ALIKE, COMMON, DAYS, OPEN_NUMBERS, SECRETS, SHARED, Victims, not_there, victims
from tests.house.random_world import fresh, told

ATTACKERS = ("manager@meae.example", "all@pca.example", "operator@jpn.example")
"""A manager of another State, another body's secretariat, and the operator company of Japan, which reads no case."""
OWN_HOUSE = frozenset({"organ", "contact", "party", "person", "mandate", "absence", "token", "drill", "point"})
"""What the operator of Japan names within its own party; the others are asked for it."""
FORM: dict[str, Any] = {
    "do": "save", "version": "0", "seen": "1", "step": "ask", "track": "", "name": "x", "way": "earlier",
    "found": "reached",
    "words": "No", "set": "full", "capacities": "draft", "office": "Office", "instrument": "Letter", "level": "treaty",
    "valid_from": "2026-11-20", "valid_until": "2026-12-20", "procedure": "ost9", "case": "OST9-2026-NOSUCH",
    "act": "1",
    "room": "room", "key": "x", "reach": "full", "formats": "pdf", "f/text": "Words", "once": "1", "party": "FRA",
    "which": "all", "remark": "x", "scope": "mine", "kind": "state",
}  # fmt: skip
QUIET = frozenset({"attempt", "sign_in_attempt", "sign_in_session", "api_token"})
"""Tables in which being refused, or having asked, leaves its trace."""
TOKEN = re.compile(r'name="(?:csrf_token|once)" value="[^"]*"')


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Victims]:
    """Give a world in which there is something of each kind."""
    folder = tmp_path_factory.mktemp("others")
    with clock.frozen(AT):
        made = victims(fresh(folder), folder)
    yield made
    made.world.engine.dispose()


def rules(world: World) -> Iterator[Rule]:
    """Give every address with a variable part that names something of somebody."""
    for rule in sorted(world.app.url_map.iter_rules(), key=lambda one: one.rule):
        noun = rule.endpoint.partition(".")[0]
        if rule.arguments and noun not in COMMON and rule.endpoint not in SECRETS | OPEN_NUMBERS | DAYS:
            yield rule


def address(rule: Rule, names: dict[str, str]) -> str:
    """Fill an address in."""
    given = {}
    for name in rule.arguments:
        converter = rule._converters[name]
        given[name] = sorted(converter.items)[0] if isinstance(converter, AnyConverter) else names[name]
    return "".join(given[part] if varies else part for varies, part in rule._trace).lstrip("|")


def test_every_variable_part_of_an_address_is_of_a_known_kind(there: Victims) -> None:
    """A new one fails here until `others_ids.py` says what it names, and puts one of a victim's into the world."""
    for rule in rules(there.world):
        kinds = there.places(rule)
        unknown = {name for name, kind in kinds.items() if kind not in there.named and kind not in ALIKE}
        assert set() == unknown, rule


def state_of(world: World) -> dict[str, str]:
    """Digest every table but those that keep who asked."""
    tables = MetaData()
    with world.reading() as conn:
        tables.reflect(conn)
        return {
            name: hashlib.sha256(repr(sorted(map(repr, conn.execute(select(table)).all()))).encode()).hexdigest()
            for name, table in tables.tables.items()
            if name not in QUIET
        }


def ask_page(client: FlaskClient, token: str, method: str, at: str) -> tuple[int, str, str]:
    """Ask in a browser."""
    answer = client.get(at) if method == "GET" else client.post(at, data={**FORM, "csrf_token": token})
    return answer.status_code, answer.location or "", TOKEN.sub("", answer.text)


def ask_machine(world: World, email: str, method: str, at: str, body: Any) -> tuple[int, str, str]:
    """Ask as a machine."""
    sent = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
    headers = {"Authorization": f"Bearer {told().tokens[email]}"}
    answer = world.app.test_client().open(at, method=method, headers=headers, **sent)
    return answer.status_code, answer.location or "", re.sub(r'"instance":"[^"]*"', "", answer.text)


def examples() -> dict[tuple[str, str], Any]:
    """Give the body that the document shows for each operation."""
    return {(one.method, re.sub(r"<[^>]*>", "*", one.rule)): one.example for noun in NOUNS for one in noun.operations}


@pytest.mark.parametrize("email", ATTACKERS)
def test_what_is_of_others_answers_as_what_is_not_there_and_nothing_is_written(there: Victims, email: str) -> None:
    """Pages and API, to read and to write, with a form or body that would be taken of one's own."""
    world, bodies = there.world, examples()
    with clock.frozen(AT):
        visitor = world.signed_in(email)
        found = re.search(r'name="csrf_token" value="([^"]+)"', visitor.get("/my-sign-in").text)
        assert found is not None
        before, told_apart, asked = state_of(world), [], 0
        for rule in rules(world):
            kinds = there.places(rule)
            if email.startswith("operator") and OWN_HOUSE & set(kinds.values()):
                continue
            theirs = {name: there.named.get(kind) or ALIKE[kind] for name, kind in kinds.items()}
            nobodys = {name: not_there(kind) if kind in there.named else ALIKE[kind] for name, kind in kinds.items()}
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                answers = []
                for names in (theirs, nobodys):
                    at = address(rule, names)
                    if at.startswith("/api/"):
                        example = bodies.get((method, re.sub(r"<[^>]*>", "*", rule.rule.removeprefix("/api/v1"))))
                        answer = ask_machine(world, email, method, at, example)
                    else:
                        answer = ask_page(visitor.client, found[1], method, at)
                    answers.append((answer[0], *(_masked(one, names) for one in answer[1:])))
                    asked += 1
                if answers[0] != answers[1] and not (method == "GET" and rule.endpoint in SHARED):
                    told_apart.append((method, rule.rule, theirs, answers[0][:2], answers[1][:2]))
        changed = [name for name, digest in state_of(world).items() if digest != before.get(name)]

    assert [] == told_apart
    assert [] == changed
    assert 150 < asked


def _masked(text: str, names: dict[str, str]) -> str:
    """Leave out how the thing was named, which the answer to a guess may repeat."""
    for value in sorted({value for value in names.values() if len(value) > 2}, key=len, reverse=True):
        text = text.replace(value, "ID")
    return text
