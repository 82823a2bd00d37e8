"""Numbers that include what is not released are told only where no party can be told from them, however they are added
and subtracted."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.reports.identifying import LEAST_CASES, LEAST_PARTIES, Disclosure

PARTIES = ("FRA", "KOR", "BRA", "IND", "USA")


def of(*parties: str) -> dict[str, frozenset[str]]:
    """Give cases 0, 1, 2 ... each with one other party."""
    return {str(n): frozenset({party}) for n, party in enumerate(parties)}


@pytest.mark.parametrize(
    ("cases", "is_told"),
    [
        (of("FRA", "KOR"), False),
        (of("FRA", "KOR", "FRA"), False),
        (of("FRA", "KOR", "BRA"), True),
        (of("FRA", "FRA", "FRA", "KOR", "BRA"), False),
        (of("FRA", "FRA", "KOR", "BRA"), True),
    ],
    ids=["two cases", "two parties", "three of each", "one in more than half", "one in half"],
)
def test_a_number_is_told_from_three_cases_with_three_parties_none_in_more_than_half(
    cases: dict[str, frozenset[str]], *, is_told: bool
) -> None:
    """One below, at, and above each bound of the house rule."""
    assert (3, 3) == (LEAST_CASES, LEAST_PARTIES)
    assert is_told is Disclosure(cases).admits(cases)


def test_a_part_is_not_told_beside_the_whole_where_the_rest_would_tell_a_party() -> None:
    """Four cases may be counted, and three of them too; but not both, since the fourth is France's."""
    disclosure = Disclosure(of("KOR", "BRA", "IND", "FRA"))
    assert disclosure.admits("0123")
    assert not disclosure.admits("012")


def test_two_numbers_that_overlap_are_not_told_where_what_they_share_would_tell_a_party() -> None:
    """Each has three parties; in both is one case."""
    disclosure = Disclosure(of("FRA", "KOR", "BRA", "IND", "USA"))
    assert disclosure.admits("012")
    assert not disclosure.admits("234")


def test_a_number_about_nothing_is_told() -> None:
    """Nobody stands behind it."""
    assert Disclosure({}).admits(())


def is_safe(parties: list[str]) -> bool:
    """Judge the rule anew."""
    return len(parties) >= 3 and len(set(parties)) >= 3 and max(map(parties.count, parties)) <= len(parties) / 2


@given(
    st.lists(st.sampled_from(PARTIES), max_size=14),
    st.lists(st.sets(st.integers(0, 13)), max_size=6),
)
def test_no_sum_or_difference_of_what_was_told_tells_a_party(whose: list[str], wanted: list[set[int]]) -> None:
    """Whoever holds all the numbers can reckon the number of whatever cases lie in the same ones of them and in no
    other, and nothing finer: each such group must keep the rule by itself."""
    cases = {str(n): frozenset({party}) for n, party in enumerate(whose)}
    disclosure = Disclosure(cases)
    told = [one for each in wanted if disclosure.admits(one := {str(n) for n in each if n < len(whose)})]
    groups = defaultdict(list)
    for n, party in enumerate(whose):
        groups[tuple(str(n) in one for one in told)].append(party)
    assert all(is_safe(found) for lies_in, found in groups.items() if any(lies_in))
