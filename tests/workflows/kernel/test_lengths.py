"""How long a limit runs: by a fact, a party, a track, a step or a filing; and on which provision it stands."""

from typing import Any

import pytest

from tests.workflows.kernel.play import hand, utc
from tests.workflows.kernel.toys import Paper, play, step
from workflows.kernel.language import PRODUCT, Opens, Period, Source, TimeLimit, choice
from workflows.kernel.limits import ByParty, ByStep, ByTrack, FromField, Standard, Until, by_case, length_of
from workflows.kernel.view import View

TREATY, LAW = Source("OST"), Source("LAW")
ONE, TWO, THREE = Period(days=1), Period(days=2), Period(months=3)
RULE = LAW("12")


class Planned(Paper):
    """Planned paper."""

    urgency = choice("Urgency", {"high": "High", "odd": "Odd"}, PRODUCT, need="optional")


def seen(filing: dict[str, Any] | None = None, track: str = "", row: str = "plan", **kept: str) -> View:
    """Look, as Japan, at a case with talks with Korea and France that keeps what was filed."""
    found = play([
        step("plan", asks=Planned, keeps=("urgency", "one")),
        step("begin", asks=Planned, opens=Opens("talk", "who")),
    ])  # fmt: skip
    found.take("plan", "JPN", "2026-01-01", filing=kept, exact=True)
    found.take("begin", "JPN", "2026-01-01", filing={"who": ["KOR", "FRA"]})
    rows = found.procedure.rows.get(row, ())
    view = View(found.procedure, found.case, hand("JPN"), utc("2026-01-02"), found.world, filing=filing)
    view.step, view.track = next(iter(rows), None), found.case.tracks.get(track)
    return view


@pytest.mark.parametrize(
    ("kept", "length"), [({"urgency": "high"}, ONE), ({"urgency": "odd"}, TWO), ({}, TWO)], ids=["high", "odd", "none"]
)
def test_a_length_by_a_fact_is_that_of_the_default_where_the_fact_is_unknown_or_another(
    kept: dict[str, str], length: Period
) -> None:
    """A value that the table does not have is counted as the ordinary one."""
    assert length == by_case("urgency", "low", {"high": ONE, "low": TWO}).length(seen(**kept))


def test_a_length_by_party_is_that_of_the_track_then_of_whom_a_paper_names_then_of_the_acting_party() -> None:
    """Each with its own rule, where it has one."""
    table = (("KOR", ONE), ("FRA", THREE))
    plain = ByParty(table, TWO, (("KOR", RULE),))
    told = ByParty(table, TWO, (("FRA", RULE),), field="one")

    assert (ONE, RULE) == (plain.length(seen(track="talk:KOR")), plain.rule(seen(track="talk:KOR")))
    assert (TWO, None) == (plain.length(seen({"one": "KOR"})), plain.rule(seen({"one": "KOR"})))
    assert (THREE, RULE) == (told.length(seen({"one": "FRA"})), told.rule(seen({"one": "FRA"})))
    assert THREE == told.length(seen(one="FRA")), "as the case keeps it"
    assert ONE == told.length(seen({"one": "KOR"}, one="FRA")), "as this paper tells it"
    assert ONE == told.length(seen({"one": "FRA"}, track="talk:KOR")), "whose track it is comes first"
    assert (TWO, None) == (told.length(seen()), told.rule(seen()))
    assert ONE == ByParty((("JPN", ONE),), TWO, field="one").length(seen({"one": 7}))


def test_a_length_by_track_is_that_of_its_key_within_the_set() -> None:
    """Also of a key that has a colon of its own; without a track it is the ordinary one."""
    by = ByTrack((("KOR", ONE), ("", THREE)), TWO, (("KOR", RULE),))

    assert (ONE, RULE) == (by.length(seen(track="talk:KOR")), by.rule(seen(track="talk:KOR")))
    assert (TWO, None) == (by.length(seen(track="talk:FRA")), by.rule(seen(track="talk:FRA")))
    assert (THREE, None) == (by.length(seen()), by.rule(seen()))


def test_a_length_by_step_may_itself_depend_on_a_fact() -> None:
    """Of another step, and of none, it is the ordinary one."""
    by = ByStep((("plan", by_case("urgency", "low", {"high": ONE, "low": TWO})), ("begin", THREE)), Period(days=9))

    assert [ONE, TWO] == [by.length(seen(urgency="high")), by.length(seen())]
    assert THREE == by.length(seen(row="begin"))
    assert Period(days=9) == by.length(seen(row="leave_open_asker"))
    assert Period(days=9) == by.length(seen(row="none"))


def test_a_length_that_a_paper_names_is_read_from_it() -> None:
    """Where it names none, the ordinary one."""
    assert THREE == FromField("length", ONE).length(seen({"length": "P3M"}))
    assert ONE == FromField("length", ONE).length(seen({}))
    assert ONE == FromField("length", ONE).length(seen({"length": None}))


def test_an_end_that_a_paper_names_has_no_length_and_the_other_way_is_counted_where_it_names_none() -> None:
    """Until an instant, else for so long."""
    named = seen({"until": {"at": "2026-02-01T00:00:00+00:00", "zone": "UTC"}})

    assert [None, None] == [length_of(Until("until"), named), length_of(Until("until"), seen({}))]
    assert [None, ONE] == [length_of(Until("until", ONE), named), length_of(Until("until", ONE), seen({}))]
    assert TWO == length_of(TWO, seen())
    assert ONE == length_of(by_case("urgency", "low", {"high": ONE, "low": TWO}), seen(urgency="high"))


def test_a_run_stands_on_the_provisions_that_it_keeps() -> None:
    """The rule of one party, the treaty, or both; where it keeps none that is known, on what the limit cites."""
    limit = TimeLimit("reply", ByParty((("KOR", ONE),), TWO, (("KOR", RULE),)), (TREATY("IX"), TREATY("XI")))

    assert (RULE,) == limit.cited([("LAW", "12")])
    assert (TREATY("XI"),) == limit.cited([("OST", "XI", "treaty")])
    assert (TREATY("IX"), TREATY("XI")) == limit.cited([])
    assert (TREATY("IX"), TREATY("XI")) == limit.cited([("OST", "XX")])
    assert (TREATY("IX"),) == TimeLimit("reply", ONE, TREATY("IX")).cited([("LAW", "12")])


def test_a_standard_cites_its_provisions_as_a_list() -> None:
    """One alone as well."""
    assert ((TREATY("IX"),), ()) == (Standard("promptly", TREATY("IX")).under, Standard("soon").under)
