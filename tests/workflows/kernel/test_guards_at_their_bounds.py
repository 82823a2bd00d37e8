"""Guards at the edge: the last instant and the first after it, the one proof too few, the hand on another track."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.workflows.kernel.play import Play, hand, utc
from tests.workflows.kernel.test_guards_name_things import BEGIN, HEAR, OWN, SEVEN, TREATY, seen
from tests.workflows.kernel.toys import ASKED, ASKER, Paper, play, step
from workflows.kernel import guards as g
from workflows.kernel.guards_of_closing import BeforeClosing
from workflows.kernel.guards_of_extension import AskedSince, Extendable
from workflows.kernel.guards_of_facts import ChosenIn, Passed, Precedes, ShorterThan
from workflows.kernel.guards_of_receipt import LapsedForAll
from workflows.kernel.guards_of_rolls import AllOnRoll, Missing, NoneOnRoll, OnRoll
from workflows.kernel.guards_of_sides import HasRole, SameParty, SomeOfKind
from workflows.kernel.language import PRODUCT, On, Opens, Period, Roll, TimeLimit, choice
from workflows.kernel.limits import by_case
from workflows.kernel.reckoning import Calendar
from workflows.kernel.view import Facts, View

NEW_YEAR = Calendar("Tokyo", frozenset((5, 6)), frozenset({date(2026, 1, 6)}), date(2026, 1, 1), date(2026, 12, 31))
CLUB = Roll("joining", "charter-a", "member")
URGENT = by_case("urgency", "normal", {"normal": Period(days=30), "high": Period(days=2)})


class Planned(Paper):
    """Planned paper."""

    urgency = choice("Urgency", {"normal": "Normal", "high": "High"}, PRODUCT, need="optional")


def kept(at: str = "2026-01-05", **filing: Any) -> View:
    """Look, as Japan, at a case that keeps what a filing said; 5 January 2026 is a Monday."""
    keeps = ("on_day", "until", "urgency", "one")
    found = play([step("plan", asks=Planned, keeps=keeps)], Facts(calendars={"JPN": NEW_YEAR}))
    found.take("plan", "JPN", "2026-01-01", filing=filing, exact=True)
    return View(found.procedure, found.case, hand("JPN"), utc(at), found.world)


def moment(text: str) -> dict[str, str]:
    """Write an instant as a filing holds it."""
    return {"at": f"{text}+00:00", "zone": "UTC"}


@pytest.mark.parametrize(
    ("length", "filed", "near"),
    [
        (Period(hours=48), {"until": moment("2026-01-07T11:59:59")}, True),
        (Period(hours=48), {"until": moment("2026-01-07T12:00:00")}, False),
        (Period(hours=48), {"on_day": "2026-01-07"}, True),
        (Period(hours=48), {"on_day": "2026-01-08"}, False),
        (Period(hours=36), {"on_day": "2026-01-07"}, False),
        (Period(days=2), {"until": moment("2026-01-07T23:59:59")}, True),
        (Period(days=2), {"until": moment("2026-01-08T00:00:00")}, False),
        (Period(days=2), {"on_day": "2026-01-06"}, True),
        (Period(days=2), {"on_day": "2026-01-07"}, False),
        (Period(working_days=3), {"on_day": "2026-01-08"}, True),
        (Period(working_days=3), {"on_day": "2026-01-09"}, False),
        (URGENT, {"on_day": "2026-01-06", "urgency": "high"}, True),
        (URGENT, {"on_day": "2026-01-07", "urgency": "high"}, False),
        (URGENT, {"on_day": "2026-01-07", "urgency": "normal"}, True),
    ],
    ids=str,
)
def test_a_date_is_near_while_less_than_the_period_is_left(length: Any, filed: dict[str, Any], near: bool) -> None:
    """To the second where an instant is kept or hours are counted; 6 January is no working day in Tokyo."""
    fact = "until" if "until" in filed else "on_day"
    assert near is g.Nearer(fact, length).holds(kept(**filed))


@pytest.mark.parametrize(
    ("filed", "sentence"),
    [
        ({"until": {"at": "2026-03-02T03:00:00+09:00", "zone": "Asia/Tokyo"}},
         "“Until” (1 March 2026) is not within 7 days from now."),
        ({}, "“Until” is not known as a date."),
    ],
    ids=["early in March in Tokyo", "unknown"],
)  # fmt: skip
def test_what_is_not_near_is_told_by_its_day_in_utc(filed: dict[str, Any], sentence: str) -> None:
    """3:00 on 2 March in Tokyo is 1 March."""
    assert sentence == str(g.Nearer("until", SEVEN).check(kept(**filed)))


@pytest.mark.parametrize(
    ("filed", "at", "passed"),
    [
        ({"until": moment("2026-01-05T12:00:00")}, "2026-01-05T11:59:59", False),
        ({"until": moment("2026-01-05T12:00:00")}, "2026-01-05T12:00:00", True),
        ({"on_day": "2026-01-05"}, "2026-01-05T23:59:59", False),
        ({"on_day": "2026-01-05"}, "2026-01-06T00:00:00", True),
    ],
    ids=str,
)
def test_an_instant_has_passed_when_it_is_there_and_a_day_when_it_is_over(
    filed: dict[str, Any], at: str, passed: bool
) -> None:
    """In UTC."""
    assert passed is Passed(next(iter(filed))).holds(kept(at, **filed))


@pytest.mark.parametrize(
    ("length", "filed", "short"),
    [
        (Period(hours=48), {"until": moment("2026-01-07T12:00:00")}, True),
        (Period(hours=48), {"until": moment("2026-01-07T12:00:01")}, False),
        (Period(days=2), {"on_day": "2026-01-06"}, True),
        (Period(days=2), {"on_day": "2026-01-07"}, False),
        (Period(working_days=3), {"on_day": "2026-01-08"}, True),
        (Period(working_days=3), {"on_day": "2026-01-09"}, False),
        (URGENT, {"on_day": "2026-01-06", "urgency": "high"}, True),
        (URGENT, {"on_day": "2026-01-07", "urgency": "high"}, False),
    ],
    ids=str,
)
def test_less_than_a_period_is_left_counted_back_from_the_day(length: Any, filed: dict[str, Any], short: bool) -> None:
    """From Thursday 8 January three working days back is 2 January, since the 6th is none; on the 5th that is over."""
    fact = "until" if "until" in filed else "on_day"
    assert short is ShorterThan(fact, length).holds(kept(**filed))


@pytest.mark.parametrize(
    ("filed", "facts", "before"),
    [
        ({"on_day": "2026-01-06"}, {"on_day": "2026-01-07"}, True),
        ({"on_day": "2026-01-07"}, {"on_day": "2026-01-07"}, False),
        ({"until": moment("2026-01-07T11:59:59")}, {"until": moment("2026-01-07T12:00:00")}, True),
        ({"until": moment("2026-01-07T12:00:00")}, {"until": moment("2026-01-07T12:00:00")}, False),
        ({"until": moment("2026-01-06T23:59:59")}, {"on_day": "2026-01-07"}, True),
        ({"until": moment("2026-01-07T00:00:00")}, {"on_day": "2026-01-07"}, False),
        ({"on_day": "2026-01-06"}, {"until": moment("2026-01-07T00:00:00")}, True),
        ({}, {"on_day": "2026-01-07"}, False),
        ({"on_day": "2026-01-06"}, {}, False),
    ],
    ids=str,
)
def test_what_is_filed_precedes_what_is_kept(filed: dict[str, Any], facts: dict[str, Any], before: bool) -> None:
    """Instants by the second, days by the day, one of each by their days; where one is unknown nothing precedes."""
    view = kept(**facts)
    view.filing = filed
    field, fact = next(iter(filed), "on_day"), next(iter(facts), "on_day")
    assert before is Precedes(field, fact).holds(view)


def test_what_does_not_precede_is_told_with_both_names_and_the_provision() -> None:
    """The product's own, where no other is given."""
    view = kept(on_day="2026-01-07")
    view.filing = {"one": "2026-01-08"}
    own, given = Precedes("one", "on_day").check(view), Precedes("one", "on_day", TREATY("IX")).check(view)
    assert own is not None
    assert given is not None
    assert "“One” is not before “Day”." == str(own)
    assert ((PRODUCT,), (TREATY("IX"),)) == (own.under, given.under)


