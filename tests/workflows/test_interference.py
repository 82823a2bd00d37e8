"""Harmful radio interference: detection, location, the report, receipt that admits nothing, remedy, Bureau, end."""

from typing import Any

import pytest

from tests.workflows.kernel.play import Play, hand
from tests.workflows.radio import (
    BRAZIL,
    FRANCE,
    KAZAKHSTAN,
    LATER,
    PROCEDURE,
    SEEN,
    TRACK,
    ceased,
    described,
    detected,
    investigating,
    located,
    persisting,
    reported,
    with_bureau,
)
from workflows.kernel.view import Facts


def test_what_is_measured_stays_with_its_own_administration_until_somebody_is_told() -> None:
    """Detection and location are read by nobody else; they happen in the past."""
    play = located()
    assert [("C4", ()), ("C4", ())] == [(act.level, act.told) for act in play.acts]
    ahead = {"first_observed": {"at": "2027-03-05T06:00:00+00:00", "zone": "UTC"}}
    early = Play(PROCEDURE, "2027-03-01", {"reporter": [FRANCE]}, Facts())
    assert "first_observed" == early.refused("detect", FRANCE, "2027-03-01", filing=ahead).refusals[0].field
    body = {"subject": "S", "service": "other", "operator": "O", "where": "earth", "first_observed": SEEN}
    bare = {**body, "band": {"from": "1", "to": "2", "unit": "GHz"}}
    why = early.refused("detect", FRANCE, "2027-03-01", filing=bare, exact=True)
    assert ["measurements"] == [one.field for one in why.refusals]


@pytest.mark.parametrize(("at", "late"), [("2027-03-10", False), ("2027-03-11", False), ("2027-03-12", True)], ids=str)
def test_the_source_is_to_be_located_within_ten_days_by_a_target_of_the_product(at: str, late: bool) -> None:
    """The day before, the day, the day after; nothing is lost by it."""
    play = detected()
    assert ("2027-03-11", "DEFAULT") == (play.ends("location"), play.case.limits["location"].binding)
    assert late == play.take("locate", FRANCE, at).late


def test_a_source_that_is_not_located_may_be_found_later_with_the_help_of_others() -> None:
    """A State that monitors joins as an expert: it measures and is no party."""
    play = detected()
    play.take("fail", FRANCE, "2027-03-05")
    play.take("ask_monitoring", FRANCE, "2027-03-05", filing={"monitors": [KAZAKHSTAN]})
    play.take("supply_measurements", KAZAKHSTAN, "2027-03-08", track=f"monitor:{KAZAKHSTAN}")
    assert {f"supply_measurements@monitor:{KAZAKHSTAN}"} == play.offered(KAZAKHSTAN, "2027-03-08")
    play.take("found_later", FRANCE, "2027-03-09")
    assert "source_identified" == play.state()


def test_a_monitoring_state_that_offers_itself_is_admitted_as_an_expert() -> None:
    """It asks to take part, and becomes no party by it."""
    play = reported()
    play.take("request_join", KAZAKHSTAN, "2027-03-05")
    play.take("admit_as_expert", FRANCE, "2027-03-06", track=f"entrant:{KAZAKHSTAN}")
    assert ((KAZAKHSTAN,), "asked") == (play.case.parties["monitor"], play.state(f"monitor:{KAZAKHSTAN}"))
    assert "close" not in play.offered(KAZAKHSTAN, "2027-03-06")


@pytest.mark.parametrize(
    ("at", "late"), [("2027-03-06T11:59:00", False), ("2027-03-06T12:00:00", True)], ids=str
)  # fmt: skip
def test_an_operator_that_is_reached_may_stop_at_once(at: str, late: bool) -> None:
    """Forty-eight hours by a target; both administrations know of the contact, and a month of observation follows."""
    play = located()
    act = play.take("contact_operator", FRANCE, "2027-03-04", filing={"source": BRAZIL})
    assert (("BRA",), "contacted") == (act.told, play.state(TRACK))
    stopped = play.take("stops_at_once", BRAZIL, at, filing={"ceased_at": LATER})
    assert ("mitigated_provisional", late, "2027-04-05") == (play.state(), stopped.late, play.ends("clean"))


@pytest.mark.parametrize(
    ("service", "ends"), [("other", "2027-03-11"), ("safety", "2027-03-05T12:00:00")], ids=["other", "safety"]
)
def test_the_acknowledgement_has_an_aim_and_the_rule_a_standard_without_a_number(service: str, ends: str) -> None:
    """Five working days, or a day where the safety of life depends on it; the words of the rule stand beside it."""
    play = reported(service)
    limit = play.case.limits["acknowledgement"]
    assert (ends, "DEFAULT") == (play.ends("acknowledgement"), limit.binding)
    assert [("by the quickest means available", "LAW_T")] == [
        (one.words, one.under[0].binding.value) for one in PROCEDURE.standards
    ]


