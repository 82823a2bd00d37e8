"""The sheet of one activity: what is told of it, what lies around it, and its versions with what changed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from consult import casebook
from consult.citations import Cited, cite
from consult.docket import Docket
from consult.forms import ReadField, show
from consult.lunar.entries import read_entry, read_older
from consult.lunar.levels import closed_keys
from consult.lunar.readers import reader_of
from consult.lunar.screening import Screening, screen
from consult.lunar.versions import History, Version
from consult.pages.cases.from_register import Beginning, beginnings
from consult.pages.cases.papers import address_of
from consult.pages.lunar.listing import ActivityLine, activity_line, charter_name, origin_name
from consult.pages.lunar.places import Subject, is_past
from consult.pages.lunar.surroundings import Scene, Surroundings, surroundings_of
from consult.pages.lunar.words import Caveat, caveat, class_name, meaning_name, status_name, window_words
from consult.refusals import Unknown
from consult.standing import Standing
from workflows.kernel.frozen import dataclass
from workflows.lunar.activity import DESCRIPTION, OST

MEMBERS = "C1"


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that a version gives otherwise than the one before; None where there is none."""

    label: str
    before: ReadField | None
    after: ReadField | None


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version: when and by whom it was recorded, on what it rests, and what it changed of what the reader reads."""

    number: int
    recorded_at: datetime
    party: str
    act_n: int | None
    source: str
    grade: str
    digest: str
    is_first: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class ActivityPage:
    """Everything about one activity that its reader may see."""

    title: str
    key: str
    caveat: Caveat
    states: tuple[str, ...]
    operator: str
    of_class: str
    status: str
    window: str
    origin: str
    exercise: bool
    left: str
    source: str
    grade: str
    recorded_on: date
    age_days: int
    case_ref: str
    reads_all: bool
    told: tuple[ReadField, ...]
    meaning: str
    meaning_words: str
    meaning_under: Cited
    around: Surroundings
    screening: Screening
    versions: tuple[VersionLine, ...]
    before: int | None
    following: int | None
    beginnings: tuple[Beginning, ...]
    line: ActivityLine
    description: Mapping[str, Any]


def activity_page(
    conn: Connection, docket: Docket, standing: Standing, key: str, scene: Scene, *, before: int | None = None
) -> ActivityPage:
    """Draw up the sheet of an activity, with its newest versions or those before a number. Unknown where there is none.

    Long because: one line a field of the page, in the order in which it is read.
    """
    reader = reader_of(conn, docket.editions, standing)
    entry = read_entry(conn, reader, key)
    listed, newest, names = entry.listed, entry.newest, casebook.party_names(conn)
    told = read_older(conn, reader, entry, before) if before is not None else History(entry.versions, entry.older)
    title = listed.title or key
    on, exercises = scene.on, listed.exercise or scene.exercises
    found = screen(conn, newest.description, reader=reader, on=on, key=key, exercises=exercises)
    subject = Subject(1, title, newest.description, own=True, past=is_past(listed.status, listed.ends, on))
    return ActivityPage(
        title=title,
        key=key,
        caveat=caveat(),
        states=tuple(names.get(one, one) for one in listed.states),
        operator=listed.operator,
        of_class=class_name(listed.activity_class),
        status=status_name(listed.status),
        window=window_words(listed.starts, listed.ends),
        origin=origin_name(listed.origin),
        exercise=listed.exercise,
        left=charter_name(listed.left),
        source=newest.source,
        grade=newest.grade,
        recorded_on=newest.recorded_at.date(),
        age_days=max(0, (on - newest.recorded_at.date()).days),
        case_ref=_case_of(conn, docket, standing, listed.case_ref, scene.now),
        reads_all=newest.whole,
        told=_told(newest, names),
        meaning=meaning_name(str(newest.description.get("meaning") or "")),
        meaning_words=str(newest.description.get("meaning_words") or ""),
        meaning_under=cite(OST("IX", 3)),
        around=surroundings_of(conn, reader, subject, found.matches, scene),
        screening=found,
        versions=_versions(told, names),
        before=before,
        following=told.versions[-1].number if told.older else None,
        beginnings=beginnings(docket, standing, entry),
        line=activity_line(listed, names),
        description=newest.description,
    )


def _case_of(conn: Connection, docket: Docket, standing: Standing, ref: str | None, now: datetime) -> str:
    """Give the reference of the case of an entry where the reader may open it."""
    if not ref:
        return ""
    try:
        docket.see(conn, standing, ref, now)
    except Unknown:
        return ""
    return ref


def _told(version: Version, names: Mapping[str, str]) -> tuple[ReadField, ...]:
    """Read a description, its fields for participants marked."""
    closed = closed_keys(version.description)
    read = show(DESCRIPTION, version.description, party_names=names, href=address_of)
    return tuple(replace(one, level=MEMBERS if one.key in closed else "") for one in read if one.state != "unanswered")


def _versions(told: History, names: Mapping[str, str]) -> tuple[VersionLine, ...]:
    """Tell of each version what it changed, the newest first."""
    lines = []
    for version, older in zip(told.versions, (*told.versions[1:], told.older), strict=False):
        lines.append(
            VersionLine(
                version.number,
                version.recorded_at,
                names.get(version.party, version.party),
                version.act_n,
                version.source,
                version.grade,
                version.digest,
                older is None,
                _changes(older, version, names) if older else (),
            )
        )
    return tuple(lines)


def _changes(older: Version, newer: Version, names: Mapping[str, str]) -> tuple[Change, ...]:
    before = {one.key: one for one in _told(older, names)}
    after = {one.key: one for one in _told(newer, names)}
    keys = [one.key for one in DESCRIPTION.fields if before.get(one.key) != after.get(one.key)]
    return tuple(Change((after.get(key) or before[key]).label, before.get(key), after.get(key)) for key in keys)
