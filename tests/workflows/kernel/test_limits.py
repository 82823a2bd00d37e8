"""Time limits as a case runs them: starts, lengths, zones, stops, pauses, extensions, recurrence and receipt."""

from datetime import date
from typing import Any

import pytest

from tests.workflows.kernel.play import Play
from tests.workflows.kernel.toys import TALK, Paper, play, step, toy
from workflows.kernel.actors import CLOCK
from workflows.kernel.editions import freeze, thaw
from workflows.kernel.language import (
    BY_OFFICE,
    OWN,
    PRODUCT,
    Binding,
    ByParty,
    ByTrack,
    Citation,
    Dispatch,
    Earliest,
    EndOf,
    Extend,
    Extension,
    FromFact,
    FromField,
    FromFiling,
    Levels,
    On,
    Opens,
    Period,
    Receipt,
    Source,
    Standard,
    TimeLimit,
    TrackSet,
    Until,
    by_case,
    choice,
)  # fmt: skip
from workflows.kernel.reckoning import Calendar
from workflows.kernel.view import Facts

TREATY, AGREED, NATIONAL = Source("LC"), Source("the agreement", Binding.LAW_A), Source("CHN", Binding.LAW_N)
TEN = Period(days=10)
NOON = {"zone": "UTC"}


class Urgent(Paper):
    """Paper with its urgency."""

    urgency = choice("Urgency", {"normal": "Normal", "urgent": "Urgent"}, PRODUCT, need="optional")


def limit(length: Any = TEN, under: Any = PRODUCT, runs_from: Any = None, **rest: Any) -> TimeLimit:
    """Write a limit named wait, counted in UTC unless told otherwise."""
    return TimeLimit("wait", length, under, runs_from or Dispatch(), **{"zone": "UTC", **rest})


def waiting(
    one: TimeLimit, *more: Any, world: Facts | None = None, limits: tuple[TimeLimit, ...] = (), **rest: Any
) -> Play:
    """Play a case with one limit, started by ``begin`` and ended by ``stop``."""
    per = {"opens": Opens("talk", "who")} if one.per else {}
    begin = step("begin", asks=Urgent, starts=("wait", *(extra.key for extra in limits)), **{**per, **rest})
    return play([begin, step("stop", stops=("wait",)), *more], world, limits=(one, *limits))


def begun(
    one: TimeLimit, *more: Any, filing: dict[str, Any] | None = None, at: str = "2026-01-01", **rest: Any
) -> Play:
    """Play until the limit was started, on 1 January 2026 at noon."""
    found = waiting(one, *more, **rest)
    found.take("begin", "JPN", at, filing=filing or {})
    return found


@pytest.mark.parametrize(
    ("length", "filing", "ends"),
    [
        (TEN, {}, "2026-01-11"),
        (Period(hours=72), {}, "2026-01-04T12:00:00"),
        (Period(working_days=3), {}, "2026-01-06"),
        (Period(months=1), {}, "2026-02-01"),
        (by_case("urgency", "normal", {"normal": TEN, "urgent": Period(days=2)}), {"urgency": "urgent"}, "2026-01-03"),
        (by_case("urgency", "normal", {"normal": TEN, "urgent": Period(days=2)}), {}, "2026-01-11"),
        (ByParty((("JPN", Period(days=5)),), TEN), {}, "2026-01-06"),
        (ByParty((("KOR", Period(days=5)),), TEN), {}, "2026-01-11"),
        (FromField("length", TEN), {"length": "P3D"}, "2026-01-04"),
        (FromField("length", TEN), {}, "2026-01-11"),
        (Until("on_day"), {"on_day": "2026-03-01"}, "2026-03-01"),
        (
            Until("until"),
            {"until": {"at": "2026-03-01T12:00:00+01:00", "zone": "Europe/Vienna"}},
            "2026-03-01T11:00:00",
        ),
    ],
)
def test_a_length_is_fixed_when_the_limit_starts(length: Any, filing: dict[str, Any], ends: str) -> None:
    """By the case, by the party, by a field, or stated itself."""
    assert ends == begun(limit(length), filing=filing, keeps=("urgency",)).ends("wait")


def test_a_length_by_track_is_chosen_by_its_key() -> None:
    """Two tracks, two lengths, one limit."""
    found = begun(limit(ByTrack((("FRA", Period(days=2)),), TEN), per="talk"), filing={"who": ["KOR", "FRA"]})

    assert ("2026-01-11", "2026-01-03") == (found.ends("wait:KOR"), found.ends("wait:FRA"))