def test_an_infringement_of_the_rules_is_refused_with_the_form_that_it_has() -> None:
    """Appendix 9 and not Appendix 10."""
    why = located().refused("send_report", FRANCE, "2027-03-04", filing=described(source=BRAZIL, matter="infringement"))
    assert ("content", "matter", "ITU_RR App. 9") == (why.kind, why.refusals[0].field, str(why.under[0]))


def test_a_report_that_is_not_complete_is_refused_at_its_questions() -> None:
    """The form has to be complete before it is sent."""
    why = located().refused("send_report", FRANCE, "2027-03-04", filing={"source": BRAZIL}, exact=True)
    assert {"bands", "measured_by", "request", "matter"} <= {one.field for one in why.refusals}


def test_an_acknowledgement_is_receipt_and_no_acceptance() -> None:
    """The case says so in its state, its effect and its track."""
    play = reported()
    act = play.take("acknowledge", BRAZIL, "2027-03-08", track=TRACK)
    row = PROCEDURE.rows["acknowledge"][0]
    assert ("acknowledged", "acknowledged", False) == (play.state(), play.state(TRACK), act.late)
    assert "nothing is admitted" in row.effect
    assert "nothing is admitted" in PROCEDURE.state("acknowledged").meaning


@pytest.mark.parametrize(
    ("at", "state"),
    [("2027-03-19T23:59:00", "report_sent"), ("2027-03-20T00:00:00", "persisting")],
    ids=["the day", "the day after"],
)
def test_silence_makes_the_interference_persist_and_admits_nothing(at: str, state: str) -> None:
    """Fifteen days from the report of 4 March, to the end of the 19th."""
    play = reported()
    play.pass_time(at)
    assert state == play.state()
    if state == "persisting":
        said = PROCEDURE.rows["silence"][0].effect
        assert ("silent", True) == (play.state(TRACK), "nothing is admitted by silence" in said)


@pytest.mark.parametrize(
    ("at", "state"), [("2027-03-23", "investigating"), ("2027-03-24", "persisting")], ids=["the day", "the day after"]
)
def test_an_inquiry_without_remedy_persists_after_its_target(at: str, state: str) -> None:
    """Fifteen days from the acknowledgement of 8 March."""
    play = investigating()
    play.pass_time(at)
    assert (state, "investigating") == (play.state(), play.state(TRACK))


def test_an_administration_that_acknowledges_and_does_no_more_is_silent_too() -> None:
    """The target for a remedy runs from the acknowledgement."""
    play = reported()
    play.take("acknowledge", BRAZIL, "2027-03-08", track=TRACK)
    play.pass_time("2027-03-24")
    assert ("persisting", "acknowledged") == (play.state(), play.state(TRACK))


@pytest.mark.parametrize("start", [investigating, persisting], ids=["inquiry", "persisting"])
def test_a_denial_comes_with_data_and_is_looked_into_all_the_same(start: Any) -> None:
    """Nobody's view is taken; the reporter may still close, refer, or ask the Bureau."""
    play = start()
    play.take("deny", BRAZIL, "2027-03-21", track=TRACK)
    expected = "investigating" if start is investigating else "persisting"
    assert (expected, "denied") == (play.state(), play.state(TRACK))
    paper = PROCEDURE.rows["deny"][0].filing
    assert [True] == [field.need == "required" for field in (paper.fields if paper else ()) if field.key == "data"]


def test_a_denial_in_time_leads_to_an_inquiry() -> None:
    """The target for a remedy runs, and its end makes the interference persist."""
    play = reported()
    play.take("deny", BRAZIL, "2027-03-08", track=TRACK)
    assert ("investigating", "2027-03-23") == (play.state(), play.ends("remedy"))


@pytest.mark.parametrize(("at", "open_"), [("2027-04-10", False), ("2027-04-11", False), ("2027-04-12", True)], ids=str)
def test_a_remedy_is_observed_for_thirty_days_before_the_case_is_resolved(at: str, open_: bool) -> None:
    """From 12 March to the end of 11 April; either administration records it then."""
    play = ceased()
    assert "2027-04-11" == play.ends("clean")
    for party in (FRANCE, BRAZIL):
        assert open_ == ("enter_resolved" in play.offered(party, at))
    if open_:
        play.take("enter_resolved", FRANCE, at)
        assert ("resolved", "2027-07-11") == (play.state(), play.ends("recurrence"))


def test_an_emission_that_comes_back_under_observation_persists() -> None:
    """The reporter measures it; the target falls away."""
    play = ceased()
    play.take("no_effect", FRANCE, "2027-03-20", filing={"observed_at": LATER})
    assert ("persisting", "persisting", "stopped") == (play.state(), play.state(TRACK), play.ends("clean").split()[0])


def test_an_emission_that_goes_on_during_the_inquiry_persists() -> None:
    """What was done had no effect."""
    play = investigating()
    play.take("no_effect", FRANCE, "2027-03-15", filing={"observed_at": LATER})
    assert ("persisting", "persisting") == (play.state(), play.state(TRACK))


