"""Calendar feeds: secret addresses that give what their person may see now, and nothing once the mandate is over."""

import html
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select, update

from consult import clock, people
from consult.digests import digest_secret
from consult.models.cases import DEADLINE
from consult.models.logbook import AUDIT_ENTRY
from consult.models.parties import MANDATE, PERSON
from consult.models.personal import CALENDAR_FEED
from consult.people.feeds import MOST
from consult.web.limits import limiter
from tests.consult.web.cases_world import file, serve_berth
from tests.consult.web.test_exercises import open_exercise, serve
from tests.consult.web.world import AT, Visitor, World

JAPAN, FRANCE, KOREA = "all@jpn.example", "all@fra.example", "all@kor.example"
NEXT_DAY = AT + timedelta(days=1)


def make(visitor: Visitor, **asked: str) -> str:
    """Make a feed; give the path of its address."""
    answer = visitor.post("/my-feeds", form_at="/my-feeds", **{"scope": "mine", **asked})
    assert 200 == answer.status_code, answer.text
    return address_in(answer.text)


def address_in(page: str) -> str:
    """Read the address that is shown once."""
    found = re.search(r"https?://[^/]+(/feeds/[\w-]+\.ics)", html.unescape(page))
    assert found is not None, page
    return found[1]


def read(world: World, address: str) -> list[Any]:
    """Fetch a feed without sign-in and read it back."""
    answer = world.visitor().get(address)
    assert (200, "text/calendar; charset=utf-8") == (answer.status_code, answer.content_type)
    calendar = Calendar.from_ical(answer.data)
    assert set() == calendar.get_missing_tzids()
    return list(calendar.events)


def received(world: World, ref: str = "") -> str:
    """Serve a request on France and Korea, unless one is given that was served; France records its receipt on 20
    November 2026: ten days to answer."""
    ref = ref or serve_berth(world.signed_in(JAPAN))
    france = world.signed_in(FRANCE)
    answer = france.post(f"/cases/{ref}/steps/record_receipt", form_at=f"/cases/{ref}", seen="1", track="berth:FRA")
    assert 303 == answer.status_code, answer.text
    return ref


def test_a_feed_says_reference_kind_and_day_and_nothing_else(berths: World) -> None:
    """France's answer is due at the end of 30 November 2026; title and subject of the case stay inside."""
    ref = received(berths)
    address = make(berths.signed_in(FRANCE))
    (due,) = [one for one in read(berths, address) if one.start == date(2026, 11, 30)]
    assert f"Time limit – {ref}" == due.summary
    assert ("CONFIRMED", date(2026, 12, 1)) == (due.status, due.end)
    assert "Cargo 7" not in berths.visitor().get(address).text
    assert not due.alarms.times


def test_titles_stand_in_it_where_they_were_asked_for_and_are_of_level_c2_at_most(berths: World) -> None:
    """The limit of the relation between Japan and France is of level C3 and keeps to its kind; as if it were of level
    C2 it has a title."""
    received(berths)
    address = make(berths.signed_in(FRANCE), titles="yes")
    assert all("Cargo 7" not in str(one.summary) for one in read(berths, address) if one.start == date(2026, 11, 30))
    with berths.writing() as connection:
        level = connection.execute(select(DEADLINE.c.level).where(DEADLINE.c.expires_on == date(2026, 11, 30))).scalar()
        connection.execute(update(DEADLINE).values(level="C2"))
    try:
        told = [one for one in read(berths, address) if one.start == date(2026, 11, 30)]
        assert "Cargo 7" in str(told[0].summary)
    finally:
        with berths.writing() as connection:
            connection.execute(update(DEADLINE).values(level=level))


@pytest.mark.parametrize("titles", ["", "yes"])
def test_an_exercise_stands_in_the_feed_of_its_own_case_alone_and_is_marked_there(berths: World, titles: str) -> None:
    """With titles and without; what is meant in earnest is in no feed beside what is played, and bears no mark."""
    japan = berths.signed_in(JAPAN)
    exercise, earnest = received(berths, serve(japan, open_exercise(japan))), received(berths)
    france = berths.signed_in(FRANCE)
    played = read(berths, make(france, scope="case", ref=exercise, titles=titles))
    assert played
    assert {True} == {"Exercise: " in str(one.summary) and exercise in str(one.summary) for one in played}
    for scope in ("mine", "party"):
        said = [str(one.summary) for one in read(berths, make(france, scope=scope, titles=titles))]
        assert any(earnest in one for one in said)
        assert not any("Exercise" in one or exercise in one for one in said)


