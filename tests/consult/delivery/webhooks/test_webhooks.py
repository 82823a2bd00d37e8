"""Webhooks from the act to the receiver: signed, told once, nothing beyond the party's level, nothing lost."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.db import reading, writing
from consult.delivery import endpoints, webhook_ends, webhooks
from consult.delivery.sending import BROKEN_OFF, TRIES
from consult.delivery.wording import WORDS
from consult.models.cases import ACT
from consult.models.delivery import MESSAGE, MESSAGE_TRY
from consult.refusals import Closed
from consult.settings import Webhooks
from consult.visibility import Viewer
from tests.consult.delivery.webhooks.conftest import LATER, SECRET_KEY, Post
from tests.consult.delivery.webhooks.receiver import receiving
from tests.consult.docket.conftest import START

DAY = timedelta(days=1)


def test_an_act_that_is_served_is_told_to_the_endpoint_of_its_addressee(post: Post) -> None:
    """Signed, with keys and links and nothing of what was filed."""
    shown = post.register()
    ref = post.serve()
    post.run(LATER)

    assert post.read(0, shown.secret) == {
        "type": "act.served",
        "timestamp": LATER.isoformat(),
        "data": {
            "party": "FRA",
            "case": ref,
            "procedure": "berth",
            "exercise": False,
            "act": 1,
            "level": "C2",
            "links": {
                "desk": "https://consult.example.int/desk",
                "case": f"https://consult.example.int/cases/{ref}",
                "act": f"https://consult.example.int/cases/{ref}/acts/1",
            },
        },
    }
    assert [("sent", "HTTP 200 OK")] == post.tries()
    assert "Cargo 7" not in post.receiver.got[0][1].decode()


def test_only_active_endpoints_that_want_the_event_are_told(post: Post) -> None:
    """Not those of others, not the one for drills, and the same act once."""
    post.register(events=("drill",))
    post.register("BRA")
    mine = post.register("KOR")
    post.serve()
    post.run(LATER)
    with reading(post.office.engine) as conn:
        act = conn.execute(select(ACT).where(ACT.c.step == "ask")).one()
    with writing(post.office.engine) as conn:
        webhooks.tell_served(conn, act.id, ["FRA", "KOR"], LATER)

    assert [mine.endpoint_id] == [row.about["endpoint"] for row in post.messages()]


def test_a_repeat_after_the_process_was_killed_bears_the_same_number(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The receiver had it, the answer was not kept; it comes again under the same number, to be dropped."""
    shown = post.register()
    post.serve()
    with monkeypatch.context() as broken:
        broken.setattr("consult.delivery.sending.Sender._keep", _killed)
        post.run(LATER)
    assert (1, []) == (len(post.receiver.got), post.tries())
    again = LATER + timedelta(minutes=6)
    post.run(again)

    (first, body), (second, same) = post.receiver.got
    assert first["webhook-id"] == second["webhook-id"] == post.messages()[0].reference
    assert first["webhook-timestamp"] != second["webhook-timestamp"]
    assert body == same
    post.read(1, shown.secret, again)
    assert "sent" == post.messages()[0].state
    assert [("interrupted", str(BROKEN_OFF)), ("sent", "HTTP 200 OK")] == post.tries()


def _killed(*_arguments: object) -> None:
    raise KeyboardInterrupt


def test_a_failing_receiver_is_tried_again_until_it_takes_the_message(post: Post) -> None:
    """Each answer is kept; nothing is lost; the number stays."""
    post.register()
    post.receiver.status, post.receiver.said = 500, b"out of order"
    post.serve()
    post.run(LATER)
    post.run(LATER + timedelta(seconds=4), rounds=1)
    assert ["waiting"] == [row.state for row in post.messages()]
    post.receiver.status, post.receiver.said = 200, b""
    post.run(LATER + timedelta(minutes=1), rounds=1)

    said = "HTTP 500 Internal Server Error out of order"
    assert [("unreachable", said), ("sent", "HTTP 200 OK")] == post.tries()
    assert 1 == len({headers["webhook-id"] for headers, _body in post.receiver.got})


