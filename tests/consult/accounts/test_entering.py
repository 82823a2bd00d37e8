"""Until the password is known to be right, every account costs the same: by construction, not by the clock."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from consult import accounts
from consult.accounts import SlowDown
from tests.consult.accounts.conftest import AT, LIAISON, OTHER, Door
from tests.consult.accounts.device import Device


def costs(door: Door, monkeypatch: pytest.MonkeyPatch, act: Callable[[], Any]) -> tuple[int, list[str]]:
    """Count the hashes that are computed and name the statements that reach the database."""
    hashes, statements, hasher = [], [], type(door.passwords._hasher)
    verify = hasher.verify

    def count(self: Any, kept: str, password: str) -> bool:
        """Count one hash."""
        hashes.append(kept)
        return bool(verify(self, kept, password))

    def keep(_conn: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        """Keep one statement."""
        statements.append(statement)

    monkeypatch.setattr(hasher, "verify", count)
    event.listen(door.engine, "before_cursor_execute", keep)
    assert act() is None
    event.remove(door.engine, "before_cursor_execute", keep)
    monkeypatch.setattr(hasher, "verify", verify)
    return len(hashes), statements


def test_an_unknown_account_costs_what_a_known_one_with_a_second_factor_costs(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One hash each, of the same cost, and the same statements in the same order."""
    door.register(Device())
    found = [
        costs(door, monkeypatch, lambda email=email: door.enter("wrong wrong wrong", email=email))  # type: ignore[misc] # a default keeps the loop's value
        for email in (LIAISON, OTHER, "nobody@x.example")
    ]

    assert 1 == found[0][0]
    assert found[0] == found[1] == found[2]


def test_a_second_factor_is_braked_by_its_person_and_apart_from_the_password(door: Door) -> None:
    """Six right passwords do not free a guess, and guesses do not keep out another person."""
    door.register(Device())
    door.register(Device(), OTHER)
    for _each in range(5):
        assert door.complete("recovery", "aaaa-aaaa-aaaa-aaaa") is None
    with pytest.raises(SlowDown):
        door.complete("recovery", "aaaa-aaaa-aaaa-aaaa")

    entered = door.enter(email=OTHER)
    assert entered is not None
    assert door.complete("recovery", "aaaa-aaaa-aaaa-aaaa", token=entered.token) is None


def test_a_way_that_a_person_does_not_have_is_refused_without_a_guess(door: Door) -> None:
    """A form that names another way opens nothing."""
    door.register(Device())
    for way in ("code", "password", ""):
        assert door.complete(way, "123456") is None


def test_an_empty_database_knows_no_half_sign_in(door: Door) -> None:
    """A token that was made up is none."""
    with door.engine.connect() as conn:
        assert accounts.find_half(conn, "made up", AT) is None