@pytest.mark.parametrize(("at", "open_"), [("2027-07-10", True), ("2027-07-11", True), ("2027-07-12", False)], ids=str)
def test_a_recurrence_within_ninety_days_reopens_the_case(at: str, open_: bool) -> None:
    """After that it is a new case."""
    play = ceased()
    play.take("enter_resolved", FRANCE, "2027-04-12")
    if open_:
        play.take("reopen", FRANCE, at, filing={"observed_at": LATER})
        assert ("persisting", "recurred" in play.case.flags) == (play.state(), True)
    else:
        why = play.refused("reopen", FRANCE, at, filing={"observed_at": LATER})
        assert ("closed", True) == (why.kind, "a new case" in str(why))


@pytest.mark.parametrize("start", [persisting, with_bureau], ids=["persisting", "Bureau"])
def test_a_late_remedy_is_taken_whenever_it_comes(start: Any) -> None:
    """Also from whoever never answered."""
    play = start()
    play.take("cease", BRAZIL, "2027-04-01", track=TRACK, filing={"ceased_at": LATER})
    assert ("mitigated_provisional", "2027-05-01") == (play.state(), play.ends("clean"))


def test_a_late_acknowledgement_is_taken_and_marked() -> None:
    """It moves its track, and not what was begun since."""
    play = with_bureau()
    act = play.take("acknowledge", BRAZIL, "2027-03-25", track=TRACK)
    assert ("bureau_assistance", "acknowledged", True) == (play.state(), play.state(TRACK), act.late)
    assert "replied_late" in play.case.tracks[TRACK].flags


def test_the_bureau_is_informed_then_asked_and_no_period_runs() -> None:
    """Its practice is its own; the Board's word ends nothing by itself."""
    play = with_bureau()
    running = [one.limit for one in play.case.limits.values() if one.status == "running"]
    assert ([], ("ITU",)) == (running, play.case.parties["bureau"])
    play.take("board", "ITU", "2027-06-20")
    assert "board_considered" == play.state()
    play.take("close", FRANCE, "2027-06-21", filing={"result": "unresolved_closed"})
    assert "unresolved_closed" == play.state()


def test_the_bureau_is_asked_nothing_by_a_copy() -> None:
    """A copy may go with the report."""
    play = reported()
    play.take("copy_to_bureau", FRANCE, "2027-03-04")
    act = play.take("acknowledge", BRAZIL, "2027-03-08", track=TRACK)
    assert ("acknowledged", ("FRA", "ITU")) == (play.state(), act.told)


@pytest.mark.parametrize("party", [FRANCE, BRAZIL], ids=["reporter", "source"])
def test_a_difference_on_priority_goes_to_the_bureau(party: str) -> None:
    """No view is taken of whose assignment comes first."""
    play = investigating()
    play.take("dispute_priority", party, "2027-03-12")
    assert ("bureau_assistance", True) == (play.state(), "priority_disputed" in play.case.flags)


def test_a_case_that_is_pursued_elsewhere_names_the_means() -> None:
    """Negotiation, diplomatic channels and the rest; without one it is refused."""
    play = persisting()
    why = play.refused("close", FRANCE, "2027-03-22", filing={"result": "referred", "statement": "Talks"}, exact=True)
    assert ("means", "ITU_CS 56") in [(one.field, str(one.under[0])) for one in why.refusals]
    play.take("close", FRANCE, "2027-03-22", filing={"result": "referred", "means": "diplomatic"})
    assert "referred" == play.state()


@pytest.mark.parametrize("party", [FRANCE, BRAZIL], ids=["reporter", "source"])
def test_a_dispute_is_opened_beside_the_case_which_goes_on(party: str) -> None:
    """Either side may; the stages are those of the agreement named."""
    play = persisting()
    act = play.take("refer", party, "2027-03-25", filing={"agreement": "un-charter-33"})
    begun = [effect[1:3] for effect in act.effects if effect[0] == "begin"]
    assert ("persisting", [("dispute", "settlement")]) == (play.state(), begun)


def test_a_report_that_is_withdrawn_leaves_the_case_unresolved() -> None:
    """Before the report nothing but the case is withdrawn."""
    play = reported()
    act = play.take("withdraw", FRANCE, "2027-03-06")
    assert ("unresolved_closed", ("BRA",)) == (play.state(), act.told)
    early = located()
    early.take("withdraw", FRANCE, "2027-03-06")
    assert "withdrawn" == early.state()


def test_the_person_who_drafts_cannot_send_the_report() -> None:
    """It goes from one administration to the other."""
    who = hand(FRANCE, "draft")
    assert "standing" == located().refused("send_report", who, "2027-03-04", filing=described(source=BRAZIL)).kind


def test_the_adequacy_of_the_handling_may_be_contested_without_effect() -> None:
    """It is a flag; the case stays where it was."""
    play = persisting()
    play.take("contest_adequacy", BRAZIL, "2027-03-22")
    assert ("persisting", True) == (play.state(), "adequacy_contested" in play.case.flags)


def test_the_record_reads_back_to_the_same_case() -> None:
    """From the edition and the acts alone."""
    play = with_bureau()
    play.take("cease", BRAZIL, "2027-04-01", track=TRACK, filing={"ceased_at": SEEN})
    assert play.case == play.replayed()
