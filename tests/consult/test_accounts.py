"""Passwords, sessions and the brake on guessing."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import Engine, insert, select

from consult import accounts, migrate
from consult.accounts import Passwords, SlowDown
from consult.db import make_engine, reading, writing
from consult.models.parties import PERSON, SIGN_IN_ATTEMPT, SIGN_IN_SESSION
from consult.refusals import Malformed
from consult.settings import CHEAP_HASHING
from tests import databases

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SECRET = "a path between two craters"
WAITS = [15, 30, 60, 120, 240, 480, 900, 900]


@dataclass
class Door:
    """The sign-in of one installation."""

    engine: Engine
    passwords: Passwords

    def attempt(
        self, password: str, at: datetime, email: str = "l@x.example", address: str = "192.0.2.1"
    ) -> str | None:
        """Try to sign in."""
        entered = accounts.sign_in(
            self.engine, self.passwords, email=email, password=password, address=address, client="test", at=at
        )
        return entered.token if entered else None


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """Give an installation with one person."""
    engine = make_engine(databases.at(tmp_path / "accounts.sqlite"))
    passwords = Passwords(CHEAP_HASHING)
    values = {"name": "Liaison", "email": "l@x.example", "language": "en", "active": True, "created_at": AT}
    with writing(engine) as conn:
        migrate.tables().create_all(conn)
        conn.execute(insert(PERSON).values(**values, password_hash=passwords.hash(SECRET, "l@x.example")))
    yield Door(engine, passwords)
    engine.dispose()


def test_the_right_password_opens_a_session_kept_as_a_digest(door: Door) -> None:
    """The token itself stands nowhere in the database."""
    token = door.attempt(SECRET, AT, email="  L@X.Example ")
    assert token is not None
    with reading(door.engine) as conn:
        found = accounts.find_session(conn, token, AT)
        kept = conn.execute(select(SIGN_IN_SESSION.c.token_hash)).scalar_one()

    assert found is not None
    assert ("Liaison", None) == (found.name, found.previous_at)
    assert token != kept


def test_the_time_before_is_remembered(door: Door) -> None:
    """At the second sign-in the first one is shown."""
    door.attempt(SECRET, AT)
    token = door.attempt(SECRET, AT + timedelta(hours=1))
    assert token is not None
    with reading(door.engine) as conn:
        found = accounts.find_session(conn, token, AT + timedelta(hours=1))

    assert found is not None
    assert AT == found.previous_at


@pytest.mark.parametrize(("hours", "open_still"), [(11, True), (12, False)])
def test_a_session_lasts_twelve_hours(door: Door, hours: int, open_still: bool) -> None:
    """After that one signs in again."""
    token = door.attempt(SECRET, AT)
    assert token is not None
    with reading(door.engine) as conn:
        found = accounts.find_session(conn, token, AT + timedelta(hours=hours))

    assert open_still is (found is not None)


def test_an_ended_session_stays_ended(door: Door) -> None:
    """The token of a session that was left opens nothing."""
    token = door.attempt(SECRET, AT)
    assert token is not None
    with writing(door.engine) as conn:
        found = accounts.find_session(conn, token, AT)
        assert found is not None
        accounts.end_session(conn, found.session_id, AT)

        assert None is accounts.find_session(conn, token, AT)


def test_the_wait_doubles_up_to_a_quarter_of_an_hour(door: Door) -> None:
    """Five failures are free; the right password is not even looked at while the wait runs."""
    at, waits = AT, []
    for _ in range(4):
        door.attempt("wrong wrong wrong", at)
    for _ in WAITS:
        door.attempt("wrong wrong wrong", at)
        with pytest.raises(SlowDown) as slow:
            door.attempt(SECRET, at)
        waits.append(int(slow.value.wait.total_seconds()))
        at += slow.value.wait

    assert WAITS == waits


def test_an_unknown_account_is_slowed_like_a_known_one(door: Door) -> None:
    """Nobody learns from the wait which accounts exist."""
    for email in ("l@x.example", "nobody@x.example"):
        for number in range(5):
            assert None is door.attempt("wrong wrong wrong", AT, email, f"192.0.2.{number}")
        with pytest.raises(SlowDown) as slow:
            door.attempt("wrong wrong wrong", AT, email, "192.0.2.99")

        assert timedelta(seconds=15) == slow.value.wait


def test_a_success_clears_the_account_but_not_the_address(door: Door) -> None:
    """Whoever owns one account cannot use it to go on guessing others from the same place."""
    for number in range(20):
        door.attempt("wrong wrong wrong", AT, f"person{number}@x.example", "203.0.113.5")

    with pytest.raises(SlowDown):
        door.attempt(SECRET, AT, address="203.0.113.5")
    assert door.attempt(SECRET, AT, address="203.0.113.6")


def test_failures_are_forgotten_after_a_day(door: Door) -> None:
    """Old attempts leave the table with the next one."""
    for _ in range(5):
        door.attempt("wrong wrong wrong", AT)
    later = AT + timedelta(hours=24, seconds=1)

    assert door.attempt(SECRET, later)
    with reading(door.engine) as conn:
        assert {later} == set(conn.execute(select(SIGN_IN_ATTEMPT.c.at)).scalars())


def test_parallel_guesses_all_count(door: Door) -> None:
    """Sixteen at once get no more than five looks at the password."""
    taken: list[bool] = []

    def guess() -> None:
        try:
            door.attempt("wrong wrong wrong", AT)
            taken.append(True)
        except SlowDown:
            taken.append(False)

    threads = [threading.Thread(target=guess) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert 5 == sum(taken)


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("eleven char", "at least 12"),
        ("x" * 1001, "at most 1000"),
        ("Liaison@x.example", "differ from the mail address"),
        ("aaaaaaaaaaaabbbb", "different characters"),
    ],
)
def test_an_unfit_password_is_refused_with_its_reason(password: str, sentence: str) -> None:
    """Length first, then what would be guessed first."""
    with pytest.raises(Malformed) as refused:
        Passwords(CHEAP_HASHING).hash(password, "liaison@x.example")

    assert sentence in refused.value.fields["password"]


def test_a_password_may_be_typed_in_either_normal_form() -> None:
    """Composed and decomposed accents are the same secret."""
    passwords = Passwords(CHEAP_HASHING)

    assert passwords.verify(passwords.hash("pr\u00e9s des crat\u00e8res", ""), "pre\u0301s des crate\u0300res")


def test_without_a_hash_no_password_is_right() -> None:
    """An invited person who has set none cannot sign in, and a broken hash opens nothing."""
    passwords = Passwords(CHEAP_HASHING)

    assert not passwords.verify(None, SECRET)
    assert not passwords.verify("not a hash", SECRET)


def test_who_is_unknown_is_compared_at_the_cost_of_who_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hash of the same cost and lengths is really computed, or the time of an answer would tell who has an account.
    What it is compared with was computed by nobody, and is another one in each program."""
    passwords, real, compared = Passwords(CHEAP_HASHING), PasswordHasher.verify, []

    def verify(hasher: PasswordHasher, kept: str, password: str) -> bool:
        compared.append(kept)
        with pytest.raises(VerifyMismatchError):
            real(hasher, kept, password)
        raise VerifyMismatchError

    monkeypatch.setattr(PasswordHasher, "verify", verify)
    assert not passwords.verify(None, SECRET)
    assert not Passwords(CHEAP_HASHING).verify(None, SECRET)

    known = extract_parameters(passwords.hash(SECRET, "l@x.example"))
    assert [known, known] == [extract_parameters(kept) for kept in compared]
    assert 2 == len(set(compared))
