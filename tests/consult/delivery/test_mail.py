"""Mail through a real server: taken, refused, unreachable, broken off; nothing lost, nothing doubled, nobody misled."""

from typing import Any

import pytest
from sqlalchemy import Connection, update

from consult.db import Busy, Lost, Unsure, writing
from consult.delivery import messages, sending
from consult.delivery.mail import is_address
from consult.models.delivery import MESSAGE
from consult.models.parties import PERSON
from consult.settings import Mail, Settings
from tests.consult.delivery.mailbox import free_port
from tests.consult.delivery.posted import Post, after


def test_a_message_arrives_as_text_and_html_and_the_answer_of_the_server_is_its_proof(post: Post) -> None:
    """What the mail server said to the text is kept beside the message."""
    post.ask()
    assert 1 == post.work(after(1))

    [mail] = post.mailbox.received
    [row] = post.rows(MESSAGE)
    assert ["sent"] == post.states()
    assert [("sent", "250 2.0.0 kept as 4711")] == post.tries()
    assert [] == post.waiting()
    assert f"<{row.reference}@consult.example.int>" == mail["Message-ID"]
    assert "auto-generated" == mail["Auto-Submitted"]
    assert mail["List-Unsubscribe"] is None, "nothing but a courtesy can be declined"
    text = mail.get_body(("plain",))
    html = mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "http://consult.example.int/desk" in text.get_content()
    assert "Another &lt;b&gt;line&lt;/b&gt;." in html.get_content()
    assert "src=" not in html.get_content(), "nothing is fetched from anywhere when it is read"


def test_a_subject_cannot_add_a_header(post: Post) -> None:
    """Whatever a subject was made from, it stays one line of one header."""
    post.ask(about={"subject": "Reply\r\nBcc: everybody@example.org\r\n\r\nWords"})
    post.work(after(1))

    [mail] = post.mailbox.received
    assert mail["Bcc"] is None
    assert "Reply Bcc: everybody@example.org Words" == mail["Subject"]
    assert ["desk@mfa.example.int"] == post.mailbox.envelopes[0].rcpt_tos


BAD = ("desk", "desk@", "@mfa.int", "a@b", "a b@mfa.int", "a@mfa.int\r\nRCPT TO:<x@y.int>", "a@mfa..int", "<a@mfa.int>",
       "a@mfa.int, b@mfa.int", "é@mfa.int", "a" * 65 + "@mfa.int")  # fmt: skip


@pytest.mark.parametrize("address", BAD, ids=[f"bad {i}" for i in range(len(BAD))])
def test_what_is_no_address_has_failed_at_once_and_no_server_hears_of_it(post: Post, address: str) -> None:
    """A malformed address is never tried again and never handed to a server."""
    post.ask(address)
    post.work(after(1))

    assert ["failed"] == post.states()
    assert "is not an address of electronic mail" in post.tries()[0][1]
    assert [] == post.mailbox.envelopes
    assert [] == post.waiting()


@pytest.mark.parametrize("address", ["desk@mfa.example.int", "o'neil+space@x-y.gouv.fr", "a@b.cd"])
def test_a_plain_address_is_one(address: str) -> None:
    """What mail servers take every day."""
    assert is_address(address)


def test_an_address_that_the_server_refuses_for_good_has_failed(post: Post) -> None:
    """The sentence of the server is kept; another message to another address arrives."""
    post.mailbox.to_address["gone@mfa.example.int"] = "550 5.1.1 no such mailbox"
    post.ask("gone@mfa.example.int")
    post.ask("desk@mfa.example.int")
    post.work(after(1))

    assert ["failed", "sent"] == post.states()
    assert ("refused", "550 5.1.1 no such mailbox") in post.tries()


def test_an_address_that_is_refused_for_now_is_tried_again_under_the_same_number(post: Post) -> None:
    """Grey listing: five seconds later the same message is taken."""
    post.mailbox.to_address["desk@mfa.example.int"] = "451 4.7.1 come back later"
    post.ask()
    post.work(after(0))
    reference = post.rows(MESSAGE)[0].reference
    assert (["waiting"], [("unreachable", "451 4.7.1 come back later")]) == (post.states(), post.tries())
    assert 0 == post.work(after(4))

    post.mailbox.to_address.clear()
    assert 1 == post.work(after(5))
    assert ["sent"] == post.states()
    assert [f"<{reference}@consult.example.int>"] == post.mailbox.numbers


