"""The docket: every entry of a case that a viewer may see."""

from dataclasses import dataclass

from consult import casebook
from consult.pages.cases.lines import EntryLine, entry_line
from consult.pages.cases.naming import namings_of_case
from consult.pages.sheets.asked import Asked
from workflows.kernel.sheets import Docket


@dataclass(frozen=True, slots=True)
class DocketSheet:
    """The entries, the first one first."""

    lines: tuple[EntryLine, ...]


def docket_sheet(asked: Asked, sheet: Docket) -> DocketSheet:
    """Draw up the docket."""
    entries = casebook.entries_of(asked.conn, asked.viewer, asked.seen.row, newest_first=False)
    namings = namings_of_case(asked.conn, asked.seen, asked.viewer)
    said = casebook.said_names(asked.names)
    return DocketSheet(tuple(entry_line(entry, asked.seen, said, asked.viewer, namings) for entry in entries))
