"""Addresses by channel, and hours: the minute before, the minute, the minute after."""

from datetime import UTC, datetime

import pytest

from consult.people import Hours
from consult.people.reaching import fault_of_address, faults_of_hours

TOKYO = Hours((0, 1, 2, 3, 4), "09:00", "17:00", "Asia/Tokyo")
NIGHT = Hours((4,), "22:00", "06:00", "UTC")


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        ("mail", "space-law@mofa.example"),
        ("mail", "o'brien+urgent@mfa.gov.example"),
        ("telephone", "+81 50 0000 0000"),
        ("fax", "+33 (0)1".replace("(0)", "") + " 44 49 49 49"),
        ("webhook", "https://hooks.mofa.example/consult"),
        ("note_verbale", "Chancery, 2-2-1 Kasumigaseki, Tokyo"),
        ("in_app", "Desk of the mission"),
        ("other", "By courier"),
    ],
    ids=str,
)
def test_an_address_that_fits_its_channel_is_taken(channel: str, address: str) -> None:
    """Nothing is said against it."""
    assert "" == fault_of_address(channel, address)


@pytest.mark.parametrize(
    ("channel", "address", "says"),
    [
        ("mail", "nobody", "one mail address"),
        ("mail", "a@b@c.example", "one mail address"),
        ("mail", "a..b@mofa.example", "one mail address"),
        ("mail", "a@mofa.example, b@mofa.example", "one mail address"),
        ("mail", "a@mofa.example\nBcc: x@y.example", "one mail address"),
        ("telephone", "03 1234 5678", "international form"),
        ("telephone", "+0 1234 5678", "international form"),
        ("fax", "+81 50", "international form"),
        ("fax", "+123456789012345678", "international form"),
        ("webhook", "http://hooks.mofa.example/", "begins with https://"),
        ("webhook", "https://user:word@hooks.mofa.example/", "begins with https://"),
        ("webhook", "https://", "begins with https://"),
        ("webhook", "https://[", "begins with https://"),
        ("note_verbale", "   ", "Give the address"),
    ],
    ids=str,
)
def test_an_address_that_does_not_fit_is_told_what_is_asked(channel: str, address: str, says: str) -> None:
    """The sentence says what would be taken."""
    assert says in fault_of_address(channel, address)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (datetime(2026, 11, 19, 23, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 20, 0, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 20, 7, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 20, 8, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 21, 3, 0, tzinfo=UTC), False),
    ],
    ids=str,
)
def test_an_office_in_tokyo_is_open_from_nine_to_five_of_its_own_day(at: datetime, is_open: bool) -> None:
    """Friday 20 November in Tokyo begins at 15:00 UTC of the day before."""
    assert is_open == TOKYO.is_open(at)


def test_a_closed_office_says_when_it_opens_and_an_open_one_does_not() -> None:
    """From Friday evening to Monday morning; while it is open there is nothing to say."""
    assert datetime(2026, 11, 23, 0, 0, tzinfo=UTC) == TOKYO.next_opening(datetime(2026, 11, 20, 8, 0, tzinfo=UTC))
    assert TOKYO.next_opening(datetime(2026, 11, 20, 7, 0, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    ("day", "hour", "is_open"), [(20, 21, False), (20, 22, True), (21, 5, True), (21, 6, False), (21, 23, False)]
)
def test_hours_over_midnight_belong_to_the_day_on_which_they_begin(day: int, hour: int, is_open: bool) -> None:
    """Friday night reaches into Saturday morning."""
    assert is_open == NIGHT.is_open(datetime(2026, 11, day, hour, 0, tzinfo=UTC))


def test_hours_that_cannot_be_read_are_named_by_field() -> None:
    """Each field has its own sentence."""
    assert {"days", "opens", "closes", "zone"} == faults_of_hours(Hours((), "9", "25:00", "Asia/Nowhere")).keys()
