"""What the guards of silence ask and say: before whom a text lay, who is reached, what came in time, what is new."""

import pytest

from tests.workflows.kernel.hard import silence
from tests.workflows.kernel.hard.test_silence import opened, proposed, text
from tests.workflows.kernel.play import Play, hand, utc
from workflows.kernel.frozen_text import FROZEN, FrozenText, digest_of_words
from workflows.kernel.guards import CLOSED, CONTENT, STANDING, Guard, Refusal
from workflows.kernel.guards_of_silence import Entitled, EntitledReachable, InTime, NewText, SomebodyEntitled
from workflows.kernel.language import PRODUCT
from workflows.kernel.steps import Freezes, Roll
from workflows.kernel.view import Facts, View
from workflows.kernel.words import Citations

RULE: Citations = (silence.CHARTER("12"),)
FREEZES = silence.RULES.freezes
REACHED = EntitledReachable("silence", FREEZES, RULE)
NEW = NewText("text", under=RULE)
FRANCE = Facts(names={"FRA": "the French Republic"})


def view_of(play: Play, by: str = "FRA", at: str = "2026-06-05T10:00") -> View:
    """Look at a case of a silence at an instant."""
    return View(play.procedure, play.case, hand(by), utc(at), play.world)


def refusal_of(guard: Guard, play: Play, by: str = "FRA", at: str = "2026-06-05T10:00") -> Refusal:
    """Ask a guard that has to refuse."""
    found = guard.check(view_of(play, by, at))
    assert found is not None
    return found


def with_japan(play: Play, *unreached: str) -> Play:
    """Let Japan join as a member, while some members' contact points do not answer."""
    play.case = play.case.patched((("party", "member", "JPN"),))
    play.world = Facts({f"reachable:{party}": False for party in unreached}, names={"JPN": "the State of Japan"})
    return play


def test_before_a_text_is_frozen_nobody_is_asked_anything() -> None:
    """A member is called by its name at the head of the sentence; the rule is cited, and it is a matter of standing."""
    refusal = refusal_of(Entitled(RULE), proposed(FRANCE))
    assert ("The French Republic is asked nothing yet.", RULE, STANDING) == (
        str(refusal), refusal.under, refusal.kind)  # fmt: skip


def test_whoever_joined_since_silence_was_opened_was_not_entitled() -> None:
    """Those of the first day are, however many join."""
    play = with_japan(opened())
    refusal = refusal_of(Entitled(RULE), play, "JPN")

    assert "The State of Japan was not among those entitled when silence was opened." == str(refusal)
    assert Entitled(RULE).check(view_of(play)) is None
    assert ((PRODUCT,), STANDING) == ((found := refusal_of(Entitled(), play, "JPN")).under, found.kind)


@pytest.mark.parametrize(
    ("at", "late"), [("2026-06-10T09:59:59", False), ("2026-06-10T10:00:00", True), ("2026-06-10T10:00:01", True)]
)
def test_what_is_received_at_the_instant_is_too_late_and_a_second_before_it_is_in_time(at: str, late: bool) -> None:
    """The sentence names the instant to the second and tells what can still be done; it cites the rule of the limit."""
    play = opened()
    refusal = InTime("silence").check(view_of(play, at=at))

    assert late is (refusal is not None)
    if refusal is not None:
        assert str(refusal) == (
            "“Silence” ended on 10 June 2026, 10:00:00 UTC: what is received at that instant or after it is too late. "
            "What you have to say may be placed on record; it changes nothing any more."
        )
        limit = play.procedure.limit("silence")
        assert limit is not None
        assert refusal.under == limit.under
        assert "the charter" in [one.instrument for one in refusal.under]


def test_where_no_silence_was_opened_nothing_is_late() -> None:
    """Nor while its clock stands."""
    assert InTime("silence").check(view_of(proposed(), at="2027-01-01")) is None
    play = opened()
    play.take("stop_silence", "CHAIR", "2026-06-06", filing={"precondition": "contact"})
    assert InTime("silence").check(view_of(play, at="2027-01-01")) is None


def test_before_silence_is_opened_everybody_who_would_be_entitled_has_to_be_reached() -> None:
    """Japan has joined: its contact point does not answer, and it is named. The chair, who objects to nothing, need
    not be reached."""
    refusal = refusal_of(REACHED, with_japan(proposed(), "JPN", "CHAIR"))
    assert ("The State of Japan has no contact point that answered.", RULE, CLOSED) == (
        str(refusal), refusal.under, refusal.kind)  # fmt: skip
    assert (PRODUCT,) == refusal_of(EntitledReachable("silence", FREEZES), with_japan(proposed(), "JPN")).under
    assert REACHED.check(view_of(with_japan(proposed(), "CHAIR"))) is None


@pytest.mark.parametrize("stopped", [False, True])
def test_while_a_text_lies_under_silence_those_of_its_first_day_have_to_be_reached_and_no_others(stopped: bool) -> None:
    """Whether the clock runs or stands: Japan, which joined since, does not keep a text from being adopted."""
    play = opened()
    if stopped:
        play.take("stop_silence", "CHAIR", "2026-06-04", filing={"precondition": "contact"})

    assert REACHED.check(view_of(with_japan(play, "JPN"))) is None
    assert "FRA has no contact point that answered." == str(refusal_of(REACHED, with_japan(play, "FRA")))


