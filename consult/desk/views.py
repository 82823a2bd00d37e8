"""Filters of the list of cases kept under a name: a person's own, for the party it acts for. A view holds no case; what
it lists is what its reader may see when it is opened.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from consult.desk.own import require_own
from consult.i18n import _
from consult.models.desk import SAVED_VIEW
from consult.refusals import Closed, Malformed, Unknown
from consult.standing import Standing
from consult.turns import wait_turn
from workflows.kernel.frozen import dataclass

LONGEST, MOST = 80, 50


@dataclass(frozen=True, slots=True)
class View:
    """One saved view: its key, its name, and its filters by name."""

    key: str
    name: str
    filters: Mapping[str, str]


def list_views(connection: Connection, by: Standing) -> tuple[View, ...]:
    """List the views of a person for a party, by name."""
    rows = connection.execute(select(SAVED_VIEW).where(*_of(by)).order_by(SAVED_VIEW.c.name, SAVED_VIEW.c.id))
    return tuple(View(row.key, row.name, row.filters) for row in rows)


def find_view(connection: Connection, by: Standing, key: str) -> View | None:
    """Find a view of one's own, or None: one of somebody else is as unknown as one that was removed."""
    row = connection.execute(select(SAVED_VIEW).where(*_of(by), SAVED_VIEW.c.key == key)).first()
    return View(row.key, row.name, row.filters) if row else None


def save_view(connection: Connection, by: Standing, name: str, filters: Mapping[str, str], at: datetime) -> str:
    """Save filters under a name and give the key. Malformed without a name or a filter, Closed where the name is taken
    or there are too many."""
    require_own(by)
    given = {key: value for key, value in filters.items() if value}
    if not given:
        raise Malformed({"name": _("Narrow the list first: a view without any filter is the list itself.")})
    wait_turn(connection, f"views:{by.person_id}")
    held = connection.execute(select(func.count()).select_from(SAVED_VIEW).where(*_of(by))).scalar_one()
    if held >= MOST:
        raise Closed(_("You have %(most)s views. Remove one before you save another.", most=MOST))
    key = secrets.token_urlsafe(9)
    row = {"key": key, "person_id": by.person_id, "party": by.party_key, "filters": given, "saved_at": at}
    try:
        with connection.begin_nested():
            connection.execute(insert(SAVED_VIEW), {**row, "name": _named(name)})
    except IntegrityError:
        raise _taken() from None
    return key


def rename_view(connection: Connection, by: Standing, key: str, name: str) -> None:
    """Give a view of one's own another name. Unknown, Malformed without a name, Closed where the name is taken."""
    require_own(by)
    changed = update(SAVED_VIEW).where(*_of(by), SAVED_VIEW.c.key == key).values(name=_named(name))
    try:
        with connection.begin_nested():
            found = connection.execute(changed).rowcount
    except IntegrityError:
        raise _taken() from None
    if not found:
        raise Unknown


def remove_view(connection: Connection, by: Standing, key: str) -> None:
    """Remove a view of one's own; Unknown where there is none."""
    require_own(by)
    if not connection.execute(delete(SAVED_VIEW).where(*_of(by), SAVED_VIEW.c.key == key)).rowcount:
        raise Unknown


def _named(name: str) -> str:
    found = " ".join(name.split())
    if not found:
        raise Malformed({"name": _("Give the view a name.")})
    if len(found) > LONGEST:
        raise Malformed({"name": _("A name has up to %(most)s characters.", most=LONGEST)})
    return found


def _taken() -> Closed:
    return Closed(_("You have a view of this name already. Choose another name."))


def _of(by: Standing) -> tuple[ColumnElement[bool], ...]:
    return SAVED_VIEW.c.person_id == by.person_id, SAVED_VIEW.c.party == by.party_key
