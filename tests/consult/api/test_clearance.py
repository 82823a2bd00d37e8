"""The clearance of a party by its systems: moved over the text and the turn that were read, seen by nobody else."""

from tests.consult.api.machine import Machine, machine
from tests.consult.web.clearance_world import DRAFTER, HEAD, LEGAL, ready, with_lane
from tests.consult.web.world import World


def read(asks: Machine, path: str) -> tuple[str, int]:
    """Read where a paper stands: the tag of its text, and the turn."""
    answer = asks.get(f"{path}/clearance")
    assert 200 == answer.status_code, answer.text
    return answer.headers["ETag"], answer.json["turn"]


def test_a_paper_is_passed_sent_back_with_a_reason_and_commented_on(berths: World) -> None:
    """Drafter and adviser by their systems; an older turn, an older text, a missing reason and another party's hand."""
    with_lane(berths)
    _visitor, draft = ready(berths)
    path = f"/api/v1{draft}"
    drafter, legal = machine(berths, DRAFTER, capacities=("draft",)), machine(berths, LEGAL, capacities=("clear",))
    tag, turn = read(drafter, path)

    assert 428 == drafter.post(f"{path}/clearance/moves", {"move": "pass", "turn": turn}).status_code
    passed = drafter.post(f"{path}/clearance/moves", {"move": "pass", "turn": turn}, If_Match=tag)
    assert 200 == passed.status_code, passed.text
    late = drafter.post(f"{path}/clearance/moves", {"move": "pass", "turn": turn}, If_Match=tag)
    assert 409 == late.status_code
    tag, turn = read(legal, path)
    mute = legal.post(f"{path}/clearance/moves", {"move": "send_back", "turn": turn, "to": "s1"}, If_Match=tag)
    assert (422, "/reason") == (mute.status_code, mute.json["faults"][0]["pointer"])
    said = {"move": "send_back", "turn": turn, "to": "s1", "reason": "Name the vehicle in full."}
    assert 412 == legal.post(f"{path}/clearance/moves", said, If_Match='"99"').status_code
    assert 200 == legal.post(f"{path}/clearance/moves", said, If_Match=tag).status_code
    assert 200 == legal.post(f"{path}/comments", {"words": "See the manifest."}, Idempotency_Key="one").status_code

    shown = drafter.get(f"{path}/clearance").text
    assert ("Name the vehicle in full." in shown, "See the manifest." in shown) == (True, True)
    france = machine(berths, "all@fra.example")
    for method, address, body in (
        ("GET", "/clearance", None),
        ("POST", "/clearance/moves", said),
        ("POST", "/comments", {"words": "From outside"}),
    ):
        assert 404 == france.ask(method, f"{path}{address}", body, If_Match=tag, Idempotency_Key="two").status_code


def test_who_does_not_hold_the_stage_is_told_so(berths: World) -> None:
    """The head of delegation, while the paper is with the drafter: 409, and it stays there."""
    with_lane(berths)
    _visitor, draft = ready(berths)
    path = f"/api/v1{draft}"
    head = machine(berths, HEAD, capacities=("clear",))
    tag, turn = read(head, path)

    refused = head.post(f"{path}/clearance/moves", {"move": "pass", "turn": turn}, If_Match=tag)

    assert 409 == refused.status_code, refused.text
    assert (tag, turn) == read(head, path)
