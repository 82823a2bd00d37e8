"""Endpoints of webhooks: registered, tried out, paused and removed by their manager; no secret is told twice."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from consult.db import reading, writing
from consult.delivery import endpoints, signing, webhook_ends, webhooks
from consult.delivery.targets import Rules
from consult.models.delivery import MESSAGE
from consult.models.logbook import AUDIT_ENTRY
from consult.models.webhooks import WEBHOOK_ENDPOINT, WEBHOOK_SECRET
from consult.refusals import Closed, Malformed, Unknown
from consult.settings import Webhooks
from consult.visibility import Viewer
from tests.consult.delivery.webhooks.conftest import LATER, SECRET_KEY, Post, add_manager
from tests.consult.delivery.webhooks.receiver import HERE
from tests.consult.docket.conftest import START

DAY = timedelta(days=1)


def test_an_old_secret_can_be_retired_at_once(post: Post) -> None:
    """Where it was told to somebody; where there is none the sentence says so."""
    old = post.register()
    manager, engine = post.managers["FRA"], post.office.engine
    with pytest.raises(Closed, match="there is no old one"), writing(engine) as conn:
        endpoints.retire_old(conn, manager, old.endpoint_id, START)
    with writing(engine) as conn:
        endpoints.rotate(conn, manager, old.endpoint_id, SECRET_KEY, DAY, START)
    with writing(engine) as conn:
        endpoints.retire_old(conn, manager, old.endpoint_id, LATER)
    with reading(engine) as conn:
        [kept] = endpoints.secrets_of(conn, old.endpoint_id, LATER)

    assert old.secret != signing.unlock(kept.kept, SECRET_KEY)


def test_a_test_goes_to_a_paused_endpoint_too_and_once_a_minute(post: Post) -> None:
    """So that a manager sees that it answers before it is resumed; and nobody is flooded by another's hand."""
    shown, manager = post.register(), post.managers["FRA"]
    with writing(post.office.engine) as conn:
        endpoints.pause(conn, manager, shown.endpoint_id, START)
    with writing(post.office.engine) as conn:
        webhook_ends.send_test(conn, manager, shown.endpoint_id, START)
    with pytest.raises(Closed, match="less than a minute ago"), writing(post.office.engine) as conn:
        webhook_ends.send_test(conn, manager, shown.endpoint_id, START + timedelta(seconds=59))
    with writing(post.office.engine) as conn:
        webhook_ends.send_test(conn, manager, shown.endpoint_id, START + timedelta(seconds=60))
    post.run(START + timedelta(seconds=61))

    assert 2 == len(post.receiver.got)
    assert "endpoint.test" == post.read(0, shown.secret, START)["type"]


def test_a_removed_endpoint_is_told_nothing_more_and_its_secrets_are_deleted(post: Post) -> None:
    """It stays on record, cannot be changed, and its address may be registered anew."""
    shown, manager = post.register(), post.managers["FRA"]
    post.serve()
    post.run(START, rounds=0)
    with writing(post.office.engine) as conn:
        endpoints.remove(conn, manager, shown.endpoint_id, START)
    post.run(LATER)
    with reading(post.office.engine) as conn:
        assert [] == conn.execute(select(WEBHOOK_SECRET)).all()
        assert ["removed"] == [row.state for row in endpoints.endpoints_of(conn, "FRA")]
    for act in (endpoints.pause, endpoints.remove, endpoints.retire_old, webhook_ends.send_test):
        with pytest.raises(Closed, match="was removed"), writing(post.office.engine) as conn:
            act(conn, manager, shown.endpoint_id, LATER)

    assert [] == post.receiver.got
    assert shown.endpoint_id != post.register().endpoint_id


def test_an_endpoint_is_its_own_partys_and_of_a_mandate_for_all_procedures(post: Post) -> None:
    """A foreign manager and somebody without the capacity know of none; a limited manager is told why not."""
    shown = post.register()
    strangers = (post.managers["KOR"], post.office.standings["FRA"], post.office.standings["KOR"])
    for stranger in strangers:
        with pytest.raises(Unknown), reading(post.office.engine) as conn:
            endpoints.find(conn, stranger, shown.endpoint_id)
    limited = add_manager(post.office, "FRA", ("berth",))
    with pytest.raises(Closed, match="for some procedures alone"), reading(post.office.engine) as conn:
        endpoints.find(conn, limited, shown.endpoint_id)
    with pytest.raises(Unknown), reading(post.office.engine) as conn:
        endpoints.find(conn, post.managers["FRA"], 999)