def test_after_its_last_try_a_message_is_given_up_and_can_be_sent_again(post: Post) -> None:
    """By the manager, once the receiver answers; not before it is given up, and not twice."""
    shown = post.register()
    post.receiver.status = 503
    post.serve()
    post.run(LATER)
    number = post.messages()[0].reference
    with pytest.raises(Closed, match="still on its way"):
        _send_again(post, shown.endpoint_id, number)
    post.run_until(LATER + timedelta(hours=23))
    assert (TRIES, "failed") == (len(post.tries()), post.messages()[0].state)

    post.receiver.status = 200
    _send_again(post, shown.endpoint_id, number)
    with pytest.raises(Closed, match="still on its way"):
        _send_again(post, shown.endpoint_id, number)
    post.run(START + DAY)
    assert (TRIES + 1, "sent") == (len(post.tries()), post.messages()[0].state)
    with pytest.raises(Closed, match="was taken"):
        _send_again(post, shown.endpoint_id, number)


def _send_again(post: Post, endpoint: int, number: str) -> None:
    with writing(post.office.engine) as conn:
        webhook_ends.send_again(conn, post.managers["FRA"], endpoint, number, START + DAY)


def test_a_receiver_that_hangs_is_given_a_pause_and_the_others_go_on(post: Post) -> None:
    """Of two messages to it one is tried; the other waits without a try; that of Korea has arrived."""
    post.register("FRA")
    with receiving() as other:
        post.register("KOR", other.url)
        post.receiver.hangs = 1.3
        post.serve()
        post.serve()
        post.run(LATER)
        assert 2 == len(other.got)

    assert 1 == len(post.receiver.got)
    states = [(row.party, row.state) for row in post.messages()]
    assert [("FRA", "waiting"), ("KOR", "sent")] * 2 == states
    assert 1 == len([1 for _outcome, said in post.tries() if said == "No answer came within 1 seconds."])
    post.receiver.hangs = 0.0
    post.run(LATER + timedelta(minutes=11), rounds=1)
    assert {"sent"} == {row.state for row in post.messages()}


@pytest.mark.parametrize(
    ("failing", "pause"),
    [(timedelta(), 60), (timedelta(minutes=4), 60), (timedelta(minutes=8), 120), (timedelta(hours=1), 900),
     (timedelta(hours=2), 1800), (timedelta(days=4), 1800)],
    ids=["at once", "4 minutes", "8 minutes", "an hour", "2 hours", "4 days"],
)  # fmt: skip
def test_the_longer_a_receiver_takes_nothing_the_longer_is_its_pause(failing: timedelta, pause: int) -> None:
    """From a minute to half an hour, so that receivers that hang leave the threads to the others."""
    assert timedelta(seconds=pause) == webhooks.pause_after(failing)


def test_after_two_hours_without_an_answer_other_messages_wait_half_an_hour(post: Post) -> None:
    """The first message was tried at each of its hours; one that comes then waits until half an hour after a try."""
    post.register("FRA")
    post.receiver.status = 500
    post.serve()
    for minutes in (0, 60, 120):
        post.run(LATER + timedelta(minutes=minutes), rounds=1)
    post.serve()
    post.run(LATER + timedelta(minutes=121), rounds=1)
    with reading(post.office.engine) as conn:
        tried = set(conn.execute(select(MESSAGE_TRY.c.message_id)).scalars())
    assert {post.messages()[0].id} == tried
    post.receiver.status = 200
    post.run(LATER + timedelta(minutes=240), rounds=1)

    assert {"sent"} == {row.state for row in post.messages()}


def test_a_redirect_counts_as_refused(post: Post) -> None:
    """It is given up at once, and the place to which it leads is not asked."""
    post.register()
    with receiving() as other:
        post.receiver.status, post.receiver.headers = 302, {"Location": other.url}
        post.serve()
        post.run(LATER)

        assert [] == other.got
    assert ([("refused", "HTTP 302 Found")], "failed") == (post.tries(), post.messages()[0].state)


