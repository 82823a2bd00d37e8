"""The register of lunar activities as a machine reads it: lists, one activity with its versions, and what overlaps."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from consult.api.values.cases import Named
from consult.api.values.charters import CaveatValue, caveat_value
from consult.api.values.law import Under, under_of, under_one
from consult.forms import ReadField
from consult.lunar.levels import closed_keys
from consult.pages.lunar.listing import ActivityLine, RegisterPage
from consult.pages.lunar.sheet import ActivityPage, VersionLine
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class ActivityItem:
    """One activity in the list, as far as the asker reads it: who answers for it, what it is, between which days, on
    which bodies, where it comes from and how that was checked. `left` names a charter under which its State took part
    and does so no more."""

    key: str
    title: str
    state: str
    states: tuple[Named, ...]
    operator: str
    activity_class: Named
    status: Named
    starts: date | None
    ends: date | None
    bodies: tuple[str, ...]
    origin: Named
    exercise: bool
    grade: str
    version: int
    recorded_on: date
    left: str
    href: str


@dataclass(frozen=True, slots=True)
class ActivityList:
    """A page of the register, the last registered first; `next` is the address of the page that follows. What stands
    in it is announced and excludes nobody (`caveat`); as files it is had at `exchange`."""

    items: tuple[ActivityItem, ...]
    next: str | None
    caveat: CaveatValue
    exchange: str


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """One answer that a version gives otherwise than the one before, in words; null where there was none."""

    key: str
    label: str
    before: tuple[str, ...] | None
    after: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class VersionValue:
    """One version: when and by whom it was recorded, on what it rests, its digest, and what it changed."""

    number: int
    recorded_at: datetime
    party: str
    act: int | None
    source: str
    grade: str
    digest: str
    first: bool
    changes: tuple[ChangedAnswer, ...]


@dataclass(frozen=True, slots=True)
class BeginningValue:
    """A case that may be opened on the activity: under which procedure, on what that rests, and whether it is for the
    activities of others."""

    procedure: str
    title: str
    of_others: bool
    under: tuple[Under, ...]


@dataclass(frozen=True, slots=True)
class ActivityValue:
    """One activity. `description` holds the answers that the asker reads, by the keys of the filing that describes an
    activity; those in `members_only` are for participants. `versions` are its newest ones, or those before a number;
    `following` is the number before which there are more."""

    line: ActivityItem
    caveat: CaveatValue
    source: str
    age_days: int
    case: str | None
    reads_all: bool
    description: Mapping[str, Any]
    members_only: tuple[str, ...]
    meaning: str
    meaning_words: str
    meaning_under: Under
    versions: tuple[VersionValue, ...]
    following: int | None
    beginnings: tuple[BeginningValue, ...]
    hrefs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BegunValue:
    """A case that was opened on an activity, and its first paper in preparation."""

    case: str
    draft: str
    href: str
    draft_href: str


def activity_list(page: RegisterPage, following: str | None, base: str) -> ActivityList:
    """Write a page of the register."""
    return ActivityList(
        tuple(_item(one, base) for one in page.lines), following, caveat_value(page.caveat), f"{base}/exchange/lunar"
    )


def _item(line: ActivityLine, base: str) -> ActivityItem:
    """Write one line. Long because: one line a field."""
    one = line.listed
    return ActivityItem(
        key=one.key,
        title=line.title,
        state=one.state,
        states=tuple(map(Named, one.states, line.states)),
        operator=one.operator,
        activity_class=Named(one.activity_class, line.of_class),
        status=Named(one.status, line.status),
        starts=one.starts,
        ends=one.ends,
        bodies=one.bodies,
        origin=Named(one.origin, line.origin),
        exercise=one.exercise,
        grade=one.grade,
        version=one.number,
        recorded_on=line.recorded_on,
        left=line.left,
        href=f"{base}/lunar/{one.key}",
    )


def activity_value(page: ActivityPage, base: str) -> ActivityValue:
    """Write one activity from its page.

    Long because: one line a field.
    """
    here = f"{base}/lunar/{page.key}"
    hrefs = {"self": here, "overlaps": f"{here}/overlaps"} | ({"begin": f"{here}/begin"} if page.beginnings else {})
    return ActivityValue(
        line=_item(page.line, base),
        caveat=caveat_value(page.caveat),
        source=page.source,
        age_days=page.age_days,
        case=page.case_ref or None,
        reads_all=page.reads_all,
        description=page.description,
        members_only=tuple(sorted(closed_keys(page.description) & page.description.keys())),
        meaning=page.meaning,
        meaning_words=page.meaning_words,
        meaning_under=under_one(page.meaning_under),
        versions=tuple(map(_version, page.versions)),
        following=page.following,
        beginnings=tuple(
            BeginningValue(one.procedure, one.title, one.of_others, under_of(one.under)) for one in page.beginnings
        ),
        hrefs=hrefs,
    )


def _version(one: VersionLine) -> VersionValue:
    changes = tuple(
        ChangedAnswer((each.after or each.before).key, each.label, _words(each.before), _words(each.after))  # type: ignore[union-attr] # one of them is there
        for each in one.changes
    )
    return VersionValue(
        one.number, one.recorded_at, one.party, one.act_n, one.source, one.grade, one.digest, one.is_first, changes
    )


def _words(read: ReadField | None) -> tuple[str, ...] | None:
    """Write an answer in words, entries of a list one after the other; None where there is none."""
    if read is None:
        return None
    within = (line for entry in read.entries for field in entry for line in _words(field) or ())
    return (*((read.note,) if read.note else ()), *read.lines, *within)


def begun_value(case: str, draft: str, base: str) -> BegunValue:
    """Write what was begun."""
    return BegunValue(case, draft, f"{base}/cases/{case}", f"{base}/drafts/{draft}")
