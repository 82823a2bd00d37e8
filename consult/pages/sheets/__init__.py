"""The sheets of a case: each kind that a procedure may declare, with its drawing and its template.

A new kind is a class in `workflows.kernel.sheets`, a file here, a template and a line in `KINDS`. What a sheet shows
is built from acts, tracks, limits and filings that the viewer may see, each through the one policy of visibility.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from consult import casebook
from consult.citations import law
from consult.docket import Docket
from consult.pages.cases.lines import level_note, title_of_case
from consult.pages.sheets.agenda import agenda_sheet
from consult.pages.sheets.arrangement import arrangement_sheet
from consult.pages.sheets.asked import Asked, SheetPage
from consult.pages.sheets.calendar import calendar_sheet
from consult.pages.sheets.commitments import commitments_sheet
from consult.pages.sheets.entries import docket_sheet
from consult.pages.sheets.ladder import ladder_sheet
from consult.pages.sheets.listed import list_sheet
from consult.pages.sheets.overlaps import overlaps_sheet
from consult.pages.sheets.participants import participants_sheet
from consult.pages.sheets.positions import positions_sheet
from consult.pages.sheets.report import report_sheet
from consult.pages.sheets.seats import seats_sheet
from consult.pages.sheets.silence import silence_sheet
from consult.pages.sheets.text import text_sheet
from consult.pages.sheets.times import times_sheet
from consult.pages.tabs import tabs_of
from consult.refusals import Unknown
from consult.standing import Standing
from consult.visibility import Viewer, may_see_sheet, membership_of
from workflows.kernel import sheets
from workflows.kernel.frozen import dataclass
from workflows.kernel.sheet_of_text import TextSheet
from workflows.kernel.sheets_of_lists import ListSheet
from workflows.kernel.sheets_of_meetings import Agenda, Participants, Times
from workflows.kernel.sheets_of_reports import ReportSheet
from workflows.kernel.sheets_of_talks import ArrangementSheet, OverlapSheet


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of sheet is drawn: from what is asked to a frozen page, and the template of that page."""

    draw: Callable[[Asked, Any], Any]
    template: str


KINDS: Mapping[type[sheets.Sheet], Kind] = {
    sheets.Ladder: Kind(ladder_sheet, "cases/sheets/ladder.html"),
    sheets.Positions: Kind(positions_sheet, "cases/sheets/positions.html"),
    sheets.Commitments: Kind(commitments_sheet, "cases/sheets/commitments.html"),
    sheets.Seats: Kind(seats_sheet, "cases/sheets/seats.html"),
    Agenda: Kind(agenda_sheet, "cases/sheets/agenda.html"),
    Participants: Kind(participants_sheet, "cases/sheets/participants.html"),
    Times: Kind(times_sheet, "cases/sheets/times.html"),
    sheets.Calendar: Kind(calendar_sheet, "cases/sheets/calendar.html"),
    sheets.Docket: Kind(docket_sheet, "cases/sheets/docket.html"),
    sheets.SilenceSheet: Kind(silence_sheet, "cases/sheets/silence.html"),
    ArrangementSheet: Kind(arrangement_sheet, "cases/sheets/arrangement.html"),
    OverlapSheet: Kind(overlaps_sheet, "cases/sheets/overlaps.html"),
    ListSheet: Kind(list_sheet, "cases/sheets/listed.html"),
    TextSheet: Kind(text_sheet, "cases/sheets/text.html"),
    ReportSheet: Kind(report_sheet, "cases/sheets/report.html"),
}


def sheet_page(
    conn: Connection,
    docket: Docket,
    standing: Standing,
    ref: str,
    key: str,
    now: datetime,
    args: Mapping[str, str],
) -> tuple[str, SheetPage]:
    """Draw up a sheet with the template for it; unknown and forbidden cases and sheets are one refusal.

    Long because: one line a field of the frame.
    """
    seen = docket.see(conn, standing, ref, now)
    viewer = Viewer.of(standing)
    membership = membership_of(conn, viewer, seen.row)
    sheet = sheets.sheet_of(seen.procedure, key)
    if sheet is None or not may_see_sheet(membership, sheet.level):
        raise Unknown
    kind = KINDS[type(sheet)]
    asked = Asked(conn, docket, standing, viewer, membership, seen, casebook.party_names(conn), now, args)
    page = SheetPage(
        title=law(sheet.title),
        says=law(sheet.says),
        key=key,
        ref=ref,
        case_title=title_of_case(seen.row),
        procedure_key=seen.procedure.key,
        procedure_title=law(seen.procedure.title),
        level_note=level_note(seen),
        exercise=seen.row.exercise,
        tabs=tabs_of(seen.procedure, membership, key),
        body=kind.draw(asked, sheet),
    )
    return kind.template, page


__all__ = ["KINDS", "Asked", "Kind", "SheetPage", "sheet_page"]
