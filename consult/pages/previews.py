"""What a text on its way would lead to, as its reading tells: drawn beside the form, never part of the record."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from consult.citations import Cited, cite, law
from consult.docket import Docket
from consult.forms.names import anchor
from consult.standing import Standing
from workflows.kernel.fields import FilingSpec
from workflows.kernel.frozen import dataclass
from workflows.kernel.readings import Note, Preview, Rung, Surroundings, reading_of


@dataclass(frozen=True, slots=True)
class NoteView:
    """One sentence, what it rests on, and the place of the question that it concerns on the form."""

    text: str
    cited: Cited
    anchor: str


@dataclass(frozen=True, slots=True)
class RungView:
    """One rung of a preview."""

    title: str
    aside: str
    entry: str
    is_open: bool
    day: date | None
    day_says: str
    after: tuple[str, ...]
    notes: tuple[NoteView, ...]
    by: str
    cited: Cited


@dataclass(frozen=True, slots=True)
class GivenView:
    """A value that others give, since the text is silent on it."""

    name: str
    value: str
    by: str
    cited: Cited


@dataclass(frozen=True, slots=True)
class PreviewView:
    """The preview of a text."""

    title: str
    lead: str
    day: date
    rungs: tuple[RungView, ...]
    unread: tuple[NoteView, ...]
    warnings: tuple[NoteView, ...]
    given: tuple[GivenView, ...]
    ladder: bool


@dataclass(frozen=True, slots=True)
class SavedPage:
    """What a form that saved itself is told."""

    version: int
    at: datetime
    preview: PreviewView | None


def saved_page(
    conn: Connection,
    docket: Docket,
    standing: Standing,
    row: Any,
    spec: FilingSpec,
    text: Any,
    version: int,
    now: datetime,
) -> SavedPage:
    """Tell a form that saved itself when, under which version, and what its text would lead to now."""
    world = docket.world(conn, now, row.case_id)
    return SavedPage(version, now, preview_view(spec, text, now, world, standing))


def preview_view(
    spec: FilingSpec, body: Mapping[str, Any], now: datetime, world: Surroundings, standing: Standing
) -> PreviewView | None:
    """Draw what a text would lead to if it were filed today where its party is; None for filings without a reading."""
    reading = reading_of(spec.reading) if spec.reading else None
    if reading is None:
        return None
    today = now.astimezone(ZoneInfo(standing.party_zone)).date()
    found = reading.preview(body, today, world)
    return _drawn(found, today) if found else None


def _drawn(found: Preview, today: date) -> PreviewView:
    return PreviewView(
        law(found.title),
        law(found.lead),
        today,
        tuple(_rung(one) for one in found.rungs),
        tuple(_note(one) for one in found.unread),
        tuple(_note(one) for one in found.warnings),
        tuple(GivenView(law(one.name), law(one.value), law(one.by), cite(one.cited)) for one in found.given),
        found.ladder,
    )


def _rung(one: Rung) -> RungView:
    return RungView(
        law(one.title),
        law(one.aside),
        law(one.entry),
        one.is_open,
        one.day,
        law(one.day_says),
        tuple(map(law, one.after)),
        tuple(_note(note) for note in one.notes),
        law(one.by),
        cite(one.cited),
    )


def _note(one: Note) -> NoteView:
    return NoteView(law(one.says), cite(one.cited), anchor(one.field) if one.field else "")
