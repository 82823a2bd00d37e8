"""The zones that a person may choose: those of places, and UTC.

The table of zones holds also the names of countries, abbreviations of offices (“EST5EDT”), the zone of whatever machine
reads it (“localtime”) and one that stands for none (“Factory”). None of these says where a day ends.
"""

from zoneinfo import available_timezones

REGIONS = frozenset(
    {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)
UTC_NAME = "UTC"


def zone_names() -> tuple[str, ...]:
    """Give the names that may be chosen, UTC first."""
    places = (name for name in available_timezones() if name.partition("/")[0] in REGIONS and "/" in name)
    return (UTC_NAME, *sorted(places))


def is_zone(name: str) -> bool:
    """Say whether a name is one of them."""
    return name in zone_names()
