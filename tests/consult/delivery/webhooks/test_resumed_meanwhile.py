"""An endpoint that is resumed in the moment in which a worker comes to what it would be told."""

import threading
from typing import Any

import pytest

from consult import outbox
from consult.db import writing
from consult.delivery import endpoints, sending, webhook_ends
from consult.delivery.sending import Sender
from tests.consult.delivery.webhooks.conftest import LATER, MAIL_WAITS, Post
from tests.consult.docket.conftest import START

SOON = 2.0
"""Seconds for which the manager is waited for, who has to wait in turn until the worker is done."""


def test_what_a_worker_keeps_for_a_paused_endpoint_while_a_manager_resumes_it_is_sent(
    post_on_both: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """20 November 2026: the worker finds France's endpoint paused and is about to keep its message. The manager resumes
    it, which sends what was kept: this message too."""
    post, keeps, goes_on, end = post_on_both, threading.Event(), threading.Event(), sending.end_message
    manager, shown = post.managers["FRA"], post.register()
    with writing(post.office.engine) as conn:
        endpoints.pause(conn, manager, shown.endpoint_id, START)
    post.serve()
    post.run(LATER, rounds=1)
    with writing(post.office.engine) as conn:
        number = conn.execute(outbox.OUTBOX.select().where(MAIL_WAITS, outbox.OUTBOX.c.done_at.is_(None))).one().id
        job = outbox.lock(conn, number)

    def slowly(*given: Any) -> None:
        keeps.set()
        assert goes_on.wait(60)
        end(*given)

    def resume() -> None:
        with writing(post.office.engine) as conn:
            webhook_ends.resume(conn, manager, shown.endpoint_id, LATER)

    with monkeypatch.context() as patch:
        patch.setattr(sending, "end_message", slowly)
        sends = threading.Thread(target=Sender(post.office.engine, post.settings), args=(job, LATER))
        resumes = threading.Thread(target=resume)
        sends.start()
        assert keeps.wait(60)
        resumes.start()
        resumes.join(SOON)
        goes_on.set()
        sends.join()
        resumes.join()
    post.run(LATER)

    assert [
        ("dropped", "The endpoint is paused; the message is kept until it is resumed."),
        ("sent", "HTTP 200 OK"),
    ] == post.tries()