def test_whoever_was_chosen_and_nobody_else_may_and_until_then_whoever_has_the_role() -> None:
    """France was chosen; until then it is for the asker, for Korea, which was asked, or for a role that nobody has."""
    chosen, nobody = kept(one="FRA"), kept()

    assert "This is for FRA, and not for JPN." == str(ChosenIn("one", "asker").check(chosen))
    assert ChosenIn("one", "asker").holds(nobody)
    assert "This is for KOR, and not for JPN." == str(ChosenIn("one", "asked").check(nobody))
    assert "This is for Arbiter, and not for JPN." == str(ChosenIn("one", "arbiter").check(nobody)).replace(
        "arb", "Arb"
    )
    assert ChosenIn("one", "asked").holds(kept(one="JPN"))


def test_the_earliest_day_of_several_ways_is_told() -> None:
    """Whatever stands first."""
    limits = tuple(TimeLimit(key, Period(days=days), TREATY("IX"), zone="UTC") for key, days in
                   (("far", 30), ("near", 10), ("middle", 20)))  # fmt: skip
    found = play([step("begin", starts=("far", "near", "middle"))], limits=limits)
    found.take("begin", "JPN", "2026-01-01")
    view = View(found.procedure, found.case, hand("JPN"), utc("2026-01-05"), found.world)

    refusal = (g.Lapsed("far") | g.Lapsed("near") | g.Lapsed("middle")).check(view)
    assert refusal is not None
    assert date(2026, 1, 12) == refusal.opens_on


