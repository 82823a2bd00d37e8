"""Those liable together: consultations on shares, and recourse of whoever paid."""

import pytest

from tests.workflows.kernel.play import Play
from workflows.apportionment import ApportionmentTerms, apportionment
from workflows.kernel.procedure import Procedure
from workflows.kernel.view import Facts
from workflows.recourse import RecourseTerms, recourse

STATION = apportionment(ApportionmentTerms(agreement="iss-iga-1998"))
LAUNCH = apportionment(ApportionmentTerms())
RECOURSE = recourse(RecourseTerms())
CONVENED = {"subject": "Sonora", "partners": ["USA"], "account": "A house."}
SHARES = {
    "shares": [{"party": "JPN", "share": {"value": "40", "unit": "%"}},
               {"party": "USA", "share": {"value": "60", "unit": "%"}}],
    "basis": "fault", "without_prejudice": "yes",
}  # fmt: skip


def consulting(procedure: Procedure = STATION, *partners: str) -> Play:
    """Play until Japan convenes the consultations on 3 April 2026."""
    play = Play(procedure, "2026-04-01", {"convening": ["JPN"]}, Facts())
    body = CONVENED | {"partners": list(partners or ("USA",))}
    play.take("consult_co_launchers", "JPN", "2026-04-03", filing=body)
    return play


def demanded(*liable: str) -> Play:
    """Play until Japan has demanded recourse and receipt is proved on 7 October 2026."""
    play = Play(RECOURSE, "2026-10-01", {"payer": ["JPN"]}, Facts())
    names = list(liable or ("USA",))
    play.take("demand_recourse", "JPN", "2026-10-05", filing={
        "liable": names, "paid_on": "2026-10-01", "basis": "fault"})  # fmt: skip
    for name in names:
        play.take("acknowledge", name, "2026-10-07", track=f"co_launcher:{name}")
    return play


def test_partners_consult_promptly_and_the_fourteen_days_are_the_products() -> None:
    """The agreement says promptly and no number."""
    play = consulting()
    assert ("consulting", "2026-04-17", "DEFAULT") == (
        play.state(), play.ends("consultation"), play.case.limits["consultation"].binding)  # fmt: skip
    assert [("Consulted promptly", "IGA98 17(2)", "LAW_T")] == [
        (one.words, str(one.under[0]), one.under[0].binding.value) for one in STATION.standards]  # fmt: skip


def test_whoever_is_no_partner_is_refused_with_the_paragraph() -> None:
    """Korea is none under the agreement of 1998."""
    play = Play(STATION, "2026-04-01", {"convening": ["JPN"]}, Facts())
    why = play.refused("consult_co_launchers", "JPN", "2026-04-03", filing=CONVENED | {"partners": ["KOR"]})
    assert ("KOR is not a Partner under this agreement.", "IGA98 17(2)") == (str(why), str(why.under[0]))


def test_outside_an_agreement_those_who_launched_together_consult_under_the_convention() -> None:
    """It has to bind them, and has no word for how fast."""
    play = consulting(LAUNCH, "KOR")
    assert ("consulting", "LC V(2)") == (play.state(), str(LAUNCH.under[0]))
    assert ["DEFAULT"] == [one.under[0].binding.value for one in LAUNCH.standards]
    no = Facts(answers={"bound": {"bound": False, "reason": "KOR is not a party."}})
    why = Play(LAUNCH, "2026-04-01", {"convening": ["JPN"]}, no).refused(
        "consult_co_launchers", "JPN", "2026-04-03", filing=CONVENED | {"partners": ["KOR"]})  # fmt: skip
    assert "LC XXIV(4)" == str(why.under[0])


def test_shares_need_the_hand_of_everybody_who_consults() -> None:
    """One of three is missing."""
    play = consulting(STATION, "USA", "RUS")
    for party in ("JPN", "USA"):
        play.take("agree_shares", party, "2026-06-01", filing=SHARES)
    assert "consulting" == play.state()
    play.take("agree_shares", "RUS", "2026-06-02", filing=SHARES)
    assert ("apportioned", play.case) == (play.state(), play.replayed())


