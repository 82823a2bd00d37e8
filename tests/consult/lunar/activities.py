"""Descriptions of activities for tests, as they are filed."""

from typing import Any

from consult.lunar.features import Feature, features_of
from tests.consult.lunar.judges import circle


def activity(title: str = "Aurora 1", **told: Any) -> dict[str, Any]:
    """Describe an activity from March to June 2027; what is told stands beside that."""
    return {"activity_title": title, "earliest_start": "2027-03-01", "latest_end": "2027-06-30", **told}


def area(kind: str = "landing", place: dict[str, Any] | None = None, **told: Any) -> dict[str, Any]:
    """Describe an area of the surface: a kilometre around the middle of the near side unless told otherwise."""
    return {"kind": kind, "place": place or circle(0, 0, 1), **told}


def emission(low: str = "2200", high: str = "2210", **told: Any) -> dict[str, Any]:
    """Describe an emission in megahertz."""
    return {"band": {"from": low, "to": high, "unit": "MHz"}, **told}


def km(value: str) -> dict[str, str]:
    """Write a length."""
    return {"value": value, "unit": "km"}


def unfolded(key: str, *areas: dict[str, Any], **told: Any) -> tuple[Feature, ...]:
    """Unfold an activity that is named by its key."""
    return features_of(
        activity(told.pop("title", key), areas=list(areas), **told), key=key, state=told.get("state", "")
    )