def test_the_feed_of_one_case_holds_that_case_alone(berths: World) -> None:
    """Two cases, one feed; a case that one may not know of is refused at its question."""
    first, second = received(berths), received(berths)
    france = berths.signed_in(FRANCE)
    events = read(berths, make(france, scope="case", ref=f" {first.lower()} "))
    assert events
    assert all(first in str(one.summary) and second not in str(one.summary) for one in events)
    brazil = berths.signed_in("all@bra.example")
    for ref in (first, "BERTH-2026-NOSUCH"):
        refused = brazil.post("/my-feeds", form_at="/my-feeds", scope="case", ref=ref)
        assert 422 == refused.status_code
        assert "Give the reference of a case of your party." in refused.text


def test_the_feed_of_a_party_holds_what_is_due_from_it(berths: World) -> None:
    """France's limit is France's; Japan, which waits for it, has it in its whole calendar alone."""
    received(berths)
    japan = berths.signed_in(JAPAN)
    day = date(2026, 11, 30)
    assert any(one.start == day for one in read(berths, make(japan)))
    assert not any(one.start == day for one in read(berths, make(japan, scope="party")))
    assert any(one.start == day for one in read(berths, make(berths.signed_in(FRANCE), scope="party")))


def test_a_limit_that_was_met_stays_until_its_day_as_cancelled(berths: World) -> None:
    """On 21 November France answers: same entry, higher number, cancelled; unchanged data gives the same bytes."""
    ref = received(berths)
    address = make(berths.signed_in(FRANCE))
    (before,) = [one for one in read(berths, address) if one.start == date(2026, 11, 30)]
    with clock.frozen(NEXT_DAY):
        file(berths.signed_in(FRANCE), ref, "give", "berth:FRA", text="You are welcome")
        (after,) = [one for one in read(berths, address) if one.start == date(2026, 11, 30)]
        assert berths.visitor().get(address).data == berths.visitor().get(address).data
    assert before.uid == after.uid
    assert after.sequence > before.sequence
    assert ("CONFIRMED", "CANCELLED") == (before.status, after.status)


def test_a_calendar_that_has_it_already_is_told_so(berths: World) -> None:
    """The same tag gives 304 without content; a day later another act gives another tag."""
    ref = received(berths)
    address = make(berths.signed_in(FRANCE))
    first = berths.visitor().get(address)
    tag = first.headers["ETag"]
    assert "private, no-cache" == first.headers["Cache-Control"]
    assert "noindex, nofollow" == first.headers["X-Robots-Tag"]
    assert first.last_modified == AT
    client = berths.app.test_client()
    same = client.get(address, headers={"If-None-Match": tag})
    assert (304, b"") == (same.status_code, same.data)
    with clock.frozen(NEXT_DAY):
        file(berths.signed_in(FRANCE), ref, "give", "berth:FRA", text="You are welcome")
        assert 200 == client.get(address, headers={"If-None-Match": tag}).status_code


def test_whoever_fetches_something_of_level_c3_is_entered_as_its_reader(berths: World) -> None:
    """Once within the hour, in the name of the person of the feed."""
    received(berths)
    address = make(berths.signed_in(KOREA)), make(berths.signed_in(FRANCE))

    def entries() -> int:
        with berths.reading() as connection:
            query = select(AUDIT_ENTRY.c.body).where(AUDIT_ENTRY.c.kind == "read", AUDIT_ENTRY.c.party == "FRA")
            return sum('"feeds.give"' in body for body in connection.execute(query).scalars())

    later = AT + timedelta(hours=2)
    with clock.frozen(later):
        assert 0 == entries()
        read(berths, address[1])
        read(berths, address[1])
        assert 1 == entries()


def handles(visitor: Visitor) -> list[str]:
    """Read by what the page names one's feeds."""
    return re.findall(r'action="/my-feeds/(\w+)/end"', visitor.get("/my-feeds").text)


