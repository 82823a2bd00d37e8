"""Rows from, and features for, a GeoJSON FeatureCollection in lunar coordinates.

A Feature is one area of an activity, or an activity without any (its geometry is null). Its `properties` hold the
description, `key`, `state` and the others, `activity` that tells which Features belong together, and under `area` what
a geometry cannot say: kind, label, shape, sizes in kilometres. Points are points, circles and ellipses by their centre,
corridors lines, polygons rings of which the first and last point are the same. Holes are not known here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from consult.exact_json import BadJson, read_json
from consult.i18n import _
from consult.lunar.exchange.rows import ABOUT, MOST_ROWS, SIZES, Row, RowError
from consult.lunar.exchange.systems import BODY, URN, fault_of
from workflows.lunar.activity import DESCRIPTION

KEYS = {one.key for one in DESCRIPTION.fields}
ACTIVITY, AREA = "activity", "area"
CRS = {"type": "name", "properties": {"name": URN}}
SHAPES = {"Point": ("point", "circle", "ellipse"), "LineString": ("corridor",), "Polygon": ("polygon",)}


def read_geojson(text: str) -> tuple[list[Row], list[RowError]]:
    """Read rows and what cannot be read of them; numbers keep the decimals with which they are written."""
    try:
        given = read_json(text.removeprefix("\ufeff"))
    except BadJson as fault:
        return [], [RowError(0, "", str(fault))]
    wrong = _of_collection(given)
    if wrong is not None:
        return [], [wrong]
    return _activities(given["features"])


def _of_collection(given: Any) -> RowError | None:
    if not isinstance(given, Mapping) or given.get("type") != "FeatureCollection":
        return RowError(0, "type", _("Give a FeatureCollection."))
    fault = fault_of(given.get("crs"), given.get("body"), datum=given.get("datum"))
    if fault:
        return RowError(0, "crs", fault)
    features = given.get("features")
    if not isinstance(features, list) or not features or len(features) > MOST_ROWS:
        return RowError(0, "features", _("Give at least one row, and at most %(most)s.", most=MOST_ROWS))
    return None


def _activities(features: Sequence[Any]) -> tuple[list[Row], list[RowError]]:
    """Put the areas of each activity together; the first Feature of an activity says what it is."""
    rows: dict[str, Row] = {}
    errors: list[RowError] = []
    for number, feature in enumerate(features, start=1):
        properties = feature.get("properties") if isinstance(feature, Mapping) else None
        if not isinstance(properties, Mapping) or feature.get("type") != "Feature":
            errors.append(RowError(number, "properties", _("Give a Feature with its properties.")))
            continue
        errors += [RowError(number, *fault) for fault in _strays(feature, properties)]
        name = str(properties.get(ACTIVITY) or properties.get("key") or f"#{number}")
        row = _row(number, properties)
        if name not in rows:
            rows[name] = row
        elif dict(row.description) != {k: v for k, v in rows[name].description.items() if k != "areas"}:
            errors.append(RowError(number, "properties", _("This does not say the same as the Feature before it.")))
        area, fault = _area(feature.get("geometry"), properties.get(AREA))
        if fault is not None:
            errors.append(RowError(number, *fault))
        elif area is not None:
            _add(rows[name], area, number)
    return list(rows.values()), errors


def _strays(feature: Mapping[str, Any], properties: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Name what a Feature says in a place where it is not read, so that nothing is lost in silence."""
    for key in properties:
        if key not in KEYS and key not in ABOUT and key not in (ACTIVITY, AREA):
            yield f"properties/{key}", _("There is no such property.")
    for key in ABOUT:
        if not isinstance(properties.get(key) or "", str):
            yield f"properties/{key}", _("Write this as text.")
    if "areas" in properties:
        yield "properties/areas", _("Areas are told by geometries.")
    area = properties.get(AREA)
    if area is not None and (not isinstance(area, Mapping) or "place" in area or feature.get("geometry") is None):
        yield "properties/area", _("An area says here only what its geometry cannot say.")
    if "crs" in feature and (fault := fault_of(feature["crs"])):
        yield "crs", fault


