"""Export of the register as a reader may see it, piece by piece, so that its size does not matter."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from consult.lunar.entries import Filters, Listed, list_entries
from consult.lunar.exchange.flat import COLUMNS, cells_of
from consult.lunar.exchange.geojson import CRS, features_for
from consult.lunar.exchange.rows import EXTERNAL, GRADE, IS_EXERCISE, KEY, OTHERS, SOURCE, STATE
from consult.lunar.reader import Reader
from consult.lunar.versions import Version, newest_versions

PIECE = 200
_TIDY = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def export(connection: Connection, reader: Reader, form: str, filters: Filters | None = None) -> Iterator[str]:
    """Yield the text of an export: the newest version of each entry, with what the reader reads of it."""
    found = _entries(connection, reader, filters or Filters())
    yield from _csv(found) if form == "csv" else _geojson(found)


def _entries(connection: Connection, reader: Reader, filters: Filters) -> Iterator[tuple[Listed, Version]]:
    after = ""
    while True:
        page = list_entries(connection, reader, filters, after=after, size=PIECE)
        newest = newest_versions(connection, reader, [one.id for one in page.entries])
        yield from ((one, newest[one.id]) for one in page.entries)
        if page.after is None:
            return
        after = page.after


def _about(entry: Listed, version: Version) -> dict[str, str]:
    return {
        KEY: entry.key, STATE: entry.state, OTHERS: ";".join(entry.others), SOURCE: version.source,
        GRADE: version.grade, EXTERNAL: entry.left, IS_EXERCISE: "yes" if entry.exercise else "",
    }  # fmt: skip


def _csv(found: Iterator[tuple[Listed, Version]]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    yield buffer.getvalue()
    for entry, version in found:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow(cells_of(_about(entry, version), version.description))
        yield buffer.getvalue()


def _geojson(found: Iterator[tuple[Listed, Version]]) -> Iterator[str]:
    """Write the collection with its coordinate system first."""
    yield f'{{"type":"FeatureCollection","crs":{_TIDY.encode(CRS)},"body":"moon","features":['
    mark = ""
    for entry, version in found:
        for feature in features_for(_about(entry, version), _moon_only(version.description)):
            yield f"{mark}\n{_TIDY.encode(feature)}"
            mark = ","
    yield "\n]}\n"


def _moon_only(description: Mapping[str, Any]) -> Mapping[str, Any]:
    """Leave out areas that lunar coordinates cannot tell."""
    areas = description.get("areas")
    if not isinstance(areas, list):
        return {key: value for key, value in description.items() if key != "areas"}
    return {**description, "areas": [one for one in areas if one.get("place", {}).get("body") == "moon"]}
