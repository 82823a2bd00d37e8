"""What a clause says beyond stages and consent: urgency, lead partner, meeting, performance, other bodies, joining."""

from pathlib import Path
from typing import Any

import pytest

from tests.workflows.agreements.files import write
from tests.workflows.kernel.play import Play
from tests.workflows.test_settlement import DEMAND, GENERAL, NOTICE, RULES, TREATY, received, together
from workflows.agreements.traps import traps
from workflows.agreements.tree import arranged, read_line
from workflows.dispute.terms import SettlementTerms
from workflows.kernel.editions import freeze, thaw
from workflows.kernel.procedure import Procedure
from workflows.kernel.reckoning import Period
from workflows.settlement import on_ladder

CLAUSE = """key = "drawn"
title = "Drawn"
instrument = "PACT"
provision = "9"

[clause]
arb_consent = "advance"
appointing_authority = "agreed"
{more}

[[stage]]
kind = "negotiation"
level = "government"
mandatory = true
days = 60
exit_unilateral = "{leave}"
{stage}

[[stage]]
kind = "mediation"
level = "government"
mandatory = true
days = 60
exit_unilateral = "yes"

[[stage]]
kind = "arbitration"
level = "government"
mandatory = false
"""


def drawn(folder: Path, more: str = "", stage: str = "", leave: str = "no") -> Procedure:
    """Build the procedure of a clause with further words."""
    path = write(folder, "drawn", CLAUSE.format(more=more, stage=stage, leave=leave))
    return on_ladder(arranged(read_line(path)), SettlementTerms())


def test_a_party_goes_past_stages_for_urgency_by_its_own_act(tmp_path: Path) -> None:
    """Japan goes past talks and mediation on 4 March and gives notice of arbitration the same day."""
    play = received(drawn(tmp_path, 'skip_rule = "any_stage_urgent"'), urgency=True)
    assert "urgent" in play.case.flags, "the notice says so"
    assert "must come first" in str(play.refused("give_notice_of_arbitration", "JPN", "2026-03-04", filing=DEMAND))

    for stage in ("negotiation", "mediation"):
        filing = {"reasons": "The window closes on 1 April."}
        play.take("go_past_stage", "JPN", "2026-03-04", track=f"stage:{stage}", filing=filing)
    assert ["passed_over", "passed_over"] == [play.state(f"stage:{stage}") for stage in ("negotiation", "mediation")]
    play.take("give_notice_of_arbitration", "JPN", "2026-03-04", filing=DEMAND)
    assert "arb_notice" == play.state()


def test_the_other_side_may_state_urgency_later_and_object_to_a_stage_that_was_passed_over(tmp_path: Path) -> None:
    """The respondent states its reasons; the claimant's objection is logged and decides nothing."""
    play = received(drawn(tmp_path, 'skip_rule = "any_stage_urgent"'))
    assert "urgent" not in play.case.flags
    play.take("state_urgency", "KOR", "2026-03-10", filing={"reasons": "The craft descends."})
    assert "urgent" in play.case.flags
    assert "state_urgency" not in play.offered("JPN", "2026-03-10")
    play.take("go_past_stage", "KOR", "2026-03-11", track="stage:negotiation", filing={"reasons": "As stated."})
    play.take("object_to_stage", "JPN", "2026-03-12", track="stage:negotiation", filing={"grounds": "Not so."})
    assert "passed_over" == play.state("stage:negotiation")


def test_without_such_a_clause_urgency_moves_nothing() -> None:
    """It is on record, and no step goes past a stage."""
    assert "go_past_stage" not in GENERAL.rows
    play = received(GENERAL, urgency=True)
    assert ("negotiation", ("urgent",)) == (play.state(), tuple(play.case.flags))


def test_a_ladder_that_urgency_can_shorten_is_in_no_deadlock(tmp_path: Path) -> None:
    """Talks have failed and mediation needs both; yet one party can still go past it."""
    way = drawn(tmp_path, 'skip_rule = "any_stage_urgent"', leave="yes")
    play = received(way)
    play.take("declare_negotiation_failed", "KOR", "2026-03-10")
    assert "negotiation" == play.state()
    blocked = received(drawn(tmp_path, 'skip_rule = "none"', leave="yes"))
    blocked.take("declare_negotiation_failed", "KOR", "2026-03-10")
    assert "deadlock" == blocked.state()


def partners() -> Play:
    """Play until Japan and Canada have ended the consultation between the governments, on 20 March 2026."""
    play = Play(TREATY, "2026-03-01", {"claimant": ["JPN"]})
    act = play.take("serve_notice_of_dispute", "JPN", "2026-03-01", filing=NOTICE | {"respondents": ["CAN"]})
    assert (("CAN", "USA"), "C1") == (act.told, act.level), "the lead partner is told of the notice"
    play.take("acknowledge", "CAN", "2026-03-02", track="CAN")
    play.take("request_talks", "JPN", "2026-03-03", track="stage:negotiation_government")
    play.take("declare_negotiation_failed", "CAN", "2026-03-20", track="stage:negotiation_government")
    return play


