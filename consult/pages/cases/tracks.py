"""One relation of a case: with whom or about what, where it stands, and the limits that run on it."""

from sqlalchemy import Connection

from consult import casebook
from consult.docket import Seen
from consult.pages.cases.limits import LimitLine
from consult.pages.cases.lines import TrackLine, track_lines
from consult.pages.deadlines import limits_of_case
from consult.refusals import Unknown
from consult.standing import Standing
from consult.visibility import Viewer, membership_of
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class TrackPage:
    """One relation with its limits, and the parties to it by key and name: its own, and whoever filed the case."""

    line: TrackLine
    parties: tuple[tuple[str, str], ...]
    limits: tuple[LimitLine, ...]


def tracks_of_case(conn: Connection, standing: Standing, seen: Seen) -> tuple[TrackLine, ...]:
    """List the relations of a case of which its reader is told, in the order in which they were opened."""
    viewer = Viewer.of(standing)
    return track_lines(seen, casebook.party_names(conn), viewer, membership_of(conn, viewer, seen.row))


def track_page(conn: Connection, standing: Standing, seen: Seen, key: str) -> TrackPage:
    """Draw up one relation; one of which the reader is not told is unknown."""
    line = next((one for one in tracks_of_case(conn, standing, seen) if one.key == key), None)
    if line is None:
        raise Unknown
    names = casebook.party_names(conn)
    parties = tuple((one, names.get(one, one)) for one in dict.fromkeys((line.party, seen.row.filer)) if one)
    limits = tuple(one for one in limits_of_case(conn, standing, seen) if one.track_key == key)
    return TrackPage(line, parties, limits)
