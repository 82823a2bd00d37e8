"""Cases that stand beside a case without being named by it: what may be opened there, and where those stand that refer
to it or that it refers to.

Which procedure is opened from within others, and how, its form says; nothing of the new case stands in the other one.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from consult import casebook
from consult.citations import law
from consult.digests import draw_secret
from consult.docket import Docket, Seen
from consult.pages.cases.clocks import visible_limits
from consult.pages.cases.limits import LimitLine, limit_line
from consult.pages.cases.lines import title_of_case
from consult.pages.happenings import Found, happens, stands, steps_of, title_of
from consult.refusals import Unknown
from consult.standing import Standing
from consult.visibility import Viewer, membership_of
from workflows import Form
from workflows.kernel.beside import Beside
from workflows.kernel.frozen import dataclass
from workflows.kernel.rooms import matter_of

BEGINS = frozenset({"draft", "dispatch"})


@dataclass(frozen=True, slots=True)
class BesideLine:
    """A case that the reader may open beside this one; `once` numbers the button, so that twice opens one."""

    procedure: str
    title: str
    once: str


@dataclass(frozen=True, slots=True)
class DateLine:
    """A date that a linked case names for a calendar."""

    title: str
    found: Found


@dataclass(frozen=True, slots=True)
class LinkedLine:
    """A linked case: how it is linked, its reference, and where the reader may know it, where it stands and by when."""

    kind: str
    ref: str
    title: str = ""
    procedure: str = ""
    state: str = ""
    next: LimitLine | None = None
    dates: tuple[DateLine, ...] = ()


def beside_lines(docket: Docket, standing: Standing, seen: Seen) -> tuple[BesideLine, ...]:
    """List what a party to a live case may open beside it."""
    return tuple(
        BesideLine(form.key, law(form.beside.title), draw_secret())
        for form in docket.forms.values()
        if form.beside and _may_open(docket, standing, seen, form, form.beside)
    )


def _may_open(docket: Docket, standing: Standing, seen: Seen, form: Form, how: Beside) -> bool:
    """Say whether somebody may begin a case of a form beside another: nothing stands beside a room, or beside what
    stands beside a case itself."""
    matter = matter_of(seen.case, standing.party_key)
    is_party = matter["open"] and standing.party_key in matter["parties"] and len(matter["parties"]) > 1
    covered = standing.procedures is None or form.key in standing.procedures
    here = docket.forms.get(seen.procedure.key)
    is_first = seen.procedure.room is None and (here is None or here.beside is None)
    owes = how.filer or seen.row.filer != standing.party_key
    return bool(is_party and owes and is_first and covered and standing.opens and standing.capacities & BEGINS)


def find_beside(
    conn: Connection, docket: Docket, standing: Standing, ref: str, key: str, now: datetime
) -> tuple[Seen, Beside]:
    """Find how a case of a procedure is opened beside another one, or refuse as unknown."""
    seen = docket.see(conn, standing, ref, now)
    form = docket.form(key)
    if form.beside is None or not _may_open(docket, standing, seen, form, form.beside):
        raise Unknown
    return seen, form.beside


def first_words(seen: Seen, how: Beside, party: str) -> dict[str, Any]:
    """Give the answers with which the paper of the new case begins: the reference, and the other parties."""
    others = [one for one in matter_of(seen.case, party)["parties"] if one != party]
    return {how.field: seen.row.ref, **({how.whom: others} if how.whom else {})}


def linked_lines(
    conn: Connection, docket: Docket, standing: Standing, links: Iterable[Any], names: Mapping[str, str], now: datetime
) -> tuple[LinkedLine, ...]:
    """Draw up the linked cases, each once, by the first link."""
    kept: dict[str, str] = {}
    for link in links:
        kept.setdefault(link.other_ref, link.kind)
    return tuple(_linked(conn, docket, standing, kind, ref, names, now) for ref, kind in kept.items())


def _linked(
    conn: Connection, docket: Docket, standing: Standing, kind: str, ref: str, names: Mapping[str, str], now: datetime
) -> LinkedLine:
    word = law(kind.replace("_", " "))
    try:
        there = docket.see(conn, standing, ref, now)
    except Unknown:
        return LinkedLine(word, ref)
    viewer = Viewer.of(standing)
    return LinkedLine(
        word,
        ref,
        title_of_case(there.row),
        law(there.procedure.title),
        law(there.procedure.state(there.case.state).title),
        _next(conn, viewer, there, names),
        tuple(_dates(conn, viewer, there, standing.party_zone)),
    )


def _next(conn: Connection, viewer: Viewer, there: Seen, names: Mapping[str, str]) -> LimitLine | None:
    limits = visible_limits(there, viewer, membership_of(conn, viewer, there.row))
    running = [one for one in limits if one.status == "running" and one.expires_at is not None]
    first = min(running, key=lambda one: (one.expires_at, one.key), default=None)
    return limit_line(there, first, names, viewer) if first and there.case.is_live else None


def _dates(conn: Connection, viewer: Viewer, there: Seen, zone: str) -> Iterable[DateLine]:
    """Read the dates that the case's papers name, the last word on each."""
    several = [one for one in there.procedure.happenings if stands(one, there.case.state)]
    papers = casebook.papers_of(conn, viewer, there.row, steps_of(there.procedure, several)) if several else []
    words = [one for paper in reversed(papers) if (one := _words(conn, viewer, there, paper))]
    for happening in several:
        if found := happens(happening, words, ZoneInfo(zone)):
            yield DateLine(title_of(there.procedure, happening), found)


def _words(conn: Connection, viewer: Viewer, there: Seen, entry: Any) -> dict[str, Any]:
    spec = next((row.filing for row in there.procedure.rows.get(entry.act.step, ()) if row.filing), None)
    if entry.paper is None or spec is None:
        return {}
    return casebook.readable(entry.paper, spec, viewer, membership_of(conn, viewer, there.row))
