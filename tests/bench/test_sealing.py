"""How much of an act the log takes: sealing, chain, leaf, openings, nodes and head, within the time of an act."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from consult.docket import Filed, taking
from tests.bench.conftest import Office, ratio, seconds
from tests.bench.test_acts import prepared
from tests.consult.docket.conftest import START

ROUNDS, ACTS = 9, 30


class Timed:
    """Functions that are called as they are, and timed."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self.spent = 0.0

    def around(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """Give a function that does the same and adds up what it takes."""

        def timed(*arguments: Any, **named: Any) -> Any:
            answer: list[Any] = []
            self.spent += seconds(lambda: answer.append(work(*arguments, **named)))
            return answer[0]

        return timed


def test_the_log_takes_at_most_a_third_of_an_act(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Append with sealing is at most 35 % of the time of `docket.take`."""
    clock = Timed()
    for name in ("append_many", "chain_of", "_fields"):
        monkeypatch.setattr(taking, name, clock.around(getattr(taking, name)))
    refs = prepared(office, ACTS * (ROUNDS + 1))
    spent, whole = [], []
    for i in range(ROUNDS + 1):
        batch, clock.spent = refs[i * ACTS : (i + 1) * ACTS], 0.0
        whole.append(seconds(lambda: _answer(office, batch)))  # noqa: B023 - called at once
        spent.append(clock.spent)
    ratio("log ÷ whole act", spent[1:], whole[1:], 0.35, None, most=True)


def _answer(office: Office, refs: list[str]) -> None:
    """Give the answer in each case."""
    for ref in refs:
        filed = Filed("give", body={"text": "Yes"}, key=f"k-{ref}")
        office.docket.take(office.standings["FRA"], ref, filed, at=START + timedelta(hours=1))
