"""Another day: the desk and a case as they stood on it, or as they would stand on it if nobody acts. Nothing can be
done there, and nothing is recorded.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from consult import casebook
from consult.docket import Docket, Seen
from consult.docket.rewinding import Stood, stood
from consult.i18n import _
from consult.log.reads import act_paper, note
from consult.pages.cases.limits import limit_is_visible, limit_line
from consult.pages.cases.lines import say_act, title_of_case
from consult.pages.desk import MOST, MOST_SERVED, ServedLine, served_lines
from consult.pages.due import Due, DueLine, due_line, note_shown, sorted_due
from consult.refusals import Malformed, Unknown
from consult.standing import Standing
from consult.visibility import (
    Membership,
    Viewer,
    deadline_is_visible,
    may_see_act,
    may_see_track,
    membership_of,
)
from workflows.kernel.frozen import dataclass
from workflows.kernel.procedure import Procedure
from workflows.parties import said

YEARS = 5
"""How far ahead the clock is asked."""
MOST_CASES = 200
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class AsOf:
    """A day in the zone of one's party, and the moment for which it is told: its end, or now where it is today."""

    day: date
    at: datetime
    zone: str
    is_future: bool

    @property
    def earlier(self) -> date:
        """The day before."""
        return self.day - timedelta(days=1)

    @property
    def later(self) -> date:
        """The day after."""
        return self.day + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WouldLine:
    """What the clock would record if nobody acted: no act, and nothing that happened."""

    sentence: str
    on: datetime
    day: date | None