def test_a_track_with_a_rule_of_its_own_is_bound_by_that_rule() -> None:
    """The other one by the limit's own."""
    length = ByTrack((("FRA", Period(days=2)),), TEN, under=(("FRA", NATIONAL("3")),))
    found = begun(limit(length, per="talk"), filing={"who": ["KOR", "FRA"]})
    other, own = found.case.limits["wait:KOR"], found.case.limits["wait:FRA"]

    assert ((("CHN", "3", "LAW_N"),), "LAW_N") == (own.basis, own.binding)
    assert other.basis != own.basis
    assert found.procedure == thaw(freeze(found.procedure))


@pytest.mark.parametrize(
    ("runs_from", "filing", "ends"),
    [
        (Dispatch(), {}, "2026-01-11"),
        (FromFiling("on_day"), {"on_day": "2025-12-20"}, "lapsed 2025-12-30"),
        (FromFact("on_day"), {"on_day": "2026-02-01"}, "2026-02-11"),
        (FromFiling("on_day"), {}, "armed unknown"),
        (Earliest((Dispatch(), FromFiling("on_day"))), {"on_day": "2025-12-30"}, "2026-01-09"),
        (Earliest((Dispatch(), FromFiling("on_day"))), {"on_day": "2026-05-01"}, "2026-01-11"),
        (Earliest((Dispatch(), FromFiling("on_day"))), {}, "2026-01-11"),
    ],
)
def test_a_limit_runs_from_what_it_says(runs_from: Any, filing: dict[str, Any], ends: str) -> None:
    """And waits where that is not known yet."""
    found = begun(limit(runs_from=runs_from), filing=filing, keeps=("on_day",))

    assert ends == found.ends("wait")


def test_all_candidates_for_a_start_are_kept() -> None:
    """The earliest counts; the others can be contested."""
    found = begun(
        limit(runs_from=Earliest((Dispatch(), FromFiling("on_day"), FromFact("until")))),
        filing={"on_day": "2025-12-30"},
        keeps=("until",),
    )

    held = found.case.limits["wait"]
    assert (("dispatch", "2026-01-01T12:00:00+00:00"), ("on_day", "2025-12-30"), ("until", "")) == held.candidates
    assert "on_day" == held.trigger


def test_a_limit_backwards_ends_before_its_start() -> None:
    """The date by which something should have been done; it has passed when the case learns of it."""
    found = begun(
        limit(Period(days=30), runs_from=FromFact("on_day"), backwards=True),
        filing={"on_day": "2026-03-03"},
        keeps=("on_day",),
    )

    assert "2026-02-01" == found.ends("wait")


def test_the_end_of_one_limit_starts_the_next() -> None:
    """Armed until then; the grace runs from the last day of the reply."""
    grace = TimeLimit("grace", Period(days=3), PRODUCT, EndOf("wait"), zone="UTC")
    found = begun(limit(), limits=(grace,))
    assert "armed unknown" == found.ends("grace")

    assert ["wait", "grace"] == found.pass_time("2026-02-01")
    assert "lapsed 2026-01-14" == found.ends("grace")
    assert "end of wait" == found.case.limits["grace"].trigger


def test_a_limit_that_waits_for_receipt_runs_from_the_earliest_proof() -> None:
    """A later proof changes nothing; an earlier one moves the end forward."""
    receive = step("receive", asks=Urgent, track=On("talk"), receipt=True)
    found = begun(limit(runs_from=Receipt(), per="talk"), receive, filing={"who": ["KOR", "FRA"]})
    assert "armed unknown" == found.ends("wait:KOR")

    for at, ends in (
        ("2026-01-05T00:00:00+00:00", "2026-01-15"),
        ("2026-01-08T00:00:00+00:00", "2026-01-15"),
        ("2026-01-03T00:00:00+00:00", "2026-01-13"),
    ):
        found.take("receive", "JPN", "2026-01-09", track="KOR", filing={"received_at": {"at": at, **NOON}})
        assert ends == found.ends("wait:KOR")

    assert "armed unknown" == found.ends("wait:FRA")
    assert found.case == found.replayed()


def test_receipt_and_start_in_one_act_are_seen_together() -> None:
    """The limit that the proof starts runs at once."""
    receive = step("receive", asks=Urgent, track=On("talk"), receipt=True, starts=("wait",))
    found = play(
        [step("begin", asks=Urgent, opens=Opens("talk", "who")), receive],
        limits=(limit(runs_from=Receipt(), per="talk"),)
    )  # fmt: skip
    found.take("begin", "JPN", "2026-01-01", filing={"who": ["KOR"]})

    found.take("receive", "JPN", "2026-01-05")

    assert "2026-01-15" == found.ends("wait:KOR")


