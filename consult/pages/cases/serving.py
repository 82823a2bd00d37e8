"""Services as a list that leads on: those of one case, and those of all cases of a party; each addressee with each
channel, how far it came and by what proof.
"""

from datetime import datetime

from sqlalchemy import Connection

from consult import casebook
from consult.casebook import ServedAct, Serving
from consult.docket import Docket
from consult.pages.cases.lines import say_act, title_of_case
from consult.pages.cases.service import ServiceLine, service_line
from consult.standing import Standing
from consult.visibility import Viewer
from workflows.kernel.frozen import dataclass

Key = tuple[str, int, str, str]


@dataclass(frozen=True, slots=True)
class ServingLine:
    """The service of an act on one addressee by one channel, with the act and its case."""

    ref: str
    case_title: str
    exercise: bool
    n: int
    sentence: str
    recorded_at: datetime
    mine: bool
    stands: str
    service: ServiceLine

    @property
    def key(self) -> Key:
        """Name it among all services."""
        return self.ref, self.n, self.service.key, self.service.channel


@dataclass(frozen=True, slots=True)
class ServingPage:
    """A page of services, the last entered first, and what names the last one where more follow."""

    lines: tuple[ServingLine, ...]
    following: Key | None


def serving_page(
    conn: Connection, docket: Docket, standing: Standing, asked: Serving, *, after: Key | None, size: int
) -> ServingPage:
    """List services that a reader may see, from one on; Unknown where there is none of that key."""
    viewer, names = Viewer.of(standing), casebook.party_names(conn)
    said = casebook.said_names(names)
    found = casebook.services_after(conn, viewer, asked, after, size + 1)
    lines = tuple(_line(conn, docket, one, names, said, viewer) for one in found[:size])
    return ServingPage(lines, lines[-1].key if len(found) > size else None)


def _line(
    conn: Connection, docket: Docket, one: ServedAct, names: dict[str, str], said: dict[str, str], viewer: Viewer
) -> ServingLine:
    row, act = one.row, casebook.act_of(one.row)
    return ServingLine(
        row.ref,
        title_of_case(row),
        row.exercise,
        row.n,
        say_act(docket.editions.of(conn, row.edition), act, said),
        row.recorded_at,
        row.party == viewer.party,
        casebook.stands_as(one.served.state, one.served.channel),
        service_line(one.served, names, viewer),
    )
