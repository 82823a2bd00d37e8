"""Screening: the index finds what comparing everything finds, for each reader only what it reads."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from consult.db import reading, writing
from consult.lunar import register
from consult.lunar.features import Feature, features_of
from consult.lunar.overlaps import compare
from consult.lunar.packing import pack, unpack
from consult.lunar.reader import KEEPER, PUBLIC_READER, Reader
from consult.lunar.register import NewVersion, Origin
from consult.lunar.screening import Screening, affected, screen
from consult.models.lunar import INDEX
from tests.consult.docket.conftest import Office
from tests.consult.lunar.conftest import NOTICED, RIM, ROVER, announced
from workflows.kernel.guards import Refused

ON = date(2026, 12, 1)
NEAR_RIM = {**ROVER, "activity_title": "Lander 9", "members_only": []}
PARTICIPANT = Reader("KOR", frozenset({"copuos-draft"}))
STATES = ("BRA", "FRA", "JPN", "KOR")


def screened(office: Office, description: dict[str, Any], reader: Reader = KEEPER, **more: Any) -> Screening:
    """Screen a description."""
    with reading(office.engine) as connection:
        return screen(connection, description, reader=reader, **{"on": ON, **more})


def found(screening: Screening) -> set[tuple[str, str]]:
    """Name what was found: entry and what it is about."""
    return {(one.entry, one.finding.about) for one in screening.matches}


def recorded(office: Office, descriptions: list[dict[str, Any]], at: datetime = NOTICED) -> list[str]:
    """Record entries without a case, of one State after the other."""
    with writing(office.engine) as connection:
        return [
            register.record(connection, Origin("import", STATES[i % 4]), NewVersion(one, at)).key
            for i, one in enumerate(descriptions)
        ]


def place(draw: Any) -> dict[str, Any]:
    """Draw a place: near a pole, near the meridian of 180 degrees, or anywhere."""
    lat = draw(st.sampled_from(["-89.9", "-89.5", "-88", "0", "0.2", "89.8", "45"]))
    lon = draw(st.sampled_from(["-180", "-179.9", "179.8", "180", "0", "10", "190", "355"]))
    size = draw(st.sampled_from(["0.5", "5", "40"]))
    shape = draw(st.sampled_from(["point", "circle", "corridor", "ellipse"]))
    body = draw(st.sampled_from(["moon", "moon", "moon", "earth"]))
    at: dict[str, Any] = {"body": body, "shape": shape, "lat": lat, "lon": lon}
    sizes: dict[str, dict[str, Any]] = {
        "point": {},
        "circle": {"radius_km": size},
        "corridor": {"width_km": size, "points": [{"lat": lat, "lon": lon}, {"lat": "-87", "lon": "170"}]},
        "ellipse": {"semi_major_km": "40", "semi_minor_km": size, "bearing_deg": "30"},
    }
    return at | sizes[shape]


@st.composite
def descriptions(draw: Any) -> dict[str, Any]:
    """Draw a description with areas, orbits and emissions."""
    year = draw(st.integers(2027, 2029))
    described: dict[str, Any] = {"activity_title": "A", "earliest_start": f"{year}-03-01"}
    if draw(st.booleans()):
        described["latest_end"] = f"{year}-03-{draw(st.integers(1, 31)):02d}"
    if draw(st.booleans()):
        described["uncertainty_days"] = {"value": str(draw(st.integers(0, 400))), "unit": "days"}
    if draw(st.booleans()):
        described["plume_radius"] = {"value": "3", "unit": "km"}
    kinds = st.sampled_from(["landing", "operations", "keep_clear", "heritage", "plume", "descent"])
    count = draw(st.integers(0, 2))
    described["areas"] = [{"kind": draw(kinds), "place": place(draw)} for _i in range(count)]
    if draw(st.booleans()):
        around = draw(st.sampled_from(["moon", "earth", "libration"]))
        regime = {"moon": ["llo", "nrho", "own"], "earth": ["leo", "geo"], "libration": ["l2", "sel2"]}[around]
        described["orbits"] = [{"around": around, "orbit": {"regime": draw(st.sampled_from(regime))}}]
    if draw(st.booleans()):
        low = draw(st.sampled_from(["2200", "2200.05", "2290", "8400"]))
        emission: dict[str, Any] = {"band": {"from": low, "to": str(float(low) + 5), "unit": "MHz"}}
        if draw(st.booleans()):
            emission["place"] = place(draw)
        described["emissions"] = [emission]
    kept = draw(st.sets(st.sampled_from(["areas", "orbits", "emissions", "plume_radius"])))
    return described | ({"members_only": sorted(kept)} if kept else {})


def brute(
    mine: dict[str, Any], described: list[dict[str, Any]], keys: list[str], sees: str = "C1"
) -> set[tuple[str, str]]:
    """Compare with everything that is seen."""
    pairs = zip(described, keys, strict=True)
    features = [one for given, key in pairs for one in features_of(given, key=key, sees=sees)]
    return {(one.theirs.key, one.about) for one in compare(features_of(mine), features)}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(register_of=st.lists(descriptions(), min_size=1, max_size=8), mine=descriptions())
def test_the_index_finds_what_comparing_everything_finds(
    office: Office, register_of: list[dict[str, Any]], mine: dict[str, Any]
) -> None:
    """Small registers with places at the poles and at 180 degrees, orbits, open ends and emissions without a place."""
    with writing(office.engine) as connection:
        connection.execute(text(f"DELETE FROM {INDEX}"))

    keys = recorded(office, register_of)

    assert brute(mine, register_of, keys) == found(screened(office, mine))
    participant, outsider = Reader("MEX", frozenset({"copuos-draft"})), Reader("MEX", frozenset(), frozenset({"x"}))
    assert brute(mine, register_of, keys) == found(screened(office, mine, participant))
    for reader in (PUBLIC_READER, outsider):
        assert brute(mine, register_of, keys, "C0") == found(screened(office, mine, reader))


@given(described=descriptions())
def test_a_feature_is_the_same_after_it_was_packed(described: dict[str, Any]) -> None:
    """Every part of it, and what it meets."""
    for one in features_of(described, key="LUN-0001", state="JPN"):
        other, day = unpack(pack(one, 20_000))
        assert 20_000 == day
        same = [name for name in Feature.__slots__ if name != "shape"]
        assert [getattr(one, name) for name in same] == [getattr(other, name) for name in same]
        mine = features_of(described)
        assert [f._replace(theirs=one) for f in compare(mine, [other])] == list(compare(mine, [one]))


def test_states_are_named_with_reason_margin_and_age(office: Office) -> None:
    """On 1 December 2026 the rover announced on 23 November lies where a lander is planned."""
    ref = announced(office)

    screening = screened(office, NEAR_RIM, PARTICIPANT)

    assert {"JPN"} == set(screening.by_state)
    first = screening.by_state["JPN"][0]
    assert (ref, date(2026, 11, 23), 8, False) == (first.entry, first.recorded_on, first.age_days, first.stale)
    assert {(ref, "physical"), (ref, "spectrum")} == found(screening)
    said = affected(screening, "KOR")
    assert [("JPN", ref, 2)] == [(one["party"], one["entry"], one["matches"]) for one in said]
    assert "overlap" in said[0]["why"]


def test_what_a_reader_does_not_read_does_not_touch_it(office: Office) -> None:
    """Frequencies for participants are found by participants and by the State itself, and exist for nobody else."""
    ref = announced(office, areas=[])

    assert {(ref, "spectrum")} == found(screened(office, NEAR_RIM, PARTICIPANT))
    assert {(ref, "spectrum")} == found(screened(office, NEAR_RIM, Reader("JPN")))
    for reader in (PUBLIC_READER, Reader("KOR"), Reader("KOR", frozenset({"open-copuos"}))):
        assert set() == found(screened(office, NEAR_RIM, reader))


def test_a_frequency_told_to_everybody_is_met_by_everybody_though_its_place_is_kept(office: Office) -> None:
    """Brazil keeps where it transmits, France has no place to tell: an outsider meets both, and both alike."""
    emissions = [{"band": {"from": "2210", "to": "2220", "unit": "MHz"}}]
    kept = {**NEAR_RIM, "emissions": emissions, "members_only": ["areas"]}
    recorded(office, [kept, {**kept, "areas": [], "members_only": []}])

    told = {one.entry: one.finding for one in screened(office, NEAR_RIM, Reader("MEX")).matches}
    assert {"LUN-0001", "LUN-0002"} == set(told)
    assert told["LUN-0001"].reason() == told["LUN-0002"].reason()
    assert "at a place that was not told" in told["LUN-0001"].reason()

    inside = [one for one in screened(office, NEAR_RIM, PARTICIPANT).matches if one.entry == "LUN-0001"]
    assert {"physical", "spectrum"} == {one.finding.about for one in inside}
    assert "at a place that was not told" not in " ".join(one.finding.reason() for one in inside)


def test_only_the_newest_version_is_compared(office: Office) -> None:
    """After the dates moved by a year nothing meets any more; called off, nothing either."""
    later, off = announced(office), announced(office, "FRA")
    described = {**ROVER, "earliest_start": "2030-03-01", "latest_end": "2030-09-30"}
    office.take("JPN", later, "describe_anew", at=datetime(2026, 12, 7, tzinfo=UTC), body=described)

    assert {off} == {key for key, _about in found(screened(office, NEAR_RIM))}
    office.take("FRA", off, "call_off", at=datetime(2026, 12, 8, tzinfo=UTC))
    assert set() == found(screened(office, NEAR_RIM))


def test_an_activity_is_not_compared_with_itself(office: Office) -> None:
    """Its own entry is left out by its key."""
    ref = announced(office)
    assert set() == found(screened(office, ROVER, key=ref))


def test_the_index_is_made_again_from_the_versions(office: Office) -> None:
    """Emptied and rebuilt it finds the same, and nothing of what was called off."""
    announced(office)
    recorded(office, [NEAR_RIM, {**NEAR_RIM, "activity_status": "cancelled"}])
    before = found(screened(office, NEAR_RIM))

    with writing(office.engine) as connection:
        connection.execute(text(f"DELETE FROM {INDEX}"))
        assert 2 == register.rebuild(connection)

    assert before == found(screened(office, NEAR_RIM))
    assert before


def test_an_exercise_touches_exercises_alone(office: Office) -> None:
    """In earnest the entry of an exercise does not count; in an exercise it does."""
    announced(office, exercise=True)
    assert set() == found(screened(office, NEAR_RIM, exercises=False))
    assert set() != found(screened(office, NEAR_RIM))


def test_what_is_old_or_was_never_confirmed_is_marked(office: Office) -> None:
    """More than 365 days after it was told; and planned for a time that has passed."""
    recorded(office, [NEAR_RIM])

    fresh, old = screened(office, NEAR_RIM, on=date(2027, 11, 23)), screened(office, NEAR_RIM, on=date(2027, 11, 24))
    past = screened(office, NEAR_RIM, on=date(2028, 10, 1))

    assert [365, False] == [fresh.matches[0].age_days, fresh.matches[0].stale]
    assert [366, True, False] == [old.matches[0].age_days, old.matches[0].stale, old.matches[0].outdated]
    assert past.matches[0].outdated


def test_an_orbit_around_the_earth_meets_shells_alone(office: Office) -> None:
    """A single orbit and place, as other notices tell them."""
    low = [{"around": "earth", "orbit": {"regime": "leo"}}]
    recorded(office, [{**NEAR_RIM, "areas": [], "emissions": [], "orbits": low}])
    notice = {"earliest_start": "2028-04-01", "orbits": {"regime": "sso"}}

    assert {("LUN-0001", "orbit")} == found(screened(office, notice))
    assert set() == found(screened(office, {**notice, "orbits": {"regime": "geo"}}))
    assert set() == found(screened(office, {**notice, "areas": RIM, "orbits": {"regime": "llo"}}))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"areas": [{"kind": "operations", "place": {**RIM, "shape": "polygon", "points": [
            {"lat": "0", "lon": "0"}, {"lat": "1", "lon": "1"}, {"lat": "1", "lon": "0"}, {"lat": "0", "lon": "1"}]}}]},
         "areas/0/place/points"),
        ({"latest_end": "2027-01-01"}, "latest_end"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_refused_with_its_field(office: Office, changes: dict[str, Any], field: str) -> None:
    """A polygon that crosses itself; an end before the start: no act, no version."""
    ref = office.docket.open(office.standings["JPN"], "announcement", at=NOTICED, title="").ref

    with pytest.raises(Refused) as refused:
        office.take("JPN", ref, "announce", at=NOTICED, body={**ROVER, **changes})

    assert [field] == [one.field for one in refused.value.refusals]
    assert set() == found(screened(office, NEAR_RIM))


def test_the_world_names_whom_a_filing_touches(office: Office) -> None:
    """As the docket's world answers a check: by what the filer may read, never the filer itself."""
    ref = announced(office)
    with reading(office.engine) as connection:
        world = office.docket.world(connection, NOTICED, None)
        answer = world.ask("affected", "KOR", '{"areas":[{"kind":"landing","place":{"body":"moon","lat":"-89.45",'
                           '"lon":"-137.2"}}],"earliest_start":"2028-04-01"}')  # fmt: skip
        assert [("JPN", ref)] == [(one["party"], one["entry"]) for one in answer]
        assert [] == world.ask("affected", "KOR", '{"areas":[{"kind":"landing","place":{"body":"other"}}]}')
