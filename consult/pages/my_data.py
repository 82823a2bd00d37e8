"""The page of one's own data: what is kept, why and how long; a file of it; and asking that the account be erased."""

from collections.abc import Mapping
from datetime import datetime
from itertools import islice

from sqlalchemy import Connection

from consult.i18n import _
from consult.outputs import rows
from consult.pages.fields import FormField
from consult.pages.outputs import OutputLine, output_line
from consult.personal import wishes
from consult.personal.gathering import counts, said_time
from consult.personal.inventory import of_person
from consult.personal.maker import PERSONAL
from consult.personal.naming import names_of
from consult.personal.rules import days_of
from consult.personal.values import FATE, WHY
from consult.settings import Retention
from consult.standing import Standing
from workflows.kernel.frozen import dataclass

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of row that is kept of a person: what, how many, why, how long, and what an erasure does with it."""

    what: str
    number: int
    why: str
    time: str
    erased: str


@dataclass(frozen=True, slots=True)
class MyDataPage:
    """What is kept of whoever is signed in, the files asked for, and the wish that the account be erased."""

    title: str
    kept: tuple[Kept, ...]
    files: tuple[OutputLine, ...]
    waits: bool
    names: str
    asked_at: datetime | None
    fields: tuple[FormField, ...]


def my_data_page(
    conn: Connection,
    by: Standing,
    retention: Retention,
    at: datetime,
    *,
    given: str = "",
    faults: Mapping[str, str] | None = None,
) -> MyDataPage:
    """Draw up the page, with what was given and not taken where there is such."""
    mine = (row for row in rows.outputs_of(conn, by.party_key, what=PERSONAL) if row.person_id == by.person_id)
    files = tuple(output_line(row, by, at) for row in islice(mine, SHOWN))
    wish = wishes.own_wish(conn, by.person_id, at)
    told = _("Your party's manager reads it. In the log it stands by digest alone.")
    return MyDataPage(
        _("My data"),
        _kept(conn, by.person_id, retention),
        files,
        any(one.is_under_way for one in files),
        names_of(conn, by.party_key),
        wish.asked_at if wish else None,
        (reason_field(given, (faults or {}).get("reason", ""), told),),
    )


def _kept(conn: Connection, person_id: int, retention: Retention) -> tuple[Kept, ...]:
    number, days = counts(conn, person_id), days_of(retention)
    return tuple(
        Kept(str(one.what), number[one.key], str(WHY[one.why]), said_time(one, days), str(FATE[one.erased]))
        for one in of_person()
        if one.key in number
    )


def reason_field(given: str, error: str, help_text: str, name: str = "reason") -> FormField:
    """Ask for a reason."""
    return FormField(name, _("Reason"), "text", (given,) if given else (), help=help_text, error=error)
