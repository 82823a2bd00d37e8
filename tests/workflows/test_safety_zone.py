"""Zones around operations: consultation before, notice, publication, basis, objection, change, review, end."""

import pytest

from tests.workflows.kernel.play import Play
from tests.workflows.test_ost9_random import Wanderer
from tests.workflows.zones import (
    ALTERED,
    AREA,
    BRAZIL,
    CHINA,
    INDIA,
    JAPAN,
    ZONE,
    active,
    begun,
    contested,
    described,
    drafted,
    notified,
)
from workflows.kernel.acts import Act
from workflows.kernel.reckoning import Period
from workflows.kernel.view import Facts

QUESTION = "question:1"


def test_consultation_before_the_notice_tells_those_named_and_opens_a_case_under_article_ix() -> None:
    """Its periods run there, and nothing is told to anybody else."""
    play = drafted()
    act = play.take("consult_first", INDIA, "2030-01-10", filing={"states": [JAPAN]})
    assert ("pre_consultation", (JAPAN,), [("consultation", "ost9")]) == (play.state(), act.told, begun(act))
    play.take("comment", JAPAN, "2030-01-20", track=f"named:{JAPAN}")
    play.take("notify", INDIA, "2030-02-01", filing=described())
    assert ("notified", "commented") == (play.state(), play.state(f"named:{JAPAN}"))


@pytest.mark.parametrize(
    ("starts", "short"), [("2030-05-01", True), ("2030-05-02", False), ("2030-05-03", False)], ids=str
)
def test_a_zone_is_told_ninety_days_before_by_a_target_and_never_refused_for_being_late(
    starts: str, short: bool
) -> None:
    """Ninety days from 1 February; the day before, the day, the day after."""
    play = notified(earliest_start=starts)
    assert ("notified", short) == (play.state(), "short_notice" in play.case.flags)


def test_how_long_after_the_decision_it_was_told_is_said_and_not_judged() -> None:
    """The Accords say promptly; the product has an aim of seventy-two hours and asserts no lateness."""
    play = notified()
    assert "2 day" == play.case.facts["elapsed"]
    promptly = next(one for one in ZONE.standards if one.key == "promptly")
    assert (Period(hours=72), False) == (promptly.target, play.acts[0].late)


def test_a_notice_without_its_basis_is_refused() -> None:
    """Extent, basis and the statement on appropriation are asked of every zone."""
    body = {key: value for key, value in described().items() if key != "areas"}
    why = drafted().refused("notify", INDIA, "2030-02-01", filing=body, exact=True)
    assert {"areas", "keep_clear_basis", "model", "non_appropriation", "hazards"} <= {one.field for one in why.refusals}


def test_the_notice_is_for_those_told_and_extent_and_nature_are_for_everybody() -> None:
    """The model is for whoever takes part, or for the State that asked."""
    play = notified()
    published = play.take("publish", INDIA, "2030-02-03")
    play.take("ask_basis", CHINA, "2030-02-10")
    given = play.take("answer_basis", INDIA, "2030-02-12", track=QUESTION)
    assert ("C1", "C0", "C3") == (play.acts[0].level, published.level, given.level)


def test_a_notice_becomes_a_version_of_the_register_and_so_does_each_change() -> None:
    """What others plan is compared with it, as with any activity."""
    assert {"notify", "alter", "end"} == {row.key for row in ZONE.steps if row.registers == "activity"}
    assert ["overlaps"] == [sheet.key for sheet in ZONE.sheets]


@pytest.mark.parametrize(
    ("at", "state"), [("2030-05-31T23:59:00", "notified"), ("2030-06-01T00:00:00", "active")], ids=["before", "the day"]
)
def test_a_zone_begins_with_its_first_day(at: str, state: str) -> None:
    """By the clock; the activity is a thing of its own."""
    play = notified()
    play.pass_time(at)
    assert (state, "proceeding" if state == "active" else "planned") == (play.state(), play.case.activity)


