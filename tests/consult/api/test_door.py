"""The door: a bearer token and nothing else, refused as RFC 6750 says, counted, and never a cookie."""

from base64 import b64encode
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from consult import clock
from consult.api.frame.door import OPEN
from consult.models.logbook import AUDIT_ENTRY
from consult.models.tokens import API_TOKEN
from consult.people.tokens import NewToken, find_token, issue_token, revoke_token
from consult.refusals import Malformed, NotThrough, Unknown
from tests.consult.api.machine import LAST_DAY, Machine, machine, standing_of, system_of
from tests.consult.web.test_security import fill
from tests.consult.web.world import AT, LIAISON, MANAGER, OFFICIAL, World

HERE = "/api/v1/token"


def test_every_address_of_the_api_asks_for_a_token(berths: World) -> None:
    """A new noun is closed without anybody thinking of it; what is not there is refused as what is."""
    client = berths.app.test_client()
    rules = [rule for rule in berths.app.url_map.iter_rules() if rule.rule.startswith("/api/")]
    asked = [
        (method, fill(rule))
        for rule in rules
        if rule.endpoint not in OPEN
        for method in sorted((rule.methods or set()) - {"HEAD"})
    ]
    for method, path in [*asked, ("GET", "/api/v1/nonsense"), ("POST", "/api/nonsense"), ("OPTIONS", HERE)]:
        answer = client.open(path, method=method)

        assert (401, "application/problem+json") == (answer.status_code, answer.mimetype), f"{method} {path}"
        assert 'Bearer realm="consult"' == answer.headers["WWW-Authenticate"]
    assert {"api_oauth.grant", "api_document.give"} == OPEN


def test_a_session_of_a_browser_counts_for_nothing(berths: World) -> None:
    """So that no other site can make a browser act; and no cookie is set for whoever has a token."""
    visitor = berths.signed_in("all@jpn.example")
    assert 200 == visitor.get("/desk").status_code

    assert 401 == visitor.get(HERE).status_code
    assert 401 == visitor.client.post("/api/v1/cases", json={}).status_code
    answer = machine(berths, "all@jpn.example").get(HERE)
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert "no-store" == answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "said", ["", "Bearer", "Bearer a b", "Basic YTpi", "bearer consult_x", "Bearer " + "x" * 300, "Bearer é"]
)
def test_what_is_no_token_is_refused(berths: World, said: str) -> None:
    """401 with the challenge; a token that does not count is told so."""
    answer = berths.app.test_client().get(HERE, headers={"Authorization": said})

    assert 401 == answer.status_code
    told = 'error="invalid_token"' in answer.headers["WWW-Authenticate"]
    assert told == (said == "bearer consult_x")


def test_a_token_tells_what_it_reaches(berths: World) -> None:
    """Party, office, capacities, procedures, cases, the last day with its zone."""
    asks = machine(berths, "all@jpn.example", capacities=("draft",), procedures=("berth",))
    found = asks.given(HERE)

    assert ("JPN", ["draft"], ["berth"], None) == tuple(
        found[name] for name in ("party", "capacities", "procedures", "cases")
    )
    assert ("2027-02-01", "Asia/Tokyo") == (found["valid_until"], found["zone"])
    assert {"party": "JPN", "zone": "Asia/Tokyo"} == asks.given(f"{HERE}?fields=party,zone")


def test_what_is_left_of_the_minute_stands_in_every_answer_and_too_many_are_refused(berths: World) -> None:
    """429 with the time to wait; another token goes on."""
    berths.app.config["API_A_MINUTE"] = 3
    one, other = machine(berths, "all@jpn.example"), machine(berths, "all@fra.example")
    left = [one.get(HERE).headers["RateLimit-Remaining"] for _ in range(3)]
    refused = one.get(HERE)

    assert ["2", "1", "0"] == left
    assert (429, "60", "3") == (refused.status_code, refused.headers["Retry-After"], refused.headers["RateLimit-Limit"])
    assert "Wait a little before you ask again." == refused.json["detail"]
    assert 200 == other.get(HERE).status_code


def test_whoever_guesses_in_vain_has_to_wait(berths: World) -> None:
    """From one address thirty times a minute."""
    guesses = [Machine(berths, f"consult_{n}").get(HERE).status_code for n in range(32)]

    assert [401] * 30 + [429] * 2 == guesses


def test_a_token_ends_by_itself_with_its_mandate_and_when_it_is_revoked(berths: World) -> None:
    """All of it one answer, at the next request."""
    asks = machine(berths, "all@jpn.example")
    assert 200 == asks.get(HERE).status_code
    with clock.frozen(AT.replace(year=2027, month=2, day=1, hour=14)):
        assert 200 == asks.get(HERE).status_code
    with clock.frozen(AT.replace(year=2027, month=2, day=1, hour=15)):  # the next day in Tokyo
        assert 401 == asks.get(HERE).status_code
    with berths.app.app_context(), berths.writing() as conn:
        revoke_token(conn, standing_of(berths, "all@jpn.example"), asks.token.split("_")[1], AT)

    assert 401 == asks.get(HERE).status_code


def test_issuing_and_revoking_stands_in_the_record_of_the_party(berths: World) -> None:
    """By keys and dates; the secret nowhere, the name of the system as a digest."""
    asks = system_of(berths, MANAGER, OFFICIAL, ("clear",))
    handle = asks.token.split("_")[1]
    with berths.app.app_context(), berths.writing() as conn:
        revoke_token(conn, standing_of(berths, OFFICIAL), handle, AT)
    with berths.reading() as conn:
        rows = conn.execute(select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.kind.like("token_%"))).all()
        kept = conn.execute(select(API_TOKEN)).one()

    assert [("token_issued", "JPN"), ("token_revoked", "JPN")] == [(row.kind, row.party) for row in rows]
    assert all(handle in row.body and "Registry" not in row.body for row in rows)
    assert asks.token not in str(kept)


