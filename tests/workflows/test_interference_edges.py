"""Interference at its edges: safety of life, other victims, armed forces, suspicion, the Moon."""

import pytest

from tests.workflows.kernel.play import hand
from tests.workflows.radio import (
    BRAZIL,
    FRANCE,
    JAPAN,
    LATER,
    PROCEDURE,
    SEEN,
    TRACK,
    described,
    detected,
    located,
    persisting,
    reported,
)
from tests.workflows.test_ost9_random import Wanderer
from workflows.kernel.acts import Act
from workflows.kernel.describe_texts import texts

VICTIM = f"victim:{JAPAN}"


def test_on_a_safety_service_one_calls_first_and_writes_after() -> None:
    """The call tells the administration; a day for the form by a target."""
    play = detected("safety")
    call = {"source": BRAZIL, "called_at": SEEN}
    act = play.take("log_call", FRANCE, "2027-03-01", filing=call)
    assert ("detected", ("BRA",), "2027-03-02T12:00:00") == (play.state(), act.told, play.ends("form"))
    play.take("locate", FRANCE, "2027-03-02")
    late = play.take("send_report", FRANCE, "2027-03-03", filing=described(source=BRAZIL, service="safety"))
    assert ("report_sent", True, "reported") == (play.state(), late.late, play.state(TRACK))


def test_a_call_before_the_report_is_for_services_of_safety() -> None:
    """Elsewhere the report is sent."""
    why = detected().refused("log_call", FRANCE, "2027-03-01", filing={"source": BRAZIL, "called_at": SEEN})
    assert ("closed", True) == (why.kind, "safety of life" in str(why))


def test_a_second_administration_that_suffers_has_a_track_and_a_full_period_of_its_own() -> None:
    """The source is shared; what one is answered is no answer to the other."""
    play = reported()
    play.take("add_victim", FRANCE, "2027-03-10", filing={"party": JAPAN})
    play.take("report_as_victim", JAPAN, "2027-03-15", track=VICTIM, filing=described())
    assert ("reported", "2027-03-30", "2027-03-19") == (
        play.state(VICTIM), play.ends(f"victim_answer:{JAPAN}"), play.ends("reply"),
    )  # fmt: skip
    play.take("answer_victim", BRAZIL, "2027-03-16", track=VICTIM)
    assert ("answered", "report_sent", "reported") == (play.state(VICTIM), play.state(), play.state(TRACK))


@pytest.mark.parametrize(
    ("at", "state"), [("2027-03-30", "reported"), ("2027-03-31", "unanswered")], ids=["the day", "the day after"]
)
def test_no_answer_to_another_victim_is_recorded_and_admits_nothing(at: str, state: str) -> None:
    """Fifteen days from its own report."""
    play = reported()
    play.take("add_victim", FRANCE, "2027-03-10", filing={"party": JAPAN})
    play.take("report_as_victim", JAPAN, "2027-03-15", track=VICTIM, filing=described())
    play.pass_time(at)
    assert state == play.state(VICTIM)


def test_whoever_suffers_may_ask_to_take_part_and_is_admitted_by_all() -> None:
    """Then it has a track like whoever was named."""
    play = reported()
    play.take("request_join", JAPAN, "2027-03-06")
    for party in (FRANCE, BRAZIL):
        play.take("admit_entrant", party, "2027-03-07", track=f"entrant:{JAPAN}")
    assert "named" == play.state(VICTIM)


@pytest.mark.parametrize(
    ("step", "state"), [("report_persisting", "persisting"), ("state_clear", "clear")], ids=["goes on", "clear"]
)
def test_each_victim_says_where_it_stands_while_the_case_goes_on(step: str, state: str) -> None:
    """The case of the others stays where it is."""
    play = persisting()
    play.take("add_victim", FRANCE, "2027-03-21", filing={"party": JAPAN})
    filing = {"observed_at": LATER} if step == "report_persisting" else None
    play.take(step, JAPAN, "2027-03-22", track=VICTIM, filing=filing)
    assert ("persisting", state) == (play.state(), play.state(VICTIM))


@pytest.mark.parametrize("party", [FRANCE, BRAZIL], ids=["reporter", "source"])
def test_neither_reporter_nor_source_is_named_as_another_victim(party: str) -> None:
    """Each has its part already."""
    play = reported()
    by = BRAZIL if party == FRANCE else FRANCE
    assert "party" == play.refused("add_victim", by, "2027-03-06", filing={"party": party}).refusals[0].field


def test_a_report_on_bands_of_armed_forces_is_read_by_two_administrations_alone() -> None:
    """It is announced without details, and then sent on the track."""
    play = located()
    told = play.take("announce_report", FRANCE, "2027-03-04", filing={"source": BRAZIL})
    paper = PROCEDURE.rows["announce_report"][0].filing
    assert ["source"] == [field.key for field in (paper.fields if paper else ())]
    assert ("C2", "announced") == (told.level, play.state(TRACK))
    act = play.take("send_sensitive_report", FRANCE, "2027-03-05", track=TRACK, filing=described())
    assert ("C3", TRACK, ("BRA",), "report_sent") == (act.level, act.track, act.told, play.state())
    assert "2027-03-12" == play.ends("acknowledgement")


def test_a_suspicion_of_jamming_is_recorded_and_no_intent_is_found() -> None:
    """Nothing else changes by it: same state, same periods."""
    plain, suspected = reported(), reported(pattern="suspected")
    assert ["suspected_jamming"] == [flag for flag in suspected.case.flags if flag not in plain.case.flags]
    assert (plain.state(), plain.ends("reply")) == (suspected.state(), suspected.ends("reply"))
    assert "what anybody intended is not found" in PROCEDURE.rows["send_report"][0].effect


def test_a_case_near_the_moon_is_marked_as_one_without_a_basis_for_assignments() -> None:
    """A conference is to look at it; nothing binds until then."""
    assert "no_assignment_basis" in detected(where="moon").case.flags
    assert "no_assignment_basis" not in detected().case.flags
    cited = {str(one): one.binding.value for one in PROCEDURE.rows["detect"][0].under}
    assert "SOFT" == cited["WRC_LUNAR item"]


def test_nobody_reports_its_own_station() -> None:
    """A source under one's own administration is no case between two."""
    why = located().refused("send_report", FRANCE, "2027-03-04", filing=described(source=FRANCE))
    assert ("content", "source") == (why.kind, why.refusals[0].field)


def test_a_case_reported_in_error_is_voided_by_two_persons_and_nothing_is_deleted() -> None:
    """The wrong administration was named."""
    play = reported()
    play.take("void_error", hand(FRANCE, person="one"), "2027-03-05", filing={"reason": "Wrong"}, exact=True)
    assert "report_sent" == play.state()
    play.take("void_error", hand(FRANCE, person="two"), "2027-03-05", filing={"reason": "Wrong"}, exact=True)
    assert ("voided_error", 5) == (play.state(), len(play.acts))


def test_no_text_speaks_of_breach_fault_or_guilt() -> None:
    """The record holds measurements, denials and suspicions."""
    words = " ".join(texts(PROCEDURE)).lower()
    assert not [word for word in ("breach", "guilt", "violat", "culprit", "liable") if word in words]


@pytest.mark.parametrize("seed", range(4))
def test_what_is_offered_performs_and_the_record_reads_back(seed: int) -> None:
    """Forty moves of five parties."""
    wanderer = Wanderer(PROCEDURE, "reporter", seed)
    wanderer.wander(40)
    assert wanderer.case == wanderer.first.replay(Act.from_json(act.to_json()) for act in wanderer.acts)
