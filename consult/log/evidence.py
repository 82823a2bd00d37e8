"""What goes into a bundle, gathered for whoever takes it: openings, chains, papers, documents, editions.

Nothing is gathered that a page would not show its taker; a set takes away from that (`consult.log.sets`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from consult import casebook
from consult.casebook.papers import without_documents
from consult.documents.rows import digests_in
from consult.i18n import _
from consult.log.chains import Held, chains_held, own_chains
from consult.log.openings import Access, Openings, asks_above, open_entry, open_read, openings_of
from consult.log.packing import TooMany
from consult.log.sets import access_for, is_in, kept_words
from consult.models.audit import audit_leaf
from consult.models.cases import ACT_LEAF, EDITION
from consult.models.logbook import AUDIT_ENTRY
from consult.refusals import Unknown
from consult.reports.scope import Reach
from consult.visibility import Membership, Viewer, membership_of
from workflows.kernel.editions import canonical
from workflows.kernel.fields import NO_FILING, FilingSpec
from workflows.kernel.frozen import dataclass
from workflows.kernel.procedure import Procedure

MOST_ENTRIES = 8_000
ProcedureOf = Callable[[int], Procedure]


@dataclass(frozen=True, slots=True)
class Paper:
    """What was filed with an act, as far as it may be in the bundle: its form, its words (None: erased, struck,
    or none of them), whether its form asks more than is given here, the digest of the whole where all of it is given,
    and whether it was struck from the record since."""

    spec: FilingSpec
    language: str
    words: Mapping[str, Any] | None
    is_part: bool
    is_erased: bool
    digest: str = ""
    is_struck: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the log in a bundle: what is opened of it, and of an act its number, level and paper; with the
    sentence and the readable text that a page makes of it."""

    given: Openings
    entry: casebook.Entry | None = None
    paper: Paper | None = None
    sentence: str = ""
    text: bytes = b""

    @property
    def n(self) -> int | None:
        """The number of the act in its case."""
        return self.entry.act.n if self.entry else None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document in a bundle: its digest, what is said of it, and the numbers of the entries that it belongs to."""

    digest: str
    name: str
    media: str
    size: int
    party: str
    level: str
    language: str
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What goes into a bundle; `title` is that of the case as far as its set may tell it."""

    lines: tuple[Line, ...]
    chains: tuple[Held, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    editions: Mapping[str, bytes] = field(default_factory=dict)
    kind: str = "party"
    reach: Reach = Reach.FULL
    case: Any = None
    title: str = ""
    procedure: Procedure | None = None

    @property
    def openings(self) -> tuple[Openings, ...]:
        """What is opened, in the order of the entries."""
        return tuple(line.given for line in self.lines)

    @property
    def documents(self) -> tuple[str, ...]:
        """The digests of the documents."""
        return tuple(each.digest for each in self.attachments)

    @property
    def exercise(self) -> bool:
        """Say whether nothing of it is meant in earnest."""
        return bool(self.case is not None and self.case.exercise)

    @property
    def filings(self) -> Mapping[str, bytes]:
        """What was filed and may be read whole, by digest, as it was digested."""
        papers = (
            line.paper for line in self.lines if line.paper and line.paper.digest and line.paper.words is not None
        )
        return {paper.digest: canonical(paper.words) for paper in papers}


def evidence_of_case(
    connection: Connection,
    viewer: Viewer,
    case: Any,
    procedure: Procedure,
    reach: Reach = Reach.FULL,
    procedure_of: ProcedureOf | None = None,
    entries: Sequence[casebook.Entry] | None = None,
) -> Evidence:
    """Gather what a viewer may take of a case that it may see, as far as a set goes; `entries` are those that
    `read_entries` gave before. Closed where the case itself is above the set, TooMany for more than one bundle holds.

    Long because: one line a part of the bundle.
    """
    of, mine = procedure_of or (lambda _n: procedure), membership_of(connection, viewer, case)
    access = access_for(connection, viewer, case, reach)
    entries = read_entries(connection, viewer, case) if entries is None else entries
    here = [entry for entry in entries if is_in(access, entry.row)]
    chains = _chains(connection, viewer, case, reach, {entry.seq for entry in here})
    if reach is Reach.PARTIES:
        access = replace(access, chains=frozenset(chain.id for chain in chains))
    lines = []
    for entry in here:
        given = open_read(connection, access, of(entry.act.n), entry)
        lines.append(Line(given, entry, _paper(access, viewer, mine, of(entry.act.n), entry, given)))
    attachments, lines = _attached(connection, viewer, case, access, lines)
    lines += [Line(openings_of(connection, seq)) for seq in _bare(connection, chains, ACT_LEAF.c.seq)]
    there = {line.given.seq for line in lines}
    lines += [Line(openings_of(connection, seq, ())) for seq in sorted(_all_steps_of(connection, chains) - there)]
    known = reach is Reach.PARTIES or (reach is Reach.FULL and access.membership.takes_part)
    return Evidence(
        tuple(lines),
        tuple(chains),
        attachments,
        _editions(connection, lines) if known else {},
        "case",
        reach,
        case,
        str(case.title) if reach is Reach.FULL else _title(lines),
        procedure,
    )


def read_entries(connection: Connection, viewer: Viewer, case: Any) -> list[casebook.Entry]:
    """Read the acts of a case that a viewer may see, with their papers; TooMany for more than one bundle holds."""
    listed = _few(casebook.entries_of(connection, viewer, case, newest_first=False))
    return [casebook.entry_of(connection, viewer, case, one.act.n) for one in listed]


def _paper(
    access: Access,
    viewer: Viewer,
    mine: Membership,
    procedure: Procedure,
    entry: casebook.Entry,
    given: Openings,
) -> Paper | None:
    """Give what was filed with an act as far as the taker may read it and the set goes."""
    rows = procedure.rows.get(entry.act.step, ())
    spec = next((row.filing for row in rows if row.filing), None)
    paper = entry.paper
    if paper is None or spec is None:
        return None
    levels = access.levels
    is_part = asks_above(spec.fields, entry.act.level, levels) or "doc" not in given.disclosures
    if paper.body is None:
        return Paper(spec, paper.language, None, is_part, not paper.is_struck, is_struck=paper.is_struck)
    words = casebook.readable(paper, spec, viewer, mine)
    if access.viewer != viewer:
        words = kept_words(spec.fields, words, entry.act.level, levels)
    digest = paper.digest if "doc" in given.disclosures else ""
    return Paper(spec, paper.language, words, is_part, False, digest, paper.is_struck)


def _chains(connection: Connection, viewer: Viewer, case: Any, reach: Reach, here: set[int | None]) -> list[Held]:
    """Give the chains whose keys may be in a set: all that the taker holds in the full one; for the parties that of the
    case, if every step of it is here; none for everybody, who could count by it what is said from now on."""
    if reach is Reach.PUBLIC:
        return []
    held = chains_held(connection, viewer, membership_of(connection, viewer, case), case)
    if reach is Reach.FULL:
        return held
    return [chain for chain in held if chain.kind == "case" and _steps_of(connection, chain) <= here]


def _all_steps_of(connection: Connection, chains: Iterable[Held]) -> set[int]:
    """Give the steps of chains: of one that was raised, sealed or lost its reader since it was recorded the leaf alone
    is in a bundle, so that the chain is whole."""
    return set[int]().union(*(_steps_of(connection, chain) for chain in chains))


def _steps_of(connection: Connection, chain: Held) -> set[int]:
    return set(connection.execute(select(audit_leaf.c.seq).where(audit_leaf.c.chain_id == chain.id)).scalars())


def _attached(
    connection: Connection, viewer: Viewer, case: Any, access: Access, lines: Sequence[Line]
) -> tuple[tuple[Attachment, ...], list[Line]]:
    """Give the documents that may be in a set, each once, and the papers without any other."""
    numbers = {line.n: line.given.seq for line in lines if line.entry}
    named = {
        line.given.seq: digests_in(line.paper.words) for line in lines if line.paper and line.paper.words is not None
    }
    everywhere = frozenset().union(*named.values())
    found: dict[str, Attachment] = {}
    for row in casebook.documents_of(connection, viewer, case):
        filed = row.act_n in numbers or row.digest in everywhere
        if row.act_n is None or not filed or row.level not in access.levels:
            continue
        of = {seq for seq, digests in named.items() if row.digest in digests}
        of |= {numbers[row.act_n]} if row.act_n in numbers else set()
        one = Attachment(row.digest, row.name, row.media, row.size, row.party, row.level, row.language, ())
        first = found.setdefault(row.digest, one)
        found[row.digest] = replace(first, entries=tuple(sorted({*first.entries, *of})))
    allowed = found.keys()
    cleaned = [_without(line, everywhere - allowed, access) for line in lines]
    return tuple(sorted(found.values(), key=lambda one: (one.entries, one.name, one.digest))), cleaned


def _without(line: Line, absent: frozenset[str], access: Access) -> Line:
    """Leave documents out of a paper that are not in the set, as its author filed them; a paper that is given whole
    names none."""
    if line.entry is None or line.paper is None or line.paper.words is None or line.paper.digest:
        return line
    hidden = absent | {digest for party, digest in access.hidden if party == line.entry.act.party}
    return replace(line, paper=replace(line.paper, words=without_documents(line.paper.words, hidden)))


def _title(lines: Iterable[Line]) -> str:
    """Give the title of a case as the papers that are here state it, the last one first; empty where none does."""
    for line in reversed(list(lines)):
        for asked in line.paper.spec.fields if line.paper else NO_FILING.fields:
            words = line.paper.words if line.paper else None
            value = (words or {}).get(asked.key)
            if asked.fills == "title" and isinstance(value, str) and value.strip():
                return value.strip()
    return ""


def _editions(connection: Connection, lines: Iterable[Line]) -> dict[str, bytes]:
    """Give the text of every edition that an opened entry names."""
    named = {str((line.given.values.get("act") or {}).get("edition")) for line in lines if line.entry}
    rows = connection.execute(select(EDITION.c.digest, EDITION.c.body).where(EDITION.c.digest.in_(sorted(named))))
    return {row.digest: bytes(row.body) for row in rows}


def evidence_of_party(connection: Connection, viewer: Viewer) -> Evidence:
    """Gather the entries of a viewer's own party and those of the host; Unknown for whoever sees no case."""
    if not viewer.sees_cases:
        raise Unknown
    chains = own_chains(connection, viewer)
    here = audit_leaf.c.chain_id.in_([chain.id for chain in chains])
    query = select(audit_leaf.c.seq).join(AUDIT_ENTRY, AUDIT_ENTRY.c.seq == audit_leaf.c.seq).where(here)
    entries = _few(connection.execute(query.order_by(audit_leaf.c.seq).limit(MOST_ENTRIES + 1)).scalars().all())
    lines = [Line(open_entry(connection, viewer, seq)) for seq in entries]
    lines += [Line(openings_of(connection, seq)) for seq in _bare(connection, chains, AUDIT_ENTRY.c.seq)]
    return Evidence(tuple(lines), tuple(chains))


def _bare(connection: Connection, chains: Iterable[Held], beside: ColumnElement[int]) -> Sequence[int]:
    """List the steps of chains of which nothing but the leaf came back after a restore."""
    here = audit_leaf.c.chain_id.in_([chain.id for chain in chains])
    query = select(audit_leaf.c.seq).where(here, audit_leaf.c.seq.not_in(select(beside)))
    return connection.execute(query.order_by(audit_leaf.c.seq).limit(MOST_ENTRIES)).scalars().all()


def _few(rows: Any) -> Any:
    if len(rows) > MOST_ENTRIES:
        raise TooMany(_("A bundle holds up to %(most)s entries; these are more.", most=MOST_ENTRIES))
    return rows
