"""Joint acts: one hand after the other on one text; another text voids; the last hand performs."""

from datetime import datetime

import pytest

from tests.workflows.kernel.play import Play, hand, utc
from tests.workflows.kernel.toys import ASKED, ASKER, Paper, play, step, toy
from workflows.kernel.actors import EVERY_PARTY
from workflows.kernel.machine import offers


def agreeing() -> Play:
    """Play a case in which both agree to be done."""
    return play([step("agree", "open", "done", EVERY_PARTY, asks=Paper)])


def laid(found: Play) -> tuple[str, ...]:
    """List whose hands are laid."""
    pending = found.case.pending.get("agree")
    return tuple(h[0] for h in pending.laid) if pending else ()


def test_the_last_hand_performs() -> None:
    """The first waits and moves nothing; both are acts of the record."""
    found = agreeing()

    assert ("hand", "open") == (found.take("agree", "JPN", "2026-01-01").kind, found.state())
    assert ("step", "done") == (found.take("agree", "KOR", "2026-01-02").kind, found.state())
    assert ({}, 2) == (found.case.pending, found.case.n)


def test_a_hand_on_another_text_voids_the_earlier_ones() -> None:
    """The first has to be laid again on the new text."""
    found = agreeing()
    found.take("agree", "JPN", "2026-01-01", filing={"title_": "First"})

    found.take("agree", "KOR", "2026-01-02", filing={"title_": "Second"})
    assert ("open", ("KOR",)) == (found.state(), laid(found))

    found.take("agree", "JPN", "2026-01-03", filing={"title_": "Second"})
    assert "done" == found.state()


def test_a_hand_is_taken_back_until_the_last_one() -> None:
    """Then there is nothing left to take back."""
    found = agreeing()
    found.take("agree", "JPN", "2026-01-01")

    act = found.take("agree", "JPN", "2026-01-02", withdraw=True)
    assert ("hand_withdrawn", (), {}) == (act.kind, laid(found), found.case.pending)

    refused = found.refused("agree", "JPN", "2026-01-03", withdraw=True)
    assert "There is no agreement of yours to take back." == str(refused)
    assert found.case == found.replayed()


def test_ones_hand_is_laid_once() -> None:
    """It waits for the others; for another text it is first taken back."""
    found = agreeing()
    found.take("agree", "JPN", "2026-01-01", filing={"title_": "First"})

    refused = found.refused("agree", "JPN", "2026-01-02", filing={"title_": "Second"})

    assert "You have agreed to this text; it waits for the others." == str(refused).split(" Take")[0]
    assert "agree" not in found.offered("JPN", "2026-01-02")


def test_an_offer_shows_whose_hands_are_laid_and_on_which_text() -> None:
    """The others see it before they lay theirs."""
    found = agreeing()
    act = found.take("agree", "JPN", "2026-01-01")

    offer = next(o for o in offers(found.case, hand("KOR"), act.at, found.world) if o.step.key == "agree")

    assert (("JPN",), act.digest) == (offer.laid, offer.digest)


def test_an_offer_says_since_when_the_hands_lie_there_and_whether_ours_is_still_waited_for() -> None:
    """Of two parties of one role one hand is enough; of the other side nobody has laid one."""
    both = {"asker": ["JPN", "FRA"], "asked": ["KOR"], "office": ["OFF"]}
    found = Play(toy([step("agree", "open", "done", ASKER & ASKED)]), "2026-01-01", both)
    assert (None, False) == _waits(found, "KOR")
    found.take("agree", "JPN", "2026-01-02")

    since = found.acts[-1].on
    assert (since, True) == _waits(found, "KOR")
    assert (since, False) == _waits(found, "JPN")
    assert (since, False) == _waits(found, "FRA")
    assert (since, False) == _waits(found, "OFF")


def _waits(found: Play, party: str) -> tuple[datetime | None, bool]:
    every = offers(found.case, hand(party), utc("2026-01-03"), found.world, {"agree"})
    assert ["agree"] == [offer.step.key for offer in every]
    return every[0].since, every[0].waits_for_us


def test_two_persons_of_one_party_are_two_and_one_person_is_not() -> None:
    """The same person twice does not make a second hand."""
    found = play([step("void", "open", "done", ASKER, hands=2)])
    first, second = hand("JPN", person="one"), hand("JPN", person="two")

    assert "hand" == found.take("void", first, "2026-01-01").kind
    assert "closed" == found.refused("void", first, "2026-01-02").kind
    assert "step" == found.take("void", second, "2026-01-03").kind


@pytest.mark.parametrize("step_key", ["agree"])
def test_a_hand_on_a_case_that_moved_on_is_refused(step_key: str) -> None:
    """The case was left by one party alone; the joint step is not open any more."""
    found = agreeing()
    found.take(step_key, "JPN", "2026-01-01")
    found.take("leave_open_asker", "JPN", "2026-01-02")

    assert "closed" == found.refused(step_key, "KOR", "2026-01-03").kind
