"""The page of papers that stay when a mandate ends: what stays, why nothing is dispatched, and who takes it on."""

from datetime import date, datetime

from sqlalchemy import Connection

from consult import handing
from consult.citations import law
from consult.docket import Docket
from consult.handing import Colleague, Left
from consult.i18n import _
from workflows.kernel.fields import NO_FILING, FilingSpec
from workflows.kernel.frozen import dataclass
from workflows.kernel.words import humanise

Carried = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LeftLine:
    """One paper that stays: what it is, under which mandate it was prepared, and who takes it from here."""

    ref: str
    title: str
    case_ref: str
    party: str
    office: str
    organ: str
    ended_on: date
    changed_at: datetime
    version: int
    colleagues: tuple[Colleague, ...]
    carried: Carried = ()
    """What was typed last and is not stored yet."""


@dataclass(frozen=True, slots=True)
class HandingPage:
    """Papers that wait to be handed on; `refused` says that something was sent and not taken."""

    title: str
    lines: tuple[LeftLine, ...]
    refused: bool = False


def handing_page(conn: Connection, docket: Docket, person_id: int, at: datetime) -> HandingPage:
    """Draw up every paper that somebody left behind."""
    left = handing.left_behind(conn, person_id, at)
    return HandingPage(_title(), tuple(_line(conn, docket, one, at) for one in left))


def offer_page(
    conn: Connection, docket: Docket, person_id: int, ref: str, carried: Carried, at: datetime
) -> HandingPage:
    """Draw up the one paper that somebody tried to send or store, with what was typed; Unknown where there is none."""
    left = handing.find_left(conn, person_id, ref, at)
    return HandingPage(_title(), (_line(conn, docket, left, at, carried),), refused=True)


def spec_left(conn: Connection, docket: Docket, left: Left) -> FilingSpec:
    """Give the filing that a paper is for."""
    steps = docket.editions.of(conn, left.row.edition).rows.get(left.row.step, ())
    return next((one.filing for one in steps if one.filing), NO_FILING)


def _title() -> str:
    return _("Your mandate has ended; the paper stays")


def _line(conn: Connection, docket: Docket, left: Left, at: datetime, carried: Carried = ()) -> LeftLine:
    steps = docket.editions.of(conn, left.row.edition).rows.get(left.row.step, ())
    return LeftLine(
        left.row.ref,
        law(steps[0].title) if steps else humanise(left.row.step),
        left.row.case_ref,
        left.ended.party_name,
        left.ended.office,
        left.ended.organ_name,
        left.ended.valid_until or date.max,
        left.row.changed_at,
        left.row.version,
        handing.colleagues(conn, left, at),
        carried,
    )
