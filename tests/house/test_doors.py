"""Every door of the product, for every account: who is let in, who is sent where, and what is the same for unknown and
forbidden.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from consult import clock
from consult.log import attempts
from consult.web.auditing import MAY
from consult.web.open_doors import OPEN, PUBLIC
from tests.consult.web.world import AT
from tests.house.doors import DOORS, FORMS, PAGES, Door
from tests.house.doors_world import ACCOUNTS, Doors, build_doors
from tests.house.heard import statements
from tests.house.tokens_world import ask, token_of

TOKEN = re.compile(r'name="csrf_token" value="([^"]*)"')
UNKNOWN = "DIS-2026-NOSUCH"
LOOKS = {"GET", "HEAD", "OPTIONS"}
TOLD = (
    "Each route needs a row in tests/house/doors.py: put it among the routes of the Door whose statuses are the ones "
    "that the accounts shall get (in the order of ACCOUNTS), or write a new Door that says why. Missing: {}"
)


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """Give the world, which the tests of this module but the first one read alone."""
    built = build_doors(tmp_path_factory.mktemp("doors"))
    yield built
    built.world.engine.dispose()


def rules_of(doors: Doors) -> list[tuple[str, Rule]]:
    """Give every method of every rule: first all that looks, so that nothing is gone before it is looked at."""
    found = [(m, one) for one in doors.world.app.url_map.iter_rules() for m in sorted((one.methods or set()) - LOOKS)]
    looks = [("GET", one) for one in doors.world.app.url_map.iter_rules() if "GET" in (one.methods or set())]
    by_name = [sorted(some, key=lambda pair: (pair[1].endpoint, pair[1].rule)) for some in (looks, found)]
    return [*by_name[0], *by_name[1]]


def faults_of(routes: set[str], doors: Sequence[Door]) -> list[str]:
    """Say what is wrong with a table over the routes that there are."""
    named = Counter(name for door in doors for name in door.routes.split())
    faults = [TOLD.format(", ".join(sorted(routes - named.keys())))] if routes - named.keys() else []
    faults += [f"{name} stands in two rows" for name, times in named.items() if times > 1]
    return faults + [f"{name} is no more: remove it from its row" for name in sorted(named.keys() - routes)]


def test_every_route_has_one_row(doors: Doors) -> None:
    """A new route fails here, with a sentence that says what to add."""
    assert [] == faults_of({one.endpoint for _method, one in rules_of(doors)}, DOORS)
    assert {len(ACCOUNTS)} == {len(door.statuses.split()) for door in DOORS}


def test_the_table_says_what_is_missing() -> None:
    """A route without a row, one that stands twice, and one that is gone."""
    said = faults_of({"a.new", "a.old"}, (Door("200", "", "a.old a.gone"), Door("404", "", "a.old")))

    assert "Each route needs a row in tests/house/doors.py" in said[0]
    assert said[0].endswith("Missing: a.new")
    assert ["a.old stands in two rows", "a.gone is no more: remove it from its row"] == said[1:]


@pytest.mark.parametrize("account", ACCOUNTS)
def test_every_door_answers_an_account_as_the_table_says(
    account: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Every page, form and operation; a form comes with its token and without answers."""
    column = list(ACCOUNTS).index(account)
    expected = {name: int(door.statuses.split()[column]) for door in DOORS for name in door.routes.split()}
    built = build_doors(tmp_path_factory.mktemp("answered"))
    found, elsewhere = {}, []
    with clock.frozen(AT):
        client = Client(built, account)
        for method, rule in rules_of(built):
            answer = client.open(method, built.address(rule))
            found[rule.endpoint] = answer.status_code
            if method == "GET" and 303 == answer.status_code and rule.endpoint not in OPEN:
                elsewhere += [(rule.endpoint, answer.location)]
            answer.close()
    built.world.engine.dispose()

    assert {} == {name: (one, found.get(name)) for name, one in expected.items() if one != found.get(name)}
    led = {"nobody": "/sign-in?next=", "expired": "/capacity"}.get(account, "/")
    assert [] == [one for one in elsewhere if not one[1].startswith(led)]


