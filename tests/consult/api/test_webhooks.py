"""Webhooks through a system that manages: registered with the secret once, tried, paused, rotated, removed."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from consult import clock
from consult.models.parties import MANDATE
from tests.consult.api.house import HERE, entries_of, managing, said
from tests.consult.api.machine import machine, standing_of
from tests.consult.web.test_webhooks import fail, register
from tests.consult.web.world import AT, FRENCH_MANAGER, MANAGER, OFFICIAL, World

HOOKS = f"{HERE}/webhooks"
HOOK = {"url": "https://93.184.216.34/registry", "events": ["act.served", "drill"]}
CHANGES = ("rotation", "retirement", "test", "pause", "resumption", "removal", "messages/msg_1/again")


def test_the_secret_is_given_once(berths: World) -> None:
    """A request that comes again registers nothing more and gets none; what is read later holds none."""
    asks = managing(berths)
    made = asks.post(HOOKS, HOOK, Idempotency_Key="hook-1")
    again = asks.post(HOOKS, HOOK, Idempotency_Key="hook-1")
    other = asks.post(HOOKS, {**HOOK, "exercises": True}, Idempotency_Key="hook-1")

    assert (201, True) == (made.status_code, made.json["secret"].startswith("whsec_"))
    assert (200, {**made.json, "secret": None}) == (again.status_code, again.json)
    assert (422, "This key was used for another request; nothing was recorded.") == said(other)
    href = made.json["endpoint"]["href"]
    assert all("whsec_" not in asks.get(one).text for one in (HOOKS, href, f"{href}/messages"))
    assert HOOK["url"] in berths.signed_in(MANAGER).get("/my-party/webhooks").text
    assert [("webhook", "JPN")] == entries_of(berths, "webhook")


def test_an_endpoint_is_run_as_on_its_page(berths: World) -> None:
    """Test, pause, resume, rotate, retire, remove: each as there, each refused as there when it cannot be."""
    asks = managing(berths)
    href = asks.made(HOOKS, HOOK)["endpoint"]["href"]

    assert "active" == asks.made(f"{href}/test", None)["endpoint"]["state"]
    assert (409, "A test was asked for less than a minute ago. See below what came of it.") == said(
        asks.post(f"{href}/test")
    )
    assert ["endpoint.test"] == [one["event"] for one in asks.given(f"{href}/messages")["items"]]
    assert "paused" == asks.made(f"{href}/pause", None)["endpoint"]["state"]
    assert (409, "This endpoint is paused already.") == said(asks.post(f"{href}/pause"))
    assert "active" == asks.made(f"{href}/resumption", None)["endpoint"]["state"]
    second = asks.made(f"{href}/rotation", None)
    assert second["secret"].startswith("whsec_")
    assert asks.given(href)["old_until"] is not None
    assert asks.made(f"{href}/retirement", None)["old_until"] is None
    assert "removed" == asks.made(f"{href}/removal", None)["endpoint"]["state"]
    assert (409, "This endpoint was removed. Register its address anew.") == said(asks.post(f"{href}/pause"))
    assert 6 == len(entries_of(berths, "webhook"))


def test_what_did_not_arrive_is_sent_again(berths: World) -> None:
    """Page by page, the newest first; under the number that it had."""
    shown = register(berths)
    numbers = [fail(berths, shown, day) for day in range(3)]
    asks = managing(berths)
    first = asks.given(f"{HOOKS}/{shown.endpoint_id}/messages?size=2")

    assert numbers[:0:-1] == [one["number"] for one in first["items"]]
    assert [True, "failed"] == [first["items"][0][name] for name in ("may_send_again", "state")]
    assert [numbers[0]] == [one["number"] for one in asks.given(first["next"])["items"]]
    assert 422 == asks.get(f"{HOOKS}/{shown.endpoint_id}/messages?after=msg_nosuch").status_code
    asks.made(f"{HOOKS}/{shown.endpoint_id}/messages/{numbers[0]}/again", None)
    last = asks.given(f"{HOOKS}/{shown.endpoint_id}/messages")["items"][-1]
    assert (numbers[0], "waiting") == (last["number"], last["state"])
    assert 404 == asks.post(f"{HOOKS}/{shown.endpoint_id}/messages/msg_nosuch/again").status_code


def test_an_address_that_cannot_be_taken_is_pointed_to(berths: World) -> None:
    """With the sentence of the page."""
    asks = managing(berths)
    for change, place in (
        ({"url": "http://93.184.216.34/"}, "/url: "),
        ({"url": "https://10.0.0.1/"}, "/url: "),
        ({"events": []}, "/events: Choose at least one from the list."),
        ({"events": ["birthday"]}, "/events: Choose at least one from the list."),
    ):
        status, told = said(asks.post(HOOKS, {**HOOK, **change}))
        assert (422, True) == (status, told.startswith(place)), told
    assert [] == asks.given(HOOKS)["items"]


@pytest.mark.rewrites_mandates
def test_nobody_else_reads_or_changes_an_endpoint(berths: World) -> None:
    """Another party's manager and who manages nothing: 404; a token that manages nothing: 403; a mandate for some
    procedures alone: 409, since webhooks may name any case."""
    number = register(berths).endpoint_id
    for path in (HOOKS, f"{HOOKS}/{number}", f"{HOOKS}/{number}/messages"):
        assert 404 == machine(berths, OFFICIAL).get(path).status_code
        assert 403 == managing(berths, capacities=()).get(path).status_code
    french = machine(berths, FRENCH_MANAGER, capacities=("manage",))
    for change in CHANGES:
        assert 404 == french.post(f"{HOOKS}/{number}/{change}").status_code
        assert 404 == machine(berths, OFFICIAL).post(f"{HOOKS}/{number}/{change}").status_code
        assert 403 == managing(berths, capacities=()).post(f"{HOOKS}/{number}/{change}").status_code
    assert [] == french.given(HOOKS)["items"]
    asks = managing(berths)
    with berths.writing() as conn:
        own = MANDATE.c.id == standing_of(berths, MANAGER).mandate_id
        conn.execute(update(MANDATE).where(own).values(procedures=["berth"]))
    status, why = said(asks.post(HOOKS, HOOK))
    assert (409, True) == (status, why.startswith("Your mandate is for some procedures alone."))


def test_two_secrets_sign_for_a_while_alone(berths: World) -> None:
    """409 while two sign; once the first is over there may be another."""
    asks = managing(berths)
    href = asks.made(HOOKS, HOOK)["endpoint"]["href"]
    asks.made(f"{href}/rotation", None)

    assert (409, "Two secrets sign already. Retire the old one first.") == said(asks.post(f"{href}/rotation"))
    with clock.frozen(AT + timedelta(days=10)):
        assert 201 == asks.post(f"{href}/rotation").status_code
