"""Where a case came from, what was carried over, and how its first paper begins because of that."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from consult import casebook
from consult.citations import law
from consult.docket import Docket, Seen
from consult.i18n import _
from consult.pages.cases.lines import title_of_case
from consult.standing import Standing
from consult.visibility import Viewer
from workflows.kernel.frozen import dataclass
from workflows.kernel.machine import Offer
from workflows.kernel.procedure import Procedure
from workflows.kernel.words import humanise, say_day

TITLE, ACCOUNT = "title", "account"
"""What a question of a first paper is filled with: the title of the case, or the account of where it came from."""


@dataclass(frozen=True, slots=True)
class CarriedLine:
    """One act that was carried over, which the viewer may open."""

    n: int
    title: str
    on: date
    digest: str


@dataclass(frozen=True, slots=True)
class OriginPart:
    """The case and act from which a case came, and what of it was carried over."""

    ref: str
    case_title: str
    procedure_title: str
    n: int
    carried: tuple[CarriedLine, ...]


def origin_part(conn: Connection, docket: Docket, standing: Standing, seen: Seen, now: datetime) -> OriginPart | None:
    """Draw up where a case came from; None where it was opened by itself or the reader may not know."""
    found = casebook.origin_of(conn, Viewer.of(standing), seen.row)
    if found is None:
        return None
    procedure = docket.seen(conn, found.row, now).procedure
    lines = tuple(CarriedLine(one.n, _step(procedure, one.step), one.on, one.digest) for one in found.carried)
    return OriginPart(found.row.ref, title_of_case(found.row), law(procedure.title), found.n, lines)


def _step(procedure: Procedure, key: str) -> str:
    rows = procedure.rows.get(key, ())
    return law(rows[0].title) if rows else humanise(key)


def answers_from_origin(
    conn: Connection, docket: Docket, standing: Standing, seen: Seen, offer: Offer, now: datetime
) -> dict[str, Any]:
    """Give the answers with which the first paper of a case begins that another case's act opened: title, the other
    parties, and a neutral account of where it came from. Whoever files changes them as he likes."""
    origin = origin_part(conn, docket, standing, seen, now)
    found = casebook.origin_of(conn, Viewer.of(standing), seen.row)
    if origin is None or found is None or offer.step.filing is None:
        return {}
    others = [party for party in found.parties if party != standing.party_key]
    filled = {TITLE: seen.row.title, ACCOUNT: account(origin)}
    given = {field.key: filled[field.fills] for field in offer.step.filing.fields if field.fills in filled}
    given |= dict.fromkeys(_seats(offer, seen.procedure), others)
    return {key: value for key, value in given.items() if value}


def _seats(offer: Offer, procedure: Procedure) -> Iterator[str]:
    """The questions whose answer makes parties to the case."""
    for opens in offer.step.opens:
        role = procedure.role(procedure.track_set(opens.set).role or "")
        if opens.field and role is not None and role.stake:
            yield opens.field


def account(origin: OriginPart) -> str:
    """Say where a case came from, and what was carried over, one line each."""
    about: Mapping[str, Any] = {
        "title": origin.case_title, "ref": origin.ref, "procedure": origin.procedure_title, "n": origin.n,
    }  # fmt: skip
    first = _("This case was opened by act %(n)s of case %(ref)s, “%(title)s” (%(procedure)s).", **about)
    if not origin.carried:
        return first
    entries = [
        _("Act %(n)s of %(day)s: %(title)s", n=one.n, day=say_day(one.on), title=one.title) for one in origin.carried
    ]
    return "\n".join((first, "", _("From its record:"), *entries))
