"""The public record of an award: open to everybody from its opening, whoever opens it, and never suspended."""

import pytest

from tests.workflows.kernel.play import Play, hand
from workflows.claims_award import ClaimsAwardTerms, claims_award
from workflows.kernel.view import Facts

AWARD = claims_award(ClaimsAwardTerms())
TEXT = {"claimants": ["CAN"], "respondents": ["RUS"], "decided_on": "2028-06-01", "force": "recommendatory"}


@pytest.mark.parametrize("capacity", ["office", "dispatch"])
def test_a_chairman_or_a_state_makes_the_award_public(capacity: str) -> None:
    """Everybody reads it; the parties and the Secretary-General are told by name."""
    play = Play(AWARD, "2028-06-02", {"publisher": ["CHAIR"]}, Facts())
    act = play.take("publish_award", hand("CHAIR", capacity), "2028-06-02", filing=TEXT)
    assert ("published", "C0", "C0") == (play.state(), act.level, AWARD.levels.existence)
    assert {"party": ("CAN", "RUS"), "secretary_general": ("UNSG",)} == {
        role: who for role, who in play.case.parties.items() if role != "publisher"}  # fmt: skip


def test_an_award_that_is_not_decided_yet_is_not_made_public() -> None:
    """The day of the decision has come."""
    play = Play(AWARD, "2028-05-30", {"publisher": ["CHAIR"]}, Facts())
    why = play.refused("publish_award", "CHAIR", "2028-05-31", filing=TEXT)
    assert ("decided_on", "LC XIX(4)") == (why.refusals[0].field, str(why.under[0]))


def test_what_is_public_is_corrected_in_public_and_never_withdrawn() -> None:
    """Before it is public the record may be given up."""
    play = Play(AWARD, "2028-06-02", {"publisher": ["CHAIR"]}, Facts())
    assert "withdraw" in play.offered("CHAIR", "2028-06-02")
    play.take("publish_award", "CHAIR", "2028-06-02", filing=TEXT)
    assert not {"withdraw", "suspend", "void_error", "supersede"} & play.offered("CHAIR", "2028-06-03")
    act = play.take("correct_publication", "CHAIR", "2028-06-10", filing={"text": "A slip in the sum."})
    assert ("C0", play.case) == (act.level, play.replayed())


def test_certified_copies_are_on_record_with_their_day() -> None:
    """Article XIX(4)."""
    play = Play(AWARD, "2028-06-02", {"publisher": ["CHAIR"]}, Facts())
    play.take("publish_award", "CHAIR", "2028-06-02", filing=TEXT)
    play.take(
        "record_copies", "CHAIR", "2028-06-05", filing={"delivered_on": "2028-06-04", "to": "Both, and New York."}
    )
    assert "published" == play.state()
