"""What webhooks say and to whom: nothing beyond the party's level, exercises apart, and contact points."""

import json
from datetime import timedelta

from sqlalchemy import select, update

from consult.db import writing
from consult.delivery import drills, webhooks
from consult.models.cases import CASES, DEADLINE
from tests.consult.delivery.webhooks.conftest import LATER, Post, add_contact
from tests.consult.docket.conftest import START

DAY = timedelta(days=1)


def test_exercise_cases_are_told_to_endpoints_for_exercises_and_to_no_others(post: Post) -> None:
    """And what is meant in earnest is not told to those."""
    earnest = post.register()
    exercise = post.register(url=post.receiver.url + "/exercise", exercises=True)
    for of_exercise in (True, False):
        post.serve(exercise=of_exercise)
    post.run(LATER)

    assert [exercise.endpoint_id, earnest.endpoint_id] == [row.about["endpoint"] for row in post.messages()]
    assert [True, False] == [json.loads(body)["data"]["exercise"] for _headers, body in post.receiver.got]


def test_a_contact_point_whose_address_is_an_endpoint_is_served_there(post: Post) -> None:
    """In any spelling of the address, signed with the endpoint's secret; the answer is the proof of service."""
    add_contact(post, "FRA", post.receiver.url.replace("http://", "HTTP://"))
    shown = post.register(events=("drill",))
    ref = post.serve()
    post.run(LATER)

    data = post.read(0, shown.secret)["data"]
    assert (ref, 1, 1) == (data["case"], data["act"], len(post.receiver.got))
    assert [("service", "sent")] == [(row.kind, row.state) for row in post.messages()]


def test_a_contact_point_without_an_endpoint_cannot_be_served_by_webhook(post: Post) -> None:
    """Nothing could be signed; an endpoint of another party, and one for exercises, are none."""
    add_contact(post, "FRA", post.receiver.url)
    post.register("KOR", events=("drill",))
    post.register("FRA", events=("drill",), exercises=True)
    post.serve()
    post.run(LATER)

    assert (["dropped"], []) == ([row.state for row in post.messages()], post.receiver.got)
    assert "No endpoint is registered for this address" in post.tries()[0][1]


def test_of_a_case_whose_existence_is_sealed_no_reference_leaves(post: Post) -> None:
    """The desk is named, where whoever may read it signs in."""
    shown = post.register()
    ref = post.serve()
    with writing(post.office.engine) as conn:
        conn.execute(update(CASES).where(CASES.c.ref == ref).values(existence="C5"))
    post.run(LATER)

    data = post.read(0, shown.secret)["data"]
    assert {"party": "FRA", "links": {"desk": "https://consult.example.int/desk"}} == data


def test_what_its_party_may_not_read_any_more_is_not_told(post: Post) -> None:
    """An act that was asked for and then is not the party's to read is dropped."""
    post.register("BRA")
    ref = post.serve()
    with writing(post.office.engine) as conn:
        case = conn.execute(select(CASES.c.id).where(CASES.c.ref == ref)).scalar_one()
        assert 1 == webhooks.tell(conn, "BRA", "act.served", case, None, {}, START)
    post.run(LATER)

    assert (["dropped"], []) == ([row.state for row in post.messages()], post.receiver.got)


def test_a_date_that_comes_near_is_told_with_its_limit(post: Post) -> None:
    """As the table has it when it is sent; of what else was kept about the message nothing is said."""
    shown = post.register("JPN")
    ref = post.serve()
    with writing(post.office.engine) as conn:
        row = conn.execute(select(DEADLINE, CASES.c.id.label("case")).join(CASES).where(CASES.c.ref == ref)).first()
        assert row is not None
        about = {"deadline": row.id, "days": 7, "note": "not to be told"}
        webhooks.tell(conn, "JPN", "deadline.reminder", row.case, None, about, START)
    post.run(LATER)

    data = post.read(0, shown.secret)["data"]
    assert isinstance(data, dict)
    assert ("answer", 7) == (data["deadline"]["limit"], data["days"])
    assert "not to be told" not in post.receiver.got[0][1].decode()


def test_whoever_filed_is_told_that_a_channel_failed(post: Post) -> None:
    """The contact point of France has no endpoint: Japan's system hears of the act, the channel and nothing else."""
    add_contact(post, "FRA", post.receiver.url)
    shown = post.register("JPN", events=("service.failed",))
    ref = post.serve()
    post.run(LATER, rounds=3)

    told = post.read(0, shown.secret)
    assert ("service.failed", ref, 1, "webhook") == (
        told["type"],
        told["data"]["case"],
        told["data"]["act"],
        told["data"]["channel"],
    )
    assert 1 == len(post.receiver.got)


def test_a_party_that_has_to_act_is_reminded_by_webhook_too(post: Post) -> None:
    """France has no mail contact point; on the 27th half of its ten days is over: its system is told of the limit."""
    shown = post.register("FRA", events=("deadline.reminder",))
    ref = post.serve()
    post.office.take("FRA", ref, "record_receipt")
    post.run(START + 7 * DAY)

    told = [post.read(number, shown.secret, START + 7 * DAY) for number in range(len(post.receiver.got))]
    assert {("deadline.reminder", ref)} == {(one["type"], one["data"]["case"]) for one in told}
    assert all(one["data"]["deadline"]["limit"] for one in told)


def test_a_drill_is_told_to_the_systems_of_each_party_that_is_tried(post: Post) -> None:
    """France and Korea have endpoints; only France has a contact point to be tried."""
    add_contact(post, "FRA", post.receiver.url)
    shown = post.register("FRA", events=("drill",))
    post.register("KOR", events=("drill",))
    with writing(post.office.engine) as conn:
        drill = drills.start(conn, None, START)
    post.run(LATER)

    assert [("drill", drill)] == [(told["type"], told["data"]["drill"]) for told in [post.read(0, shown.secret)]]
    assert 1 == len(post.receiver.got)
