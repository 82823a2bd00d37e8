"""Service beyond this product: in the organ's order, by the next way where one fails, each move with its proof."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select, update

from consult.db import reading, writing
from consult.delivery.failing import failed_services
from consult.delivery.here import deliver_here, open_here
from consult.delivery.serving import serve
from consult.models.cases import CASE_PARTY, CASES
from consult.models.delivery import MESSAGE
from consult.models.parties import CONTACT_POINT
from consult.models.serving import SERVICE_MOVE
from consult.visibility import Viewer
from tests.consult.delivery.posted import Post, after
from tests.consult.docket.conftest import START

BODY: dict[str, Any] = {"vehicle": "Cargo 7", "size": "small", "from_day": "2027-02-01", "asked": ["FRA", "KOR"]}
ACT = 2
FIRST, SECOND = "first@mfa.example.int", "second@mfa.example.int"


def asked(post: Post) -> str:
    """Open a case and serve its request on two parties."""
    ref = str(post.office.docket.open(post.office.standings["JPN"], "berth", at=START, title="").ref)
    post.office.take("JPN", ref, "ask", body=BODY)
    return ref


def failures(post: Post, party: str) -> list[tuple[str, str, str]]:
    """Read the work that failed services make for a party: addressee, channel, number of the act."""
    with reading(post.office.engine) as connection:
        return [(row.party, row.channel, f"{row.ref}/{row.n}") for row in failed_services(connection, Viewer(party))]


def test_an_exercise_is_served_within_this_product_alone(post: Post) -> None:
    """No mail leaves, by no channel; the desk of the addressee shows the act."""
    post.contact("FRA", FIRST)
    ref = post.office.docket.open(post.office.standings["JPN"], "berth", at=START, title="", exercise=True).ref
    post.office.take("JPN", str(ref), "ask", body=BODY)
    post.work_until_quiet(after(2))

    assert [] == post.mailbox.received
    assert [] == post.rows(MESSAGE)
    assert {("FRA", "in_app"): "delivered", ("KOR", "in_app"): "delivered"} == post.services()


def test_an_act_is_served_by_mail_with_a_link_and_nothing_of_what_it_says(post: Post) -> None:
    """The ministry's first contact point gets the reference; the words of the act are read here."""
    post.contact("FRA", FIRST)
    post.contact("FRA", SECOND)
    ref = asked(post)
    post.work_until_quiet(after(2))

    [mail] = post.mailbox.received
    text = mail.get_body(("plain",))
    assert text is not None
    assert FIRST == mail["To"]
    assert f"{ref}: act 1 was served on France" == mail["Subject"]
    assert f"http://consult.example.int/cases/{ref}/acts/1" in text.get_content()
    assert "Cargo 7" not in mail.as_string()
    assert f"<case-{ref}@consult.example.int>" == mail["References"]
    assert {
        ("FRA", "in_app"): "delivered",
        ("KOR", "in_app"): "delivered",
        ("FRA", "mail"): "delivered",
    } == post.services()
    assert ("delivered", "250 2.0.0 kept as 4711") in [(row.state, row.said) for row in post.rows(SERVICE_MOVE)]


def test_mail_about_a_case_whose_existence_is_sealed_names_no_case(post: Post) -> None:
    """Neither in subject, words and link nor in the headers by which mail is put together."""
    post.contact("FRA", FIRST)
    ref = asked(post)
    with writing(post.office.engine) as connection:
        connection.execute(update(CASES).values(existence="C5"))
    post.work_until_quiet(after(2))

    [mail] = post.mailbox.received
    assert "Something waits on your desk" == mail["Subject"]
    assert "http://consult.example.int/desk" in mail.as_string()
    assert ref not in mail.as_string()
    assert "case-" not in mail.as_string()
    assert "Japan" not in mail.as_string()


def test_where_the_first_contact_point_fails_the_next_in_order_is_tried(post: Post) -> None:
    """What the first one answered is kept; the service went through by the second."""
    post.mailbox.to_address[FIRST] = "550 5.1.1 no such mailbox"
    post.contact("FRA", FIRST)
    post.contact("FRA", SECOND)
    asked(post)
    post.work_until_quiet(after(2))

    assert [SECOND] == [str(mail["To"]) for mail in post.mailbox.received]
    assert "delivered" == post.services()["FRA", "mail"]
    assert ["delivered", "delivered", "failed", "delivered"] == [row.state for row in post.rows(SERVICE_MOVE)]
    assert [] == failures(post, "JPN")


