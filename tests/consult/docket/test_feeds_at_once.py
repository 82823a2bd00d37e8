"""A calendar feed that its person renews in two windows in the same moment."""

from typing import Any

from consult.db import reading, writing
from consult.people.feeds import NewFeed, feeds_of, handle_of, make_feed, renew_feed
from consult.refusals import Unknown
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.racing import in_turn


def test_a_feed_that_is_renewed_in_two_windows_at_once_has_one_address_after(office: Office) -> None:
    """Pressed twice on 20 November 2026: one feed stays one feed, and no address goes on of which nobody thinks."""
    japan = office.standings["JPN"]
    with writing(office.engine) as connection:
        make_feed(connection, japan, NewFeed("mine"), START)
        handle = handle_of(feeds_of(connection, japan.person_id)[0])

    def again() -> Any:
        with writing(office.engine) as connection:
            return renew_feed(connection, japan, handle, START)

    _token, answer = in_turn(office.engine, lambda connection: renew_feed(connection, japan, handle, START), again)

    assert isinstance(answer, Unknown), answer
    with reading(office.engine) as connection:
        assert 1 == len(feeds_of(connection, japan.person_id))
