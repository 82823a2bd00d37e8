"""The index of objects in space as a machine reads it: data to look things up in, and no filing of anybody."""

from datetime import date

from consult.objects import Found, Line
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class ObjectItem:
    """One object as the index tells of it, with where that was read and how well it was checked. `state` is the key of
    a State or organisation that is known here, else as the index writes it."""

    designator: str
    name: str
    state: str
    launched_on: date | None
    launch_site: str
    orbit: str
    function: str
    status: str
    ended_on: date | None
    source: str
    grade: str


@dataclass(frozen=True, slots=True)
class ObjectList:
    """A page of objects, the newest launched first; `next` is the address of the page that follows."""

    items: tuple[ObjectItem, ...]
    next: str | None


def object_list(found: Found, following: str | None) -> ObjectList:
    """Write a page of the index."""
    return ObjectList(tuple(map(_item, found.lines)), following)


def _item(one: Line) -> ObjectItem:
    return ObjectItem(
        one.designator,
        one.name,
        one.state,
        one.launched_on,
        one.launch_site,
        one.orbit,
        one.function,
        one.status,
        one.ended_on,
        one.source,
        one.grade,
    )