def test_receipt_counts_among_several_starts() -> None:
    """The earlier of receipt and a filed day; receipt moves the end only where it comes first."""
    receive = step("receive", asks=Urgent, track=On("talk"), receipt=True)
    start = Earliest((FromFiling("on_day"), Receipt()))
    for day, ends in (("2026-01-03", "2026-01-13"), ("2026-01-20", "2026-01-15")):
        found = begun(limit(runs_from=start, per="talk"), receive, filing={"who": ["KOR"], "on_day": day})
        found.take("receive", "JPN", "2026-01-05", track="KOR")

        assert ends == found.ends("wait:KOR")


@pytest.mark.parametrize(
    ("zone", "at"), [("Asia/Tokyo", "2026-01-11T15:00:00+00:00"), ("America/New_York", "2026-01-12T05:00:00+00:00")]
)
def test_a_limit_ends_at_midnight_of_its_zone(zone: str, at: str) -> None:
    """Of the acting party, where no other is named."""
    found = begun(limit(zone="party"), world=Facts(zones={"JPN": zone}))

    assert (at, zone) == (found.case.limits["wait"].expires_at.isoformat(), found.case.limits["wait"].zone)


def test_a_limit_of_an_owner_is_counted_where_the_owner_is() -> None:
    """Korea has to act, so Korea's midnight counts, though Japan started it."""
    found = begun(limit(zone="party", owner="asked"), world=Facts(zones={"KOR": "Asia/Seoul", "JPN": "UTC"}))

    assert "Asia/Seoul" == found.case.limits["wait"].zone


@pytest.mark.parametrize(
    ("under", "safe"), [(TREATY("X"), "2026-01-11T15:00:00+00:00"), (PRODUCT, "2026-01-12T05:00:00+00:00")]
)
def test_a_limit_of_law_keeps_the_safe_end_over_all_parties(under: Any, safe: str) -> None:
    """The earliest midnight among them, for whoever is at risk; a default has only its own."""
    world = Facts(zones={"JPN": "America/New_York", "KOR": "Asia/Tokyo"})

    assert safe == begun(limit(under=under, zone="party"), world=world).case.limits["wait"].safe_at.isoformat()


def test_a_rolling_limit_moves_to_the_next_working_day_and_another_does_not() -> None:
    """1 January plus ten days is a Sunday."""
    assert "2026-01-12" == begun(limit(rolling=True)).ends("wait")
    assert "2026-01-11" == begun(limit()).ends("wait")


def test_working_days_follow_the_place_of_the_owner() -> None:
    """Its holiday is left out."""
    table = Calendar("Seoul", frozenset((5, 6)), frozenset((date(2026, 1, 2),)), date(2026, 1, 1), date(2026, 12, 31))
    found = begun(limit(Period(working_days=1), owner="asked"), world=Facts(calendars={"KOR": table}))

    assert "2026-01-05" == found.ends("wait")


def test_an_act_that_starts_a_limit_beyond_the_holiday_table_is_refused() -> None:
    """The sentence names the table and its end; nothing is guessed."""
    table = Calendar("Tokyo", frozenset((5, 6)), frozenset(), date(2026, 1, 1), date(2026, 1, 5))
    found = waiting(limit(Period(working_days=10)), world=Facts(calendars={"JPN": table}))

    refused = found.refused("begin", "JPN", "2026-01-01")

    assert ("content", "The Tokyo table runs from 2026-01-01 to 2026-01-05") == (refused.kind, str(refused)[:50])


@pytest.mark.parametrize("day", ["9999-12-31", "9999-12-25"])
def test_an_act_that_starts_a_limit_beyond_all_years_is_refused(day: str) -> None:
    """And not answered with a fault."""
    refused = waiting(limit(runs_from=FromFiling("on_day"))).refused(
        "begin", "JPN", "2026-01-01", filing={"on_day": day}
    )

    assert ("content", True) == (refused.kind, "9999" in str(refused))


PAUSE, RESUME = step("pause", pauses=("*",)), step("resume", resumes=("*",))


