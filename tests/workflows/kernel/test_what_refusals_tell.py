"""What the refusal of a guard carries beside its sentence: the provision, the day from which it opens, and the tracks
whose state it tells. A refusal that names too few tracks would tell a party of talks in which it has no part."""

from typing import Any

import pytest

from tests.workflows.kernel import test_guards as cases
from tests.workflows.kernel.play import hand, utc
from tests.workflows.kernel.test_guards import BEGIN, BEGIN_ALL, HEAR, JOINT, OTHER, TREATY, prepared
from tests.workflows.kernel.toys import ASKED
from workflows.kernel import guards as g
from workflows.kernel.guards import Refusal
from workflows.kernel.language import PRODUCT, Citation, Period
from workflows.kernel.view import Facts, View

OPENED = "2026-01-05"
BOTH = ("talk:KOR", "talk:FRA")
SINCE = {"bound": False, "reason": "Korea is bound from June on.", "since": "2026-06-01"}


def refusal_of(
    guard: g.Guard, before: list[Any], world: Facts | None = None, track: str = "", at: str = OPENED
) -> Refusal:
    """Ask a guard, as Japan, after some acts; the step and its own provision are not there to fill anything in."""
    play = prepared(guard, before, world)
    on = play.case.tracks[track] if track else None
    found = guard.check(View(play.procedure, play.case, hand("JPN"), utc(at), play.world, track=on))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("guard", "before", "told"),
    [
        (g.TrackIn(("heard",), "talk:KOR"), [BEGIN], ("talk:KOR",)),
        (g.TrackIn(("heard",), "talk:KOR"), [], ()),
        (g.AllTracks("talk", ("heard",)), [BEGIN, HEAR], ("talk:FRA",)),
        (g.AllTracks("talk", ("heard",)), [], ()),
        (g.AnyTrack("talk", ("heard",)), [BEGIN], BOTH),
        (g.AnyTrack("talk", ("heard",), 2), [BEGIN, HEAR], BOTH),
        (g.OwnTrack("talk", ("heard",)), [BEGIN_ALL], ("talk:JPN",)),
        (g.OwnTrack("talk", ("heard",)), [BEGIN], ()),
        (g.Proofs("talk", "hear", 1, 1), [BEGIN, HEAR], ("talk:FRA",)),
        (~g.AnyTrack("talk", ("sent",)), [BEGIN], BOTH),
        (~g.AllTracks("talk", ("sent",)), [BEGIN], BOTH),
        (~g.Proofs("talk", "hear", 0, 0), [BEGIN], BOTH),
        (~(g.AnyTrack("talk", ("sent",)) & g.AllTracks("talk", ("sent",))), [BEGIN], BOTH),
        (~g.Says(g.AnyTrack("talk", ("sent",)), "Not now."), [BEGIN], BOTH),
        (g.Says(g.AnyTrack("talk", ("heard",)), "Hear first."), [BEGIN], BOTH),
        (~g.InState(("open",)), [BEGIN], ()),
        (g.Flagged("stopped"), [BEGIN], ()),
    ],
    ids=str,
)
def test_a_refusal_names_every_track_whose_state_it_tells(guard: g.Guard, before: Any, told: Any) -> None:
    """Each once, and none that it does not tell of."""
    assert told == refusal_of(guard, before).reveals


