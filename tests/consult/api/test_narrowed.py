"""A token reaches what it was made for and nothing else: asked of every operation of the catalogue.

Over the seeded world of the outputs, where every secret says whose it is: a token for one case, for one procedure or to
read alone never gives, finds or changes anything beside that, whatever the noun.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select, text

from consult import clock
from consult.models.cases import CASES
from tests.consult.api.machine import Machine, machine, standing_of
from tests.consult.api.places import OPERATIONS, Places, afresh, ids
from tests.consult.web.cases_world import build_cases
from tests.consult.web.world import AT
from tests.house.outputs import ROWS
from tests.house.outputs_world import MARK, Secrets, build

WHO, CASE, OF = "all@jpn.example", "berth", "berth"
WORDS_OF = ("berth", "levels")
"""How the secrets of its cases begin."""
PREFIX = "/api/v1/"
REF = re.compile(r"[A-Z0-9]+-2026-[A-Z0-9]{6}")
WITH_CASE = [one for one in OPERATIONS if one.rule.startswith("/cases/<ref>")]
WRITES = [one for one in OPERATIONS if one.method != "GET"]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secrets]:
    """Give the world as it is."""
    with clock.frozen(AT):
        built = build(tmp_path_factory.mktemp("narrowed"))
    built.world.app.config.update(API_A_MINUTE=1_000_000, API_MISSES_A_MINUTE=1_000_000)
    yield built
    built.world.engine.dispose()


def asked_of_api(told: Secrets) -> list[tuple[str, str, dict[str, str]]]:
    """Give every request to the API by which an output is drawn."""
    return [one for row in ROWS for one in row.asked(told) if one[1].startswith(PREFIX)]


def answers(told: Secrets, asks: Machine) -> Iterator[tuple[str, str]]:
    """Give what a machine is answered, beside what it asked; words that it said itself are left out."""
    for method, address, form in asked_of_api(told):
        body = json.loads(form["json"]) if "json" in form else None
        answer = asks.ask(method, address, body)
        assert answer.status_code < 500, address
        said = {m.group() for m in MARK.finditer(address + form.get("json", ""))}
        found = answer.text if "text" in answer.mimetype or "json" in answer.mimetype else ""
        for ref in set(REF.findall(form.get("json", ""))):
            found = found.replace(ref, "")
        yield address, MARK.sub(lambda m, said=said: "" if m.group() in said else m.group(), found)


def marks(found: str) -> set[str]:
    """Give the secrets in an answer."""
    return {m.group() for m in MARK.finditer(found)}


def refs_of(told: Secrets, *, procedure: str = "") -> set[str]:
    """Give the references of all cases, or of those of a procedure; but for those under which the register announces
    an activity, which everybody reads."""
    with told.world.reading() as conn:
        query = select(CASES.c.ref).where(CASES.c.procedure == procedure) if procedure else select(CASES.c.ref)
        return set(conn.execute(query).scalars()) - set(told.entries.values())


def strays(names: set[str], got: list[tuple[str, str]]) -> dict[str, set[str]]:
    """Give the names that stand in answers to whoever did not say them, by address."""
    found = {address: {name for name in names if name in text and name not in address} for address, text in got}
    return {address: some for address, some in found.items() if some}


def test_a_token_for_one_case_gives_nothing_of_others(told: Secrets) -> None:
    """No secret and no reference that the case does not show to a token for all; the case itself it does show."""
    mine = told.refs[CASE]
    with clock.frozen(AT):
        whole, narrow = machine(told.world, WHO), machine(told.world, WHO, cases=(mine,))
        here = f"{PREFIX}cases/{mine}"
        of_case = [
            (address, found) for address, found in answers(told, whole) if address.split("?")[0].startswith(here)
        ]
        drafts = {one["href"] for one in whole.given(here)["drafts"]}
        may = {mark for _address, found in of_case for mark in marks(found)}
        may |= {mark for href in drafts for mark in marks(whole.get(href).text)}
        others = refs_of(told) - {mine}
        got = list(answers(told, narrow))

    beyond = {address: found for address, text in got if (found := marks(text) - may)}
    assert {} == beyond
    assert {} == strays(others, got)
    assert [mark for address, text in got for mark in marks(text)]


def test_a_token_for_one_procedure_gives_nothing_of_others(told: Secrets) -> None:
    """No secret of another procedure, and no reference of a case of one."""
    others = refs_of(told) - refs_of(told, procedure=OF)
    with clock.frozen(AT):
        got = list(answers(told, machine(told.world, WHO, procedures=(OF,))))

    strange = {
        address: found
        for address, text in got
        if (found := {mark for mark in marks(text) if (m := MARK.fullmatch(mark)) and m["procedure"] not in WORDS_OF})
    }
    assert {} == strange
    assert {} == strays(others, got)
    assert [mark for address, text in got for mark in marks(text)]


def test_a_token_that_reads_alone_sees_nothing_that_is_being_prepared(told: Secrets) -> None:
    """As a person without a capacity; secrets of level C4 are in papers alone."""
    with clock.frozen(AT):
        got = list(answers(told, machine(told.world, WHO, capacities=())))
        drafts = {told.drafts[key] for key in told.drafts}

    assert {} == strays(drafts, got)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    """Give a world with a case in which nothing more is recorded."""
    with clock.frozen(AT):
        world = build_cases(tmp_path_factory.mktemp("refused"))
        world.app.config.update(API_A_MINUTE=1_000_000, API_MISSES_A_MINUTE=1_000_000, PROPAGATE_EXCEPTIONS=False)
        built = afresh(world, machine(world, WHO))
    yield built
    built.world.engine.dispose()


@pytest.fixture(scope="module")
def narrowed(places: Places) -> dict[str, Machine]:
    """Give machines that reach less: a mandate bears so many tokens and no more."""
    with clock.frozen(AT):
        other = afresh(places.world, places.asks)
        return {
            "reads alone": machine(places.world, WHO, capacities=()),
            "another case": machine(places.world, WHO, cases=(other.case,)),
            "another procedure": machine(places.world, WHO, procedures=("ost9",)),
            "another State": machine(places.world, "all@bra.example"),
        }


def try_all(places: Places, asks: Machine, operation: Any) -> Any:
    """Ask an operation with its example, over the version that is there."""
    body = dict(operation.example or {}) if operation.body else None
    if body is not None and "seen" in body:
        body["seen"] = places.asks.given(f"{PREFIX}cases/{places.case}")["seen"]
    tag = {"If_Match": '"0"'} if "/drafts/" in operation.rule and operation.matches else {}
    return asks.ask(operation.method, places.address(operation), body, **tag)


ONLY_ASK = {"lunar_screen", "checks_check", "checks_check_file", "checks_compare", "rehearsals_rehearse"}
"""Questions that are too long for an address: they store nothing, and whoever reads may put them."""
TAKES_AWAY = {"reports_make", "reports_make_audit_log", "reports_make_bundle", "reports_make_log_bundle"}
"""What may be read is drawn into a file, which whoever reads may ask for: 202, and the file waits."""
NOTED = {"output", "outbox", "read_mark", "audit_entry", "audit_leaf", "audit_opening", "audit_node"}
"""That a confidential paper was taken away is entered in the log of the party, as on the pages."""
KEPT_APART = {"attempt", "api_token", "api_grant", "mandate"}
"""Tables in which a refusal, or the making of the token that was refused, is kept."""


@pytest.mark.parametrize("operation", WRITES, ids=ids)
def test_a_token_that_reads_alone_changes_nothing(places: Places, narrowed: dict[str, Machine], operation: Any) -> None:
    """Whatever it asks: refused, and no row more."""
    with clock.frozen(AT):
        asks = narrowed["reads alone"]
        before = places.rows()
        answer = try_all(places, asks, operation)

    given = 200 if operation.name in ONLY_ASK else 202 if operation.name in TAKES_AWAY else 403
    assert answer.status_code in (403, 404, 409, 415, 422, given), (operation.name, answer.text)
    after = places.rows()
    apart = KEPT_APART | (NOTED if operation.name in TAKES_AWAY else set())
    assert {name for name in before if before[name] != after[name]} <= apart


@pytest.mark.parametrize("operation", WITH_CASE, ids=ids)
def test_a_case_outside_of_a_token_is_as_one_that_there_is_not(
    places: Places, narrowed: dict[str, Machine], operation: Any
) -> None:
    """For a token of another case and of another procedure, and for the machine of a State that takes no part: the same
    bytes as for a reference of nothing."""
    with clock.frozen(AT):
        for asks in (narrowed["another case"], narrowed["another procedure"], narrowed["another State"]):
            body = dict(operation.example or {}) if operation.body else None
            there, nowhere = (
                asks.ask(operation.method, places.address(operation, ref=ref), body)
                for ref in (places.case, "BERTH-2026-NOSUCH")
            )
            assert (nowhere.status_code, nowhere.text) == (there.status_code, there.text), operation.name
            assert there.status_code in (404, 415, 428), operation.name


ENDS = {
    "its person is closed": "UPDATE person SET active = false WHERE email = :email",
    "its mandate is revoked": "UPDATE mandate SET revoked_at = '2026-11-20 08:00:00' WHERE person_id = :person",
    "its mandate is over": "UPDATE mandate SET valid_until = '2026-11-19' WHERE person_id = :person",
    "its mandate has not begun": "UPDATE mandate SET valid_from = '2026-11-22' WHERE person_id = :person",
}


@pytest.mark.rewrites_mandates
@pytest.mark.parametrize("statement", ENDS.values(), ids=ENDS)
def test_a_token_ends_at_once_with_what_it_stands_on(berths: Any, statement: str) -> None:
    """The secret, and the short-lived one that was granted on it; the answer says no more than for a wrong one."""
    email = "draft@jpn.example"
    asks, person = machine(berths, email), standing_of(berths, email).person_id
    form = {"grant_type": "client_credentials", "client_id": asks.token.split("_")[1], "client_secret": asks.token}
    granted = berths.app.test_client().post("/api/oauth/token", data=form).json["access_token"]
    short, wrong = Machine(berths, granted), Machine(berths, asks.token[:-1] + "_")
    assert [200, 200] == [one.get(PREFIX + "token").status_code for one in (asks, short)]
    with berths.engine.begin() as conn:
        conn.execute(
            text(statement), {"email": email, "person": person} if ":email" in statement else {"person": person}
        )
    refused = [one.get(PREFIX + "token") for one in (asks, short, wrong)]
    again = berths.app.test_client().post("/api/oauth/token", data=form)

    assert {401} == {one.status_code for one in refused}
    assert 1 == len({(one.text, one.headers["WWW-Authenticate"]) for one in refused})
    assert (401, {"error": "invalid_client"}) == (again.status_code, again.json)
