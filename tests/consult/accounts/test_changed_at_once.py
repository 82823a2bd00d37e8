"""What a person proves by, changed by two transactions in the same moment: the last factor that a party asks for stays,
nothing is set up in a session that was just ended, and no sign-in outlives what it was let in by.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from sqlalchemy import Connection, func, insert, select, update

from consult import people
from consult.accounts import Passwords, codes, factors, members, needs, passkeys
from consult.accounts.providers import entering, linking, registering
from consult.accounts.providers.asking import Came, Errand
from consult.accounts.providers.fetching import Unusable
from consult.accounts.providers.registering import Provider
from consult.accounts.providers.tokens import Said
from consult.accounts.sessions import open_sessions
from consult.db import reading, writing
from consult.models.parties import PERSON
from consult.models.providers import IDENTITY_PROVIDER, PROVIDER_LINK
from consult.models.signin import CODE_GENERATOR, PARTY_SIGN_IN, PASSKEY, RECOVERY_CODE
from consult.people.links import issue_link, redeem_link
from consult.refusals import Closed, Unknown
from consult.settings import CHEAP_HASHING
from tests.consult.accounts.conftest import KEY, SECRET, SITE, Door
from tests.consult.accounts.device import Device
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.conftest import office as office
from tests.consult.test_turns import beside, managers

NEW, SUBJECT = "hash of another password", "liaison-7"


@pytest.fixture
def ways(office: Office) -> Door:
    """Give the door by which Japan's liaison comes in, over whichever database."""
    passwords = Passwords(CHEAP_HASHING)
    person = office.standings["JPN"].person_id
    with writing(office.engine) as conn:
        email = str(conn.execute(select(PERSON.c.email).where(PERSON.c.id == person)).scalar_one())
        kept = {"password_hash": passwords.hash(SECRET, email)}
        conn.execute(update(PERSON).where(PERSON.c.id == person).values(kept))
    return Door(office.engine, passwords, {email: person})


def liaison(ways: Door) -> tuple[str, int]:
    """Give the address and the number of the liaison."""
    return next(iter(ways.people.items()))


def ask_any(conn: Connection, by: int) -> None:
    """Let Japan ask for a second factor."""
    row = {"party_key": "JPN", "needs": "any", "proof_minutes": 15, "changed_by": by, "changed_at": START}
    conn.execute(insert(PARTY_SIGN_IN).values(row))


def keep_codes(conn: Connection, person: int) -> None:
    """Let a person have one-time codes that count."""
    values = {"person_id": person, "secret": "x", "made_at": START, "confirmed_at": START}
    conn.execute(insert(CODE_GENERATOR).values(values))


def keep_passkeys(conn: Connection, person: int, number: int = 1) -> None:
    """Let a person have so many passkeys."""
    for one in range(number):
        values = {"person_id": person, "credential": f"c{one}", "public_key": "k", "sign_count": 0, "name": "key"}
        conn.execute(insert(PASSKEY).values(**values, made_at=START))


def count(ways: Door, table: Any) -> int:
    """Count the rows of a table."""
    with reading(ways.engine) as conn:
        return int(conn.execute(select(func.count()).select_from(table)).scalar_one())


def test_of_two_factors_removed_at_once_the_one_that_is_asked_for_stays(office: Office, ways: Door) -> None:
    """20 November 2026: Japan asks for a second factor; the passkey is removed in one window, the codes in another."""
    email, person = liaison(ways)
    who = ways.session(email, START)
    with writing(ways.engine) as conn:
        ask_any(conn, person)
        keep_codes(conn, person)
        keep_passkeys(conn, person)
        number = passkeys.passkeys_of(conn, person)[0].id

    met = beside(
        office,
        lambda conn: factors.drop_passkey(conn, who, number, START),
        lambda conn: factors.drop_codes(conn, who, START),
    )

    assert isinstance(met, Closed)
    assert 1 == count(ways, CODE_GENERATOR)


