"""Sheets of a case as a machine reads them: what the page of each kind shows, but for its drawings."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from consult.api.frame.declaring import PREFIX
from consult.api.values.law import under_of
from consult.citations import Cited
from consult.pages.sheets import SheetPage
from consult.pages.tabs import Tab
from workflows.kernel.frozen import dataclass

DRAWINGS = frozenset({"svg", "picture", "maps", "pictures", "drawing"})
"""What is drawn for eyes out of what stands beside it anyhow."""


@dataclass(frozen=True, slots=True)
class SheetItem:
    """A sheet of a case that is there for the asker."""

    key: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class SheetList:
    """The sheets of a case; there are never many, and `next` is always empty."""

    items: tuple[SheetItem, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class SheetValue:
    """One sheet of a case: what it says, and in `body` what its kind shows. The members of `body` are those of the
    page: lists of lines, each with its parties, acts by number, days and limits; drawings are left out."""

    case: str
    key: str
    title: str
    says: str
    kind: str
    body: Mapping[str, Any]
    hrefs: Mapping[str, str]


def sheet_item(tab: Tab, case: str) -> SheetItem:
    """Write one sheet of the list."""
    return SheetItem(tab.key, tab.title, f"{case}/sheets/{tab.key}")


def sheet_value(page: SheetPage, case: str) -> SheetValue:
    """Write a sheet from its page."""
    here = f"{case}/sheets/{page.key}"
    body = told(page.body)
    return SheetValue(
        page.ref, page.key, page.title, page.says, type(page.body).__name__, body, {"self": here, "case": case}
    )


def told(shown: Any) -> Any:
    """Write whatever a page shows: values by their names, provisions as everywhere, addresses as those of the API;
    drawings and marked-up text are left out."""
    match shown:
        case Cited():
            return under_of((shown,))[0]
        case Markup():
            return None
        case None | bool() | int() | float() | date():  # an instant is a date too
            return shown
        case str():
            return str(shown)
        case Mapping():
            return {str(key): told(value) for key, value in shown.items()}
        case list() | tuple() | set() | frozenset():
            return [told(one) for one in shown]
        case _ if is_dataclass(shown):
            values = {one.name: getattr(shown, one.name) for one in fields(shown) if one.name not in DRAWINGS}
            return {name: _member(name, value) for name, value in values.items() if not isinstance(value, Markup)}
    return str(shown)


def _member(name: str, value: Any) -> Any:
    """Write a member of a line; the address of a document is that of the API."""
    return f"{PREFIX}{value}" if name == "href" and isinstance(value, str) and value else told(value)
