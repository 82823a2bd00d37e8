"""Imported cases as a machine reads them: what a check found, the list, and one with its entries."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from consult.pages.imported import EntryView, ImportedPage
from consult.pages.imports import Found
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class FactValue:
    """One fact of a bundle: what it is, and what the bundle says."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class DifferenceValue:
    """What differs from the earlier bundle of the same case; a contradiction is evidence against its host."""

    sentence: str
    contradicts: bool


@dataclass(frozen=True, slots=True)
class ImportCheck:
    """What importing a file would mean: its digest (SHA-256), by which it is then imported, what it says of itself,
    what was proven and what was not, and what differs from an `earlier` import of the same case."""

    digest: str
    facts: tuple[FactValue, ...]
    proven: tuple[str, ...]
    unproven: tuple[str, ...]
    differences: tuple[DifferenceValue, ...]
    earlier: str


@dataclass(frozen=True, slots=True)
class ImportedItem:
    """An imported case in a list: its reference here, its case, from which host and log, in which set, taken by whom
    and when, and by whose policy it was checked: `here`, `given` or its own (`bundle`)."""

    ref: str
    case: str
    title: str
    procedure: str
    host: str
    origin: str
    set: str
    taken_by: str
    taken_at: datetime
    imported_at: datetime
    trusted: str
    attested: bool
    digest: str
    entry: int
    href: str


@dataclass(frozen=True, slots=True)
class ImportedList:
    """A page of what the own party imported, the newest first."""

    items: tuple[ImportedItem, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class ImportedEntryValue:
    """One entry of an imported case; `words` are those of its filing as far as they came along."""

    seq: int
    n: int | None
    sentence: str
    on: datetime | None
    recorded_at: datetime | None
    party: str
    office: str
    level: str
    digest: str
    moved_to: str
    is_proved: bool
    is_part: bool
    is_erased: bool
    is_struck: bool
    words: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class ImportedDocumentValue:
    """A document that came along."""

    digest: str
    name: str
    media: str
    size: int
    party: str
    level: str
    entries: tuple[int, ...]
    href: str


@dataclass(frozen=True, slots=True)
class ImportedValue:
    """One imported case, to be read: nobody acts in it here."""

    imported: ImportedItem
    exercise: bool
    procedure_title: str
    state: str
    state_known: str
    state_fault: str
    tracks: tuple[FactValue, ...]
    entries: tuple[ImportedEntryValue, ...]
    documents: tuple[ImportedDocumentValue, ...]
    others: tuple[str, ...]
    differences: tuple[DifferenceValue, ...]
    proven: tuple[str, ...]
    unproven: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportReceipt:
    """A case that was imported."""

    ref: str
    href: str


def import_check(found: Found) -> ImportCheck:
    """Write what a check found."""
    facts = tuple(FactValue(name, value) for name, value in found.facts)
    told = _differences(found.differences)
    return ImportCheck(found.digest, facts, found.proven, found.unproven, told, found.earlier)


def imported_item(row: Any, base: str) -> ImportedItem:
    """Write an imported case as lists have it.

    Long because: one line a field.
    """
    return ImportedItem(
        row.ref,
        row.case_ref,
        row.title,
        row.procedure,
        row.host,
        row.origin,
        row.reach,
        row.taken_by,
        row.taken_at,
        row.imported_at,
        row.trusted,
        row.attested,
        row.sha256,
        row.seq,
        f"{base}/imports/{row.ref}",
    )


def imported_value(page: ImportedPage, base: str) -> ImportedValue:
    """Write an imported case from its page.

    Long because: one line a field.
    """
    item = imported_item(page.row, base)
    documents = tuple(
        ImportedDocumentValue(
            one.sha256,
            one.name,
            one.media,
            one.size,
            one.party,
            one.level,
            one.entries,
            f"{item.href}/documents/{one.sha256}",
        )
        for one in page.documents
        if one.path
    )
    return ImportedValue(
        item,
        page.exercise,
        page.procedure_title,
        page.state,
        page.state_known,
        page.state_fault,
        tuple(FactValue(name, value) for name, value in page.tracks),
        tuple(_entry(one) for one in page.entries),
        documents,
        tuple(one.ref for one in page.others),
        _differences(page.differences),
        page.proven,
        page.unproven,
    )


def _entry(one: EntryView) -> ImportedEntryValue:
    said = {name: getattr(one, name) for name in ImportedEntryValue.__slots__ if name != "words"}
    return ImportedEntryValue(**said, words=one.words if isinstance(one.words, Mapping) else None)


def _differences(found: Sequence[Any]) -> tuple[DifferenceValue, ...]:
    return tuple(DifferenceValue(one.sentence, one.contradicts) for one in found)
