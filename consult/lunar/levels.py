"""Which part of a description everybody reads, and which part the participants of the mechanism read alone.

Whoever describes an activity names the fields that are for participants; that list is itself for participants, so
that nobody else learns what there is to read. A field whose own level is not public is for participants as well.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from consult.models.lunar import PUBLIC
from workflows.kernel.frozen import dataclass
from workflows.kernel.values import as_date
from workflows.lunar.activity import DESCRIPTION

Description = Mapping[str, Any]
KEYS = tuple(one.key for one in DESCRIPTION.fields)
_NEVER_PUBLIC = frozenset(one.key for one in DESCRIPTION.fields if one.level and one.level != PUBLIC)
CHOSEN = "members_only"


@dataclass(frozen=True, slots=True)
class Parts:
    """A description in two: what everybody reads, and what participants read besides."""

    public: dict[str, Any]
    members: dict[str, Any]


def description_in(filing: Description) -> dict[str, Any]:
    """Take the description out of a filing, which may ask more than it."""
    return {key: filing[key] for key in KEYS if filing.get(key) is not None}


def parts_of(description: Description) -> Parts:
    """Part a description by who reads what."""
    closed = closed_keys(description)
    public = {key: value for key, value in description.items() if key not in closed}
    return Parts(public, {key: value for key, value in description.items() if key in closed})


def closed_keys(description: Description) -> frozenset[str]:
    """Name the fields of a description that are for participants alone."""
    chosen = description.get(CHOSEN)
    named = (key for key in chosen if isinstance(key, str)) if isinstance(chosen, list | tuple) else ()
    return frozenset((*named, CHOSEN)) | _NEVER_PUBLIC


def bodies_of(description: Description) -> str:
    """Name the bodies that a description speaks of, each between bars; empty where it names no place."""
    places = [entry.get("place") for key in ("areas", "emissions") for entry in _entries(description, key)]
    named = {place.get("body") for place in places if isinstance(place, Mapping)}
    named |= {entry.get("around") for entry in _entries(description, "orbits")}
    return "".join(f"|{name}" for name in sorted(one for one in named if isinstance(one, str))) + "|" if named else ""


def window_of(description: Description) -> tuple[date | None, date | None]:
    """Give first and last day of an activity, as far as they are told."""
    return as_date(description.get("earliest_start")), as_date(description.get("latest_end"))


def said(description: Description, key: str) -> str:
    """Give an answer that is text, else nothing: what was declared unknown has no words."""
    value = description.get(key)
    return value.strip() if isinstance(value, str) else ""


def _entries(description: Description, key: str) -> list[Mapping[str, Any]]:
    found = description.get(key)
    return [entry for entry in found if isinstance(entry, Mapping)] if isinstance(found, list | tuple) else []


def comparable(description: Description) -> dict[str, Any]:
    """Leave out what was declared unknown or withheld: with it nothing can be compared."""
    return {key: value for key, value in description.items() if not _is_open(value)}


def _is_open(value: Any) -> bool:
    return isinstance(value, Mapping) and ("unknown" in value or "withheld" in value)
