"""The feed of events, receipts of acts and bundles: a host that says one thing and sealed another is found out."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from consult.remote.addresses import Address
from consult.remote.asking import Limits, Remote
from consult.remote.bundles import made_bundle
from consult.remote.faults import Declined
from consult.remote.said import Said
from tests.consult.remote.conftest import Line, Served
from tests.consult.remote.hosts import playing
from tests.consult.remote.test_consultation import opened
from tests.consult.remote.test_verify import POLICY, publish, say_more

File = Callable[[str, str], str]


@pytest.fixture
def case(instance: Served, japan: Line, file_of: File) -> str:
    """Give a case on record, and a policy that Japan trusts."""
    ref = opened(japan, file_of)
    japan.run("trust", file_of("policy.txt", POLICY))
    return ref


def test_the_feed_is_followed_from_where_it_ended(japan: Line, case: str) -> None:
    """Nothing is skipped and nothing repeated over two watches."""
    first = [json.loads(one) for one in japan.run("watch", "--rounds", "1", "--json").output.splitlines()]
    nothing = japan.run("watch", "--rounds", "1", "--json").output
    say_more(japan, case, 2)
    second = [json.loads(one) for one in japan.run("watch", "--rounds", "1", "--json").output.splitlines()]
    everything = json.loads(japan.run("feed", "--size", "1000", "--json").output)["items"]

    assert "" == nothing
    assert [one["cursor"] for one in everything] == [one["cursor"] for one in (*first, *second)]
    assert len(second) >= 2
    assert case in japan.says("feed", "--where", f"case={case}")
    assert "Give the cursor of a page as it was given to you." in japan.says("feed", "--after", "x", code=1)


def test_the_receipt_of_an_act_is_of_this_act(instance: Served, japan: Line, case: str) -> None:
    """Case, number, step and party are those of the sealed entry."""
    early = japan.says("verify", case, "2", code=1)
    publish(instance)
    told = japan.says("verify", case, "2")

    assert "no signed checkpoint covers it yet" in early
    assert f"case: {case}" in told
    assert "act.step: serve_notice" in told
    assert told.endswith("It holds.")


def through(instance: Served, line: Line, change: Callable[[str, bytes], bytes]) -> Any:
    """Give a host that passes on what the instance says, with a change."""
    client = instance.world.app.test_client()

    def plan(method: str, path: str) -> Any:
        answer = client.open(path, method=method, headers={"Authorization": f"Bearer {line.token}"})
        kept = [(name, value) for name, value in answer.headers if name in ("Content-Type", "Retry-After")]
        return answer.status, kept, change(path, answer.data)

    return playing(plan)


@pytest.mark.parametrize(
    ("where", "old", "new", "sentence"),
    [
        ("/acts", b'"step":"serve_notice"', b'"step":"start_assessment"', "The sealed entry says: serve_notice."),
        ("/acts", b'"party":"JPN"', b'"party":"KOR"', "The sealed entry says: JPN."),
        ("/receipt", b"index ", b"index 1", "[no-entry]"),
    ],
)
def test_a_host_that_says_what_it_did_not_seal_is_found_out(
    instance: Served, japan: Line, case: str, file_of: File, where: str, old: bytes, new: bytes, sentence: str
) -> None:
    """What it tells of an act is held against the entry that its log is bound to."""
    publish(instance)

    def lie(path: str, content: bytes) -> bytes:
        return content.replace(old, new) if path.partition("?")[0].endswith(where) else content

    with through(instance, japan, lie) as (address, _heard):
        line = replace(japan, more={"CONSULT_REMOTE": address, "CONSULT_TOKEN": japan.token})
        line.run("trust", file_of("policy.txt", POLICY))
        assert sentence in line.says("verify", case, "2", code=1)


def test_a_case_is_taken_away_and_checked_without_the_host(
    instance: Served, japan: Line, case: str, tmp_path: Path
) -> None:
    """The bundle holds, and a changed one does not."""
    publish(instance)
    out = tmp_path / "case.zip"
    japan.run("export", case, "--out", str(out))
    told = japan.says("verify", str(out))
    changed = bytearray(out.read_bytes())
    changed[len(changed) // 2] ^= 1
    out.write_bytes(bytes(changed))

    assert "Checked: " in told
    assert told.endswith("It holds.")
    assert "Error:" in japan.says("verify", str(out), code=1)


def making(states: list[str]) -> Callable[[str, str], Any]:
    """Make a host that makes a bundle in so many looks."""

    def plan(_method: str, _path: str) -> Any:
        state = states.pop(0)
        links = {"self": "/api/v1/files/k"} | ({"content": "/api/v1/files/k/content"} if state == "ready" else {})
        told = {"state": state, "hrefs": links, "reason": "It is too large." if state == "failed" else ""}
        return "202 Accepted", [("Content-Type", "application/json"), ("Retry-After", "2")], json.dumps(told).encode()

    return plan


def test_a_file_that_takes_a_while_is_waited_for() -> None:
    """As long as the instance says each time; one that cannot be made is refused with the reason."""
    waited: list[float] = []
    case = Said({"hrefs": {"self": "/api/v1/cases/X"}})
    with playing(making(["waiting", "working", "ready"])) as (address, heard):
        remote = Remote(Address.read(address), "", None, Limits(), waited.append)
        made = made_bundle(remote, case, "public_C0")
    assert "/api/v1/files/k/content" == made.part("hrefs").text("content")
    assert ([2, 2], ["POST", "GET", "GET"]) == (waited, [method for method, _path, _headers in heard.asked])

    with playing(making(["waiting", "failed"])) as (address, _heard), pytest.raises(Declined, match="It is too large"):
        made_bundle(Remote(Address.read(address), "", None, Limits(), waited.append), case, "")
