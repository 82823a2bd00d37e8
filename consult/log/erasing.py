"""Erasure: what was sealed is removed, what proves that something stood there remains.

Openings lie apart from leaves, names and words of filings apart from acts. Erasing removes chosen rows of them, and in
the same transaction the log takes an entry that names the entries and fields, never what was in them. Every proof still
verifies, since leaves stay; only the value can no longer be told by anybody who has not kept it. A replay knows from
those entries which openings are gone by decision, and reports each that is gone without one, or back. Of entries that
were read back from an export after a restore there is nothing but the leaf.

With the words of a filing go what was made of them: the draft, what search found them by, the title that they gave a
case, the version in the register of activities, what a secretariat registered of the paper; with documents their names.
The bytes of documents, files that were made before, and what the database keeps of rows that are gone go after the
commit (`consult.personal.scrubbing`), by work that is asked for in the same transaction.

What it does not reach: copies that parties keep, backups, and the digest of a filing, which stands in the act itself
and would confirm a guess of the words.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, func, or_, select

from consult.documents.rows import ERASED
from consult.i18n import _, _l
from consult.log.append import Entry
from consult.log.findings import Finding
from consult.log.leaf import FIELDS
from consult.log.own import Own, record
from consult.log.stones import Gone, erase_documents, erase_name, erase_words, set_stones
from consult.models.audit import audit_leaf, audit_opening
from consult.models.cases import ACT, ACT_LEAF, ACT_PERSON, CASES, DOCUMENT, FILING, FILING_BODY
from consult.models.keeping import DOCUMENT_ERASED
from consult.models.logbook import AUDIT_ENTRY
from workflows.kernel.frozen import dataclass

NAME, WORDS, DOCUMENTS = "name", "words", "documents"
ROWS = (NAME, WORDS, DOCUMENTS)
KEPT = frozenset(("n", "prev"))
"""Fields that say nothing but where an entry stands in its chain, and are not erased."""
CHUNK = 500

SENTENCES: Mapping[str, Any] = {
    "opening-missing": _l("Entry %(seq)s: the opening of %(what)s is gone, and no erasure says so."),
    "opening-back": _l("Entry %(seq)s: the opening of %(what)s is there, though it was erased."),
    "name-missing": _l("Entry %(seq)s: the name of who acted is gone, and no erasure says so."),
    "name-back": _l("Entry %(seq)s: the name of who acted is there, though it was erased."),
    "words-missing": _l("Entry %(seq)s: the words of the filing are gone, and no erasure says so."),
    "words-back": _l("Entry %(seq)s: the words of the filing are there, though they were erased."),
    "documents-missing": _l("Entry %(seq)s: a document is marked as erased, and no erasure says so."),
    "documents-back": _l("Entry %(seq)s: a document is there, though it was erased."),
}


class NothingToErase(ValueError):
    """What was named is not there, or may not be erased; the sentence says which."""


@dataclass(frozen=True, slots=True)
class Target:
    """What of one entry is to go: openings of fields, and rows beside the act (the name, the words of the filing)."""

    seq: int
    fields: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()


def erase(
    connection: Connection,
    targets: Sequence[Target],
    *,
    at: datetime,
    party: str | None = None,
    person: str = "",
    decision: str = "",
) -> Entry:
    """Erase in this transaction and record it, in the chain of a party or the host's; the entry names what was there
    and went. `decision` is the digest of the document that orders it. Raises NothingToErase.
    """
    taken = take_out(connection, targets)
    entry = record(connection, Own("erasure", party, taken.told(decision), at, person=person))
    taken.leave_stones(connection, entry.seq, at)
    return entry


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken out of entries: what the log is to say of it, and what the stones are set for."""

    entries: tuple[Mapping[str, Any], ...]
    gone: Gone

    def told(self, decision: str = "", **more: Any) -> dict[str, Any]:
        """Give the body of the entry that has to say so."""
        return {"entries": list(self.entries), **({"decision": decision} if decision else {}), **more}

    def leave_stones(self, connection: Connection, seq: int, at: datetime) -> None:
        """Say beside the record which entry says so, and have files go after the commit."""
        set_stones(connection, self.gone, seq, at)


