"""The feed: everything once, in the order of commits, whoever writes meanwhile; nothing that is not the reader's."""

import random
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from consult import clock
from consult.db import writing
from consult.delivery import feed, webhooks
from consult.delivery.endpoints import FAILED
from consult.delivery.events import keep_events, place_all
from consult.delivery.saying import said_of
from consult.docket import Filed, case_rows
from consult.log.own import Own, record
from consult.models.cases import ACT, CASES, SERVICE
from consult.models.logbook import AUDIT_ENTRY
from consult.people.tokens import NewToken, issue_token
from tests.consult.api.machine import LAST_DAY, Machine, machine, standing_of
from tests.consult.web.cases_world import build_cases, serve_berth
from tests.consult.web.world import AT, World

HERE = "/api/v1/events"


def docket_of(world: World) -> Any:
    """Give the docket of a world."""
    return world.app.extensions["consult"].docket


def say(world: World, ref: str, party: str = "jpn") -> None:
    """Let a party make a statement."""
    by = standing_of(world, f"all@{party}.example")
    with world.app.app_context():
        docket_of(world).take(by, ref, Filed("make_statement", None, {"text": "It waits."}), at=clock.now())


def note_entry(world: World, party: str = "JPN") -> None:
    """Make an entry of a party that is no act."""
    with world.writing() as connection:
        record(connection, Own("setting", party, {"value": "x"}, AT))


def tell(world: World, ref: str, party: str, about: int) -> None:
    """Tell a party of a service that failed."""
    with world.writing() as connection:
        case = connection.execute(select(CASES.c.id).where(CASES.c.ref == ref)).scalar_one()
        webhooks.tell(connection, party, FAILED, case, None, {"channel": "mail", "try": about}, AT)


def drained(asks: Machine, after: str = "", sizes: Iterator[int] | None = None, more: str = "") -> list[Any]:
    """Read the feed from a place to its end, in pages of some sizes."""
    found: list[Any] = []
    while True:
        size = next(sizes) if sizes else 1000
        page = asks.given(f"{HERE}?after={after}&size={size}{more}")
        found += page["items"]
        after = page["cursor"]
        if not page["more"]:
            return found


def test_an_act_its_service_and_what_came_before_it_are_told_once_and_in_order(berths: World) -> None:
    """France is asked for a berth on 20 November 2026: it learns of the act, that it takes part, and of the service."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    with berths.writing() as connection:
        act = connection.execute(select(SERVICE.c.act_id).where(SERVICE.c.party == "FRA")).scalars().first()
        webhooks.tell_served(connection, int(act or 0), ("FRA",), AT)
        webhooks.tell_served(connection, int(act or 0), ("FRA",), AT)
    asks = machine(berths, "all@fra.example")

    told = [one for one in drained(asks) if one["data"].get("case") == ref]

    assert ["act.recorded", "case.joined", "act.served"] == [one["type"] for one in told]
    first = told[0]
    assert {"party": "FRA", "case": ref, "procedure": "berth", "exercise": False, "act": 1, "level": "C2"} == {
        name: value for name, value in first["data"].items() if name != "links"
    }
    assert first["entry"] == asks.given(first["data"]["links"]["entry"])["entry"]["seq"]
    assert 1 == asks.given(first["data"]["links"]["act"])["n"]
    assert "2026-11-20T09:00:00Z" == first["timestamp"]


def test_a_limit_that_is_reached_is_told_with_its_end(berths: World) -> None:
    """France has to answer by a day; the clock records that it passed, and both sides are told."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    asks = machine(berths, "all@jpn.example")
    with berths.app.app_context():
        receipt = Filed("record_receipt", "berth:FRA")
        docket_of(berths).take(standing_of(berths, "all@fra.example"), ref, receipt, at=AT)
    with clock.frozen(AT + timedelta(days=60)):
        docket_of(berths).sweep(clock.now())
        told = drained(asks, more="&type=deadline.reached")

    assert told
    assert all(one["entry"] is not None for one in told)
    assert {ref} == {one["data"]["case"] for one in told}
    assert all(one["data"]["deadline"]["limit"] for one in told)
    assert all(one["data"]["deadline"]["on"] or one["data"]["deadline"]["at"] for one in told)


