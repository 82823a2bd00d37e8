"""Conditions on a day that may not lie too far ahead, and on the body on which a place lies."""

import pytest

from tests.workflows.kernel.play import hand, utc
from tests.workflows.kernel.toys import Paper, play, step
from workflows.kernel.checks_of_days import NotToCome, Within
from workflows.kernel.checks_of_lists import Includes
from workflows.kernel.checks_of_places import PlacedOn
from workflows.kernel.language import (
    OPTIONAL,
    PRODUCT,
    by_case,
    choice,
    date_field,
    instant_field,
    keyed,
    listing,
    place_field,
)
from workflows.kernel.reckoning import Period
from workflows.kernel.view import View

MOON, EARTH = ({"body": body, "shape": "point", "lat": "1", "lon": "2"} for body in ("moon", "earth"))
ON_THE_MOON = PlacedOn("place", ("moon", "other"), "Not there.", PRODUCT)


class Reviewed(Paper):
    """Reviewed paper."""

    areas = listing("Areas", PRODUCT, keyed("place", place_field("Place", PRODUCT, need=OPTIONAL)), need=OPTIONAL)

    review_on = date_field("Review", PRODUCT, need=OPTIONAL)
    place = place_field("Place", PRODUCT, need=OPTIONAL)
    seen_at = instant_field("Seen at", PRODUCT, need=OPTIONAL)
    to = choice("To", {"sg": "One", "public": "All"}, PRODUCT, many=True, need=OPTIONAL)


def look(**filing: object) -> View:
    """Look at a filing on 1 January 2026."""
    row = step("file", asks=Reviewed)
    toy = play([row])
    return View(toy.procedure, toy.case, hand("JPN"), utc("2026-01-01"), toy.world, step=row, filing=filing)


@pytest.mark.parametrize(
    ("day", "fits"), [("2026-01-30", True), ("2026-01-31", True), ("2026-02-01", False), (None, True)], ids=str
)
def test_a_day_lies_within_a_period_of_the_act(day: str | None, fits: bool) -> None:
    """Thirty days from 1 January 2026; where no day is given there is nothing to ask."""
    refusal = Within("review_on", Period(days=30)).check(look(review_on=day))
    assert fits is (refusal is None)
    if refusal:
        assert "“Review” (1 February 2026) lies after 31 January 2026, the last day that it may be." == str(refusal)


def test_a_day_too_far_ahead_is_mended_and_the_condition_has_words() -> None:
    """By a period, or by one that hangs on the case."""
    check = Within("review_on", Period(days=30))
    assert {"review_on": "2026-01-31"} == check.mend({"review_on": "2026-05-01"}, look())
    assert "“Review” within 30 days of the act" == check.words(Reviewed.spec)
    varies = Within("review_on", by_case("kind", "a", {"a": Period(days=2)}))
    assert "“Review” within the period of the case of the act" == varies.words(Reviewed.spec)
    assert varies.check(look(review_on="2026-01-04")) is not None
    assert varies.check(look(review_on="2026-01-03")) is None


def test_a_place_lies_on_one_of_the_bodies_named() -> None:
    """A place that is not given, or withheld, is nowhere else."""
    refusal = ON_THE_MOON.check(look(place=EARTH))
    assert refusal is not None
    assert ("Not there.", "place", "content") == (refusal.sentence, refusal.field, refusal.kind)
    assert [None] * 3 == [ON_THE_MOON.check(look(place=place)) for place in (MOON, None, {"withheld": "security"})]
    assert {"place": MOON} == ON_THE_MOON.mend({"place": EARTH}, look())
    assert "“Place” on the Moon or another celestial body" == ON_THE_MOON.words(Reviewed.spec)


def test_what_is_reported_has_happened() -> None:
    """To the second where a moment is told, to the day where a day is."""
    moment, day = NotToCome("seen_at"), NotToCome("review_on")
    now, later = ({"at": f"2026-01-01T12:00:0{n}+00:00", "zone": "UTC"} for n in (0, 1))
    assert moment.check(look(seen_at=now)) is None
    assert "“Seen at” (1 January 2026, 12:00:01 UTC) is still to come; it tells of what has happened." == str(
        moment.check(look(seen_at=later))
    )
    begun = "2026-01-02"  # where the day begins first; the act is taken at noon UTC
    assert [None, None, None] == [day.check(look(review_on=on)) for on in (None, "2026-01-01", begun)]
    late = day.check(look(review_on="2026-01-03"))
    assert "“Review” (3 January 2026) is still to come; it tells of what has happened." == str(late)
    assert {"seen_at": now} == moment.mend({"seen_at": later}, look())
    assert {"review_on": "2026-01-01"} == day.mend({"review_on": "2027-01-01"}, look())
    assert "“Seen at” not to come" == moment.words(Reviewed.spec)


def test_a_value_is_among_several_chosen() -> None:
    """The refusal has a sentence of its own and leads to the question."""
    check = Includes("to", "sg", "Always to the one.", PRODUCT)
    refusals = [check.check(look(to=to)) for to in (["public"], None, ["public", "sg"])]
    assert ["Always to the one.", "Always to the one.", None] == [r and r.sentence for r in refusals]
    assert {"to": ["sg", "public"]} == check.mend({"to": ["public"]}, look())
    assert "“To” with “One”" == check.words(Reviewed.spec)


def test_each_place_of_a_list_lies_on_the_bodies_that_law_reaches() -> None:
    """The refusal names the entry; an entry without a place is no fault."""
    rule = PlacedOn("areas", ("moon", "other"), "Not there.", PRODUCT, part="place")
    wrong = look(areas=[{"place": MOON}, {}, {"place": EARTH}])
    refusal = rule.check(wrong)
    assert ("areas/2/place", "Not there.") == (refusal and refusal.field, refusal and refusal.sentence)
    mended = rule.mend(wrong.filing or {}, wrong)
    assert [MOON, {}, MOON] == [one.get("place") or one for one in mended["areas"]]
    assert (None, None) == (rule.check(look(**mended)), rule.check(look()))
