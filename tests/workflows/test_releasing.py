"""What is released to the public: words to which every party that ever took part has agreed."""

from typing import Any

from tests.workflows.article_ix import BRAZIL, FRANCE, JAPAN, KOREA, consulting, received
from tests.workflows.kernel.play import Play
from workflows.kernel.fields import OPTIONAL
from workflows.kernel.releasing import Released, releasing

WORDS = {"heading": "Relay satellites", "what": ["notice"], "words": "Two relay satellites are planned for 2027."}


def release(play: Play, party: str, on: str, **change: Any) -> Any:
    """Lay the hand of one party on the release."""
    return play.take("release_to_public", party, on, filing=WORDS | change)


def test_nothing_is_public_until_the_last_party_has_agreed_to_the_words() -> None:
    """Given a notice on Korea and France: with two of three hands the case is unknown to everybody; with the third it
    is public from that day."""
    play = received()
    for party, on in ((JAPAN, "2027-01-20"), (KOREA, "2027-01-21")):
        release(play, party, on)
        assert not play.case.public_from

    act = release(play, FRANCE, "2027-01-22")

    assert play.case.public_from
    assert "C0" == act.level
    assert "open" == play.state()


def test_other_words_need_every_hand_anew() -> None:
    """A hand is laid on words: whoever changes them begins again."""
    play = received(KOREA)
    release(play, JAPAN, "2027-01-20")
    release(play, KOREA, "2027-01-21", words="Two relay satellites may be launched one day.")
    assert not play.case.public_from

    release(play, JAPAN, "2027-01-22", words="Two relay satellites may be launched one day.")

    assert play.case.public_from


def test_a_party_that_has_left_is_asked_too_since_everybody_would_know_that_it_took_part() -> None:
    """France leaves the talks on 25 January: without its hand nothing is released."""
    play = consulting(KOREA, FRANCE)
    play.take("leave", FRANCE, "2027-01-25")
    release(play, JAPAN, "2027-01-26")
    release(play, KOREA, "2027-01-27")
    assert not play.case.public_from

    release(play, FRANCE, "2027-01-28")

    assert play.case.public_from


def test_who_has_no_stake_has_no_hand_in_it() -> None:
    """Brazil, which was never addressed, is refused."""
    play = received(KOREA)
    assert "every party that took part" in str(play.refused("release_to_public", BRAZIL, "2027-01-20", filing=WORDS))


def test_the_step_publishes_by_a_public_act_and_only_its_document_may_be_left_out() -> None:
    """The act itself is for everybody."""
    step = releasing(("open",))

    assert (True, "C0", "all") == (step.publishes, step.level, step.tell)
    assert ["document"] == [field.key for field in Released.spec.fields if field.need == OPTIONAL]