@dataclass(frozen=True, slots=True)
class WouldOfCase:
    """What the clock would record in one case."""

    ref: str
    case_title: str
    lines: tuple[WouldLine, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """A case on another day as one viewer may be told of it. It is `whole` where the viewer would see every relation
    and limit that its procedure can have: for anybody else a day to come is told from the limits that he sees, and not
    from what their passing leads to, since that would tell of the others."""

    seen: Seen
    membership: Membership
    would: tuple[WouldLine, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class DeskAsOfPage:
    """The desk on another day; `is_cut` where more cases concern the party than are looked at."""

    title: str
    party: str
    as_of: AsOf
    due: Due
    would: tuple[WouldOfCase, ...]
    served: tuple[ServedLine, ...]
    is_cut: bool


def read_day(text: str, standing: Standing, now: datetime) -> AsOf | None:
    """Read a day from an address; None where none is asked for, Malformed for what is no day that can be told."""
    if not text:
        return None
    zone, today = standing.party_zone, now.astimezone(ZoneInfo(standing.party_zone)).date()
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise Malformed({"": _("“%(text)s” is no date. Write it as 2027-03-01.", text=text[:40])})
    if not today - timedelta(days=365 * 50) <= day <= today + timedelta(days=365 * YEARS):
        sentence = _("A day up to %(years)s years ahead can be shown, and fifty years back.", years=YEARS)
        raise Malformed({"": sentence})
    end = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC) - timedelta(microseconds=1)
    return AsOf(day, now if day == today else end, zone, day > today)


def desk_as_of(conn: Connection, docket: Docket, standing: Standing, as_of: AsOf, now: datetime) -> DeskAsOfPage:
    """Draw up the desk of another day."""
    viewer, names = Viewer.of(standing), casebook.party_names(conn)
    rows = casebook.own_cases(conn, viewer, opened_by=as_of.at, live=as_of.is_future, most=MOST_CASES + 1)
    said_names = casebook.said_names(names)
    found = []
    for row in rows[:MOST_CASES]:
        with suppress(Unknown):  # one's party was not in it yet
            found.append(look(conn, docket, viewer, row, as_of, now, said_names))
            note(conn, act_paper(row.ref, 0), row.existence)
    due = sorted_due((line for one in found for line in _due(one, viewer, names, as_of.at)), MOST)
    note_shown(conn, due.everything)
    would = tuple(WouldOfCase(one.seen.row.ref, title_of_case(one.seen.row), one.would) for one in found if one.would)
    served = () if as_of.is_future else served_lines(conn, docket, viewer, said_names, MOST_SERVED, as_of.at)
    party = said(standing.party_key, standing.party_name)
    return DeskAsOfPage(_("Desk"), party, as_of, due, would, served, len(rows) > MOST_CASES)


def look(
    conn: Connection, docket: Docket, viewer: Viewer, row: Any, as_of: AsOf, now: datetime, names: Mapping[str, str]
) -> Look:
    """Look at a case, whose row was read through the policy of visibility, on another day; Unknown before its opening,
    and before one's own party came into it: where it stood then was told by acts that the party does not see."""
    membership = membership_of(conn, viewer, row)
    if not _was_known(conn, docket, membership, row, as_of.at, now):
        raise Unknown
    if as_of.is_future:
        today = docket.seen(conn, row, now)
        if not _sees_all(today.procedure, viewer, membership):
            return Look(today, membership, _running_out(today, viewer, membership, as_of.at, names), is_whole=False)
    then = stood(conn, docket, row, as_of.at, now)
    if as_of.is_future and not then.is_settled:
        return Look(today, membership, _running_out(today, viewer, membership, as_of.at, names), is_whole=False)
    would = _would(then, viewer, membership, names) if as_of.is_future else ()
    return Look(then.seen, membership, would, is_whole=True)


def _was_known(conn: Connection, docket: Docket, membership: Membership, row: Any, at: datetime, now: datetime) -> bool:
    """Say whether the viewer might know of a case at a moment: it was in it then or holds an office in it, or the case
    was public then."""
    is_new = membership.since is not None and membership.since > at
    if membership.takes_part and (not is_new or any(files for files, _until in membership.offices)):
        return True
    if row.existence != "C0":
        return False
    case = docket.seen(conn, row, now).case
    return case.procedure.levels.existence == "C0" or (case.public_from is not None and case.public_from <= at)


def _sees_all(procedure: Procedure, viewer: Viewer, membership: Membership) -> bool:
    """Say whether a viewer sees every relation and limit that a procedure can have, whatever this case has: an answer
    that hung on what there is would tell of it."""
    relations = [f"{of.key}:" for of in procedure.tracks]
    if not all(may_see_track(viewer, membership, key, *procedure.audience_of_track(key)) for key in relations):
        return False
    limits = [(rule.key, f"{rule.per}:" if rule.per else None) for rule in procedure.limits]
    return all(
        deadline_is_visible(viewer, membership, track, *procedure.audience_of(key, track)) for key, track in limits
    )


def _running_out(
    seen: Seen, viewer: Viewer, membership: Membership, at: datetime, names: Mapping[str, str]
) -> tuple[WouldLine, ...]:
    """Say which limits that the viewer sees run out by a moment."""
    lines = []
    for limit in seen.case.limits.values():
        seen_by = limit_is_visible(seen, limit, viewer, membership)
        if seen_by and limit.status == "running" and limit.expires_at and limit.passed(at):
            line = limit_line(seen, limit, names, viewer)
            whose = _("“%(limit)s” (%(owner)s) runs out", limit=line.title, owner=line.owner)
            sentence = whose if line.owner else _("“%(limit)s” runs out", limit=line.title)
            lines.append(WouldLine(sentence, limit.expires_at, limit.expires_on))
    return tuple(sorted(lines, key=lambda line: (line.on, line.sentence)))


def _due(one: Look, viewer: Viewer, names: Mapping[str, str], at: datetime) -> Iterator[DueLine]:
    """Draw up the limits that run at the moment, as far as the viewer may see them."""
    seen = one.seen
    if not seen.case.is_live:
        return
    for limit in seen.case.limits.values():
        running = limit.status == "running" and not limit.passed(at)
        if running and limit_is_visible(seen, limit, viewer, one.membership):
            yield due_line(seen, limit, names, viewer, at)


def _would(stood: Stood, viewer: Viewer, membership: Membership, names: Mapping[str, str]) -> tuple[WouldLine, ...]:
    """Say what the clock would record, as far as the viewer might see it."""
    procedure = stood.seen.procedure
    lines = []
    for act in stood.would:
        row = SimpleNamespace(party=act.party, level=act.level, track=act.track, recorded_at=act.at, basic=False)
        row.file = procedure.file_of(act.step, act.track)
        if may_see_act(viewer, membership, row):
            lines.append(WouldLine(say_act(procedure, act, names), act.on, act.day))
    return tuple(lines)
