"""Lunar activities as everybody may read them: what States tell of them to all, and nothing that is for participants
of the mechanism.
"""

from datetime import datetime

from sqlalchemy import Connection

from consult import casebook, published
from consult.docket import Docket
from consult.forms import ReadField, show
from consult.i18n import _
from consult.lunar.entries import Listed, list_published, read_entry, read_older
from consult.lunar.reader import PUBLIC_READER
from consult.lunar.versions import Version
from consult.pages.lunar.listing import ActivityLine, activity_line, origin_name
from consult.pages.lunar.words import Caveat, caveat, class_name, status_name, window_words
from consult.refusals import Unknown
from consult.visibility import Viewer
from workflows.kernel.frozen import dataclass
from workflows.lunar.activity import DESCRIPTION


@dataclass(frozen=True, slots=True)
class PublicLunarList:
    """A page of the activities that are told to everybody, the last told first."""

    title: str
    caveat: Caveat
    lines: tuple[ActivityLine, ...]
    following: str | None
    updated: datetime | None
    exercise: bool


@dataclass(frozen=True, slots=True)
class PublicLunarSheet:
    """One activity as everybody reads it, with the versions that changed something of that."""

    title: str
    key: str
    caveat: Caveat
    states: tuple[str, ...]
    operator: str
    of_class: str
    status: str
    window: str
    origin: str
    source: str
    grade: str
    case_ref: str
    told: tuple[ReadField, ...]
    versions: tuple[Version, ...]
    before: int | None
    following: int | None
    updated: datetime
    exercise: bool


def public_lunar_list(conn: Connection, docket: Docket, after: str) -> PublicLunarList:
    """Draw up a page of the activities that are told to everybody."""
    page = list_published(conn, exercises=docket.exercise, after=after)
    names = casebook.party_names(conn)
    updated = max((one.recorded_at for one in page.entries), default=None)
    lines = tuple(activity_line(one, names) for one in page.entries)
    return PublicLunarList(_("Lunar activities"), caveat(), lines, page.after, updated, docket.exercise)


def public_lunar_sheet(
    conn: Connection, docket: Docket, viewer: Viewer, key: str, before: int | None
) -> PublicLunarSheet:
    """Draw up one activity as everybody reads it, with its newest versions or those before a number. Unknown where
    there is none, and for an exercise among what is meant in earnest.

    Long because: one line a field of the page, in the order in which it is read.
    """
    entry = read_entry(conn, PUBLIC_READER, key)
    listed, newest, names = entry.listed, entry.newest, casebook.party_names(conn)
    if listed.exercise and not docket.exercise:
        raise Unknown
    older = read_older(conn, PUBLIC_READER, entry, before) if before is not None else None
    versions, rest = (older.versions, older.older) if older else (entry.versions, entry.older)
    told = show(DESCRIPTION, newest.description, party_names=names)
    return PublicLunarSheet(
        title=listed.title or key,
        key=key,
        caveat=caveat(),
        states=tuple(names.get(one, one) for one in listed.states),
        operator=listed.operator,
        of_class=class_name(listed.activity_class),
        status=status_name(listed.status),
        window=window_words(listed.starts, listed.ends),
        origin=origin_name(listed.origin),
        source=newest.source,
        grade=newest.grade,
        case_ref=_public_case(conn, docket, viewer, listed),
        told=tuple(one for one in told if one.state != "unanswered"),
        versions=versions,
        before=before,
        following=versions[-1].number if rest and versions else None,
        updated=newest.recorded_at,
        exercise=docket.exercise,
    )


def _public_case(conn: Connection, docket: Docket, viewer: Viewer, listed: Listed) -> str:
    """Give the reference of the case of an entry where that is public."""
    try:
        return published.find_case(conn, viewer, docket.editions, listed.case_ref or "").ref
    except Unknown:
        return ""