def take_out(connection: Connection, targets: Sequence[Target]) -> Taken:
    """Take out what is named, in a transaction whose one entry then says so. Raises NothingToErase."""
    gone = Gone()
    _hold_cases(connection, [target.seq for target in targets if WORDS in target.rows])
    entries = [done for done in (_erase(connection, target, gone) for target in targets) if done]
    if not entries:
        raise NothingToErase(_("Nothing of this is there: it was erased before, or never was."))
    return Taken(tuple(entries), gone)


def _hold_cases(connection: Connection, numbers: Sequence[int]) -> None:
    """Let no act be recorded meanwhile in the cases whose words go: the title of a case and its entry in the register
    go with them, and an act writes both. Cases come before all other rows, by rising number."""
    joined = select(ACT.c.case_id).select_from(ACT.join(ACT_LEAF, ACT_LEAF.c.act_id == ACT.c.id))
    cases = {
        row for some in _runs(numbers) for row in connection.execute(joined.where(ACT_LEAF.c.seq.in_(some))).scalars()
    }
    for number in sorted(cases):
        connection.execute(select(CASES.c.id).where(CASES.c.id == number).with_for_update(key_share=True))


def require_of_host(connection: Connection, numbers: Iterable[int]) -> None:
    """Refuse entries that stand in the record of parties: nobody erases those for them. Raises NothingToErase."""
    for seq in numbers:
        if connection.execute(select(audit_leaf.c.seq).where(audit_leaf.c.seq == seq)).first() is None:
            raise NothingToErase(_("There is no entry %(seq)s.", seq=seq))
        own = AUDIT_ENTRY.c.seq == seq, AUDIT_ENTRY.c.party.is_(None)
        if connection.execute(select(AUDIT_ENTRY.c.seq).where(*own)).first() is None:
            sentence = _(
                "Entry %(seq)s stands in the record of parties, and the host alone erases nothing there.", seq=seq
            )
            ways = _("A paper: consult case erase. A person's account: consult people erase. They have to confirm it.")
            raise NothingToErase(f"{sentence} {ways}")


def missing(connection: Connection) -> Iterator[Finding]:
    """Find openings, names and words that are gone without an erasure, or are there in spite of one."""
    erased = _erased(connection)
    yield from _openings(connection, erased)
    for what, rows in _BESIDE.items():
        stones = {seq for seq, gone in erased.items() if what in gone[1]}
        lost = connection.execute(rows.lost.order_by(ACT_LEAF.c.seq)).scalars()
        yield from (_found(f"{what}-missing", seq) for seq in lost if seq not in stones)
        for some in _runs(stones):
            back = connection.execute(rows.all.where(rows.there, ACT_LEAF.c.seq.in_(some)).order_by(ACT_LEAF.c.seq))
            yield from (_found(f"{what}-back", seq) for seq in back.scalars())


def _erase(connection: Connection, target: Target, gone: Gone) -> dict[str, Any] | None:
    """Remove what is named of one entry and say what of it was there; None where nothing was."""
    _require_erasable(connection, target)
    here = and_(audit_opening.c.seq == target.seq, audit_opening.c.field.in_(target.fields))
    fields = connection.execute(delete(audit_opening).where(here).returning(audit_opening.c.field)).scalars().all()
    act = connection.execute(select(ACT_LEAF.c.act_id).where(ACT_LEAF.c.seq == target.seq)).scalar()
    remove = {NAME: erase_name, DOCUMENTS: erase_documents, WORDS: erase_words}
    found = {what for what in remove if what in target.rows and act is not None and remove[what](connection, act, gone)}
    rows = [what for what in ROWS if what in found]
    return {"seq": target.seq, "fields": sorted(fields), "rows": rows} if fields or rows else None


def _require_erasable(connection: Connection, target: Target) -> None:
    for name in target.fields:
        if name not in FIELDS or name in KEPT:
            raise NothingToErase(_("The field %(name)s is not one that can be erased.", name=name))
    if connection.execute(select(audit_leaf.c.seq).where(audit_leaf.c.seq == target.seq)).first() is None:
        raise NothingToErase(_("There is no entry %(seq)s.", seq=target.seq))


def _erased(connection: Connection) -> dict[int, tuple[set[str], set[str]]]:
    """Read from the log's own entries what was erased: fields and rows by number of the entry."""
    found: dict[int, tuple[set[str], set[str]]] = {}
    bodies = connection.execute(select(AUDIT_ENTRY.c.body).where(AUDIT_ENTRY.c.kind == "erasure")).scalars()
    for each in (entry for body in bodies for entry in json.loads(body)["entries"]):
        fields, rows = found.setdefault(each["seq"], (set(), set()))
        fields.update(each["fields"])
        rows.update(each["rows"])
    return found