def test_who_leaves_the_consultations_is_not_waited_for() -> None:
    """The others agree without it."""
    play = consulting(STATION, "USA", "RUS")
    play.take("leave", "RUS", "2026-05-01", track="partner:RUS", filing={"text": "Not ours."})
    for party in ("JPN", "USA"):
        play.take("agree_shares", party, "2026-06-01", filing=SHARES)
    assert "apportioned" == play.state()


def test_consultations_end_without_shares_by_one_party_and_are_taken_up_again() -> None:
    """Nobody has to agree."""
    play = consulting()
    play.take("give_views", "USA", "2026-04-20", track="partner:USA", filing={"liability": "None of ours."})
    play.take("end_without_shares", "USA", "2026-05-01", filing={"text": "No."})
    assert "not_apportioned" == play.state()
    play.take("consult_again", "JPN", "2026-06-01", filing={"text": "The claim has grown."})
    assert ("consulting", "2026-06-15") == (play.state(), play.ends("consultation"))


@pytest.mark.parametrize(("day", "state"), [("2026-12-06T23:59", "received"), ("2026-12-07", "no_reply")])
def test_sixty_days_for_talks_on_recourse_are_the_products_and_silence_admits_nothing(day: str, state: str) -> None:
    """The Convention has no period for recourse."""
    play = demanded()
    play.pass_time(day)
    assert (state, "demanded") == (play.state("co_launcher:USA"), play.state())
    assert "DEFAULT" == play.case.limits["talks:USA"].binding


def test_a_late_reply_to_recourse_is_taken_and_marked_late() -> None:
    """After the sixty days."""
    play = demanded()
    act = play.take("dispute_share", "USA", "2026-12-20", track="co_launcher:USA", filing={"position": "Too much."})
    assert (True, "disputed") == (act.late, play.state("co_launcher:USA"))


def test_recourse_ends_when_each_state_has_paid_or_is_released() -> None:
    """Each has a share of its own; the payer confirms it."""
    play = demanded("USA", "RUS")
    for party in ("JPN", "USA"):
        play.take(
            "agree_share",
            party,
            "2026-11-01",
            track="co_launcher:USA",
            filing={"share": {"amount": "5", "currency": "USD"}},
        )
    assert "share_agreed" == play.state("co_launcher:USA")
    play.take("confirm_share", "JPN", "2026-11-20", track="co_launcher:USA")
    assert "demanded" == play.state()
    play.take("release", "JPN", "2026-11-21", track="co_launcher:RUS", filing={"text": "Not at fault."})
    assert ("closed_shared", play.case) == (play.state(), play.replayed())


def test_one_state_does_not_see_what_is_said_with_another() -> None:
    """Each track is between the payer and one State."""
    play = demanded("USA", "RUS")
    act = play.take("dispute_share", "USA", "2026-11-01", track="co_launcher:USA", filing={"position": "x"})
    assert "C3" == act.level


def test_recourse_may_be_closed_though_a_share_is_not_paid_or_referred_to_a_settlement_elsewhere() -> None:
    """The Convention has no forum for it."""
    play = demanded()
    play.take("refer", "USA", "2026-11-01", filing={"case": "DIS-2026-0001"})
    assert "demanded" == play.state()
    play.take("close_unshared", "JPN", "2027-01-01", filing={"text": "We let it rest."})
    assert "closed_unshared" == play.state()


def test_a_payment_that_is_to_come_founds_no_recourse() -> None:
    """Whoever has paid may claim."""
    play = Play(RECOURSE, "2026-10-01", {"payer": ["JPN"]}, Facts())
    why = play.refused("demand_recourse", "JPN", "2026-10-05", filing={"liable": ["USA"], "paid_on": "2026-10-06"})
    assert ("paid_on", "LC V(2)") == (why.refusals[0].field, str(why.under[0]))
