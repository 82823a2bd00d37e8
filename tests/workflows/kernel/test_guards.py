"""Guards: each holds, refuses with its sentence, and has words; the list is closed, so every one is in the table."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.workflows.kernel.play import Play, hand, utc
from tests.workflows.kernel.toys import ASKED, ASKER, Paper, play, step
from workflows.kernel import guards as g
from workflows.kernel.actors import ANY_PARTY
from workflows.kernel.language import PRODUCT, On, Opens, Period, Source, TimeLimit, choice, date_field
from workflows.kernel.view import Facts, View

TREATY = Source("OST")
LIMITS = (
    TimeLimit("wait", Period(days=10), TREATY("IX"), title="Wait", zone="UTC"),
    TimeLimit("soft", Period(days=10), PRODUCT, title="Soft", zone="UTC"),
)


class Dated(Paper):
    """Dated paper."""

    start = date_field("Start", TREATY("IX"), need="optional")
    channel = choice("Channel", {"post": "Post", "wire": "Wire"}, PRODUCT, need="optional")


def playing(guard: g.Guard, world: Facts | None = None) -> Play:
    """Play a case in which a step is guarded, and in which the guard can be made to hold."""
    return play(
        [
            step("act", ("open", "other", "paused"), when=guard, by=ANY_PARTY),
            step("on_track", when=guard, by=ANY_PARTY, track=On("talk", ("sent", "heard"))),
            step("begin", by=ANY_PARTY, asks=Dated, opens=Opens("talk", "who"), starts=("wait", "soft"),
                 keeps=("start",)),
            step("hear", track=On("talk", ("sent",), "heard"), flags=("heard_it",), asks=Dated, collects=("channel",)),
            step("stop", pauses=("soft",), flags=("stopped",)),
            step("joint", by=ASKER & ASKED),
        ],
        world,
        limits=LIMITS,
    )  # fmt: skip


BEGIN = ("begin", "JPN", "2026-01-01", {"filing": {"who": ["KOR", "FRA"], "start": "2026-02-01"}})
HEAR = ("hear", "JPN", "2026-01-02", {"track": "KOR", "filing": {"channel": "post"}})
HEAR_AGAIN = ("hear", "JPN", "2026-01-02", {"track": "FRA", "filing": {"channel": "wire"}})
BEGIN_ALL = ("begin", "KOR", "2026-01-01", {"filing": {"who": ["JPN", "FRA"], "start": "2026-02-01"}})
HEAR_OWN = ("hear", "JPN", "2026-01-02", {"track": "JPN", "filing": {"channel": "post"}})
STOP = ("stop", "JPN", "2026-01-03", {})
OTHER = ("go_there", "JPN", "2026-01-03", {})
JOINT = ("joint", "KOR", "2026-01-02", {})
UNBOUND = {"bound": False, "reason": "OST was not in force on 1 January 1961."}

# guard, what makes it hold, the refusal without that, the words; a world that refuses where only the world decides
TABLE: list[tuple[g.Guard, list[Any], str, str, Facts | None]] = [
    (g.Done("hear"), [BEGIN, HEAR], "“Hear” has not been taken.", "“Hear” is on record", None),
    (g.Done("hear", 2), [BEGIN, HEAR, HEAR_AGAIN], "“Hear” has not been taken.", "“Hear” is on record", None),
    (g.Running("wait"), [BEGIN], "“Wait” is not running.", "“Wait” is running", None),
    (g.Stopped("soft"), [BEGIN, STOP], "“Soft” is not stopped.", "“Soft” is stopped", None),
    (g.InState(("other", "paused")), [OTHER], "The case is at “Open”, not at “Other” or “Paused”.",
     "the case is at “Other” or “Paused”",
     None),
    (g.CameFrom(("open",)), [OTHER], "The case did not come here from “Open”.", "the case came from “Open”", None),
    (g.TrackIn(("heard",), "talk:KOR"), [BEGIN, HEAR], "Kor is not “Heard”.", "kor is “Heard”", None),
    (g.AllTracks("talk", ("sent",)), [BEGIN], "There is no talk yet.", "every talk is “Sent”", None),
    (g.AnyTrack("talk", ("heard",)), [BEGIN, HEAR], "No talk is “Heard”.", "at least one talk is “Heard”", None),
    (g.OwnTrack("talk", ("heard",)), [BEGIN_ALL, HEAR_OWN],
     "Your party has no talk here; needed is one that is “Heard”.",
     "one's own talk is “Heard”", None),
    (g.AnyTrack("talk", ("heard",), 2), [BEGIN, HEAR, HEAR_AGAIN], "Fewer than 2 (talk) are “Heard”.",
     "at least 2 (talk) are “Heard”",
     None),
    (g.Flagged("stopped"), [BEGIN, STOP], "“Stopped” is not on record.", "“Stopped” is on record", None),
    (g.Fact("start", ("2026-02-01",)), [BEGIN], "“Start” is not 2026-02-01.", "“Start” is 2026-02-01", None),
    (g.Nearer("start", Period(days=60)), [BEGIN], "“Start” is not known as a date.", "“Start” is within 60 days", None),
    (g.HandLaid("joint", ASKED), [JOINT], "“Joint” was not agreed to by Asked.", "“Joint” was agreed to by Asked",
     None),
    (g.Lapsed("wait"), [BEGIN, (None, None, "2026-02-01", {})], "“Wait” is not running.", "“Wait” has passed", None),
    (~g.Flagged("stopped"), [], "Not while “Stopped” is on record.", "not (“Stopped” is on record)", None),
    (g.Says(g.Flagged("stopped"), "Stop first.", TREATY("IX")), [BEGIN, STOP], "Stop first.", "“Stopped” is on record",
     None),
    (g.Flagged("stopped") & g.Flagged("heard"), [], "“Stopped” is not on record.",
     "“Stopped” is on record and “Heard” is on record", None),
    (g.Flagged("heard") | g.Flagged("stopped"), [BEGIN, STOP], "“Heard” is not on record.",
     "“Heard” is on record or “Stopped” is on record", None),
    (g.Bound("OST", TREATY("IX"), advice="Use the voluntary profile."), [],
     f"{UNBOUND['reason']} Use the voluntary profile.",
     "OST is in force and binds the party on that date", Facts({"bound": UNBOUND})),
    (g.Reachable(), [], "JPN has no contact point that answered.", "every party has a contact point that answered",
     Facts({"reachable:JPN": False})),
    (g.AllBound("OST", TREATY("IX")), [], "Korea is not bound.", "OST is in force and binds every party on that date",
     Facts({"bound:OST:KOR:2026-01-01": {"bound": False, "reason": "Korea is not bound."}})),
    (g.Among(("KOR",), "{party} is not a party to it.", TREATY("IX")), [], "JPN is not a party to it.",
     "all are among KOR", None),
    (g.Absent(("KOR",), "{party} reserved it.", TREATY("IX")), [], "KOR reserved it.",
     "none of KOR is a party to the matter", None),
    (g.OfKind(("igo", "state"), "{party} is neither.", TREATY("IX")), [], "JPN is neither.",
     "the party is an intergovernmental organisation or a State", Facts({"kind:JPN": "body"})),
    (g.NoOther("lunar", "charter", ("admitted",), TREATY("IX")), [],
     "You have a case on this already (LUN-2026-A): go on there.", "the party has no other case on this",
     Facts({"entered": [["LUN-2026-B", "left"], ["LUN-2026-A", "admitted"]]})),
    (g.Linked("meeting", ("held",)), [], "There is no linked meeting that is held.", "a linked meeting is held",
     Facts({"linked": ["planned"]})),
    (g.Linked("meeting"), [], "There is no linked meeting.", "a linked meeting is there", Facts({"linked": []})),
    (g.MoreLinked("meeting", ("held",), "talk", ("heard",)), [], "There is no further linked meeting that is held.",
     "more cases linked as meeting are held than here (talk) are “Heard”", Facts({"linked": ["planned"]})),
    (g.Available("lunar"), [], "The procedure “Lunar” is not installed here.", "the procedure “Lunar” is installed",
     Facts({"available:lunar": False})),
    (g.ActivityIs(("planned",), TREATY("IX"), "Ask under Article V."), [],
     "The activity is completed, not planned. Ask under Article V.",
     "the activity is planned", Facts({"activity": "completed"})),
    (g.Proofs("talk", "hear", 1, 1), [], "KOR: 1 proofs of delivery on 1 channels are needed; recorded: 0 on 0.",
     "1 proofs of delivery on 1 channels for each talk", None),
]  # fmt: skip
UNMET = (g.Not, g.AllOf, g.Proofs, g.Among, g.Absent)
"""Guards whose tests stand by themselves, since nothing in the toy case meets them as the table has them."""
HOLDING = Facts({"linked": ["held"], "activity": "planned"})


def prepared(guard: g.Guard, before: list[Any], world: Facts | None) -> Play:
    """Play the acts that come before."""
    found = playing(guard, world)
    for key, who, at, rest in before:
        found.take(key, who, at, **rest) if key else found.pass_time(at)
    return found


def test_every_guard_is_in_the_table() -> None:
    """A guard that is added brings its refusal, its words and this row."""
    classes = {
        cls for cls in vars(g).values() if isinstance(cls, type) and issubclass(cls, g.Guard) and cls is not g.Guard
    }

    assert classes == {type(row[0]) for row in TABLE}


@pytest.mark.parametrize("row", [r for r in TABLE if not isinstance(r[0], UNMET)], ids=lambda r: type(r[0]).__name__)
def test_a_guard_refuses_with_its_sentence_and_holds_when_it_is_met(row: Any) -> None:
    """The same step, refused before and taken after."""
    guard, before, sentence, words, world = row

    refused = playing(guard, world).refused("act", "JPN", "2026-01-01")

    assert (sentence, "closed", words) == (str(refused), refused.kind, guard.words())
    met = prepared(guard, before, HOLDING)
    at = met.acts[-1].at.strftime("%Y-%m-%dT%H:%M:%S") if met.acts else "2026-01-05"
    assert "step" == met.take("act", "JPN", at).kind


def test_a_guard_without_a_provision_of_its_own_refuses_under_that_of_the_step() -> None:
    """And one with a provision under that."""
    plain = playing(g.Flagged("stopped")).refused("act", "JPN", "2026-01-01")
    cited = playing(g.Says(g.Flagged("stopped"), "Stop first.", TREATY("IX", 3))).refused("act", "JPN", "2026-01-01")

    assert (["PRODUCT"], ["OST IX s3"]) == ([str(c) for c in plain.under], [str(c) for c in cited.under])


def test_what_is_counted_here_already_is_no_further_linked_case() -> None:
    """One linked case is held: with no talk heard there is one more there, with one heard there is not."""
    found = prepared(g.MoreLinked("meeting", ("held",), "talk", ("heard",)), [BEGIN], HOLDING)
    assert "act" in found.offered("JPN", "2026-01-02")
    found.take("hear", "JPN", "2026-01-02", track="KOR", filing={"channel": "post"})
    assert "There is no further linked meeting that is held." == str(found.refused("act", "JPN", "2026-01-03"))


def test_not_refuses_what_it_negates() -> None:
    """And holds otherwise."""
    found = prepared(~g.Flagged("stopped"), [BEGIN], None)
    assert "step" == found.take("act", "JPN", "2026-01-01").kind

    found.take("stop", "JPN", "2026-01-02")
    assert "Not while “Stopped” is on record." == str(found.refused("act", "JPN", "2026-01-02"))


def test_all_of_refuses_with_the_first_that_fails() -> None:
    """Met one by one."""
    both = g.Done("begin") & g.Flagged("stopped")
    found = playing(both)
    assert "“Begin” has not been taken." == str(found.refused("act", "JPN", "2026-01-01"))

    found = prepared(both, [BEGIN], None)
    assert "“Stopped” is not on record." == str(found.refused("act", "JPN", "2026-01-01"))
    found.take("stop", "JPN", "2026-01-01")
    assert "step" == found.take("act", "JPN", "2026-01-01").kind


def test_any_of_refuses_with_the_one_that_names_the_earliest_date() -> None:
    """A date is worth more to the reader than a missing flag."""
    found = prepared(g.Flagged("never") | g.Lapsed("wait"), [BEGIN], None)

    refused = found.refused("act", "JPN", "2026-01-05")

    assert ("“Wait” runs until 11 January 2026.", "2026-01-12") == (str(refused), str(refused.opens_on))


def test_a_limit_that_is_stopped_or_was_ended_is_told_without_a_day() -> None:
    """It ran until 31 January; stopped on 3 January it has no such day. Taken up again it has one; where it was ended,
    it is not running."""
    wait = TimeLimit("wait", Period(days=30), PRODUCT, title="Wait", zone="UTC")
    steps = [step("begin", starts=("wait",)), step("pause", pauses=("wait",)), step("resume", resumes=("wait",)),
             step("end", stops=("wait",)), step("act", when=g.Lapsed("wait"))]  # fmt: skip
    found = play(steps, limits=(wait,))
    told = []
    for taken, on in (("begin", "01"), ("pause", "03"), ("resume", "05"), ("end", "06")):
        found.take(taken, "JPN", f"2026-01-{on}")
        refused = found.refused("act", "JPN", f"2026-01-{on}")
        told.append((str(refused), refused.opens_on and str(refused.opens_on)))

    assert [
        ("“Wait” runs until 31 January 2026.", "2026-02-01"),
        ("“Wait” is stopped.", None),
        ("“Wait” runs until 2 February 2026.", "2026-02-03"),
        ("“Wait” is not running.", None),
    ] == told


@pytest.mark.parametrize(("day", "holds"), [("2026-01-10", False), ("2026-01-11", False), ("2026-01-12", True)])
def test_a_limit_has_passed_the_day_after_its_last(day: str, holds: bool) -> None:
    """And runs until then."""
    lapsed, running = prepared(g.Lapsed("wait"), [BEGIN], None), prepared(g.Running("wait"), [BEGIN], None)

    assert holds == ("act" in lapsed.offered("JPN", day))
    assert holds == ("act" not in running.offered("JPN", day))


def test_running_says_whether_the_limit_passed_or_never_ran() -> None:
    """Two different reasons."""
    assert "“Wait” is not running." == str(playing(g.Running("wait")).refused("act", "JPN", "2026-01-01"))
    assert "“Wait” has passed." == str(prepared(g.Running("wait"), [BEGIN], None).refused("act", "JPN", "2026-02-01"))


def test_all_tracks_names_the_one_that_is_astray() -> None:
    """And with none it holds only where that is said."""
    found = prepared(g.AllTracks("talk", ("heard",)), [BEGIN, HEAR], None)
    assert "FRA is “Sent”; needed is “Heard”." == str(found.refused("act", "JPN", "2026-01-03"))

    assert "step" == playing(g.AllTracks("talk", ("heard",), none=True)).take("act", "JPN", "2026-01-03").kind


def test_a_guard_on_the_track_at_hand_looks_at_that_track() -> None:
    """The same step, open on one track and closed on the other."""
    for guard in (g.TrackIn(("heard",)), g.Flagged("heard_it"), g.Done("hear")):
        found = prepared(guard, [BEGIN, HEAR], None)
        assert {"on_track@talk:KOR"} == {o for o in found.offered("JPN", "2026-01-03") if o.startswith("on_track")}


def test_proofs_are_counted_on_each_track_with_their_channels() -> None:
    """One proof on one channel is not two on two; only tracks in the states named count."""
    found = prepared(g.Proofs("talk", "hear", 1, 1), [BEGIN, HEAR], None)
    assert str(found.refused("act", "JPN", "2026-01-03")).startswith(
        "FRA: 1 proofs of delivery on 1 channels are needed"
    )

    found.take("hear", "JPN", "2026-01-03", track="FRA", filing={"channel": "wire"})
    assert "step" == found.take("act", "JPN", "2026-01-03").kind
    only = prepared(g.Proofs("talk", "hear", 1, 1, ("heard",)), [BEGIN, HEAR], None)
    assert "step" == only.take("act", "JPN", "2026-01-03").kind


def test_bound_asks_for_the_acting_party_and_those_whom_a_field_names_on_the_day() -> None:
    """The answer is kept in the act."""
    guard = g.Bound("OST", TREATY("IX"), "who")
    world = Facts({"bound:OST:FRA:2026-01-01": {"bound": False, "reason": "France is not bound."}})
    found = play([step("act", when=guard, asks=Paper)], world)

    assert "France is not bound." == str(found.refused("act", "JPN", "2026-01-01", filing={"who": ["KOR", "FRA"]}))
    act = found.take("act", "JPN", "2026-01-01", filing={"who": ["KOR"]})

    assert ["bound:OST:JPN:2026-01-01", "bound:OST:KOR:2026-01-01"] == [key for key, _ in act.reads]


def test_among_asks_for_the_acting_party_and_those_whom_a_field_names() -> None:
    """Japan and Korea are in the list; France, whom the filing names, is not."""
    guard = g.Among(("JPN", "KOR"), "{party} is not a party to it.", TREATY("IX"), "who")
    found = play([step("act", when=guard, asks=Paper)])

    assert "FRA is not a party to it." == str(found.refused("act", "JPN", "2026-01-01", filing={"who": ["KOR", "FRA"]}))
    assert "step" == found.take("act", "JPN", "2026-01-01", filing={"who": ["KOR"]}).kind
    alone = playing(g.Among(("KOR",), "{party} is not a party to it.", PRODUCT))
    assert "JPN is not a party to it." == str(alone.refused("act", "JPN", "2026-01-01"))


def test_absent_looks_at_every_party_with_a_stake() -> None:
    """Korea is one, France and the office are not."""
    refused = playing(g.Absent(("KOR",), "{party} reserved it.", TREATY("IX"))).refused("act", "JPN", "2026-01-01")
    free = playing(g.Absent(("FRA", "OFF"), "{party} reserved it.", TREATY("IX")))

    assert ("KOR reserved it.", ["OST IX"]) == (str(refused), [str(c) for c in refused.under])
    assert "step" == free.take("act", "JPN", "2026-01-01").kind


@pytest.mark.parametrize(("day", "holds"), [("2026-01-01", False), ("2026-01-02", False), ("2026-01-03", True)])
def test_nearer_holds_when_less_than_the_period_is_left(day: str, holds: bool) -> None:
    """Thirty days before 1 February is 2 January: on it exactly thirty are left."""
    found = prepared(g.Nearer("start", Period(days=30)), [BEGIN], None)

    assert holds == ("act" in found.offered("JPN", day))


def test_a_refusal_has_a_sentence_for_those_who_may_not_see_the_cause() -> None:
    """It says nothing but that the step is not open."""
    refused = playing(g.Flagged("stopped")).refused("act", "JPN", "2026-01-01")

    assert ["This step is not open now."] == [r.public for r in refused.refusals]


def test_several_refusals_are_answered_by_the_gravest_and_the_latest_date() -> None:
    """Unknown before standing before closed before content; a date only where all name one."""
    closed, content = g.Refusal("a", opens_on=utc("2026-01-01").date()), g.Refusal("b", kind=g.CONTENT)

    assert ("closed", None) == (g.Refused((closed, content)).kind, g.Refused((closed, content)).opens_on)
    later = g.Refusal("c", (TREATY("IX"),), utc("2026-02-01").date())
    assert ("2026-02-01", "a; c") == (str(g.Refused((closed, later)).opens_on), str(g.Refused((closed, later))))
    assert ("OST IX",) == tuple(str(c) for c in g.Refused((closed, later)).under)


def test_the_base_of_guards_is_no_guard() -> None:
    """It neither checks nor speaks."""
    view = View(playing(g.Reachable()).procedure, playing(g.Reachable()).case, hand("JPN"), utc("2026-01-01"), Facts())
    calls: list[Callable[[], Any]] = [lambda: g.Guard().check(view), lambda: g.Guard().words()]
    for call in calls:
        with pytest.raises(NotImplementedError):
            call()
