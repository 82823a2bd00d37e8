"""Saved views of the list of cases: a person's own, and of no system."""

from collections.abc import Iterator
from dataclasses import fields

from pydantic import Field

from consult.api.cases import known_filters
from consult.api.frame.declaring import PREFIX, Answer, Asked, Body
from consult.api.frame.nouns import Noun
from consult.api.frame.reading import Misfit
from consult.api.values.views import ViewItem, ViewList, view_item, view_list
from consult.desk import find_view, list_views, remove_view, rename_view, save_view
from consult.desk.views import LONGEST
from consult.i18n import _
from consult.pages.cases.filters import CaseFilters
from consult.pages.narrowing import LONGEST as LONGEST_FILTER
from consult.refusals import Unknown
from consult.web.parts import reader, writing

noun = Noun("views", "Saved views", "Filters of the list of cases that a person saved under a name.")


class NewView(Body):
    """A name, and the filters of the list of cases by the names that they have there."""

    name: str = Field(max_length=LONGEST)
    filters: dict[str, str]


class NewName(Body):
    """The name of a view."""

    name: str = Field(max_length=LONGEST)


@noun.get("/views", answers=ViewList)
def index(asked: Asked) -> ViewList:
    """List the saved views of the person, by name."""
    return view_list(list_views(reader(), asked.by), PREFIX)


@noun.get("/views/<view>", answers=ViewItem, refuses=(404,))
def show(asked: Asked, view: str) -> ViewItem:
    """Show a saved view, with the address of the list of cases that it gives."""
    found = find_view(reader(), asked.by, view)
    if found is None:
        raise Unknown
    return view_item(found, PREFIX)


@noun.post(
    "/views",
    answers=ViewItem,
    status=201,
    body=NewView,
    refuses=(403, 409, 422),
    example={"name": "Open matters", "filters": {"kind": "open"}},
)
def save(asked: Asked) -> Answer:
    """Save filters under a name.

    409 where the name is taken; 403 for a system, since views are a person's own.
    """
    filters = _filters(asked.body.filters)
    with writing() as connection:
        key = save_view(connection, asked.by, asked.body.name, filters.chosen, asked.at)
    value = show(asked, key)
    return Answer(value, headers={"Location": value.href})


def _filters(given: dict[str, str]) -> CaseFilters:
    """Read the filters of a view; Misfit for a name or a value that there is not."""
    faults = list(_faults(given))
    if faults:
        raise Misfit(faults)
    return CaseFilters.of(given)


def _faults(given: dict[str, str]) -> Iterator[tuple[str, str]]:
    names = [one.name for one in fields(CaseFilters)]
    known = known_filters(party=given.get("party", ""))
    for name, value in given.items():
        if name not in names:
            yield (
                f"/filters/{name}",
                _("There is no such filter. Those that there are: %(names)s.", names=", ".join(names)),
            )
        elif value and name in known and value not in known[name]:
            yield f"/filters/{name}", _("Choose from: %(choices)s.", choices=", ".join(map(str, known[name])))
        elif len(value) > LONGEST_FILTER:
            yield f"/filters/{name}", _("At most %(most)s characters.", most=LONGEST_FILTER)


@noun.put("/views/<view>", answers=ViewItem, body=NewName, refuses=(403, 404, 409, 422), example={"name": "Open"})
def rename(asked: Asked, view: str) -> ViewItem:
    """Give a saved view another name."""
    with writing() as connection:
        rename_view(connection, asked.by, view, asked.body.name)
    return show(asked, view)


@noun.delete("/views/<view>", status=204, refuses=(403, 404))
def remove(asked: Asked, view: str) -> None:
    """Remove a saved view."""
    with writing() as connection:
        remove_view(connection, asked.by, view)
