"""With what the activity of a case overlaps: a screening of its newest version against the register, as of today.

The comparison is made anew for each reader with what that reader may read; what is kept for others takes no part in it.
The pictures and tables are those of the activity's own page.
"""

from datetime import date
from typing import NamedTuple

from consult.i18n import _, direction
from consult.lunar.entries import Entry, read_entry
from consult.lunar.faults import Fault
from consult.lunar.reader import Reader
from consult.lunar.readers import reader_of
from consult.lunar.screening import Match, Screening, screen_entry
from consult.pages.cases.from_screening import asks_for_overlaps, left_to_name
from consult.pages.cases.waiting import key_of
from consult.pages.lunar.places import Subject, is_past
from consult.pages.lunar.surroundings import Scene, Surroundings, surroundings_of
from consult.pages.lunar.words import Caveat, caveat, meaning_name
from consult.pages.sheets.asked import Asked
from consult.refusals import Unknown
from workflows.kernel.frozen import dataclass
from workflows.kernel.sheets_of_talks import OverlapSheet


class Begins(NamedTuple):
    """A paper that names the States found, which this reader may prepare: its step and track."""

    step: str
    track: str


@dataclass(frozen=True, slots=True)
class Overlaps:
    """All meetings with their pictures; which entry and version was compared, and on which day; `entry` is empty where
    the activity does not stand in the register yet."""

    caveat: Caveat
    entry: str
    version: int
    recorded_on: date | None
    on: date
    meaning: str
    around: Surroundings | None
    screening: Screening | None
    fault: str
    begins: tuple[Begins, ...] = ()


def overlaps_sheet(asked: Asked, sheet: OverlapSheet) -> Overlaps:
    """Compare the newest version of the activity with the register."""
    on, reader = asked.now.date(), reader_of(asked.conn, asked.docket.editions, asked.standing)
    try:
        entry = read_entry(asked.conn, reader, asked.seen.row.ref)
    except Unknown:
        return Overlaps(caveat(), "", 0, None, on, "", None, None, "")
    newest = entry.newest
    found, fault = _screened(asked, entry, reader, on)
    return Overlaps(
        caveat=caveat(),
        entry=entry.listed.key,
        version=newest.number,
        recorded_on=newest.recorded_at.date(),
        on=on,
        meaning=meaning_name(str(newest.description.get("meaning") or "")),
        around=_around(asked, entry, reader, found.matches if found else (), on),
        screening=found,
        fault=fault,
        begins=_begins(asked, entry, found) if found else (),
    )


def _begins(asked: Asked, entry: Entry, found: Screening) -> tuple[Begins, ...]:
    """Name the steps open to the reader's party whose paper begins with what is found; none for who does not write, and
    none where nobody is left to name."""
    if not asked.standing.writes:
        return ()
    rows = asked.seen.procedure.rows
    steps = {key for key, found in rows.items() if any(asks_for_overlaps(one.filing) for one in found)}
    offers = asked.docket.offers(asked.conn, asked.standing, asked.seen, asked.now, for_party=True, steps=steps)
    here = (one for one in offers if one.is_open and left_to_name(asked.standing, asked.seen, one, entry, found))
    return tuple(Begins(*one) for one in sorted({key_of(offer) for offer in here}))


def _screened(asked: Asked, entry: Entry, reader: Reader, on: date) -> tuple[Screening | None, str]:
    """Compare with the register; the reason where that cannot be done."""
    try:
        found = screen_entry(asked.conn, entry, reader=reader, on=on, exercises=asked.seen.row.exercise)
    except Fault as fault:
        return None, _(fault.sentence)
    return found, ""


def _around(asked: Asked, entry: Entry, reader: Reader, matches: tuple[Match, ...], on: date) -> Surroundings:
    """Draw up what lies around the activity, as its own page does."""
    listed = entry.listed
    subject = Subject(
        1, listed.title or listed.key, entry.newest.description, own=True, past=is_past(listed.status, listed.ends, on)
    )
    scene = Scene(asked.now, on, "rtl" if direction() == "rtl" else "ltr")
    return surroundings_of(asked.conn, reader, subject, matches, scene)
