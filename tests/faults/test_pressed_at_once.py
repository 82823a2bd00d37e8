"""Two browsers press the same button at the same moment: one gets the receipt, the other learns where the case is."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from consult import clock
from tests.consult.docket.conftest import empty_engine
from tests.consult.docket.racing import Track
from tests.consult.web.cases_world import BODY, begin, build_cases, fill_in, send
from tests.consult.web.world import AT, Visitor

ROUNDS = 10


def press(visitor: Visitor, token: str, ref: str) -> Callable[[], Any]:
    """Give the racer that records a receipt."""
    form = {"csrf_token": token, "seen": "1", "track": "berth:FRA", "digest": ""}
    return lambda: visitor.client.post(f"/cases/{ref}/steps/record_receipt", data=form)


def serve(visitor: Visitor, title: str) -> str:
    """Open a case under a title of its own and serve its request."""
    answer = visitor.post("/notices/new", form_at="/notices/new?procedure=berth", procedure="berth", title=title)
    ref = str(answer.location).rpartition("/")[2]
    draft = begin(visitor, ref, "ask")
    fill_in(visitor, draft, **BODY)
    assert 303 == send(visitor, draft).status_code
    return ref


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_of_two_browsers_one_gets_the_receipt_and_the_other_409_with_the_state(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Japan and France record the same receipt at once, each from the page that showed act 1; never both, never 500."""
    settings = {"database_url": request.getfixturevalue("postgres_url")} if kind == "postgresql" else {}
    if settings:
        empty_engine(settings["database_url"]).dispose()
    with clock.frozen(AT):
        world = build_cases(tmp_path, **settings)
        visitors = [world.signed_in(f"all@{key}.example") for key in ("jpn", "fra")]
        tokens = [
            visitor.get("/cases").text.partition('name="csrf_token" value="')[2].partition('"')[0]
            for visitor in visitors
        ]
        statuses: Counter[tuple[int, ...]] = Counter()
        with Track(2) as track:
            for number in range(ROUNDS):
                ref = serve(visitors[0], f"Visit {number}")
                answers = track.race([press(v, t, ref) for v, t in zip(visitors, tokens, strict=True)])
                statuses[tuple(sorted(answer.status_code for answer in answers))] += 1
                refused = max(answers, key=lambda answer: answer.status_code)
                assert "The case is now: asked" in refused.text
    world.engine.dispose()

    assert {(303, 409): ROUNDS} == statuses
