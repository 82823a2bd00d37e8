"""Contact points of a party's organs as comma-separated values, as far as whoever asks may see them."""

import csv
import io

from sqlalchemy import Connection

from consult import people
from consult.csv_rows import keep_text
from consult.exchange.contacts.rows import COLUMNS, cells_of
from consult.refusals import Unknown
from consult.visibility import Viewer, may_see_contacts

MARK = "\ufeff"
"""Without it spreadsheets read UTF-8 as the code page of their machine."""


def export_contacts(conn: Connection, viewer: Viewer, party: str) -> str:
    """Write every contact point of a party, those that are over too; Unknown for a party that there is not, or whose
    contact points the viewer may not see."""
    people.find_party(conn, party)
    if not may_see_contacts(viewer, party):
        raise Unknown
    organs = {row.id: row for row in people.organs_of(conn, party)}
    written = io.StringIO(newline="")
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    points = sorted(people.contacts_of(conn, party), key=lambda one: organs[one.organ_id].key)
    rows.writerows([keep_text(cell) for cell in cells_of(organs[one.organ_id], one)] for one in points)
    return MARK + written.getvalue()