def test_a_receiver_that_is_gone_pauses_its_endpoint_and_becomes_work_of_the_manager(post: Post) -> None:
    """The endpoint says why, the manager gets a mail, the log has it, and what comes meanwhile is kept."""
    shown = post.register()
    post.receiver.status = 410
    post.serve()
    post.run(LATER)
    with reading(post.office.engine) as conn:
        row = endpoints.find(conn, post.managers["FRA"], shown.endpoint_id)
        mails = conn.execute(select(MESSAGE).where(MESSAGE.c.kind == webhook_ends.STOPPED)).all()
        assert 1 == endpoints.stopped_of(conn, "FRA")
        [mail] = mails
        words = WORDS[mail.kind](conn, mail, LATER)
    assert ("paused", "gone", "manager0@fra.example") == (row.state, row.paused_by, mail.address)
    assert "gone for good" in words.lines[0]
    assert f"/my-party/webhooks/{shown.endpoint_id}" == words.path

    post.serve(at=START + DAY)
    post.run(START + DAY)
    assert ["failed", "dropped"] == [row.state for row in post.messages()]
    post.receiver.status = 200
    with writing(post.office.engine) as conn:
        assert 1 == webhook_ends.resume(conn, post.managers["FRA"], shown.endpoint_id, START + DAY)
    post.run(START + DAY + timedelta(minutes=1))
    assert ["failed", "sent"] == [row.state for row in post.messages()]
    assert ["paused", "registered", "resumed"] == sorted(one["event"] for one in post.entries())


@pytest.mark.parametrize(("day", "state"), [(4, "active"), (5, "paused"), (6, "paused")], ids=["before", "on", "after"])
def test_an_endpoint_that_takes_nothing_for_five_days_is_paused(post: Post, day: int, state: str) -> None:
    """Reckoned from the first try that failed; a message that was given up before is not enough."""
    shown = post.register()
    post.receiver.status = 500
    for after in (0, day):
        post.serve(at=START + after * DAY)
        post.run(LATER + after * DAY)
        post.run_until(LATER + after * DAY + timedelta(hours=23))
    with reading(post.office.engine) as conn:
        row = endpoints.find(conn, post.managers["FRA"], shown.endpoint_id)
        mails = conn.execute(select(MESSAGE.c.id).where(MESSAGE.c.kind == webhook_ends.STOPPED)).all()

    assert (state, "failing" if state == "paused" else "") == (row.state, row.paused_by)
    assert (1 if state == "paused" else 0) == len(mails)


def test_an_address_that_is_no_longer_let_through_is_refused_when_it_is_sent_to(post: Post) -> None:
    """The rules of the day of sending count, not those of registering."""
    post.register()
    object.__setattr__(post.settings, "webhooks", Webhooks(allow_http=True, allow_any_port=True))
    post.serve()
    post.run(LATER)

    assert [("refused", "This address lies in a network that is not public.")] == post.tries()
    assert [] == post.receiver.got


def test_a_story_on_both_databases(post_on_both: Post) -> None:
    """An act is told, a secret replaced, an endpoint paused and resumed, and what was kept arrives."""
    post, conn_of = post_on_both, post_on_both.office.engine
    old, manager = post.register(), post.managers["FRA"]
    post.serve()
    post.run(LATER)
    with writing(conn_of) as conn:
        new = endpoints.rotate(conn, manager, old.endpoint_id, SECRET_KEY, DAY, LATER)
    with writing(conn_of) as conn:
        endpoints.pause(conn, manager, old.endpoint_id, LATER)
    post.serve(at=LATER)
    post.run(LATER)
    with writing(conn_of) as conn:
        webhook_ends.send_test(conn, manager, old.endpoint_id, LATER)
    with writing(conn_of) as conn:
        assert 1 == webhook_ends.resume(conn, manager, old.endpoint_id, LATER)
    post.run(LATER)
    with reading(conn_of) as conn:
        listed = webhook_ends.sent_to(conn, Viewer("FRA"), old.endpoint_id, LATER, "", 9)
        assert [None, 1, 1] == [row.n for row in listed]
        assert webhooks.failing_since(conn, old.endpoint_id) is None

    post.read(0, old.secret)
    assert {"act.served", "endpoint.test"} == {str(post.read(number, new.secret)["type"]) for number in (1, 2)}
