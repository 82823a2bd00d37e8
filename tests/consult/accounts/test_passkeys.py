"""Passkeys: registered and used; every way in which an answer does not hold."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from consult import accounts
from consult.accounts import Site, passkeys
from consult.db import reading, writing
from consult.models.parties import PERSON
from consult.models.signin import PASSKEY, PASSKEY_CHALLENGE
from consult.refusals import Closed, Malformed, Unknown
from tests.consult.accounts.conftest import AT, LIAISON, OTHER, SITE, Door
from tests.consult.accounts.device import Device


def asked(door: Door, email: str | None = None) -> str:
    """Ask for a proof of a person, or of whoever comes."""
    with writing(door.engine) as conn:
        return passkeys.ask_to_prove(conn, SITE, door.people[email] if email else None, AT)


def taken(door: Door, answer: str, email: str | None = None, after: timedelta = timedelta(0)) -> int | None:
    """Take an answer."""
    with writing(door.engine) as conn:
        return passkeys.use_passkey(conn, SITE, door.people[email] if email else None, answer, AT + after)


def test_a_passkey_signs_in_without_a_password(door: Door) -> None:
    """The session knows by what it was proved."""
    device = Device()
    door.register(device)
    token = accounts.enter_by_passkey(door.engine, device.use(asked(door)), site=SITE, client="test", at=AT)

    assert token is not None
    with reading(door.engine) as conn:
        found = accounts.find_session(conn, token, AT)
    assert found is not None
    assert (door.people[LIAISON], "passkey", AT) == (found.person_id, found.proved_by, found.proved_at)


def test_a_passkey_is_the_second_factor_of_its_own_person_only(door: Door) -> None:
    """After the right password of one, the key of another opens nothing."""
    mine, others = Device(), Device()
    door.register(mine)
    door.register(others, OTHER)

    assert door.complete("passkey", others.use(asked(door, LIAISON))) is None
    assert door.complete("passkey", mine.use(asked(door, LIAISON)))


@pytest.mark.parametrize(
    "changed",
    [{"origin": "https://localhost.evil.example"}, {"origin": "http://localhost:81"}, {"host": "evil.example"}],
)
def test_an_answer_for_another_address_is_refused(door: Door, changed: dict[str, Any]) -> None:
    """A page that looks like this one gets nothing that is worth anything here."""
    device = Device()
    door.register(device)

    assert taken(door, device.use(asked(door), **changed)) is None


def test_whoever_was_not_verified_by_the_device_is_refused(door: Door) -> None:
    """Holding a key is one factor; finger, face or number make it two."""
    device = Device()
    door.register(device)
    device.verifies = False

    assert taken(door, device.use(asked(door))) is None
    with writing(door.engine) as conn:
        question = passkeys.ask_to_register(conn, SITE, door.people[LIAISON], AT)
        made = Device(verifies=False).make(question)
        assert passkeys.register_passkey(conn, SITE, door.people[LIAISON], "key", made, AT) is None


def test_an_answer_is_taken_once(door: Door) -> None:
    """The challenge is spent with the first answer, also with one that does not hold."""
    device = Device(counts=False)
    door.register(device)
    question = asked(door)
    answer = device.use(question)

    assert door.people[LIAISON] == taken(door, answer)
    assert taken(door, answer) is None

    wrong = asked(door)
    assert taken(door, device.use(wrong, origin="http://evil.example")) is None
    assert taken(door, device.use(wrong)) is None


def test_a_challenge_holds_for_five_minutes(door: Door) -> None:
    """At the fifth minute it is over, and it is swept away with the next one that is drawn."""
    device = Device()
    door.register(device)
    answer = device.use(asked(door))

    assert taken(door, answer, after=timedelta(minutes=5)) is None
    with writing(door.engine) as conn:
        passkeys.ask_to_prove(conn, SITE, None, AT + timedelta(minutes=5))
        assert 1 == conn.execute(select(func.count()).select_from(PASSKEY_CHALLENGE)).scalar_one()


def test_a_challenge_is_for_one_purpose_and_one_person(door: Door) -> None:
    """One drawn to register proves nothing; one of another person neither."""
    device, others = Device(), Device()
    door.register(device)
    door.register(others, OTHER)
    with writing(door.engine) as conn:
        question = json.loads(passkeys.ask_to_register(conn, SITE, door.people[LIAISON], AT))
    question = json.dumps({**question, "rpId": "localhost"})

    assert taken(door, device.use(question)) is None
    assert taken(door, device.use(asked(door, OTHER)), LIAISON) is None
    assert taken(door, device.use(asked(door)), LIAISON) is None
    assert taken(door, device.use(asked(door, LIAISON))) is None


def test_a_counter_that_does_not_go_up_is_refused(door: Door) -> None:
    """Two devices that count alike: one of them is a copy. A device that never counts is taken each time."""
    device, plain = Device(), Device(counts=False)
    door.register(device)
    door.register(plain)

    assert taken(door, device.use(asked(door), count=7))
    assert taken(door, device.use(asked(door), count=7)) is None
    assert taken(door, device.use(asked(door), count=6)) is None
    assert taken(door, device.use(asked(door), count=8))
    assert taken(door, plain.use(asked(door)))
    assert taken(door, plain.use(asked(door)))


def test_another_key_cannot_sign_for_a_registered_one(door: Door) -> None:
    """The identifier of a key is no secret; its signature counts."""
    device = Device()
    door.register(device)
    forger = Device(number=device.number)

    assert taken(door, forger.use(asked(door))) is None


def test_a_key_is_registered_once_whoever_brings_it(door: Door) -> None:
    """Nobody takes over the key of another by registering it for himself."""
    device = Device()
    door.register(device)
    with writing(door.engine) as conn:
        question = passkeys.ask_to_register(conn, SITE, door.people[OTHER], AT)
        again = passkeys.register_passkey(conn, SITE, door.people[OTHER], "mine", device.make(question), AT)

        assert again is None
        assert [door.people[LIAISON]] == list(conn.execute(select(PASSKEY.c.person_id)).scalars())


@pytest.mark.parametrize(
    "answer",
    ["", "{}", "[]", "null", "7", '{"response": 1}', '{"response": {"clientDataJSON": "e30"}}', "[" * 15_000, "\u00e9"],
)
def test_what_is_no_answer_is_refused(door: Door, answer: str) -> None:
    """Nothing that is sent is a fault of the program."""
    with writing(door.engine) as conn:
        assert passkeys.use_passkey(conn, SITE, None, answer, AT) is None
        assert passkeys.register_passkey(conn, SITE, door.people[LIAISON], "key", answer, AT) is None


def test_a_broken_answer_to_a_true_challenge_is_refused(door: Door) -> None:
    """Every part of an answer may be missing or nonsense."""
    device = Device()
    door.register(device)
    for part in ("id", "rawId", "type", "response"):
        answer = json.loads(device.use(asked(door)))
        assert taken(door, json.dumps({name: value for name, value in answer.items() if name != part})) is None
    for part in ("authenticatorData", "signature"):
        answer = json.loads(device.use(asked(door)))
        answer["response"][part] = "AAAA"
        assert taken(door, json.dumps(answer)) is None


def test_a_closed_account_has_no_passkey(door: Door) -> None:
    """The answer is that of an unknown one."""
    device = Device()
    door.register(device)
    with writing(door.engine) as conn:
        conn.execute(update(PERSON).values(active=False))

    assert taken(door, device.use(asked(door))) is None


def test_names_are_given_changed_and_belong_to_their_person(door: Door) -> None:
    """A passkey without a name, and that of another, are refused."""
    door.register(Device(), name="laptop of the mission")
    with writing(door.engine) as conn:
        number = passkeys.passkeys_of(conn, door.people[LIAISON])[0].id
        with pytest.raises(Malformed, match="Give it a name"):
            passkeys.rename_passkey(conn, door.people[LIAISON], number, "  ")
        with pytest.raises(Unknown):
            passkeys.rename_passkey(conn, door.people[OTHER], number, "mine")
        passkeys.rename_passkey(conn, door.people[LIAISON], number, "security key 2")

        assert ["security key 2"] == [one.name for one in passkeys.passkeys_of(conn, door.people[LIAISON])]


def test_a_person_has_twenty_passkeys_at_most(door: Door) -> None:
    """The twenty-first is refused with a sentence."""
    for _each in range(20):
        door.register(Device())
    with writing(door.engine) as conn, pytest.raises(Closed, match="There are 20 passkeys already"):
        passkeys.ask_to_register(conn, SITE, door.people[LIAISON], AT)


def test_what_the_browser_is_told_names_the_host_and_no_other_person(door: Door) -> None:
    """Without a person, no key is listed: nobody learns who has one."""
    door.register(Device())
    told = json.loads(asked(door))

    assert ("localhost", [], "required") == (told["rpId"], told["allowCredentials"], told["userVerification"])
    with writing(door.engine) as conn:
        question = json.loads(passkeys.ask_to_register(conn, Site("consult.int", "https://consult.int"), 1, AT))
    assert "consult.int" == question["rp"]["id"]
    assert 1 == len(question["excludeCredentials"])