def test_what_cannot_be_registered_is_named_by_field(post: Post) -> None:
    """An inner address, no event, an unknown one, the same address twice, and one too many."""
    for new, fields in (
        (endpoints.NewEndpoint("https://127.0.0.1/"), {"url"}),
        (endpoints.NewEndpoint("http://8.8.8.8/", ()), {"url", "events"}),
        (endpoints.NewEndpoint("https://8.8.8.8/", ("nonsense",)), {"events"}),
    ):
        with pytest.raises(Malformed) as fault:
            endpoints.read(new, Rules())
        assert fields == set(fault.value.fields)
    post.register()
    with pytest.raises(Malformed, match="registered already"):
        post.register()
    for number in range(9):
        post.register(url=f"{post.receiver.url}/{number}")
    with pytest.raises(Closed, match="10 endpoints at most"):
        post.register(url=f"{post.receiver.url}/more")


def test_no_secret_stands_in_the_log_of_the_party_in_messages_or_in_what_is_reported(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    """The entries say which endpoint and what was done, with the digest of the address."""
    caplog.set_level(logging.DEBUG)
    old = post.register()
    with writing(post.office.engine) as conn:
        new = endpoints.rotate(conn, post.managers["FRA"], old.endpoint_id, SECRET_KEY, DAY, START)
    post.receiver.status = 500
    post.serve()
    post.run(LATER)
    with reading(post.office.engine) as conn:
        written = [
            str(row) for table in (MESSAGE, AUDIT_ENTRY, WEBHOOK_ENDPOINT) for row in conn.execute(select(table))
        ]
        kept = [row.kept for row in conn.execute(select(WEBHOOK_SECRET))]

    for secret in (old.secret, new.secret, *kept):
        assert not [text for text in (*written, *post.tries(), caplog.text) if secret[8:30] in str(text)]
    entries = post.entries()
    assert ["registered", "rotated"] == [one["event"] for one in entries]
    assert {64} == {len(one["url"]) for one in entries}


def test_messages_are_listed_by_number_for_ninety_days(post: Post) -> None:
    """The newest first, page by page; what is older is not shown."""
    shown = post.register()
    with writing(post.office.engine) as conn:
        row = endpoints.find(conn, None, shown.endpoint_id)
        for day in range(5):
            about = {"drill": day}
            webhooks.tell_one(conn, "FRA", row, "drill", None, None, about, datetime(2026, 11, 20 + day, tzinfo=UTC))
    viewer = Viewer("FRA")
    with reading(post.office.engine) as conn:
        at, second = datetime(2027, 2, 18, tzinfo=UTC), timedelta(seconds=1)
        first = webhook_ends.sent_to(conn, viewer, row.id, at, "", 3)
        rest = [webhook_ends.sent_to(conn, viewer, row.id, when, first[-1].reference, 3) for when in (at, at - second)]
    assert [4, 3, 2] == [one.about["drill"] for one in first]
    assert [[1], [1, 0]] == [[one.about["drill"] for one in each] for each in rest], "that of the 20th is 90 days old"


def test_rules_of_the_settings_are_those_that_count(post: Post) -> None:
    """By default nothing is let through beyond https to public hosts on the usual ports."""
    assert HERE == endpoints.rules_of(post.settings)
    assert Rules() == Rules(Webhooks().allow_private, Webhooks().allow_http, Webhooks().allow_any_port)


def test_a_new_secret_signs_beside_the_old_one_and_then_alone(post: Post) -> None:
    """A day long both hold; the old one is then deleted; while both sign there is no third."""
    old = post.register()
    manager, engine = post.managers["FRA"], post.office.engine
    with writing(engine) as conn:
        new = endpoints.rotate(conn, manager, old.endpoint_id, SECRET_KEY, DAY, START)
    with pytest.raises(Closed, match="Two secrets sign already"), writing(engine) as conn:
        endpoints.rotate(conn, manager, old.endpoint_id, SECRET_KEY, DAY, START)
    for at in (LATER, START + DAY + timedelta(seconds=1)):
        post.serve(at=at)
        post.run(at)

    assert post.read(0, old.secret) == post.read(0, new.secret)
    assert 2 == len(post.receiver.got[0][0]["webhook-signature"].split(" "))
    post.read(1, new.secret, START + DAY)
    assert 1 == len(post.receiver.got[1][0]["webhook-signature"].split(" "))
    with reading(engine) as conn:
        assert 1 == len(conn.execute(select(WEBHOOK_SECRET)).all())


def test_with_another_secret_of_the_installation_nothing_is_sent_and_nothing_lost(post: Post) -> None:
    """The sentence says what to do; the message waits."""
    post.register()
    with writing(post.office.engine) as conn:
        conn.execute(update(WEBHOOK_SECRET).values(kept=signing.lock(signing.draw(), "another")))
    post.serve()
    post.run(LATER)

    [(outcome, said)] = post.tries()
    assert ("unreachable", "waiting", []) == (outcome, post.messages()[0].state, post.receiver.got)
    assert "The secret cannot be read" in said
