"""Observation of a flight, or tracking facilities (OST X): considered on equality, agreed or refused; time; silence."""

import json
from dataclasses import replace

import pytest

from tests.workflows.kernel.play import Play, hand
from tests.workflows.test_ost9_random import Wanderer
from workflows.kernel.acts import Act
from workflows.kernel.procedure import Procedure
from workflows.kernel.steps import RESTING, Link
from workflows.kernel.view import Facts, World
from workflows.observing.terms import VOLUNTARY, ObservationTerms
from workflows.ost10 import observed

KENYA, BRAZIL, FRANCE, INDIA = "KEN", "BRA", "FRA", "IND"
OBSERVATION = observed(ObservationTerms())
FREELY = observed(replace(ObservationTerms(), basis=VOLUNTARY))
BODY = {"subject": "A probe", "kind": "tracking", "launched_by": KENYA, "flight_on": "2031-12-01", "urgency": "normal"}
TERMS = {"opportunity": "tracking", "terms_until": "2032-06-30"}


def asked(*states: str, procedure: Procedure = OBSERVATION, world: World | None = None, **filing: object) -> Play:
    """Play until Kenya has asked Brazil, or those named, on 10 March 2031."""
    play = Play(procedure, "2031-03-01", {"requesting": [KENYA]}, world or Facts())
    play.take("request_observation", KENYA, "2031-03-10", filing=BODY | {"asked": list(states) or [BRAZIL]} | filing)
    return play


def received(*states: str) -> Play:
    """Play until all received the request, on 12 March 2031, so that the answer runs to 11 April."""
    play = asked(*states)
    for party in states or (BRAZIL,):
        play.take("record_receipt", KENYA, "2031-03-12", track=party, filing={"channel": "note"})
    return play


def talking(*states: str) -> Play:
    """Play until all talk on conditions, since 20 March 2031, so that the window runs to 19 May."""
    play = received(*states)
    for party in states or (BRAZIL,):
        play.take("open_talks", party, "2031-03-20", track=party)
    return play


def agreed(*states: str) -> Play:
    """Play until the conditions are agreed, on 10 April 2031, until 30 June 2032."""
    play = talking(*states)
    for party in (KENYA, *(states or (BRAZIL,))):
        play.take("agree_terms", party, "2031-04-10", filing=TERMS)
    return play


def instant(at: str) -> dict[str, str]:
    """Write an instant as filings do."""
    return {"at": f"{at}:00+00:00", "zone": "UTC"}


def test_the_request_rests_on_equality_and_the_conditions_on_agreement() -> None:
    """First paragraph, second paragraph; every period is the product's but the time that was agreed."""
    cited = {key: str(OBSERVATION.rows[key][0].under[0]) for key in ("request_observation", "agree_terms")}
    assert {"request_observation": "OST X(1)", "agree_terms": "OST X(2)"} == cited
    assert {"DEFAULT", "LAW_A"} == {str(limit.binding) for limit in OBSERVATION.limits}
    assert ["terms_end"] == [limit.key for limit in OBSERVATION.limits if str(limit.binding) == "LAW_A"]


def test_no_step_makes_anybody_grant() -> None:
    """An opportunity comes from a joint act of all who talk; the clock never gives one, nor does one side alone."""
    into = [row for row in OBSERVATION.steps if "agreed" in row.targets and not row.common]
    assert {"agree_terms", "renew_terms"} == {row.key for row in into}
    assert all(not row.by.roles() for row in into)


def test_from_request_to_results() -> None:
    """Asked, considered, agreed, observed, told."""
    play = agreed()
    assert ("agreed", "agreed", "2032-06-30") == (play.state(), play.state("asked:BRA"), play.ends("terms_end"))
    play.take("begin_observation", KENYA, "2031-12-01T13:00", filing={"began_at": instant("2031-12-01T12:30")})
    play.take("end_observation", BRAZIL, "2031-12-05", filing={"ended_at": instant("2031-12-04T10:00")})
    assert ("observed", "2032-01-04") == (play.state(), play.ends("results"))
    play.take("add_account", BRAZIL, "2031-12-06")
    play.take("share_results", KENYA, "2031-12-20")
    assert "closed" == play.state()
    assert play.case == play.replayed()


