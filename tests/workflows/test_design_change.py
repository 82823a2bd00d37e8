"""A notice of a design change, and a Partner that takes it to consultations."""

import pytest

from tests.workflows.kernel.play import Play
from workflows.design_change import DesignChangeTerms, design_change
from workflows.kernel.machine import CLOCK_HAND
from workflows.kernel.receipts import proven
from workflows.kernel.steps import OPENED
from workflows.kernel.view import Facts

NOTICE = design_change(DesignChangeTerms())
CHANGE = {"change_title": "Docking adapter", "partners": ["JPN", "RUS"], "description": "Wider.", "effects": "Loads."}
TRACK = "partner:JPN"


def notified() -> Play:
    """Play until the United States has notified Japan and Russia, on 1 March 2027."""
    play = Play(NOTICE, "2027-03-01", {"planning": ["USA"]}, Facts())
    play.take("notify_design_change", "USA", "2027-03-01", filing=CHANGE)
    return play


def test_the_partners_affected_are_notified_and_acknowledge_in_ten_days() -> None:
    """The period is the product's; the treaty says at the earliest opportunity."""
    play = notified()
    assert ("notified", "2027-03-11") == (play.state(), play.ends("acknowledgement:JPN"))
    assert ["Notice at the earliest opportunity"] == [one.words for one in NOTICE.standards]
    play.take("acknowledge", "JPN", "2027-03-03", track=TRACK)
    assert "received" == play.state(TRACK)


def test_a_state_that_is_no_partner_is_refused_with_the_paragraph() -> None:
    """Korea is no Partner under the agreement of 1998."""
    play = Play(NOTICE, "2027-03-01", {"planning": ["USA"]})
    why = play.refused("notify_design_change", "USA", "2027-03-01", filing={**CHANGE, "partners": ["KOR"]})
    assert ("KOR is not a Partner under this agreement.", "IGA98 23(3)") == (str(why), str(why.under[0]))


def test_a_notified_partner_submits_the_matter_and_a_dispute_is_opened_with_the_act() -> None:
    """Under the same agreement; the notice goes on, and the other Partner may submit too."""
    play = notified()
    act = play.take("submit_to_consultation", "JPN", "2027-03-20", track=TRACK, filing={"grounds": "Our loads."})
    assert [("begin", "submission", "settlement", (("agreement", "iss-iga-1998"),))] == act.effects_of("begin")
    assert ("notified", "submitted") == (play.state(), play.state(TRACK))
    assert "submit_to_consultation@partner:RUS" in play.offered("RUS", "2027-03-21")
    assert "submit_to_consultation@partner:JPN" not in play.offered("JPN", "2027-03-21")


@pytest.mark.parametrize("party", ["USA", "CAN"])
def test_only_a_notified_partner_submits(party: str) -> None:
    """Neither the Partner that plans the change nor one that was not notified."""
    assert not [one for one in notified().offered(party, "2027-03-10") if one.startswith("submit_to_consultation")]


def test_a_new_version_is_notified_anew_to_who_had_no_objection() -> None:
    """Who has submitted the matter stays there."""
    play = notified()
    play.take("state_no_objection", "RUS", "2027-03-05", track="partner:RUS")
    play.take("submit_to_consultation", "JPN", "2027-03-20", track=TRACK, filing={"grounds": "Our loads."})
    play.take("change_design", "USA", "2027-04-01", filing={"description": "Narrower.", "effects": "None."})
    assert ("served", "submitted") == (play.state("partner:RUS"), play.state(TRACK))
    play.take("close_design_change", "USA", "2027-05-01", filing={"outcome": "Given up."})
    assert ("closed", play.case) == (play.state(), play.replayed())


def test_a_partner_that_opens_the_notice_has_received_it_and_owes_no_acknowledgement() -> None:
    """The clock records Japan's receipt; Russia's period runs on to 11 March, and a new version is received anew."""
    play = notified()
    [(step, track)] = proven(play.case, play.acts[0], (), "JPN", OPENED)
    assert ("record_receipt", TRACK) == (step, track)
    play.take(step, CLOCK_HAND, "2027-03-04", track=track)
    assert ("received", "served") == (play.state(TRACK), play.state("partner:RUS"))
    assert ("stopped 2027-03-11", "2027-03-11") == tuple(play.ends(f"acknowledgement:{who}") for who in ("JPN", "RUS"))
    play.take("change_design", "USA", "2027-04-01", filing={"description": "Narrower.", "effects": "None."})
    assert ("served", "2027-04-11") == (play.state(TRACK), play.ends("acknowledgement:JPN"))
    assert [] == list(proven(play.case, play.acts[0], play.acts[1:], "JPN", OPENED))
