"""A description as columns of CSV, and back.

One row is one activity. Words and dates have a column each; quantities are a number and a unit, as “3 km”; choices of
which several may be taken are joined by semicolons. One area that is a point or a circle stands in `area_kind`,
`area_label`, `lat`, `lon` and `radius_km`; one emission without more in `band_from`, `band_to` and `band_unit`. What
does not fit stands as JSON in `areas`, `orbits`, `emissions`, `phases`, `resources`, `contact` or `annex`. `crs` names
the coordinates. A cell that a spreadsheet would take for a formula begins with an apostrophe.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from consult.exact_json import BadJson, read_json
from consult.lunar.exchange.rows import ABOUT
from consult.lunar.exchange.systems import LUNAR
from workflows.lunar.activity import DESCRIPTION

KINDS = {one.key: one.kind for one in DESCRIPTION.fields}
AREA = ("area_kind", "area_label", "lat", "lon", "radius_km")
BAND = ("band_from", "band_to", "band_unit")
COLUMNS = (*ABOUT, *KINDS, "crs", *AREA, *BAND)
_TIDY = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_SIMPLE_AREA, _SIMPLE_PLACE = {"kind", "label", "place"}, {"body", "shape", "lat", "lon", "radius_km"}
PATHS = {
    "areas/0/kind": "area_kind", "areas/0/label": "area_label", "areas/0/place/lat": "lat", "areas/0/place/lon": "lon",
    "areas/0/place/radius_km": "radius_km", "areas/0/place/body": "crs", "areas/0/place": "lat",
    "emissions/0/band/from": "band_from", "emissions/0/band/to": "band_to", "emissions/0/band/unit": "band_unit",
    "emissions/0/band": "band_from",
}  # fmt: skip
"""Columns of paths, where one area or one emission stands in columns of its own."""


def cells_of(about: Mapping[str, str], description: Mapping[str, Any]) -> dict[str, str]:
    """Write an activity as cells by column."""
    rest, cells = dict(description), dict(about)
    areas: Any = description.get("areas")
    if _is_simple_area(areas):
        cells |= _area_cells(areas[0])
        del rest["areas"]
    if _is_simple_band(description.get("emissions")):
        band = rest.pop("emissions")[0]["band"]
        cells |= {"band_from": band["from"], "band_to": band["to"], "band_unit": band["unit"]}
    cells |= {key: _written(KINDS[key], value) for key, value in rest.items() if key in KINDS}
    if has_places(description):
        cells["crs"] = LUNAR
    return {column: _safe(column, cell) for column, cell in cells.items()}


def has_places(description: Mapping[str, Any]) -> bool:
    """Say whether a description names places, in whatever part of it."""
    lists = (description.get(name) for name in ("areas", "emissions"))
    entries = [one for given in lists if isinstance(given, list) for one in given]
    return any(isinstance(one, Mapping) and one.get("place") for one in entries)


def _is_simple_area(areas: Any) -> bool:
    if not isinstance(areas, list) or len(areas) != 1 or not isinstance(areas[0], Mapping):
        return False
    place: Any = areas[0].get("place")
    flat = isinstance(place, Mapping) and set(place) <= _SIMPLE_PLACE and place.get("shape") in ("point", "circle")
    return flat and set(areas[0]) <= _SIMPLE_AREA and (place["shape"] == "circle") == ("radius_km" in place)


def _is_simple_band(emissions: Any) -> bool:
    return isinstance(emissions, list) and len(emissions) == 1 and set(emissions[0]) == {"band"}


def _area_cells(area: Mapping[str, Any]) -> dict[str, str]:
    place = area["place"]
    sizes = {"radius_km": place["radius_km"]} if "radius_km" in place else {}
    label = {"area_label": area["label"]} if "label" in area else {}
    return {"area_kind": area["kind"], **label, "lat": place["lat"], "lon": place["lon"], **sizes}


def _written(kind: str, value: Any) -> str:
    if kind == "decimal" and isinstance(value, Mapping) and set(value) == {"value", "unit"}:
        return f"{value['value']} {value['unit']}"
    if kind == "choices" and isinstance(value, list):
        return ";".join(value)
    return value if isinstance(value, str) else _TIDY.encode(value)


def _safe(column: str, cell: str) -> str:
    """Keep a spreadsheet from reading words as a formula; numbers stay as they are."""
    numeric = column in ("lat", "lon", "radius_km", "band_from", "band_to")
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA) and not numeric else cell


def description_of(cells: Mapping[str, str]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Read a description from cells, with the columns of which nothing can be read and why."""
    found: dict[str, Any] = {}
    wrong: list[tuple[str, str]] = []
    for key, kind in KINDS.items():
        if key in cells:
            try:
                found[key] = _read(kind, cells[key])
            except BadJson as fault:
                wrong.append((key, str(fault)))
    found |= dict(_flat(cells))
    return found, wrong


def _flat(cells: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """Read the one area and the one emission that stand in columns of their own."""
    if "lat" in cells or "lon" in cells:
        sizes = {"radius_km": cells["radius_km"]} if "radius_km" in cells else {}
        at = {"lat": cells.get("lat", ""), "lon": cells.get("lon", "")}
        place = {"body": "moon", "shape": "circle" if sizes else "point", **at, **sizes}
        label = {"label": cells["area_label"]} if "area_label" in cells else {}
        yield "areas", [{"kind": cells.get("area_kind", "operations"), **label, "place": place}]
    if "band_from" in cells or "band_to" in cells:
        low, high = cells.get("band_from", ""), cells.get("band_to", "")
        yield "emissions", [{"band": {"from": low, "to": high, "unit": cells.get("band_unit", "MHz")}}]


def _read(kind: str, cell: str) -> Any:
    if kind == "decimal" and not cell.startswith("{"):
        value, _gap, unit = cell.partition(" ")
        return {"value": value, "unit": unit.strip()}
    if kind == "choices" and not cell.startswith("{"):
        return [one.strip() for one in cell.split(";") if one.strip()]
    if cell.startswith(("{", "[")) and kind not in ("text", "long_text"):
        return read_json(cell)
    return read_json(cell) if kind in ("list", "contact", "document", "group") else cell


def plain(cell: str | None) -> str:
    """Give a cell without the apostrophe that keeps it from being a formula."""
    text = (cell or "").strip()
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_FORMULA) else text
