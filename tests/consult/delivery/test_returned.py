"""Mail that comes back: the next contact point, then work; nobody can forge it, and nothing is entered twice."""

import pytest

from consult.db import writing
from consult.delivery.returned import enter_return, read_report
from consult.models.delivery import MESSAGE_TRY
from consult.models.serving import SERVICE_MOVE
from consult.refusals import Closed, Malformed, Unknown
from tests.consult.delivery.posted import Post, after
from tests.consult.delivery.reports import report
from tests.consult.delivery.test_serving import FIRST, SECOND, asked, failures


def come_back(post: Post, raw: bytes, seconds: float = 60) -> str:
    """Hand a report in."""
    with writing(post.office.engine) as connection:
        return enter_return(connection, read_report(raw), after(seconds))


@pytest.mark.parametrize("how", ["whole", "headers", "envelope"])
def test_a_message_that_comes_back_is_followed_by_the_next_contact_point(post: Post, how: str) -> None:
    """The server had taken it and found nobody behind; the second contact point is asked, and reached."""
    post.contact("FRA", FIRST)
    post.contact("FRA", SECOND)
    asked(post)
    post.work_until_quiet(after(2))
    assert "FRA" == come_back(post, report(post.mailbox.received[0], how=how))
    assert "sent" == post.services()["FRA", "mail"]
    post.work_until_quiet(after(61))

    assert [FIRST, SECOND] == [str(mail["To"]) for mail in post.mailbox.received]
    assert ["returned", "sent"] == post.states()
    assert "delivered" == post.services()["FRA", "mail"]
    assert ("returned", "5.1.1 smtp; 550 5.1.1 no such mailbox") in [
        (row.outcome, row.said) for row in post.rows(MESSAGE_TRY)
    ]
    assert "failed" in [row.state for row in post.rows(SERVICE_MOVE)]


def test_a_message_that_comes_back_with_no_contact_point_left_is_work(post: Post) -> None:
    """Delivered, then returned: the service has failed and stands with who filed."""
    post.contact("FRA", FIRST)
    ref = asked(post)
    post.work_until_quiet(after(2))
    assert [] == failures(post, "JPN")
    come_back(post, report(post.mailbox.received[0]))

    assert "failed" == post.services()["FRA", "mail"]
    assert [("FRA", "mail", f"{ref}/1")] == failures(post, "JPN")


def test_a_report_that_is_handed_in_twice_is_entered_once(post: Post) -> None:
    """A mail server repeats itself; the second one is refused with a sentence."""
    post.contact("FRA", FIRST)
    asked(post)
    post.work_until_quiet(after(2))
    raw = report(post.mailbox.received[0])
    come_back(post, raw)

    with pytest.raises(Closed) as refusal:
        come_back(post, raw, 120)
    assert "That this message came back is entered already." == refusal.value.sentence
    assert 1 == sum(outcome == "returned" for outcome, _said in post.tries())


def test_a_report_on_a_message_that_nobody_here_sent_is_refused(post: Post) -> None:
    """The number of a message cannot be guessed: with another one nothing is entered."""
    post.contact("FRA", FIRST)
    asked(post)
    post.work_until_quiet(after(2))
    sent = post.mailbox.received[0]
    guessed = f"<consult-1-{'0' * 32}@consult.example.int>"
    del sent["Message-ID"]
    sent["Message-ID"] = guessed

    with pytest.raises(Unknown):
        come_back(post, report(sent))
    assert ["sent"] == post.states()


def test_a_report_of_a_delay_enters_nothing(post: Post) -> None:
    """The message may still arrive."""
    post.contact("FRA", FIRST)
    asked(post)
    post.work_until_quiet(after(2))

    with pytest.raises(Closed) as refusal:
        come_back(post, report(post.mailbox.received[0], action="delayed"))
    assert "The report speaks of no failure" in refusal.value.sentence
    assert ["sent"] == post.states()


JUNK = {
    "nothing": b"",
    "bytes": bytes(range(256)),
    "an ordinary mail": b"Subject: hello\n\nconsult-1-00000000000000000000000000000000",
    "a report without parts": b'Content-Type: multipart/report; report-type=delivery-status; boundary="X"\n\n--X--\n',
    "a report cut short": b'Content-Type: multipart/report; report-type=delivery-status; boundary="X"\n\n--X\n'
    b"Content-Type: message/delivery-status\n",
    "too long": b"x" * (4 * 1024 * 1024 + 1),
}


@pytest.mark.parametrize("junk", JUNK, ids=str)
def test_what_is_no_report_is_refused_with_a_sentence(junk: str) -> None:
    """Whatever comes through the pipe."""
    with pytest.raises((Malformed, Closed)):
        read_report(JUNK[junk])


def test_a_report_that_names_no_message_of_ours_is_refused(post: Post) -> None:
    """Mail of somebody else that was returned to the wrong place."""
    post.ask()
    post.work(after(0))
    sent = post.mailbox.received[0]
    del sent["Message-ID"]
    sent["Message-ID"] = "<12345@elsewhere.example>"

    with pytest.raises(Malformed) as refusal:
        read_report(report(sent))
    assert "It names no message of this product." in str(refusal.value)