def _row(number: int, properties: Mapping[str, Any]) -> Row:
    about = {key: str(properties.get(key) or "") for key in ABOUT}
    description = {key: value for key, value in properties.items() if key in KEYS and key != "areas"}
    return Row(number, about, description, {})


def _add(row: Row, area: Mapping[str, Any], number: int) -> None:
    """Add an area to its activity, and remember in which Feature it stands."""
    areas = row.description.setdefault("areas", [])  # type: ignore[attr-defined] # made here as a dict
    row.columns[f"areas/{len(areas)}"] = f"features/{number - 1}/geometry"  # type: ignore[index] # made here as a dict
    areas.append(area)


def _area(geometry: Any, told: Any) -> tuple[dict[str, Any] | None, tuple[str, str] | None]:
    """Read one area from a geometry and what it cannot say; a path and sentence where that cannot be done."""
    if geometry is None:
        return None, None
    more = told if isinstance(told, Mapping) else {}
    kind = geometry.get("type") if isinstance(geometry, Mapping) else None
    if not isinstance(kind, str) or kind not in SHAPES:
        return None, ("geometry/type", _("The geometry is a Point, a LineString or a Polygon."))
    shape = str(more.get("shape") or SHAPES[kind][0])
    if shape not in SHAPES[kind]:
        return None, ("properties/area/shape", _("This shape is not told by such a geometry."))
    if kind == "Polygon":
        return _polygon(geometry.get("coordinates"), more)
    positions = [geometry.get("coordinates")] if kind == "Point" else geometry.get("coordinates")
    points = _points(positions)
    if points is None:
        return None, ("geometry/coordinates", _("A position is longitude and latitude, in degrees."))
    place = {**points[0]} if kind == "Point" else {"points": points}
    return _with(shape, place, more), None


def _polygon(rings: Any, more: Mapping[str, Any]) -> tuple[dict[str, Any] | None, tuple[str, str] | None]:
    if not isinstance(rings, list) or len(rings) != 1:
        return None, ("geometry/coordinates", _("A polygon has one ring; holes are not known here."))
    points = _points(rings[0])
    if points is None or len(points) < 4 or points[0] != points[-1]:
        return None, ("geometry/coordinates", _("A ring has at least four positions, the last one like the first."))
    return _with("polygon", {"points": points[:-1]}, more), None


def _with(shape: str, place: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    sizes = {key: str(more[key]) for key in SIZES if key in more}
    rest = {key: value for key, value in more.items() if key not in (*SIZES, "shape")}
    return {"kind": "operations", **rest, "place": {"body": BODY, "shape": shape, **place, **sizes}}


def _points(positions: Any) -> list[dict[str, str]] | None:
    """Read positions of two numbers; one with a height is none of ours."""
    if not isinstance(positions, list) or not positions:
        return None
    found = []
    for position in positions:
        if not isinstance(position, list) or len(position) != 2 or any(isinstance(n, bool) for n in position):
            return None
        if not all(isinstance(number, int | str) for number in position):
            return None
        found.append({"lat": str(position[1]), "lon": str(position[0])})
    return found


def features_for(about: Mapping[str, str], description: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Write an activity as Features: one for each area, or one without geometry."""
    rest = {key: value for key, value in description.items() if key != "areas"}
    properties = {**{key: value for key, value in about.items() if value}, ACTIVITY: about["key"], **rest}
    for area in description.get("areas") or (None,):
        geometry, told = (None, None) if area is None else _geometry(area)
        area_told = {AREA: told} if told else {}
        yield {"type": "Feature", "geometry": geometry, "properties": {**properties, **area_told}}


def _geometry(area: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    place = area["place"]
    shape = place.get("shape", "point")
    told = {key: value for key, value in area.items() if key != "place"}
    told |= {"shape": shape} | {key: place[key] for key in SIZES if key in place}
    if shape in SHAPES["Point"]:
        return {"type": "Point", "coordinates": _position(place)}, told
    points = [_position(point) for point in place["points"]]
    if shape == "corridor":
        return {"type": "LineString", "coordinates": points}, told
    return {"type": "Polygon", "coordinates": [[*points, points[0]]]}, told


def _position(point: Mapping[str, Any]) -> list[float]:
    return [float(point["lon"]), float(point["lat"])]