def test_to_read_the_feed_is_no_receipt_and_no_reading_of_a_paper(berths: World) -> None:
    """The service stays as it was, and no entry says that anything was read."""
    serve_berth(berths.signed_in("all@jpn.example"))
    asks = machine(berths, "all@fra.example")

    def stands() -> list[Any]:
        with berths.reading() as connection:
            services = connection.execute(select(SERVICE.c.id, SERVICE.c.state).order_by(SERVICE.c.id)).all()
            read = connection.execute(select(func.count()).where(AUDIT_ENTRY.c.kind == "read")).scalar()
        return [services, read]

    before = stands()

    assert drained(asks)
    assert before == stands()


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, str, Machine]]:
    """Give a world with a case in which much happens, and a machine of Japan; its record is not verified."""
    with clock.frozen(AT):
        world = build_cases(tmp_path_factory.mktemp("events"))
        world.app.config["API_A_MINUTE"] = 1_000_000
        ref = serve_berth(world.signed_in("all@jpn.example"))
        yield world, ref, machine(world, "all@jpn.example")
    world.engine.dispose()


DONE = st.lists(st.sampled_from(["say", "hear", "note", "other", "tell", "tell other", "read"]), max_size=14)


@settings(max_examples=25, deadline=None)
@given(done=DONE, seed=st.integers(0, 2**16), window=st.sampled_from([3, 10_000]))
def test_pages_of_any_size_among_anything_that_happens_give_the_whole_once(
    busy: tuple[World, str, Machine], done: list[str], seed: int, window: int
) -> None:
    """Acts of two parties, entries, events beside them, some not the reader's: what was read in pages is the whole."""
    world, ref, asks = busy
    chance = random.Random(seed)
    sizes = iter(lambda: chance.randint(1, 4), None)
    acts = {
        "say": lambda: say(world, ref),
        "hear": lambda: say(world, ref, "fra"),
        "note": lambda: note_entry(world),
        "other": lambda: note_entry(world, "BRA"),
        "tell": lambda: tell(world, ref, "JPN", chance.getrandbits(60)),
        "tell other": lambda: tell(world, ref, "FRA", chance.getrandbits(60)),
    }
    with clock.frozen(AT), pytest.MonkeyPatch.context() as patch:
        start = asks.given(f"{HERE}?size=1000")["cursor"]
        patch.setattr(feed, "LOOKED_AT", window)
        found, after = [], start
        for one in (*done, "read"):
            if one != "read":
                acts[one]()
                continue
            page = asks.given(f"{HERE}?after={after}&size={next(sizes)}")
            found += page["items"]
            after = page["cursor"]
        found += drained(asks, after, sizes)
        whole = drained(asks, start)

    assert found == whole
    assert len({one["cursor"] for one in whole}) == len(whole)
    assert sum(one in ("say", "hear", "note", "tell") for one in done) == len(whole)


def in_thread(work: Any) -> threading.Thread:
    """Begin something beside."""
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def check_that_no_lower_number_follows(world: World) -> None:
    """Two append at once, the first one takes long to commit: the reader is given neither, or the first before the
    second; and what is told beside the log while somebody reads comes behind what was given."""
    asks = machine(world, "all@jpn.example")
    after = asks.given(f"{HERE}?size=1000")["cursor"]
    holds, go = threading.Event(), threading.Event()

    def slow() -> None:
        with writing(world.engine) as connection:
            record(connection, Own("setting", "JPN", {"value": "slow"}, AT))
            holds.set()
            go.wait(20)

    def quick() -> None:
        with writing(world.engine) as connection:
            record(connection, Own("setting", "JPN", {"value": "quick"}, AT))

    first = in_thread(slow)
    assert holds.wait(20)
    second = in_thread(quick)
    second.join(0.3)
    assert second.is_alive()  # it waits for the head of the log
    assert [] == asks.given(f"{HERE}?after={after}")["items"]
    go.set()
    first.join(20)
    second.join(20)
    page = asks.given(f"{HERE}?after={after}")
    numbers = [one["entry"] for one in page["items"]]
    assert 2 == len(numbers)
    assert numbers == list(range(numbers[0], numbers[0] + 2))


