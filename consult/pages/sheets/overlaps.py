"""With what the activity of a case overlaps: a screening of its newest version against the register, as of today.

The comparison is made anew for each reader with what that reader may read; what is kept for others takes no part in it.
"""

from dataclasses import dataclass
from datetime import date

from consult.i18n import _
from consult.lunar.entries import read_entry
from consult.lunar.faults import Fault
from consult.lunar.readers import reader_of
from consult.lunar.screening import Match, screen
from consult.pages.lunar.surroundings import margin_words
from consult.pages.sheets.asked import Asked
from consult.refusals import Unknown
from workflows.kernel.sheets_of_talks import OverlapSheet


@dataclass(frozen=True, slots=True)
class OverlapLine:
    """One meeting: with whose activity, why, by which margin, in which days, and how old the data are."""

    party: str
    entry: str
    title: str
    why: str
    margin: str
    first_day: date | None
    last_day: date | None
    recorded_on: date
    age_days: int
    is_stale: bool
    is_coarse: bool


@dataclass(frozen=True, slots=True)
class Overlaps:
    """All meetings by the State that answers; the version that was compared and when it was recorded."""

    entry: str
    version: int
    recorded_on: date | None
    on: date
    lines: tuple[OverlapLine, ...]
    fault: str


def overlaps_sheet(asked: Asked, sheet: OverlapSheet) -> Overlaps:
    """Compare the newest version of the activity with the register."""
    on, reader = asked.now.date(), reader_of(asked.conn, asked.docket.editions, asked.standing)
    try:
        entry = read_entry(asked.conn, reader, asked.seen.row.ref)
    except Unknown:
        return Overlaps("", 0, None, on, (), "")
    newest = entry.newest
    try:
        found = screen(
            asked.conn, newest.description, reader=reader, on=on, key=entry.listed.key, state=entry.listed.state,
            exercises=asked.seen.row.exercise,
        ).matches  # fmt: skip
    except Fault as fault:
        return Overlaps(entry.listed.key, newest.number, newest.recorded_at.date(), on, (), _(fault.sentence))
    titles = {key: read_entry(asked.conn, reader, key).listed.title for key in {one.entry for one in found}}
    lines = tuple(_line(asked, one, titles[one.entry]) for one in found)
    return Overlaps(entry.listed.key, newest.number, newest.recorded_at.date(), on, lines, "")


def _line(asked: Asked, match: Match, title: str) -> OverlapLine:
    finding = match.finding
    return OverlapLine(
        party=", ".join(asked.names.get(state, state) for state in match.states),
        entry=match.entry,
        title=title or match.entry,
        why=finding.reason(),
        margin=margin_words(finding),
        first_day=finding.first_day,
        last_day=finding.last_day,
        recorded_on=match.recorded_on,
        age_days=match.age_days,
        is_stale=match.stale,
        is_coarse=finding.coarse,
    )
