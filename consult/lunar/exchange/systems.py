"""Which coordinates a file is in: those of the Moon on the sphere of the IAU's report of 2015, and no other.

GeoJSON of RFC 7946 is for the Earth alone, so that a lunar file must name its system: the older `crs` member, or a
`crs` or `body` and `datum` of our own. A file that names nothing, or another body or datum, is refused.
"""

import re
from collections.abc import Mapping
from typing import Any

from consult.i18n import _

LUNAR = "IAU_2015:30100"
"""Moon (2015), sphere of 1737.4 km, latitude and longitude in degrees."""
URN = "urn:ogc:def:crs:IAU:2015:30100"
BODY = "moon"
_EARTH = re.compile(r"EPSG|CRS84|CRS83|WGS|\bOGC:1\.3|4326|4979", re.IGNORECASE)


def fault_of(named: Any, body: Any = None, *, datum: Any = None) -> str | None:
    """Say what is wrong with a coordinate system as a file names it, or None where it is the lunar one."""
    given = _name(named) or _name(datum)
    if isinstance(body, str) and body.strip() and body.strip().casefold() != BODY:
        return _("These coordinates are those of “%(body)s”; the register holds places on the Moon.", body=body.strip())
    if not given:
        return _(
            "No coordinate system is named, so that these are coordinates of the Earth. Name the lunar one: %(name)s.",
            name=LUNAR,
        )
    return None if _code(given) == ("2015", "30100") else _other(given)


def _other(given: str) -> str:
    found = _code(given)
    if found is None:
        earth = _EARTH.search(given) is not None
        if earth:
            return _("“%(name)s” is a system of the Earth. Give lunar coordinates: %(lunar)s.", name=given, lunar=LUNAR)
        return _("“%(name)s” is not known here. Give lunar coordinates: %(lunar)s.", name=given, lunar=LUNAR)
    _year, code = found
    if code.startswith("301"):
        return _(
            "“%(name)s” is another datum or projection of the Moon. Give %(lunar)s: latitude and longitude in degrees.",
            name=given,
            lunar=LUNAR,
        )
    if code.startswith("399"):
        return _("“%(name)s” is a system of the Earth. Give lunar coordinates: %(lunar)s.", name=given, lunar=LUNAR)
    return _("“%(name)s” is a system of another body. Give lunar coordinates: %(lunar)s.", name=given, lunar=LUNAR)


def _name(named: Any) -> str:
    """Give the name in a text, or in a member as GeoJSON of 2008 writes it."""
    if isinstance(named, Mapping):
        properties = named.get("properties")
        named = properties.get("name") if isinstance(properties, Mapping) else named.get("name")
    return named.strip() if isinstance(named, str) else ""


def _code(given: str) -> tuple[str, str] | None:
    """Give year and number of an IAU code, whichever way it is written."""
    plain = re.fullmatch(r"(?i)IAU_(\d{4}):(\d+)", given) or re.fullmatch(
        r"(?i)urn:ogc:def:crs:IAU:(\d{4})?:{0,2}(\d+)", given
    )
    link = re.fullmatch(r"(?i)https?://www\.opengis\.net/def/crs/IAU/(\d{4})/(\d+)", given)
    found = plain or link
    return (found[1] or "2015", found[2]) if found else None
