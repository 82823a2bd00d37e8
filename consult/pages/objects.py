"""The index of objects launched into outer space, as a page to look things up in."""

from sqlalchemy import Connection

from consult.i18n import _
from consult.objects import Found, count_lines, list_objects
from consult.pages.fields import Option
from workflows import parties
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class ObjectsPage:
    """A page of the index as filtered; `total` counts all lines of it, `states` says what each State is called."""

    title: str
    found: Found
    states: dict[str, str]
    by_state: tuple[Option, ...]
    words: str
    state: str
    total: int


def objects_page(conn: Connection, words: str, state: str, after: str) -> ObjectsPage:
    """Draw up the index; a State that it does not know shows all."""
    counted = count_lines(conn)
    names = {key: fact.name if (fact := parties.find(key)) else key for key in counted}
    state = state if state in counted else ""
    options = (Option(key, f"{name} ({counted[key]})") for key, name in sorted(names.items(), key=lambda one: one[1]))
    found = list_objects(conn, words=words, state=state, after=after)
    return ObjectsPage(_("Objects in space"), found, names, tuple(options), words, state, sum(counted.values()))
