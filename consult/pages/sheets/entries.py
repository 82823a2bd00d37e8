"""The docket: every entry of a case that a viewer may see, with filer, audience, service, documents and marks.

What filters offer, and how many entries there are, is taken from the entries that the viewer may see.
"""

from collections.abc import Iterable, Mapping, Sequence

from consult import casebook
from consult.casebook import Entry
from consult.citations import law
from consult.forms import DocumentChoice
from consult.i18n import _
from consult.pages.cases.lines import EntryLine, entry_line
from consult.pages.cases.naming import namings_of_case
from consult.pages.cases.papers import document_choices
from consult.pages.sheets.asked import Asked
from consult.pages.sheets.reading import entries, struck
from workflows.kernel.acts import LAPSE
from workflows.kernel.frozen import dataclass
from workflows.kernel.sheets import Docket
from workflows.kernel.words import humanise

CLOCK, OPENING = "clock", "open"


@dataclass(frozen=True, slots=True)
class Served:
    """How far an entry came to an addressee, the furthest of its channels."""

    party: str
    state: str


@dataclass(frozen=True, slots=True)
class DocketLine:
    """One entry: the act with its sentence, who filed it in what capacity, what kind of act it is, to whom it went,
    what was filed with it, and by which act it lost effect."""

    entry: EntryLine
    filer: str
    organ: str
    capacity: str
    kind: str
    served: tuple[Served, ...]
    documents: tuple[DocumentChoice, ...]
    struck_by: int | None
    sealed: bool


@dataclass(frozen=True, slots=True)
class DocketSheet:
    """The entries asked for, the first one first; of how many; and what may be asked for."""

    lines: tuple[DocketLine, ...]
    total: int
    by: str
    kind: str
    filers: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]


def docket_sheet(asked: Asked, sheet: Docket) -> DocketSheet:
    """Draw up the docket."""
    found = entries(asked)
    by, kind = asked.args.get("by", ""), asked.args.get("kind", "")
    chosen = [e for e in found if by in ("", e.act.principal) and kind in ("", kind_of(e))]
    filers = {e.act.principal: _filer(asked, e) for e in found}
    kinds = {kind_of(e): _kind(asked, e) for e in found}
    return DocketSheet(
        lines=_lines(asked, chosen, found),
        total=len(found),
        by=by,
        kind=kind,
        filers=_sorted(filers),
        kinds=_sorted(kinds),
    )


def _sorted(names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(names.items(), key=lambda pair: pair[1]))


def _lines(asked: Asked, chosen: Sequence[Entry], found: Sequence[Entry]) -> tuple[DocketLine, ...]:
    said, namings, gone = (
        casebook.said_names(asked.names),
        namings_of_case(asked.conn, asked.seen, asked.viewer),
        struck(found),
    )
    rows = casebook.documents_of(asked.conn, asked.viewer, asked.seen.row)
    served = casebook.services_in(asked.conn, asked.viewer, asked.seen.row)
    return tuple(
        DocketLine(
            entry=entry_line(entry, asked.seen, said, asked.viewer, namings),
            filer=_filer(asked, entry),
            organ=entry.act.organ,
            capacity=entry.act.capacity,
            kind=_kind(asked, entry),
            served=_served(asked, served.get(entry.act.n, ())),
            documents=tuple(document_choices(asked.seen.row.ref, [d for d in rows if d.act_n == entry.act.n])),
            struck_by=gone.get(entry.act.n),
            sealed=entry.act.level == "C5",
        )
        for entry in chosen
    )


def kind_of(entry: Entry) -> str:
    """Give the key of the kind of an act: its step, the lapse of a limit, the opening."""
    if entry.act.kind == LAPSE:
        return LAPSE
    return OPENING if entry.act.kind == OPENING else entry.act.step


def _kind(asked: Asked, entry: Entry) -> str:
    key = kind_of(entry)
    rows = asked.seen.procedure.rows.get(key, ())
    if key == LAPSE:
        return _("End of a time limit")
    if key == OPENING:
        return _("Opening of the case")
    return law(rows[0].title[:1].upper() + rows[0].title[1:]) if rows else humanise(key)


def _filer(asked: Asked, entry: Entry) -> str:
    party = entry.act.principal
    return _("The passing of time") if party == CLOCK else asked.names.get(party, party)


ORDER = ("failed", "sent", "delivered", "opened", "acknowledged")


def _served(asked: Asked, rows: Iterable[tuple[str, str]]) -> tuple[Served, ...]:
    furthest: dict[str, str] = {}
    for party, state in rows:
        old = furthest.get(party)
        if old is None or ORDER.index(state) > ORDER.index(old):
            furthest[party] = state
    return tuple(Served(asked.names.get(party, party), state) for party, state in furthest.items())
