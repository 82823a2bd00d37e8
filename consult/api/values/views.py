"""Saved views of the list of cases as a machine reads them."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from consult.desk import View
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class ViewItem:
    """One saved view: its name, its filters, and the list of cases that they give (`cases`)."""

    key: str
    name: str
    filters: Mapping[str, str]
    href: str
    cases: str


@dataclass(frozen=True, slots=True)
class ViewList:
    """The person's own saved views, by name."""

    items: tuple[ViewItem, ...]


def view_list(views: Iterable[View], base: str) -> ViewList:
    """Write the views of a person."""
    return ViewList(tuple(view_item(one, base) for one in views))


def view_item(one: View, base: str) -> ViewItem:
    """Write one view."""
    return ViewItem(
        one.key, one.name, one.filters, f"{base}/views/{one.key}", f"{base}/cases?{urlencode(dict(one.filters))}"
    )
