"""Help to answer: who may ask and help, what each step needs, and that nothing of the other case moves."""

from typing import Any

import pytest

from workflows import catalogue, stories
from workflows.kernel.stories import Result, read, run

HEAD = """
title = "Help"
loose = true
[[case]]
case = "notice"
procedure = "ost9"
[case.parties]
Japan = "planning"
France = "addressee"
[[case]]
case = "help"
procedure = "assistance"
[case.parties]
WHO = "asker"
Australia = "outsider"
[[event]]
at = 2027-02-20
case = "notice"
by = "Japan"
step = "start_assessment"
[[event]]
at = 2027-02-21
case = "notice"
by = "Japan"
step = "serve_notice"
filing = { earliest_start = 2027-12-01, addressees = ["France"] }
"""
ASKED = 'case = "notice", topic = "Relay", kind = "data", helper = "HELPER", what = "Power?", due_on = 2027-03-20'


def event(by: str, step: str, filing: str = "", at: str = "2027-03-01", **more: Any) -> str:
    """Write one event in the case of help."""
    lines = [f'[[event]]\nat = {at}\ncase = "help"\nby = "{by}"\nstep = "{step}"']
    lines += [f"filing = {{ {filing} }}"] if filing else []
    lines += [f"{name} = {value}" for name, value in more.items()]
    return "\n".join(lines) + "\n"


def told(events: str, who: str = "France") -> list[Result]:
    """Run a story of a notice with a case of help beside it."""
    return run(read((HEAD + events).replace("WHO", who), "help.toml"), catalogue(), stories.tables())


def differences(results: list[Result]) -> list[str]:
    """Give what was otherwise than told."""
    return [each for result in results for each in result.differences]


def asked(helper: str = "Australia", **more: Any) -> str:
    """Write the request."""
    return event("France", "ask_help", ASKED.replace("HELPER", helper), **more)


def test_only_a_party_to_the_case_asks_and_not_itself() -> None:
    """Brazil is no party to the notice; France cannot ask France; a day that is over is no day for help."""
    brazil = event("Brazil", "ask_help", ASKED.replace("HELPER", "Australia"),
                   expect='{ refused = "no party to an open case" }')  # fmt: skip
    assert [] == differences(told(brazil, "Brazil"))
    oneself = asked("France", expect='{ refused = "does not address itself" }')
    late = asked(at="2027-03-21", expect='{ refused = "before" }')
    assert [] == differences(told(oneself))
    assert [] == differences(told(late))


@pytest.mark.parametrize(
    ("at", "state"), [("2027-03-19", "asked"), ("2027-03-20", "asked"), ("2027-03-21", "lapsed")], ids=str
)
def test_without_a_result_help_lapses_after_its_day(at: str, state: str) -> None:
    """The day before, the day, and the day after; the notice is where it was."""
    passes = f'[[event]]\nat = {at}\ncase = "help"\nexpect = {{ state = "{state}" }}\n'
    notice = f'[[event]]\nat = {at}\ncase = "notice"\nexpect = {{ state = "open", tracks = {{ France = "served" }} }}\n'
    assert [] == differences(told(asked() + passes + notice))


def test_whoever_is_asked_may_decline_and_the_asker_may_take_it_back() -> None:
    """No reason is owed; nothing further is open then."""
    declined = asked() + event("Australia", "decline_help", expect='{ state = "declined" }')
    again = event("Australia", "accept_help", expect='{ refused = "is not open" }')
    assert [] == differences(told(declined + again))
    assert [] == differences(told(asked() + event("France", "withdraw", expect='{ state = "withdrawn" }')))


def test_the_result_is_kept_or_put_before_others_as_the_asker_decides() -> None:
    """The helper cannot share it; what was kept may be shared later."""
    given = asked() + event("Australia", "accept_help") + event("Australia", "deliver_help", 'result = "Five watts."')
    stranger = event("Australia", "share_result", 'case = "notice", informed = ["Japan"], summary = "x"',
                     expect='{ refused = "the party that asks for help" }')  # fmt: skip
    kept = event("France", "keep_result", expect='{ state = "closed" }')
    shared = event("France", "share_result", 'case = "notice", informed = ["Japan"], summary = "Five watts."',
                   expect='{ state = "shared" }')  # fmt: skip
    assert [] == differences(told(given + stranger + kept + shared))
