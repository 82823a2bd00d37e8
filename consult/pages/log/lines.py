"""One entry of the log as one viewer meets it: the sentence of an act, of an own entry or of the host; or a seal."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from consult import casebook
from consult.citations import law
from consult.docket import Docket
from consult.i18n import _
from consult.log.explorer import ACTS, HOST, LogLine
from consult.log.own import KINDS
from consult.pages.cases.lines import say_act, title_of_case
from workflows.kernel.frozen import dataclass
from workflows.kernel.words import humanise

SEALED, OWN = "sealed", "own"
SHORT = 16
FOR_PROGRAMS = frozenset({"hour", "output", "reader"})


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry: number, hash and when a checkpoint first covered it; what it is, if the viewer may read it."""

    seq: int
    hash: str
    covered_at: datetime | None
    kind: str = SEALED
    sentence: str = ""
    office: str = ""
    party: str = ""
    recorded_at: datetime | None = None
    ref: str = ""
    n: int | None = None
    case_title: str = ""
    level: str = ""
    details: tuple[tuple[str, str], ...] = ()

    @property
    def brief(self) -> str:
        """Give what an entry that is no act says, in one line."""
        return " · ".join(value for _name, value in self.details)

    @property
    def short(self) -> str:
        """Give the beginning of the hash, enough to tell two entries apart by eye."""
        return self.hash[:SHORT]


def entry_line(conn: Connection, docket: Docket, line: LogLine, names: Mapping[str, str]) -> EntryLine:
    """Draw up one entry."""
    if line.act is not None:
        return _of_act(conn, docket, line, line.act, names)
    if line.own is not None:
        return _of_own(line, line.own, names)
    return EntryLine(line.seq, line.hash.hex(), line.covered_at)


def _of_act(conn: Connection, docket: Docket, line: LogLine, row: Any, names: Mapping[str, str]) -> EntryLine:
    procedure = docket.editions.of(conn, row.edition)
    return EntryLine(
        line.seq,
        line.hash.hex(),
        line.covered_at,
        ACTS,
        say_act(procedure, casebook.act_of(row), casebook.said_names(names)),
        row.office,
        names.get(row.party, row.party),
        row.recorded_at,
        row.ref,
        row.n,
        title_of_case(row),
        row.level,
    )


def _of_own(line: LogLine, row: Any, names: Mapping[str, str]) -> EntryLine:
    kind = OWN if row.party else HOST
    sentence = str(KINDS.get(row.kind, _("An entry of a kind that this version does not know")))
    party = names.get(row.party, row.party) if row.party else _("Host")
    return EntryLine(
        line.seq,
        line.hash.hex(),
        line.covered_at,
        kind,
        sentence,
        party=party,
        recorded_at=row.recorded_at,
        details=tuple(_details(json.loads(row.body))),
    )


def _details(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give what an own entry says by name and value; what is only for programs stands in the opened field alone."""
    for name, value in body.items():
        if name not in FOR_PROGRAMS and value is not None:
            yield law(humanise(name)), _said(value)


def _said(value: Any) -> str:
    """Write a value of an own entry: what stands in a list one after the other, the first word of a pair alone."""
    if isinstance(value, list):
        return ", ".join(_said(one[0] if isinstance(one, list) and one else one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {_said(one)}" for name, one in value.items())
    if value is None or isinstance(value, bool):
        return "–" if value is None else _("yes") if value else _("no")
    return str(value).replace("act:", _("act") + " ").replace("document:", _("document") + " ")
