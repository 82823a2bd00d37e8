"""The index of objects launched into outer space."""

from typing import Literal

from pydantic import Field

from consult.api.frame.declaring import Answer, Asked
from consult.api.frame.nouns import Noun
from consult.api.frame.paging import Cursor, following, nowhere
from consult.api.frame.reading import Misfit
from consult.api.values.objects import ObjectList, object_list
from consult.i18n import _
from consult.objects import count_lines, has_line, list_objects
from consult.web.parts import reader

noun = Noun("objects", "Objects in space", "The index of objects launched into outer space, with source and grade.")


class ObjectsQuery(Cursor):
    """By designator or name, of which State, and where the list goes on."""

    words: str = Field("", max_length=100, description="How a designator begins, or words of a name.")
    state: str = Field("", max_length=100, description="Key of a State or organisation that the index has.")
    after: str = Field("", max_length=12, description="Designator of the last object of the page before.")
    sort: Literal["-designator"] = Field("-designator", description="The newest launched first.")


@noun.get("/objects", answers=ObjectList, query=ObjectsQuery, refuses=(422,))
def index(asked: Asked) -> Answer:
    """List objects, the newest launched first, a page at a time."""
    query = asked.query
    if query.after and not has_line(reader(), query.after):
        raise nowhere()
    found = list_objects(reader(), words=query.words, state=query.state, after=query.after, size=query.size)
    if query.state and not found.lines:
        _require_state(query.state)
    onward, headers = following(found.after or None)
    return Answer(object_list(found, onward), headers=headers)


def _require_state(state: str) -> None:
    """Refuse a State of which the index has no line; only who finds nothing counts its lines."""
    known = count_lines(reader())
    if state not in known:
        raise Misfit([("?state", _("Choose from: %(choices)s.", choices=", ".join(sorted(known)) or _("none")))])
