"""Lists a page at a time: the key of the last item leads on, so that nothing is skipped or repeated whatever comes in
between, and nobody counts what is not shown.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import request
from pydantic import Field

from consult.api.frame.declaring import Answer, Query
from consult.api.frame.reading import Misfit
from consult.i18n import _

Item = TypeVar("Item")


class Cursor(Query):
    """Where a list goes on, and how much of it is given at once."""

    size: int = Field(50, ge=1, le=200)


def following(after: object) -> tuple[str | None, dict[str, str]]:
    """Give the address of the page that follows, and the header that names it; None at the end of the list."""
    address = leading_on(after)
    return address, {"Link": f'<{address}>; rel="next"'} if address else {}


def leading_on(after: object, **more: str) -> str | None:
    """Give the address of the same list after an item, with what else it is then asked for; None at its end."""
    if after is None:
        return None
    asked = {name: value for name, value in request.args.items() if name != "after"}
    return f"{request.path}?{urlencode({**asked, **more, 'after': str(after)})}"


def nowhere() -> Misfit:
    """Refuse to go on from what a list does not have."""
    return Misfit([("?after", _("There is nothing of this name here to go on from."))])


class Numbered(Cursor):
    """Where a list of numbered things goes on."""

    after: int = Field(0, ge=0, le=2**31 - 1, description="Number of the last one of the page before.")


class Keyed(Cursor):
    """Where a list of things that have a key goes on."""

    after: str = Field("", max_length=80, description="Key of the last one of the page before.")


def numbered(
    items: Sequence[Item], query: Numbered, number: Callable[[Item], int]
) -> tuple[tuple[Item, ...], int | None]:
    """Give the page that was asked for of things by number, and the number that leads on."""
    left = sorted((one for one in items if number(one) > query.after), key=number)
    return tuple(left[: query.size]), number(left[query.size - 1]) if len(left) > query.size else None


def keyed(items: Sequence[Item], query: Keyed, key: Callable[[Item], str]) -> tuple[tuple[Item, ...], str | None]:
    """Give the page that was asked for of things in an order that never changes, and the key that leads on. Misfit for
    a key that is none of theirs."""
    keys = [key(one) for one in items]
    if query.after and query.after not in keys:
        raise nowhere()
    left = items[keys.index(query.after) + 1 if query.after else 0 :]
    return tuple(left[: query.size]), key(left[query.size - 1]) if len(left) > query.size else None


def paged(value: Any, query: Keyed, key: Callable[[Any], str]) -> Answer:
    """Answer a whole list with the page of it that was asked for, and the address of the page that follows."""
    items, after = keyed(value.items, query, key)
    onward, headers = following(after)
    return Answer(replace(value, items=items, next=onward), headers=headers)