def test_once_a_silence_is_broken_the_next_one_asks_for_those_of_its_own_day() -> None:
    """Japan, which joined in between, has to be reached."""
    play = opened()
    play.take("break_silence", "ZAF", "2026-06-04")
    refusal = refusal_of(REACHED, with_japan(play, "JPN"))
    assert "The State of Japan has no contact point that answered." == str(refusal)


@pytest.mark.parametrize("freezes", [Freezes("nobody"), Freezes("member", roll=Roll("joining", "none", "member"))])
def test_a_text_that_would_lie_before_nobody_is_not_put_under_silence(freezes: Freezes) -> None:
    """A role that nobody has, or a roll on which nobody is, though the case has members."""
    refusal = refusal_of(SomebodyEntitled(freezes, RULE), proposed())
    assert ("Nobody is entitled to object, so that no silence can be kept.", RULE) == (str(refusal), refusal.under)
    assert (PRODUCT,) == refusal_of(SomebodyEntitled(freezes), proposed()).under
    assert SomebodyEntitled(FREEZES, RULE).check(view_of(proposed())) is None


def test_those_on_a_roll_are_entitled_though_no_role_names_them() -> None:
    """The roll of the day is asked of the world."""
    roll = Freezes("nobody", roll=Roll("joining", "charter-a", "member"))
    play = proposed(Facts({"roll:joining:charter-a:member": ["JPN"]}))
    assert SomebodyEntitled(roll).check(view_of(play)) is None


def test_the_conditions_of_a_silence_are_told_before_anybody_tries() -> None:
    """As pages and descriptions say them."""
    asks = silence.RULES.opening
    assert [
        "the party was entitled when silence was opened",
        "everybody entitled has a contact point that answered",
        "somebody is entitled to object",
        "“Text” is a text that was not under silence here before",
    ] == [Entitled().words(), REACHED.words(), SomebodyEntitled(FREEZES).words(), NEW.words(asks)]


def filed(play: Play, body: dict[str, object]) -> View:
    """Look at a case with a filing at hand."""
    view = view_of(play, "CHAIR")
    view.filing = body
    return view


def test_the_same_words_are_no_new_text_however_they_are_spaced() -> None:
    """The refusal says so, names the field, and cites the rule."""
    found = NEW.check(filed(opened(), {"text": "First \n words."}))

    assert found is not None
    assert "This text was under silence here before, with the same digest; a new silence needs a new text." == str(
        found
    )
    assert (CONTENT, "text", RULE) == (found.kind, found.field, found.under)
    assert NEW.check(filed(opened(), {"text": "Second words."})) is None
    assert NEW.check(filed(proposed(), {"text": "First words."})) is None


def test_a_text_of_two_silences_ago_is_no_new_text_either() -> None:
    """Whatever lay under silence in this case is kept by its digest."""
    play = opened()
    play.take("break_silence", "ZAF", "2026-06-04")
    again = text("2026-06-20T18:00:00+08:00", "Second words.")
    play.take("amend_and_retry", "CHAIR", "2026-06-05T10:00", filing=again, exact=True)

    refused = [NEW.check(filed(play, {"text": words})) is not None for words in ("First words.", "Second words.")]
    assert [True, True] == refused


def test_where_a_text_has_several_parts_any_other_part_makes_it_another() -> None:
    """The field that is named is the one at fault; without any words there is no text that lay there before."""
    check = NewText("text", ("annex",))
    assert ("text", "annex") == check.fields()
    assert check.check(filed(opened(), {"text": "First words.", "annex": "A list."})) is None
    found = check.check(filed(opened(), {"text": "First words."}))
    assert found is not None
    assert ("text", (PRODUCT,)) == (found.field, found.under)
    assert check.check(filed(opened(), {})) is None


def test_a_placeholder_for_a_text_that_lay_there_before_becomes_another_text() -> None:
    """The number of acts is set behind it, and everything else stays; a new one is left as it is."""
    play = opened()
    acts = play.case.n
    old: dict[str, object] = {"heading": "Rules of traffic", "text": "First words."}
    view = filed(play, old)

    assert {**old, "text": f"First words. ({acts + 1})"} == (mended := NEW.mend(old, view))
    assert NEW.check(filed(play, dict(mended))) is None
    new: dict[str, object] = {"heading": "Rules of traffic", "text": "Second words."}
    assert new == NEW.mend(new, filed(play, new))


def test_a_document_that_lay_there_before_becomes_words() -> None:
    """What is no text has nothing behind which a number could stand."""
    play, document = proposed(), {"digest": "ab" * 32}
    frozen = FrozenText(1, digest_of_words({"text": document}, ("text",)), ("FRA",))
    play.case = play.case.patched((("fact", FROZEN, frozen.to_json()),))
    view = filed(play, {"text": document})

    assert NEW.check(view) is not None
    assert {"text": f"[exercise] ({play.case.n + 1})"} == NEW.mend({"text": document}, view)
