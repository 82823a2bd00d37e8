"""Two transactions about who may act for whom, what proves it and how somebody is reached, in the same moment: the
second one looks at what the first one left, and is refused where it would have been refused an hour later.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, func, select, update

from consult import drafts, handing, people
from consult.accounts import recovering
from consult.accounts.sessions import Opened, open_session, open_sessions
from consult.db import reading, writing
from consult.digests import digest_secret
from consult.drafts import Overtaken
from consult.log.notes import SigningKey, sign_note
from consult.log.statements import key_name, registration_text
from consult.models.cases import DRAFT
from consult.models.logbook import ORGAN_KEY
from consult.models.parties import CONTACT_POINT, INVITATION, MANDATE, PERSON
from consult.models.personal import CALENDAR_FEED
from consult.people import NewContact, NewMandate, keys
from consult.people.feeds import NewFeed, end_feed, feeds_of, handle_of, make_feed, renew_feed
from consult.people.links import issue_link, take_invitation
from consult.people.neutrals import NewNeutral, add_neutral
from consult.people.persons import NewPerson, add_person
from consult.people.preferences import Wishes, claim_digest, set_wishes, wishes_of
from consult.people.tokens import NewToken, issue_token, revoke_token
from consult.personal import wishes
from consult.refusals import Closed, Malformed, Unknown
from consult.standing import Standing, of_mandate
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.conftest import office as office
from tests.consult.personal.test_retention import findings
from tests.consult.test_turns import beside, case_of, entries, managers, open_case

REASON = "An order of the court of 3 December 2026."
HOST = "localhost"


def let_in(office: Office, *standings: Standing) -> None:
    """Give each a password, so that they are among the managers who can sign in."""
    with writing(office.engine) as connection:
        numbers = [one.person_id for one in standings]
        connection.execute(update(PERSON).where(PERSON.c.id.in_(numbers)).values(password_hash="x"))


def value(office: Office, query: Any) -> Any:
    """Read one value."""
    with reading(office.engine) as connection:
        return connection.execute(query).scalar()


def erase(by: Standing, person: int) -> Callable[[Connection], Any]:
    """Ask as the manager of the one party concerned that an account be erased, which is done at once."""
    return lambda connection: wishes.ask_for_person(connection, by, person, REASON, START)


def test_two_managers_who_close_each_others_accounts_at_once_leave_one(office: Office) -> None:
    """20 November 2026: nobody would be left to open either. The second one is no manager any more."""
    first, second = managers(office)

    met = beside(
        office,
        lambda connection: people.close_account(connection, first, second.person_id, START),
        lambda connection: people.close_account(connection, second, first.person_id, START),
    )

    assert isinstance(met, Closed)
    assert "ended meanwhile" in met.sentence
    assert value(office, select(PERSON.c.active).where(PERSON.c.id == first.person_id))


def test_a_manager_who_is_revoked_records_no_mandate_in_that_moment(office: Office) -> None:
    """The log never says of a mandate that it was recorded under one that had been revoked before it."""
    first, second = managers(office)
    japan = office.standings["JPN"]
    new = NewMandate(japan.organ_id, "Counsellor", ("manage",), "Letter", date(2026, 1, 1))

    met = beside(
        office,
        lambda connection: people.revoke_mandate(connection, first, second.mandate_id, START),
        lambda connection: people.record_mandate(connection, second, japan.person_id, new, START),
    )

    assert isinstance(met, Closed)
    assert "ended meanwhile" in met.sentence


def test_a_manager_is_not_erased_while_he_revokes_the_only_other_one(office: Office) -> None:
    """The first is revoked and asks in the same moment that the other be erased: Japan would have no manager left."""
    first, second = managers(office)
    let_in(office, first, second)

    met = beside(
        office,
        lambda connection: people.revoke_mandate(connection, second, first.mandate_id, START),
        erase(first, second.person_id),
    )

    assert isinstance(met, Closed)
    assert value(office, select(PERSON.c.active).where(PERSON.c.id == second.person_id))


def confirm(office: Office, by: Standing, person: int) -> Callable[[Connection], Any]:
    """Confirm as the manager of the one party concerned what the host asked before, which is done with it."""
    with writing(office.engine) as connection:
        wishes.ask_for_person(connection, None, person, REASON, START)
        number = wishes.waiting_for(connection, by, START)[0].id
    return lambda connection: wishes.decide(connection, by, number, True, START)


def test_who_has_become_the_last_manager_is_not_erased_by_what_was_confirmed_before(office: Office) -> None:
    """20 November 2026: Japan's other manager confirmed and was revoked; ten days later France confirms as well."""
    first, second = managers(office)
    let_in(office, first, second)
    with writing(office.engine) as connection:
        organ = office.standings["FRA"].organ_id
        guest = NewMandate(organ, "Guest", ("draft",), "Letter", date(2026, 1, 1))
        people.record_mandate(connection, None, first.person_id, guest, START)
        person = add_person(connection, NewPerson("Manager", "manager@fra.example"), START)
        manages = NewMandate(organ, "Manager", ("manage",), "Letter", date(2026, 1, 1))
        france = of_mandate(connection, people.record_mandate(connection, None, person, manages, START), START)
    assert france is not None
    let_in(office, france)
    confirm(office, second, first.person_id)
    later = START + timedelta(days=10)
    with writing(office.engine) as connection:
        asked = {one: wishes.waiting_for(connection, one, START)[0].id for one in (second, france)}
        wishes.decide(connection, second, asked[second], True, START)
        people.revoke_mandate(connection, first, second.mandate_id, START)
    with pytest.raises(Closed, match="last manager of JPN"), writing(office.engine) as connection:
        wishes.decide(connection, france, asked[france], True, later)

    assert value(office, select(PERSON.c.active).where(PERSON.c.id == first.person_id))