class Client:
    """A browser of an account, which signs in again where a form has signed it out, and its token for machines."""

    def __init__(self, doors: Doors, account: str) -> None:
        """Sign in, unless it is nobody."""
        self.doors, self.email = doors, ACCOUNTS[account]
        self.client, self.kept = self._fresh(), ""

    def _fresh(self) -> FlaskClient:
        return self.doors.world.signed_in(self.email).client if self.email else self.doors.world.app.test_client()

    def open(self, method: str, address: str) -> TestResponse:
        """Ask for an address."""
        if address.startswith("/api/"):
            body = None if method in ("GET", "DELETE") else {}
            if not self.email:
                return self.doors.world.app.test_client().open(address, method=method)
            return ask(self.doors.world, self.email, method, address, body)
        if method == "GET":
            return self.client.get(address)
        token = self.kept or self.token()  # which may come from a fresh browser
        return self.client.post(address, data={"csrf_token": token})

    def prepare(self, method: str) -> None:
        """Take the token of a form ahead of sending it."""
        self.kept = "" if method == "GET" else self.token()

    def token(self) -> str:
        """Give the token of a form in this browser; whoever is not signed in has none that counts."""
        if not self.email:
            return ""
        found = TOKEN.search(self.client.get("/capacity").text)
        if found is None:
            self.client = self._fresh()
            found = TOKEN.search(self.client.get("/capacity").text)
        assert found is not None
        return found[1]


def test_no_form_is_taken_without_its_token_or_with_that_of_another_session(doors: Doors) -> None:
    """Every address that takes a form, of pages: 400 with the sentence, whoever is signed in. The one address for
    servers, at which a provider ends what it opened, asks for what the provider signed instead."""
    with clock.frozen(AT):
        client, foreign = Client(doors, "party"), Client(doors, "outsider").token()
        forms = [one for method, one in rules_of(doors) if method == "POST" and not one.rule.startswith("/api/")]
        for rule in (one for one in forms if one.endpoint != "providers.log_out"):
            for given in ({}, {"csrf_token": foreign}, {"csrf_token": "x"}):
                answer = client.client.post(doors.address(rule), data=given)

                assert 400 == answer.status_code, f"{rule.rule} {given}"
                assert "earlier session" in answer.text, rule.rule
    assert len(forms) == len(" ".join(door.routes for door in FORMS).split())


def test_every_address_answers_another_method_with_405(doors: Doors) -> None:
    """Pages and operations alike, with the methods that it answers; nothing is taken from a page that shows."""
    doors.world.app.config["API_A_MINUTE"] = 1_000_000
    with clock.frozen(AT):
        client = Client(doors, "party").client
        machine = {"Authorization": f"Bearer {token_of(ACCOUNTS['party'])}"}
        allowed: dict[str, set[str]] = {}
        for _method, rule in rules_of(doors):
            allowed.setdefault(doors.address(rule), set()).update(rule.methods or ())
        for address, methods in allowed.items():
            for method in sorted({"GET", "POST", "PUT", "PATCH", "DELETE"} - methods):
                headers = machine if address.startswith("/api/") else {}
                answer = client.open(address, method=method, headers=headers)
                if answer.status_code != 405:
                    assert reaches_another(doors, address, method), f"{method} {address}: {answer.status_code}"
                    continue
                assert methods <= {*answer.headers["Allow"].split(", "), "OPTIONS", "HEAD"}, address


def reaches_another(doors: Doors, address: str, method: str) -> bool:
    """Say whether a method at an address is taken by a rule that is there for more addresses than this one."""
    urls = doors.world.app.url_map.bind("localhost")
    return bool(urls.test(address, method=method))


def test_head_answers_as_get_does_and_has_no_body(doors: Doors) -> None:
    """The same status and place; and nothing is entered as read, since nothing is."""
    with clock.frozen(AT):
        client = Client(doors, "party").client
        for method, rule in rules_of(doors):
            if method != "GET" or rule.rule.startswith("/api/"):
                continue
            address = doors.address(rule)
            head, get = client.head(address), client.get(address)

            assert (get.status_code, get.location) == (head.status_code, head.location), address
            assert b"" == head.data, address
            for one in (head, get):
                one.close()