def test_the_operation_begins_on_its_day_though_somebody_asks_or_objects() -> None:
    """Nothing is stopped by a request; when the last is answered the zone goes on where it stands then."""
    play = notified()
    play.take("ask_basis", CHINA, "2030-05-25")
    play.pass_time("2030-06-01T00:00:00")
    assert ("basis_requested", "proceeding") == (play.state(), play.case.activity)
    play.take("answer_basis", INDIA, "2030-06-05", track=QUESTION)
    assert ("active", "2030-11-28") == (play.state(), play.ends("review"))


def test_several_states_may_ask_for_the_basis_and_the_last_answer_leads_on() -> None:
    """Each has its own period."""
    play = notified()
    play.take("ask_basis", CHINA, "2030-02-10")
    play.take("ask_basis", BRAZIL, "2030-02-15")
    assert ("2030-03-03", "2030-03-08") == (play.ends("basis:1"), play.ends("basis:2"))
    play.take("answer_basis", INDIA, "2030-02-20", track="question:2")
    assert "basis_requested" == play.state()
    play.take("answer_basis", INDIA, "2030-02-21", track="question:1")
    assert "notified" == play.state()


@pytest.mark.parametrize(
    ("at", "state"), [("2030-03-03", "asked"), ("2030-03-04", "no_reply")], ids=["the day", "the day after"]
)
def test_a_request_without_answer_is_recorded_as_such_after_twenty_one_days(at: str, state: str) -> None:
    """Then the zone goes on where it stood; nobody consented, and a late answer is taken."""
    play = notified()
    play.take("ask_basis", CHINA, "2030-02-10")
    play.pass_time(at)
    assert state == play.state(QUESTION)
    if state == "no_reply":
        assert ("notified", True) == (play.state(), "basis_not_given" in play.case.flags)
        late = play.take("answer_basis", INDIA, "2030-03-10", track=QUESTION)
        assert ("answered", True) == (play.state(QUESTION), late.late)


@pytest.mark.parametrize(
    ("at", "state"), [("2030-06-27", "altered"), ("2030-06-28", "active")], ids=["the day", "the day after"]
)
def test_an_altered_zone_stands_after_seven_days_of_notice(at: str, state: str) -> None:
    """From 20 June, to the end of the 27th."""
    play = active()
    act = play.take("alter", INDIA, "2030-06-20", filing=ALTERED)
    play.pass_time(at)
    assert (state, ("OOSA",)) == (play.state(), act.told)


def test_a_change_without_saying_what_changes_is_refused() -> None:
    """The difference is told with it."""
    why = active().refused("alter", INDIA, "2030-06-20", filing={**ALTERED, "keep_clear_basis": "x"}, exact=True)
    assert "changes" in {one.field for one in why.refusals}


def test_a_zone_that_changes_before_it_begins_counts_its_first_day_anew() -> None:
    """A later first day is a later beginning."""
    play = notified()
    later = {**ALTERED, "activity_status": "planned", "earliest_start": "2030-07-01"}
    play.take("alter", INDIA, "2030-03-01", filing=later)
    play.pass_time("2030-06-15")
    assert ("notified", "2030-07-01T00:00:00") == (play.state(), play.ends("start"))


def test_a_zone_that_is_reviewed_goes_on() -> None:
    """Due on 28 November; renewed within the grace."""
    play = active()
    play.pass_time("2030-11-29")
    assert ("active", True, "2030-12-28") == (play.state(), "review_due" in play.case.flags, play.ends("grace"))
    play.take("renew", INDIA, "2030-12-10")
    assert (False, "2031-06-08") == ("review_due" in play.case.flags, play.ends("review"))
    play.pass_time("2031-01-15")
    assert "active" == play.state()


@pytest.mark.parametrize(
    ("at", "state"), [("2030-12-28", "active"), ("2030-12-29", "lapsed_unrenewed")], ids=["the day", "the day after"]
)
def test_a_zone_whose_review_is_missed_lapses_after_thirty_days(at: str, state: str) -> None:
    """It does not go on by habit."""
    play = active()
    play.pass_time(at)
    assert state == play.state()


