"""Whom a draft may affect through the API: found with reasons, addressed, or left out with a reason."""

import pytest

from tests.consult.api.machine import Machine, example_of, machine
from tests.consult.web.cases_world import serve_berth
from tests.consult.web.registered import register_of_three
from tests.consult.web.test_affected import begun_notice
from tests.consult.web.world import World


@pytest.fixture
def noticing(berths: World) -> tuple[Machine, str]:
    """Give Japan's system with a notice in preparation about a landing, over a register of three activities."""
    register_of_three(berths)
    _visitor, draft = begun_notice(berths)
    return machine(berths, "all@jpn.example"), f"/api/v1{draft}"


def states(found: dict[str, object]) -> dict[str, str]:
    """Give where each State stands."""
    return {one["party"]: one["where"] for one in found["states"]}  # type: ignore[attr-defined] # a list of States


def test_a_state_that_is_found_is_left_out_with_a_reason(noticing: tuple[Machine, str]) -> None:
    """By the link of the draft, over the version that was read; without a reason it is refused at its member."""
    japan, draft = noticing
    where = japan.given(draft)["hrefs"]["affected"]
    found = japan.get(where)
    assert {"KOR": "open", "FRA": "open"}.items() <= states(found.json).items()
    korea = next(one for one in found.json["states"] if one["party"] == "KOR")
    assert ("Polar rover", False) == (korea["reasons"][0]["title"], korea["reasons"][0]["stale"])
    decision, tag = example_of("affected_decide"), found.headers["ETag"]

    assert 428 == japan.post(where, decision).status_code
    bare = japan.post(where, {**decision, "reason": " "}, If_Match=tag)
    assert (422, "/reason") == (bare.status_code, bare.json["faults"][0]["pointer"])
    done = japan.post(where, decision, If_Match=tag)
    assert (200, "left_out") == (done.status_code, states(done.json)["KOR"])
    assert 412 == japan.post(where, decision, If_Match=tag).status_code
    added = japan.post(where, {"party": "FRA", "do": "add"}, If_Match=done.headers["ETag"])
    assert {"KOR": "left_out", "FRA": "addressed", "MEX": "addressed"} == states(added.json)
    assert "FRA" in japan.given(draft)["filing"]["addressees"]
    strange = japan.post(where, {"party": "NOSUCH", "do": "add"}, If_Match=added.headers["ETag"])
    assert (422, "/party") == (strange.status_code, strange.json["faults"][0]["pointer"])


def test_a_draft_that_asks_for_nothing_of_the_kind_has_no_such_page(
    berths: World, noticing: tuple[Machine, str]
) -> None:
    """404; and of a draft of others."""
    japan, draft = noticing
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    other = japan.made(f"/api/v1/cases/{ref}/drafts", {"step": "make_statement"})

    assert "affected" not in other["hrefs"]
    assert 404 == japan.get(f"{other['href']}/affected").status_code
    assert 404 == machine(berths, "all@fra.example").get(f"{draft}/affected").status_code
    decision = example_of("affected_decide")
    assert 404 == machine(berths, "all@fra.example").post(f"{draft}/affected", decision, If_Match='"0"').status_code
