"""One-time codes and recovery codes: a window of one step, none twice, guesses braked, secrets unreadable at rest."""

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from consult import accounts
from consult.accounts import SlowDown, codes, factors, recovery_codes
from consult.db import reading, writing
from consult.models.signin import CODE_GENERATOR, RECOVERY_CODE
from consult.refusals import Closed, Unknown
from tests.consult.accounts.conftest import AT, KEY, LIAISON, SECRET, Door
from tests.consult.accounts.device import Device

STEP = timedelta(seconds=30)


@pytest.fixture
def secret(door: Door) -> str:
    """Set up one-time codes an hour ago, with their first code."""
    drawn, before = door.set_up_codes(), AT - timedelta(hours=1)
    who = door.session()
    with writing(door.engine) as conn:
        assert factors.add_codes(conn, who, pyotp.TOTP(drawn).at(before), KEY, before)
    return drawn


def test_a_right_password_alone_opens_no_session(door: Door, secret: str) -> None:
    """It begins a half sign-in, which no page takes for a session."""
    entered = door.enter()
    assert entered is not None
    assert entered.is_half
    with reading(door.engine) as conn:
        assert accounts.find_session(conn, entered.token, AT) is None

    token = door.complete("code", pyotp.TOTP(secret).at(AT), token=entered.token)

    assert token is not None
    with reading(door.engine) as conn:
        found = accounts.find_session(conn, token, AT)
    assert found is not None
    assert "code" == found.proved_by


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_of_the_step_before_or_after_is_taken(door: Door, secret: str, steps: int, taken: bool) -> None:
    """Clocks may differ by half a minute."""
    assert taken is (door.complete("code", pyotp.TOTP(secret).at(AT + steps * STEP)) is not None)


def test_no_code_is_taken_twice_and_none_before_it_either(door: Door, secret: str) -> None:
    """Whoever looked over a shoulder has nothing."""
    totp = pyotp.TOTP(secret)

    assert door.complete("code", totp.at(AT))
    assert door.complete("code", totp.at(AT)) is None
    assert door.complete("code", totp.at(AT - STEP)) is None
    assert door.complete("code", totp.at(AT + STEP))


def test_a_code_may_be_typed_with_a_blank(door: Door, secret: str) -> None:
    """Apps show two groups of three."""
    code = pyotp.TOTP(secret).at(AT)

    assert door.complete("code", f"{code[:3]} {code[3:]} ")


def test_guessed_codes_are_braked_like_passwords(door: Door, secret: str) -> None:
    """The sixth has to wait, a right password before it does not help, and neither does a right code."""
    wrong = "000000" if pyotp.TOTP(secret).at(AT) != "000000" else "111111"
    for _each in range(5):
        assert door.complete("code", wrong) is None
    with pytest.raises(SlowDown) as slow:
        door.complete("code", pyotp.TOTP(secret).at(AT))

    assert timedelta(seconds=15) == slow.value.wait


def test_a_half_sign_in_becomes_a_session_once_and_within_ten_minutes(door: Door, secret: str) -> None:
    """After that the password is asked again."""
    entered, late = door.enter(), door.enter()
    assert entered is not None
    assert late is not None

    assert door.complete("code", pyotp.TOTP(secret).at(AT), token=entered.token)
    assert door.complete("code", pyotp.TOTP(secret).at(AT + STEP), token=entered.token) is None
    after = AT + timedelta(minutes=10)
    assert door.complete("code", pyotp.TOTP(secret).at(after), at=after, token=late.token) is None


def test_codes_count_only_once_a_first_one_was_given(door: Door) -> None:
    """A secret that nobody scanned locks nobody out."""
    drawn, who = door.set_up_codes(), door.session()
    entered = door.enter()
    assert entered is not None
    assert not entered.is_half
    with writing(door.engine) as conn:
        assert factors.add_codes(conn, who, "12345", KEY, AT) is None
        assert factors.add_codes(conn, who, pyotp.TOTP(drawn).at(AT), KEY, AT)
        with pytest.raises(Unknown):
            codes.secret_begun(conn, who.person_id, KEY)
        with pytest.raises(Closed, match="Remove them first"):
            codes.begin_codes(conn, who.person_id, KEY, AT)


def test_the_secret_cannot_be_read_from_the_database(door: Door, secret: str) -> None:
    """It is encrypted under the installation's own; under another one no code counts."""
    with reading(door.engine) as conn:
        kept = conn.execute(select(CODE_GENERATOR.c.secret)).scalar_one()
        assert secret not in kept
    with writing(door.engine) as conn:
        code = pyotp.TOTP(secret).at(AT)
        assert not codes.take_code(conn, door.people[LIAISON], code, "another secret of another house", AT)
        assert codes.take_code(conn, door.people[LIAISON], code, KEY, AT)


def test_the_picture_has_no_style_and_the_address_names_the_house(secret: str) -> None:
    """The strict content policy takes it as it is."""
    address = codes.address_of(secret, LIAISON, "Consult consult.example.int")
    drawn = codes.picture_of(address)

    assert address.startswith("otpauth://totp/Consult%20consult.example.int:l%40x.example?secret=")
    assert drawn.startswith("<svg")
    assert "style" not in drawn


def test_recovery_codes_come_with_the_first_factor_and_work_once_each(door: Door) -> None:
    """Ten of them, kept as digests; the second factor brings none."""
    drawn = door.register(Device())
    assert 10 == len(set(drawn))
    assert () == door.register(Device())
    with reading(door.engine) as conn:
        kept = set(conn.execute(select(RECOVERY_CODE.c.code_hash)).scalars())
    assert not kept & set(drawn)

    assert door.complete("recovery", drawn[0].upper().replace("-", " "))
    assert door.complete("recovery", drawn[0]) is None
    assert door.complete("recovery", drawn[1])
    with reading(door.engine) as conn:
        assert 8 == recovery_codes.recovery_left(conn, door.people[LIAISON])


def test_new_recovery_codes_make_the_earlier_ones_void(door: Door) -> None:
    """A sheet that was lost is worth nothing once there is another."""
    old = door.register(Device())
    who = door.session()
    with writing(door.engine) as conn:
        new = factors.renew_recovery(conn, who, AT)

    assert door.complete("recovery", old[0]) is None
    assert door.complete("recovery", new[0])


def test_without_a_factor_there_is_nothing_to_recover(door: Door) -> None:
    """Recovery codes alone are no second password."""
    who = door.session()
    with writing(door.engine) as conn, pytest.raises(Closed, match="Set one up first"):
        factors.renew_recovery(conn, who, AT)


def test_wrong_recovery_codes_share_the_brake_of_one_time_codes(door: Door, secret: str) -> None:
    """Nobody gets five guesses at each."""
    for _each in range(5):
        assert door.complete("code", "1") is None
    with pytest.raises(SlowDown):
        door.complete("recovery", "aaaa-bbbb-cccc-dddd")
    assert SECRET not in secret