@pytest.mark.parametrize(("at", "late"), [("2030-11-29", False), ("2030-11-30", False), ("2030-12-01", True)], ids=str)
def test_a_zone_ends_within_thirty_days_of_its_operation_by_a_target(at: str, late: bool) -> None:
    """Ceased on 31 October; seventy-two hours for the notice, thirty days for the end, both of the product."""
    play = active()
    ceased = {"at": "2030-10-31T12:00:00+00:00", "zone": "UTC"}
    play.take("report_cessation", INDIA, "2030-11-01", filing={"ceased_at": ceased})
    assert ("2030-11-03T12:00:00", "2030-11-30") == (play.ends("end_notice"), play.ends("ending"))
    over = {"ceased_at": ceased, "activity_status": "completed", "latest_end": at}
    act = play.take("end", INDIA, at, filing=over)
    assert ("ended", late, "completed", ("OOSA",)) == (play.state(), act.late, play.case.activity, act.told)


def test_zones_that_overlap_are_taken_up_in_the_lunar_mechanism_and_neither_yields() -> None:
    """A track for the pair, a notice of lunar activity in a case of its own."""
    play = active()
    play.take("name_overlap", INDIA, "2030-10-01", filing={"party": CHINA})
    act = play.take("open_notice", INDIA, "2030-10-03", track=f"pair:{CHINA}")
    assert ("active", "taken_up", [("lunar_notice", "lunar_notice")]) == (
        play.state(), play.state(f"pair:{CHINA}"), begun(act),
    )  # fmt: skip
    linked = active()
    linked.take("name_overlap", INDIA, "2030-10-01", filing={"party": CHINA})
    linked.take("link_notice", CHINA, "2030-10-04", track=f"pair:{CHINA}", filing={"reference": "LUN-2030-0001"})
    assert "taken_up" == linked.state(f"pair:{CHINA}")


def test_a_state_that_is_affected_later_is_told_later_with_full_rights() -> None:
    """It asks and objects like everybody."""
    play = active()
    act = play.take("add_affected", INDIA, "2030-07-01", filing={"party": JAPAN})
    assert (("JPN", "OOSA"), True) == (act.told, {"ask_basis", "object"} <= play.offered(JAPAN, "2030-07-02"))


def test_a_notice_that_is_withdrawn_is_told_to_all_and_kept() -> None:
    """The record stays."""
    play = notified()
    act = play.take("withdraw", INDIA, "2030-03-01")
    assert ("withdrawn", ("OOSA",)) == (play.state(), act.told)


def test_a_state_that_the_treaty_does_not_bind_is_told_so() -> None:
    """With what it can do instead."""
    world = Facts({"bound": {"bound": False, "reason": "India is not bound by the treaty"}})
    why = drafted(world=world).refused("notify", INDIA, "2030-02-01", filing=described())
    assert ("closed", True) == (why.kind, "by a notice of transparency" in str(why))


def test_a_zone_on_the_earth_is_refused_at_its_place() -> None:
    """Each area lies on the Moon or on another body."""
    place = {"body": "earth", "shape": "circle", "lat": "1", "lon": "1", "radius_km": "2"}
    areas = described(areas=[AREA, {"kind": "plume", "place": place}])
    why = drafted().refused("notify", INDIA, "2030-02-01", filing=areas)
    assert ("content", "areas/1/place") == (why.kind, why.refusals[0].field)


def test_a_decision_that_is_still_to_come_is_not_told_as_taken() -> None:
    """The moment does not lie ahead."""
    ahead = described(decided_at={"at": "2030-02-05T12:00:00+00:00", "zone": "UTC"})
    assert "decided_at" == drafted().refused("notify", INDIA, "2030-02-01", filing=ahead).refusals[0].field


def test_the_record_reads_back_to_the_same_case() -> None:
    """From the edition and the acts alone."""
    play: Play = contested()
    play.take("alter", INDIA, "2030-06-12", filing={**ALTERED, "areas": [AREA]})
    assert play.case == play.replayed()


@pytest.mark.parametrize("seed", range(4))
def test_what_is_offered_performs_and_the_record_reads_back(seed: int) -> None:
    """Forty moves of five parties."""
    wanderer = Wanderer(ZONE, "operating", seed)
    wanderer.wander(40)
    assert wanderer.case == wanderer.first.replay(Act.from_json(act.to_json()) for act in wanderer.acts)
