"""What the guards of rolls and of single tracks ask and say at their bounds: who is on, who is not, who is missing."""

import pytest

from tests.workflows.kernel.play import Play, hand, utc
from tests.workflows.kernel.toys import Paper, play, step
from workflows.kernel.guards import Guard, Refusal
from workflows.kernel.guards_of_rolls import AllOnRoll, Missing, NoneOnRoll, TrackForEach
from workflows.kernel.language import PRODUCT, Flag, On, Opens, Roll, Source
from workflows.kernel.view import Facts, View

TREATY = Source("OST")
CLUB = Roll("joining", "charter-a", "member")
ROLL = "roll:joining:charter-a:member"
NAMES = {"FRA": "the French Republic", "KOR": "the Republic of Korea"}
EACH = TrackForEach("who", "talk", "{party} was named, and was not asked.", TREATY("IX"))
FREE = AllOnRoll(("talk",), ("sent",), CLUB, "agreed_to_it", "a member", TREATY("IX"))


def playing(on: tuple[str, ...] = ()) -> Play:
    """Play a case in which Japan named Korea and France on 1 January 2026 and opened a talk with each."""
    found = play(
        [
            step("begin", opens=Opens("talk", "who"), asks=Paper, keeps=("who",)),
            step("hear", track=On("talk", ("sent",), "heard")),
            step("agree", track=On("talk", ("sent",)), flags=(Flag("agreed_to_it"),)),
            step("go", track=On("talk", (), "gone")),
        ],
        Facts({ROLL: list(on)}, names=NAMES),
    )
    found.take("begin", "JPN", "2026-01-01", filing={"who": ["KOR", "FRA"]})
    return found


def asked(guard: Guard, found: Play, by: str = "JPN") -> Refusal | None:
    """Ask a guard on 5 January 2026."""
    return guard.check(View(found.procedure, found.case, hand(by), utc("2026-01-05"), found.world))


def test_where_everybody_is_on_the_roll_all_are() -> None:
    """Or has agreed to be treated as one; the first that neither is nor has is named, and no other."""
    assert asked(FREE, playing(("KOR", "FRA"))) is None
    found = playing(("KOR",))
    refusal = asked(FREE, found)
    assert refusal is not None
    assert "The French Republic is not a member, and did not agree to be treated as one." == str(refusal)
    assert ("talk:FRA",) == refusal.reveals

    found.take("agree", "JPN", "2026-01-02", track="FRA")
    assert asked(FREE, found) is None


def test_a_talk_in_another_state_is_not_asked_for_the_roll() -> None:
    """Once France's talk was heard it does not matter here whether France is on."""
    found = playing(("KOR",))
    found.take("hear", "JPN", "2026-01-02", track="FRA")
    assert asked(FREE, found) is None


@pytest.mark.parametrize(
    ("on", "heard", "refused"),
    [
        ((), "", ""),
        (("JPN",), "", ""),
        (("KOR",), "KOR", ""),
        (("KOR",), "FRA", "The Republic of Korea is “Sent”."),
        (("KOR",), "", "The Republic of Korea is “Sent”."),
        (("FRA", "KOR"), "KOR", "The French Republic is “Sent”."),
    ],
    ids=["nobody is on", "a stranger is on", "it was heard", "another was heard", "none was heard", "one was heard"],
)
def test_none_on_the_roll_is_in_a_state_where_roll_and_state_do_not_meet_in_one_talk(
    on: tuple[str, ...], heard: str, refused: str
) -> None:
    """Neither the roll alone nor the state alone refuses."""
    found = playing(on)
    if heard:
        found.take("hear", "JPN", "2026-01-02", track=heard)
    assert refused == str(asked(NoneOnRoll("talk", ("sent",), CLUB), found) or "")


@pytest.mark.parametrize(
    ("on", "role", "missing"),
    [
        ((), "asked", False),
        (("KOR",), "asked", False),
        (("KOR", "FRA"), "asked", True),
        (("KOR",), "asker", True),
        (("KOR",), "guest", True),
        ((), "guest", False),
    ],
)
def test_somebody_is_missing_who_is_on_the_roll_and_has_not_the_role(
    on: tuple[str, ...], role: str, missing: bool
) -> None:
    """Korea has the role of one who is asked; nobody is a guest, so that everybody on the roll is missing as one."""
    found = playing(on)
    guard = Missing(CLUB, role)
    refusal = asked(guard, found)

    assert missing is (refusal is None)
    assert missing or "Everybody on the roll is in this case already." == str(refusal)
    assert "somebody on the roll is not in this case yet" == guard.words(found.procedure)


def test_a_world_that_knows_no_such_roll_has_nobody_on_it() -> None:
    """Nothing is missing, and nobody is on: a roll that is not there lets nobody in."""
    found = playing()
    found.world = Facts({ROLL: None}, names=NAMES)

    assert "Everybody on the roll is in this case already." == str(asked(Missing(CLUB, "guest"), found))
    assert asked(NoneOnRoll("talk", ("sent",), CLUB), found) is None
    refusal = asked(FREE, found)
    assert "The Republic of Korea is not a member, and did not agree to be treated as one." == str(refusal)


def test_each_party_that_was_named_needs_a_talk() -> None:
    """The first that has none is named in the sentence of the procedure, under its provision."""
    found = playing()
    assert asked(EACH, found) is None
    found.take("go", "JPN", "2026-01-02", track="FRA")

    refusal = asked(EACH, found)
    assert refusal is not None
    assert ("The French Republic was named, and was not asked.", (TREATY("IX"),)) == (str(refusal), refusal.under)
    plain = asked(TrackForEach("who", "talk", "{party} is missing."), found)
    assert plain is not None
    assert (PRODUCT,) == plain.under


def test_where_states_are_named_a_talk_in_another_does_not_do() -> None:
    """Korea was heard and France was not; heard or still waiting, both are there."""
    found = playing()
    found.take("hear", "JPN", "2026-01-02", track="KOR")

    heard = TrackForEach("who", "talk", "{party} was not heard.", states=("heard",))
    assert "The French Republic was not heard." == str(asked(heard, found))
    either = TrackForEach("who", "talk", "{party} was not heard.", states=("heard", "sent"))
    assert asked(either, found) is None


@pytest.mark.parametrize("kept", [None, "KOR", []], ids=["nothing", "text", "nobody"])
def test_where_the_case_keeps_no_list_of_parties_nobody_needs_a_talk(kept: object) -> None:
    """A text is no list of parties, whatever its letters are."""
    found = playing()
    found.case = found.case.patched((("fact", "who", kept),))
    assert asked(EACH, found) is None


def test_that_each_needs_a_talk_is_told_in_the_words_of_the_procedure() -> None:
    """Set and fact are called as it calls them, and by their keys in words where no procedure is at hand."""
    assert "there is one talk for each of “Who”" == EACH.words(playing().procedure)
    assert "there is one talk for each of “Who”" == EACH.words()
