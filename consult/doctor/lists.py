"""What lists of parties are found by: whether a party finds every limit and case of its own, and none that is not."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from consult import migrate
from consult.db import Busy, reading
from consult.docket.relisting import drift, drift_nearby, is_large
from consult.doctor.findings import Finding, sound, wrong
from consult.i18n import _, ngettext

PART = "database"


def examine_lists(engine: Engine, at: datetime) -> Iterator[Finding]:
    """Compare the lists with what they repeat; of very many cases what ends next and what is newest."""
    try:
        if migrate.current(engine) == migrate.newest():
            yield from _compared(engine, at)
    except (DBAPIError, Busy):
        return  # the examination of the database has said why


def _compared(engine: Engine, at: datetime) -> Iterator[Finding]:
    with reading(engine) as connection:
        large = is_large(connection)
        found = drift_nearby(connection, at) if large else drift(connection)
    if found.missing:
        says = ngettext(
            "The lists of parties lack %(num)s row: somebody is not shown a limit, or a case that waits.",
            "The lists of parties lack %(num)s rows: somebody is not shown limits, or cases that wait.",
            found.missing,
        )
        yield wrong(PART, says, "consult relist")
    if found.strayed:
        says = ngettext(
            "%(num)s row of the lists of parties leads nowhere.",
            "%(num)s rows of the lists of parties lead nowhere.",
            found.strayed,
        )
        yield wrong(PART, says, "consult relist")
    if found.missing or found.strayed:
        return
    if large:
        yield sound(PART, _("The lists of parties find what ends next (consult relist --check compares all)."))
    else:
        yield sound(PART, _("The lists of parties find every limit, and every case that waits."))