@pytest.mark.parametrize("asked_by", ["manager", "host"])
def test_a_mandate_revoked_while_its_person_is_erased_is_revoked_once(office: Office, asked_by: str) -> None:
    """Whether the manager asked for it or confirms it: the log says it once, and a replay finds nothing."""
    first, second = managers(office)
    let_in(office, first, second)
    done = confirm(office, first, second.person_id) if asked_by == "host" else erase(first, second.person_id)

    met = beside(
        office,
        done,
        lambda connection: people.revoke_mandate(connection, None, second.mandate_id, START),
    )

    assert isinstance(met, Closed)
    assert "revoked already" in met.sentence
    assert 1 == entries(office, "mandate_revoked")
    assert [] == findings(office.engine)


def test_a_token_revoked_while_its_person_is_erased_is_revoked_once(office: Office) -> None:
    """The second manager's own token goes with her account; the first one revokes it in the same moment."""
    first, second = managers(office)
    let_in(office, first, second)
    with writing(office.engine) as connection:
        asked = NewToken("person", "Register", second.mandate_id, (), START.date() + timedelta(days=30))
        handle = issue_token(connection, second, asked, START).split("_")[1]

    met = beside(
        office,
        erase(first, second.person_id),
        lambda connection: revoke_token(connection, first, handle, START),
    )

    assert isinstance(met, Closed)
    assert "revoked already" in met.sentence
    assert 1 == entries(office, "token_revoked")
    assert [] == findings(office.engine)


def test_an_account_opened_again_while_it_is_erased_stays_closed(office: Office) -> None:
    """The operator opens it in the very moment in which it goes, and is told so."""
    first, second = managers(office)
    let_in(office, first, second)

    met = beside(
        office,
        erase(first, second.person_id),
        lambda connection: people.open_account(connection, None, second.person_id, START),
    )

    assert isinstance(met, Closed)
    assert "erased" in met.sentence
    assert not value(office, select(PERSON.c.active).where(PERSON.c.id == second.person_id))


