"""Beside a step about more time: until when periods run now and for whom, who asked and why, what the rule allows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

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
from workflows.kernel.limits import TimeLimit
from workflows.kernel.machine import Offer
from workflows.kernel.more_time import ASK, limit_of


@dataclass(frozen=True, slots=True)
class AskedLine:
    """Who asked for more time, by which act, when, and the reason as far as the reader may have it."""

    name: str
    n: int
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class ExtensionNote:
    """The periods that a step concerns as they run now, each with how often it was extended; the rule; who asked."""

    limits: tuple[tuple[LimitLine, str], ...]
    allowed: str
    asked: tuple[AskedLine, ...]


def extension_note(
    conn: Connection, seen: Seen, offer: Offer, names: Mapping[str, str], viewer: Viewer
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
        tuple((limit_line(seen, limit, names, viewer), _so_far(rule, limit)) for limit in shown),
        write_extension(rule, Names(seen.procedure)),
        tuple(_asked(conn, seen, {limit.track for limit in shown}, names, viewer)),
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
        reason = _reason(entry, spec, viewer, conn, seen)
        yield AskedLine(names.get(entry.act.party, entry.act.party), entry.act.n, entry.act.on, reason)


def _reason(entry: casebook.Entry, spec: FilingSpec, viewer: Viewer, conn: Connection, seen: Seen) -> str:
    """Give the reason of a request, where it is there and the reader may have it."""
    if entry.paper is None:
        return ""
    return str(casebook.readable(entry.paper, spec, viewer, membership_of(conn, viewer, seen.row)).get("reason", ""))