@pytest.mark.parametrize(
    ("one", "ends"),
    [
        (limit(), "2026-01-16"),
        (limit(Period(hours=240)), "2026-01-16T15:30:00"),
        (limit(Period(working_days=6)), "2026-01-14"),
        (limit(under=AGREED("4"), pausable=True), "2026-01-16"),
        (limit(under=AGREED("4")), "2026-01-11"),
        (limit(under=TREATY("X"), pausable=True), "2026-01-11"),
        (limit(under=NATIONAL("8"), pausable=True), "2026-01-11"),
        (limit(ByParty((("JPN", TEN),), TEN, under=(("JPN", NATIONAL("8")),)), pausable=True), "2026-01-11"),
    ],
)
def test_a_pause_adds_the_stopped_time_and_never_to_law_without_a_clause(one: TimeLimit, ends: str) -> None:
    """Whole days for days, seconds for hours; treaty and national periods run on."""
    found = begun(one, PAUSE, RESUME)
    found.take("pause", "JPN", "2026-01-03T12:00:00")

    found.take("resume", "JPN", "2026-01-08T15:30:00")

    assert ends == found.ends("wait")


def test_a_paused_limit_does_not_pass_however_long() -> None:
    """It keeps its rest."""
    found = begun(limit(), PAUSE, RESUME)
    found.take("pause", "JPN", "2026-01-03")

    assert [] == found.pass_time("2027-01-01")
    assert "paused 2026-01-11" == found.ends("wait")


def test_a_clock_does_not_go_on_before_it_was_stopped() -> None:
    """A date in law before the stop is refused by its field."""
    found = begun(limit(), PAUSE, RESUME)
    found.take("pause", "JPN", "2026-01-03")

    refused = found.refused("resume", "JPN", "2026-01-08", on="2026-01-02")

    assert "The clock was stopped on 3 January 2026, 12:00 UTC and cannot go on before." == str(refused)
    assert ("content", "on") == (refused.kind, refused.refusals[0].field)


@pytest.mark.parametrize(
    ("extends", "filing", "ends"),
    [
        (Extend("wait"), {}, "2026-01-21"),
        (Extend("wait", by=Period(days=3)), {}, "2026-01-14"),
        (Extend("wait", by=Period(hours=36)), {}, "2026-01-13T12:00:00"),
        (Extend("wait", until_field="on_day"), {"on_day": "2026-02-15"}, "2026-02-15"),
        (
            Extend("wait", until_field="until"),
            {"until": {"at": "2026-02-15T08:00:00+00:00", "zone": "UTC"}},
            "2026-02-15T08:00:00",
        ),
    ],
)
def test_an_extension_counts_on_from_the_end_or_to_what_is_filed(
    extends: Extend, filing: dict[str, Any], ends: str
) -> None:
    """By its own length, by a fixed one, or to a stated day."""
    found = begun(limit(extend=Extension()), step("extend", extends=extends, asks=Urgent))

    found.take("extend", "JPN", "2026-01-05", filing=filing)

    assert (ends, 1) == (found.ends("wait"), found.case.limits["wait"].extended)


def test_an_extension_is_refused_when_it_is_used_up_or_the_limit_is_over() -> None:
    """Once means once, and a limit that stopped cannot grow."""
    extend = step("extend", extends=Extend("wait"))
    found = begun(limit(extend=Extension(BY_OFFICE, times=1)), extend)
    found.take("extend", "JPN", "2026-01-05")
    assert "“Wait” cannot be extended now." == str(found.refused("extend", "JPN", "2026-01-06"))

    found = begun(limit(extend=Extension()), extend)
    found.take("stop", "JPN", "2026-01-05")
    assert "closed" == found.refused("extend", "JPN", "2026-01-06").kind
    assert "closed" == begun(limit(), extend).refused("extend", "JPN", "2026-01-06").kind


def test_an_extension_by_a_field_names_the_limit() -> None:
    """The filing says which."""
    extend = step("extend", asks=Urgent, extends=Extend(limit_field="title_", until_field="on_day"))
    found = begun(limit(), extend)

    found.take("extend", "JPN", "2026-01-05", filing={"title_": "wait", "on_day": "2026-03-01"})
    assert "2026-03-01" == found.ends("wait")

    found.take("extend", "JPN", "2026-01-05", filing={"title_": "nothing", "on_day": "2026-04-01"})
    assert "2026-03-01" == found.ends("wait")


def test_a_recurring_limit_passes_again_and_again_until_it_is_stopped() -> None:
    """Every ten days, each lapse dated on its own day."""
    found = begun(limit(every=True))

    assert ["wait", "wait", "wait"] == found.pass_time("2026-02-05")
    assert ["2026-01-11", "2026-01-21", "2026-01-31"] == [str(act.day) for act in found.acts[1:]]
    found.take("stop", "JPN", "2026-02-05")
    assert [] == found.pass_time("2027-01-01")


def test_a_limit_started_again_runs_anew() -> None:
    """The new run replaces the old one."""
    found = begun(limit())

    found.take("begin", "JPN", "2026-01-08")

    assert "2026-01-18" == found.ends("wait")