def test_an_ended_a_renewed_and_a_guessed_address_are_one_answer(berths: World) -> None:
    """404 with the same page; the renewed feed is found under its new address alone, and the secret is not kept."""
    france = berths.signed_in(FRANCE)
    old = make(france)
    with berths.reading() as connection:
        kept = connection.execute(select(CALENDAR_FEED.c.token_hash)).scalar_one()
    assert digest_secret(old.removeprefix("/feeds/").removesuffix(".ics")) == kept
    new = address_in(france.post(f"/my-feeds/{handles(france)[0]}/renew", form_at="/my-feeds").text)
    assert 200 == berths.visitor().get(new).status_code
    assert old not in france.get("/my-feeds").text
    assert new not in france.get("/my-feeds").text
    assert 303 == france.post(f"/my-feeds/{handles(france)[0]}/end", form_at="/my-feeds").status_code
    answers = [berths.visitor().get(one) for one in (old, new, "/feeds/guessed.ics")]
    assert [404] * 3 == [one.status_code for one in answers]
    assert 1 == len({one.text for one in answers})


@pytest.mark.parametrize("act", ["renew", "end"])
def test_nobody_touches_a_feed_of_somebody_else(berths: World, act: str) -> None:
    """Japan's POST is answered as if there were no such feed, and France's goes on."""
    france, japan = berths.signed_in(FRANCE), berths.signed_in(JAPAN)
    address = make(france)
    assert [] == handles(japan)
    assert 404 == japan.post(f"/my-feeds/{handles(france)[0]}/{act}", form_at="/my-feeds").status_code
    assert 200 == berths.visitor().get(address).status_code


@pytest.mark.rewrites_mandates
def test_a_feed_ends_with_its_mandate_on_its_last_day_at_midnight_of_its_party(berths: World) -> None:
    """The last day is 25 November 2026, in Paris; 23:00 UTC of that day is the 26th there."""
    address = make(berths.signed_in(FRANCE))
    with berths.writing() as connection:
        mandate = select(CALENDAR_FEED.c.mandate_id).scalar_subquery()
        connection.execute(update(MANDATE).where(MANDATE.c.id == mandate).values(valid_until=date(2026, 11, 25)))
    for at, status in (
        (datetime(2026, 11, 24, 12, tzinfo=UTC), 200),
        (datetime(2026, 11, 25, 22, 59, tzinfo=UTC), 200),
        (datetime(2026, 11, 25, 23, 0, tzinfo=UTC), 404),
    ):
        with clock.frozen(at):
            assert status == berths.visitor().get(address).status_code


def test_a_feed_gives_nothing_while_its_person_may_not_sign_in_or_after_the_mandate_was_revoked(berths: World) -> None:
    """The account is closed and opened again; then the mandate is revoked."""
    address = make(berths.signed_in(FRANCE))
    with berths.writing() as connection:
        person = connection.execute(select(PERSON.c.id).where(PERSON.c.email == FRANCE)).scalar_one()
        people.close_account(connection, None, person, AT)
    assert 404 == berths.visitor().get(address).status_code
    with berths.writing() as connection:
        people.open_account(connection, None, person, AT)
    assert 200 == berths.visitor().get(address).status_code
    with berths.writing() as connection:
        mandate = connection.execute(select(CALENDAR_FEED.c.mandate_id)).scalar_one()
        people.revoke_mandate(connection, None, mandate, AT)
    assert 404 == berths.visitor().get(address).status_code


def test_whoever_guesses_too_often_has_to_wait_and_a_feed_that_is_there_costs_nothing(world: World) -> None:
    """Sixty misses an hour from one address; fetches that find their feed do not count."""
    limiter.reset()
    mine = make(world.signed_in("manager@mofa.example"))
    visitor = world.visitor()
    assert {200} == {visitor.get(mine).status_code for _fetch in range(65)}
    assert [404] * 60 == [visitor.get(f"/feeds/guess-{number}.ics").status_code for number in range(60)]
    assert 429 == visitor.get("/feeds/guess-60.ics").status_code


def test_nobody_has_feeds_without_end(world: World) -> None:
    """The last one is made, the next one is refused with a sentence."""
    visitor = world.signed_in("manager@mofa.example")
    for _feed in range(MOST):
        make(visitor)
    refused = visitor.post("/my-feeds", form_at="/my-feeds", scope="mine")
    assert (409, True) == (refused.status_code, "End one before you make another." in refused.text)
