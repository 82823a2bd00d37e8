"""Who is bound on what date: the day before, the day and the day after, and every reason for not being bound."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from workflows.instruments import binding, instrument, instruments, status
from workflows.instruments.binding import binds, bound_since, bound_until
from workflows.instruments.facts import StatusRow


def row(status: str = "R", on: str = "", **other: Any) -> StatusRow:
    """Build a status row of Japan under the Outer Space Treaty unless told otherwise."""
    plain = StatusRow("JPN", "OST", status, on, date(1986, 12, 31), None, "", "a list", "S")
    return replace(plain, **other)


@pytest.mark.parametrize(
    ("key", "party", "on", "bound", "code"),
    [
        ("OST", "CAN", date(1967, 10, 9), False, "not_in_force"),
        ("OST", "CAN", date(1967, 10, 10), True, "bound"),
        ("OST", "CAN", date(1967, 10, 11), True, "bound"),
        ("ARRA", "USA", date(1968, 12, 2), False, "not_in_force"),
        ("ARRA", "USA", date(1968, 12, 3), True, "bound"),
        ("ARRA", "USA", date(1968, 12, 4), True, "bound"),
        ("LC", "CAN", date(1972, 8, 31), False, "not_in_force"),
        ("REG", "JPN", date(1976, 9, 14), False, "not_in_force"),
        ("REG", "JPN", date(1983, 6, 19), False, "not_yet"),
        ("REG", "JPN", date(1983, 6, 20), True, "bound"),
        ("REG", "JPN", date(1983, 6, 21), True, "bound"),
        ("MOON", "AUT", date(1984, 7, 10), False, "not_in_force"),
        ("MOON", "AUT", date(1984, 7, 11), True, "bound"),
        ("MOON", "AUT", date(1984, 7, 12), True, "bound"),
        ("MOON", "CHL", date(1984, 7, 11), True, "bound"),
        ("MOON", "TUR", date(2012, 3, 29), False, "not_yet"),
        ("MOON", "TUR", date(2012, 3, 30), True, "bound"),
        ("MOON", "TUR", date(2012, 3, 31), True, "bound"),
        ("MOON", "SAU", date(2012, 8, 16), False, "not_yet"),
        ("MOON", "SAU", date(2012, 8, 17), True, "bound"),
        ("MOON", "SAU", date(2024, 1, 4), True, "bound"),
        ("MOON", "SAU", date(2024, 1, 5), False, "withdrawn"),
        ("MOON", "SAU", date(2024, 1, 6), False, "withdrawn"),
        ("MOON", "IND", date(2024, 1, 5), False, "signed_only"),
        ("MOON", "CHN", date(2024, 1, 5), False, "not_party"),
        ("OST", "CHN", date(1983, 12, 29), False, "not_yet"),
        ("OST", "CHN", date(1983, 12, 30), True, "bound"),
        ("REG", "ESA", date(1979, 1, 1), False, "not_yet"),
        ("REG", "ESA", date(1979, 1, 2), True, "declared"),
        ("OST", "ESA", date(2024, 1, 5), False, "not_party"),
        ("OST", "COPUOS", date(2024, 1, 5), False, "not_recorded"),
        ("ARTEMIS", "JPN", date(2024, 1, 5), False, "not_binding"),
        ("PCA2012", "JPN", date(2024, 1, 5), False, "by_agreement"),
        ("CHN_REG2001", "CHN", date(2024, 1, 5), False, "national"),
        ("IGA98", "JPN", date(2024, 3, 8), True, "bound"),
    ],
)
def test_a_party_is_bound_from_its_day_and_not_a_day_before(
    key: str, party: str, on: date, bound: bool, code: str
) -> None:
    """Entry into force, deposit, thirtieth day, withdrawal, signature and declaration decide day by day."""
    answer = binding(key, party, on)
    assert (bound, code) == (answer.bound, answer.code)


def test_before_entry_into_force_the_reason_names_the_day() -> None:
    """In 1961 nobody was bound by the Outer Space Treaty, and the sentence says from when it is law."""
    answer = binding("OST", "USA", date(1961, 10, 21))
    assert "The Outer Space Treaty entered into force on 10 October 1967" == answer.reason
    assert date(1967, 10, 10) == answer.in_force_on
    assert "V" == answer.grade


def test_a_deposit_known_by_its_year_counts_from_the_next_year_and_says_so() -> None:
    """Japan's deposit in 1967 is remembered by its year, so the last days of 1967 are not claimed."""
    before, after = binding("OST", "JPN", date(1967, 12, 31)), binding("OST", "JPN", date(1968, 1, 1))
    assert (False, True) == (before.bound, after.bound)
    assert "year only" in before.reason
    assert "grade M, from memory, not verified" in after.reason