def test_a_limit_takes_its_step_and_the_act_is_dated_on_the_expiry() -> None:
    """Recorded later, done then."""
    found = begun(limit(takes="fall"), step("fall", to="other", by=CLOCK))

    assert ["fall"] == found.pass_time("2026-03-01")
    act = found.acts[-1]
    assert ("2026-01-11", "2026-01-12T00:00:00+00:00", "2026-03-01T12:00:00+00:00") == (
        str(act.day),
        act.on.isoformat(),
        act.at.isoformat(),
    )
    assert ("clock", "", "other") == (act.party, act.capacity, found.state())


def test_a_limit_whose_step_is_not_open_passes_without_moving_anything() -> None:
    """The lapse alone is recorded, under the limit's own provision."""
    found = begun(limit(under=TREATY("X"), takes="fall"), step("fall", "paused", "other", CLOCK))

    assert ["wait"] == found.pass_time("2026-03-01")
    assert ("lapse", "open", (("LC", "X", "LAW_T"),)) == (found.acts[-1].kind, found.state(), found.acts[-1].basis)


def test_an_act_after_its_limit_is_taken_and_marked_late() -> None:
    """A time limit seldom forbids."""
    for day, late in (("2026-01-11", False), ("2026-01-12", True)):
        found = begun(limit(), step("answer", within="wait"))
        assert late == found.take("answer", "JPN", day).late


def test_a_limit_shows_what_binds_it_and_a_standard_never_expires() -> None:
    """Binding and grade come from the first citation; a standard has neither length nor end."""
    national = limit(ByParty((("JPN", TEN),), TEN, under=(("JPN", NATIONAL("8")),)))
    held = begun(national).case.limits["wait"]

    assert ("LAW_N", (("CHN", "8", "LAW_N"),)) == (held.binding, held.basis)
    assert (Binding.LAW_T, "V") == (limit(under=TREATY("X")).binding, limit(under=TREATY("X")).grade)
    assert not hasattr(Standard("promptly", TREATY("V")), "takes")


@pytest.mark.parametrize(
    ("of_limit", "of_set", "on_track", "level"),
    [
        ("", "", False, "C1"),
        ("C3", "", False, "C3"),
        ("", "", True, "C2"),
        ("", "C3", True, "C3"),
        ("", "C1", True, "C2"),
        ("C3", "C1", True, "C3"),
    ],
    ids=str,
)
def test_the_record_of_a_lapse_is_for_nobody_who_may_not_see_the_limit(
    of_limit: str, of_set: str, on_track: bool, level: str
) -> None:
    """The case is for all who take part, its tracks are for parties; a limit or a set of tracks may be for fewer."""
    due = TimeLimit("due", Period(days=1), PRODUCT, per="talk" if on_track else None, level=of_limit, zone="UTC")
    talks = TrackSet("talk", "sent", TALK, "talk", gone=("gone",), ends=("sent", "heard", "agreed"), level=of_set)
    begin = step("begin", opens=Opens("talk", keys=(("a", None),)), starts=("due",))
    case = play([begin], limits=(due,), tracks=(talks,), levels=Levels(case="C1", track="C2"))
    case.take("begin", "JPN", "2026-01-01")
    case.pass_time("2026-01-03")
    assert ("lapse", level) == (case.acts[-1].kind, case.acts[-1].level)


def test_a_track_that_a_step_opens_for_its_own_party_alone_is_not_told_of_to_others() -> None:
    """Steps without prejudice, and steps told to nobody."""
    kept = step("keep", opens=Opens("talk", acting=True), tell=OWN)
    told = step("tell", opens=Opens("talk", acting=True))
    assert ({"talk"}, frozenset()) == (toy([kept]).offered_on, toy([told]).offered_on)


def test_a_run_cites_the_provisions_on_which_it_stands_and_the_limit_its_own_where_it_keeps_none() -> None:
    """The rule of one party took the place of the treaty's; a basis that nobody knows any more falls back to that."""
    treaty, national = Citation("OST", "IX", Binding.LAW_T), Citation("CHN-SPACE", "7", Binding.LAW_N)
    limit = TimeLimit("answer", ByParty((), Period(days=30), (("CHN", national),)), treaty)
    kept = [((one.instrument, one.provision, str(one.binding)),) for one in (national, treaty)]
    assert [(national,), (treaty,)] == [limit.cited(basis) for basis in kept]
    assert [(treaty,), (treaty,)] == [limit.cited(basis) for basis in ((), (("X", "1", "LAW_T"),))]
