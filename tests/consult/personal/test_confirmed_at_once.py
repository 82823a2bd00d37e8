"""What the managers of several parties confirm together, confirmed by two of them in the same moment: the last of them
has it done, whoever that is, and no wish that all have confirmed is left undone. And a link that is used by two.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from consult import people
from consult.accounts import recovering
from consult.db import reading, writing
from consult.models.keeping import ERASURE_WISH
from consult.models.parties import PERSON
from consult.people import NewMandate
from consult.personal import wishes
from consult.refusals import Unknown
from tests.consult.docket.conftest import START
from tests.consult.docket.conftest import office as office
from tests.consult.docket.racing import in_turn
from tests.consult.personal.test_erasing import LATER, REASON, Told, ask_paper
from tests.consult.personal.test_erasing import told as told

Confirms = Callable[[Connection], Any]


def at_once(told: Told, first: Confirms, second: Confirms) -> list[Any]:
    """Let the second one confirm when the first one has, and is not committed yet; give what each was answered."""

    def later() -> Any:
        with writing(told.office.engine) as connection:
            return second(connection)

    return in_turn(told.office.engine, first, later)


def test_a_paper_that_two_managers_confirm_at_once_is_erased(told: Told) -> None:
    """20 December 2026: Japan asked, France and Korea press in the same moment. It is done with the second of them."""
    ask_paper(told)

    def confirms(party: str) -> Confirms:
        def done(connection: Connection) -> bool:
            by = told.manager(connection, party)
            return wishes.decide(connection, by, wishes.waiting_for(connection, by, LATER)[0].id, True, LATER)

        return done

    assert [False, True] == at_once(told, confirms("FRA"), confirms("KOR"))
    with reading(told.office.engine) as connection:
        assert {LATER} == set(connection.execute(select(ERASURE_WISH.c.done_at)).scalars())


def test_of_two_managers_who_let_somebody_in_again_at_once_the_second_gets_the_link(told: Told) -> None:
    """The liaison acts for France and Japan; the host asked both. One link, and it is nobody's duty to ask again."""
    with writing(told.office.engine) as connection:
        organ = people.find_organ(connection, "JPN", "MFA")
        guest = NewMandate(organ.id, "Guest", ("draft",), "Letter", date(2026, 1, 1))
        people.record_mandate(connection, None, told.person, guest, START)
        asked = recovering.ask_managers(connection, told.person, "manager@fra.example", REASON, LATER)
    assert ["FRA", "JPN"] == sorted(asked)

    def confirms(party: str) -> Confirms:
        def done(connection: Connection) -> Any:
            by = told.manager(connection, party)
            number = recovering.waiting_for(connection, by, LATER)[0].id
            return recovering.decide(connection, by, number, True, LATER)

        return done

    first, second = at_once(told, confirms("FRA"), confirms("JPN"))
    assert (None, told.person) == (first, second and second.person_id)


def test_a_one_time_link_that_two_use_at_once_lets_the_first_one_in_alone(told: Told) -> None:
    """The liaison sets a password; somebody who read the mail with the link sets another one before that is committed,
    and is told what whoever comes later is told."""
    with writing(told.office.engine) as connection:
        link = people.issue_link(connection, told.manager(connection, "FRA"), told.person, LATER)

    def uses(word: str) -> Confirms:
        def done(connection: Connection) -> str:
            try:
                return people.redeem_link(connection, link.token, word, LATER).token
            except Unknown:
                return "unknown"

        return done

    assert [link.token, "unknown"] == at_once(told, uses("a hash"), uses("another hash"))
    with reading(told.office.engine) as connection:
        assert "a hash" == connection.execute(select(PERSON.c.password_hash).where(PERSON.c.id == told.person)).scalar()
