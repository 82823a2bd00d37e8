"""Another party's identifier beside the address, in a question, a form, a JSON body or a header, answers as one that
nobody has; and no header makes a request another one, or another person's."""

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from consult import clock
from tests.consult.web.world import AT
from tests.house.others_ids import NOT_THERE, Victims, victims
from tests.house.random_world import fresh, told
from tests.house.test_others_ids import FORM, ask_machine, state_of

MANAGER, BODY = "manager@meae.example", "all@pca.example"
TOKEN = re.compile(r'name="(?:csrf_token|once)" value="[^"]*"')
QUESTIONS = (
    ("case", "/cases?before={}"),
    ("case", "/cases?words={}"),
    ("view", "/cases?view={}"),
    ("case", "/search?q={}"),
    ("case", "/search?q=mark*&in=cases&before={}"),
    ("case", "/search?q=mark*&in=acts&before={}/1"),
    ("case", "/audit?case={}"),
    ("case", "/reports/audit?case={}"),
    ("case", "/exchange/notices.json?before={}"),
    ("case", "/notices/new?procedure=berth&case={}"),
    ("case", "/api/v1/cases?before={}"),
    ("case", "/api/v1/cases?after={}"),
    ("view", "/api/v1/cases?view={}"),
    ("case", "/api/v1/events?case={}"),
    ("case", "/api/v1/log/entries?case={}"),
    ("file", "/api/v1/files?after={}"),
    ("token", "/api/v1/tokens?after={}"),
)
"""Filters, sorts, cursors and exports: what is named, and where."""
FORMS = (
    ("mandate", "/capacity", {"mandate": "{}"}),
    ("absence", "/capacity", {"substitution": "{}"}),
    ("case", "/desk/seen", {"do": "mark", "upto": "{}/1"}),
    ("case", "/my-feeds", {"scope": "case", "ref": "{}"}),
    ("mandate", "/my-tokens", {"mandate": "{}", "name": "x", "valid_until": "2026-12-01", "capacities": "clear"}),
    ("mandate", "/my-party/tokens", {"mandate": "{}", "name": "x", "valid_until": "2026-12-01", "capacities": "clear"}),
    ("mandate", "/my-party/absences", {"absent": "{}", "substitute": "1", "capacities": "draft"}),
    ("case", "/my-tokens", {"mandate": "1", "name": "x", "valid_until": "2026-12-01", "cases": "{}"}),
    ("case", "/reports/of/{}", {"set": "full", "formats": "pdf"}),
)
"""Forms whose answers name things: a foreign one is as unknown as none."""
BODIES = (
    ("case", "POST", "/api/v1/desk/seen", {"upto": "{}/1"}),
    ("case", "POST", "/api/v1/reports", {"cases": ["{}"]}),
    ("mandate", "POST", "/api/v1/absences", {"absent": "{}", "substitute": 1, "capacities": ["draft"]}),
)
HEADERS = (
    {"X-HTTP-Method-Override": "DELETE"},
    {"X-Original-URL": "/my-party"},
    {"X-Rewrite-URL": "/my-party"},
    {"X-Forwarded-User": "all@bra.example"},
    {"X-Remote-User": "all@bra.example"},
    {"X-Forwarded-Host": "elsewhere.example"},
    {"Forwarded": "for=192.0.2.1;host=elsewhere.example"},
    {"Range": "bytes=0-3"},
    {"If-None-Match": "*"},
)


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Victims]:
    """Give a world in which there is something of each kind."""
    folder = tmp_path_factory.mktemp("aside")
    with clock.frozen(AT):
        made = victims(fresh(folder), folder)
    yield made
    made.world.engine.dispose()


def nobodys(kind: str) -> str:
    """Give an identifier of a kind that nobody has."""
    return {"case": NOT_THERE["case"], "view": NOT_THERE["key"], "file": NOT_THERE["file"],
            "token": NOT_THERE["handle"]}.get(kind, NOT_THERE["number"])  # fmt: skip


