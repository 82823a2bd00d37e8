"""One imported case to be read: where it comes from, where it stands, its timeline with the papers.

What its sender wrote in sentences is not shown: each act is said as its own procedure says it, from the opened fields.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from consult import casebook
from consult.citations import law
from consult.forms import DocumentChoice, ReadField
from consult.forms.views import ProvisionView
from consult.i18n import _
from consult.imported import Content, Imported, ImportedEntry
from consult.imported.content import HOW_KNOWN, ImportedDocument, instant_of
from consult.imported.differing import Difference
from consult.imported.keeping import BUNDLE
from consult.log.reads import act_paper, document_paper, note
from consult.pages.cases.lines import say_act
from consult.pages.cases.papers import read_paper
from consult.pages.imports import proofs, set_name
from workflows.kernel.acts import Act
from workflows.kernel.frozen import dataclass
from workflows.kernel.procedure import Procedure
from workflows.kernel.words import humanise


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry of an imported case, to be read."""

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
    is_said: bool
    paper_title: str
    language: str
    text: tuple[ReadField, ...]
    words: Any


@dataclass(frozen=True, slots=True)
class ImportedPage:
    """One imported case."""

    title: str
    ref: str
    row: Any
    exercise: bool
    procedure_title: str
    state: str
    state_known: str
    state_fault: str
    tracks: tuple[tuple[str, str], ...]
    entries: tuple[EntryView, ...]
    documents: tuple[ImportedDocument, ...]
    others: Sequence[Any]
    differences: tuple[Difference, ...]
    proven: tuple[str, ...]
    unproven: tuple[str, ...]
    set_name: str


def imported_page(conn: Connection, held: Imported) -> ImportedPage:
    """Draw up one imported case; papers of level C3 and above are noted as read.

    Long because: one line a field of the page.
    """
    row, content = held.row, held.content
    names = {**content.parties, **casebook.party_names(conn)}
    choices = [_choice(row.ref, each) for each in content.documents if each.path]
    for entry in content.entries:
        note(conn, act_paper(row.ref, entry.seq), entry.level)
    last = next((entry.edition for entry in reversed(content.entries) if entry.edition), "")
    procedure = content.procedure(last)
    proven, unproven = proofs(content, row.trusted, row.attested and row.trusted != BUNDLE)
    return ImportedPage(
        row.title or row.case_ref,
        row.ref,
        row,
        content.exercise,
        law(procedure.title) if procedure else humanise(row.procedure),
        _state(procedure, content.stand.state),
        str(HOW_KNOWN[content.stand.how]),
        content.stand.fault,
        tuple((_track(key, names), _track_state(procedure, key, state)) for key, state in content.stand.tracks),
        tuple(_entry(content, entry, names, choices) for entry in content.entries),
        content.documents,
        held.others,
        held.differences,
        proven,
        unproven,
        set_name(row.reach),
    )


def _choice(ref: str, each: ImportedDocument) -> DocumentChoice:
    address = f"/imports/{ref}/documents/{each.sha256}"
    return DocumentChoice(each.sha256, each.name, each.media, each.size, "", each.level, address)


def _state(procedure: Procedure | None, key: str) -> str:
    try:
        return law(procedure.state(key).title) if procedure and key else humanise(key)
    except (KeyError, StopIteration, ValueError):
        return humanise(key)


def _track(key: str, names: Mapping[str, str]) -> str:
    kind, _colon, name = key.partition(":")
    return f"{law(humanise(kind))}: {names.get(name, name)}"


def _track_state(procedure: Procedure | None, key: str, state: str) -> str:
    try:
        found = procedure.track_set(key.partition(":")[0]).state(state) if procedure else None
    except (KeyError, StopIteration, ValueError):
        found = None
    return law(found.title) if found else humanise(state)


def _entry(
    content: Content, entry: ImportedEntry, names: Mapping[str, str], choices: Sequence[DocumentChoice]
) -> EntryView:
    """Draw up one entry.

    Long because: one line a field of the view.
    """
    procedure = content.procedure(entry.edition)
    rows = procedure.rows.get(entry.step, ()) if procedure else ()
    spec = next((row.filing for row in rows if row.filing), None)
    return EntryView(
        entry.seq,
        entry.n,
        _sentence(procedure, entry, names),
        instant_of(entry.on),
        instant_of(entry.recorded_at),
        names.get(entry.party, entry.party),
        entry.office,
        entry.level,
        entry.digest,
        _state(procedure, entry.went) if entry.went != entry.came else "",
        entry.is_proved,
        entry.is_part,
        entry.is_erased,
        entry.is_struck,
        "rest" in entry.withheld,
        law(spec.title) if spec else "",
        entry.language,
        _text(spec, entry.words, names, choices),
        entry.words,
    )


def _sentence(procedure: Procedure | None, entry: ImportedEntry, names: Mapping[str, str]) -> str:
    """Say an act as its procedure does; by its step and party where that did not come along."""
    on, at = instant_of(entry.on), instant_of(entry.recorded_at)
    if procedure is not None and on and at and entry.n is not None:
        act = Act(entry.n, entry.kind, entry.step, entry.party, at, on, entry.came, entry.went, entry.track or None)
        try:
            return say_act(procedure, act, casebook.said_names(names))
        except (KeyError, ValueError, TypeError, AttributeError, IndexError, StopIteration):
            pass
    step = law(humanise(entry.step)) if entry.step else _("sealed")
    return f"{names.get(entry.party, entry.party)}: {step}" if entry.party else step


def _text(spec: Any, words: Any, names: Mapping[str, str], choices: Sequence[DocumentChoice]) -> tuple[ReadField, ...]:
    """Put words under their questions, where the form came along and they fit; else under their keys."""
    if not isinstance(words, dict):
        return ()
    if spec is not None:
        try:
            return read_paper(spec, words, names, choices)
        except (KeyError, ValueError, TypeError, AttributeError, IndexError):
            pass
    nothing = ProvisionView("", "", "", "", "", is_product=True)
    return tuple(
        ReadField(key, law(humanise(key)), "text", "given", nothing, lines=tuple(_plain(value).splitlines()))
        for key, value in words.items()
    )


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def document_of(conn: Connection, held: Imported, digest: str) -> ImportedDocument | None:
    """Find a document of an imported case, and note that it is read; None where there is none."""
    found = next((each for each in held.content.documents if each.sha256 == digest and each.path), None)
    if found is not None:
        note(conn, document_paper(digest), found.level)
    return found