def test_the_day_after_the_agreed_time_nothing_is_observed_any_more() -> None:
    """30 June 2032 is the last day; the clock runs on while the case is suspended, since the time was agreed."""
    play = agreed()
    for party in KENYA, BRAZIL:
        play.take("suspend", party, "2032-01-10", filing={"reason": "Elections", "until": "2032-03-01"})
    play.pass_time("2032-06-30T23:59")
    assert "agreed" == play.state()
    play.pass_time("2032-07-01")
    assert ("terms_ended", RESTING) == (play.state(), OBSERVATION.state("terms_ended").kind)
    assert "begin_observation" not in play.offered(KENYA, "2032-07-02")


def test_conditions_that_ended_are_renewed_by_all_or_the_request_is_made_again() -> None:
    """One hand is not enough."""
    play = agreed()
    play.pass_time("2032-07-01")
    assert {"renew_terms", "renew_request"} <= play.offered(KENYA, "2032-07-02")
    play.take("renew_terms", KENYA, "2032-07-02", filing={"terms_until": "2033-06-30"})
    assert "terms_ended" == play.state()
    play.take("renew_terms", BRAZIL, "2032-07-03", filing={"terms_until": "2033-06-30"})
    assert ("agreed", "2033-06-30") == (play.state(), play.ends("terms_end"))


def test_conditions_are_prolonged_before_they_end() -> None:
    """During the observation, by all."""
    play = agreed()
    play.take("begin_observation", KENYA, "2031-12-01T13:00", filing={"began_at": instant("2031-12-01T12:30")})
    for party in KENYA, BRAZIL:
        play.take("prolong_terms", party, "2032-06-01", filing={"terms_until": "2032-12-31"})
    play.pass_time("2032-07-01")
    assert ("observing", "2032-12-31") == (play.state(), play.ends("terms_end"))


@pytest.mark.parametrize("reason", ["", "Range safety"], ids=["without", "with"])
def test_a_refusal_is_taken_with_and_without_reasons_and_the_request_is_made_again(reason: str) -> None:
    """Nobody has to grant; nobody is kept from asking again on the same day."""
    play = received()
    filing = {"reason": reason} if reason else {}
    play.take("refuse_request", BRAZIL, "2031-03-20", track=BRAZIL, filing=filing, exact=True)
    assert ("refused", "refused") == (play.state(), play.state("asked:BRA"))
    play.take("renew_request", KENYA, "2031-03-20", filing={"reason": "Other days would do"})
    assert ("requested", "served") == (play.state(), play.state("asked:BRA"))


def test_a_request_may_be_repeated_as_often_as_one_likes() -> None:
    """Three times, each refused."""
    play = received()
    for day in range(20, 26, 2):
        play.take("refuse_request", BRAZIL, f"2031-03-{day}", track=BRAZIL)
        play.take("renew_request", KENYA, f"2031-03-{day + 1}")
    done = play.case.done["renew_request"]
    assert ("requested", 3) == (play.state(), done.count)


@pytest.mark.parametrize(
    ("at", "track", "state"),
    [
        ("2031-04-11T23:59", "received", "requested"),
        ("2031-04-12", "silent", "requested"),
        ("2031-04-25T23:59", "silent", "requested"),
        ("2031-04-26", "silent_closed", "no_reply"),
    ],
    ids=str,
)
def test_silence_grants_nothing_and_is_told_neutrally(at: str, track: str, state: str) -> None:
    """The answer runs to 11 April 2031, the grace to 25 April."""
    play = received()
    play.pass_time(at)
    assert (state, track) == (play.state(), play.state("asked:BRA"))
    assert not {"begin_observation", "agree_terms"} & play.offered(KENYA, at)


def test_whoever_was_silent_or_refused_takes_up_talks_after_all() -> None:
    """E5: late words are taken; the one of a silent State is marked as late."""
    silent, refused = received(), received()
    silent.pass_time("2031-04-26")
    act = silent.take("open_talks", BRAZIL, "2031-05-02", track=BRAZIL)
    refused.take("refuse_request", BRAZIL, "2031-03-20", track=BRAZIL)
    refused.take("open_talks", BRAZIL, "2031-03-22", track=BRAZIL)
    assert (True, "talks", "talks") == (act.late, silent.state(), refused.state())


def test_each_state_answers_for_itself() -> None:
    """One refuses, one is silent, one agrees: what is agreed binds the two who agreed."""
    play = received(BRAZIL, FRANCE, INDIA)
    play.take("refuse_request", FRANCE, "2031-03-20", track=FRANCE)
    play.take("open_talks", BRAZIL, "2031-03-21", track=BRAZIL)
    assert "talks" == play.state()
    no = play.refused("agree_terms", KENYA, "2031-03-25", filing=TERMS)
    assert "A State that was asked has not answered yet." == str(no)
    play.pass_time("2031-04-12")
    for party in KENYA, BRAZIL:
        play.take("agree_terms", party, "2031-04-20", filing=TERMS)
    assert {"asked:BRA": "agreed", "asked:FRA": "refused", "asked:IND": "silent"} == {
        key: track.state for key, track in play.case.tracks.items()
    }
    assert "agreed" == play.state()