def _openings(connection: Connection, erased: Mapping[int, tuple[set[str], set[str]]]) -> Iterator[Finding]:
    """Compare the openings that are there with those that must be."""
    for some in _runs(_short(connection, erased)):
        there: dict[int, set[str]] = {seq: set() for seq in some}
        rows = select(audit_opening.c.seq, audit_opening.c.field).where(audit_opening.c.seq.in_(some))
        for seq, name in connection.execute(rows):
            there[seq].add(name)
        for seq in some:
            gone = erased[seq][0] if seq in erased else set()
            yield from (_found("opening-missing", seq, name) for name in FIELDS if name not in there[seq] | gone)
            yield from (_found("opening-back", seq, name) for name in FIELDS if name in there[seq] & gone)


def _short(connection: Connection, erased: Iterable[int]) -> set[int]:
    """List the entries that have fewer openings than fields, and those of which something was erased."""
    joined = audit_leaf.outerjoin(audit_opening, audit_opening.c.seq == audit_leaf.c.seq)
    query = select(audit_leaf.c.seq).select_from(joined).group_by(audit_leaf.c.seq)
    few = connection.execute(query.having(func.count(audit_opening.c.field) < len(FIELDS))).scalars()
    back = _read_back(connection)
    return {*(seq for seq in few if not any(seq in each for each in back)), *erased}


def _read_back(connection: Connection) -> list[range]:
    """Read from the log's own entries which were read back from an export, without openings."""
    bodies = connection.execute(select(AUDIT_ENTRY.c.body).where(AUDIT_ENTRY.c.kind == "recovery")).scalars()
    return [range(said["first"], said["end"]) for said in map(json.loads, bodies)]


def _runs(numbers: Iterable[int]) -> Iterator[list[int]]:
    """Give numbers in order, some hundred at a time."""
    ordered = sorted(numbers)
    yield from (ordered[at : at + CHUNK] for at in range(0, len(ordered), CHUNK))


def _found(code: str, seq: int, what: str = "") -> Finding:
    return Finding(code, seq, str(SENTENCES[code]) % {"seq": seq, "what": what})


@dataclass(frozen=True, slots=True)
class _Beside:
    """Rows beside acts: the query of all entries that may have one, when one is there, those that lost theirs."""

    all: Select[Any]
    there: ColumnElement[bool]
    lost: Select[Any]


_NAMED = select(ACT_LEAF.c.seq).select_from(
    ACT_LEAF.outerjoin(ACT_PERSON, ACT_PERSON.c.act_id == ACT_LEAF.c.act_id).outerjoin(
        audit_opening, and_(audit_opening.c.seq == ACT_LEAF.c.seq, audit_opening.c.field == "person")
    )
)
_FILED = select(ACT_LEAF.c.seq).select_from(
    ACT_LEAF.join(FILING, FILING.c.act_id == ACT_LEAF.c.act_id).outerjoin(
        FILING_BODY, FILING_BODY.c.filing_id == FILING.c.id
    )
)
_ATTACHED = (
    select(ACT_LEAF.c.seq)
    .distinct()
    .select_from(
        ACT_LEAF.join(ACT, ACT.c.id == ACT_LEAF.c.act_id)
        .join(DOCUMENT, and_(DOCUMENT.c.case_id == ACT.c.case_id, DOCUMENT.c.act_n == ACT.c.n))
        .outerjoin(DOCUMENT_ERASED, DOCUMENT_ERASED.c.document_id == DOCUMENT.c.id)
    )
)
_BESIDE = {
    # That there was a name follows from the opening, as long as that is there.
    NAME: _Beside(
        _NAMED,
        ACT_PERSON.c.act_id.is_not(None),
        _NAMED.where(ACT_PERSON.c.act_id.is_(None), audit_opening.c.value != "null"),
    ),
    WORDS: _Beside(_FILED, FILING_BODY.c.filing_id.is_not(None), _FILED.where(FILING_BODY.c.filing_id.is_(None))),
    DOCUMENTS: _Beside(
        _ATTACHED,
        DOCUMENT_ERASED.c.document_id.is_(None),
        _ATTACHED.where(or_(DOCUMENT_ERASED.c.document_id.is_not(None), DOCUMENT.c.name == ERASED)),
    ),
}