CALL = {"meets_on": "2026-04-20", "place": "Washington"}
TRACK = "stage:negotiation_multilateral"


def test_the_lead_partner_convenes_all_partners_when_it_is_told() -> None:
    """Told on 21 March it convenes on 30 March; all five partners are invited, and none of them decides anything."""
    play = partners()
    why = play.refused("convene", "USA", "2026-03-21", track=TRACK, filing=CALL)
    assert "Nobody has told the lead partner yet" in str(why)
    play.take(
        "ask_lead_partner", "JPN", "2026-03-21", track=TRACK, filing={"subject": "It concerns the whole station."}
    )
    assert "not_started" == play.state(TRACK)
    act = play.take("convene", "USA", "2026-03-30", track=TRACK, filing=CALL)

    assert {"CAN", "ESA", "JPN", "RUS"} == set(act.told)
    assert ("running", "negotiation") == (play.state(TRACK), play.state())
    assert {"USA", "RUS", "JPN", "CAN", "ESA"} == set(play.case.parties["partner"])
    play.take("speak_in_talks", "ESA", "2026-04-20", track=TRACK, filing={"reasons": "A view."})
    assert "settle" not in play.offered("ESA", "2026-04-21"), "an invited partner is no party to the dispute"


@pytest.mark.parametrize("party", ["JPN", "CAN"])
def test_nobody_but_the_lead_partner_convenes(party: str) -> None:
    """Neither side can."""
    play = partners()
    play.take("ask_lead_partner", "JPN", "2026-03-21", track=TRACK, filing={"subject": "It concerns all."})
    assert "belongs to the lead partner" in str(play.refused("convene", party, "2026-03-22", track=TRACK, filing=CALL))


def test_the_aim_for_convening_is_the_products_own_and_counts_from_the_day_it_was_told() -> None:
    """Thirty days, by which nothing lapses."""
    aim = next(one for one in TREATY.standards if one.key == "target_negotiation_multilateral")
    assert ("ask_lead_partner", Period(days=30)) == (aim.since, aim.target)


@pytest.mark.parametrize(("day", "lapsed"), [("2026-05-19T23:59:59", False), ("2026-05-20T00:00:00", True)])
def test_a_stage_may_count_from_its_first_meeting(tmp_path: Path, day: str, lapsed: bool) -> None:
    """The meeting was on 20 March: sixty days end with 19 May, whatever day it was recorded on."""
    play = received(drawn(tmp_path, stage='start_event = "first_meeting"'))
    assert "days_negotiation" not in play.case.limits
    play.take("record_first_meeting", "KOR", "2026-03-25", track="stage:negotiation", filing={"met_on": "2026-03-20"})
    assert "2026-05-19" == play.ends("days_negotiation")
    assert "record_first_meeting@stage:negotiation" not in play.offered("JPN", "2026-03-26")
    play.pass_time(day)
    assert lapsed == ("lapsed" == play.state("stage:negotiation"))


def test_a_stage_that_one_party_can_keep_from_counting_is_a_trap(tmp_path: Path) -> None:
    """Its author is told before saving."""
    path = write(tmp_path, "drawn", CLAUSE.format(more="", stage='start_event = "first_meeting"', leave="no"))
    assert "negotiation.days" in [trap.key for trap in traps(arranged(read_line(path)))]


@pytest.mark.parametrize(
    ("event", "begins", "appointed"),
    [
        ("acceptance", "2026-06-05", "2026-06-05"),
        ("appointment", "2026-06-05", "2026-06-14"),
        (None, "2026-06-05", "2026-06-05"),
    ],
)
def test_mediation_counts_from_acceptance_or_from_the_appointment(
    tmp_path: Path, event: str | None, begins: str, appointed: str
) -> None:
    """Accepted on 6 April, appointed on 15 April: sixty days from the one, or anew from the other."""
    text = CLAUSE.format(more="", stage="", leave="yes")
    if event:
        text = text.replace('kind = "mediation"\n', f'kind = "mediation"\nstart_event = "{event}"\n')
    play = received(on_ladder(arranged(read_line(write(tmp_path, "drawn", text))), SettlementTerms()))
    play.take("declare_negotiation_failed", "KOR", "2026-04-05")
    play.take("invite_mediation", "JPN", "2026-04-05")
    play.take("accept_mediation", "KOR", "2026-04-06")
    assert begins == play.ends("days_mediation")
    together(play, "nominate_mediator", "2026-04-14", track="stage:mediation", filing={"neutral": "PCA"})
    filing = {"disclosure": "None."}
    play.take("take_office_as_mediator", "PCA", "2026-04-15", track="mediator:PCA", filing=filing)
    assert appointed == play.ends("days_mediation")