def test_a_token_reaches_no_further_than_its_mandate(berths: World) -> None:
    """Each fault at its question; the mandate of another person or party is not on the list."""
    by, other = standing_of(berths, LIAISON), standing_of(berths, OFFICIAL)
    faults = {
        "name": NewToken("person", " ", by.mandate_id, (), LAST_DAY),
        "capacities": NewToken("person", "A", by.mandate_id, ("clear",), LAST_DAY),
        "valid_until": NewToken("person", "A", by.mandate_id, (), date(2028, 1, 1)),
        "cases": NewToken("person", "A", by.mandate_id, (), LAST_DAY, cases=("BERTH-2026-NOSUCH",)),
        "mandate": NewToken("person", "A", other.mandate_id, (), LAST_DAY),
    }
    with berths.app.app_context(), berths.writing() as conn:
        for field, new in faults.items():
            with pytest.raises(Malformed) as refused:
                issue_token(conn, by, new, AT)
            assert [field] == list(refused.value.fields)
        with pytest.raises(Malformed, match="Choose one from the list"):
            issue_token(conn, by, NewToken("organ", "A", by.mandate_id, (), LAST_DAY), AT)
        with pytest.raises(Unknown):
            revoke_token(conn, by, "nonsense", AT)


def test_a_token_makes_no_tokens(berths: World) -> None:
    """Nor does anybody in the place of somebody absent."""
    asks = machine(berths, "all@jpn.example")

    with berths.app.app_context(), berths.writing() as conn:
        found = find_token(conn, asks.token, AT)
        assert found is not None
        with pytest.raises(NotThrough, match="A token makes no tokens"):
            issue_token(conn, found.standing, NewToken("person", "A", found.standing.mandate_id, (), LAST_DAY), AT)


def test_the_last_use_is_kept_to_ten_minutes(berths: World) -> None:
    """Not every request writes."""
    asks = machine(berths, "all@jpn.example")
    used = []
    for minutes in (0, 9, 11):
        with clock.frozen(AT + timedelta(minutes=minutes)):
            asks.get(HERE)
        with berths.reading() as conn:
            used.append(conn.execute(select(API_TOKEN.c.last_used_at)).scalar_one())

    assert [AT, AT, AT + timedelta(minutes=11)] == used


def grant(world: World, handle: str, secret: str, **form: str) -> tuple[int, dict[str, str]]:
    """Ask for a short-lived token; Basic unless the form names the client."""
    word = b64encode(f"{handle}:{secret}".encode()).decode()
    headers = {} if "client_id" in form else {"Authorization": f"Basic {word}"}
    answer = world.app.test_client().post("/api/oauth/token", data=form, headers=headers)
    assert "no-store" == answer.headers["Cache-Control"]
    return answer.status_code, answer.json or {}


def test_a_system_trades_its_secret_for_a_token_of_an_hour(berths: World) -> None:
    """By Basic or in the form (RFC 6749, section 2.3.1), for all capacities or some, and not with a granted one."""
    asks = system_of(berths, MANAGER, OFFICIAL, ("clear", "dispatch"))
    handle = asks.token.split("_")[1]
    status, given = grant(berths, handle, asks.token, grant_type="client_credentials")
    short = Machine(berths, given["access_token"])

    assert (200, "Bearer", 3600, "clear dispatch") == (status, given["token_type"], given["expires_in"], given["scope"])
    assert (["clear"], ["dispatch"]) == tuple(short.given(HERE)[name] for name in ("capacities", "kept_back"))
    with clock.frozen(AT + timedelta(minutes=61)):
        assert 401 == short.get(HERE).status_code
    form = {"grant_type": "client_credentials", "client_id": handle, "client_secret": asks.token, "scope": "clear"}
    assert 200 == grant(berths, "", "", **form)[0]
    assert (401, {"error": "invalid_client"}) == grant(
        berths, handle, given["access_token"], grant_type=form["grant_type"]
    )


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({}, 400, "invalid_request"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": "client_credentials", "scope": "manage"}, 400, "invalid_scope"),
        ({"grant_type": "client_credentials", "client_id": "x", "client_secret": "y"}, 401, "invalid_client"),
    ],
)
def test_a_grant_is_refused_in_the_words_of_its_standard(
    berths: World, form: dict[str, str], status: int, error: str
) -> None:
    """RFC 6749, section 5.2."""
    asks = system_of(berths, MANAGER, OFFICIAL, ("clear",))

    assert (status, {"error": error}) == grant(berths, asks.token.split("_")[1], asks.token, **form)


def test_a_revoked_token_takes_what_was_granted_on_it_along(berths: World) -> None:
    """At the next request."""
    asks = system_of(berths, MANAGER, OFFICIAL, ("clear",))
    handle = asks.token.split("_")[1]
    short = Machine(berths, grant(berths, handle, asks.token, grant_type="client_credentials")[1]["access_token"])
    assert 200 == short.get(HERE).status_code
    with berths.app.app_context(), berths.writing() as conn:
        revoke_token(conn, standing_of(berths, MANAGER), handle, AT)

    assert 401 == short.get(HERE).status_code