def check_that_many_writers_are_told_once(world: World) -> None:
    """Three write, acts of the log and events beside it, while one reads all the time."""
    asks = machine(world, "all@jpn.example")
    world.app.config["API_A_MINUTE"] = 1_000_000
    start = after = asks.given(f"{HERE}?size=1000")["cursor"]

    def write(who: int) -> None:
        for n in range(12):
            with writing(world.engine) as connection:
                if (n + who) % 3 == 0:
                    keep_events(connection, ["JPN"], "drill", None, None, {"drill": 100 * who + n}, AT)
                else:
                    record(connection, Own("setting", "JPN", {"value": f"{who}/{n}"}, AT))

    writers = [in_thread(lambda who=who: write(who)) for who in range(3)]  # type: ignore[misc] # one each
    found: list[Any] = []
    while any(one.is_alive() for one in writers):
        page = asks.given(f"{HERE}?after={after}&size=3")
        found, after = found + page["items"], page["cursor"]
    for one in writers:
        one.join()
    found += drained(asks, after)

    assert 36 == len(found)
    assert found == drained(asks, start)


@pytest.mark.parametrize("check", [check_that_no_lower_number_follows, check_that_many_writers_are_told_once])
def test_writers_at_the_same_time_leave_no_gap_behind_a_reader(berths: World, check: Any) -> None:
    """Over SQLite, where one writer holds the gate."""
    check(berths)


@pytest.mark.postgres
def test_neither_do_they_over_postgresql(postgres_url: str, tmp_path: Path) -> None:
    """Where writers meet at the head of the log."""
    world = build_cases(tmp_path, database_url=postgres_url)
    try:
        check_that_no_lower_number_follows(world)
        check_that_many_writers_are_told_once(world)
    finally:
        world.engine.dispose()


def test_what_is_told_while_its_transaction_is_open_comes_behind_what_was_given(berths: World) -> None:
    """An event gets its place when it is committed, never before what was read meanwhile."""
    asks = machine(berths, "all@jpn.example")
    asks.given("/api/v1/token")  # its use is noted now
    with berths.writing() as connection:
        keep_events(connection, ["JPN"], "drill", None, None, {"drill": 7}, AT)
        early = drained(asks, more="&type=entry.recorded")
    note_entry(berths)
    after = asks.given(f"{HERE}?size=1000&type=entry.recorded")["cursor"]
    place_all(berths.engine)

    told = drained(asks, after)

    assert early
    assert [("drill", 7)] == [(one["type"], one["data"]["drill"]) for one in told]


