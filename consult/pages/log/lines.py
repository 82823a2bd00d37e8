"""One entry of the log as one viewer meets it: the sentence of an act, of an own entry or of the host; or a seal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from consult import casebook
from consult.docket import Docket
from consult.i18n import _
from consult.log.explorer import ACTS, HOST, LogLine
from consult.log.own import KINDS
from consult.pages.cases.lines import say_act, title_of_case

SEALED, OWN = "sealed", "own"
SHORT = 16


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
        line.seq, line.hash.hex(), line.covered_at, kind, sentence, party=party, recorded_at=row.recorded_at
    )
