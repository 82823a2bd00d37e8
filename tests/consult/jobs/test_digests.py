"""The daily digest: once a day at the hour and in the zone that a person chose, by reference and date alone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from consult.db import reading, writing
from consult.delivery import digests
from consult.delivery.wording import WORDS
from consult.models.cases import CASES, DEADLINE
from consult.models.delivery import MESSAGE
from consult.models.parties import MANDATE, PERSON
from consult.models.personal import PREFERENCE
from consult.people.preferences import Wishes, set_wishes, wants, wishes_of
from consult.refusals import Malformed
from tests.consult.docket.conftest import START, Office
from workflows.kernel.editions import digest_of

PARIS = "Europe/Paris"
ASKED = {"vehicle": "Cargo 7", "size": "small", "from_day": "2027-02-01", "asked": ["FRA"], "remark": "Own eyes only"}


def wish(office: Office, at: datetime, who: str = "FRA", **changes: Any) -> None:
    """Let somebody wish a digest at seven in Paris."""
    wishes = Wishes(**{"digest": True, "digest_hour": 7, "zone": PARIS, **changes})
    with writing(office.engine) as connection:
        set_wishes(connection, office.standings[who].person_id, "en", wishes, at)


def served(office: Office, **told: Any) -> str:
    """Serve a request on France, which has ten days from its receipt on the same day."""
    ref = str(office.docket.open(office.standings["JPN"], "berth", at=START, title="A visit", **told).ref)
    office.take("JPN", ref, "ask", body=ASKED, **cleared(ASKED))
    office.take("FRA", ref, "record_receipt", track="berth:FRA")
    return ref


def cleared(body: dict[str, Any]) -> dict[str, Any]:
    """Let the office clear its own paper."""
    return {"cleared_digest": digest_of(body), "cleared_office": "Office"}


def messages(office: Office) -> list[Any]:
    """Give the messages that were asked for."""
    with reading(office.engine) as connection:
        return list(connection.execute(select(MESSAGE).order_by(MESSAGE.c.id)))


def said(office: Office, message: Any, at: datetime) -> Any:
    """Word a message at a moment."""
    with reading(office.engine) as connection:
        return WORDS["digest"](connection, message, at)


def test_a_digest_that_cannot_be_asked_for_keeps_back_nobody_elses(office: Office) -> None:
    """The tables of zones know that of Japan's liaison no more: the fault is told, France has its digest, and Japan its
    own as soon as its zone is one again."""
    evening, morning = START + timedelta(hours=9), datetime(2026, 11, 21, 6, 5, tzinfo=UTC)
    served(office)
    wish(office, evening, who="JPN")
    wish(office, evening)
    japan = PREFERENCE.c.person_id == office.standings["JPN"].person_id
    with writing(office.engine) as connection:
        connection.execute(update(PREFERENCE).where(japan).values(zone="Moon/Tranquility"))
    for _tick in range(2):
        with pytest.raises(ExceptionGroup, match="some digests could not be asked for"):
            digests.due(office.engine, morning)
    assert ["FRA"] == [one.party for one in messages(office)]

    with writing(office.engine) as connection:
        connection.execute(update(PREFERENCE).where(japan).values(zone=PARIS))
    digests.due(office.engine, morning)
    with reading(office.engine) as connection:
        assert date(2026, 11, 21) == connection.execute(select(PREFERENCE.c.digest_on).where(japan)).scalar_one()


def test_a_digest_comes_once_at_its_hour_and_names_references_and_days_alone(office: Office) -> None:
    """France wished it the evening before; seven in Paris is six in UTC in winter."""
    ref = served(office)
    wish(office, START + timedelta(hours=1))
    day = START.date() + timedelta(days=1)
    early, due = (datetime(day.year, day.month, day.day, *at, tzinfo=UTC) for at in ((5, 59), (6, 0)))
    asked = [
        digests.due(office.engine, at) for at in (START + timedelta(hours=2), early, due, due, due.replace(hour=20))
    ]
    assert [0, 0, 1, 0, 0] == asked
    (message,) = messages(office)
    assert ("digest", "mail", "fra@example.int") == (message.kind, message.channel, message.address)
    with writing(office.engine) as connection:
        connection.execute(update(DEADLINE).values(level="C2"))
    words = said(office, message, due)
    assert "/desk" == words.path
    assert any(line.startswith(f"{ref}: a time limit ends on ") for line in words.lines)
    assert not any("Cargo" in line or "visit" in line for line in (words.subject, *words.lines))


def test_what_is_above_level_c2_is_counted_and_not_named(office: Office) -> None:
    """The limit of one relation is of level C3."""
    ref = served(office)
    wish(office, START - timedelta(days=1))
    assert 1 == digests.due(office.engine, START + timedelta(days=1))
    with writing(office.engine) as connection:
        connection.execute(update(DEADLINE).values(level="C3"))
    words = said(office, messages(office)[0], START + timedelta(days=1))
    assert not any(line.startswith(f"{ref}: a time limit") for line in words.lines)
    assert any("on your desk alone" in line for line in words.lines)


def test_where_nothing_waits_nothing_is_sent_and_the_day_is_over(office: Office) -> None:
    """Korea has no case; what comes later in the day is told on the next one."""
    wish(office, START - timedelta(days=1), "KOR", zone="UTC", digest_hour=0)
    assert 0 == digests.due(office.engine, START)
    assert [] == messages(office)
    with reading(office.engine) as connection:
        assert START.date() == connection.execute(select(PREFERENCE.c.digest_on)).scalar_one()


def test_an_exercise_is_in_no_digest(office: Office) -> None:
    """Nothing of it leaves the product; the same in earnest does."""
    served(office, exercise=True)
    wish(office, START - timedelta(days=1))
    assert 0 == digests.due(office.engine, START + timedelta(days=1))
    with writing(office.engine) as connection:
        connection.execute(update(CASES).values(exercise=False))
    assert 1 == digests.due(office.engine, START + timedelta(days=2))


def test_after_a_day_without_a_server_one_digest_comes_and_not_two(office: Office) -> None:
    """Nothing ticks on the second and third day; on the fourth there is one."""
    served(office)
    wish(office, START - timedelta(days=1))
    asked = [digests.due(office.engine, START + timedelta(days=days)) for days in (1, 4, 4)]
    assert [1, 1, 0] == asked
    assert 2 == len(messages(office))


def test_of_many_workers_one_asks(office: Office) -> None:
    """Eight tick at the same moment."""
    served(office)
    wish(office, START - timedelta(days=1))
    with ThreadPoolExecutor(8) as workers:
        asked = list(workers.map(lambda _worker: digests.due(office.engine, START + timedelta(days=1)), range(8)))
    assert 1 == sum(asked)
    assert 1 == len(messages(office))


SPRING = [  # the hour of two does not exist in Paris on 28 March 2027: 03:00 there is 01:00 in UTC
    ("2027-03-27T00:59", False),
    ("2027-03-27T01:00", True),
    ("2027-03-28T00:59", False),
    ("2027-03-28T01:00", True),
    ("2027-03-28T23:00", False),
    ("2027-03-29T00:00", True),
]
AUTUMN = [  # the hour of two comes twice there on 31 October 2027: 00:00 and 01:00 in UTC
    ("2027-10-30T00:00", True),
    ("2027-10-30T23:59", False),
    ("2027-10-31T00:00", True),
    ("2027-10-31T01:00", False),
    ("2027-11-01T00:59", False),
    ("2027-11-01T01:00", True),
]


@pytest.mark.parametrize("moments", [SPRING, AUTUMN], ids=["spring", "autumn"])
def test_when_the_clocks_change_a_day_has_one_digest(moments: list[tuple[str, bool]]) -> None:
    """At two in Paris, over three days."""
    last: date | None = datetime.fromisoformat(moments[0][0]).date() - timedelta(days=1)
    for text, expected in moments:
        at = datetime.fromisoformat(text).replace(tzinfo=UTC)
        wishes = Wishes(digest=True, digest_hour=2, zone=PARIS, digest_on=last)
        assert expected == digests.is_due(wishes, at), text
        if expected:
            last = at.astimezone(ZoneInfo(PARIS)).date()


def test_a_digest_that_is_asked_for_after_its_hour_begins_on_the_next_day(office: Office) -> None:
    """At nine in UTC it is ten in Paris: a digest of seven comes the next morning, one of noon at noon; and whoever
    moves the hour after he had it gets no second one on that day."""
    served(office)
    morning = datetime(START.year, START.month, START.day, 9, tzinfo=UTC) + timedelta(days=1)
    wish(office, morning)
    assert 0 == digests.due(office.engine, morning.replace(hour=22))
    assert 1 == digests.due(office.engine, morning.replace(hour=6) + timedelta(days=1))
    wish(office, morning + timedelta(days=1), digest_hour=12)
    assert 0 == digests.due(office.engine, morning.replace(hour=11) + timedelta(days=1))
    wish(office, morning, "JPN", digest_hour=12)
    with reading(office.engine) as connection:
        kept = wishes_of(connection, office.standings["JPN"].person_id)
    assert [False, True] == [digests.is_due(kept, morning.replace(hour=hour)) for hour in (10, 11)]


@pytest.mark.parametrize("over", ["person", "mandate"])
def test_nobody_without_account_or_mandate_gets_one(office: Office, over: str) -> None:
    """The account is closed, or the mandate was revoked."""
    served(office)
    wish(office, START - timedelta(days=1))
    with writing(office.engine) as connection:
        if over == "person":
            connection.execute(update(PERSON).values(active=False))
        else:
            connection.execute(update(MANDATE).values(revoked_at=START))
    assert 0 == digests.due(office.engine, START + timedelta(days=1))


def test_a_kind_of_courtesy_may_be_switched_off_and_what_is_none_is_refused(office: Office) -> None:
    """Word of absences is on by itself; service and reminders are no courtesy and cannot be named here."""
    person = office.standings["FRA"].person_id
    with writing(office.engine) as connection:
        assert wants(connection, person, "change")
        set_wishes(connection, person, "en", Wishes(quiet=frozenset({"change"})), START)
        assert not wants(connection, person, "change")
        for kind in ("service", "reminder"):
            with pytest.raises(Malformed, match="Choose kinds of message from the list"):
                set_wishes(connection, person, "en", Wishes(quiet=frozenset({kind})), START)
        with pytest.raises(Malformed, match="Choose a zone from the list"):
            set_wishes(connection, person, "en", Wishes(zone="Europe/Nowhere"), START)