def test_the_last_refusal_among_several_rests_the_request() -> None:
    """The first leaves it open."""
    play = received(BRAZIL, FRANCE)
    play.take("refuse_request", FRANCE, "2031-03-20", track=FRANCE)
    assert "requested" == play.state()
    play.take("refuse_request", BRAZIL, "2031-03-21", track=BRAZIL)
    assert "refused" == play.state()


def test_talks_that_lead_nowhere_end_without_agreement_and_may_begin_again() -> None:
    """Either side says so; the window that passes says nothing by itself."""
    play = talking()
    assert "2031-05-19" == play.ends("window")
    play.pass_time("2031-05-20")
    assert "talks" == play.state()
    play.take("record_no_agreement", BRAZIL, "2031-05-21")
    assert "no_agreement" == play.state()
    play.take("renew_request", KENYA, "2031-05-22")
    assert "requested" == play.state()


def test_the_window_is_extended_once_by_all() -> None:
    """Thirty days of the product."""
    play = talking()
    for party in KENYA, BRAZIL:
        play.take("extend_window", party, "2031-05-01")
    assert "2031-06-18" == play.ends("window")


def test_equality_is_questioned_and_answered_and_the_product_takes_no_view() -> None:
    """After a refusal too; nothing is decided and nothing moves."""
    play = received()
    play.take("refuse_request", BRAZIL, "2031-03-20", track=BRAZIL)
    assert "answer_equality" not in play.offered(BRAZIL, "2031-03-21")
    body = {"other": FRANCE, "how": "It was given a station in May"}
    play.take("question_equality", KENYA, "2031-03-22", filing=body)
    play.take("answer_equality", BRAZIL, "2031-03-25")
    assert ("refused", ("equality_questioned", "equality_answered")) == (play.state(), play.case.flags)
    assert "no view" in OBSERVATION.rows["question_equality"][0].effect


def test_a_question_on_equality_before_the_answer_has_a_period_of_the_product() -> None:
    """Thirty days; an answer after that is marked as late and taken."""
    play = received()
    play.take("question_equality", KENYA, "2031-03-14", filing={"other": FRANCE})
    assert "2031-04-13" == play.ends("equality_answer")
    assert play.take("answer_equality", BRAZIL, "2031-04-20").late


def test_another_states_request_is_a_case_of_its_own_that_is_linked() -> None:
    """E7: each asks for itself, and equality is seen side by side."""
    links = {row.link.kind: row.link for row in OBSERVATION.steps if isinstance(row.link, Link) and not row.common}
    assert {"request_of_another", "same_matter", "dispute"} == set(links)
    assert "request_join" not in OBSERVATION.rows
    assert "link_other_request" in received().offered(KENYA, "2031-03-14")


def test_a_further_state_is_asked_with_the_full_period() -> None:
    """E2: the flight passes over another one."""
    play = talking()
    play.take("add_asked", KENYA, "2031-04-01", filing={"party": FRANCE})
    play.take("record_receipt", KENYA, "2031-04-03", track=FRANCE, filing={"channel": "note"})
    assert ("talks", "2031-05-03") == (play.state(), play.ends("reply:FRA"))


def test_a_flight_that_is_put_off_moves_nothing_but_its_day() -> None:
    """E9 and scrubs: conditions run until the day that they name."""
    play = agreed()
    play.take("change_flight", BRAZIL, "2031-11-20", filing={"change": "later", "flight_on": "2032-02-01"})
    assert ("agreed", "2032-02-01", "2032-06-30") == (
        play.state(), play.case.facts["flight_on"], play.ends("terms_end"),
    )  # fmt: skip


@pytest.mark.parametrize("by", [KENYA, BRAZIL])
def test_either_side_ends_the_conditions_early_and_the_other_is_told(by: str) -> None:
    """How, the conditions say; the product asks on which of them it rests."""
    play = agreed()
    play.take("end_terms", by, "2031-11-01", filing={"ground": "Three months before the flight"})
    assert ("terms_ended", "stopped 2032-06-30") == (play.state(), play.ends("terms_end"))