@pytest.mark.parametrize(
    ("guard", "before", "world", "under"),
    [
        (g.Lapsed("wait"), [], None, [TREATY("IX")]),
        (g.Lapsed("wait"), [BEGIN], None, [TREATY("IX")]),
        (g.Running("wait"), [], None, [TREATY("IX")]),
        (g.Stopped("wait"), [BEGIN], None, [TREATY("IX")]),
        (g.Nearer("start", Period(days=3)), [], None, [PRODUCT]),
        (g.Nearer("start", Period(days=3)), [BEGIN], None, [PRODUCT]),
        (g.Reachable(), [], Facts({"reachable:JPN": False}), [PRODUCT]),
        (g.Reachable(TREATY("IX")), [], Facts({"reachable:JPN": False}), [TREATY("IX")]),
        (g.ActivityIs(("planned",)), [], Facts({"activity": "completed"}), [PRODUCT]),
        (g.ActivityIs(("planned",), TREATY("IX")), [], Facts({"activity": "completed"}), [TREATY("IX")]),
        (g.Available("lunar"), [], Facts({"available:lunar": False}), [PRODUCT]),
        (g.Proofs("talk", "hear"), [BEGIN], None, [PRODUCT]),
        (g.Bound("OST", TREATY("IX")), [], Facts({"bound": SINCE}), [TREATY("IX")]),
        (g.AllBound("OST", TREATY("IX")), [], Facts({"bound": SINCE}), [TREATY("IX")]),
        (g.Among(("KOR",), "{party} is not in.", TREATY("IX")), [], None, [TREATY("IX")]),
        (g.OfKind(("igo",), "{party} is none.", TREATY("IX")), [], None, [TREATY("IX")]),
        (g.NoOther("lunar", "charter", ("left",), TREATY("IX")), [], Facts({"entered": [["L-1", "left"]]}),
         [TREATY("IX")]),
        (g.Says(g.Flagged("stopped"), "Stop first."), [], None, [PRODUCT]),
        (g.Says(g.Flagged("stopped"), "Stop first.", TREATY("IX")), [], None, [TREATY("IX")]),
    ],
    ids=str,
)  # fmt: skip
def test_a_refusal_names_the_provision_on_which_it_stands(
    guard: g.Guard, before: Any, world: Facts | None, under: list[Citation]
) -> None:
    """That of the limit, of the guard, or the product's own."""
    assert under == list(refusal_of(guard, before, world).under)


@pytest.mark.parametrize("guard", [g.Bound("OST", TREATY("IX")), g.AllBound("OST", TREATY("IX"))], ids=str)
def test_who_will_be_bound_is_told_from_which_day(guard: g.Guard) -> None:
    """As the world says; where it says none, no day is told."""
    known = refusal_of(guard, [], Facts({"bound": SINCE}))
    never = refusal_of(guard, [], Facts({"bound": {"bound": False, "reason": "It is not bound."}}))

    assert ("Korea is bound from June on.", "2026-06-01") == (str(known), str(known.opens_on))
    assert ("It is not bound.", None) == (str(never), never.opens_on)


@pytest.mark.parametrize("all_", [False, True])
def test_a_treaty_is_asked_for_the_day_of_a_fact_and_waiting_then_helps_nobody(all_: bool) -> None:
    """The damage was done on 1 February: that a State is bound from June on opens nothing."""
    guard: g.Guard = g.AllBound("OST", TREATY("IX"), "start") if all_ else g.Bound("OST", TREATY("IX"), on="start")
    play = prepared(guard, [BEGIN], Facts({"bound": SINCE}))
    view = View(play.procedure, play.case, hand("JPN"), utc(OPENED), play.world)
    refusal = guard.check(view)

    assert refusal is not None
    assert refusal.opens_on is None
    assert ["bound:OST:JPN:2026-02-01"] == list(view.reads)
    who = "every party" if all_ else "the party"
    assert f"OST is in force and binds {who} on the date of “Start”" == guard.words()


def test_a_treaty_is_asked_for_everybody_with_a_stake_and_nobody_else() -> None:
    """Japan and Korea have one, the office has none."""
    play = prepared(g.AllBound("OST", TREATY("IX")), [], None)
    view = View(play.procedure, play.case, hand("JPN"), utc(OPENED), play.world)

    assert g.AllBound("OST", TREATY("IX")).holds(view)
    assert ["bound:OST:JPN:2026-01-05", "bound:OST:KOR:2026-01-05"] == list(view.reads)


