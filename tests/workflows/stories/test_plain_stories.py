"""Stories as somebody writes them who has read the law and the format only: plain labels, loose filings, few words."""

from datetime import date

import pytest

from workflows import catalogue, stories
from workflows.kernel.stories import Result, read, run
from workflows.kernel.story_reports import event_json

NOTICE = """
title = "A notice"
procedure = "ost9"
loose = true
[parties]
Japan = "planning"
India = "addressee"
France = "addressee"
FACTS
[[event]]
at = 2027-01-04
by = "Japan"
step = "start_assessment"
[[event]]
at = 2027-01-05
by = "Japan"
step = "serve_notice"
"""
REQUEST = """
title = "A request"
procedure = "ost9_request"
loose = true
[parties]
Brazil = "requesting"
Ruritania = "planning"
FACTS
[[event]]
at = 2027-01-05
by = "Brazil"
step = "serve_request"
"""


def told(text: str, facts: str = "") -> list[Result]:
    """Run a story over the shipped catalogue and tables."""
    return run(read(text.replace("FACTS", facts), "plain.toml"), catalogue(), stories.tables())


def differences(text: str, facts: str = "") -> tuple[str, ...]:
    """Give every difference of a story."""
    return tuple(found for result in told(text, facts) for found in result.differences)


def event(at: str, by: str, step: str, rest: str = "") -> str:
    """Write one event."""
    return f'\n[[event]]\nat = {at}\nby = {by}\nstep = "{step}"\n{rest}\n'


@pytest.mark.parametrize("hands", ['["Japan", "India"]', '["India", "Japan"]'])
def test_hands_laid_together_find_the_track_of_the_one_that_has_it(hands: str) -> None:
    """Two States are addressed, and nobody names the track."""
    joint = event("2027-01-06", hands, "enter_consultation", 'expect = { tracks = { India = "consulting" } }')
    assert () == differences(NOTICE + joint)


def test_a_step_that_is_open_on_one_track_only_needs_no_track() -> None:
    """Only India has put questions; a text alone stands for an entry of the list."""
    asked = event("2027-01-06", '"India"', "ask_information", 'filing = { questions = ["Which orbit?"] }')
    answer = event("2027-01-07", '"Japan"', "supply_information", 'expect = { tracks = { India = "info_supplied" } }')
    assert () == differences(NOTICE + asked + answer)


def test_a_step_that_is_open_on_several_tracks_still_asks_which() -> None:
    """Receipt could be proved for either."""
    assert "Name the State addressed" in differences(NOTICE + event("2027-01-06", '"Japan"', "record_receipt"))[0]


def test_proofs_in_a_loose_story_come_over_different_channels() -> None:
    """Two proofs that say nothing are enough to close without reply."""
    alone = NOTICE.replace('France = "addressee"\n', "")
    proof = event("2027-01-06", '"Japan"', "record_receipt")
    closing = event("2027-02-20", '"Japan"', "close_unanswered", 'expect = { state = "concluded_no_reply" }')
    assert () == differences(alone + proof + proof + closing)


def test_whoever_dispatches_may_also_do_what_a_liaison_does() -> None:
    """An acknowledgement by the ministry, which could file anything."""
    done = event("2027-01-06", '"India"', "acknowledge", 'capacity = "dispatch"')
    assert () == differences(NOTICE + done)


def test_words_that_are_no_status_name_the_activity() -> None:
    """The title of the activity as a fact is no reason to refuse anything."""
    last = told(NOTICE, '[facts]\nactivity = "Lunar relay"')[-1]
    assert ((), "planned") == (last.differences, last.case.activity)


@pytest.mark.parametrize(
    "bound",
    ["{ OST = false }", "{ Brazil = false }", '{ Brazil = ["OST"], Ruritania = [] }', '{ OST = ["Brazil"] }', "[]"],
)
def test_a_request_under_the_treaty_needs_both_to_be_bound(bound: str) -> None:
    """Outside the treaty a request is voluntary, and the refusal says so."""
    refused = 'expect = { state = "draft", refused = "voluntary" }'
    assert () == differences(REQUEST + refused, f"[facts]\nbound = {bound}")


@pytest.mark.parametrize("written", ["10 Oct 1967", "10 October 1967", "1967-10-10"])
def test_a_refusal_before_entry_into_force_names_the_day_and_opens_on_it(written: str) -> None:
    """The day is found however it is written."""
    before = NOTICE.replace("2027-01-0", "1961-08-0").replace("Japan", "Ruritania")
    opens = f'expect = {{ refused = "{written}", opens_on = 1967-10-10 }}'
    assert () == differences(before + opens)


def test_the_planned_start_is_a_standard_that_stories_can_expect() -> None:
    """It stands beside the limits, with its own binding, and never expires."""
    last = told(
        NOTICE + "expect = { deadlines = { earliest_start = 2028-01-01 } }", "[facts]\nearliest_start = 2028-01-01"
    )[-1]
    found = event_json(last, {})["standards"]
    assert ((), [("earliest_start", "LAW_T", "2028-01-01")]) == (
        last.differences,
        [(one["name"], one["binding"], one["until"]) for one in found],
    )


def test_a_standard_on_another_day_is_a_difference() -> None:
    """Expected and found are both said."""
    found = differences(
        NOTICE + "expect = { deadlines = { earliest_start = 2028-01-02 } }", "[facts]\nearliest_start = 2028-01-01"
    )
    assert ("expected deadline earliest_start on 2028-01-02, found 2028-01-01",) == found


def test_a_step_of_another_procedure_is_not_offered() -> None:
    """A notice is not accepted; the request is."""
    assert () == differences(NOTICE + 'expect = { not_offered = ["accept_request"] }')


def test_a_deposit_to_come_gives_the_day_on_which_a_treaty_binds() -> None:
    """Real parties by their own day, those of an exercise by entry into force, and nothing for what is unknown."""
    assert date(1983, 12, 30) == stories.since("OST", "CHN", date(1980, 1, 1))
    assert date(1967, 10, 10) == stories.since("OST", "Ruritania", date(1961, 8, 1))
    assert (None, None) == (
        stories.since("OST", "CHN", date(2000, 1, 1)),
        stories.since("NONE", "CHN", date(2000, 1, 1)),
    )
