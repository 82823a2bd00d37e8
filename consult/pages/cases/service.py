"""The sheet of service of one act: each addressee with each channel, how far it came and by what proof, and what there
is to do where it reached nobody.

An addressee sees its own service and which office opened the act; who filed it, and the secretariat of the case, see
that it was opened and when. Addresses are on no sheet.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from consult import casebook
from consult.docket import Docket, Seen
from consult.i18n import _
from consult.standing import Standing
from consult.visibility import Viewer
from workflows.kernel.frozen import dataclass

OPENED = ("opened", "acknowledged")
REACHED = ("delivered", *OPENED)


@dataclass(frozen=True, slots=True)
class ServiceMove:
    """One move of a service: what happened, when, and the proof as the other side gave it."""

    state: str
    at: datetime
    said: str


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """How far the service of an act on one addressee came by one channel."""

    party: str
    channel: str
    state: str
    changed_at: datetime
    waits: bool
    moves: tuple[ServiceMove, ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Mend:
    """An addressee whom a service did not reach, and the step by which another proof of receipt is recorded."""

    party: str
    step: str
    track: str


@dataclass(frozen=True, slots=True)
class ServiceSheet:
    """The service of an act as a viewer may see it."""

    lines: tuple[ServiceLine, ...]
    mends: tuple[Mend, ...]
    is_unopened: bool


def service_sheet(
    conn: Connection,
    docket: Docket,
    standing: Standing,
    seen: Seen,
    act: object,
    names: Mapping[str, str],
    at: datetime,
) -> ServiceSheet:
    """Draw up the service of an act."""
    viewer = Viewer.of(standing)
    served = casebook.services_of(conn, viewer, act)
    lines = tuple(service_line(one, names, viewer) for one in served)
    missed = _missed(served, viewer.party)
    mends = _mends(conn, docket, standing, seen, missed, names, at) if missed else ()
    return ServiceSheet(lines, mends, casebook.unopened_by(conn, viewer, act))


def service_line(one: casebook.Served, names: Mapping[str, str], viewer: Viewer) -> ServiceLine:
    """Draw up the service of an act on one addressee by one channel."""
    return ServiceLine(
        names.get(one.party, one.party),
        one.channel,
        one.state,
        one.changed_at,
        one.waits,
        tuple(ServiceMove(m.state, m.at, _said(m.state, m.said, one.party, viewer)) for m in one.moves),
        one.party,
    )


def _said(state: str, said: str, party: str, viewer: Viewer) -> str:
    """Give the proof; which office opened the act is for its own party alone."""
    if state == "opened" and party != viewer.party:
        return _("Opened by somebody with a mandate of the addressee.")
    return said


def _missed(served: Sequence[casebook.Served], own: str) -> list[str]:
    """Name the addressees, other than the viewer's own party, whom no channel beyond this product reached and who did
    not open the act here."""
    failed = {one.party for one in served if one.state == "failed" and one.party != own}
    through = {one.party for one in served if one.state in OPENED or (one.channel != "in_app" and one.state in REACHED)}
    open_still = {one.party for one in served if one.waits}
    return sorted(failed - through - open_still)


def _mends(
    conn: Connection,
    docket: Docket,
    standing: Standing,
    seen: Seen,
    missed: Sequence[str],
    names: Mapping[str, str],
    at: datetime,
) -> tuple[Mend, ...]:
    """For each addressee whom nobody reached, find the step by which the viewer may record proof of receipt."""
    steps = {row.key for row in seen.procedure.steps if row.receipt}
    offers = docket.offers(conn, standing, seen, at, steps=steps)
    own = {one.track.party: (one.step.key, one.track.key) for one in offers if one.is_open and one.track}
    return tuple(Mend(names.get(party, party), *own.get(party, ("", ""))) for party in missed)
