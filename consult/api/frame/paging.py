"""Lists a page at a time: the key of the last item leads on, so that nothing is skipped or repeated whatever comes in
between, and nobody counts what is not shown.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar
from urllib.parse import urlencode

from flask import request
from pydantic import Field

from consult.api.frame.declaring import Query
from consult.api.frame.reading import Misfit
from consult.i18n import _

One = TypeVar("One")


class Cursor(Query):
    """Where a list goes on, and how much of it is given at once."""

    size: int = Field(50, ge=1, le=200)


class KeyCursor(Cursor):
    """Where a list goes on whose items have keys."""

    after: str = Field("", max_length=400, description="Key of the last item of the page before.")


def nowhere() -> Misfit:
    """Refuse a key that nothing in a list has: from there it cannot go on."""
    return Misfit([("?after", _("Nothing in this list has this key. Begin it anew."))])


def page_of(
    items: Sequence[One], key: Callable[[One], str], query: KeyCursor
) -> tuple[Sequence[One], str | None, dict[str, str]]:
    """Cut a page out of a list that is at hand as a whole: its items, the address of the page that follows, and the
    header that names it. Misfit where the list has no such key."""
    keys = [key(one) for one in items]
    if query.after and query.after not in keys:
        raise nowhere()
    start = keys.index(query.after) + 1 if query.after else 0
    found = items[start : start + query.size]
    onward, headers = following(keys[start + query.size - 1] if len(items) > start + query.size else None)
    return found, onward, headers


def following(after: object) -> tuple[str | None, dict[str, str]]:
    """Give the address of the page that follows, and the header that names it; None at the end of the list."""
    if after is None:
        return None, {}
    asked = {name: value for name, value in request.args.items() if name != "after"}
    address = f"{request.path}?{urlencode({**asked, 'after': str(after)})}"
    return address, {"Link": f'<{address}>; rel="next"'}