def test_a_factor_is_not_asked_by_a_manager_who_removes_his_own_in_that_moment(office: Office, ways: Door) -> None:
    """Nobody asks of others what he does not have himself."""
    manager, _other = managers(office)
    with writing(ways.engine) as conn:
        conn.execute(update(PERSON).where(PERSON.c.id == manager.person_id).values(email="manager@jpn.example"))
        keep_codes(conn, manager.person_id)
    who = Door(ways.engine, ways.passwords, {"manager@jpn.example": manager.person_id}).session(
        "manager@jpn.example", START
    )

    met = beside(
        office,
        lambda conn: factors.drop_codes(conn, who, START),
        lambda conn: needs.ask_of(conn, manager, needs.Asked("any"), START),
    )

    assert isinstance(met, Closed)
    assert 0 == count(ways, PARTY_SIGN_IN)


def adding(ways: Door, who: Any) -> Callable[[Connection], Any]:
    """Give the change by which a new device is registered, whose challenge was drawn before."""
    with writing(ways.engine) as conn:
        answer = Device().make(passkeys.ask_to_register(conn, SITE, who.person_id, START))
    return lambda conn: factors.add_passkey(conn, SITE, who, "key", answer, START)


def test_no_two_at_once_register_one_passkey_too_many(office: Office, ways: Door) -> None:
    """With one place left, the second of two devices is refused."""
    email, person = liaison(ways)
    who = ways.session(email, START)
    with writing(ways.engine) as conn:
        keep_passkeys(conn, person, passkeys.MOST - 1)

    met = beside(office, adding(ways, who), adding(ways, who))

    assert isinstance(met, Closed)
    assert passkeys.MOST == count(ways, PASSKEY)


def test_no_passkey_is_set_up_while_a_manager_takes_every_factor_away(office: Office, ways: Door) -> None:
    """The session in which it is set up is ended with it: whoever sits there keeps no way in."""
    email, person = liaison(ways)
    manager, _other = managers(office)
    who = ways.session(email, START)
    with writing(ways.engine) as conn:
        keep_codes(conn, person)

    met = beside(
        office,
        lambda conn: members.remove_factors(conn, manager, person, START),
        adding(ways, who),
    )

    assert isinstance(met, Unknown)
    assert 0 == count(ways, PASSKEY)


def test_codes_that_are_confirmed_are_not_lost_to_another_beginning(office: Office, ways: Door) -> None:
    """In one window the first code is given, in another new codes are begun."""
    email, person = liaison(ways)
    who = ways.session(email, START)
    with writing(ways.engine) as conn:
        secret = codes.begin_codes(conn, person, KEY, START)

    beside(
        office,
        lambda conn: factors.add_codes(conn, who, pyotp.TOTP(secret).at(START), KEY, START),
        lambda conn: codes.begin_codes(conn, person, KEY, START),
    )

    with reading(ways.engine) as conn:
        assert needs.has_codes(conn, person)


@pytest.mark.parametrize("ended", ["reset", "closed"])
def test_an_old_password_opens_no_session_where_it_is_reset_meanwhile(
    ways: Door, monkeypatch: pytest.MonkeyPatch, ended: str
) -> None:
    """It is right when it is looked at; before the session is there a link has set another one, or the account is
    closed: either ends every session, and none is left."""
    email, person = liaison(ways)
    verify = ways.passwords.verify

    def slowly(kept: str | None, password: str) -> bool:
        right = verify(kept, password)
        with writing(ways.engine) as conn:
            if ended == "closed":
                people.close_account(conn, None, person, START)
            else:
                redeem_link(conn, issue_link(conn, None, person, START).token, NEW, START)
        return right

    monkeypatch.setattr(ways.passwords, "verify", slowly)

    assert ways.enter(at=START, email=email) is None
    with reading(ways.engine) as conn:
        assert [] == list(open_sessions(conn, person, START))


