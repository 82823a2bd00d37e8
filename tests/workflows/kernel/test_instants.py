"""Instants as text: the same text as the standard library's, whatever was written before."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from workflows.kernel.holdings import Limit, altered, made
from workflows.kernel.instants import read_instant, write_instant

NOON = datetime(2026, 2, 28, 12, tzinfo=UTC)
IN_TOKYO = NOON.astimezone(timezone(timedelta(hours=9)))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (NOON, "2026-02-28T12:00:00+00:00"),
        (IN_TOKYO, "2026-02-28T21:00:00+09:00"),
        (NOON.replace(microsecond=5), "2026-02-28T12:00:00.000005+00:00"),
        (date(2026, 2, 28), "2026-02-28"),
    ],
)
def test_an_instant_is_written_as_it_stands_and_read_back(value: date, text: str) -> None:
    """A day is a day, and an instant keeps its zone."""
    assert text == write_instant(value)
    if isinstance(value, datetime):
        assert value == read_instant(text)
        assert value.utcoffset() == read_instant(text).utcoffset()


def test_two_equal_instants_of_different_zones_are_written_each_in_its_own() -> None:
    """What was written of the one is not given for the other, in whichever order they come."""
    assert NOON == IN_TOKYO
    for _again in range(2):
        assert ["2026-02-28T12:00:00+00:00", "2026-02-28T21:00:00+09:00"] == [*map(write_instant, (NOON, IN_TOKYO))]


def test_what_names_no_instant_is_refused_each_time() -> None:
    """A fault is not kept."""
    for _again in range(2):
        with pytest.raises(ValueError, match="Invalid isoformat string"):
            read_instant("yesterday")


@dataclass(frozen=True)
class Pair:
    """A frozen value."""

    one: int
    two: int = 2


def test_a_value_made_in_one_go_is_as_one_made_in_its_own_way() -> None:
    """Equal, of the same hash and the same words, and frozen; the one from which it was altered stays."""
    limit = Limit("answer:FRA", "answer", "berth:FRA", 1, "armed")
    assert limit == made(Limit, dict(vars(limit)))
    assert hash(limit) == hash(made(Limit, dict(vars(limit))))

    pair = Pair(1)
    assert [Pair(1, 3), Pair(1)] == [altered(pair, two=3), pair]
    assert "Pair(one=1, two=3)" in repr(altered(pair, two=3))
    with pytest.raises(AttributeError):
        altered(pair, two=3).two = 4  # type: ignore[misc] # it is frozen
