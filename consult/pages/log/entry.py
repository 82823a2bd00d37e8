"""One entry of the log: its fields with the digests that stand in the leaf, opened where the reader may read them."""

import json
from typing import Any

from sqlalchemy import Connection

from consult import casebook
from consult.docket import Docket
from consult.i18n import _, _l
from consult.log import explorer, tree
from consult.log.leaf import FIELDS, NotOpened, read_leaf
from consult.log.openings import Openings, open_act, open_entry
from consult.log.receipts import RECORDED, make_receipt
from consult.log.trust import Trust
from consult.pages.log.lines import EntryLine, entry_line
from consult.refusals import Unknown
from consult.standing import Standing
from consult.visibility import Viewer
from workflows.kernel.frozen import dataclass

MEANINGS = {
    "act": _l("the step, its procedure and edition, the provisions it rests on"),
    "actor": _l("for whom, from which office and in what capacity"),
    "case": _l("reference of the case"),
    "doc": _l("digest, kind, level and language of what was filed"),
    "filing": _l("the filing party's own signature"),
    "from": _l("where case, relation and activity were before"),
    "n": _l("number in its chain"),
    "note": _l("reason"),
    "person": _l("name of who acted"),
    "prev": _l("hash of the entry before it in its chain"),
    "rest": _l("the act itself, with the values that its conditions read"),
    "seen": _l("the checkpoint that the filer had verified"),
    "time": _l("date in law, and moment of recording"),
    "to": _l("where case, relation and activity are after it"),
}
OPEN, WITHHELD, ERASED = "open", "withheld", "erased"


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field of a leaf: its name, what it is for, its digest, and its value where it is opened to the reader."""

    name: str
    meaning: str
    digest: str
    state: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One entry as one viewer may read it, and what the page found when it looked at the leaf again."""

    title: str
    line: EntryLine
    tag: str
    fields: tuple[FieldLine, ...]
    is_opened: bool
    fits: bool
    n: int | None
    state: str
    size: int | None
    previous: int | None
    following: int | None

    @property
    def has_receipt(self) -> bool:
        """Say whether there is a proof to take away."""
        return self.state != RECORDED


def entry_page(conn: Connection, docket: Docket, standing: Standing, seq: int, trust: Trust | None) -> EntryPage:
    """Draw up one entry; Unknown where the log is not that long."""
    row, line = _find(conn, standing, seq)
    opened = openings_for(conn, docket, standing, line)
    receipt = make_receipt(conn, seq, trust.quorum if trust else None)
    fields, tag, fits = _fields(bytes(row.leaf), opened)
    values = {field.name: field.value for field in fields}
    return EntryPage(
        title=_("Entry %(seq)s", seq=seq),
        line=entry_line(conn, docket, line, casebook.party_names(conn)),
        tag=tag,
        fields=fields,
        is_opened=opened is not None,
        fits=fits and tree.hash_leaf(bytes(row.leaf)) == line.hash,
        n=int(values["n"]) if values.get("n", "").isdigit() else None,
        state=receipt.state,
        size=receipt.size,
        previous=seq - 1 if seq else None,
        following=seq + 1 if explorer.reaches(conn, seq + 1) else None,
    )


def leaf_of(conn: Connection, standing: Standing, seq: int) -> bytes:
    """Give the bytes of a leaf, which are public."""
    return bytes(_find(conn, standing, seq)[0].leaf)


def openings_text(conn: Connection, docket: Docket, standing: Standing, seq: int) -> str:
    """Give the file of what is opened of an entry to a reader; Unknown where nothing is."""
    opened = openings_for(conn, docket, standing, _find(conn, standing, seq)[1])
    if opened is None:
        raise Unknown
    return opened.text


def openings_for(conn: Connection, docket: Docket, standing: Standing, line: explorer.LogLine) -> Openings | None:
    """Open an entry as far as a reader may; None where it stays sealed to him."""
    viewer = Viewer.of(standing)
    if line.act is not None:
        procedure = docket.editions.of(conn, line.act.edition)
        return open_act(conn, viewer, explorer.case_of(line.act), procedure, line.act.n)
    return open_entry(conn, viewer, line.seq) if line.own is not None else None


def _find(conn: Connection, standing: Standing, seq: int) -> tuple[Any, explorer.LogLine]:
    found = explorer.find_entry(conn, Viewer.of(standing), seq)
    if found is None:
        raise Unknown
    return found


def _fields(leaf: bytes, opened: Openings | None) -> tuple[tuple[FieldLine, ...], str, bool]:
    """Set beside each digest of a leaf what it was opened to; with the tag, and whether all of it fits together."""
    try:
        digests, tag = read_leaf(leaf)
        values = opened.values if opened else {}
    except NotOpened:
        return (), "", False
    erased = frozenset(opened.erased) if opened else frozenset()
    return tuple(_field(name, digests[name], values, erased) for name in FIELDS), tag, True


def _field(name: str, digest: str, values: dict[str, Any], erased: frozenset[str]) -> FieldLine:
    meaning = str(MEANINGS[name])
    if name in values:
        return FieldLine(name, meaning, digest, OPEN, _write(values[name]))
    return FieldLine(name, meaning, digest, ERASED if name in erased else WITHHELD)


def _write(value: Any) -> str:
    """Write what a field holds: text and numbers as they are, the rest as it was sealed, with room to read it."""
    if value is None:
        return _("nothing")
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, indent=1 if isinstance(value, dict) else None)