def test_a_party_without_a_date_counts_from_the_end_of_what_its_source_covers() -> None:
    """China is on a list of parties that runs to 1989; with the year of the founding documents it counts from 1989."""
    undated = row("R", "", instrument="LC", as_of=date(1989, 12, 31))
    assert date(1990, 1, 1) == bound_since(instrument("LC"), undated)
    assert date(1989, 1, 1) == binding("LC", "CHN", date(2007, 1, 11)).since
    assert "not dated" in binds(instrument("LC"), "Japan", (undated,), date(1989, 12, 31)).reason


def test_the_earliest_of_several_deposits_counts() -> None:
    """China deposited with three depositaries; the first one binds."""
    rows = status("OST", "CHN")
    assert ["1983-12-30", "1984-01-06", "1984-01-12"] == sorted(found.on for found in rows)
    assert date(1983, 12, 30) == binding("OST", "CHN", date(2000, 1, 1)).since


def test_a_signature_binds_nobody_and_says_so() -> None:
    """Iran signed the Outer Space Treaty."""
    assert "is not bound by a signature" in binding("OST", "IRN", date(2024, 1, 5)).reason


def test_withdrawal_takes_effect_a_year_after_receipt() -> None:
    """Saudi Arabia's notice of 5 January 2023 took effect on 5 January 2024; a leap day clips to February 28."""
    (found,) = status("MOON", "SAU")
    assert date(2024, 1, 5) == bound_until(instrument("MOON"), found)
    leap = row("W", "2000-01-01", denounced=date(2024, 2, 29))
    assert date(2025, 2, 28) == bound_until(instrument("OST"), leap)


def test_a_new_deposit_after_a_withdrawal_binds_again() -> None:
    """A State that left and came back is bound from its second deposit."""
    rows = (row("W", "1970-01-01", denounced=date(1980, 5, 1)), row("R", "1990-06-01"))
    assert [True, False, True] == [
        binds(instrument("OST"), "Japan", rows, on).bound
        for on in (date(1981, 4, 30), date(1981, 5, 1), date(1990, 6, 1))
    ]


def test_soft_texts_bind_nobody_even_those_who_joined() -> None:
    """A signature under the Artemis Accords is shown, with the sentence that nobody is legally bound."""
    reason = binding("ARTEMIS", "JPN", date(2024, 1, 5)).reason
    assert "Nobody is legally bound by the Artemis Accords; Japan joined it in 2020; grade M" in reason
    assert all(not binding(key, "JPN", date(2030, 1, 1)).bound for key, i in instruments().items() if i.force == "SOFT")


def test_rows_from_memory_are_never_shown_as_verified() -> None:
    """Only rows read in an official list count as verified."""
    assert not any(found.verified for found in status("OST", "JPN"))
    assert all(found.verified for found in status("REG", "JPN"))
    assert "not verified" in binding("REG", "USA", date(2000, 1, 1)).reason


def test_an_unknown_instrument_is_named_in_the_refusal() -> None:
    """A question about an instrument that is not there is answered with what is there."""
    with pytest.raises(KeyError, match=r"no instrument 'OSX'; known are .*OST"):
        binding("OSX", "JPN", date(2024, 1, 5))