@pytest.mark.parametrize("fault", ["hangs", "breaks"])
def test_a_server_that_hangs_or_breaks_off_loses_nothing(post: Post, fault: str) -> None:
    """The message waits with the reason, and goes out again when the server is well. One that broke off may have kept
    it: the repeat bears the same number, by which it is dropped."""
    setattr(post.mailbox, fault, True)
    post.ask()
    post.work(after(0))
    assert ["waiting"] == post.states()
    assert ["unreachable"] == [outcome for outcome, _said in post.tries()]

    setattr(post.mailbox, fault, False)
    post.work(after(5))
    assert ["sent"] == post.states()
    assert 1 == len(set(post.mailbox.numbers))


def test_a_server_that_never_answers_is_given_up_within_the_day(post: Post) -> None:
    """Nobody listens: thirty tries over twenty hours, and then the message has failed, with each reason."""
    nobody = Mail(host="127.0.0.1", port=free_port(), timeout_seconds=2.0)
    post.sender.settings = Settings.for_tests(post.settings.instance, mail=nobody)
    post.ask()
    at = after(0)
    for _try in range(30):
        post.work(at)
        at = post.waiting()[0].run_at if post.waiting() else at

    assert ["failed"] == post.states()
    assert ["unreachable"] * 30 == [outcome for outcome, _said in post.tries()]
    assert 20 < (at - after(0)).total_seconds() / 3600 < 21


def test_without_a_mail_server_messages_wait_and_no_try_is_counted(post: Post) -> None:
    """An installation without mail loses nothing; once it has a server they go out."""
    with_server = post.sender.settings
    post.sender.settings = Settings.for_tests(post.settings.instance)
    post.ask()
    post.work(after(0))
    assert (["waiting"], []) == (post.states(), post.tries())
    assert "This installation sends no mail: its settings name no mail server." == post.waiting()[0].last_error

    post.sender.settings = with_server
    post.work(after(600))
    assert ["sent"] == post.states()


def test_a_message_of_a_kind_that_nobody_words_is_tried_again_and_holds_up_no_other(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    """A fault of the product loses no message: a newer version sends it."""
    post.ask(kind="unheard-of", key="first")
    post.ask()
    post.work(after(0))

    assert ["waiting", "sent"] == post.states()
    assert "no words for messages of the kind 'unheard-of'" in post.waiting()[0].last_error
    assert "is tried again later" in caplog.text


def test_who_was_barred_before_the_sending_gets_nothing(post: Post) -> None:
    """What was asked for while a person might sign in is dropped with the reason when he may not any more."""
    post.ask(person_id=1)
    with writing(post.office.engine) as connection:
        connection.execute(update(PERSON).where(PERSON.c.id == 1).values(active=False))
    post.work(after(0))

    assert ["dropped"] == post.states()
    assert [("dropped", "The person does not sign in here any more.")] == post.tries()
    assert [] == post.mailbox.received


@pytest.mark.parametrize("said", ["421 4.3.2 closing down", "250 2.0.0 bye", "500 5.5.1 what?"])
def test_what_a_server_has_taken_is_sent_once_whatever_it_says_when_it_is_left(post: Post, said: str) -> None:
    """The text was answered with 250: that is the proof, and nothing that comes after it takes it back."""
    post.mailbox.to_quit = said
    post.ask()
    post.work(after(1))
    post.work(after(30))

    assert (["sent"], 1) == (post.states(), len(post.mailbox.received))
    assert [("sent", "250 2.0.0 kept as 4711")] == post.tries()


def test_an_address_that_is_refused_for_good_is_not_tried_again_by_a_server_that_closes_down(post: Post) -> None:
    """It says 550 to the address and 421 when it is left: the first is the answer."""
    post.mailbox.to_quit = "421 4.3.2 closing down"
    post.mailbox.to_address["gone@mfa.example.int"] = "550 5.1.1 no such mailbox"
    post.ask("gone@mfa.example.int")
    post.work(after(1))

    assert ["failed"] == post.states()
    assert [("refused", "550 5.1.1 no such mailbox")] == post.tries()


@pytest.mark.parametrize(
    "fault",
    [Lost("The connection broke."), Unsure("The connection broke in the commit."), Busy("Others keep the database.")],
)
def test_what_a_server_has_taken_is_sent_once_though_the_connection_to_the_database_breaks_then(
    post: Post, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    """The mail server has said 250, and what came of it is kept by the next connection, or in the next turn; no second
    one goes out."""
    monkeypatch.setattr(sending, "PAUSE_SECONDS", 0.0)
    post.ask()
    find, found = messages.find, list[int]()

    def breaks(connection: Connection, number: int) -> Any:
        found.append(number)
        if len(found) == 2:
            raise fault
        return find(connection, number)

    monkeypatch.setattr(messages, "find", breaks)
    for seconds in (1, 30, 600):
        post.work(after(seconds))

    assert (["sent"], 1) == (post.states(), len(post.mailbox.received))
    assert ["sent"] == [outcome for outcome, _said in post.tries()]
