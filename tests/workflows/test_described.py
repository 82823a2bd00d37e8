"""The description of an activity within a notice that has one place, one orbit and a list of bands."""

import pytest

from workflows.article_ix.notices import Notice
from workflows.kernel.bodies import problems
from workflows.lunar.activity import DESCRIPTION
from workflows.lunar.described import around, asks_for_description, described, names_where_or_when

RIM = {"body": "moon", "shape": "circle", "lat": "-89.5", "lon": "120", "radius_km": "5"}
X_BAND = {"from": "8400", "to": "8450", "unit": "MHz"}
NOTICE = {
    "activity_title": "Landing",
    "nature": "A landing near the rim of a crater",
    "phases": "Descent, landing, two weeks of operations",
    "earliest_start": "2027-06-01",
    "latest_end": "2027-06-20",
    "place": RIM,
    "orbit": {"regime": "lunar", "apogee_km": "100"},
    "bands": [{"band": X_BAND}],
}


def test_one_place_one_orbit_and_bands_become_the_lists_of_a_description() -> None:
    """The dates keep their names; phases in prose are no phases of a description."""
    found = described(NOTICE)
    assert [{"kind": "operations", "place": RIM}] == found["areas"]
    assert [{"around": "moon", "orbit": NOTICE["orbit"]}] == found["orbits"]
    assert [{"band": X_BAND}] == found["emissions"]
    assert ("2027-06-01", "2027-06-20") == (found["earliest_start"], found["latest_end"])
    assert "phases" not in found
    told = {problem.field for problem in problems(DESCRIPTION, found)}
    assert {"operator", "activity_class", "contact"} == told, "only what the notice does not tell is missing"


def test_lists_of_a_description_are_taken_as_they_are_and_completed() -> None:
    """A filing may ask both ways."""
    area = {"kind": "landing", "place": {**RIM, "lat": "-88"}}
    assert [area, {"kind": "operations", "place": RIM}] == described({"areas": [area], "place": RIM})["areas"]


@pytest.mark.parametrize(
    "body",
    [
        {"place": {"body": "moon", "shape": "circle", "lat": "95", "lon": "0", "radius_km": "5"}},
        {"place": {"withheld": "security"}},
        {"orbit": {"unknown": True}},
        {"bands": "all of them"},
        {"bands": [{"band": {"from": "9", "to": "8", "unit": "MHz"}}]},
        {"areas": "everywhere", "place": RIM, "latest_end": "next year"},
        {},
    ],
    ids=lambda body: ", ".join(body) or "nothing",
)
def test_what_is_withheld_unknown_or_wrong_is_compared_with_nothing(body: dict[str, object]) -> None:
    """Latitude out of range, a withheld place, bands turned round, text where a list belongs."""
    assert {} == described(body)
    assert not names_where_or_when(body)


@pytest.mark.parametrize(
    ("regime", "body"),
    [("LEO", "earth"), ("GEO", "earth"), ("lunar", "moon"), ("LLO", "moon"), ("cislunar", "libration"), ("", "earth")],
)
def test_the_regime_says_what_an_orbit_goes_around(regime: str, body: str) -> None:
    """The Earth, where its name says nothing else."""
    assert body == around(regime)


def test_a_notice_asks_for_what_can_be_compared() -> None:
    """A reply does not."""
    assert asks_for_description(Notice.spec)
    assert names_where_or_when(NOTICE)
