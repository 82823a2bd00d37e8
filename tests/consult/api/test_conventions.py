"""What every answer of the API keeps to: headers, methods, compression, counting; and that no key leads from one party
to another.
"""

import gzip
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from limits import RateLimitItemPerMinute
from sqlalchemy import select

from consult import clock, people
from consult.models.parties import PERSON
from consult.people import NewMandate
from consult.settings import Jobs, Settings
from consult.web.limits import LEFT_ALONE, Counter
from tests.consult.api.machine import Machine, machine, standing_of
from tests.consult.api.places import OPERATIONS, Places, begin, ids
from tests.consult.web.cases_world import build_cases
from tests.consult.web.world import AT, World

HERE = "/api/v1/token"


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    """Give a world with a case."""
    with clock.frozen(AT):
        built = begin(build_cases(tmp_path_factory.mktemp("conventions")))
    yield built
    built.world.engine.dispose()


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.method == "GET"], ids=ids)
def test_an_answer_is_kept_nowhere_and_compressed_only_where_it_is_plain(places: Places, operation: Any) -> None:
    """HEAD is the same without content; the limits stand in each; no cookie, no leave for other sites' scripts."""
    address = places.address(operation)
    with clock.frozen(AT):
        whole = places.asks.get(address, Accept_Encoding="gzip, br", Origin="https://elsewhere.example")
        head = places.asks.ask("HEAD", address)
        plain = places.asks.get(address, Accept_Encoding="identity")
    assert whole.status_code == plain.status_code == head.status_code
    assert b"" == head.data
    for answer in (whole, head, plain):
        assert "no-store" == answer.headers["Cache-Control"]
        assert {"Authorization", "Accept-Language"} <= set(answer.vary)
        assert {"RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"} <= set(answer.headers.keys())
        assert "Set-Cookie" not in answer.headers
        assert "nosniff" == answer.headers["X-Content-Type-Options"]
        assert not [name for name, _value in answer.headers if name.startswith("Access-Control")]
    packed = whole.headers.get("Content-Encoding") == "gzip"
    assert packed <= operation.plain
    assert plain.data == (gzip.decompress(whole.data) if packed else whole.data)


@pytest.mark.parametrize("operation", OPERATIONS, ids=ids)
def test_an_address_names_the_methods_that_it_takes(places: Places, operation: Any) -> None:
    """OPTIONS and 405 with Allow; a slash too many and a version that is not there are 404, as problems."""
    address = places.address(operation)
    with clock.frozen(AT):
        told, wrong = places.asks.ask("OPTIONS", address), places.asks.ask("PATCH", address)
        lost = [places.asks.get(one) for one in (f"{address}/", f"{address}/nosuch/x", address.replace("/v1/", "/v2/"))]
        foreign = places.asks.ask("TRACE", address)

    assert (200, b"") == (told.status_code, told.data)
    assert operation.method in (told.allow or ())
    assert (405, "/api#other-way") == (wrong.status_code, wrong.json["type"])
    assert operation.method in wrong.headers["Allow"].split(", ")
    assert set(told.allow) == set(wrong.headers["Allow"].split(", "))
    assert {(404, "/api#unknown", "application/problem+json")} == {
        (one.status_code, one.json["type"], one.mimetype) for one in lost
    }
    assert 405 == foreign.status_code


def test_a_browser_of_another_site_is_not_let_in(places: Places) -> None:
    """No preflight is answered without a token, which no page of another site can send along."""
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    answer = places.world.app.test_client().options("/api/v1/cases", headers=asked)

    assert 401 == answer.status_code
    assert not [name for name, _value in answer.headers if name.startswith("Access-Control")]


def test_a_token_that_counts_is_let_in_whatever_its_neighbours_guess(berths: World) -> None:
    """From the same address; otherwise anybody behind it could keep a ministry out. A grant as well."""
    asks = machine(berths, "all@jpn.example")
    assert 429 == [Machine(berths, f"consult_{n}").get(HERE).status_code for n in range(40)][-1]
    form = {"grant_type": "client_credentials", "client_id": asks.token.split("_")[1], "client_secret": asks.token}

    assert 200 == asks.get(HERE).status_code
    assert 200 == berths.app.test_client().post("/api/oauth/token", data=form).status_code
    wrong = berths.app.test_client().post("/api/oauth/token", data={**form, "client_secret": "x"})
    assert (429, "60") == (wrong.status_code, wrong.headers["Retry-After"])


def test_a_secret_stands_in_no_address_and_no_log(places: Places, caplog: pytest.LogCaptureFixture) -> None:
    """A token is read from its header alone."""
    client = places.world.app.test_client()
    for name in ("access_token", "token", "Authorization"):
        assert 401 == client.get(f"{HERE}?{name}={places.asks.token}").status_code
        assert 401 == client.post("/api/v1/cases", data={name: places.asks.token}).status_code
    places.asks.get("/api/v1/cases/nosuch")

    assert places.asks.token not in caplog.text


@pytest.fixture
def both(berths: World) -> tuple[Machine, Machine]:
    """Give two machines of one person, who acts for Japan and for France."""
    with berths.app.app_context(), berths.writing() as conn:
        person = conn.execute(select(PERSON.c.id).where(PERSON.c.email == "all@jpn.example")).scalar_one()
        capacities = ("draft", "clear", "dispatch")
        new = NewMandate(berths.organs["MEAE"], "Delegate", capacities, "Letter", date(2026, 1, 1))
        people.record_mandate(conn, None, person, new, AT)
    assert {"JPN", "FRA"} == {standing_of(berths, "all@jpn.example", key).party_key for key in ("JPN", "FRA")}
    return machine(berths, "all@jpn.example", party="JPN"), machine(berths, "all@jpn.example", party="FRA")


