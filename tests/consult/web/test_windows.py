"""How requests are counted in a process: within moving windows, by key, and forgotten."""

import pytest

from consult.web import limits
from consult.web.limits import Windows


def test_so_many_are_in_and_the_next_is_not_until_the_first_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two in ten seconds; what is refused counts for nothing, and another key is counted apart."""
    seconds = [0.0]
    monkeypatch.setattr(limits.time, "perf_counter", lambda: seconds[0])
    counted = Windows()

    assert [(True, 1), (True, 0), (False, 0)] == [counted.hit("a", 2, 10) for _ in range(3)]
    assert (True, 1) == counted.hit("b", 2, 10)
    seconds[0] = 9.9
    assert (False, 0) == counted.hit("a", 2, 10)
    seconds[0] = 10.0
    assert [(True, 1), (True, 0), (False, 0)] == [counted.hit("a", 2, 10) for _ in range(3)]


def test_keys_of_which_nothing_counts_any_more_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guesses from a thousand addresses leave nothing behind a minute later."""
    seconds = [0.0]
    monkeypatch.setattr(limits.time, "perf_counter", lambda: seconds[0])
    counted = Windows()
    for number in range(1000):
        counted.hit(f"missed:{number}", 30, 60)
    seconds[0] = 61.0
    counted.hit("missed:new", 30, 60)

    assert ["missed:new"] == list(counted._counted)
