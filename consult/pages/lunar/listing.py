"""The list of the register: what States announce, narrowed by State, class, stage, body, days and words."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection

from consult import casebook
from consult.citations import law
from consult.i18n import _
from consult.lunar.entries import PAGE_SIZE, Filters, Listed, list_entries
from consult.lunar.reader import Reader
from consult.pages.lunar.words import Caveat, caveat, class_name, status_name, window_words
from workflows.kernel.frozen import dataclass
from workflows.lunar.activity import CLASSES, STATUSES
from workflows.lunar.charters import charters

BODIES = ("moon", "earth", "libration")
ANSWERS = ("state", "igo")
"""The kinds of parties that answer for an activity in space."""


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """One entry in a list."""

    key: str
    title: str
    state: str
    states: tuple[str, ...]
    operator: str
    of_class: str
    status: str
    window: str
    origin: str
    exercise: bool
    grade: str
    recorded_on: date
    left: str
    listed: Listed


@dataclass(frozen=True, slots=True)
class Choices:
    """What a list of activities can be narrowed to, each with its key and its words."""

    states: tuple[tuple[str, str], ...]
    classes: tuple[tuple[str, str], ...]
    statuses: tuple[tuple[str, str], ...]
    bodies: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """A page of the register."""

    title: str
    caveat: Caveat
    lines: tuple[ActivityLine, ...]
    following: str | None
    filters: Filters
    is_filtered: bool
    choices: Choices
    may_import: bool


def register_page(
    conn: Connection, reader: Reader, filters: Filters, after: str, *, on: date, may_import: bool, size: int = PAGE_SIZE
) -> RegisterPage:
    """Draw up a page of the register, as its reader may see it."""
    names = casebook.party_names(conn)
    listed = list_entries(conn, reader, filters, after=after, size=size)
    return RegisterPage(
        _("Lunar activities"),
        caveat(),
        tuple(activity_line(one, names) for one in listed.entries),
        listed.after,
        filters,
        filters != Filters(),
        choices(conn, on),
        may_import,
    )


def activity_line(one: Listed, names: Mapping[str, str]) -> ActivityLine:
    """Draw up one entry in a list."""
    return ActivityLine(
        one.key,
        one.title or one.key,
        names.get(one.state, one.state),
        tuple(names.get(key, key) for key in one.states),
        one.operator,
        class_name(one.activity_class),
        status_name(one.status),
        window_words(one.starts, one.ends),
        origin_name(one.origin),
        one.exercise,
        one.grade,
        one.recorded_at.date(),
        charter_name(one.left),
        one,
    )


def origin_name(origin: str) -> str:
    """Say where an entry comes from."""
    return {
        "case": _("filed in a case"),
        "import": _("imported"),
        "demonstration": _("shipped for demonstration"),
    }.get(origin, origin)


def charter_name(key: str) -> str:
    """Name a charter; nothing for none."""
    found = charters().get(key)
    return law(found.title) if found else key


def choices(conn: Connection, on: date) -> Choices:
    """Offer what a list can be narrowed to; States and organisations answer for activities, and nobody else."""
    known = answering_states(conn, on)
    return Choices(
        tuple(sorted(known.items(), key=lambda pair: pair[1].casefold())),
        tuple((key, law(text)) for key, text in CLASSES.items()),
        tuple((key, law(text)) for key, text in STATUSES.items()),
        (("moon", _("Moon")), ("earth", _("Earth")), ("libration", _("Libration point"))),
    )


def answering_states(conn: Connection, on: date) -> dict[str, str]:
    """Give the names of those who can answer for an activity, by key."""
    return {one.key: one.name for one in casebook.parties_offered(conn, on) if one.kind in ANSWERS}