def test_where_no_contact_point_is_left_the_service_has_failed_and_is_work_for_who_filed(post: Post) -> None:
    """The addressee and third parties are shown no work; who holds the office of the secretariat is."""
    post.mailbox.to_address[FIRST] = "550 5.1.1 no such mailbox"
    post.contact("FRA", FIRST)
    ref = asked(post)
    post.work_until_quiet(after(2))

    assert "failed" == post.services()["FRA", "mail"]
    assert [("FRA", "mail", f"{ref}/1")] == failures(post, "JPN")
    assert [] == failures(post, "FRA")
    assert [] == failures(post, "BRA")
    office = {"case_id": 1, "party": "BRA", "role": "secretariat", "stake": False, "since": START}
    with writing(post.office.engine) as connection:
        connection.execute(CASE_PARTY.insert().values({**office, "reads": "", "until": None}))
    assert [] == failures(post, "BRA"), "an office that may not read the act hears nothing of its service"


def test_nothing_is_sent_to_a_contact_point_that_was_withdrawn_before_the_act(post: Post) -> None:
    """Its last day was 19 November; the act is of the 20th. On its last day it still counts."""
    contact = post.contact("FRA", FIRST, valid_until=date(2026, 11, 19))
    post.contact("KOR", SECOND, valid_until=date(2026, 11, 20))
    asked(post)
    post.work_until_quiet(after(2))

    assert [SECOND] == [str(mail["To"]) for mail in post.mailbox.received]
    assert contact not in [row.contact_id for row in post.rows(MESSAGE)]


def test_the_days_of_a_contact_point_are_those_of_its_own_party(post: Post) -> None:
    """At four in the afternoon of 20 November in London it is still the 20th in Paris, and the 21st in Seoul: what ends
    with the 20th counts in Paris alone, and what begins with the 21st in Seoul alone."""
    ended, begins = date(2026, 11, 20), date(2026, 11, 21)
    for party in ("FRA", "KOR"):
        post.contact(party, f"from-the-21st@{party.lower()}.example.int", valid_from=begins)
        post.contact(party, f"to-the-20th@{party.lower()}.example.int", valid_until=ended)
    asked(post)
    with writing(post.office.engine) as connection:
        serve(connection, ACT, datetime(2026, 11, 20, 16, 0, tzinfo=UTC))

    asked_at = {row.party: row.address for row in post.rows(MESSAGE)}
    assert {"FRA": "to-the-20th@fra.example.int", "KOR": "from-the-21st@kor.example.int"} == asked_at


def test_who_may_not_read_the_act_any_more_is_sent_nothing(post: Post) -> None:
    """The message was asked for while France took part; when it is to be sent, France does not, and that is kept."""
    post.contact("FRA", FIRST)
    asked(post)
    with writing(post.office.engine) as connection:
        serve(connection, ACT, START)
        connection.execute(update(CASE_PARTY).where(CASE_PARTY.c.party == "FRA").values(party="BRA"))
    post.work_until_quiet(after(2))

    assert [] == post.mailbox.received
    assert ["dropped"] == post.states()
    assert [("dropped", "The addressee may not know of the case any more.")] == post.tries()


def test_serving_twice_asks_for_one_message(post: Post) -> None:
    """The work of service is done at least once; its effect is there once."""
    post.contact("FRA", FIRST)
    asked(post)
    post.work_until_quiet(after(2))
    with writing(post.office.engine) as connection:
        serve(connection, ACT, START)
    post.work_until_quiet(after(3))

    assert 1 == len(post.mailbox.received)


def test_a_later_answer_does_not_undo_that_the_act_was_opened(post: Post) -> None:
    """An act that was opened here is not marked as delivered again by the work that serves it."""
    asked(post)
    post.work_until_quiet(after(2))
    with writing(post.office.engine) as connection:
        assert open_here(connection, post.office.standings["FRA"], ACT, after(3))
        assert not open_here(connection, post.office.standings["FRA"], ACT, after(4))
        moved = connection.execute(select(SERVICE_MOVE)).all()
        deliver_here(connection, ACT, after(5))
        assert moved == connection.execute(select(SERVICE_MOVE)).all(), "nothing moved"

    assert "opened" == post.services()["FRA", "in_app"]


def test_an_address_that_changed_after_the_act_is_not_written_to(post: Post) -> None:
    """The contact point is withdrawn between asking and sending: dropped, and the next one is tried."""
    contact = post.contact("FRA", FIRST)
    post.contact("FRA", SECOND)
    asked(post)
    with writing(post.office.engine) as connection:
        serve(connection, ACT, START)
        gone = update(CONTACT_POINT).where(CONTACT_POINT.c.id == contact)
        connection.execute(gone.values(valid_until=date(2026, 11, 19)))
    post.work_until_quiet(after(2))

    assert [SECOND] == [str(mail["To"]) for mail in post.mailbox.received]
    assert ["dropped", "sent"] == post.states()
