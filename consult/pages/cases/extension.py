"""Beside a step about more time: until when periods run now and for whom, who asked and why, what the rule allows."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from consult import casebook
from consult.docket import Seen
from consult.i18n import _, ngettext
from consult.library.names import Names
from consult.library.periods import write_extension
from consult.pages.cases.limits import LimitLine, limit_is_visible, limit_line
from consult.visibility import Viewer, membership_of
from workflows.kernel.case import Limit
from workflows.kernel.fields import FilingSpec
from workflows.kernel.frozen import dataclass
from workflows.kernel.limits import TimeLimit
from workflows.kernel.machine import CLOCK_HAND, Offer
from workflows.kernel.more_time import ASK, limit_of
from workflows.kernel.reckoning import Expiry
from workflows.kernel.running import last_extension, may_extend
from workflows.kernel.values import as_date
from workflows.kernel.view import View, World


@dataclass(frozen=True, slots=True)
class AskedLine:
    """Who asked for more time, by which act, when, until which day if one was named, and the reason as far as the
    reader may have it."""

    name: str
    n: int
    at: datetime
    until: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class ExtensionNote:
    """The periods that a step concerns as they run now, each with how often it was extended and how long it may go on
    at most; the rule; who asked."""

    limits: tuple[tuple[LimitLine, str, Expiry | None], ...]
    allowed: str
    asked: tuple[AskedLine, ...]


def extension_note(
    conn: Connection, seen: Seen, offer: Offer, names: Mapping[str, str], viewer: Viewer, world: World
) -> ExtensionNote | None:
    """Draw up what stands beside a step about more time; None beside any other."""
    key = limit_of(offer.step)
    if not key:
        return None
    rule, membership = seen.procedure.rule(key), membership_of(conn, viewer, seen.row)
    held = sorted(seen.case.limits.values(), key=lambda limit: limit.key)
    of = [limit for limit in held if limit.limit == key and limit.is_open and _concerns(offer, limit)]
    shown = [limit for limit in of if limit_is_visible(seen, limit, viewer, membership)]
    return ExtensionNote(
        tuple(
            (limit_line(seen, limit, names, viewer), _so_far(rule, limit), _last(seen, limit, world)) for limit in shown
        ),
        write_extension(rule, Names(seen.procedure)),
        tuple(_asked(conn, seen, {limit.track for limit in shown}, names, viewer)),
    )


def day_asked(conn: Connection, seen: Seen, offer: Offer, viewer: Viewer) -> dict[str, str]:
    """Begin a grant of more time with the day that was asked for, where one was."""
    if offer.step.extends is None or offer.track is None or not limit_of(offer.step):
        return {}
    asked = list(_asked(conn, seen, {offer.track.key}, {}, viewer))
    return {"until": asked[0].until.isoformat()} if asked and asked[0].until else {}


def _last(seen: Seen, limit: Limit, world: World) -> Expiry | None:
    """Give the end of a limit that is extended by the whole of its rule; None where no more time may be granted."""
    if not may_extend(seen.procedure.rule(limit.limit), limit):
        return None
    return last_extension(
        View(seen.procedure, seen.case, CLOCK_HAND, limit.expires_at or seen.case.opened_on, world), limit
    )


def _concerns(offer: Offer, limit: Limit) -> bool:
    """Say whether a step moves a limit: the one of its track, or that of every track."""
    return offer.track is None or limit.track in (None, offer.track.key)


def _so_far(rule: TimeLimit, limit: Limit) -> str:
    """Say how often a limit was extended."""
    if not limit.extended:
        return _("not extended so far")
    times = rule.extend.times if rule.extend else None
    if times is None:
        return ngettext("extended %(num)s time", "extended %(num)s times", limit.extended)
    return ngettext(
        "extended %(num)s time of %(most)s", "extended %(num)s times of %(most)s", limit.extended, most=times
    )


def _asked(
    conn: Connection, seen: Seen, tracks: set[str | None], names: Mapping[str, str], viewer: Viewer
) -> Iterator[AskedLine]:
    """Tell the last request on each track."""
    spec = next((row.filing for row in seen.procedure.rows.get(ASK, ()) if row.filing), None)
    if spec is None:
        return
    last = {one.act.track: one for one in casebook.papers_of(conn, viewer, seen.row, {ASK}) if one.act.track in tracks}
    for entry in last.values():
        said = _said(entry, spec, viewer, conn, seen)
        name, reason = names.get(entry.act.party, entry.act.party), str(said.get("reason", ""))
        yield AskedLine(name, entry.act.n, entry.act.on, as_date(said.get("until")), reason)


def _said(entry: casebook.Entry, spec: FilingSpec, viewer: Viewer, conn: Connection, seen: Seen) -> Mapping[str, Any]:
    """Give what a request says, where it is there and the reader may have it."""
    if entry.paper is None:
        return {}
    return casebook.readable(entry.paper, spec, viewer, membership_of(conn, viewer, seen.row))