def test_what_is_forbidden_and_what_is_unknown_are_answered_by_the_same_bytes_and_statements(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever may be asked of a case, or of a paper in preparation, that a State has no part in, by page, form or
    machine, is answered as that of one that there is not: the same status, the same bytes but for the reference that
    was typed, the same headers, and the database is asked the same questions. So there is nothing that time could
    tell."""
    monkeypatch.setattr(attempts, "MOST_AN_HOUR", 100_000)  # beyond it a refusal is counted, and not kept
    tried, wrong = 0, []
    with clock.frozen(AT):
        client = known_client(doors)
        for method, rule in rules_of(doors):
            if "ref" not in rule.arguments or rule.endpoint in PUBLIC:
                continue
            hidden = doors.ref_of(rule)
            known, unknown = doors.address(rule), doors.address(rule).replace(hidden, UNKNOWN)
            client.open(method, unknown)  # what is done once, such as compiling a page, is done
            tried += 1
            wrong += [
                f"{method} {rule.rule}: {what}"
                for what in differing(ask_for(client, method, known, hidden), ask_for(client, method, unknown, UNKNOWN))
            ]

    assert [] == wrong
    assert tried > 60


def test_a_word_that_stands_only_in_what_is_hidden_is_sought_as_one_that_stands_nowhere(doors: Doors) -> None:
    """Search, list and saved filters: the same bytes by the same statements, on pages and for machines."""
    secret = next(one for one in sorted(doors.told.written) if "settlement-C2-JPN.KOR" in one)
    pairs = [(secret, secret.replace("KOR", "XXX")), (doors.ref, UNKNOWN)]
    places = ("/search?q={}", "/cases?words={}", "/api/v1/search?q={}", "/api/v1/cases?words={}", "/audit?case={}")
    with clock.frozen(AT):
        client = known_client(doors)
        for place in places:
            for hidden, nothing in pairs:
                client.open("GET", place.format(nothing))
                one, two = (ask_for(client, "GET", place.format(word), word) for word in (hidden, nothing))
                assert [] == differing(one, two), place
                assert 200 == one.status, place


@dataclass(frozen=True)
class Given:
    """An answer without the reference that was typed, and the statements by which it was made."""

    status: int
    text: str
    headers: tuple[tuple[str, str], ...]
    heard: tuple[str, ...]


def known_client(doors: Doors) -> Client:
    """Give an outsider whose token was used twice: the first use is noted, so that the next one reads it anew."""
    client = Client(doors, "outsider")
    for _time in range(2):
        client.open("GET", "/api/v1/token")
    return client


def ask_for(client: Client, method: str, address: str, typed: str) -> Given:
    """Ask, and leave out what was typed, the token of the form, and how much of a minute is left."""
    client.prepare(method)
    with statements(client.doors.world.engine) as heard:
        answer = client.open(method, address)
    text = TOKEN.sub("", answer.text).replace(typed, "")
    left_out = {"Content-Length", "Set-Cookie", "RateLimit-Remaining", "X-Request-Id"}
    headers = tuple((name, value.replace(typed, "")) for name, value in answer.headers if name not in left_out)
    return Given(answer.status_code, text, headers, tuple(heard))


def differing(one: Given, two: Given) -> list[str]:
    """Name what differs between two answers."""
    return [each.name for each in fields(Given) if getattr(one, each.name) != getattr(two, each.name)]


def test_a_token_opens_no_page_and_a_session_no_operation(doors: Doors) -> None:
    """A page takes a token for nobody's; the API takes a session for nobody's (more in test_door.py)."""
    with clock.frozen(AT):
        bearer = {"Authorization": f"Bearer {token_of(ACCOUNTS['party'])}"}
        pages = [name for door in PAGES for name in door.routes.split() if name not in OPEN]
        answers = {
            one.endpoint: doors.world.app.test_client().get(doors.address(one), headers=bearer).status_code
            for method, one in rules_of(doors)
            if method == "GET" and one.endpoint in pages
        }
        client = Client(doors, "party").client
        machine = {client.get(doors.address(one)).status_code for method, one in rules_of(doors) if method == "GET"
                   and one.rule.startswith("/api/") and one.endpoint != "api_document.give"}  # fmt: skip

    assert {303} == set(answers.values())
    assert {401} == machine


def test_an_auditor_may_send_what_the_table_says_and_nothing_else() -> None:
    """The list in the product and the column of the table name the same forms."""
    column, forms = list(ACCOUNTS).index("auditor"), {name for door in FORMS for name in door.routes.split()}
    open_to = {name for door in FORMS if door.statuses.split()[column] != "403" for name in door.routes.split()}

    assert forms & (MAY | OPEN) == open_to