def test_a_party_outside_finds_nothing_of_a_case_and_comes_to_the_end_all_the_same(
    berths: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Brazil has no part; its pages are as they were, however much is sealed to it."""
    asks = machine(berths, "all@bra.example")
    before = drained(asks)
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    for _n in range(6):
        say(berths, ref)
    monkeypatch.setattr(feed, "LOOKED_AT", 2)

    assert before == drained(asks)
    assert [] == drained(asks, more=f"&case={ref}")


def test_a_narrow_token_is_told_of_its_own_cases_alone(berths: World) -> None:
    """One for another case hears neither of acts nor of entries about cases, nor of what is told beside."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    other = serve_berth(berths.signed_in("all@jpn.example"))
    tell(berths, ref, "JPN", 1)
    by = standing_of(berths, "all@jpn.example")
    with berths.app.app_context(), berths.writing() as connection:
        new = NewToken("person", "Narrow", by.mandate_id, (), LAST_DAY, cases=(other,))
        asks = Machine(berths, issue_token(connection, by, new, AT))

    told = drained(asks)

    assert {other} == {one["data"].get("case") for one in told}
    assert {"act.recorded", "case.joined"} == {one["type"] for one in told}


def test_a_case_that_is_published_is_told_to_everybody(berths: World) -> None:
    """Brazil knew nothing of it; from then on its acts of level C0 are there, and an event says that they may be."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    asks = machine(berths, "all@bra.example")
    after = asks.given(f"{HERE}?size=1000")["cursor"]
    with berths.writing() as connection:
        case = connection.execute(select(CASES.c.id).where(CASES.c.ref == ref)).scalar_one()
        case_rows.publish(connection, case, AT)

    told = drained(asks, after)
    with berths.writing() as connection:  # as it was, so that the record is what its acts led to
        connection.execute(CASES.update().where(CASES.c.id == case).values(existence="C2"))

    assert [("case.published", ref)] == [(one["type"], one["data"]["case"]) for one in told]
    assert [] == drained(asks, after)


def test_of_a_case_whose_existence_is_sealed_nothing_is_said_but_where_to_look() -> None:
    """The same rule for the feed and for webhooks."""
    sealed = type("Row", (), {"existence": "C5", "ref": "ROOM-2026-AAAAAA"})

    assert {"party": "JPN", "links": {"desk": "/desk"}} == said_of("JPN", {"deadline": 3}, sealed, sealed, None)


def test_who_has_the_page_already_is_told_so(berths: World) -> None:
    """304 while nothing is new; 200 with what is new afterwards."""
    asks = machine(berths, "all@jpn.example")
    after = asks.given(f"{HERE}?size=1000")["cursor"]
    first = asks.get(f"{HERE}?after={after}")

    same = asks.get(f"{HERE}?after={after}", If_None_Match=first.headers["ETag"])
    note_entry(berths)
    other = asks.get(f"{HERE}?after={after}", If_None_Match=first.headers["ETag"])

    assert (200, [], False) == (first.status_code, first.json["items"], first.json["more"])
    assert (304, b"") == (same.status_code, same.data)
    assert (200, 1) == (other.status_code, len(other.json["items"]))
    assert f'<{HERE}?after={other.json["cursor"]}>; rel="next"' == other.headers["Link"]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("after=x", "Give the cursor of a page as it was given to you."),
        ("after=01", "Give the cursor of a page as it was given to you."),
        ("after=999999", "The log has not come that far: this place is not of this log."),
        ("type=act", "Choose from: act.recorded, deadline.reached, entry.recorded"),
        ("exercise=maybe", "Choose from: yes, no."),
        ("procedure=nonsense", "Choose from: "),
        ("wait=30", "There is no such parameter here."),
    ],
)
def test_what_the_feed_cannot_be_asked_is_refused_with_the_parameter(berths: World, asked: str, sentence: str) -> None:
    """A cursor of another log, a type that there is not, a wait that would hold a thread."""
    answer = machine(berths, "all@jpn.example").get(f"{HERE}?{asked}")

    assert 422 == answer.status_code
    assert asked.partition("=")[0] == answer.json["faults"][0]["parameter"]
    assert answer.json["faults"][0]["sentence"].startswith(sentence)


def test_exercises_and_earnest_are_told_apart(berths: World) -> None:
    """By the filter; what belongs to no case is in neither."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    asks = machine(berths, "all@jpn.example")

    earnest = drained(asks, more="&exercise=no")

    assert {ref} == {one["data"]["case"] for one in earnest}
    assert [] == drained(asks, more="&exercise=yes")
    with berths.reading() as connection:
        acts = connection.execute(select(func.count()).select_from(ACT)).scalar()
    assert acts == len([one for one in earnest if one["entry"] is not None])


def test_the_loop_of_the_documentation_deals_with_everything_once(berths: World) -> None:
    """As it stands in `docs/api.md`, from the beginning and again from the cursor that it gave."""
    text = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
    block = next(one for one in text.split("```python\n") if "def in_step" in one).partition("```")[0]
    names: dict[str, Any] = {}
    exec(block, names)
    serve_berth(berths.signed_in("all@jpn.example"))
    asks, dealt = machine(berths, "all@fra.example"), list[Any]()

    after = names["in_step"](asks.given, "", dealt.append)
    note_entry(berths, "FRA")
    after = names["in_step"](asks.given, after, dealt.append)

    assert dealt == drained(asks)
    assert after == dealt[-1]["cursor"]