def open_links(office: Office, person: int) -> int:
    """Count the one-time links of a person that can be used."""
    open_still = INVITATION.c.person_id == person, INVITATION.c.used_at.is_(None)
    return int(value(office, select(func.count()).select_from(INVITATION).where(*open_still)))


def test_of_two_links_issued_at_once_one_is_open(office: Office) -> None:
    """A fresh link makes every earlier one void, also that of the moment before."""
    person = office.standings["JPN"].person_id

    def issue(connection: Connection) -> None:
        issue_link(connection, None, person, START)

    assert beside(office, issue, issue) is None
    assert 1 == open_links(office, person)


def test_a_link_for_which_the_host_asked_and_one_of_that_moment_are_not_both_open(office: Office) -> None:
    """Japan's manager confirms, and has the link; the operator issues another one in the same moment."""
    first, second = managers(office)
    let_in(office, first, second)
    person = office.standings["JPN"].person_id
    with writing(office.engine) as connection:
        recovering.ask_managers(connection, person, "first@mofa.example", REASON, START)
        number = recovering.waiting_for(connection, first, START)[0].id

    met = beside(
        office,
        lambda connection: recovering.decide(connection, first, number, True, START),
        lambda connection: issue_link(connection, None, person, START),
    )

    assert met is None
    assert 1 == open_links(office, person)


def test_of_an_invitation_taken_up_while_the_account_is_closed_no_session_is_left(office: Office) -> None:
    """It would be open still when the account is opened again."""
    person = office.standings["JPN"].person_id
    with writing(office.engine) as connection:
        link = issue_link(connection, None, person, START)

    def take_up(connection: Connection) -> None:
        take_invitation(connection, digest_secret(link.token), START)
        open_session(connection, person, "test", START, "provider", Opened("JPN"))

    met = beside(office, take_up, lambda connection: people.close_account(connection, None, person, START))

    assert met is None
    with reading(office.engine) as connection:
        assert [] == list(open_sessions(connection, person, START))


def test_an_account_that_is_closed_gets_no_link_in_that_moment(office: Office) -> None:
    """Opened again the next day, it would else be entered by a link that closing it had made void."""
    person = office.standings["JPN"].person_id

    met = beside(
        office,
        lambda connection: people.close_account(connection, None, person, START),
        lambda connection: issue_link(connection, None, person, START),
    )

    assert isinstance(met, Closed)
    assert 0 == open_links(office, person)


def test_nobody_becomes_a_neutral_while_a_party_mandates_the_same_person(office: Office) -> None:
    """Whoever serves as a neutral acts for nobody else; Japan records the counsellor first."""
    japan, mail = office.standings["JPN"], "one@neutral.example"
    new = NewMandate(japan.organ_id, "Counsellor", ("draft",), "Letter", date(2026, 1, 1))
    neutral = NewNeutral("MEDIATOR", "A mediator", mail, ("mediator",), ("BRA",), ("en",), "", "Letter", START.date())
    with writing(office.engine) as connection:
        person = add_person(connection, NewPerson("A mediator", mail), START)

    met = beside(
        office,
        lambda connection: people.record_mandate(connection, None, person, new, START),
        lambda connection: add_neutral(connection, neutral, START),
    )

    assert isinstance(met, Malformed)
    assert "acts for another party" in met.fields["email"]


def test_a_key_retired_while_it_is_replaced_is_retired_once(office: Office) -> None:
    """The new key was signed for as the one that replaces it: there is none to replace any more."""
    manager, _other = managers(office)
    name = key_name(HOST, "JPN", "MFA")
    old, new = SigningKey.draw(name), SigningKey.draw(name)

    def register(key: SigningKey, *also: SigningKey) -> Callable[[Connection], int]:
        replaced = also[0].vkey if also else None
        note = sign_note(registration_text(HOST, "JPN", "MFA", key.vkey, replaced), key, *also)
        return lambda connection: keys.register_key(connection, manager, "MFA", key.vkey, note, HOST, START)

    with writing(office.engine) as connection:
        number = register(old)(connection)

    met = beside(
        office,
        lambda connection: keys.retire_key(connection, manager, "MFA", number, START),
        register(new, old),
    )

    assert isinstance(met, Malformed)
    assert 1 == entries(office, "organ_key_retired")
    assert 1 == value(office, select(func.count()).select_from(ORGAN_KEY))
    assert [] == findings(office.engine)