def test_conditions_are_ended_while_the_case_is_suspended_and_never_where_none_stand() -> None:
    """At any time means then too; before the agreement there is nothing to end."""
    play, early = agreed(), talking()
    for one in play, early:
        for party in KENYA, BRAZIL:
            one.take("suspend", party, "2031-05-01", filing={"reason": "Elections", "until": "2031-07-01"})
    play.take("end_terms", BRAZIL, "2031-05-10", filing={"ground": "Three months before the flight"})
    assert "terms_ended" == play.state()
    assert "No conditions stand." == str(early.refused("end_terms", BRAZIL, "2031-05-10"))


def test_whoever_asked_gives_up_or_withdraws() -> None:
    """E3: everybody is told, and nothing is observed."""
    play, other = talking(), received()
    play.take("give_up", KENYA, "2031-04-01")
    other.take("withdraw", KENYA, "2031-04-01")
    assert ("not_held", "withdrawn") == (play.state(), other.state())


@pytest.mark.parametrize(
    ("urgency", "ends"),
    [("normal", "2031-04-11"), ("urgent", "2031-03-19"), ("emergency", "2031-03-13T12:00:00")],
)
def test_urgency_shortens_the_products_period_for_the_answer(urgency: str, ends: str) -> None:
    """E6: from receipt on 12 March 2031."""
    play = asked(urgency=urgency, urgency_reason="The flight is near")
    play.take("record_receipt", KENYA, "2031-03-12", track=BRAZIL, filing={"channel": "note"})
    assert ends == play.ends("reply:BRA")


@pytest.mark.parametrize(
    ("flight", "flags"), [("2031-06-07", ("short_notice",)), ("2031-06-08", ()), ("2031-06-09", ())]
)
def test_a_request_near_to_the_flight_is_marked_and_not_judged(flight: str, flags: tuple[str, ...]) -> None:
    """Ninety days of the product, from 10 March 2031."""
    assert flags == asked(flight_on=flight).case.flags


def test_a_flight_that_is_over_cannot_be_asked_for() -> None:
    """The day before the request is refused, the day itself is taken."""
    play = Play(OBSERVATION, "2031-03-01", {"requesting": [KENYA]})
    body = BODY | {"asked": [BRAZIL], "flight_on": "2031-03-09"}
    assert "flight_on" == play.refused("request_observation", KENYA, "2031-03-10", filing=body).refusals[0].field
    assert "requested" == asked(flight_on="2031-03-10").state()


def test_without_the_treaty_on_both_sides_the_refusal_names_the_voluntary_basis() -> None:
    """The voluntary basis asks for no treaty and rests on measures for confidence, which bind nobody."""
    world = Facts({"bound:OST:IND:2031-03-10": {"bound": False, "reason": "India is not bound"}})
    play = Play(OBSERVATION, "2031-03-01", {"requesting": [KENYA]}, world)
    no = play.refused("request_observation", KENYA, "2031-03-10", filing=BODY | {"asked": [INDIA]})
    assert "India is not bound. Choose the basis “voluntary”" in str(no)
    assert "requested" == asked(INDIA, procedure=FREELY, world=world).state()
    assert ["GGE transparency"] == [str(cited) for cited in FREELY.under]
    assert "(voluntary)" in FREELY.title


def test_adequacy_is_contested_and_answered_and_nothing_follows() -> None:
    """E8: both statements stand side by side."""
    play = received()
    play.take("contest_adequacy", KENYA, "2031-03-20")
    play.take("answer_contest", BRAZIL, "2031-03-21", filing={"act": play.case.n})
    assert ("requested", ("adequacy_contested", "adequacy_answered")) == (play.state(), play.case.flags)


def test_a_liaison_drafts_and_does_not_grant() -> None:
    """What binds a State is dispatched by its ministry or mission."""
    play = talking()
    no = play.refused("agree_terms", hand(KENYA, "draft"), "2031-04-10", filing=TERMS)
    assert "standing" == no.kind


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("procedure", [OBSERVATION, FREELY], ids=["treaty", "voluntary"])
def test_what_is_offered_performs_and_reads_back(procedure: Procedure, seed: int) -> None:
    """Forty moves of five parties at random."""
    wanderer = Wanderer(procedure, "requesting", seed)
    wanderer.wander(40)
    stored = [json.loads(json.dumps(act.to_json())) for act in wanderer.acts]
    assert wanderer.case == wanderer.first.replay(Act.from_json(act) for act in stored)
