"""The budget of the map of the register: printed, and never failing a build; what it draws is checked."""

import random
import statistics
from pathlib import Path

from consult import clock
from consult.drawing.lunar_map import lunar_map
from consult.drawing.lunar_projection import half, polar
from consult.lunar import register
from consult.lunar.register import NewVersion, Origin
from consult.pages.lunar.places import Subject, zones_of
from tests.bench.conftest import ratio, seconds
from tests.consult.web.cases_world import build_cases
from tests.consult.web.lunar_world import BASE
from tests.consult.web.world import AT

ZONES, ROUNDS = 500, 9


def sites(number: int) -> list[dict[str, object]]:
    """Describe activities with one zone each, half of them around the south pole."""
    chance = random.Random(1969)
    told = []
    for at in range(number):
        lat = chance.uniform(-90, -75) if at % 2 else chance.uniform(-90, 90)
        place = {
            "body": "moon",
            "shape": "circle",
            "lat": f"{lat:.3f}",
            "lon": f"{chance.uniform(-180, 180):.3f}",
            "radius_km": f"{chance.uniform(1, 60):.1f}",
        }
        area = {"kind": "operations", "label": f"Field {at}", "place": place}
        told.append({**BASE, "activity_title": f"Site {at}", "areas": [area], "emissions": [], "plume_radius": None})
    return told


def test_a_map_page_of_five_hundred_zones(tmp_path: Path) -> None:
    """Budget: 150 ms of server time, for four maps with their table."""
    with clock.frozen(AT):
        world = build_cases(tmp_path)
        with world.writing() as connection:
            for one in sites(ZONES):
                register.record(connection, Origin("import", "JPN"), NewVersion(one, AT, party="JPN"))
        visitor = world.signed_in("all@jpn.example")
        page = visitor.get("/lunar/map")
        whole = statistics.median(seconds(lambda: visitor.get("/lunar/map")) for _i in range(ROUNDS))
        south = statistics.median(seconds(lambda: visitor.get("/lunar/map?view=south")) for _i in range(ROUNDS))
        world.engine.dispose()

    assert page.text.count('<th scope="row"><a href="/lunar/LUN-') == ZONES
    print(f"\nmap page of {ZONES} zones: {whole * 1000:.0f} ms, south pole alone {south * 1000:.0f} ms (budget 150)")


def test_drawing_grows_no_faster_than_the_number_of_zones() -> None:
    """Eight times the zones take at most twelve times as long, labels included."""
    told = {"title": "The Moon", "description": "Zones.", "ident": "map"}
    few, many = (
        [zone for at, one in enumerate(sites(number)) for zone in zones_of(Subject(at, f"Site {at}", one))]
        for number in (ZONES, 8 * ZONES)
    )
    views = (polar("south", 60), half("near"))
    rounds = [
        (
            seconds(lambda: [lunar_map(few, view, **told) for view in views]),
            seconds(lambda: [lunar_map(many, view, **told) for view in views]),
        )
        for _i in range(ROUNDS)
    ]

    small, large = zip(*rounds, strict=True)
    ratio("maps of 4,000 zones ÷ of 500", large, small, 12, 8, most=True)
