"""Where the time of an act goes: how much of it is the law (rules, permission, guards), and what a machine of its own
for each case would cost.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from consult import docket as docket_module
from consult.docket import Docket, hand_of, taking
from tests.bench.conftest import Office, ratio, seconds
from tests.bench.test_acts import answers, prepared
from tests.consult.docket.conftest import START
from workflows.kernel import machine
from workflows.kernel.view import Facts, View

ROUNDS, ACTS, FIRES = 9, 20, 50


class Watch:
    """How long some functions took in all; what one calls of the others counts once."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.seconds, self.depth = 0.0, 0

    def over(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Give a function that is watched."""

        def watched(*given: Any, **named: Any) -> Any:
            self.depth += 1
            begun = time.perf_counter()
            try:
                return function(*given, **named)
            finally:
                self.depth -= 1
                if not self.depth:
                    self.seconds += time.perf_counter() - begun

        return watched


def test_how_much_of_an_act_is_rule_permission_and_guard(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Floor 15 %, aim 8 % with real guards: whoever asks is looked up, the step performed with its conditions, what it
    names and uses checked."""
    watch = Watch()
    monkeypatch.setattr(taking, "take_step", watch.over(taking.take_step))
    for name in ("hand_of", "require_known", "require_usable", "cleared_by"):
        monkeypatch.setattr(docket_module, name, watch.over(getattr(docket_module, name)))
    for name in ("_require_business", "world"):
        monkeypatch.setattr(Docket, name, watch.over(getattr(Docket, name)))
    refs = prepared(office, ACTS * (ROUNDS + 1))
    answers(office, refs[:ACTS])
    law, whole = [], []
    for i in range(1, ROUNDS + 1):
        watch.seconds = 0.0
        whole.append(seconds(lambda: answers(office, refs[i * ACTS : (i + 1) * ACTS])))  # noqa: B023 - called at once
        law.append(watch.seconds)

    ratio("share of an act in rule, permission and guard", law, whole, 0.15, 0.08, most=True)


def test_a_machine_for_each_case_against_the_one_that_all_share(office: Office) -> None:
    """Floor 10, aim 50: a procedure's machine made for one case and fired once, against the one that all cases share;
    conditions and guards are evaluated in both."""
    seen = office.see("FRA", prepared(office, 1)[0])
    by, at = hand_of(office.standings["FRA"], seen.procedure, START), START + timedelta(hours=1)
    view = View(seen.procedure, seen.case, by, at, Facts(), track=seen.case.tracks["berth:FRA"], filing={"text": "Yes"})

    def own() -> None:
        for _i in range(FIRES):
            del seen.procedure.__dict__["machine"]
            machine._fire(view, "give")

    def shared() -> None:
        for _i in range(FIRES):
            machine._fire(view, "give")

    shared()
    rounds = [(seconds(own), seconds(shared)) for _i in range(ROUNDS)]
    of_its_own, of_all = zip(*rounds, strict=True)
    ratio("machine for each case ÷ the one that all share", of_its_own, of_all, 10, 50)
