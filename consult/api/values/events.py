"""The feed as a machine reads it: events with their places, and where to read on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from consult.delivery.feed import FIRST, Event, FeedPage, Place
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class EventValue:
    """One event: `cursor` is its place, `entry` its number in the log where it is an entry of it. `type`, `timestamp`
    and `data` are those of a webhook, with links to this interface."""

    cursor: str
    type: str
    timestamp: datetime
    entry: int | None
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EventList:
    """A page of the feed. `next` is the address from which to read on, now where there is `more` by now, else later;
    `cursor` is the place in it."""

    items: tuple[EventValue, ...]
    cursor: str
    more: bool
    next: str


def event_list(page: FeedPage, onward: str, base: str) -> EventList:
    """Write a page of the feed."""
    return EventList(tuple(_event(one, base) for one in page.events), write_place(page.last), page.more, onward)


def write_place(place: Place) -> str:
    """Write a place as a cursor; empty before the first entry."""
    if place == FIRST:
        return ""
    return f"{place.seq}.{place.sub}" if place.sub else str(place.seq)


def _event(one: Event, base: str) -> EventValue:
    links = {name: base + path for name, path in one.data["links"].items()}
    if one.entry is not None:
        links["entry"] = f"{base}/log/entries/{one.entry}"
    return EventValue(write_place(one.place), one.type, one.at, one.entry, {**one.data, "links": links})