def test_a_limit_that_runs_opens_the_day_after_its_last() -> None:
    """Ten days from 1 January: 11 January is the last, and 12 January is told."""
    refusal = refusal_of(g.Lapsed("wait"), [BEGIN])
    assert ("“Wait” runs until 11 January 2026.", "2026-01-12") == (str(refusal), str(refusal.opens_on))


def test_a_stopped_limit_does_not_run_however_late_it_is() -> None:
    """Nor does it pass: on the day of its old end, and a year later."""
    before = [BEGIN, cases.STOP]
    assert "“Soft” is not running." == str(refusal_of(g.Running("soft"), before))
    assert "“Soft” is not running." == str(refusal_of(g.Running("soft"), before, at="2027-01-01"))
    assert refusal_of(g.Lapsed("soft"), before, at="2027-01-01").kind == g.CLOSED


def test_two_proofs_on_two_channels_are_asked_where_nothing_else_is_said() -> None:
    """Two by post are two, but on one channel."""
    refusal = refusal_of(g.Proofs("talk", "hear"), [BEGIN, HEAR, cases.HEAR_AGAIN])
    assert "KOR: 2 proofs of delivery on 2 channels are needed; recorded: 1 on 1." == str(refusal)
    assert "2 proofs of delivery on 2 channels for each talk" == g.Proofs("talk", "hear").words()


def test_a_step_of_one_hand_waits_for_no_other() -> None:
    """Only whoever laid a hand has agreed."""
    assert "“Joint” was not agreed to by Asked." == str(refusal_of(g.HandLaid("joint", ASKED), []))
    play = prepared(g.HandLaid("joint", ASKED), [JOINT], None)
    view = View(play.procedure, play.case, hand("JPN"), utc(OPENED), play.world)

    assert g.HandLaid("joint", ASKED).holds(view)
    assert not g.HandLaid("joint", cases.ASKER).holds(view)


def test_reasons_name_where_the_case_stands_and_whence_it_came() -> None:
    """“Other” was entered from “Open” and from nowhere else."""
    assert "The case is at “Other”, not at “Paused”." == str(refusal_of(g.InState(("paused",)), [OTHER]))
    assert "The case did not come here from “Paused”." == str(refusal_of(g.CameFrom(("paused",)), [OTHER]))


@pytest.mark.parametrize(
    ("kinds", "kind"),
    [
        (("content", "closed", "standing", "unknown"), "unknown"),
        (("content", "closed", "standing"), "standing"),
        (("content", "closed"), "closed"),
        (("content",), "content"),
    ],
)
def test_the_gravest_of_several_refusals_decides_the_answer(kinds: tuple[str, ...], kind: str) -> None:
    """No such step, then no right, then not now, then a fault in the filing."""
    assert kind == g.Refused(tuple(Refusal("No.", kind=one) for one in kinds)).kind


def test_a_provision_that_several_refusals_name_is_named_once() -> None:
    """In the order in which they came."""
    first, second = Refusal("a", (TREATY("IX"), PRODUCT)), Refusal("b", (PRODUCT, TREATY("XI")))
    assert (TREATY("IX"), PRODUCT, TREATY("XI")) == g.Refused((first, second)).under


def test_without_a_date_in_any_refusal_none_is_told() -> None:
    """And of a refusal alone it is its own."""
    day = utc("2026-03-01").date()
    assert g.Refused((Refusal("a"), Refusal("b"))).opens_on is None
    assert day == g.Refused((Refusal("a", opens_on=day),)).opens_on


def test_the_world_is_asked_for_the_partys_own_cases_under_the_term_of_this_procedure() -> None:
    """A case of another procedure, under another charter or of another party is no hindrance."""
    guard = g.NoOther("lunar", "charter", ("admitted",), TREATY("IX"))
    play = prepared(guard, [], None)
    view = View(play.procedure, play.case, hand("JPN"), utc(OPENED), play.world)

    assert guard.holds(view)
    assert ["entered:lunar::JPN"] == list(view.reads)