def test_a_hand_on_one_track_is_none_on_another() -> None:
    """Korea has agreed on its own track alone."""
    found = play([
        step("begin", opens=Opens("talk", "who"), asks=Paper),
        step("minutes", by=ASKER & ASKED, track=On("talk", ("sent",))),
    ])  # fmt: skip
    found.take("begin", "JPN", "2026-01-01", filing={"who": ["KOR", "FRA"]})
    found.take("minutes", "KOR", "2026-01-02", track="talk:KOR")
    held = {
        key: g.HandLaid("minutes", ASKED).holds(
            View(found.procedure, found.case, hand("JPN"), utc("2026-01-03"), found.world, track=track)
        )
        for key, track in found.case.tracks.items()
    }
    assert {"talk:KOR": True, "talk:FRA": False} == held


def test_the_track_at_hand_is_told_in_the_states_of_its_set() -> None:
    """Though the guard names no set."""
    view = seen([BEGIN])
    view.track = view.case.tracks["talk:FRA"]
    assert "FRA is not “Acknowledged”." == str(g.TrackIn(("heard",)).check(view))


def test_an_activity_of_another_or_of_no_status_is_refused_without_anything_beside_the_point() -> None:
    """Nothing follows where nothing is offered instead."""
    view = seen([])
    assert "The activity is of unknown status, not planned." == str(g.ActivityIs(("planned",)).check(view))
    view = seen([])
    view.reads["activity"] = "completed"
    assert "The activity is completed, not planned." == str(g.ActivityIs(("planned",)).check(view))


@pytest.mark.parametrize("guard", [g.Bound("OST", TREATY("IX")), g.AllBound("OST", TREATY("IX"))], ids=str)
def test_the_reason_why_a_treaty_does_not_bind_is_told_to_its_last_letter(guard: g.Guard) -> None:
    """With one full stop."""
    view = seen([])
    view.reads["bound:OST:JPN:2026-01-05"] = {"bound": False, "reason": "It is not bound by Annex X."}
    assert "It is not bound by Annex X." == str(guard.check(view))


def test_linked_cases_are_asked_for_by_their_kind() -> None:
    """A meeting is no negotiation."""
    for guard in (g.Linked("meeting"), g.MoreLinked("meeting", ("held",), "talk", ("heard",))):
        view = seen([])
        guard.check(view)
        assert ["linked:meeting"] == list(view.reads)


@pytest.mark.parametrize(("least", "channels", "recorded"), [(1, 0, "0 on 0"), (0, 1, "0 on 0"), (2, 0, "0 on 0")])
def test_proofs_and_channels_are_both_asked(least: int, channels: int, recorded: str) -> None:
    """Enough of one does not make up for the other."""
    refusal = g.Proofs("talk", "hear", least, channels).check(seen([BEGIN]))
    needed = f"{least} proofs of delivery on {channels} channels are needed"
    assert f"KOR: {needed}; recorded: {recorded}." == str(refusal)


def test_tracks_in_other_states_are_passed_over_and_the_next_is_looked_at() -> None:
    """Korea has heard; France has not, and of it a proof is asked."""
    refusal = g.Proofs("talk", "reply", 1, 0, ("sent",)).check(seen([BEGIN, HEAR]))
    assert str(refusal).startswith("FRA: 1 proofs")


def test_a_fact_that_is_not_known_is_no_value() -> None:
    """Not even the word for none."""
    assert g.Fact("start", ("",)).holds(seen([]))
    assert not g.Fact("start", ("None",)).holds(seen([]))


def test_a_closing_that_is_over_is_told_to_the_second_with_what_is_open_instead() -> None:
    """Ten days from 1 January end with 11 January, in UTC; the provision is that of the limit."""
    late = "what is received at that instant or after it is too late."
    plain = BeforeClosing("soft").check(seen([BEGIN], at="2026-01-12T00:00:00"))
    more = BeforeClosing("soft", "Write to the office.").check(seen([BEGIN], at="2026-01-12T00:00:00"))
    assert plain is not None
    assert more is not None
    assert f"“Time for talks” was at 12 January 2026, 00:00:00 UTC; {late}" == str(plain)
    assert f"{plain} Write to the office." == str(more)
    assert (TREATY("XI"),) == plain.under
    assert BeforeClosing("soft").holds(seen([BEGIN], at="2026-01-11T23:59:59"))