@pytest.mark.parametrize("changed", ["password", "recovery codes"])
def test_what_a_link_set_anew_is_not_changed_from_a_session_that_it_ended(
    office: Office, ways: Door, changed: str
) -> None:
    """Whoever knew the old password changes it, or draws recovery codes, in the moment in which the liaison resets
    it."""
    email, person = liaison(ways)
    who = ways.session(email, START)
    with writing(ways.engine) as conn:
        keep_codes(conn, person)
        link = issue_link(conn, None, person, START)

    def change(conn: Connection) -> None:
        if changed == "password":
            factors.change_password(conn, who, "hash of a third one", START, [])
        else:
            factors.renew_recovery(conn, who, START)

    met = beside(office, lambda conn: redeem_link(conn, link.token, NEW, START), change)

    assert isinstance(met, Unknown)
    assert 0 == count(ways, RECOVERY_CODE)
    with reading(ways.engine) as conn:
        assert NEW == conn.execute(select(PERSON.c.password_hash).where(PERSON.c.id == person)).scalar()


def test_a_passkey_opens_nothing_while_the_account_is_closed(office: Office, ways: Door) -> None:
    """Opened again within twelve hours, the account would else still be signed in to."""
    email, person = liaison(ways)
    device, found = Device(), []
    ways.register(device, email, at=START)
    with writing(ways.engine) as conn:
        answer = device.use(passkeys.ask_to_prove(conn, SITE, None, START))

    met = beside(
        office,
        lambda conn: people.close_account(conn, None, person, START),
        lambda conn: found.append(passkeys.use_passkey(conn, SITE, None, answer, START)),
    )

    assert met is None
    assert [None] == found


def provided(ways: Door, *, linked: bool) -> Came:
    """Give what Japan's identity provider said of the liaison a second ago."""
    _email, person = liaison(ways)
    provider = Provider("JPN", "Ministry", "https://id.mofa.example", "consult", mail_claim="")
    row = {name: getattr(provider, name) for name in ("party_key", "name", "issuer", "client_id", "mail_claim", "only")}
    with writing(ways.engine) as conn:
        more = {"domains": [], "second": [], "secret": "x", "changed_by": person, "changed_at": START}
        conn.execute(insert(IDENTITY_PROVIDER).values(**row, **more))
        if linked:
            link = {"party_key": "JPN", "issuer": provider.issuer, "subject": SUBJECT, "person_id": person}
            conn.execute(insert(PROVIDER_LINK).values(**link, linked_at=START))
    said = Said(SUBJECT, "", frozenset(), int(START.timestamp()), "")
    return Came(Errand("JPN", "enter" if linked else "link"), provider, said, START - timedelta(seconds=1))


def test_a_link_is_not_made_with_what_a_client_said_that_was_replaced_meanwhile(office: Office, ways: Door) -> None:
    """With another client the same subject is somebody else, who would come in as the liaison."""
    email, _person = liaison(ways)
    came, who, (manager, _other) = provided(ways, linked=False), ways.session(email, START), managers(office)
    other = Provider("JPN", "Ministry", "https://id.mofa.example", "consult-2", mail_claim="")
    with writing(ways.engine) as conn:
        registering.keep_provider(conn, manager, registering.Wished(other, "a secret"), KEY, START)

    with pytest.raises(Unusable, match="changed its identity provider"):
        entering.arrive(ways.engine, came, who, "test", START)

    assert 0 == count(ways, PROVIDER_LINK)


def test_a_link_that_is_ended_opens_no_session_in_that_moment(office: Office, ways: Door) -> None:
    """Ending it ends what it opened; what it opens at that very moment would be left."""
    _email, person = liaison(ways)
    came, found = provided(ways, linked=True), []

    met = beside(
        office,
        lambda conn: linking.end_link(conn, None, "JPN", person, START),
        lambda conn: found.append(linking.linked_person(conn, came.provider, came.said)),
    )

    assert isinstance(met, Unusable)
    assert [] == found


def test_a_provider_removed_while_it_lets_somebody_in_leaves_no_session(office: Office, ways: Door) -> None:
    """The manager waits for the session that is being opened, and ends it with the others."""
    _email, person = liaison(ways)
    came, (manager, _other) = provided(ways, linked=True), managers(office)

    met = beside(
        office,
        lambda conn: entering._enter(conn, came, "test", START),
        lambda conn: registering.remove_provider(conn, manager, START),
    )

    assert met is None
    with reading(ways.engine) as conn:
        assert [] == list(open_sessions(conn, person, START))
        assert 0 == conn.execute(select(func.count()).select_from(PROVIDER_LINK)).scalar_one()
