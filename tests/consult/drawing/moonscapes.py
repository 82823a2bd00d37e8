"""Places around the south pole of the Moon, windows and bands, as the drawings receive them."""

from datetime import UTC, date, datetime

from consult.drawing.lunar_bands import Use
from consult.drawing.lunar_sphere import Shape
from consult.drawing.lunar_times import Stretch
from consult.drawing.lunar_zones import Zone

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
BASE = Zone(1, "Base", Shape("circle", ((-89.0, 20.0),), 20), own=True, margin_km=5)
CLEAR = Zone(2, "Drill <site>", Shape("circle", ((-88.5, 40.0),), 25), "keep_clear", overlaps=True)
ZONES = (
    BASE,
    CLEAR,
    Zone(3, "Descent", Shape("corridor", ((-89, 20), (-84, 30), (-80, 60), (-55, 65)), 15), "corridor"),
    Zone(4, "Prospecting", Shape("polygon", ((-80, -20), (-85, -40), (-80, -80), (-70, -50))), overlaps=True),
    Zone(5, "Ejecta", Shape("ellipse", ((-75, 120),), 200, 80, 45), "plume"),
    Zone(6, "Landing", Shape("point", ((-86.5, 150.0),)), overlaps=True),
    Zone(7, "Radio", Shape("circle", ((-60, 180),), 300), "emission"),
    Zone(8, "Apollo 11", Shape("point", ((0.674, 23.473),)), "heritage", past=True),
    Zone(9, "Far side", Shape("point", ((-45.4, 177.6),)), past=True),
)
STRETCHES = (
    Stretch(1, "South pole base, first landing", date(2027, 3, 1), date(2027, 9, 30), 14, own=True),
    Stretch(2, "Drill <site>", date(2026, 8, 1), date(2029, 8, 1), 30, overlaps=True),
    Stretch(3, "Relay", date(2026, 1, 1), None),
    Stretch(8, "Apollo 11", date(1969, 7, 16), date(1969, 7, 24)),
)
USES = (
    Use(1, "Base downlink", 2_200_000_000, 2_290_000_000, 5_000_000, own=True),
    Use(2, "Drill <site>", 2_285_000_000, 2_300_000_000, 1_000_000, overlaps=True),
    Use(3, "Quiet for science", 10_000_000, 30_000_000),
)