def test_a_limit_is_extended_while_it_runs_and_as_often_as_the_rule_allows() -> None:
    """Not before it runs, not after it passed."""
    assert Extendable("soft").holds(seen([BEGIN], at="2026-01-11"))
    passed = Extendable("soft").check(seen([BEGIN], at="2026-01-12"))
    assert "“Time for talks” is not running." == str(passed)
    view = seen([BEGIN])
    view.case.limits["soft"] = replace(view.case.limits["soft"], extended=1)
    refusal = Extendable("soft").check(view)
    assert refusal is not None
    assert "“Time for talks” was extended as often as the rule allows." == str(refusal)
    assert (TREATY("XI"),) == refusal.under


def test_a_request_waits_until_it_is_answered_and_again_after_a_new_one() -> None:
    """An answer of the same day answers it."""
    hear_again = ("begin", "JPN", "2026-01-08", {"filing": {"who": ["ITA"]}})
    answer = ("reply", "JPN", "2026-01-06", {})
    asked = AskedSince("begin", ("reply",))

    assert asked.holds(seen([BEGIN]))
    assert not asked.holds(seen([BEGIN, answer], at="2026-01-07"))
    assert not asked.holds(seen([]))
    assert asked.holds(seen([BEGIN, answer, hear_again], at="2026-01-09"))


def test_a_period_has_passed_for_all_only_when_it_has_on_each_track() -> None:
    """Korea's began on 2 January and ends with the 12th; France has not been heard at all."""
    alone = [("begin", "JPN", "2026-01-01", {"filing": {"who": ["KOR"]}}), HEAR]
    assert not LapsedForAll("wait").holds(seen(alone, at="2026-01-12T23:59:59"))
    assert LapsedForAll("wait").holds(seen(alone, at="2026-01-13T00:00:00"))
    refusal = LapsedForAll("wait").check(seen([BEGIN, HEAR], at="2026-01-13T00:00:00"))
    assert "“Time to reply” has not begun for FRA." == str(refusal)


def test_rolls_are_asked_for_by_procedure_value_and_role() -> None:
    """Four guards, one question."""
    guards: list[g.Guard] = [
        OnRoll(CLUB, "a member"), AllOnRoll(("talk",), ("sent",), CLUB, "agreed", "a member"),
        NoneOnRoll("talk", ("sent",), CLUB), Missing(CLUB, "asked"),
    ]  # fmt: skip
    for guard in guards:
        view = seen([BEGIN])
        guard.check(view)
        assert ["roll:joining:charter-a:member"] == list(view.reads)


def test_who_is_on_the_roll_and_whose_track_is_elsewhere_stands_in_nobodys_way() -> None:
    """Korea is on it, France is not and its note was received."""
    france = ("hear", "JPN", "2026-01-02", {"track": "FRA"})

    assert OnRoll(CLUB, "a member").holds(seen([], by="KOR"))
    assert not AllOnRoll(("talk",), ("sent",), CLUB, "agreed", "a member").holds(seen([BEGIN]))
    assert AllOnRoll(("talk",), ("sent",), CLUB, "agreed", "a member").holds(seen([BEGIN, france]))
    assert AllOnRoll(("talk",), ("heard",), CLUB, "read_out", "a member").holds(seen([BEGIN, france]))
    assert not AllOnRoll(("talk",), ("heard",), CLUB, "agreed", "a member").holds(seen([BEGIN, france]))
    assert NoneOnRoll("talk", ("heard",), CLUB).holds(seen([BEGIN, france]))
    assert not NoneOnRoll("talk", ("heard",), CLUB).holds(seen([BEGIN, HEAR]))


def test_somebody_on_the_roll_is_missing_where_only_others_have_the_role() -> None:
    """Korea was asked and is no asker."""
    assert Missing(CLUB, "asker").holds(seen([]))
    assert Missing(CLUB, "nobody").holds(seen([]))
    assert not Missing(CLUB, "asked").holds(seen([]))


def test_a_role_that_nobody_has_is_nobodys() -> None:
    """It is of no kind, is not shared, and the acting party has it not."""
    view = seen([OWN])

    assert "Nobody on this side is a State." == str(SomeOfKind("nobody", ("state",)).check(view))
    assert not SameParty("asker", "nobody").holds(view)
    assert not SameParty("nobody", "asker").holds(view)
    assert not HasRole("nobody").holds(view)
    assert HasRole("asker").holds(view)


def test_a_party_with_both_roles_is_one_and_the_same() -> None:
    """Japan asks itself and Korea."""
    view = seen([])
    both = Play(view.procedure, "2026-01-01", {"asker": ["JPN"], "asked": ["KOR", "JPN"]}).case
    assert SameParty("asker", "asked").holds(View(view.procedure, both, hand("JPN"), utc("2026-01-05"), Facts()))
