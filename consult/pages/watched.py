"""What staff looked at, and its access in an emergency, as the parties of the cases see them; and the one page on which
staff reads under such an access.
"""

from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from consult import casebook
from consult.docket import Docket
from consult.i18n import _
from consult.log.reads import reads_of
from consult.pages.accesses import AccessLine, access_line
from consult.pages.cases.act import ActPage, act_page
from consult.people import emergency
from consult.refusals import Unknown
from consult.standing import Standing
from consult.visibility import Viewer
from workflows.kernel.frozen import dataclass

PAGE_SIZE = 100
MOST_ACTS = 400


@dataclass(frozen=True, slots=True)
class LookLine:
    """One look by staff: at which act (0: the case) or document, at which level, by whom, when, under which access."""

    id: int
    ref: str
    n: int | None
    document: str
    level: str
    name: str
    office: str
    staff: str
    access_id: int | None
    at: datetime
    seq: int


@dataclass(frozen=True, slots=True)
class LooksPage:
    """Looks by staff at the papers of one case, or of every case of the own party (`ref` empty), page by page."""

    title: str
    ref: str
    accesses: tuple[AccessLine, ...]
    looks: tuple[LookLine, ...]
    following: int | None

    @property
    def together(self) -> tuple[tuple[LookLine, ...], ...]:
        """Answer the looks with those at one case, at one level, that one answer drew beside one another put together:
        whoever opens a list has looked at all that stands in it."""
        return tuple(tuple(some) for _key, some in groupby(self.looks, key=_drawn_at_once))


@dataclass(frozen=True, slots=True)
class EmergencyPage:
    """What staff may read under its accesses that are open now."""

    title: str
    lines: tuple[AccessLine, ...]


@dataclass(frozen=True, slots=True)
class EmergencyCasePage:
    """One case as staff reads it in an emergency: its acts with their papers, the first one first."""

    title: str
    access: AccessLine
    acts: tuple[ActPage, ...]


def looks_page(
    conn: Connection, by: Standing, ref: str, before: int | None, now: datetime, size: int = PAGE_SIZE
) -> LooksPage:
    """Draw up looks by staff, of one case or of all. Unknown for a case that the reader may not know."""
    case_id = int(casebook.find_case(conn, Viewer.of(by), ref).id) if ref else None
    rows = emergency.looks_seen(conn, by, case_id=case_id, before=before, most=size + 1)
    lines = tuple(access_line(row, now) for row in emergency.accesses_seen(conn, by, case_id))
    following = int(rows[size - 1].id) if len(rows) > size else None
    looks = tuple(_look(row) for row in rows[:size])
    title = _("Looks by staff at case %(ref)s", ref=ref) if ref else _("Looks by staff")
    return LooksPage(title, ref, lines, looks, following)


def emergency_page(conn: Connection, by: Standing, now: datetime) -> EmergencyPage:
    """List what is open to a person of staff. Unknown to anybody else."""
    if not by.is_staff:
        raise Unknown
    rows = emergency.open_to(conn, by, now)
    return EmergencyPage(_("Access in an emergency"), tuple(access_line(row, now) for row in rows))


def emergency_case_page(
    conn: Connection, docket: Docket, by: Standing, number: int, now: datetime
) -> EmergencyCasePage:
    """Draw up a case for staff that has access to it now; Unknown for any other number, and when it is over. What is
    drawn is told to the parties as looked at under this access."""
    row = next((one for one in emergency.open_to(conn, by, now) if one.id == number), None)
    if row is None:
        raise Unknown
    reads_of(conn).access_id = number
    reading = replace(by, emergency=row.ref, capacities=frozenset())
    case = casebook.find_case(conn, Viewer.of(reading), row.ref)
    entries = casebook.entries_of(conn, Viewer.of(reading), case, newest_first=False, most=MOST_ACTS)
    acts = tuple(act_page(conn, docket, reading, row.ref, one.row.n, now) for one in entries)
    return EmergencyCasePage(_("Case %(ref)s, read in an emergency", ref=row.ref), access_line(row, now), acts)


def _drawn_at_once(one: LookLine) -> tuple[object, ...]:
    return one.ref, one.level, one.name, one.office, one.staff, one.access_id, one.at, one.seq


def _look(row: Any) -> LookLine:
    kind, _colon, rest = row.paper.partition(":")
    n = int(rest.rpartition("/")[2]) if kind == "act" else None
    digest, staff = rest if kind == "document" else "", row.staff_name or row.staff_party
    who = (row.name or "", row.office, staff)
    return LookLine(row.id, row.ref, n, digest, row.level, *who, row.access_id, row.at, row.seq)