def page(client: FlaskClient, address: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
    """Ask in a browser in which somebody is signed in."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/my-sign-in").text)
    assert found is not None
    answer = client.get(address) if form is None else client.post(address, data={**form, "csrf_token": found[1]})
    return answer.status_code, answer.location or "", TOKEN.sub("", answer.text)


def masked(answer: tuple[int, str, str], named: str) -> tuple[int, str, str]:
    """Leave out the name that was asked for, which the answer may repeat."""
    return (answer[0], *(one.replace(named, "ID") for one in answer[1:])) if len(named) > 2 else answer


@pytest.mark.parametrize("email", [MANAGER, BODY])
@pytest.mark.parametrize(("kind", "address"), QUESTIONS)
def test_in_a_question_what_is_of_others_is_as_unknown_as_none(
    there: Victims, kind: str, address: str, email: str
) -> None:
    """Filter, cursor, search and export."""
    with clock.frozen(AT):
        answers, client = [], there.world.signed_in(email).client
        for named in (there.named[kind], nobodys(kind)):
            at = address.format(named)
            asked = ask_machine(there.world, email, "GET", at, None) if "/api/" in at else page(client, at)
            answers.append(masked(asked, named))

    assert answers[0] == answers[1]


@pytest.mark.parametrize(("kind", "address", "form"), FORMS)
def test_in_a_form_what_is_of_others_is_as_unknown_as_none(
    there: Victims, kind: str, address: str, form: dict[str, str]
) -> None:
    """The same status and words, and nothing is written."""
    with clock.frozen(AT):
        client = there.world.signed_in(MANAGER).client
        before, answers = state_of(there.world), []
        for named in (there.named[kind], nobodys(kind)):
            filled = {name: value.format(named) for name, value in form.items()}
            asked = page(client, address.format(named), {"office": FORM["office"], **filled})
            answers.append(masked(asked, named))
        after = state_of(there.world)

    assert answers[0] == answers[1]
    assert answers[0][0] in (404, 422)
    assert before == after


@pytest.mark.parametrize(("kind", "method", "address", "body"), BODIES)
def test_in_a_body_what_is_of_others_is_as_unknown_as_none(
    there: Victims, kind: str, method: str, address: str, body: dict[str, object]
) -> None:
    """Machines are answered alike."""
    with clock.frozen(AT):
        answers = []
        for named in (there.named[kind], nobodys(kind)):
            filled = {name: [named] if isinstance(value, list) and value == ["{}"] else
                      value.format(named) if isinstance(value, str) else value
                      for name, value in body.items()}  # fmt: skip
            answers.append(masked(ask_machine(there.world, MANAGER, method, address, filled), named))

    assert answers[0] == answers[1]
    assert 400 <= answers[0][0] < 500


@pytest.mark.parametrize("header", HEADERS, ids=lambda header: next(iter(header)))
def test_no_header_makes_a_request_another_one(there: Victims, header: dict[str, str]) -> None:
    """A case of others stays unknown, a page its own, and nobody is somebody else."""
    with clock.frozen(AT):
        client = there.world.signed_in(MANAGER).client
        plain, with_header = client.get("/my-party"), client.get("/my-party", headers=header)
        foreign = client.get(f"/cases/{there.named['case']}", headers=header)
        document = client.get(f"/cases/{there.named['case']}/documents/{there.named['digest']}", headers=header)

    assert plain.status_code == with_header.status_code
    assert TOKEN.sub("", plain.text) == TOKEN.sub("", with_header.text)
    assert (404, 404) == (foreign.status_code, document.status_code)


def test_an_idempotency_key_of_somebody_else_gives_nothing_of_the_first_answer(there: Victims) -> None:
    """The same key in another's name is another key: each gets a case of one's own, and neither that of the other."""
    body, made = {"procedure": "berth", "title": "With the same key"}, []
    with clock.frozen(AT):
        for email in ("all@jpn.example", "all@bra.example", "all@bra.example"):
            headers = {"Authorization": f"Bearer {told().tokens[email]}", "Idempotency-Key": "one-key-for-all"}
            answer = there.world.app.test_client().post("/api/v1/cases", json=body, headers=headers)
            assert answer.status_code in (200, 201), answer.text
            made.append(answer.json["ref"])

    assert made[0] != made[1] == made[2]