@pytest.mark.parametrize(
    ("word", "said"), [("continue", "Meanwhile the agreement is performed"), ("may_suspend", "a party may suspend")]
)
def test_what_the_clause_says_on_performance_is_said_at_the_opening(tmp_path: Path, word: str, said: str) -> None:
    """With the notice of dispute; a statement on it is recorded, cited and flagged, and stops nothing."""
    made = drawn(tmp_path, f'performance_during = "{word}"')
    assert said in made.rows["serve_notice_of_dispute"][0].effect
    play = received(made)
    act = play.take("state_performance", "KOR", "2026-03-10", filing={"performance": "suspended", "what": "Crew time."})
    assert (("PACT", "9"), "performance_suspended" in play.case.flags) == (act.basis[0][:2], True)
    assert "negotiation" == play.state()
    play.take("resume_performance", "KOR", "2026-03-20")
    assert () == tuple(play.case.flags)


def test_the_same_subject_before_another_body_is_flagged_and_blocks_nothing() -> None:
    """Said in the notice with its reference, or later; taken back when it is over."""
    missing = Play(RULES, "2026-03-01", {"claimant": ["JPN"]})
    said = NOTICE | {"parallel": "yes"}
    why = missing.refused("serve_notice_of_dispute", "JPN", "2026-03-01", filing=said, exact=True)
    assert "parallel_reference" == why.refusals[0].field
    play = received(parallel="yes", parallel_reference="Claims commission, LIAB-2026-7")
    assert ("negotiation", ("parallel_forum",)) == (play.state(), tuple(play.case.flags))
    play.take("end_parallel_forum", "JPN", "2026-04-01", filing={"how": "Withdrawn there."})
    assert () == tuple(play.case.flags)
    play.take("report_parallel_forum", "KOR", "2026-04-02", filing={"reference": "A court"})
    assert ("parallel_forum",) == tuple(play.case.flags)
    assert "declare_negotiation_failed@stage:negotiation" in play.offered("KOR", "2026-04-03")


def test_a_party_that_joins_proceedings_has_the_full_time_for_its_response() -> None:
    """France joins on 20 March, when half of Korea's thirty days have gone: its own end with 19 April."""
    play = received()
    together(play, "submit_jointly", "2026-03-05", filing={"question": "Is it owed?"})
    play.take("record_receipt", "KOR", "2026-03-06", track="respondent:KOR")
    assert "2026-04-05" == play.ends("response:KOR")
    _join(play, "2026-03-20")
    assert "2026-04-19" == play.ends("response_joined:FRA")
    play.take("respond_joined", "FRA", "2026-04-10", track="FRA", filing={"position": "With Japan."})
    assert "stopped" == play.case.limits["response_joined:FRA"].status


def test_a_party_that_had_joined_the_talks_counts_from_the_notice_of_arbitration() -> None:
    """Nothing runs for it in the talks."""
    play = received()
    _join(play, "2026-03-03")
    assert "response_joined:FRA" not in play.case.limits
    together(play, "submit_jointly", "2026-03-05", "JPN", "KOR", "FRA", filing={"question": "Is it owed?"})
    assert "2026-04-04" == play.ends("response_joined:FRA")


def _join(play: Play, on: str) -> None:
    """Let France ask, and be admitted by both."""
    play.take("request_join", "FRA", on, filing={"grounds": "Our data too."})
    together(play, "admit_entrant", on, track="entrant:FRA")


ENTITY: dict[str, Any] = {"entities": [{"party": "JPN", "name": "An operator"}]}


def test_a_company_is_represented_where_the_clause_admits_entities() -> None:
    """The rules of 2011 are open to private parties; these appear through the party that represents them."""
    assert "negotiation" == received(RULES, **ENTITY).state()


def test_a_company_is_refused_where_the_clause_admits_none() -> None:
    """With the clause, and by its question."""
    play = Play(GENERAL, "2026-03-01", {"claimant": ["JPN"]})
    why = play.refused("serve_notice_of_dispute", "JPN", "2026-03-01", filing=NOTICE | ENTITY)
    assert "The clause admits States, organisations of States, agencies; a company or other entity is no party" in str(
        why
    )
    assert "entities" == why.refusals[0].field


def test_an_edition_with_these_rows_is_read_back_as_it_was(tmp_path: Path) -> None:
    """Named parties and conditions are part of the frozen text."""
    for made in (TREATY, drawn(tmp_path, 'skip_rule = "any_stage_urgent"')):
        assert freeze(made) == freeze(thaw(freeze(made)))