def test_a_feed_ended_while_it_gets_another_address_is_ended(office: Office) -> None:
    """The second of two windows finds it ended, and gives no address that would live on."""
    japan = office.standings["JPN"]
    with writing(office.engine) as connection:
        make_feed(connection, japan, NewFeed("party"), START)
        handle = handle_of(feeds_of(connection, japan.person_id)[0])

    met = beside(
        office,
        lambda connection: end_feed(connection, japan, handle, START),
        lambda connection: renew_feed(connection, japan, handle, START),
    )

    assert isinstance(met, Unknown)
    assert 0 == value(office, select(func.count()).where(CALENDAR_FEED.c.ended_at.is_(None)))


def test_contacts_moved_by_two_at_once_are_both_moved(office: Office) -> None:
    """Of one, two, three the second is put first, and the third one place up: two, three, one."""
    organ, numbers = office.standings["JPN"].organ_id, []
    with writing(office.engine) as connection:
        for name in ("one", "two", "three"):
            new = NewContact("mail", f"{name}@mofa.example", languages=("en",))
            numbers.append(people.add_contact(connection, None, organ, new))

    def move(number: int) -> Callable[[Connection], None]:
        return lambda connection: people.move_contact(connection, None, number, "earlier", START.date())

    assert beside(office, move(numbers[1]), move(numbers[2])) is None
    with reading(office.engine) as connection:
        query = select(CONTACT_POINT.c.id).where(CONTACT_POINT.c.organ_id == organ).order_by(CONTACT_POINT.c.position)
        assert [numbers[1], numbers[2], numbers[0]] == connection.execute(query).scalars().all()


def test_a_digest_taken_while_its_hour_is_moved_comes_once_that_day(office: Office) -> None:
    """20 November 2026, 9:00: the digest of that day is taken while it is moved to six in the evening."""
    person = office.standings["JPN"].person_id
    with writing(office.engine) as connection:
        set_wishes(connection, person, "en", Wishes(digest=True, digest_hour=7), START - timedelta(days=2))

    met = beside(
        office,
        lambda connection: claim_digest(connection, person, START.date()),
        lambda connection: set_wishes(connection, person, "en", Wishes(digest=True, digest_hour=18), START),
    )

    assert met is None
    with reading(office.engine) as connection:
        assert START.date() == wishes_of(connection, person).digest_on


def test_a_paper_that_a_colleague_sends_is_not_changed_by_handing_it_on(office: Office) -> None:
    """Its writer's mandate ended on 25 November; on 30 November it is dispatched and handed on in the same moment."""
    case, writer, at = case_of(office, open_case(office)), office.standings["JPN draft"], START + timedelta(days=10)
    with writing(office.engine) as connection:
        drafts.start(connection, writer, case, "ask", None, {"vehicle": "Hayabusa"}, START)
        row = connection.execute(select(DRAFT.c.ref, DRAFT.c.version)).one()
        ends = {"valid_until": START.date() + timedelta(days=5)}
        connection.execute(update(MANDATE).where(MANDATE.c.id == writer.mandate_id).values(ends))

    met = beside(
        office,
        lambda connection: drafts.close(connection, office.standings["JPN"], row.ref, row.version, at),
        lambda connection: handing.hand_on(connection, writer.person_id, row.ref, {"vehicle": "X"}, row.version, at),
    )

    assert isinstance(met, Overtaken | Unknown)
    assert {"vehicle": "Hayabusa"} == value(office, select(DRAFT.c.body))