def test_a_key_leads_to_nothing_of_another_party(berths: World, both: tuple[Machine, Machine]) -> None:
    """Who acts for two of them with one key is told that it was used; nothing of the one is shown to the other, and no
    act of the one is taken for that of the other."""
    japan, france = both
    opened = japan.made("/api/v1/cases", {"procedure": "berth", "title": "Ours"}, Idempotency_Key="k")["ref"]
    other = france.post("/api/v1/cases", {"procedure": "berth", "title": "Ours"}, Idempotency_Key="k")
    assert (422, False) == (other.status_code, opened in other.text)

    asked = {"vehicle": "Cargo 7", "size": "small", "from_day": "2027-02-01", "asked": ["FRA", "KOR"]}
    path = f"/api/v1/cases/{opened}/acts"
    japan.made(path, {"step": "ask", "filing": asked, "seen": 0})
    said = {"step": "make_statement", "filing": {"text": "We take note."}, "seen": 1}
    japan.made(path, said, Idempotency_Key="s")
    mine = france.post(path, {**said, "seen": 2}, Idempotency_Key="s")
    assert (422, "This key was used for another request; nothing was recorded.") == (
        mine.status_code,
        mine.json["detail"],
    )
    assert {"JPN"} == {one["party"] for one in japan.given(path)["items"]}
    assert 201 == france.post(path, {**said, "seen": 2}, Idempotency_Key="t").status_code


def test_a_filing_by_another_edition_is_refused_with_its_pointer(berths: World) -> None:
    """The right one is taken; the first answer is given again whatever the edition is by then."""
    asks = machine(berths, "all@jpn.example")
    ref = asks.made("/api/v1/cases", {"procedure": "berth"})["ref"]
    case, path = asks.given(f"/api/v1/cases/{ref}"), f"/api/v1/cases/{ref}/acts"
    body = {"step": "make_statement", "filing": {"text": "Said."}, "seen": 1}
    asked = {"vehicle": "Cargo 7", "size": "small", "from_day": "2027-02-01", "asked": ["FRA", "KOR"]}
    asks.made(path, {"step": "ask", "filing": asked, "seen": 0, "edition": case["edition"]})
    wrong = asks.post(path, {**body, "edition": "0" * 64})

    assert (422, "/edition") == (wrong.status_code, wrong.json["faults"][0]["pointer"])
    assert wrong.json["faults"][0]["sentence"].startswith("The case does not run on this edition.")
    assert 201 == asks.post(path, {**body, "edition": case["edition"]}).status_code


def counters(folder: Path, queue: str) -> tuple[Counter, Counter]:
    """Give what two processes of an installation count with."""
    made = Settings.for_tests(folder, jobs=Jobs(queue))
    return Counter(made), Counter(made)


def test_processes_count_each_for_itself_where_they_share_nothing(tmp_path: Path) -> None:
    """As long as the queue lies in a file."""
    one, other = counters(tmp_path, "sqlite")
    limit = RateLimitItemPerMinute(2)

    assert [(True, 1), (True, 0), (False, 0)] == [one.hit(limit, "token:1") for _n in range(3)]
    assert (True, 1) == other.hit(limit, "token:1")


@pytest.mark.redis
def test_processes_count_together_where_they_share_redis(redis_url: str, tmp_path: Path) -> None:
    """One minute for all of them; another installation on the same server has its own."""
    one, other = counters(tmp_path, redis_url)
    limit = RateLimitItemPerMinute(2)
    elsewhere = Counter(Settings.for_tests(tmp_path, jobs=Jobs(redis_url), host_name="other.example.int"))

    assert [(True, 1), (True, 0), (False, 0)] == [each.hit(limit, "token:1") for each in (one, other, one)]
    assert (True, 1) == elsewhere.hit(limit, "token:1")


def test_a_shared_store_that_does_not_answer_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Counted here meanwhile; it is asked again after a while."""
    one, _other = counters(tmp_path, f"unix://{tmp_path}/nothing.sock")
    limit = RateLimitItemPerMinute(2)
    with clock.frozen(AT):
        assert [(True, 1), (True, 0), (False, 0)] == [one.hit(limit, "token:1") for _n in range(3)]
    assert 1 == caplog.text.count("the shared store does not answer")
    with clock.frozen(AT + 2 * LEFT_ALONE):
        one.hit(limit, "token:2")

    assert 2 == caplog.text.count("the shared store does not answer")
    assert str(tmp_path) not in caplog.text


def test_a_clock_that_is_set_back_does_not_keep_the_shared_store_unused(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """20 November 2026: the store failed at nine, then the clock is set back to eight. It is asked with the next
    request, not after an hour and half a minute."""
    one, _other = counters(tmp_path, f"unix://{tmp_path}/nothing.sock")
    limit = RateLimitItemPerMinute(2)
    with clock.frozen(AT):
        one.hit(limit, "token:1")
    with clock.frozen(AT - timedelta(hours=1)):
        one.hit(limit, "token:1")
        one.hit(limit, "token:1")

    assert 2 == caplog.text.count("the shared store does not answer")
